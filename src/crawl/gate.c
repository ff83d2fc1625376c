#include "base/base.h"

#include "crawl/gate.h"

#include "base/clock.h"
#include "crawl/render.h"
#include "crawl/turn.h"
#include "net/robots_answer.h"

/* So often a server that answers nothing else is believed when it answers this. */
enum { DOUBTS_MAX = 5 };

/* Of one origin; in the memory of its site. */
struct gate {
    struct gate *next;
    struct str origin;
    const struct robots *rules; /* NULL: everything is allowed */
    bool is_asked, is_down;
    bool is_had;     /* what the rules say was answered, now or before */
    bool is_silent;  /* the last time nothing at all was answered */
    bool is_doubted; /* it is asked whether anything is answered */
    int n_doubts;    /* since a page was answered; DOUBTS_MAX: it was not */
    int n_answers;
    int64_t retry_ms;        /* monotonic; it is down, and asked again then. 0 = not */
    int64_t stale_ms;        /* monotonic; what it says is asked again then */
    struct url_list waiting; /* URLs */
    struct task *held;       /* TASK_RENDER, by next_free */
};

static struct gate *find(const struct site_run *s, struct str origin)
{
    struct gate *g = s->gates;

    while (g && !str_eq(g->origin, origin))
        g = g->next;
    return g;
}

static struct gate *find_or_add(struct site_run *s, struct str origin)
{
    struct gate *g = find(s, origin);

    if (g)
        return g;
    g = arena_array(&s->memory, struct gate, 1);
    *g = (struct gate){ .origin = arena_copy(&s->memory, origin), .next = s->gates };
    s->gates = g;
    return g;
}

static bool is_known(const struct gate *g)
{
    return g && g->n_answers && !g->is_asked && !g->retry_ms && clock_ms() < g->stale_ms;
}

enum gate_says gate_says(const struct site_run *s, const struct url *url, bool is_visit)
{
    const struct gate *g;

    if (s->site->state != SITE_RUNNING || !scope_has(&s->scope, url))
        return GATE_OPEN;
    g = find(s, url->origin);
    if (g && g->is_down && is_visit)
        return GATE_OPEN;
    if (!is_known(g))
        return GATE_UNKNOWN;
    return robots_allows(g->rules, url_target(url)) ? GATE_OPEN : GATE_CLOSED;
}

/* ---- asking ---- */

static void ask(struct crawler *c, struct site_run *s, struct gate *g, struct str url, int n_hops)
{
    struct fetch_request request = robots_request(url);
    struct task *task = task_new(c, TASK_ROBOTS, s);

    task->gate = g;
    task->n_hops = n_hops;
    request.tag = task;
    site_name(s, &request);
    g->is_asked = true;
    turn_ask(c, task, &request);
}

static void ask_first(struct crawler *c, struct site_run *s, struct gate *g)
{
    if (!g->is_asked)
        ask(c, s, g, arena_join(&c->scratch, g->origin, STR("/robots.txt")), 0);
}

void gate_wait(struct crawler *c, struct site_run *s, uint32_t number, const struct url *url)
{
    struct gate *g = find_or_add(s, url->origin);

    url_list_add(&g->waiting, number);
    if (!g->retry_ms)
        ask_first(c, s, g);
}

bool gate_doubts(struct crawler *c, struct site_run *s, uint32_t number, const struct url *url)
{
    struct gate *g = find(s, url->origin);

    if (!g || g->n_doubts >= DOUBTS_MAX || c->is_over || s->is_over || !g->n_answers)
        return false;
    url_list_add(&g->waiting, number);
    g->is_doubted = true;
    ask_first(c, s, g);
    return true;
}

void gates_answered(struct site_run *s, struct str url)
{
    for (struct gate *g = s->gates; g; g = g->next)
        if (g->n_doubts && str_starts(url, g->origin) &&
            (url.n == g->origin.n || url.p[g->origin.n] != ':'))
            g->n_doubts = 0;
}

void gates_trust(struct site_run *s)
{
    for (struct gate *g = s->gates; g; g = g->next)
        g->n_doubts = 0;
}

bool gate_hold(struct crawler *c, struct task *task, const struct url *url)
{
    struct gate *g = find_or_add(task->site, url->origin);

    if (g->retry_ms || c->is_over || task->site->is_over || task->site->is_paused)
        return false;
    task->next_free = g->held;
    g->held = task;
    ask_first(c, task->site, g);
    return true;
}

void gate_tick(struct crawler *c, struct site_run *s, int64_t ms)
{
    for (struct gate *g = s->gates; g; g = g->next)
        if (g->retry_ms && ms >= g->retry_ms && g->waiting.n)
            ask_first(c, s, g);
}

