#include "base/base.h"

#include "crawl/render.h"

#include "base/log.h"
#include "crawl/answer.h"
#include "crawl/gate.h"
#include "crawl/turn.h"
#include "crawl/viewer.h"

#include <stdlib.h>

enum { AT_ONCE = 64 /* pages with the browser or before it: each is held in memory */ };

void render_open(struct crawler *c)
{
    if (!c->o->browser || c->links_only) /* no tree is built then, and no browser */
        return;
    c->rendering = calloc(1, sizeof(*c->rendering));
    if (!c->rendering)
        abort();
    browser_new(&(struct browser_options){ .program = c->o->browser,
                                           .user_agent = c->o->fetch.user_agent,
                                           .now = c->o->now },
                &c->browser);
}

void render_close(struct crawler *c)
{
    if (!c->browser)
        return;
    browser_freep(&c->browser);
    answer_cache_done(&c->rendering->answers);
    free(c->rendering);
}

bool render_wants(const struct crawler *c, const struct task *task, const struct page *page)
{
    return c->browser && !c->is_over && !task->site->is_over && !task->site->is_paused &&
           !task->is_tried && page_wants_browser(page) && task->site->site->state == SITE_RUNNING &&
           task->site->n_rendered < c->o->max_rendered;
}

bool render_is_full(const struct crawler *c)
{
    return c->browser && browser_pending(c->browser) >= AT_ONCE;
}

bool render_is_due(const struct crawler *c, struct str digest)
{
    return digest.n && (digest_is_rendered(digest) || (c->browser && digest_wants_browser(digest)));
}

void render_start(struct crawler *c, struct task *task, const struct fetch_result *r,
                  const struct page *page)
{
    task->answer = arena_array(&task->memory, struct fetch_result, 1);
    *task->answer = answer_copy(task, r);
    task->is_tried = true;
    task->was_blind = page->needs_browser;
    task->site->n_rendered++;
    task->site->n_in_flight++;
    browser_start(c->browser, &(struct browser_job){ .tag = task,
                                                     .url = task->answer->url,
                                                     .headers = task->answer->headers,
                                                     .body = task->answer->body });
}

/* ---- what a page asks for -------------------------------------------------------------------- */

void render_took(struct crawler *c, const struct task *task, const struct fetch_result *r)
{
    const bool is_answer = r->http_status && (r->reason == REASON_NONE || r->reason == REASON_HTTP);

    if (!is_answer) {
        browser_refuse(c->browser, task->request);
        return;
    }
    browser_answer(c->browser, task->request, r->http_status, r->headers, r->body);
    answer_cache_put(&c->rendering->answers, task->url.url, task->site->site->home,
                     &(struct cached_answer){ r->http_status, r->headers, r->body });
}

bool render_is_settled(struct crawler *c, const struct task *task)
{
    const struct cached_answer *known;

    if (task->kind != TASK_RENDER)
        return false;
    if (!browser_awaits(c->browser, task->request))
        return true;
    known = answer_cache_find(&c->rendering->answers, task->url.url, task->site->site->home);
    if (known)
        browser_answer(c->browser, task->request, known->status, known->headers, known->body);
    return known;
}

static void send(struct crawler *c, struct task *task)
{
    struct fetch_request r = viewer_request(task->url.url, task->referer, task);

    if (render_is_settled(c, task)) {
        task_free(c, task);
        return;
    }
    site_name(task->site, &r);
    turn_ask(c, task, &r);
}

void render_go_on(struct crawler *c, struct task *task, bool is_allowed)
{
    if (is_allowed) {
        send(c, task);
        return;
    }
    browser_refuse(c->browser, task->request);
    task_free(c, task);
}

static void ask(struct crawler *c, const struct task *page, const struct browser_event *e)
{
    struct site_run *s = page->site;
    enum gate_says says;
    struct task *task;
    struct url url;

    if (url_parse(e->url, NULL, NULL, &c->scratch, &url) ||
        (says = gate_says(s, &url, false)) == GATE_CLOSED) {
        browser_refuse(c->browser, e->request);
        return;
    }
    task = task_new(c, TASK_RENDER, s);
    task->request = e->request;
    task->url.url = arena_copy(&task->memory, url.href);
    task->referer = arena_copy(&task->memory, page->answer->url);
    if (says == GATE_OPEN || !gate_hold(c, task, &url))
        render_go_on(c, task, says == GATE_OPEN);
}

/* ---- what became of a page ------------------------------------------------------------------- */

void render_tell_sandbox(struct crawler *c)
{
    if (c->rendering->has_told_sandbox || !browser_lacks_sandbox(c->browser))
        return;
    c->rendering->has_told_sandbox = true;
    log_line(LOG_WARN,
             "本机不允许浏览器使用自己的沙箱，浏览器在没有它的情况下运行（仍无网络、以 nobody "
             "身份）");
}

static void tell_failure(struct crawler *c, const struct task *task, enum browser_outcome o)
{
    if (o == BROWSER_UNAVAILABLE && c->rendering->has_told_browser)
        return;
    c->rendering->has_told_browser |= o == BROWSER_UNAVAILABLE;
    log_line(LOG_WARN, "%.*s：%s，按未用浏览器处理", STR_ARG(task->url.url),
             browser_outcome_title(o));
}

/* A page that could not be opened is read as it was received. */
static enum rc take(struct crawler *c, struct task *task, const struct browser_event *e,
                    struct err *err)
{
    struct site_run *s = task->site;
    bool is_held = false;
    enum rc rc;

    s->n_in_flight--;
    render_tell_sandbox(c);
    if (e->outcome == BROWSER_WHOLE || e->outcome == BROWSER_PARTLY) {
        task->rendered = arena_copy(&task->memory, e->dom);
        task->is_whole = e->outcome == BROWSER_WHOLE;
    } else {
        tell_failure(c, task, e->outcome);
    }
    arena_reset(&c->scratch);
    reading_set(c->reading, c->run, task->number);
    rc = page_take(c, task, task->answer, true, &is_held, err);
    reading_set(c->reading, c->run, 0);
    if (!is_held)
        task_free(c, task);
    return rc ? rc : requests_fill(c, s, err);
}

enum rc render_collect(struct crawler *c, int64_t wait_ms, struct site_run **of, struct err *err)
{
    struct browser_event e;

    *of = NULL;
    if (!c->browser || !browser_pending(c->browser))
        return RC_OK;
    while (browser_next(c->browser, wait_ms, &e)) {
        struct task *task = e.tag;

        if (e.kind == BROWSER_DONE) {
            *of = task->site;
            return take(c, task, &e, err);
        }
        arena_reset(&c->scratch);
        ask(c, task, &e);
    }
    return RC_OK;
}
