/*
 * Any bytes as a link: the first line of the input is the base, the second names the charset, the
 * rest is the link. What comes out must be stable: parsed again, it is the same URL.
 */
#include "base/base.h"

#include "net/url.h"

#include "base/arena.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static bool lies_within(struct str part, struct str whole)
{
    return part.n == 0 || (part.p >= whole.p && part.p + part.n <= whole.p + whole.n);
}

static void check_parts(const struct url *u)
{
    ASSERT(u->href.n <= URL_BYTES_MAX && u->fragment.n <= URL_BYTES_MAX);
    ASSERT(u->scheme == URL_HTTP || u->scheme == URL_HTTPS);
    ASSERT(u->host.n > 0 && u->path.n > 0 && u->path.p[0] == '/');
    ASSERT(lies_within(u->host, u->href) && lies_within(u->path, u->href) &&
           lies_within(u->query, u->href));
    ASSERT(u->has_query || u->query.n == 0);
    ASSERT(u->has_fragment || u->fragment.n == 0);
    ASSERT(str_ends(u->origin, u->host) || str_find(u->origin, u->host) != STR_NONE);
    for (size_t i = 0; i < u->href.n; i++)
        ASSERT(u->href.p[i] > 0x20 && u->href.p[i] < 0x7f);
    for (size_t i = 0; i < u->fragment.n; i++)
        ASSERT(u->fragment.p[i] > 0x20 && u->fragment.p[i] < 0x7f);
}

static void check_same(const struct url *a, const struct url *b)
{
    ASSERT(str_eq(a->href, b->href) && str_eq(a->origin, b->origin) && str_eq(a->host, b->host));
    ASSERT(str_eq(a->path, b->path) && str_eq(a->query, b->query));
    ASSERT(a->scheme == b->scheme && a->port == b->port && a->has_query == b->has_query);
}

/* The short way for plain links must give what the long way gives; credentials force the latter. */
static void check_long_way(struct str link, const struct url *base, const struct url *u,
                           struct arena *a)
{
    const struct str after = str_skip(base->href, base->origin.n);
    const size_t n_scheme = base->scheme == URL_HTTPS ? 8 : 7;
    struct url guarded, long_way;

    if (base->origin.p != base->href.p || u->origin.p != u->href.p ||
        !str_eq(base->origin, u->origin) || str_has(link, STR("//")) ||
        base->href.n + 2 > URL_BYTES_MAX || u->href.n + 2 > URL_BYTES_MAX ||
        link.n > URL_BYTES_MAX / 2 || str_has(link, STR("\\")) || u->fragment.n)
        return;

    const struct str text = arena_printf(a, "%.*su@%.*s%.*s", (int)n_scheme, base->href.p,
                                         STR_ARG(str_skip(base->origin, n_scheme)), STR_ARG(after));

    ASSERT(url_parse(text, NULL, NULL, a, &guarded) == RC_OK);
    ASSERT(url_parse(link, &guarded, NULL, a, &long_way) == RC_OK);
    ASSERT(str_eq(u->path, long_way.path) && str_eq(u->query, long_way.query));
    ASSERT(u->has_query == long_way.has_query && str_eq(u->host, long_way.host));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static const char *const charsets[] = { NULL, "gb18030", "big5", "utf-8" };
    AUTO(arena_done) struct arena a = { 0 };
    struct str rest = str_from((const char *)data, n), base_text, charset_text;
    struct url base, u, again;

    (void)str_cut(rest, '\n', &base_text, &rest);
    (void)str_cut(rest, '\n', &charset_text, &rest);

    const bool has_base = url_parse(base_text, NULL, NULL, &a, &base) == RC_OK;
    const char *charset = charsets[charset_text.n % COUNT_OF(charsets)];

    if (has_base)
        check_parts(&base);
    if (url_parse(rest, has_base ? &base : NULL, charset, &a, &u))
        return 0;
    check_parts(&u);
    ASSERT(url_parse(u.href, NULL, charset, &a, &again) == RC_OK);
    check_same(&u, &again);
    ASSERT(url_parse(u.href, &u, charset, &a, &again) == RC_OK);
    check_same(&u, &again);
    if (has_base && !charset)
        check_long_way(rest, &base, &u, &a);

    ASSERT(url_decode(u.path, &a).n <= u.path.n);
    ASSERT(lies_within(url_registrable(u.host), u.host));
    ASSERT(url_same_domain(u.host, u.host));
    ASSERT(str_eq(u.host, url_registrable(u.host)) ||
           url_host_within(u.host, url_registrable(u.host)));
    (void)url_host_display(u.host, &a);
    (void)url_decode(rest, &a);
    return 0;
}
