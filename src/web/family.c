/* NOLINTNEXTLINE(bugprone-reserved-identifier): the C library's own switch */
#define _GNU_SOURCE /* prctl, MAP_ANONYMOUS */
#include "base/base.h"

#include "web/family.h"

#include "base/backoff.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
    ASLEEP_MS = 15 * 1000,
    FORK_GAP_MS = 1000, /* after a fork that failed */
    STEP_MS = 200,
    GOODBYE_MS = 20 * 1000, /* for a child to end by itself */
};

struct family {
    struct {
        _Atomic int64_t awake_ms;
        _Atomic int64_t newest, awake; /* processes: the newest, and it again once it was awake */
        _Atomic int64_t n_starts;
        bool is_there; /* set once, before there are children */
    } members[FAMILY_N];
};

const char *family_name(enum family_member m)
{
    static const char *const names[] = {
        [FAMILY_WEB] = "web",
        [FAMILY_CRAWL] = "crawl",
        [FAMILY_WATCH] = "watch",
        [FAMILY_OPENER] = "opener",
    };

    return names[m];
}

void family_wake(struct family *f, enum family_member m)
{
    f->members[m].awake_ms = clock_ms();
    if (f->members[m].newest == getpid()) /* one that is being replaced has no say */
        f->members[m].awake = getpid();
}

bool family_has(const struct family *f, enum family_member m)
{
    return f->members[m].is_there;
}

bool family_is_awake(const struct family *f, enum family_member m)
{
    return f->members[m].awake_ms && clock_ms() - f->members[m].awake_ms < ASLEEP_MS;
}

int64_t family_n_starts(const struct family *f, enum family_member m)
{
    return f->members[m].n_starts;
}

/* ---- a child ---- */

static volatile sig_atomic_t stop_asked;

static void ask_stop(int signal)
{
    (void)signal;
    stop_asked = 1;
}

NO_RETURN static void live(const struct family_options *o, struct family *f, enum family_member m,
                           pid_t parent)
{
    const struct sigaction stop = { .sa_handler = ask_stop };
    const struct sigaction ignore = { .sa_handler = SIG_IGN };
    sigset_t none;
    int status;

    log_set_process(family_name(m));
    (void)prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() != parent)
        _exit(1);
    (void)sigaction(SIGTERM, &stop, NULL);
    (void)sigaction(SIGINT, &stop, NULL);
    (void)sigaction(SIGHUP, &ignore, NULL);
    (void)sigaction(SIGPIPE, &ignore, NULL);
    (void)sigemptyset(&none);
    (void)sigprocmask(SIG_SETMASK, &none, NULL);
    status = o->work[m](o->ctx, f, &stop_asked);
    (void)fflush(NULL);
    _exit(status);
}

/* ---- the parent ---- */

struct child {
    pid_t pid, old;                  /* old: being replaced, or asked to end. 0: none */
    int64_t started_ms, start_at_ms; /* the last one; the next one, when none runs */
    struct backoff backoff;
    bool was_awake; /* ever, any of them */
};

struct parent {
    const struct family_options *o;
    struct family *f;
    struct child children[FAMILY_N];
    sigset_t signals;
    bool is_ending;
    int status;
};

static void start(struct parent *p, enum family_member m)
{
    struct child *c = &p->children[m];
    const pid_t self = getpid();
    pid_t pid;

    p->f->members[m].n_starts++;
    (void)fflush(NULL);
    pid = fork();
    if (pid == 0)
        live(p->o, p->f, m, self);
    if (pid < 0)
        log_line(LOG_ERROR, "不能建立%s进程：%s", family_name(m), os_reason(errno));
    c->pid = pid > 0 ? pid : 0;
    p->f->members[m].newest = c->pid;
    c->started_ms = clock_ms();
    c->start_at_ms = c->started_ms + FORK_GAP_MS;
}

static void tell_end(enum family_member m, int status)
{
    if (WIFSIGNALED(status))
        log_line(LOG_ERROR, "%s进程被信号 %d 中止，重新启动", family_name(m), WTERMSIG(status));
    else
        log_line(LOG_ERROR, "%s进程退出（%d），重新启动", family_name(m), WEXITSTATUS(status));
}

