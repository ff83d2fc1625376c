/*
 * account-interaction: readers cannot write to an account, or are not answered.
 *
 * Basis: 国办秘函〔2019〕19号, 单项否决 政务新媒体·互动回应差: no effective function for
 * interaction; 广东 and 自贡 notices: comments without answer. Not judged: accounts whose source
 * tells neither of messages nor of the function, which is most of them; what was answered after the
 * day on which the messages were collected.
 */
#include "base/base.h"

#include "base/clock.h"
#include "check/check.h"
#include "check/collected.h"

enum { P_MAX_DAYS };

static const struct param params[] = {
    [P_MAX_DAYS] = { .name = "max_days",
                     .unit = "天",
                     .help = "留言超过此天数未答复即为未回应",
                     .min = 1,
                     .max = 3650 },
};

static void report_no_function(const struct check_ctx *c)
{
    sink_add(c->out, (struct finding){
                         .excerpt = STR("账号没有开放留言、评论或咨询等互动功能"),
                         .suggest = STR("请开通互动功能，并安排专人答复"),
                         .key = STR("no-function"),
                         .grade = GRADE_VETO,
                         .confidence = 0.8,
                         DETAIL({ .key = "fault", .text = STR("no-function") }),
                     });
}

/* One finding, with the oldest message. */
static void report_unanswered(const struct check_ctx *c, int64_t n,
                              const struct account_message *oldest)
{
    char day[DAY_TEXT_BYTES];

    sink_add(
        c->out,
        (struct finding){
            .excerpt = oldest->text.n ? oldest->text : STR("留言"),
            .suggest = arena_printf(c->a, "请答复这 %lld 条留言", (long long)n),
            .key = STR("unanswered"),
            .measured = NUMBER(collected_day(c) - day_of_time(oldest->at)),
            .limit = NUMBER(c->value[P_MAX_DAYS]),
            .grade = GRADE_FAULT,
            .confidence = 0.8,
            DETAIL({ .key = "fault", .text = STR("unanswered") },
                   { .key = "oldest",
                     .text = arena_copy(c->a, str_of(day_text(day_of_time(oldest->at), day))) },
                   { .key = "n_messages", .number = NUMBER(n) }),
        });
}

static enum judged check_account(const struct check_ctx *c)
{
    const struct account_view *v = c->account;
    const struct posts *p = &v->posts;
    const struct account_message *oldest = NULL;
    const int32_t today = collected_day(c);
    bool may_be_late = false; /* was in time when it was collected */
    int64_t n = 0;

    if (v->unseen.n)
        return cannot_judge(c, v->unseen.p);
    if (p->interaction == INTERACTION_NONE)
        report_no_function(c);
    for (size_t i = 0; i < p->n_messages; i++) {
        const struct account_message *m = &p->messages[i];

        if (m->answered || day_of_time(c->now) - day_of_time(m->at) <= c->value[P_MAX_DAYS])
            continue;
        if (today - day_of_time(m->at) <= c->value[P_MAX_DAYS]) {
            may_be_late = true;
            continue;
        }
        n++;
        if (!oldest || m->at < oldest->at)
            oldest = m;
    }
    if (oldest)
        report_unanswered(c, n, oldest);
    if (may_be_late)
        return collected_too_early(c);
    if (p->interaction == INTERACTION_UNKNOWN && p->n_messages == 0)
        return cannot_judge(c, "数据源不显示互动功能和留言，须人工查看");
    return JUDGED;
}

const struct check check_account_interaction = {
    .id = "account-interaction",
    .rev = 2,
    .title = "新媒体互动回应差",
    .case_id = "B03",
    .params = params,
    .n_params = COUNT_OF(params),
    .needs_accounts = true,
    .check_account = check_account,
};
