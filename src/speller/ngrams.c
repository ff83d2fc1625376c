#include "base/base.h"

#include "speller/ngrams.h"

#include <stdlib.h>

/* 16 bits of hash (never 0), 8 of the last place, 8 of the count. */
struct ngrams {
    uint32_t *entries;
    size_t n_buckets; /* a power of two */
};

enum { LINE = 16 };

struct ngrams *ngrams_new(size_t megabytes)
{
    struct ngrams *s = calloc(1, sizeof(*s));
    size_t n = 1;

    ASSERT(megabytes >= 1 && megabytes <= 1024);
    while (n * 2 <= megabytes)
        n *= 2;
    ASSERT(s);
    s->n_buckets = (n << 20) / (LINE * sizeof(uint32_t));
    s->entries = aligned_alloc(64, n << 20);
    ASSERT(s->entries);
    memset(s->entries, 0, n << 20);
    return s;
}

void ngrams_free(struct ngrams *s)
{
    if (s)
        free(s->entries);
    free(s);
}

void ngrams_freep(struct ngrams **s)
{
    ngrams_free(*s);
}

static uint64_t hash_of(const uint16_t *glyphs, size_t n)
{
    uint64_t h = n;

    for (size_t i = 0; i < n; i++)
        h = h * 0x5851f42d4c957f2dULL + glyphs[i];
    return book_mix(h);
}

static void count_one(struct ngrams *s, const uint16_t *glyphs, size_t n, uint32_t source)
{
    const uint64_t hash = hash_of(glyphs, n);
    uint32_t *line = s->entries + (hash & (s->n_buckets - 1)) * LINE;
    const uint32_t check = (uint32_t)(hash >> 48 | 1), place = source & 255;
    size_t least = 0;

    for (size_t i = 0; i < LINE; i++) {
        if (line[i] >> 16 == check) {
            const uint32_t count = line[i] & 255;

            if ((line[i] >> 8 & 255) != place && count < 255)
                line[i] = check << 16 | place << 8 | (count + 1);
            return;
        }
        if ((line[i] & 255) < (line[least] & 255))
            least = i;
        if (line[i] == 0)
            break;
    }
    line[least] = check << 16 | place << 8 | 1;
}

void ngrams_add(struct ngrams *s, const struct book *b, struct str text, uint32_t source)
{
    uint16_t run[NGRAM_MAX];
    size_t n = 0;

    while (text.n) {
        uint32_t cp;
        uint16_t glyph;

        text = str_skip(text, str_rune(text, &cp));
        glyph = book_glyph(b, cp);
        if (!glyph) {
            n = 0;
            continue;
        }
        if (n == NGRAM_MAX)
            memmove(run, run + 1, --n * sizeof(*run)); /* drops the oldest */
        run[n++] = glyph;
        for (size_t len = NGRAM_MIN; len <= n; len++)
            count_one(s, run + n - len, len, source);
    }
}

unsigned ngrams_count(const struct ngrams *s, const uint16_t *glyphs, size_t n)
{
    const uint64_t hash = hash_of(glyphs, n);
    const uint32_t *line = s->entries + (hash & (s->n_buckets - 1)) * LINE;
    const uint32_t check = (uint32_t)(hash >> 48 | 1);

    for (size_t i = 0; i < LINE; i++)
        if (line[i] >> 16 == check)
            return line[i] & 255;
    return 0;
}
