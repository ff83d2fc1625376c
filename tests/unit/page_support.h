/* What tests of reading pages share: a reader, and an arena that each page takes anew. */
#ifndef XJ_TESTS_PAGE_SUPPORT_H
#define XJ_TESTS_PAGE_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/base.h"

#include "page/reader.h"

#include "base/clock.h"

static struct arena arena;
static struct page_reader *reader;

static inline struct page read_at(const char *html, const char *url)
{
    struct page page;

    arena_reset(&arena);
    page_read(reader,
              &(struct page_input){ .url = str_of(url),
                                    .body = arena_copy(&arena, str_of(html)),
                                    .today = day_of(2026, 11, 23) },
              &arena, &page);
    return page;
}

static inline int set_up_pages(void **state)
{
    (void)state;
    reader = page_reader_new(NULL);
    return 0;
}

static inline int tear_down_pages(void **state)
{
    (void)state;
    page_reader_free(reader);
    arena_done(&arena);
    return 0;
}

UNUSED static void assert_kind(struct page page, enum page_kind want)
{
    if (page.kind != want)
        fail_msg("%s instead of %s", page_kind_name(page.kind), page_kind_name(want));
}

#endif
