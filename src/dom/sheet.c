#include "base/base.h"

#include "dom/dom.h"
#include "dom/sheet.h"
#include "dom/style.h"

#include <stdlib.h>
#include <string.h>

enum {
    SHEET_BYTES_MAX = 1 << 20,
    RULES_MAX = 20000,
    LINKS_MAX = 2000,
    COMPOUNDS_MAX = 4,
    ATOMS_MAX = 4,
    NESTING_MAX = 4,   /* @media within @supports ... */
    MATCHES_MAX = 64,  /* rules of one element; more are not looked at */
    ANCESTORS_MAX = 64 /* how far up a selector is followed */
};

/* a.b#c: all of its atoms, the most telling first. */
struct compound {
    uint32_t atoms[ATOMS_MAX];
    uint8_t n_atoms;
    bool has_id;
    bool is_child; /* '>' stands before it */
};

struct rule {
    uint32_t key;  /* compounds[0].atoms[0] */
    uint32_t rank; /* specificity << 16 | order; order wraps only in absurd sheets */
    uint8_t n_compounds;
    struct compound compounds[COMPOUNDS_MAX]; /* from the last one leftwards */
    struct style style;
    uint32_t opens; /* what it opens of lists in another state */
};

struct sheet {
    struct rule *rules; /* by key */
    size_t n, cap;
    uint64_t filter; /* bit (key & 63) of each key */
};

/* ---- links --------------------------------------------------------------------------------- */

static size_t skip_spaces(struct str s, size_t at)
{
    while (at < s.n && char_is_space(s.p[at]))
        at++;
    return at;
}

/* Behind the comment that begins at `at`. */
static size_t skip_comment(struct str s, size_t at)
{
    const size_t end = str_find(str_skip(s, at + 2), STR("*/"));

    return end == STR_NONE ? s.n : at + 2 + end + 2;
}

/* Behind the string that begins at `at`; *content is what is between the quotes. */
static size_t read_string(struct str s, size_t at, struct str *content)
{
    const char quote = s.p[at];
    const size_t begin = ++at;

    while (at < s.n && s.p[at] != quote && s.p[at] != '\n')
        at += s.p[at] == '\\' && at + 1 < s.n ? 2 : 1;
    *content = str_from(s.p + begin, at - begin);
    return at < s.n ? at + 1 : s.n;
}

/* Behind "url(". */
static size_t read_url(struct str s, size_t at, struct str *url)
{
    at = skip_spaces(s, at);
    if (at < s.n && (s.p[at] == '"' || s.p[at] == '\'')) {
        at = read_string(s, at, url);
    } else {
        const size_t end = str_chr(str_skip(s, at), ')');

        *url = str_sub(s, at, end == STR_NONE ? s.n : end);
        at += url->n;
    }
    *url = str_trim(*url);
    return at;
}

/* What sheet_next_link stops at: comments, strings, url(), @import. */
static const bool begins_mark[256] = {
    ['/'] = true, ['"'] = true, ['\''] = true, ['u'] = true, ['U'] = true, ['@'] = true
};

/* On to the next mark; in an @import to its next character, until it ends. */
static size_t pass(struct str s, size_t at, bool *after_import)
{
    *after_import = *after_import && s.p[at] != ';' && s.p[at] != '{';
    at++;
    while (!*after_import && at < s.n && !begins_mark[(unsigned char)s.p[at]])
        at++;
    return at;
}

bool sheet_next_link(struct str *css, struct str *url, bool *is_import)
{
    struct str s = *css;
    bool after_import = false;

    for (size_t at = 0; at < s.n;) {
        const char c = s.p[at];

        if (c == '/' && at + 1 < s.n && s.p[at + 1] == '*') {
            at = skip_comment(s, at);
        } else if (c == '"' || c == '\'') {
            at = read_string(s, at, url);
            if (!after_import || !url->n)
                continue;
            *is_import = true;
            *css = str_skip(s, at);
            return true;
        } else if ((c == 'u' || c == 'U') && str_starts_nocase(str_skip(s, at), STR("url("))) {
            at = read_url(s, at + 4, url);
            *is_import = after_import;
            *css = str_skip(s, at);
            if (url->n)
                return true;
            after_import = false;
        } else if (c == '@' && str_starts_nocase(str_skip(s, at), STR("@import"))) {
            after_import = true;
            at += 7;
        } else {
            at = pass(s, at, &after_import);
        }
    }
    *css = str_skip(s, s.n);
    return false;
}

