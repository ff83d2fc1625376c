#include "base/base.h"

#include "proof/rules.h"

/* Money is counted in 分 (fen). */
static const int64_t yuan = 100, ten_thousand = 10000, hundred_million = 100000000;
enum { DIGITS_MAX = 13, HAN = 3 };

/* ---- 壹佰贰拾万元整 -------------------------------------------------------------------------- */

/* The numeral at the start of s: 0..9; -1: none. */
static int capital_digit(struct str s)
{
    static const char *const digits[] = {
        "零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"
    };

    for (size_t i = 0; i < COUNT_OF(digits); i++)
        if (str_starts(s, str_of(digits[i])))
            return (int)i;
    return -1;
}

static int64_t capital_unit(struct str s)
{
    return str_starts(s, STR("拾"))   ? 10
           : str_starts(s, STR("佰")) ? 100
           : str_starts(s, STR("仟")) ? 1000
           : str_starts(s, STR("万")) ? ten_thousand
           : str_starts(s, STR("亿")) ? hundred_million
                                      : 0;
}

/* The amount at the start of s; returns its bytes, 0: none. */
static size_t capital_amount(struct str s, int64_t *fen)
{
    int64_t total = 0, below = 0, digit = 0; /* below: less than the next 万 or 亿 */
    size_t at = 0;

    for (; at < s.n && total < hundred_million * ten_thousand; at += HAN) {
        const struct str rest = str_skip(s, at);
        const int64_t unit = capital_unit(rest);
        const int next = capital_digit(rest);

        if (next < 0 && !unit)
            break;
        if (next >= 0) {
            digit = next;
            continue;
        }
        if (unit == hundred_million)
            total = (total + below + digit) * unit;
        else if (unit == ten_thousand)
            total += (below + digit) * unit;
        else
            below += (at == 0 ? 1 : digit) * unit;
        below = unit >= ten_thousand ? 0 : below;
        digit = 0;
    }
    total += below + digit;
    if (total == 0 ||
        (!str_starts(str_skip(s, at), STR("元")) && !str_starts(str_skip(s, at), STR("圆"))))
        return 0;
    at += HAN;
    *fen = total * yuan;
    for (int i = 0; i < 2; i++) {
        const int part = capital_digit(str_skip(s, at));
        const struct str behind = str_skip(s, at + HAN);

        if (part < 0)
            break;
        if (str_starts(behind, STR("角")))
            *fen += part * 10;
        else if (str_starts(behind, STR("分")))
            *fen += part;
        else if (part)
            return 0;
        at += part || !str_starts(behind, STR("分")) ? 2 * HAN : HAN;
    }
    return at + (str_starts(str_skip(s, at), STR("整")) ? (size_t)HAN : 0);
}

/* ---- 1,200,000.00元 -------------------------------------------------------------------------- */

static bool is_figure(char c)
{
    return char_is_digit(c) || c == ',' || c == '.';
}

/* All of s is a number with at most two decimals; commas are passed over. */
static bool read_figure(struct str s, int64_t *fen)
{
    size_t n_digits = 0, n_decimals = 0;
    bool is_decimal = false;

    *fen = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '.') {
            if (is_decimal)
                return false;
            is_decimal = true;
        } else if (s.p[i] != ',') {
            *fen = *fen * 10 + (s.p[i] - '0');
            n_digits++;
            n_decimals += is_decimal;
        }
    }
    for (; n_decimals < 2; n_decimals++)
        *fen *= 10;
    return n_digits >= 1 && n_digits <= DIGITS_MAX && n_decimals == 2;
}

/* What may stand between the two ways of writing an amount. */
static const char *const fillers[] = { "（", "）", "(", ")",  "大写", "小写", "人民币",
                                       "：", ":",  " ", "￥", "¥",    "即",   "整" };

static struct str skip_fillers(struct str s)
{
    for (size_t i = 0; i < COUNT_OF(fillers); i++)
        if (str_starts(s, str_of(fillers[i]))) {
            s = str_skip(s, str_of(fillers[i]).n);
            i = (size_t)-1;
        }
    return s;
}

