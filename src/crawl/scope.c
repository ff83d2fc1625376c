#include "base/base.h"

#include "crawl/scope.h"

static uint16_t port_of(const struct url *url)
{
    return url->port == 80 || url->port == 443 ? 0 : url->port;
}

static void add(struct scope *s, struct str host, uint16_t port)
{
    if (s->n < SCOPE_HOSTS_MAX && host.n)
        s->hosts[s->n++] = (struct scope_host){ .host = host, .port = port };
}

enum rc scope_init(struct scope *s, const struct site *site, struct arena *a)
{
    struct str rest = site->domains;
    struct url home;
    const enum rc rc = url_parse(site->home, NULL, NULL, a, &home);

    if (rc)
        return rc;
    *s = (struct scope){ .home = home };
    add(s, home.host, port_of(&home));
    while (rest.n) {
        struct str domain;
        struct url url;

        (void)str_cut(rest, ' ', &domain, &rest);
        if (domain.n &&
            url_parse(arena_join(a, STR("http://"), domain), NULL, NULL, a, &url) == RC_OK)
            add(s, url.host, port_of(&url));
    }
    return RC_OK;
}

bool scope_has(const struct scope *s, const struct url *url)
{
    const uint16_t port = port_of(url);

    for (size_t i = 0; i < s->n; i++)
        if (s->hosts[i].port == port && str_eq(s->hosts[i].host, url->host))
            return true;
    return false;
}

bool scope_follow_home(struct scope *s, const struct url *to, struct arena *a)
{
    if (scope_has(s, to))
        return true;
    if (!url_same_domain(s->home.host, to->host))
        return false;
    add(s, arena_copy(a, to->host), port_of(to));
    return true;
}