size_t sheet_links(struct str css, struct arena *a, const struct str **out)
{
    struct str rest = str_sub(css, 0, SHEET_BYTES_MAX), again = rest, url;
    size_t n = 0, i = 0;
    bool is_import;

    while (n < LINKS_MAX && sheet_next_link(&rest, &url, &is_import))
        n += !str_starts_nocase(url, STR("data:"));

    struct str *list = arena_array(a, struct str, n);

    while (i < n && sheet_next_link(&again, &url, &is_import))
        if (!str_starts_nocase(url, STR("data:")))
            list[i++] = arena_copy(a, url);
    *out = list;
    return n;
}

/* ---- selectors ----------------------------------------------------------------------------- */

static uint32_t atom(char type, struct str name)
{
    uint32_t h = 2166136261U ^ (unsigned char)type; /* FNV-1a: in memory only */

    for (size_t i = 0; i < name.n; i++)
        h = (h ^ (unsigned char)(type == 'e' ? char_lower(name.p[i]) : name.p[i])) * 16777619U;
    return h;
}

static bool is_name_char(char c)
{
    return char_is_digit(c) || (char_lower(c) >= 'a' && char_lower(c) <= 'z') || c == '-' ||
           c == '_' || (unsigned char)c >= 0x80;
}

/* Ids before classes before names, so that the key is the rarest. */
static void add_atom(struct compound *c, uint32_t a, char type, uint32_t *specificity)
{
    const bool to_front = type == '#' || (type == '.' && !c->has_id);

    if (to_front && c->n_atoms) {
        c->atoms[c->n_atoms] = c->atoms[0];
        c->atoms[0] = a;
    } else {
        c->atoms[c->n_atoms] = a;
    }
    c->n_atoms++;
    c->has_id = c->has_id || type == '#';
    *specificity += type == '#' ? 10000 : type == '.' ? 100 : 1;
}

/* "a", ".b" or "#c" at *at; false for anything else. */
static bool read_simple(struct str s, size_t *at, struct compound *c, uint32_t *specificity)
{
    const char type = s.p[*at] == '.' || s.p[*at] == '#' ? s.p[*at] : 'e';
    const size_t begin = *at + (type != 'e');
    size_t end = begin;

    while (end < s.n && is_name_char(s.p[end]))
        end++;
    if (end == begin || (type == 'e' && c->n_atoms))
        return false;
    add_atom(c, atom(type, str_from(s.p + begin, end - begin)), type, specificity);
    *at = end;
    return true;
}

/* "a.b#c" at *at; false when it holds anything else: :hover, [x], *, +, ~. */
static bool read_compound(struct str s, size_t *at, struct compound *c, uint32_t *specificity)
{
    *c = (struct compound){ 0 };
    while (*at < s.n && c->n_atoms < ATOMS_MAX) {
        if (!read_simple(s, at, c, specificity))
            return false;
        if (*at < s.n && (char_is_space(s.p[*at]) || s.p[*at] == '>'))
            return true;
        if (*at < s.n && s.p[*at] != '.' && s.p[*at] != '#')
            return false;
    }
    return c->n_atoms > 0 && *at >= s.n;
}

/* One selector without commas; false when it is none of the simple ones. */
static bool read_selector(struct str s, struct rule *out)
{
    struct compound list[COMPOUNDS_MAX];
    size_t n = 0, at = 0;
    uint32_t specificity = 0;
    bool is_child = false;

    s = str_trim(s);
    while (at < s.n) {
        if (n == COMPOUNDS_MAX || !read_compound(s, &at, &list[n], &specificity))
            return false;
        list[n++].is_child = is_child;
        at = skip_spaces(s, at);
        is_child = at < s.n && s.p[at] == '>';
        if (is_child)
            at = skip_spaces(s, at + 1);
    }
    if (n == 0 || is_child)
        return false;
    for (size_t i = 0; i < n; i++)
        out->compounds[i] = list[n - 1 - i];
    out->n_compounds = (uint8_t)n;
    out->key = out->compounds[0].atoms[0];
    out->rank = (specificity > 0xffff ? 0xffff : specificity) << 16;
    return true;
}

/* ---- rules --------------------------------------------------------------------------------- */

static void add_rule(struct sheet *sheet, const struct rule *rule)
{
    if (sheet->n == RULES_MAX)
        return;
    if (sheet->n == sheet->cap) {
        sheet->cap = sheet->cap ? sheet->cap * 2 : 16;
        sheet->rules = realloc(sheet->rules, sheet->cap * sizeof(*sheet->rules));
        ASSERT(sheet->rules);
    }
    sheet->rules[sheet->n] = *rule;
    sheet->rules[sheet->n].rank |= (uint32_t)(sheet->n & 0xffff);
    sheet->n++;
    sheet->filter |= 1ULL << (rule->key & 63);
}

