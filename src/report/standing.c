#include "base/base.h"

#include "report/standing.h"

#include "judge/judging.h"

#include <stdlib.h>

enum { RUNS_ASKED_MAX = 100 };

static enum standing_of standing_of_site(const struct site_row *s)
{
    return s->has_result ? standing_of(s->state, s->verdict, s->if_confirmed) : STANDING_MISSING;
}

/* ---- by type and region -----------------------------------------------------------------------
 */

struct keyed_site {
    struct str key;
    const struct site_row *site;
};

static int by_key(const void *a, const void *b)
{
    const struct keyed_site *x = a, *y = b;
    const int order = str_cmp(x->key, y->key);

    return order ? order : str_cmp(x->site->code, y->site->code);
}

/* "云溪县" of the portal 云溪县人民政府; empty when it is called otherwise. */
static struct str place_of(const struct site_row *s)
{
    const size_t at = str_find(s->name, STR("人民政府"));

    if (!str_eq(s->type, STR("政府门户网站")) || at == STR_NONE)
        return STR("");
    return str_sub(s->name, 0, at);
}

/* Sorts `all`, and adds up what has one key. */
static size_t add_up(struct keyed_site *all, size_t n, bool is_place, struct arena *a,
                     struct standing_row *rows)
{
    size_t n_rows = 0;

    if (n)
        qsort(all, n, sizeof(*all), by_key);
    for (size_t from = 0, to; from < n; from = to) {
        struct standing_row row = { 0 };
        struct str place = { 0 };

        for (to = from; to < n && str_eq(all[to].key, all[from].key); to++) {
            row.n[standing_of_site(all[to].site)]++;
            if (!place.n)
                place = place_of(all[to].site);
        }
        row.name = all[from].key.n ? all[from].key : STR("未注明");
        if (is_place && place.n)
            row.name = arena_printf(a, "%.*s（%.*s）", STR_ARG(place), STR_ARG(all[from].key));
        rows[n_rows++] = row;
    }
    return n_rows;
}

static void add_groups(const struct figures *t, struct arena *a, struct standing *out)
{
    struct keyed_site *all = arena_array(a, struct keyed_site, t->n_sites);

    for (size_t i = 0; i < t->n_sites; i++)
        all[i] = (struct keyed_site){ .key = t->sites[i].type, .site = &t->sites[i] };
    out->types = arena_array(a, struct standing_row, t->n_sites);
    out->n_types = add_up(all, t->n_sites, false, a, out->types);
    for (size_t i = 0; i < t->n_sites; i++)
        all[i] = (struct keyed_site){ .key = t->sites[i].region, .site = &t->sites[i] };
    out->regions = arena_array(a, struct standing_row, t->n_sites);
    out->n_regions = add_up(all, t->n_sites, true, a, out->regions);
}

/* ---- one run's results ------------------------------------------------------------------------
 */

enum rank { RANK_UNKNOWN = 1, RANK_OPEN, RANK_CONFIRMED };

struct reader {
    struct arena *a;
    struct standing *out;
    struct standing_run *run;
    bool reads_items;
};

static struct standing_item *need_item(const struct reader *r, struct str name,
                                       enum standing_part part)
{
    struct standing *out = r->out;

    for (size_t i = 0; i < out->n_items; i++) {
        struct standing_item *item = &out->items[i];

        if (!str_eq(item->name, name))
            continue;
        if (part < item->part)
            item->part = part;
        return item;
    }
    if (out->n_items == STANDING_ITEMS_MAX)
        return NULL;
    out->items[out->n_items] =
        (struct standing_item){ .name = arena_copy(r->a, name), .part = part };
    return &out->items[out->n_items++];
}

static int64_t *place_of_rank(struct standing_item *item, int rank)
{
    if (rank == RANK_CONFIRMED)
        return &item->n_confirmed;
    return rank == RANK_OPEN ? &item->n_open : &item->n_unknown;
}

/* Several situations of one item count the site once. */
static void note(struct standing_item *item, struct str site, int rank, struct arena *a)
{
    if (str_eq(item->last_site, site)) {
        if (rank <= item->last_rank)
            return;
        (*place_of_rank(item, item->last_rank))--;
    } else {
        item->last_site = arena_copy(a, site);
    }
    item->last_rank = rank;
    (*place_of_rank(item, rank))++;
}

