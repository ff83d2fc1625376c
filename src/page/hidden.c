#include "base/base.h"

#include "dom/script.h"
#include "dom/sheet.h"
#include "dom/style.h"
#include "dom/text.h"
#include "dom/tokens.h"
#include "page/hidden.h"

#include <string.h>

enum {
    PATH_MAX_NODES = 1024, /* ancestors of a link; deeper trees do not come out of dom_parse */
    SHEETS_MAX = 128,
    WRITTEN_MAX = 64, /* elements that scripts wrote and did not close */
    CONTENT_MAX = 6,  /* how far a link's only child is followed */
    MARQUEE_PX = 10,
    MARQUEE_SPEED = 1000,
    BUDGET = 1 << 20,   /* comparisons of a page: some 30 ms; real ones need 10,000 */
    COLOR_DISTANCE = 24 /* sum over the three channels that no eye tells apart */
};

/* What an element inherits or is, once its ancestors are known. */
struct state {
    enum hide_trick trick;      /* of the whole box */
    enum hide_trick text_trick; /* of text only; pictures stay visible */
    int32_t color, background;
    bool is_marked_color; /* said in the markup, not by a style sheet */
};

/* The state of every element asked for so far: open addressing, a power of two. */
struct states {
    const struct node **node;
    struct state *state;
    size_t n, cap;
};

/* A link that a script writes where nobody sees it. */
struct made {
    struct str href, text;
    const struct script_place *script;
};

struct hunt {
    struct walk *w;
    struct arena *arena;
    struct str host; /* of the page */
    const struct sheet *sheets[SHEETS_MAX];
    struct sheet *own[SHEETS_MAX]; /* those that are ours to free */
    size_t n_sheets, n_own;
    bool knows_all_sheets;
    struct states states;
    struct script_hides scripted;
    struct made made[WRITTEN_MAX];
    size_t n_made;
    size_t budget; /* comparisons that this page may still cost */
};

/* ---- which links are looked at ------------------------------------------------------------- */

static bool is_slash(char c)
{
    return c == '/' || c == '\\';
}

/* The host as written; empty for relative links and other schemes. */
static struct str host_of(struct str href)
{
    struct str s = href;
    size_t n = 0;

    if (str_starts_nocase(s, STR("http:")))
        s = str_skip(s, 5);
    else if (str_starts_nocase(s, STR("https:")))
        s = str_skip(s, 6);
    if (s.n < 2 || !is_slash(s.p[0]) || !is_slash(s.p[1]))
        return STR("");
    while (s.n && is_slash(s.p[0]))
        s = str_skip(s, 1);
    while (n < s.n && !is_slash(s.p[n]) && s.p[n] != '?' && s.p[n] != '#')
        n++;
    s.n = n;

    const size_t at = str_chr(s, '@');

    if (at != STR_NONE)
        s = str_skip(s, at + 1);
    n = str_chr(s, ':');
    return str_sub(s, 0, n == STR_NONE ? s.n : n);
}

static bool is_elsewhere(const struct hunt *h, const struct link *l)
{
    if (l->kind != LINK_PAGE && l->kind != LINK_ATTACHMENT && l->kind != LINK_FRAME)
        return false;

    const struct str host = host_of(l->href);

    /* An <option> is shown by its <select>. */
    return host.n && !str_eq_nocase(host, h->host) && strcmp(l->element, "option") != 0 &&
           strcmp(l->element, "link") != 0;
}

/* A frame of the site itself: hidden ones are no dark links, but show readers nothing. */
static bool is_own_frame(const struct hunt *h, const struct link *l)
{
    return l->kind == LINK_FRAME && strcmp(l->element, "iframe") == 0 && !is_elsewhere(h, l);
}

/* ---- one element --------------------------------------------------------------------------- */

static bool is_tiny_attr(struct str value, int64_t max)
{
    int64_t v;
    struct str s = str_trim(value);

    if (str_ends_nocase(s, STR("px")))
        s.n -= 2;
    return s.p && str_to_i64(s, 0, 1000000, &v) && v <= max;
}

/* "width: 5px" of a marquee's style attribute. */
static bool has_tiny_length(struct str style, struct str property, int64_t max)
{
    struct str one, rest = style, name, value;

    for (bool more = true; more;) {
        more = str_cut(rest, ';', &one, &rest);
        if (str_cut(one, ':', &name, &value) && str_eq_nocase(str_trim(name), property) &&
            is_tiny_attr(value, max))
            return true;
    }
    return false;
}

