#include "base/base.h"

#include "net/robots_answer.h"

#include "net/url.h"

struct fetch_request robots_request(struct str url)
{
    return (struct fetch_request){
        .url = url,
        .max_body = ROBOTS_BYTES_MAX + 1, /* one more tells that the last line may be cut */
        .ignore_tls = true,
        .is_urgent = true,
    };
}

bool robots_is_elsewhere(const struct fetch_result *r, int n_hops, struct arena *a, struct str *to)
{
    struct url base, url;

    if (r->http_status < 300 || r->http_status >= 400 || !r->location.n ||
        n_hops >= ROBOTS_REDIRECTS_MAX || url_parse(r->url, NULL, NULL, a, &base) ||
        url_parse(r->location, &base, NULL, a, &url))
        return false;
    *to = url.href;
    return true;
}

/* Of the server's or the network's making (RFC 9309, 2.3.1.4). 429 is said to all that comes, not
 * of this file. */
static bool is_unreachable(enum reason reason, int http_status)
{
    if (http_status >= 300)
        return http_status >= 500 || http_status == 429;
    return reason_is_passing(reason, http_status) || reason == REASON_PROTOCOL ||
           reason == REASON_HEADERS || reason == REASON_ENCODING;
}

const struct robots *robots_of_answer(enum reason reason, int http_status, struct str body,
                                      bool *is_down, struct arena *a)
{
    static const struct str agent = { "xunjian", 7 };

    *is_down = is_unreachable(reason, http_status);
    if (*is_down)
        return robots_parse(STR("User-agent: *\nDisallow: /\n"), agent, a);
    if (http_status < 200 || http_status >= 300)
        return NULL;
    return robots_parse(arena_copy(a, str_sub(body, 0, ROBOTS_BYTES_MAX + 1)), agent, a);
}
