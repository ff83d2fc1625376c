/* NOLINTNEXTLINE(bugprone-reserved-identifier): the C library's own switch */
#define _GNU_SOURCE /* prctl */
#include "base/base.h"

#include "app/supervise.h"

#include "app/app.h"
#include "base/backoff.h"
#include "base/clock.h"
#include "base/log.h"

#include <errno.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { STEP_MS = 100 };

static const int handed[] = { SIGINT, SIGTERM, SIGUSR1 };

/* All that the signal handler touches. */
static volatile sig_atomic_t child_pid, stop_asked, hurry_asked;

static void hand_on(int signal)
{
    if (signal == SIGUSR1)
        hurry_asked = 1;
    else
        stop_asked = 1;
    if (child_pid > 0)
        (void)kill((pid_t)child_pid, signal);
}

static void mask(int how)
{
    sigset_t set;

    (void)sigemptyset(&set);
    for (size_t i = 0; i < COUNT_OF(handed); i++)
        (void)sigaddset(&set, handed[i]);
    (void)sigprocmask(how, &set, NULL);
}

void supervise_block(void)
{
    mask(SIG_BLOCK);
}

void supervise_unblock(void)
{
    mask(SIG_UNBLOCK);
}

static bool is_crash(int status)
{
    const int signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;

    return signal == SIGSEGV || signal == SIGABRT || signal == SIGBUS || signal == SIGFPE ||
           signal == SIGILL || signal == SIGKILL;
}

static int wait_for(pid_t pid)
{
    int status = 0;

    while (waitpid(pid, &status, 0) < 0)
        if (errno != EINTR)
            return EXIT_PROBLEM << 8;
    return status;
}

/* The child's wait status. */
static int run_once(int (*work)(void *ctx, bool after_crash), void *ctx, bool after_crash)
{
    const pid_t parent = getpid();
    pid_t pid;

    supervise_block();
    pid = fork();
    if (pid < 0) { /* no second process to be had: without supervision, then */
        log_line(LOG_WARN, "不能建立子进程（%s），直接运行", os_reason(errno));
        return work(ctx, after_crash) << 8;
    }
    if (pid == 0) {
        (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (getppid() != parent)
            _exit(EXIT_PROBLEM);
        _exit(work(ctx, after_crash));
    }
    child_pid = (sig_atomic_t)pid;
    if (hurry_asked) /* of the one before it */
        (void)kill(pid, SIGUSR1);
    supervise_unblock();

    const int status = wait_for(pid);

    child_pid = 0;
    return status;
}

/* In steps: a signal that comes just before one begins does not end it. */
static void pause_unless_asked(int64_t pause_ms)
{
    const int64_t until = clock_ms() + pause_ms;

    while (!stop_asked && clock_ms() < until)
        clock_wait(STEP_MS);
}

int supervise(int (*work)(void *ctx, bool after_crash), void *ctx)
{
    const struct sigaction action = { .sa_handler = hand_on };
    struct backoff backoff = { 0 };
    int status = 0;

    for (size_t i = 0; i < COUNT_OF(handed); i++)
        (void)sigaction(handed[i], &action, NULL);
    supervise_unblock();
    for (int i = 0; i <= RESTARTS_MAX && !stop_asked; i++) {
        const int64_t begun_ms = clock_ms();

        status = run_once(work, ctx, i > 0);
        if (!is_crash(status))
            break;
        log_line(LOG_ERROR,
                 stop_asked ? "程序异常中止（信号 %d）"
                 : i < RESTARTS_MAX
                     ? "程序异常中止（信号 %d），接着做；同一页面两次使程序中止的不再读取"
                     : "程序多次异常中止（最近一次是信号 %d），不再继续",
                 WTERMSIG(status));
        /* SIGKILL is somebody else's, or for want of memory: it comes as far as that first. */
        if (i < RESTARTS_MAX && WTERMSIG(status) != SIGKILL)
            pause_unless_asked(backoff_next(&backoff, clock_ms() - begun_ms));
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : EXIT_PROBLEM;
}