static bool is_tiny_marquee(const struct node *n)
{
    const struct str style = dom_attr(n, "style");
    int64_t speed;

    return is_tiny_attr(dom_attr(n, "height"), MARQUEE_PX) ||
           is_tiny_attr(dom_attr(n, "width"), MARQUEE_PX) ||
           has_tiny_length(style, STR("height"), MARQUEE_PX) ||
           has_tiny_length(style, STR("width"), MARQUEE_PX) ||
           (str_to_i64(dom_attr(n, "scrollamount"), MARQUEE_SPEED, INT64_MAX, &speed));
}

/* The presentational attributes of old pages. */
static void read_attributes(const struct node *n, enum element el, struct style *s)
{
    const struct str bgcolor = dom_attr(n, "bgcolor");
    const int32_t c = bgcolor.n ? style_color(bgcolor) : COLOR_UNKNOWN;

    if (c != COLOR_UNKNOWN) {
        s->background = c;
        s->set |= STYLE_BACKGROUND;
    }
    if (dom_attr(n, "background").n) {
        s->background = COLOR_IMAGE;
        s->set |= STYLE_BACKGROUND;
    }
    if (el == EL_FONT || el == EL_BODY) {
        const struct str color = el == EL_FONT ? dom_attr(n, "color") : dom_attr(n, "text");

        if (color.n && style_color(color) != COLOR_UNKNOWN) {
            s->color = style_color(color);
            s->set |= STYLE_COLOR;
        }
    }
}

static enum hide_trick box_trick(const struct style *s)
{
    if (s->on & STYLE_DISPLAY)
        return HIDE_DISPLAY;
    if (s->on & STYLE_OPACITY)
        return HIDE_OPACITY;
    /* What a menu does that opens: ".on .list { height: auto }". */
    if ((s->on & STYLE_POSITION && s->on & STYLE_FAR) || s->on & STYLE_MARGIN)
        return s->on & s->opened & (STYLE_FAR | STYLE_MARGIN) ? HIDE_DISPLAY : HIDE_POSITION;
    if (s->on & STYLE_OVERFLOW && s->on & (STYLE_WIDTH | STYLE_HEIGHT))
        return s->on & s->opened & (STYLE_WIDTH | STYLE_HEIGHT) ? HIDE_DISPLAY : HIDE_SIZE;
    if (s->on & STYLE_CLIP || (s->on & STYLE_Z_INDEX && s->on & STYLE_POSITION))
        return HIDE_CLIP;
    return HIDE_NONE;
}

static enum hide_trick attribute_trick(const struct node *n, enum element el)
{
    if (dom_attr(n, "hidden").p)
        return HIDE_ATTRIBUTE;
    if (el == EL_MARQUEE && is_tiny_marquee(n))
        return HIDE_MARQUEE;
    if (el == EL_IFRAME &&
        (is_tiny_attr(dom_attr(n, "width"), 1) || is_tiny_attr(dom_attr(n, "height"), 1)))
        return HIDE_SIZE;
    return HIDE_NONE;
}

/* Attributes, sheets, style attribute. Whether its colour stands in the markup. */
static bool read_style(struct hunt *h, const struct node *n, enum element el, struct style *s)
{
    const struct str declarations = dom_attr(n, "style");
    struct style sheet = { 0 }, own = { 0 };

    read_attributes(n, el, s);
    if (h->n_sheets) {
        struct subject subject;

        subject_of(n, &subject);
        sheets_apply(h->sheets, h->n_sheets, &subject, &h->budget, &sheet);
    }
    style_read(declarations, &own);

    const bool is_marked =
        own.set & STYLE_COLOR || (s->set & STYLE_COLOR && !(sheet.set & STYLE_COLOR));

    style_merge(s, &sheet);
    style_merge(s, &own);
    return is_marked;
}

static struct state state_below(struct hunt *h, const struct node *n, const struct state *up)
{
    const enum element el = dom_element(n);
    struct state out = *up;
    struct style s = { 0 };
    const bool is_marked = read_style(h, n, el, &s);

