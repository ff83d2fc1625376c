#include "base/base.h"

#include "dom/text.h"

#include "text/han.h"

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

/* Bytes of text before the next white space. Most of it is Chinese, and none of that white space.
 */
static size_t run_at(struct str s)
{
    const unsigned char *p = (const unsigned char *)s.p;
    bool is_mark;
    size_t n = 0;

    while (n < s.n) {
        if (han_begins(s.p[n]))
            n += HAN_BYTES;
        else if (is_plain(p[n]) || !space_at(str_from(s.p + n, s.n - n), &is_mark))
            n++;
        else
            return n;
    }
    return s.n; /* the last character may be cut off */
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

        for (n = 0; n < rest.n && (unsigned char)rest.p[n] <= ' '; n++) { /* indents are long */
        }
        if (n) {
            text_break(t, TEXT_SPACE);
            continue;
        }
        n = run_at(rest);
        if (n == 0) {
            n = space_at(rest, &is_mark);
            text_break(t, is_mark ? TEXT_JOINED : TEXT_SPACE);
            continue;
        }
        if (t->pending && (t->buf.n || to != begin))
            *to++ = t->pending == TEXT_LINE ? '\n' : ' ';
        t->pending = TEXT_JOINED;
        memcpy(to, rest.p, n);
        to += n;
    }
    t->buf.n += (size_t)(to - begin);
}

enum { WIDE_BYTES = 3 }; /* of "０" to "９" */

/* Bytes of the digit that s begins with, of half or full width; 0: with none. */
static size_t digit_at(struct str s)
{
    if (s.n && char_is_digit(s.p[0]))
        return 1;
    return s.n >= WIDE_BYTES && memcmp(s.p, "\xEF\xBC", 2) == 0 && (unsigned char)s.p[2] >= 0x90 &&
                   (unsigned char)s.p[2] <= 0x99
               ? WIDE_BYTES
               : 0;
}

/* What stands between the groups of one number. */
static size_t is_joint(struct str s)
{
    return s.n && (s.p[0] == ' ' || s.p[0] == '-');
}

static struct str last_bytes(struct str s, size_t n)
{
    return s.n < n ? (struct str){ 0 } : str_skip(s, s.n - n);
}

/* What was kept of a text, without the half of a number that the cut left at its end: nobody could
 * tell any more that it is a person's and has to be masked. */
static struct str without_half_number(struct str kept, struct str rest)
{
    enum { DIGITS_MAX = 19 }; /* of a bank card; an identity number has 18 */
    size_t n = kept.n, digit, n_digits = 0;

    rest = str_skip(rest, is_joint(rest));
    if (!digit_at(rest) && !str_starts_nocase(rest, STR("x")) && !str_starts(rest, STR("Ｘ")))
        return kept;
    for (size_t end = n - is_joint(last_bytes(kept, 1)); n_digits < DIGITS_MAX; n_digits++) {
        digit = digit_at(last_bytes(str_sub(kept, 0, end), 1));
        if (!digit && end >= WIDE_BYTES)
            digit = digit_at(last_bytes(str_sub(kept, 0, end), WIDE_BYTES));
        if (!digit)
            break;
        n = end - digit;
        end = n - is_joint(last_bytes(str_sub(kept, 0, n), 1));
    }
    return n_digits < DIGITS_MAX ? str_sub(kept, 0, n) : kept;
}

struct str text_line(struct str s, size_t n_chars, struct arena *a)
{
    const struct str in = str_trim(s);
    char *const begin = arena_alloc(a, in.n / 4 < n_chars ? in.n : n_chars * 4);
    char *to = begin;
    bool is_mark, is_gap = false;
    size_t n = 0, at = 0;

    while (at < in.n && n < n_chars) {
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
    struct str line = without_half_number(str_from(begin, (size_t)(to - begin)), str_skip(in, at));

    while (line.n && line.p[line.n - 1] == ' ')
        line.n--;
    return line;
}

struct str text_line_of_folded(struct str s, size_t n_chars, struct arena *a)
{
    const struct str in = str_trim(s);
    struct str line = in.n > n_chars ? str_head_chars(in, n_chars) : in;

    line = without_half_number(line, str_skip(in, line.n));
    while (line.n && (line.p[line.n - 1] == ' ' || line.p[line.n - 1] == '\n'))
        line.n--;
    line = arena_copy(a, line);
    for (char *p; (p = memchr(line.p, '\n', line.n)) != NULL;)
        *p = ' ';
    return line;
}

/* ---- likeness ------------------------------------------------------------------------------ */

enum {
    PLANES = 26, /* counters up to 2^26 */
    BATCH = 8,
    GATHERED = 256,  /* so many characters are gathered at once, where all count alike */
    ALL_CHARS = 256, /* so many characters at the start count all, more or less, */
    ONE_OF = 2       /* of the others one of 2^2 */
};

/*
 * 64 counters side by side, one bit of each in a word (plane). Eight hashes are first added among
 * themselves without a branch, as in Harley and Seal's population count; so one costs about five
 * operations instead of 64 additions.
 */
struct counters {
    uint64_t plane[PLANES];
    uint64_t batch[BATCH];
    size_t from; /* a hash is worth 2^from */
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
    uint64_t *const p = c->plane + c->from;
    const uint64_t two_a = add_two(&p[0], h[0], h[1]), two_b = add_two(&p[0], h[2], h[3]);
    const uint64_t four_a = add_two(&p[1], two_a, two_b);
    const uint64_t two_c = add_two(&p[0], h[4], h[5]), two_d = add_two(&p[0], h[6], h[7]);
    const uint64_t four_b = add_two(&p[1], two_c, two_d);

