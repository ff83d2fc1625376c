#include "base/base.h"

#include "net/robots.h"

#include "net/percent.h"
#include "net/url.h"

#include <stdlib.h>
#include <string.h>

enum {
    /* Google's parser reads that much of a line: eight times the longest URL of its day. */
    LINE_BYTES_MAX = 8 * 2083 - 1,
    SITEMAPS_MAX = 1000,
    /*
     * Each rule with a star in it may look at the whole path: 2,000 of them and a path of 8 KiB
     * took 80 ms, and a page may have 20,000 links. So many bytes are looked at for a path; the
     * rules of real sites, a few dozen, look at some thousand.
     */
    LOOKED_AT_MAX = 256 << 10,
    COMPARED_AT_ONCE = 64, /* bytes of a rule: a longer one costs more */
    /* A site that asks for more than a day between requests wants no crawler at all. */
    DELAY_S_MAX = 24 * 3600,
};

struct rule {
    struct str pattern; /* in the form of rule_text, without a '$' at its end */
    struct str plain;   /* its beginning, up to the first star */
    size_t priority;    /* the octets that the rule has in the file */
    bool is_allow, at_end;
};

struct robots {
    struct rule *rules; /* the most octets first, allow before disallow: the first that fits wins */
    size_t n_rules;
    struct str *sitemaps;
    size_t n_sitemaps;
    int64_t delay_ms;
};

/* ---- lines ------------------------------------------------------------------------------- */

enum field { FIELD_OTHER, FIELD_AGENT, FIELD_ALLOW, FIELD_DISALLOW, FIELD_SITEMAP, FIELD_DELAY };

/* How field names begin, with the misspellings that Google's parser forgives. */
static const struct name {
    struct str begins;
    enum field field;
} names[] = {
    { { "user-agent", 10 }, FIELD_AGENT },  { { "useragent", 9 }, FIELD_AGENT },
    { { "user agent", 10 }, FIELD_AGENT },  { { "allow", 5 }, FIELD_ALLOW },
    { { "disallow", 8 }, FIELD_DISALLOW },  { { "dissallow", 9 }, FIELD_DISALLOW },
    { { "dissalow", 8 }, FIELD_DISALLOW },  { { "disalow", 7 }, FIELD_DISALLOW },
    { { "diasllow", 8 }, FIELD_DISALLOW },  { { "disallaw", 8 }, FIELD_DISALLOW },
    { { "sitemap", 7 }, FIELD_SITEMAP },    { { "site-map", 8 }, FIELD_SITEMAP },
    { { "crawl-delay", 11 }, FIELD_DELAY }, { { "crawldelay", 10 }, FIELD_DELAY },
};

static struct str trim(struct str s)
{
    while (s.n && char_is_space(s.p[0]))
        s = str_skip(s, 1);
    while (s.n && char_is_space(s.p[s.n - 1]))
        s.n--;
    return s;
}

/* CR, LF and CRLF end a line. */
static struct str take_line(struct str *text)
{
    size_t n = 0;

    while (n < text->n && text->p[n] != '\n' && text->p[n] != '\r')
        n++;

    const struct str line = str_sub(*text, 0, n < LINE_BYTES_MAX ? n : LINE_BYTES_MAX);

    *text = str_skip(*text, n);
    *text = str_skip(*text, str_starts(*text, STR("\r\n")) ? 2 : 1);
    return line;
}

/* "name: value", or "name value" with nothing else on the line; false for anything else. */
static bool split(struct str line, struct str *name, struct str *value)
{
    struct str ignored;
    size_t n = 0;

    (void)str_cut(line, '#', &line, &ignored);
    line = trim(line);
    if (str_cut(line, ':', name, value)) {
        *name = trim(*name);
        *value = trim(*value);
        return name->n > 0;
    }
    while (n < line.n && !char_is_space(line.p[n]))
        n++;
    *name = str_sub(line, 0, n);
    *value = trim(str_skip(line, n));
    for (size_t i = 0; i < value->n; i++)
        if (char_is_space(value->p[i]))
            return false;
    return name->n > 0 && value->n > 0;
}

static enum field field_of(struct str name)
{
    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (str_starts_nocase(name, names[i].begins))
            return names[i].field;
    return FIELD_OTHER;
}

/* ---- rules ------------------------------------------------------------------------------- */

/* RFC 3986, 2.3: the characters that mean the same with and without an escape. */
static bool is_unreserved(int byte)
{
    const char c = char_lower((char)byte);

    return byte < 0x80 && byte > 0 &&
           ((c >= 'a' && c <= 'z') || char_is_digit(c) || strchr("-._~", c) != NULL);
}

static void add_escaped(struct pen *w, int byte)
{
    static const char hex[] = "0123456789ABCDEF";

    pen_add_char(w, '%');
    pen_add_char(w, hex[byte >> 4 & 15]);
    pen_add_char(w, hex[byte & 15]);
}

/*
 * The one form in which rules and paths are compared (RFC 9309, 2.2.2 and 2.2.3): escapes in
 * capitals, unreserved characters without one, everything that a URL may not contain with one. A
 * '*' or '$' that stands for itself is escaped; `keep` is the one that does not: '*' in rules.
 */
