#include "base/base.h"

#include "check/look.h"

#include "check/words.h"

bool look_is_unknown(const struct look *l)
{
    return reason_is_ours(l->reason);
}

struct str look_reason(const struct check_ctx *c, const struct look *l)
{
    char word[REASON_TEXT_BYTES];

    return arena_copy(c->a, str_of(reason_text(l->reason, l->http_status, word)));
}

enum grade look_grade(const struct look *l, const struct words *dead_http)
{
    char word[REASON_TEXT_BYTES];

    switch (l->reason) {
    case REASON_NONE:
    case REASON_TOO_LARGE: /* it is there */
    case REASON_ANCHOR:
    case REASON_ROBOTS:
    case REASON_DNS_TEMPORARY:
    case REASON_BLOCKED_ADDRESS:
    case REASON_UNREADABLE:
    case REASON_OFFLINE:
    case REASON_COOKIE:
    case REASON_SILENT:
        return GRADE_NONE;
    case REASON_HTTP:
        return words_equal(dead_http, str_of(reason_text(l->reason, l->http_status, word)))
                   ? GRADE_FAULT
                   : GRADE_NOTICE;
    case REASON_TLS:
    case REASON_PROTOCOL:
    case REASON_HEADERS:
    case REASON_ENCODING:
        return GRADE_NOTICE; /* people's programs may be less strict */
    case REASON_DNS:
    case REASON_CONNECT:
    case REASON_TIMEOUT:
    case REASON_RESET:
    case REASON_EMPTY:
    case REASON_REDIRECT_LOOP:
    case REASON_TOO_MANY_REDIRECTS:
    case REASON_SOFT_404:
    case REASON_URL:
    case REASON_TAKEN:
    case REASON_N:
        break;
    }
    return l->is_passing ? GRADE_NOTICE : GRADE_FAULT;
}
