/*
 * campaign-article: a site or account did not carry an article that all were to carry, or too late.
 *
 * Basis: 云南 and 天津 notices (联动转载, 集中推送). The articles are the user's (`inspect
 * --articles FILE`); without a list the check does not run, and what was found stays open. Carried
 * is a page of that title, one with one of the sentences, or a link to the original or, under that
 * title, to another site. Not judged: sites that were not read whole, accounts whose source does
 * not reach back to the first day; what has time left.
 */
#include "base/base.h"

#include "base/clock.h"
#include "check/campaign.h"
#include "check/check.h"

static void report(const struct check_ctx *c, const struct campaign_article *article,
                   const struct carried *how, struct str where)
{
    const bool is_late = how->how == CARRIAGE_LATE;
    char from[DAY_TEXT_BYTES], until[DAY_TEXT_BYTES], day[DAY_TEXT_BYTES];

    (void)day_text(article->from, from);
    (void)day_text(article->until, until);
    sink_add(c->out,
             (struct finding){
                 .url = is_late && how->url.n ? how->url : where,
                 .excerpt =
                     is_late ? arena_printf(c->a, "《%.*s》%s 才转载，应不晚于 %s",
                                            STR_ARG(article->title), day_text(how->day, day), until)
                             : arena_printf(c->a, "没有转载《%.*s》（%s 至 %s）",
                                            STR_ARG(article->title), from, until),
                 .suggest = STR("请按要求及时转载指定的内容"),
                 .key = arena_printf(c->a, "article %.*s", STR_ARG(article->title)),
                 .measured = is_late ? NUMBER(how->day - article->until) : (struct number){ 0 },
                 .grade = GRADE_FAULT,
                 .confidence = is_late ? 0.8 : 0.85,
                 .since = article->until + 1,
                 DETAIL({ .key = "fault", .text = str_of(carriage_name(how->how)) },
                        { .key = "article", .text = article->title },
                        { .key = "target", .text = article->url },
                        { .key = "start", .text = arena_copy(c->a, str_of(from)) },
                        { .key = "until", .text = arena_copy(c->a, str_of(until)) }),
             });
}

static enum judged check_all(const struct check_ctx *c, struct str where)
{
    const int32_t today = day_of_time(c->now);
    const char *doubt = NULL;

    for (size_t i = 0; c->campaign && i < c->campaign->n; i++) {
        const struct campaign_article *article = &c->campaign->articles[i];
        const struct carried how = c->view ? campaign_of_site(article, i, c->view, today)
                                           : campaign_of_account(article, c->account, today, c->a);

        if (how.how == CARRIAGE_NONE || how.how == CARRIAGE_LATE)
            report(c, article, &how, where);
        else if (how.how == CARRIAGE_UNKNOWN)
            doubt = how.reason;
    }
    return doubt ? cannot_judge(c, doubt) : JUDGED;
}

static enum judged check_site(const struct check_ctx *c)
{
    return check_all(c, c->view->home ? c->view->home->url : c->site->home);
}

static enum judged check_account(const struct check_ctx *c)
{
    return check_all(c, c->account->source_final);
}

const struct check check_campaign_article = {
    .id = "campaign-article",
    .rev = 3,
    .title = "指定内容未转载",
    .case_id = "A32",
    .needs_text = true,
    .needs_home = true,
    .needs_campaign = true,
    .check_site = check_site,
    .check_account = check_account,
};
