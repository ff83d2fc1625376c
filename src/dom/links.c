#include "base/base.h"

#include "dom/charref.h"
#include "dom/links.h"
#include "dom/script.h"
#include "dom/sheet.h"
#include "dom/style.h"

#include <stdlib.h>
#include <string.h>

void links_done(struct links *l)
{
    free(l->list);
    free(l->nodes);
    free(l->anchors);
    *l = (struct links){ 0 };
}

void links_begin(struct links *l, size_t max, bool is_raw, struct arena *a)
{
    *l = (struct links){ .list = l->list,
                         .nodes = l->nodes,
                         .cap = l->cap,
                         .anchors = l->anchors,
                         .cap_anchors = l->cap_anchors,
                         .max = max,
                         .is_raw = is_raw,
                         .arena = a };
}

/* ---- strings ------------------------------------------------------------------------------- */

struct str links_value(const struct links *l, const struct attrs *at, enum attr_id id)
{
    const struct str s = attrs_get(at, id);

    if (s.n == 0)
        return s;
    return l->is_raw ? charref_decode(s, true, l->arena) : arena_copy(l->arena, s);
}

/* The same without a copy where it is needed for a look only. */
static struct str peek(const struct links *l, const struct attrs *at, enum attr_id id)
{
    const struct str s = attrs_get(at, id);

    return l->is_raw && s.n ? charref_decode(s, true, l->arena) : s;
}

/* As the URL standard reads it: no blanks and control characters at the ends, no tabs and newlines
 * within. */
static struct str clean_href(struct links *l, struct str s)
{
    while (s.n && (unsigned char)s.p[0] <= ' ')
        s = str_skip(s, 1);
    while (s.n && (unsigned char)s.p[s.n - 1] <= ' ')
        s.n--;

    if (s.n == 0)
        return STR("");

    bool is_clean = true;

    for (size_t i = 0; i < s.n; i++) /* without a way out, many bytes at once */
        is_clean &= (unsigned char)s.p[i] > '\r';
    if (is_clean)
        return l->is_raw ? s : arena_copy(l->arena, s);

    char *p = arena_alloc(l->arena, s.n);
    size_t n = 0;

    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] != '\n' && s.p[i] != '\r' && s.p[i] != '\t')
            p[n++] = s.p[i];
    return str_from(p, n);
}

/* ---- what a target is ---------------------------------------------------------------------- */

/* Endings of documents, archives and programs, at most seven letters. */
static const char attachments[][8] = {
    "pdf",  "doc",  "docx", "wps", "xls", "xlsx", "et",  "ppt", "pptx", "dps", "ofd",
    "ceb",  "cebx", "zip",  "rar", "7z",  "gz",   "tar", "txt", "csv",  "rtf", "docm",
    "xlsm", "gd",   "sep",  "uof", "dwg", "caj",  "exe", "apk", "msi",  "odt", "ods",
};

static bool is_attachment(struct str href)
{
    size_t end, dot = STR_NONE;
    char ext[8] = { 0 };

    (void)str_cut(href, '?', &href, &(struct str){ 0 });
    (void)str_cut(href, '#', &href, &(struct str){ 0 });
    end = href.n;
    for (size_t at = end; at && end - at < COUNT_OF(ext) && href.p[at - 1] != '/'; at--) {
        if (href.p[at - 1] == '.') {
            dot = at;
            break;
        }
    }
    if (dot == STR_NONE)
        return false;
    for (size_t i = dot; i < end; i++)
        ext[i - dot] = char_lower(href.p[i]);
    if (ext[0] == 'h') /* html: nearly all of them */
        return false;
    for (size_t i = 0; i < COUNT_OF(attachments); i++)
        if (memcmp(ext, attachments[i], sizeof(ext)) == 0)
            return true;
    return false;
}

/* Of a scheme under which nothing can be fetched, and which is no contact either. */
static bool is_code(struct str href)
{
    if (href.n == 0 || href.p[0] == '/' || href.p[0] == 'h') /* nearly all */
        return false;
    return str_starts_nocase(href, STR("javascript:")) || str_starts_nocase(href, STR("data:")) ||
           str_starts_nocase(href, STR("vbscript:")) || str_starts_nocase(href, STR("about:")) ||
           str_starts_nocase(href, STR("blob:"));
}

