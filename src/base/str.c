#include "base/base.h"

#include "base/str.h"

#include <string.h>

#ifdef __x86_64__
#include <immintrin.h>
#endif

#define XXH_INLINE_ALL
#include <xxhash.h>

bool str_eq_nocase(struct str a, struct str b)
{
    if (a.n != b.n)
        return false;
    for (size_t i = 0; i < a.n; i++)
        if (char_lower(a.p[i]) != char_lower(b.p[i]))
            return false;
    return true;
}

int str_cmp(struct str a, struct str b)
{
    const size_t n = a.n < b.n ? a.n : b.n;
    const int order = n ? memcmp(a.p, b.p, n) : 0;

    return order ? order : (a.n > b.n) - (a.n < b.n);
}

bool str_starts_nocase(struct str s, struct str prefix)
{
    return s.n >= prefix.n && str_eq_nocase(str_from(s.p, prefix.n), prefix);
}

bool str_ends_nocase(struct str s, struct str suffix)
{
    return s.n >= suffix.n && str_eq_nocase(str_skip(s, s.n - suffix.n), suffix);
}

/* Where needle begins at `at` or behind, by one byte of it: in Chinese the last, which is much
 * rarer than a first, E3 to EF. needle.n > 0. */
static size_t find_from(struct str s, size_t at, struct str needle)
{
    const size_t k = (unsigned char)needle.p[0] >= 0xe0 ? needle.n - 1 : 0;

    for (; needle.n <= s.n && at <= s.n - needle.n; at++) {
        const char *p = memchr(s.p + at + k, needle.p[k], s.n - needle.n - at + 1);

        if (!p)
            return STR_NONE;
        at = (size_t)(p - s.p) - k;
        if (memcmp(s.p + at, needle.p, needle.n) == 0)
            return at;
    }
    return STR_NONE;
}

#ifdef __x86_64__
enum { WIDE = 32 };

/* Places from p on with the first byte, and with the last one k bytes behind. */
__attribute__((target("avx2"))) static __m256i alike(const char *p, size_t k, __m256i first,
                                                     __m256i last)
{
    const __m256i a = _mm256_loadu_si256((const __m256i_u *)p);
    const __m256i b = _mm256_loadu_si256((const __m256i_u *)(p + k));

    return _mm256_and_si256(_mm256_cmpeq_epi8(a, first), _mm256_cmpeq_epi8(b, last));
}

/* What str_find does where there are WIDE places, so many at once, and twice as many as long as
 * none is alike. */
__attribute__((target("avx2"))) static size_t find_wide(struct str s, struct str needle)
{
    const size_t k = needle.n - 1;
    const char *p = s.p, *const last_p = s.p + (s.n - k - WIDE);
    const __m256i first = _mm256_set1_epi8(needle.p[0]), last = _mm256_set1_epi8(needle.p[k]);

    for (;; p += WIDE) {
        for (; last_p - p > WIDE; p += 2 * WIDE)
            if (_mm256_movemask_epi8(
                    _mm256_or_si256(alike(p, k, first, last), alike(p + WIDE, k, first, last))))
                break;
        if (p > last_p)
            p = last_p;

        unsigned places = (unsigned)_mm256_movemask_epi8(alike(p, k, first, last));

        for (; places; places &= places - 1) {
            const char *here = p + __builtin_ctz(places);

            if (memcmp(here, needle.p, needle.n) == 0)
                return (size_t)(here - s.p);
        }
        if (p == last_p)
            return STR_NONE;
    }
}
#endif

/* Many places at once, by the first and the last byte: few others have both. */
size_t str_find(struct str s, struct str needle)
{
    size_t at = 0;

    if (needle.n == 0)
        return 0;
#ifdef __x86_64__
    const size_t k = needle.n - 1;

    if (s.n < k + sizeof(__m128i)) /* most pieces of a page */
        return find_from(s, 0, needle);
    if (s.n >= k + WIDE && __builtin_cpu_supports("avx2"))
        return find_wide(s, needle);

    const __m128i first = _mm_set1_epi8(needle.p[0]), last = _mm_set1_epi8(needle.p[k]);

    while (at + k + sizeof(__m128i) <= s.n) {
        const __m128i a = _mm_loadu_si128((const __m128i_u *)(s.p + at));
        const __m128i b = _mm_loadu_si128((const __m128i_u *)(s.p + at + k));
        unsigned places = (unsigned)_mm_movemask_epi8(
            _mm_and_si128(_mm_cmpeq_epi8(a, first), _mm_cmpeq_epi8(b, last)));

        for (; places; places &= places - 1) {
            const size_t here = at + (size_t)__builtin_ctz(places);

            if (memcmp(s.p + here, needle.p, needle.n) == 0)
                return here;
        }
        at += sizeof(__m128i);
        if (at + k < s.n && at + k + sizeof(__m128i) > s.n)
            at = s.n - k - sizeof(__m128i); /* the last ones once more, and with them the rest */
    }
#endif
    return find_from(s, at, needle);
}

