/*
 * account-duplicate: a unit's further accounts on a platform where it has one.
 *
 * Basis: 国办发〔2018〕123号: in principle one account of a unit on one third-party platform; 广东
 * 2019年二季度 notice. Of the running ones the main account, else the first of the list, stays.
 * Accounts of another type (微信服务号 beside 微信订阅号) are worth a look only.
 */
#include "base/base.h"

#include "check/check.h"
#include "check/words.h"

enum { P_MAX };
enum { L_SEVERAL };

static const struct param params[] = {
    [P_MAX] = { .name = "max_accounts",
                .unit = "个",
                .help = "一个单位在一个平台上至多开设的账号数",
                .min = 1,
                .max = 1000 },
};

static const struct word_list lists[] = {
    [L_SEVERAL] = { .name = "several_allowed", .help = "可以开设多个的平台，不作此项检查" },
};

/* Its place among the unit's accounts on the platform; the account may be a copy of the one there.
 */
static size_t place_of(const struct account *account)
{
    size_t i = 0;

    while (i < account->n_siblings && !str_eq(account->siblings[i]->id, account->id))
        i++;
    return i;
}

static bool has_type_before(const struct account *account, size_t place)
{
    for (size_t i = 0; i < place; i++)
        if (str_eq(account->siblings[i]->type, account->type))
            return true;
    return false;
}

static enum judged check_account(const struct check_ctx *c)
{
    const struct account *account = c->account->account;
    const size_t n = account->n_siblings, place = place_of(account);
    struct str *others = arena_array(c->a, struct str, n);
    size_t n_others = 0;

    if ((int64_t)place < c->value[P_MAX] || place == n ||
        words_equal(&c->list[L_SEVERAL], account->platform))
        return JUDGED;
    for (size_t i = 0; i < n; i++)
        if (i != place)
            others[n_others++] = account->siblings[i]->name;
    sink_add(c->out,
             (struct finding){
                 .excerpt = arena_printf(c->a, "%.*s在%.*s平台共开设 %zu 个账号",
                                         STR_ARG(account->owner), STR_ARG(account->platform), n),
                 .suggest = STR("请整合同一平台的账号，多余的按程序申请注销"),
                 .key = STR("duplicate"),
                 .measured = NUMBER((int64_t)n),
                 .limit = NUMBER(c->value[P_MAX]),
                 .grade = has_type_before(account, place) ? GRADE_FAULT : GRADE_NOTICE,
                 .confidence = 0.9,
                 DETAIL({ .key = "platform", .text = account->platform },
                        { .key = "accounts", .list = others, .n_list = n_others }),
             });
    return JUDGED;
}

const struct check check_account_duplicate = {
    .id = "account-duplicate",
    .rev = 1,
    .title = "新媒体重复开设",
    .case_id = "B06",
    .params = params,
    .n_params = COUNT_OF(params),
    .lists = lists,
    .n_lists = COUNT_OF(lists),
    .needs_accounts = true,
    .check_account = check_account,
};
