/*
 * impossible-date: a page says that it was published in the future, on a day that does not exist,
 * or on two different days.
 *
 * Basis: 国办秘函〔2019〕19号, 单项否决 W1 (伪造发稿日期); 自贡 2022Q3 notice (publish time
 * altered). That the PubDate tag and the visible date differ is only worth a look: document dates
 * are often shown as publish dates. A day of the months to come beside a place or an event, with
 * nothing that tells of the page, is none of publishing: no fault.
 */
#include "base/base.h"

#include "base/clock.h"
#include "check/check.h"
#include "check/words.h"
#include "text/date.h"
#include "text/han.h"
#include "text/quote.h"

enum { P_FUTURE_DAYS, P_EVENT_DAYS, P_CONFLICT_DAYS, P_MIN_YEAR };
enum { L_LABELS, L_LABELS_ALONE, L_DEFAULTS, L_FACTS, L_PUBLISHERS };

static const struct param params[] = {
    [P_FUTURE_DAYS] = { .name = "future_days",
                        .unit = "天",
                        .help = "发布日期晚于检查当天超过此天数即为将来日期",
                        .min = 0,
                        .max = 365 },
    [P_EVENT_DAYS] = { .name = "event_days",
                       .unit = "天",
                       .help = "与地点、活动名称写在一起的日期，晚于检查当天不到此天数的，"
                               "可能是活动日期，不算",
                       .min = 0,
                       .max = 3650 },
    [P_CONFLICT_DAYS] = { .name = "conflict_days",
                          .unit = "天",
                          .help = "可见日期与 PubDate 标签相差超过此天数即提示",
                          .min = 0,
                          .max = 365 },
    [P_MIN_YEAR] = { .name = "min_year",
                     .unit = "年",
                     .help = "早于此年的发布日期不可能（当时没有政府网站）",
                     .min = 1971,
                     .max = 2010 },
};

static const struct word_list lists[] = {
    [L_LABELS] = { .name = "labels", .help = "发布日期前的标签" },
    [L_LABELS_ALONE] = { .name = "labels_alone",
                         .help = "前面没有别的字时才是发布日期的标签（出生日期等不是）" },
    [L_DEFAULTS] = { .name = "defaults",
                     .help = "程序没有取到日期时显示的日期，写在发布日期的标签后面才算" },
    [L_FACTS] = { .name = "facts", .help = "与发布日期写在一行的用词，有其一即是发布日期" },
    [L_PUBLISHERS] = { .name = "publishers", .help = "日期前的文字以这些词结尾的，是发布单位" },
};

static void report(const struct check_ctx *c, const char *fault, struct str excerpt,
                   enum grade grade, struct number measured, struct number limit)
{
    sink_add(c->out, (struct finding){
                         .excerpt = excerpt,
                         .suggest = STR("请核实并改正发布日期，不得随意修改发稿时间"),
                         .key = arena_printf(c->a, "%.*s %s", STR_ARG(c->page->url), fault),
                         .measured = measured,
                         .limit = limit,
                         .grade = grade,
                         .confidence = grade == GRADE_FAULT ? 0.9 : 0.5,
                         DETAIL({ .key = "fault", .text = str_of(fault) }),
                     });
}

/* A whole date whose day does not exist, in the first characters of s. */
static bool names_no_day(struct str s, struct date_hit *hit)
{
    return date_find(str_sub(s, 0, 48), 0, hit) && hit->at < 24 && hit->day == DAY_NONE &&
           hit->year > 0;
}

/* Up to two digits at the start of *s, taken off it; -1 when there are none. */
static int take_number(struct str *s)
{
    size_t n = 0;
    int value = 0;

    while (n < s->n && n < 3 && char_is_digit(s->p[n]))
        value = 10 * value + (s->p[n++] - '0');
    *s = str_skip(*s, n);
    return n == 1 || n == 2 ? value : -1;
}

