#include "base/base.h"

#include "text/date.h"

#include "base/clock.h"
#include "text/han.h"

enum { YEAR_MIN = 1980, YEAR_MAX = 2100, TOLERANCE_DAYS = 2 };

/* ---- glyphs ---------------------------------------------------------------------------------- */

/* A character of a text, as far as dates care. */
enum glyph {
    G_OTHER,
    G_DIGIT,   /* value is its digit */
    G_NUMERAL, /* Chinese: value 0..9, 10 for ten */
    G_DASH,
    G_SLASH,
    G_DOT,
    G_YEAR,
    G_MONTH,
    G_DAY,
    G_SPACE,
    G_COLON,
    G_LETTER, /* ASCII */
    G_CJK,    /* any other character of words */
    G_END,
};

struct seen {
    enum glyph glyph;
    int value;
    size_t n; /* bytes */
};

static enum glyph glyph_of_ascii(char c)
{
    switch (c) {
    case '-':
        return G_DASH;
    case '/':
        return G_SLASH;
    case '.':
        return G_DOT;
    case ':':
        return G_COLON;
    default:
        break;
    }
    if (char_is_space(c))
        return G_SPACE;
    return (char_lower(c) >= 'a' && char_lower(c) <= 'z') || c == '_' ? G_LETTER : G_OTHER;
}

static const struct {
    uint32_t rune;
    enum glyph glyph;
    int value;
} runes[] = {
    { 0x5e74, G_YEAR, 0 },    { 0x6708, G_MONTH, 0 },   { 0x65e5, G_DAY, 0 },
    { 0x53f7, G_DAY, 0 },     { 0x3007, G_NUMERAL, 0 }, { 0x96f6, G_NUMERAL, 0 },
    { 0x25cb, G_NUMERAL, 0 }, { 0x25ef, G_NUMERAL, 0 }, { 0x4e00, G_NUMERAL, 1 },
    { 0x4e8c, G_NUMERAL, 2 }, { 0x4e09, G_NUMERAL, 3 }, { 0x56db, G_NUMERAL, 4 },
    { 0x4e94, G_NUMERAL, 5 }, { 0x516d, G_NUMERAL, 6 }, { 0x4e03, G_NUMERAL, 7 },
    { 0x516b, G_NUMERAL, 8 }, { 0x4e5d, G_NUMERAL, 9 }, { 0x5341, G_NUMERAL, 10 },
    { 0xff0d, G_DASH, 0 },    { 0x2010, G_DASH, 0 },    { 0x2011, G_DASH, 0 },
    { 0x2012, G_DASH, 0 },    { 0x2013, G_DASH, 0 },    { 0x2014, G_DASH, 0 },
    { 0x2015, G_DASH, 0 },    { 0x2212, G_DASH, 0 },    { 0xff0f, G_SLASH, 0 },
    { 0xff0e, G_DOT, 0 },     { 0xff1a, G_COLON, 0 },   { 0xa0, G_SPACE, 0 },
    { 0x3000, G_SPACE, 0 },   { 0x2003, G_SPACE, 0 },   { 0x2002, G_SPACE, 0 },
};

static struct seen glyph_at(struct str s, size_t at)
{
    uint32_t rune;

    if (at >= s.n)
        return (struct seen){ .glyph = G_END };

    const char c = s.p[at];

    if (char_is_digit(c))
        return (struct seen){ .glyph = G_DIGIT, .value = c - '0', .n = 1 };
    if ((unsigned char)c < 0x80)
        return (struct seen){ .glyph = glyph_of_ascii(c), .n = 1 };

    const size_t n = str_rune(str_skip(s, at), &rune);

    if (rune >= 0xff10 && rune <= 0xff19)
        return (struct seen){ .glyph = G_DIGIT, .value = (int)(rune - 0xff10), .n = n };
    for (size_t i = 0; i < COUNT_OF(runes); i++)
        if (runes[i].rune == rune)
            return (struct seen){ .glyph = runes[i].glyph, .value = runes[i].value, .n = n };
    return (struct seen){ .glyph = han_is(rune) ? G_CJK : G_OTHER, .n = n };
}

/* The character before `at`. */
static struct seen glyph_before(struct str s, size_t at)
{
    size_t i = at;

