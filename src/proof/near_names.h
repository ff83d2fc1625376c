/* Forms that a protected name is miswritten in: a character that looks or sounds alike, two
 * swapped; of a long one also a character left out or written twice. */
#ifndef XJ_PROOF_NEAR_NAMES_H
#define XJ_PROOF_NEAR_NAMES_H

#include "base/arena.h"
#include "base/base.h"
#include "base/str.h"

enum { NEAR_NAMES_MAX = 200, NEAR_NAMES_LONG = 7 /* characters */ };

/*
 *   similar  lines of one character and those that it is mistaken for: "泸 沪庐炉"
 *   real     words, one a line, that are no mistakes
 *   out      at most NEAR_NAMES_MAX forms, in the arena
 *
 * Returns how many.
 */
size_t near_names(struct str name, struct str similar, struct str real, struct arena *a,
                  struct str out[NEAR_NAMES_MAX]);

#endif
