/* What a page costs in memory is bounded by its size, whatever stands on it. */
#include "base/base.h"

#include "page/reader.h"

#include "base/buf.h"
#include "base/clock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/resource.h>

#include <cmocka.h>

static struct page read_it(const struct buf *body, struct arena *a)
{
    struct page_reader *reader = page_reader_new(NULL);
    struct page page;

    page_read(reader,
              &(struct page_input){ .url = STR("http://www.yunxi.gov.cn/"),
                                    .content_type = STR("text/html; charset=utf-8"),
                                    .body = buf_str(body),
                                    .today = day_of(2026, 11, 23) },
              a, &page);
    page_reader_free(reader);
    return page;
}

/* Of the process, so far. */
static int64_t peak_bytes(void)
{
    struct rusage usage;

    assert_int_equal(getrusage(RUSAGE_SELF, &usage), 0);
    return (int64_t)usage.ru_maxrss * 1024;
}

static void expect_modest(const struct buf *body)
{
    const int64_t before = peak_bytes();
    struct arena a = { 0 };

    (void)read_it(body, &a);
    arena_done(&a);
    if (peak_bytes() - before > (int64_t)128 << 20)
        fail_msg("%lld MiB", (long long)(peak_bytes() - before) >> 20);
}

static void a_form_of_hidden_fields_costs_no_more_than_it_holds(void **state)
{
    AUTO(buf_done) struct buf body = { 0 };

    (void)state;
    buf_add(&body, STR("<form action=/so><input name=q placeholder='站内搜索'>"));
    for (int i = 0; i < 20000; i++)
        buf_add(&body, STR("<input type=hidden name=a>"));
    expect_modest(&body);
}

/* The field for the words of a form with hidden fields of so many bytes, as its query. */
static struct str field_with(size_t n_query, struct arena *a)
{
    AUTO(buf_done) struct buf body = { 0 };

    buf_add(&body, STR("<form action=/so><input type=hidden name=a value='"));
    for (size_t i = 0; i < n_query - STR("a=&").n; i++)
        buf_add_char(&body, 'x');
    buf_add(&body, STR("'><input name=q placeholder='站内搜索'></form>"));
    return read_it(&body, a).search_field;
}

static void a_form_with_more_hidden_fields_than_a_search_has_is_not_asked(void **state)
{
    struct arena a = { 0 };

    (void)state;
    assert_int_equal(field_with(1000, &a).n, 1);
    assert_int_equal(field_with(1001, &a).n, 0);
    arena_done(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_form_of_hidden_fields_costs_no_more_than_it_holds),
        cmocka_unit_test(a_form_with_more_hidden_fields_than_a_search_has_is_not_asked),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