/* "/show/${id}.html", "{{item.url}}", "<%=url%>": a script of the page fills it in. */
static bool is_template(struct str href)
{
    const size_t at = str_chr(href, '{');

    if (at == STR_NONE)
        return str_starts(href, STR("<%"));
    return str_starts(str_skip(href, at), STR("{{")) ||
           (at > 0 && (href.p[at - 1] == '$' || href.p[at - 1] == '#'));
}

/* <option value> holds all sorts of things; these are meant as URLs. */
static bool looks_like_url(struct str s)
{
    static const char *const ends[] = { ".html", ".htm", ".shtml", ".jsp", ".aspx", ".php", ".do" };

    if (str_starts_nocase(s, STR("http://")) || str_starts_nocase(s, STR("https://")) ||
        str_starts(s, STR("../")) || str_starts(s, STR("./")))
        return s.n > 8 || s.p[0] == '.';
    if (s.n < 2 || str_chr(s, ' ') != STR_NONE)
        return false;
    if (s.p[0] == '/')
        return str_chr(str_skip(s, 1), '/') != STR_NONE || str_chr(s, '.') != STR_NONE;
    for (size_t i = 0; i < COUNT_OF(ends); i++)
        if (str_ends_nocase(s, str_of(ends[i])))
            return true;
    return false;
}

/* ---- adding -------------------------------------------------------------------------------- */

static void grow(struct links *l)
{
    l->cap = l->cap ? l->cap * 2 : 256;
    l->list = realloc(l->list, l->cap * sizeof(*l->list));
    l->nodes = realloc(l->nodes, l->cap * sizeof(const struct node *));
    ASSERT(l->list && l->nodes);
}

/* href is clean. */
static void add(struct links *l, enum element el, enum link_kind kind, struct str href,
                const struct node *node)
{
    if (l->n >= l->max || href.n > HREF_BYTES_MAX) {
        l->is_cut = true;
        return;
    }
    if (l->n == l->cap)
        grow(l);
    l->nodes[l->n] = node;
    l->list[l->n++] = (struct link){ .href = href,
                                     .element = element_name(el),
                                     .nth = l->nth[l->in_head][el],
                                     .kind = kind,
                                     .region = l->in_head ? REGION_HEAD : l->region };
}

/* A target that must not be empty. */
static void add_value(struct links *l, enum element el, enum link_kind kind, struct str value,
                      const struct node *node)
{
    const struct str href = clean_href(l, value);

    if (href.n && !is_code(href) && !is_template(href))
        add(l, el, kind, href, node);
}

static void add_attr(struct links *l, enum element el, enum link_kind kind, const struct attrs *at,
                     enum attr_id id, const struct node *node)
{
    if (attrs_has(at, id))
        add_value(l, el, kind, peek(l, at, id), node);
}

static void add_srcset(struct links *l, enum element el, struct str set, const struct node *node)
{
    while (set.n) {
        size_t n = 0;

        while (set.n && (char_is_space(set.p[0]) || set.p[0] == ','))
            set = str_skip(set, 1);
        while (n < set.n && !char_is_space(set.p[n]))
            n++;

        struct str url = str_sub(set, 0, n);
        const bool has_more = url.n && url.p[url.n - 1] == ',';

        while (url.n && url.p[url.n - 1] == ',')
            url.n--;
        add_value(l, el, LINK_IMAGE, url, node);
        set = str_skip(set, n);
        if (!has_more)
            set = str_skip(set, str_chr(set, ',') == STR_NONE ? set.n : str_chr(set, ','));
    }
}

static void add_urls(struct links *l, enum element el, struct str css, const struct node *node)
{
    struct str url;
    bool is_import;

    if (str_chr(css, '(') == STR_NONE && str_chr(css, '@') == STR_NONE)
        return; /* neither url() nor @import: most blocks of a page */
    while (sheet_next_link(&css, &url, &is_import))
        add_value(l, el, is_import ? LINK_STYLE : LINK_IMAGE, url, node);
}

