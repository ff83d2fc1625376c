#include "base/base.h"

#include "text/utf8.h"

#include <string.h>

#ifdef __x86_64__
#include <immintrin.h>
#endif

size_t utf8_ascii_run(const char *bytes, size_t n)
{
    const unsigned char *p = (const unsigned char *)bytes;
    const uint64_t ones = 0x0101010101010101U, highs = 0x8080808080808080U;
    size_t i = 0;

    for (; i + 8 <= n; i += 8) {
        uint64_t w;

        memcpy(&w, p + i, 8);
        if ((w | (w - ones)) & highs) /* a high bit, or a NUL (or a false alarm, looked at below) */
            break;
    }
    while (i < n && p[i] && p[i] < 0x80)
        i++;
    return i;
}

/* Bytes of the valid multi-byte character at p, 0 when there is none. */
static size_t utf8_char(const unsigned char *p, size_t n)
{
    if (n >= 3 && (p[0] & 0xf0) == 0xe0) {
        if ((p[1] & 0xc0) != 0x80 || (p[2] & 0xc0) != 0x80 || (p[0] == 0xe0 && p[1] < 0xa0) ||
            (p[0] == 0xed && p[1] >= 0xa0))
            return 0;
        return 3;
    }
    if (n >= 2 && p[0] >= 0xc2 && p[0] < 0xe0)
        return (p[1] & 0xc0) == 0x80 ? 2 : 0;
    if (n >= 4 && p[0] >= 0xf0 && p[0] <= 0xf4)
        return (p[1] & 0xc0) == 0x80 && (p[2] & 0xc0) == 0x80 && (p[3] & 0xc0) == 0x80 &&
                       (p[0] != 0xf0 || p[1] >= 0x90) && (p[0] != 0xf4 || p[1] < 0x90)
                   ? 4
                   : 0;
    return 0;
}

/* ---- 32 bytes at once ------------------------------------------------------------------------ */

#ifdef __x86_64__

/*
 * What can be wrong between a byte and the one before it, a bit each; each table says which faults
 * a half of a byte leaves possible, and a fault that all three leave is one. From "Validating UTF-8
 * in less than one instruction per byte" (Keiser, Lemire).
 */
enum {
    TOO_SHORT = 1 << 0,   /* a lead or ASCII where a continuation must follow */
    TOO_LONG = 1 << 1,    /* a continuation behind ASCII */
    OVERLONG_3 = 1 << 2,  /* E0 80..9F */
    TOO_LARGE = 1 << 3,   /* F4 90.., F5.. */
    SURROGATE = 1 << 4,   /* ED A0.. */
    OVERLONG_2 = 1 << 5,  /* C0, C1 */
    TOO_LARGE_2 = 1 << 6, /* F5 80..8F and on */
    OVERLONG_4 = 1 << 6,  /* F0 80..8F */
    TWO_CONTS = -128,     /* right only as third or fourth byte */
    ANY_LOW = TOO_SHORT | TOO_LONG | TWO_CONTS,
    ANY_F = ANY_LOW | TOO_LARGE | TOO_LARGE_2,
    ANY_CONT = TOO_LONG | OVERLONG_2 | TWO_CONTS,
    WIDE = 32,
};

#define TWICE(...) _mm256_setr_epi8(__VA_ARGS__, __VA_ARGS__)

