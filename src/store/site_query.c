#include "base/base.h"

#include "store/site_query.h"

#include "base/buf.h"
#include "model/account.h"
#include "store/db.h"
#include "store/engine.h"
#include "store/finding_query.h"
#include "store/scope.h"
#include "store/tally.h"

#include <stdlib.h>
#include <string.h>

/* ---- reading ---- */

/* Accounts are kept as sites are. */
#define FITS                                                                                       \
    "WHERE s.is_account = ?2 AND " SCOPE_HAS(                                                      \
        "?1") " AND (?3 = '' OR substr(s.region, 1, length(?3)) = "                                \
              "?3) AND (?4 = '' OR s.type = ?4) "                                                  \
              "AND (?5 = '' OR s.state = ?5) AND (?6 = '' OR "                                     \
              "instr(s.code, ?6) OR instr(s.name, ?6) "                                            \
              "  OR instr(s.home, ?6) OR instr(s.sponsor, ?6)) ORDER BY s.code"

/* What is counted; then either what is sorted by, or the rest. */
#define RESULT_COLUMNS                                                                             \
    "s.id, s.code, s.type, s.state, y.run, y.at, y.verdict, y.if_confirmed, y.pages, y.newest, "
enum { RESULT_COLUMNS_N = 10 };
#define WITH_RESULT "LEFT JOIN site_summary y ON y.run = s.last_run AND y.site = s.id "
#define SELECT_WHOLE                                                                               \
    "SELECT " RESULT_COLUMNS "s.name, s.home, s.sponsor, s.region, s.unit, "                       \
    "coalesce(n.name, ''), s.is_listed, s.is_main "                                                \
    "FROM site s LEFT JOIN unit n ON n.id = s.unit " WITH_RESULT

static const char whole_sql[] = SELECT_WHOLE FITS;
static const char one_sql[] = SELECT_WHOLE "WHERE s.code = ?2 AND " SCOPE_HAS("?1");
/* ?7: enum site_order */
static const char brief_sql[] =
    "SELECT " RESULT_COLUMNS "CASE ?7 WHEN 1 THEN s.name WHEN 2 THEN s.region "
    "ELSE '' END FROM site s " WITH_RESULT FITS;
_Static_assert(SITES_BY_NAME == 1 && SITES_BY_REGION == 2, "the numbers that the statement names");

static enum rc prepare(struct store *s, const struct site_query *q, struct stmt **out,
                       struct err *err)
{
    const enum rc rc = db_prepare(s->engine->db(s),
                                  q->code.n     ? one_sql
                                  : q->is_brief ? brief_sql
                                                : whole_sql,
                                  out, err);

    if (rc)
        return rc;
    stmt_bind_i64(*out, 1, q->unit);
    if (q->code.n) {
        stmt_bind_str(*out, 2, q->code);
        return RC_OK;
    }
    stmt_bind_i64(*out, 2, q->kind == REGISTRY_ACCOUNTS);
    stmt_bind_str(*out, 3, q->region);
    stmt_bind_str(*out, 4, q->type);
    stmt_bind_str(*out, 5, q->state);
    stmt_bind_str(*out, 6, q->text);
    if (q->is_brief)
        stmt_bind_i64(*out, 7, q->order);
    return RC_OK;
}

/* Most lines say what the one before says. */
static struct str same_or_copy(struct str before, struct str now, struct arena *a)
{
    return str_eq(before, now) ? before : arena_copy(a, now);
}

static struct site_line result_at(struct stmt *q, const struct site_line *before, struct arena *a)
{
    return (struct site_line){
        .id = stmt_i64(q, 0),
        .code = arena_copy(a, stmt_str(q, 1)),
        .type = same_or_copy(before->type, stmt_str(q, 2), a),
        .state = same_or_copy(before->state, stmt_str(q, 3), a),
        .has_result = !stmt_is_null(q, 4),
        .run = stmt_i64(q, 4),
        .at = stmt_i64(q, 5),
        .verdict = same_or_copy(before->verdict, stmt_str(q, 6), a),
        .if_confirmed = same_or_copy(before->if_confirmed, stmt_str(q, 7), a),
        .pages = stmt_is_null(q, 8) ? -1 : stmt_i64(q, 8),
        .newest = (int32_t)stmt_i64(q, 9),
    };
}

static void add_rest(struct site_line *to, struct stmt *q, struct arena *a)
{
    to->name = arena_copy(a, stmt_str(q, RESULT_COLUMNS_N));
    to->home = arena_copy(a, stmt_str(q, RESULT_COLUMNS_N + 1));
    to->sponsor = arena_copy(a, stmt_str(q, RESULT_COLUMNS_N + 2));
    to->region = arena_copy(a, stmt_str(q, RESULT_COLUMNS_N + 3));
    to->unit = stmt_i64(q, RESULT_COLUMNS_N + 4);
    to->unit_name = arena_copy(a, stmt_str(q, RESULT_COLUMNS_N + 5));
    to->is_listed = stmt_i64(q, RESULT_COLUMNS_N + 6) != 0;
    to->is_main = stmt_i64(q, RESULT_COLUMNS_N + 7) != 0;
}