/* ---- elements ------------------------------------------------------------------------------ */

/* "javascript:window.open('x')", onclick="location.href='x'". */
static void add_from_code(struct links *l, enum element el, struct str code,
                          const struct node *node)
{
    const struct str target = script_target(code);

    if (target.n)
        add_value(l, el, is_attachment(target) ? LINK_ATTACHMENT : LINK_PAGE, target, node);
}

static void on_anchor(struct links *l, enum element el, const struct attrs *at,
                      const struct node *node)
{
    const struct str href = clean_href(l, peek(l, at, AT_HREF));
    const bool has_target =
        href.n && !is_code(href) && !is_template(href) && !str_eq(href, STR("#"));

    if (has_target || (attrs_has(at, AT_HREF) && !is_code(href) && !is_template(href)))
        add(l, el, is_attachment(href) ? LINK_ATTACHMENT : LINK_PAGE, href, node);
    if (href.n && str_starts_nocase(href, STR("javascript:")))
        add_from_code(l, el, href, node);
    if (!has_target && attrs_has(at, AT_ONCLICK))
        add_from_code(l, el, peek(l, at, AT_ONCLICK), node);
}

/* A script fills in the real image where there is none, or a data: one, or a placeholder. */
static void on_image(struct links *l, enum element el, const struct attrs *at,
                     const struct node *node)
{
    const struct str src = attrs_get(at, AT_SRC);
    const bool is_lazy = str_trim(src).n == 0 || str_starts_nocase(src, STR("data:"));

    add_attr(l, el, LINK_IMAGE, at, is_lazy && attrs_has(at, AT_LAZY) ? AT_LAZY : AT_SRC, node);
    if (attrs_has(at, AT_SRCSET))
        add_srcset(l, el, peek(l, at, AT_SRCSET), node);
    else if (attrs_has(at, AT_LAZY_SRCSET))
        add_srcset(l, el, peek(l, at, AT_LAZY_SRCSET), node);
}

static bool has_word(struct str words, struct str word)
{
    while (words.n) {
        size_t n = 0;

        while (n < words.n && !char_is_space(words.p[n]))
            n++;
        if (str_eq_nocase(str_from(words.p, n), word))
            return true;
        words = str_skip(words, n + 1);
    }
    return false;
}

static void on_link(struct links *l, const struct attrs *at, const struct node *node)
{
    const struct str rel = peek(l, at, AT_REL);

    if (has_word(rel, STR("stylesheet"))) {
        l->n_sheets++;
        add_attr(l, EL_LINK, LINK_STYLE, at, AT_HREF, node);
    } else if (has_word(rel, STR("icon")) || has_word(rel, STR("apple-touch-icon")) ||
               has_word(rel, STR("apple-touch-icon-precomposed"))) {
        add_attr(l, EL_LINK, LINK_ICON, at, AT_HREF, node);
    } else if (has_word(rel, STR("alternate"))) {
        add_attr(l, EL_LINK, LINK_PAGE, at, AT_HREF, node);
    }
}

/* "5; url=x.html", with the liberties of HTML 4.2.5.3. */
static struct str refresh_target(struct str content)
{
    struct str s = str_trim(content);

    while (s.n && (char_is_digit(s.p[0]) || s.p[0] == '.'))
        s = str_skip(s, 1);
    while (s.n && (char_is_space(s.p[0]) || s.p[0] == ';' || s.p[0] == ','))
        s = str_skip(s, 1);
    if (str_starts_nocase(s, STR("url"))) {
        const struct str after = str_trim(str_skip(s, 3));

        if (after.n && after.p[0] == '=')
            s = str_trim(str_skip(after, 1));
    }
    if (s.n && (s.p[0] == '"' || s.p[0] == '\'')) {
        const size_t end = str_chr(str_skip(s, 1), s.p[0]);

        s = str_sub(s, 1, end == STR_NONE ? s.n : end);
    }
    return s;
}