/* "2026-02-30", "2026年2月30日" at the start of s: told quickly, for a page has many dates. */
static bool may_be_no_day(struct str s)
{
    static const char *const marks[] = { "-", "/", ".", "年", "月" };
    int64_t year;
    int month, mday;

    if (!str_to_i64(str_sub(s, 0, 4), 1980, 2099, &year))
        return false;
    s = str_skip(s, 4);
    for (size_t i = 0; i < COUNT_OF(marks); i++)
        if (str_starts(s, str_of(marks[i]))) {
            s = str_skip(s, str_of(marks[i]).n);
            month = take_number(&s);
            s = str_skip(s, str_starts(s, STR("月")) ? 3 : 1);
            mday = take_number(&s);
            return month >= 0 && mday >= 0 && day_of((int)year, month, mday) == DAY_NONE;
        }
    return false;
}

/* "来源：县教育局 ": the source and its value, with nothing more behind them. */
static bool is_source_alone(struct str s)
{
    const struct str source = STR("来源");

    return str_starts(s, source) && str_ends(s, STR(" ")) &&
           !str_has(str_trim(str_skip(s, source.n)), STR(" "));
}

/* A line that begins with the date, or with 时间： and the date, and goes on with the source; or
 * one that begins with the source, and 时间： stands by itself in front of the date. */
static bool is_line_of_source(struct str text, size_t at)
{
    enum { LINE_BYTES = 200 };
    static const char *const labels[] = { "时间：", "时间:" };
    struct str rest = str_sub(text, at, LINE_BYTES), line, before;
    size_t from = at;

    while (from > 0 && at - from < LINE_BYTES && text.p[from - 1] != '\n')
        from--;
    before = str_trim(str_sub(text, from, at - from));
    for (size_t i = 0; i < COUNT_OF(labels); i++)
        if (str_ends(before, str_of(labels[i]))) {
            before = str_sub(before, 0, before.n - str_of(labels[i]).n);
            if (is_source_alone(before))
                return true;
        }
    return str_is_empty(before) && str_line(&rest, &line) && str_has(line, STR("来源"));
}

/* The colon that s has, and what stands behind it; false: none. */
static bool cut_at_colon(struct str s, struct str *before, struct str *behind)
{
    const size_t wide = str_find(s, STR("：")), narrow = str_find(s, STR(":"));
    const bool is_wide = wide < narrow;
    const size_t at = is_wide ? wide : narrow;

    if (at == STR_NONE)
        return false;
    *before = str_sub(s, 0, at);
    *behind = str_skip(s, at + (is_wide ? STR("：").n : 1));
    return true;
}

/* Nothing but what stands between a label and its value: "： ", "单位：县政府办 ", "于"; where the
 * label ends its line the colon alone. Past a space, or a second colon, another label has begun. */
static bool is_between(struct str s, bool ends_line)
{
    struct str name, value, more;

    for (size_t i = 0; i < s.n; i++)
        if (char_is_digit(s.p[i]))
            return false;
    if (str_is_empty(str_trim(s)) || str_eq(str_trim(s), STR("于")))
        return true;
    if (!cut_at_colon(s, &name, &value) || cut_at_colon(value, &more, &more))
        return false;
    if (str_is_empty(str_trim(name)))
        return !ends_line || str_is_empty(str_trim(value));
    return !ends_line && !str_has(name, STR(" "));
}

/* A word begins here: no Chinese character stands in front. */
static bool begins_word(struct str text, size_t at)
{
    return at < HAN_BYTES || !han_begins(text.p[at - HAN_BYTES]);
}

/* Where the label of the day of publishing stands that the date at `at` follows; STR_NONE. */
static size_t label_before(const struct check_ctx *c, struct str text, size_t at)
{
    enum { LABEL_BYTES = 48 };
    size_t from = at, next, found = STR_NONE;
    /* In a table, a list of terms, or below it: the line in front is the label. */
    const bool ends_line = at > 0 && text.p[at - 1] == '\n';

    from -= ends_line;
    while (from > 0 && at - from < LABEL_BYTES && text.p[from - 1] != '\n')
        from--;
    for (const struct str *word; from < at; from += next + word->n) {
        const struct str rest = str_sub(text, from, at - from);

        word = words_find(&c->list[L_LABELS], rest, &next);
        if (!word) {
            word = words_find(&c->list[L_LABELS_ALONE], rest, &next);
            if (!word)
                break;
            if (!begins_word(text, from + next))
                continue;
        }
        if (is_between(str_skip(rest, next + word->n), ends_line))
            found = from + next;
    }
    return found;
}

