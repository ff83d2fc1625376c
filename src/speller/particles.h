/*
 * 的 where 地 or 得 is meant, 在 where 再 is: 认真的开展, 做的很好, 重新在来. Texts that the
 * language model was made of have the same mistake in masses, so no sum of its numbers would ever
 * show it. What shows it is how much better the words on both sides go with the other one than
 * words usually do.
 */
#ifndef XJ_SPELLER_PARTICLES_H
#define XJ_SPELLER_PARTICLES_H

#include "base/base.h"
#include "speller/lattice.h"

struct particle {
    uint16_t at, meant; /* a glyph of the run, and what it should be */
};

/* By place; returns how many. */
size_t particles_find(const struct book *b, const struct lattice *l, struct particle out[RUN_MAX]);

#endif
