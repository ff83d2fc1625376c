#include "base/base.h"

#include "base/arena.h"
#include "base/buf.h"
#include "dom/dom.h"
#include "dom/tokens.h"
#include "dom/word.h"

#include <myhtml/myhtml.h>
#include <myhtml/parser.h>
#include <myhtml/rules.h>
#include <myhtml/tree.h>
#include <stdlib.h>
#include <string.h>

enum {
    FORMATTING_MAX = 64, /* <b><i>... kept open over blocks: each block repeats all of them */
    ROOTS_MAX = 16,      /* <html> and <body> again: each adds attributes to the first one, */
    ROOT_ATTRS_MAX = 64, /* which costs the product of their numbers */
    ATTRS_PER_NODE = 4,
    KEEP_BYTES = 2 << 20, /* a parser that saw a larger page is made anew */
    KNOWN_BITS = 7,
    KNOWN_TAGS = 1 << KNOWN_BITS
};

struct dom {
    myhtml_t *parser;
    myhtml_tree_t *tree;
    struct dom_limits limits;
    size_t n_nodes, n_roots;
    size_t n_last;   /* bytes of the page parsed last */
    struct buf text; /* the page and a NUL: the parser looks one byte past an unfinished "&lt" */
    bool is_cut;
    myhtml_tokenizer_state_f data_state, raw_state, script_state; /* the parser's own */

    bool is_fast;        /* the page has no NULs */
    size_t amp;          /* the first '&' from the token on, or past the end */
    struct arena memory; /* of the tokens that we make ourselves */
    struct known_tag {
        uint64_t name;
        myhtml_tag_id_t id;
    } known[KNOWN_TAGS];
    mythread_queue_node_t last; /* where the parser looks for the token before */
    myhtml_tag_id_t text_tag;   /* of a text that is copied for the parser; else UNDEF */
};

/* struct node is the parser's node under a name that says nothing about the parser. */
static const struct node *node_of(const myhtml_tree_node_t *t)
{
    return (const void *)t;
}

static bool is_formatting(myhtml_tag_id_t tag)
{
    switch (tag) {
    case MyHTML_TAG_A:
    case MyHTML_TAG_B:
    case MyHTML_TAG_BIG:
    case MyHTML_TAG_CODE:
    case MyHTML_TAG_EM:
    case MyHTML_TAG_FONT:
    case MyHTML_TAG_I:
    case MyHTML_TAG_NOBR:
    case MyHTML_TAG_S:
    case MyHTML_TAG_SMALL:
    case MyHTML_TAG_STRIKE:
    case MyHTML_TAG_STRONG:
    case MyHTML_TAG_TT:
    case MyHTML_TAG_U:
        return true;
    default:
        return false;
    }
}

static bool has_many_attrs(const myhtml_token_node_t *t)
{
    size_t n = 0;

    for (const myhtml_token_attr_t *at = t->attr_first; at && n <= ROOT_ATTRS_MAX; at = at->next)
        n++;
    return n > ROOT_ATTRS_MAX;
}

static bool is_past_limits(struct dom *d, const myhtml_token_node_t *t)
{
    if (d->n_nodes >= d->limits.max_nodes)
        return true;
    if (t->tag_id == MyHTML_TAG__TEXT)
        return false;
    if (t->tag_id == MyHTML_TAG_HTML || t->tag_id == MyHTML_TAG_BODY)
        return ++d->n_roots > ROOTS_MAX || has_many_attrs(t);
    if (d->tree->open_elements->length >= d->limits.max_depth)
        return true;
    return d->tree->active_formatting->length >= FORMATTING_MAX && is_formatting(t->tag_id);
}

/*
 * What would pass a limit becomes a comment, which costs the same wherever it stands. Raw text and
 * its elements stay, for the tokenizer follows the builder there.
 */
