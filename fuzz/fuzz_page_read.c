/* A page, both ways: no crash, no read outside, and everything that is said stays within limits. */
#include "base/base.h"

#include "base/arena.h"
#include "dom/sheet.h"
#include "page/reader.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

enum { MAX_LINKS = 500 };

static void check_str(struct str s)
{
    volatile char sink = 0;

    ASSERT(s.n == 0 || s.p);
    if (s.n)
        sink = (char)(s.p[0] ^ s.p[s.n - 1]);
    (void)sink;
}

static void check_page(const struct page *page)
{
    ASSERT(page->n_links <= MAX_LINKS);
    for (size_t i = 0; i < page->n_links; i++) {
        check_str(page->links[i].href);
        check_str(page->links[i].text);
        ASSERT(page->links[i].element && page->links[i].nth);
        ASSERT(str_chars(page->links[i].text) <= 100);
    }
    for (size_t i = 0; i < page->n_hidden; i++) {
        ASSERT(page->hidden[i].link < page->n_links);
        ASSERT(page->hidden[i].trick != HIDE_NONE);
        ASSERT(page->links[page->hidden[i].link].is_hidden);
    }
    for (size_t i = 1; i < page->n_anchors; i++)
        ASSERT(page->anchors[i - 1] < page->anchors[i]);
    check_str(page->text);
    check_str(page->title);
    check_str(page->refresh);
    check_str(page->base_href);
    ASSERT(page->text_chars <= page->text.n);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static struct page_reader *reader;
    const struct page_limits limits = {
        .max_bytes = 1 << 18, .max_nodes = 20000, .max_depth = 128, .max_links = MAX_LINKS
    };
    const struct str body = str_from((const char *)data, n);
    struct sheet *sheet = sheet_parse(body);
    const struct sheet *const sheets[] = { sheet };
    struct page_input in = { .url = STR("http://www.a.gov.cn/col/"),
                             .content_type = STR("text/html"),
                             .body = body,
                             .sheets = sheets,
                             .n_sheets = 1 };
    AUTO(arena_done) struct arena a = { 0 };
    const struct str *links;
    struct page page;

    if (!reader)
        reader = page_reader_new(&limits);
    page_read(reader, &in, &a, &page);
    check_page(&page);
    in.parts = PAGE_LINKS;
    page_read(reader, &in, &a, &page);
    check_page(&page);
    (void)sheet_links(body, &a, &links);
    sheet_free(sheet);
    return 0;
}
