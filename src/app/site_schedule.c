#include "base/base.h"

#include "app/site_schedule.h"

#include "base/clock.h"
#include "base/json.h"
#include "office/audit.h"
#include "office/schedule.h"
#include "store/review.h"

#include <stdio.h>

static const char *const days[] = { "", "一", "二", "三", "四", "五", "六", "日" };
static const char *const plan_words[SITE_PLAN_N] = {
    [SITE_EVERY_NIGHT] = "每夜", [SITE_EVERY_WEEK] = "每周", [SITE_NEVER] = "不自动"
};

static void show_hours(const struct hours *quiet)
{
    char text[HOURS_TEXT_BYTES];

    hours_text(quiet, text);
    (void)printf("不巡检=%s\n", text[0] ? text : "无");
}

static void show_next(const struct schedule *s, const struct plan_done *done, enum plan_kind kind,
                      int64_t now)
{
    const int64_t at = plan_next(s, done, kind, now);
    char text[TIME_TEXT_BYTES];

    if (at)
        (void)printf("下一次%s巡检：%s\n", kind == PLAN_WEEKLY ? "每周" : "每夜",
                     time_text(at, text));
}

static enum rc show(struct store *s, int64_t now, struct err *err)
{
    char text[HOURS_TEXT_BYTES];
    struct schedule all;
    struct plan_done done;
    enum rc rc = store_schedule_get(s, &all, err);

    if (rc || (rc = store_plan_done(s, &done, err)))
        return rc;
    (void)printf("每夜=%s\n", all.nightly ? minute_text(all.nightly_at, text) : "否");
    if (all.weekly)
        (void)printf("每周=%s %s\n", days[all.weekly_day], minute_text(all.weekly_at, text));
    else
        (void)puts("每周=否");
    show_hours(&all.quiet);
    show_next(&all, &done, PLAN_NIGHTLY, now);
    show_next(&all, &done, PLAN_WEEKLY, now);
    return RC_OK;
}

static enum rc show_site(struct store *s, struct str code, struct err *err)
{
    struct site_schedule own;
    const enum rc rc = store_site_schedule_get(s, code, &own, err);

    if (rc)
        return rc;
    (void)printf("定时=%s\n", plan_words[own.plan]);
    show_hours(&own.quiet);
    if (own.rate > 0)
        (void)printf("间隔=%g\n", 1 / own.rate);
    return RC_OK;
}

static bool read_quiet(struct str value, struct hours *out)
{
    return hours_parse(str_eq(value, STR("无")) ? (struct str){ 0 } : value, out);
}

/* "六 01:30", "否" */
static bool read_weekly(struct str value, struct schedule *s)
{
    struct str day, minute;

    s->weekly = !str_eq(value, STR("否"));
    if (!s->weekly)
        return true;
    if (!str_cut(value, ' ', &day, &minute) || !minute_parse(minute, &s->weekly_at))
        return false;
    for (int i = 1; i <= 7; i++)
        if (str_eq(day, str_of(days[i]))) {
            s->weekly_day = i;
            return true;
        }
    return false;
}

static bool read_setting(struct str name, struct str value, struct schedule *s)
{
    if (str_eq(name, STR("每夜"))) {
        s->nightly = !str_eq(value, STR("否"));
        return !s->nightly || minute_parse(value, &s->nightly_at);
    }
    if (str_eq(name, STR("每周")))
        return read_weekly(value, s);
    return str_eq(name, STR("不巡检")) && read_quiet(value, &s->quiet);
}

static bool read_site_setting(struct str name, struct str value, struct site_schedule *s)
{
    int64_t gap_s;

    if (str_eq(name, STR("间隔"))) {
        if (!str_to_i64(value, 0, (int64_t)(1 / SITE_RATE_MIN), &gap_s))
            return false;
        s->rate = gap_s ? 1.0 / (double)gap_s : 0;
        return true;
    }
    if (str_eq(name, STR("不巡检")))
        return read_quiet(value, &s->quiet);
    for (enum site_plan p = SITE_EVERY_NIGHT; str_eq(name, STR("定时")) && p < SITE_PLAN_N; p++)
        if (str_eq(value, str_of(plan_words[p]))) {
            s->plan = p;
            return true;
        }
    return false;
}

static enum rc keep(struct store *s, const char *action, struct str subject,
                    const struct str *words, size_t n, const struct registrar *who, struct err *err)
{
    AUTO(arena_done) struct arena a = { 0 };
    AUTO(json_freep) struct json *now = json_new_array();

    for (size_t i = 0; i < n; i++)
        json_add_str(now, words[i]);
    return store_audit_add(s,
                           &(struct audit_line){ .at = who->at,
                                                 .by = arena_join(&a, STR("system:"), who->by),
                                                 .action = str_of(action),
                                                 .subject = subject,
                                                 .now = json_text(now, &a) },
                           err);
}

static enum rc set(struct store *s, const struct str *words, size_t n, const struct registrar *who,
                   struct err *err)
{
    struct schedule all;
    enum rc rc = store_schedule_get(s, &all, err);

    for (size_t i = 0; i < n && !rc; i++) {
        struct str name, value;

        if (!str_cut(words[i], '=', &name, &value) || !read_setting(name, value, &all))
            rc = err_set(err, RC_USAGE,
                         "“%.*s”不对：可写 每夜=01:30、每夜=否、每周=六 01:30、每周=否、"
                         "不巡检=08:30-18:00、不巡检=无",
                         STR_ARG(words[i]));
    }
    all.since = who->at;
    if (!rc)
        rc = store_schedule_put(s, &all, err);
    return rc ? rc : keep(s, "schedule.change", STR("schedule"), words, n, who, err);
}

static enum rc set_site(struct store *s, struct str code, const struct str *words, size_t n,
                        const struct registrar *who, struct err *err)
{
    AUTO(arena_done) struct arena a = { 0 };
    struct site_schedule own;
    enum rc rc = store_site_schedule_get(s, code, &own, err);

    for (size_t i = 0; i < n && !rc; i++) {
        struct str name, value;

        if (!str_cut(words[i], '=', &name, &value) || !read_site_setting(name, value, &own))
            rc = err_set(err, RC_USAGE,
                         "“%.*s”不对：可写 定时=每夜、定时=每周、定时=不自动、"
                         "不巡检=08:30-18:00、不巡检=无、间隔=2（秒；0 为与全部一样）",
                         STR_ARG(words[i]));
    }
    if (!rc)
        rc = store_site_schedule_put(s, code, &own, err);
    return rc ? rc
              : keep(s, "site.schedule", arena_join(&a, STR("site:"), code), words, n, who, err);
}

enum rc site_schedule(struct store *s, const struct str *words, size_t n,
                      const struct registrar *who, struct err *err)
{
    AUTO(arena_done) struct arena a = { 0 };
    const bool is_site = n && str_find(words[0], STR("=")) == STR_NONE;
    struct registered site;
    enum rc rc = RC_OK, kept;

    if (is_site && (rc = store_registered_read(s, 0, words[0], &a, &site, err)))
        return rc;
    if (n == is_site)
        return is_site ? show_site(s, words[0], err) : show(s, who->at, err);
    if ((rc = store_hold(s, err)))
        return rc;
    rc = is_site ? set_site(s, words[0], words + 1, n - 1, who, err) : set(s, words, n, who, err);
    kept = store_release(s, !rc, rc ? NULL : err);
    return rc ? rc : kept;
}
