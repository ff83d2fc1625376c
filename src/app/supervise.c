/* NOLINTNEXTLINE(bugprone-reserved-identifier): the C library's own switch */
#define _GNU_SOURCE /* prctl */
#include "base/base.h"

#include "app/supervise.h"

#include "app/app.h"
#include "base/log.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

/* For the signal handler only. */
static volatile sig_atomic_t child_pid;

static void hand_on(int signal)
{
    if (child_pid > 0)
        (void)kill((pid_t)child_pid, signal);
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
    const pid_t pid = fork();

    if (pid < 0) { /* no second process to be had: without supervision, then */
        log_line(LOG_WARN, "不能建立子进程（%s），直接运行", strerror(errno));
        return work(ctx, after_crash) << 8;
    }
    if (pid == 0) {
        (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (getppid() != parent)
            _exit(EXIT_PROBLEM);
        _exit(work(ctx, after_crash));
    }
    child_pid = (sig_atomic_t)pid;

    const int status = wait_for(pid);

    child_pid = 0;
    return status;
}

int supervise(int (*work)(void *ctx, bool after_crash), void *ctx)
{
    const struct sigaction action = { .sa_handler = hand_on };
    int status = 0;

    (void)sigaction(SIGINT, &action, NULL);
    (void)sigaction(SIGTERM, &action, NULL);
    (void)sigaction(SIGUSR1, &action, NULL);
    for (int i = 0; i <= RESTARTS_MAX; i++) {
        status = run_once(work, ctx, i > 0);
        if (!is_crash(status))
            break;
        log_line(LOG_ERROR, "程序异常中止（信号 %d），略过正在读取的页面后继续", WTERMSIG(status));
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : EXIT_PROBLEM;
}
