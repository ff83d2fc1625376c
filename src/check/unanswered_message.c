/*
 * unanswered-message: a citizen's published message has had no answer for more than three months.
 *
 * Basis: 国办秘函〔2019〕19号, 单项否决 互动回应差 (2): within the year before the check, in
 * columns of government consultation; 在线访谈、调查征集、网上信访、纪检举报 do not count. A page
 * counts that says that the message is still open, or leaves the place of the answer empty. Not
 * judged: pages that show no more than the message.
 */
#include "base/base.h"

#include "base/clock.h"
#include "check/check.h"
#include "check/column.h"
#include "check/excerpt.h"
#include "check/message.h"
#include "check/own_script.h"
#include "check/words.h"

enum { P_MONTHS, P_LOOKBACK };
enum { L_OPEN, L_CLOSED, L_EXCLUDED };

static const struct param params[] = {
    [P_MONTHS] = { .name = "months",
                   .unit = "个月",
                   .help = "留言超过此期限未答复算问题",
                   .min = 1,
                   .max = 24 },
    [P_LOOKBACK] = { .name = "lookback_months",
                     .unit = "个月",
                     .help = "只看检查前此期限内的留言",
                     .min = 1,
                     .max = 120 },
};

static const struct word_list lists[] = {
    [L_OPEN] = { .name = "open", .help = "办理状态中表示尚未答复的用词" },
    [L_CLOSED] = { .name = "closed", .help = "办理状态中表示已经办结的用词，有其一即不算尚未答复" },
    [L_EXCLUDED] = MESSAGE_EXCLUDED,
};

/* "暂无回复" in the place of the answer is none. */
static bool is_answered(const struct check_ctx *c, const struct letter *l)
{
    return l->replied != DAY_NONE ||
           (l->reply.n && !words_equal(&c->list[L_OPEN], str_trim(l->reply)));
}

/* "办理完毕", but not "尚未办理完毕". */
static bool is_closed(const struct check_ctx *c, struct str state)
{
    const struct str not_yet = STR("未");
    const struct str *word;
    size_t at;

    while ((word = words_find(&c->list[L_CLOSED], state, &at))) {
        const struct str before = str_sub(state, 0, at);

        if (!str_ends(before, not_yet) &&
            !str_starts(str_skip(before, at - (at < 9 ? at : 9)), not_yet))
            return true;
        state = str_skip(state, at + word->n);
    }
    return false;
}

/* Each of the states says that there is no answer yet. */
static bool is_open_still(const struct check_ctx *c, struct str states)
{
    const struct str gap = STR("　");

    while (states.n) {
        const size_t at = str_find(states, gap);
        const struct str state = str_sub(states, 0, at);

        if (!words_in(&c->list[L_OPEN], state) || is_closed(c, state))
            return false;
        if (at == STR_NONE)
            return true;
        states = str_skip(states, at + gap.n);
    }
    return false;
}

static enum judged check_page(const struct check_ctx *c)
{
    const struct letter *l = c->page->letter;
    const int32_t today = day_of_time(c->now);

    if (!l || column_has_name(c->page, &c->list[L_EXCLUDED]))
        return JUDGED;
    if (l->is_several)
        return cannot_judge(c, "一页有多封留言，未能逐一判断");
    if (is_answered(c, l))
        return JUDGED;
    if (l->asked == DAY_NONE)
        return cannot_judge(c, "留言没有标明时间，未能判断是否超期");

    const bool is_open = is_open_still(c, l->state) || l->reply.n;
    const int32_t limit = day_minus_months(today, c->value[P_MONTHS]);
    char day[DAY_TEXT_BYTES];

    if (l->asked >= limit || l->asked < day_minus_months(today, c->value[P_LOOKBACK]))
        return JUDGED;
    if (!is_open && (l->state.n || !l->has_reply_label))
        return cannot_judge(c, "没有看到答复内容，办理状态也未写明尚未答复，请人工查看");
    if (!is_open && !c->page->is_rendered && has_own_script(c->page))
        return cannot_judge(c, "留言的答复可能由脚本填入，需用浏览器查看");
    sink_add(c->out,
             (struct finding){
                 .excerpt = arena_printf(c->a, "%s 的留言至今未答复：%.*s", day_text(l->asked, day),
                                         STR_ARG(excerpt_head(c->page->title))),
                 .suggest = STR("请尽快答复，并公开答复内容"),
                 .key = c->page->url,
                 .measured = NUMBER(today - l->asked),
                 .limit = NUMBER(today - limit),
                 .grade = GRADE_VETO,
                 .confidence = is_open ? 0.9 : 0.75,
                 .since = day_minus_months(l->asked, -c->value[P_MONTHS]) + 1,
                 DETAIL({ .key = "reply_state", .text = l->state }),
             });
    return JUDGED;
}

const struct check check_unanswered_message = {
    .id = "unanswered-message",
    .rev = 8,
    .title = "留言长期未答复",
    .case_id = "C02",
    .params = params,
    .n_params = COUNT_OF(params),
    .lists = lists,
    .n_lists = COUNT_OF(lists),
    .needs_text = true,
    .check_page = check_page,
};
