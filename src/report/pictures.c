#include "base/base.h"

#include "report/pictures.h"

#include "base/buf.h"
#include "check/check.h"
#include "notice/rate.h"

#include <inttypes.h>
#include <stdlib.h>

enum { COLUMN_STEP = 80, COLUMN_WIDTH = 44 };

/* One colour of a bar. `cls` is a class of the style sheet. */
struct part {
    const char *cls, *title;
    int64_t n;
};

static int64_t sum_of(const struct part *parts, size_t n)
{
    int64_t sum = 0;

    for (size_t i = 0; i < n; i++)
        sum += parts[i].n;
    return sum;
}

/* "合格 3，不合格 1"; parts of nothing are not mentioned. */
static struct str words_of(const struct part *parts, size_t n, struct arena *a)
{
    AUTO(buf_done) struct buf text = { 0 };

    for (size_t i = 0; i < n; i++)
        if (parts[i].n > 0)
            buf_addf(&text, "%s%s %" PRId64, text.n ? "，" : "", parts[i].title, parts[i].n);
    return arena_copy(a, buf_str(&text));
}

static int64_t n_seen(const struct part *parts, size_t n)
{
    int64_t n_parts = 0;

    for (size_t i = 0; i < n; i++)
        n_parts += parts[i].n > 0;
    return n_parts;
}

/*
 * Edges are rounded, not widths: the parts leave no gap. `whole` fills the bar. What is there has
 * at least a length of 1, and leaves as much to those behind it: one site of ten thousand is seen.
 *
 *   length  at least n
 */
static struct json *segments(const struct part *parts, size_t n, int64_t whole, int64_t length,
                             bool is_upright)
{
    struct json *list = json_new_array();
    int64_t done = 0, from = 0;

    for (size_t i = 0; i < n && whole > 0; i++) {
        if (parts[i].n == 0)
            continue;
        done += parts[i].n;

        const int64_t most = length - n_seen(parts + i + 1, n - i - 1);
        const int64_t edge = done * length / whole;
        const int64_t to = edge <= from ? from + 1 : edge > most ? most : edge;
        struct json *j = json_new_object();

        json_put_str(j, "cls", str_of(parts[i].cls));
        json_put_int(j, "at", is_upright ? length - to : from);
        json_put_int(j, "size", to - from);
        json_add(list, j);
        from = to;
    }
    return list;
}

static struct json *bar(struct str name, const struct part *parts, size_t n, int64_t whole,
                        struct arena *a)
{
    struct json *j = json_new_object();

    json_put_str(j, "name", name);
    json_put_str(j, "words", words_of(parts, n, a));
    json_put_int(j, "n", sum_of(parts, n));
    json_put(j, "segments", segments(parts, n, whole, PICTURE_WIDTH, false));
    return j;
}

/* ---- verdicts ---------------------------------------------------------------------------------
 */

static void verdict_parts(const int64_t n[STANDING_N], struct part parts[STANDING_N])
{
    static const struct part kinds[STANDING_N] = {
        [STANDING_PASS] = { "pass", "合格", 0 },
        [STANDING_FAIL] = { "fail", "不合格", 0 },
        [STANDING_FORESEEN] = { "likely", "复核后可能不合格", 0 },
        [STANDING_UNKNOWN] = { "open", "未能判定", 0 },
        [STANDING_MISSING] = { "missing", "没有结果", 0 },
        [STANDING_CLOSED] = { "closed", "不作判定", 0 },
    };

    for (int i = 0; i < STANDING_N; i++) {
        parts[i] = kinds[i];
        parts[i].n = n[i];
    }
}

static struct json *standing_bar(const struct standing_row *row, struct arena *a)
{
    struct part parts[STANDING_N];

    verdict_parts(row->n, parts);

    const int64_t whole = sum_of(parts, STANDING_N);
    const int64_t running = whole - row->n[STANDING_CLOSED];
    const int64_t judged = row->n[STANDING_PASS] + row->n[STANDING_FAIL];
    struct json *j = bar(row->name, parts, STANDING_N, whole, a);

    /* A rate of those that happen to be judged would flatter or slander the others. */
    json_put_str(j, "rate",
                 !running            ? STR("—")
                 : judged == running ? rate_text(row->n[STANDING_PASS], running, 1, a)
                                     : STR("待定"));
    return j;
}

