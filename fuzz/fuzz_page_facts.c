/* The facts of a page: whatever it says, they stay within the page. */
#include "base/base.h"

#include "base/clock.h"
#include "page/reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

/* Reads every byte, so that the sanitizer sees a view that has outlived its text. */
static void check_str(struct str s)
{
    volatile char sink = 0;

    ASSERT(s.n == 0 || s.p);
    for (size_t i = 0; i < s.n; i++)
        sink = (char)(sink ^ s.p[i]);
    (void)sink;
}

static void check_facts(const struct page *p)
{
    ASSERT(p->kind < PAGE_KIND_N);
    for (size_t i = 0; i < p->n_items; i++) {
        ASSERT(p->items[i].link == ITEM_NO_LINK || p->items[i].link < p->n_links);
        check_str(p->items[i].title);
    }
    for (size_t i = 0; i < p->n_blocks; i++) {
        ASSERT(p->blocks[i].more == UINT32_MAX || p->blocks[i].more < p->n_links);
        check_str(p->blocks[i].title);
        check_str(p->blocks[i].where);
    }
    for (int tag = 0; tag < TAG_N; tag++) {
        check_str(p->tags[tag]);
        ASSERT(p->tags[tag].n == 0 || p->tags_present >> tag & 1);
    }
    ASSERT(p->site_code.n == 0 || p->site_code.n == 10);
    check_str(p->site_code);
    check_str(p->icp);
    check_str(p->police);
    check_str(p->sponsor);
    check_str(p->badge_href);
    check_str(p->error_report_href);
    check_str(p->search_href);
    check_str(p->sitemap_href);
    check_str(p->headline);
    check_str(p->source);
    check_str(p->body);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static struct page_reader *reader;
    struct str url = { 0 }, body = str_from((const char *)data, n);
    struct arena a = { 0 };
    struct page page, other;

    if (!reader)
        reader = page_reader_new(&(struct page_limits){ .max_nodes = 5000, .max_links = 500 });
    if (n && data[0] == '#') /* a first line may name the URL */
        (void)str_cut(str_skip(body, 1), '\n', &url, &body);
    page_read(reader,
              &(struct page_input){ .url = url, .body = body, .today = day_of(2026, 11, 23) }, &a,
              &page);
    /* The tree is gone now: nothing of the first page may point into it. */
    page_read(reader, &(struct page_input){ .body = STR("<p>x") }, &a, &other);
    check_facts(&page);
    arena_done(&a);
    return 0;
}
