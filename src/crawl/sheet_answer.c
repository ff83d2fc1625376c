#include "base/base.h"

#include "crawl/answer.h"

size_t sheets_of(struct crawler *c, const struct site_run *s, const struct page *page,
                 const struct sheet **out, bool *is_waiting)
{
    size_t n = 0;

    *is_waiting = false;
    for (size_t i = 0; i < page->n_links; i++) {
        const struct link *link = &page->links[i];
        uint32_t number, place;

        if (link->kind != LINK_STYLE || !link->is_same_site || n == SHEETS_MAX)
            continue;
        number = frontier_find(c->frontier, s->number, link->url);
        place = number ? hashes_find(&s->sheet_index, number) : 0;
        if (!place)
            *is_waiting |= s->n_sheets < SHEETS_MAX;
        else if (s->sheets[place - 1])
            out[n++] = s->sheets[place - 1];
    }
    return n;
}

bool sheets_are_usual(const struct site_run *s, const struct sheet *const *sheets, size_t n)
{
    if (n != s->n_usual_sheets)
        return false;
    for (size_t i = 0; i < n; i++)
        if (sheets[i] != s->usual_sheets[i])
            return false;
    return true;
}

void sheets_make_usual(struct site_run *s, const struct sheet *const *sheets, size_t n)
{
    for (size_t i = 0; i < n; i++)
        s->usual_sheets[i] = sheets[i];
    s->n_usual_sheets = n;
}

void sheet_recall(struct crawler *c, struct site_run *s, uint32_t number, struct str css)
{
    if (s->n_sheets == SHEETS_MAX || hashes_find(&s->sheet_index, number))
        return;
    s->sheets[s->n_sheets++] = c->wants_sheets ? sheet_parse(css) : NULL;
    hashes_put(&s->sheet_index, number, (uint32_t)s->n_sheets);
}

enum rc sheet_take(struct crawler *c, struct task *task, const struct fetch_result *r,
                   struct err *err)
{
    struct site_run *s = task->site;
    struct journal_result result = answer_result(c, task, r);
    uint32_t *targets;
    const struct str *hrefs;
    struct page_links links = { 0 };
    struct url base;
    enum rc rc;

    sheet_recall(c, s, task->number, r->body);
    if (url_parse(r->url, NULL, NULL, &c->scratch, &base))
        return answer_store(c, &result, err);

    const size_t n = sheet_links(r->body, &c->scratch, &hrefs);

    targets = arena_array(&c->scratch, uint32_t, n);
    for (size_t i = 0; i < n; i++) {
        struct journal_url u = { .site = s->number,
                                 .lane = LANE_FILE,
                                 .kind = LINK_IMAGE,
                                 .depth = task->url.depth,
                                 .referrer = task->number,
                                 .where = STR("url()") };

        if ((rc = link_enter(c, s, &u, hrefs[i], &base, err)))
            return rc;
        if (u.number)
            targets[links.n_targets++] = u.number;
    }
    links.targets = targets;
    buf_reset(&c->packed_links);
    links_pack(&links, &c->packed_links);
    result.links = buf_str(&c->packed_links);
    result.body_hash = str_hash(r->body);
    if ((rc = answer_keep(c, task, r, &result, err)) || (rc = answer_store(c, &result, err)))
        return rc;
    return pages_release_held(c, s, false, err);
}

enum rc sheet_miss(struct crawler *c, const struct task *task, struct err *err)
{
    struct site_run *s = task->site;

    if (!s || task->url.kind != LINK_STYLE)
        return RC_OK;
    sheet_recall(c, s, task->number, (struct str){ 0 });
    return pages_release_held(c, s, false, err);
}