static bool matters(const struct style *s)
{
    return s->on || s->set & (STYLE_DISPLAY | STYLE_VISIBILITY | STYLE_OPACITY | STYLE_COLOR |
                              STYLE_BACKGROUND);
}

/* ".acc.on .list { height: auto }": how a list that is closed by its size or place is opened. */
static uint32_t opens(const struct style *s, struct str selector)
{
    static const char *const states[] = { ".on ",     ".open ",    ".opened ",  ".active ",
                                          ".show ",   ".cur ",     ".current ", ".expanded ",
                                          ".unfold ", ".selected " };

    return str_has_any(selector, states, COUNT_OF(states))
               ? s->off & (STYLE_WIDTH | STYLE_HEIGHT | STYLE_FAR | STYLE_MARGIN)
               : 0;
}

static void read_rule(struct sheet *sheet, struct str selectors, struct str body)
{
    struct rule rule = { 0 };
    struct str one, rest = selectors;

    style_read(body, &rule.style);

    const bool hides = matters(&rule.style);

    for (bool more = hides || rule.style.off; more;) {
        more = str_cut(rest, ',', &one, &rest);
        rule.opens = opens(&rule.style, one);
        if ((hides || rule.opens) && read_selector(one, &rule))
            add_rule(sheet, &rule);
    }
}

/* From behind '{' to its '}': the offset of the latter. */
static size_t block_end(struct str s, size_t at)
{
    struct str text;
    int depth = 1;

    while (at < s.n) {
        const char c = s.p[at];

        if (c == '/' && at + 1 < s.n && s.p[at + 1] == '*') {
            at = skip_comment(s, at);
            continue;
        }
        if (c == '"' || c == '\'') {
            at = read_string(s, at, &text);
            continue;
        }
        depth += c == '{' ? 1 : c == '}' ? -1 : 0;
        if (depth == 0)
            return at;
        at++;
    }
    return s.n;
}

/* Rules for other devices than a wide screen do not count. */
static bool is_for_screen(struct str prelude)
{
    if (str_starts_nocase(prelude, STR("@media")))
        return str_find_nocase(prelude, STR("max-width")) == STR_NONE &&
               str_find_nocase(prelude, STR("max-device-width")) == STR_NONE &&
               (str_find_nocase(prelude, STR("print")) == STR_NONE ||
                str_find_nocase(prelude, STR("screen")) != STR_NONE);
    return str_starts_nocase(prelude, STR("@supports")) ||
           str_starts_nocase(prelude, STR("@layer"));
}

/* Bytes up to '{' or ';', comments not looked into. */
static size_t prelude_end(struct str s, size_t at)
{
    while (at < s.n && s.p[at] != '{' && s.p[at] != ';' && s.p[at] != '}') {
        if (s.p[at] == '/' && at + 1 < s.n && s.p[at + 1] == '*')
            at = skip_comment(s, at);
        else
            at++;
    }
    return at;
}

/* What stands before a selector: blanks, comments, "<!--". */
static size_t skip_filler(struct str s, size_t at)
{
    for (;;) {
        at = skip_spaces(s, at);
        if (str_starts(str_skip(s, at), STR("/*")))
            at = skip_comment(s, at);
        else if (str_starts(str_skip(s, at), STR("<!--")))
            at += 4;
        else if (str_starts(str_skip(s, at), STR("-->")))
            at += 3;
        else
            return at;
    }
}

static void read_rules(struct sheet *sheet, struct str s, int nesting)
{
    for (size_t at = skip_filler(s, 0); at < s.n; at = skip_filler(s, at)) {
        const size_t end = prelude_end(s, at);
        const struct str prelude = str_sub(s, at, end - at);

        if (end >= s.n || s.p[end] != '{') { /* @import, @charset, a stray '}' */
            at = end + 1;
            continue;
        }

        const size_t close = block_end(s, end + 1);
        const struct str body = str_sub(s, end + 1, close - end - 1);

        if (prelude.n == 0 || prelude.p[0] != '@')
            read_rule(sheet, prelude, body);
        else if (is_for_screen(prelude) && nesting < NESTING_MAX)
            read_rules(sheet, body, nesting + 1);
        at = close + 1;
    }
}

static int by_key(const void *a, const void *b)
{
    const struct rule *x = a, *y = b;

    return (x->key > y->key) - (x->key < y->key);
}

struct sheet *sheet_parse(struct str css)
{
    struct sheet sheet = { 0 }, *out;

