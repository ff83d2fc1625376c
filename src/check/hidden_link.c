/*
 * hidden-link: links to strangers that readers cannot see; a home page's title made for a stranger.
 *
 * Basis: 广东 2019Q2 notice (hidden links to gambling sites); 国办秘函〔2019〕19号, 单项否决 W1:
 * 发布或链接 反动、暴力、色情等内容. Menus and tabs hide links in the same ways: links to
 * government sites, to the site itself and to the hosts of the list are none, and an unknown target
 * without a bad word is only worth a look, unless the way of hiding has no honest use and several
 * stand together.
 */
#include "base/base.h"

#include "check/check.h"
#include "check/dark.h"
#include "check/host.h"
#include "check/words.h"
#include "net/url.h"

#include <string.h>

enum { NEIGHBOUR_LINKS = 2 }; /* an image may stand between */
enum { P_MIN_TOGETHER };

static const struct param params[] = {
    [P_MIN_TOGETHER] = { .name = "min_together",
                         .unit = "条",
                         .help = "没有不良字样的隐蔽外链达到此数才算问题，否则只作提示",
                         .min = 1,
                         .max = 1000 },
};

static const struct word_list lists[] = {
    [DARK_HARMLESS_HOSTS] = { .name = "harmless_hosts",
                              .help = "常见的统计、地图、分享、新媒体和新闻机构域名" },
    [DARK_GAMBLING] = { .name = "gambling", .help = "赌博用语，查链接文字和网址" },
    [DARK_PORN] = { .name = "porn", .help = "色情用语，查链接文字和网址" },
    [DARK_SPAM] = { .name = "spam", .help = "黑灰产推广用语（代开发票、代孕、私服等）" },
    [DARK_INNOCENT] = { .name = "innocent",
                        .help = "恰好含有上述字样的其他词语，先从文字中去掉（福利彩票等）" },
    [DARK_AGAINST] = { .name = "against",
                       .help = "文字含有这些词的，其中的不良字样不算（打击赌博等）" },
};

static const struct {
    int list;
    const char *name;
    enum grade grade;
} classes[] = {
    { DARK_GAMBLING, "gambling", GRADE_VETO },
    { DARK_PORN, "porn", GRADE_VETO },
    { DARK_SPAM, "spam", GRADE_FAULT },
};

/* Ways of hiding that menus, tabs and dialogs use as well. */
static bool is_common_trick(enum hide_trick trick)
{
    switch (trick) {
    case HIDE_DISPLAY:
    case HIDE_VISIBILITY:
    case HIDE_OPACITY:
    case HIDE_CLIP:
    case HIDE_ATTRIBUTE:
        return true;
    case HIDE_NONE:
    case HIDE_POSITION:
    case HIDE_SIZE:
    case HIDE_COLOR:
    case HIDE_MARQUEE:
    case HIDE_SCRIPT:
    case HIDE_TRICK_N:
        return false;
    }
    return false;
}

/* Of these, those of tabs: each box of friends' sites stands beside others, and none of them was
 * put there with another. Tabs hold links of the office's own, too. */
static bool is_of_tabs(enum hide_trick trick)
{
    return is_common_trick(trick) && trick != HIDE_CLIP;
}

/* A link by which a reader would go to a stranger. */
static bool is_strange(const struct check_ctx *c, const struct link *l)
{
    if ((l->kind != LINK_PAGE && l->kind != LINK_FRAME && l->kind != LINK_ATTACHMENT) ||
        l->is_same_site || str_is_empty(l->url))
        return false;
    const struct str host = host_of(l->url);

    return !host_is_gov(host) && !host_is_own(c->site, host) &&
           !words_host(&c->list[DARK_HARMLESS_HOSTS], host);
}

struct judged_link {
    const struct link *link;
    enum hide_trick trick;
    int class;        /* index into classes; -1 = no bad word */
    bool is_innocent; /* its text says why it has such a word */
    const struct str *word;
};

/* What is left of a text where a bad word would be one: itself, a copy with spaces for the innocent
 * words, or nothing when it speaks against such things. */
