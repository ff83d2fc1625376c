#define _GNU_SOURCE /* setgroups, pipe2, close_range, nftw */
#include "base/base.h"

#include "browser/process.h"

#include "base/arena.h"
#include "base/clock.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <grp.h>
#include <seccomp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    NOBODY = 65534,
    ARGUMENTS_MAX = 48,
    SPARE_FD = 10,
    OPEN_AT_ONCE = 16,
    REMOVALS_MAX = 50, /* tries, while its processes still write into it */
    REMOVAL_GAP_MS = 10,
    DIR_TRIES = 5,
};

/* A process of a plain page uses 0.6 GB of the first, most of it address space that is never
 * touched. */
static const rlim_t DATA_BYTES = (rlim_t)1536 << 20, FILE_BYTES = (rlim_t)256 << 20;

const char *process_find(void)
{
    static const char *const paths[] = {
        "/usr/lib/chromium/chromium-headless-shell", /* Debian's; in /usr/bin is a script */
        "/usr/local/bin/chromium-headless-shell",
        "/usr/lib/chromium/chromium",
        "/usr/local/bin/chromium",
    };

    for (size_t i = 0; i < COUNT_OF(paths); i++)
        if (access(paths[i], X_OK) == 0)
            return paths[i];
    return NULL;
}

/* ---- in the child ---------------------------------------------------------------------------- */

static bool limit(int what, rlim_t value)
{
    const struct rlimit l = { .rlim_cur = value, .rlim_max = value };

    return setrlimit((__rlimit_resource_t)what, &l) == 0;
}

/* Sockets of the machine itself stay: the browser's processes speak to each other by them. */
static bool cut_network(void)
{
    const scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
    const uint32_t refuse = SCMP_ACT_ERRNO(EACCES);
    const struct scmp_arg_cmp outside = { .arg = 0, .op = SCMP_CMP_NE, .datum_a = AF_UNIX };
    const bool is_good = filter &&
                         seccomp_rule_add(filter, refuse, SCMP_SYS(socket), 1, outside) == 0 &&
                         seccomp_rule_add(filter, refuse, SCMP_SYS(io_uring_setup), 0) == 0 &&
                         seccomp_load(filter) == 0;

    if (filter)
        seccomp_release(filter);
    return is_good;
}

static bool become_nobody(void)
{
    if (geteuid() != 0)
        return true;
    return setgroups(0, NULL) == 0 && setgid(NOBODY) == 0 && setuid(NOBODY) == 0;
}

/* 3 is what it reads, 4 what it writes; nothing else stays open. */
static bool settle_files(int in, int out)
{
    const int null = open("/dev/null", O_RDWR);
    const int spare_in = fcntl(in, F_DUPFD, SPARE_FD), spare_out = fcntl(out, F_DUPFD, SPARE_FD);

    return null >= 0 && spare_in >= 0 && spare_out >= 0 && dup2(null, 0) == 0 &&
           dup2(null, 1) == 1 && dup2(null, 2) == 2 && dup2(spare_in, 3) == 3 &&
           dup2(spare_out, 4) == 4 && close_range(5, ~0U, 0) == 0;
}

NO_RETURN static void be_browser(char *const *arguments, char *const *environment, int in, int out,
                                 const char *dir)
{
    sigset_t none;

    (void)sigemptyset(&none);
    /* The limit on memory last: what is below needs some. */
    if (setpgid(0, 0) == 0 && sigprocmask(SIG_SETMASK, &none, NULL) == 0 && settle_files(in, out) &&
        chdir(dir) == 0 && cut_network() && become_nobody() &&
        prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 && limit(RLIMIT_FSIZE, FILE_BYTES) &&
        limit(RLIMIT_CORE, 0) && limit(RLIMIT_DATA, DATA_BYTES))
        (void)execve(arguments[0], arguments, environment);
    _exit(1);
}

/* ---- in the process that wants pages --------------------------------------------------------- */

static int remove_one(const char *path, const struct stat *s, int flag, struct FTW *at)
{
    (void)s;
    (void)flag;
    (void)at;
    (void)remove(path);
    return 0;
}

