#include "base/base.h"

#include "net/job.h"

#include "net/url.h"

#include <stdlib.h>
#include <string.h>

enum { BODY_BYTES_MAX = 8 << 20 };

/* "http://user@host:8080/..." with lower-case scheme and host, as url_parse writes it. */
static bool split_url(struct job *job)
{
    struct str rest = job->request.url;
    size_t end = 0;
    int64_t number;

    job->is_https = str_starts(rest, STR("https://"));
    if (rest.n > URL_BYTES_MAX || (!job->is_https && !str_starts(rest, STR("http://"))))
        return false;
    rest = str_skip(rest, job->is_https ? 8 : 7);
    while (end < rest.n && str_chr(STR("/?#"), rest.p[end]) == STR_NONE)
        end++;
    rest.n = end;
    for (size_t at; (at = str_chr(rest, '@')) != STR_NONE;)
        rest = str_skip(rest, at + 1);
    job->to_port = job->is_https ? 443 : 80;
    end = str_starts(rest, STR("[")) ? str_chr(rest, ']') : 0;
    if (end == STR_NONE)
        return false;

    const size_t colon = str_chr(str_skip(rest, end), ':');

    job->host = str_sub(rest, 0, colon == STR_NONE ? rest.n : end + colon);
    if (colon != STR_NONE && end + colon + 1 < rest.n) {
        if (!str_to_i64(str_skip(rest, end + colon + 1), 1, UINT16_MAX, &number))
            return false;
        job->to_port = (uint16_t)number;
    }
    return job->host.n > 0 && job->host.n <= RESOLVE_HOST_MAX &&
           str_chr(job->host, '\0') == STR_NONE;
}

static struct str put(char **at, struct str s)
{
    const struct str copy = str_from(*at, s.n);

    if (s.n)
        memcpy(*at, s.p, s.n);
    (*at)[s.n] = '\0';
    *at += s.n + 1;
    return copy;
}

struct job *job_new(const struct fetch_request *r)
{
    const size_t n_text = r->url.n + r->etag.n + r->last_modified.n + r->accept.n +
                          r->user_agent.n + r->referer.n + r->cookie.n + 7;
    struct job *job = calloc(1, sizeof(*job) + n_text);

    if (!job)
        abort();

    char *at = (char *)(job + 1);

    job->request = *r;
    memset(job->request.named, 0, sizeof(job->request.named));
    job->request.url = put(&at, r->url);
    job->request.etag = put(&at, r->etag);
    job->request.last_modified = put(&at, r->last_modified);
    job->request.accept = put(&at, r->accept);
    job->request.user_agent = put(&at, r->user_agent);
    job->request.referer = put(&at, r->referer);
    job->request.cookie = put(&at, r->cookie);
    job->request.max_body = r->max_body > 0 ? r->max_body : BODY_BYTES_MAX;
    if (!split_url(job))
        job->host = (struct str){ 0 };
    job->to_host = job->host;
    return job;
}

void job_list_add(struct job_list *l, struct job *job)
{
    job->waiting.next = NULL;
    if (l->first)
        l->last->waiting.next = &job->waiting;
    else
        l->first = job;
    l->last = job;
}

struct job *job_list_take(struct job_list *l)
{
    struct job *job = l->first;

    if (job)
        l->first = (struct job *)job->waiting.next;
    return job;
}
