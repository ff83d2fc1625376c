/*
 * account-unfiled: an account that runs and is not filed as running.
 *
 * Basis: 国办发〔2018〕123号 (opening, closing and reviving are filed); notices of 自贡, 汉中,
 * 天津. Two ways to see one: an account that is registered as cancelled still posts; a unit's home
 * page leads to a platform on which no account of the unit is registered (worth a look: it may be
 * another's). Not judged: cancelled accounts whose posts could not be seen.
 */
#include "base/base.h"

#include "base/clock.h"
#include "check/check.h"
#include "check/host.h"
#include "check/words.h"

enum { P_ALIVE_DAYS };
enum { L_HOSTS };

static const struct param params[] = {
    [P_ALIVE_DAYS] = { .name = "alive_days",
                       .unit = "天",
                       .help = "已注销的账号在此天数内有新内容即为仍在运行",
                       .min = 1,
                       .max = 3650 },
};

static const struct word_list lists[] = {
    [L_HOSTS] = { .name = "platform_hosts", .help = "平台的域名和名称，空格隔开" },
};

static enum judged check_account(const struct check_ctx *c)
{
    const struct account_view *v = c->account;
    char day[DAY_TEXT_BYTES];

    if (v->account->state != ACCOUNT_CLOSED)
        return JUDGED; /* one that is being cancelled may still post */
    if (v->unseen.n)
        return cannot_judge(c, v->unseen.p);
    if (v->posts.n == 0)
        return cannot_judge(c, "数据源里没有标日期的内容");

    const int32_t newest = day_of_time(v->posts.posts[0].at);
    const int64_t age = day_of_time(c->now) - newest;

    if (age > c->value[P_ALIVE_DAYS])
        return JUDGED;
    sink_add(c->out, (struct finding){
                         .excerpt = STR("登记为已注销，仍在发布内容"),
                         .suggest = STR("请停止使用并完成注销，或者重新备案"),
                         .key = STR("alive"),
                         .measured = NUMBER(age),
                         .limit = NUMBER(c->value[P_ALIVE_DAYS]),
                         .grade = GRADE_FAULT,
                         .confidence = v->posts.grade == ACCOUNT_PAGE ? 0.8 : 0.9,
                         DETAIL({ .key = "fault", .text = STR("alive") },
                                { .key = "newest",
                                  .text = arena_copy(c->a, str_of(day_text(newest, day))) },
                                { .key = "text", .text = v->posts.posts[0].title }),
                     });
    return JUDGED;
}

/* The platform whose account the URL shows; empty: none's. */
static struct str platform_of(const struct check_ctx *c, struct str url)
{
    const struct words *hosts = &c->list[L_HOSTS];
    struct str host = host_of(url), domain, platform;
    const struct str path = path_of(url);

    if (str_starts(host, STR("www.")))
        host = str_skip(host, 4);
    if (path.n < 2 || str_has(path, STR("share")))
        return (struct str){ 0 };
    for (size_t i = 0; i < hosts->n; i++)
        if (str_cut(hosts->words[i], ' ', &domain, &platform) && str_eq_nocase(domain, host))
            return platform;
    return (struct str){ 0 };
}

/* The unit has an account there, or the URL names a registered one of anybody's. */
static bool is_filed(const struct check_ctx *c, struct str platform, struct str url)
{
    for (size_t i = 0; i < c->accounts->n; i++) {
        const struct account *a = &c->accounts->accounts[i];

        if (a->state == ACCOUNT_RUNNING && str_eq(a->platform, platform) &&
            (str_eq(a->owner, c->site->sponsor) || (a->handle.n && str_has(url, a->handle))))
            return true;
    }
    return false;
}

static enum judged check_site(const struct check_ctx *c)
{
    const struct page *home = c->view->home;

    for (size_t i = 0; i < home->n_links; i++) {
        const struct link *l = &home->links[i];
        const struct str platform =
            l->kind == LINK_PAGE ? platform_of(c, l->url) : (struct str){ 0 };

        if (!platform.n || is_filed(c, platform, l->url))
            continue;
        sink_add(c->out, (struct finding){
                             .where = arena_printf(c->a, "body %s[%u]", l->element, l->nth),
                             .excerpt = l->text.n ? l->text : l->url,
                             .suggest = STR("请核实该账号是否由本单位开设，未备案的应及时备案"),
                             .key = l->url,
                             .grade = GRADE_NOTICE,
                             .confidence = 0.5,
                             DETAIL({ .key = "fault", .text = STR("linked") },
                                    { .key = "target", .text = l->url },
                                    { .key = "platform", .text = platform }),
                         });
    }
    return JUDGED;
}

const struct check check_account_unfiled = {
    .id = "account-unfiled",
    .rev = 1,
    .title = "新媒体未备案",
    .case_id = "B08",
    .params = params,
    .n_params = COUNT_OF(params),
    .lists = lists,
    .n_lists = COUNT_OF(lists),
    .needs_home = true,
    .needs_accounts = true,
    .for_cancelled = true,
    .check_site = check_site,
    .check_account = check_account,
};