static struct str dark_text(const struct check_ctx *c, struct str text)
{
    const struct words *innocent = &c->list[DARK_INNOCENT];
    const struct str *word;
    struct str copy;
    char *bytes;
    size_t at;

    if (words_in(&c->list[DARK_AGAINST], text))
        return STR("");
    if (!words_in(innocent, text))
        return text;
    bytes = arena_alloc(c->a, text.n);
    memcpy(bytes, text.p, text.n);
    copy = str_from(bytes, text.n);
    while ((word = words_find(innocent, copy, &at)) != NULL)
        memset(bytes + at, ' ', word->n);
    return copy;
}

static struct judged_link judge(const struct check_ctx *c, const struct hidden *h)
{
    struct judged_link j = {
        .link = &c->page->links[h->link],
        .trick = h->trick,
        .class = -1,
    };

    const struct str text = dark_text(c, j.link->text);

    j.is_innocent = text.p != j.link->text.p;
    for (size_t i = 0; i < COUNT_OF(classes) && !j.word; i++) {
        j.word = words_find_name(&c->list[classes[i].list], text, NULL);
        if (!j.word)
            j.word = words_find_name(&c->list[classes[i].list], j.link->url, NULL);
        if (j.word)
            j.class = (int)i;
    }
    return j;
}

static void judge_by(struct judged_link *j, const struct judged_link *other, bool has_tabs)
{
    const struct link *first = j->link < other->link ? j->link : other->link;
    const struct link *second = j->link < other->link ? other->link : j->link;

    if (j->class >= 0 || j->is_innocent || other->class < 0 || j->trick != other->trick ||
        (has_tabs && is_of_tabs(j->trick)) || second - first > NEIGHBOUR_LINKS)
        return;
    j->class = other->class;
    j->word = other->word;
}

/* What stands beside a gambling link, hidden in the same way, was put there with it. */
static void judge_by_neighbours(struct judged_link *links, size_t n, bool has_tabs)
{
    for (size_t i = 1; i < n; i++)
        judge_by(&links[i], &links[i - 1], has_tabs);
    for (size_t i = n; i > 1; i--)
        judge_by(&links[i - 2], &links[i - 1], has_tabs);
}

static void report(const struct check_ctx *c, const struct judged_link *j, enum grade grade)
{
    const struct link *l = j->link;

    sink_add(
        c->out,
        (struct finding){
            .where = arena_printf(c->a, "%s %s[%u]", l->region == REGION_HEAD ? "head" : "body",
                                  l->element, l->nth),
            .excerpt = str_is_empty(l->text) ? l->url : l->text,
            .suggest = grade == GRADE_NOTICE
                           ? STR("请核实这条读者看不到的站外链接有无必要，无必要的予以删除")
                           : STR("请立即删除隐蔽链接，并检查网站是否被入侵篡改"),
            .key = arena_join(c->a, STR("link "), l->url), /* one, on however many pages */
            .grade = grade,
            .confidence = grade == GRADE_VETO    ? 0.97
                          : grade == GRADE_FAULT ? 0.85
                                                 : 0.4,
            DETAIL({ .key = "trick", .text = str_of(hide_trick_name(j->trick)) },
                   { .key = "target", .text = l->url }, { .key = "text", .text = l->text },
                   { .key = "class",
                     .text = str_of(j->class < 0 ? "unknown" : classes[j->class].name) },
                   { .key = "word", .text = j->word ? *j->word : (struct str){ 0 } }),
            .proof = &l->url,
            .n_proof = 1,
        });
}

/* Links without a bad word, hidden as menus are: one line for all of them. */
static void report_common(const struct check_ctx *c, const struct judged_link *const *links,
                          size_t n)
{
    struct str *targets = arena_array(c->a, struct str, n);

    for (size_t i = 0; i < n; i++)
        targets[i] = links[i]->link->url;
    sink_add(c->out,
             (struct finding){
                 .where = arena_printf(c->a, "body %s[%u]", links[0]->link->element,
                                       links[0]->link->nth),
                 .excerpt = arena_printf(c->a, "%zu 条站外链接平时不显示，如：%.*s", n,
                                         STR_ARG(str_is_empty(links[0]->link->text)
                                                     ? links[0]->link->url
                                                     : links[0]->link->text)),
                 .suggest = STR("如为菜单、选项卡中的链接可不处理，否则请删除"),
                 .key = arena_printf(c->a, "%.*s hidden", STR_ARG(c->page->url)),
                 .measured = NUMBER((int64_t)n),
                 .grade = GRADE_NOTICE,
                 .confidence = 0.3,
                 DETAIL({ .key = "trick", .text = str_of(hide_trick_name(links[0]->trick)) },
                        { .key = "target", .text = links[0]->link->url },
                        { .key = "targets", .list = targets, .n_list = n }),
             });
}

