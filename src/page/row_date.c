#include "base/base.h"

#include "page/row_date.h"

#include "base/clock.h"
#include "text/date.h"
#include "text/han.h"

#include <stdlib.h>

enum {
    SPLIT_BYTES = 20, /* half of a date in two pieces is not longer */
    SPARE_BYTES = 12, /* brackets and the like around a date without a year */
};

static struct str seg_text(const struct flow *fl, uint32_t i)
{
    return i < fl->n_segs ? fl->segs[i].text : str_from(NULL, 0);
}

static bool is_alnum(char c)
{
    return char_is_digit(c) || (char_lower(c) >= 'a' && char_lower(c) <= 'z');
}

/* The text without brackets or dashes around it: "[11-20]", "--2026--". */
static struct str bare(struct str s)
{
    static const char *const marks[] = { "[",  "]",  "(",  ")",  "（", "）",
                                         "【", "】", "〔", "〕", "'",  "’" };

    if (s.n && (is_alnum(s.p[0]) || han_begins(s.p[0])) &&
        (is_alnum(s.p[s.n - 1]) || han_ends(s))) /* nearly all of them */
        return s;
    for (size_t i = 0; i < COUNT_OF(marks); i++) {
        const struct str mark = str_of(marks[i]);

        if (str_starts(s, mark))
            s = str_skip(s, mark.n);
        if (str_ends(s, mark))
            s.n -= mark.n;
    }
    while (s.n && s.p[0] == '-')
        s = str_skip(s, 1);
    while (s.n && s.p[s.n - 1] == '-')
        s.n--;
    return str_trim(s);
}

static bool is_number(struct str s, int64_t min, int64_t max, int *out)
{
    int64_t value;

    if (!str_to_i64(bare(s), min, max, &value))
        return false;
    *out = (int)value;
    return true;
}

/* Takes "2026-", "2026/", "2026.", "2026年" off the start. */
static bool take_year(struct str *s, int *year)
{
    struct str rest = str_skip(*s, 4);

    if (!is_number(str_sub(*s, 0, 4), 1980, 2100, year))
        return false;
    if (str_starts(rest, STR("年")))
        *s = str_skip(rest, 3);
    else if (rest.n && (rest.p[0] == '-' || rest.p[0] == '/' || rest.p[0] == '.'))
        *s = str_skip(rest, 1);
    else
        return false;
    return true;
}

/* "2026-11", "2026/11", "2026.11", "2026年11月", "11月" (year 0) and nothing else. */
static bool is_month(struct str s, int *year, int *month)
{
    const bool says_month = str_ends(s = bare(s), STR("月"));

    *year = 0;
    if (s.n > SPLIT_BYTES || !(take_year(&s, year) || says_month))
        return false;
    if (says_month)
        s.n -= 3;
    return is_number(s, 1, 12, month);
}

/* A row that is being read. */
struct row {
    const struct flow *fl;
    int32_t today;
    struct row_date *out;
};

static int32_t complete(const struct row *r, int year, int month, int mday)
{
    const struct date_hit hit = {
        .year = year,
        .month = month,
        .mday = mday,
        .day = year ? day_of(year, month, mday) : DAY_NONE,
    };

    r->out->year_is_guessed = year == 0;
    return year || r->today ? date_complete(&hit, r->today) : DAY_NONE;
}

/* The piece behind i is a heading of the rows below it; one that shares a box with the day alone,
 * or stands below another heading, is half of a date. */
static bool is_heading_below(const struct flow *fl, uint32_t i)
{
    const struct box *both = &fl->boxes[flow_common(fl, fl->segs[i].box, fl->segs[i + 1].box)];

    return fl->segs[i + 1].heading && !fl->segs[i].heading && both->seg_to - both->seg_from > 2;
}

/* Day and month in two pieces, either first: "20" + "2026-11". */
static int32_t split_date(const struct row *r, uint32_t i)
{
    const struct str one = seg_text(r->fl, i), two = seg_text(r->fl, i + 1);
    int year, month, mday;

    if (one.n > SPLIT_BYTES || two.n > SPLIT_BYTES)
        return DAY_NONE;
    if (is_month(one, &year, &month)) {
        struct str day = bare(two);

        if (str_ends(day, STR("日")))
            day.n -= 3;
        return is_number(day, 1, 31, &mday) ? complete(r, year, month, mday) : DAY_NONE;
    }
    if (is_number(str_ends(one, STR("日")) ? str_sub(one, 0, one.n - 3) : one, 1, 31, &mday) &&
        is_month(two, &year, &month) && !is_heading_below(r->fl, i))
        return complete(r, year, month, mday);
    return DAY_NONE;
}