size_t str_find_nocase(struct str s, struct str needle)
{
    if (needle.n == 0)
        return 0;

    const char lower = char_lower(needle.p[0]);
    const char upper = lower >= 'a' && lower <= 'z' ? (char)(lower - 32) : lower;

    for (size_t at = 0; at + needle.n <= s.n; at++)
        if ((s.p[at] == lower || s.p[at] == upper) &&
            str_eq_nocase(str_from(s.p + at, needle.n), needle))
            return at;
    return STR_NONE;
}

/* The word stands at the start of s. Most do not by their second byte: no length is asked for. */
static bool starts_with(struct str s, const char *word, size_t *n_bytes)
{
    size_t i = 0;

    while (i < s.n && word[i] && word[i] == s.p[i])
        i++;
    *n_bytes = i;
    return word[i] == '\0';
}

bool str_eq_any(struct str s, const char *const *words, size_t n)
{
    size_t n_bytes;

    for (size_t i = 0; i < n; i++)
        if (starts_with(s, words[i], &n_bytes) && n_bytes == s.n)
            return true;
    return false;
}

bool str_has_any(struct str s, const char *const *words, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (str_has(s, str_of(words[i])))
            return true;
    return false;
}

bool str_starts_any(struct str s, const char *const *words, size_t n)
{
    size_t n_bytes;

    for (size_t i = 0; i < n; i++)
        if (starts_with(s, words[i], &n_bytes))
            return true;
    return false;
}

bool str_ends_any(struct str s, const char *const *words, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (str_ends(s, str_of(words[i])))
            return true;
    return false;
}

/* Bytes of white space at the start of s, 0 when there is none. */
static size_t space_at_start(struct str s)
{
    if (s.n && char_is_space(s.p[0]))
        return 1;
    if (str_starts(s, STR("\xe3\x80\x80")))
        return 3;
    return str_starts(s, STR("\xc2\xa0")) ? 2 : 0;
}

static size_t space_at_end(struct str s)
{
    if (s.n && char_is_space(s.p[s.n - 1]))
        return 1;
    if (str_ends(s, STR("\xe3\x80\x80")))
        return 3;
    return str_ends(s, STR("\xc2\xa0")) ? 2 : 0;
}

struct str str_trim(struct str s)
{
    size_t n;

    while ((n = space_at_start(s)) > 0)
        s = str_skip(s, n);
    while ((n = space_at_end(s)) > 0)
        s.n -= n;
    return s;
}

bool str_cut(struct str s, char sep, struct str *head, struct str *rest)
{
    const size_t at = str_chr(s, sep);

    *head = str_sub(s, 0, at);
    *rest = at == STR_NONE ? str_skip(s, s.n) : str_skip(s, at + 1);
    return at != STR_NONE;
}

bool str_line(struct str *text, struct str *line)
{
    if (text->n == 0)
        return false;
    (void)str_cut(*text, '\n', line, text);
    if (str_ends(*line, STR("\r")))
        line->n--;
    return true;
}

bool str_to_i64(struct str s, int64_t min, int64_t max, int64_t *out)
{
    const bool is_negative = s.n && s.p[0] == '-';
    uint64_t value = 0;

    if (is_negative)
        s = str_skip(s, 1);
    if (s.n == 0 || s.n > 18)
        return false;
    for (size_t i = 0; i < s.n; i++) {
        if (!char_is_digit(s.p[i]))
            return false;
        value = value * 10 + (uint64_t)(s.p[i] - '0');
    }

    const int64_t result = is_negative ? -(int64_t)value : (int64_t)value;

    if (result < min || result > max)
        return false;
    *out = result;
    return true;
}

/* Bytes of the character that begins with this one; 0: none does. */
static inline size_t n_bytes(unsigned char first)
{
    if (first < 0x80)
        return 1;
    if (first < 0xc2 || first > 0xf4)
        return 0;
    return first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}

size_t str_rune(struct str s, uint32_t *cp)
{
    const unsigned char *p = (const unsigned char *)s.p;
    static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
    const size_t n = n_bytes(p[0]);

    *cp = 0xfffd;
    if (n == 0 || n > s.n)
        return 1;
    if (n == 1) {
        *cp = p[0];
        return 1;
    }

    uint32_t value = p[0] & (0x7fU >> n);

    for (size_t i = 1; i < n; i++) {
        if ((p[i] & 0xc0) != 0x80)
            return 1;
        value = value << 6 | (p[i] & 0x3fU);
    }
    if (value < least[n] || value > 0x10ffff || (value >= 0xd800 && value < 0xe000))
        return 1;
    *cp = value;
    return n;
}

size_t str_chars(struct str s)
{
    size_t n = 0;

    for (size_t i = 0; i < s.n; i++)
        n += ((unsigned char)s.p[i] & 0xc0) != 0x80;
    return n;
}

struct str str_head_chars(struct str s, size_t n_chars)
{
    size_t i = 0;

    for (; i < s.n; i++)
        if (((unsigned char)s.p[i] & 0xc0) != 0x80 && n_chars-- == 0)
            break;
    return str_from(s.p, i);
}

uint64_t str_hash(struct str s)
{
    return XXH3_64bits(s.p, s.n);
}