static struct json *standing_bars(const struct standing_row *rows, size_t n, struct arena *a)
{
    struct json *list = json_new_array();

    for (size_t i = 0; i < n && i < PICTURE_REGIONS_MAX; i++)
        json_add(list, standing_bar(&rows[i], a));
    return list;
}

static struct json *item_bars(const struct standing *s, struct arena *a)
{
    static const char *const part_names[] = {
        [STANDING_VETO] = "单项否决", [STANDING_SCORED] = "扣分", [STANDING_NOWHERE] = ""
    };
    struct json *list = json_new_array();
    int64_t most = 0;

    for (size_t i = 0; i < s->n_items; i++) {
        const struct standing_item *t = &s->items[i];
        const int64_t n = t->n_confirmed + t->n_open + t->n_unknown;

        most = n > most ? n : most;
    }
    for (size_t i = 0; i < s->n_items; i++) {
        const struct standing_item *t = &s->items[i];
        const struct part parts[] = { { "fail", "已认定", t->n_confirmed },
                                      { "likely", "待复核", t->n_open },
                                      { "open", "不能判定", t->n_unknown } };
        struct json *j = bar(t->name, parts, COUNT_OF(parts), most, a);

        json_put_str(j, "part", str_of(part_names[t->part]));
        json_add(list, j);
    }
    return list;
}

/* ---- worst sites ------------------------------------------------------------------------------
 */

static int by_worst(const void *a, const void *b)
{
    const struct site_row *x = *(const struct site_row *const *)a;
    const struct site_row *y = *(const struct site_row *const *)b;

    for (int g = GRADE_VETO; g > GRADE_NOTICE; g--)
        if (x->found[g] != y->found[g])
            return x->found[g] > y->found[g] ? -1 : 1;
    return str_cmp(x->code, y->code);
}

static struct json *worst_bars(const struct figures *t, struct arena *a)
{
    const struct site_row **all = arena_array(a, const struct site_row *, t->n_sites);
    struct json *list = json_new_array();
    int64_t most = 0;
    size_t n = 0;

    for (size_t i = 0; i < t->n_sites; i++)
        if (t->sites[i].found[GRADE_VETO] + t->sites[i].found[GRADE_FAULT] > 0)
            all[n++] = &t->sites[i];
    if (n)
        qsort(all, n, sizeof(*all), by_worst);
    n = n < PICTURE_WORST_MAX ? n : PICTURE_WORST_MAX;
    for (size_t i = 0; i < n; i++) {
        const int64_t found = all[i]->found[GRADE_VETO] + all[i]->found[GRADE_FAULT];

        most = found > most ? found : most;
    }
    for (size_t i = 0; i < n; i++) {
        const struct part parts[] = { { "fail", "单项否决类", all[i]->found[GRADE_VETO] },
                                      { "fault", "问题", all[i]->found[GRADE_FAULT] } };
        struct json *j =
            bar(all[i]->name.n ? all[i]->name : all[i]->code, parts, COUNT_OF(parts), most, a);

        json_put_str(j, "code", all[i]->code);
        json_add(list, j);
    }
    return list;
}

/* ---- coverage ---------------------------------------------------------------------------------
 */

static struct json *covered_bar(const struct figures *t, struct arena *a)
{
    struct part parts[] = { { "pass", "看了全部页面", 0 },
                            { "partial", "没有看全", 0 },
                            { "open", "没有说明看了多少", 0 },
                            { "open", "没有读到页面", 0 },
                            { "missing", "没有结果", 0 } };

    for (size_t i = 0; i < t->n_sites; i++) {
        const struct site_row *s = &t->sites[i];

        if (!s->has_result)
            parts[4].n++;
        else if (s->pages == 0)
            parts[3].n++;
        else
            parts[s->complete == TRI_YES ? 0 : s->complete == TRI_NO ? 1 : 2].n++;
    }
    return bar(STR("网站"), parts, COUNT_OF(parts), (int64_t)t->n_sites, a);
}

static bool looks_at_sites(struct str id)
{
    const struct check *check = check_find(id);

    return !check || check->check_page || check->check_site;
}

