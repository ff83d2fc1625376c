#include "base/base.h"

#include "page/kind.h"

#include "page/error.h"
#include "page/guide.h"
#include "page/label.h"
#include "page/leader.h"
#include "page/letter.h"
#include "page/pager.h"
#include "page/path.h"

#include "base/clock.h"
#include "base/needles.h"
#include "text/date.h"

#include <string.h>

/* Chosen on saved pages of many sites; no official text names such numbers. */
enum {
    STUB_CHARS = 300,  /* a page that sends the reader on says no more */
    SHELL_CHARS = 120, /* a page to be filled by script shows no more */
    SHELL_LINKS = 5,
    RENDERED_CHARS = 10, /* less in a browser too: what its script asks for did not come */
    SHELL_ROWS = 2,      /* so many rows with dates are a list, however short */
    LOGIN_CHARS = 300,   /* a page to log in says no more */
    BLOCK_CHARS = 600,   /* what a firewall says is not longer */
    HOME_LINKS = 60,
    HOME_TITLE_CHARS = 20,
    BODY_BYTES = 120, /* an article's text is not shorter, unless it says that it is one */
    LABEL_BYTES = 60, /* a label of a form or a table */
    FORM_FIELDS = 4,
    MANY_FIELDS = 6,
    LETTER_LABELS = 3,
    LETTER_FIELDS = 3, /* with one of many lines among them */
    DATED_TEXTS = 4,   /* more dates of publishing: texts below each other */
    SITEMAP_LINKS = 20,
    SITEMAP_LINKS_MIN = 5,
    WAYS_MIN = 8, /* so many titles or links below each other are a column */
};

/* ---- addresses ------------------------------------------------------------------------------- */

static struct str path_of(struct str url)
{
    const size_t scheme = str_find(url, STR("://"));

    if (scheme == STR_NONE)
        return str_from(NULL, 0);
    url = str_skip(url, scheme + 3);

    const size_t slash = str_chr(url, '/');

    return slash == STR_NONE ? STR("/") : str_skip(url, slash);
}

/* index.html, default.asp, main.jsp ...: what stands for its folder. */
static bool is_index_file(struct str name)
{
    static const char *const names[] = { "index", "default", "main", "home" };

    for (size_t i = 0; i < COUNT_OF(names); i++) {
        const struct str stem = str_of(names[i]);

        if (str_starts_nocase(name, stem) &&
            (name.n == stem.n || name.p[stem.n] == '.' || name.p[stem.n] == '_'))
            return true;
    }
    return false;
}

static bool is_root_path(struct str path)
{
    const size_t query = str_chr(path, '?');

    path = str_sub(path, 0, str_chr(path, '#'));
    /* A query without a number chooses no page: "/?from=search". */
    if (query != STR_NONE && date_in_url(path) == DAY_NONE) {
        bool has_digit = false;

        for (size_t i = query; i < path.n; i++)
            has_digit = has_digit || char_is_digit(path.p[i]);
        if (!has_digit)
            path = str_sub(path, 0, query);
    }
    if (str_eq(path, STR("/")))
        return true;
    return path.n > 1 && str_chr(str_skip(path, 1), '/') == STR_NONE &&
           str_chr(path, '?') == STR_NONE && is_index_file(str_skip(path, 1));
}

/* list.html, xwzx_list_2.html, newslist.jsp: a file that holds a column. */
static bool is_list_file(struct str name)
{
    const size_t at = str_find_nocase(name, STR("list"));
    const char next = at == STR_NONE || at + 4 >= name.n ? '.' : name.p[at + 4];

    return at == 0 || (at != STR_NONE && (next == '.' || next == '_'));
}

/* A folder or its index file: where columns live. */
static bool is_folder_path(struct str path)
{
    size_t last = 0;

    path = str_sub(path, 0, str_chr(path, '?'));
    path = str_sub(path, 0, str_chr(path, '#'));
    for (size_t i = 0; i < path.n; i++)
        if (path.p[i] == '/')
            last = i + 1;

    const struct str name = str_skip(path, last);

    return path.n > 1 && (name.n == 0 || is_index_file(name) || is_list_file(name) ||
                          str_has(path, STR("/col/")));
}

