/* NOLINTNEXTLINE(bugprone-reserved-identifier): the C library's own switch */
#define _GNU_SOURCE /* prctl */
#include "base/base.h"

#include "app/crawl_child.h"

#include "app/app.h"
#include "app/asked_lists.h"
#include "app/network.h"
#include "app/recheck.h"
#include "app/rules.h"
#include "app/supervise.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/json.h"
#include "base/log.h"
#include "desk/calendar_file.h"
#include "desk/order_desk.h"
#include "office/order_finding.h"
#include "office/run_queue.h"
#include "office/schedule.h"
#include "report/progress.h"
#include "store/review.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    LOOK_MS = 1000, /* for something to do, or whether it was stopped */
    STEP_MS = 200,
    TELL_MS = 1000, /* how far it is */
    REMIND_MS = 3600 * 1000,
    LEARNT_S = 5 * 24 * 3600, /* ago: in an earlier week */
    PAUSES_PART = 20,         /* of an inspection's time: so much go re-checks before it at most */
    BUSY_MS = 5000,           /* then a re-check that could not work is tried again */
    KILLED_MAX = 5, /* times that one inspection is begun again after somebody killed it */
    EXIT_BUSY = 3,  /* of a re-check; beside those of app.h */
    LOG_BYTES_MAX = 1 << 20,
};

struct crawl {
    const struct crawl_options *o;
    struct family *f;
    const volatile sig_atomic_t *stop;
    struct store *s;
    struct arena a; /* of one inspection */
    int64_t killed; /* that was killed n_killed times */
    int n_killed;
    int64_t reminded_ms;    /* orders were gone through; 0 = not yet */
    int64_t paused_ms;      /* an inspection made place for re-checks; 0 = none does */
    int64_t may_pause_ms;   /* monotonic: not before */
    int64_t may_recheck_ms; /* likewise: the last one could not work */
};

static int64_t now_of(const struct crawl *c)
{
    return clock_now() + c->o->now_offset_s;
}

/* ---- the process that does it ---- */

struct telling {
    struct store *s;
    int64_t id;
    int64_t told_ms, told_pages;
};

/* What GET /runs/current shows. A store that is locked at the moment is told the next time. */
static void tell(void *ctx, const struct progress *p)
{
    struct telling *t = ctx;
    AUTO(arena_done) struct arena a = { 0 };
    const int64_t now = clock_ms();
    AUTO(json_freep) struct json *to = NULL;
    double rate;
    struct err err = { 0 };

    if (now - t->told_ms < TELL_MS)
        return;
    rate =
        t->told_ms ? (double)(p->n_pages - t->told_pages) * 1000 / (double)(now - t->told_ms) : -1;
    to = json_new_object();
    json_put_str(to, "phase", p->phase);
    json_put_int(to, "sites", p->n_sites);
    json_put_int(to, "done", p->n_sites_done);
    json_put_int(to, "pages", p->n_pages);
    json_put_int(to, "findings", p->n_findings);
    json_put_real(to, "rate", rate);
    json_put_int(to, "left_s", rate > 0 ? (int64_t)((double)progress_left(p) / rate) : -1);
    if (store_run_progress(t->s, t->id, json_text(to, &a), &err))
        log_line(LOG_WARN, "%s", err.text);
    t->told_ms = now;
    t->told_pages = p->n_pages;
}

struct work {
    struct inspect_options o;
    struct str store_url;
    struct telling telling;
};

static enum rc tell_run(void *ctx, int64_t run, struct err *err)
{
    const struct telling *t = ctx;

    return store_run_became(t->s, t->id, run, err);
}

static enum rc tell_left(void *ctx, struct str codes, struct err *err)
{
    const struct telling *t = ctx;

    return store_run_left(t->s, t->id, codes, err);
}

