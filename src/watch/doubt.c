#include "base/base.h"

#include "watch/doubt.h"

#include "base/clock.h"

#include <string.h>

enum { ASKED_MAX = 3 }; /* other sites, at as many addresses */

bool doubt_is_due(const struct attempt *t)
{
    return reason_is_silence(t->reason, t->http_status);
}

void doubt_took_control(struct watcher *w, struct watched *site, const struct fetch_result *r)
{
    w->n_asked--;
    if (!r->http_status)
        return;
    if (site)
        site->answered = clock_now();
    else
        w->control_answered = clock_now();
}

static bool is_elsewhere(const struct watched *s, const struct watched *other)
{
    return other != s && other->ip[0] && strcmp(s->ip, other->ip) != 0;
}

/* Somebody else answered after the try had begun. */
static bool network_works(const struct watcher *w, const struct watched *s)
{
    if (w->control_answered >= s->attempt.at)
        return true;
    for (size_t i = 0; i < w->n; i++)
        if (is_elsewhere(s, &w->sites[i]) && w->sites[i].answered >= s->attempt.at)
            return true;
    return false;
}

static bool is_new_address(const struct watched *const *asked, size_t n, const struct watched *s)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(asked[i]->ip, s->ip) == 0)
            return false;
    return true;
}

/* Asks those that answered last, each at an address of its own, and the control pages. */
static void ask_others(struct watcher *w, const struct watched *about)
{
    const struct watched *asked[ASKED_MAX];
    size_t n = 0;

    w->asked = clock_now();
    for (size_t i = 0; i < w->o->n_controls; i++, w->n_asked++)
        watcher_ask(w, ASK_CONTROL, NULL, w->o->controls[i]);
    while (n < ASKED_MAX) {
        struct watched *best = NULL;

        for (size_t i = 0; i < w->n; i++) {
            struct watched *s = &w->sites[i];

            if (s->answered && is_elsewhere(about, s) && is_new_address(asked, n, s) &&
                (!best || s->answered > best->answered))
                best = s;
        }
        if (!best)
            break;
        asked[n++] = best;
        w->n_asked++;
        watcher_ask(w, ASK_CONTROL, best, best->home.href);
    }
}

enum rc doubt_settle(struct watcher *w, struct err *err)
{
    const bool is_answered = w->n_asked == 0 && w->asked != 0; /* by all that were asked */
    const struct watched *left = NULL;
    enum rc rc = RC_OK;

    for (size_t i = 0; i < w->n && !rc; i++) {
        struct watched *s = &w->sites[i];

        if (!s->is_doubted)
            continue;
        if (!network_works(w, s)) {
            if (!is_answered || s->attempt.at > w->asked) {
                left = s;
                continue;
            }
            s->attempt.reason = REASON_OFFLINE;
        }
        rc = watcher_settle(w, s, err);
    }
    if (is_answered)
        w->asked = 0;
    if (left && w->asked == 0 && w->n_asked == 0)
        ask_others(w, left);
    return rc;
}
