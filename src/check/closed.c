#include "base/base.h"

#include "check/closed.h"

#include "check/host.h"
#include "check/name.h"

enum { NOTICE_CHARS_MAX = 800, HEAD_CHARS = 1500 };

/* The tries say nothing about the site, only about our way to it. */
static bool all_unknown(const struct site_view *v)
{
    size_t n = 0;

    for (size_t i = 0; i < v->n_attempts; i++)
        n += v->attempts[i].reason == REASON_DNS_TEMPORARY ||
             v->attempts[i].reason == REASON_BLOCKED_ADDRESS ||
             v->attempts[i].reason == REASON_ROBOTS;
    return n == v->n_attempts;
}

enum closed_state closed_look(const struct site_view *v, const struct words *notice,
                              const struct words *bad, const struct str **found)
{
    const struct page *home = v->home;
    const struct str last = host_of(v->home_final);

    *found = NULL;
    if (!home)
        return all_unknown(v) ? CLOSED_NOT_KNOWN : CLOSED_SILENT;
    const struct str head = str_head_chars(home->text, HEAD_CHARS);

    *found = words_find(bad, home->title, NULL);
    if (!*found)
        *found = words_find(bad, head, NULL);
    if (*found)
        return CLOSED_STRANGER;
    *found = words_find(notice, home->title, NULL);
    if (!*found && home->text_chars < NOTICE_CHARS_MAX)
        *found = words_find(notice, head, NULL);
    if (*found)
        return CLOSED_NOTICE;
    const bool is_moved = !str_is_empty(last) && !str_eq(last, host_of(v->site->home));

    if (is_moved && !host_is_own(v->site, last))
        return host_is_gov(last) ? CLOSED_REDIRECT : CLOSED_STRANGER;
    if (name_agrees(home->title, v->site->name) ||
        name_agrees(home->tags[TAG_SITE_NAME], v->site->name) ||
        str_eq(home->site_code, v->site->code) || (!is_moved && name_in_text(v->site, home->text)))
        return CLOSED_OWN;
    if (is_moved && host_is_gov(last)) /* "x.county.gov.cn" leads to "www.county.gov.cn" */
        return CLOSED_REDIRECT;
    if (home->kind == PAGE_SOFT_ERROR)
        return CLOSED_SILENT;
    if (home->needs_browser || home->kind == PAGE_SHELL || home->kind == PAGE_STUB ||
        (str_is_empty(home->title) && home->text_chars < 20))
        return CLOSED_NOT_KNOWN;
    return CLOSED_STRANGER;
}
