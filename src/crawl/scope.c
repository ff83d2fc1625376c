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

/* "/jyj/" of "/jyj/", "/jyj/index.html" and "/jyj". */
static struct str directory_of(struct str path, struct arena *a)
{
    size_t end = path.n;

    while (end > 0 && path.p[end - 1] != '/')
        end--;
    return str_chr(str_skip(path, end), '.') != STR_NONE || end == path.n
               ? str_sub(path, 0, end)
               : arena_join(a, path, STR("/"));
}

/* "/jyj/x.html" and "/jyj" lie below "/jyj/". */
static bool is_below(struct str path, struct str directory)
{
    return str_starts(path, directory) || str_eq(path, str_sub(directory, 0, directory.n - 1));
}

/* The other site's home page lies on the home page's host: in which folder? */
static bool meets(const struct scope *s, const struct site *other, struct arena *a,
                  struct str *folder)
{
    struct url url;

    if (other == s->site || !str_has(other->home, s->home.host) ||
        url_parse(other->home, NULL, NULL, a, &url) || !str_eq(url.host, s->home.host) ||
        port_of(&url) != port_of(&s->home))
        return false;
    *folder = directory_of(url.path, a);
    return true;
}

/* Who else lives on the home page's host. */
static void meet_others(struct scope *s, struct arena *a)
{
    const struct str own = directory_of(s->home.path, a);
    struct str *others = NULL;
    bool is_split = false;

    for (size_t i = 0; s->all && i < s->all->n && s->n_others < SCOPE_OTHERS_MAX; i++) {
        const struct site *other = &s->all->sites[i];
        struct str path;

        if (!meets(s, other, a, &path))
            continue;
        is_split = is_split || !str_eq(path, own);
        if (path.n <= own.n || !is_below(path, own) || other->state != SITE_RUNNING)
            continue;
        if (!others)
            others = arena_array(a, struct str, SCOPE_OTHERS_MAX);
        others[s->n_others++] = path;
    }
    s->others = others;
    if (is_split)
        s->below = own;
}

enum rc scope_init(struct scope *s, const struct site *site, const struct site_list *all,
                   struct arena *a)
{
    struct str rest = site->domains;
    struct url home;
    const enum rc rc = url_parse(site->home, NULL, NULL, a, &home);

    if (rc)
        return rc;
    *s = (struct scope){ .site = site, .all = all, .home = home, .below = STR("/") };
    add(s, home.host, port_of(&home));
    while (rest.n) {
        struct str domain;
        struct url url;

        (void)str_cut(rest, ' ', &domain, &rest);
        if (domain.n &&
            url_parse(arena_join(a, STR("http://"), domain), NULL, NULL, a, &url) == RC_OK)
            add(s, url.host, port_of(&url));
    }
    meet_others(s, a);
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

bool scope_has_page(const struct scope *s, const struct url *url)
{
    if (!scope_has(s, url))
        return false;
    if ((s->below.n == 1 && !s->n_others) || !str_eq(url->host, s->home.host))
        return true;
    for (size_t i = 0; i < s->n_others; i++)
        if (is_below(url->path, s->others[i]))
            return false;
    return is_below(url->path, s->below);
}

static bool is_shared(const struct scope *s)
{
    return s->below.n > 1 || s->n_others;
}

/* A running site has its home page in the very folder of this one's. */
static bool is_taken(const struct scope *s, struct arena *a)
{
    const struct str own = directory_of(s->home.path, a);
    struct str folder;

    for (size_t i = 0; s->all && i < s->all->n; i++)
        if (s->all->sites[i].state == SITE_RUNNING && meets(s, &s->all->sites[i], a, &folder) &&
            str_eq(folder, own))
            return true;
    return false;
}

/* To another host. Where others live there too, the site has only its part of it, and leaves what
 * it shared before. */
static bool move(struct scope *s, const struct url *to, struct arena *a)
{
    struct scope moved = *s;

    moved.below = STR("/");
    moved.n_others = 0;
    if (url_parse(to->href, NULL, NULL, a, &moved.home) || is_taken(&moved, a))
        return false;
    meet_others(&moved, a);
    if (!is_shared(&moved)) {
        add(s, moved.home.host, port_of(to));
        return true;
    }
    if (is_shared(s))
        moved.n = 0;
    add(&moved, moved.home.host, port_of(to));
    *s = moved;
    return true;
}

bool scope_follow_home(struct scope *s, const struct url *to, struct arena *a)
{
    if (scope_has(s, to)) {
        /* The column that the path stands for may lie elsewhere: /jyj/ leads to /col/col12/. */
        if (str_eq(to->host, s->home.host) && !is_below(to->path, s->below))
            s->below = arena_copy(a, directory_of(to->path, a));
        return true;
    }
    return url_same_domain(s->home.host, to->host) && move(s, to, a);
}
