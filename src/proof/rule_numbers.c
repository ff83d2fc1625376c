#include "base/base.h"

#include "proof/rules.h"

/* A comma within a number that does not stand before three digits: 1,0000元. */
static bool is_unit(struct str s)
{
    static const char *const units[] = { "元", "万", "亿", "人", "户", "吨", "亩", "平方", "公里",
                                         "个", "件", "次", "台", "家", "项", "米", "公顷", "千瓦" };

    return str_starts_any(s, units, COUNT_OF(units));
}

static void check_groups(struct str text, struct str line, struct problem_list *out)
{
    for (size_t at = 0; at < line.n; at++) {
        const size_t next = str_chr(str_skip(line, at), ',');
        int value;

        if (next == STR_NONE)
            return;
        at += next;
        const struct str left = str_sub(line, 0, at), right = str_skip(line, at + 1);
        const size_t n_left = rule_digits_before(left, 4, &value);
        const size_t n_right = rule_digits(right, 6, &value);
        const bool is_inner = str_ends(str_sub(left, 0, left.n - n_left), STR(",")) ||
                              str_ends(str_sub(left, 0, left.n - n_left), STR("."));

        if (n_left >= 1 && n_left <= 3 && !is_inner && (n_right == 4 || n_right == 5) &&
            is_unit(str_skip(right, n_right)))
            rule_add(out, text, str_sub(line, at - n_left, n_left + 1 + n_right), (struct str){ 0 },
                     "数字", 0.93);
    }
}

/* What can fall below nothing: a profit becomes a loss. */
static bool may_be_negative(struct str lead)
{
    static const char *const words[] = { "利润", "盈利", "净", "亏损", "收益", "顺差", "结余" };
    enum { NEAR_BYTES = 60 };
    const size_t from = lead.n > NEAR_BYTES ? lead.n - NEAR_BYTES : 0;

    return str_has_any(str_skip(lead, from), words, COUNT_OF(words));
}

/* 下降120%: nothing else falls by more than all of it. */
static void check_falls(struct str text, struct str line, struct problem_list *out)
{
    static const char *const verbs[] = { "下降", "减少", "降低", "缩减", "回落" };

    for (size_t at = 0; at < line.n; at++) {
        const size_t next = str_chr(str_skip(line, at), '%');
        int value, decimals;

        if (next == STR_NONE)
            return;
        at += next;
        struct str lead = str_sub(line, 0, at);
        size_t n = rule_digits_before(lead, 6, &value);

        if (str_ends(str_sub(lead, 0, lead.n - n), STR("."))) {
            const size_t n_point = n + 1;

            decimals = value;
            n = rule_digits_before(str_sub(lead, 0, lead.n - n_point), 6, &value);
            (void)decimals;
            lead = str_sub(lead, 0, lead.n - n_point - n);
        } else {
            lead = str_sub(lead, 0, lead.n - n);
        }
        if (n == 0 || value <= 100 || may_be_negative(lead))
            continue;
        if (str_ends(lead, STR("了")))
            lead.n -= 3;
        for (size_t i = 0; i < COUNT_OF(verbs); i++)
            if (str_ends(lead, str_of(verbs[i])))
                rule_add(out, text, str_sub(line, lead.n - 6, at + 1 - (lead.n - 6)),
                         (struct str){ 0 }, "数字", 0.92);
    }
}

/* 20××年, XXXX年: a place that nobody filled in. */
static void check_blanks(struct str text, struct str line, struct problem_list *out)
{
    static const char *const blanks[] = { "××××年", "XXXX年", "xxxx年",   "20××年",
                                          "20XX年", "20xx年", "××年××月", "XX年XX月" };

    if (!str_has(line, STR("年")))
        return;
    for (size_t i = 0; i < COUNT_OF(blanks); i++) {
        const struct str blank = str_of(blanks[i]);
        const size_t at = str_find(line, blank);

        if (at != STR_NONE) {
            rule_add(out, text, str_sub(line, at, blank.n), (struct str){ 0 }, "占位与测试", 0.8);
            return;
        }
    }
}

void rule_numbers(struct str text, struct str line, struct problem_list *out)
{
    check_groups(text, line, out);
    check_falls(text, line, out);
    check_blanks(text, line, out);
}
