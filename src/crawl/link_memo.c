#include "base/base.h"

#include "crawl/link_memo.h"

#include <stdlib.h>
#include <string.h>

enum {
    PLACES = 32 << 10, /* a power of two; at most three quarters are taken */
    BYTES_MAX = 4 << 20,
    HREF_BYTES_MAX = 500
};

void link_memo_done(struct link_memo *m)
{
    free(m->places);
    free(m->memory);
    *m = (struct link_memo){ 0 };
}

void link_memo_forget(struct link_memo *m)
{
    m->is_stale = true;
}

void link_memo_begin(struct link_memo *m)
{
    if (m->places && !m->is_full && !m->is_stale)
        return;
    if (!m->places) {
        m->places = malloc(PLACES * sizeof(*m->places));
        m->memory = malloc(BYTES_MAX);
    }
    if (!m->places || !m->memory)
        abort();
    memset(m->places, 0, PLACES * sizeof(*m->places));
    m->n_places_taken = m->n_bytes = 0;
    m->is_full = m->is_stale = false;
}

struct link_base link_base_of(const struct url *base, const char *charset, uint64_t scope)
{
    size_t n = base->path.n;

    while (n && base->path.p[n - 1] != '/')
        n--;

    /* With a user before the host, as relative links have one then. */
    const struct str above = str_sub(base->href, 0, (size_t)(base->path.p - base->href.p));
    const uint64_t origin = (scope * 31 + str_hash(above)) * 31 + str_hash(str_of(charset));

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

/* The place of the key, or the free one where it would have to be put. */
static struct link_memo_place *place_of(const struct link_memo *m, uint64_t key)
{
    size_t i = key % PLACES;

    while (m->places[i].at && m->places[i].tag != key >> 32)
        i = (i + 1) % PLACES;
    return &m->places[i];
}

static struct resolved *resolved_at(const struct link_memo *m, const struct link_memo_place *p)
{
    return (struct resolved *)(void *)(m->memory + p->at - 1);
}

/* What lies at the key's place, if anything does. */
static struct resolved *candidate(const struct link_memo *m, uint64_t key)
{
    const struct link_memo_place *place = place_of(m, key);

    return place->at ? resolved_at(m, place) : NULL;
}

static bool tell(const struct resolved *r, uint64_t key, struct link *link)
{
    const char *text = (const char *)(r + 1);

    if (r->key != key || !str_eq(str_from(text, r->n_href), link->href))
        return false;
    text += r->n_href;
    link->url = str_from(text, r->n_url);
    link->fragment = str_from(text + r->n_url + 1, r->n_fragment);
    link->number = r->number;
    link->is_bad_url = r->is_bad_url;
    link->is_same_site = r->is_same_site;
    return true;
}

/* Nearly all the time goes into waiting for memory, so it is asked for what many links need at
 * once. */
void link_memo_find(const struct link_memo *m, const struct link_base *base, struct link *links,
                    size_t n, struct resolved **found)
{
    enum { AT_ONCE = 32, LINE_BYTES = 64 };
    uint64_t keys[AT_ONCE];

    if (!m->places || m->is_stale) {
        memset(found, 0, n * sizeof(*found));
        return;
    }
    for (size_t from = 0; from < n; from += AT_ONCE) {
        const size_t end = n - from < AT_ONCE ? n - from : AT_ONCE;
        struct link *l = links + from;
        struct resolved **r = found + from;

        for (size_t i = 0; i < end; i++) {
            keys[i] = is_kept(l[i].href) ? key_of(base, &l[i]) : 0;
            __builtin_prefetch(&m->places[keys[i] % PLACES]);
        }
        for (size_t i = 0; i < end; i++) {
            r[i] = is_kept(l[i].href) ? candidate(m, keys[i]) : NULL;
            __builtin_prefetch(r[i]);
            __builtin_prefetch((const char *)r[i] + LINE_BYTES);
        }
        for (size_t i = 0; i < end; i++)
            if (r[i] && !tell(r[i], keys[i], &l[i]))
                r[i] = NULL;
    }
}

static char *put(char *to, struct str s)
{
    if (s.n)
        memcpy(to, s.p, s.n);
    return to + s.n;
}

void link_memo_add(struct link_memo *m, const struct link_base *base, const struct link *link)
{
    const size_t n_text = link->href.n + link->url.n + link->fragment.n + 2; /* with two NULs */
    const size_t n = sizeof(struct resolved) + (n_text + 7) / 8 * 8;

    if (!is_kept(link->href) || m->is_stale || n_text > UINT16_MAX)
        return;

    const uint64_t key = key_of(base, link);
    struct link_memo_place *place = place_of(m, key);

    m->is_full = m->n_bytes + n > BYTES_MAX || m->n_places_taken >= PLACES / 4 * 3;
    if (m->is_full || place->at) /* another key with the same tag: the first one stays */
        return;
    *place =
        (struct link_memo_place){ .at = (uint32_t)m->n_bytes + 1, .tag = (uint32_t)(key >> 32) };
    m->n_places_taken++;
    m->n_bytes += n;

    struct resolved *r = resolved_at(m, place);
    char *text = (char *)(r + 1);

    *r = (struct resolved){ .key = key,
                            .n_href = (uint16_t)link->href.n,
                            .n_url = (uint16_t)link->url.n,
                            .n_fragment = (uint16_t)link->fragment.n,
                            .is_bad_url = link->is_bad_url,
                            .is_same_site = link->is_same_site };
    text = put(put(text, link->href), link->url);
    *text++ = '\0';
    *put(text, link->fragment) = '\0';
}
