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
    bool is_bold;    /* see speller.c */
    bool is_in_name; /* see features_is_in_name */
    uint16_t reach;  /* see features_reach */
};

enum {
    CLEAN_SLOTS = 1 << 18, /* runs without edits that are remembered: 2 MB */
    FOUND_SLOTS = 1 << 15, /* runs with edits: 0.8 MB */
    KEPT_MAX = 1 << 17,    /* edits of those, the last ones: 3 MB */
};
/* A run with edits: kept[at % KEPT_MAX] is its first one, while the newest are not KEPT_MAX on. */
struct remembered {
    uint64_t hash; /* of the run and of whom it was read by */
    uint64_t at;
    size_t n;
};

struct speller_work {
    struct lattice lattice;
    struct edit_list edits;
    float scores[EDITS_MAX];
    bool is_bold[EDITS_MAX];
    struct taken taken[RUN_MAX];
    size_t n_taken;
    uint64_t clean[CLEAN_SLOTS]; /* hashes */
    struct remembered found[FOUND_SLOTS];
    struct taken kept[KEPT_MAX];
    uint64_t n_kept; /* ever */
};

#endif