/* t20261120_1.html, content_123456.html, art/2026/11/20/...: where texts live. */
static bool is_content_path(struct str path)
{
    unsigned n_digits = 0;

    path = str_sub(path, 0, str_chr(path, '#'));
    if (is_folder_path(path))
        return false;
    for (size_t i = path.n; i > 0 && path.p[i - 1] != '/'; i--)
        n_digits += char_is_digit(path.p[i - 1]);
    return n_digits >= 4 || date_in_url(path) != DAY_NONE;
}

/* No query chooses a page of it. */
static bool is_list_address(struct str url)
{
    return str_chr(url, '?') == STR_NONE && is_folder_path(path_of(url));
}

/* ---- single kinds ---------------------------------------------------------------------------- */

/* Short, and no "news - channel - site": what home pages are called. */
static bool is_home_title(struct str title)
{
    static const char *const separators[] = { "-", "_", "|", "—", "–", "｜", "》", "：" };

    return title.n > 0 && str_chars(title) <= HOME_TITLE_CHARS &&
           !str_has_any(title, separators, COUNT_OF(separators));
}

/* An institution or its site: 云溪县人民政府, 云溪教育网, 中国云溪. */
static bool names_site(struct str title)
{
    static const char *const ends[] = { "网",   "政府", "公署",   "局",     "委",   "委员会",
                                        "厅",   "部",   "办公室", "研究院", "中心", "总站",
                                        "网站", "首页", "门户",   "平台",   "省",   "市",
                                        "州",   "县",   "区",     "镇",     "乡" };

    return str_starts(title, STR("中国")) || str_ends_any(title, ends, COUNT_OF(ends));
}

bool kind_looks_home(const struct flow *fl, const struct article *ar, const struct page *page)
{
    const struct str path = path_of(page->url);

    if (page->tags[TAG_ARTICLE_TITLE].n || page->tags[TAG_PUB_DATE].n)
        return false;
    if (path.n && is_root_path(path))
        return true;
    if (str_eq(page->tags[TAG_COLUMN_TYPE], STR("首页")) ||
        str_eq(page->tags[TAG_COLUMN_NAME], STR("首页")))
        return !path.n || is_folder_path(path) || is_home_title(page->title);
    if (path.n && !is_folder_path(path))
        return false;
    /* No address, or a folder that may be the home page of a site within a site. */
    if (!path.n && (path_find(fl) != NO_SEG || !names_site(page->title)))
        return false;
    if (path.n && !str_eq(page->title, page->tags[TAG_SITE_NAME]) &&
        !str_has(page->title, STR("首页")))
        return false;
    return page->n_links >= HOME_LINKS && !page->tags[TAG_COLUMN_NAME].n &&
           !published_is_seen(&ar->date) &&
           (is_home_title(page->title) || (!path.n && str_ends(page->title, STR("首页"))));
}

/* A firewall's page instead of the site's: it turns programs away, readers may see another one. */
static bool turns_away(const struct article *ar, const struct page *page)
{
    static const char *const words[] = {
        "网站防火墙",     "网站管理员设置拦截",
        "您的访问被阻断", "访问被拦截",
        "请求被拦截",     "请求已被拦截",
        "访问已被拦截",   "拦截提示",
        "造成安全威胁",   "创宇盾",
        "安全狗",         "正在进行安全检查",
        "安全验证",       "人机验证",
        "滑动验证",       "浏览器安全检查",
        "开启JavaScript", "启用JavaScript",
        "Just a moment",  "Attention Required",
    };

    return page->text_chars <= BLOCK_CHARS && page->n_links <= SHELL_LINKS &&
           !published_is_seen(&ar->date) && !page->tags[TAG_ARTICLE_TITLE].n &&
           (str_has_any(page->title, words, COUNT_OF(words)) ||
            str_has_any(page->text, words, COUNT_OF(words)));
}

