/*
 * late-answer: a citizen's message was answered after the deadline.
 *
 * Basis: 广东 2019Q2, 天津 2020H2 and 自贡 2022Q3 notices (five working days). Working days are
 * those of the State Council's yearly arrangement; the day of the message does not count. Not
 * judged: messages of years whose arrangement is not known.
 */
#include "base/base.h"

#include "base/clock.h"
#include "check/check.h"
#include "check/column.h"
#include "check/excerpt.h"
#include "check/message.h"
#include "text/workday.h"

enum { P_WORKDAYS, P_LOOKBACK };
enum { L_EXCLUDED };

static const struct param params[] = {
    [P_WORKDAYS] = { .name = "workdays",
                     .unit = "个工作日",
                     .help = "留言应在此期限内答复",
                     .min = 1,
                     .max = 365 },
    [P_LOOKBACK] = { .name = "lookback_months",
                     .unit = "个月",
                     .help = "只看检查前此期限内的留言",
                     .min = 1,
                     .max = 120 },
};

static const struct word_list lists[] = {
    [L_EXCLUDED] = MESSAGE_EXCLUDED,
};

static enum judged check_page(const struct check_ctx *c)
{
    const struct page *p = c->page;
    const struct letter *l = p->letter;
    const int32_t today = day_of_time(c->now);
    bool is_sure;

    if (!l || column_has_name(c->page, &c->list[L_EXCLUDED]))
        return JUDGED;
    if (l->is_several)
        return cannot_judge(c, "一页有多封留言，未能逐一判断");
    if (!l->reply.n && l->replied == DAY_NONE)
        return JUDGED; /* unanswered-message judges it */
    if (l->asked == DAY_NONE || l->replied == DAY_NONE)
        return cannot_judge(c, "没有标明留言时间或答复时间，未能判断是否超期");
    if (l->asked < day_minus_months(today, c->value[P_LOOKBACK]))
        return JUDGED;
    if (!c->calendar)
        return cannot_judge(c, "没有放假调休安排，未能计算工作日");

    const int32_t due = workday_after(c->calendar, l->asked, c->value[P_WORKDAYS], &is_sure);
    char asked[DAY_TEXT_BYTES], replied[DAY_TEXT_BYTES];

    if (l->replied <= due)
        return JUDGED;
    if (!is_sure)
        return cannot_judge(c, "缺少留言至答复期限内的放假调休安排，未能计算工作日，请管理员补充");
    sink_add(c->out,
             (struct finding){
                 .excerpt = arena_printf(c->a, "%s 的留言于 %s 答复", day_text(l->asked, asked),
                                         day_text(l->replied, replied)),
                 .suggest = STR("请按时限答复留言，疑难问题先告知办理进展"),
                 .key = p->url,
                 .measured = NUMBER(workdays_between(c->calendar, l->asked, l->replied)),
                 .limit = NUMBER(c->value[P_WORKDAYS]),
                 .grade = GRADE_FAULT,
                 .confidence = 0.85,
                 .since = due + 1,
                 DETAIL({ .key = "title", .text = excerpt_head(p->title) }),
             });
    return JUDGED;
}

const struct check check_late_answer = {
    .id = "late-answer",
    .rev = 9,
    .title = "留言超期答复",
    .case_id = "C03",
    .params = params,
    .n_params = COUNT_OF(params),
    .lists = lists,
    .n_lists = COUNT_OF(lists),
    .needs_text = true,
    .check_page = check_page,
};
