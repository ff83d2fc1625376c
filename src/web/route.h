/*
 * Routes: which request goes to which handler, who may send it, and what it says and answers.
 *
 * A route is one line in the table of the program (api/routes.def); its endpoint stands beside the
 * handler.
 */
#ifndef XJ_WEB_ROUTE_H
#define XJ_WEB_ROUTE_H

#include "base/base.h"
#include "base/err.h"
#include "office/user.h"
#include "web/shape.h"

struct call;

enum {
    BODY_BYTES_MAX = 1 << 20,
    BODY_OF_ANYBODY_MAX = 8 << 10, /* of who has not signed in */
    UPLOAD_BYTES_MAX = 32 << 20,
    UPLOAD_UNREAD_MAX = 256 << 20, /* a larger one of who is signed in is let in to be told so */
};

/* Who may send a request: a set of roles. */
enum {
    WHO_ALL = 1u << 0, /* signed in or not */
    WHO_ADMIN = 1u << ROLE_ADMIN,
    WHO_INSPECTOR = 1u << ROLE_INSPECTOR,
    WHO_REVIEWER = 1u << ROLE_REVIEWER,
    WHO_OPERATOR = 1u << ROLE_OPERATOR,
    WHO_LEADER = 1u << ROLE_LEADER,
    WHO_INSPECTORS = WHO_ADMIN | WHO_INSPECTOR,
    WHO_REVIEWERS = WHO_INSPECTORS | WHO_REVIEWER,
    WHO_OPERATORS = WHO_ADMIN | WHO_OPERATOR,
    WHO_USER = WHO_REVIEWERS | WHO_OPERATOR | WHO_LEADER,
};

/* Where a handler runs, so that slow ones never keep quick ones waiting. */
enum lane { LANE_QUICK, LANE_SLOW, LANE_PASSWORD, LANES };

struct endpoint {
    const char *summary; /* Chinese, one line */
    const char *help;    /* Chinese; may be NULL */
    const struct member *query;
    const struct member *body;  /* of a JSON body; NULL: takes none */
    bool is_upload;             /* the body is a file */
    const struct member *reply; /* of a JSON reply; NULL: no content, or a file */
    bool is_list;           /* the reply is a page of items like `reply`; page, per_page and sort
                               belong to the query */
    const char *sort;       /* of a list: "name|-name", each field upwards and downwards */
    const char *reply_type; /* of a file */
    int status;             /* of success; 0: 200, and 204 without reply */
    enum lane lane;
    /* A change runs in a write transaction of the server's, unless it says that it opens its own.
     */
    bool opens_own_transaction;
    bool is_local;                   /* answered to this machine alone */
    bool is_without_password_change; /* open to those who must change their password first */
    enum rc (*run)(struct call *c, struct err *err);
};

/* Of a success. */
static inline int endpoint_status(const struct endpoint *e)
{
    return e->status ? e->status : e->reply || e->reply_type ? 200 : 204;
}

struct route {
    const char *method; /* GET (also for HEAD), POST, PUT, PATCH, DELETE */
    const char *path;   /* "/api/v1/rounds/{id}" */
    unsigned who;
    const struct endpoint *endpoint;
};

/* A part named so is a number: {n} from 0 on, the others from 1. */
bool route_part_is_number(struct str name);

enum { ROUTE_FOUND, ROUTE_NONE, ROUTE_OTHER_METHOD };
/*
 * The route of a request. ROUTE_OTHER_METHOD: the path exists; *allowed gets its methods, in a.
 */
int route_find(const struct route *routes, size_t n, struct str method,
               const struct http_target *target, struct arena *a, const struct route **out,
               struct str *allowed);
/* The decoded part of the target that stands for {name}; empty when the route has none. */
struct str route_part(const struct route *r, const struct http_target *target, struct str name);

#endif