/* Columns whose pages are guides or letters, by name or type. */
static const char *const guide_columns[] = { "办事指南", "服务指南", "办理指南", "办事服务",
                                             "服务事项", "政务服务", "办事事项", "办事大厅" };
static const char *const message_columns[] = { "信箱",     "来信",     "留言",    "咨询投诉",
                                               "咨询建言", "网上咨询", "在线咨询" };

static bool column_is(const struct page *page, const char *const *words, size_t n)
{
    return str_has_any(page->tags[TAG_COLUMN_NAME], words, n) ||
           str_has_any(page->tags[TAG_COLUMN_TYPE], words, n);
}

/* ---- article or column ----------------------------------------------------------------------- */

/* The rows are related texts, or no list of a column's: those have dates. */
static bool is_related_list(const struct kind_input *in)
{
    static const char *const words[] = { "相关", "关联", "推荐", "延伸" };
    const uint32_t first = in->fl->boxes[in->lists->main_box].seg_from;

    return in->lists->n_dated == 0 ||
           (first && str_starts_any(in->fl->segs[first - 1].text, words, COUNT_OF(words)));
}

/* The headline is a column's name: the page's own, or a step of the path to it. */
static bool is_headed_by_column(const struct flow *fl, uint32_t headline, const struct page *page)
{
    const struct str name = fl->segs[headline].text;
    const uint32_t to = path_end(fl);

    for (uint32_t i = to ? path_find(fl) : 0; i < to; i++)
        if (i != headline && str_eq(fl->segs[i].text, name))
            return true;
    return str_eq(name, page->tags[TAG_COLUMN_NAME]);
}

/* The one labelled date stands between the headline and the rows of links: those are related
 * texts. */
static bool is_dated_above_list(const struct kind_input *in, const struct page *page)
{
    const struct article *ar = in->article;
    const uint32_t list = in->lists->main_box;

    return ar->headline != NO_SEG && in->fl->segs[ar->headline].heading &&
           ar->date.labelled != DAY_NONE && ar->date.n_labelled == 1 &&
           ar->date.seg > ar->headline && list && ar->date.seg < in->fl->boxes[list].seg_from &&
           is_related_list(in) && !is_headed_by_column(in->fl, ar->headline, page);
}

static int article_score(const struct kind_input *in, const struct page *page)
{
    const struct article *ar = in->article;
    int score = 0;

    if (page->tags[TAG_ARTICLE_TITLE].n)
        score += 4;
    if (published_of_tag(page->tags[TAG_PUB_DATE]) != DAY_NONE)
        score += 3;
    if (ar->date.labelled != DAY_NONE && ar->date.n_labelled <= 3)
        score += 4;
    if (ar->date.unlabelled != DAY_NONE)
        score += 2;
    if (ar->body_bytes >= BODY_BYTES)
        score += 2;
    if (ar->body_bytes >= BODY_BYTES * 5)
        score += 1;
    if (ar->source.n)
        score += 1;
    if (is_content_path(path_of(page->url)))
        score += ar->headline != NO_SEG && ar->date.unlabelled != DAY_NONE ? 2 : 1;
    /* Headline, its date, and a long text: what else stands on the page does not matter. */
    if (ar->body_bytes >= BODY_BYTES * 3 && ar->headline != NO_SEG &&
        (ar->date.unlabelled != DAY_NONE ||
         (ar->date.labelled != DAY_NONE && ar->date.n_labelled <= 2)))
        score += 3;
    else if (is_dated_above_list(in, page))
        score += 2;
    return score;
}

static int column_score(const struct kind_input *in, const struct page *page)
{
    const struct lists *l = in->lists;
    int score = 0;

    score += l->n_main >= 8 ? 4 : l->n_main >= 3 ? 3 : l->n_main > 0 ? 1 : 0;
    if (l->n_dated >= 3)
        score += 2;
    if (page->tags[TAG_COLUMN_NAME].n && !page->tags[TAG_ARTICLE_TITLE].n)
        score += 2;
    if (is_folder_path(path_of(page->url)))
        score += page->own_chars < SHELL_CHARS && path_find(in->fl) != NO_SEG ? 4 : 3;
    else if (l->n_main > 0 && in->article->body_bytes < BODY_BYTES && path_find(in->fl) != NO_SEG)
        score++;
    if (pager_find(in->fl) != NO_SEG)
        score += 2;
    return score;
}

