#include "base/base.h"

#include "crawl/twins.h"

#include "base/clock.h"
#include "check/redated_text.h"
#include "crawl/answer.h"

#include <stdlib.h>

/* Of a site in a run: enough for a person to see what happens there. */
enum { TWINS_MAX = 100 };

struct twin {
    struct dated_text article;
    uint32_t number;
    bool is_new;  /* read in this run */
    bool is_kept; /* its answer is, or will be; what the browser showed is not asked for again */
};

struct gathering {
    struct crawler *c;
    const int64_t *value; /* the check's numbers */
    struct arena a;
    struct buf twins; /* struct twin, strings in a */
};

static void gathering_done(struct gathering *g)
{
    buf_done(&g->twins);
    arena_done(&g->a);
}

static enum rc take_result(void *ctx, const struct journal_url *u, const struct journal_result *r,
                           struct err *err)
{
    struct gathering *g = ctx;
    struct twin one = { .number = r->number, .is_new = r->run == g->c->run && !r->is_unchanged };
    struct digest d;

    (void)err;
    arena_reset(&g->c->scratch);
    if (!r->digest.n || digest_unpack(r->digest, g->c->journal, &g->c->scratch, &d))
        return RC_OK;
    d.url = u->url;
    if (!dated_text_of(&d, g->value, &one.article))
        return RC_OK;
    one.article.url = arena_copy(&g->a, u->url);
    one.is_kept = d.is_rendered || (r->run == g->c->run && r->spool_at >= 0);
    buf_add(&g->twins, str_from((const char *)&one, sizeof(one)));
    return RC_OK;
}

static void want(struct crawler *c, struct twin *t, size_t *n_left, struct url_list *again)
{
    if (t->is_kept || !*n_left)
        return;
    t->is_kept = true;
    hashes_put(&c->twins, t->number, 1);
    url_list_add(again, t->number);
    --*n_left;
}

enum rc twins_find(struct crawler *c, struct site_run *s, struct url_list *again, struct err *err)
{
    const int64_t *value = redated_text_values(c->o->checks);
    AUTO(gathering_done) struct gathering g = { .c = c, .value = value };
    size_t n_left = TWINS_MAX;
    enum rc rc;

    if (!check_set_has(c->o->checks, "redated-text") || c->o->focus || !s->home_opened || s->cut ||
        journal_is_judged(c->journal, s->number, c->run))
        return RC_OK;
    if ((rc = journal_each_result(c->journal, s->since, s->number, take_result, &g, err)))
        return rc;

    struct twin *t = (struct twin *)(void *)g.twins.p;
    const size_t n = g.twins.n / sizeof(*t);

    if (n)
        qsort(t, n, sizeof(*t), dated_text_order);
    for (size_t i = 1; i < n; i++) {
        /* What is as it was in the run before has its evidence. */
        if (!is_redated(&t[i - 1].article, &t[i].article, value) ||
            (!t[i - 1].is_new && !t[i].is_new))
            continue;
        want(c, &t[i - 1], &n_left, again);
        want(c, &t[i], &n_left, again);
    }
    return RC_OK;
}

static bool says_the_same(struct crawler *c, const struct task *task, const struct fetch_result *r)
{
    struct digest before, now;
    struct page page;

    if (r->reason != REASON_NONE ||
        digest_unpack(task->before.digest, c->journal, &c->scratch, &before))
        return false;
    page_read(c->reader,
              &(struct page_input){ .url = r->url,
                                    .content_type = r->content_type,
                                    .body = r->body,
                                    .today = day_of_time(time_of_answer(c, r->at)) },
              &c->scratch, &page);
    digest_of_page(&page, c->o->checks, &c->scratch, &now);
    return now.body == before.body && now.published == before.published;
}

enum rc twins_take(struct crawler *c, struct task *task, const struct fetch_result *r,
                   struct err *err)
{
    struct journal_result result = task->before;
    size_t n = 0;
    enum rc rc;

    if (!says_the_same(c, task, r))
        return RC_OK;
    if (result.run != c->run) { /* it was only known, and is unchanged */
        if ((rc = answer_carry(c, task, &n, err)))
            return rc;
        result.run = c->run;
        result.is_unchanged = true;
        result.at = r->at;
    }
    result.n_bytes = (int64_t)r->body.n;
    rc = answer_keep(c, task, r, &result, err);
    return rc ? rc : journal_put_result(c->journal, &result, err);
}
