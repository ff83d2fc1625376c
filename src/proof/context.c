#include "base/base.h"

#include "proof/context.h"

#include "text/han.h"

enum {
    NEAR_CHARS_DEFAULT = 20,
    TITLE_CHARS = 80,
    PAST_CHARS = 40, /* for years */
    NEAR_PAST_BEFORE = 8,
    NEAR_PAST_AFTER = 12,
};

/* ---- reading --------------------------------------------------------------------------------- */

/* The words behind the name of a condition, split at '|'. */
static void take_words(struct str s, const struct fold_table *t, struct arena *a,
                       struct condition *out)
{
    size_t n = 1;

    for (size_t i = 0; i < s.n; i++)
        n += s.p[i] == '|';
    struct str *words = arena_array(a, struct str, n);
    struct str word;

    n = 0;
    while (s.n) {
        (void)str_cut(s, '|', &word, &s);
        word = fold(t, str_trim(word), a).text;
        if (word.n)
            words[n++] = word;
    }
    out->words = words;
    out->n = n;
}

static bool take_prefix(struct str *s, struct str prefix)
{
    if (!str_starts(*s, prefix))
        return false;
    *s = str_skip(*s, prefix.n);
    return true;
}

/* The number directly behind 近须 or 近非. */
static bool take_chars(struct str *s, size_t *out)
{
    size_t n = 0;
    int64_t value = NEAR_CHARS_DEFAULT;

    while (n < s->n && char_is_digit(s->p[n]))
        n++;
    if (n && !str_to_i64(str_sub(*s, 0, n), 1, CONTEXT_CHARS_MAX, &value))
        return false;
    *s = str_skip(*s, n);
    *out = (size_t)value;
    return true;
}

static bool take_side(struct str *s, struct condition *out)
{
    static const struct {
        const char *name;
        enum context_side side;
    } sides[] = { { "前", CONTEXT_BEFORE }, { "后", CONTEXT_AFTER }, { "近", CONTEXT_NEAR } };

    for (size_t i = 0; i < COUNT_OF(sides); i++) {
        if (!take_prefix(s, str_of(sides[i].name)))
            continue;
        out->side = sides[i].side;
        out->forbids = take_prefix(s, STR("非"));
        return out->forbids || take_prefix(s, STR("须"));
    }
    return false;
}

static enum rc parse_one(struct str part, const struct fold_table *t, struct arena *a,
                         struct context *c, struct err *err)
{
    struct str s = part;
    struct condition one = { 0 };

    if (str_eq(part, STR("书名号外"))) {
        c->outside_title = true;
        return RC_OK;
    }
    if (str_eq(part, STR("单独成句"))) {
        c->alone = true;
        return RC_OK;
    }
    if (str_eq(part, STR("往事除外"))) {
        c->not_past = true;
        return RC_OK;
    }
    if (!take_side(&s, &one))
        return err_set(err, RC_SYNTAX,
                       "不认识的条件“%.*s”：应为 前须、前非、后须、后非、近须、近非、"
                       "书名号外、单独成句 或 往事除外",
                       STR_ARG(part));
    if (one.side == CONTEXT_NEAR && !take_chars(&s, &one.n_chars))
        return err_set(err, RC_SYNTAX, "条件“%.*s”的字数应在 1 至 %d 之间", STR_ARG(part),
                       CONTEXT_CHARS_MAX);
    take_words(str_trim(s), t, a, &one);
    if (one.n == 0)
        return err_set(err, RC_SYNTAX, "条件“%.*s”没有写词", STR_ARG(part));
    if (c->n == CONTEXT_CONDITIONS_MAX)
        return err_set(err, RC_LIMIT, "条件多于 %d 个", CONTEXT_CONDITIONS_MAX);
    c->conditions[c->n++] = one;
    return RC_OK;
}

enum rc context_parse(struct str cell, const struct fold_table *t, struct arena *a,
                      struct context *c, struct err *err)
{
    const struct str semicolon = STR("；");

    while (cell.n) {
        const size_t at = str_find(cell, semicolon);
        const struct str part = str_trim(str_sub(cell, 0, at));
        enum rc rc;

        cell = at == STR_NONE ? str_skip(cell, cell.n) : str_skip(cell, at + semicolon.n);
        if (part.n && (rc = parse_one(part, t, a, c, err)))
            return rc;
    }
    return RC_OK;
}

/* ---- judging --------------------------------------------------------------------------------- */

/* At most n_chars characters in front of `at`, within the line. */
static struct str before(struct str text, size_t at, size_t n_chars)
{
    size_t from = at;

    while (from > 0 && n_chars > 0 && text.p[from - 1] != '\n') {
        from--;
        n_chars -= ((unsigned char)text.p[from] & 0xC0) != 0x80;
    }
    return str_sub(text, from, at - from);
}