/* "索引号", "发布机构", "文号": the head of a document of the disclosure catalogue. */
static bool has_document_head(const struct flow *fl)
{
    static const struct label_word words[] = {
        { "索引号", LABEL_TELLS },   { "信息分类", LABEL_TELLS }, { "主题分类", LABEL_TELLS },
        { "发布机构", LABEL_TELLS }, { "发文机关", LABEL_TELLS }, { "发文字号", LABEL_TELLS },
        { "成文日期", LABEL_TELLS }, { "生成日期", LABEL_TELLS }, { "是否有效", LABEL_TELLS },
        { "信息名称", LABEL_TELLS }, { "公开日期", LABEL_TELLS }, { "发文日期", LABEL_TELLS },
        { "有效性", LABEL_TELLS },   { "公开分类", LABEL_TELLS },
    };

    return labels_count(fl, words, COUNT_OF(words), false) >= 4;
}

/* The first dated link is a row of the page's own, none of its navigation. */
static bool has_dated_row(const struct lists *lists, const struct page *page)
{
    for (size_t i = 0; i < page->n_items && lists->n_dated > 0; i++)
        if (page->items[i].link != ITEM_NO_LINK)
            return page->links[page->items[i].link].region == REGION_BODY;
    return false;
}

/* Pages that every site has once, of a few words: no columns, whatever their tags. */
static bool is_about(const struct page *page)
{
    static const char *const words[] = { "关于我们", "关于本站", "联系我们", "联系方式",
                                         "网站声明", "版权声明", "免责声明", "隐私声明",
                                         "法律声明", "使用帮助", "网站简介", "网站介绍" };

    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (str_eq(page->tags[TAG_COLUMN_NAME], str_of(words[i])) ||
            str_starts(page->title, str_of(words[i])) || str_ends(page->title, str_of(words[i])))
            return true;
    return false;
}

/* A heading that is no column's name: of a text, however short. */
static bool has_own_heading(const struct kind_input *in, const struct page *page)
{
    const uint32_t at = in->article->headline;

    return at != NO_SEG && in->fl->segs[at].heading &&
           !str_eq(in->fl->segs[at].text, page->tags[TAG_COLUMN_NAME]);
}

/* Titles that lead nowhere without a script. */
static uint32_t n_dead_titles(const struct flow *fl)
{
    enum { TITLE_BYTES = 24 };
    uint32_t n = 0;

    for (uint32_t i = 0; i < fl->n_segs; i++)
        n += fl->segs[i].in_a && fl->segs[i].link == NO_LINK && !fl->segs[i].is_hidden &&
             fl->segs[i].text.n >= TITLE_BYTES;
    return n;
}

/* At `at` the script puts something into the page, and not behind all of it, where counters
 * and buttons to go to the top put their own: $('#list').append(, but not document.body.append(. */
static bool appends_at(struct str code, size_t at)
{
    static const char *const wholes[] = { "body",   "body')",  "body\")",   "head",
                                          "head')", "head\")", "head')[0]", "head\")[0]" };
    static const char *const to_wholes[] = { "'body'", "\"body\"", "document.body" };
    struct str call = str_skip(code, at + STR(".append").n);

    if (str_starts(call, STR("To(")))
        return !str_starts_any(str_skip(call, 3), to_wholes, COUNT_OF(to_wholes));
    return (str_starts(call, STR("(")) || str_starts(call, STR("Child("))) &&
           !str_ends_any(str_sub(code, 0, at), wholes, COUNT_OF(wholes));
}

