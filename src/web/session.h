/* Signing in and staying so: the cookie, its token, and the token against forged requests. */
#ifndef XJ_WEB_SESSION_H
#define XJ_WEB_SESSION_H

#include "base/arena.h"
#include "base/base.h"
#include "base/err.h"
#include "base/str.h"
#include "office/user.h"

enum { SESSION_IDLE_S = 2 * 3600, SESSION_TOTAL_S = 12 * 3600, SESSION_USED_STEP_S = 60 };
extern const struct session_limits session_limits;

struct signed_in {
    struct str token; /* its hash */
    struct str csrf;
    struct user user;
};

/* cookie: the value of the header. RC_NOT_FOUND: nobody. */
MUST_USE enum rc session_find(struct store *s, struct str cookie, int64_t now, struct arena *a,
                              struct signed_in *out, struct err *err);
/*
 * A new session, always under a new token.
 *
 *   header  the value for Set-Cookie
 */
MUST_USE enum rc session_begin(struct store *s, int64_t user, int64_t now, bool is_secure,
                               struct arena *a, struct str *csrf, struct str *header,
                               struct err *err);
/* The value for Set-Cookie that takes the cookie away. */
struct str session_goodbye(bool is_secure, struct arena *a);

/* Equal, in a time that does not tell where they differ. */
bool session_same(struct str a, struct str b);

#endif
