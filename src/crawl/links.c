#include "base/base.h"

#include "crawl/attachments.h"
#include "crawl/crawler.h"
#include "crawl/focus.h"
#include "crawl/gate.h"

enum {
    ANCHOR_LINKS_MAX = 500,
    ANCHORS_MAX = 2000,
    TEXT_CHARS = 40,
    LINK_BYTES = 512, /* a longer URL counts as several */
    PICTURES_MAX = 5  /* of an article: icons may stand before the first sheets of a document */
};

/* ---- resolving ---- */

/* What is read as a page of its own. */
static bool is_page_kind(enum link_kind kind)
{
    return kind == LINK_PAGE || kind == LINK_FRAME || kind == LINK_REFRESH ||
           kind == LINK_ATTACHMENT || kind == LINK_FORM;
}

/* Pages are of the site whose part of a host they lie in; pictures and styles belong to all there.
 */
static bool is_own(const struct scope *scope, enum link_kind kind, const struct url *url)
{
    return is_page_kind(kind) ? scope_has_page(scope, url) : scope_has(scope, url);
}

/* "file:///D:/附件.doc", "C:\附件.doc": a place on the editor's own computer. */
static bool is_local_file(struct str href)
{
    return str_starts_nocase(href, STR("file:")) ||
           (href.n > 3 && href.p[1] == ':' && (href.p[2] == '\\' || href.p[2] == '/') &&
            char_lower(href.p[0]) >= 'a' && char_lower(href.p[0]) <= 'z');
}

static void resolve_one(struct link *link, const struct url *base, const char *charset,
                        const struct scope *scope, struct arena *a)
{
    struct url url;
    const enum rc rc = url_parse(link->href, base, charset, a, &url);

    if (rc == RC_OK) {
        link->url = url.href;
        link->fragment = url.has_fragment ? url_decode(url.fragment, a) : (struct str){ 0 };
        link->is_same_site = is_own(scope, link->kind, &url);
        if (link->is_same_site)
            link->url = url_without_session(url.href, a);
    } else {
        link->is_bad_url = (rc == RC_SYNTAX && link->href.n > 0) || is_local_file(link->href);
    }
}

/* The number of the link's URL, when it waits or was fetched already: for the rest of the run it
 * keeps both. Else 0. */
static uint32_t settled_number(const struct frontier *f, uint32_t site, const struct link *link)
{
    const uint32_t number =
        link->url.n ? frontier_find(f, link->is_same_site ? site : 0, link->url) : 0;

    return number && frontier_is_scheduled(f, number) ? number : 0;
}

void links_resolve(const struct crawler *c, const struct site_run *s, struct page *page,
                   const struct url *own, struct link_memo *memo, struct arena *a)
{
    /* Links are the reader's own array in the arena: ours to complete. */
    struct link *links = (struct link *)(uintptr_t)page->links;
    struct url base;

    if (page->base_href.n == 0 || url_parse(page->base_href, own, page->charset, a, &base))
        base = *own;
    page->base_href = base.href;

    struct resolved **found = arena_array(a, struct resolved *, page->n_links);
    const struct link_base known = link_base_of(&base, page->charset, s->number);

    if (memo) {
        link_memo_begin(memo);
        link_memo_find(memo, &known, links, page->n_links, found);
    }
    for (size_t i = 0; i < page->n_links; i++) {
        struct resolved *r = found[i];

        if (r && !r->number)
            links[i].number = r->number = settled_number(c->frontier, s->number, &links[i]);
        if (r)
            continue;
        resolve_one(&links[i], &base, page->charset, &s->scope, a);
        if (memo)
            link_memo_add(memo, &known, &links[i]);
    }
}

/* ---- entering ---- */

static bool is_page_lane(enum lane lane)
{
    return lane == LANE_COLUMN || lane == LANE_PAGE;
}

/* Columns end in '/' or are called index, list or node by the systems that make government sites.
 */
static enum lane lane_of(const struct url *url, enum link_kind kind, enum region region)
{
    static const char *const names[] = { "index", "list", "node", "col", "default", "channel" };
    struct str file = url->path;

    if (kind == LINK_STYLE)
        return LANE_URGENT;
    if (kind != LINK_PAGE && kind != LINK_FRAME && kind != LINK_REFRESH)
        return LANE_FILE;
    if (region == REGION_NAV || str_ends(url->path, STR("/")))
        return LANE_COLUMN;
    for (struct str head; str_cut(file, '/', &head, &file);)
        ;
    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (str_starts_nocase(file, str_of(names[i])))
            return LANE_COLUMN;
    return LANE_PAGE;
}

