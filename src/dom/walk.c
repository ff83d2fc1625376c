#include "base/base.h"

#include "dom/datastore.h"
#include "dom/style.h"
#include "dom/walk.h"

#include <stdlib.h>

void walk_done(struct walk *w)
{
    links_done(&w->links);
    text_done(&w->seen);
    text_done(&w->unseen);
    free(w->hidden_tops.list);
    free(w->styles.list);
    free(w->scripts);
    free(w->frames);
    *w = (struct walk){ 0 };
}

void walk_begin(struct walk *w, size_t max_links, bool is_raw, struct arena *a)
{
    links_begin(&w->links, max_links, is_raw, a);
    text_reset(&w->seen);
    text_reset(&w->unseen);
    w->title = STR("");
    w->has_title = w->is_cut = w->has_data = false;
    w->hidden_tops.n = w->styles.n = w->n_scripts = w->n_frames = 0;
    w->n_unseen = 0;
    w->own_chars = w->n_beside = 0;
    w->foot = (struct foot){ 0 };
    w->has_nav_row = false;
    w->link = (struct walk_link){ 0 };
}

static void add_node(struct node_list *l, const struct node *n)
{
    if (l->n == l->cap) {
        l->cap = l->cap ? l->cap * 2 : 64;
        l->list = realloc(l->list, l->cap * sizeof(const struct node *));
        ASSERT(l->list);
    }
    l->list[l->n++] = n;
}

static void add_script(struct walk *w, const struct node *n)
{
    if (w->n_scripts == w->cap_scripts) {
        w->cap_scripts = w->cap_scripts ? w->cap_scripts * 2 : 64;
        w->scripts = realloc(w->scripts, w->cap_scripts * sizeof(*w->scripts));
        ASSERT(w->scripts);
    }
    w->scripts[w->n_scripts++] = (struct walk_script){
        .at = links_script(&w->links, n),
        .link = (uint32_t)w->links.n,
    };
}

/* ---- region -------------------------------------------------------------------------------- */

/* What designers call their boxes. */
static const struct {
    const char *word;
    uint8_t n;
    enum region region;
} box_names[] = {
    { "nav", 3, REGION_NAV },         { "menu", 4, REGION_NAV },
    { "crumb", 5, REGION_CRUMBS },    { "position", 8, REGION_CRUMBS },
    { "location", 8, REGION_CRUMBS }, { "weizhi", 6, REGION_CRUMBS },
    { "dqwz", 4, REGION_CRUMBS },     { "bread", 5, REGION_CRUMBS },
    { "foot", 4, REGION_FOOTER },     { "copyright", 9, REGION_FOOTER },
};

/* The region of the word that begins at the start of s, if one does. */
static enum region region_at(struct str s, char first, enum region other)
{
    for (size_t i = 0; i < COUNT_OF(box_names); i++)
        if (box_names[i].word[0] == first && s.n >= box_names[i].n &&
            str_eq_nocase(str_from(s.p, box_names[i].n),
                          str_from(box_names[i].word, box_names[i].n)))
            return box_names[i].region;
    return other;
}

static enum region region_of_name(struct str s, enum region other)
{
    enum region found = REGION_BODY;

    for (size_t i = 0; i + 2 < s.n && found == REGION_BODY; i++) {
        const char c = char_lower(s.p[i]);

        if (c == 'n' || c == 'm' || c == 'c' || c == 'p' || c == 'l' || c == 'w' || c == 'f' ||
            c == 'd' || c == 'b')
            found = region_at(str_skip(s, i), c, REGION_BODY);
    }
    return found == REGION_BODY ? other : found;
}

/* "bread-nav" and "nav-position" are crumbs, whichever word comes first. */
static enum region region_of(enum element el, const struct attrs *at, enum region now)
{
    enum region r = now;

    if (now == REGION_FOOTER || now == REGION_CRUMBS || now == REGION_HEAD)
        return now;
    if (el == EL_NAV)
        r = REGION_NAV;
    else if (el == EL_FOOTER)
        r = REGION_FOOTER;
    else if (!element_is(el, IS_BLOCK | IS_CELL) && el != EL_SPAN)
        return now;
    if (attrs_has(at, AT_ID))
        r = region_of_name(at->value[AT_ID], r);
    if (attrs_has(at, AT_CLASS)) {
        const enum region by_class = region_of_name(at->value[AT_CLASS], r);

        r = r == REGION_CRUMBS || r == REGION_FOOTER ? r : by_class;
    }
    return el == EL_BODY ? now : r;
}

/* ---- the text of a link -------------------------------------------------------------------- */

struct str walk_label(const struct attrs *at)
{
    static const enum attr_id ids[] = { AT_ALT, AT_VALUE, AT_TITLE };

    for (size_t i = 0; i < COUNT_OF(ids); i++)
        if (str_trim(attrs_get(at, ids[i])).n)
            return at->value[ids[i]];
    return STR("");
}

static bool is_alt_of_link(const struct walk *w)
{
    return w->link.frame && w->link.alt.n == 0;
}

static void give_line(struct walk *w, size_t first, size_t end, struct str line)
{
    for (size_t i = first; i < end; i++)
        w->links.list[i].text = line;
}

