/*
 * dead-link: pages, images, scripts, styles, attachments and outside links that do not open.
 *
 * Basis: 国办秘函〔2019〕19号, 扣分指标 功能设计·可用性; 单项否决 W1 (链接 …色情等内容) where the
 * home page of another site is one of gambling now. One finding a target, with the pages that
 * link to it. What may pass by itself is a notice; so is what an outside server answers to programs
 * rather than to people. Not judged: what our own resolver, our address guard or robots.txt kept
 * from us.
 */
#include "base/base.h"

#include "check/check.h"
#include "check/dead_link.h"
#include "check/host.h"
#include "check/words.h"

enum { L_DEAD_HTTP, L_REFUSED_HTTP, L_TAKEN, L_TAKEN_EXCEPT };

static const struct word_list lists[] = {
    [L_DEAD_HTTP] = { .name = "dead_http",
                      .help = "表示目标确已不存在的 HTTP 状态，站外链接也算断链" },
    [L_REFUSED_HTTP] = { .name = "refused_http",
                         .help = "表示服务器拒绝程序或要求登录的 HTTP 状态，只作提示" },
    [L_TAKEN] = { .name = "taken",
                  .help = "站外网站首页的标题含有这些词的，网址已为赌博、色情网站所用" },
    [L_TAKEN_EXCEPT] = { .name = "taken_except", .help = "标题含有这些词的不算" },
};

/* How a failure is graded for links within the site and for those that lead out of it.
 * GRADE_NONE: not reported. */
static const struct {
    enum grade inside, outside;
    bool is_unknown; /* we could not look */
    const char *suggest;
} table[REASON_N] = {
    [REASON_HTTP] = { GRADE_FAULT, GRADE_NOTICE, false, "目标打不开，请改正或删除该链接" },
    [REASON_DNS] = { GRADE_FAULT, GRADE_FAULT, false, "目标的域名已不存在，请改正或删除该链接" },
    [REASON_DNS_TEMPORARY] = { GRADE_NONE, GRADE_NONE, true, "" },
    [REASON_BLOCKED_ADDRESS] = { GRADE_NONE, GRADE_NONE, true, "" },
    [REASON_CONNECT] = { GRADE_FAULT, GRADE_FAULT, false,
                         "目标服务器无法连接，请核实后改正或删除该链接" },
    [REASON_TLS] = { GRADE_FAULT, GRADE_NOTICE, false,
                     "目标的加密连接或证书有误，请核实链接是否可用" },
    [REASON_TIMEOUT] = { GRADE_FAULT, GRADE_NOTICE, false, "目标在时限内未打开，请人工复核" },
    [REASON_RESET] = { GRADE_FAULT, GRADE_NOTICE, false, "目标的连接中途断开，请人工复核" },
    [REASON_PROTOCOL] = { GRADE_FAULT, GRADE_NOTICE, false, "目标的应答不符合协议，请核实链接" },
    [REASON_HEADERS] = { GRADE_NOTICE, GRADE_NOTICE, false, "目标的应答异常，请人工复核" },
    [REASON_TOO_LARGE] = { GRADE_NONE, GRADE_NONE, false, "" }, /* it is there */
    [REASON_ENCODING] = { GRADE_FAULT, GRADE_NOTICE, false, "目标的内容无法解开，请核实链接" },
    [REASON_EMPTY] = { GRADE_FAULT, GRADE_NOTICE, false,
                       "目标打开后是空白，请补充内容或删除该链接" },
    [REASON_REDIRECT_LOOP] = { GRADE_FAULT, GRADE_NOTICE, false, "目标循环跳转，请改正该链接" },
    [REASON_TOO_MANY_REDIRECTS] = { GRADE_FAULT, GRADE_NOTICE, false,
                                    "目标跳转次数过多，请改正该链接" },
    [REASON_SOFT_404] = { GRADE_FAULT, GRADE_NOTICE, false,
                          "目标显示为错误页，请改正或删除该链接" },
    [REASON_ANCHOR] = { GRADE_NOTICE, GRADE_NOTICE, false, "页面里没有链接所指的位置，请改正" },
    [REASON_ROBOTS] = { GRADE_NONE, GRADE_NONE, false, "" }, /* it was not asked for */
    [REASON_UNREADABLE] = { GRADE_NONE, GRADE_NONE, true, "" },
    [REASON_OFFLINE] = { GRADE_NONE, GRADE_NONE, true, "" },
    [REASON_SILENT] = { GRADE_NONE, GRADE_NONE, true, "" },
    [REASON_COOKIE] = { GRADE_NOTICE, GRADE_NOTICE, false,
                        "目标反复跳转并要求接受 Cookie，请用浏览器核实" },
    [REASON_URL] = { GRADE_FAULT, GRADE_FAULT, false, "网址书写错误，请改正" },
    [REASON_TAKEN] = { GRADE_VETO, GRADE_VETO, false,
                       "该网址现为赌博、色情等网站，请立即删除链接" },
};

