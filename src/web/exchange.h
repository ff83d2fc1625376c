/*
 * One request, from its head to its reply; knows no sockets.
 *
 * The server fills in what came, has it admitted (before the body is read), and has it answered.
 */
#ifndef XJ_WEB_EXCHANGE_H
#define XJ_WEB_EXCHANGE_H

#include "base/arena.h"
#include "base/base.h"
#include "base/buf.h"
#include "base/str.h"
#include "store/store.h"
#include "web/call.h"

enum { REPLY_HEADERS_MAX = 16 };

struct reply {
    int status;
    const char *type; /* media type; NULL: no content */
    struct str body;
    struct http_pair headers[REPLY_HEADERS_MAX];
    size_t n_headers;
};

struct exchange {
    struct arena a;
    /* What came; strings in a. */
    struct str uri, method, address;
    struct str cookie, csrf, content_type, if_none_match, if_match, fetch_site;
    bool is_secure;
    struct metrics *metrics; /* of the server */
    struct buf body;
    /* Made of it. */
    struct http_target target;
    const struct route *route;
    bool is_signed_in;
    struct signed_in session;
    struct reply reply; /* status 0: not answered yet */
};

void exchange_done(struct exchange *e);

/* Finds the route by path and method, or answers. What needs no store. */
void exchange_route(struct exchange *e, const struct route *routes, size_t n);
/* The largest body that the route takes; 0: none. */
size_t exchange_body_max(const struct exchange *e);
/* Who is it, and may he: or answers. */
void exchange_admit(struct exchange *e, struct store *s, int64_t now);
/* Runs the handler of an admitted request whose body was read, and answers. */
void exchange_run(struct exchange *e, struct store *s, const struct office_place *place,
                  int64_t now);

/* Answers with a problem (RFC 9457). field may be empty. */
void exchange_problem(struct exchange *e, int status, struct str detail, struct str field);
void reply_add_header(struct reply *r, const char *name, struct str value);
/* The headers that every reply has. */
void reply_secure(struct reply *r, struct str policy);

#endif
