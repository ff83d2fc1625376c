/* Any bytes as an account's source, and as an imported table: posts come newest first, none from
 * the future. */
#include "base/base.h"

#include "account/posts.h"

enum { NOW = 1795136400, DAY_S = 86400 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void hold(const struct posts *p)
{
    ASSERT(p->grade != ACCOUNT_UNSEEN && p->n <= POSTS_MAX && p->n_messages <= POSTS_MAX);
    for (size_t i = 0; i < p->n; i++) {
        ASSERT(p->posts[i].at <= NOW + DAY_S);
        ASSERT(i == 0 || p->posts[i - 1].at >= p->posts[i].at);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    AUTO(arena_done) struct arena a = { 0 };
    AUTO(page_reader_freep) struct page_reader *reader = page_reader_new(NULL);
    AUTO(posts_table_freep) struct posts_table *table = NULL;
    const struct account account = { .name = STR("甲"), .handle = STR("a") };
    struct posts p = { 0 };
    struct str unseen = { 0 };
    const struct posts_input in = { .url = STR("http://x.test/"),
                                    .body = str_from((const char *)data, n),
                                    .now = NOW,
                                    .reader = reader };

    if (posts_read(&in, &a, &p, &unseen))
        hold(&p);
    else
        ASSERT(unseen.n);
    if (posts_is_table(in.body) && !posts_table_read(in.body, NOW, &table, NULL) &&
        posts_table_of(table, &account, &a, &p, &unseen))
        hold(&p);
    return 0;
}
