/*
 * account-app: an app (移动客户端) that cannot be downloaded.
 *
 * Basis: 国办秘函〔2019〕19号, 单项否决 政务新媒体·内容不更新; 广东 2019年二季度 notice. The
 * download link is opened, and a second time when it fails. Not judged: whether the app works once
 * it is installed; apps whose link the registry does not hold as a URL.
 */
#include "base/base.h"

#include "check/look.h"
#include "check/words.h"

enum { L_PLATFORMS, L_DEAD_HTTP };

static const struct word_list lists[] = {
    [L_PLATFORMS] = { .name = "app_platforms", .help = "须下载安装的平台" },
    [L_DEAD_HTTP] = { .name = "dead_http", .help = "表示目标确已不存在的 HTTP 状态" },
};

static enum judged check_account(const struct check_ctx *c)
{
    const struct account *account = c->account->account;
    const struct look *l = c->account->download;

    if (!words_equal(&c->list[L_PLATFORMS], account->platform))
        return JUDGED;
    if (!l)
        return cannot_judge(c, "没有登记下载链接");
    if (l->reason == REASON_URL)
        return cannot_judge(c, "登记的下载链接不是网址，须人工查看");
    if (look_is_unknown(l))
        return cannot_judge(c, "下载链接的域名暂时无法解析或不允许本机访问");

    const enum grade grade = look_grade(l, &c->list[L_DEAD_HTTP]);

    if (grade != GRADE_NONE)
        sink_add(c->out, (struct finding){
                             .url = l->url,
                             .excerpt = l->url,
                             .suggest = STR("请恢复下载或按程序申请关停"),
                             .key = STR("download"),
                             .measured = l->reason == REASON_HTTP ? NUMBER(l->http_status)
                                                                  : (struct number){ 0 },
                             .grade = grade == GRADE_FAULT ? GRADE_VETO : grade,
                             .confidence = grade == GRADE_NOTICE ? 0.5 : 0.9,
                             DETAIL({ .key = "target", .text = l->url },
                                    { .key = "reason", .text = look_reason(c, l) },
                                    { .key = "final_url", .text = l->final_url }),
                             .proof = &l->url,
                             .n_proof = 1,
                         });
    return JUDGED;
}

const struct check check_account_app = {
    .id = "account-app",
    .rev = 1,
    .title = "移动客户端无法下载",
    .case_id = "B02",
    .lists = lists,
    .n_lists = COUNT_OF(lists),
    .needs_accounts = true,
    .check_account = check_account,
};
