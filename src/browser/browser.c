#include "base/base.h"

#include "browser/browser.h"

#include "base/clock.h"
#include "browser/line.h"
#include "browser/tab.h"

#include <signal.h>
#include <stdlib.h>

enum {
    TABS_USUAL = 2,
    PAGE_MS = 20000,
    REQUESTS_MAX = 100,
    BYTES_MAX = 16 << 20,
    DOM_MAX = 8 << 20,
    PICTURE_MAX = 1 << 20,
    MESSAGE_EXTRA = 1 << 20, /* of a message, beside what it carries */
    ESCAPED = 6,             /* bytes of a character in JSON, at most */
    START_MS = 20000,
    STARTS_MAX = 3,  /* that failed in a row */
    TRIES_MAX = 2,   /* of a job that was there when the browser died */
    PAGES_MAX = 500, /* then it starts anew: what it lost on the way is given back */
    TICK_MS = 100,
    MESSAGES_MAX = 200, /* that are read in a row, whatever the page makes the browser say */
};

struct waiting_job {
    struct browser_job job;
    int n_tries;
    struct waiting_job *next;
};

struct browser {
    struct browser_options o;
    struct line line;
    struct tab tabs[BROWSER_TABS_MAX];
    struct waiting_job *of[BROWSER_TABS_MAX]; /* the job in the tab */
    struct waiting_job *first, *last;         /* those that wait */
    size_t n_pending;
    uint32_t serial;
    int n_failed_starts, n_pages;
    bool lacks_sandbox;
};

const char *browser_find(void)
{
    return process_find();
}

const char *browser_outcome_title(enum browser_outcome o)
{
    static const char *const titles[BROWSER_OUTCOMES_N] = {
        [BROWSER_WHOLE] = "已用浏览器打开",
        [BROWSER_PARTLY] = "浏览器没有取到页面要的全部内容",
        [BROWSER_TIMEOUT] = "页面的脚本没有在时限内结束",
        [BROWSER_CRASHED] = "浏览器打开该页时崩溃",
        [BROWSER_TOO_LARGE] = "浏览器中的页面过大",
        [BROWSER_UNAVAILABLE] = "浏览器不能启动",
    };

    ASSERT(o < BROWSER_OUTCOMES_N);
    return titles[o];
}

static int64_t or_usual(int64_t value, int64_t usual)
{
    return value ? value : usual;
}

void browser_new(const struct browser_options *o, struct browser **out)
{
    const struct sigaction ignore = { .sa_handler = SIG_IGN };
    struct browser *b = calloc(1, sizeof(*b));

    if (!b)
        abort();
    (void)sigaction(SIGPIPE, &ignore, NULL); /* it may end while we write */
    b->o = *o;
    b->o.n_tabs = o->n_tabs ? o->n_tabs : TABS_USUAL;
    b->o.page_ms = or_usual(o->page_ms, PAGE_MS);
    b->o.max_requests = or_usual(o->max_requests, REQUESTS_MAX);
    b->o.max_bytes = or_usual(o->max_bytes, BYTES_MAX);
    b->o.max_dom = or_usual(o->max_dom, DOM_MAX);
    b->o.max_picture = or_usual(o->max_picture, PICTURE_MAX);
    ASSERT(b->o.n_tabs <= BROWSER_TABS_MAX);
    for (size_t i = 0; i < b->o.n_tabs; i++)
        b->tabs[i].o = &b->o;
    *out = b;
}

static struct waiting_job *take_first(struct browser *b)
{
    struct waiting_job *w = b->first;

    if (w)
        b->first = w->next;
    return w;
}

void browser_freep(struct browser **p)
{
    struct browser *b = *p;

    if (!b)
        return;
    line_close(&b->line);
    for (size_t i = 0; i < b->o.n_tabs; i++) {
        tab_done(&b->tabs[i]);
        free(b->of[i]);
    }
    for (struct waiting_job *w; (w = take_first(b));)
        free(w);
    free(b);
    *p = NULL;
}

