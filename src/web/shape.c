#include "base/base.h"

#include "web/shape.h"

#include "base/clock.h"

#include <inttypes.h>
#include <math.h>

enum { HEX_DIGITS = 16, TIME_CHARS_MAX = 40, DEPTH_MAX = 10 };
static const int64_t int_max = INT64_C(1) << 53; /* what every JSON reader keeps exactly */

bool shape_hex(struct str s, uint64_t *out)
{
    uint64_t value = 0;

    if (s.n != HEX_DIGITS)
        return false;
    for (size_t i = 0; i < s.n; i++) {
        const char c = char_lower(s.p[i]);

        if (!char_is_digit(c) && (c < 'a' || c > 'f'))
            return false;
        value = value << 4 | (uint64_t)(char_is_digit(c) ? c - '0' : c - 'a' + 10);
    }
    *out = value;
    return true;
}

/* What a clerk knows the member by: its help up to what explains it. Its name is told beside. */
static struct str title_of(const struct member *m)
{
    static const char *const ends[] = { "，", "；", "：" };
    struct str title = str_of(m->help);

    for (size_t i = 0; i < COUNT_OF(ends); i++) {
        const size_t at = str_find(title, str_of(ends[i]));

        if (at != STR_NONE)
            title.n = at;
    }
    return title;
}

static enum rc wrong(const struct member *m, const char *what, struct err *err)
{
    return err_set(err, RC_SYNTAX, "%.*s%s", STR_ARG(title_of(m)), what);
}

static enum rc check_text(const struct member *m, struct str s, struct err *err)
{
    const int64_t max = m->max ? m->max : MEMBER_TEXT_CHARS_MAX;
    const int64_t n = s.n > (size_t)max * 4 ? INT64_MAX : (int64_t)str_chars(s);

    if (n < m->min && m->min == 1)
        return wrong(m, "必须填写", err);
    if (n < m->min || n > max)
        return err_set(err, RC_SYNTAX, "%.*s应为 %" PRId64 " 至 %" PRId64 " 个字符",
                       STR_ARG(title_of(m)), m->min, max);
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] < 0x20 && s.p[i] != '\n' && s.p[i] != '\r' && s.p[i] != '\t')
            return wrong(m, "中有控制字符", err);
    return RC_OK;
}

static enum rc check_number(const struct member *m, double value, struct err *err)
{
    const bool has_limits = m->min || m->max;
    const double min = has_limits ? (double)m->min : m->type == MEMBER_INT ? 0 : -HUGE_VAL;
    const double max = has_limits              ? (double)m->max
                       : m->type == MEMBER_INT ? (double)int_max
                                               : HUGE_VAL;

    if (m->type == MEMBER_INT && value != floor(value))
        return wrong(m, "应为整数", err);
    if (!(value >= min && value <= max))
        return has_limits ? err_set(err, RC_SYNTAX, "%.*s应为 %" PRId64 " 至 %" PRId64,
                                    STR_ARG(title_of(m)), m->min, m->max)
                          : wrong(m, "不对", err);
    return RC_OK;
}

static bool is_word(const char *words, struct str s)
{
    struct str rest = str_of(words), word;

    while (rest.n) {
        (void)str_cut(rest, '|', &word, &rest);
        if (str_eq(word, s))
            return true;
    }
    return false;
}

/* A value that is written as text. */
static enum rc check_written(const struct member *m, struct str s, struct err *err)
{
    int64_t time;
    int32_t day;
    uint64_t id;

    if (m->type == MEMBER_DAY)
        return day_parse(s, &day) ? RC_OK : wrong(m, "应为日期，如 2026-11-20", err);
    if (m->type == MEMBER_TIME)
        return s.n <= TIME_CHARS_MAX && time_parse(s, &time)
                   ? RC_OK
                   : wrong(m, "应为时间，如 2026-11-20T08:00:00+08:00", err);
    if (m->type == MEMBER_HEX)
        return shape_hex(s, &id) ? RC_OK : wrong(m, "应为 16 位十六进制数", err);
    if (m->type == MEMBER_WORD && !is_word(m->words, s))
        return err_set(err, RC_SYNTAX, "%.*s只能是 %s", STR_ARG(title_of(m)), m->words);
    return m->type == MEMBER_WORD ? RC_OK : check_text(m, s, err);
}