void walk_give_text(struct walk *w, size_t first, size_t end, struct str text)
{
    if (first < end)
        give_line(w, first, end, text_line(text, LINK_TEXT_CHARS_MAX, w->links.arena));
}

void walk_open_link(struct walk *w, size_t first, struct str title)
{
    w->link = (struct walk_link){ .frame = w->n_frames + 1,
                                  .first = first,
                                  .end = w->links.n,
                                  .seen_at = w->seen.buf.n,
                                  .unseen_at = w->unseen.buf.n,
                                  .title = title };
}

void walk_close_link(struct walk *w)
{
    const struct walk_link *l = &w->link;
    struct str text = str_trim(str_skip(buf_str(&w->seen.buf), l->seen_at));

    if (text.n == 0)
        text = str_trim(str_skip(buf_str(&w->unseen.buf), l->unseen_at));
    if (text.n && l->first < l->end)
        give_line(w, l->first, l->end,
                  text_line_of_folded(text, LINK_TEXT_CHARS_MAX, w->links.arena));
    else if (text.n == 0)
        walk_give_text(w, l->first, l->end, str_trim(l->alt).n ? l->alt : l->title);
    w->link.frame = 0;
    text_reset(&w->unseen);
}

/* ---- the tree ------------------------------------------------------------------------------ */

/* Characters of the first bytes of s, white space of all kinds not counted; *n_marks of them only
 * divide: "|", "·". */
static size_t count_chars(struct str s, size_t *n_marks)
{
    size_t n = 0;

    *n_marks = 0;
    s = str_sub(s, 0, 3 * (size_t)OWN_CHARS_MAX);
    for (size_t i = 0; i < s.n; i++) {
        const unsigned char c = (unsigned char)s.p[i];

        n += c > ' ' && (c & 0xC0) != 0x80;
        *n_marks += c == '|';
        if (c != 0xc2 && c != 0xe3 && c != 0xef) /* nearly all */
            continue;

        const struct str rest = str_skip(s, i);

        n -= str_starts(rest, STR("\xc2\xa0")) || str_starts(rest, STR("　"));
        *n_marks += str_starts(rest, STR("｜")) || str_starts(rest, STR("·"));
    }
    return n;
}

static void on_text(struct walk *w, const struct node *n)
{
    const struct str text = dom_text(n);

    if (w->n_unseen == 0) {
        text_add(&w->seen, text);
        if (w->own_chars >= OWN_CHARS_MAX || w->links.region != REGION_BODY)
            return;
        foot_look(&w->foot, text, w->link.frame != 0, w->own_chars);
        if (!w->link.frame) {
            size_t n_marks;
            const size_t n_chars = count_chars(text, &n_marks);

            w->own_chars += n_chars;
            w->n_beside += n_chars - n_marks;
        }
    } else if (w->link.frame)
        text_add(&w->unseen, text);
}

/* A hidden <body> is one that its script shows when all has loaded. */
static bool is_hidden(enum element el, const struct attrs *at)
{
    if (el == EL_BODY || el == EL_HTML || !(at->present & (1U << AT_STYLE | 1U << AT_HIDDEN)))
        return false;
    return attrs_has(at, AT_HIDDEN) ||
           (attrs_has(at, AT_STYLE) && style_is_unseen(at->value[AT_STYLE]));
}

static void on_title(struct walk *w, const struct node *n)
{
    const struct node *text = dom_child(n);

    if (w->has_title || !text)
        return;
    w->has_title = true;
    w->title = text_line(dom_text(text), TITLE_CHARS_MAX, w->links.arena);
}

/* Elements whose children are nothing but their content. */
static void on_content(struct walk *w, enum element el, const struct node *n)
{
    const struct node *text = dom_child(n);

    if (el == EL_TITLE) {
        on_title(w, n);
    } else if (text && el == EL_SCRIPT) {
        add_script(w, n);
        links_script_pager(&w->links, dom_text(text), n);
        w->has_data = w->has_data || datastore_is(dom_text(text));
    } else if (text && el == EL_STYLE) {
        add_node(&w->styles, n);
        links_style(&w->links, dom_text(text), n);
    }
}

static bool is_closed_world(enum element el)
{
    switch ((unsigned)el) {
    case EL_IFRAME:
    case EL_NOEMBED:
    case EL_NOFRAMES:
    case EL_NOSCRIPT:
    case EL_SCRIPT:
    case EL_STYLE:
    case EL_TEMPLATE:
    case EL_TITLE:
        return true;
    default:
        return false;
    }
}

static void breaks(struct walk *w, enum element el)
{
    if (w->n_unseen)
        return;
    if (element_is(el, IS_BLOCK))
        text_break(&w->seen, TEXT_LINE);
    else if (element_is(el, IS_CELL))
        text_break(&w->seen, TEXT_SPACE);
}

/* Text of what has no content of its own, and what its surroundings take from it. */
static void on_leaf(struct walk *w, enum element el, const struct attrs *at, size_t first)
{
    const bool is_box = el == EL_IMG || el == EL_AREA || el == EL_INPUT;
    struct str text;

    if (!is_box && el != EL_IFRAME)
        return;
    text = walk_label(at);
    if (is_box && is_alt_of_link(w))
        w->link.alt = text;
    walk_give_text(w, first, w->links.n, text);
}

