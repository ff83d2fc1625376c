/* Which URLs belong to a site. */
#ifndef XJ_CRAWL_SCOPE_H
#define XJ_CRAWL_SCOPE_H

#include "base/arena.h"
#include "base/base.h"
#include "model/site.h"
#include "net/url.h"

enum { SCOPE_HOSTS_MAX = 32, SCOPE_OTHERS_MAX = 256 };

/*
 * The site's hosts: that of its home page, that which the home page moved to within the same
 * registrable domain, and the registry's 其他域名. http and https on their usual ports are the same
 * place; another port is another site.
 *
 * On a unified platform several sites of the registry may share the home page's host, each below a
 * path of its own (www.x.gov.cn/jyj/). Then a site's pages are those below its path and below no
 * running site's longer one; also when its home page only moved there. Pictures, scripts and styles
 * belong to all.
 */
struct scope {
    struct scope_host {
        struct str host;
        uint16_t port; /* 0 = 80 and 443 */
    } hosts[SCOPE_HOSTS_MAX];
    size_t n;
    const struct site *site;
    const struct site_list *all; /* NULL = no other */
    struct url home;             /* where the site is on a host that others share, if it is */
    struct str below; /* path that ends in '/'; "/" when the site does not begin below one */
    const struct str *others; /* longer paths of other sites on the home page's host */
    size_t n_others;
};

/* site, all (the registry's sites, or NULL): borrowed for the scope's life. RC_SYNTAX,
 * RC_UNSUPPORTED: the home URL is none. Strings go to a. */
MUST_USE enum rc scope_init(struct scope *s, const struct site *site, const struct site_list *all,
                            struct arena *a);
/* The home page moved here. Only within its registrable domain, and not onto another site's home
 * page; otherwise nothing changes and false comes back. */
bool scope_follow_home(struct scope *s, const struct url *to, struct arena *a);
/* On one of the site's hosts. */
bool scope_has(const struct scope *s, const struct url *url);
/* A page of the site: on one of its hosts, and not another site's there. */
bool scope_has_page(const struct scope *s, const struct url *url);

#endif
