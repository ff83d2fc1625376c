/*
 * The one door to proofreading: open the data once, then hand in texts. Every engine (lexicon,
 * rules, language model, English, personal data) is behind it and adds its problems to one list.
 */
#ifndef XJ_PROOF_PROOFREAD_H
#define XJ_PROOF_PROOFREAD_H

#include "base/arena.h"
#include "base/base.h"
#include "base/err.h"
#include "proof/lexicon_set.h"
#include "proof/problem.h"
#include "proof/spelling.h"

/* Bits: which engines run. */
enum {
    PROOF_LEXICON = 1 << 0, /* expressions of data/lexicon */
    PROOF_WORDS = 1 << 1,   /* the user's word lists */
    PROOF_RULES = 1 << 2,   /* dates, numbers, marks, repetition, debris */
    PROOF_ORDER = 1 << 3,   /* numbering of paragraphs: for drafts and articles */
    PROOF_TYPOS = 1 << 4,   /* wrong characters, by the language model */
    PROOF_ENGLISH = 1 << 5, /* misspelt English words */
    PROOF_ALL = (1 << 16) - 1,
};

struct proof_data {
    const char *lexicon_dir;  /* "…/data/lexicon"; NULL: no lexicon */
    const char *packages_dir; /* installed packages; NULL or not there: none */
    const struct str *words;  /* paths of word lists, each NUL-ended */
    size_t n_words;
    struct spelling_data spelling;
};

struct proof_options {
    int32_t day;      /* of the page or draft; entries have a time in which they count */
    unsigned engines; /* bits; 0 = all */
    bool is_wrapped;  /* lines may be the layout's, so that sentences go over their ends */
};

struct proofreader;

/* RC_IO, RC_LIMIT, RC_SYNTAX: a data file; the sentence says which and why. Gives *out. */
MUST_USE enum rc proofreader_open(const struct proof_data *data, struct proofreader **out,
                                  struct err *err);
void proofreader_free(struct proofreader *p);
void proofreader_freep(struct proofreader **p);

/* Changes when the same text may get another answer. */
uint64_t proofreader_hash(const struct proofreader *p);
/* The lexicons that were opened, for reports. */
const struct lexicon_set *proofreader_lexicons(const struct proofreader *p);
/* Wrong characters and English: what may be missing, and texts of the field. Borrowed. */
struct spelling *proofreader_spelling(struct proofreader *p);
/* There is at least one word of the user's. */
bool proofreader_has_words(const struct proofreader *p);

/*
 * All problems of a text, settled: sorted by place, no two overlap. One thread at a time.
 *
 *   text  UTF-8, paragraphs are lines; borrowed, must outlive the list
 *   out   its arena takes everything; what was in it before is settled with the rest
 */
void proofread(struct proofreader *p, struct str text, const struct proof_options *options,
               struct problem_list *out);

#endif