static void apply_limits(struct dom *d, myhtml_token_node_t *t)
{
    if (t->type & MyHTML_TOKEN_TYPE_CLOSE || t->tag_id <= MyHTML_TAG__UNDEF ||
        t->tag_id == MyHTML_TAG__END_OF_FILE || t->tag_id == MyHTML_TAG__COMMENT)
        return;
    if (t->tag_id == MyHTML_TAG__TEXT && !(t->type & MyHTML_TOKEN_TYPE_DATA))
        return;
    if (!is_past_limits(d, t))
        return;
    d->is_cut = true;
    if (t->tag_id == MyHTML_TAG__TEXT ||
        myhtml_tag_get_by_id(d->tree->tags, t->tag_id)->data_parser == MyHTML_TOKENIZER_STATE_DATA)
        t->tag_id = MyHTML_TAG__COMMENT;
}

/* ---- strings ------------------------------------------------------------------------------- */

/*
 * The parser copies texts and attributes byte by byte. Where there is nothing to decode, on_token
 * hides a text from it, and on_string copies it at once into the same memory; names and values of
 * attributes stay where they are, in our copy of the page.
 */
static bool is_literal(struct dom *d, size_t begin, size_t n)
{
    if (d->amp < begin) { /* tokens come in the order of the page */
        const char *p = memchr(d->text.p + begin, '&', d->text.n - begin);

        d->amp = p ? (size_t)(p - d->text.p) : d->text.n;
    }
    return d->amp >= begin + n;
}

static void hide_text(struct dom *d, myhtml_token_node_t *t)
{
    const unsigned decoded =
        MyHTML_TOKEN_TYPE_DATA | MyHTML_TOKEN_TYPE_RCDATA | MyHTML_TOKEN_TYPE_CDATA;

    if (t->type & decoded && !is_literal(d, t->raw_begin, t->raw_length))
        return;
    d->text_tag = t->tag_id;
    t->tag_id = MyHTML_TAG__DOCTYPE; /* one without attributes: nothing to copy */
    t->attr_first = t->attr_last = NULL;
}

/* Between tokenizer and strings. */
static void *on_token(myhtml_tree_t *tree UNUSED, myhtml_token_node_t *t, void *ctx)
{
    struct dom *d = ctx;

    apply_limits(d, t);
    d->text_tag = MyHTML_TAG__UNDEF;
    if (d->is_fast && (t->tag_id == MyHTML_TAG__TEXT || t->tag_id == MyHTML_TAG__COMMENT))
        hide_text(d, t);
    return ctx;
}

/* The builder may put texts together, so they need memory of the parser. */
static void copy_text(struct dom *d, myhtml_token_node_t *t)
{
    mycore_string_t *s = &t->str;
    const size_t n = t->raw_length;

    (void)mycore_string_init(d->tree->mchar, d->tree->async_args[0].mchar_node_id, s, n + 1);
    ASSERT(s->data);
    memcpy(s->data, d->text.p + t->raw_begin, n);
    s->length = n;
    s->data[n] = '\0';
}

/*
 * n bytes of our copy, ended by NUL: what follows a name or a value has been read. Nothing makes
 * them longer later, but drawings put some names of the same length or a shorter one in their
 * place.
 */
static void point_to(struct dom *d, mycore_string_t *s, size_t begin, size_t n)
{
    s->data = d->text.p + begin;
    s->length = n;
    s->size = SIZE_MAX;
    s->data[n] = '\0';
}

/*
 * The tree builder cuts white space off the start of a text by moving `data` on, but leaves `size`
 * as it was: text that is appended later would then be written past the end. So the size is told
 * smaller beforehand, by all that may be cut off (NULs are dropped before).
 */
static void guard_size(mycore_string_t *s)
{
    size_t n = 0;

    while (n < s->length && (char_is_space(s->data[n]) || s->data[n] == '\0'))
        n++;
    s->size = s->size > n ? s->size - n : 0;
}

/* Between strings and tree builder. */
static void *on_string(myhtml_tree_t *tree UNUSED, myhtml_token_node_t *t, void *ctx)
{
    struct dom *d = ctx;

    if (d->text_tag != MyHTML_TAG__UNDEF) {
        t->tag_id = d->text_tag;
        copy_text(d, t);
    }
    if (t->tag_id == MyHTML_TAG__TEXT && t->str.data)
        guard_size(&t->str);
    return ctx;
}

/* ---- tokens -------------------------------------------------------------------------------- */

