/* What one reader needs; private to speller/. */
#ifndef XJ_SPELLER_WORK_H
#define XJ_SPELLER_WORK_H

#include "speller/edits.h"
#include "speller/lattice.h"

/* An edit that was taken in a run, with its score. */
struct taken {
    uint16_t begin, n;
    uint16_t glyphs[BOOK_WORD_MAX];
    float score;
};

enum {
    CLEAN_SLOTS = 1 << 18, /* runs without edits that are remembered: 2 MB */
    CACHE_SLOTS = 1 << 12, /* runs with edits */
    CACHE_TAKEN = 4,       /* edits of such a run; runs with more are looked at again */
};
struct remembered {
    uint64_t hash; /* of the run and of whom it was read by */
    uint8_t n;
    struct taken taken[CACHE_TAKEN];
};

struct speller_work {
    struct lattice lattice;
    struct edit_list edits;
    float scores[EDITS_MAX];
    struct taken taken[RUN_MAX];
    size_t n_taken;
    uint64_t clean[CLEAN_SLOTS]; /* hashes */
    struct remembered cache[CACHE_SLOTS];
};

#endif
