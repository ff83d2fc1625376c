#define _GNU_SOURCE /* prctl, close_range */
#include "base/base.h"

#include "attach/pool.h"

#include "attach/lines.h"
#include "attach/run.h"
#include "attach/sandbox.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { HELPERS_USUAL = 8, HELPERS_MAX = 16, READ_BYTES = 1 << 16 };

/* One file on its way: its length in eight bytes, then the bytes. */
struct job {
    void *tag;
    uint64_t length;
    struct str bytes; /* borrowed */
    struct job *next;
};

/* What comes back: the outcome in one byte, eight bytes of length, the text. */
enum { ANSWER_HEAD_BYTES = 9 };

struct helper {
    pid_t pid;
    int fd;          /* our end; -1 = it died */
    struct job *job; /* NULL = it waits */
    size_t n_sent;
    struct buf answer;
};

struct attach_pool {
    struct helper helpers[HELPERS_MAX];
    size_t n_helpers;
    struct job *first, *last; /* those that no helper has yet */
    size_t n_pending;
    struct buf text, marked; /* of the last result */
    struct arena places;
};

/* ---- in the helper --------------------------------------------------------------------------- */

/* false: the other side is gone. */
static bool write_whole(int fd, struct str s)
{
    while (s.n) {
        const ssize_t n = send(fd, s.p, s.n, MSG_NOSIGNAL);

        if (n < 0 && errno != EINTR)
            return false;
        s = str_skip(s, n > 0 ? (size_t)n : 0);
    }
    return true;
}

static bool serve_one(int fd)
{
    AUTO(buf_done) struct buf bytes = { 0 };
    AUTO(lines_done) struct lines lines = { 0 };
    char head[ANSWER_HEAD_BYTES];
    uint64_t n;
    char *room;

    if (!file_read_all(fd, &n, sizeof(n)))
        return false;
    room = buf_room(&bytes, (size_t)n + 1);
    if (!file_read_all(fd, room, (size_t)n))
        return false;
    head[0] = (char)run_text(str_from(room, (size_t)n), &lines);
    n = lines.text.n;
    memcpy(head + 1, &n, sizeof(n));
    return write_whole(fd, str_from(head, sizeof(head))) && write_whole(fd, buf_str(&lines.text));
}

NO_RETURN static void be_helper(int fd)
{
    const struct sigaction ignore = { .sa_handler = SIG_IGN };
    const struct sigaction usual = { .sa_handler = SIG_DFL };

    /* It ends when the other side does, not when a terminal or a service manager signals the group.
     */
    (void)sigaction(SIGINT, &ignore, NULL);
    (void)sigaction(SIGTERM, &ignore, NULL);
    (void)sigaction(SIGHUP, &ignore, NULL);
    (void)sigaction(SIGPIPE, &ignore, NULL);
    (void)sigaction(SIGCHLD, &usual, NULL);
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
    (void)dup2(fd, 3);
    (void)close_range(4, ~0U, 0);
    run_prepare();
    while (serve_one(3))
        ;
    _exit(0);
}

/* ---- in the process that wants text ---------------------------------------------------------- */

static bool helper_start(struct helper *h)
{
    int ends[2];

    h->fd = -1;
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends))
        return false;
    h->pid = fork();
    if (h->pid == 0)
        be_helper(ends[1]);
    (void)close(ends[1]);
    if (h->pid < 0 || fcntl(ends[0], F_SETFL, O_NONBLOCK)) {
        (void)close(ends[0]);
        return false;
    }
    h->fd = ends[0];
    return true;
}

static void helper_end(struct helper *h)
{
    if (h->fd >= 0) {
        (void)close(h->fd);
        (void)kill(h->pid, SIGKILL);
        while (waitpid(h->pid, NULL, 0) < 0 && errno == EINTR)
            ;
    }
    h->fd = -1;
    buf_done(&h->answer);
}

static size_t usual_helpers(void)
{
    const long n = sysconf(_SC_NPROCESSORS_ONLN);

    return n < 1 ? 1 : n > HELPERS_USUAL ? HELPERS_USUAL : (size_t)n;
}

enum rc attach_pool_new(size_t n_helpers, struct attach_pool **out, struct err *err)
{
    AUTO(attach_pool_freep) struct attach_pool *p = calloc(1, sizeof(*p));

    if (!p)
        abort();
    if (!sandbox_is_possible())
        return err_set(err, RC_UNSUPPORTED, "本机内核不支持 seccomp，不能安全地读取附件");
    n_helpers = n_helpers ? n_helpers : usual_helpers();
    ASSERT(n_helpers <= HELPERS_MAX);
    for (; p->n_helpers < n_helpers; p->n_helpers++)
        if (!helper_start(&p->helpers[p->n_helpers]))
            return err_set(err, RC_IO, "不能建立读取附件的进程：%s", os_reason(errno));
    *out = p;
    p = NULL;
    return RC_OK;
}

void attach_pool_freep(struct attach_pool **p)
{
    struct attach_pool *pool = *p;

    if (!pool)
        return;
    for (size_t i = 0; i < pool->n_helpers; i++) {
        helper_end(&pool->helpers[i]);
        free(pool->helpers[i].job);
    }
    while (pool->first) {
        struct job *next = pool->first->next;

        free(pool->first);
        pool->first = next;
    }
    buf_done(&pool->text);
    buf_done(&pool->marked);
    arena_done(&pool->places);
    free(pool);
    *p = NULL;
}

