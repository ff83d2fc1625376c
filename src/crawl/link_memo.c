#include "base/base.h"

#include "crawl/link_memo.h"

enum { BYTES_MAX = 2 << 20, HREF_BYTES_MAX = 500 };

void link_memo_done(struct link_memo *m)
{
    arena_done(&m->memory);
    *m = (struct link_memo){ 0 };
}

void link_memo_forget(struct link_memo *m)
{
    m->places = NULL;
}

void link_memo_begin(struct link_memo *m)
{
    if (m->places && m->n_bytes <= BYTES_MAX)
        return;
    arena_reset(&m->memory);
    m->places = arena_array(&m->memory, struct resolved, LINK_MEMO_PLACES);
    m->n_bytes = 0;
}

struct link_base link_base_of(const struct url *base, const char *charset, uint64_t scope)
{
    size_t n = base->path.n;

    while (n && base->path.p[n - 1] != '/')
        n--;

    const uint64_t origin = (scope * 31 + str_hash(base->origin)) * 31 + str_hash(str_of(charset));

    return (struct link_base){ .origin = origin,
                               .folder = origin * 31 + str_hash(str_from(base->path.p, n)) };
}

/* What is relative to the page itself ("", "?a", "#b") is not kept. */
static bool is_kept(struct str href)
{
    return href.n && href.n <= HREF_BYTES_MAX && href.p[0] != '?' && href.p[0] != '#';
}

/* A picture may be of the site where a page with the same address would not. */
static uint64_t key_of(const struct link_base *base, const struct link *link)
{
    return str_hash(link->href) ^ (link->href.p[0] == '/' ? base->origin : base->folder) ^
           (uint64_t)link->kind << 48;
}

bool link_memo_find(const struct link_memo *m, const struct link_base *base, struct link *link)
{
    if (!m->places || !is_kept(link->href))
        return false;

    const uint64_t key = key_of(base, link);
    const struct resolved *r = &m->places[key % LINK_MEMO_PLACES];

    if (r->key != key || !str_eq(r->href, link->href))
        return false;
    link->url = r->url;
    link->fragment = r->fragment;
    link->is_bad_url = r->is_bad_url;
    link->is_same_site = r->is_same_site;
    return true;
}

void link_memo_add(struct link_memo *m, const struct link_base *base, const struct link *link)
{
    if (!is_kept(link->href))
        return;

    const uint64_t key = key_of(base, link);

    m->n_bytes += link->href.n + link->url.n + link->fragment.n;
    m->places[key % LINK_MEMO_PLACES] = (struct resolved){
        .key = key,
        .href = arena_copy(&m->memory, link->href),
        .url = arena_copy(&m->memory, link->url),
        .fragment = arena_copy(&m->memory, link->fragment),
        .is_bad_url = link->is_bad_url,
        .is_same_site = link->is_same_site,
    };
}