/*
 * The parser's tokenizer goes through texts and tags byte by byte and from state to state, most of
 * its work. data_state stands before its state of that name: an ordinary tag and the text before it
 * are read and handed to the tree builder at once. What is odd or cut off, comments and raw text
 * are left to the parser.
 */

/* What a byte means in a tag. */
enum { IS_GAP = 1, ENDS_NAME = 2, ENDS_KEY = 4, ENDS_VALUE = 8 };
enum { ENDS_ALL = ENDS_NAME | ENDS_KEY | ENDS_VALUE };
static const uint8_t meanings[256] = {
    [' '] = IS_GAP | ENDS_ALL,  ['\t'] = IS_GAP | ENDS_ALL,   ['\n'] = IS_GAP | ENDS_ALL,
    ['\f'] = IS_GAP | ENDS_ALL, ['\r'] = IS_GAP | ENDS_ALL,   ['>'] = ENDS_ALL,
    ['\0'] = ENDS_ALL,          ['/'] = ENDS_NAME | ENDS_KEY, ['='] = ENDS_KEY,
};

static bool means(char c, unsigned meaning)
{
    return meanings[(unsigned char)c] & meaning;
}

static bool is_gap(char c)
{
    return means(c, IS_GAP);
}

static bool begins_tag(const char *p)
{
    const char c = char_lower(p[p[0] == '/']);

    return c >= 'a' && c <= 'z';
}

/* The parser's number for a tag, UNDEF when it has none yet. Pages ask for few, again and again. */
static myhtml_tag_id_t tag_of(struct dom *d, const char *name, size_t n)
{
    const uint64_t word = n <= WORD_BYTES ? word_of(name, n) : 0;
    struct known_tag *const known = &d->known[word * 0x9e3779b97f4a7c15U >> (64 - KNOWN_BITS)];
    const myhtml_tag_context_t *tag;

    if (word && known->name == word)
        return known->id;
    tag = myhtml_tag_get_by_name(d->tree->tags, name, n);
    if (!tag)
        return MyHTML_TAG__UNDEF;
    if (word && tag->id < MyHTML_TAG_LAST_ENTRY) /* others are of this page only */
        *known = (struct known_tag){ .name = word, .id = tag->id };
    return tag->id;
}

/* What the parser does with a finished token when it has one thread; `end`: where the next begins.
 */
static void give_token(struct dom *d, myhtml_token_node_t *t, size_t end)
{
    myhtml_tree_t *tree = d->tree;

    t->type |= MyHTML_TOKEN_TYPE_DONE;
    while (myhtml_rules_tree_dispatcher(tree, t)) {
    }
    tree->state = tree->state_of_builder;
    d->last.args = t;
    tree->current_qnode->prev = &d->last;
    t = arena_alloc(&d->memory, sizeof(*t));
    t->type = MyHTML_TOKEN_TYPE_OPEN | MyHTML_TOKEN_TYPE_WHITESPACE;
    t->raw_begin = t->element_begin = end;
    tree->current_token_node = t;
}

static void give_text(struct dom *d, myhtml_token_node_t *t, size_t end)
{
    t->type |= MyHTML_TOKEN_TYPE_DATA;
    t->tag_id = MyHTML_TAG__TEXT;
    t->element_begin = t->raw_begin;
    t->raw_length = t->element_length = end - t->raw_begin;
    if (!is_literal(d, t->raw_begin, t->raw_length)) {
        ASSERT(myhtml_queue_add(d->tree, end, t) == MyHTML_STATUS_OK);
        return;
    }
    apply_limits(d, t);
    copy_text(d, t);
    guard_size(&t->str);
    give_token(d, t, end);
}