bool attach_pool_drop(struct attach_pool *p, void **tag)
{
    struct job *j = p->first;

    for (size_t i = 0; i < p->n_helpers && !j; i++) {
        j = p->helpers[i].job;
        if (j)
            helper_end(&p->helpers[i]);
        p->helpers[i].job = NULL;
    }
    if (!j)
        return false;
    if (j == p->first)
        p->first = j->next;
    *tag = j->tag;
    p->n_pending--;
    free(j);
    return true;
}

size_t attach_pool_pending(const struct attach_pool *p)
{
    return p->n_pending;
}

/* Waiting files go to helpers that have nothing to do. */
static void deal_out(struct attach_pool *p)
{
    for (size_t i = 0; i < p->n_helpers && p->first; i++) {
        struct helper *h = &p->helpers[i];

        if (h->job || (h->fd < 0 && !helper_start(h)))
            continue;
        h->job = p->first;
        p->first = h->job->next;
        h->n_sent = 0;
        buf_reset(&h->answer);
    }
}

void attach_pool_start(struct attach_pool *p, struct str bytes, void *tag)
{
    struct job *j = calloc(1, sizeof(*j));

    if (!j)
        abort();
    *j = (struct job){ .tag = tag, .length = bytes.n, .bytes = bytes };
    if (p->first)
        p->last->next = j;
    else
        p->first = j;
    p->last = j;
    p->n_pending++;
    deal_out(p);
}

/* What is still to be sent: of the length, then of the bytes. */
static struct str unsent(const struct helper *h)
{
    const struct job *j = h->job;

    return h->n_sent < sizeof(j->length)
               ? str_skip(str_from((const char *)&j->length, sizeof(j->length)), h->n_sent)
               : str_skip(j->bytes, h->n_sent - sizeof(j->length));
}

/* false: the helper is gone. */
static bool helper_send(struct helper *h)
{
    const struct str rest = unsent(h);
    const ssize_t n = send(h->fd, rest.p, rest.n, MSG_NOSIGNAL);

    if (n >= 0)
        h->n_sent += (size_t)n;
    return n >= 0 || errno == EAGAIN || errno == EINTR;
}

static bool helper_receive(struct helper *h)
{
    const ssize_t n = read(h->fd, buf_room(&h->answer, READ_BYTES), READ_BYTES);

    if (n > 0)
        h->answer.n += (size_t)n;
    return n > 0 || (n < 0 && (errno == EAGAIN || errno == EINTR));
}

static bool is_answered(const struct helper *h)
{
    uint64_t n;

    if (h->answer.n < ANSWER_HEAD_BYTES)
        return false;
    memcpy(&n, h->answer.p + 1, sizeof(n));
    return h->answer.n == ANSWER_HEAD_BYTES + n;
}

/* The helper's file is done; a helper that died leaves no text. */
static void give_back(struct attach_pool *p, struct helper *h, struct attach_result *out)
{
    buf_reset(&p->text);
    buf_reset(&p->marked);
    arena_reset(&p->places);
    *out = (struct attach_result){ .tag = h->job->tag, .outcome = ATTACH_DAMAGED };
    if (h->fd >= 0) {
        out->outcome = (enum attach_outcome)h->answer.p[0];
        buf_add(&p->marked, str_skip(buf_str(&h->answer), ANSWER_HEAD_BYTES));
        lines_split(buf_str(&p->marked), &p->text, &p->places, &out->places);
        out->text = buf_str(&p->text);
    }
    free(h->job);
    h->job = NULL;
    p->n_pending--;
    deal_out(p);
}

/* One round of waiting; a helper that is done or gone, or NULL. */
static struct helper *wait_for(struct attach_pool *p, int64_t wait_ms)
{
    struct pollfd polls[HELPERS_MAX];
    struct helper *of[HELPERS_MAX];
    nfds_t n = 0;

    for (size_t i = 0; i < p->n_helpers; i++) {
        struct helper *h = &p->helpers[i];

        if (!h->job)
            continue;
        of[n] = h;
        polls[n++] = (struct pollfd){
            .fd = h->fd,
            .events = (short)(POLLIN | (unsent(h).n ? POLLOUT : 0)),
        };
    }
    if (poll(polls, n, (int)wait_ms) <= 0)
        return NULL;
    for (nfds_t i = 0; i < n; i++) {
        struct helper *h = of[i];
        bool is_there = true;

        if (polls[i].revents & POLLOUT)
            is_there = helper_send(h);
        if (is_there && polls[i].revents & (POLLIN | POLLHUP | POLLERR))
            is_there = helper_receive(h);
        if (!is_there)
            helper_end(h);
        if (!is_there || is_answered(h))
            return h;
    }
    return NULL;
}

static bool is_working(const struct attach_pool *p)
{
    for (size_t i = 0; i < p->n_helpers; i++)
        if (p->helpers[i].job)
            return true;
    return false;
}

/* There are no helpers any more and none can be started. */
static void give_up(struct attach_pool *p, struct attach_result *out)
{
    struct job *j = p->first;

    *out = (struct attach_result){ .tag = j->tag, .outcome = ATTACH_NO_SANDBOX };
    p->first = j->next;
    p->n_pending--;
    free(j);
}

bool attach_pool_next(struct attach_pool *p, int64_t wait_ms, struct attach_result *out)
{
    const int64_t until_ms = clock_ms() + wait_ms;

    deal_out(p);
    if (p->first && !is_working(p)) {
        give_up(p, out);
        return true;
    }
    while (p->n_pending) {
        const int64_t left = until_ms - clock_ms();
        struct helper *h = wait_for(p, left > 0 ? left : 0);

        if (h) {
            give_back(p, h, out);
            return true;
        }
        if (left <= 0)
            return false;
    }
    return false;
}
