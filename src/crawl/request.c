#include "base/base.h"

#include "crawl/crawler.h"

#include <stdlib.h>

enum {
    WINDOW_LIMITED = 8,    /* requests in flight a site; the pace is the fetcher's business */
    WINDOW_UNLIMITED = 32, /* --rate 0 */
    WINDOW_OUTSIDE = 256,
    FILE_BYTES =
        256 << 10, /* of images, scripts, attachments: enough to know that they are there */
    VISIT_BYTES = 1 << 20,
};

struct job *job_new(struct crawler *c, enum job_kind kind, struct site_run *s)
{
    struct job *job = c->free_jobs;

    if (job)
        c->free_jobs = job->next_free;
    else if (!(job = calloc(1, sizeof(*job))))
        abort();

    const struct arena memory = job->memory;

    *job = (struct job){ .kind = kind, .site = s, .memory = memory };
    return job;
}

void job_free(struct crawler *c, struct job *job)
{
    arena_reset(&job->memory);
    job->next_free = c->free_jobs;
    c->free_jobs = job;
}

static bool is_page_kind(int kind)
{
    return kind == LINK_PAGE || kind == LINK_FRAME || kind == LINK_REFRESH || kind == LINK_STYLE;
}

static void send(struct crawler *c, struct job *job)
{
    const bool is_outside = job->url.site == 0 && job->role == ROLE_NONE;
    const bool may_be_unchanged = c->can_carry && job->was_known && job->role == ROLE_NONE &&
                                  job->before.reason == REASON_NONE && !job->is_retry;
    const bool is_page = is_page_kind(job->url.kind);
    struct fetch_request r = {
        .url = job->url.url,
        .method = job->is_head ? FETCH_HEAD : FETCH_GET,
        .max_body = is_outside ? VISIT_BYTES
                    : is_page  ? 0
                               : FILE_BYTES,
        .is_urgent = job->url.lane == LANE_URGENT,
        .ignore_tls = true, /* the check `tls` judges that, once a site */
        .tag = job,
    };

    if (may_be_unchanged) {
        r.etag = job->before.etag;
        r.last_modified = job->before.last_modified;
    }
    if (job->site)
        job->site->n_in_flight++;
    else
        c->n_outside_in_flight++;
    fetch_start(c->fetcher, &r);
}

void request_again_as_get(struct crawler *c, struct job *job)
{
    job->is_head = false;
    send(c, job);
}

enum rc request_url(struct crawler *c, struct site_run *s, uint32_t number, bool is_retry,
                    struct err *err)
{
    struct job *job = job_new(c, JOB_URL, s);
    enum rc rc = journal_get_url(c->journal, number, &job->memory, &job->url, err);

    if (rc == RC_OK && (c->can_carry || is_retry)) {
        rc = journal_get_result(c->journal, number, &job->memory, &job->before, err);
        job->was_known = rc == RC_OK;
        rc = rc == RC_NOT_FOUND ? RC_OK : rc;
    }
    if (rc) {
        job_free(c, job);
        return rc;
    }
    job->number = number;
    job->role = role_of(s, number);
    job->is_retry = is_retry;
    job->is_head = job->url.site == 0 && job->role == ROLE_NONE && !is_retry;
    send(c, job);
    return RC_OK;
}

enum rc requests_fill(struct crawler *c, struct site_run *s, struct err *err)
{
    const bool is_unlimited = c->o->fetch.rate == 0;
    const size_t window = !s ? WINDOW_OUTSIDE : is_unlimited ? WINDOW_UNLIMITED : WINDOW_LIMITED;
    const size_t *in_flight = s ? &s->n_in_flight : &c->n_outside_in_flight;

    if (s && (!s->robots_known || !s->home_opened))
        return RC_OK;
    while (*in_flight < window) {
        const uint32_t number = frontier_take(c->frontier, s ? s->number : 0);
        enum rc rc;

        if (!number)
            return RC_OK;
        if ((rc = request_url(c, s, number, false, err)))
            return rc;
    }
    return RC_OK;
}
