#include "base/base.h"

#include "proof/rules.h"

/* 国办发〔2019〕5号: the norm of official documents (GB/T 9704) has these brackets and no leading
 * zero. */
static const struct bracket {
    const char *open, *close;
    bool is_right;
    double score;
} brackets[] = {
    { "〔", "〕", true, 0 },     { "﹝", "﹞", true, 0 },     { "[", "]", false, 0.92 },
    { "［", "］", false, 0.92 }, { "【", "】", false, 0.92 }, { "(", ")", false, 0.7 },
    { "（", "）", false, 0.7 },
};

/* The words that the code of an issuing office ends in. */
static bool is_code_end(struct str left)
{
    static const char *const ends[] = { "发", "函", "办", "字", "政", "规", "通", "电", "令" };

    return str_ends_any(left, ends, COUNT_OF(ends));
}

/* Cuts `end` off the end of s, if it is there. */
static bool cut_end(struct str *s, struct str end)
{
    const bool has = str_ends(*s, end);

    if (has)
        s->n -= end.n;
    return has;
}

/* In front of `号`: digits, a bracket, a year, a bracket; behind the year 年 and in front of the
 * number 第 are in nobody's way, but wrong. */
static void check_number(struct str text, struct str line, size_t end, struct problem_list *out)
{
    static const char *const papers[] = { "发", "函", "办" };
    enum { YEAR_DIGITS = 4 };
    int number, year;
    const struct str left = str_sub(line, 0, end);
    const size_t n_number = rule_digits_before(left, 6, &number);
    struct str before = str_sub(left, 0, left.n - n_number);

    if (!n_number)
        return;
    const bool has_ordinal = cut_end(&before, STR("第"));

    for (size_t i = 0; i < COUNT_OF(brackets); i++) {
        struct str code = before;

        if (!cut_end(&code, str_of(brackets[i].close)))
            continue;
        const bool has_word = cut_end(&code, STR("年"));

        if (rule_digits_before(code, YEAR_DIGITS, &year) != YEAR_DIGITS || year < 1949 ||
            year > 2100)
            return;
        code.n -= YEAR_DIGITS;
        if (!cut_end(&code, str_of(brackets[i].open)) || !is_code_end(code))
            return;
        const struct str whole = str_sub(line, code.n, end - code.n + STR("号").n);
        const struct str right = arena_printf(out->a, "〔%d〕%d号", year, number);
        const bool has_zero = left.p[left.n - n_number] == '0' && n_number > 1;
        const bool is_paper = str_ends_any(code, papers, COUNT_OF(papers));

        if (has_ordinal && !(brackets[i].is_right && is_paper))
            return; /* offices that decide cases number them so */
        if (!brackets[i].is_right)
            rule_add(out, text, whole, right, "文号", brackets[i].score);
        else if (has_zero || has_word)
            rule_add(out, text, whole, right, "文号", 0.92);
        else if (has_ordinal)
            rule_add(out, text, whole, right, "文号", 0.7);
        return;
    }
}

void rule_documents(struct str text, struct str line, struct problem_list *out)
{
    const struct str word = STR("号");

    for (size_t at = 0; at < line.n; at += word.n) {
        const size_t next = str_find(str_skip(line, at), word);

        if (next == STR_NONE)
            return;
        at += next;
        check_number(text, line, at, out);
    }
}