static bool puts_in(struct str code)
{
    static const char *const writes[] = { "innerHTML", "document.write(", ".html(",
                                          "insertAdjacentHTML" };

    for (size_t at = 0, next; (next = str_find(str_skip(code, at), STR(".append"))) != STR_NONE;
         at++) {
        at += next;
        if (appends_at(code, at))
            return true;
    }
    return str_has_any(code, writes, COUNT_OF(writes));
}

/* Such an element is made: "<a href", "<A\thref"; "createElement('a')". "<audio" is none. */
static bool makes_any(struct str code, struct str mark, const char *const *tags, size_t n)
{
    for (size_t at = 0, next; (next = str_find(str_skip(code, at), mark)) != STR_NONE;) {
        at += next + mark.n;

        const struct str name = str_skip(code, at + (mark.n > 1)); /* behind the quote */

        for (size_t i = 0; i < n; i++) {
            const struct str tag = str_of(tags[i]);

            if (str_starts_nocase(name, tag) && name.n > tag.n &&
                (char_lower(name.p[tag.n]) < 'a' || char_lower(name.p[tag.n]) > 'z'))
                return true;
        }
    }
    return false;
}

/* The script writes rows, or boxes or links that are neither the badge nor the error entry: those
 * are written so too, and stand in no list. */
static bool writes_rows(struct str code)
{
    static const char *const rows[] = { "li", "tr", "dd" }, *const boxes[] = { "a", "div" };
    const struct str made = STR("createElement(");

    if (!puts_in(code))
        return false;
    if (makes_any(code, STR("<"), rows, COUNT_OF(rows)) ||
        makes_any(code, made, rows, COUNT_OF(rows)))
        return true;
    return (makes_any(code, STR("<"), boxes, COUNT_OF(boxes)) ||
            makes_any(code, made, boxes, COUNT_OF(boxes))) &&
           str_find_nocase(code, STR("conac")) == STR_NONE && !str_has(code, STR("jiucuo"));
}

/* A script in the page keeps its list, and the markup shows none. */
static bool has_row_writer(const struct flow *fl)
{
    const struct node *top = fl->boxes[0].node;

    for (const struct node *n = top; n; n = dom_next(n, top)) {
        const struct node *text = dom_element(n) == EL_SCRIPT ? dom_child(n) : NULL;

        if (text && dom_is_text(text) && writes_rows(dom_text(text)))
            return true;
    }
    return false;
}

/* No title and hardly a word, and a script that writes rows: a browser alone shows them. */
static bool waits_for_rows(const struct kind_input *in, const struct page *page)
{
    return !page->is_rendered && in->lists->n_main == 0 && in->lists->n_dated == 0 &&
           in->lists->n_long_links == 0 && page->own_chars < SHELL_CHARS && has_row_writer(in->fl);
}

/* No text and no rows: what a column's page with pictures, sub-columns or nothing at all has. */
static bool is_bare_column(const struct kind_input *in, const struct page *page,
                           bool is_column_by_tags)
{
    uint32_t n_ways = 0;

    if (in->article->body_bytes >= BODY_BYTES || in->furniture->has_password || is_about(page))
        return false;
    if (is_column_by_tags)
        return !has_own_heading(in, page) && letter_labels(in->fl) == 0 &&
               !(page->tags_present & (1U << TAG_ARTICLE_TITLE | 1U << TAG_PUB_DATE));
    if (n_dead_titles(in->fl) >= WAYS_MIN)
        return true;
    for (size_t i = 0; i < page->n_links; i++)
        n_ways += page->links[i].kind == LINK_PAGE && page->links[i].region == REGION_BODY;
    return n_ways >= WAYS_MIN && page->own_chars < SHELL_CHARS && path_find(in->fl) != NO_SEG &&
           !is_content_path(path_of(page->url));
}

/* The front of a channel: more titles of what is below it than text. */
static bool is_channel(const struct kind_input *in, const struct page *page)
{
    enum { TITLES_MIN = 8, TITLE_BYTES = 60 };
    const uint32_t n = in->lists->n_long_links;

    return n >= TITLES_MIN && in->lists->n_main > 0 && n * TITLE_BYTES > in->article->body_bytes &&
           is_folder_path(path_of(page->url));
}

