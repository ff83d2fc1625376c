/* Lists that pages carry as data, and dates as phones tell them. */
#include "base/base.h"

#include "dom/datastore.h"
#include "page/reader.h"

#include "base/clock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static struct arena arena;

static int tear_down(void **state)
{
    (void)state;
    arena_done(&arena);
    return 0;
}

static void opens_to(const char *html, const char *want)
{
    const struct str got = datastore_open(str_of(html), &arena);

    if (!str_eq(got, str_of(want)))
        fail_msg("'%.*s' instead of '%s'", STR_ARG(got), want);
}

static void test_records(void **state)
{
    (void)state;
    opens_to(
        "<b><script type=\"text/xml\"><datastore>\n<nextgroup><![CDATA[<a href=n>]]></nextgroup>"
        "<recordset><record><![CDATA[<li>1</li>]]></record>\n<record><li>2</li></record>"
        "</recordset></datastore></script></b>",
        "<b><li>1</li><li>2</li></b>");
    opens_to("<script><datastore><record>1</record></datastore>\n</script>|"
             "<SCRIPT><datastore><record>2</record></datastore></SCRIPT>",
             "1|2");
}

/* What is none, or is broken off, stays as it is, byte for byte. */
static void test_others(void **state)
{
    static const char *const pages[] = {
        "",
        "<datastore>",
        "<p>text</p>",
        "<datastore><record>1</record></datastore></script>",
        "<p><datastore><record>1</record></datastore></script>",
        "<script><datastore><recordset></recordset></datastore></script>",
        "<script><datastore><record>1</record></datastore>",
        "<script><datastore><record>1",
        "<script>var x = '<datastore><record>1</record></datastore>';</script>",
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(pages); i++)
        opens_to(pages[i], pages[i]);
    opens_to("<script><datastore><record>1<record>2</record></datastore></script>", "1<record>2");
    opens_to("<script><datastore><record><![CDATA[1</record></datastore></script>", "<![CDATA[1");
}

static void test_rare_dates(void **state)
{
    static const struct {
        const char *text, *want;
    } cases[] = {
        { "刚刚", "2026-11-23" },
        { "3分钟前", "2026-11-23" },
        { "16小时前", "2026-11-23" },
        { "30 个小时前", "2026-11-22" },
        { "昨天", "2026-11-22" },
        { "昨天 18:20", "2026-11-22" },
        { "前天", "2026-11-21" },
        { "4天前", "2026-11-19" },
        { "[2周前]", "2026-11-09" },
        { "昨天的事", "" },
        { "天前", "" },
        { "9999天前", "" },
        { "12日</p><p>2026年10月", "2026-10-12" },
        { "12日</p><h4>2026年10月</h4><p>", "" }, /* the heading of what follows */
        { "<div><b>12</b><h5>2026-10</h5></div>", "2026-10-12" },
        { "<h3>12</h3><h5>2026-10</h5>", "2026-10-12" },
        { "26-11-20", "2026-11-20" },
        { "'26.11.20", "2026-11-20" },
    };
    struct page_reader *reader = page_reader_new(NULL);

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        char html[400], text[DAY_TEXT_BYTES];
        struct page page;

        (void)snprintf(html, sizeof(html),
                       "<!DOCTYPE html><meta charset=utf-8><title>x</title><ul><li><a href=1>"
                       "县政府召开常务会议</a><p>%s</p></ul>",
                       cases[i].text);
        page_read(reader,
                  &(struct page_input){ .url = STR("http://www.x.gov.cn/dt/"),
                                        .body = str_of(html),
                                        .today = day_of(2026, 11, 23) },
                  &arena, &page);
        assert_string_equal(page.newest_item == DAY_NONE ? "" : day_text(page.newest_item, text),
                            cases[i].want);
    }
    page_reader_free(reader);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_records),
        cmocka_unit_test(test_others),
        cmocka_unit_test(test_rare_dates),
    };

    return cmocka_run_group_tests(tests, NULL, tear_down);
}