/* "发布时间：2026-02-30" in the text that readers see, or "2026-02-30 来源：…". */
static bool find_no_day(const struct check_ctx *c, struct str text, struct str *excerpt)
{
    struct date_hit hit;

    for (size_t at = 0; at < text.n; at++) {
        const size_t next = str_chr(str_skip(text, at), '2');

        if (next == STR_NONE)
            return false;
        at += next;
        if (!may_be_no_day(str_skip(text, at)) || !names_no_day(str_skip(text, at), &hit))
            continue;
        const size_t label = label_before(c, text, at), from = label == STR_NONE ? at : label;

        if (label == STR_NONE && !is_line_of_source(text, at))
            continue;
        *excerpt = str_sub(text, from, at + hit.at + hit.n - from);
        return true;
    }
    return false;
}

/* Readers see the day behind a label: a default in the text is only told about. */
static bool is_labelled(const struct check_ctx *c, struct str text, int32_t day)
{
    struct date_hit hit;

    for (size_t at = 0; day != DAY_NONE && date_find(text, at, &hit); at = hit.at + hit.n)
        if (hit.day == day && label_before(c, text, hit.at) != STR_NONE)
            return true;
    return false;
}

/* "该办法发布于1970年1月1日", "《通知》，发布日期：1970-1-1", “发布时间：1970-01-01”: not the
 * page's own. */
static bool is_told(struct str text, size_t label, size_t at)
{
    static const char *const marks[] = { "，", "；", "、", "。", "》", "（" };

    return quote_holds(text, at) || str_ends_any(str_sub(text, 0, label), marks, COUNT_OF(marks)) ||
           str_ends(str_trim(str_sub(text, label, at - label)), STR("于"));
}

/* "发布时间：1970-01-01 08:00": what a program shows that has no date. */
static bool find_default(const struct check_ctx *c, struct str text, struct str *excerpt)
{
    size_t next;

    for (size_t at = 0; at < text.n; at++) {
        const struct str *day = words_find(&c->list[L_DEFAULTS], str_skip(text, at), &next);

        if (!day)
            return false;
        at += next;

        const size_t label = label_before(c, text, at), end = at + day->n;

        if (label == STR_NONE || (end < text.n && char_is_digit(text.p[end])) ||
            is_told(text, label, at))
            continue;
        *excerpt = str_sub(text, label, end - label);
        return true;
    }
    return false;
}

static bool check_no_day(const struct check_ctx *c)
{
    const struct page *p = c->page;
    const struct str tag = str_trim(p->tags[TAG_PUB_DATE]);
    struct date_hit hit;
    struct str excerpt;
    int64_t year;

    if (!str_is_empty(tag) && names_no_day(tag, &hit)) {
        report(c, "no-such-day", arena_join(c->a, STR("PubDate 标签："), tag), GRADE_FAULT,
               (struct number){ 0 }, (struct number){ 0 });
        return true;
    }
    if (tag.n >= 8 && str_to_i64(str_sub(tag, 0, 4), 0, c->value[P_MIN_YEAR] - 1, &year)) {
        report(c, "too-early", arena_join(c->a, STR("PubDate 标签："), tag), GRADE_FAULT,
               NUMBER(year), NUMBER(c->value[P_MIN_YEAR]));
        return true;
    }
    /* a visible date that exists is what the reader of pages took: nothing to look for then */
    if (p->published != DAY_NONE && p->published != p->published_meta)
        return false;
    if (find_default(c, p->text, &excerpt) && !is_labelled(c, p->text, p->published)) {
        report(c, "too-early", excerpt, GRADE_FAULT, (struct number){ 0 }, (struct number){ 0 });
        return true;
    }
    if (!find_no_day(c, p->text, &excerpt))
        return false;
    report(c, "no-such-day", excerpt, GRADE_FAULT, (struct number){ 0 }, (struct number){ 0 });
    return true;
}

