/* What a handler is given, and what it answers with. */
#ifndef XJ_WEB_CALL_H
#define XJ_WEB_CALL_H

#include "base/arena.h"
#include "base/base.h"
#include "base/err.h"
#include "base/json.h"
#include "office/user.h"
#include "store/store.h"
#include "web/route.h"
#include "web/session.h"

struct fold_table;
struct proof_data;
struct round_memo;

/* Where the office lies; the same for every request, and const. */
struct office_place {
    const char *dir; /* that inspections write to */
    /* Path of something in the program's data folder, in a. */
    const char *(*data_path)(const char *name, struct arena *a);
    const char *packages_dir;         /* of lexicons */
    const struct proof_data *proof;   /* what drafts are read with */
    const char *field_file;           /* how the region writes, if it is there */
    const struct family *family;      /* the processes; NULL: there is none */
    const struct opener *opener;      /* opener.h; what it does: api/opening.h */
    struct round_memo *rounds;        /* desk/round_memo.h */
    const struct fold_table *folding; /* proof/folded.h: it takes long to make */
};

struct call {
    struct arena *a;     /* of the request: lives until the reply was sent */
    struct store *store; /* of this thread */
    int64_t now;
    const struct office_place *place;
    const struct route *route;
    const struct http_target *target;
    const struct user *user;         /* NULL: nobody is signed in */
    const struct signed_in *session; /* likewise */
    const struct json *body;         /* an object as the endpoint declares it; NULL: none */
    struct str upload, upload_type;  /* a file and its media type */
    struct str if_match;             /* the header; empty: none */
    struct str address;              /* of the client */
    struct metrics *metrics;         /* of the server */
    bool is_secure;                  /* under TLS, here or at the proxy */

    /* The answer. */
    struct json *reply;   /* taken; an object as the endpoint declares it */
    struct str file;      /* instead: bytes in a, of endpoint.reply_type */
    struct str file_name; /* offered for saving; empty: shown */
    struct str file_type; /* instead of endpoint.reply_type; empty: that one */
    bool is_foreign;      /* the file is somebody else's page: shown in a sandbox */
    int status;           /* of a failure that rc does not tell */
    struct str field;     /* the field that a failure is about */
    int64_t retry_s;      /* after a failure; 0 = does not say */
    struct str cookie;    /* of Set-Cookie; empty: none */
    size_t n_audits;      /* lines that it added to the log of operations */
};

/* The part of the path that stands for {name}. */
struct str call_part(const struct call *c, const char *name);
int64_t call_number(const struct call *c, const char *name);
/* A value of the query, as the endpoint declares it; empty, `other` or false when it was not given.
 */
struct str call_query(const struct call *c, const char *name);
int64_t call_query_int(const struct call *c, const char *name, int64_t other);
int64_t call_query_time(const struct call *c, const char *name);
bool call_query_flag(const struct call *c, const char *name);

/* A page of a list. */
struct page_of {
    int64_t page, per_page; /* from 1 */
    int64_t skip;           /* items before it */
    struct str sort;        /* one of endpoint.sort; empty: as the handler likes */
    int by;                 /* which of its fields, from 0; 0 too when it is empty */
    bool is_down;           /* "-field": largest first; sort is then without '-' */
};
enum { PER_PAGE_DEFAULT = 50, PER_PAGE_MAX = 200, PAGE_MAX = 1000000 };
struct page_of call_page(const struct call *c);
/* Answers with the page. Takes items (an array). as_of: when the data behind it were measured; 0:
 * they were not. */
void call_reply_list(struct call *c, struct json *items, int64_t total, int64_t as_of);

/* Fails with a status that rc has none for, naming the field (NULL: none). Returns RC_SYNTAX. */
enum rc call_fail(struct call *c, struct err *err, int status, const char *field, const char *fmt,
                  ...) PRINTF_LIKE(5, 6);
/*
 * Two people change one thing: when If-Match was sent it must name what stands now, which is what
 * GET of that thing would reply. RC_SYNTAX with 412.
 */
MUST_USE enum rc call_match(struct call *c, const struct json *current, struct err *err);

/*
 * A change in a write transaction, for endpoints that open their own: to do slow things, or to keep
 * something although they fail. Kept when it returns RC_OK, else undone.
 */
typedef enum rc call_change(struct call *c, void *ctx, struct err *err);
MUST_USE enum rc call_hold(struct call *c, call_change *change, void *ctx, struct err *err);

/* A line of the log of operations. old, now: NULL = there was nothing; both stay the caller's. */
MUST_USE enum rc call_audit(struct call *c, const char *action, struct str subject,
                            const struct json *old, const struct json *now, struct err *err);

/* RC_NOT_FOUND with `what` unless the unit lies in the user's subtree. */
MUST_USE enum rc call_need_unit(struct call *c, int64_t unit, const char *what, struct err *err);

/*
 * What stands above a user is not his to change: RC_SYNTAX with 403 and `what` unless the unit lies
 * in the user's subtree.
 */
MUST_USE enum rc call_need_rank(struct call *c, int64_t unit, const char *what, struct err *err);

/* Times and days in replies: null when they are 0. */
void reply_put_time(struct json *object, const char *key, int64_t time);

/* The tag of a reply's text: "…", in a. */
struct str reply_etag(struct str text, struct arena *a);

#endif
