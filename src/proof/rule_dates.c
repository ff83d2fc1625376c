#include "base/base.h"

#include "base/clock.h"
#include "proof/rules.h"

static const char class_name[] = "日期";

/* 0 when there is no such month. February has 29 in a year that is not known (0). */
static int days_of_month(int year, int month)
{
    static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    const bool leaps = year == 0 || (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

    if (month < 1 || month > 12)
        return 0;
    return days[month - 1] + (month == 2 && leaps);
}

/* A date around a 月: 2024年5月1日 or 5月1日. */
struct date {
    int year, month, mday; /* year 0: none written */
    struct str whole;
};

static bool date_around(struct str line, size_t at, struct date *d)
{
    const struct str left = str_sub(line, 0, at), right = str_skip(line, at + 3);
    const size_t n_month = rule_digits_before(left, 3, &d->month);
    const size_t n_mday = rule_digits(right, 3, &d->mday);
    struct str lead = str_sub(left, 0, left.n - n_month);
    size_t n_year = 0;

    if (n_month == 0 || n_month > 2 || n_mday == 0 || n_mday > 2 ||
        !str_starts(str_skip(right, n_mday), STR("日")))
        return false;
    d->year = 0;
    if (str_ends(lead, STR("年"))) {
        lead = str_sub(lead, 0, lead.n - 3);
        n_year = rule_digits_before(lead, 5, &d->year);
        if (n_year != 4)
            d->year = 0;
        n_year = n_year == 4 ? 4 + 3 : 0;
    } else if (str_ends(lead, STR(".")) || str_ends(lead, STR("-"))) {
        return false;
    }
    d->whole = str_sub(line, at - n_month - n_year, n_year + n_month + 3 + n_mday + 3);
    return true;
}

/* 周一至周五, 周六、周日, 周六和法定节假日: it says when something is open. */
static bool is_list_of_days(struct str behind)
{
    static const char *const joints[] = { "至", "到", "——", "—",  "–",  "－",   "-",  "~",
                                          "～", "、", "和", "及", "与", "或者", "或", "以及" };
    static const char *const days[] = { "星期", "周",   "每周", "礼拜", "一",    "二",
                                        "三",   "四",   "五",   "六",   "日",    "天",
                                        "节",   "法定", "公休", "国家", "双休",  "国庆",
                                        "元旦", "除夕", "春节", "下周", "下星期" };

    for (size_t i = 0; i < COUNT_OF(joints); i++)
        if (str_starts(behind, str_of(joints[i])))
            return str_starts_any(str_trim(str_skip(behind, str_of(joints[i]).n)), days,
                                  COUNT_OF(days));
    return false;
}

/* （星期三）, (周三), 星期三 directly behind a date: the number of the day, the word in *word. */
static int weekday_behind(struct str s, struct str *word)
{
    static const char *const names[] = { "一", "二", "三", "四", "五", "六", "日", "天" };
    static const char *const opens[] = { "（", "(", " " };
    size_t n;

    for (size_t i = 0; i < COUNT_OF(opens); i++)
        if (str_starts(s, str_of(opens[i])))
            s = str_skip(s, str_of(opens[i]).n);
    if (str_starts(s, STR("星期")))
        n = 6;
    else if (str_starts(s, STR("周")))
        n = 3;
    else
        return 0;
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        if (!str_starts(str_skip(s, n), str_of(names[i])))
            continue;
        *word = str_sub(s, 0, n + 3);
        if (is_list_of_days(str_skip(s, n + 3)))
            return 0;
        return i < 7 ? (int)i + 1 : 7;
    }
    return 0;
}

static void check_weekday(struct str text, struct str line, const struct date *d,
                          struct problem_list *out)
{
    static const char *const names[] = { "一", "二", "三", "四", "五", "六", "日" };
    const int32_t day = day_of(d->year, d->month, d->mday);
    const size_t end = (size_t)(d->whole.p - line.p) + d->whole.n;
    struct str word;
    const int said = weekday_behind(str_skip(line, end), &word);

    if (day == DAY_NONE || said == 0 || said == day_weekday(day))
        return;
    rule_add(out, text, word,
             arena_printf(out->a, "%s%s", str_starts(word, STR("周")) ? "周" : "星期",
                          names[day_weekday(day) - 1]),
             class_name, 0.97);
}

/* The dashes that are written between years and days. */
static size_t dash_at(struct str s)
{
    static const char *const dashes[] = { "——", "—", "–", "－", "-", "~", "～", "至" };

    for (size_t i = 0; i < COUNT_OF(dashes); i++)
        if (str_starts(s, str_of(dashes[i])))
            return str_of(dashes[i]).n;
    return 0;
}

