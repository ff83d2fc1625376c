/*
 * Who works with the office: users, their sessions, and failed sign-ins. A user who once signed in
 * is never deleted, only disabled, because the records name him.
 *
 * Passwords come hashed and are never seen here; of a session only the hash of its token is stored.
 */
#ifndef XJ_OFFICE_USER_H
#define XJ_OFFICE_USER_H

#include "base/arena.h"
#include "base/base.h"
#include "base/err.h"
#include "base/str.h"
#include "store/store.h"

enum role { ROLE_NONE, ROLE_ADMIN, ROLE_INSPECTOR, ROLE_REVIEWER, ROLE_OPERATOR, ROLE_LEADER };
const char *user_role_name(enum role role);  /* "admin" */
const char *user_role_title(enum role role); /* 监管单位管理员 */
enum role user_role_of(struct str name);     /* ROLE_NONE: no such role */

struct user {
    int64_t id;
    struct str name;  /* signs in with it; unique, never changed */
    struct str title; /* 张三 */
    enum role role;
    int64_t unit;         /* sees its subtree */
    struct str unit_name; /* not stored here */
    struct str password;  /* hash */
    bool must_change;     /* the password was given by somebody else */
    bool is_disabled;
    int64_t created, seen; /* times; seen: last sign-in, 0 = never */
};

/* id, unit_name and seen are not read. RC_BUSY: the name is taken. RC_NOT_FOUND: no such unit. */
MUST_USE enum rc store_user_add(struct store *s, const struct user *u, int64_t *id,
                                struct err *err);
/* RC_NOT_FOUND. Strings go to a. */
MUST_USE enum rc store_user_get(struct store *s, int64_t id, struct arena *a, struct user *out,
                                struct err *err);
MUST_USE enum rc store_user_find(struct store *s, struct str name, struct arena *a,
                                 struct user *out, struct err *err);
typedef enum rc (*user_fn)(void *ctx, const struct user *u, struct err *err);
/* By name. Valid until it returns. */
MUST_USE enum rc store_user_each(struct store *s, int64_t unit, user_fn each, void *ctx,
                                 struct err *err);
/* Writes title, role, unit and is_disabled. RC_BUSY: nobody would be left who is administrator. */
MUST_USE enum rc store_user_change(struct store *s, const struct user *u, struct err *err);
/* Writes the password and ends the user's sessions, but the one of `keep` (hash of its token). */
MUST_USE enum rc store_user_set_password(struct store *s, int64_t user, struct str hash,
                                         bool must_change, struct str keep, struct err *err);

/* ---- sessions ---- */

struct session {
    int64_t user;
    struct str csrf;
    int64_t created, used; /* times */
};

/* When a session is over: after so many seconds without use, and after so many in all. */
struct session_limits {
    int64_t idle_s, total_s;
};

/* token: its hash. Ends sessions that are over, and writes the user's `seen`. */
MUST_USE enum rc store_session_add(struct store *s, struct str token, const struct session *session,
                                   const struct session_limits *limits, struct err *err);
/* RC_NOT_FOUND: none, over, or the user is disabled. */
MUST_USE enum rc store_session_find(struct store *s, struct str token, int64_t now,
                                    const struct session_limits *limits, struct arena *a,
                                    struct session *out, struct err *err);
MUST_USE enum rc store_session_use(struct store *s, struct str token, int64_t now, struct err *err);
MUST_USE enum rc store_session_end(struct store *s, struct str token, struct err *err);
MUST_USE enum rc store_session_count(struct store *s, int64_t now,
                                     const struct session_limits *limits, int64_t *n,
                                     struct err *err);

/* ---- failed sign-ins, by key: a name or an address ---- */

struct login_limits {
    int64_t n_free;   /* failures that cost nothing */
    int64_t first_s;  /* the next one locks for so long; each further one for twice as long */
    int64_t most_s;   /* but never longer than this */
    int64_t forget_s; /* a key without failure for so long begins anew */
};
/* Seconds that the key is locked from now on; 0 = not locked. */
MUST_USE enum rc store_login_locked(struct store *s, struct str key, int64_t now, int64_t *left_s,
                                    struct err *err);
MUST_USE enum rc store_login_failed(struct store *s, struct str key, int64_t now,
                                    const struct login_limits *limits, struct err *err);
MUST_USE enum rc store_login_clear(struct store *s, struct str key, struct err *err);

#endif