/* Under supervise: a crash begins it again. */
static int inspect(void *ctx, bool after_crash)
{
    struct work *w = ctx;
    struct err err = { 0 };
    int status;

    w->o.after_crash = after_crash;
    if (store_open(w->store_url, &w->telling.s, &err))
        return app_fail(&err);
    status = inspect_run(&w->o);
    store_closep(&w->telling.s);
    (void)fflush(NULL);
    return status;
}

/*
 * How the region's sites write. Every weekly inspection adds to what is learnt; what all
 * inspections read with is what was learnt in earlier weeks, taken over when a weekly one begins:
 * another field is another rule, and all pages are read anew.
 */
static const char *learnt_of(struct crawl *c)
{
    return arena_printf(&c->a, "%s/work/usage-learnt", c->o->dir).p;
}

/* What is learnt is only ever written as a new file, so this one stays as it is. */
static void take_over_field(struct crawl *c)
{
    const char *learnt = learnt_of(c);
    const char *path = usage_path(str_of(c->o->dir), &c->a);
    const char *beside = arena_printf(&c->a, "%s.new", path).p;
    struct stat at;

    if (stat(learnt, &at) || clock_now() - (int64_t)at.st_mtime < LEARNT_S)
        return;
    (void)unlink(beside);
    if (link(learnt, beside) || rename(beside, path))
        log_line(LOG_ERROR, "%s：不能采用积累的本地用语（%s）", path, os_reason(errno));
}

NO_RETURN static void be_inspection(struct crawl *c, const struct asked_run *run,
                                    const struct asked_lists *lists, const char *log, pid_t parent)
{
    struct work w = { .o = c->o->inspect,
                      .store_url = c->o->store_url,
                      .telling = { .id = run->id } };
    const int fd = open(log, O_WRONLY | O_CREAT | O_TRUNC, 0644);

    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent)
        _exit(EXIT_PROBLEM);
    if (fd >= 0)
        (void)dup2(fd, STDERR_FILENO);
    w.o.sites_file = lists->sites;
    w.o.accounts_file = lists->accounts;
    w.o.indicators = run->indicators;
    w.o.out_dir = c->o->dir;
    w.o.store = c->o->store_url;
    w.o.checks = run->checks;
    w.o.now = run->started;
    w.o.quiet = true;
    w.o.on_progress = tell;
    w.o.progress_ctx = &w.telling;
    w.o.round = run->round;
    w.o.is_incremental = run->kind == PLAN_NIGHTLY;
    w.o.clock_offset_s = c->o->now_offset_s;
    w.o.field = usage_of(str_of(c->o->dir), &c->a);
    w.o.learn = run->kind == PLAN_WEEKLY ? learnt_of(c) : NULL;
    w.o.field_may_fail = true;
    w.o.keeps_pace = true;
    w.o.keeps_hours = run->kind != PLAN_BY_HAND || run->keeps_hours;
    w.o.give_up_at = w.o.keeps_hours ? run->at + plan_most_s(run->kind) : 0;
    w.o.on_run = tell_run;
    w.o.on_left = tell_left;
    w.o.run_ctx = &w.telling;
    _exit(supervise(inspect, &w));
}

/* ---- what the office does about orders by itself ---- */

static enum rc remind(struct crawl *c, struct err *err)
{
    struct work_calendar calendar;
    size_t n = 0, n_reopened = 0;
    enum rc rc;

    if (c->reminded_ms && clock_ms() - c->reminded_ms < REMIND_MS)
        return RC_OK;
    rc = calendar_load(app_data_path("calendar", &c->a), &c->a, &calendar, err);
    if (!rc)
        rc = order_reopen_expired(c->s, &calendar, now_of(c), &n_reopened, err);
    if (!rc)
        rc = order_remind(c->s, &calendar, now_of(c), &n, err);
    c->reminded_ms = clock_ms();
    if (!rc && n)
        log_line(LOG_INFO, "整改提醒 %zu 份", n);
    if (!rc && n_reopened)
        log_line(LOG_INFO, "特殊情况说明到期，重新整改 %zu 份", n_reopened);
    return rc;
}

