/* walk_tokens: the links of a page without building its tree. */
#include "base/base.h"

#include "dom/charref.h"
#include "dom/datastore.h"
#include "dom/script.h"
#include "dom/tokens.h"
#include "dom/walk.h"

enum {
    STUB_TEXT_BYTES = 300, /* only a page with this little text can be a redirect by script */
    STUB_LINKS = 10,
    STUB_SCRIPTS = 16
};

/* What a tree builder would know. */
struct skim {
    struct walk *w;
    unsigned n_templates; /* open <template>s: their content is not of the page */
    bool in_select, in_form, in_frameset, in_body;
    enum element link; /* EL_A or EL_OPTION while its text is read */
    bool is_dropped;   /* the last start tag: so is the raw text behind it */
    size_t n_text;     /* bytes of text seen by readers, more or less */
    struct skim_script {
        struct str text;
        struct script_place at;
    } scripts[STUB_SCRIPTS];
    size_t n_scripts;
};

static void end_link(struct skim *s)
{
    if (s->link == EL_NONE)
        return;
    walk_close_link(s->w);
    s->link = EL_NONE;
}

static void leave_head(struct skim *s)
{
    s->in_body = true;
    s->w->links.in_head = false;
}

static void on_text(struct skim *s, const struct token *t)
{
    struct walk *w = s->w;

    if (s->n_templates || (t->inside != EL_NONE && s->is_dropped))
        return;
    if (t->inside == EL_STYLE) {
        links_style(&w->links, t->text, NULL);
    } else if (t->inside == EL_SCRIPT) {
        w->has_data = w->has_data || datastore_is(t->text);
        links_script_pager(&w->links, t->text, NULL);
        if (s->n_scripts < STUB_SCRIPTS)
            s->scripts[s->n_scripts++] =
                (struct skim_script){ .text = t->text, .at = links_script(&w->links, NULL) };
    } else if (t->inside == EL_TITLE) {
        if (!w->has_title)
            w->title = text_line(charref_decode(t->text, false, w->links.arena), TITLE_CHARS_MAX,
                                 w->links.arena);
        w->has_title = true;
    } else if (t->inside == EL_NONE) {
        /* Most text lies behind the point where either question is settled. */
        const size_t n =
            s->in_body && s->n_text > STUB_TEXT_BYTES ? t->text.n : str_trim(t->text).n;

        s->n_text += n;
        if (!s->in_body && n)
            leave_head(s);
        if (s->link != EL_NONE && w->seen.buf.n < 1024)
            text_add(&w->seen, charref_decode(t->text, false, w->links.arena));
    }
}

/* Start tags that a tree builder drops. */
static bool is_dropped(struct skim *s, enum element el)
{
    if (s->n_templates)
        return true;
    if (s->in_select && (el == EL_SELECT || el == EL_INPUT || el == EL_TEXTAREA)) {
        s->in_select = false;
        return el == EL_SELECT;
    }
    if (s->in_select)
        return el != EL_OPTION && el != EL_OPTGROUP && el != EL_SCRIPT && el != EL_HR;
    if (el == EL_FORM && s->in_form)
        return true;
    return el == EL_FRAME && !s->in_frameset;
}

/* A picture or button, perhaps in a link. */
static void on_box(struct skim *s, const struct token *t, size_t first)
{
    struct walk *w = s->w;
    const struct str label = charref_decode(walk_label(&t->attrs), true, w->links.arena);

    if (s->link != EL_NONE && t->element != EL_IFRAME && w->link.alt.n == 0)
        w->link.alt = label;
    walk_give_text(w, first, w->links.n, label);
}

static void on_start(struct skim *s, const struct token *t)
{
    struct walk *w = s->w;
    const enum element el = t->element;
    const size_t first = w->links.n;

    if (el == EL_TEMPLATE) {
        s->n_templates++;
        return;
    }
    s->is_dropped = is_dropped(s, el);
    if (s->is_dropped)
        return;
    if (!s->in_body && !element_is(el, IS_HEAD))
        leave_head(s);
    if (el == EL_A || el == EL_OPTION)
        end_link(s);
    links_element(&w->links, el, &t->attrs, NULL);
    switch ((unsigned)el) {
    case EL_A:
    case EL_OPTION:
        text_reset(&w->seen);
        walk_open_link(w, first,
                       links_value(&w->links, &t->attrs,
                                   attrs_has(&t->attrs, AT_TITLE) ? AT_TITLE : AT_LABEL));
        s->link = el;
        break;
    case EL_IMG:
    case EL_AREA:
    case EL_INPUT:
        if (w->links.n > first || s->link != EL_NONE)
            on_box(s, t, first);
        break;
    case EL_IFRAME:
        on_box(s, t, first);
        break;
    case EL_SELECT:
        s->in_select = true;
        break;
    case EL_FORM:
        s->in_form = true;
        break;
    case EL_FRAMESET:
        s->in_frameset = true;
        break;
    default:
        break;
    }
    if (element_is(el, IS_BLOCK | IS_CELL))
        text_break(&w->seen, TEXT_SPACE);
}

static void on_end(struct skim *s, const struct token *t)
{
    switch ((unsigned)t->element) {
    case EL_TEMPLATE:
        s->n_templates -= s->n_templates > 0;
        break;
    case EL_A:
        if (s->link == EL_A)
            end_link(s);
        break;
    case EL_SELECT:
        s->in_select = false;
        end_link(s);
        break;
    case EL_OPTION:
        if (s->link == EL_OPTION)
            end_link(s);
        break;
    case EL_FORM:
        s->in_form = false;
        break;
    case EL_BODY:
    case EL_HTML:
    case EL_BR:
        if (!s->in_body)
            leave_head(s);
        break;
    default:
        if (element_is(t->element, IS_BLOCK | IS_CELL))
            text_break(&s->w->seen, TEXT_SPACE);
        break;
    }
}

void walk_tokens(struct walk *w, struct str html, size_t max_links, struct arena *a)
{
    struct skim s = { .w = w };
    struct tokens tokens = { .rest = html };
    struct token t = { 0 };

    walk_begin(w, max_links, true, a);
    w->links.in_head = true;
    while (tokens_next(&tokens, &t)) {
        if (t.kind == TOKEN_TEXT)
            on_text(&s, &t);
        else if (t.kind == TOKEN_START_TAG)
            on_start(&s, &t);
        else
            on_end(&s, &t);
    }
    end_link(&s);
    for (size_t i = 0; i < s.n_scripts; i++)
        if (s.n_text <= STUB_TEXT_BYTES && w->links.n <= STUB_LINKS)
            links_script_redirect(&w->links, s.scripts[i].text, &s.scripts[i].at);
}
