#include "base/base.h"

#include "page/flow.h"

#include "dom/dom.h"
#include "dom/foot.h"
#include "text/date.h"

#include <string.h>

enum { BYTES_ASKED = 128 }; /* a longer piece is prose: it has nearly all of them */
enum { FIRST_SEGS = 256, FIRST_BOXES = 256, SEGS_MAX = 200000, BOXES_MAX = 200000 };

/* State of the walk. */
struct walk {
    const struct facts_input *f;
    const struct page *page;
    struct arena *arena;
    const struct flow_seer *seer;
    struct flow *fl;
    size_t link_at, hidden_at; /* next of f->link_nodes, of f->hidden_tops */
    uint32_t box, line;
    bool line_used;
    uint32_t link; /* open link */
    const struct node *link_node;
    bool is_call;                   /* link_node is answered by a script */
    const struct node *hidden_node; /* top of what cannot be seen */
    const struct node *unseen_node; /* top of what is no text: script, style, template */
    const struct node *form_node;
    uint8_t heading;
};

static void *grow(struct arena *a, void *old, size_t n, size_t size)
{
    void *new = arena_calloc(a, n * 2, size);

    memcpy(new, old, n * size);
    return new;
}

static void break_line(struct walk *w)
{
    if (w->line_used) {
        w->line++;
        w->line_used = false;
    }
}

/* Table rows and lists are boxes too, whatever they do to lines. */
static bool is_box(enum element el)
{
    return el == EL_TR || el == EL_TD || el == EL_TH || el == EL_TBODY ||
           (element_is(el, IS_BLOCK) && el != EL_BR && el != EL_HR && el != EL_OPTION);
}

static void open_box(struct walk *w, const struct node *n, enum element el)
{
    struct flow *fl = w->fl;

    if (fl->n_boxes >= BOXES_MAX)
        return;
    if (fl->n_boxes == fl->cap_boxes) {
        fl->boxes = grow(w->arena, fl->boxes, fl->n_boxes, sizeof(*fl->boxes));
        fl->cap_boxes *= 2;
    }
    fl->boxes[fl->n_boxes] = (struct box){
        .node = n,
        .parent = w->box,
        .seg_from = fl->n_segs,
        .link_from = (uint32_t)w->link_at,
        .script_from = fl->n_scripts,
        .depth = (uint16_t)(fl->boxes[w->box].depth + 1),
        .element = (uint8_t)el,
    };
    w->box = fl->n_boxes++;
}

static void close_box(struct walk *w)
{
    struct box *b = &w->fl->boxes[w->box];

    b->seg_to = w->fl->n_segs;
    b->link_to = (uint32_t)w->link_at;
    b->script_to = w->fl->n_scripts;
    w->box = b->parent;
}

/* Bytes of a white-space character at the start of a non-empty s. */
static size_t wide_space(struct str s)
{
    const unsigned char *p = (const unsigned char *)s.p;

    if (p[0] < 0x80)
        return char_is_space(s.p[0]);
    if (p[0] == 0xc2)
        return s.n >= 2 && p[1] == 0xa0 ? 2 : 0;
    if (p[0] == 0xe3)
        return s.n >= 3 && p[1] == 0x80 && p[2] == 0x80 ? 3 : 0;
    return p[0] == 0xe2 && s.n >= 3 && p[1] == 0x80 && (p[2] == 0x82 || p[2] == 0x83) ? 3 : 0;
}

/* Without white space at both ends: str_trim, made for the many texts of a page. */
static struct str trim_text(struct str s)
{
    size_t n;

    while (s.n && (n = wide_space(s)) > 0)
        s = str_from(s.p + n, s.n - n);
    while (s.n) {
        const unsigned char last = (unsigned char)s.p[s.n - 1];

        if (last < 0x80) {
            if (!char_is_space((char)last))
                break;
            s.n--;
            continue;
        }
        if (s.n >= 2 && last == 0xa0 && (unsigned char)s.p[s.n - 2] == 0xc2)
            s.n -= 2;
        else if (s.n >= 3 && last >= 0x80 && last <= 0x83 &&
                 wide_space(str_from(s.p + s.n - 3, 3)) == 3)
            s.n -= 3;
        else
            break;
    }
    return s;
}