static void add_sorted(struct site_line *to, struct stmt *q, enum site_order order,
                       const struct site_line *before, struct arena *a)
{
    const struct str text = stmt_str(q, RESULT_COLUMNS_N);

    if (order == SITES_BY_NAME)
        to->name = arena_copy(a, text);
    else if (order == SITES_BY_REGION)
        to->region = same_or_copy(before->region, text, a);
}

static bool is_of_platform(const struct site_line *line, struct str platform)
{
    struct str type, own;

    return !platform.n || (account_type_of(line->type, &type, &own) && str_eq(own, platform));
}

static enum rc read_sites(struct store *s, const struct site_query *q, struct arena *a,
                          struct site_lines *out, struct err *err)
{
    AUTO(stmt_closep) struct stmt *st = NULL;
    AUTO(buf_done) struct buf list = { 0 };
    struct site_line line = { 0 };
    bool has_row = false;
    enum rc rc = prepare(s, q, &st, err);

    while (!rc && !(rc = stmt_step(st, &has_row, err)) && has_row) {
        const struct site_line before = line;

        line = result_at(st, &before, a);
        if (!is_of_platform(&line, q->platform))
            continue;
        if (q->is_brief && !q->code.n)
            add_sorted(&line, st, q->order, &before, a);
        else
            add_rest(&line, st, a);
        buf_add(&list, str_from((const char *)&line, sizeof(line)));
    }
    out->n = list.n / sizeof(struct site_line);
    out->sites = arena_array(a, struct site_line, out->n);
    if (out->n)
        memcpy(out->sites, list.p, list.n);
    return rc;
}

/* ---- counting ---- */

void open_counts_add(struct open_counts *to, const struct open_counts *more)
{
    for (size_t i = 0; i < GRADES_N; i++)
        to->found[i] += more->found[i];
    to->n_unreviewed += more->n_unreviewed;
}

static bool is_open(const struct tally_row *x)
{
    return x->state == FINDING_UNREVIEWED || x->state == FINDING_CONFIRMED;
}

/* By number of the check; rows of one site follow each other. */
struct counting {
    struct check_line checks[CHECK_NAMES_MAX];
    int64_t last_sites[CHECK_NAMES_MAX]; /* counted by check */
};

static void count(struct counting *c, struct open_counts *of_site, const struct tally_row *x)
{
    struct check_line *check = &c->checks[x->check];
    struct open_counts more = { .n_unreviewed = x->state == FINDING_UNREVIEWED ? x->n : 0 };

    more.found[x->grade] = x->n;
    open_counts_add(of_site, &more);
    open_counts_add(&check->open, &more);
    check->n_sites += c->last_sites[x->check] != x->site;
    c->last_sites[x->check] = x->site;
}

static int by_id(const void *a, const void *b)
{
    const struct check_line *x = a, *y = b;

    return str_cmp(x->id, y->id);
}

static struct check_line *counted(const struct counting *c, const struct check_names *names,
                                  struct arena *a, size_t *n)
{
    struct check_line *list = arena_array(a, struct check_line, names->n);

    *n = 0;
    for (size_t i = 0; i < names->n; i++)
        if (c->checks[i].n_sites) {
            list[*n] = c->checks[i];
            list[(*n)++].id = arena_copy(a, names->ids[i]);
        }
    if (*n)
        qsort(list, *n, sizeof(*list), by_id);
    return list;
}

/* Both lists go by code. */
static enum rc read_counts(struct store *s, struct arena *a, struct site_lines *out,
                           struct err *err)
{
    struct counting *c = arena_array(a, struct counting, 1);
    struct tally *t = NULL;
    size_t at = 0;
    const enum rc rc = tally_get(s, &t, err);

    if (rc)
        return rc;
    for (size_t i = 0; i < tally_n(t); i++) {
        const struct tally_row *x = &tally_rows(t)[i];

        if (!is_open(x))
            continue;
        while (at < out->n && str_cmp(out->sites[at].code, tally_code(t, x)) < 0)
            at++;
        if (at < out->n && out->sites[at].id == x->site)
            count(c, &out->sites[at].open, x);
    }
    out->checks = counted(c, &t->checks, a, &out->n_checks);
    return RC_OK;
}

enum rc store_sites(struct store *s, const struct site_query *q, struct arena *a,
                    struct site_lines *out, struct err *err)
{
    struct site_lines lines = { 0 };
    enum rc rc = read_sites(s, q, a, &lines, err);

    if (!rc)
        rc = read_counts(s, a, &lines, err);
    if (!rc)
        *out = lines;
    return rc;
}

/* Counted here: to group them SQLite would sort them. */
static enum rc count_standings(struct store *s, enum registry_kind kind, int64_t unit,
                               struct site_totals *out, struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    bool has_row = false;
    enum rc rc = db_prepare(s->engine->db(s),
                            "SELECT s.state, y.verdict, y.if_confirmed FROM site s " WITH_RESULT
                            "WHERE s.is_account = ?2 AND " SCOPE_HAS("?1"),
                            &q, err);

    if (rc)
        return rc;
    stmt_bind_i64(q, 1, unit);
    stmt_bind_i64(q, 2, kind == REGISTRY_ACCOUNTS);
    while (!(rc = stmt_step(q, &has_row, err)) && has_row)
        out->n[stmt_is_null(q, 1) ? STANDING_MISSING
                                  : standing_of(stmt_str(q, 0), stmt_str(q, 1), stmt_str(q, 2))]++;
    return rc;
}