static void add_canonical(struct pen *w, struct str s, char keep)
{
    for (size_t i = 0; i < s.n; i++) {
        const int value = percent_value(str_skip(s, i));
        const char c = s.p[i];

        if (value >= 0) {
            if (is_unreserved(value))
                pen_add_char(w, (char)value);
            else
                add_escaped(w, value);
            i += 2;
        } else if ((c == '*' && keep != '*') || c == '$' || (byte_kind_of(c) & BYTE_IN_FRAGMENT) ||
                   strchr("\\^{|}", c)) {
            add_escaped(w, (unsigned char)c);
        } else {
            pen_add_char(w, c);
        }
    }
}

static struct rule make_rule(struct str value, bool is_allow, struct arena *a)
{
    const bool at_end = str_ends(value, STR("$"));
    struct pen w = { .p = arena_alloc(a, 3 * value.n + 1), .cap = 3 * value.n };

    add_canonical(&w, at_end ? str_sub(value, 0, value.n - 1) : value, '*');

    const struct str pattern = str_from(w.p, w.n);

    return (struct rule){ .pattern = pattern,
                          .plain = str_sub(pattern, 0, str_chr(pattern, '*')),
                          .priority = w.n + at_end,
                          .is_allow = is_allow,
                          .at_end = at_end };
}

/* Google's addition: "allow: /a/index.html" allows "/a/" too; the folder, or an empty view. */
static struct str folder_of_index(struct str value)
{
    size_t n = value.n;

    while (n && value.p[n - 1] != '/')
        n--;
    return n && str_starts(str_skip(value, n), STR("index.htm")) ? str_sub(value, 0, n)
                                                                 : str_from("", 0);
}

static int by_priority(const void *left, const void *right)
{
    const struct rule *a = left, *b = right;

    if (a->priority != b->priority)
        return a->priority > b->priority ? -1 : 1;
    if (a->is_allow != b->is_allow)
        return a->is_allow ? -1 : 1;
    if (a->at_end != b->at_end)
        return a->at_end ? -1 : 1;
    return str_cmp(a->pattern, b->pattern);
}

/* ---- groups ------------------------------------------------------------------------------ */

/* Which of the lines count: those of the groups that name us, or, without any, those for all. */
enum scope { SCOPE_ALL, SCOPE_OURS, N_SCOPES };

struct reader {
    struct arena *arena;
    struct str agent;
    struct rule *rules; /* NULL while they are only counted */
    size_t n_rules;
    struct robots *out;
    enum scope scope;        /* of the rules that are kept */
    bool in_group[N_SCOPES]; /* the current group is for them */
    bool names_us;           /* some group does */
    bool rules_began;        /* a user-agent line now begins a new group */
};

/* The product token at the start of a user-agent line; "Foo/1.0 bar" means Foo. */
static struct str product_token(struct str value)
{
    size_t n = 0;

    while (n < value.n && ((char_lower(value.p[n]) >= 'a' && char_lower(value.p[n]) <= 'z') ||
                           value.p[n] == '-' || value.p[n] == '_'))
        n++;
    return str_sub(value, 0, n);
}

static void read_agent(struct reader *r, struct str value)
{
    if (r->rules_began)
        r->in_group[SCOPE_ALL] = r->in_group[SCOPE_OURS] = false;
    r->rules_began = false;
    if (value.n && value.p[0] == '*' && (value.n == 1 || char_is_space(value.p[1]))) {
        r->in_group[SCOPE_ALL] = true;
    } else if (r->agent.n && str_eq_nocase(product_token(value), r->agent)) {
        r->in_group[SCOPE_OURS] = true;
        r->names_us = true;
    }
}

static void add_rule(struct reader *r, struct str value, bool is_allow)
{
    if (r->rules)
        r->rules[r->n_rules] = make_rule(value, is_allow, r->arena);
    r->n_rules++;
}

static void read_rule(struct reader *r, struct str value, bool is_allow)
{
    const struct str folder = is_allow ? folder_of_index(value) : str_from("", 0);

    r->rules_began = true;
    if (!r->in_group[r->scope] || value.n == 0) /* an empty rule forbids nothing */
        return;
    add_rule(r, value, is_allow);
    if (folder.n)
        add_rule(r, r->rules ? arena_join(r->arena, folder, STR("$")) : folder, true);
}

/* Seconds, perhaps with a fraction; the longest of several. */
static void read_delay(struct reader *r, struct str value)
{
    struct str whole, fraction;
    int64_t s = 0, ms = 0;

    if (!r->in_group[r->scope])
        return;
    (void)str_cut(value, '.', &whole, &fraction);
    fraction = str_sub(fraction, 0, 3);
    if ((whole.n && !str_to_i64(whole, 0, INT32_MAX, &s)) || (whole.n == 0 && fraction.n == 0))
        return;
    if (fraction.n && !str_to_i64(fraction, 0, 999, &ms))
        return;
    for (size_t i = fraction.n; i < 3; i++)
        ms *= 10;
    ms += (s < DELAY_S_MAX ? s : DELAY_S_MAX) * 1000;
    if (ms > r->out->delay_ms)
        r->out->delay_ms = ms;
}