/* The date that s begins with. */
static bool date_at(struct str s, struct date *d)
{
    const size_t month = str_find(s, STR("月"));

    return month != STR_NONE && date_around(s, month, d) && d->whole.p == s.p;
}

/* 2026年11月20日至2026年11月10日. Without the year behind the dash it may be the next one's, but
 * hardly in the same month, unless it is a whole year (20日至19日), or nearly. */
static void check_period(struct str text, struct str line, const struct date *from,
                         struct problem_list *out)
{
    enum { BRACKET_BYTES = 30 }; /* （星期五） */
    static const char *const moved[] = { "由",     "原",   "原定",   "原定的",
                                         "原定于", "原为", "原计划", "原来的" };
    const size_t begin = (size_t)(from->whole.p - line.p);
    struct str rest = str_skip(line, begin + from->whole.n);
    struct date to;

    if (str_starts(rest, STR("（"))) {
        const size_t close = str_find(str_sub(rest, 0, BRACKET_BYTES), STR("）"));

        rest = close == STR_NONE ? rest : str_skip(rest, close + 3);
    }
    if (str_starts(rest, STR("起")))
        rest = str_skip(rest, 3);

    const size_t dash = dash_at(rest);

    /* 由…至…, 原定…至…: a day that was moved */
    if (!dash || !date_at(str_skip(rest, dash), &to) ||
        str_ends_any(str_sub(line, 0, begin), moved, COUNT_OF(moved)))
        return;
    const bool same_year = to.year == from->year, same_month = to.month == from->month;

    if ((to.year && to.year < from->year) ||
        (same_year && (to.month < from->month || (same_month && to.mday < from->mday))) ||
        (!to.year && same_month && to.mday + 1 < from->mday))
        rule_add(out, text, str_sub(line, begin, (size_t)(to.whole.p + to.whole.n - from->whole.p)),
                 (struct str){ 0 }, class_name, to.year ? 0.93 : 0.8);
}

/* 2026年13月, without a day. */
static void check_month(struct str text, struct str line, size_t at, struct problem_list *out)
{
    static const char *const others[] = { "龄", "薪", "工资" };
    const struct str left = str_sub(line, 0, at), year = STR("年");
    int month, value;
    const size_t n_month = rule_digits_before(left, 3, &month);
    const struct str lead = str_sub(left, 0, left.n - n_month);

    if (n_month == 2 && month > 12 && str_ends(lead, year) &&
        rule_digits_before(str_sub(lead, 0, lead.n - year.n), 5, &value) == 4 &&
        !str_starts_any(str_skip(line, at + 3), others, COUNT_OF(others)))
        rule_add(out, text, str_sub(line, at - n_month - 7, 7 + n_month + 3), (struct str){ 0 },
                 class_name, 0.97);
}

static void check_days(struct str text, struct str line, struct problem_list *out)
{
    const struct str month = STR("月");
    struct date d;

    for (size_t at = 0; at < line.n; at += month.n) {
        const size_t next = str_find(str_skip(line, at), month);

        if (next == STR_NONE)
            return;
        at += next;
        if (!date_around(line, at, &d)) {
            check_month(text, line, at, out);
            continue;
        }
        if (d.mday < 1 || d.mday > days_of_month(d.year, d.month)) {
            rule_add(out, text, d.whole, (struct str){ 0 }, class_name, 0.97);
            continue;
        }
        if (d.year) {
            check_weekday(text, line, &d, out);
            check_period(text, line, &d, out);
        }
    }
}

static void check_ranges(struct str text, struct str line, struct problem_list *out)
{
    const struct str year = STR("年");

    for (size_t at = 0; at < line.n; at += year.n) {
        const size_t next = str_find(str_skip(line, at), year);
        int first, last;

        if (next == STR_NONE)
            return;
        at += next;
        if (rule_digits_before(str_sub(line, 0, at), 5, &last) != 4)
            continue;
        for (size_t n = 1; n <= 6 && n + 4 <= at; n++) {
            const size_t begin = at - 4 - n;
            const struct str between = str_sub(line, begin, n);
            const struct str bare = str_skip(between, str_starts(between, year) ? year.n : 0);

            if (bare.n == 0 || dash_at(bare) != bare.n ||
                rule_digits_before(str_sub(line, 0, begin), 5, &first) != 4)
                continue;
            if (first > last && first <= 2100 && last >= 1900)
                rule_add(out, text, str_sub(line, begin - 4, 4 + n + 4 + year.n), (struct str){ 0 },
                         class_name, 0.93);
            break;
        }
    }
}