/* The title is the tag's name of the column: the text introduces it. */
static bool is_titled_by_column(const struct page *page)
{
    const struct str name = page->tags[TAG_COLUMN_NAME];

    return name.n && !page->tags[TAG_ARTICLE_TITLE].n && str_starts(page->title, name);
}

/* The rows stand before the paragraphs of the text or behind them, and no pager turns them: news on
 * every page. */
static bool is_list_beside(const struct kind_input *in, const struct page *page)
{
    const struct article *ar = in->article;
    const struct box *list = &in->fl->boxes[in->lists->main_box];
    uint32_t from = ar->body_from, to = ar->body_to;

    if (!in->lists->main_box || ar->body_bytes < BODY_BYTES * 3 ||
        is_folder_path(path_of(page->url)) || pager_find(in->fl) != NO_SEG ||
        is_titled_by_column(page))
        return false;
    while (from < to && !published_is_prose(&in->fl->segs[from]))
        from++;
    while (to > from && !published_is_prose(&in->fl->segs[to - 1]))
        to--;
    return from < to && (list->seg_to <= from || list->seg_from >= to);
}

/* One row may be all that the table has. With a headline or a day of publishing above it, it is of
 * a text. */
static bool is_table_of_titles(const struct kind_input *in, const struct page *page)
{
    const struct article *ar = in->article;

    return in->lists->is_table && !page->tags[TAG_ARTICLE_TITLE].n &&
           !is_content_path(path_of(page->url)) &&
           (!has_own_heading(in, page) || is_headed_by_column(in->fl, ar->headline, page)) &&
           (!published_is_seen(&ar->date) || ar->date.seg >= in->lists->first_day);
}

static enum page_kind article_or_column(const struct kind_input *in, const struct page *page)
{
    const int article = article_score(in, page), column = column_score(in, page);
    const struct article *ar = in->article;
    const bool has_date = (published_is_seen(&ar->date) && ar->date.n_labelled <= DATED_TEXTS) ||
                          published_of_tag(page->tags[TAG_PUB_DATE]) != DAY_NONE;
    const bool is_article_by_title = page->tags[TAG_ARTICLE_TITLE].n > 0;
    const bool is_column_by_tags = page->tags[TAG_COLUMN_NAME].n && !is_article_by_title;

    if (is_table_of_titles(in, page) && ar->body_bytes < BODY_BYTES)
        return PAGE_COLUMN;
    if (in->lists->begins_dated && !is_article_by_title && is_folder_path(path_of(page->url)))
        return PAGE_COLUMN;
    /* A text page in a folder: guides to disclosure and the like. */
    if ((in->lists->n_dated < 2 || is_list_beside(in, page)) && ar->body_bytes >= BODY_BYTES * 3 &&
        ar->body_bytes > in->lists->n_main * 90 &&
        (has_date || is_article_by_title || !is_channel(in, page)))
        return has_date || is_article_by_title || ar->date.has_blank || has_document_head(in->fl) ||
                       (is_content_path(path_of(page->url)) && !is_column_by_tags)
                   ? PAGE_ARTICLE
                   : PAGE_OTHER;
    if (article >= 4 && article >= column && (has_date || is_article_by_title))
        return PAGE_ARTICLE;
    if (column >= 4 || (column >= 3 && (in->lists->n_main >= 3 ||
                                        (is_column_by_tags && has_dated_row(in->lists, page)))))
        return in->lists->n_main == 0 && (ar->body_bytes >= BODY_BYTES * 2 || is_about(page))
                   ? PAGE_OTHER
                   : PAGE_COLUMN;
    if (ar->body_bytes < BODY_BYTES)
        return is_bare_column(in, page, is_column_by_tags) ? PAGE_COLUMN : PAGE_OTHER;
    return has_date || (ar->body_bytes >= BODY_BYTES * 3 && ar->headline != NO_SEG &&
                        is_content_path(path_of(page->url)))
               ? PAGE_ARTICLE
               : PAGE_OTHER;
}

