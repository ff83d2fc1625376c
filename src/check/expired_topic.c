/*
 * expired-topic: the column of a past year is still offered as if it were current.
 *
 * Basis: 政府网站发展指引 (finished topics are archived and marked), 自贡 2022Q3 notice (民生实事
 * of the year before, not archived). A topic is bound to a year by its name; it counts when the
 * home page leads to it, or when it stands within two clicks. Columns that are still being filled,
 * and those marked as archived, are none.
 */
#include "base/base.h"

#include "base/clock.h"
#include "check/check.h"
#include "check/column.h"
#include "check/column_says.h"
#include "check/words.h"

#include <string.h>

enum { P_GRACE_DAYS, P_FRESH_DAYS, P_MAX_CHARS, P_MAX_DEPTH };
enum { L_TOPICS, L_ARCHIVED, L_ARCHIVES, L_NOTICES };

static const struct param params[] = {
    [P_GRACE_DAYS] = { .name = "grace_days",
                       .unit = "天",
                       .help = "年度结束后此天数内不算过期",
                       .min = 0,
                       .max = 365 },
    [P_FRESH_DAYS] = { .name = "fresh_days",
                       .unit = "天",
                       .help = "此天数内仍有更新的栏目不算过期",
                       .min = 0,
                       .max = 365 },
    [P_MAX_CHARS] = { .name = "max_chars",
                      .unit = "字",
                      .help = "名称长于此数的链接视为文章标题",
                      .min = 4,
                      .max = 100 },
    [P_MAX_DEPTH] = { .name = "max_depth",
                      .unit = "层",
                      .help = "距首页更远的栏目视为已收起",
                      .min = 1,
                      .max = 10 },
};

static const struct word_list lists[] = {
    [L_TOPICS] = { .name = "topics", .help = "年度专题、专栏名称的用词" },
    [L_ARCHIVED] = { .name = "archived",
                     .help = "表示归档，或按年公开、本来就应长期保留的名称用词" },
    [L_ARCHIVES] = { .name = "archives", .help = "收录往年专题的栏目的名称用词" },
    [L_NOTICES] = { .name = "notices", .help = "页面上说明栏目已归档的话" },
};

const struct words *archived_words_of(const struct check_set *s)
{
    return &check_set_lists(s, "expired-topic")[L_NOTICES];
}

/* Takes one of 〇 to 九 off the start; -1 when there is none. */
static int take_numeral(struct str *s)
{
    static const struct {
        const char *sign;
        int value;
    } numerals[] = { { "〇", 0 }, { "○", 0 },  { "零", 0 }, { "一", 1 }, { "二", 2 }, { "三", 3 },
                     { "四", 4 }, { "五", 5 }, { "六", 6 }, { "七", 7 }, { "八", 8 }, { "九", 9 } };

    for (size_t i = 0; i < COUNT_OF(numerals); i++)
        if (str_starts(*s, str_of(numerals[i].sign))) {
            *s = str_skip(*s, strlen(numerals[i].sign));
            return numerals[i].value;
        }
    return -1;
}

/* 二〇二五 at the start, and no longer number; 0. */
static int64_t year_in_numerals(struct str s)
{
    int64_t year = 0;

    for (int i = 0; i < 4; i++) {
        const int digit = take_numeral(&s);

        if (digit < 0)
            return 0;
        year = 10 * year + digit;
    }
    return year / 100 == 20 && take_numeral(&s) < 0 ? year : 0;
}

/* The last year that the name speaks of; 0 when none does. */
static int64_t year_of(struct str name)
{
    int64_t last = 0, year;

    for (size_t at = 0; at < name.n; at++) {
        year = year_in_numerals(str_skip(name, at));
        last = year > last ? year : last;
    }

    for (size_t at = 0; at + 4 <= name.n; at++) {
        const bool ends = at + 4 == name.n || !char_is_digit(name.p[at + 4]);

        if ((at == 0 || !char_is_digit(name.p[at - 1])) && ends &&
            str_to_i64(str_sub(name, at, 4), 2000, 2099, &year) && year > last)
            last = year;
    }
    return last;
}

/* The past year that a name binds its column to; 0 when it is no expired topic. */
static int64_t expired_year(const struct check_ctx *c, struct str name)
{
    const int64_t year = year_of(name);
    const int32_t today = day_of_time(c->now);

    if (year == 0 || (int64_t)str_chars(str_sub(name, 0, 400)) > c->value[P_MAX_CHARS])
        return 0;
    if (!words_in(&c->list[L_TOPICS], name) || words_in(&c->list[L_ARCHIVED], name))
        return 0;
    return today - day_of((int)year, 12, 31) > c->value[P_GRACE_DAYS] ? year : 0;
}

static void report(const struct check_ctx *c, struct str url, struct str name, int64_t year,
                   int32_t newest, bool on_home)
{
    const struct str home = c->view->home->url;
    const int32_t today = day_of_time(c->now);
    const int32_t end = day_of((int)year, 12, 31);
    int64_t number;
    char day[DAY_TEXT_BYTES];

    sink_add(
        c->out,
        (struct finding){
            .url = url,
            .excerpt =
                arena_printf(c->a, "%s“%.*s”", on_home ? "首页仍列有" : "仍开设有", STR_ARG(name)),
            .suggest = STR("年度专题结束后应归档并标明，从导航中移出"),
            .key = arena_join(c->a, STR("topic "), column_base(url, c->a, &number)),
            .measured = NUMBER(today - end),
            .limit = NUMBER(c->value[P_GRACE_DAYS]),
            .grade = GRADE_FAULT,
            .confidence = on_home ? 0.8 : 0.6,
            .since = day_of((int)year + 1, 1, 1),
            DETAIL({ .key = "column", .text = name }, { .key = "year", .number = NUMBER(year) },
                   { .key = "newest", .text = arena_copy(c->a, str_of(day_text(newest, day))) }),
            .proof = &home,
            .n_proof = 1,
        });
}

