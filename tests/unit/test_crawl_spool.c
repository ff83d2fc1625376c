#include "base/base.h"

#include "crawl/spool.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { N_PAGES = 300 };

struct fixture {
    char path[64];
    struct spool *s;
};

static int setup(void **state)
{
    struct fixture *f = calloc(1, sizeof(*f));

    *f = (struct fixture){ .path = "/tmp/xunjian-spool-XXXXXX" };
    assert_true(close(mkstemp(f->path)) == 0);
    assert_int_equal(spool_open(f->path, 0, &f->s, NULL), RC_OK);
    *state = f;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *f = *state;

    spool_closep(&f->s);
    (void)unlink(f->path);
    free(f);
    return 0;
}

/* Pages of 0 to some 60,000 bytes, so that records lie across pieces. */
static struct spool_page page_of(struct arena *a, unsigned i)
{
    const size_t n = i * 7919U % 60000;
    char *body = arena_alloc(a, n + 1);

    memset(body, 'a' + (int)(i % 26), n);
    return (struct spool_page){ .url = arena_printf(a, "http://a/%u", i),
                                .ip = STR("127.0.0.1"),
                                .content_type = STR("text/html"),
                                .headers = STR("HTTP/1.1 200 OK\r\n"),
                                .body = str_from(body, n),
                                .at = 1000 + (int64_t)i };
}

static void expect_page(struct fixture *f, int64_t at, unsigned i)
{
    struct arena a = { 0 };
    const struct spool_page wanted = page_of(&a, i);
    struct spool_page got;

    assert_int_equal(spool_read(f->s, at, &a, &got, NULL), RC_OK);
    assert_true(str_eq(got.url, wanted.url) && str_eq(got.body, wanted.body) &&
                str_eq(got.headers, wanted.headers) && got.at == wanted.at);
    arena_done(&a);
}

static void add_all(struct fixture *f, int64_t at[N_PAGES])
{
    for (unsigned i = 0; i < N_PAGES; i++) {
        struct arena a = { 0 };
        const struct spool_page p = page_of(&a, i);

        assert_int_equal(spool_add(f->s, &p, false, &at[i], NULL), RC_OK);
        if (i % 50 == 0)
            assert_int_equal(spool_sync(f->s, NULL), RC_OK);
        arena_done(&a);
    }
}

static void pages_come_back_from_file_and_memory(void **state)
{
    struct fixture *f = *state;
    int64_t at[N_PAGES];

    add_all(f, at);
    for (unsigned i = 0; i < N_PAGES; i++)
        expect_page(f, at[i], i);
}

static void what_was_synced_outlives_the_process(void **state)
{
    struct fixture *f = *state;
    int64_t at[N_PAGES], more;
    struct arena a = { 0 };
    struct spool_page p;

    add_all(f, at);
    assert_int_equal(spool_sync(f->s, NULL), RC_OK);
    p = page_of(&a, 5);
    assert_int_equal(spool_add(f->s, &p, false, &more, NULL), RC_OK); /* lost with the process */
    spool_closep(&f->s);
    assert_int_equal(spool_open(f->path, 0, &f->s, NULL), RC_OK);
    for (unsigned i = 0; i < N_PAGES; i++)
        expect_page(f, at[i], i);
    assert_int_equal(spool_read(f->s, more, &a, &p, NULL), RC_NOT_FOUND);
    p = page_of(&a, 6);
    assert_int_equal(spool_add(f->s, &p, false, &more, NULL), RC_OK);
    expect_page(f, more, 6);
    arena_done(&a);
}

static void past_its_limit_only_what_must_be_is_kept(void **state)
{
    struct fixture *f = *state;
    struct arena a = { 0 };
    const struct spool_page p = page_of(&a, 3);
    int64_t at;

    spool_closep(&f->s);
    assert_int_equal(spool_open(f->path, 10000, &f->s, NULL), RC_OK);
    assert_int_equal(spool_add(f->s, &p, false, &at, NULL), RC_OK);
    assert_int_equal(at, 0);
    assert_int_equal(spool_add(f->s, &p, false, &at, NULL), RC_OK);
    assert_int_equal(at, -1);
    assert_int_equal(spool_add(f->s, &p, true, &at, NULL), RC_OK);
    expect_page(f, at, 3);
    arena_done(&a);
}

static void places_that_are_none_are_refused(void **state)
{
    struct fixture *f = *state;
    struct arena a = { 0 };
    struct spool_page p;

    assert_int_equal(spool_read(f->s, -1, &a, &p, NULL), RC_NOT_FOUND);
    assert_int_equal(spool_read(f->s, 0, &a, &p, NULL), RC_NOT_FOUND);
    assert_int_equal(spool_read(f->s, INT64_MAX - 10, &a, &p, NULL), RC_NOT_FOUND);
    arena_done(&a);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(pages_come_back_from_file_and_memory),
        TEST(what_was_synced_outlives_the_process),
        TEST(past_its_limit_only_what_must_be_is_kept),
        TEST(places_that_are_none_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