bool dead_link_is_taken(const struct check_set *s, struct str title)
{
    const struct words *words = check_set_lists(s, "dead-link");

    return words_in(&words[L_TAKEN], title) && !words_in(&words[L_TAKEN_EXCEPT], title);
}

static enum grade grade_http(const struct check_ctx *c, const struct target *t)
{
    char word[REASON_TEXT_BYTES];
    const struct str status = str_of(reason_text(t->reason, t->http_status, word));

    if (words_equal(&c->list[L_DEAD_HTTP], status))
        return GRADE_FAULT;
    if (t->kind == LINK_FORM || words_equal(&c->list[L_REFUSED_HTTP], status))
        return GRADE_NOTICE; /* a form asked for without its fields says little */
    return t->is_outside ? table[REASON_HTTP].outside : table[REASON_HTTP].inside;
}

static enum grade grade_target(const struct check_ctx *c, const struct target *t)
{
    /* "custom.css", perhaps made for what nobody has written yet */
    if (t->reason == REASON_EMPTY && (t->kind == LINK_SCRIPT || t->kind == LINK_STYLE))
        return GRADE_NOTICE;
    /* "http://192.168.1.5/": whatever answers us here, the public cannot open it */
    if (t->reason == REASON_BLOCKED_ADDRESS && host_is_private(host_of(t->url)))
        return GRADE_NOTICE;
    const enum grade grade = t->reason == REASON_HTTP ? grade_http(c, t)
                             : t->is_outside          ? table[t->reason].outside
                                                      : table[t->reason].inside;

    /* readers do not miss the little picture of a tab */
    return grade == GRADE_FAULT && (t->is_passing || t->kind == LINK_ICON) ? GRADE_NOTICE : grade;
}

static double confidence_of(const struct target *t, enum grade grade)
{
    if (grade == GRADE_NOTICE)
        return 0.5;
    if (t->reason == REASON_SOFT_404)
        return 0.8;
    return t->is_outside ? 0.9 : 0.98;
}

static void report(const struct check_ctx *c, const struct target *t, enum grade grade)
{
    const struct referrer none = { .url = c->site->home };
    const struct referrer *from = t->n_known ? &t->referrers[0] : &none;
    struct str *pages = arena_array(c->a, struct str, t->n_known + 1);
    char word[REASON_TEXT_BYTES];
    const struct str reason =
        arena_copy(c->a, str_of(reason_text(t->reason, t->http_status, word)));
    const bool is_refused =
        t->reason == REASON_HTTP && words_equal(&c->list[L_REFUSED_HTTP], reason) != NULL;
    const char *suggest = t->reason == REASON_BLOCKED_ADDRESS
                              ? "链接指向内网或本机地址，公众无法打开，请改正或删除"
                          : is_refused ? "目标拒绝程序访问，请用浏览器打开核实，打不开的改正或删除"
                                       : table[t->reason].suggest;

    for (size_t i = 0; i < t->n_known; i++)
        pages[i] = t->referrers[i].url;
    sink_add(c->out,
             (struct finding){
                 .url = from->url,
                 .where = from->where,
                 .excerpt = str_is_empty(from->text) ? t->url : from->text,
                 .suggest = str_of(suggest),
                 .key = t->url,
                 .measured = t->http_status > 0 && t->reason == REASON_HTTP ? NUMBER(t->http_status)
                                                                            : (struct number){ 0 },
                 .grade = grade,
                 .confidence = confidence_of(t, grade),
                 DETAIL({ .key = "target", .text = t->url }, { .key = "reason", .text = reason },
                        { .key = "text", .text = from->text },
                        { .key = "kind", .text = str_of(link_kind_name(t->kind)) },
                        { .key = "outside", .text = t->is_outside ? STR("yes") : STR("no") },
                        { .key = "n_referrers", .number = NUMBER(t->n_referrers) },
                        { .key = "pages", .list = pages, .n_list = t->n_known },
                        { .key = "final_url", .text = t->final_url }),
                 .proof = &t->url,
                 .n_proof = t->reason == REASON_URL || t->reason == REASON_ANCHOR ? 0 : 1,
             });
}

static enum judged check_site(const struct check_ctx *c)
{
    const struct site_view *v = c->view;
    size_t n_unknown = 0;

    for (size_t i = 0; i < v->n_targets; i++) {
        const struct target *t = &v->targets[i];
        const enum grade grade = grade_target(c, t);

        if (grade != GRADE_NONE)
            report(c, t, grade);
        else
            n_unknown += table[t->reason].is_unknown;
    }
    if (n_unknown > 0)
        return cannot_judge(
            c,
            arena_printf(
                c->a,
                "%zu 个链接的域名暂时无法解析、服务器不再应答、未及复核或不允许本机访问，未能判断",
                n_unknown)
                .p);
    return JUDGED;
}

const struct check check_dead_link = {
    .id = "dead-link",
    .rev = 4,
    .title = "断链错链",
    .case_id = "A11",
    .lists = lists,
    .n_lists = COUNT_OF(lists),
    .needs_home = true,
    .check_site = check_site,
};
