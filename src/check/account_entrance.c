/*
 * account-entrance: a new-media icon on the home page that leads to no account.
 *
 * Basis: 广东 2019年二季度 notice (icons without a working entrance); 国办发〔2018〕123号. An icon
 * is a short link or a picture that bears a platform's name. Its target does not open, or is the
 * platform's own front page: a fault. It leads nowhere and no QR code stands beside it: worth a
 * look. Not judged: icons whose entrance a script opens. Buttons that share a text are no
 * entrances.
 */
#include "base/base.h"

#include "check/check.h"
#include "check/host.h"
#include "check/words.h"

enum { P_MAX_CHARS };
enum { L_NAMES, L_NOT, L_CODES, L_PLATFORMS };

static const struct param params[] = {
    [P_MAX_CHARS] = { .name = "max_chars",
                      .unit = "字",
                      .help = "链接文字不超过此数才算图标，长的是文章标题",
                      .min = 2,
                      .max = 50 },
};

static const struct word_list lists[] = {
    [L_NAMES] = { .name = "names", .help = "链接文字中有这些词即为新媒体入口" },
    [L_NOT] = { .name = "not_entrances", .help = "链接文字中有这些词的不是账号入口" },
    [L_CODES] = { .name = "codes", .help = "图片的文字或网址中有这些词即为二维码" },
    [L_PLATFORMS] = { .name = "platform_fronts",
                      .help = "平台的域名：只链到其首页不能到达任何账号" },
};

enum { CODE_DISTANCE = 3 }; /* a QR code that shows up with its icon is written close to it */

static bool is_icon(const struct check_ctx *c, const struct link *l)
{
    return (l->kind == LINK_PAGE || l->kind == LINK_IMAGE) &&
           (int64_t)str_chars(l->text) <= c->value[P_MAX_CHARS] &&
           words_in(&c->list[L_NAMES], l->text) && !words_in(&c->list[L_NOT], l->text);
}

static bool is_code(const struct check_ctx *c, const struct link *l)
{
    return l->kind == LINK_IMAGE &&
           (words_in(&c->list[L_CODES], l->text) || words_in(&c->list[L_CODES], path_of(l->url)));
}

static bool has_code_beside(const struct check_ctx *c, size_t i)
{
    const struct page *home = c->view->home;
    const size_t from = i > CODE_DISTANCE ? i - CODE_DISTANCE : 0;

    for (size_t k = from; k < home->n_links && k <= i + CODE_DISTANCE; k++)
        if (is_code(c, &home->links[k]))
            return true;
    return false;
}

/* Nothing or "#" is what a page writes where a script or nothing stands behind a link. */
static bool leads_somewhere(const struct link *l)
{
    return l->url.n && l->href.n && !str_starts(l->href, STR("#"));
}

static const struct target *broken(const struct check_ctx *c, struct str url)
{
    for (size_t i = 0; i < c->view->n_targets; i++)
        if (str_eq(c->view->targets[i].url, url))
            return &c->view->targets[i];
    return NULL;
}

static void report(const struct check_ctx *c, const struct link *l, enum grade grade,
                   const char *fault, struct str reason)
{
    sink_add(
        c->out,
        (struct finding){
            .where = arena_printf(c->a, "body %s[%u]", l->element, l->nth),
            .excerpt = l->text,
            .suggest = STR("请改为本单位账号的地址或二维码，停用的请删除图标"),
            .key = arena_printf(c->a, "%.*s %.*s", STR_ARG(l->text), STR_ARG(l->href)),
            .grade = grade,
            .confidence = grade == GRADE_FAULT ? 0.8 : 0.5,
            DETAIL({ .key = "fault", .text = str_of(fault) }, { .key = "target", .text = l->url },
                   { .key = "reason", .text = reason }, { .key = "text", .text = l->text }),
            .proof = &l->url,
            .n_proof = l->url.n > 0,
        });
}

static void judge_target(const struct check_ctx *c, const struct link *l)
{
    const struct target *t = broken(c, l->url);
    struct str host = host_of(l->url);
    char word[REASON_TEXT_BYTES];

    if (str_starts(host, STR("www.")))
        host = str_skip(host, 4);
    if (t && t->reason != REASON_ANCHOR)
        report(c, l, t->is_passing || t->reason == REASON_HTTP ? GRADE_NOTICE : GRADE_FAULT, "dead",
               arena_copy(c->a, str_of(reason_text(t->reason, t->http_status, word))));
    else if (words_equal(&c->list[L_PLATFORMS], host) && path_of(l->url).n <= 1)
        report(c, l, GRADE_FAULT, "platform-front", (struct str){ 0 });
}

static enum judged check_site(const struct check_ctx *c)
{
    const struct page *home = c->view->home;

    if (home->needs_browser)
        return cannot_judge(c, "首页的内容由脚本生成，需用浏览器查看");
    for (size_t i = 0; i < home->n_links; i++) {
        const struct link *l = &home->links[i];

        if (!is_icon(c, l))
            continue;
        if (leads_somewhere(l))
            judge_target(c, l);
        else if (!has_code_beside(c, i))
            report(c, l, GRADE_NOTICE, "no-target", (struct str){ 0 });
    }
    return JUDGED;
}

const struct check check_account_entrance = {
    .id = "account-entrance",
    .rev = 1,
    .title = "新媒体入口失效",
    .case_id = "B05",
    .params = params,
    .n_params = COUNT_OF(params),
    .lists = lists,
    .n_lists = COUNT_OF(lists),
    .needs_home = true,
    .compares_pages = true,
    .check_site = check_site,
};
