#include "base/base.h"

#include "net/reactor.h"

#include "base/clock.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

enum { N_EVENTS = 128 };

/* What of a socket libcurl waits for, and what epoll tells; 0: nothing. */
struct interest {
    uint32_t wanted, told;
};

struct reactor {
    CURLM *multi;
    int epoll, event;
    int64_t timer_ms;     /* when libcurl wants to be called; INT64_MAX = not at all */
    struct interest *fds; /* by descriptor */
    size_t n_fds;
};

static struct interest *interest_in(struct reactor *r, int fd)
{
    const size_t at = (size_t)fd;

    if (at >= r->n_fds) {
        const size_t n = 2 * at + 64;

        r->fds = realloc(r->fds, n * sizeof(*r->fds));
        if (!r->fds)
            abort();
        memset(r->fds + r->n_fds, 0, (n - r->n_fds) * sizeof(*r->fds));
        r->n_fds = n;
    }
    return &r->fds[at];
}

/*
 * A connection between two requests stays in epoll, which saves two calls of the system a request;
 * it goes when something happens on it that nobody waits for.
 */
static int on_socket(UNUSED CURL *easy, curl_socket_t fd, int what, void *ctx, UNUSED void *known)
{
    const struct reactor *r = ctx;
    struct interest *in = interest_in(ctx, fd);
    struct epoll_event e = { .data.fd = fd };

    if (what == CURL_POLL_REMOVE)
        what = 0;
    if (what & CURL_POLL_IN)
        e.events |= EPOLLIN;
    if (what & CURL_POLL_OUT)
        e.events |= EPOLLOUT;
    in->wanted = e.events;
    if (e.events && e.events != in->told) {
        (void)epoll_ctl(r->epoll, in->told ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, fd, &e);
        in->told = e.events;
    }
    return 0;
}

/* Closing takes it out of epoll. */
static int on_close(void *ctx, curl_socket_t fd)
{
    *interest_in(ctx, fd) = (struct interest){ 0 };
    return close(fd);
}

static int on_timer(UNUSED CURLM *multi, long ms, void *ctx)
{
    struct reactor *r = ctx;

    r->timer_ms = ms < 0 ? INT64_MAX : ms == 0 ? 0 : clock_ms() + ms;
    return 0;
}

struct reactor *reactor_new(void)
{
    struct reactor *r = calloc(1, sizeof(*r));
    struct epoll_event e = { .events = EPOLLIN };

    if (!r)
        abort();
    r->timer_ms = INT64_MAX;
    r->epoll = epoll_create1(EPOLL_CLOEXEC);
    r->event = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    r->multi = curl_multi_init();
    e.data.fd = r->event;
    if (!r->multi || r->epoll < 0 || r->event < 0 ||
        epoll_ctl(r->epoll, EPOLL_CTL_ADD, r->event, &e)) {
        reactor_free(r);
        return NULL;
    }
    curl_multi_setopt(r->multi, CURLMOPT_SOCKETFUNCTION, on_socket);
    curl_multi_setopt(r->multi, CURLMOPT_SOCKETDATA, r);
    curl_multi_setopt(r->multi, CURLMOPT_TIMERFUNCTION, on_timer);
    curl_multi_setopt(r->multi, CURLMOPT_TIMERDATA, r);
    return r;
}

void reactor_free(struct reactor *r)
{
    if (!r)
        return;
    (void)curl_multi_cleanup(r->multi);
    if (r->epoll >= 0)
        (void)close(r->epoll);
    if (r->event >= 0)
        (void)close(r->event);
    free(r->fds);
    free(r);
}

void reactor_take(struct reactor *r, CURL *easy)
{
    curl_easy_setopt(easy, CURLOPT_CLOSESOCKETFUNCTION, on_close);
    curl_easy_setopt(easy, CURLOPT_CLOSESOCKETDATA, r);
}

CURLM *reactor_multi(const struct reactor *r)
{
    return r->multi;
}

void reactor_kick(struct reactor *r)
{
    int n_running;

    if (r->timer_ms == INT64_MAX || r->timer_ms > clock_ms())
        return;
    r->timer_ms = INT64_MAX;
    (void)curl_multi_socket_action(r->multi, CURL_SOCKET_TIMEOUT, 0, &n_running);
}

static void handle(struct reactor *r, const struct epoll_event *e)
{
    struct interest *in = interest_in(r, e->data.fd);
    uint64_t count;
    int n_running, what = 0;

    if (e->data.fd == r->event) {
        while (read(r->event, &count, sizeof(count)) < 0 && errno == EINTR)
            continue;
        return;
    }
    if (!in->wanted) {
        (void)epoll_ctl(r->epoll, EPOLL_CTL_DEL, e->data.fd, NULL);
        in->told = 0;
        return;
    }
    if (e->events & EPOLLIN)
        what |= CURL_CSELECT_IN;
    if (e->events & EPOLLOUT)
        what |= CURL_CSELECT_OUT;
    if (e->events & (EPOLLERR | EPOLLHUP))
        what |= CURL_CSELECT_ERR;
    (void)curl_multi_socket_action(r->multi, e->data.fd, what, &n_running);
}

void reactor_wait(struct reactor *r, int64_t until_ms)
{
    struct epoll_event events[N_EVENTS];
    const int64_t end_ms = until_ms < r->timer_ms ? until_ms : r->timer_ms;
    const int64_t wait_ms = end_ms > 0 ? end_ms - clock_ms() : 0;
    const int n = epoll_wait(r->epoll, events, N_EVENTS,
                             wait_ms <= 0        ? 0
                             : wait_ms > INT_MAX ? INT_MAX
                                                 : (int)wait_ms);

    for (int i = 0; i < n; i++)
        handle(r, &events[i]);
    reactor_kick(r);
}

void reactor_wake(void *reactor)
{
    const struct reactor *r = reactor;
    const uint64_t one = 1;

    while (write(r->event, &one, sizeof(one)) < 0 && errno == EINTR)
        continue;
}