/* "2026" or "2026年" and nothing else. */
static bool is_year(struct str s, int *year)
{
    s = bare(s);
    if (str_ends(s, STR("年")))
        s.n -= 3;
    return is_number(s, 1990, 2100, year);
}

/* "11-20", "2/5", "11.20" and nothing else; the separator goes to *sep. */
static bool is_month_day(struct str s, int *month, int *mday, char *sep)
{
    size_t at = 0;

    while (at < s.n && char_is_digit(s.p[at]))
        at++;
    if (at == 0 || at + 1 >= s.n || !(s.p[at] == '-' || s.p[at] == '/' || s.p[at] == '.'))
        return false;
    *sep = s.p[at];
    return is_number(str_sub(s, 0, at), 1, 12, month) &&
           is_number(str_skip(s, at + 1), 1, 31, mday);
}

/* "26-11-20" and nothing else. */
static int32_t short_year_date(const struct row *r, struct str s)
{
    enum { CENTURY = 2000, YEARS_MIN = 10, AHEAD_DAYS = 366 };
    int year, month, mday;
    char sep;

    if (s.n != 8 || !is_number(str_sub(s, 0, 2), YEARS_MIN, 99, &year) ||
        !is_month_day(str_skip(s, 3), &month, &mday, &sep) || s.p[2] != sep || s.p[5] != sep)
        return DAY_NONE;

    const int32_t day = day_of(CENTURY + year, month, mday);

    return r->today && day <= r->today + AHEAD_DAYS ? day : DAY_NONE;
}

/* "11-20" with "2026" before or behind it, or with no year at all. */
static int32_t yearless_date(const struct row *r, uint32_t i, const struct date_hit *hit)
{
    const struct str behind = seg_text(r->fl, i + 1);
    int year = 0;

    /* "2025年" in a line of its own is the heading of what follows. */
    if (is_year(behind, &year) &&
        !(str_ends(behind, STR("年")) && r->fl->segs[i + 1].line != r->fl->segs[i].line))
        r->out->n_segs = 2;
    else if (i == 0 || !is_year(seg_text(r->fl, i - 1), &year))
        year = 0;
    return complete(r, year, hit->month, hit->mday);
}

/* "16小时前", "3天前": days before today, -1 when s is nothing of the kind. */
static int days_ago(struct str s)
{
    static const struct {
        const char *unit;
        int per_day; /* 0: less than a day, whatever the number */
        int days;
    } units[] = { { "秒前", 0, 0 },    { "秒钟前", 0, 0 },    { "分钟前", 0, 0 },
                  { "小时前", 24, 1 }, { "个小时前", 24, 1 }, { "天前", 1, 1 },
                  { "周前", 1, 7 } };
    size_t n = 0;
    int64_t number;

    while (n < s.n && char_is_digit(s.p[n]))
        n++;
    if (!str_to_i64(str_sub(s, 0, n), 0, 999, &number))
        return -1;
    s = str_trim(str_skip(s, n));
    for (size_t i = 0; i < COUNT_OF(units); i++)
        if (str_eq(s, str_of(units[i].unit)))
            return units[i].per_day ? (int)number / units[i].per_day * units[i].days : 0;
    return -1;
}

/* "18:20" or nothing. */
static bool is_time_or_empty(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!char_is_digit(s.p[i]) && s.p[i] != ':')
            return false;
    return s.n <= 8;
}

/* "2026-11-20" and nothing else: nearly all of them. */
static int32_t plain_date(struct str s)
{
    int year, month, mday;

    if (s.n != 10 || s.p[4] != '-' || s.p[7] != '-' ||
        !is_number(str_sub(s, 0, 4), 1980, 2100, &year) ||
        !is_number(str_sub(s, 5, 2), 1, 12, &month) || !is_number(str_skip(s, 8), 1, 31, &mday))
        return DAY_NONE;
    return day_of(year, month, mday);
}

/* Dates as phones tell them, counted from today: "昨天 18:20", "3天前". */
static int32_t relative_date(const struct row *r, struct str s)
{
    static const char *const days[] = { "今天", "昨天", "前天" };
    int ago = -1;

    if (!r->today || s.n > SPLIT_BYTES + 4)
        return DAY_NONE;
    if (str_eq(s, STR("刚刚")))
        return r->today;
    for (size_t i = 0; i < COUNT_OF(days); i++)
        if (str_starts(s, str_of(days[i])) && is_time_or_empty(str_trim(str_skip(s, 6))))
            ago = (int)i;
    if (ago < 0)
        ago = days_ago(s);
    return ago < 0 ? DAY_NONE : r->today - ago;
}

/*
 * Month and day that would be anything elsewhere: "(2/5)" and "[11.20]" by their brackets, "11.20"
 * by the year beside it.
 */