static void walk(const char *dir)
{
    (void)nftw(dir, remove_one, OPEN_AT_ONCE, FTW_DEPTH | FTW_PHYS);
}

/* Whose folder it is may lay a link in the place of one within while we walk: where we are root and
 * it is not, what it may not remove itself is not removed. */
static void remove_as_its_owner(const char *dir)
{
    struct stat s;
    pid_t pid;

    if (lstat(dir, &s) || s.st_uid == geteuid()) {
        walk(dir);
        return;
    }
    pid = fork();
    if (pid == 0) {
        if (become_nobody())
            walk(dir);
        _exit(0);
    }
    while (pid > 0 && waitpid(pid, NULL, 0) < 0 && errno == EINTR)
        ;
}

/* Processes of the group that are not ours to wait for may write a moment longer. */
static void remove_dir(const char *dir)
{
    for (int i = 0; dir[0] && i < REMOVALS_MAX && access(dir, F_OK) == 0; i++) {
        if (i)
            clock_wait(REMOVAL_GAP_MS);
        remove_as_its_owner(dir);
    }
}

static const char dirs_at[] = "/tmp", dir_prefix[] = "xunjian-browser-";

/* Held as long as its owner lives, however that ends. -1: somebody has it, or it is gone. */
static int lock_dir(const char *path)
{
    const int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);

    if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0)
        return fd;
    if (fd >= 0)
        (void)close(fd);
    return -1;
}

/* Who was killed could not remove its folder. */
static void remove_left_over(const char *path)
{
    struct stat s;
    const int fd = lstat(path, &s) || !S_ISDIR(s.st_mode) ||
                           !(s.st_uid == geteuid() || (geteuid() == 0 && s.st_uid == NOBODY))
                       ? -1
                       : lock_dir(path);

    if (fd < 0)
        return;
    remove_dir(path);
    (void)close(fd);
}

static void remove_all_left_over(void)
{
    DIR *all = opendir(dirs_at);
    char path[PROCESS_DIR_BYTES];

    for (const struct dirent *e; all && (e = readdir(all));) {
        const int n = snprintf(path, sizeof(path), "%s/%s", dirs_at, e->d_name);

        if (str_starts(str_of(e->d_name), str_of(dir_prefix)) && n > 0 && n < PROCESS_DIR_BYTES)
            remove_left_over(path);
    }
    if (all)
        (void)closedir(all);
}

static bool make_dir(struct process *p)
{
    remove_all_left_over();
    p->lock = -1;
    /* Until it is locked another process may take it for left over. */
    for (int i = 0; i < DIR_TRIES && p->lock < 0; i++) {
        (void)snprintf(p->dir, PROCESS_DIR_BYTES, "%s/%s%ld-XXXXXX", dirs_at, dir_prefix,
                       (long)getpid());
        if (!mkdtemp(p->dir)) {
            p->dir[0] = '\0';
            return false;
        }
        p->lock = lock_dir(p->dir);
    }
    return p->lock >= 0 && (geteuid() != 0 || chown(p->dir, NOBODY, NOBODY) == 0);
}

