#include "base/base.h"

#include "page/topic.h"

#include "text/fingerprint.h"

enum {
    TOPIC_CHARS_MIN = 8, /* a shorter name is not one document's alone */
    LINK_BYTES = 12,     /* the text of a link that leads to an article */
};

/* The first place of any of the words. */
static bool find_any(struct str s, const char *const *words, size_t n, size_t *at, size_t *n_word)
{
    bool found = false;

    for (size_t i = 0; i < n; i++) {
        const size_t here = str_find(s, str_of(words[i]));

        if (here == STR_NONE || (found && here >= *at))
            continue;
        *at = here;
        *n_word = str_of(words[i]).n;
        found = true;
    }
    return found;
}

static const char *const interpretations[] = { "政策图文解读", "图文解读", "政策图解",
                                               "政策解读",     "的解读",   "解读",
                                               "一图读懂",     "图解",     "一图看懂" };

/* Of the outermost 《》; false: there is none. */
static bool find_quoted(struct str title, size_t *open, size_t *close)
{
    *open = str_find(title, STR("《"));
    *close = STR_NONE;
    for (size_t i = 0; i < title.n; i++)
        if (str_starts(str_skip(title, i), STR("》")))
            *close = i;
    return *open != STR_NONE && *close != STR_NONE && *close > *open + 3;
}

/* "《…办法》", "关于印发《…办法》的通知", and not "我县印发《…办法》", "学习《…法》": news. */
static bool is_document(struct str title)
{
    static const char *const verbs[] = { "印发", "公布", "发布", "颁布", "转发", "下发" };
    size_t open, close;

    if (!find_quoted(title, &open, &close))
        return true;

    const struct str before = str_trim(str_sub(title, 0, open));
    const struct str behind = str_trim(str_skip(title, close + 3));

    if (!before.n)
        return !behind.n || str_starts(behind, STR("（")) || str_starts(behind, STR("("));
    return str_ends_any(before, verbs, COUNT_OF(verbs)) &&
           (behind.n ? str_starts(behind, STR("的")) : str_has(before, STR("关于")));
}

static enum paper paper_of(struct str title)
{
    static const char *const asks[] = { "征求意见", "征集意见", "意见征集", "公开征求", "公开征集",
                                        "征求社会", "问卷调查", "网上调查", "民意调查" };
    static const char *const answers[] = { "结果",     "反馈",       "采纳",    "意见汇总",
                                           "情况说明", "情况的公告", "情况公示" };

    if (str_has_any(title, asks, COUNT_OF(asks)))
        return str_has_any(title, answers, COUNT_OF(answers)) ? PAPER_RESULT : PAPER_DRAFT;
    if (str_has(title, STR("征求")) && str_has(title, STR("意见")))
        return str_has_any(title, answers, COUNT_OF(answers)) ? PAPER_RESULT : PAPER_DRAFT;
    if ((str_has(title, STR("意见")) || str_has(title, STR("调查"))) &&
        (str_has(title, STR("采纳")) || str_has(title, STR("结果反馈")) ||
         str_has(title, STR("反馈结果"))))
        return PAPER_RESULT;
    if (str_has_any(title, interpretations, COUNT_OF(interpretations)))
        return PAPER_INTERPRETATION;
    return is_document(title) ? PAPER_TEXT : PAPER_NONE;
}

/* What stands in the outermost 《》; else the title without the words of its interpretation. */
static struct str name_in(struct str title)
{
    size_t open, close, at = 0, n = 0;

    if (find_quoted(title, &open, &close))
        return str_sub(title, open + 3, close - open - 3);
    if (!find_any(title, interpretations, COUNT_OF(interpretations), &at, &n))
        return title;
    return at ? str_sub(title, 0, at) : str_skip(title, n);
}

static struct str without(struct str s, const char *head, const char *tail)
{
    if (str_starts(s, str_of(head)))
        s = str_skip(s, str_of(head).n);
    if (str_ends(s, str_of(tail)))
        s.n -= str_of(tail).n;
    return s;
}

/* "云溪县人民政府关于加强农村供水保障工作的意见": what it is about, without who wrote it. */
static uint64_t topic_of(struct str title)
{
    struct str name = name_in(title);
    const size_t about = str_find(name, STR("关于"));
    const size_t bracket = str_find(name, STR("（"));
    size_t n_chars;
    uint64_t topic;

    if (bracket != STR_NONE && bracket > 0)
        name = str_sub(name, 0, bracket); /* （试行）, （征求意见稿） */
    if (about != STR_NONE && about < name.n)
        name = str_skip(name, about);
    name = without(str_trim(name), "关于", "的通知");
    name = without(name, "印发", "");
    topic = fingerprint(name, &n_chars);
    return n_chars >= TOPIC_CHARS_MIN ? topic : 0;
}

/* In the page's middle, to another text than what the page lies below: the original, its
 * interpretation, a file. */
static bool leads_on(const struct page *page, const struct link *l)
{
    static const char *const turns[] = { "上一篇", "下一篇", "上一条", "下一条", "上篇", "下篇",
                                         "返回",   "打印",   "关闭",   "收藏",   "分享", "首页" };

    if (l->region != REGION_BODY || l->is_hidden || l->text.n < LINK_BYTES ||
        (l->kind != LINK_PAGE && l->kind != LINK_ATTACHMENT) || !l->href.n || l->href.p[0] == '#' ||
        str_starts_nocase(l->href, STR("javascript:")) || str_ends(l->href, STR("/")) ||
        str_eq(l->text, page->tags[TAG_COLUMN_NAME]) ||
        str_has_any(l->text, turns, COUNT_OF(turns)))
        return false;
    return !str_eq(l->href, page->url);
}

/* A script in or around the text may bring such links, and an empty list of them, too. The text,
 * much the longest to look through, comes last. */
static bool may_lead_on(const struct flow *fl, const struct article *ar, const struct page *page)
{
    static const char *const lists[] = { "相关解读", "相关文件", "相关链接", "相关政策", "相关稿件",
                                         "文件链接", "解读链接", "原文链接", "政策原文", "文件原文",
                                         "相关附件", "关联解读", "关联文件" };

    if (page->is_rendered)
        return false;
    if (ar->body_to <= ar->body_from)
        return true;

    const uint32_t box =
        flow_common(fl, fl->segs[ar->body_from].box, fl->segs[ar->body_to - 1].box);
    const struct box *around = &fl->boxes[fl->boxes[box].parent];

    return around->script_to > around->script_from ||
           str_has_any(page->text, lists, COUNT_OF(lists));
}

/* A survey that says itself what came of it. */
static bool tells_result(const struct page *page)
{
    static const char *const words[] = { "采纳情况", "结果反馈", "反馈结果", "征集结果",
                                         "调查结果", "意见汇总", "征集反馈", "意见反馈情况" };

    return str_has_any(page->text, words, COUNT_OF(words));
}

void topic_read(const struct flow *fl, const struct article *ar, struct page *page)
{
    struct str title = page->tags[TAG_ARTICLE_TITLE];

    if (!title.n)
        title = page->headline.n ? page->headline : page->title;
    page->paper = paper_of(title);
    page->topic = topic_of(title);
    if (page->paper > PAPER_INTERPRETATION && !str_has(title, STR("《")))
        page->topic = 0; /* a survey's own title comes back in no other */
    if (page->paper == PAPER_DRAFT && tells_result(page))
        page->paper = PAPER_RESULT;
    for (size_t i = 0; i < page->n_links && !page->leads_on; i++)
        page->leads_on = leads_on(page, &page->links[i]);
    page->leads_on = page->leads_on || may_lead_on(fl, ar, page);
}