static enum rc count_open(struct store *s, enum registry_kind kind, int64_t unit, struct arena *a,
                          struct site_totals *out, struct err *err)
{
    struct counting *c = arena_array(a, struct counting, 1);
    const struct tally_row *last = NULL;
    struct tally *t = NULL;
    bool *sites = NULL, fits = false;
    enum rc rc = tally_get(s, &t, err);

    if (rc || (rc = tally_sites(s, t, &(struct finding_query){ .unit = unit }, a, &sites, err)))
        return rc;
    for (size_t i = 0; i < tally_n(t); i++) {
        const struct tally_row *x = &tally_rows(t)[i];

        if (!last || last->rank != x->rank)
            fits = (!sites || sites[x->rank]) &&
                   account_id_is(tally_code(t, x)) == (kind == REGISTRY_ACCOUNTS);
        last = x;
        if (fits && is_open(x))
            count(c, &out->open, x);
    }
    out->checks = counted(c, &t->checks, a, &out->n_checks);
    return RC_OK;
}

enum rc store_site_totals(struct store *s, enum registry_kind kind, int64_t unit, struct arena *a,
                          struct site_totals *out, struct err *err)
{
    struct site_totals totals = { 0 };
    enum rc rc = count_standings(s, kind, unit, &totals, err);

    if (!rc)
        rc = count_open(s, kind, unit, a, &totals, err);
    if (!rc)
        *out = totals;
    return rc;
}

enum rc site_lines_fill(struct store *s, struct site_line *lines, size_t n, struct arena *a,
                        struct err *err)
{
    AUTO(stmt_closep) struct stmt *st = NULL;
    enum rc rc = db_prepare(s->engine->db(s), one_sql, &st, err);

    for (size_t i = 0; !rc && i < n; i++) {
        bool has_row = false;

        stmt_bind_i64(st, 1, 0);
        stmt_bind_str(st, 2, lines[i].code);
        rc = stmt_step(st, &has_row, err);
        if (!rc && has_row)
            add_rest(&lines[i], st, a);
        stmt_reset(st);
    }
    return rc;
}

/* ---- order ---- */

enum standing_of site_standing(const struct site_line *site)
{
    return site->has_result ? standing_of(site->state, site->verdict, site->if_confirmed)
                            : STANDING_MISSING;
}

struct sorting {
    struct str text;
    int64_t number;
    struct site_line line;
};

static struct sorting sorting_of(const struct site_line *x, enum site_order order)
{
    const struct str texts[] = {
        [SITES_BY_CODE] = x->code, [SITES_BY_NAME] = x->name,   [SITES_BY_REGION] = x->region,
        [SITES_BY_TYPE] = x->type, [SITES_BY_STATE] = x->state, [SITES_BY_TIME] = { 0 }
    };
    const int64_t numbers[] = { [SITES_BY_VERDICT] = site_standing(x),
                                [SITES_BY_VETO] = x->open.found[GRADE_VETO],
                                [SITES_BY_FAULT] = x->open.found[GRADE_FAULT],
                                [SITES_BY_NOTICE] = x->open.found[GRADE_NOTICE],
                                [SITES_BY_UNREVIEWED] = x->open.n_unreviewed,
                                [SITES_BY_PAGES] = x->pages,
                                [SITES_BY_NEWEST] = x->newest,
                                [SITES_BY_TIME] = x->at };

    return (struct sorting){ .text = texts[order], .number = numbers[order], .line = *x };
}

static int upwards(const void *a, const void *b)
{
    const struct sorting *x = a, *y = b;
    const int by_text = str_cmp(x->text, y->text);

    if (by_text)
        return by_text;
    if (x->number != y->number)
        return x->number < y->number ? -1 : 1;
    return str_cmp(x->line.code, y->line.code);
}

static int downwards(const void *a, const void *b)
{
    const struct sorting *x = a, *y = b;
    const int by_text = str_cmp(y->text, x->text);

    if (by_text)
        return by_text;
    if (x->number != y->number)
        return x->number > y->number ? -1 : 1;
    return str_cmp(x->line.code, y->line.code);
}

void site_lines_sort(struct site_lines *lines, enum site_order order, bool is_descending)
{
    AUTO(arena_done) struct arena a = { 0 };
    struct sorting *all = arena_array(&a, struct sorting, lines->n);

    for (size_t i = 0; i < lines->n; i++)
        all[i] = sorting_of(&lines->sites[i], order);
    if (lines->n)
        qsort(all, lines->n, sizeof(*all), is_descending ? downwards : upwards);
    for (size_t i = 0; i < lines->n; i++)
        lines->sites[i] = all[i].line;
}
