#include "base/base.h"

#include "page/facts.h"

#include "dom/dom.h"
#include "dom/text.h"
#include "page/article.h"
#include "page/aside.h"
#include "page/block.h"
#include "page/document.h"
#include "page/flow.h"
#include "page/frameset.h"
#include "page/guide.h"
#include "page/identity.h"
#include "page/kind.h"
#include "page/leader.h"
#include "page/letter.h"
#include "page/list.h"
#include "page/path.h"
#include "page/tags.h"
#include "page/topic.h"

#include "base/clock.h"

enum { SCRIPTS_MAX = 200 };

/* What the walk gathers beside the flow. */
struct gathering {
    struct arena *arena;
    struct page *out;
    const struct flow *flow; /* as far as the walk has come */
    struct identity identity;
    struct furniture furniture;
    struct tags_loose loose;
    struct str scripts[SCRIPTS_MAX]; /* the texts of those in the page */
    size_t n_scripts;
};

static void keep_script(struct gathering *g, const struct node *n)
{
    const struct node *child = dom_child(n);

    if (child && g->n_scripts < SCRIPTS_MAX)
        g->scripts[g->n_scripts++] = dom_text(child);
}

static void on_element(void *ctx, const struct node *n, enum element el)
{
    struct gathering *g = ctx;

    switch (el) {
    case EL_META:
        tags_read(n, g->arena, g->out, &g->loose);
        break;
    case EL_FORM:
    case EL_INPUT:
    case EL_TEXTAREA:
    case EL_BUTTON:
        furniture_element(&g->furniture, n, el, g->flow->n_segs, g->arena, g->out);
        break;
    case EL_I:
        furniture_icon(n, g->out);
        break;
    case EL_SPAN:
        furniture_icon(n, g->out);
        identity_element(&g->identity, n, el, g->arena, g->out);
        break;
    case EL_OTHER:
        furniture_icon(n, g->out);
        furniture_drawing(&g->furniture, n, g->flow->n_segs);
        identity_element(&g->identity, n, el, g->arena, g->out);
        break;
    case EL_DIV:
        furniture_drawing(&g->furniture, n, g->flow->n_segs);
        identity_element(&g->identity, n, el, g->arena, g->out);
        break;
    case EL_SCRIPT:
        keep_script(g, n);
        identity_element(&g->identity, n, el, g->arena, g->out);
        break;
    default:
        identity_element(&g->identity, n, el, g->arena, g->out);
        break;
    }
}

static int32_t first_day(int32_t a, int32_t b)
{
    return a != DAY_NONE ? a : b;
}

/* What only pages of one text have. */
static void take_article(const struct gathering *g, const struct flow *fl, const struct article *ar,
                         struct page *out)
{
    out->published = first_day(ar->date.labelled, ar->date.unlabelled);
    out->published = first_day(out->published, out->published_meta);
    out->published = first_day(out->published, published_of_tag(g->loose.value[TAG_PUB_DATE]));
    out->is_dated = out->published != DAY_NONE &&
                    (out->published == ar->date.labelled || out->published == out->published_meta);
    if (!out->source.n)
        out->source = flow_fold(ar->source, g->arena);
    if (ar->body_to > ar->body_from)
        out->body = flow_join(fl, ar->body_from, ar->body_to, '\n', out->text.n * 2 + 1, g->arena);
}

/* By the attributes of Vue, Angular and Avalon. */
static bool fills_templates(struct str body, struct str text)
{
    static const char *const marks[] = {
        " v-for=",         " v-if=",   " v-cloak",    " v-text=",        " ng-app", " ng-repeat=",
        " ng-controller=", " ms-for=", " ms-repeat=", " ms-controller=", " ms-if=", " ms-duplex="
    };

    return str_has(text, STR("{{")) && str_has_any(body, marks, COUNT_OF(marks));
}

void facts_read(const struct facts_input *f, struct arena *a, struct page *out)
{
    struct flow fl;
    struct gathering g = { .arena = a, .out = out, .flow = &fl };
    const struct flow_seer seer = { .ctx = &g, .element = on_element };
    struct article article;
    struct lists lists;

    flow_read(f, out, a, &seer, &fl);
    identity_read(&g.identity, &fl, a, out);
    furniture_read(&g.furniture, &fl, out);
    article_read(&fl, out, &g.loose, a, &article);
    out->published_meta = published_of_tag(out->tags[TAG_PUB_DATE]);
    out->source = out->tags[TAG_CONTENT_SOURCE];
    if (article.headline != NO_SEG)
        out->headline = text_line(fl.segs[article.headline].text, 200, a);

    uint32_t frame = out->refresh.n ? UINT32_MAX : frameset_main(f, out);

    if (frame == UINT32_MAX && !out->refresh.n && f->in->is_home)
        frame = frameset_only(out, fl.n_scripts > 0);
    if (frame != UINT32_MAX)
        out->refresh = out->links[frame].href;

    const bool is_home = f->in->is_home || kind_looks_home(&fl, &article, out);

    if (!is_home)
        aside_read(&fl, &article, a, out);
    list_read(f, &fl, is_home, a, out, &lists);
    out->kind = kind_of(&(struct kind_input){ .fl = &fl,
                                              .article = &article,
                                              .lists = &lists,
                                              .furniture = &g.furniture,
                                              .arena = a,
                                              .is_home = is_home },
                        out, &out->needs_browser);
    path_read(&fl, a, out);
    out->is_of_topic = out->kind == PAGE_COLUMN && path_is_of_topic(&fl);
    out->fills_templates = fills_templates(f->in->body, out->text);
    if (out->kind != PAGE_HOME)
        leader_read(&fl, a, out);
    if (out->kind == PAGE_HOME)
        out->headline = str_from(NULL, 0);
    else
        furniture_own(&g.furniture, &fl, article.headline, f, out);
    switch (out->kind) {
    case PAGE_ARTICLE:
    case PAGE_GUIDE:
    case PAGE_MESSAGE:
    case PAGE_OTHER:
        take_article(&g, &fl, &article, out);
        out->letter = letter_read(&fl, out, a);
        out->guide = guide_read(&fl, out, a);
        out->document = document_read(&fl, out, a);
        if (out->kind == PAGE_ARTICLE)
            topic_read(&fl, &article, out);
        out->is_headless = out->kind == PAGE_ARTICLE && document_is_headless(&fl, out, a);
        out->newest_item = DAY_NONE;
        out->items = NULL;
        out->n_items = 0;
        break;
    case PAGE_HOME:
    case PAGE_COLUMN:
    case PAGE_LEADER:
    case PAGE_SITEMAP:
    case PAGE_SEARCH:
        block_read(&fl, g.scripts, g.n_scripts, a, out);
        break;
    case PAGE_FORM:
    case PAGE_STUB:
    case PAGE_SHELL:
    case PAGE_SOFT_ERROR:
    case PAGE_KIND_N:
        break;
    }
}

void facts_read_links_only(const struct facts_input *f, struct page *out)
{
    (void)f;
    out->kind = out->refresh.n && out->n_links <= 10 ? PAGE_STUB : PAGE_OTHER;
}
