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

/* In front of `号`: digits, a bracket, a year, a bracket. */
static void check_number(struct str text, struct str line, size_t end, struct problem_list *out)
{
    int number, year;
    const struct str left = str_sub(line, 0, end);
    const size_t n_number = rule_digits_before(left, 6, &number);
    const struct str before = str_sub(left, 0, left.n - n_number);

    for (size_t i = 0; i < COUNT_OF(brackets) && n_number; i++) {
        const struct str open = str_of(brackets[i].open), close = str_of(brackets[i].close);

        if (!str_ends(before, close) || before.n < close.n + 4 + open.n)
            continue;
        const size_t at = before.n - close.n - 4 - open.n;

        if (rule_digits(str_skip(before, at + open.n), 4, &year) != 4 || year < 1949 ||
            year > 2100 || !str_starts(str_skip(before, at), open) ||
            !is_code_end(str_sub(before, 0, at)))
            return;
        const struct str whole = str_sub(line, at, end - at + STR("号").n);
        const struct str right = arena_printf(out->a, "〔%d〕%d号", year, number);

        if (!brackets[i].is_right)
            rule_add(out, text, whole, right, "文号", brackets[i].score);
        else if (left.p[left.n - n_number] == '0' && n_number > 1)
            rule_add(out, text, whole, right, "文号", 0.92);
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