/*
 * "2026-11-23" of <time datetime="2026-11-23T08:00+08:00">11月 23, 2026</time>: where readers see
 * no date in full, the element tells it.
 */
static struct str time_text(const struct node *time, struct str seen)
{
    const struct str datetime = str_trim(dom_attr(time, "datetime"));
    struct date_hit hit;

    if (date_find(seen, 0, &hit) && hit.year)
        return seen;
    return date_find(datetime, 0, &hit) && hit.year && hit.at == 0 ? str_sub(datetime, 0, hit.n)
                                                                   : seen;
}

static void add_seg(struct walk *w, struct str text)
{
    struct flow *fl = w->fl;

    if (text.n == 0 || fl->n_segs >= SEGS_MAX)
        return;
    if (fl->n_segs == fl->cap_segs) {
        fl->segs = grow(w->arena, fl->segs, fl->n_segs, sizeof(*fl->segs));
        fl->cap_segs *= 2;
    }
    fl->segs[fl->n_segs++] = (struct seg){
        .text = text,
        .bytes = text.n > BYTES_ASKED ? UINT64_MAX : str_bytes(text),
        .line = w->line,
        .link = w->link,
        .box = w->box,
        .heading = w->heading,
        .in_a = w->link_node != NULL,
        .is_call = w->is_call,
        .is_hidden = w->hidden_node != NULL,
        .in_form = w->form_node != NULL,
    };
    w->line_used = true;
}

static void add_text(struct walk *w, const struct node *n)
{
    const struct node *parent = dom_parent(n);
    const struct str text = trim_text(dom_text(n));

    add_seg(w, parent && dom_element(parent) == EL_TIME ? time_text(parent, text) : text);
}

/*
 * 发布时间：<script>var day = '2026-11-23'; document.write(day);</script>: the value that readers
 * see behind a label, where the script holds one date and writes.
 */
static void add_written_date(struct walk *w, const struct node *script)
{
    enum { SCRIPT_BYTES = 600 };
    const struct flow *fl = w->fl;
    const struct node *child = dom_child(script);
    const struct str code = child && dom_is_text(child) ? dom_text(child) : str_from(NULL, 0);
    const struct str label = fl->n_segs ? fl->segs[fl->n_segs - 1].text : str_from(NULL, 0);
    struct date_hit hit, other;

    if (w->unseen_node || w->f->in->is_rendered || code.n == 0 || code.n > SCRIPT_BYTES ||
        !(str_ends(label, STR("：")) || str_ends(label, STR(":"))) ||
        !str_has(code, STR("document.write")))
        return;
    if (!date_find(code, 0, &hit) || !hit.year || hit.at == 0 ||
        !strchr("'\"", code.p[hit.at - 1]) || date_find(code, hit.at + hit.n, &other))
        return;
    add_seg(w, str_sub(code, hit.at, hit.n));
}

static uint8_t heading_of(enum element el)
{
    return el >= EL_H1 && el <= EL_H6 ? (uint8_t)(el - EL_H1 + 1) : 0;
}

/* Nothing is in it but, perhaps, white space: a script or a style makes what readers see there. */
static bool is_blank(const struct node *n)
{
    const struct node *child = dom_child(n);

    return !child || (dom_is_text(child) && !dom_next(child, n) && !str_trim(dom_text(child)).n);
}

static bool is_looked_at(const struct node *n, enum element el)
{
    switch (el) {
    case EL_META:
    case EL_SCRIPT:
    case EL_IFRAME:
    case EL_FORM:
    case EL_INPUT:
    case EL_TEXTAREA:
    case EL_BUTTON:
    case EL_A:
    case EL_AREA:
    case EL_IMG:
        return true;
    case EL_DIV:
    case EL_I:
    case EL_SPAN:
    case EL_OTHER:
        return is_blank(n);
    default:
        return false;
    }
}

