/*
 * account-stale: the newest post of an account is too old; and how long it was silent before.
 *
 * Basis: 国办秘函〔2019〕19号, 单项否决 政务新媒体·内容不更新: nothing new for two weeks before the
 * check. Not judged: accounts whose posts could not be seen; entries without a readable time, of
 * which one may be the newest; platforms that show nobody a full list; what came after the day on
 * which a list was collected.
 */
#include "base/base.h"

#include "base/clock.h"
#include "check/check.h"
#include "check/collected.h"
#include "check/words.h"

enum { P_MAX_DAYS, P_WINDOW_DAYS };
enum { L_UNLISTED, L_NO_POSTS };

static const struct param params[] = {
    [P_MAX_DAYS] = { .name = "max_days",
                     .unit = "天",
                     .help = "最新一条距今超过此天数即为不更新",
                     .min = 1,
                     .max = 3650 },
    [P_WINDOW_DAYS] = { .name = "window_days",
                        .unit = "天",
                        .help = "统计最长间隔和不达标天数的时段",
                        .min = 1,
                        .max = 3650 },
};

static const struct word_list lists[] = {
    [L_UNLISTED] = { .name = "unlisted_platforms",
                     .help = "不再公开完整内容列表的平台：订阅源或页面停更不能说明账号停更" },
    [L_NO_POSTS] = { .name = "no_posts_platforms", .help = "不以发布内容为主的平台，不作此项检查" },
};

/* What the posts of the window say. */
struct rhythm {
    int32_t from;        /* its first day, or the oldest post's when nothing older is known */
    int64_t n_posts;     /* in it */
    int64_t longest_gap; /* days between two posts, or from the last one to today */
    int64_t n_bad_days;  /* on which the last post was older than the limit */
};

static void take_gap(struct rhythm *r, int64_t days, int64_t max_days)
{
    if (days > r->longest_gap)
        r->longest_gap = days;
    if (days > max_days)
        r->n_bad_days += days - max_days;
}

static struct rhythm rhythm_of(const struct check_ctx *c, int32_t today)
{
    const struct posts *p = &c->account->posts;
    const int32_t oldest = day_of_time(p->posts[p->n - 1].at);
    struct rhythm r = { .from = today - (int32_t)c->value[P_WINDOW_DAYS] };
    int32_t later = today;

    if (oldest > r.from)
        r.from = oldest;
    for (size_t i = 0; i < p->n && later > r.from; i++) {
        int32_t day = day_of_time(p->posts[i].at);

        day = day < later ? day : later; /* one that is dated tomorrow is today's */
        r.n_posts += day >= r.from;
        day = day > r.from ? day : r.from;
        take_gap(&r, later - day, c->value[P_MAX_DAYS]);
        later = day;
    }
    return r;
}

static void report(const struct check_ctx *c, enum grade grade, struct str excerpt,
                   const struct rhythm *r, int64_t measured)
{
    const struct account_view *v = c->account;
    const int32_t newest = day_of_time(v->posts.posts[0].at);
    char newest_text[DAY_TEXT_BYTES], from_text[DAY_TEXT_BYTES];

    sink_add(
        c->out,
        (struct finding){
            .excerpt = excerpt,
            .suggest = grade == GRADE_NOTICE ? STR("请保持更新频次，避免再次超过期限")
                                             : STR("请及时更新；无力维护的账号请按程序申请注销"),
            .key = grade == GRADE_NOTICE ? STR("gap") : STR("stale"),
            .measured = NUMBER(measured),
            .limit = NUMBER(c->value[P_MAX_DAYS]),
            .grade = grade,
            .confidence = v->posts.grade == ACCOUNT_PAGE ? 0.8 : 0.9,
            .since = grade == GRADE_NOTICE ? DAY_NONE : newest + (int32_t)c->value[P_MAX_DAYS] + 1,
            DETAIL(
                { .key = "newest",
                  .text = arena_copy(c->a, str_of(day_text(newest, newest_text))) },
                { .key = "title", .text = v->posts.posts[0].title },
                { .key = "source_grade", .text = str_of(account_grade_name(v->posts.grade)) },
                { .key = "from", .text = arena_copy(c->a, str_of(day_text(r->from, from_text))) },
                { .key = "n_posts", .number = NUMBER(r->n_posts) },
                { .key = "longest_gap", .number = NUMBER(r->longest_gap) },
                { .key = "bad_days", .number = NUMBER(r->n_bad_days) }),
        });
}

/* The list of posts may lack the newest ones; empty: it does not. */
static const char *doubt_of(const struct check_ctx *c)
{
    const struct posts *p = &c->account->posts;
    const bool is_collected = p->grade == ACCOUNT_IMPORT || p->grade == ACCOUNT_SELF;

    if (p->n_undated)
        return arena_printf(c->a, "数据源中有 %zu 条没有可识别的时间，其中可能有更新的内容",
                            p->n_undated)
            .p;
    if (!is_collected && words_equal(&c->list[L_UNLISTED], c->account->account->platform))
        return "平台不公开完整的内容列表，数据源停更不能说明账号停更，请导入发布记录或人工核实";
    return NULL;
}

static enum judged check_account(const struct check_ctx *c)
{
    const struct account_view *v = c->account;
    const int32_t today = collected_day(c);
    const int64_t max_days = c->value[P_MAX_DAYS];

    if (words_equal(&c->list[L_NO_POSTS], v->account->platform))
        return JUDGED;
    if (v->unseen.n)
        return cannot_judge(c, v->unseen.p);
    if (v->posts.n == 0)
        return cannot_judge(c, v->posts.n_undated ? "数据源里的内容都没有可识别的时间"
                                                  : "数据源里没有已发布的内容");

    const struct rhythm r = rhythm_of(c, today);
    const int64_t age = today - day_of_time(v->posts.posts[0].at);
    const char *doubt = doubt_of(c);

    if (age > max_days && doubt)
        return cannot_judge(c, doubt);
    if (age > max_days)
        report(c, GRADE_VETO, arena_printf(c->a, "最新一条发布于 %lld 天前", (long long)age), &r,
               age);
    else if (r.longest_gap > max_days && !doubt)
        report(c, GRADE_NOTICE,
               arena_printf(c->a, "近期曾连续 %lld 天没有更新", (long long)r.longest_gap), &r,
               r.longest_gap);
    else if (age + day_of_time(c->now) - today > max_days)
        return collected_too_early(c);
    return JUDGED;
}

const struct check check_account_stale = {
    .id = "account-stale",
    .rev = 2,
    .title = "新媒体不更新",
    .case_id = "B01",
    .params = params,
    .n_params = COUNT_OF(params),
    .lists = lists,
    .n_lists = COUNT_OF(lists),
    .needs_accounts = true,
    .check_account = check_account,
};
