#include "base/base.h"

#include "crawl/focus.h"

static bool compares_pages(const struct check_set *set)
{
    for (const struct check *const *c = checks; *c; c++)
        if ((*c)->compares_pages && check_set_has(set, (*c)->id))
            return true;
    return false;
}

static const struct site_focus *focus_of(const struct crawler *c, const struct site_run *s)
{
    return &c->o->focus[s - c->sites];
}

enum rc focus_schedule(struct crawler *c, struct site_run *s, struct err *err)
{
    enum rc rc = RC_OK;

    if (!c->o->focus)
        return RC_OK;
    for (size_t i = 0; i < focus_of(c, s)->n && !rc; i++) {
        struct journal_url u = {
            .site = s->number, .lane = LANE_COLUMN, .kind = LINK_PAGE, .depth = 1
        };

        rc = link_enter(c, s, &u, focus_of(c, s)->urls[i], NULL, err);
        url_list_add(&s->due, u.site ? u.number : 0);
    }
    return rc;
}

static bool is_named(const struct site_run *s, uint32_t number)
{
    for (size_t i = 0; number && i < s->due.n; i++)
        if (s->due.at[i] == number)
            return true;
    return false;
}

bool focus_admits(const struct crawler *c, const struct site_run *s, const struct journal_url *u)
{
    const struct check_set *set = c->o->checks;

    if (!c->o->focus || (u->lane == LANE_URGENT && u->kind != LINK_STYLE))
        return true;
    if (u->lane == LANE_ATTACHMENT)
        return s && is_named(s, u->referrer);
    if (u->depth > 1)
        return false;
    if (!u->site || u->lane == LANE_FILE)
        return check_set_has(set, "account-entrance");
    return u->referrer == 0 || u->kind == LINK_FRAME || compares_pages(set);
}

struct json *focus_json(struct crawler *c, const struct site_run *s, size_t i, uint32_t *number,
                        struct arena *a)
{
    struct json *to = json_new_object();
    struct journal_result r;
    struct journal_url moved;
    char word[REASON_TEXT_BYTES];

    *number = i < s->due.n ? s->due.at[i] : 0;
    if (*number && *number == s->start)
        *number = s->roles[ROLE_HOME]; /* where it led */
    json_put_str(to, "url", focus_of(c, s)->urls[i]);
    if (!*number || journal_get_result(c->journal, *number, a, &r, NULL)) {
        *number = 0;
        json_put_text(to, "reason", STR("unseen"));
        return to;
    }
    if (r.reason != REASON_NONE)
        json_put_text(to, "reason",
                      str_of(reason_text((enum reason)r.reason, r.http_status, word)));
    json_put_int(to, "status", r.http_status);
    if (r.http_status >= 300 && r.http_status < 400 && r.redirect &&
        journal_get_url(c->journal, r.redirect, a, &moved, NULL) == RC_OK)
        json_put_text(to, "moved_to", moved.url);
    return to;
}
