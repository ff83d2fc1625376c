/*
 * stale-statistics: figures of services (办事统计) are older than three months.
 *
 * Basis: 国办秘函〔2019〕19号, 扣分指标 办事统计 (not updated for three months); 天津 2020H2 notice
 * (办事统计数据未及时更新). Looked at are pages and columns that are called so, by the newest date
 * that stands on them, and counters on other pages that say up to when they count. A single article
 * is the record of its month and never too old. Not judged: statistics without any date.
 */
#include "base/base.h"

#include "base/clock.h"
#include "check/check.h"
#include "check/column.h"
#include "check/excerpt.h"
#include "check/words.h"
#include "text/period.h"

enum { P_MONTHS, P_LINE_CHARS };
enum { L_NAMES, L_AS_OF, L_COUNTED };

static const struct param params[] = {
    [P_MONTHS] = { .name = "months",
                   .unit = "个月",
                   .help = "办事统计数据的更新期限",
                   .min = 1,
                   .max = 120 },
    [P_LINE_CHARS] = { .name = "line_chars",
                       .unit = "字",
                       .help = "长于此数的文字不是计数，是文章",
                       .min = 10,
                       .max = 500 },
};

static const struct word_list lists[] = {
    [L_NAMES] = { .name = "names", .help = "办事统计类栏目、页面的名称用词" },
    [L_AS_OF] = { .name = "as_of", .help = "计数前说明统计截止时间的用词" },
    [L_COUNTED] = { .name = "counted", .help = "计数所统计的内容" },
};

enum { COUNTERS_MAX = 20 /* of a page that are told */ };

static void report(const struct check_ctx *c, struct str name, struct str key, int32_t newest)
{
    const int32_t today = day_of_time(c->now);
    const int32_t limit = day_minus_months(today, c->value[P_MONTHS]);
    char day[DAY_TEXT_BYTES];

    sink_add(c->out, (struct finding){
                         .excerpt = arena_printf(c->a, "%.*s：数据截至 %s，距今 %d 天",
                                                 STR_ARG(excerpt_head(name)), day_text(newest, day),
                                                 (int)(today - newest)),
                         .suggest = STR("请及时更新统计数据，并标明统计时间"),
                         .key = key,
                         .measured = NUMBER(today - newest),
                         .limit = NUMBER(today - limit),
                         .grade = GRADE_FAULT,
                         .confidence = 0.85,
                         .since = day_minus_months(newest, -c->value[P_MONTHS]) + 1,
                         DETAIL({ .key = "newest",
                                  .text = arena_copy(c->a, str_of(day_text(newest, day))) }),
                     });
}

static bool is_stale(const struct check_ctx *c, int32_t newest)
{
    return newest < day_minus_months(day_of_time(c->now), c->value[P_MONTHS]);
}

/* What the page is called: its column, else the beginning of its title. */
static struct str own_name(const struct check_ctx *c)
{
    const struct digest d = { .title = c->page->title,
                              .column_name = c->page->tags[TAG_COLUMN_NAME] };

    return column_name(&d, c->site);
}

static enum judged check_statistics(const struct check_ctx *c, struct str name)
{
    const struct page *p = c->page;
    int32_t newest = period_newest(p->text, day_of_time(c->now));
    int64_t number;
    const struct str base = column_base(p->url, c->a, &number);

    if (number > 1)
        return JUDGED; /* further pages of a column are older */
    newest = p->newest_item > newest ? p->newest_item : newest;
    if (newest != DAY_NONE && !is_stale(c, newest))
        return JUDGED;
    if (newest == DAY_NONE || p->needs_browser)
        return cannot_judge(c, "办事统计没有标明统计时间，或由脚本生成，未能判断");
    report(c, name, arena_join(c->a, STR("statistics "), base), newest);
    return JUDGED;
}

/* "12345件", "12.3万件", "99.8%" */
static bool has_count(struct str s)
{
    static const char *const units[] = { "件", "万件", "余件", "项", "%", "％" };

    for (size_t at = 0; at < s.n; at++)
        for (size_t i = 0; char_is_digit(s.p[at]) && i < COUNT_OF(units); i++)
            if (str_starts(str_trim(str_skip(s, at + 1)), str_of(units[i])))
                return true;
    return false;
}

/* Sentences, of an introduction or the beginning of an article, and no counter. */
static bool is_prose(struct str line)
{
    return str_has(line, STR("。")) || str_has(line, STR("……"));
}

/* The title of an article that stands in a list. */
static bool is_link(const struct page *p, struct str line)
{
    for (size_t i = 0; i < p->n_links; i++)
        if (p->links[i].text.n && str_starts(line, p->links[i].text) &&
            p->links[i].text.n * 2 >= line.n)
            return true;
    return false;
}

/* "受理：12034件" */
static bool is_count(const struct check_ctx *c, struct str line)
{
    return (int64_t)str_chars(line) <= c->value[P_LINE_CHARS] &&
           words_in(&c->list[L_COUNTED], line) && has_count(line) && !is_prose(line);
}

/* "截至2026年3月31日" alone, above the line with the first count. */
static bool heads_count(const struct check_ctx *c, struct str line, struct str text)
{
    enum { DAY_CHARS = 24 };
    struct str next;

    return str_chars(line) <= DAY_CHARS && !words_in(&c->list[L_COUNTED], line) &&
           str_line(&text, &next) && is_count(c, next);
}

/* "截至2026年3月31日，累计办件12345件", of any page that is no article. */
static void check_counters(const struct check_ctx *c)
{
    struct str text = c->page->text, line;
    size_t n = 0;

    while (n < COUNTERS_MAX && str_line(&text, &line)) {
        size_t at;
        int32_t newest;

        if (line.n < 12 || (int64_t)str_chars(line) > c->value[P_LINE_CHARS] ||
            !words_find(&c->list[L_AS_OF], line, &at) || is_prose(line) ||
            str_has(str_skip(line, at), STR("至今")) || /* 统计时间：2026年1月1日至今 */
            !(heads_count(c, line, text) ||
              (words_in(&c->list[L_COUNTED], line) && has_count(str_skip(line, at)))))
            continue;
        newest = period_newest(str_skip(line, at), day_of_time(c->now));
        if (newest == DAY_NONE || !is_stale(c, newest) || is_link(c->page, line))
            continue;
        report(c, line, arena_join(c->a, STR("counter "), line), newest);
        n++;
    }
}

static enum judged check_page(const struct check_ctx *c)
{
    const struct page *p = c->page;

    switch (p->kind) {
    case PAGE_COLUMN:
    case PAGE_OTHER:
    case PAGE_SHELL: {
        const struct str name = own_name(c);

        if (words_in(&c->list[L_NAMES], name))
            return check_statistics(c, name);
        break;
    }
    case PAGE_HOME:
    case PAGE_FORM:
        break;
    case PAGE_ARTICLE:
    case PAGE_GUIDE:
    case PAGE_MESSAGE:
    case PAGE_LEADER:
    case PAGE_SITEMAP:
    case PAGE_SEARCH:
    case PAGE_STUB:
    case PAGE_SOFT_ERROR:
    case PAGE_KIND_N:
        return JUDGED;
    }
    check_counters(c);
    return JUDGED;
}

const struct check check_stale_statistics = {
    .id = "stale-statistics",
    .rev = 3,
    .title = "办事统计不更新",
    .case_id = "A27",
    .params = params,
    .n_params = COUNT_OF(params),
    .lists = lists,
    .n_lists = COUNT_OF(lists),
    .needs_text = true,
    .shows = true,
    .check_page = check_page,
};