/* Two Chinese characters side by side: more than the 时 and 分 of a clock. */
static bool has_words(struct str s)
{
    for (size_t i = 0; i + 2 * HAN_BYTES <= s.n; i++)
        if (han_begins(s.p[i]) && han_begins(s.p[i + HAN_BYTES]))
            return true;
    return false;
}

/* The date at `at` in its line, "县体育中心 2026年12月6日": a place or an event and no label, no
 * publisher, nothing that tells of the page. */
static bool is_beside_event(const struct check_ctx *c, struct str text, const struct date_hit *hit)
{
    enum { LINE_BYTES = 200 };
    struct str rest = str_sub(text, hit->at + hit->n, LINE_BYTES), behind = rest, before;
    size_t from = hit->at;

    while (from > 0 && hit->at - from < LINE_BYTES && text.p[from - 1] != '\n')
        from--;
    before = str_trim(str_sub(text, from, hit->at - from));
    (void)str_line(&rest, &behind);
    return (has_words(before) || has_words(behind)) && !str_ends(before, STR("：")) &&
           !str_ends(before, STR(":")) && label_before(c, text, hit->at) == STR_NONE &&
           !words_in(&c->list[L_FACTS], before) && !words_in(&c->list[L_FACTS], behind) &&
           !words_end(&c->list[L_PUBLISHERS], before);
}

/* The day stands where an event does, the first time that it does below the headline. */
static bool is_of_event(const struct check_ctx *c, int32_t day)
{
    const struct page *p = c->page;
    const size_t head = p->headline.n ? str_find(p->text, p->headline) : STR_NONE;
    struct date_hit hit;

    for (size_t at = head == STR_NONE ? 0 : head + p->headline.n; date_find(p->text, at, &hit);
         at = hit.at + hit.n)
        if (hit.day == day)
            return is_beside_event(c, p->text, &hit);
    return false;
}

static enum judged check_page(const struct check_ctx *c)
{
    const struct page *p = c->page;
    const int32_t today = day_of_time(c->now);
    const int64_t limit = c->value[P_FUTURE_DAYS];
    char shown[DAY_TEXT_BYTES], meta[DAY_TEXT_BYTES];
    int32_t latest = p->published;
    bool is_event;

    /* without a day that exists, an article is not always known as one */
    if ((p->kind != PAGE_ARTICLE && p->kind != PAGE_OTHER) || check_no_day(c) ||
        p->kind == PAGE_OTHER)
        return JUDGED;
    is_event = latest > today && latest - today < c->value[P_EVENT_DAYS] && is_of_event(c, latest);
    if (is_event || p->published_meta > latest)
        latest = p->published_meta;
    if (latest != DAY_NONE && latest - today > limit) {
        report(c, "future",
               arena_printf(c->a, "发布日期为 %s，晚于检查日期", day_text(latest, shown)),
               GRADE_FAULT, NUMBER(latest - today), NUMBER(limit));
        return JUDGED;
    }
    if (is_event || p->published == DAY_NONE || p->published_meta == DAY_NONE)
        return JUDGED;
    const int64_t apart = p->published > p->published_meta ? p->published - p->published_meta
                                                           : p->published_meta - p->published;

    if (apart > c->value[P_CONFLICT_DAYS])
        report(c, "conflict",
               arena_printf(c->a, "页面显示 %s，PubDate 标签为 %s", day_text(p->published, shown),
                            day_text(p->published_meta, meta)),
               GRADE_NOTICE, NUMBER(apart), NUMBER(c->value[P_CONFLICT_DAYS]));
    return JUDGED;
}

const struct check check_impossible_date = {
    .id = "impossible-date",
    .rev = 8,
    .title = "发布日期有误",
    .case_id = "A23",
    .params = params,
    .n_params = COUNT_OF(params),
    .lists = lists,
    .n_lists = COUNT_OF(lists),
    .needs_text = true,
    .check_page = check_page,
};