    if (s.set & STYLE_COLOR) {
        out.color = s.color;
        out.is_marked_color = is_marked;
    }
    if (s.set & STYLE_BACKGROUND && s.background != COLOR_NONE)
        out.background = s.background;
    if (s.set & STYLE_VISIBILITY && !(s.on & STYLE_VISIBILITY) && up->trick == HIDE_VISIBILITY)
        out.trick = HIDE_NONE;
    if (el == EL_BODY || el == EL_HTML)
        return out; /* shown by its script when all has loaded */
    if (out.trick == HIDE_NONE)
        out.trick = box_trick(&s);
    if (out.trick == HIDE_NONE && s.on & STYLE_VISIBILITY)
        out.trick = HIDE_VISIBILITY;
    if (out.trick == HIDE_NONE && el == EL_IFRAME && s.on & (STYLE_WIDTH | STYLE_HEIGHT))
        out.trick = HIDE_SIZE; /* a frame needs no overflow for that */
    if (out.trick == HIDE_NONE)
        out.trick = attribute_trick(n, el);
    if (s.set & STYLE_FONT_SIZE && up->text_trick == HIDE_SIZE)
        out.text_trick = HIDE_NONE;
    if (s.on & STYLE_FONT_SIZE)
        out.text_trick = HIDE_SIZE;
    if (s.on & STYLE_INDENT && !(s.set & STYLE_BACKGROUND && s.background == COLOR_IMAGE))
        out.text_trick = HIDE_POSITION; /* with a picture behind: a logo */
    return out;
}

/* ---- the path to an element ---------------------------------------------------------------- */

static size_t slot_of(const struct states *s, const struct node *n)
{
    size_t i = ((uintptr_t)n >> 4) * 0x9e3779b97f4a7c15ULL >> 20 & (s->cap - 1);

    while (s->node[i] && s->node[i] != n)
        i = (i + 1) & (s->cap - 1);
    return i;
}

static void remember(struct hunt *h, const struct node *n, const struct state *state)
{
    struct states *s = &h->states;

    if (s->n * 2 >= s->cap) {
        const struct states old = *s;

        s->cap = old.cap ? old.cap * 2 : 256;
        s->node = arena_array(h->arena, const struct node *, s->cap);
        s->state = arena_array(h->arena, struct state, s->cap);
        for (size_t i = 0; i < old.cap; i++) {
            if (!old.node[i])
                continue;

            const size_t to = slot_of(s, old.node[i]);

            s->node[to] = old.node[i];
            s->state[to] = old.state[i];
        }
    }

    const size_t at = slot_of(s, n);

    s->n += s->node[at] == NULL;
    s->node[at] = n;
    s->state[at] = *state;
}

static struct state state_of(struct hunt *h, const struct node *n)
{
    const struct node *path[PATH_MAX_NODES];
    struct state state = { .color = COLOR_UNKNOWN, .background = COLOR_UNKNOWN };
    size_t depth = 0;

    for (; n && depth < PATH_MAX_NODES; n = dom_parent(n)) {
        const size_t at = h->states.cap ? slot_of(&h->states, n) : 0;

        if (h->states.cap && h->states.node[at]) {
            state = h->states.state[at];
            break;
        }
        path[depth++] = n;
    }
    while (depth--) {
        state = state_below(h, path[depth], &state);
        remember(h, path[depth], &state);
    }
    return state;
}

/* ---- one link ------------------------------------------------------------------------------ */

/* The only child of n that shows anything, if it is an element; NULL otherwise. */
static const struct node *only_child(const struct node *n)
{
    const struct node *found = NULL;

    for (const struct node *c = dom_child(n); c; c = dom_sibling(c)) {
        if (dom_is_comment(c) || (dom_is_text(c) && str_trim(dom_text(c)).n == 0))
            continue;
        if (found || dom_is_text(c))
            return NULL;
        found = c;
    }
    return found;
}

static bool has_picture(const struct node *top)
{
    const struct node *n = top;

    for (int steps = 0; steps < 200 && (n = dom_next(n, top)); steps++)
        if (dom_element(n) == EL_IMG || dom_element(n) == EL_SVG || dom_element(n) == EL_INPUT)
            return true;
    return false;
}

static bool is_same_color(int32_t a, int32_t b)
{
    int distance = 0;

    for (int shift = 0; shift < 24; shift += 8) {
        const int d = (a >> shift & 0xff) - (b >> shift & 0xff);

        distance += d < 0 ? -d : d;
    }
    return distance <= COLOR_DISTANCE;
}