/* ---- what comes back ---- */

static void learn(struct crawler *c, struct site_run *s, struct gate *g,
                  const struct fetch_result *r)
{
    const bool is_last = ++g->n_answers >= c->o->n_tries;
    bool is_down;
    const struct robots *rules =
        robots_of_answer(r->reason, r->http_status, r->body, &is_down, &s->memory);

    if (g->is_doubted)
        g->n_doubts = r->http_status ? g->n_doubts + 1 : DOUBTS_MAX;
    g->is_doubted = g->is_asked = false;
    g->stale_ms = clock_ms() + c->o->robots_ms;
    is_down |= r->reason == REASON_CONNECT && !is_last; /* somebody may listen in a moment */
    if (g->is_had && (is_down || !r->http_status))
        return; /* then what it said last goes on (RFC 9309, 2.4) */
    g->is_had = r->http_status && !is_down;
    g->rules = rules;
    g->is_down = is_down;
    g->is_silent = !r->http_status;
    g->retry_ms = g->is_down && !is_last ? clock_ms() + c->o->try_gap_ms : 0;
}

void gate_learn(struct crawler *c, struct site_run *s, const struct url *url,
                const struct fetch_result *r)
{
    learn(c, s, find_or_add(s, url->origin), r);
}

/* What the file of one origin leads to may be that of another one of the site. */
static void learn_other(struct crawler *c, struct site_run *s, const struct gate *known,
                        const struct fetch_result *r)
{
    struct url at;

    if (url_parse(r->url, NULL, NULL, &c->scratch, &at) || str_eq(at.origin, known->origin) ||
        !str_eq(url_target(&at), STR("/robots.txt")) || !scope_has(&s->scope, &at) ||
        find(s, at.origin))
        return;
    gate_learn(c, s, &at, r);
}

static void release_held(struct crawler *c, struct gate *g)
{
    struct task *next;

    for (struct task *task = g->held; task; task = next) {
        struct url url;

        next = task->next_free;
        render_go_on(c, task,
                     !g->is_down &&
                         url_parse(task->url.url, NULL, NULL, &c->scratch, &url) == RC_OK &&
                         gate_says(task->site, &url, false) == GATE_OPEN);
    }
    g->held = NULL;
}

static enum rc queue_again(struct crawler *c, const struct site_run *s, uint32_t number,
                           struct err *err)
{
    struct journal_url u;
    const enum rc rc = journal_get_url(c->journal, number, &c->scratch, &u, err);

    if (!rc)
        frontier_schedule_again(c->frontier, s->number, number, (enum lane)u.lane);
    return rc;
}

static enum rc release(struct crawler *c, struct site_run *s, struct gate *g, struct err *err)
{
    AUTO(url_list_done) struct url_list waiting = g->waiting;
    enum rc rc = RC_OK;

    g->waiting = (struct url_list){ 0 };
    release_held(c, g);
    for (size_t i = 0; i < waiting.n && !rc; i++) {
        const uint32_t number = waiting.at[i];

        if (number == s->roles[ROLE_HOME] && !s->home_opened)
            rc = request_url(c, s, number, err);
        else if (g->retry_ms)
            url_list_add(&g->waiting, number);
        else
            rc = queue_again(c, s, number, err);
    }
    return rc;
}

enum rc gate_took(struct crawler *c, struct task *task, const struct fetch_result *r,
                  struct err *err)
{
    struct site_run *s = task->site;
    struct gate *g = task->gate;
    struct str to;

    if (robots_is_elsewhere(r, task->n_hops, &c->scratch, &to)) {
        ask(c, s, g, to, task->n_hops + 1);
        return RC_OK;
    }
    learn(c, s, g, r);
    if (task->n_hops)
        learn_other(c, s, g, r);
    return release(c, s, g, err);
}

void gates_drop(struct crawler *c, struct site_run *s)
{
    for (struct gate *g = s->gates; g; g = g->next) {
        release_held(c, g);
        if (c->is_over || s->is_over)
            url_list_done(&g->waiting);
    }
}

bool gate_has_waiting(const struct site_run *s)
{
    for (const struct gate *g = s->gates; g; g = g->next)
        if (g->waiting.n)
            return true;
    return false;
}

bool gate_is_down(const struct site_run *s, struct str home)
{
    for (const struct gate *g = s->gates; g; g = g->next)
        if (g->is_down && (!g->is_silent || str_starts(home, g->origin)))
            return true;
    return false;
}

void gates_done(struct site_run *s)
{
    for (struct gate *g = s->gates; g; g = g->next)
        url_list_done(&g->waiting);
    s->gates = NULL;
}
