#include "base/base.h"

#include "base/clock.h"
#include "check/campaign.h"
#include "crawl/dossier.h"
#include "crawl/publication.h"

enum { COLUMNS_MAX = 1000 };

static void put_tri(struct json *to, const char *key, enum tri value)
{
    if (value == TRI_UNKNOWN)
        json_put_null(to, key);
    else
        json_put_bool(to, key, value == TRI_YES);
}

static struct json *kinds(const struct dossier *d)
{
    struct json *to = json_new_object();

    for (int kind = 0; kind < PAGE_KIND_N; kind++)
        if (d->n_by_kind[kind])
            json_put_int(to, page_kind_name((enum page_kind)kind), (int64_t)d->n_by_kind[kind]);
    return to;
}

/* Empty when nothing was counted: where no article is known to belong, none is missing. */
static struct json *weeks(const struct publication *p)
{
    struct json *list = json_new_array();

    for (size_t i = 0; p->total && i < PUBLICATION_WEEKS; i++)
        json_add_int(list, p->n[i]);
    return list;
}

static struct json *columns(const struct site_view *v, const struct publication *published)
{
    struct json *list = json_new_array();
    size_t n = 0;

    for (size_t i = 0; i < v->n_digests && n < COLUMNS_MAX; i++) {
        const struct digest *d = &v->digests[i];
        struct json *one;

        if (d->kind != PAGE_COLUMN)
            continue;
        one = json_new_object();
        json_put_str(one, "title", d->column_name.n ? d->column_name : d->title);
        json_put_str(one, "url", d->url);
        json_put_str(one, "kind", d->column_type);
        json_put_day(one, "newest", d->newest_item);
        json_put_int(one, "items", d->n_items);
        json_put(one, "weeks", weeks(&published[n]));
        json_add(list, one);
        n++;
    }
    return list;
}

/* Shares of the pages that could be read; with a browser only where one was used. */
static struct json *measured(const struct dossier *d)
{
    struct json *to = json_new_object();

    if (d->n_pages)
        json_put_real(to, "without_browser",
                      (double)(d->n_pages - d->n_blind) / (double)d->n_pages);
    else
        json_put_null(to, "without_browser");
    if (d->n_pages && d->has_browser)
        json_put_real(to, "with_browser",
                      (double)(d->n_pages - d->n_need_browser) / (double)d->n_pages);
    else
        json_put_null(to, "with_browser");
    return to;
}

static struct json *attempts(const struct site_view *v)
{
    struct json *list = json_new_array();

    for (size_t i = 0; i < v->n_attempts; i++) {
        const struct attempt *t = &v->attempts[i];
        struct json *one = json_new_object();
        char at[TIME_TEXT_BYTES], reason[REASON_TEXT_BYTES];

        json_put_str(one, "at", str_of(time_text(t->at, at)));
        json_put_str(one, "reason", str_of(reason_text(t->reason, t->http_status, reason)));
        json_put_int(one, "status", t->http_status);
        json_put_int(one, "ms", t->ms);
        json_add(list, one);
    }
    return list;
}

/* What the verdict on 站点无法访问 is made of. */
static struct json *availability(const struct visit_record *r)
{
    struct json *to = json_new_object();
    char text[TIME_TEXT_BYTES];

    json_put_int(to, "days", r->days);
    json_put_int(to, "tries", r->n);
    json_put_int(to, "failed", r->n_failed);
    json_put_str(to, "from", str_of(time_text(r->from, text)));
    json_put_str(to, "to", str_of(time_text(r->to, text)));
    return to;
}

static struct json *metrics(const struct dossier *d)
{
    const struct transport *t = &d->view.transport;
    struct json *to = json_new_object();

    json_put(to, "attempts", attempts(&d->view));
    if (d->view.visits.days)
        json_put(to, "availability", availability(&d->view.visits));
    put_tri(to, "https", t->https);
    put_tri(to, "tls_trusted", t->tls_trusted);
    put_tri(to, "tls_name_fits", t->tls_name_fits);
    if (t->tls_not_after)
        json_put_day(to, "tls_not_after", day_of_time(t->tls_not_after));
    put_tri(to, "ipv6_address", t->has_aaaa);
    put_tri(to, "ipv6_opens", t->opens_on_ipv6);
    json_put_int(to, "bytes", (int64_t)d->n_bytes);
    if (d->has_browser)
        json_put_int(to, "rendered_pages", (int64_t)d->n_rendered);
    json_put_int(to, "unchanged_pages", (int64_t)d->n_unchanged);
    return to;
}

static struct json *articles(const struct campaign *campaign, const struct site_view *v,
                             int32_t today)
{
    struct json *list = json_new_array();

    for (size_t i = 0; i < campaign->n; i++) {
        const struct carried c = campaign_of_site(&campaign->articles[i], i, v, today);

        json_add(list, campaign_json(&campaign->articles[i], &c));
    }
    return list;
}

struct json *dossier_json(const struct dossier *d, int32_t today, struct arena *a,
                          const struct check_set *set)
{
    const struct site_view *v = &d->view;
    const struct campaign *campaign = check_set_campaign(set);
    const uint64_t rules = check_set_hash(set);
    struct json *line = json_new_object();
    struct publication site, *published;

    publication_count(v, today, a, &site, &published);
    json_put_str(line, "site", v->site->code);
    json_put_str(line, "name", v->site->name);
    json_put_str(line, "url", v->site->home);
    json_put_str(line, "type", str_of(site_type_name(v->site->type)));
    json_put_str(line, "region", v->site->region);
    json_put_str(line, "sponsor", v->site->sponsor);
    json_put_bool(line, "serves_public", v->site->serves_public);
    json_put_str(line, "state", str_of(site_state_name(v->site->state)));
    json_put_int(line, "pages", (int64_t)d->n_pages);
    json_put_int(line, "links", (int64_t)v->n_links);
    json_put_int(line, "fetched", (int64_t)v->n_fetched);
    json_put_int(line, "left", (int64_t)v->n_left);
    json_put_int(line, "not_looked", (int64_t)d->n_kept);
    json_put_bool(line, "complete", v->is_complete);
    json_put_str(line, "incomplete_reason",
                 v->incomplete_reason.n ? v->incomplete_reason : (struct str){ 0 });
    json_put(line, "kinds", kinds(d));
    json_put(line, "columns", columns(v, published));
    json_put_day(line, "weeks_until", today);
    json_put(line, "weeks", weeks(&site));
    json_put(line, "measured", measured(d));
    json_put(line, "metrics", metrics(d));
    if (campaign && v->site->state == SITE_RUNNING)
        json_put(line, "articles", articles(campaign, v, today));
    /* A verdict needs an indicator set and a person's review; judge/judging.h fills it in. */
    json_put_str(line, "verdict", STR("未能判定"));
    json_put(line, "vetoes", json_new_array());
    json_put_null(line, "score");
    json_put_null(line, "indicators");
    json_put_str(line, "rules", arena_printf(a, "%016llx", (unsigned long long)rules));
    return line;
}