/* The attribute at p. Gives what follows it, NULL when it is odd. */
static const char *read_attr(struct dom *d, myhtml_token_node_t *t, const char *p)
{
    myhtml_token_attr_t *at = arena_alloc(&d->memory, sizeof(*at));
    const char *const begin = p, *after;

    while (!means(*p, ENDS_KEY))
        p++;
    at->ns = MyHTML_NAMESPACE_HTML;
    at->raw_key_begin = (size_t)(begin - d->text.p);
    at->raw_key_length = (size_t)(p - begin);
    at->prev = t->attr_last;
    *(t->attr_last ? &t->attr_last->next : &t->attr_first) = at;
    t->attr_last = at;
    for (after = p; is_gap(*after); after++) {
    }
    if (p == begin || (after > p && *after == '/'))
        return NULL;
    if (*after != '=')
        return after;
    for (p = after + 1; is_gap(*p); p++) {
    }
    if (*p == '"' || *p == '\'') {
        after = memchr(p + 1, *p, (size_t)(d->text.p + d->text.n - p - 1));
        at->raw_value_begin = (size_t)(p + 1 - d->text.p);
        at->raw_value_length = after ? (size_t)(after - p - 1) : 0;
        return after ? after + 1 : NULL;
    }
    at->raw_value_begin = (size_t)(p - d->text.p);
    for (after = p; !means(*after, ENDS_VALUE); after++) {
    }
    at->raw_value_length = (size_t)(after - p);
    return after;
}

/* The tag at p, behind its '<'. Gives what follows it, NULL when it is odd. */
static const char *read_tag(struct dom *d, myhtml_token_node_t *t, const char *p)
{
    const bool is_end = *p == '/';
    const char *const begin = p + is_end;
    myhtml_tag_id_t tag;
    size_t n_name;

    for (p = begin; !means(*p, ENDS_NAME); p++) {
    }
    n_name = (size_t)(p - begin);
    tag = tag_of(d, begin, n_name);
    if (tag == MyHTML_TAG__UNDEF)
        return NULL;
    while (p && *p != '>' && *p != '/') {
        while (is_gap(*p))
            p++;
        if (*p == '\0')
            return NULL;
        if (*p != '>' && *p != '/')
            p = read_attr(d, t, p);
    }
    if (!p || (*p == '/' && p[1] != '>'))
        return NULL;
    t->tag_id = tag;
    t->raw_begin = (size_t)(begin - d->text.p);
    t->raw_length = n_name;
    if (is_end)
        t->type = MyHTML_TOKEN_TYPE_CLOSE;
    if (*p == '/')
        t->type |= MyHTML_TOKEN_TYPE_CLOSE_SELF;
    return p + 1 + (*p == '/');
}

static void decode_value(struct dom *d, myhtml_token_attr_t *at)
{
    myhtml_data_process_entry_t how;

    (void)mycore_string_init(d->tree->mchar, d->tree->async_args[0].mchar_node_id, &at->value,
                             at->raw_value_length + 1);
    myhtml_data_process_entry_clean(&how);
    how.encoding = MyENCODING_UTF_8;
    how.is_attributes = true;
    (void)myhtml_parser_token_data_to_string_charef(d->tree, &at->value, &how, at->raw_value_begin,
                                                    at->raw_value_length);
}

static void set_attrs(struct dom *d, myhtml_token_node_t *t)
{
    for (myhtml_token_attr_t *at = t->attr_first; at; at = at->next) {
        point_to(d, &at->key, at->raw_key_begin, at->raw_key_length);
        for (size_t k = 0; k < at->key.length; k++)
            at->key.data[k] = char_lower(at->key.data[k]);
        if (at->raw_value_length == 0)
            continue;
        if (is_literal(d, at->raw_value_begin, at->raw_value_length))
            point_to(d, &at->value, at->raw_value_begin, at->raw_value_length);
        else
            decode_value(d, at);
    }
}

static size_t data_state(myhtml_tree_t *tree, myhtml_token_node_t *t, const char *html, size_t at,
                         size_t n)
{
    struct dom *d = tree->callback_before_token_ctx;
    const char *tag, *end;

    if (!d->is_fast) /* it looks for NULs as well */
        return d->data_state(tree, t, html, at, n);
    tag = memchr(html + at, '<', n - at);
    tag = tag ? tag : html + n;
    while (is_gap(html[at]))
        at++;
    if (html + at < tag)
        t->type &= ~(unsigned)MyHTML_TOKEN_TYPE_WHITESPACE;
    at = (size_t)(tag - html);
    if (at == n || !begins_tag(tag + 1) || t->tag_id != MyHTML_TAG__UNDEF)
        return d->data_state(tree, t, html, at, n);
    if (t->raw_begin < at)
        give_text(d, t, at);
    t = tree->current_token_node;
    end = read_tag(d, t, tag + 1);
    if (!end) {
        t->attr_first = t->attr_last = NULL;
        return d->data_state(tree, t, html, at, n);
    }
    apply_limits(d, t);
    if (t->tag_id == MyHTML_TAG__COMMENT) {
        t->attr_first = t->attr_last = NULL;
        copy_text(d, t);
    }
    set_attrs(d, t);
    give_token(d, t, (size_t)(end - html));
    return (size_t)(end - html);
}