/* The faults of 32 bytes, zero where there are none; p[-3..] are the bytes before them. */
__attribute__((target("avx2"))) static __m256i faults_of(const char *p, __m256i now)
{
    const __m256i first_high =
        TWICE(TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG,
              TWO_CONTS, TWO_CONTS, TWO_CONTS, TWO_CONTS, TOO_SHORT | OVERLONG_2, TOO_SHORT,
              TOO_SHORT | OVERLONG_3 | SURROGATE, TOO_SHORT | TOO_LARGE | TOO_LARGE_2 | OVERLONG_4);
    const __m256i first_low =
        TWICE(ANY_LOW | OVERLONG_3 | OVERLONG_2 | OVERLONG_4, ANY_LOW | OVERLONG_2, ANY_LOW,
              ANY_LOW, ANY_LOW | TOO_LARGE, ANY_F, ANY_F, ANY_F, ANY_F, ANY_F, ANY_F, ANY_F, ANY_F,
              ANY_F | SURROGATE, ANY_F, ANY_F);
    const __m256i second_high =
        TWICE(TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT,
              TOO_SHORT, ANY_CONT | OVERLONG_3 | TOO_LARGE_2 | OVERLONG_4,
              ANY_CONT | OVERLONG_3 | TOO_LARGE, ANY_CONT | SURROGATE | TOO_LARGE,
              ANY_CONT | SURROGATE | TOO_LARGE, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT);
    const __m256i half = _mm256_set1_epi8(0x0f);
    const __m256i before = _mm256_loadu_si256((const __m256i *)(const void *)(p - 1));
    const __m256i before_2 = _mm256_loadu_si256((const __m256i *)(const void *)(p - 2));
    const __m256i before_3 = _mm256_loadu_si256((const __m256i *)(const void *)(p - 3));
    const __m256i pairs = _mm256_and_si256(
        _mm256_and_si256(
            _mm256_shuffle_epi8(first_high, _mm256_and_si256(_mm256_srli_epi16(before, 4), half)),
            _mm256_shuffle_epi8(first_low, _mm256_and_si256(before, half))),
        _mm256_shuffle_epi8(second_high, _mm256_and_si256(_mm256_srli_epi16(now, 4), half)));
    /* The top bit where the third byte of three or four, or the fourth of four, must stand. */
    const __m256i must_follow =
        _mm256_or_si256(_mm256_subs_epu8(before_2, _mm256_set1_epi8(0xe0 - 0x80)),
                        _mm256_subs_epu8(before_3, _mm256_set1_epi8(0xf0 - 0x80)));

    return _mm256_xor_si256(_mm256_and_si256(must_follow, _mm256_set1_epi8(TWO_CONTS)), pairs);
}

/* p[i] stands behind whole blocks without fault; when the last one ends within a character, its
 * beginning. */
static size_t begin_of_char(const unsigned char *p, size_t i, size_t *n_chars)
{
    for (size_t back = 1; back <= 3 && p[i - back] >= 0x80; back++) {
        if (p[i - back] < 0xc0)
            continue;
        if (back >= (p[i - back] < 0xe0 ? 2U : p[i - back] < 0xf0 ? 3U : 4U))
            break;
        --*n_chars;
        return i - back;
    }
    return i;
}

/* Goes on at p[i], the bytes before it being clean and at least three, as far as whole blocks are
 * clean. */
__attribute__((target("avx2,popcnt"))) static size_t wide_run(const char *p, size_t i, size_t n,
                                                              size_t *n_chars)
{
    for (; i + WIDE <= n; i += WIDE) {
        const __m256i now = _mm256_loadu_si256((const __m256i *)(const void *)(p + i));
        const __m256i before_3 = _mm256_loadu_si256((const __m256i *)(const void *)(p + i - 3));
        const __m256i nuls = _mm256_cmpeq_epi8(now, _mm256_setzero_si256());
        const bool is_ascii = !_mm256_movemask_epi8(_mm256_or_si256(now, before_3));
        const __m256i faults = is_ascii ? nuls : _mm256_or_si256(nuls, faults_of(p + i, now));

        if (!_mm256_testz_si256(faults, faults))
            break;
        if (!is_ascii) /* leads have both upper bits */
            *n_chars += (size_t)__builtin_popcount(
                (unsigned)_mm256_movemask_epi8(_mm256_and_si256(now, _mm256_slli_epi16(now, 1))));
    }
    return begin_of_char((const unsigned char *)p, i, n_chars);
}

static bool has_wide(void)
{
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("popcnt");
}

#else

static size_t wide_run(UNUSED const char *p, size_t i, UNUSED size_t n, UNUSED size_t *n_chars)
{
    return i;
}

static bool has_wide(void)
{
    return false;
}

#endif

size_t utf8_clean_run(struct str s, size_t *n_chars)
{
    const unsigned char *p = (const unsigned char *)s.p;
    size_t i = 0;

    while (i < 3 && i < s.n && p[i] && p[i] < 0x80)
        i++;
    if (i == 3 && has_wide())
        i = wide_run(s.p, i, s.n, n_chars);
    while (i < s.n) {
        const size_t n = p[i] < 0x80 ? utf8_ascii_run(s.p + i, s.n - i) : utf8_char(p + i, s.n - i);

        if (n == 0)
            break;
        *n_chars += p[i] >= 0x80;
        i += n;
    }
    return i;
}