static struct str after(struct str text, size_t end, size_t n_chars)
{
    const struct str line = str_skip(text, end);

    return str_head_chars(str_sub(line, 0, str_chr(line, '\n')), n_chars);
}

static bool holds(const struct condition *c, struct str text, size_t at, size_t n)
{
    const struct str left = str_sub(text, 0, at), right = str_skip(text, at + n);
    bool found = false;

    if (c->side == CONTEXT_NEAR) {
        const struct str lead = before(text, at, c->n_chars);
        const struct str tail = after(text, at + n, c->n_chars);

        for (size_t i = 0; i < c->n && !found; i++)
            found = str_has(lead, c->words[i]) || str_has(tail, c->words[i]);
    }
    for (size_t i = 0; i < c->n && !found; i++)
        found = c->side == CONTEXT_BEFORE  ? str_ends(left, c->words[i])
                : c->side == CONTEXT_AFTER ? str_starts(right, c->words[i])
                                           : false;
    return found != c->forbids;
}

/* A 《 that is still open. */
static bool in_title(struct str text, size_t at)
{
    const struct str open = STR("《"), close = STR("》");
    struct str lead = before(text, at, TITLE_CHARS);

    for (; lead.n >= open.n; lead.n--) {
        if (str_ends(lead, close))
            return false;
        if (str_ends(lead, open))
            return true;
    }
    return false;
}

/* A year before `year` stands in the text, with four digits and none beside them. */
static bool names_year_before(struct str s, int year)
{
    for (size_t i = 0; i + 4 <= s.n; i++) {
        int64_t value;

        if (!str_to_i64(str_sub(s, i, 4), 1949, year - 1, &value))
            continue;
        if ((i == 0 || !char_is_digit(s.p[i - 1])) && (i + 4 == s.n || !char_is_digit(s.p[i + 4])))
            return true;
    }
    return false;
}

static bool speaks_of_past(struct str text, size_t at, size_t n, int year)
{
    static const char *const leads[] = { "前", "前任", "将", "由", "自", "从", "（", "(" };
    static const char *const tails[] = {
        "令", "关于", "公告", "和", "、", "第", "办公厅", "〔", "["
    };
    /* close by: 原县工商局, 撤销县工商局; 工商局、质监局并入 */
    static const char *const near_leads[] = { "原",   "时任", "曾",   "撤销", "不再", "整合",
                                              "前身", "更名", "组建", "合并", "划转", "将" };
    static const char *const near_tails[] = { "更名", "改名", "改为", "改称", "撤销",
                                              "并入", "合并", "整合", "不再", "划入",
                                              "划转", "职责", "挂牌", "前身", "《" };
    /* 被国家林业局授予…称号: by the office as it was then */
    static const char *const given_leads[] = { "被", "获", "获得" };
    static const char *const given_tails[] = { "授予",   "评为",   "命名为", "评定为",
                                               "认定为", "确定为", "列为",   "表彰" };
    const struct str left = str_sub(text, 0, at), right = str_skip(text, at + n);

    if (str_ends_any(left, given_leads, COUNT_OF(given_leads)) &&
        str_starts_any(right, given_tails, COUNT_OF(given_tails)))
        return true;
    return str_ends_any(left, leads, COUNT_OF(leads)) ||
           str_starts_any(right, tails, COUNT_OF(tails)) ||
           str_has_any(before(text, at, NEAR_PAST_BEFORE), near_leads, COUNT_OF(near_leads)) ||
           str_has_any(after(text, at + n, NEAR_PAST_AFTER), near_tails, COUNT_OF(near_tails)) ||
           (year && (names_year_before(before(text, at, PAST_CHARS), year) ||
                     names_year_before(after(text, at + n, PAST_CHARS), year)));
}

/* Neither a word nor a quotation mark touches it. */
static bool stands_alone(struct str text, size_t at, size_t n)
{
    const struct str before = str_sub(text, 0, at), behind = str_skip(text, at + n);
    const bool follows = at >= HAN_BYTES && han_begins(text.p[at - HAN_BYTES]);

    return !follows && !(behind.n && han_begins(behind.p[0])) && !str_ends(before, STR("“")) &&
           !str_ends(before, STR("《")) && !str_ends(before, STR("\""));
}

bool context_fits(const struct context *c, struct str text, size_t at, size_t n, int year)
{
    for (size_t i = 0; i < c->n; i++)
        if (!holds(&c->conditions[i], text, at, n))
            return false;
    if ((c->outside_title && in_title(text, at)) || (c->alone && !stands_alone(text, at, n)))
        return false;
    return !c->not_past || !speaks_of_past(text, at, n, year);
}
