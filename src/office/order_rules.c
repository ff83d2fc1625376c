#include "base/base.h"

#include "office/order_rules.h"

#include "base/clock.h"

static const struct {
    const char *name, *title;
} states[ORDER_STATE_N] = {
    [ORDER_NONE] = { "", "" },
    [ORDER_ISSUED] = { "issued", "已下达" },
    [ORDER_SEEN] = { "seen", "已签收" },
    [ORDER_REPLIED] = { "replied", "已回复" },
    [ORDER_EXPLAINED] = { "explained", "已说明" },
    [ORDER_APPEALED] = { "appealed", "申诉中" },
    [ORDER_RETURNED] = { "returned", "已退回" },
    [ORDER_CLOSED] = { "closed", "已办结" },
    [ORDER_WITHDRAWN] = { "withdrawn", "已撤回" },
};

/* One bit a state. */
#define IN(state) (1u << (state))
enum {
    TO_DO = IN(ORDER_ISSUED) | IN(ORDER_SEEN) | IN(ORDER_RETURNED),
    TO_DECIDE = IN(ORDER_REPLIED) | IN(ORDER_EXPLAINED) | IN(ORDER_APPEALED),
    NOT_CLOSED = TO_DO | TO_DECIDE,
};

static const struct rule {
    const char *name, *title;
    unsigned from;
    enum order_state to; /* ORDER_NONE: it stays */
    bool is_of_unit;
    bool wants_text, wants_day, wants_document;
} rules[EVENT_KIND_N] = {
    [EVENT_NONE] = { .name = "", .title = "" },
    [EVENT_ISSUE] = { .name = "issue", .title = "发出" },
    [EVENT_SEEN] = { .name = "seen",
                     .title = "签收",
                     .from = IN(ORDER_ISSUED),
                     .to = ORDER_SEEN,
                     .is_of_unit = true },
    [EVENT_REPLY] = { .name = "reply",
                      .title = "回复",
                      .from = TO_DO | IN(ORDER_APPEALED),
                      .to = ORDER_REPLIED,
                      .is_of_unit = true,
                      .wants_text = true },
    [EVENT_EXPLAIN] = { .name = "explain",
                        .title = "特殊情况说明",
                        .from = TO_DO | IN(ORDER_APPEALED),
                        .to = ORDER_EXPLAINED,
                        .is_of_unit = true,
                        .wants_text = true,
                        .wants_day = true },
    [EVENT_APPEAL] = { .name = "appeal",
                       .title = "申诉",
                       .from = TO_DO,
                       .to = ORDER_APPEALED,
                       .is_of_unit = true,
                       .wants_text = true },
    [EVENT_APPROVE] = { .name = "approve", .title = "通过", .from = TO_DECIDE, .to = ORDER_CLOSED },
    [EVENT_RETURN] = { .name = "return",
                       .title = "退回",
                       .from = TO_DECIDE,
                       .to = ORDER_RETURNED,
                       .wants_text = true },
    [EVENT_RECHECK] = { .name = "recheck", .title = "复查", .from = NOT_CLOSED },
    [EVENT_RECHECKED] = { .name = "rechecked",
                          .title = "复查结果",
                          .from = NOT_CLOSED,
                          .wants_text = true },
    [EVENT_REMIND] = { .name = "remind", .title = "提醒", .from = NOT_CLOSED },
    [EVENT_ESCALATE] = { .name = "escalate",
                         .title = "督办",
                         .from = NOT_CLOSED,
                         .wants_text = true,
                         .wants_document = true },
    [EVENT_REOPEN] = { .name = "reopen",
                       .title = "重新整改",
                       .from = IN(ORDER_CLOSED) | IN(ORDER_EXPLAINED),
                       .to = ORDER_RETURNED,
                       .wants_text = true },
    [EVENT_WITHDRAW] = { .name = "withdraw",
                         .title = "撤回",
                         .from = NOT_CLOSED,
                         .to = ORDER_WITHDRAWN,
                         .wants_text = true },
    [EVENT_PROLONG] = { .name = "prolong",
                        .title = "延期",
                        .from = TO_DO | IN(ORDER_APPEALED),
                        .wants_text = true },
};