static enum rc check_count(const struct member *m, const struct json *list, struct err *err)
{
    const int64_t max = m->max ? m->max : MEMBER_ITEMS_MAX;
    const int64_t n = (int64_t)json_count(list);

    if (json_kind(list) != JSON_IS_LIST)
        return wrong(m, "应为数组", err);
    if (n < m->min || n > max)
        return err_set(err, RC_SYNTAX, "%.*s应有 %" PRId64 " 至 %" PRId64 " 项",
                       STR_ARG(title_of(m)), m->min, max);
    return RC_OK;
}

/* What goes out is asked for its types alone: a page's excerpt is as long as it is. */
struct checking {
    bool is_reply;
    int depth;
    struct str field; /* the member that was wrong; a name of ours, or a key of the object */
};

static enum rc check_texts(const struct checking *c, const struct member *m,
                           const struct json *list, struct err *err)
{
    const struct member each = { .name = m->name, .type = MEMBER_TEXT, .help = m->help };
    enum rc rc = check_count(m, list, err);

    for (size_t i = 0; !rc && i < json_count(list); i++) {
        if (json_kind(json_at(list, i)) != JSON_IS_TEXT)
            return wrong(m, "应为文字的数组", err);
        if (!c->is_reply)
            rc = check_text(&each, json_str(json_at(list, i)), err);
    }
    return rc;
}

static enum rc check_ints(const struct member *m, const struct json *list, struct err *err)
{
    const struct member each = { .name = m->name, .type = MEMBER_INT, .help = m->help };
    enum rc rc = check_count(m, list, err);

    for (size_t i = 0; !rc && i < json_count(list); i++)
        rc = json_kind(json_at(list, i)) == JSON_IS_NUMBER
                 ? check_number(&each, json_number(json_at(list, i)), err)
                 : wrong(m, "应为整数的数组", err);
    return rc;
}

static enum rc check_object(struct checking *c, const struct member *of, const struct json *object,
                            struct err *err);

static enum rc check_list(struct checking *c, const struct member *m, const struct json *list,
                          struct err *err)
{
    enum rc rc = check_count(m, list, err);

    for (size_t i = 0; !rc && i < json_count(list); i++)
        rc = check_object(c, m->of, json_at(list, i), err);
    return rc;
}

static enum rc check_value(struct checking *c, const struct member *m, const struct json *value,
                           struct err *err)
{
    const enum json_kind kind = json_kind(value);

    switch (m->type) {
    case MEMBER_TEXT:
        if (kind == JSON_IS_TEXT)
            return c->is_reply ? RC_OK : check_text(m, json_str(value), err);
        return wrong(m, "应为文字", err);
    case MEMBER_DAY:
    case MEMBER_TIME:
    case MEMBER_WORD:
    case MEMBER_HEX:
        return kind == JSON_IS_TEXT ? check_written(m, json_str(value), err)
                                    : wrong(m, "应为文字", err);
    case MEMBER_INT:
    case MEMBER_REAL:
        return kind == JSON_IS_NUMBER ? check_number(m, json_number(value), err)
                                      : wrong(m, "应为数字", err);
    case MEMBER_FLAG:
        return kind == JSON_IS_BOOL ? RC_OK : wrong(m, "应为 true 或 false", err);
    case MEMBER_OBJECT:
        return check_object(c, m->of, value, err);
    case MEMBER_LIST:
        return check_list(c, m, value, err);
    case MEMBER_TEXTS:
        return check_texts(c, m, value, err);
    case MEMBER_INTS:
        return check_ints(m, value, err);
    case MEMBER_ANY:
        break;
    }
    return RC_OK;
}

static const struct member *find(const struct member *of, struct str name)
{
    for (; of->name; of++)
        if (str_eq(name, str_of(of->name)))
            return of;
    return NULL;
}

