#include "base/base.h"

#include "store/round_finding.h"

#include "store/db.h"
#include "store/engine.h"

#include <stdlib.h>

static enum rc prepare(struct store *s, const char *sql, struct stmt **q, struct err *err)
{
    return db_prepare(s->engine->db(s), sql, q, err);
}

struct round_writer {
    struct stmt *put;
    int64_t round;
};

void store_round_writer_closep(struct round_writer **w)
{
    if (!*w)
        return;
    stmt_closep(&(*w)->put);
    free(*w);
    *w = NULL;
}

enum rc store_round_writer_open(struct store *s, int64_t round, struct round_writer **out,
                                struct err *err)
{
    AUTO(store_round_writer_closep) struct round_writer *w = calloc(1, sizeof(*w));

    if (!w)
        abort();
    w->round = round;

    const enum rc rc = prepare(
        s,
        "INSERT INTO round_finding (round, site, id, check_id, grade, url, place, excerpt, "
        "suggest, measured, limit_value, detail, evidence, last_seen, is_confirmed, is_repeat) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, "
        "EXISTS (SELECT 1 FROM round_finding e JOIN round p ON p.id = e.round WHERE e.site = ?2 "
        "AND e.id = ?3 AND p.run < (SELECT run FROM round WHERE id = ?1)))",
        &w->put, err);

    if (rc)
        return rc;
    *out = w;
    w = NULL;
    return RC_OK;
}

enum rc store_round_put_finding(struct round_writer *w, const struct stored_finding *f,
                                struct err *err)
{
    const struct finding *of = &f->finding;
    struct stmt *q = w->put;

    stmt_bind_i64(q, 1, w->round);
    stmt_bind_str(q, 2, of->site);
    stmt_bind_i64(q, 3, (int64_t)f->id);
    stmt_bind_str(q, 4, str_of(of->check));
    stmt_bind_str(q, 5, str_of(grade_name(of->grade)));
    stmt_bind_str(q, 6, of->url);
    stmt_bind_str(q, 7, of->where);
    stmt_bind_str(q, 8, of->excerpt);
    stmt_bind_str(q, 9, of->suggest);
    stmt_bind_number(q, 10, of->measured);
    stmt_bind_number(q, 11, of->limit);
    stmt_bind_str(q, 12, f->detail_json);
    stmt_bind_str(q, 13, f->evidence);
    stmt_bind_i64(q, 14, f->last_seen);
    stmt_bind_i64(q, 15, f->is_confirmed);
    return stmt_run(q, err);
}

/* The row that q stands on; strings are views into it. */
static struct round_finding finding_at(struct stmt *q, struct str site)
{
    return (struct round_finding){
        .stored = { .id = (uint64_t)stmt_i64(q, 0),
                    .finding = { .site = site,
                                 .check = stmt_str(q, 1).p,
                                 .case_id = "",
                                 .grade = grade_of(stmt_str(q, 2)),
                                 .url = stmt_str(q, 3),
                                 .where = stmt_str(q, 4),
                                 .excerpt = stmt_str(q, 5),
                                 .suggest = stmt_str(q, 6),
                                 .measured = stmt_number(q, 7),
                                 .limit = stmt_number(q, 8) },
                    .detail_json = stmt_str(q, 9),
                    .evidence = stmt_str(q, 10),
                    .last_seen = stmt_i64(q, 11),
                    .is_confirmed = stmt_i64(q, 12) != 0 },
        .is_repeat = stmt_i64(q, 13) != 0,
    };
}

#define FROZEN                                                                                     \
    "SELECT id, check_id, grade, url, place, excerpt, suggest, measured, "                         \
    "limit_value, detail, evidence, last_seen, is_confirmed, is_repeat "                           \
    "FROM round_finding WHERE round = ?1 AND site = ?2 "

static enum rc each_of_site(struct stmt *q, int64_t round, struct str site, round_finding_fn each,
                            void *ctx, struct err *err)
{
    bool has_row = false;
    enum rc rc = RC_OK;

    stmt_bind_i64(q, 1, round);
    stmt_bind_str(q, 2, site);
    while (!rc && !(rc = stmt_step(q, &has_row, err)) && has_row) {
        const struct round_finding f = finding_at(q, site);

        rc = each(ctx, &f, err);
    }
    stmt_reset(q);
    return rc;
}