/* ---- watching over it ---- */

static bool recheck_waits(struct crawl *c, struct recheck_wanted *out)
{
    return clock_ms() >= c->may_recheck_ms && store_order_next_recheck(c->s, out, NULL) == RC_OK;
}

/* A planned one gives way to what a person asked for, and to a re-check: it ends with what it has.
 * A person's makes place for re-checks alone, and goes on afterwards. */
static void give_way(struct crawl *c, const struct asked_run *run, pid_t pid, bool *gives_way)
{
    struct recheck_wanted wanted;
    struct err err = { 0 };

    if (*gives_way || c->paused_ms)
        return;
    if (run->kind == PLAN_BY_HAND) {
        if (clock_ms() < c->may_pause_ms || !recheck_waits(c, &wanted))
            return;
        c->paused_ms = clock_ms();
        (void)kill(pid, SIGTERM);
        return;
    }
    if (store_run_person_waits(c->s, gives_way, &err))
        log_line(LOG_WARN, "%s", err.text);
    *gives_way |= recheck_waits(c, &wanted);
    if (*gives_way)
        (void)kill(pid, SIGUSR1);
}

static bool is_done(int status)
{
    return WIFEXITED(status) && WEXITSTATUS(status) == EXIT_DONE;
}

/* Waits for the end. asked: it was stopped by a person; gives_way: it had to make place for one. */
static int watch_over(struct crawl *c, const struct asked_run *run, pid_t pid, bool *asked,
                      bool *gives_way)
{
    int64_t looked_ms = 0;
    bool told = false;
    int status = 0;

    while (waitpid(pid, &status, WNOHANG) == 0) {
        struct err err = { 0 };

        family_wake(c->f, FAMILY_CRAWL);
        if (!*asked && clock_ms() - looked_ms >= LOOK_MS) {
            looked_ms = clock_ms();
            if (store_run_is_stopped(c->s, run->id, asked, &err))
                log_line(LOG_WARN, "%s", err.text);
            give_way(c, run, pid, gives_way);
            if (remind(c, &err))
                log_line(LOG_WARN, "%s", err.text);
        }
        if (!told && (*asked || *c->stop)) {
            (void)kill(pid, SIGTERM);
            told = true;
        }
        (void)poll(NULL, 0, STEP_MS);
    }
    return status;
}

/* The last thing that it said: "xunjian：…" */
static struct str last_words(struct crawl *c, const char *log)
{
    AUTO(buf_done) struct buf bytes = { 0 };
    struct str rest, line, last = { 0 };

    if (file_read(log, LOG_BYTES_MAX, &bytes, NULL))
        return STR("巡检没有做成");
    rest = buf_str(&bytes);
    while (str_line(&rest, &line))
        if (line.n)
            last = line;
    if (str_starts(last, STR("xunjian：")))
        last = str_skip(last, STR("xunjian：").n);
    return last.n ? arena_copy(&c->a, str_head_chars(last, 300)) : STR("巡检没有做成");
}

static enum rc end_done(struct crawl *c, const struct asked_run *run, bool gives_way,
                        struct err *err)
{
    enum rc rc = store_begin(c->s, err);

    if (rc)
        return rc;
    rc = store_run_end(c->s, run->id, ASKED_DONE, (struct str){ 0 }, now_of(c), err);
    if (!rc && gives_way)
        rc = store_run_go_on(c->s, run->id, err);
    if (!rc)
        rc = store_commit(c->s, err);
    if (rc)
        store_rollback(c->s);
    return rc;
}

/* The office ends, re-checks go first, or it was killed: it goes on later. */
static bool goes_on(struct crawl *c, const struct asked_run *run, int status, bool asked)
{
    if (asked || is_done(status))
        return false;
    if (*c->stop || c->paused_ms)
        return true;
    if (!WIFSIGNALED(status))
        return false;
    c->n_killed = c->killed == run->id ? c->n_killed + 1 : 1;
    c->killed = run->id;
    log_line(LOG_ERROR, "巡检被信号 %d 中止", WTERMSIG(status));
    return c->n_killed < KILLED_MAX;
}

