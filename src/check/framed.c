#include "base/base.h"

#include "check/framed.h"

#include "base/clock.h"

struct framed framed_home(const struct site_view *v)
{
    struct framed out = { .newest = DAY_NONE };

    for (size_t i = 0; i < v->n_digests; i++) {
        const struct digest *d = &v->digests[i];

        if (!d->is_framed || d->depth > 1)
            continue;
        out.is_set |= str_eq(d->url, v->home_final);
        out.is_blind |= d->needs_browser;
        if (d->newest_item > out.newest)
            out.newest = d->newest_item;
        out.has_badge |= d->badge != BADGE_NONE;
        out.has_search |= d->has_search;
        out.has_code |= !str_is_empty(d->site_code); /* perhaps of its tag: in doubt for them */
        out.has_icp |= !str_is_empty(d->icp);
        out.has_police |= !str_is_empty(d->police);
    }
    return out.is_set ? out : (struct framed){ .newest = DAY_NONE };
}