bool browser_lacks_sandbox(const struct browser *b)
{
    return b->lacks_sandbox;
}

size_t browser_pending(const struct browser *b)
{
    return b->n_pending;
}

static void add_first(struct browser *b, struct waiting_job *w)
{
    w->next = b->first;
    b->first = w;
    if (!w->next)
        b->last = w;
}

static void add_last(struct browser *b, struct waiting_job *w)
{
    if (b->first)
        b->last->next = w;
    else
        b->first = w;
    b->last = w;
}

void browser_start(struct browser *b, const struct browser_job *job)
{
    struct waiting_job *w = calloc(1, sizeof(*w));

    if (!w)
        abort();
    w->job = *job;
    add_last(b, w);
    b->n_pending++;
}

bool browser_drop(struct browser *b, void **tag)
{
    struct waiting_job *w = take_first(b);

    for (size_t i = 0; i < b->o.n_tabs && !w; i++) {
        w = b->of[i];
        b->of[i] = NULL;
    }
    if (!w)
        return false;
    line_close(&b->line); /* it must not tell of what is dropped */
    *tag = w->job.tag;
    b->n_pending--;
    free(w);
    return true;
}

/* ---- the process ----------------------------------------------------------------------------- */

/* It speaks. false: it ended before, or said nothing. */
static bool greet(struct browser *b)
{
    const int64_t until_ms = clock_ms() + START_MS;
    struct json *params = json_new_object();
    int64_t asked;
    struct message m;

    json_put_bool(params, "discover", true);
    asked = line_send(&b->line, "Target.setDiscoverTargets", (struct str){ 0 }, params);
    while (!b->line.is_lost && clock_ms() < until_ms) {
        if (!line_next(&b->line, TICK_MS, &m))
            continue;

        const bool is_it = m.id == asked;

        message_done(&m);
        if (is_it)
            return true;
    }
    return false;
}

static bool start_once(struct browser *b)
{
    /* The DOM comes as escaped text, the picture in base64. */
    const size_t max = (size_t)(b->o.max_dom * ESCAPED + b->o.max_picture * 2) + MESSAGE_EXTRA;

    if (line_open(&b->line, b->o.program, b->o.user_agent, !b->lacks_sandbox, max, NULL))
        return false;
    if (greet(b))
        return true;
    line_close(&b->line);
    return false;
}

/* Machines that allow no sandbox of its own end it at once: then it runs without, as nobody, and
 * says so. */
static bool start(struct browser *b)
{
    if (start_once(b)) {
        b->n_pages = 0;
        return true;
    }
    if (!b->lacks_sandbox) {
        b->lacks_sandbox = true;
        if (start_once(b))
            return true;
        b->lacks_sandbox = false;
    }
    b->n_failed_starts++;
    return false;
}

static bool is_idle(const struct browser *b)
{
    for (size_t i = 0; i < b->o.n_tabs; i++)
        if (b->tabs[i].step != TAB_FREE)
            return false;
    return true;
}

/* ---- jobs ------------------------------------------------------------------------------------ */

/* Jobs are given back through here: each once. */
static bool give_back(struct browser *b, size_t i, const struct browser_event *e)
{
    if (e->kind == BROWSER_REQUEST)
        return true;
    free(b->of[i]);
    b->of[i] = NULL;
    b->n_pending--;
    if (e->outcome == BROWSER_WHOLE || e->outcome == BROWSER_PARTLY)
        b->n_failed_starts = 0;
    return true;
}

/* The browser is gone. Its pages are tried once more, since nobody knows whose fault it was. true:
 * one of them is given up; the next call goes on with the others. */
static bool lose(struct browser *b, struct browser_event *out)
{
    for (size_t i = 0; i < b->o.n_tabs; i++) {
        struct waiting_job *w = b->of[i];

        b->tabs[i].step = TAB_FREE;
        if (!w)
            continue;
        if (w->n_tries >= TRIES_MAX) {
            tab_fail(&b->tabs[i], BROWSER_CRASHED, out);
            return give_back(b, i, out);
        }
        b->of[i] = NULL;
        add_first(b, w);
    }
    line_close(&b->line);
    return false;
}