/* Words in front of a clock time. 不低于60:40 is a ratio. */
static bool is_time_lead(struct str left)
{
    static const char *const words[] = { "上午", "下午", "晚上",   "凌晨", "中午", "每天",
                                         "时间", "日",   "时间：", "晚",   "早上", "于" };
    static const char *const ratios[] = { "低于", "高于", "大于", "小于", "等于", "少于", "多于" };

    while (str_ends(left, STR(" ")))
        left = str_sub(left, 0, left.n - 1);
    return str_ends_any(left, words, COUNT_OF(words)) &&
           !str_ends_any(left, ratios, COUNT_OF(ratios));
}

/* 8:30, 8：00: a whole or half hour of the day. */
static bool ends_clock(struct str left)
{
    int hour, minute;
    const size_t n_minute = rule_digits_before(left, 3, &minute);
    const struct str rest = str_sub(left, 0, left.n - n_minute);
    const size_t n_colon = str_ends(rest, STR(":")) ? 1 : str_ends(rest, STR("：")) ? 3 : 0;
    const size_t n_hour = rule_digits_before(str_sub(rest, 0, rest.n - n_colon), 3, &hour);

    return n_colon && n_minute == 2 && minute % 30 == 0 && n_hour >= 1 && n_hour <= 2 &&
           hour >= 6 && hour <= 24;
}

/* 8:30—25:00: what a time of whole or half hours goes to is a time. */
static bool is_range_lead(struct str left)
{
    for (size_t n = 1; n <= STR("——").n && n <= left.n; n++)
        if (dash_at(str_skip(left, left.n - n)) == n && ends_clock(str_sub(left, 0, left.n - n)))
            return true;
    return false;
}

/* 兑水比例1:30, 录像9:30, 25：20获胜: ratios, scores and playing times are no times of day. */
static bool is_no_time_of_day(struct str line, size_t at)
{
    enum { NEAR_BYTES = 60 };
    static const char *const words[] = { "比例", "兑水", "比分", "险胜", "获胜", "录像",
                                         "录音", "音频", "经文", "福音", "节选" };
    const size_t from = at < NEAR_BYTES ? 0 : at - NEAR_BYTES;

    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (str_has(str_sub(line, from, at - from + NEAR_BYTES), str_of(words[i])))
            return true;
    return false;
}

/* The bytes between hour and minute that s begins with; 0: none. Of 25时30分 the last byte of all
 * is the end of 分. */
static size_t clock_sign(struct str s, size_t *n_behind)
{
    const struct str sign = STR("时"), minute = STR("分");
    int value;

    *n_behind = 0;
    if (str_starts(s, STR(":")))
        return 1;
    if (str_starts(s, STR("：")))
        return STR("：").n;
    if (!str_starts(s, sign) || rule_digits(str_skip(s, sign.n), 3, &value) != 2 ||
        !str_starts(str_skip(s, sign.n + 2), minute))
        return 0;
    *n_behind = minute.n;
    return sign.n;
}

static void check_clock(struct str text, struct str line, struct problem_list *out)
{
    for (size_t at = 0; at < line.n; at++) {
        const struct str rest = str_skip(line, at), lead = str_sub(line, 0, at);
        size_t n_behind;
        const size_t n_colon = clock_sign(rest, &n_behind);
        int hour, minute;

        if (n_colon == 0)
            continue;
        const size_t n_hour = rule_digits_before(lead, 3, &hour);
        const size_t n_minute = rule_digits(str_skip(rest, n_colon), 3, &minute);
        const struct str before = str_sub(lead, 0, at - n_hour);

        if (n_hour == 0 || n_hour > 2 || n_minute != 2 ||
            !(is_time_lead(before) || (minute % 30 == 0 && hour < 30 && is_range_lead(before))) ||
            (hour >= 30 && (minute > 59 || n_behind)) || is_no_time_of_day(line, at) ||
            (n_behind && str_ends(before, STR("时间")))) /* 运行时间25时30分: how long */
            continue;
        if (hour > 24 || minute > 59 || (hour == 24 && minute > 0))
            rule_add(out, text, str_sub(line, at - n_hour, n_hour + n_colon + 2 + n_behind),
                     (struct str){ 0 }, class_name, 0.95);
    }
}

void rule_dates(struct str text, struct str line, struct problem_list *out)
{
    check_days(text, line, out);
    check_ranges(text, line, out);
    check_clock(text, line, out);
}
