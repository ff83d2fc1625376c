#include "base/base.h"

#include "text/date.h"

#include "base/clock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* Expected "2026-11-20"; "" = no date; "--11-20" = no year; "!" = a day that does not exist. */
static const struct {
    const char *text, *day;
} texts[] = {
    { "2026-11-20", "2026-11-20" },
    { "发布时间：2026-11-20 10:30", "2026-11-20" },
    { "2026/11/20", "2026-11-20" },
    { "2026.11.20", "2026-11-20" },
    { "2026/1/5", "2026-01-05" },
    { "2026年11月20日", "2026-11-20" },
    { "2026 年 11 月 20 日", "2026-11-20" },
    { "2026年1月5日", "2026-01-05" },
    { "2026年11月20—25日", "2026-11-20" },
    { "二〇二六年十一月二十日", "2026-11-20" },
    { "二○二六年十月三十一日", "2026-10-31" },
    { "一九九八年五月一日", "1998-05-01" },
    { "２０２６年１１月２０日", "2026-11-20" },
    { "２０２６－１１－２０", "2026-11-20" },
    { "2020—11—13 10:40", "2020-11-13" },
    { "2020——11——13", "2020-11-13" },
    { "日期 20261120", "2026-11-20" },
    { "2026-11-2010:30:05", "2026-11-20" },
    { "（2026-11-20）", "2026-11-20" },
    { "11-20", "--11-20" },
    { "[11-20]", "--11-20" },
    { "标题 11/20", "--11-20" },
    { "11月20日", "--11-20" },
    { "今年3月5日", "--03-05" },
    { "2月30日", "--02-30" },
    { "2026-02-30", "!" },
    { "2026年2月30日", "!" },
    { "2026-13-01", "!" },
    { "", "" },
    { "12026-11-20", "" },
    { "电话 010-2026-11-20", "" },
    { "2026-11-20-3", "" },
    { "2026.11.20.3", "" },
    { "v2026.11.20", "" },
    { "2026.13.20", "" },
    { "2026-1120", "" },
    { "第20261120号", "" },
    { "20261120号", "" },
    { "120261120", "" },
    { "202611201", "" },
    { "1979-11-20", "" },
    { "2101-11-20", "" },
    { "1956年11月20日", "" },
    { "10-20人", "" },
    { "13-20", "" },
    { "5-10", "" },
    { "1-11-20", "" },
    { "11-20-3", "" },
    { "11-20%", "" },
    { "1/20", "" },
    { "2026年11月", "" },
    { "〔2026〕11号", "" },
    { "每年11月20日", "" },
    { "2026年10-20人", "" },
    { "8:30-11:20", "" },
    { "0571-88888888", "" },
    { "3.15", "" },
};

static void finds_dates_in_the_forms_of_real_pages(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        struct date_hit hit;
        char got[DAY_TEXT_BYTES] = "";

        if (date_find(str_of(texts[i].text), 0, &hit)) {
            if (hit.year == 0)
                (void)snprintf(got, sizeof(got), "--%02d-%02d", hit.month, hit.mday);
            else if (hit.day == DAY_NONE)
                (void)snprintf(got, sizeof(got), "!");
            else
                (void)day_text(hit.day, got);
        }
        if (strcmp(got, texts[i].day) != 0)
            fail_msg("%s: %s instead of %s", texts[i].text, got, texts[i].day);
    }
}

static void finds_one_date_after_another(void **state)
{
    const struct str text = STR("自2026-01-02起至2026年3月4日止（05-06）");
    struct date_hit hit;

    (void)state;
    assert_true(date_find(text, 0, &hit));
    assert_int_equal(hit.at, 3);
    assert_int_equal(hit.n, 10);
    assert_true(date_find(text, hit.at + hit.n, &hit));
    assert_int_equal(hit.month, 3);
    assert_string_equal(text.p + hit.at + hit.n, "止（05-06）");
    assert_true(date_find(text, hit.at + hit.n, &hit));
    assert_int_equal(hit.mday, 6);
    assert_false(date_find(text, hit.at + hit.n, &hit));
}

static void reads_the_clock_time_behind_a_date(void **state)
{
    struct date_hit hit;

    (void)state;
    assert_true(date_find(STR("2026-11-20 10:30:05"), 0, &hit));
    assert_true(hit.has_time);
    assert_int_equal(hit.second_of_day, 10 * 3600 + 30 * 60 + 5);
    assert_int_equal(hit.n, 10);
    assert_true(date_find(STR("2026-11-20T08:00"), 0, &hit));
    assert_int_equal(hit.second_of_day, 8 * 3600);
    assert_true(date_find(STR("2026年11月20日9时05分"), 0, &hit));
    assert_int_equal(hit.second_of_day, 9 * 3600 + 300);
    assert_true(date_find(STR("2026-11-20 浏览 10"), 0, &hit));
    assert_false(hit.has_time);
}

static void completes_a_date_with_the_latest_year_not_after_today(void **state)
{
    const int32_t today = day_of(2026, 11, 23);
    struct date_hit hit = { .month = 11, .mday = 25 };

    (void)state;
    assert_int_equal(date_complete(&hit, today), day_of(2026, 11, 25));
    hit.mday = 26;
    assert_int_equal(date_complete(&hit, today), day_of(2025, 11, 26));
    hit.month = 1;
    hit.mday = 1;
    assert_int_equal(date_complete(&hit, day_of(2026, 12, 30)), day_of(2027, 1, 1));
    hit.month = 2;
    hit.mday = 29;
    assert_int_equal(date_complete(&hit, today), day_of(2024, 2, 29));
    hit.mday = 30;
    assert_int_equal(date_complete(&hit, today), DAY_NONE);
    hit = (struct date_hit){ .year = 2030, .day = day_of(2030, 1, 1) };
    assert_int_equal(date_complete(&hit, today), day_of(2030, 1, 1));
}

static void reads_dates_in_urls(void **state)
{
    static const struct {
        const char *url;
        int year, month, mday;
    } urls[] = {
        { "http://a.gov.cn/art/2026/11/20/art_1_2.html", 2026, 11, 20 },
        { "http://a.gov.cn/art/2023/8/7/art_44574_228137.html", 2023, 8, 7 },
        { "./202611/t20261120_123.html", 2026, 11, 20 },
        { "/html/zz/2020-11-13/55167593.html", 2020, 11, 13 },
        { "/2025/0919/c12a345/page.htm", 2025, 9, 19 },
        { "/202512/19/c_1.shtml", 2025, 12, 19 },
        { "https://czj.sh.gov.cn/a/20250919/xxfboswf0000003411.html", 2025, 9, 19 },
        { "/content/20261120103000_1.html", 2026, 11, 20 },
        { "/a/120315821.html", 0, 0, 0 },
        { "/a?d=20261120", 0, 0, 0 },
        { "http://20261120.gov.cn/", 0, 0, 0 },
        { "/2026/02/30/a.html", 0, 0, 0 },
        { "/2020/05/10/art_20201212.html", 0, 0, 0 },
        { "", 0, 0, 0 },
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(urls); i++) {
        const int32_t want =
            urls[i].year ? day_of(urls[i].year, urls[i].month, urls[i].mday) : DAY_NONE;

        if (date_in_url(str_of(urls[i].url)) != want)
            fail_msg("%s", urls[i].url);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_dates_in_the_forms_of_real_pages),
        cmocka_unit_test(finds_one_date_after_another),
        cmocka_unit_test(reads_the_clock_time_behind_a_date),
        cmocka_unit_test(completes_a_date_with_the_latest_year_not_after_today),
        cmocka_unit_test(reads_dates_in_urls),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
