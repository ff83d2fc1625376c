#include "base/base.h"

#include "crawl/doubt.h"

#include "base/clock.h"
#include "crawl/crawler.h"

#include <stdio.h>

enum { QUESTION_GAP_MS = 5000, QUESTION_BYTES = 1024 };

void doubt_note(struct crawler *c, const struct task *task, const struct fetch_result *r)
{
    struct doubt d = { .number = task->number, .at = r->at, .failed_ms = clock_ms() };

    if (r->http_status) {
        uplink_answered(&c->uplink, r->ip, r->url, d.failed_ms);
    } else if (task->kind == TASK_URL && reason_is_silence(r->reason, r->http_status)) {
        (void)snprintf(d.ip, sizeof(d.ip), "%.*s", STR_ARG(r->ip));
        uplink_doubt(&c->uplink, &d);
    }
}

static void ask(struct crawler *c, const char *url)
{
    struct task *task = task_new(c, TASK_UPLINK, NULL);

    c->n_outside_in_flight++;
    fetch_start(c->fetcher, &(struct fetch_request){ .url = str_of(url),
                                                     .max_body = QUESTION_BYTES,
                                                     .is_urgent = true,
                                                     .ignore_tls = true,
                                                     .tag = task,
                                                     .named = { str_of(url) } /* it answered */ });
}

static enum rc excuse_attempts(struct crawler *c, struct site_run *s, int64_t at, struct err *err)
{
    bool is_any = false;

    for (size_t i = 0; i < s->n_attempts; i++) {
        struct attempt *t = &s->attempts[i];

        if (t->at != at || !reason_is_silence(t->reason, t->http_status))
            continue;
        t->reason = REASON_OFFLINE;
        is_any = true;
    }
    return is_any ? site_note_attempts(c, s, err) : RC_OK;
}

static enum rc excuse(struct crawler *c, const struct doubt *d, struct err *err)
{
    struct journal_result r;
    struct journal_url u;
    enum rc rc;

    arena_reset(&c->scratch);
    if ((rc = journal_get_result(c->journal, d->number, &c->scratch, &r, err)) ||
        (rc = journal_get_url(c->journal, d->number, &c->scratch, &u, err)))
        return rc == RC_NOT_FOUND ? RC_OK : rc;

    struct site_run *s = site_by_number(c, u.site);

    if (s && (rc = excuse_attempts(c, s, d->at, err)))
        return rc;
    if (r.run != c->run || !reason_is_silence((enum reason)r.reason, r.http_status))
        return RC_OK; /* it was asked again since */
    r.reason = REASON_OFFLINE;
    return journal_put_result(c->journal, &r, err);
}

enum rc doubt_settle_all(struct crawler *c, bool is_last, struct err *err)
{
    const int64_t now = clock_ms();
    struct uplink *u = &c->uplink;
    struct doubt d;
    enum rc rc = RC_OK;

    if (!u->n_doubts || u->n_asked)
        return RC_OK;
    while (u->asked_ms && !rc && uplink_is_down(u, &d)) {
        fetch_forget_silence(c->fetcher); /* it was ours */
        rc = excuse(c, &d, err);
    }
    if (!rc && (is_last || now - u->asked_ms >= QUESTION_GAP_MS))
        for (size_t i = 0, n = uplink_question(u, now); i < n; i++)
            ask(c, u->witnesses[i].url);
    return rc;
}