static bool is_color_of_background(const struct hunt *h, const struct state *s)
{
    if (s->color == COLOR_NONE)
        return true; /* color: transparent */
    if (s->color < 0 || s->background == COLOR_IMAGE)
        return false;
    if (s->background >= 0)
        return is_same_color(s->color, s->background);
    /* Paper is white; what a sheet says of text may mean a background of one that we have not seen.
     */
    return (h->knows_all_sheets || s->is_marked_color) && is_same_color(s->color, 0xffffff);
}

static enum hide_trick trick_of(struct hunt *h, const struct node *n)
{
    struct state s = state_of(h, n);

    for (int i = 0; i < CONTENT_MAX && s.trick == HIDE_NONE; i++) {
        n = only_child(n);
        if (!n)
            break;
        s = state_of(h, n);
        if (dom_element(n) == EL_IMG)
            return s.trick;
    }
    return s.trick;
}

static enum hide_trick text_trick_of(struct hunt *h, const struct node *link)
{
    const struct node *n = link;
    struct state s = state_of(h, n);

    if (dom_element(link) != EL_A || has_picture(link))
        return HIDE_NONE;
    for (int i = 0; i < CONTENT_MAX; i++) {
        const struct node *child = only_child(n);

        if (!child)
            break;
        n = child;
        s = state_of(h, n);
    }
    if (s.text_trick)
        return s.text_trick;
    return is_color_of_background(h, &s) ? HIDE_COLOR : HIDE_NONE;
}

/* ---- what scripts write and hide ----------------------------------------------------------- */

/* false when the page has cost too much already. */
static bool spend(struct hunt *h, size_t n)
{
    h->budget = h->budget > n ? h->budget - n : 0;
    return h->budget > 0;
}

/* An element that a script opened with document.write and nobody closed yet. */
struct written {
    bool is_hidden;
    uint32_t link;             /* links before it */
    const struct node *parent; /* its end tag closes what was written in it, too */
};

static bool is_within(struct hunt *h, const struct node *n, const struct node *top)
{
    for (; n && spend(h, 1); n = dom_parent(n))
        if (n == top)
            return true;
    return false;
}

static void mark(struct hunt *h, enum hide_trick *tricks, const struct written *from, size_t end)
{
    for (size_t i = from->link; from->is_hidden && i < end; i++)
        if (tricks[i] == HIDE_NONE && is_elsewhere(h, &h->w->links.list[i]) &&
            is_within(h, h->w->links.nodes[i], from->parent))
            tricks[i] = HIDE_SCRIPT;
}

static bool is_written_hidden(const struct token *t)
{
    struct style s = { 0 };

    if (attrs_has(&t->attrs, AT_HIDDEN))
        return true;
    style_read(attrs_get(&t->attrs, AT_STYLE), &s);
    return box_trick(&s) || s.on & (STYLE_VISIBILITY | STYLE_FONT_SIZE | STYLE_INDENT) ||
           (t->element == EL_MARQUEE && s.on & (STYLE_WIDTH | STYLE_HEIGHT));
}

static bool is_void(enum element el)
{
    return el == EL_BR || el == EL_IMG || el == EL_INPUT || el == EL_HR || el == EL_LINK ||
           el == EL_META || el == EL_BASE || el == EL_AREA || el == EL_EMBED;
}

static void add_own_sheet(struct hunt *h, struct str css)
{
    struct sheet *s = h->n_sheets < SHEETS_MAX ? sheet_parse(css) : NULL;

    if (!s)
        return;
    h->own[h->n_own++] = s;
    h->sheets[h->n_sheets++] = s;
}

struct writer {
    struct written open[WRITTEN_MAX];
    size_t n;
};

/* What is written in <head> ends the head. */
static const struct node *parent_of_written(const struct walk_script *script)
{
    const struct node *up = dom_parent(script->at.node);

    return up && dom_element(up) == EL_HEAD ? dom_parent(up) : up;
}