    read_rules(&sheet, str_sub(css, 0, SHEET_BYTES_MAX), 0);
    if (sheet.n == 0)
        return NULL;
    qsort(sheet.rules, sheet.n, sizeof(*sheet.rules), by_key);
    out = malloc(sizeof(*out));
    ASSERT(out);
    *out = sheet;
    return out;
}

void sheet_free(struct sheet *s)
{
    if (!s)
        return;
    free(s->rules);
    free(s);
}

/* ---- matching ------------------------------------------------------------------------------ */

static void add_subject(struct subject *s, uint32_t a)
{
    if (s->n_atoms < SUBJECT_ATOMS_MAX)
        s->atoms[s->n_atoms++] = a;
}

void subject_of(const struct node *n, struct subject *out)
{
    const struct str id = dom_attr(n, "id");
    struct str classes = dom_attr(n, "class");

    out->node = n;
    out->n_atoms = 0;
    add_subject(out, atom('e', str_of(dom_name(n))));
    if (id.n)
        add_subject(out, atom('#', id));
    while (classes.n) {
        size_t end = 0;

        while (end < classes.n && !char_is_space(classes.p[end]))
            end++;
        if (end)
            add_subject(out, atom('.', str_sub(classes, 0, end)));
        classes = str_skip(classes, end + 1);
    }
}

static bool has_atoms(const struct subject *s, const struct compound *c)
{
    for (size_t i = 0; i < c->n_atoms; i++) {
        size_t k = 0;

        while (k < s->n_atoms && s->atoms[k] != c->atoms[i])
            k++;
        if (k == s->n_atoms)
            return false;
    }
    return true;
}

/* The compounds to the left, each on the nearest ancestor that fits. */
static bool has_ancestors(const struct rule *rule, const struct node *n, size_t *budget)
{
    const struct node *up = dom_parent(n);
    size_t i = 1;

    for (int steps = 0; up && i < rule->n_compounds && steps < ANCESTORS_MAX; steps++) {
        struct subject s;

        if (*budget == 0)
            return false;
        --*budget;

        subject_of(up, &s);
        if (has_atoms(&s, &rule->compounds[i]))
            i++;
        else if (rule->compounds[i - 1].is_child)
            return false;
        up = dom_parent(up);
    }
    return i == rule->n_compounds;
}

struct matches {
    const struct rule *rule[MATCHES_MAX];
    uint64_t rank[MATCHES_MAX];
    size_t n;
    uint32_t opened; /* by rules that would fit below other ancestors */
};

/* Kept in the order of the cascade. */
static void add_match(struct matches *m, const struct rule *rule, size_t sheet)
{
    const uint64_t rank = (uint64_t)(rule->rank >> 16) << 32 | (uint64_t)(sheet & 0xffff) << 16 |
                          (rule->rank & 0xffff);
    size_t at = m->n;

    if (m->n == MATCHES_MAX)
        return;
    for (; at && m->rank[at - 1] > rank; at--) {
        m->rank[at] = m->rank[at - 1];
        m->rule[at] = m->rule[at - 1];
    }
    m->rank[at] = rank;
    m->rule[at] = rule;
    m->n++;
}

static size_t lower_bound(const struct sheet *sheet, uint32_t key)
{
    size_t low = 0, high = sheet->n;

    while (low < high) {
        const size_t mid = low + (high - low) / 2;

        if (sheet->rules[mid].key < key)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

static void match_sheet(const struct sheet *sheet, size_t number, const struct subject *subject,
                        size_t *budget, struct matches *m)
{
    for (size_t k = 0; k < subject->n_atoms; k++) {
        const uint32_t key = subject->atoms[k];

        if (!(sheet->filter >> (key & 63) & 1))
            continue;
        for (size_t i = lower_bound(sheet, key); i < sheet->n && sheet->rules[i].key == key; i++) {
            const struct rule *rule = &sheet->rules[i];

            if (*budget == 0)
                return;
            --*budget;
            if (!has_atoms(subject, &rule->compounds[0]))
                continue;
            if (has_ancestors(rule, subject->node, budget))
                add_match(m, rule, number);
            else
                m->opened |= rule->opens;
        }
    }
}

void sheets_apply(const struct sheet *const *sheets, size_t n_sheets, const struct subject *subject,
                  size_t *budget, struct style *style)
{
    struct matches m;

    m.n = 0;
    m.opened = 0;
    for (size_t i = 0; i < n_sheets; i++)
        if (sheets[i])
            match_sheet(sheets[i], i, subject, budget, &m);
    for (size_t i = 0; i < m.n; i++)
        style_merge(style, &m.rule[i]->style);
    style->opened |= m.opened;
}
