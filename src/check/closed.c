#include "base/base.h"

#include "check/closed.h"

#include "check/host.h"
#include "check/name.h"
#include "check/words.h"

enum { HEAD_CHARS = 1500 }; /* of the text that are looked at */

const struct param closed_params[CLOSED_PARAMS_N] = {
    [CLOSED_NOTICE_CHARS] = { .name = "notice_chars",
                              .unit = "字",
                              .help = "首页文字不少于此数的，正文里说到关停、迁移不算公告",
                              .min = 1,
                              .max = 100000 },
    [CLOSED_EMPTY_CHARS] = { .name = "empty_chars",
                             .unit = "字",
                             .help = "没有标题、文字少于此数的首页，看不出是谁的页面",
                             .min = 0,
                             .max = 1000 },
};
const struct word_list closed_lists[CLOSED_LISTS_N] = {
    [CLOSED_NOTICE_WORDS] = { .name = "notice", .help = "关停、迁移公告的用语" },
    [CLOSED_BAD_WORDS] = { .name = "bad", .help = "政府网站不会有的用语（赌博、域名交易等）" },
    [CLOSED_VACANT_WORDS] = { .name = "vacant", .help = "服务器上没有网站时的默认页面用语" },
    [CLOSED_NOBODY_WORDS] = { .name = "nobody",
                              .help = "登录页标题只由这些词组成的，看不出是谁的页面" },
};

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

/* What readers see: its words tell a lot. */
static enum closed_state by_words(const struct check_ctx *c, const struct str **word)
{
    static const enum closed_state states[] = { [CLOSED_NOTICE_WORDS] = CLOSED_NOTICE,
                                                [CLOSED_BAD_WORDS] = CLOSED_STRANGER,
                                                [CLOSED_VACANT_WORDS] = CLOSED_SILENT };
    static const int order[] = { CLOSED_BAD_WORDS, CLOSED_NOTICE_WORDS, CLOSED_VACANT_WORDS };
    const struct page *home = c->view->home;
    const struct str head = str_head_chars(home->text, HEAD_CHARS);
    const bool is_short = (int64_t)home->text_chars < c->value[CLOSED_NOTICE_CHARS];

    for (size_t i = 0; i < COUNT_OF(order); i++) {
        *word = words_find(&c->list[order[i]], home->title, NULL);
        if (!*word && (order[i] == CLOSED_BAD_WORDS || is_short))
            *word = words_find(&c->list[order[i]], head, NULL);
        if (*word)
            return states[order[i]];
    }
    return CLOSED_NOT_KNOWN;
}

/* Where the server or a script of the page sends readers. */
static struct str final_place(const struct site_view *v)
{
    const struct page *home = v->home;

    if (home->kind == PAGE_STUB)
        for (size_t i = 0; i < home->n_links; i++)
            if (str_eq(home->links[i].href, home->refresh) && !str_is_empty(home->links[i].url))
                return home->links[i].url;
    return v->home_final;
}

/* "用户登录", "综合管理平台": a title made of such words names nobody. */
static bool names_nobody(const struct words *nobody, struct str title)
{
    static const char *const shorts[] = { "OA", "—", "·", "　", "，", "！" }; /* no list's */

    while (title.n) {
        size_t n = 0;

        for (size_t i = 0; i < nobody->n && !n; i++)
            if (str_starts_nocase(title, nobody->words[i]))
                n = nobody->words[i].n;
        for (size_t i = 0; i < COUNT_OF(shorts) && !n; i++)
            if (str_starts(title, str_of(shorts[i])))
                n = str_of(shorts[i]).n;
        const char c = char_lower(title.p[0]);

        if (!n && ((unsigned char)c >= 0x80 || char_is_digit(c) || (c >= 'a' && c <= 'z')))
            return false;
        title = str_skip(title, n ? n : 1);
    }
    return true;
}

static enum closed_state by_place(const struct check_ctx *c, struct str leads_to)
{
    const struct site_view *v = c->view;
    const struct page *home = v->home;
    const struct str last = host_of(leads_to);
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
        (home->kind == PAGE_FORM && names_nobody(&c->list[CLOSED_NOBODY_WORDS], home->title)) ||
        (str_is_empty(home->title) && (int64_t)home->text_chars < c->value[CLOSED_EMPTY_CHARS]))
        return CLOSED_NOT_KNOWN;
    return CLOSED_STRANGER;
}

struct closed_site closed_look(const struct check_ctx *c)
{
    const struct site_view *v = c->view;
    struct closed_site out = { .state = CLOSED_SILENT };

    if (!v->home) {
        out.state = all_unknown(v) ? CLOSED_NOT_KNOWN : CLOSED_SILENT;
        return out;
    }
    out.leads_to = final_place(v);
    out.state = by_words(c, &out.word);
    if (!out.word)
        out.state = by_place(c, out.leads_to);
    return out;
}