/* One short word may lie across two of a right title (三亚|博览); a title that is made for search
 * engines has several, or a long one. */
static const struct str *word_of_title(const struct check_ctx *c, const struct words *list)
{
    enum { LONG_CHARS = 4 };
    struct str rest = dark_text(c, c->page->title);
    const struct str *first = NULL, *word;
    size_t at;

    for (; (word = words_find_name(list, rest, &at)) != NULL; rest = str_skip(rest, at + word->n)) {
        if (str_find_nocase(c->site->name, *word) != STR_NONE)
            continue;
        if (str_chars(*word) >= LONG_CHARS || (first && !str_eq(*first, *word)))
            return first ? first : word;
        first = word;
    }
    return NULL;
}

/* Who breaks in gives the home page the title that search engines are to list; a script shows
 * readers the old one. A lottery's own office has such a word in its name. */
static void check_title(const struct check_ctx *c)
{
    for (size_t i = 0; i < COUNT_OF(classes); i++) {
        const struct str *word = word_of_title(c, &c->list[classes[i].list]);

        if (!word)
            continue;
        sink_add(c->out, (struct finding){
                             .where = STR("head title"),
                             .excerpt = c->page->title,
                             .suggest = STR("首页标题被篡改，请立即恢复，并检查网站是否被入侵"),
                             .key = STR("title"),
                             .grade = classes[i].grade,
                             .confidence = 0.9,
                             DETAIL({ .key = "trick", .text = STR("title") },
                                    { .key = "text", .text = c->page->title },
                                    { .key = "class", .text = str_of(classes[i].name) },
                                    { .key = "word", .text = *word }),
                         });
        return;
    }
}

static enum judged check_page(const struct check_ctx *c)
{
    const struct page *p = c->page;
    struct judged_link *links;
    const struct judged_link **common;
    size_t n = 0, n_common = 0, n_sly = 0, n_honest = 0;

    if (p->kind == PAGE_HOME)
        check_title(c);
    if (p->n_hidden == 0)
        return JUDGED;
    links = arena_array(c->a, struct judged_link, p->n_hidden);
    common = arena_array(c->a, const struct judged_link *, p->n_hidden);
    for (size_t i = 0; i < p->n_hidden; i++) {
        const struct link *l = &p->links[p->hidden[i].link];

        if (is_strange(c, l))
            links[n++] = judge(c, &p->hidden[i]);
        else
            n_honest += l->kind == LINK_PAGE && !str_is_empty(l->url);
    }
    judge_by_neighbours(links, n, n_honest > 0);
    for (size_t i = 0; i < n; i++)
        n_sly += links[i].class < 0 && !is_common_trick(links[i].trick);
    for (size_t i = 0; i < n; i++) {
        if (links[i].class >= 0)
            report(c, &links[i], classes[links[i].class].grade);
        else if (is_common_trick(links[i].trick))
            common[n_common++] = &links[i];
        else
            report(c, &links[i],
                   (int64_t)n_sly >= c->value[P_MIN_TOGETHER] ? GRADE_FAULT : GRADE_NOTICE);
    }
    /* in menus and tabs, strangers stand among many links of the office's own */
    if (n_common > n_honest)
        report_common(c, common, n_common);
    return JUDGED;
}

const struct check check_hidden_link = {
    .id = "hidden-link",
    .rev = 7,
    .title = "隐蔽链接",
    .case_id = "A09",
    .params = params,
    .n_params = COUNT_OF(params),
    .lists = lists,
    .n_lists = COUNT_OF(lists),
    .needs_text = true,
    .shows = true,
    .check_page = check_page,
};
