/*
 * Reads a KenLM binary file, version 5, quantised array trie, order 3: the form of Debian's
 * libime-data-language-model. Made for one pass over all of it, not for look-ups.
 */
#ifndef XJ_MAKER_KENLM_H
#define XJ_MAKER_KENLM_H

#include "base/arena.h"
#include "base/base.h"
#include "base/err.h"
#include "base/str.h"

enum { KENLM_BINS_MAX = 256 };

/* Probabilities and backoffs are log10. Views go into the file's bytes. */
struct kenlm {
    struct str file;
    size_t n_words, n_bigrams, n_trigrams; /* word 0 is the unknown one */
    const struct str *words;
    float bigram_prob[KENLM_BINS_MAX], bigram_backoff[KENLM_BINS_MAX];
    float trigram_prob[KENLM_BINS_MAX];
    unsigned prob_bits, backoff_bits;
    const char *unigrams;
    const uint64_t *offsets; /* of the bigrams' high pointer bits */
    size_t n_offsets;
    const char *bigrams, *trigrams;
    unsigned word_bits, pointer_bits;
};

struct kenlm_unigram {
    float prob, backoff;
    uint64_t first_bigram; /* bigrams that end in this word begin here */
};
struct kenlm_bigram {
    uint32_t before; /* the word before */
    unsigned prob, backoff;
    uint64_t first_trigram;
};
struct kenlm_trigram {
    uint32_t first; /* the first of the three words */
    unsigned prob;
};

/*
 *   file  borrowed for as long as out is used
 *
 * RC_UNSUPPORTED: another form of model. RC_SYNTAX: cut off or broken.
 */
MUST_USE enum rc kenlm_open(struct str file, struct arena *a, struct kenlm *out, struct err *err);
/* word may be n_words, bigram n_bigrams: the end of the one before. */
struct kenlm_unigram kenlm_unigram(const struct kenlm *k, size_t word);
struct kenlm_bigram kenlm_bigram(const struct kenlm *k, size_t at);
struct kenlm_trigram kenlm_trigram(const struct kenlm *k, size_t at);

#endif