    if (at == 0)
        return (struct seen){ .glyph = G_END };
    do
        i--;
    while (i > 0 && at - i < 4 && ((unsigned char)s.p[i] & 0xc0) == 0x80);
    return glyph_at(s, i);
}

/* ---- pieces -----------------------------------------------------------------------------------
 */

/* A reading position: moves on success only. */
struct reading {
    struct str s;
    size_t at;
};

static void skip_spaces(struct reading *r)
{
    struct seen g;

    for (int n = 0; n < 3 && (g = glyph_at(r->s, r->at)).glyph == G_SPACE; n++)
        r->at += g.n;
}

/* A number of min..max digits; more digits are left standing. */
static bool read_number(struct reading *r, int min, int max, int *out, int *n_digits)
{
    size_t at = r->at;
    int value = 0, n = 0;
    struct seen g;

    while (n < max && (g = glyph_at(r->s, at)).glyph == G_DIGIT) {
        value = value * 10 + g.value;
        at += g.n;
        n++;
    }
    if (n < min)
        return false;
    *out = value;
    *n_digits = n;
    r->at = at;
    return true;
}

/* Chinese numerals: digit by digit for a year (二〇二六), with tens for months and days (二十一).
 */
static bool read_numerals(struct reading *r, bool is_year, int *out)
{
    size_t at = r->at;
    int value = 0, n = 0;
    struct seen g;

    while (n < 4 && (g = glyph_at(r->s, at)).glyph == G_NUMERAL) {
        if (is_year ? g.value == 10 : g.value == 0 && n == 0)
            return false;
        if (is_year)
            value = value * 10 + g.value;
        else if (g.value == 10)
            value = value ? value * 10 : 10;
        else
            value = value % 10 == 0 ? value + g.value : value * 10 + g.value;
        at += g.n;
        n++;
    }
    if (is_year ? n != 4 : n == 0)
        return false;
    *out = value;
    r->at = at;
    return true;
}

/* One separator with spaces around it; two dashes count as one (2026——11——20). */
static bool read_separator(struct reading *r, enum glyph want)
{
    struct reading t = *r;
    struct seen g;

    skip_spaces(&t);
    g = glyph_at(t.s, t.at);
    if (g.glyph != want)
        return false;
    t.at += g.n;
    g = glyph_at(t.s, t.at);
    if (want == G_DASH && g.glyph == G_DASH && g.n > 1)
        t.at += g.n;
    skip_spaces(&t);
    *r = t;
    return true;
}

/* "10:30", "10:30:05", "10时30分", after an optional space or T. */
static bool read_time(struct reading *r, int *second_of_day)
{
    struct reading t = *r;
    int hour, minute, second = 0, n;
    struct seen g;

    skip_spaces(&t);
    if (t.at < t.s.n && t.s.p[t.at] == 'T')
        t.at++;
    if (!read_number(&t, 1, 2, &hour, &n) || hour > 24)
        return false;
    g = glyph_at(t.s, t.at);
    if (g.glyph != G_COLON && !str_starts(str_skip(t.s, t.at), STR("时")) &&
        !str_starts(str_skip(t.s, t.at), STR("点")))
        return false;
    t.at += g.n;
    if (!read_number(&t, 2, 2, &minute, &n) || minute > 59)
        return false;
    *r = t;
    g = glyph_at(t.s, t.at);
    if (g.glyph == G_COLON) {
        t.at += g.n;
        if (read_number(&t, 2, 2, &second, &n) && second < 61)
            *r = t;
        else
            second = 0;
    }
    *second_of_day = hour * 3600 + minute * 60 + second;
    return true;
}

/* ---- whole dates -------------------------------------------------------------------------------
 */

/* What was read so far; `r` stands after it. */
struct draft {
    struct reading r;
    int year, month, mday;
    int n_month, n_mday; /* digits */
    enum glyph sep;
};

static bool is_digit_at(struct str s, size_t at)
{
    return glyph_at(s, at).glyph == G_DIGIT;
}

/* A digit right behind a date ends it only if a clock time is glued on (2026-11-2010:30). */
static bool ends_well(const struct draft *d)
{
    struct reading t = d->r;
    const struct seen next = glyph_at(t.s, t.at);
    int second;

    if (next.glyph == G_DIGIT)
        return d->n_mday == 2 && read_time(&t, &second);
    if (next.glyph == d->sep && d->sep != G_YEAR)
        return !is_digit_at(t.s, t.at + next.n);
    return !(d->sep == G_DOT && next.glyph == G_LETTER);
}