static int32_t loose_date(const struct row *r, uint32_t i)
{
    const struct str s = str_trim(seg_text(r->fl, i)), inner = bare(s);
    struct date_hit hit = { 0 };
    int year;
    char sep;

    if (!r->today || inner.n > 5 || !is_month_day(inner, &hit.month, &hit.mday, &sep))
        return DAY_NONE;
    if (inner.n == s.n && !is_year(seg_text(r->fl, i + 1), &year) &&
        !(i > 0 && is_year(seg_text(r->fl, i - 1), &year)))
        return DAY_NONE;
    return yearless_date(r, i, &hit);
}

/* "今天是2026年11月20日 星期五": the page's clock. "天气预报 11-20 晴 8~17℃": of no item either. */
static bool is_clock(struct str s)
{
    static const char *const weather[] = { "天气", "℃", "实时", "空气质量" };
    static const char *const words[] = { "今天是", "今日是", "现在是", "当前时间", "北京时间" };

    return str_starts_any(s, words, COUNT_OF(words)) || str_has_any(s, weather, COUNT_OF(weather));
}

/* "发布机构：县政府办 发布日期：2026-11-20 索引号：…": what stands behind the label; empty without
 * one. */
static struct str behind_label(struct str s)
{
    static const char *const labels[] = { "发布日期", "发布时间", "公开日期",
                                          "公开时间", "更新日期", "更新时间" };
    enum { LINE_BYTES = 300, VALUE_BYTES = 30 };

    if (s.n > LINE_BYTES)
        return str_from(NULL, 0);
    if (!str_has(s, STR("\xe6\x97"))) /* neither 日 nor 时: nearly all */
        return str_from(NULL, 0);
    if (!str_has(s, STR("日期")) && !str_has(s, STR("时间")))
        return str_from(NULL, 0);
    for (size_t i = 0; i < COUNT_OF(labels); i++) {
        const struct str label = str_of(labels[i]);
        const size_t at = str_find(s, label);

        if (at != STR_NONE)
            return str_sub(s, at + label.n, VALUE_BYTES);
    }
    return str_from(NULL, 0);
}

/* "........2026-11-20" without the dots that lead to it. */
static struct str without_leader(struct str s)
{
    static const char *const dots[] = { "…", "·", "．", "。" };

    if (s.n && han_begins(s.p[0])) /* nearly all */
        return s;
    if (!str_starts(s, STR("..")) && !str_starts_any(s, dots, COUNT_OF(dots)))
        return s;
    while (s.n && (s.p[0] == '.' || str_starts_any(s, dots, COUNT_OF(dots))))
        s = str_skip(s, s.p[0] == '.' ? 1 : str_rune(s, &(uint32_t){ 0 }));
    return str_trim(s);
}

bool row_date_may_be(const struct seg *seg)
{
    static const char *const words[] = { "刚刚", "今天", "昨天", "前天" };
    const struct str s = without_leader(seg->text);

    if (s.n > ROW_DATE_BYTES)
        return (seg_may_have(seg, STR("日期")) || seg_may_have(seg, STR("时间"))) &&
               behind_label(s).n > 0;
    for (size_t i = 0; i < s.n; i++)
        if (char_is_digit(s.p[i]) || (unsigned char)s.p[i] == 0xef)
            return true;
    return str_eq_any(s, words, COUNT_OF(words));
}

int32_t row_date_in_line(struct str s)
{
    struct date_hit hit;

    return date_find(behind_label(s), 0, &hit) && hit.year && hit.at <= 6 ? hit.day : DAY_NONE;
}

bool row_date_read(const struct flow *fl, uint32_t seg, int32_t today, struct row_date *out)
{
    const struct row r = { .fl = fl, .today = today, .out = out };
    const struct str s = without_leader(seg_text(fl, seg));
    struct date_hit hit;

    *out = (struct row_date){ .n_segs = 1 };
    if (s.n > ROW_DATE_BYTES) {
        out->day = row_date_in_line(s);
        return out->day != DAY_NONE;
    }
    if ((out->day = plain_date(s)) != DAY_NONE)
        return true;
    if (is_clock(s))
        return false;
    if (s.n <= SPLIT_BYTES && (out->day = split_date(&r, seg)) != DAY_NONE) {
        out->n_segs = 2;
        return true;
    }

    const struct str inner = bare(s);

    if ((out->day = relative_date(&r, inner)) != DAY_NONE ||
        (out->day = short_year_date(&r, inner)) != DAY_NONE ||
        (out->day = loose_date(&r, seg)) != DAY_NONE)
        return true;
    if (!date_find(s, 0, &hit))
        return false;
    if (hit.year)
        out->day = hit.day;
    else if (s.n <= hit.n + SPARE_BYTES)
        out->day = yearless_date(&r, seg, &hit);
    return out->day != DAY_NONE;
}