/* Whether its children come next. */
static bool open_element(struct walk *w, const struct node *n, enum element el, size_t max_frames)
{
    struct walk_frame *f = &w->frames[w->n_frames];
    struct attrs at;
    const size_t first = w->links.n;

    if (el == EL_HEAD && w->n_frames == 1)
        w->links.in_head = true;
    dom_attrs(n, &at);

    const enum region region = w->links.region;

    if (at.present & (1U << AT_ID | 1U << AT_CLASS) || el == EL_NAV || el == EL_FOOTER)
        w->links.region = region_of(el, &at, region);
    links_element(&w->links, el, &at, n);
    if (is_closed_world(el)) {
        on_content(w, el, n);
        w->links.region = region;
        return false;
    }
    breaks(w, el);
    on_leaf(w, el, &at, first);
    *f = (struct walk_frame){
        .element = el, .region = region, .first = first, .n_beside = w->n_beside
    };
    if (is_hidden(el, &at)) {
        f->is_unseen = true;
        f->is_top = w->n_unseen == 0;
        if (f->is_top)
            add_node(&w->hidden_tops, n);
    } else if (element_is(el, IS_UNSEEN) && el != EL_HEAD) {
        f->is_unseen = true;
    }
    if (el == EL_A || el == EL_OPTION)
        walk_open_link(w, first, attrs_get(&at, attrs_has(&at, AT_TITLE) ? AT_TITLE : AT_LABEL));
    w->n_unseen += f->is_unseen;
    if (w->n_frames + 1 >= max_frames) {
        w->is_cut = w->is_cut || dom_child(n);
        w->n_unseen -= f->is_unseen;
        w->links.region = region;
        if (w->link.frame == w->n_frames + 1)
            walk_close_link(w);
        return false;
    }
    w->n_frames++;
    return true;
}

/* "首页 | 概况 | 公开 | 服务": the navigation of pages that give their boxes no names. */
enum { NAV_ROW_LINKS = 4, NAV_LINK_BYTES = 24 };

static bool names_home(struct str text)
{
    static const char *const names[] = { "首页", "网站首页", "本站首页", "返回首页", "主页" };

    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (str_eq(text, str_of(names[i])))
            return true;
    return false;
}

static void take_nav_row(struct walk *w, const struct walk_frame *f)
{
    struct link *list = w->links.list;
    size_t n_pages = 0;
    bool is_nav = false;

    if (w->has_nav_row || w->links.region != REGION_BODY || w->links.n < f->first + NAV_ROW_LINKS ||
        w->n_beside != f->n_beside || w->own_chars >= OWN_CHARS_MAX ||
        !element_is(f->element, IS_BLOCK | IS_CELL))
        return;
    for (size_t i = f->first; i < w->links.n; i++) {
        if (list[i].region != REGION_BODY)
            return; /* it holds more than the row */
        if (list[i].kind != LINK_PAGE)
            continue;
        is_nav = is_nav || (n_pages == 0 && names_home(list[i].text));
        if (!is_nav || list[i].text.n > NAV_LINK_BYTES)
            return;
        n_pages++;
    }
    if (n_pages < NAV_ROW_LINKS)
        return;
    w->has_nav_row = true;
    for (size_t i = 0; i < f->first; i++) /* a box called so has begun with it: this is a tree */
        if (list[i].region == REGION_NAV && names_home(list[i].text))
            return;
    for (size_t i = f->first; i < w->links.n; i++)
        list[i].region = REGION_NAV;
}

static void close_element(struct walk *w)
{
    const struct walk_frame *f = &w->frames[--w->n_frames];

    take_nav_row(w, f);
    w->n_unseen -= f->is_unseen;
    w->links.region = f->region;
    if (w->link.frame == w->n_frames + 1)
        walk_close_link(w);
    breaks(w, f->element);
    if (f->element == EL_HEAD && w->n_frames == 1)
        w->links.in_head = false;
}

void walk_tree(struct walk *w, const struct dom *dom, size_t max_links, size_t max_depth,
               struct arena *a)
{
    const size_t max_frames = max_depth + 16; /* implied elements go past the limit by a few */
    const struct node *n = dom_root(dom);

    walk_begin(w, max_links, false, a);
    if (w->cap_frames < max_frames) {
        w->frames = realloc(w->frames, max_frames * sizeof(*w->frames));
        ASSERT(w->frames);
        w->cap_frames = max_frames;
    }
    while (n) {
        const enum element el = dom_element(n);
        const struct node *next = NULL;

        if (el == EL_NONE) {
            if (dom_is_text(n))
                on_text(w, n);
        } else if (open_element(w, n, el, max_frames)) {
            next = dom_child(n);
            if (!next)
                close_element(w);
        }
        while (!next && w->n_frames) {
            next = dom_sibling(n);
            if (next)
                break;
            n = dom_parent(n);
            close_element(w);
        }
        n = next;
    }
}