static struct str drop_fillers(struct str s)
{
    for (size_t i = 0; i < COUNT_OF(fillers); i++)
        if (str_ends(s, str_of(fillers[i]))) {
            s.n -= str_of(fillers[i]).n;
            i = (size_t)-1;
        }
    return s;
}

/* "万元": how many yuan the unit is, 0: none. */
static int64_t figure_unit(struct str s, size_t *n)
{
    static const struct {
        const char *name;
        int64_t worth;
    } units[] = { { "亿元", 100000000 }, { "万元", 10000 }, { "元", 1 } };

    for (size_t i = 0; i < COUNT_OF(units); i++)
        if (str_starts(s, str_of(units[i].name))) {
            *n = str_of(units[i].name).n;
            return units[i].worth;
        }
    return 0;
}

/* Nothing that could be a unit stands behind the figure: not ￥120 万元, ￥100（万元）. */
static bool ends_amount(struct str behind)
{
    static const char *const ends[] = { "）", ")", "，", "。", "；" };

    return !behind.n || str_starts_any(behind, ends, COUNT_OF(ends));
}

/* The amount in figures at the start of s, its unit with it. Empty: there is none. */
static struct str figure_after(struct str s, int64_t *fen)
{
    size_t n = 0, n_unit = 0;
    int64_t unit;

    while (n < s.n && is_figure(s.p[n]))
        n++;
    unit = figure_unit(str_skip(s, n), &n_unit);
    if (!n || !unit || !read_figure(str_sub(s, 0, n), fen))
        return (struct str){ 0 };
    *fen *= unit;
    return str_sub(s, 0, n + n_unit);
}

/* ￥1,200,000.00: behind the sign it needs no unit. Empty: there is no amount, or only the unit
 * makes it another one than `said`: it may stand in the head of a table. */
static struct str signed_figure_after(struct str s, int64_t said, int64_t *fen)
{
    static const int64_t units[] = { 1000, 10000, 100000000 };
    size_t n = 0;

    while (n < s.n && is_figure(s.p[n]))
        n++;
    if (!n || !ends_amount(str_skip(s, n)) || !read_figure(str_sub(s, 0, n), fen))
        return (struct str){ 0 };
    for (size_t i = 0; i < COUNT_OF(units); i++)
        if (said % units[i] == 0 && said / units[i] == *fen)
            return (struct str){ 0 };
    return str_sub(s, 0, n);
}

static struct str figure_before(struct str s, int64_t *fen)
{
    size_t from = s.n;

    if (!str_ends(s, STR("元")))
        return (struct str){ 0 };
    from -= HAN;
    if (str_ends(str_sub(s, 0, from), STR("万")) || str_ends(str_sub(s, 0, from), STR("亿")))
        from -= HAN;
    while (from > 0 && is_figure(s.p[from - 1]))
        from--;

    const struct str comma = STR("，"); /* 200，000元: where does it begin? */

    if (from > comma.n && str_ends(str_sub(s, 0, from), comma) &&
        char_is_digit(s.p[from - comma.n - 1]))
        return (struct str){ 0 };
    return figure_after(str_skip(s, from), fen);
}

void rule_amounts(struct str text, struct str line, struct problem_list *out)
{
    if (!str_has(line, STR("元整")) && !str_has(line, STR("大写")) && !str_has(line, STR("圆")) &&
        !str_has(line, STR("佰")))
        return;
    for (size_t at = 0, n; at < line.n; at += n) {
        int64_t said = 0, shown = 0;
        struct str figure;

        n = capital_amount(str_skip(line, at), &said);
        if (!n) {
            n = str_head_chars(str_skip(line, at), 1).n;
            continue;
        }
        const struct str behind = skip_fillers(str_skip(line, at + n));
        const struct str left = str_sub(line, 0, line.n - behind.n);

        figure = figure_after(behind, &shown);
        if (!figure.n && (str_ends(left, STR("￥")) || str_ends(left, STR("¥"))))
            figure = signed_figure_after(behind, said, &shown);
        if (!figure.n)
            figure = figure_before(drop_fillers(str_sub(line, 0, at)), &shown);
        if (figure.n && shown != said)
            rule_add(out, text, figure, (struct str){ 0 }, "大小写金额", 0.95);
    }
}