bool row_date_is_year(struct str s, int *year)
{
    return s.n <= SPLIT_BYTES && str_ends(s, STR("年")) && is_year(s, year);
}

/* ---- what a date is of ----------------------------------------------------------------------- */

static uint32_t box_above(const struct flow *fl, uint32_t box, enum element wanted)
{
    enum { LEVELS = 5 };

    for (int i = 0; i < LEVELS && box; i++, box = fl->boxes[box].parent)
        if (fl->boxes[box].element == wanted)
            return box;
    return 0;
}

enum { ROW_BOXES_MAX = 256 }; /* a table of titles has no more in a row */

/* The child of `row` with so many before it; 0. */
static uint32_t nth_cell(const struct flow *fl, uint32_t row, uint32_t nth)
{
    for (uint32_t i = row + 1; i < fl->n_boxes && i - row < ROW_BOXES_MAX && flow_is_in(fl, i, row);
         i++)
        if (fl->boxes[i].parent == row && nth-- == 0)
            return i;
    return 0;
}

/* The text at the top of the column of a table in which the piece stands. */
static struct str column_head(const struct flow *fl, uint32_t seg)
{
    const uint32_t cell = box_above(fl, fl->segs[seg].box, EL_TD);
    const uint32_t row = fl->boxes[cell].parent;
    const uint32_t table = box_above(fl, row, EL_TABLE);
    uint32_t nth = 0, first = table + 1, head;

    if (!cell || !table || cell - row > ROW_BOXES_MAX)
        return str_from(NULL, 0);
    for (uint32_t i = row + 1; i < cell; i++)
        nth += fl->boxes[i].parent == row;
    while (first < row && first - table < ROW_BOXES_MAX && fl->boxes[first].element != EL_TR)
        first++;
    head = first < row ? nth_cell(fl, first, nth) : 0;
    return head && fl->boxes[head].seg_from < fl->boxes[head].seg_to
               ? seg_text(fl, fl->boxes[head].seg_from)
               : str_from(NULL, 0);
}

static bool says_published(struct str s)
{
    static const char *const words[] = { "发布", "公布", "公开", "上传", "更新",
                                         "答复", "回复", "办结", "刊登" };

    return str_has_any(s, words, COUNT_OF(words));
}

bool row_date_is_of_publishing(const struct flow *fl, uint32_t seg)
{
    const struct str s = seg_text(fl, seg);
    size_t digit = 0;

    while (digit < s.n && !char_is_digit(s.p[digit]))
        digit++;
    if (digit >= 6)
        return says_published(str_sub(s, 0, digit));
    if (seg > 0 &&
        (str_ends(seg_text(fl, seg - 1), STR("：")) || str_ends(seg_text(fl, seg - 1), STR(":"))))
        return says_published(seg_text(fl, seg - 1));
    return says_published(column_head(fl, seg));
}

bool row_date_has_head(const struct flow *fl, uint32_t seg)
{
    static const char *const heads[] = { "时间", "日期" };
    const struct str head = column_head(fl, seg);

    return str_eq_any(head, heads, COUNT_OF(heads)) ||
           (says_published(head) && str_ends_any(head, heads, COUNT_OF(heads)));
}

/* The middle of the month that a folder names: "/zwyw/202310/02264b86.shtml". */
static int32_t month_in_url(struct str href)
{
    enum { MID_MONTH = 15 };
    size_t n;

    for (; (n = str_chr(href, '/')) != STR_NONE; href = str_skip(href, n + 1)) {
        int64_t month;

        if (n == 6 && str_to_i64(str_sub(href, 0, n), 199001, 209912, &month))
            return day_of((int)(month / 100), (int)(month % 100), MID_MONTH);
    }
    return DAY_NONE;
}

int32_t row_date_fit(int32_t date, struct str href)
{
    enum { NEAR_DAYS = 45 };
    int32_t by_url = date_in_url(href);
    int year, month, mday;
    int32_t best = date;

    if (by_url == DAY_NONE)
        by_url = month_in_url(href);
    if (by_url == DAY_NONE)
        return date;
    day_split(date, &year, &month, &mday);

    int url_year, url_month, url_mday;

    day_split(by_url, &url_year, &url_month, &url_mday);
    for (int y = url_year - 1; y <= url_year + 1; y++) {
        const int32_t day = day_of(y, month, mday);

        if (day != DAY_NONE && abs(day - by_url) <= NEAR_DAYS && day <= date)
            best = day;
    }
    return best;
}
