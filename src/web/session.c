#include "base/base.h"

#include "web/session.h"

#include "web/http.h"

#include <sodium.h>
#include <stdio.h>

enum { TOKEN_BYTES = 32, TOKEN_DIGITS = 64 };

const struct session_limits session_limits = { .idle_s = SESSION_IDLE_S,
                                               .total_s = SESSION_TOTAL_S };

static struct str new_token(struct arena *a)
{
    unsigned char bytes[TOKEN_BYTES];
    char *text = arena_alloc(a, TOKEN_DIGITS + 1);

    randombytes_buf(bytes, sizeof(bytes));
    (void)sodium_bin2hex(text, TOKEN_DIGITS + 1, bytes, sizeof(bytes));
    return str_from(text, TOKEN_DIGITS);
}

static struct str hash_of(struct str token, struct arena *a)
{
    unsigned char *hash = arena_alloc(a, crypto_hash_sha256_BYTES);

    (void)crypto_hash_sha256(hash, (const unsigned char *)token.p, token.n);
    return str_from((const char *)hash, crypto_hash_sha256_BYTES);
}

enum rc session_find(struct store *s, struct str cookie, int64_t now, struct arena *a,
                     struct signed_in *out, struct err *err)
{
    const struct str token = http_cookie(cookie, STR("xunjian_session"));
    struct signed_in in = { 0 };
    struct session session;
    enum rc rc;

    if (token.n != TOKEN_DIGITS)
        return err_set(err, RC_NOT_FOUND, "没有登录，或登录已经过期");
    in.token = hash_of(token, a);
    rc = store_session_find(s, in.token, now, &session_limits, a, &session, err);
    if (!rc)
        rc = store_user_get(s, session.user, a, &in.user, err);
    if (rc)
        return rc;
    /* Who only looks does not fail because somebody writes at the moment: it is noted next time. */
    if (session.used + SESSION_USED_STEP_S <= now)
        (void)!store_session_use(s, in.token, now, NULL);
    in.csrf = session.csrf;
    *out = in;
    return RC_OK;
}

static struct str header_of(struct str token, int64_t age_s, bool is_secure, struct arena *a)
{
    return arena_printf(a,
                        "xunjian_session=%.*s; Path=/; Max-Age=%lld; HttpOnly; SameSite=Strict%s",
                        STR_ARG(token), (long long)age_s, is_secure ? "; Secure" : "");
}

enum rc session_begin(struct store *s, int64_t user, int64_t now, bool is_secure, struct arena *a,
                      struct str *csrf, struct str *header, struct err *err)
{
    const struct str token = new_token(a);
    const struct session session = { .user = user, .csrf = new_token(a), .created = now };
    const enum rc rc = store_session_add(s, hash_of(token, a), &session, &session_limits, err);

    if (rc)
        return rc;
    *csrf = session.csrf;
    *header = header_of(token, SESSION_TOTAL_S, is_secure, a);
    return RC_OK;
}

struct str session_goodbye(bool is_secure, struct arena *a)
{
    return header_of((struct str){ 0 }, 0, is_secure, a);
}

bool session_same(struct str a, struct str b)
{
    return a.n == b.n && a.n && sodium_memcmp(a.p, b.p, a.n) == 0;
}
