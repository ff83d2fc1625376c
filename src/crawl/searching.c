#include "base/base.h"

#include "crawl/searching.h"

#include "base/clock.h"
#include "base/pack.h"
#include "check/check.h"
#include "net/url.h"
#include "text/charset.h"

#include <string.h>

static const char check_id[] = "search-quality";
enum { P_MIN_DAYS }; /* the check's numbers, in its order */
enum { TITLE_CHARS_MIN = 8, TITLE_CHARS_MAX = 40 };

/* The note of a site whose home page was read; empty words: it has no search form. */
static const char note[] = "search";

static enum rc put_note(struct crawler *c, const struct site_run *s, struct err *err)
{
    buf_reset(&c->packed);
    pack_str(&c->packed, s->search);
    pack_str(&c->packed, str_of(s->search_charset));
    return journal_put_note(c->journal, s->number, c->run, note, buf_str(&c->packed), err);
}

static bool is_of_search(struct crawler *c, const struct site_run *s, uint32_t number)
{
    struct journal_url asked;

    return number && s->search.n &&
           !journal_get_url(c->journal, number, &c->scratch, &asked, NULL) &&
           str_starts(asked.url, s->search);
}

/* In this run; a search may redirect to wherever it likes. */
static bool has_answered(struct crawler *c, uint32_t number)
{
    struct journal_result r;

    return number && !journal_get_result(c->journal, number, &c->scratch, &r, NULL) &&
           r.run == c->run;
}

void search_recall(struct crawler *c, struct site_run *s)
{
    struct str packed = journal_note(c->journal, s->number, c->run, note, &s->memory);

    if (!packed.n)
        return; /* the home page was not read */
    s->search = unpack_str(&packed);
    s->search_charset = charset_of_label(unpack_str(&packed));
    if (!is_of_search(c, s, s->roles[ROLE_SEARCH]) && !has_answered(c, s->roles[ROLE_SEARCH]))
        s->roles[ROLE_SEARCH] = 0; /* of an earlier run */
}

/* An earlier run asked this search, too: it is asked the same again. */
static enum rc ask_again(struct crawler *c, struct site_run *s, struct err *err)
{
    const uint32_t number = journal_role(c->journal, s->number, ROLE_SEARCH);

    s->roles[ROLE_SEARCH] = is_of_search(c, s, number) ? number : 0;
    return s->roles[ROLE_SEARCH] ? links_schedule_number(c, number, err) : RC_OK;
}

enum rc search_learn(struct crawler *c, struct site_run *s, const struct page *home,
                     struct err *err)
{
    struct url base, url;

    s->search = (struct str){ 0 };
    if (check_set_has(c->o->checks, check_id) && home->search_field.n &&
        !url_parse(home->base_href, NULL, NULL, &c->scratch, &base) &&
        !url_parse(home->search_href, &base, home->charset, &c->scratch, &url) &&
        !url_parse(arena_printf(&c->scratch, "%.*s?%.*s%.*s=",
                                STR_ARG(str_sub(url.href, 0, str_chr(url.href, '?'))),
                                STR_ARG(home->search_query), STR_ARG(home->search_field)),
                   NULL, home->charset, &c->scratch, &url))
        s->search = arena_copy(&s->memory, url.href);
    s->search_charset = home->charset;

    const enum rc rc = put_note(c, s, err);

    return rc ? rc : ask_again(c, s, err);
}

/* A title that no query has to escape, as long as a title is. */
static struct str title_of(const struct page *page)
{
    const struct str title =
        str_trim(page->tags[TAG_ARTICLE_TITLE].n ? page->tags[TAG_ARTICLE_TITLE] : page->headline);
    const size_t n_chars = str_chars(title);

    if (n_chars < TITLE_CHARS_MIN || n_chars > TITLE_CHARS_MAX)
        return (struct str){ 0 };
    for (size_t i = 0; i < title.n; i++)
        if ((unsigned char)title.p[i] < 0x80 && !char_is_digit(title.p[i]) &&
            (char_lower(title.p[i]) < 'a' || char_lower(title.p[i]) > 'z'))
            return (struct str){ 0 };
    return title;
}

enum rc search_ask(struct crawler *c, const struct task *task, const struct page *page,
                   struct err *err)
{
    struct site_run *s = task->site;
    const int64_t *value = check_set_values(c->o->checks, check_id);
    const struct str title = page->kind == PAGE_ARTICLE ? title_of(page) : (struct str){ 0 };
    struct journal_url u = { .site = s->number,
                             .lane = LANE_URGENT,
                             .kind = LINK_PAGE,
                             .depth = 1,
                             .referrer = task->number,
                             .text = title };
    struct url url;
    enum rc rc;

    if (!s->search.n || s->roles[ROLE_SEARCH] || !title.n || !page->is_dated ||
        day_of_time(c->o->now) - page->published < value[P_MIN_DAYS] ||
        url_parse(arena_join(&c->scratch, s->search, title), NULL, s->search_charset, &c->scratch,
                  &url))
        return RC_OK;
    if ((rc = link_enter(c, s, &u, url.href, &url, err)))
        return rc;
    if (!u.number || !u.site) { /* no address that may be asked, or another site's */
        s->search = (struct str){ 0 };
        return RC_OK;
    }
    return role_give(c, s, ROLE_SEARCH, u.number, err);
}

void search_tell(struct crawler *c, const struct site_run *s, struct site_view *v, struct arena *a)
{
    struct journal_url asked, article;

    if (!s->roles[ROLE_SEARCH] ||
        journal_get_url(c->journal, s->roles[ROLE_SEARCH], a, &asked, NULL) || !asked.text.n ||
        journal_get_url(c->journal, asked.referrer, a, &article, NULL))
        return;
    v->search_title = asked.text;
    v->search_article = article.url;
}