/* Moves the cursors of links and hidden tops past n. Gives n's first link. */
static uint32_t pass_cursors(struct walk *w, const struct node *n)
{
    const struct facts_input *f = w->f;
    uint32_t link = NO_LINK;

    if (w->link_at < w->page->n_links && f->link_nodes[w->link_at] == n) {
        link = (uint32_t)w->link_at;
        while (w->link_at < w->page->n_links && f->link_nodes[w->link_at] == n)
            w->fl->link_box[w->link_at++] = w->box;
    }
    if (w->hidden_at < f->n_hidden_tops && f->hidden_tops[w->hidden_at] == n) {
        w->hidden_at++;
        if (!w->hidden_node)
            w->hidden_node = n;
    }
    return link;
}

/* "/module/visitcount/articlehits.jsp?colid=15": it writes a number and nothing else. */
static bool is_counter(struct str src)
{
    static const char *const names[] = { "hits",      "visitcount", "viewcount", "clickcount",
                                         "readcount", "hitcount",   "counter",   "tongji" };

    src = str_sub(src, 0, str_chr(src, '?'));
    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (str_find_nocase(src, str_of(names[i])) != STR_NONE)
            return true;
    return false;
}

/* Scripts and frames may show what the markup lacks; frames that nobody sees count visitors. */
static bool may_fill(const struct walk *w, const struct node *n, enum element el, uint32_t link)
{
    if (el == EL_SCRIPT)
        return !w->f->in->is_rendered && !is_counter(dom_attr(n, "src"));
    return (el == EL_IFRAME || el == EL_FRAME) &&
           !(link != NO_LINK && w->page->links[link].is_hidden);
}

static void enter(struct walk *w, const struct node *n)
{
    const enum element el = dom_element(n);

    if (el == EL_NONE) {
        if (!w->unseen_node && dom_is_text(n))
            add_text(w, n);
        return;
    }

    const uint32_t link = pass_cursors(w, n);

    w->fl->n_scripts += may_fill(w, n, el, link);
    if (el == EL_SCRIPT)
        add_written_date(w, n);
    if (!w->unseen_node && element_is(el, IS_UNSEEN) && el != EL_HEAD)
        w->unseen_node = n;
    if (w->seer && w->seer->element && is_looked_at(n, el))
        w->seer->element(w->seer->ctx, n, el);
    if (w->unseen_node)
        return;
    if (el == EL_A && !w->link_node) {
        w->link_node = n;
        w->link = link;
        w->is_call =
            link == NO_LINK && (dom_attr(n, "onclick").n > 0 ||
                                str_starts_nocase(dom_attr(n, "href"), STR("javascript:")));
    }
    if (!w->form_node && (el == EL_SELECT || el == EL_BUTTON || el == EL_TEXTAREA))
        w->form_node = n;
    if (el == EL_TITLE)
        w->unseen_node = n;
    if (heading_of(el))
        w->heading = heading_of(el);
    if (element_is(el, IS_BLOCK | IS_CELL) || el == EL_TR)
        break_line(w);
    if (is_box(el))
        open_box(w, n, el);
}

static void leave(struct walk *w, const struct node *n)
{
    const enum element el = dom_element(n);

    if (el == EL_NONE)
        return;
    if (w->fl->boxes[w->box].node == n && w->box)
        close_box(w);
    if (element_is(el, IS_BLOCK | IS_CELL) || el == EL_TR)
        break_line(w);
    if (heading_of(el))
        w->heading = 0;
    if (w->link_node == n) {
        w->link_node = NULL;
        w->link = NO_LINK;
        w->is_call = false;
    }
    if (w->hidden_node == n)
        w->hidden_node = NULL;
    if (w->unseen_node == n)
        w->unseen_node = NULL;
    if (w->form_node == n)
        w->form_node = NULL;
}

/* A word of a footer, as in foot_look. */
static bool may_be_foot(const struct seg *s)
{
    return seg_may_have(s, STR("主办")) || seg_may_have(s, STR("版权")) ||
           seg_may_have(s, STR("right")) || seg_may_have(s, STR("RIGHT")) ||
           seg_may_have(s, STR("ICP备")) || seg_may_have(s, STR("icp备")) ||
           seg_may_have(s, STR("公网安备")) || seg_may_have(s, STR("网站标识码"));
}

