#include "base/base.h"

#include "crawl/twins.h"

#include "base/clock.h"
#include "crawl/answer.h"

#include <stdlib.h>

/* Of a site in a run: enough for a person to see what happens there. */
enum { TWINS_MAX = 100 };

struct dated_text {
    uint64_t text;
    int32_t day;
    uint32_t number;
    bool is_new, is_kept; /* read in this run; so was its answer kept */
};

struct gathering {
    struct crawler *c;
    struct buf texts; /* struct dated_text */
};

static void gathering_done(struct gathering *g)
{
    buf_done(&g->texts);
}

static enum rc take_result(void *ctx, const struct journal_url *u, const struct journal_result *r,
                           struct err *err)
{
    struct gathering *g = ctx;
    struct digest d;

    (void)u;
    (void)err;
    arena_reset(&g->c->scratch);
    if (!r->digest.n || digest_unpack(r->digest, g->c->journal, &g->c->scratch, &d) || !d.body ||
        !d.topic || !d.is_dated || d.published == DAY_NONE)
        return RC_OK;

    const struct dated_text one = { .text = d.body * 31 + d.topic,
                                    .day = d.published,
                                    .number = r->number,
                                    .is_new = r->run == g->c->run && !r->is_unchanged,
                                    .is_kept = r->run == g->c->run && r->spool_at >= 0 };

    buf_add(&g->texts, str_from((const char *)&one, sizeof(one)));
    return RC_OK;
}

static int by_text(const void *a, const void *b)
{
    const struct dated_text *x = a, *y = b;

    if (x->text != y->text)
        return x->text < y->text ? -1 : 1;
    return (x->number > y->number) - (x->number < y->number);
}

/* Of one text, from the first article on. What is as it was in the run before has its evidence. */
static void add_twins(struct crawler *c, const struct dated_text *t, size_t n, size_t *n_left,
                      struct url_list *again)
{
    bool is_new = false, is_redated = false;

    for (size_t i = 0; i < n; i++) {
        is_new |= t[i].is_new;
        is_redated |= t[i].day != t[0].day;
    }
    for (size_t i = 0; is_new && is_redated && i < n && *n_left; i++) {
        if (t[i].is_kept)
            continue;
        hashes_put(&c->twins, t[i].number, 1);
        url_list_add(again, t[i].number);
        --*n_left;
    }
}

enum rc twins_find(struct crawler *c, struct site_run *s, struct url_list *again, struct err *err)
{
    AUTO(gathering_done) struct gathering g = { .c = c };
    size_t n_left = TWINS_MAX;
    enum rc rc;

    if (!check_set_has(c->o->checks, "redated-text") || c->o->focus || !s->home_opened ||
        s->is_cut || journal_is_judged(c->journal, s->number, c->run))
        return RC_OK;
    if ((rc = journal_each_result(c->journal, s->since, s->number, take_result, &g, err)))
        return rc;

    struct dated_text *t = (struct dated_text *)(void *)g.texts.p;
    const size_t n = g.texts.n / sizeof(*t);

    if (n)
        qsort(t, n, sizeof(*t), by_text);
    for (size_t i = 0, to; i < n; i = to) {
        for (to = i + 1; to < n && t[to].text == t[i].text; to++)
            ;
        add_twins(c, &t[i], to - i, &n_left, again);
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
    digest_of_page(&page, &c->scratch, &now);
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
    rc = answer_keep(c, task, r, &result, err);
    return rc ? rc : journal_put_result(c->journal, &result, err);
}
