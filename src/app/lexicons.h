/* Where lexicons lie. */
#ifndef XJ_APP_LEXICONS_H
#define XJ_APP_LEXICONS_H

#include "base/arena.h"
#include "base/base.h"
#include "proof/proofread.h"

/* Where packages are installed: $XUNJIAN_LEXICONS, else "lexicons" in the data folder. */
const char *lexicons_packages_dir(struct arena *a);
/* The program's lexicon, what was installed, and the user's word lists (borrowed). */
struct proof_data lexicons_data(struct arena *a, const struct str *words, size_t n_words);

#endif
