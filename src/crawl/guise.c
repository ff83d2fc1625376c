#include "base/base.h"

#include "crawl/guise.h"

#include "base/clock.h"
#include "check/check.h"
#include "crawl/answer.h"
#include "crawl/spool.h"
#include "net/url.h"
#include "page/reader.h"

static const char check_id[] = "cloaking"; /* its lists are in the order of enum guise */

static const char *const fragments[GUISE_N] = {
    [GUISE_ROBOT] = "#as-search-robot",
    [GUISE_REFERRED] = "#from-search-engine",
    [GUISE_PHONE] = "#as-phone",
};

bool guises_wanted(const struct crawler *c, const struct site_run *s)
{
    return check_set_has(c->o->checks, check_id) && s->site->state == SITE_RUNNING;
}

enum rc guises_ask(struct crawler *c, const struct task *home, struct err *err)
{
    struct site_run *s = home->site;

    if (!guises_wanted(c, s))
        return RC_OK;
    for (int i = 0; i < GUISE_N; i++) {
        struct journal_url u = { .site = s->number,
                                 .lane = LANE_URGENT,
                                 .kind = LINK_PAGE,
                                 .depth = 1,
                                 .referrer = home->number,
                                 .url =
                                     arena_join(&c->scratch, home->url.url, str_of(fragments[i])) };
        const enum role role = (enum role)(ROLE_GUISE + i);
        enum rc rc;

        u.number = frontier_find(c->frontier, s->number, u.url);
        if ((!u.number && (rc = frontier_enter(c->frontier, &u, err))) ||
            (rc = role_give(c, s, role, u.number, err)))
            return rc;
        (void)frontier_schedule(c->frontier, s->number, u.number, LANE_URGENT);
    }
    return RC_OK;
}

void guise_dress(const struct crawler *c, const struct task *task, struct fetch_request *r)
{
    const struct words *lists = check_set_lists(c->o->checks, check_id);
    const enum guise guise = (enum guise)(task->role - ROLE_GUISE);

    if (!role_is_guise(task->role))
        return;
    r->url = str_sub(r->url, 0, str_chr(r->url, '#'));
    if (guise == GUISE_REFERRED)
        r->referer = lists[guise].words[0];
    else
        r->user_agent = lists[guise].words[0];
}

static void read_guise(struct crawler *c, struct str url, struct str content_type, struct str body,
                       struct arena *a, struct page *out)
{
    page_read(c->reader,
              &(struct page_input){ .url = url,
                                    .content_type = content_type,
                                    .body = body,
                                    .is_home = true,
                                    .today = day_of_time(c->o->now) },
              a, out);
}

enum rc guise_take(struct crawler *c, const struct task *task, const struct fetch_result *r,
                   struct err *err)
{
    struct journal_result result = answer_result(c, task, r);
    struct page page;

    /* Judging reads it again: what ends the process has to do so here, where it is told of. */
    if (r->reason == REASON_NONE)
        read_guise(c, r->url, r->content_type, r->body, &c->scratch, &page);

    const enum rc rc = answer_keep(c, task, r, &result, err);

    return rc ? rc : answer_store(c, &result, err);
}

static struct str location_of(struct str headers)
{
    const struct str name = STR("location:");
    struct str line, last = { 0 };

    while (str_line(&headers, &line))
        if (str_starts_nocase(line, name))
            last = str_trim(str_skip(line, name.n));
    return last;
}

static void tell(struct crawler *c, const struct site_run *s, uint32_t number,
                 struct guise_view *out, struct arena *a)
{
    struct journal_url asked;
    struct journal_result r;
    struct spool_page p;
    struct url own, to;

    if (!number || journal_get_url(c->journal, number, a, &asked, NULL))
        return;
    out->url = asked.url;
    if (journal_get_result(c->journal, number, a, &r, NULL) || r.run != c->run)
        return;
    out->attempt = (struct attempt){
        .at = r.at, .reason = (enum reason)r.reason, .http_status = r.http_status, .ms = r.ms
    };
    if (spool_read(c->spool, r.spool_at, a, &p, NULL) || url_parse(asked.url, NULL, NULL, a, &own))
        return;
    if (r.http_status >= 300 && r.http_status < 400) {
        if (!url_parse(location_of(p.headers), &own, NULL, a, &to))
            out->leads_to = to.href;
        return;
    }
    if (r.reason != REASON_NONE)
        return;
    struct page *page = arena_array(a, struct page, 1);

    read_guise(c, p.url, p.content_type, p.body, a, page);
    links_resolve(c, s, page, &own, NULL, a);
    out->page = page;
}

void guises_tell(struct crawler *c, const struct site_run *s, struct site_view *v, struct arena *a)
{
    for (int i = 0; i < GUISE_N; i++)
        tell(c, s, s->roles[ROLE_GUISE + i], &v->guises[i], a);
}