/* What raw text may hold is read byte by byte up to the next '<': these states hand the parser's
 * own only the bytes that mean something. */
static size_t skip_to_tag(myhtml_tokenizer_state_f state, myhtml_tree_t *tree,
                          myhtml_token_node_t *t, const char *html, size_t at, size_t n)
{
    const char *tag = memchr(html + at, '<', n - at);

    (void)state(tree, t, html, at, at); /* it may note where it begins */
    return state(tree, t, html, tag ? (size_t)(tag - html) : n, n);
}

static size_t raw_state(myhtml_tree_t *tree, myhtml_token_node_t *t, const char *html, size_t at,
                        size_t n)
{
    const struct dom *d = tree->callback_before_token_ctx;

    return skip_to_tag(d->raw_state, tree, t, html, at, n);
}

static size_t script_state(myhtml_tree_t *tree, myhtml_token_node_t *t, const char *html, size_t at,
                           size_t n)
{
    const struct dom *d = tree->callback_before_token_ctx;

    return skip_to_tag(d->script_state, tree, t, html, at, n);
}

static void on_node(myhtml_tree_t *tree UNUSED, myhtml_tree_node_t *n UNUSED, void *ctx)
{
    struct dom *d = ctx;

    d->n_nodes++;
}

/* Puts `ours` into the parser's table. Gives what stood there. */
static myhtml_tokenizer_state_f put_state(struct dom *d, size_t which,
                                          myhtml_tokenizer_state_f ours)
{
    const myhtml_tokenizer_state_f theirs = d->parser->parse_state_func[which];

    d->parser->parse_state_func[which] = ours;
    return theirs;
}

static void open_parser(struct dom *d)
{
    d->parser = myhtml_create();
    ASSERT(d->parser);
    ASSERT(myhtml_init(d->parser, MyHTML_OPTIONS_PARSE_MODE_SINGLE, 1, 0) == MyHTML_STATUS_OK);
    d->tree = myhtml_tree_create();
    ASSERT(d->tree);
    ASSERT(myhtml_tree_init(d->tree, d->parser) == MyHTML_STATUS_OK);
    d->data_state = put_state(d, MyHTML_TOKENIZER_STATE_DATA, data_state);
    d->raw_state = put_state(d, MyHTML_TOKENIZER_STATE_RAWTEXT, raw_state);
    d->script_state = put_state(d, MyHTML_TOKENIZER_STATE_SCRIPT_DATA, script_state);
    myhtml_callback_before_token_done_set(d->tree, on_token, d);
    myhtml_callback_after_token_done_set(d->tree, on_string, d);
    myhtml_callback_tree_node_insert_set(d->tree, on_node, d);
}

static void close_parser(struct dom *d)
{
    d->tree = myhtml_tree_destroy(d->tree);
    d->parser = myhtml_destroy(d->parser);
}

struct dom *dom_new(void)
{
    struct dom *d = calloc(1, sizeof(*d));

    ASSERT(d);
    open_parser(d);
    return d;
}

void dom_free(struct dom *d)
{
    if (!d)
        return;
    close_parser(d);
    buf_done(&d->text);
    arena_done(&d->memory);
    free(d);
}

/*
 * Tokens and attributes cost memory too, whatever becomes of them: a page with too many ends there.
 * A small one cannot have too many.
 */
static struct str cut_tags(struct str html, size_t max)
{
    struct tokens tokens = { .rest = html };
    struct token t = { 0 };
    size_t n = 0, n_attrs = 0;

