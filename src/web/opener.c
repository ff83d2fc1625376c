#define _GNU_SOURCE /* prctl, close_range */
#include "base/base.h"

#include "web/opener.h"

#include "attach/sandbox.h"
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    AT_ONCE = 4,
    TICK_MS = 500,
    PATH_BYTES_MAX = 4096,
    PATIENCE_S = 30, /* of who asks: others may be before it */
    LINE_FD = 3,     /* of the working process; files follow */
    READ_BYTES = 1 << 16,
};

/* Requests are handed over as ends of sockets. */
struct opener {
    const struct opener_options *o;
    int asking, answering;
};

enum rc opener_new(const struct opener_options *o, struct opener **out, struct err *err)
{
    struct opener *p;
    int ends[2];

    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends))
        return err_set(err, RC_IO, "不能建立打开文件的进程：%s", os_reason(errno));
    p = calloc(1, sizeof(*p));
    if (!p)
        abort();
    *p = (struct opener){ .o = o, .asking = ends[0], .answering = ends[1] };
    *out = p;
    return RC_OK;
}

void opener_freep(struct opener **o)
{
    if (!*o)
        return;
    (void)close((*o)->asking);
    (void)close((*o)->answering);
    free(*o);
    *o = NULL;
}

/* ---- both sides ------------------------------------------------------------------------------ */

struct head {
    uint64_t work, n_request;
    uint64_t n_paths[OPENER_FILES_MAX]; /* bytes; 0 = none */
};

enum verdict { VERDICT_DONE = 'd', VERDICT_LARGE = 'l', VERDICT_NO_SANDBOX = 's' };

/* ---- in the process that does one piece of work -----------------------------------------------
 */

static void answer(int fd, enum verdict verdict, struct str bytes)
{
    const char word = (char)verdict;
    const uint64_t n = bytes.n;

    if (file_write_all(fd, str_from(&word, 1)) &&
        file_write_all(fd, str_from((const char *)&n, sizeof(n))))
        (void)!file_write_all(fd, bytes);
}

static bool open_files(const struct head *h, int files[OPENER_FILES_MAX])
{
    for (size_t i = 0; i < OPENER_FILES_MAX; i++) {
        char path[PATH_BYTES_MAX + 1] = "";

        files[i] = -1;
        if (!h->n_paths[i])
            continue;
        if (h->n_paths[i] > PATH_BYTES_MAX || !file_read_all(LINE_FD, path, h->n_paths[i]))
            return false;
        files[i] = open(path, O_RDONLY | O_CLOEXEC);
    }
    return true;
}

NO_RETURN static void work(const struct opener_options *o, int line)
{
    struct buf bytes = { 0 }, out = { .max = OPENER_ANSWER_BYTES_MAX };
    struct opener_prepared prepared = { 0 };
    int files[OPENER_FILES_MAX];
    struct str request;
    struct head h;
    char *room;

    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
    (void)alarm(OPENER_SECONDS);
    if (dup2(line, LINE_FD) < 0 || close_range(LINE_FD + 1, ~0U, 0) ||
        !file_read_all(LINE_FD, &h, sizeof(h)) || h.work >= o->n_works ||
        h.n_request > OPENER_REQUEST_BYTES_MAX || !open_files(&h, files))
        _exit(1);
    room = buf_room(&bytes, h.n_request + 1);
    if (!file_read_all(LINE_FD, room, h.n_request))
        _exit(1);
    request = str_from(room, h.n_request);
    if (o->befores && o->befores[h.work]) {
        prepared = o->befores[h.work](request);
        (void)alarm(OPENER_SECONDS);
    }
    if (!sandbox_is_possible() || !sandbox_enter(SANDBOX_READER)) {
        answer(LINE_FD, VERDICT_NO_SANDBOX, (struct str){ 0 });
        _exit(0);
    }
    if (prepared.work)
        prepared.work(prepared.ctx, &out);
    else
        o->works[h.work](files, request, &out);
    if (out.rc)
        answer(LINE_FD, VERDICT_LARGE, (struct str){ 0 });
    else
        answer(LINE_FD, VERDICT_DONE, buf_str(&out));
    _exit(0);
}

/* ---- the child of the family ------------------------------------------------------------------
 */

/* The end of a request's socket; -1: none came. */
static int receive(int fd)
{
    union {
        struct cmsghdr head;
        char bytes[CMSG_SPACE(sizeof(int))];
    } control = { 0 };
    char byte;
    struct iovec part = { &byte, 1 };
    struct msghdr m = { .msg_iov = &part,
                        .msg_iovlen = 1,
                        .msg_control = control.bytes,
                        .msg_controllen = sizeof(control.bytes) };
    const struct cmsghdr *c;
    int line = -1;

    if (recvmsg(fd, &m, MSG_DONTWAIT | MSG_CMSG_CLOEXEC) <= 0)
        return -1;
    c = CMSG_FIRSTHDR(&m);
    if (c && c->cmsg_level == SOL_SOCKET && c->cmsg_type == SCM_RIGHTS &&
        c->cmsg_len == CMSG_LEN(sizeof(int)))
        memcpy(&line, CMSG_DATA(c), sizeof(line));
    return line;
}