static enum rc end(struct crawl *c, const struct asked_run *run, int status, bool asked,
                   bool gives_way, const char *log, struct err *err)
{
    if (asked)
        return store_run_end(c->s, run->id, ASKED_STOPPED, (struct str){ 0 }, now_of(c), err);
    if (is_done(status))
        return end_done(c, run, gives_way, err);
    return store_run_end(c->s, run->id, ASKED_FAILED, last_words(c, log), now_of(c), err);
}

/* A store that is open is not carried into another process. */
static enum rc run_one(struct crawl *c, struct asked_run *run, struct err *err)
{
    const char *work = arena_printf(&c->a, "%s/work", c->o->dir).p;
    const char *log = arena_printf(&c->a, "%s/asked-%lld.log", work, (long long)run->id).p;
    const pid_t self = getpid();
    struct asked_lists lists;
    bool asked = run->is_stop_asked, gives_way = false;
    enum rc rc = RC_OK;
    pid_t pid;

    if (run->state == ASKED_WAITING) {
        run->started = now_of(c);
        rc = store_run_start(c->s, run->id, run->started, err);
        if (run->kind == PLAN_WEEKLY)
            take_over_field(c);
    }
    if (!rc)
        rc = file_make_dir(work, 0755, err);
    if (!rc && (rc = asked_lists_write(c->s, run, work, &c->a, &lists, err)))
        return store_run_end(c->s, run->id, ASKED_FAILED, str_of(err->text), now_of(c), err);
    if (rc)
        return rc;
    store_closep(&c->s);
    (void)fflush(NULL);
    supervise_block(); /* until it has handlers */
    pid = fork();
    if (pid == 0)
        be_inspection(c, run, &lists, log, self);
    supervise_unblock();
    if ((rc = store_open(c->o->store_url, &c->s, err)) || pid < 0)
        return rc ? rc : err_set(err, RC_IO, "不能建立进程：%s", os_reason(errno));

    const int status = watch_over(c, run, pid, &asked, &gives_way);

    if (goes_on(c, run, status, asked))
        return RC_OK;
    if (!(rc = end(c, run, status, asked, gives_way, log, err)))
        asked_lists_drop(run, work);
    return rc;
}

/* ---- orders whose findings are looked at again ---- */

NO_RETURN static void be_recheck(struct crawl *c, const struct recheck_wanted *w, int64_t now,
                                 pid_t parent)
{
    AUTO(arena_done) struct arena a = { 0 };
    struct order_recheck o = { .order = w->order,
                               .dir = str_of(c->o->dir),
                               .by = STR(ORDER_BY_OFFICE),
                               .now = now,
                               .fetch = c->o->inspect.fetch,
                               .try_gap_ms = c->o->inspect.try_gap_ms,
                               .stop = c->stop,
                               .quiet = true };
    struct err err = { 0 };
    enum rc rc;

    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent)
        _exit(EXIT_PROBLEM);
    if (!(rc = network_browser(c->o->inspect.browser, &a, &o.browser, &err)))
        rc = order_recheck(&o, &err);
    _exit(!rc ? EXIT_DONE : rc == RC_BUSY ? EXIT_BUSY : app_fail(&err));
}

static bool is_settled(struct crawl *c, int64_t id)
{
    struct order order;

    return store_order_get(c->s, 0, id, &c->a, &order, NULL) == RC_OK &&
           order_state_is_settled(order.state);
}

/* One that failed is told as an event, so that it is not tried for ever. RC_BUSY: it could not work
 * yet, and waits on. */