/* 2026-11-20, 2026/11/20, 2026.11.20 with `year` already read. */
static bool read_separated(struct draft *d)
{
    static const enum glyph seps[] = { G_DASH, G_SLASH, G_DOT };

    for (size_t i = 0; i < COUNT_OF(seps); i++) {
        struct draft t = *d;

        t.sep = seps[i];
        if (!read_separator(&t.r, t.sep) || !read_number(&t.r, 1, 2, &t.month, &t.n_month) ||
            !read_separator(&t.r, t.sep) || !read_number(&t.r, 1, 2, &t.mday, &t.n_mday))
            continue;
        if (!ends_well(&t))
            return false;
        /* Three numbers with dots are as often a version. */
        if (t.sep == G_DOT && day_of(t.year, t.month, t.mday) == DAY_NONE)
            return false;
        *d = t;
        return true;
    }
    return false;
}

/* 月 and 日 after a year or alone; 日 may be missing where a range goes on (20—25日). */
static bool read_month_day_words(struct draft *d)
{
    struct draft t = *d;
    struct seen g;

    t.sep = G_YEAR;
    if (!read_number(&t.r, 1, 2, &t.month, &t.n_month) || !read_separator(&t.r, G_MONTH) ||
        !read_number(&t.r, 1, 2, &t.mday, &t.n_mday))
        return false;

    const struct reading before = t.r;

    if (!read_separator(&t.r, G_DAY)) {
        t.r = before;
        g = glyph_at(t.r.s, t.r.at);
        if (t.year == 0 || (g.glyph != G_DASH && g.glyph != G_END && g.glyph != G_SPACE &&
                            !str_starts(str_skip(t.r.s, t.r.at), STR("至")) &&
                            !str_starts(str_skip(t.r.s, t.r.at), STR("、"))))
            return false;
    } else { /* the separator swallowed the spaces behind it */
        t.r = before;
        skip_spaces(&t.r);
        t.r.at += glyph_at(t.r.s, t.r.at).n;
    }
    *d = t;
    return true;
}

static bool read_compact(struct draft *d)
{
    struct draft t = *d;

    t.sep = G_LETTER;
    if (!read_number(&t.r, 2, 2, &t.month, &t.n_month) ||
        !read_number(&t.r, 2, 2, &t.mday, &t.n_mday) || is_digit_at(t.r.s, t.r.at) ||
        day_of(t.year, t.month, t.mday) == DAY_NONE)
        return false;

    const struct seen next = glyph_at(t.r.s, t.r.at);

    if (next.glyph == G_LETTER || next.glyph == G_DASH || next.glyph == G_SLASH ||
        next.glyph == G_DOT || next.glyph == G_DAY || next.glyph == G_CJK)
        return false;
    *d = t;
    return true;
}

/* A date that begins with a year of four digits at d->r. */
static bool read_with_year(struct draft *d, struct seen before)
{
    struct draft t = *d;
    int n;

    if (!read_number(&t.r, 4, 4, &t.year, &n) || t.year < YEAR_MIN || t.year > YEAR_MAX)
        return false;

    const struct draft year_read = t;
    const bool is_tied = before.glyph == G_DASH || before.glyph == G_SLASH || before.glyph == G_DOT;

    if (read_separator(&t.r, G_YEAR) && read_month_day_words(&t)) {
        *d = t;
        return true;
    }
    t = year_read;
    if (!is_tied && read_separated(&t) &&
        !(t.sep == G_DOT && (before.glyph == G_LETTER || before.glyph == G_NUMERAL))) {
        *d = t;
        return true;
    }
    t = year_read;
    if (!is_tied && before.glyph != G_LETTER && before.glyph != G_CJK && read_compact(&t)) {
        *d = t;
        return true;
    }
    return false;
}

