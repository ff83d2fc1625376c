#include "base/base.h"

#include "dom/datastore.h"
#include "dom/dom.h"
#include "dom/script.h"
#include "dom/walk.h"
#include "page/facts.h"
#include "page/hidden.h"
#include "page/reader.h"
#include "text/charset.h"

#include <stdlib.h>
#include <string.h>

enum {
    STUB_CHARS = 100, /* a page with more text is no mere redirect by script */
    STUB_LINKS = 10
};

struct page_reader {
    struct page_limits limits;
    struct dom *dom;
    struct walk walk;
    struct sheet_cache styles;
};

struct page_reader *page_reader_new(const struct page_limits *limits)
{
    struct page_reader *r = calloc(1, sizeof(*r));
    const struct page_limits l = limits ? *limits : (struct page_limits){ 0 };

    ASSERT(r);
    r->limits = (struct page_limits){
        .max_bytes = l.max_bytes ? l.max_bytes : 8U << 20,
        .max_nodes = l.max_nodes ? l.max_nodes : 100000,
        .max_depth = l.max_depth ? l.max_depth : 512,
        .max_links = l.max_links ? l.max_links : 20000,
    };
    r->dom = dom_new();
    return r;
}

void page_reader_free(struct page_reader *r)
{
    if (!r)
        return;
    dom_free(r->dom);
    walk_done(&r->walk);
    sheet_cache_done(&r->styles);
    free(r);
}

void page_reader_freep(struct page_reader **r)
{
    page_reader_free(*r);
    *r = NULL;
}

/* ---- is it HTML at all? -------------------------------------------------------------------- */

static bool is_binary(struct str body)
{
    static const struct {
        const char *bytes;
        size_t n;
    } magics[] = {
        { "%PDF", 4 },
        { "PK\3\4", 4 },
        { "\x89PNG", 4 },
        { "GIF8", 4 },
        { "\xff\xd8\xff", 3 },
        { "\x1f\x8b", 2 },
        { "Rar!", 4 },
        { "\xd0\xcf\x11\xe0", 4 },
        { "\x7f"
          "ELF",
          4 },
        { "BM", 2 },
        { "RIFF", 4 },
        { "wOFF", 4 },
        { "wOF2", 4 },
        { "7z\xbc\xaf", 4 },
    };

    for (size_t i = 0; i < COUNT_OF(magics); i++)
        if (str_starts(body, str_from(magics[i].bytes, magics[i].n)))
            return magics[i].n > 2 || (body.n > 8 && memchr(body.p, 0, 8));
    return false;
}

/* The header's word counts unless the body begins like markup. */
static bool is_html(struct str content_type, struct str body)
{
    static const char *const others[] = {
        "image/",
        "audio/",
        "video/",
        "font/",
        "application/pdf",
        "application/zip",
        "application/ms",
        "text/css",
        "application/vnd",
        "application/json",
        "text/javascript",
        "application/x-javascript",
        "application/javascript",
        "application/octet-stream",
        "text/plain",
    };

    if (is_binary(body))
        return false;
    for (size_t i = 0; i < COUNT_OF(others); i++) {
        if (str_starts_nocase(str_trim(content_type), str_of(others[i]))) {
            const struct str text = str_trim(str_sub(body, 0, 512));

            return text.n && text.p[0] == '<';
        }
    }
    return true;
}

/* ---- the steps ----------------------------------------------------------------------------- */

static void read_links(struct page_reader *r, struct str html, struct arena *a, struct page *out)
{
    walk_tokens(&r->walk, html, r->limits.max_links, a);
    if (r->walk.has_data)
        walk_tokens(&r->walk, datastore_open(html, a), r->limits.max_links, a);
    out->title = r->walk.title;
    links_end(&r->walk.links, out);
    facts_read_links_only(&(struct facts_input){ .dom = r->dom }, out);
}

static void read_text(struct page_reader *r, struct arena *a, struct page *out)
{
    out->text = arena_copy(a, buf_str(&r->walk.seen.buf));
    const size_t own = r->walk.foot.is_there ? r->walk.foot.from : r->walk.own_chars;

    out->own_chars = own < OWN_CHARS_MAX ? own : OWN_CHARS_MAX;
    out->likeness = text_likeness(out->text, &out->text_chars);
}

