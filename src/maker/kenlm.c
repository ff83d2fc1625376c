#include "base/base.h"

#include "maker/kenlm.h"

#include <string.h>

/* Where the parts of the header stand; the magic line is padded to 56 bytes. */
enum {
    AT_ORDER = 0x58,
    AT_MODEL_TYPE = 0x60,
    AT_COUNTS = 0x6c,
    AT_WORDS = 0x88,
    MODEL_QUANT_ARRAY_TRIE = 5,
    UNIGRAM_BYTES = 16,
};

static const char magic[] = "mmap lm http://kheafield.com/code format version 5\n";

static uint64_t u64_at(const char *p)
{
    uint64_t v;

    memcpy(&v, p, sizeof(v));
    return v;
}

static uint32_t u32_at(const char *p)
{
    uint32_t v;

    memcpy(&v, p, sizeof(v));
    return v;
}

static unsigned bits_for(uint64_t max)
{
    unsigned n = 0;

    for (; max; max >>= 1)
        n++;
    return n;
}

/* Bits [at, at + n) of a little-endian bit field, n <= 57. Eight bytes behind it must exist. */
static uint64_t bits_at(const char *base, uint64_t at, unsigned n)
{
    return (u64_at(base + (at >> 3)) >> (at & 7)) & ((1ULL << n) - 1);
}

/* KenLM's own rule for how many high bits of the pointers are kept in a table of offsets. */
static unsigned chopped_bits(uint64_t n_entries, uint64_t max_pointer, unsigned allowed)
{
    const unsigned required = bits_for(max_pointer);
    int64_t least = INT64_MAX;
    unsigned best = 0;

    for (unsigned chop = 0; chop <= (required < allowed ? required : allowed); chop++) {
        const int64_t change =
            (int64_t)(max_pointer >> (required - chop)) * 64 - (int64_t)(n_entries * chop);

        if (change < least) {
            least = change;
            best = chop;
        }
    }
    return best;
}

static size_t packed_bytes(uint64_t n, unsigned bits)
{
    return (size_t)(((1 + n) * bits + 7) / 8 + 8);
}

static void read_bins(const char **at, float *out, unsigned bits)
{
    memcpy(out, *at, (sizeof(float)) << bits);
    *at += sizeof(float) << bits;
}

static enum rc read_words(struct kenlm *k, size_t at, struct arena *a, struct err *err)
{
    struct str rest = str_skip(k->file, at);
    struct str *words = arena_array(a, struct str, k->n_words);

    for (size_t i = 0; i < k->n_words; i++)
        if (!str_cut(rest, '\0', &words[i], &rest))
            return err_set(err, RC_SYNTAX, "语言模型的词表不完整");
    if (rest.n || !str_eq(words[0], STR("<unk>")))
        return err_set(err, RC_SYNTAX, "语言模型的词表与正文对不上");
    k->words = words;
    return RC_OK;
}

static enum rc check_header(struct str file, struct err *err)
{
    if (file.n < AT_WORDS + 8 || memcmp(file.p, magic, sizeof(magic) - 1) != 0)
        return err_set(err, RC_UNSUPPORTED, "不是第 5 版 KenLM 语言模型");
    if ((unsigned char)file.p[AT_ORDER] != 3 ||
        u32_at(file.p + AT_MODEL_TYPE) != MODEL_QUANT_ARRAY_TRIE)
        return err_set(err, RC_UNSUPPORTED, "只支持三元、量化数组字典树的语言模型");
    return RC_OK;
}

enum rc kenlm_open(struct str file, struct arena *a, struct kenlm *out, struct err *err)
{
    struct kenlm k = { .file = file };
    unsigned chop;
    size_t at;
    const char *p;