static void read_sitemap(struct robots *out, struct str value, struct arena *a)
{
    if (!out->sitemaps)
        out->sitemaps = arena_array(a, struct str, SITEMAPS_MAX);
    if (value.n && out->n_sitemaps < SITEMAPS_MAX)
        out->sitemaps[out->n_sitemaps++] = arena_copy(a, value);
}

/* One pass over the file. Lines of other kinds, sitemaps among them, do not end a group. */
static void read_text(struct reader *r, struct str text)
{
    r->in_group[SCOPE_ALL] = r->in_group[SCOPE_OURS] = r->rules_began = false;
    r->n_rules = 0;
    while (text.n) {
        struct str name, value;

        if (!split(take_line(&text), &name, &value))
            continue;
        switch (field_of(name)) {
        case FIELD_AGENT:
            read_agent(r, value);
            break;
        case FIELD_ALLOW:
            read_rule(r, value, true);
            break;
        case FIELD_DISALLOW:
            read_rule(r, value, false);
            break;
        case FIELD_DELAY:
            read_delay(r, value);
            break;
        case FIELD_SITEMAP:
            if (r->rules)
                read_sitemap(r->out, value, r->arena);
            break;
        case FIELD_OTHER:
            break;
        }
    }
}

/* A byte-order mark, or the part of one that survived. */
static struct str without_bom(struct str text)
{
    static const struct str bom = { "\xef\xbb\xbf", 3 };
    size_t n = 0;

    while (n < bom.n && n < text.n && text.p[n] == bom.p[n])
        n++;
    return str_skip(text, n);
}

/* What is read of the file; a line that the limit cuts through could mean more than it says. */
static struct str within_limit(struct str text)
{
    size_t n = ROBOTS_BYTES_MAX;

    if (text.n <= n)
        return text;
    while (n && text.p[n - 1] != '\n' && text.p[n - 1] != '\r')
        n--;
    return str_sub(text, 0, n);
}

const struct robots *robots_parse(struct str text, struct str agent, struct arena *a)
{
    struct robots *out = arena_array(a, struct robots, 1);
    struct reader r = { .arena = a, .agent = agent, .out = out };

    text = without_bom(within_limit(text));

    /* Whether a group names us, how many rules count, the rules. */
    read_text(&r, text);
    r.scope = r.names_us ? SCOPE_OURS : SCOPE_ALL;
    out->delay_ms = 0;
    read_text(&r, text);
    r.rules = arena_array(a, struct rule, r.n_rules + 1);
    read_text(&r, text);
    qsort(r.rules, r.n_rules, sizeof(*r.rules), by_priority);
    out->rules = r.rules;
    out->n_rules = r.n_rules;
    return out;
}

/* ---- questions --------------------------------------------------------------------------- */

/*
 * The pieces between the stars one after another, each at its first place: what a later place would
 * match, the first one with a longer star does too. So no piece is ever tried again.
 */
static bool fits(const struct rule *r, struct str path)
{
    struct str rest = r->pattern, piece;
    bool more = str_cut(rest, '*', &piece, &rest);

    if (!str_starts(path, piece))
        return false;
    path = str_skip(path, piece.n);
    while (more) {
        more = str_cut(rest, '*', &piece, &rest);
        if (!more && r->at_end)
            return str_ends(path, piece);

        const size_t at = str_find(path, piece);

        if (at == STR_NONE)
            return false;
        path = str_skip(path, at + piece.n);
    }
    return !r->at_end || path.n == 0;
}

bool robots_allows(const struct robots *r, struct str path_and_query)
{
    char room[3 * URL_BYTES_MAX];
    struct pen path = { .p = room, .cap = sizeof(room) };
    size_t n_looked_at = 0;

    /* RFC 9309, 2.2.2: the file itself may always be fetched. */
    if (!r || str_eq(path_and_query, STR("/robots.txt")))
        return true;
    if (path_and_query.n == 0 || path_and_query.p[0] != '/')
        pen_add_char(&path, '/');
    add_canonical(&path, path_and_query, '\0');
    for (size_t i = 0; i < r->n_rules; i++) {
        const struct rule *rule = &r->rules[i];
        const bool has_star = rule->plain.n < rule->pattern.n;
        const bool is_dear = has_star && n_looked_at > LOOKED_AT_MAX;

        if (!str_starts(str_from(room, path.n), rule->plain))
            continue;
        if (is_dear ? !rule->is_allow : fits(rule, str_from(room, path.n)))
            return rule->is_allow;
        if (has_star)
            n_looked_at += path.n * (1 + rule->pattern.n / COMPARED_AT_ONCE);
    }
    return true;
}

int64_t robots_delay_ms(const struct robots *r)
{
    return r ? r->delay_ms : 0;
}

size_t robots_sitemaps(const struct robots *r, const struct str **out)
{
    *out = r ? r->sitemaps : NULL;
    return r ? r->n_sitemaps : 0;
}