/* A hidden link that is written whole has no place in the tree but its script's. */
static void note_made(struct hunt *h, const struct writer *to, const struct token *t,
                      const struct script_place *script)
{
    const struct str href = str_trim(attrs_get(&t->attrs, AT_HREF));
    bool is_hidden = is_written_hidden(t);

    for (size_t i = 0; i < to->n; i++)
        is_hidden |= to->open[i].is_hidden;
    if (is_hidden && href.n && h->n_made < WRITTEN_MAX)
        h->made[h->n_made++] = (struct made){ .href = href, .script = script };
}

static void read_written(struct hunt *h, struct writer *to, struct str html,
                         const struct walk_script *script, enum hide_trick *tricks)
{
    struct tokens tokens = { .rest = html };
    struct token t = { 0 };

    while (tokens_next(&tokens, &t)) {
        if (t.kind == TOKEN_TEXT && t.inside == EL_STYLE) {
            add_own_sheet(h, t.text);
        } else if (t.kind == TOKEN_TEXT && h->n_made && !h->made[h->n_made - 1].text.n) {
            h->made[h->n_made - 1].text = text_line(t.text, LINK_TEXT_CHARS_MAX, h->arena);
        } else if (t.kind == TOKEN_END_TAG && to->n) {
            mark(h, tricks, &to->open[--to->n], script->link);
        } else if (t.kind == TOKEN_START_TAG && !t.is_self_closed && !is_void(t.element) &&
                   t.element != EL_STYLE && t.element != EL_SCRIPT && to->n < WRITTEN_MAX) {
            if (t.element == EL_A)
                note_made(h, to, &t, &script->at);
            to->open[to->n++] = (struct written){ .is_hidden = is_written_hidden(&t),
                                                  .link = script->link,
                                                  .parent = parent_of_written(script) };
        }
    }
}

static void read_scripts(struct hunt *h, enum hide_trick *tricks)
{
    const struct walk *w = h->w;
    struct writer writer;

    writer.n = 0;
    for (size_t i = 0; i < w->n_scripts; i++) {
        const struct str text = dom_text(dom_child(w->scripts[i].at.node));
        struct script_writes writes = script_writes_of(text);
        struct str html;

        script_find_hidden(text, &h->scripted);
        while (script_next_write(&writes, h->arena, &html))
            read_written(h, &writer, html, &w->scripts[i], tricks);
    }
    while (writer.n)
        mark(h, tricks, &writer.open[--writer.n], w->links.n);
}

static bool is_named(const struct script_hides *s, const struct node *n)
{
    const struct str id = dom_attr(n, "id");
    struct str classes = dom_attr(n, "class");

    for (size_t i = 0; id.n && i < s->n_ids; i++)
        if (str_eq(id, s->ids[i]))
            return true;
    while (classes.n && s->n_classes) {
        size_t end = 0;

        while (end < classes.n && !char_is_space(classes.p[end]))
            end++;
        for (size_t i = 0; i < s->n_classes; i++)
            if (str_eq(str_sub(classes, 0, end), s->classes[i]))
                return true;
        classes = str_skip(classes, end + 1);
    }
    return false;
}

static bool is_hidden_by_script(struct hunt *h, const struct node *n)
{
    const size_t n_names = h->scripted.n_ids + h->scripted.n_classes;

    if (n_names == 0)
        return false;
    for (; n && spend(h, 1 + n_names); n = dom_parent(n))
        if (is_named(&h->scripted, n))
            return true;
    return false;
}

/* ---- all of it ----------------------------------------------------------------------------- */

void sheet_cache_done(struct sheet_cache *c)
{
    for (size_t i = 0; i < SHEET_CACHE_N; i++)
        sheet_free(c->slot[i].sheet);
    *c = (struct sheet_cache){ 0 };
}

/* The slot that no page used for longest; never one of this page, which has fewer styles. */
static size_t oldest_slot(const struct sheet_cache *c)
{
    size_t oldest = 0;

    for (size_t i = 1; i < SHEET_CACHE_N; i++)
        if (c->slot[i].page < c->slot[oldest].page)
            oldest = i;
    return oldest;
}

/* Borrowed from the cache while this page is read. */
static const struct sheet *cached_sheet(struct sheet_cache *c, struct str css)
{
    const uint64_t hash = str_hash(css);
    size_t i = 0;

    while (i < SHEET_CACHE_N && (c->slot[i].n != css.n || c->slot[i].hash != hash))
        i++;
    if (i == SHEET_CACHE_N) {
        i = oldest_slot(c);
        ASSERT(c->slot[i].page < c->page);
        sheet_free(c->slot[i].sheet);
        c->slot[i].hash = hash;
        c->slot[i].n = css.n;
        c->slot[i].sheet = sheet_parse(css);
    }
    c->slot[i].page = c->page;
    return c->slot[i].sheet;
}