static void serve_one(const struct opener *o, size_t *n_working)
{
    const int line = receive(o->answering);
    pid_t pid;

    if (line < 0)
        return;
    pid = fork();
    if (pid == 0)
        work(o->o, line);
    *n_working += pid > 0;
    (void)close(line); /* who asks is told when nobody has it */
}

int opener_serve(const struct opener *o, struct family *f, const volatile sig_atomic_t *stop)
{
    size_t n_working = 0;

    if (o->o->prepare)
        o->o->prepare();
    while (!*stop) {
        struct pollfd p = { .fd = o->answering, .events = POLLIN };
        pid_t ended;

        if (f)
            family_wake(f, FAMILY_OPENER);
        while ((ended = waitpid(-1, NULL, n_working < AT_ONCE ? WNOHANG : 0)) > 0 ||
               (ended < 0 && errno == EINTR && !*stop))
            n_working -= ended > 0;
        if (poll(&p, 1, TICK_MS) > 0)
            serve_one(o, &n_working);
    }
    return 0;
}

/* ---- who asks ---------------------------------------------------------------------------------
 */

static bool hand_over(const struct opener *o, int line)
{
    union {
        struct cmsghdr head;
        char bytes[CMSG_SPACE(sizeof(int))];
    } control = { 0 };
    char byte = 0;
    struct iovec part = { &byte, 1 };
    struct msghdr m = { .msg_iov = &part,
                        .msg_iovlen = 1,
                        .msg_control = control.bytes,
                        .msg_controllen = sizeof(control.bytes) };
    struct cmsghdr *c = CMSG_FIRSTHDR(&m);

    *c = (struct cmsghdr){ .cmsg_level = SOL_SOCKET,
                           .cmsg_type = SCM_RIGHTS,
                           .cmsg_len = CMSG_LEN(sizeof(int)) };
    memcpy(CMSG_DATA(c), &line, sizeof(line));
    return sendmsg(o->asking, &m, MSG_DONTWAIT | MSG_NOSIGNAL) == 1;
}

static bool send_request(int fd, const struct opening *what)
{
    struct head h = { .work = what->work, .n_request = what->request.n };

    for (size_t i = 0; i < OPENER_FILES_MAX; i++)
        h.n_paths[i] = what->files[i] ? strlen(what->files[i]) : 0;
    if (!file_write_all(fd, str_from((const char *)&h, sizeof(h))))
        return false;
    for (size_t i = 0; i < OPENER_FILES_MAX; i++)
        if (!file_write_all(fd, str_from(what->files[i], h.n_paths[i])))
            return false;
    return file_write_all(fd, what->request);
}

static enum rc too_slow_or_dead(int why, struct err *err)
{
    return why == EAGAIN ? err_set(err, RC_IO, "打开文件的进程忙，请稍后再试")
                         : err_set(err, RC_SYNTAX, "文件打不开，可能有害、过大或已损坏");
}

static enum rc take_answer(int fd, struct arena *a, struct str *out, struct err *err)
{
    char verdict;
    uint64_t n;
    char *room;

    errno = 0;
    if (!file_read_all(fd, &verdict, 1) || !file_read_all(fd, &n, sizeof(n)))
        return too_slow_or_dead(errno, err);
    if (verdict == VERDICT_NO_SANDBOX)
        return err_set(err, RC_UNSUPPORTED,
                       "这台服务器不能安全地打开文件，请联系系统管理员（内核不支持 seccomp）");
    if (verdict != VERDICT_DONE || n > OPENER_ANSWER_BYTES_MAX)
        return err_set(err, RC_LIMIT, "文件的内容过大（至多 %d MB），请分成几份",
                       (int)(OPENER_ANSWER_BYTES_MAX >> 20));
    room = arena_alloc(a, n + 1);
    if (!file_read_all(fd, room, n))
        return too_slow_or_dead(errno, err);
    *out = str_from(room, n);
    return RC_OK;
}

enum rc opener_ask(const struct opener *o, const struct opening *what, struct arena *a,
                   struct str *out, struct err *err)
{
    const struct timeval patience = { .tv_sec = PATIENCE_S };
    int ends[2];
    bool is_handed;
    enum rc rc;

    if (what->request.n > OPENER_REQUEST_BYTES_MAX)
        return err_set(err, RC_LIMIT, "文件过大（至多 %d MB），请分成几份上传",
                       (int)(OPENER_REQUEST_BYTES_MAX >> 20));
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends))
        return err_set(err, RC_IO, "不能打开文件：%s", os_reason(errno));
    (void)setsockopt(ends[0], SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
    (void)setsockopt(ends[0], SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
    is_handed = hand_over(o, ends[1]);
    (void)close(ends[1]);
    errno = EAGAIN;
    rc = !is_handed || !send_request(ends[0], what) ? too_slow_or_dead(errno, err)
                                                    : take_answer(ends[0], a, out, err);
    (void)close(ends[0]);
    return rc;
}
