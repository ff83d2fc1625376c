/*
 * All ways to cut a run of characters into words, with the best way to and from each word: so the
 * worth of any single change is known from the words beside it alone.
 */
#ifndef XJ_SPELLER_LATTICE_H
#define XJ_SPELLER_LATTICE_H

#include "base/base.h"
#include "speller/book.h"
#include "speller/ngrams.h"
#include "speller/run.h"

/* A word at a place. */
struct cell {
    uint32_t word;
    uint16_t begin, end;    /* glyphs [begin, end) of the run */
    uint16_t before, after; /* the best cells beside it; CELL_NONE at the ends */
    float forward;          /* best log10 of all up to and with this word */
    float backward;         /* best log10 of all behind it */
};
enum { CELL_NONE = 0xffff, CELLS_MAX = RUN_MAX * BOOK_WORD_MAX };

struct lattice {
    uint16_t glyph[RUN_MAX];
    size_t n;                        /* glyphs */
    uint8_t mark_before, mark_after; /* enum mark: what the run stands between */
    struct cell cells[CELLS_MAX];
    size_t n_cells;
    uint16_t begins[RUN_MAX + 2]; /* cells that begin at i: [begins[i], begins[i + 1]) */
    uint8_t reach[RUN_MAX];       /* how many glyphs from i on some word begins with */
    uint16_t ends[CELLS_MAX],
        ended[RUN_MAX + 2];                 /* that end at i: ends[ended[i] .. ended[i + 1]) */
    float steps[CELLS_MAX * BOOK_WORD_MAX]; /* each cell's, from those that end where it begins: */
    uint16_t first_step[CELLS_MAX];         /* its first one, in the order of `ends` */
    uint16_t rank[CELLS_MAX];               /* of a cell among those that end where it does */
    float best;
    uint16_t path[RUN_MAX]; /* the best cells, in order */
    size_t n_path;
    uint16_t on_path[RUN_MAX]; /* by glyph: which of the path's cells covers it */
    /* By length - NGRAM_MIN and beginning: in how many places that row was seen. */
    uint8_t seen[NGRAM_MAX - NGRAM_MIN + 1][RUN_MAX];
};

/* seen may be NULL: then `seen` of *l is not filled. */
void lattice_build(const struct book *b, const struct ngrams *seen, const struct run *run,
                   struct lattice *l);
/* Fetches what lattice_with of the same is going to look at. */
void lattice_expect(const struct book *b, const struct lattice *l, uint32_t word, size_t begin,
                    size_t end);
/* The best of all ways that have `word` at [begin, end), and the cells beside it. */
float lattice_with(const struct book *b, const struct lattice *l, uint32_t word, size_t begin,
                   size_t end, uint16_t *before, uint16_t *after);

#endif