static const struct digest *digest_of(const struct site_view *v, struct str url)
{
    for (size_t i = 0; i < v->n_digests; i++)
        if (str_eq(v->digests[i].url, url))
            return &v->digests[i];
    return NULL;
}

/* A topic that is not over lies in the folder. */
static bool has_current_topic(const struct check_ctx *c, struct str dir)
{
    for (size_t i = 0; i < c->view->n_digests; i++) {
        const struct digest *d = &c->view->digests[i];

        if (d->kind != PAGE_COLUMN || !str_starts(d->url, dir))
            continue;

        const struct str name = column_name(d, c->site);
        const int64_t year = year_of(name);

        if (year && day_of((int)year, 12, 31) >= day_of_time(c->now) &&
            words_in(&c->list[L_TOPICS], name))
            return true;
    }
    return false;
}

/* It lies in the folder of a column of past topics (往期专题), and of no others. */
static bool is_in_archive(const struct check_ctx *c, struct str url)
{
    for (size_t i = 0; i < c->view->n_digests; i++) {
        const struct digest *d = &c->view->digests[i];
        const struct str dir = column_directory(d->url);

        if (d->kind == PAGE_COLUMN && str_eq(dir, d->url) && url.n > dir.n &&
            str_starts(url, dir) && words_in(&c->list[L_ARCHIVES], column_name(d, c->site)) &&
            !has_current_topic(c, dir))
            return true;
    }
    return false;
}

/* What the target is said to be by its own page: a column that is still old and open. */
static bool is_open_topic(const struct check_ctx *c, const struct digest *d)
{
    const int32_t today = day_of_time(c->now);

    if (d->kind == PAGE_SOFT_ERROR || d->kind == PAGE_ARTICLE || d->kind == PAGE_STUB)
        return false;
    if (d->says_archived || words_in(&c->list[L_ARCHIVED], d->link_text) ||
        words_in(&c->list[L_ARCHIVED], column_name(d, c->site)))
        return false;
    return d->newest_item == DAY_NONE || today - d->newest_item > c->value[P_FRESH_DAYS];
}

/* Bases that were reported already. */
struct seen {
    struct str *bases;
    size_t n, cap;
};

static bool is_new(struct seen *s, struct str url, struct arena *a)
{
    int64_t number;
    const struct str base = column_base(url, a, &number);

    for (size_t i = 0; i < s->n; i++)
        if (str_eq(s->bases[i], base))
            return false;
    if (s->n < s->cap)
        s->bases[s->n++] = base;
    return true;
}

enum { TOPICS_MAX = 500 };

/* Topics that the home page links to. */
static void check_home(const struct check_ctx *c, struct seen *seen)
{
    const struct site_view *v = c->view;
    size_t n_named = 0; /* looked up: bounded, for each costs a walk over the digests */

    for (size_t i = 0; i < v->home->n_links && n_named < TOPICS_MAX; i++) {
        const struct link *l = &v->home->links[i];
        const bool is_page = l->kind == LINK_PAGE && l->is_same_site && !str_is_empty(l->url);
        const int64_t year = is_page ? expired_year(c, l->text) : 0;

        if (year == 0)
            continue;
        n_named++;
        const struct digest *d = digest_of(v, l->url);

        /* an unread target is a column only by standing in the navigation */
        if (d ? !is_open_topic(c, d) : l->region != REGION_NAV)
            continue;
        if (is_new(seen, l->url, c->a))
            report(c, l->url, l->text, year, d ? d->newest_item : DAY_NONE, true);
    }
}

static enum judged check_site(const struct check_ctx *c)
{
    const struct site_view *v = c->view;
    struct seen seen = { .bases = arena_array(c->a, struct str, TOPICS_MAX), .cap = TOPICS_MAX };

    check_home(c, &seen);
    for (size_t i = 0; i < v->n_digests && seen.n < seen.cap; i++) {
        const struct digest *d = &v->digests[i];

        if (d->kind != PAGE_COLUMN || d->depth > c->value[P_MAX_DEPTH])
            continue;
        const struct str name = column_name(d, c->site);
        const int64_t year = expired_year(c, name);

        if (year != 0 && is_open_topic(c, d) && !is_in_archive(c, d->url) &&
            is_new(&seen, d->url, c->a))
            report(c, d->url, name, year, d->newest_item, false);
    }
    return JUDGED;
}

const struct check check_expired_topic = {
    .id = "expired-topic",
    .rev = 4,
    .title = "过期专题未归档",
    .case_id = "A24",
    .params = params,
    .n_params = COUNT_OF(params),
    .lists = lists,
    .n_lists = COUNT_OF(lists),
    .needs_text = true,
    .needs_home = true,
    .shows = true,
    .check_site = check_site,
};
