/* Labels and the values behind them, as letters and guides have them: in tables, lines and
 * headings. */
#ifndef XJ_PAGE_LABEL_H
#define XJ_PAGE_LABEL_H

#include "base/arena.h"
#include "page/flow.h"

enum { LABELS_MAX = 96, LABEL_PARTS_MAX = 16, LABEL_WORDS_MAX = 128, LABEL_TELLS = 0x80 };
enum { LABEL_NONE = -1 };

/* Several words may name one part. */
struct label_word {
    const char *word;
    uint8_t part; /* below LABEL_PARTS_MAX; with LABEL_TELLS: it tells the kind of a page */
};

/* A label on the page. */
struct label {
    uint32_t from,
        seg; /* pieces: "索", "引" and "号：" stand apart in some systems; the last one */
    uint32_t at, value; /* bytes of the piece: where it begins, where its value does */
    uint8_t part;
};

struct labels {
    struct label list[LABELS_MAX]; /* in the order of the page */
    size_t n;
    unsigned seen[LABEL_PARTS_MAX]; /* how often each part is named */
};

/* In the pieces before `end`: labels that stand alone in their piece (numbered or not), or with a
 * colon behind them; white space may stretch them. */
void labels_find(const struct flow *fl, uint32_t end, const struct label_word *words,
                 size_t n_words, struct labels *out);
/* The part that s names, and says no more; LABEL_NONE: it does not. */
int label_alone(struct str s, const struct label_word *words, size_t n_words);
/* How many different words that tell begin short pieces of the page; may_number: behind a number.
 * Those in the head of a table do not count. */
unsigned labels_count(const struct flow *fl, const struct label_word *words, size_t n_words,
                      bool may_number);
/* What stands behind the i-th label, up to the next one: in its row, or in its box. */
struct str label_value(const struct flow *fl, const struct labels *labels, size_t i,
                       struct arena *a);

/* What an empty value may mean: nothing; that a script fills it; that it is to be filled in. */
enum label_row { ROW_PLAIN, ROW_SCRIPT, ROW_FORM };
enum label_row label_row(const struct flow *fl, const struct label *label);

#endif
