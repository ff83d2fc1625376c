#include "base/base.h"

#include "support/maze.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { CONNECTIONS_MAX = 2048, HEAD_BYTES = 8192 };

struct maze {
    maze_fn page;
    int listener;
    uint16_t port;
    atomic_int n_requests;
    pthread_t acceptor;
    pthread_t threads[CONNECTIONS_MAX];
    int sockets[CONNECTIONS_MAX];
    int n_connections;
};

struct guest {
    struct maze *maze;
    int socket;
};

static bool send_all(int socket, struct str s)
{
    while (s.n) {
        const ssize_t n = send(socket, s.p, s.n, MSG_NOSIGNAL);

        if (n <= 0)
            return false;
        s = str_skip(s, (size_t)n);
    }
    return true;
}

/* The path of the next request; false when the connection ends. */
static bool receive(int socket, char head[HEAD_BYTES], struct str *path)
{
    struct str line, method, rest, version;
    size_t n = 0;

    for (;;) {
        const ssize_t got = recv(socket, head + n, HEAD_BYTES - 1 - n, 0);

        if (got <= 0)
            return false;
        n += (size_t)got;
        head[n] = 0;
        if (strstr(head, "\r\n\r\n"))
            break;
    }
    rest = str_from(head, n);
    (void)str_line(&rest, &line);
    (void)str_cut(line, ' ', &method, &rest);
    (void)str_cut(rest, ' ', path, &version);
    return true;
}

/* The number stays taken: it is closed once more at the end. */
static void reset(int socket)
{
    const struct linger at_once = { .l_onoff = 1 };
    const int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);

    (void)setsockopt(socket, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
    (void)dup2(nothing, socket);
    (void)close(nothing);
}

static void *entertain(void *arg)
{
    struct guest guest = *(struct guest *)arg;
    struct buf body = { 0 }, answer = { 0 };
    char head[HEAD_BYTES];
    struct str path;

    free(arg);
    while (receive(guest.socket, head, &path)) {
        int status;

        atomic_fetch_add(&guest.maze->n_requests, 1);
        buf_reset(&body);
        buf_reset(&answer);
        status = guest.maze->page(path, &body);
        if (status < 0)
            continue;
        if (status == 0) {
            reset(guest.socket);
            break;
        }
        buf_addf(&answer, "HTTP/1.1 %d Status\r\n", status);
        if (status >= 300 && status < 400) {
            buf_addf(&answer, "Location: %.*s\r\n", STR_ARG(buf_str(&body)));
            buf_reset(&body);
        }
        buf_addf(&answer,
                 "Content-Type: text/%s; charset=utf-8\r\nContent-Length: "
                 "%zu\r\n\r\n",
                 str_ends(path, STR(".txt")) ? "plain" : "html", body.n);
        buf_add(&answer, buf_str(&body));
        if (!send_all(guest.socket, buf_str(&answer)))
            break;
    }
    buf_done(&body);
    buf_done(&answer);
    return NULL;
}

static void *accept_all(void *arg)
{
    struct maze *m = arg;

    for (;;) {
        const int socket = accept(m->listener, NULL, NULL);
        struct guest *guest;

        if (socket < 0)
            return NULL;
        guest = malloc(sizeof(*guest));
        if (m->n_connections == CONNECTIONS_MAX || !guest)
            abort();
        *guest = (struct guest){ .maze = m, .socket = socket };
        m->sockets[m->n_connections] = socket;
        if (pthread_create(&m->threads[m->n_connections++], NULL, entertain, guest))
            abort();
    }
}

struct maze *maze_start(maze_fn page)
{
    return maze_start_at("127.0.0.1", page);
}

struct maze *maze_start_at(const char *ip, maze_fn page)
{
    struct maze *m = calloc(1, sizeof(*m));
    struct sockaddr_in at = { .sin_family = AF_INET };
    socklen_t n = sizeof(at);

    if (!m || inet_pton(AF_INET, ip, &at.sin_addr) != 1 ||
        (m->listener = socket(AF_INET, SOCK_STREAM, 0)) < 0 ||
        bind(m->listener, (struct sockaddr *)&at, n) || listen(m->listener, 64) ||
        getsockname(m->listener, (struct sockaddr *)&at, &n))
        abort();
    m->page = page;
    m->port = ntohs(at.sin_port);
    if (pthread_create(&m->acceptor, NULL, accept_all, m))
        abort();
    return m;
}

void maze_stop(struct maze *m)
{
    (void)shutdown(m->listener, SHUT_RDWR);
    (void)pthread_join(m->acceptor, NULL);
    (void)close(m->listener);
    for (int i = 0; i < m->n_connections; i++) {
        (void)shutdown(m->sockets[i], SHUT_RDWR);
        (void)pthread_join(m->threads[i], NULL);
        (void)close(m->sockets[i]);
    }
    free(m);
}

uint16_t maze_port(const struct maze *m)
{
    return m->port;
}

int maze_requests(const struct maze *m)
{
    return atomic_load(&m->n_requests);
}