/* By somebody else, or for want of memory: no child comes as far as that at once. */
static bool is_killed(int status)
{
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
}

static void child_ended(struct parent *p, enum family_member m, int status)
{
    struct child *c = &p->children[m];
    const bool lived = p->f->members[m].awake == c->pid;

    c->pid = 0;
    if (p->is_ending)
        return;
    if (m == FAMILY_WEB && !c->was_awake && !lived && !c->old &&
        WIFEXITED(status)) { /* it said why */
        p->is_ending = true;
        p->status = 1;
        return;
    }
    tell_end(m, status);
    c->start_at_ms = clock_ms();
    if (!lived || !is_killed(status))
        c->start_at_ms += backoff_next(&c->backoff, clock_ms() - c->started_ms);
}

static void reap(struct parent *p)
{
    int status;
    pid_t pid;

    while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
        for (int m = 0; m < FAMILY_N; m++) {
            if (p->children[m].old == pid)
                p->children[m].old = 0;
            else if (p->children[m].pid == pid)
                child_ended(p, (enum family_member)m, status);
        }
}

/* Starts what should run, and ends what was replaced. */
static void look_after(struct parent *p)
{
    for (int m = 0; m < FAMILY_N; m++) {
        struct child *c = &p->children[m];

        if (!p->o->work[m])
            continue;
        if (!c->pid && clock_ms() >= c->start_at_ms)
            start(p, (enum family_member)m);
        if (!c->pid || p->f->members[m].awake != c->pid)
            continue;
        c->was_awake = true;
        if (c->old)
            (void)kill(c->old, SIGTERM);
    }
}

static void reload(struct parent *p)
{
    struct child *c = &p->children[FAMILY_WEB];

    if (c->old || !c->pid) /* is being done already */
        return;
    log_line(LOG_INFO, "重新读取配置");
    c->old = c->pid;
    start(p, FAMILY_WEB);
}

static bool has_children(const struct parent *p)
{
    for (int m = 0; m < FAMILY_N; m++)
        if (p->children[m].pid || p->children[m].old)
            return true;
    return false;
}

static void tell_children(const struct parent *p, int signal)
{
    for (int m = 0; m < FAMILY_N; m++) {
        if (p->children[m].pid)
            (void)kill(p->children[m].pid, signal);
        if (p->children[m].old)
            (void)kill(p->children[m].old, signal);
    }
}

static int next_signal(const struct parent *p)
{
    const struct timespec step = { .tv_nsec = STEP_MS * 1000000L };

    return sigtimedwait(&p->signals, NULL, &step);
}

static void end_children(struct parent *p)
{
    const int64_t until = clock_ms() + GOODBYE_MS;

    tell_children(p, SIGTERM);
    while (has_children(p) && clock_ms() < until) {
        (void)next_signal(p);
        reap(p);
    }
    tell_children(p, SIGKILL);
    while (has_children(p)) {
        (void)next_signal(p);
        reap(p);
    }
}

int family_run(const struct family_options *o)
{
    struct parent p = { .o = o };

    p.f = mmap(NULL, sizeof(*p.f), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (p.f == MAP_FAILED) {
        log_line(LOG_ERROR, "内存不足");
        return 1;
    }
    for (int m = 0; m < FAMILY_N; m++)
        p.f->members[m].is_there = o->work[m] != NULL;
    (void)sigemptyset(&p.signals);
    (void)sigaddset(&p.signals, SIGTERM);
    (void)sigaddset(&p.signals, SIGINT);
    (void)sigaddset(&p.signals, SIGHUP);
    (void)sigaddset(&p.signals, SIGCHLD);
    (void)sigprocmask(SIG_BLOCK, &p.signals, NULL);
    while (!p.is_ending) {
        look_after(&p);
        switch (next_signal(&p)) {
        case SIGTERM:
        case SIGINT:
            p.is_ending = true;
            break;
        case SIGHUP:
            reload(&p);
            break;
        default:
            break;
        }
        reap(&p);
    }
    end_children(&p);
    (void)munmap(p.f, sizeof(*p.f));
    return p.status;
}