/* Checks that were not carried through everywhere. */
static struct json *unmeasured_bars(const struct figures *t, int64_t *n_measured, struct arena *a)
{
    struct json *list = json_new_array();

    *n_measured = 0;
    for (size_t i = 0; i < t->n_checks; i++) {
        if (!looks_at_sites(t->checks[i].id))
            continue;

        const int64_t n_unknown =
            t->checks[i].n_unknown < t->n_done ? t->checks[i].n_unknown : t->n_done;
        const struct part parts[] = { { "pass", "测成", t->n_done - n_unknown },
                                      { "open", "有未测成之处", n_unknown },
                                      { "missing", "没有结果", (int64_t)t->n_sites - t->n_done } };

        if (n_unknown > 0)
            json_add(list, bar(t->checks[i].title, parts, COUNT_OF(parts), (int64_t)t->n_sites, a));
        else
            ++*n_measured;
    }
    return list;
}

/* ---- trend ------------------------------------------------------------------------------------
 */

/* Those that were to be judged: how many sites are closed is nothing that an inspection finds. */
enum { TREND_N = STANDING_CLOSED };

static struct json *column(const struct standing_run *run, size_t at, int64_t most, struct arena *a)
{
    struct part parts[STANDING_N];
    struct json *j = json_new_object();

    verdict_parts(run->n, parts);

    const int64_t n = sum_of(parts, TREND_N), x = (int64_t)at * COLUMN_STEP;
    const int64_t fair = n * PICTURE_HEIGHT / most;
    const int64_t height = fair < TREND_N ? TREND_N : fair;

    json_put_int(j, "x", x + (COLUMN_STEP - COLUMN_WIDTH) / 2);
    json_put_int(j, "middle", x + COLUMN_STEP / 2);
    json_put_int(j, "width", COLUMN_WIDTH);
    json_put_int(j, "top", PICTURE_HEIGHT - height);
    json_put_str(j, "words", words_of(parts, TREND_N, a));
    json_put_str(j, "name", arena_printf(a, "第%" PRId64 "次", run->id));
    json_put_str(j, "day", run->day.n ? run->day : STR(""));
    json_put_int(j, "n", n);
    json_put_int(j, "n_pass", run->n[STANDING_PASS]);
    json_put_int(j, "n_fail", run->n[STANDING_FAIL]);
    json_put_int(j, "n_likely", run->n[STANDING_FORESEEN]);
    json_put_int(j, "n_open", run->n[STANDING_UNKNOWN]);
    json_put(j, "segments", segments(parts, TREND_N, n, height, true));
    return j;
}

static struct json *trend(const struct standing *s, struct arena *a)
{
    struct json *j = json_new_object(), *columns = json_new_array();
    int64_t most = 1;

    for (size_t i = 0; i < s->n_runs; i++) {
        int64_t n = 0;

        for (int k = 0; k < TREND_N; k++)
            n += s->runs[i].n[k];
        most = n > most ? n : most;
    }
    for (size_t i = 0; i < s->n_runs; i++)
        json_add(columns, column(&s->runs[i], i, most, a));
    json_put_int(j, "width", (int64_t)s->n_runs * COLUMN_STEP);
    json_put(j, "columns", columns);
    return j;
}

void pictures_put(const struct figures *figures, const struct standing *standing,
                  struct json *values, struct arena *a)
{
    const size_t n_regions = standing->n_regions;
    int64_t n_measured = 0;

    json_put(values, "types", standing_bars(standing->types, standing->n_types, a));
    json_put(values, "regions", standing_bars(standing->regions, n_regions, a));
    json_put_int(values, "n_regions_more",
                 n_regions > PICTURE_REGIONS_MAX ? (int64_t)(n_regions - PICTURE_REGIONS_MAX) : 0);
    json_put_bool(values, "has_items", standing->n_items > 0);
    json_put(values, "items", item_bars(standing, a));
    json_put(values, "worst", worst_bars(figures, a));
    json_put(values, "covered", covered_bar(figures, a));
    json_put(values, "unmeasured", unmeasured_bars(figures, &n_measured, a));
    json_put_int(values, "n_measured", n_measured);
    json_put_bool(values, "has_trend", standing->n_runs > 1);
    json_put(values, "trend", trend(standing, a));
}