/* 11-20, [11-20], 11/20: two digits each, standing alone. */
static bool read_short(struct draft *d, struct seen before)
{
    static const enum glyph seps[] = { G_DASH, G_SLASH };

    if (before.glyph != G_END && before.glyph != G_OTHER && before.glyph != G_SPACE &&
        before.glyph != G_COLON)
        return false;
    for (size_t i = 0; i < COUNT_OF(seps); i++) {
        struct draft t = *d;
        struct seen g;

        t.sep = seps[i];
        if (!read_number(&t.r, 2, 2, &t.month, &t.n_month))
            return false;
        g = glyph_at(t.r.s, t.r.at);
        if (g.glyph != t.sep)
            continue;
        t.r.at += g.n;
        if (!read_number(&t.r, 2, 2, &t.mday, &t.n_mday))
            return false;
        g = glyph_at(t.r.s, t.r.at);
        if ((g.glyph != G_END && g.glyph != G_SPACE && g.glyph != G_OTHER) ||
            str_starts(str_skip(t.r.s, t.r.at), STR("%")) || t.month < 1 || t.month > 12 ||
            t.mday < 1 || t.mday > 31)
            return false;
        *d = t;
        return true;
    }
    return false;
}

/* 二〇二六年十一月二十日 */
static bool read_chinese(struct draft *d)
{
    struct draft t = *d;

    if (!read_numerals(&t.r, true, &t.year) || t.year < YEAR_MIN || t.year > YEAR_MAX ||
        !read_separator(&t.r, G_YEAR) || !read_numerals(&t.r, false, &t.month) ||
        !read_separator(&t.r, G_MONTH) || !read_numerals(&t.r, false, &t.mday) || t.month > 99)
        return false;
    skip_spaces(&t.r);

    const struct seen g = glyph_at(t.r.s, t.r.at);

    if (g.glyph != G_DAY)
        return false;
    t.r.at += g.n;
    t.sep = G_YEAR;
    t.n_mday = 2;
    *d = t;
    return true;
}

/* A month right behind a year belongs to it, unless the year is 今年, 本年 or 当年. */
static bool follows_a_year(struct str s, size_t at)
{
    const struct str head = str_sub(s, 0, at);

    if (glyph_before(s, at).glyph != G_YEAR)
        return false;
    return !str_ends(head, STR("今年")) && !str_ends(head, STR("本年")) &&
           !str_ends(head, STR("当年"));
}

static bool read_at(struct str text, size_t at, struct draft *d)
{
    const struct seen first = glyph_at(text, at), before = glyph_before(text, at);

    *d = (struct draft){ .r = { .s = text, .at = at } };
    if (first.glyph == G_NUMERAL)
        return before.glyph != G_NUMERAL && read_chinese(d);
    if (first.glyph != G_DIGIT || before.glyph == G_DIGIT)
        return false;
    if (read_with_year(d, before))
        return true;
    if (read_short(d, before))
        return true;
    if (before.glyph == G_DASH || before.glyph == G_SLASH || before.glyph == G_DOT ||
        before.glyph == G_LETTER || follows_a_year(text, at))
        return false;
    return read_month_day_words(d) && d->month >= 1 && d->month <= 12 && d->mday >= 1 &&
           d->mday <= 31;
}

/* The byte may begin a digit: ASCII, full width (EF BC 9x), or a Chinese numeral of a year
 * (一 E4 B8 80, 二 E4 BA 8C). */
static bool may_begin(struct str s, size_t at)
{
    const unsigned char c = (unsigned char)s.p[at];

    if (c < 0x80)
        return char_is_digit(s.p[at]);
    if (s.n - at < 3 || (c != 0xef && c != 0xe4))
        return false;

    const unsigned char b = (unsigned char)s.p[at + 1], e = (unsigned char)s.p[at + 2];

    return c == 0xef ? b == 0xbc && e >= 0x90 && e <= 0x99
                     : (b == 0xb8 && e == 0x80) || (b == 0xba && e == 0x8c);
}

/* Past all digits at `at`, so that no date is looked for in the middle of a number. */
static size_t past_digits(struct str s, size_t at)
{
    struct seen g;
    const size_t start = at;

    while ((g = glyph_at(s, at)).glyph == G_DIGIT)
        at += g.n;
    return at > start ? at : at + (g.n ? g.n : 1);
}

bool date_find(struct str text, size_t from, struct date_hit *out)
{
    struct draft d;

    for (size_t at = from; at < text.n;) {
        if (!may_begin(text, at)) {
            at++;
            continue;
        }
        if (!read_at(text, at, &d)) {
            at = past_digits(text, at);
            continue;
        }
        *out = (struct date_hit){
            .at = at,
            .n = d.r.at - at,
            .day = d.year ? day_of(d.year, d.month, d.mday) : DAY_NONE,
            .year = d.year,
            .month = d.month,
            .mday = d.mday,
        };
        out->has_time = read_time(&d.r, &out->second_of_day);
        return true;
    }
    return false;
}