static const struct {
    const char *name, *title;
} outcomes[] = {
    [OUTCOME_NONE] = { "", "" },
    [OUTCOME_GONE] = { "gone", "已整改" },
    [OUTCOME_STILL] = { "still", "仍存在" },
    [OUTCOME_UNKNOWN] = { "unknown", "未能判定" },
    [OUTCOME_DISMISSED] = { "dismissed", "已排除" },
};

const char *order_state_name(enum order_state state)
{
    return states[state].name;
}

const char *order_state_title(enum order_state state)
{
    return states[state].title;
}

bool order_state_of(struct str name, enum order_state *out)
{
    for (size_t i = 1; i < ORDER_STATE_N; i++)
        if (str_eq(name, str_of(states[i].name))) {
            *out = (enum order_state)i;
            return true;
        }
    return false;
}

bool order_state_is_awaited(enum order_state state)
{
    return (TO_DO & IN(state)) != 0;
}

const char *order_event_name(enum order_event_kind kind)
{
    return rules[kind].name;
}

bool order_event_of(struct str name, enum order_event_kind *out)
{
    for (size_t i = 1; i < EVENT_KIND_N; i++)
        if (str_eq(name, str_of(rules[i].name))) {
            *out = (enum order_event_kind)i;
            return true;
        }
    return false;
}

bool order_event_is_of_unit(enum order_event_kind kind)
{
    return rules[kind].is_of_unit;
}

const char *order_outcome_name(enum order_outcome outcome)
{
    return outcomes[outcome].name;
}

const char *order_outcome_title(enum order_outcome outcome)
{
    return outcomes[outcome].title;
}

enum rc order_rules_apply(enum order_state from, const struct order_event *event, int64_t n_open,
                          enum order_state *to, struct err *err)
{
    const struct rule *r = &rules[event->kind];
    const bool is_silent = str_is_empty(str_trim(event->text));

    if (!(r->from & IN(from)))
        return err_set(err, RC_BUSY, "整改通知%s，不能%s", states[from].title, r->title);
    if (str_is_empty(event->by))
        return err_set(err, RC_SYNTAX, "须写明由谁%s", r->title);
    if (r->wants_text && is_silent)
        return err_set(err, RC_SYNTAX, "%s须写明内容", r->title);
    if (r->wants_day && event->day <= day_of_time(event->at))
        return err_set(err, RC_SYNTAX, "%s须写明有效期，晚于今天", r->title);
    if (event->kind == EVENT_APPROVE && from != ORDER_APPEALED && event->day != DAY_NONE)
        return err_set(err, RC_SYNTAX, "通过申诉时才定新的期限");
    if (event->kind == EVENT_WITHDRAW && event->day != DAY_NONE)
        return err_set(err, RC_SYNTAX, "撤回不定新的期限");
    if (!r->is_of_unit && event->day != DAY_NONE && event->day <= day_of_time(event->at))
        return err_set(err, RC_SYNTAX, "新的期限须晚于今天");
    if (event->kind == EVENT_PROLONG && event->day == DAY_NONE)
        return err_set(err, RC_SYNTAX, "延期须写明新的期限");
    if (r->wants_document && str_is_empty(str_trim(event->document)))
        return err_set(err, RC_SYNTAX, "%s须写明文件字号", r->title);
    if (event->kind == EVENT_APPROVE && from == ORDER_REPLIED && n_open && is_silent)
        return err_set(err, RC_SYNTAX, "还有 %lld 个问题未经复查确认整改，通过须写明理由",
                       (long long)n_open);
    if (event->kind == EVENT_APPROVE && from == ORDER_APPEALED && is_silent)
        return err_set(err, RC_SYNTAX, "通过申诉须写明理由");
    if (event->kind == EVENT_APPROVE && from == ORDER_APPEALED)
        *to = from;
    else
        *to = r->to ? r->to : from;
    return RC_OK;
}
