#include "base/base.h"

#include "crawl/uplink.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct witness *place_for(struct uplink *u, struct str ip)
{
    struct witness *oldest = &u->witnesses[0];

    for (size_t i = 0; i < u->n_witnesses; i++)
        if (str_eq(str_of(u->witnesses[i].ip), ip))
            return &u->witnesses[i];
    if (u->n_witnesses < WITNESSES_MAX)
        return &u->witnesses[u->n_witnesses++];
    for (size_t i = 1; i < u->n_witnesses; i++)
        if (u->witnesses[i].answered_ms < oldest->answered_ms)
            oldest = &u->witnesses[i];
    return oldest;
}

/* "http://host:8080" of a normalised URL. */
static struct str origin_of(struct str url)
{
    const size_t slashes = str_find(url, STR("//"));
    const size_t from = slashes == STR_NONE ? url.n : slashes + 2;
    const size_t path = str_chr(str_skip(url, from), '/');

    return path == STR_NONE ? url : str_sub(url, 0, from + path);
}

void uplink_answered(struct uplink *u, struct str ip, struct str url, int64_t now_ms)
{
    const struct str origin = origin_of(url);
    struct witness *w;

    if (!ip.n || ip.n >= IP_TEXT_BYTES || origin.n + sizeof("/robots.txt") > WITNESS_BYTES)
        return;
    w = place_for(u, ip);
    w->answered_ms = now_ms;
    if (str_eq(str_of(w->ip), ip))
        return;
    (void)snprintf(w->ip, sizeof(w->ip), "%.*s", STR_ARG(ip));
    (void)snprintf(w->url, sizeof(w->url), "%.*s/robots.txt", STR_ARG(origin));
}

void uplink_doubt(struct uplink *u, const struct doubt *d)
{
    if (u->n_doubts == u->cap_doubts) {
        u->cap_doubts = u->cap_doubts ? u->cap_doubts * 2 : 64;
        u->doubts = realloc(u->doubts, u->cap_doubts * sizeof(*u->doubts));
        if (!u->doubts)
            abort();
    }
    u->doubts[u->n_doubts++] = *d;
}

static bool is_settled(const struct uplink *u, const struct doubt *d)
{
    bool is_alone = true;

    for (size_t i = 0; i < u->n_witnesses; i++) {
        if (strcmp(u->witnesses[i].ip, d->ip) == 0)
            continue;
        if (u->witnesses[i].answered_ms >= d->failed_ms)
            return true;
        is_alone = false;
    }
    return is_alone;
}

size_t uplink_question(struct uplink *u, int64_t now_ms)
{
    size_t n = 0;

    for (size_t i = 0; i < u->n_doubts; i++)
        if (!is_settled(u, &u->doubts[i]))
            u->doubts[n++] = u->doubts[i];
    u->n_doubts = n;
    if (!n || u->n_asked)
        return 0;
    u->asked_ms = now_ms;
    u->n_asked = u->n_witnesses;
    return u->n_asked;
}

bool uplink_is_down(struct uplink *u, struct doubt *out)
{
    for (size_t i = 0; i < u->n_doubts && !u->n_asked; i++) {
        if (u->doubts[i].failed_ms > u->asked_ms || is_settled(u, &u->doubts[i]))
            continue;
        *out = u->doubts[i];
        u->doubts[i] = u->doubts[--u->n_doubts];
        return true;
    }
    return false;
}

void uplink_done(struct uplink *u)
{
    free(u->doubts);
    *u = (struct uplink){ 0 };
}
