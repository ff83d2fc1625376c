/* Any bytes as a robots.txt: the first line is the path that is asked for, the rest the file. */
#include "base/base.h"

#include "net/robots.h"

#include "base/arena.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    AUTO(arena_done) struct arena a = { 0 };
    struct str text = str_from((const char *)data, n), path;
    const struct str *sitemaps;

    (void)str_cut(text, '\n', &path, &text);

    const struct robots *r = robots_parse(text, STR("xunjian"), &a);
    const bool is_allowed = robots_allows(r, path);

    /* The same question has the same answer, also when a rule forbids nothing at the end. */
    ASSERT(robots_allows(r, path) == is_allowed);
    ASSERT(robots_allows(NULL, path));
    ASSERT(robots_allows(r, STR("/robots.txt")));
    ASSERT(robots_delay_ms(r) >= 0 && robots_delay_ms(r) <= 24 * 3600 * 1000 + 999);

    const size_t n_sitemaps = robots_sitemaps(r, &sitemaps);

    for (size_t i = 0; i < n_sitemaps; i++)
        ASSERT(sitemaps[i].n > 0 && sitemaps[i].n <= n);
    return 0;
}