/* ---- all together ---------------------------------------------------------------------------- */

static uint32_t n_page_links(const struct page *page)
{
    uint32_t n = 0;

    for (size_t i = 0; i < page->n_links; i++)
        n += page->links[i].kind == LINK_PAGE;
    return n;
}

static bool says(struct str s, const char *word)
{
    return str_has(s, str_of(word));
}

/* "网站地图-云溪县教育局", "云溪县教育局_站点地图". */
static bool is_titled_sitemap(const struct page *page)
{
    static const char *const names[] = { "网站地图", "站点地图" };

    for (size_t i = 0; i < COUNT_OF(names); i++) {
        const struct str name = str_of(names[i]);

        if (str_starts(page->title, name) || str_ends(page->title, name) ||
            str_eq(page->tags[TAG_COLUMN_NAME], name))
            return true;
    }
    return false;
}

/* A small site's map has few links; they count when nothing else can be meant by its title. */
static bool is_sitemap(const struct page *page, uint32_t n_links)
{
    if (n_links < SITEMAP_LINKS)
        return n_links >= SITEMAP_LINKS_MIN && !page->tags[TAG_ARTICLE_TITLE].n &&
               is_titled_sitemap(page);
    return says(page->title, "网站地图") || says(page->title, "站点地图") ||
           says(page->tags[TAG_COLUMN_NAME], "网站地图");
}

/* The controls of a search page, whatever its title. */
static bool has_search_controls(const struct flow *fl)
{
    static const char *const words[] = { "高级搜索", "高级检索", "搜索范围", "不限时间", "时间不限",
                                         "相关度",   "相关程度", "搜索结果", "排序方式", "按时间",
                                         "包含以下", "一天内",   "一周内",   "一月内",   "一年内" };
    uint32_t seen = 0;
    unsigned n = 0;

    for (uint32_t i = 0; i < fl->n_segs; i++) {
        const struct seg *s = &fl->segs[i];

        for (size_t w = 0; w < COUNT_OF(words) && s->text.n <= LABEL_BYTES && !s->is_hidden; w++)
            if (!(seen >> w & 1) && str_starts(s->text, str_of(words[w]))) {
                seen |= 1U << w;
                n++;
            }
    }
    return n >= 4;
}

/* "本次检索为您找到 17 篇", "检索关键词：教育": what only a page of results says. */
static bool says_results(const struct flow *fl)
{
    enum { SENTENCE_BYTES = 150 };
    static const char *const words[] = { "本次检索", "本次搜索",     "共命中",      "搜索用时",
                                         "检索用时", "检索关键词：", "搜索关键词：" };
    struct needles w;

    needles_init(&w, words, COUNT_OF(words));
    for (uint32_t i = 0; i < fl->n_segs; i++)
        if (fl->segs[i].text.n <= SENTENCE_BYTES && !fl->segs[i].in_a && !fl->segs[i].in_form &&
            !fl->segs[i].is_hidden && needles_in(&w, fl->segs[i].text))
            return true;
    return false;
}

/* "搜索", "云溪县教育局-搜索". */
static bool is_named_search(struct str title)
{
    static const char *const ends[] = { "-搜索", "_搜索", "|搜索", " 搜索", "—搜索" };

    return str_eq(title, STR("搜索")) || str_ends_any(title, ends, COUNT_OF(ends));
}

static bool is_search(const struct kind_input *in, struct str title, uint32_t n_links)
{
    if (in->furniture->n_fields > 0 &&
        (says_results(in->fl) || (n_links < SITEMAP_LINKS && has_search_controls(in->fl))))
        return true;
    return says(title, "站内搜索") || says(title, "搜索结果") || says(title, "全文检索") ||
           says(title, "搜索页") || says(title, "检索页") || is_named_search(title);
}

/* Many fields are a form although it begins with a long explanation. Below a headline with its date
 * they are for comments on the text. */
