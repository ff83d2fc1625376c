/* What resolving a link costs: nanoseconds for each form that pages have, and for a page of 70. */
#include "base/base.h"

#include "net/url.h"

#include "base/arena.h"
#include "base/clock.h"

#include <stdio.h>

enum { LINKS_A_PAGE = 70, PAGES = 5000, ROUNDS = 7 };

static const struct form {
    const char *what, *href;
} forms[] = {
    { "from the root", "/zwgk/fdzdgknr/202611/t20261120_123456.html" },
    { "relative", "202611/t20261120_123456.html" },
    { "relative, up", "../../zwgk/202611/t20261120_123456.html" },
    { "relative, here", "./202611/t20261120_123456.html" },
    { "absolute, same host", "http://www.yunxi.gov.cn/zwgk/202611/t20261120_123456.html" },
    { "absolute, other host", "https://www.shaanxi.gov.cn/zfxxgk/fdzdgknr/index.html" },
    { "with a query", "/col/col1234/index.html?uid=5678&pageNum=2" },
    { "fragment only", "#top" },
    { "script", "javascript:void(0)" },
    { "Chinese path", "/\xe6\x94\xbf\xe5\x8a\xa1\xe5\x85\xac\xe5\xbc\x80/1.html" },
    { "spaces around", "  /zwgk/202611/t20261120_123456.html " },
};

/* A page of a portal: most of the links relative or from the root. */
static size_t form_of_link(size_t i)
{
    static const size_t mix[] = { 0, 0, 1, 4, 0, 1, 5, 0, 2, 3, 0, 1, 4, 6, 0, 1, 0, 7, 8, 0 };

    return mix[i % COUNT_OF(mix)];
}

static double ns_in_one_round(const struct url *base, size_t form, struct arena *a)
{
    const int64_t start = clock_ms();
    size_t n = 0;

    for (int page = 0; page < PAGES; page++) {
        for (size_t i = 0; i < LINKS_A_PAGE; i++) {
            const size_t k = form < COUNT_OF(forms) ? form : form_of_link(i);
            struct url u;

            n += url_parse(str_of(forms[k].href), base, "gb18030", a, &u) == RC_OK ? u.href.n : 1;
        }
        arena_reset(a);
    }
    ASSERT(n > 0);
    return (double)(clock_ms() - start) * 1e6 / PAGES / LINKS_A_PAGE;
}

/* The best of some rounds: what the machine does besides only adds. */
static double ns_per_link(const struct url *base, size_t form, struct arena *a)
{
    double best = ns_in_one_round(base, form, a);

    for (int i = 1; i < ROUNDS; i++) {
        const double ns = ns_in_one_round(base, form, a);

        best = ns < best ? ns : best;
    }
    return best;
}

int main(void)
{
    AUTO(arena_done) struct arena a = { 0 }, base_arena = { 0 };
    struct url base;

    if (url_parse(STR("http://www.yunxi.gov.cn/zwgk/fdzdgknr/list.html"), NULL, NULL, &base_arena,
                  &base))
        return 1;
    for (size_t i = 0; i < COUNT_OF(forms); i++)
        (void)printf("%-24s %6.0f ns\n", forms[i].what, ns_per_link(&base, i, &a));

    const double mixed = ns_per_link(&base, COUNT_OF(forms), &a);

    (void)printf("%-24s %6.0f ns; %d links %.1f us\n", "a page's mixture", mixed, LINKS_A_PAGE,
                 mixed * LINKS_A_PAGE / 1000);
    return 0;
}
