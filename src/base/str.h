/* struct str: a borrowed view of bytes, not ended by NUL. */
#ifndef XJ_BASE_STR_H
#define XJ_BASE_STR_H

#include "base/base.h"

#include <string.h>

struct str {
    const char *p; /* may be NULL only when n is 0 */
    size_t n;      /* bytes */
};

/* A string literal as a view. */
#define STR(literal) ((struct str){ .p = "" literal, .n = sizeof(literal) - 1 })
/* The two arguments of "%.*s". */
#define STR_ARG(s) (int)(s).n, (s).n ? (s).p : ""

static inline struct str str_from(const char *p, size_t n)
{
    return (struct str){ .p = p, .n = n };
}

static inline bool str_is_empty(struct str s)
{
    return s.n == 0;
}

/* The view of a C string; NULL is the empty view. */
static inline struct str str_of(const char *cstr)
{
    return str_from(cstr, cstr ? strlen(cstr) : 0);
}

/* Small and called for every piece of a page: here, where lengths of literals are known. */
static inline bool str_eq(struct str a, struct str b)
{
    return a.n == b.n && (b.n == 0 || memcmp(a.p, b.p, b.n) == 0);
}
/* ASCII letters compare without case. */
bool str_eq_nocase(struct str a, struct str b);
/* <0, 0, >0 by bytes, a prefix first. */
int str_cmp(struct str a, struct str b);
static inline bool str_starts(struct str s, struct str prefix)
{
    return s.n >= prefix.n && (prefix.n == 0 || memcmp(s.p, prefix.p, prefix.n) == 0);
}
bool str_starts_nocase(struct str s, struct str prefix);
static inline bool str_ends(struct str s, struct str suffix)
{
    return s.n >= suffix.n &&
           (suffix.n == 0 || memcmp(s.p + (s.n - suffix.n), suffix.p, suffix.n) == 0);
}
bool str_ends_nocase(struct str s, struct str suffix);

/* Offset of the first occurrence, or STR_NONE. */
#define STR_NONE SIZE_MAX
static inline size_t str_chr(struct str s, char c)
{
    const char *at = s.n ? memchr(s.p, c, s.n) : NULL;

    return at ? (size_t)(at - s.p) : STR_NONE;
}
size_t str_find(struct str s, struct str needle);
size_t str_find_nocase(struct str s, struct str needle);
static inline bool str_has(struct str s, struct str needle)
{
    return str_find(s, needle) != STR_NONE;
}

/* Whether s is one of n words, has one, starts or ends with one. */
bool str_eq_any(struct str s, const char *const *words, size_t n);
bool str_has_any(struct str s, const char *const *words, size_t n);
bool str_starts_any(struct str s, const char *const *words, size_t n);
bool str_ends_any(struct str s, const char *const *words, size_t n);

/* The part from `at` on, at most n bytes; clipped, never out of range. */
static inline struct str str_skip(struct str s, size_t n)
{
    if (n >= s.n)
        return str_from(s.n ? s.p + s.n : s.p, 0);
    return str_from(s.p + n, s.n - n);
}
static inline struct str str_sub(struct str s, size_t at, size_t n)
{
    const struct str rest = str_skip(s, at);

    return str_from(rest.p, n < rest.n ? n : rest.n);
}
/* Without ASCII white space, U+3000 and U+00A0 at both ends. */
struct str str_trim(struct str s);

/*
 * Cuts at the first `sep`: *head is what stands before it, *rest what follows.
 * false (head = s, rest empty) when there is no `sep`. Outputs may alias the input.
 */
bool str_cut(struct str s, char sep, struct str *head, struct str *rest);

/* Takes the next line off *text ('\n' or "\r\n" ends it, not included); false at the end. */
bool str_line(struct str *text, struct str *line);

/* The whole of s is a decimal number within [min, max]; false leaves *out alone. */
MUST_USE bool str_to_i64(struct str s, int64_t min, int64_t max, int64_t *out);

/* UTF-8 characters in s; a byte that begins none counts as one. */
size_t str_chars(struct str s);
/* The longest prefix of s with at most n_chars characters, never cutting one. */
struct str str_head_chars(struct str s, size_t n_chars);
/*
 * Decodes one UTF-8 character at the start of a non-empty s into *cp and returns its bytes.
 * Malformed input gives U+FFFD and 1.
 */
size_t str_rune(struct str s, uint32_t *cp);

static inline bool char_is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}
static inline bool char_is_digit(char c)
{
    return c >= '0' && c <= '9';
}
static inline char char_lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

/* The bytes of s as a set, by their last six bits: what cannot stand in it is told without a
 * search.
 */
static inline uint64_t str_bytes(struct str s)
{
    uint64_t bytes = 0;

    for (size_t i = 0; i < s.n; i++)
        bytes |= 1ULL << ((unsigned char)s.p[i] & 63);
    return bytes;
}

/* 64-bit hash, the same on every machine and in every version: it is stored. */
uint64_t str_hash(struct str s);

#endif
