#include "base/base.h"

#include "proof/rules.h"

static const char class_name[] = "序号";

/* ---- 首先，…… 其次，…… 再次，…… ------------------------------------------------------------ */

/* Where a clause begins with the word and a comma; STR_NONE: nowhere. */
static size_t clause(struct str line, const char *word)
{
    const struct str w = str_of(word);
    size_t from = 0;

    for (;;) {
        const size_t next = str_find(str_skip(line, from), w);
        const size_t at = from + next;

        if (next == STR_NONE)
            return STR_NONE;
        if (str_starts(str_skip(line, at + w.n), STR("，")) &&
            (at == 0 || str_ends(str_sub(line, 0, at), STR("。")) ||
             str_ends(str_sub(line, 0, at), STR("；"))))
            return at;
        from = at + w.n;
    }
}

void rule_steps(struct str text, struct str line, struct problem_list *out)
{
    static const char *const seconds[] = { "其次", "然后", "第二", "接着", "二是", "同时", "此外" };
    const size_t first = clause(line, "首先"), third = clause(line, "再次");

    if (first == STR_NONE || third == STR_NONE || third < first)
        return;
    for (size_t i = 0; i < COUNT_OF(seconds); i++)
        if (str_has(str_sub(line, first, third - first), str_of(seconds[i])))
            return;
    rule_add(out, text, str_sub(line, third, STR("再次").n), STR("其次"), class_name, 0.91);
}

/* ---- 一是……；二是……；三是…… ------------------------------------------------------------------ */

static const char *const numerals[] = { "一", "二", "三", "四", "五", "六", "七", "八", "九" };

/* 二是: which numeral; 0: none. */
static size_t point_at(struct str s)
{
    for (size_t i = 0; i < COUNT_OF(numerals); i++)
        if (str_starts(s, str_of(numerals[i])))
            return str_starts(str_skip(s, str_of(numerals[i]).n), STR("是")) ? i + 1 : 0;
    return 0;
}

/* Between two points: the one between them, told otherwise or passed over. */
static bool is_told_otherwise(struct str between, size_t point)
{
    return str_has(between, str_of(numerals[point - 1])) || str_has(between, STR("其次")) ||
           str_has(between, STR("…"));
}

/* 一是…；二是…；四是…: a point is left out where its numeral stands nowhere between its
 * neighbours. */
void rule_points(struct str text, struct str line, struct problem_list *out)
{
    static const char *const marks[] = { "，", "；", "。", "：", "、" };
    size_t last = 0, last_at = 0;

    for (size_t at = 0; at < line.n; at += str_head_chars(str_skip(line, at), 1).n) {
        const struct str ahead = str_sub(line, 0, at);
        const size_t point = point_at(str_skip(line, at));

        if (!point || (at && !str_ends_any(ahead, marks, COUNT_OF(marks))))
            continue;
        if (last && point == last + 2 && !is_told_otherwise(str_skip(ahead, last_at), last + 1))
            rule_add(out, text, str_sub(line, at, STR("一是").n),
                     arena_printf(out->a, "%s是", numerals[last]), class_name, 0.91);
        last = point == 1 || last ? point : 0;
        last_at = at;
    }
}

/* ---- the list of attachments ----------------------------------------------------------------- */

/* "附件3", "附件：3." or, in a list that has begun, "3.": the number; 0: the line is no entry. */
static int entry_of(struct str line, bool has_begun, struct str *place)
{
    const struct str start = str_trim(line);
    const bool is_named = str_starts(start, STR("附件"));
    struct str rest = is_named ? str_skip(start, STR("附件").n) : start;
    int value;
    size_t n;

    if (!is_named && !has_begun)
        return 0;
    if (is_named && (str_starts(rest, STR("：")) || str_starts(rest, STR(":")))) {
        rest = str_skip(rest, rest.p[0] == ':' ? 1 : STR("：").n);
        rest = str_skip(rest, rest.n && rest.p[0] == ' ');
    }
    n = rule_digits(rest, 2, &value);
    *place = str_sub(rest, 0, n);
    rest = str_skip(rest, n);
    if (n == 0 || (rest.n && char_is_digit(rest.p[0])))
        return 0;
    if (is_named && rest.p == start.p + STR("附件").n + n)
        return value;
    return str_starts(rest, STR("．")) || str_starts(rest, STR("、")) ||
                   (str_starts(rest, STR(".")) && !(rest.n > 1 && char_is_digit(rest.p[1])))
               ? value
               : 0;
}

void rule_attachments(struct str text, struct problem_list *out)
{
    struct str rest = text, line, place = { 0 };
    int last = 0;

    if (!str_has(text, STR("附件")))
        return;
    while (str_line(&rest, &line)) {
        const int value = entry_of(line, last > 0, &place);

        if (last && value > last + 1)
            rule_add(out, text, place, arena_printf(out->a, "%d", last + 1), class_name, 0.92);
        /* a list begins with one, and another line ends it */
        last = value && (last || value == 1) ? value : 0;
    }
}
