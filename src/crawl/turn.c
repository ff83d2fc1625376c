#include "base/base.h"

#include "crawl/turn.h"

#include "base/clock.h"
#include "crawl/attachments.h"
#include "crawl/render.h"

bool turn_is_free(const struct site_run *s)
{
    return !s || (!s->turns && gap_is_over(&s->gap, clock_ms()));
}

static struct str kept(struct task *task, struct str s)
{
    return s.n ? arena_copy(&task->memory, s) : s;
}

static void wait(struct site_run *s, struct task *task, const struct fetch_request *r)
{
    struct task **last = &s->turns;

    task->request_waiting = arena_array(&task->memory, struct fetch_request, 1);
    *task->request_waiting = *r;
    task->request_waiting->url = kept(task, r->url);
    task->request_waiting->etag = kept(task, r->etag);
    task->request_waiting->last_modified = kept(task, r->last_modified);
    task->request_waiting->accept = kept(task, r->accept);
    task->request_waiting->user_agent = kept(task, r->user_agent);
    task->request_waiting->referer = kept(task, r->referer);
    task->request_waiting->cookie = kept(task, r->cookie);
    while (*last)
        last = &(*last)->next_free;
    task->next_free = NULL;
    *last = task;
}

static bool is_asked_for(const struct crawler *c, const struct task *task)
{
    const struct site_run *s = task->site;

    return !c->is_over && (!s || (!s->is_over && !(task->kind == TASK_RENDER && s->is_paused)));
}

/* A page in the browser would wait for it for ever. */
static void drop(struct crawler *c, struct task *task)
{
    if (task->kind == TASK_RENDER)
        browser_refuse(c->browser, task->request);
    if (task->kind == TASK_URL && attachments_want(c, &task->url))
        c->n_attachments--;
    task_free(c, task);
}

void turn_ask(struct crawler *c, struct task *task, const struct fetch_request *r)
{
    struct site_run *s = task->site;

    if (!is_asked_for(c, task)) {
        drop(c, task);
        return;
    }
    if (s)
        s->n_in_flight++;
    else
        c->n_outside_in_flight++;
    if (!s || (!s->turns && gap_take(&s->gap, clock_ms())))
        fetch_start(c->fetcher, r);
    else
        wait(s, task, r);
}

static struct task *take_first(struct site_run *s)
{
    struct task *task = s->turns;

    s->turns = task->next_free;
    return task;
}

void turn_next(struct crawler *c, struct site_run *s)
{
    while (s->turns && !s->is_paused) {
        if (render_is_settled(c, s->turns)) {
            s->n_in_flight--;
            task_free(c, take_first(s));
            continue;
        }
        if (!gap_take(&s->gap, clock_ms()))
            return;
        fetch_start(c->fetcher, take_first(s)->request_waiting);
    }
}

void turns_drop(struct crawler *c, struct site_run *s)
{
    struct task **at = &s->turns;

    while (*at) {
        struct task *task = *at;

        if (is_asked_for(c, task)) {
            at = &task->next_free;
            continue;
        }
        *at = task->next_free;
        s->n_in_flight--;
        drop(c, task);
    }
}
