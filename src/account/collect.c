#include "base/base.h"

#include "account/collect.h"

#include "base/clock.h"
#include "text/date.h"

#include <stdlib.h>
#include <string.h>

enum { DAY_S = 86400, FUTURE_S = DAY_S /* clocks and time zones differ */ };

/* ---- moments ---- */

static bool month_of(struct str word, int *month)
{
    static const char names[] = "janfebmaraprmayjunjulaugsepoctnovdec";

    for (int i = 0; i < 12 && word.n >= 3; i++)
        if (str_eq_nocase(str_sub(word, 0, 3), str_from(names + (size_t)i * 3, 3))) {
            *month = i + 1;
            return true;
        }
    return false;
}

static struct str next_word(struct str *rest)
{
    struct str word;

    *rest = str_trim(*rest);
    (void)str_cut(*rest, ' ', &word, rest);
    return str_trim(word);
}

/* "09:30:15" or "09:30" */
static bool clock_of(struct str word, int64_t *seconds)
{
    struct str part;
    int64_t hour, minute, second = 0;

    (void)str_cut(word, ':', &part, &word);
    if (!str_to_i64(part, 0, 23, &hour))
        return false;
    (void)str_cut(word, ':', &part, &word);
    if (!str_to_i64(part, 0, 59, &minute) || (word.n && !str_to_i64(word, 0, 60, &second)))
        return false;
    *seconds = hour * 3600 + minute * 60 + second;
    return true;
}

/* "+0800", "+08:00", "GMT", "EST"; nothing means China's, as for people. */
static int64_t offset_of(struct str zone)
{
    static const struct {
        const char *name;
        int hours;
    } zones[] = { { "GMT", 0 },  { "UT", 0 },   { "UTC", 0 },  { "Z", 0 },
                  { "EST", -5 }, { "EDT", -4 }, { "CST", -6 }, { "CDT", -5 },
                  { "MST", -7 }, { "MDT", -6 }, { "PST", -8 }, { "PDT", -7 } };
    const struct str digits = str_skip(zone, 1);
    int64_t hours, minutes;

    for (size_t i = 0; i < COUNT_OF(zones); i++)
        if (str_eq_nocase(zone, str_of(zones[i].name)))
            return (int64_t)zones[i].hours * 3600;
    if (zone.n < 5 || (zone.p[0] != '+' && zone.p[0] != '-') ||
        !str_to_i64(str_sub(digits, 0, 2), 0, 14, &hours) ||
        !str_to_i64(str_sub(digits, digits.n - 2, 2), 0, 59, &minutes))
        return CHINA_OFFSET_S;
    return (zone.p[0] == '-' ? -1 : 1) * (hours * 3600 + minutes * 60);
}

/* "Fri, 20 Nov 2026 01:00:00 GMT" */
static bool mail_time(struct str text, int64_t *out)
{
    struct str rest = text, word = next_word(&rest);
    int64_t mday, year, seconds = 0;
    int month;

    if (str_ends(word, STR(",")))
        word = next_word(&rest);
    if (!str_to_i64(word, 1, 31, &mday) || !month_of(next_word(&rest), &month) ||
        !str_to_i64(next_word(&rest), 0, 9999, &year))
        return false;
    if (year < 100)
        year += year < 70 ? 2000 : 1900;

    const int32_t day = day_of((int)year, month, (int)mday);
    const struct str clock = next_word(&rest);

    if (day == DAY_NONE || (clock.n && !clock_of(clock, &seconds)))
        return false;
    *out = (int64_t)day * DAY_S + seconds - offset_of(next_word(&rest));
    return true;
}

bool posts_time(struct str text, int64_t now, int64_t *out)
{
    struct date_hit hit;
    int32_t day;

    text = str_trim(text);
    if (time_parse(text, out) || mail_time(text, out))
        return true;
    if (!date_find(text, 0, &hit) ||
        (day = hit.year ? hit.day : date_complete(&hit, day_of_time(now))) == DAY_NONE)
        return false;
    *out = (int64_t)day * DAY_S + (hit.has_time ? hit.second_of_day : 0) - CHINA_OFFSET_S;
    return true;
}

/* ---- what was collected ---- */

void collect_done(struct collect *c)
{
    buf_done(&c->posts);
    buf_done(&c->messages);
}

void collect_post_at(struct collect *c, struct post p)
{
    if (p.at > c->now + FUTURE_S)
        c->n_future++;
    else if (c->posts.n / sizeof(p) < POSTS_MAX)
        buf_add(&c->posts, str_from((const char *)&p, sizeof(p)));
}

void collect_post(struct collect *c, struct str when, struct post p)
{
    if (posts_time(when, c->now, &p.at))
        collect_post_at(c, p);
    else
        c->n_undated++;
}

void collect_message(struct collect *c, struct str when, struct str answered, struct str text)
{
    struct account_message m = { .text = text };

    if (!posts_time(when, c->now, &m.at) || c->messages.n / sizeof(m) >= POSTS_MAX)
        return;
    if (!posts_time(answered, c->now, &m.answered))
        m.answered = str_is_empty(str_trim(answered)) ? 0 : m.at; /* answered, who knows when */
    buf_add(&c->messages, str_from((const char *)&m, sizeof(m)));
}

static int newest_first(const void *a, const void *b)
{
    const struct post *x = a, *y = b;

    return (y->at > x->at) - (y->at < x->at);
}

static void *copy_of(struct arena *a, const struct buf *b)
{
    void *to = arena_alloc(a, b->n);

    if (b->n)
        memcpy(to, b->p, b->n);
    return to;
}

void collect_finish(struct collect *c, struct arena *a, struct posts *out)
{
    struct post *posts = copy_of(a, &c->posts);

    out->n = c->posts.n / sizeof(*posts);
    if (out->n)
        qsort(posts, out->n, sizeof(*posts), newest_first);
    out->posts = posts;
    out->n_future = c->n_future;
    out->n_undated = c->n_undated;
    out->messages = copy_of(a, &c->messages);
    out->n_messages = c->messages.n / sizeof(struct account_message);
    out->tells_messages |= out->n_messages > 0;
}