/* May the URL be fetched in this run? Counts it against the budgets. */
static bool admit(struct crawler *c, struct site_run *s, const struct url *url, enum lane lane)
{
    const int64_t max_pages = c->o->max_pages;

    if (!is_page_lane(lane))
        return true;
    if (s->n_pages >= max_pages || !trap_admit(s->trap, trap_shape(url), url->has_query))
        return false;
    s->n_pages++;
    return true;
}

void links_count_known(struct crawler *c, struct site_run *s, const struct journal_url *u)
{
    struct url url;

    if (url_parse(u->url, NULL, NULL, &c->scratch, &url) == RC_OK)
        (void)admit(c, s, &url, (enum lane)u->lane);
}

enum rc link_leave(struct crawler *c, const struct site_run *s, uint32_t number, enum reason reason,
                   struct err *err)
{
    struct journal_result r = {
        .number = number, .run = c->run, .reason = (uint8_t)reason, .at = c->o->now, .spool_at = -1
    };
    struct journal_result before;
    size_t n = 0;
    enum rc rc = RC_OK;

    frontier_mark_done(c->frontier, number);
    /* What was found on a page is not gone because it may not be looked at any more. */
    if (s && s->base &&
        journal_get_result(c->journal, number, &c->scratch, &before, NULL) == RC_OK &&
        before.run >= s->base && before.run < c->run && before.body_hash) {
        r.body_hash = before.body_hash;
        rc = journal_carry_findings(
            c->journal, &(struct journal_page){ .site = s->number, .url = number, .run = c->run },
            before.run, &n, err);
    }
    return rc ? rc : journal_put_result(c->journal, &r, err);
}

/* Puts a known URL on its queue, if it may be fetched at all. */
static enum rc schedule(struct crawler *c, struct site_run *s, const struct journal_url *u,
                        const struct url *url, struct err *err)
{
    const enum lane lane = (enum lane)u->lane;

    if (frontier_is_scheduled(c->frontier, u->number) || !focus_admits(c, s, u))
        return RC_OK;
    if (u->site == 0) {
        (void)frontier_schedule(c->frontier, 0, u->number, lane);
        return RC_OK;
    }
    ASSERT(s);
    if (gate_says(s, url, false) == GATE_CLOSED)
        return link_leave(c, s, u->number, REASON_ROBOTS, err);
    if (admit(c, s, url, lane))
        (void)frontier_schedule(c->frontier, u->site, u->number, lane);
    return RC_OK;
}

/* Makes the URL known, but for those past the limit: then its number is 0. */
static enum rc make_known(struct crawler *c, struct site_run *s, struct journal_url *u,
                          struct err *err)
{
    if (s && s->n_links >= c->o->max_links)
        return RC_OK;
    if (s && (s->n_links += 1 + (int64_t)(u->url.n / LINK_BYTES)) >= c->o->max_links) {
        const enum rc rc =
            journal_put_note(c->journal, s->number, c->run, LINKS_CUT, STR("1"), err);

        if (rc)
            return rc;
    }
    return frontier_enter(c->frontier, u, err);
}

/* Makes the URL known if it is not, and schedules it. */
static enum rc enter(struct crawler *c, struct site_run *s, const struct url *url,
                     struct journal_url *u, struct err *err)
{
    enum rc rc = RC_OK;

    u->url = url->href;
    u->number = frontier_find(c->frontier, u->site, url->href);
    if (u->number && frontier_is_scheduled(c->frontier, u->number))
        return RC_OK;
    if (!u->number) {
        if (u->site && trap_is_endless(url))
            return RC_OK;
        rc = make_known(c, s, u, err);
    }
    return rc || !u->number ? rc : schedule(c, s, u, url, err);
}

static struct str place_of(const struct link *link, struct arena *a)
{
    return arena_printf(a, "%s %s[%u]", link->region == REGION_HEAD ? "head" : "body",
                        link->element, (unsigned)link->nth);
}

static struct str text_of(const struct link *link)
{
    return str_head_chars(link->text, TEXT_CHARS);
}

