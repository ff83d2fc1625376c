#include "base/base.h"

#include "page/path.h"

#include "base/buf.h"
#include "base/needles.h"

#include <string.h>

/* What parts the steps of a path; the slashes come last. */
static const char *const signs[] = { ">", "»", "›", "→", "＞", "》", "/", "／" };
enum { N_SLASHES = 2 };

/* "[首页] > 政务公开": a path that does not say that it is one. */
static bool is_start(const struct flow *fl, uint32_t i)
{
    enum { FRONT_BYTES = 12 };
    const struct seg *s = &fl->segs[i];

    return s->in_a && s->text.n <= FRONT_BYTES && str_ends(s->text, STR("首页")) &&
           i + 1 < fl->n_segs && !s[1].in_a && s[1].line == s->line &&
           str_starts_any(s[1].text, signs, COUNT_OF(signs) - N_SLASHES);
}

/* "[首页] / 政务公开 / 县长信箱": bars of navigation are parted so, too, but hold more links and
 * end in one that is not the page's own name. */
static bool is_slash_start(const struct flow *fl, uint32_t i)
{
    enum { LINKS_MAX = 3 };
    const struct seg *s = &fl->segs[i];
    unsigned n_links = 0;
    uint32_t last = i;

    if (!s->in_a || !str_ends(s->text, STR("首页")) || i + 1 == fl->n_segs ||
        s[1].line != s->line || (i > 0 && s[-1].line == s->line) ||
        !(str_starts(s[1].text, STR("/")) || str_starts(s[1].text, STR("／"))))
        return false;
    for (uint32_t k = i; k < fl->n_segs && fl->segs[k].line == s->line && n_links <= LINKS_MAX;
         k++) {
        n_links += fl->segs[k].in_a;
        last = k;
    }
    if (n_links < LINKS_MAX)
        return true;
    return n_links == LINKS_MAX &&
           (!fl->segs[last].in_a || str_starts(fl->title, fl->segs[last].text));
}

uint32_t path_find(const struct flow *fl)
{
    static const char *const words[] = { "当前位置",   "当前的位置", "所在位置",
                                         "所在的位置", "您的位置",   "现在的位置" };
    enum { CRUMB_BYTES = 200 };
    struct needles w;

    needles_init(&w, words, COUNT_OF(words));
    for (uint32_t i = 0; i < fl->n_segs; i++)
        if (is_start(fl, i) || is_slash_start(fl, i) ||
            (fl->segs[i].text.n <= CRUMB_BYTES && !fl->segs[i].in_a &&
             needles_in(&w, fl->segs[i].text)))
            return i;
    return NO_SEG;
}

uint32_t path_end(const struct flow *fl)
{
    uint32_t i = path_find(fl);

    if (i == NO_SEG)
        return 0;
    for (const uint32_t line = fl->segs[i].line; i < fl->n_segs && fl->segs[i].line == line;)
        i++;
    return i;
}

/* "通知公告", where the path ends in "> 通知公告", the headline or the tag says so. */
static bool is_own_name(const struct flow *fl, const struct page *page, uint32_t below,
                        struct str text)
{
    return str_ends(fl->segs[below - 1].text, text) || str_eq(text, page->headline) ||
           str_eq(text, page->tags[TAG_COLUMN_NAME]);
}

/* "第1页 共1页 首页 上页 下页 尾页": what stands below a list, be it empty. */
static bool is_of_pager(struct str text)
{
    static const char *const runes[] = { "第", "共", "页", "条", "首", "上", "下",      "末", "尾",
                                         "前", "后", "一", "总", "记", "录", "数",      "每", "当",
                                         "转", "到", "跳", "至", "：", "　", "\xc2\xa0" };
    uint32_t rune;

    if (!str_has(text, STR("页")))
        return false;
    while (text.n) {
        const size_t step = str_rune(text, &rune);

        if (rune < 0x80 ? !char_is_digit(text.p[0]) && !strchr(" /:|[]()<>\n\t", text.p[0])
                        : !str_eq_any(str_sub(text, 0, step), runes, COUNT_OF(runes)))
            return false;
        text = str_skip(text, step);
    }
    return true;
}