static bool give_up(struct browser *b, struct browser_event *out)
{
    struct waiting_job *w = take_first(b);

    if (!w)
        return false;
    *out = (struct browser_event){ .kind = BROWSER_DONE,
                                   .tag = w->job.tag,
                                   .outcome = BROWSER_UNAVAILABLE };
    b->n_pending--;
    free(w);
    return true;
}

/* Waiting jobs go to free tabs. */
static void deal_out(struct browser *b)
{
    if (b->line.is_open && b->n_pages >= PAGES_MAX && is_idle(b))
        line_close(&b->line);
    if (!b->line.is_open && !start(b))
        return;
    for (size_t i = 0; i < b->o.n_tabs && b->first && b->n_pages < PAGES_MAX; i++) {
        if (b->tabs[i].step != TAB_FREE)
            continue;
        b->of[i] = take_first(b);
        b->of[i]->n_tries++;
        b->n_pages++;
        tab_open(&b->tabs[i], &b->line, &b->of[i]->job, ++b->serial);
    }
}

/* What a page opened beside itself is closed. */
static void close_popup(struct browser *b, const struct message *m)
{
    const struct json *info = json_get(m->content, "targetInfo");
    struct json *params;

    if (!str_eq(m->method, STR("Target.targetCreated")) || !json_get_str(info, "openerId").n)
        return;
    params = json_new_object();
    json_put_text(params, "targetId", json_get_str(info, "targetId"));
    (void)line_send(&b->line, "Target.closeTarget", (struct str){ 0 }, params);
}

static bool take(struct browser *b, const struct message *m, struct browser_event *out)
{
    close_popup(b, m);
    for (size_t i = 0; i < b->o.n_tabs; i++)
        if (tab_take(&b->tabs[i], &b->line, m, out))
            return give_back(b, i, out);
    return false;
}

static bool tick(struct browser *b, struct browser_event *out)
{
    for (size_t i = 0; i < b->o.n_tabs; i++)
        if (tab_tick(&b->tabs[i], &b->line, out))
            return give_back(b, i, out);
    return false;
}

bool browser_next(struct browser *b, int64_t wait_ms, struct browser_event *out)
{
    const int64_t until_ms = clock_ms() + wait_ms;
    int n_messages = 0;

    while (b->n_pending || !is_idle(b)) {
        const int64_t left = until_ms - clock_ms();
        struct message m;

        if (b->n_failed_starts >= STARTS_MAX)
            return give_up(b, out);
        if (b->line.is_lost && lose(b, out))
            return true;
        if (b->first)
            deal_out(b);
        if (line_next(&b->line, left < 0 ? 0 : left < TICK_MS ? left : TICK_MS, &m)) {
            const bool is_told = take(b, &m, out);

            message_done(&m);
            if (is_told)
                return true;
            if (++n_messages < MESSAGES_MAX)
                continue;
        }
        if (tick(b, out))
            return true;
        if (left <= 0)
            return false;
        n_messages = 0;
    }
    return false;
}

static struct tab *tab_of(struct browser *b, uint64_t request)
{
    for (size_t i = 0; i < b->o.n_tabs; i++)
        if (b->tabs[i].step != TAB_FREE && b->tabs[i].serial == request >> 32)
            return &b->tabs[i];
    return NULL;
}

bool browser_awaits(struct browser *b, uint64_t request)
{
    const struct tab *t = tab_of(b, request);

    return t && t->step == TAB_LOADING;
}

void browser_answer(struct browser *b, uint64_t request, int status, struct str headers,
                    struct str body)
{
    struct tab *t = tab_of(b, request);

    if (t)
        tab_answer(t, &b->line, (uint32_t)request, status, headers, body);
}

void browser_refuse(struct browser *b, uint64_t request)
{
    struct tab *t = tab_of(b, request);

    if (t)
        tab_refuse(t, &b->line, (uint32_t)request);
}