    if (html.n / 2 <= max)
        return html;
    for (;;) {
        const size_t at = html.n - tokens.rest.n;

        if (!tokens_next(&tokens, &t))
            return html;
        n++;
        n_attrs += t.n_attrs;
        if (n > 2 * max || n_attrs > ATTRS_PER_NODE * max)
            return str_from(html.p, at);
    }
}

/* Without the tag that the end cuts off: the standard drops it, the parser takes half of its link.
 */
static struct str cut_half_tag(struct str html)
{
    size_t at = html.n;

    while (at && html.p[at - 1] != '<' && html.p[at - 1] != '>')
        at--;
    if (at == 0 || at == html.n || html.p[at - 1] != '<' || char_lower(html.p[at]) < 'a' ||
        char_lower(html.p[at]) > 'z')
        return html;
    return str_from(html.p, at - 1);
}

/* A copy with '\n' for "\r\n" and '\r', as the standard wants it before all else. */
static void copy_lines(struct buf *to, struct str s)
{
    buf_reset(to);
    while (s.n) {
        const char *cr = memchr(s.p, '\r', s.n);
        const size_t n = cr ? (size_t)(cr - s.p) : s.n;

        buf_add(to, str_from(s.p, n));
        if (cr)
            buf_add_char(to, '\n');
        s = str_skip(s, n + 1 + (cr && n + 1 < s.n && cr[1] == '\n'));
    }
}

void dom_parse(struct dom *d, struct str html, const struct dom_limits *limits, bool *is_cut)
{
    const struct str text = cut_tags(html, limits->max_nodes);
    const struct str whole = cut_half_tag(text);

    if (d->n_last > KEEP_BYTES) {
        close_parser(d);
        open_parser(d);
        buf_done(&d->text);
    } else if (d->n_last) {
        myhtml_tree_clean(d->tree);
    }
    arena_reset(&d->memory);
    d->limits = *limits;
    d->n_nodes = d->n_roots = d->amp = 0;
    d->n_last = text.n + 1;
    d->is_cut = text.n < html.n;
    d->is_fast = whole.n == 0 || !memchr(whole.p, 0, whole.n);
    copy_lines(&d->text, whole);
    buf_add_char(&d->text, '\0');
    d->tree->flags |= MyHTML_TREE_FLAGS_SCRIPT; /* <noscript> is raw text */
    ASSERT(myhtml_parse_single(d->tree, MyENCODING_UTF_8, d->text.p, d->text.n - 1) ==
           MyHTML_STATUS_OK);
    *is_cut = d->is_cut;
}

size_t dom_n_nodes(const struct dom *d)
{
    return d->n_nodes;
}

const struct node *dom_root(const struct dom *d)
{
    return node_of(d->tree->node_html);
}

static const struct node *child_of_root(const struct dom *d, myhtml_tag_id_t tag)
{
    const myhtml_tree_node_t *t = d->tree->node_html ? d->tree->node_html->child : NULL;

    while (t && t->tag_id != tag)
        t = t->next;
    return node_of(t);
}

const struct node *dom_head(const struct dom *d)
{
    return child_of_root(d, MyHTML_TAG_HEAD);
}

const struct node *dom_body(const struct dom *d)
{
    return child_of_root(d, MyHTML_TAG_BODY);
}

size_t dom_entity(struct str s, uint32_t cp[2], size_t *n_cp)
{
    const charef_entry_t *const all = myhtml_charef_get_first_position('\0');
    const charef_entry_t *at = s.n ? myhtml_charef_get_first_position(s.p[0]) : all;
    size_t used = 0;

    /* The entries of one place stand side by side in the order of their characters, 0 ends them. */
    for (size_t i = 1; at->ch && at->next && i < s.n; i++) {
        at = all + at->next;
        while (at->ch && at->ch < (unsigned char)s.p[i])
            at++;
        if (at->ch != (unsigned char)s.p[i])
            break;
        if (at->codepoints_len) {
            used = i + 1;
            *n_cp = at->codepoints_len < 2 ? 1 : 2;
            cp[0] = (uint32_t)at->codepoints[0];
            cp[1] = (uint32_t)at->codepoints[1];
        }
    }
    return used;
}