    if (check_header(file, err) != RC_OK)
        return err->rc;
    k.n_words = u64_at(file.p + AT_COUNTS);
    k.n_bigrams = u64_at(file.p + AT_COUNTS + 8);
    k.n_trigrams = u64_at(file.p + AT_COUNTS + 16);
    if (k.n_words < 2 || k.n_words > 1U << 24 || k.n_bigrams > 1U << 28 || k.n_trigrams > 1U << 28)
        return err_set(err, RC_SYNTAX, "语言模型的条数不合理");
    at = AT_WORDS + 8 * (k.n_words + 1);
    if (at + 8 > file.n)
        return err_set(err, RC_SYNTAX, "语言模型不完整");
    p = file.p + at;
    k.prob_bits = (unsigned char)p[1];
    k.backoff_bits = (unsigned char)p[2];
    if (k.prob_bits > 8 || k.backoff_bits > 8)
        return err_set(err, RC_UNSUPPORTED, "语言模型的量化位数超过 8");
    at += 8 + sizeof(float) * ((2U << k.prob_bits) + (1U << k.backoff_bits));
    k.unigrams = file.p + at;
    at += UNIGRAM_BYTES * (k.n_words + 2);
    if (at + 8 > file.n)
        return err_set(err, RC_SYNTAX, "语言模型不完整");
    p += 8;
    read_bins(&p, k.bigram_prob, k.prob_bits);
    read_bins(&p, k.bigram_backoff, k.backoff_bits);
    read_bins(&p, k.trigram_prob, k.prob_bits);

    chop = chopped_bits(k.n_bigrams + 1, k.n_trigrams, (unsigned char)file.p[at + 1]);
    k.word_bits = bits_for(k.n_words);
    k.pointer_bits = bits_for(k.n_trigrams) - chop;
    k.n_offsets = (size_t)(k.n_trigrams >> k.pointer_bits) + 1;
    k.offsets = (const uint64_t *)(const void *)(file.p + ((at + 7) & ~(size_t)7) + 8);
    at += 8 * (1 + k.n_offsets) + 7;
    k.bigrams = file.p + at;
    at += packed_bytes(k.n_bigrams, k.word_bits + k.prob_bits + k.backoff_bits + k.pointer_bits);
    k.trigrams = file.p + at;
    at += packed_bytes(k.n_trigrams, k.word_bits + k.prob_bits);
    if (at > file.n)
        return err_set(err, RC_SYNTAX, "语言模型不完整");
    if (read_words(&k, at, a, err) != RC_OK)
        return err->rc;
    *out = k;
    return RC_OK;
}

struct kenlm_unigram kenlm_unigram(const struct kenlm *k, size_t word)
{
    const char *p = k->unigrams + word * UNIGRAM_BYTES;
    struct kenlm_unigram u;

    memcpy(&u, p, sizeof(u));
    return u;
}

struct kenlm_bigram kenlm_bigram(const struct kenlm *k, size_t i)
{
    const unsigned quant = k->backoff_bits + k->prob_bits;
    const uint64_t at = i * (k->word_bits + quant + k->pointer_bits);
    size_t low = 0, high = k->n_offsets;
    struct kenlm_bigram b = {
        .before = (uint32_t)bits_at(k->bigrams, at, k->word_bits),
        .backoff = (unsigned)bits_at(k->bigrams, at + k->word_bits, k->backoff_bits),
        .prob = (unsigned)bits_at(k->bigrams, at + k->word_bits + k->backoff_bits, k->prob_bits),
    };

    /* The last offset that is not past i. */
    while (high - low > 1) {
        const size_t mid = (low + high) / 2;

        if (k->offsets[mid] <= i)
            low = mid;
        else
            high = mid;
    }
    b.first_trigram = ((uint64_t)low << k->pointer_bits) |
                      bits_at(k->bigrams, at + k->word_bits + quant, k->pointer_bits);
    return b;
}

struct kenlm_trigram kenlm_trigram(const struct kenlm *k, size_t i)
{
    const uint64_t at = i * (k->word_bits + k->prob_bits);

    return (struct kenlm_trigram){
        .first = (uint32_t)bits_at(k->trigrams, at, k->word_bits),
        .prob = (unsigned)bits_at(k->trigrams, at + k->word_bits, k->prob_bits),
    };
}