int32_t date_complete(const struct date_hit *hit, int32_t today)
{
    int year, month, mday;

    if (hit->year)
        return hit->day;
    day_split(today + TOLERANCE_DAYS, &year, &month, &mday);
    /* 29 February comes every four years, once every eight. */
    for (int back = 0; back <= 8; back++) {
        const int32_t day = day_of(year - back, hit->month, hit->mday);

        if (day != DAY_NONE && day <= today + TOLERANCE_DAYS)
            return day;
    }
    return DAY_NONE;
}

/* ---- URLs --------------------------------------------------------------------------------------
 */

static struct str path_of(struct str url)
{
    const size_t scheme = str_find(url, STR("://"));

    if (scheme != STR_NONE) {
        url = str_skip(url, scheme + 3);
        url = str_skip(url, str_chr(url, '/'));
    }
    for (size_t i = 0; i < url.n; i++)
        if (url.p[i] == '?' || url.p[i] == '#')
            return str_sub(url, 0, i);
    return url;
}

/* A run of ASCII digits. */
struct run {
    size_t at, n;
};

static struct run next_run(struct str s, size_t from)
{
    struct run r = { .at = from };

    while (r.at < s.n && !char_is_digit(s.p[r.at]))
        r.at++;
    while (r.at + r.n < s.n && char_is_digit(s.p[r.at + r.n]))
        r.n++;
    return r;
}

static int number_at(struct str s, size_t at, size_t n)
{
    int value = 0;

    for (size_t i = at; i < at + n; i++)
        value = value * 10 + (s.p[i] - '0');
    return value;
}

static int32_t day_in_years(int year, int month, int mday)
{
    return year >= 1995 && year <= YEAR_MAX ? day_of(year, month, mday) : DAY_NONE;
}

/* 20261120 alone, or at the start of a time stamp of 14 digits. */
static int32_t day_of_run(struct str s, struct run r)
{
    if (r.n == 14 && (number_at(s, r.at + 8, 2) > 23 || number_at(s, r.at + 10, 2) > 59 ||
                      number_at(s, r.at + 12, 2) > 59))
        return DAY_NONE;
    if (r.n != 8 && r.n != 14)
        return DAY_NONE;
    return day_in_years(number_at(s, r.at, 4), number_at(s, r.at + 4, 2),
                        number_at(s, r.at + 6, 2));
}

/* /2026/11/20, /2026-11-20, /2026_11_20, /2026-11/20, /202611/20, /2026/1120 from run `r` on. */
static int32_t day_of_runs(struct str s, struct run r)
{
    const struct run second = next_run(s, r.at + r.n), third = next_run(s, second.at + second.n);
    const bool is_joined = second.n && second.at == r.at + r.n + 1;
    const bool is_joined3 = third.n && third.at == second.at + second.n + 1;

    if (r.n == 4 && is_joined && is_joined3 && second.n <= 2 && third.n <= 2)
        return day_in_years(number_at(s, r.at, 4), number_at(s, second.at, second.n),
                            number_at(s, third.at, third.n));
    if (r.n == 4 && is_joined && second.n == 4 && s.p[second.at - 1] == '/')
        return day_in_years(number_at(s, r.at, 4), number_at(s, second.at, 2),
                            number_at(s, second.at + 2, 2));
    if (r.n == 6 && is_joined && second.n == 2 && s.p[second.at - 1] == '/')
        return day_in_years(number_at(s, r.at, 4), number_at(s, r.at + 4, 2),
                            number_at(s, second.at, 2));
    return DAY_NONE;
}

int32_t date_in_url(struct str url)
{
    const struct str path = path_of(url);
    int32_t found = DAY_NONE;

    for (struct run r = next_run(path, 0); r.n; r = next_run(path, r.at + r.n)) {
        int32_t day = day_of_run(path, r);

        if (day == DAY_NONE)
            day = day_of_runs(path, r);
        if (day == DAY_NONE)
            continue;
        if (found != DAY_NONE && found != day)
            return DAY_NONE;
        found = day;
    }
    return found;
}
