#include "base/base.h"

#include "proof/cited.h"

#include "proof/errata.h"
#include "text/han.h"

enum {
    QUOTE_BYTES = 90, /* what is quoted as a mistake is not longer */
    CLOSE_CHARS = 8,
    BEHIND_CHARS = 60, /* other examples may stand between it and what is said of them */
};

static const struct {
    const char *open, *close;
} marks[] = { { "“", "”" }, { "‘", "’" }, { "「", "」" }, { "『", "』" } };

/* The innermost quotation marks around the place; false when there are none. */
static bool find_quote(struct str line, size_t at, size_t end, size_t *open, size_t *behind)
{
    const size_t lowest = at > QUOTE_BYTES ? at - QUOTE_BYTES : 0;

    for (size_t i = at; i-- > lowest;)
        for (size_t k = 0; k < COUNT_OF(marks); k++) {
            const struct str here = str_sub(line, i, at - i);

            if (str_starts(here, str_of(marks[k].close)))
                return false;
            if (!str_starts(here, str_of(marks[k].open)))
                continue;

            const size_t close = str_find(str_sub(line, end, QUOTE_BYTES), str_of(marks[k].close));

            if (close == STR_NONE)
                return false;
            *open = i;
            *behind = end + close + str_of(marks[k].close).n;
            return true;
        }
    return false;
}

/* “甲”应写成“乙”: the second one is to be right. But: 不应写成. */
static bool is_given_as_right(struct str before, const char *const *rights, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (str_ends(before, str_of(rights[i])))
            return !str_ends(str_sub(before, 0, before.n - str_of(rights[i]).n), STR("不"));
    return false;
}

/* 错印为中华人民共合国, 误将县人民政府写作县人民政俯: need no quotation marks. */
static bool is_led_by_mistake(struct str before)
{
    static const char *const leads[] = { "错印为", "错印成", "错写为", "错写成", "误印为", "误印成",
                                         "误写为", "误写成", "误打成", "错打成", "误作" };
    static const char *const verbs[] = { "写作", "写成", "写为", "印成", "印为", "打成" };
    static const char *const takes[] = { "误将", "误把", "错将", "错把" };
    enum { AHEAD_CHARS = 6 }; /* of a longer name: 县人民政 */
    const struct str all = before;

    for (size_t i = 0; i <= AHEAD_CHARS && before.n; i++) {
        if (str_ends_any(before, leads, COUNT_OF(leads)) ||
            (str_ends_any(before, verbs, COUNT_OF(verbs)) &&
             str_has_any(str_skip(all, all.n > QUOTE_BYTES ? all.n - QUOTE_BYTES : 0), takes,
                         COUNT_OF(takes))))
            return true;
        if (before.n < HAN_BYTES || !han_begins(before.p[before.n - HAN_BYTES]))
            return false;
        before.n -= HAN_BYTES;
    }
    return false;
}

static bool is_quoted_as_wrong(struct str line, size_t at, size_t n)
{
    /* directly in front of the quotation */
    static const char *const leads[] = {
        "写成",         "写作",       "写为",     "打成",     "误作",     "误为",     "误用",
        "误成",         "错成",       "误打为",   "印成",     "错印为",   "误印为",   "误称",
        "误称为",       "不使用",     "不得使用", "不用",     "不能用",   "禁止使用", "不要用",
        "不能写",       "不得写",     "不应写",   "不可写",   "不要写",   "不宜写",   "不能称",
        "不得称",       "不能称为",   "不得称为", "而不是",   "而非",     "错误写法", "错误：",
        "错误的写法是", "错误写法是", "不写",     "不得出现", "避免使用", "禁用",     "不再使用",
        "误写：",       "错别字",     "错别字：", "误将",     "误把",     "错将",     "错把",
    };
    /* between it and what is right */
    static const char *const rights[] = { "应为",   "应是",   "应写为", "应写成",
                                          "应写作", "应改为", "改为",   "更正为" };
    /* behind it, in the same sentence */
    static const char *const tails[] = {
        "等错别字", "等错字",   "等错误",     "等不规范",   "错误写法",   "误写",       "都是错误",
        "均为错误", "属于错误", "是错误的",   "是错的",     "写错",       "属于错别字", "系笔误",
        "录入错误", "有误",     "的错误表述", "等表述错误", "的表述错误",
    };
    size_t open, behind;

    if (!find_quote(line, at, at + n, &open, &behind))
        return false;

    const struct str before = str_sub(line, 0, open);
    const struct str after = str_head_chars(str_skip(line, behind), BEHIND_CHARS);
    const size_t stop = str_find(after, STR("。"));

    if (is_given_as_right(before, rights, COUNT_OF(rights)))
        return false;
    return str_ends_any(before, leads, COUNT_OF(leads)) ||
           str_has_any(str_head_chars(after, CLOSE_CHARS), rights, COUNT_OF(rights)) ||
           str_has_any(str_sub(after, 0, stop), tails, COUNT_OF(tails));
}

bool cited_as_wrong(struct str text, size_t at, size_t n, struct str right)
{
    enum { LINE_BYTES = 900 }; /* on either side: some pages are one line */
    const size_t lowest = at > LINE_BYTES ? at - LINE_BYTES : 0;
    size_t from = at;

    while (from > lowest && text.p[from - 1] != '\n')
        from--;

    const struct str rest = str_sub(text, from, at - from + n + LINE_BYTES);
    const struct str line = str_sub(rest, 0, str_chr(rest, '\n'));

    if (at + n > from + line.n)
        return false;
    return is_quoted_as_wrong(line, at - from, n) ||
           is_led_by_mistake(str_sub(line, 0, at - from)) || errata_shows(text, at, n, right) ||
           errata_asks(text, at);
}