/* What pages may do is decided here and by the system calls above, not by what they ask for. */
static void list_arguments(char *out[ARGUMENTS_MAX], const char *program, const char *dir,
                           const char *user_agent, bool has_sandbox, struct arena *a)
{
    static const char *const fixed[] = {
        "--headless",
        "--remote-debugging-pipe",
        "--block-new-web-contents",
        "--disable-gpu",
        "--disable-extensions",
        "--disable-sync",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-default-apps",
        "--disable-breakpad",
        "--disable-crash-reporter",
        "--disable-dev-shm-usage",
        "--disable-notifications",
        "--disable-speech-api",
        "--disable-remote-fonts",
        "--no-first-run",
        "--no-pings",
        "--mute-audio",
        "--hide-scrollbars",
        "--use-mock-keychain",
        "--password-store=basic",
        "--host-resolver-rules=MAP * ~NOTFOUND",
        "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
        "--disable-site-isolation-trials",
        "--disable-features=IsolateOrigins,site-per-process,Translate,MediaRouter,"
        "OptimizationHints,"
        "DialMediaRouteProvider",
        "--renderer-process-limit=4",
        "--js-flags=--max-old-space-size=512",
        "--lang=zh-CN",
        "--accept-lang=zh-CN,zh",
    };
    size_t n = 0;

    out[n++] = (char *)(uintptr_t)arena_copy(a, str_of(program)).p;
    for (size_t i = 0; i < COUNT_OF(fixed); i++)
        out[n++] = (char *)(uintptr_t)fixed[i];
    out[n++] = (char *)(uintptr_t)arena_printf(a, "--user-data-dir=%s", dir).p;
    out[n++] = (char *)(uintptr_t)arena_printf(a, "--user-agent=%s", user_agent).p;
    if (!has_sandbox)
        out[n++] = (char *)(uintptr_t) "--no-sandbox";
    out[n] = NULL;
    ASSERT(n < ARGUMENTS_MAX);
}

static enum rc launch(char *const *arguments, const char *dir, struct process *p, struct err *err)
{
    AUTO(arena_done) struct arena a = { 0 };
    char *environment[] = {
        (char *)(uintptr_t) "PATH=/usr/bin:/bin",
        (char *)(uintptr_t) "LANG=C.UTF-8",
        (char *)(uintptr_t) "TZ=Asia/Shanghai",
        (char *)(uintptr_t) "FC_LANG=zh-cn", /* which of several fonts pages without one get */
        (char *)(uintptr_t)arena_printf(&a, "HOME=%s", dir).p,
        (char *)(uintptr_t)arena_printf(&a, "TMPDIR=%s", dir).p,
        NULL,
    };
    int in[2], out[2];

    if (pipe2(in, O_CLOEXEC))
        return err_set(err, RC_IO, "不能启动浏览器：%s", os_reason(errno));
    if (pipe2(out, O_CLOEXEC)) {
        (void)close(in[0]);
        (void)close(in[1]);
        return err_set(err, RC_IO, "不能启动浏览器：%s", os_reason(errno));
    }
    p->pid = fork();
    if (p->pid == 0)
        be_browser(arguments, environment, in[0], out[1], dir);
    (void)close(in[0]);
    (void)close(out[1]);
    p->to = in[1];
    p->from = out[0];
    if (p->pid < 0 || fcntl(p->to, F_SETFL, O_NONBLOCK) || fcntl(p->from, F_SETFL, O_NONBLOCK))
        return err_set(err, RC_IO, "不能启动浏览器：%s", os_reason(errno));
    (void)setpgid(p->pid, p->pid); /* whoever of both is first */
    return RC_OK;
}

enum rc process_start(const char *program, const char *user_agent, bool has_sandbox,
                      struct process *out, struct err *err)
{
    AUTO(arena_done) struct arena a = { 0 };
    struct process p = { .to = -1, .from = -1, .lock = -1 };
    char *arguments[ARGUMENTS_MAX];
    enum rc rc;

    if (!make_dir(&p)) {
        process_end(&p);
        return err_set(err, RC_IO, "不能建立浏览器的临时目录：%s", os_reason(errno));
    }
    list_arguments(arguments, program, p.dir, user_agent, has_sandbox, &a);
    if ((rc = launch(arguments, p.dir, &p, err))) {
        process_end(&p);
        return rc;
    }
    *out = p;
    return RC_OK;
}

void process_end(struct process *p)
{
    if (p->pid > 0) {
        (void)close(p->to);
        (void)close(p->from);
        (void)kill(-p->pid, SIGKILL);
        (void)kill(p->pid, SIGKILL);
        while (waitpid(p->pid, NULL, 0) < 0 && errno == EINTR)
            ;
    }
    if (p->dir[0]) {
        remove_dir(p->dir);
        (void)close(p->lock);
    }
    *p = (struct process){ .to = -1, .from = -1, .lock = -1 };
}
