/* Which URLs belong to a site. */
#ifndef XJ_CRAWL_SCOPE_H
#define XJ_CRAWL_SCOPE_H

#include "base/arena.h"
#include "base/base.h"
#include "model/site.h"
#include "net/url.h"

enum { SCOPE_HOSTS_MAX = 32 };

/*
 * The site's hosts: that of its home page, that which the home page redirects to within the same
 * registrable domain, and the registry's 其他域名. http and https on their usual ports are the same
 * place; another port is another site.
 */
struct scope {
    struct scope_host {
        struct str host;
        uint16_t port; /* 0 = 80 and 443 */
    } hosts[SCOPE_HOSTS_MAX];
    size_t n;
    struct url home;
};

/* RC_SYNTAX, RC_UNSUPPORTED: the home URL is none. Strings go to a. */
MUST_USE enum rc scope_init(struct scope *s, const struct site *site, struct arena *a);
/* The home page moved here. Only within its registrable domain; otherwise nothing changes and false
 * comes back. */
bool scope_follow_home(struct scope *s, const struct url *to, struct arena *a);
bool scope_has(const struct scope *s, const struct url *url);

#endif