/* Text that readers see, and no link: numbers to call and addresses to write to are text. */
static bool is_plain(const struct page *page, const struct seg *s)
{
    static const char *const schemes[] = { "tel:", "mailto:" };

    return !s->is_hidden &&
           (!s->in_a || (s->link != NO_LINK &&
                         str_starts_any(page->links[s->link].href, schemes, COUNT_OF(schemes))));
}

/* "首页", "政务公开": to the home page, or to a folder that holds the page. */
static bool leads_up(const struct page *page, const struct link *l)
{
    struct str dir = l->url;

    while (dir.n && dir.p[dir.n - 1] != '/')
        dir.n--;
    return str_starts(page->url, dir) && dir.n < page->url.n &&
           (dir.n == l->url.n || str_starts(str_skip(l->url, dir.n), STR("index.")));
}

/* "当前位置：[首页] > 通知公告": a step that leads up and one behind it; "所在位置：[查看地图]" is
 * none. */
static bool is_path(const struct flow *fl, const struct page *page, uint32_t from, uint32_t to)
{
    enum { STEP_CHARS = 2 };

    for (bool is_up = false; from < to; from++) {
        const struct seg *s = &fl->segs[from];

        if (is_up && str_chars(s->text) >= STEP_CHARS)
            return true;
        is_up |= s->link != NO_LINK && leads_up(page, &page->links[s->link]);
    }
    return false;
}

/* Plain text between the first link and the path, beside the headline: a template may write the
 * content before the path, and show it below. */
static bool has_text_above(const struct flow *fl, const struct page *page, uint32_t path)
{
    enum { MARK_CHARS = 2 };

    for (uint32_t i = 0, n_links = 0; i < path; i++) {
        const struct seg *s = &fl->segs[i];

        n_links += s->link != NO_LINK;
        if (n_links && is_plain(page, s) && !s->in_form && str_chars(s->text) > MARK_CHARS &&
            !str_eq(s->text, page->headline))
            return true;
    }
    return false;
}

void path_read(const struct flow *fl, struct arena *a, struct page *page)
{
    const uint32_t below = path_end(fl), path = below ? path_find(fl) : 0;
    size_t n_chars = 0;
    struct buf own = { 0 }, steps = { 0 };

    for (uint32_t i = path; i < below; i++)
        if (fl->segs[i].in_a) {
            buf_add(&steps, fl->segs[i].text);
            buf_add_char(&steps, '\n');
        }
    page->steps = arena_copy(a, buf_str(&steps));
    buf_done(&steps);

    for (uint32_t i = below; i < fl->foot && n_chars < OWN_CHARS_MAX; i++) {
        const struct seg *s = &fl->segs[i];

        if (!is_plain(page, s) || s->in_aside || (below && is_own_name(fl, page, below, s->text)) ||
            is_of_pager(s->text))
            continue;
        n_chars += str_chars(s->text);
        buf_add(&own, s->text);
    }
    page->shows_path = is_path(fl, page, path, below) && !has_text_above(fl, page, path);
    page->below = arena_copy(a, buf_str(&own));
    buf_done(&own);
}

bool path_has_step(const struct flow *fl, const char *const *words, size_t n)
{
    const uint32_t to = path_end(fl);

    for (uint32_t i = to ? path_find(fl) : 0; i < to; i++)
        if (fl->segs[i].in_a && str_has_any(fl->segs[i].text, words, n))
            return true;
    return false;
}

/* A link with a sign behind it, in the same line: not the page itself, nor a tool beside the path.
 */
static bool is_step(const struct flow *fl, uint32_t i, uint32_t to)
{
    return i + 1 < to && fl->segs[i].in_a && !fl->segs[i + 1].in_a &&
           str_starts_any(fl->segs[i + 1].text, signs, COUNT_OF(signs));
}

bool path_is_of_topic(const struct flow *fl)
{
    static const char *const words[] = { "专题",     "专题专栏", "热点专题", "专题集锦",
                                         "专题报道", "专题栏目", "专栏专题", "历史专题" };
    const uint32_t to = path_end(fl);

    /* The topic's name follows. What must be disclosed is none, wherever it stands. */
    for (uint32_t i = to ? path_find(fl) : 0; i + 2 < to; i++)
        if (is_step(fl, i, to) && str_eq_any(fl->segs[i].text, words, COUNT_OF(words)))
            return is_step(fl, i + 2, to) && !str_has(fl->segs[i + 2].text, STR("公开"));
    return false;
}