    carry_in(c, add_two(&p[2], four_a, four_b), c->from + 3);
}

/* The counters above half of n, all compared at once from their highest bits on. */
static uint64_t majority(const struct counters *c)
{
    uint64_t above = 0, same = ~0ULL;

    for (size_t i = PLANES; i-- > 0;) {
        const uint64_t plane = c->plane[i];

        if (c->n / 2 >> i & 1) {
            same &= plane;
        } else {
            above |= same & plane;
            same &= ~plane;
        }
    }
    return above;
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

/* A character of three bytes, as one number. */
static uint32_t wide_rune(const unsigned char *p)
{
    return (uint32_t)p[0] << 16 | (uint32_t)p[1] << 8 | p[2];
}

/* One load, as compilers see. */
static uint64_t eight_bytes(const unsigned char *p)
{
    return (uint64_t)p[0] << 56 | (uint64_t)p[1] << 48 | (uint64_t)p[2] << 40 |
           (uint64_t)p[3] << 32 | (uint64_t)p[4] << 24 | (uint64_t)p[5] << 16 |
           (uint64_t)p[6] << 8 | p[7];
}

/* The first character from `at` on that is no digit and no white space, as one number; 0: none. The
 * rest of four bytes comes as one of its own. */
static uint32_t rune_from(struct str s, size_t at)
{
    const unsigned char *p = (const unsigned char *)s.p;

    while (at < s.n && (p[at] <= ' ' || char_is_digit(s.p[at])))
        at++;
    if (at == s.n)
        return 0;
    return p[at] < 0xe0 || s.n - at < 3 ? p[at] : wide_rune(p + at);
}

/* The character at `at` and the one behind it. */
static inline uint64_t pair_at(struct str s, size_t at)
{
    const uint64_t wide = 0xe0000000ULL << 32 | 0xe0ULL << 32; /* its first and its fourth byte */

    if (s.n - at >= sizeof(uint64_t)) {
        const uint64_t both = eight_bytes((const unsigned char *)s.p + at);

        if ((both & wide) == wide) /* nearly all */
            return both >> 40 << 32 | (both >> 16 & 0xffffff);
    }

    const uint64_t first = rune_from(s, at);

    return first << 32 | rune_from(s, at + (first > 0xff ? 3 : 1));
}

/* Those at the end may be fewer than a batch. */
static void add_pairs(struct counters *c, struct str s, const size_t *places, size_t n)
{
    c->n += (uint32_t)n << c->from;
    for (; n >= BATCH; n -= BATCH, places += BATCH) {
        for (size_t i = 0; i < BATCH; i++)
            c->batch[i] = mix(pair_at(s, places[i]));
        add_batch(c);
    }
    for (size_t i = 0; i < n; i++)
        carry_in(c, mix(pair_at(s, places[i])), c->from);
}

/*
 * All pairs of the first characters; of the others every fourth, chosen by its first character and
 * worth four: so a long text costs little, and what is inserted moves no other pair in or out.
 * Whether one is chosen is no branch, for nobody could foretell it.
 */
uint64_t text_likeness(struct str s, size_t *n_chars)
{
    const unsigned char *p = (const unsigned char *)s.p;
    struct counters c = { .n = 0 };
    size_t places[GATHERED], at = 0, n_seen = 0;

    while (at < s.n && c.n < 1U << (PLANES - 1)) {
        const unsigned mask = (1U << c.from) - 1;
        const size_t enough = c.from ? GATHERED : BATCH;
        size_t n = 0;

        while (at < s.n && n < enough) {
            const size_t from = at, left = s.n - at, room = 3 * (enough - n);
            const size_t to = left < 3 ? at : at + (left - 2 < room ? left - 2 : room);

            for (; at < to && p[at] >= 0xe0; at += 3) {
                places[n] = at;
                n += (p[at + 2] & mask) == 0;
            }
            n_seen += (at - from) / 3;
            for (; at < s.n && (p[at] < 0xe0 || at + 2 >= s.n) && n < enough; at++) {
                const bool is_char = p[at] > ' ' && (p[at] & 0xc0) != 0x80;

                places[n] = at;
                n += is_char & !char_is_digit(s.p[at]) & ((p[at] & mask) == 0);
                n_seen += is_char;
            }
        }
        add_pairs(&c, s, places, n);
        c.from = n_seen < ALL_CHARS ? 0 : ONE_OF;
    }
    *n_chars = n_seen;
    return majority(&c);
}