static int rank_of(struct str state)
{
    if (str_eq(state, STR("已认定")))
        return RANK_CONFIRMED;
    return str_eq(state, STR("待复核")) ? RANK_OPEN : RANK_UNKNOWN;
}

static enum rc read_items(const struct reader *r, struct str site, const struct json *list,
                          enum standing_part part, struct err *err)
{
    for (size_t i = 0; i < json_count(list); i++) {
        const struct json *j = json_at(list, i);
        struct standing_item *item = need_item(r, json_get_str(j, "item"), part);

        if (!item)
            return err_set(err, RC_LIMIT, "指标超过 %d 项", STANDING_ITEMS_MAX);
        note(item, site, rank_of(json_get_str(j, "state")), r->a);
    }
    return RC_OK;
}

static enum rc take_result(void *ctx, struct str site, struct str result, struct err *err)
{
    struct reader *r = ctx;
    AUTO(json_freep) struct json *j = NULL;
    enum rc rc = json_parse(result, &j, err);

    if (rc)
        return rc;

    const struct json *first = json_at(json_get(json_get(j, "metrics"), "attempts"), 0);
    const struct str day = str_sub(json_get_str(first, "at"), 0, 10);

    r->run->n[standing_of(json_get_str(j, "state"), json_get_str(j, "verdict"),
                          json_get_str(j, "if_confirmed"))]++;
    if (day.n && (!r->run->day.n || str_cmp(day, r->run->day) < 0))
        r->run->day = arena_copy(r->a, day);
    if (!r->reads_items)
        return RC_OK;
    rc = read_items(r, site, json_get(j, "vetoes"), STANDING_VETO, err);
    if (!rc)
        rc = read_items(r, site, judgement_items(j), STANDING_SCORED, err);
    return rc ? rc : read_items(r, site, json_get(j, "not_judged"), STANDING_NOWHERE, err);
}

static bool has_results(const struct standing_run *run)
{
    int64_t n = 0;

    for (int i = 0; i < STANDING_N; i++)
        n += run->n[i];
    return n > 0;
}

static int by_worst(const void *a, const void *b)
{
    const struct standing_item *x = a, *y = b;

    if (x->part != y->part)
        return x->part < y->part ? -1 : 1;
    if (x->n_confirmed != y->n_confirmed)
        return x->n_confirmed > y->n_confirmed ? -1 : 1;
    if (x->n_open != y->n_open)
        return x->n_open > y->n_open ? -1 : 1;
    return str_cmp(x->name, y->name);
}

/* From this run backwards; then turned round. */
static enum rc read_runs(struct reader *r, const struct report_input *in, struct err *err)
{
    struct standing *out = r->out;
    struct err ignored = { 0 };

    for (int64_t id = in->run; id > 0 && id > in->run - RUNS_ASKED_MAX; id--) {
        const bool is_this = id == in->run;
        struct standing_run run = { .id = id };

        r->run = &run;
        r->reads_items = is_this;

        const enum rc rc = store_each_site(in->store, id, take_result, r, is_this ? err : &ignored);

        if (rc && (is_this || rc != RC_NOT_FOUND))
            return is_this ? rc : err_set(err, rc, "%s", ignored.text);
        if (!rc && has_results(&run))
            out->runs[out->n_runs++] = run;
        if (out->n_runs == STANDING_RUNS_MAX)
            break;
    }
    for (size_t i = 0; i < out->n_runs / 2; i++) {
        const struct standing_run other = out->runs[i];

        out->runs[i] = out->runs[out->n_runs - 1 - i];
        out->runs[out->n_runs - 1 - i] = other;
    }
    return RC_OK;
}

enum rc standing_read(const struct report_input *in, const struct figures *figures, struct arena *a,
                      struct standing *out, struct err *err)
{
    struct standing t = {
        .items = arena_array(a, struct standing_item, STANDING_ITEMS_MAX),
        .runs = arena_array(a, struct standing_run, STANDING_RUNS_MAX),
    };
    struct reader r = { .a = a, .out = &t };
    const enum rc rc = read_runs(&r, in, err);

    if (rc)
        return rc;
    add_groups(figures, a, &t);
    if (t.n_items)
        qsort(t.items, t.n_items, sizeof(*t.items), by_worst);
    *out = t;
    return RC_OK;
}
