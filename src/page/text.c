#include "base/base.h"

#include "page/text.h"

#include <string.h>

void text_reset(struct text *t)
{
    buf_reset(&t->buf);
    t->pending = TEXT_JOINED;
}

void text_done(struct text *t)
{
    buf_done(&t->buf);
}

/* The bytes with which white space may begin; all others are simply copied. Those up to ' ' are. */
static const uint8_t special[256] = { [0xc2] = 1, [0xe2] = 1, [0xe3] = 1, [0xef] = 1 };

static bool is_plain(unsigned char c)
{
    return c > ' ' && !special[c];
}

/* Bytes of the white space at the start of a non-empty s, 0 for none. *is_mark: it has no width. */
static size_t space_at(struct str s, bool *is_mark)
{
    const unsigned char c = (unsigned char)s.p[0];

    *is_mark = false;
    if (c <= ' ')
        return 1;
    if (c == 0xc2)
        return s.n >= 2 && s.p[1] == '\xa0' ? 2 : 0;
    if (s.n < 3 || is_plain(c))
        return 0;
    if (memcmp(s.p, "\xe3\x80\x80", 3) == 0) /* U+3000 */
        return 3;
    *is_mark = memcmp(s.p, "\xef\xbb\xbf", 3) == 0 || memcmp(s.p, "\xe2\x80\x8b", 3) == 0;
    if (*is_mark)
        return 3;
    /* U+2000 .. U+200A, U+2028, U+2029 */
    return c == 0xe2 && s.p[1] == '\x80' &&
                   ((unsigned char)s.p[2] <= 0x8a || s.p[2] == '\xa8' || s.p[2] == '\xa9')
               ? 3
               : 0;
}

/* Bytes of plain text at the start of s, at least one: its first character is no white space. */
static size_t run_at(struct str s)
{
    size_t n = 1;

    while (n < s.n && is_plain((unsigned char)s.p[n]))
        n++;
    return n;
}

void text_add(struct text *t, struct str s)
{
    char *const begin = s.n ? buf_room(&t->buf, s.n + 1) : NULL;
    char *to = begin;

    if (!begin)
        return;
    for (size_t at = 0, n; at < s.n; at += n) {
        const struct str rest = str_from(s.p + at, s.n - at);
        bool is_mark = false;

        n = is_plain((unsigned char)rest.p[0]) ? 0 : space_at(rest, &is_mark);
        if (n) {
            text_break(t, is_mark ? TEXT_JOINED : TEXT_SPACE);
            continue;
        }
        if (t->pending && (t->buf.n || to != begin))
            *to++ = t->pending == TEXT_LINE ? '\n' : ' ';
        t->pending = TEXT_JOINED;
        n = run_at(rest);
        memcpy(to, rest.p, n);
        to += n;
    }
    t->buf.n += (size_t)(to - begin);
}

struct str text_line(struct str s, size_t n_chars, struct arena *a)
{
    const struct str in = str_trim(s);
    char *const begin = arena_alloc(a, in.n / 4 < n_chars ? in.n : n_chars * 4);
    char *to = begin;
    bool is_mark, is_gap = false;
    size_t n = 0;

    for (size_t at = 0; at < in.n && n < n_chars;) {
        const size_t space = space_at(str_skip(in, at), &is_mark);

        if (space) {
            is_gap = is_gap || !is_mark;
            at += space;
            continue;
        }
        if (is_gap && to != begin) {
            *to++ = ' ';
            n++;
        }
        is_gap = false;
        if (n == n_chars)
            break;
        n++;
        *to++ = in.p[at++];
        for (int i = 0; i < 3 && at < in.n && ((unsigned char)in.p[at] & 0xc0) == 0x80; i++)
            *to++ = in.p[at++];
    }
    while (to != begin && to[-1] == ' ')
        to--;
    return str_from(begin, (size_t)(to - begin));
}

struct str text_line_of_folded(struct str s, size_t n_chars, struct arena *a)
{
    const struct str in = str_trim(s);
    const struct str head = in.n > n_chars ? str_head_chars(in, n_chars) : in;
    char *to = arena_alloc(a, head.n);
    size_t n = head.n;

    for (size_t i = 0; i < n; i++)
        to[i] = head.p[i] == '\n' ? ' ' : head.p[i];
    while (n && to[n - 1] == ' ')
        n--;
    return str_from(to, n);
}