static bool is_form(const struct kind_input *in, const struct page *page)
{
    const uint32_t n = in->furniture->n_fields;
    const struct article *ar = in->article;

    if (n < LETTER_FIELDS || (n < FORM_FIELDS && !in->furniture->has_textarea))
        return false;
    /* Fields to choose by stand above a table of titles. */
    if (in->lists->n_main >= 3 || (is_table_of_titles(in, page) && !in->furniture->has_textarea) ||
        (ar->headline != NO_SEG && published_is_seen(&ar->date)))
        return false;
    return ar->body_bytes < BODY_BYTES * 3 ||
           (n >= MANY_FIELDS && ar->body_bytes < BODY_BYTES * 2 * n);
}

/* The public sees a form to log in and nothing else. */
static bool is_login(const struct kind_input *in, const struct page *page, uint32_t n_links)
{
    return in->furniture->has_password && n_links < SHELL_LINKS && page->text_chars < LOGIN_CHARS &&
           in->lists->n_main == 0;
}

enum page_kind kind_of(const struct kind_input *in, const struct page *page, bool *needs_browser)
{
    const struct flow *fl = in->fl;
    const uint32_t n_links = n_page_links(page);
    const struct str title = page->title;

    /* Where one writes, the form is all there is; fields to choose by may stand above a list that
     * a script fills. */
    const bool is_letter_form = is_form(in, page) && in->furniture->has_textarea;

    *needs_browser = false;
    if (page->refresh.n && page->text_chars < STUB_CHARS && n_links <= SHELL_LINKS)
        return PAGE_STUB;
    if (error_is_page(in, page))
        return PAGE_SOFT_ERROR;
    if ((page->is_rendered && page->text_chars < RENDERED_CHARS && n_links == 0) ||
        (page->text_chars < SHELL_CHARS && n_links < SHELL_LINKS && fl->n_scripts > 0 &&
         in->article->date.labelled == DAY_NONE && in->lists->n_dated < SHELL_ROWS &&
         !is_table_of_titles(in, page) && !has_search_controls(fl) && !is_letter_form) ||
        turns_away(in->article, page)) {
        *needs_browser = true;
        return PAGE_SHELL;
    }
    if (in->is_home && is_login(in, page, n_links))
        return PAGE_FORM;
    if (in->is_home) {
        *needs_browser = waits_for_rows(in, page);
        return PAGE_HOME;
    }
    if (is_sitemap(page, n_links))
        return PAGE_SITEMAP;
    if (is_search(in, title, n_links))
        return PAGE_SEARCH;

    const bool is_article_by_tags = page->tags[TAG_ARTICLE_TITLE].n && page->tags[TAG_PUB_DATE].n;
    const bool in_guides = column_is(page, guide_columns, COUNT_OF(guide_columns));
    const bool in_messages =
        column_is(page, message_columns, COUNT_OF(message_columns)) ||
        (!is_article_by_tags && path_has_step(fl, message_columns, COUNT_OF(message_columns)));

    /* Platforms give the tags of an article to all that stands in a column, guides and letters too.
     */
    if (((!is_article_by_tags || in_messages) &&
         (letter_labels(fl) >= LETTER_LABELS || letter_is_labelled(fl, in->arena))) ||
        (in_messages && letter_is_one(fl, is_list_address(page->url), in->arena)))
        return PAGE_MESSAGE;
    if ((!is_article_by_tags || in_guides) && guide_is_page(fl, in->article->headline, in_guides))
        return PAGE_GUIDE;
    if (!is_article_by_tags && leader_is_page(in, page))
        return PAGE_LEADER;
    if (!is_article_by_tags && is_form(in, page))
        return PAGE_FORM;

    const enum page_kind kind = article_or_column(in, page);

    /* Titles that a script opens are the column's rows, but no browser shows where they lead. */
    *needs_browser = (kind == PAGE_OTHER && waits_for_rows(in, page)) ||
                     (kind == PAGE_COLUMN && in->lists->n_main == 0 &&
                      ((!page->is_rendered && (says(page->text, "{{") || has_row_writer(fl))) ||
                       n_dead_titles(fl) >= WAYS_MIN));
    return kind;
}
