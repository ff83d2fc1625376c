#include "base/base.h"

#include "check/visits.h"

#include "base/clock.h"
#include "check/words.h"

enum visit_outcome visit_judge(const struct visit_rule *r, const struct attempt *t)
{
    char word[REASON_TEXT_BYTES];

    switch (t->reason) {
    case REASON_NONE:
    case REASON_TOO_LARGE:
        return t->ms >= r->max_ms ? VISIT_FAILED : VISIT_OPENED;
    case REASON_DNS_TEMPORARY:
    case REASON_BLOCKED_ADDRESS:
    case REASON_ROBOTS:
    case REASON_OFFLINE:
    case REASON_COOKIE:
    case REASON_SILENT:
        return VISIT_UNKNOWN;
    case REASON_HTTP:
        (void)reason_text(t->reason, t->http_status, word);
        return words_equal(r->refused, str_of(word)) ? VISIT_UNKNOWN : VISIT_FAILED;
    case REASON_ANCHOR:
    case REASON_TAKEN:
        return VISIT_OPENED;
    case REASON_DNS:
    case REASON_CONNECT:
    case REASON_TLS:
    case REASON_TIMEOUT:
    case REASON_RESET:
    case REASON_PROTOCOL:
    case REASON_HEADERS:
    case REASON_ENCODING:
    case REASON_EMPTY:
    case REASON_REDIRECT_LOOP:
    case REASON_TOO_MANY_REDIRECTS:
    case REASON_SOFT_404:
    case REASON_URL:
    case REASON_UNREADABLE:
    case REASON_N:
        return VISIT_FAILED;
    }
    return VISIT_FAILED;
}

enum { DAY_S = 24 * 3600 };

/* The 24 hours that end with the last of n tries, or with `end`; *n becomes what stands before. */
static struct visit_record count_day(const struct visit_rule *r, const struct attempt *tries,
                                     size_t *n, int64_t end)
{
    struct visit_record day = { .to = end, .from = end };

    for (; *n && tries[*n - 1].at > end - DAY_S; --*n) {
        const enum visit_outcome visit = visit_judge(r, &tries[*n - 1]);

        day.from = tries[*n - 1].at;
        day.n += visit != VISIT_UNKNOWN;
        day.n_failed += visit == VISIT_FAILED;
    }
    return day;
}

struct visit_record visits_count(const struct visit_rule *r, const struct attempt *tries, size_t n,
                                 int64_t now)
{
    struct visit_record all = { 0 };
    int64_t end;

    while (n && tries[n - 1].at > now)
        n--;
    if (!n || tries[n - 1].at <= now - DAY_S)
        return all;
    for (end = tries[n - 1].at; all.days < r->days; end -= DAY_S) {
        const struct visit_record day = count_day(r, tries, &n, end);

        if (day.n < r->per_day)
            break;
        all.to = all.days ? all.to : day.to;
        all.from = day.from;
        all.days++;
        all.n += day.n;
        all.n_failed += day.n_failed;
    }
    return all;
}

bool visits_are_enough(const struct visit_rule *r, const struct visit_record *v)
{
    return v->days >= r->days;
}
