/* Wrong characters (check id "typo") and misspelt English words ("misspelling") as problems. */
#ifndef XJ_PROOF_SPELLING_H
#define XJ_PROOF_SPELLING_H

#include "base/base.h"
#include "base/err.h"
#include "proof/problem.h"

/* The class of problems that the language model finds. */
#define SPELLING_CLASS "错别字"

struct spelling_data {
    const char *book;     /* speller.bin; NULL: no wrong characters are looked for */
    const char *decision; /* data/speller.txt */
    const char *english;  /* folder of the Hunspell dictionaries; NULL: no English */
    const char *capitals; /* data/english.txt */
};

struct spelling;

/*
 * Opens what can be opened: what is missing or broken is not read with, and spelling_lacks says
 * why. Never NULL.
 */
struct spelling *spelling_open(const struct spelling_data *data);
void spelling_free(struct spelling *s);
/* Why wrong characters, or English words, cannot be judged: Chinese; NULL: they can. */
const char *spelling_lacks_book(const struct spelling *s);
const char *spelling_lacks_english(const struct spelling *s);
uint64_t spelling_hash(const struct spelling *s);
/* NULL: there is none. Borrowed. */
struct book;
const struct book *spelling_book(const struct spelling *s);
/* Texts of the field are these from now on; takes them over. There must be a book. */
struct ngrams;
void spelling_set_seen(struct spelling *s, struct ngrams *seen);
struct ngrams *spelling_seen(struct spelling *s); /* NULL: none. Borrowed */

/*
 * Texts of the field, a paragraph a line, so that its words and phrases are known from now on. What
 * only one paragraph has counts little. May be called again with more.
 */
void spelling_learn(struct spelling *s, struct str text);

/* is_wrapped: what stands at the end of a line may be half a word: a suspicion at most. */
void spelling_find_typos(struct spelling *s, struct str text, bool is_wrapped,
                         struct problem_list *out);
void spelling_find_english(struct spelling *s, struct str text, struct problem_list *out);

#endif