/* A link that is meant as a web address and is none: known, and failed. */
static enum rc enter_bad(struct crawler *c, struct task *task, const struct link *link,
                         uint32_t *number, struct err *err)
{
    struct journal_url u = {
        .site = task->site->number,
        .url = str_sub(link->href, 0, URL_BYTES_MAX),
        .lane = LANE_FILE,
        .kind = (uint8_t)link->kind,
        .referrer = task->number,
        .where = place_of(link, &c->scratch),
        .text = text_of(link),
    };
    enum rc rc = RC_OK;

    *number = frontier_find(c->frontier, u.site, u.url);
    if (!*number) {
        rc = make_known(c, task->site, &u, err);
        *number = u.number;
    }
    if (rc == RC_OK && *number && !frontier_is_scheduled(c->frontier, *number))
        rc = link_leave(c, NULL, *number, REASON_URL, err);
    return rc;
}

/* A picture that an article consists of. */
static bool is_to_be_looked_at(const struct link *link)
{
    return link->kind == LINK_IMAGE && link->is_same_site && !link->is_hidden &&
           link->region == REGION_BODY;
}

/* What other pages only show is to be looked at; to its end, if it was tried in this run already.
 */
static enum rc look_at(struct crawler *c, const struct task *task, uint32_t number, struct err *err)
{
    struct journal_result r;
    bool is_moved;
    const enum rc rc =
        journal_move_url(c->journal, number, LANE_ATTACHMENT, task->number, &is_moved, err);

    if (!rc && is_moved && journal_get_result(c->journal, number, &c->scratch, &r, NULL) == RC_OK &&
        r.run == c->run && r.reason == REASON_NONE)
        frontier_schedule_again(c->frontier, task->site->number, number, LANE_ATTACHMENT);
    return rc;
}

/* is_picture: it is to be looked at, whatever it was known as. */
static enum rc enter_link(struct crawler *c, struct task *task, const struct link *link,
                          bool is_picture, uint32_t *number, struct err *err)
{
    struct site_run *s = task->site;
    const uint32_t site = link->is_same_site ? s->number : 0;
    struct url url;

    *number = link->number ? link->number : settled_number(c->frontier, s->number, link);
    if (*number) /* most links of a page are on the page before it too */
        return is_picture ? look_at(c, task, *number, err) : RC_OK;
    if (url_parse(link->url, NULL, NULL, &c->scratch, &url)) {
        *number = 0;
        return RC_OK;
    }

    struct journal_url u = {
        .site = site,
        .url = url.href,
        .kind = (uint8_t)link->kind,
        .depth = (uint16_t)(task->url.depth < UINT16_MAX ? task->url.depth + 1 : UINT16_MAX),
        .referrer = task->number,
        .where = place_of(link, &c->scratch),
        .text = text_of(link),
    };
    enum rc rc;

    u.lane = (uint8_t)(!site ? LANE_FILE
                       : is_picture || attachments_want(c, &u)
                           ? LANE_ATTACHMENT
                           : lane_of(&url, link->kind, link->region));
    rc = enter(c, s, &url, &u, err);

    *number = u.number;
    return rc || !is_picture || !u.number ? rc : look_at(c, task, u.number, err);
}

/* Answers come in any order, and whose link is told must not depend on it. */
static enum rc refer(struct crawler *c, struct task *task, const struct link *link, uint32_t number,
                     struct err *err)
{
    const uint32_t before = frontier_refer(c->frontier, number, task->number);

    task->is_referrer |= !before || task->number < before;
    return task->number < before
               ? journal_refer_url(c->journal, number, task->number, place_of(link, &c->scratch),
                                   text_of(link), err)
               : RC_OK;
}

/* Anchors that only scripts understand: routes of one-page applications, and the browser's own
 * "top". */
static bool is_real_anchor(struct str fragment)
{
    return fragment.n && !str_eq_nocase(fragment, STR("top")) && fragment.p[0] != '/' &&
           fragment.p[0] != '!' && !str_starts(fragment, STR(":~:"));
}

/* Which numbers were seen, for one page: open addressing in the page's arena, at most half full. */
struct seen {
    uint32_t *slots;
    size_t mask;
};

static struct seen seen_for(size_t n, struct arena *a)
{
    size_t size = 16;

    while (size < 2 * n)
        size *= 2;
    return (struct seen){ .slots = arena_array(a, uint32_t, size), .mask = size - 1 };
}

/* true the first time. */
static bool seen_add(struct seen *s, uint32_t number)
{
    const uint32_t spread = number * 0x9e3779b1U;
    size_t i = spread & s->mask;

    while (s->slots[i] && s->slots[i] != number)
        i = (i + 1) & s->mask;
    if (s->slots[i])
        return false;
    s->slots[i] = number;
    return true;
}

