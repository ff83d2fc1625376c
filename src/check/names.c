#include "base/base.h"

#include "check/names.h"

#include "check/column.h"
#include "check/framed.h"
#include "check/own_script.h"
#include "check/words.h"

struct collecting {
    struct named *all;
    size_t n;
    int64_t max_chars;
};

static void add(struct collecting *g, struct str name, struct str url, bool is_outside)
{
    const struct named *last = g->n ? &g->all[g->n - 1] : NULL;

    if (name.n == 0 || (int64_t)str_chars(name) > g->max_chars ||
        (last && str_eq(last->name, name) && str_eq(last->url, url)))
        return;
    g->all[g->n++] = (struct named){ .name = name, .url = url, .is_outside = is_outside };
}

static void add_links(struct collecting *g, const struct page *p)
{
    for (size_t i = 0; p && i < p->n_links; i++)
        if (p->links[i].kind == LINK_PAGE && !p->links[i].is_hidden)
            add(g, p->links[i].text, p->links[i].url,
                p->links[i].url.n && !p->links[i].is_same_site);
}

/* A picture that leads elsewhere and does not say what it is; frames and scripts in the menu. */
static bool may_have_more(const struct page *home)
{
    for (size_t i = 0; i < home->n_blocks; i++)
        if (home->blocks[i].by_script)
            return true;
    for (size_t i = 0; i < home->n_links; i++) {
        const struct link *l = &home->links[i];

        if (l->kind == LINK_FRAME || (l->kind == LINK_SCRIPT && l->region == REGION_NAV) ||
            (l->kind == LINK_PAGE && l->region == REGION_BODY && !l->text.n && l->url.n &&
             !l->is_same_site))
            return true;
    }
    return false;
}

/* The menu itself may come by script: the markup shows none. */
static bool has_no_menu(const struct page *home)
{
    for (size_t i = 0; i < home->n_links; i++)
        if (home->links[i].region == REGION_NAV && home->links[i].kind == LINK_PAGE)
            return false;
    return !home->is_rendered && has_own_script(home);
}

static int64_t n_short_links(const struct page *home, int64_t max_chars)
{
    int64_t n = 0;

    for (size_t i = 0; i < home->n_links; i++)
        n += home->links[i].kind == LINK_PAGE && home->links[i].text.n > 0 &&
             (int64_t)str_chars(home->links[i].text) <= max_chars;
    return n;
}

/* By a name as columns have it. */
static bool is_on_home(const struct page *home, struct str url, int64_t max_chars)
{
    for (size_t i = 0; i < home->n_links; i++)
        if (home->links[i].kind == LINK_PAGE && str_eq(home->links[i].url, url) &&
            (int64_t)str_chars(home->links[i].text) <= max_chars)
            return true;
    return false;
}

/* A firewall, a slow server, robots.txt: what is below is not known. */
static bool has_unread_column(const struct site_view *v, int64_t max_chars)
{
    for (size_t i = 0; i < v->n_targets; i++) {
        const struct target *t = &v->targets[i];

        if (!t->is_outside &&
            (reason_is_open(t->reason, t->http_status) || reason_is_ours(t->reason)) &&
            is_on_home(v->home, t->url, max_chars))
            return true;
    }
    return false;
}

static const char *doubt_of(const struct site_view *v, int64_t max_chars, int64_t min_links)
{
    if (v->is_partial || !v->is_complete)
        return v->incomplete_reason.n ? v->incomplete_reason.p : "网站没有读完";
    if (v->home->needs_browser || v->home->kind == PAGE_SHELL || v->home->kind == PAGE_STUB)
        return "首页由脚本生成，需用浏览器查看";
    if (framed_home(v).is_set)
        return "首页由框架组成，未能判断";
    if (n_short_links(v->home, max_chars) < min_links)
        return "首页列出的栏目很少，未能判断";
    if (may_have_more(v->home) || has_no_menu(v->home) || v->home->footer_by_script)
        return "首页有由脚本、框架或无文字的图片给出的入口，未能判断";
    if (has_unread_column(v, max_chars))
        return "首页列出的栏目有的没有打开，未能判断";
    for (size_t i = 0; i < v->n_digests; i++)
        if (v->digests[i].depth <= 1 &&
            (v->digests[i].needs_browser || v->digests[i].kind == PAGE_SHELL))
            return "有页面由脚本生成，需用浏览器查看";
    return NULL;
}

void names_of_site(const struct check_ctx *c, int64_t max_chars, int64_t min_links,
                   struct names *out)
{
    const struct site_view *v = c->view;
    const size_t n_map = v->sitemap ? v->sitemap->n_links : 0;
    struct collecting g = { .max_chars = max_chars };

    g.all = arena_array(c->a, struct named, v->home->n_links + n_map + v->n_digests);
    add_links(&g, v->home);
    add_links(&g, v->sitemap);
    for (size_t i = 0; i < v->n_digests; i++)
        if (v->digests[i].kind != PAGE_SOFT_ERROR)
            add(&g, column_name(&v->digests[i], c->site), v->digests[i].url, false);
    *out = (struct names){ .all = g.all, .n = g.n, .doubt = doubt_of(v, max_chars, min_links) };
}

const struct named *names_find(const struct names *names, const struct words *words,
                               const struct words *except)
{
    for (size_t i = 0; i < names->n; i++)
        if (words_in(words, names->all[i].name) &&
            !(except && words_in(except, names->all[i].name)))
            return &names->all[i];
    return NULL;
}