static void on_meta(struct links *l, const struct attrs *at, const struct node *node)
{
    if (!str_eq_nocase(str_trim(attrs_get(at, AT_HTTP_EQUIV)), STR("refresh")))
        return;

    const struct str target = clean_href(l, refresh_target(peek(l, at, AT_CONTENT)));

    if (target.n == 0 || is_code(target))
        return;
    add(l, EL_META, LINK_REFRESH, target, node);
    if (l->refresh.n == 0)
        l->refresh = target;
}

static void on_input(struct links *l, const struct attrs *at, const struct node *node)
{
    if (str_eq_nocase(attrs_get(at, AT_TYPE), STR("image")))
        add_attr(l, EL_INPUT, LINK_IMAGE, at, AT_SRC, node);
}

/* Those of a menu that goes where they say are links, whatever they look like. */
static void on_option(struct links *l, const struct attrs *at, const struct node *node)
{
    const struct str value = str_trim(peek(l, at, AT_VALUE));

    if (looks_like_url(value) || (l->is_menu && value.n > 1 && value.p[0] == '/'))
        add_value(l, EL_OPTION, is_attachment(value) ? LINK_ATTACHMENT : LINK_PAGE, value, node);
}

static void on_media(struct links *l, enum element el, const struct attrs *at,
                     const struct node *node)
{
    add_attr(l, el, LINK_MEDIA, at, el == EL_OBJECT ? AT_DATA : AT_SRC, node);
    add_attr(l, el, LINK_IMAGE, at, AT_POSTER, node);
    if (attrs_has(at, AT_SRCSET))
        add_srcset(l, el, peek(l, at, AT_SRCSET), node);
}

static void add_anchor(struct links *l, struct str name)
{
    if (name.n == 0)
        return;
    if (l->n_anchors >= l->max) {
        l->is_cut = true;
        return;
    }
    if (l->n_anchors == l->cap_anchors) {
        l->cap_anchors = l->cap_anchors ? l->cap_anchors * 2 : 256;
        l->anchors = realloc(l->anchors, l->cap_anchors * sizeof(*l->anchors));
        ASSERT(l->anchors);
    }
    l->anchors[l->n_anchors++] = (uint32_t)str_hash(name);
}

static void on_base(struct links *l, const struct attrs *at)
{
    if (l->has_base || !attrs_has(at, AT_HREF))
        return;
    l->has_base = true;
    l->base_href = clean_href(l, peek(l, at, AT_HREF));
}

static void on_any(struct links *l, enum element el, const struct attrs *at,
                   const struct node *node)
{
    if (attrs_has(at, AT_ID))
        add_anchor(l, peek(l, at, AT_ID));
    if (el == EL_A && attrs_has(at, AT_NAME))
        add_anchor(l, peek(l, at, AT_NAME));
    if (attrs_has(at, AT_BACKGROUND) && el != EL_OTHER)
        add_attr(l, el, LINK_IMAGE, at, AT_BACKGROUND, node);
    if (attrs_has(at, AT_STYLE) && str_chr(at->value[AT_STYLE], '(') != STR_NONE)
        add_urls(l, el, peek(l, at, AT_STYLE), node);
    if (attrs_has(at, AT_ONCLICK) && el != EL_A && el != EL_AREA)
        add_from_code(l, el, peek(l, at, AT_ONCLICK), node);
}

static void on_frame(struct links *l, enum element el, const struct attrs *at,
                     const struct node *node)
{
    const size_t n = l->n;

    add_attr(l, el, LINK_FRAME, at, AT_SRC, node);
    if (l->n > n && attrs_has(at, AT_STYLE))
        l->list[n].is_hidden = style_is_unseen(at->value[AT_STYLE]);
}