/* What the scripts of a page without much text do: send the reader on, tell an error. */
static void read_redirect(struct page_reader *r, struct arena *a, struct page *out)
{
    const struct walk *w = &r->walk;

    if (out->text_chars > STUB_CHARS || w->links.n > STUB_LINKS)
        return;
    for (size_t i = 0; i < w->n_scripts; i++) {
        const struct walk_script *script = &w->scripts[i];

        if (!out->alert.n)
            out->alert = arena_copy(a, script_alert(dom_text(dom_child(script->at.node))));
        links_script_redirect(&r->walk.links, dom_text(dom_child(script->at.node)), &script->at);
    }
}

/* "if (document.referrer.indexOf('baidu') > 0) location.href = …", whatever else the page shows. */
static void read_referrer_refresh(const struct walk *w, struct arena *a, struct page *out)
{
    for (size_t i = 0; i < w->n_scripts && !out->referrer_refresh.n; i++) {
        const struct str to = script_engine_redirect(dom_text(dom_child(w->scripts[i].at.node)));

        out->referrer_refresh =
            str_starts(to, STR("//")) ? arena_join(a, STR("http:"), to) : arena_copy(a, to);
    }
}

/* The field, or the form, that the script writes here is of a search: its tag says so, or the words
 * behind it. */
static bool writes_search(struct str at)
{
    enum { WRITTEN_BYTES = 300 };
    static const char *const words[] = { "搜索", "检索", "搜一搜" };
    struct str rest = str_sub(at, 0, WRITTEN_BYTES), line = rest;

    (void)str_line(&rest, &line);

    const struct str tag = str_sub(line, 0, str_chr(line, '>'));

    return str_find_nocase(tag, STR("hidden")) == STR_NONE &&
           (str_find_nocase(tag, STR("search")) != STR_NONE ||
            str_has_any(line, words, COUNT_OF(words)));
}

/* document.write('<form action="/search"><input name="q">…'): where it sends the words is unsaid.
 */
static void read_written_search(const struct walk *w, struct page *out)
{
    static const char *const fields[] = { "<form", "<input" };

    for (size_t i = 0; i < w->n_scripts * COUNT_OF(fields) && !out->has_search; i++) {
        const struct str text = dom_text(dom_child(w->scripts[i / COUNT_OF(fields)].at.node)),
                         field = str_of(fields[i % COUNT_OF(fields)]);

        for (size_t at = 0, next;
             !out->has_search && (next = str_find(str_skip(text, at), field)) != STR_NONE;
             at += next + field.n)
            out->has_search = writes_search(str_skip(text, at + next));
    }
}

static void read_all(struct page_reader *r, const struct page_input *in, struct str html,
                     struct arena *a, struct page *out)
{
    const struct dom_limits limits = { .max_nodes = r->limits.max_nodes,
                                       .max_depth = r->limits.max_depth };
    struct walk *w = &r->walk;
    bool is_cut;

    dom_parse(r->dom, html, &limits, &is_cut);
    walk_tree(w, r->dom, r->limits.max_links, r->limits.max_depth, a);
    if (w->has_data) { /* few pages: so the others need no search for it */
        dom_parse(r->dom, datastore_open(html, a), &limits, &is_cut);
        walk_tree(w, r->dom, r->limits.max_links, r->limits.max_depth, a);
    }
    out->n_nodes = dom_n_nodes(r->dom);
    out->is_cut = out->is_cut || is_cut || w->is_cut;
    out->title = w->title;
    read_text(r, a, out);
    read_redirect(r, a, out);
    if (in->is_home) {
        read_referrer_refresh(&r->walk, a, out);
        read_written_search(&r->walk, out);
    }
    hidden_find(w, &r->styles, in, a, out);
    links_end(&w->links, out);
    facts_read(&(struct facts_input){ .dom = r->dom,
                                      .in = in,
                                      .link_nodes = w->links.nodes,
                                      .hidden_tops = w->hidden_tops.list,
                                      .n_hidden_tops = w->hidden_tops.n },
               a, out);
}

void page_read(struct page_reader *r, const struct page_input *in, struct arena *a,
               struct page *out)
{
    struct str body = str_sub(in->body, 0, r->limits.max_bytes);
    size_t n_bad;

    *out = (struct page){ .url = in->url,
                          .charset = "utf-8",
                          .is_cut = body.n < in->body.n,
                          .is_rendered = in->is_rendered };
    if (!is_html(in->content_type, body))
        return;

    const struct charset_guess guess = charset_detect(body, in->content_type);
    const struct str text = str_skip(body, guess.bom);
    const struct str html = guess.is_clean ? text : charset_to_utf8(text, guess.name, a, &n_bad);

    out->charset = guess.name;
    out->charset_lies = guess.label_lies;
    if (in->parts == PAGE_LINKS)
        read_links(r, html, a, out);
    else
        read_all(r, in, html, a, out);
}