struct unknown {
    const struct member *of;
    const char *name; /* the first that is not declared */
};

static void look_for_unknown(void *ctx, const char *key, const struct json *value)
{
    struct unknown *u = ctx;

    (void)value;
    if (!u->name && !find(u->of, str_of(key)))
        u->name = key;
}

static enum rc check_member(struct checking *c, const struct member *m, const struct json *value,
                            struct err *err)
{
    if (!value)
        return m->flags & OPTIONAL ? RC_OK : wrong(m, "必须填写", err);
    if (json_absent(value) && m->type != MEMBER_ANY)
        return m->flags & NULLABLE ? RC_OK : wrong(m, "必须填写", err);
    return check_value(c, m, value, err);
}

static enum rc check_object(struct checking *c, const struct member *of, const struct json *object,
                            struct err *err)
{
    struct unknown u = { .of = of };

    ASSERT(c->depth < DEPTH_MAX); /* of our own declarations */
    if (json_kind(object) != JSON_IS_OBJECT)
        return err_set(err, RC_SYNTAX, "内容应为 JSON 对象");
    json_each(object, look_for_unknown, &u);
    if (u.name) {
        c->field = str_of(u.name);
        return err_set(err, RC_SYNTAX, "不认识的字段“%.*s”",
                       STR_ARG(str_head_chars(str_of(u.name), 40)));
    }
    c->depth++;
    for (; of->name; of++) {
        const enum rc rc = check_member(c, of, json_get(object, of->name), err);

        if (rc) {
            if (!c->field.n)
                c->field = str_of(of->name);
            return rc;
        }
    }
    c->depth--;
    return RC_OK;
}

enum rc shape_check(const struct member *of, const struct json *object, struct arena *a,
                    struct str *field, struct err *err)
{
    struct checking c = { 0 };
    const enum rc rc = check_object(&c, of, object, err);

    if (rc)
        *field = arena_copy(a, c.field);
    return rc;
}

enum rc shape_check_reply(const struct member *of, const struct json *object, struct err *err)
{
    struct checking c = { .is_reply = true };
    struct err why = { 0 };
    const enum rc rc = check_object(&c, of, object, &why);

    return rc ? err_set(err, rc, "%.*s：%s", STR_ARG(c.field), why.text) : RC_OK;
}

/* A value of a query, by its type. */
static enum rc check_queried(const struct member *m, struct str s, struct err *err)
{
    int64_t number;

    switch (m->type) {
    case MEMBER_INT:
        return str_to_i64(s, 0, int_max, &number) ? check_number(m, (double)number, err)
                                                  : wrong(m, "应为整数", err);
    case MEMBER_FLAG:
        return str_eq(s, STR("0")) || str_eq(s, STR("1")) ? RC_OK : wrong(m, "应为 0 或 1", err);
    case MEMBER_TEXT:
    case MEMBER_DAY:
    case MEMBER_TIME:
    case MEMBER_WORD:
    case MEMBER_HEX:
        return check_written(m, s, err);
    case MEMBER_REAL:
    case MEMBER_OBJECT:
    case MEMBER_LIST:
    case MEMBER_TEXTS:
    case MEMBER_INTS:
    case MEMBER_ANY:
        break;
    }
    ASSERT(false); /* a query holds no such thing */
}

enum rc shape_check_query(const struct member *of, const struct http_target *target,
                          struct str *field, struct err *err)
{
    for (size_t i = 0; i < target->n_query; i++) {
        const struct http_pair *pair = &target->query[i];
        const struct member *m = find(of, pair->name);
        enum rc rc = RC_OK;

        *field = pair->name;
        if (!m)
            return err_set(err, RC_SYNTAX, "没有“%.*s”这个查询条件",
                           STR_ARG(str_head_chars(pair->name, 40)));
        for (size_t k = 0; k < i; k++)
            if (str_eq(target->query[k].name, pair->name))
                return wrong(m, "只能给一次", err);
        if (pair->value.n) /* "?q=" asks nothing */
            rc = check_queried(m, pair->value, err);
        if (rc)
            return rc;
    }
    return RC_OK;
}