void links_element(struct links *l, enum element el, const struct attrs *at,
                   const struct node *node)
{
    l->nth[l->in_head][el]++;
    if (el != EL_OPTION && el != EL_OPTGROUP)
        l->is_menu = el == EL_SELECT && script_goes_to_option(attrs_get(at, AT_ONCHANGE));
    if (!at->present)
        return;
    switch ((unsigned)el) {
    case EL_A:
    case EL_AREA:
        on_anchor(l, el, at, node);
        break;
    case EL_IMG:
        on_image(l, el, at, node);
        break;
    case EL_SCRIPT:
        add_attr(l, el, LINK_SCRIPT, at, AT_SRC, node);
        break;
    case EL_LINK:
        on_link(l, at, node);
        break;
    case EL_IFRAME:
    case EL_FRAME:
        on_frame(l, el, at, node);
        break;
    case EL_FORM:
        add_attr(l, el, LINK_FORM, at, AT_ACTION, node);
        break;
    case EL_INPUT:
        on_input(l, at, node);
        break;
    case EL_OPTION:
        on_option(l, at, node);
        break;
    case EL_AUDIO:
    case EL_VIDEO:
    case EL_SOURCE:
    case EL_EMBED:
    case EL_OBJECT:
        on_media(l, el, at, node);
        break;
    case EL_META:
        on_meta(l, at, node);
        break;
    case EL_BASE:
        on_base(l, at);
        break;
    default:
        break;
    }
    on_any(l, el, at, node);
}

void links_style(struct links *l, struct str css, const struct node *node)
{
    add_urls(l, EL_STYLE, css, node);
}

struct script_place links_script(const struct links *l, const struct node *node)
{
    return (struct script_place){ .node = node,
                                  .nth = l->nth[l->in_head][EL_SCRIPT],
                                  .in_head = l->in_head };
}

/* In the script's place; NULL: there is no room. */
static struct link *add_of_script(struct links *l, enum link_kind kind, struct str href,
                                  const struct script_place *at)
{
    const size_t n = l->n;

    l->in_head = at->in_head;
    add(l, EL_SCRIPT, kind, href, at->node);
    if (l->n == n)
        return NULL;
    l->list[n].nth = at->nth;
    return &l->list[n];
}

void links_script_redirect(struct links *l, struct str script, const struct script_place *at)
{
    const struct str target = l->refresh.n ? STR("") : script_redirect(script);

    if (!target.n)
        return;

    const struct str href = clean_href(l, target);

    if (!href.n || is_code(href))
        return;
    l->refresh = href;
    (void)add_of_script(l, LINK_REFRESH, href, at);
}

void links_script_pager(struct links *l, struct str script, const struct node *node)
{
    struct script_pager pager;

    if (!script_find_pager(script, &pager) || pager.at + 1 >= pager.n_pages)
        return;

    const size_t n = l->n;

    add(l, EL_SCRIPT, LINK_PAGE,
        arena_printf(l->arena, "%.*s_%lld.%.*s", STR_ARG(pager.name), (long long)pager.at + 1,
                     STR_ARG(pager.ending)),
        node);
    if (l->n > n)
        l->list[n].text = STR("下一页");
}

void links_written(struct links *l, struct str href, struct str text, const struct script_place *at)
{
    struct link *link = add_of_script(l, LINK_PAGE, href, at);

    if (!link)
        return;
    link->text = text;
    link->is_hidden = true;
}

/* ---- the end ------------------------------------------------------------------------------- */

static int by_value(const void *a, const void *b)
{
    const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

    return (x > y) - (x < y);
}

void links_end(struct links *l, struct page *out)
{
    struct link *list = arena_array(l->arena, struct link, l->n);
    uint32_t *anchors = arena_array(l->arena, uint32_t, l->n_anchors);
    size_t n = 0;

    if (l->n)
        memcpy(list, l->list, l->n * sizeof(*list));
    if (l->n_anchors)
        qsort(l->anchors, l->n_anchors, sizeof(*l->anchors), by_value);
    for (size_t i = 0; i < l->n_anchors; i++)
        if (i == 0 || l->anchors[i] != l->anchors[i - 1])
            anchors[n++] = l->anchors[i];
    out->links = list;
    out->n_links = l->n;
    out->anchors = anchors;
    out->n_anchors = n;
    out->base_href = l->base_href;
    out->refresh = l->refresh;
    out->is_cut = out->is_cut || l->is_cut;
}