enum rc links_enter(struct crawler *c, struct task *task, const struct page *page,
                    struct page_links *out, struct err *err)
{
    static const uint32_t any = ANCHOR_ANY;
    uint32_t *targets = arena_array(&c->scratch, uint32_t, page->n_links);
    struct anchor_link *anchors =
        arena_array(&c->scratch, struct anchor_link,
                    page->n_links < ANCHOR_LINKS_MAX ? page->n_links : ANCHOR_LINKS_MAX);
    struct seen seen = seen_for(page->n_links, &c->scratch);
    struct page_links l = { .targets = targets, .anchor_links = anchors };
    /* Of a page that was cut, or has more than are worth keeping, none is known to be missing. */
    const bool is_known = !page->is_cut && page->n_anchors <= ANCHORS_MAX;

    size_t n_pictures = attachments_are_pictures(c, page) ? PICTURES_MAX : 0; /* still to look at */

    for (size_t i = 0; i < page->n_links; i++) {
        const struct link *link = &page->links[i];
        uint32_t number = 0;
        enum rc rc = RC_OK;

        if (link->kind == LINK_FORM)
            continue; /* asking for it could do something */
        if (link->kind == LINK_FRAME && link->is_hidden && link->is_same_site)
            continue; /* the site's counter of visitors, and we are none */
        if (link->is_bad_url) {
            rc = enter_bad(c, task, link, &number, err);
        } else if (link->url.n) {
            const bool is_picture = n_pictures && is_to_be_looked_at(link);

            n_pictures -= is_picture;
            rc = enter_link(c, task, link, is_picture, &number, err);
        }
        if (rc)
            return rc;
        if (!number || number == task->number)
            continue;
        if ((rc = refer(c, task, link, number, err)))
            return rc;
        if (seen_add(&seen, number))
            targets[l.n_targets++] = number;
        if (link->kind == LINK_PAGE && link->is_same_site && is_real_anchor(link->fragment) &&
            l.n_anchor_links < ANCHOR_LINKS_MAX)
            anchors[l.n_anchor_links++] =
                (struct anchor_link){ .target = number,
                                      .anchor = (uint32_t)str_hash(link->fragment),
                                      .fragment = str_sub(link->fragment, 0, 200),
                                      .where = place_of(link, &c->scratch),
                                      .text = text_of(link) };
    }
    l.anchors = is_known ? page->anchors : &any;
    l.n_anchors = is_known ? page->n_anchors : 1;
    *out = l;
    return RC_OK;
}

enum rc link_enter(struct crawler *c, struct site_run *s, struct journal_url *u, struct str href,
                   const struct url *base, struct err *err)
{
    struct url url;

    u->number = 0;
    if (url_parse(href, base, NULL, &c->scratch, &url))
        return RC_OK;
    if (u->site)
        u->site = s && is_own(&s->scope, (enum link_kind)u->kind, &url) ? s->number : 0;
    return enter(c, s, &url, u, err);
}

enum rc links_schedule_number(struct crawler *c, uint32_t number, struct err *err)
{
    struct journal_url u;
    struct url url;
    enum rc rc;

    if (frontier_is_scheduled(c->frontier, number))
        return RC_OK;
    if ((rc = journal_get_url(c->journal, number, &c->scratch, &u, err)))
        return rc == RC_NOT_FOUND ? RC_OK : rc;
    if (url_parse(u.url, NULL, NULL, &c->scratch, &url))
        return link_leave(c, NULL, number, REASON_URL, err);

    struct site_run *s = site_by_number(c, u.site);

    return u.site && !s ? RC_OK : schedule(c, s, &u, &url, err);
}

enum rc links_schedule_known(struct crawler *c, const struct journal_result *r, struct err *err)
{
    struct page_links l;
    enum rc rc = RC_OK;

    if (r->redirect && (rc = links_schedule_number(c, r->redirect, err)))
        return rc;
    if (r->links.n == 0 || links_unpack(r->links, &c->scratch, &l))
        return RC_OK; /* no page, or a damaged record: its page is read anew when it changes */
    for (size_t i = 0; i < l.n_targets && rc == RC_OK; i++)
        rc = links_schedule_number(c, l.targets[i], err);
    return rc;
}

/* ---- roles ---- */

enum rc role_give(struct crawler *c, struct site_run *s, enum role role, uint32_t number,
                  struct err *err)
{
    s->roles[role] = number;
    return journal_set_role(c->journal, s->number, (int)role, number, err);
}

enum role role_of(const struct site_run *s, uint32_t number)
{
    for (int role = ROLE_HOME; s && role < ROLE_N; role++)
        if (s->roles[role] == number)
            return (enum role)role;
    return ROLE_NONE;
}
