#include "base/base.h"

#include "proof/rules.h"

enum { NUMBER_MAX = 99 };

/* 一 to 九十九 at the start of s. */
static size_t chinese_number(struct str s, int *value)
{
    static const char *const digits[] = { "一", "二", "三", "四", "五", "六", "七", "八", "九" };
    int ones = 0, tens = 0;
    bool has_ten = false;
    size_t n = 0;

    for (;;) {
        const struct str rest = str_skip(s, n);
        int digit = 0;

        for (int i = 0; i < (int)COUNT_OF(digits) && !digit; i++)
            if (str_starts(rest, str_of(digits[i])))
                digit = i + 1;
        if (!digit && (has_ten || !str_starts(rest, STR("十"))))
            break;
        if (digit && ones)
            break;
        if (digit) {
            ones = digit;
        } else {
            tens = ones ? ones : 1;
            ones = 0;
            has_ten = true;
        }
        n += 3;
    }
    *value = tens * 10 + ones;
    return n;
}

/* What a paragraph begins with. */
enum level { LEVEL_NONE, LEVEL_ARTICLE, LEVEL_ONE, LEVEL_TWO, LEVEL_N };

static const struct form {
    const char *open, *close;
} forms[LEVEL_N] = {
    [LEVEL_ARTICLE] = { "第", "条" },
    [LEVEL_ONE] = { "", "、" },
    [LEVEL_TWO] = { "（", "）" },
};

static enum level number_of(struct str line, int *value, struct str *place)
{
    const struct str start = str_trim(line);

    for (enum level level = LEVEL_ARTICLE; level < LEVEL_N; level++) {
        const struct str open = str_of(forms[level].open), close = str_of(forms[level].close);
        const size_t n =
            str_starts(start, open) ? chinese_number(str_skip(start, open.n), value) : 0;

        if (n == 0 || *value > NUMBER_MAX || !str_starts(str_skip(start, open.n + n), close))
            continue;
        *place = str_sub(start, 0, open.n + n + close.n);
        return level;
    }
    return LEVEL_NONE;
}

static struct str written(struct arena *a, enum level level, int value)
{
    static const char *const digits[] = {
        "", "一", "二", "三", "四", "五", "六", "七", "八", "九"
    };
    const char *tens = value >= 20 ? digits[value / 10] : "";

    return arena_printf(a, "%s%s%s%s%s", forms[level].open, tens, value >= 10 ? "十" : "",
                        digits[value % 10], forms[level].close);
}

/* Behind a full stop or a semicolon: a number whose paragraph was not broken. */
static bool begins_sentence(struct str s, struct str number)
{
    for (size_t at; (at = str_find(s, number)) != STR_NONE; s = str_skip(s, at + number.n)) {
        const struct str left = str_trim(str_sub(s, 0, at));

        if (str_ends(left, STR("。")) || str_ends(left, STR("；")))
            return true;
    }
    return false;
}

void rule_order(struct str text, struct problem_list *out)
{
    int last[LEVEL_N] = { 0 };
    struct str rest = text, line, place, after[LEVEL_N] = { 0 };
    int value;

    while (str_line(&rest, &line)) {
        const enum level level = number_of(line, &value, &place);

        if (level == LEVEL_NONE)
            continue;
        /* a series begins with one; what came before may be a quotation */
        if (last[level] && value != 1 && value != last[level] + 1) {
            const struct str due = written(out->a, level, last[level] + 1);
            const size_t n_between = (size_t)(place.p - after[level].p);

            if (!begins_sentence(str_sub(after[level], 0, n_between), due))
                rule_add(out, text, place, due, "序号", value > last[level] + 1 ? 0.92 : 0.7);
        }
        last[level] = value;
        after[level] = str_skip(text, (size_t)(place.p + place.n - text.p));
        for (int deeper = (int)level + 1; deeper < LEVEL_N; deeper++)
            last[deeper] = 0;
    }
}