/* The top bit of each byte that is `c`. */
static uint64_t bytes_equal(uint64_t word, unsigned char c)
{
    const uint64_t ones = 0x0101010101010101ULL, low = 0x7f * ones;
    const uint64_t x = word ^ c * ones;

    return ~(((x & low) + low) | x | low);
}

/* Eight bytes at a time: no continuation byte, blank or newline. */
size_t text_chars(struct str s)
{
    const uint64_t tops = 0x8080808080808080ULL;
    size_t n = 0, i = 0;

    for (; i + 8 <= s.n; i += 8) {
        uint64_t word;

        memcpy(&word, s.p + i, 8);

        const uint64_t continues = word & ~(word << 1) & tops;
        const uint64_t others = continues | bytes_equal(word, ' ') | bytes_equal(word, '\n');

        n += 8 - (size_t)(((others >> 7) * 0x0101010101010101ULL) >> 56);
    }
    for (; i < s.n; i++)
        n += ((unsigned char)s.p[i] & 0xc0) != 0x80 && s.p[i] != ' ' && s.p[i] != '\n';
    return n;
}

/* ---- likeness ------------------------------------------------------------------------------ */

enum { PLANES = 24, BATCH = 8 }; /* counters up to 2^24 features */

/*
 * 64 counters side by side, one bit of each in a word (plane). Eight hashes are first added among
 * themselves without a branch, as in Harley and Seal's population count; so one costs about five
 * operations instead of 64 additions.
 */
struct counters {
    uint64_t plane[PLANES];
    uint64_t batch[BATCH];
    uint32_t n;
};

/* Adds bits that are worth 2^from each. */
static void carry_in(struct counters *c, uint64_t bits, size_t from)
{
    for (size_t i = from; bits && i < PLANES; i++) {
        const uint64_t carry = c->plane[i] & bits;

        c->plane[i] ^= bits;
        bits = carry;
    }
}

/* *sum + a + b: the low bits stay in *sum, the carry is returned. */
static uint64_t add_two(uint64_t *sum, uint64_t a, uint64_t b)
{
    const uint64_t half = *sum ^ a;
    const uint64_t carry = (*sum & a) | (half & b);

    *sum = half ^ b;
    return carry;
}

static void add_batch(struct counters *c)
{
    const uint64_t *h = c->batch;
    uint64_t *const p = c->plane;
    const uint64_t two_a = add_two(&p[0], h[0], h[1]), two_b = add_two(&p[0], h[2], h[3]);
    const uint64_t four_a = add_two(&p[1], two_a, two_b);
    const uint64_t two_c = add_two(&p[0], h[4], h[5]), two_d = add_two(&p[0], h[6], h[7]);
    const uint64_t four_b = add_two(&p[1], two_c, two_d);

    carry_in(c, add_two(&p[2], four_a, four_b), 3);
}

static uint64_t majority(struct counters *c)
{
    uint64_t bits = 0;

    for (size_t i = 0; i < c->n % BATCH; i++)
        carry_in(c, c->batch[i], 0);
    for (size_t b = 0; b < 64; b++) {
        uint32_t sum = 0;

        for (size_t i = 0; i < PLANES; i++)
            sum |= (uint32_t)(c->plane[i] >> b & 1) << i;
        bits |= (uint64_t)(sum * 2ULL > c->n) << b;
    }
    return bits;
}

/* The finaliser of splitmix64: every bit depends on every other. */
static uint64_t mix(uint64_t x)
{
    x ^= x >> 30;
    x *= 0xbf58476d1ce4e5b9ULL;
    x ^= x >> 27;
    x *= 0x94d049bb133111ebULL;
    return x ^ x >> 31;
}

uint64_t text_likeness(struct str s)
{
    struct counters c = { .n = 0 };
    uint64_t before = 0;

    for (size_t at = 0; at < s.n && c.n < (1U << PLANES) - 1;) {
        uint64_t rune = (unsigned char)s.p[at];

        if (rune >= 0xe0 && s.n - at >= 3) { /* the rest of four bytes comes as one of its own */
            rune =
                rune << 16 | (uint64_t)(unsigned char)s.p[at + 1] << 8 | (unsigned char)s.p[at + 2];
            at += 3;
        } else {
            at++;
            if (rune <= ' ' || (rune >= '0' && rune <= '9'))
                continue;
        }
        c.batch[c.n % BATCH] = mix(before << 32 | rune);
        if (++c.n % BATCH == 0)
            add_batch(&c);
        before = rune;
    }
    return c.n ? majority(&c) : 0;
}