static enum rc recheck_one(struct crawl *c, const struct recheck_wanted *w, struct err *err)
{
    const int64_t now = now_of(c) > w->asked ? now_of(c) : w->asked;
    const struct order_event failed = { .at = now,
                                        .by = STR(ORDER_BY_OFFICE),
                                        .kind = EVENT_RECHECKED,
                                        .text = STR("复查没有做成，请稍后再试") };
    const pid_t self = getpid();
    int status = 0;
    int64_t id;
    pid_t pid;
    enum rc rc;

    store_closep(&c->s);
    (void)fflush(NULL);
    pid = fork();
    if (pid == 0)
        be_recheck(c, w, now, self);
    if ((rc = store_open(c->o->store_url, &c->s, err)) || pid < 0)
        return rc ? rc : err_set(err, RC_IO, "不能建立进程：%s", os_reason(errno));
    while (waitpid(pid, &status, WNOHANG) == 0) {
        family_wake(c->f, FAMILY_CRAWL);
        if (*c->stop)
            (void)kill(pid, SIGTERM);
        (void)poll(NULL, 0, STEP_MS);
    }
    if (*c->stop || is_done(status))
        return RC_OK;
    if (WIFEXITED(status) && WEXITSTATUS(status) == EXIT_BUSY)
        rc = err_set(err, RC_BUSY, "输出目录或结果库正被占用");
    else
        rc = store_order_event(c->s, w->order, &failed, &id, err);
    return rc == RC_BUSY && is_settled(c, w->order) ? RC_OK : rc; /* nobody waits for it */
}

/* All that wait, one after the other. */
static enum rc recheck_all(struct crawl *c, struct err *err)
{
    struct recheck_wanted wanted;
    enum rc rc = RC_OK;

    while (!rc && !*c->stop && recheck_waits(c, &wanted))
        rc = recheck_one(c, &wanted, err);
    if (rc == RC_BUSY) {
        log_line(LOG_WARN, "复查：%s，稍后再试", err->text);
        c->may_recheck_ms = clock_ms() + BUSY_MS;
        rc = RC_OK;
    }
    if (c->paused_ms)
        c->may_pause_ms = clock_ms() + PAUSES_PART * (clock_ms() - c->paused_ms);
    c->paused_ms = 0;
    return rc;
}

static enum rc plan(struct crawl *c, struct err *err)
{
    struct planned p;
    const enum rc rc = store_plan_start(c->s, now_of(c), &p, err);

    if (!rc && p.kind)
        log_line(LOG_INFO, p.kind == PLAN_WEEKLY ? "开始每周巡检" : "开始每夜巡检");
    return rc;
}

static void crawl_done(struct crawl *c)
{
    store_closep(&c->s);
    arena_done(&c->a);
}

int crawl_child(const struct crawl_options *o, struct family *f, const volatile sig_atomic_t *stop)
{
    AUTO(crawl_done) struct crawl c = { .o = o, .f = f, .stop = stop };
    const struct sigaction ignore = { .sa_handler = SIG_IGN };

    /* Until an inspection has its own handler, a request to give way must not end it. */
    (void)sigaction(SIGUSR1, &ignore, NULL);
    while (!*stop) {
        struct asked_run run;
        struct err err = { 0 };
        enum rc rc = RC_OK;

        family_wake(f, FAMILY_CRAWL);
        arena_reset(&c.a);
        if (!c.s)
            rc = store_open(o->store_url, &c.s, &err);
        if (!rc)
            rc = remind(&c, &err);
        if (!rc)
            rc = plan(&c, &err);
        if (!rc)
            rc = recheck_all(&c, &err);
        if (!rc)
            rc = store_run_next(c.s, &c.a, &run, &err);
        if (!rc)
            rc = run_one(&c, &run, &err);
        if (rc && rc != RC_NOT_FOUND)
            log_line(LOG_ERROR, "巡检：%s", err.text);
        if (rc)
            (void)poll(NULL, 0, LOOK_MS);
    }
    return EXIT_DONE;
}
