/*
 * account-menu: entries of an account's own menu that lead nowhere.
 *
 * Basis: 广东 2019年二季度 notice (咨询投诉 entry of a public account leads nowhere). Each link was
 * opened, and a second time when it failed. Not judged: accounts of platforms with menus whose menu
 * the registry does not hold; entries that the account answers itself.
 */
#include "base/base.h"

#include "check/look.h"
#include "check/words.h"

enum { L_WITH_MENU, L_DEAD_HTTP };

static const struct word_list lists[] = {
    [L_WITH_MENU] = { .name = "platforms_with_menu",
                      .help = "账号有自定义菜单的平台：没有登记菜单时不能判断" },
    [L_DEAD_HTTP] = { .name = "dead_http", .help = "表示目标确已不存在的 HTTP 状态" },
};

static void report(const struct check_ctx *c, const struct look *l, enum grade grade)
{
    const bool is_url = l->reason != REASON_URL;
    const struct str what =
        l->url.n ? STR("菜单打不开，请改正或删除该项") : STR("菜单没有链接，请补充内容或删除该项");

    sink_add(c->out, (struct finding){
                         .url = is_url ? l->url : (struct str){ 0 },
                         .where = arena_join(c->a, STR("菜单 "), l->name),
                         .excerpt = l->name,
                         .suggest = what,
                         .key = l->name,
                         .measured = l->reason == REASON_HTTP ? NUMBER(l->http_status)
                                                              : (struct number){ 0 },
                         .grade = grade,
                         .confidence = grade == GRADE_NOTICE ? 0.5 : 0.9,
                         DETAIL({ .key = "target", .text = l->url },
                                { .key = "reason", .text = look_reason(c, l) },
                                { .key = "text", .text = l->name },
                                { .key = "final_url", .text = l->final_url }),
                         .proof = &l->url,
                         .n_proof = is_url,
                     });
}

static enum judged check_account(const struct check_ctx *c)
{
    const struct account_view *v = c->account;
    size_t n_unknown = 0;

    if (!v->account->has_menu && words_equal(&c->list[L_WITH_MENU], v->account->platform))
        return cannot_judge(c, "没有登记账号的菜单");
    for (size_t i = 0; i < v->n_menu; i++) {
        const enum grade grade = look_grade(&v->menu[i], &c->list[L_DEAD_HTTP]);

        if (grade != GRADE_NONE)
            report(c, &v->menu[i], grade);
        n_unknown += look_is_unknown(&v->menu[i]);
    }
    if (n_unknown)
        return cannot_judge(
            c, arena_printf(c->a, "%zu 个菜单链接的域名暂时无法解析或不允许本机访问", n_unknown).p);
    return JUDGED;
}

const struct check check_account_menu = {
    .id = "account-menu",
    .rev = 1,
    .title = "新媒体菜单失效",
    .case_id = "B04",
    .lists = lists,
    .n_lists = COUNT_OF(lists),
    .needs_accounts = true,
    .check_account = check_account,
};