/* Site by site: a million findings need not be sorted at once. */
enum rc store_round_each_finding(struct store *s, int64_t round, round_finding_fn each, void *ctx,
                                 struct err *err)
{
    AUTO(stmt_closep) struct stmt *sites = NULL;
    AUTO(stmt_closep) struct stmt *q = NULL;
    bool has_row = false;
    enum rc rc =
        prepare(s, "SELECT site FROM round_site WHERE round = ?1 ORDER BY site", &sites, err);

    if (!rc)
        rc = prepare(s, FROZEN "ORDER BY check_id, url, place, id", &q, err);
    if (rc)
        return rc;
    stmt_bind_i64(sites, 1, round);
    while (!rc && !(rc = stmt_step(sites, &has_row, err)) && has_row)
        rc = each_of_site(q, round, stmt_str(sites, 0), each, ctx, err);
    return rc;
}

enum rc store_round_each_finding_of(struct store *s, const struct round_choice *of,
                                    round_finding_fn each, void *ctx, struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    enum rc rc = prepare(s, FROZEN "AND check_id = ?3 ORDER BY check_id, url, place, id", &q, err);

    for (size_t i = 0; !rc && i < of->n_sites; i++) {
        stmt_bind_str(q, 3, of->check);
        rc = each_of_site(q, of->round, of->sites[i], each, ctx, err);
    }
    return rc;
}

enum rc store_round_count(struct store *s, int64_t round, struct str site, struct round_counts *out,
                          struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    bool has_row = false;
    enum rc rc = prepare(s,
                         "SELECT total(n), total(n * is_confirmed), total(n_repeats) "
                         "FROM round_count WHERE round = ?1 AND site BETWEEN ?2 AND ?3",
                         &q, err);

    if (rc)
        return rc;
    stmt_bind_i64(q, 1, round);
    stmt_bind_str(q, 2, site);
    stmt_bind_str(q, 3, site.n ? site : STR("\xff")); /* behind all text: all sites */
    if ((rc = stmt_step(q, &has_row, err)))
        return rc;
    *out = (struct round_counts){ .n = stmt_i64(q, 0),
                                  .n_confirmed = stmt_i64(q, 1),
                                  .n_repeats = stmt_i64(q, 2) };
    return RC_OK;
}

#define GROUPS "SELECT site, check_id, grade, is_confirmed, n FROM round_count WHERE round = ?1 "
#define BY_GROUP "ORDER BY site, check_id, grade, is_confirmed"

static enum rc each_group(struct stmt *q, int64_t round, round_group_fn each, void *ctx,
                          struct err *err)
{
    bool has_row = false;
    enum rc rc = RC_OK;

    stmt_bind_i64(q, 1, round);
    while (!rc && !(rc = stmt_step(q, &has_row, err)) && has_row) {
        const struct round_group g = { .site = stmt_str(q, 0),
                                       .check = stmt_str(q, 1),
                                       .grade = grade_of(stmt_str(q, 2)),
                                       .is_confirmed = stmt_i64(q, 3) != 0,
                                       .n = stmt_i64(q, 4) };

        rc = each(ctx, &g, err);
    }
    stmt_reset(q);
    return rc;
}

enum rc store_round_each_group(struct store *s, int64_t round, round_group_fn each, void *ctx,
                               struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    const enum rc rc = prepare(s, GROUPS BY_GROUP, &q, err);

    return rc ? rc : each_group(q, round, each, ctx, err);
}

enum rc store_round_each_group_of(struct store *s, const struct round_choice *of,
                                  round_group_fn each, void *ctx, struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    enum rc rc = prepare(s,
                         of->check.n ? GROUPS "AND site = ?2 AND check_id = ?3 " BY_GROUP
                                     : GROUPS "AND site = ?2 " BY_GROUP,
                         &q, err);

    for (size_t i = 0; !rc && i < of->n_sites; i++) {
        stmt_bind_str(q, 2, of->sites[i]);
        if (of->check.n)
            stmt_bind_str(q, 3, of->check);
        rc = each_group(q, of->round, each, ctx, err);
    }
    return rc;
}