/* Where the footer begins: at the end of the page, by its numbers. */
static uint32_t find_foot(const struct flow *fl)
{
    enum { FOOT_SEGS_MAX = 40 };
    struct foot foot = { 0 };

    for (uint32_t i = 0; i < fl->n_segs && !foot.is_there; i++)
        if (!fl->segs[i].is_hidden && (foot.has_sponsor || may_be_foot(&fl->segs[i])))
            foot_look(&foot, fl->segs[i].text, fl->segs[i].in_a, i);
    return foot.is_there && foot.from + FOOT_SEGS_MAX >= fl->n_segs ? (uint32_t)foot.from
                                                                    : fl->n_segs;
}

void flow_read(const struct facts_input *f, const struct page *page, struct arena *a,
               const struct flow_seer *seer, struct flow *out)
{
    const struct node *root = dom_root(f->dom), *n = root;
    struct walk w = {
        .f = f,
        .page = page,
        .arena = a,
        .seer = seer,
        .fl = out,
        .link = NO_LINK,
    };

    *out = (struct flow){
        .title = page->title,
        .segs = arena_array(a, struct seg, FIRST_SEGS),
        .boxes = arena_array(a, struct box, FIRST_BOXES),
        .cap_segs = FIRST_SEGS,
        .cap_boxes = FIRST_BOXES,
        .n_boxes = 1,
        .link_box = arena_array(a, uint32_t, page->n_links + 1),
    };
    out->boxes[0].node = root;
    while (n) {
        const struct node *next = dom_child(n);

        enter(&w, n);
        while (!next) {
            leave(&w, n);
            if (n == root)
                break;
            next = dom_sibling(n);
            if (!next)
                n = dom_parent(n);
        }
        n = next;
    }
    out->boxes[0].seg_to = out->n_segs;
    out->boxes[0].link_to = (uint32_t)w.link_at;
    out->boxes[0].script_to = out->n_scripts;
    out->foot = find_foot(out);
}

uint32_t flow_common(const struct flow *fl, uint32_t box_a, uint32_t box_b)
{
    while (box_a != box_b) {
        if (fl->boxes[box_a].depth >= fl->boxes[box_b].depth)
            box_a = fl->boxes[box_a].parent;
        else
            box_b = fl->boxes[box_b].parent;
    }
    return box_a;
}

uint32_t flow_box_below(const struct flow *fl, uint32_t seg, uint32_t box)
{
    uint32_t below = fl->segs[seg].box;

    if (below == box)
        return 0;
    while (below && fl->boxes[below].parent != box)
        below = fl->boxes[below].parent;
    return below;
}

struct str flow_fold(struct str s, struct arena *a)
{
    char *out = arena_alloc(a, s.n + 1);
    size_t n = 0;
    bool is_pending = false;

    while (s.n) {
        const size_t space = wide_space(s);

        if (space) {
            is_pending = n > 0;
            s = str_skip(s, space);
            continue;
        }
        if (is_pending)
            out[n++] = ' ';
        is_pending = false;
        out[n++] = s.p[0];
        s = str_skip(s, 1);
    }
    return str_from(out, n);
}

struct str flow_join(const struct flow *fl, uint32_t from, uint32_t to, char sep, size_t max,
                     struct arena *a)
{
    size_t n = 0, at = 0;
    uint32_t end = from;

    while (end < to && end < fl->n_segs && n + fl->segs[end].text.n + 1 <= max)
        n += fl->segs[end++].text.n + 1;

    char *out = arena_alloc(a, n + 1);

    for (uint32_t i = from; i < end; i++) {
        if (i > from && sep)
            out[at++] = sep;
        memcpy(out + at, fl->segs[i].text.p, fl->segs[i].text.n);
        at += fl->segs[i].text.n;
    }
    return str_from(out, at);
}
