#include "base/base.h"

#include "base/needles.h"

#include <string.h>

#ifdef __x86_64__
#include <immintrin.h>
#endif

static const uint8_t places[] = { 1, 2, 5 }; /* of the bytes that tell */

static bool begin_alike(const char *a, const char *b)
{
    return a[places[0]] == b[places[0]] && a[places[1]] == b[places[1]] &&
           a[places[2]] == b[places[2]];
}

void needles_init(struct needles *w, const char *const *words, size_t n)
{
    unsigned way = 1;

    *w = (struct needles){ .words = words, .n = n };
    for (size_t i = 0; i < n; i++) {
        size_t known = 0;

        ASSERT(strlen(words[i]) >= NEEDLE_BYTES_MIN);
        while (!begin_alike(words[known], words[i]))
            known++;
        if (known < i)
            continue;
        ASSERT(way < 1U << NEEDLE_BEGINNINGS_MAX);
        for (size_t k = 0; k < COUNT_OF(places); k++) {
            const unsigned char c = (unsigned char)words[i][places[k]];

            w->low[k][c & 15] |= (uint8_t)way;
            w->high[k][c >> 4] |= (uint8_t)way;
        }
        way *= 2;
    }
}

static bool begins(const struct needles *w, struct str s)
{
    for (size_t i = 0; i < w->n; i++)
        if (str_starts(s, str_of(w->words[i])))
            return true;
    return false;
}

/* The ways that the k-th of the bytes leaves. */
static unsigned ways(const struct needles *w, size_t k, char byte)
{
    const unsigned char c = (unsigned char)byte;

    return w->low[k][c & 15] & w->high[k][c >> 4];
}

static bool is_in(const struct needles *w, struct str s)
{
    for (size_t at = 0; at + NEEDLE_BYTES_MIN <= s.n; at++)
        if (ways(w, 1, s.p[at + places[1]]) & ways(w, 0, s.p[at + places[0]]) &
                ways(w, 2, s.p[at + places[2]]) &&
            begins(w, str_skip(s, at)))
            return true;
    return false;
}

#ifdef __x86_64__

enum { WIDE = 32 };

__attribute__((target("avx2"))) static __m256i table(const uint8_t half[16])
{
    return _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)(const void *)half));
}

/* ways() of 32 bytes. */
__attribute__((target("avx2"))) static __m256i wide_ways(const char *p, __m256i low, __m256i high)
{
    const __m256i half = _mm256_set1_epi8(0x0f);
    const __m256i bytes = _mm256_loadu_si256((const __m256i *)(const void *)p);

    return _mm256_and_si256(
        _mm256_shuffle_epi8(low, _mm256_and_si256(bytes, half)),
        _mm256_shuffle_epi8(high, _mm256_and_si256(_mm256_srli_epi16(bytes, 4), half)));
}

/* After Teddy, as in Hyperscan. */
__attribute__((target("avx2"))) static bool is_in_wide(const struct needles *w, struct str s)
{
    const __m256i low[] = { table(w->low[0]), table(w->low[1]), table(w->low[2]) };
    const __m256i high[] = { table(w->high[0]), table(w->high[1]), table(w->high[2]) };
    char end[WIDE + NEEDLE_BYTES_MIN] = { 0 };

    for (size_t at = 0; at + NEEDLE_BYTES_MIN <= s.n; at += WIDE) {
        const bool is_end = s.n - at < sizeof(end);
        const char *p = is_end ? memcpy(end, s.p + at, s.n - at) : s.p + at;
        const __m256i left =
            _mm256_and_si256(_mm256_and_si256(wide_ways(p + places[0], low[0], high[0]),
                                              wide_ways(p + places[1], low[1], high[1])),
                             wide_ways(p + places[2], low[2], high[2]));
        unsigned may =
            ~(unsigned)_mm256_movemask_epi8(_mm256_cmpeq_epi8(left, _mm256_setzero_si256()));

        for (; may; may &= may - 1)
            if (begins(w, str_skip(s, at + (size_t)__builtin_ctz(may))))
                return true;
    }
    return false;
}

bool needles_in(const struct needles *w, struct str s)
{
    return __builtin_cpu_supports("avx2") ? is_in_wide(w, s) : is_in(w, s);
}

#else

bool needles_in(const struct needles *w, struct str s)
{
    return is_in(w, s);
}

#endif