static void add_style(struct hunt *h, struct sheet_cache *cache, struct str css)
{
    const struct sheet *s;

    if (h->w->styles.n > SHEET_CACHE_N) { /* they would push each other out */
        add_own_sheet(h, css);
        return;
    }
    s = css.n && h->n_sheets < SHEETS_MAX ? cached_sheet(cache, css) : NULL;
    if (s)
        h->sheets[h->n_sheets++] = s;
}

static void gather_sheets(struct hunt *h, struct sheet_cache *cache, const struct page_input *in)
{
    for (size_t i = 0; i < in->n_sheets && h->n_sheets < SHEETS_MAX; i++)
        if (in->sheets[i])
            h->sheets[h->n_sheets++] = in->sheets[i];
    h->knows_all_sheets = in->n_sheets >= h->w->links.n_sheets;
    cache->page++;
    for (size_t i = 0; i < h->w->styles.n; i++)
        add_style(h, cache, dom_text(dom_child(h->w->styles.list[i])));
}

static void judge(struct hunt *h, enum hide_trick *tricks, struct page *out)
{
    struct links *l = &h->w->links;
    struct hidden *hidden;
    size_t n = 0;

    for (size_t i = 0; i < l->n; i++) {
        if (l->nodes[i] && is_own_frame(h, &l->list[i]) && trick_of(h, l->nodes[i]) != HIDE_NONE)
            l->list[i].is_hidden = true;
        if (!l->nodes[i] || !is_elsewhere(h, &l->list[i]))
            continue;
        if (tricks[i] == HIDE_NONE)
            tricks[i] = trick_of(h, l->nodes[i]);
        if (tricks[i] == HIDE_NONE && is_hidden_by_script(h, l->nodes[i]))
            tricks[i] = HIDE_SCRIPT;
        if (tricks[i] == HIDE_NONE)
            tricks[i] = text_trick_of(h, l->nodes[i]);
        n += tricks[i] != HIDE_NONE;
    }
    hidden = arena_array(h->arena, struct hidden, n + h->n_made);
    n = 0;
    for (size_t i = 0; i < l->n; i++) {
        if (tricks[i] == HIDE_NONE)
            continue;
        l->list[i].is_hidden = true;
        hidden[n++] = (struct hidden){ .link = (uint32_t)i, .trick = tricks[i] };
    }
    for (size_t i = 0; i < h->n_made; i++) {
        const struct made *m = &h->made[i];
        const struct link link = { .href = m->href, .kind = LINK_PAGE, .element = "a" };
        const size_t at = l->n;

        if (!is_elsewhere(h, &link))
            continue;
        links_written(l, m->href, m->text, m->script);
        if (l->n > at)
            hidden[n++] = (struct hidden){ .link = (uint32_t)at, .trick = HIDE_SCRIPT };
    }
    out->hidden = hidden;
    out->n_hidden = n;
}

/* Some script writes links into the page. */
static bool writes_links(const struct walk *w)
{
    for (size_t i = 0; i < w->n_scripts; i++)
        if (script_may_write_links(dom_text(dom_child(w->scripts[i].at.node))))
            return true;
    return false;
}

void hidden_find(struct walk *w, struct sheet_cache *cache, const struct page_input *in,
                 struct arena *a, struct page *out)
{
    struct hunt h = { .w = w, .arena = a, .host = host_of(in->url), .budget = BUDGET };
    bool is_needed = false;

    for (size_t i = 0; i < w->links.n && !is_needed; i++)
        is_needed = is_elsewhere(&h, &w->links.list[i]) || is_own_frame(&h, &w->links.list[i]);
    if (!is_needed && !writes_links(w))
        return;
    gather_sheets(&h, cache, in);

    enum hide_trick *tricks = arena_array(a, enum hide_trick, w->links.n);

    read_scripts(&h, tricks);
    judge(&h, tricks, out);
    out->is_cut = out->is_cut || h.budget == 0;
    for (size_t i = 0; i < h.n_own; i++)
        sheet_free(h.own[i]);
}
