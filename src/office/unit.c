#include "base/base.h"

#include "office/unit.h"

#include "store/db.h"
#include "store/engine.h"

#define SELECT_UNIT "SELECT id, coalesce(parent, 0), name, region, is_office FROM unit "

static struct unit unit_at(struct stmt *q)
{
    return (struct unit){ .id = stmt_i64(q, 0),
                          .parent = stmt_i64(q, 1),
                          .name = stmt_str(q, 2),
                          .region = stmt_str(q, 3),
                          .is_office = stmt_i64(q, 4) != 0 };
}

/* The number that the statement gives; *out stays when it gives none. */
static enum rc take_number(struct stmt *q, int64_t *out, struct err *err)
{
    bool has_row = false;
    const enum rc rc = stmt_step(q, &has_row, err);

    if (!rc && has_row)
        *out = stmt_i64(q, 0);
    return rc;
}

static enum rc ask(struct store *s, const char *sql, int64_t a, int64_t b, int64_t *out,
                   struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    const enum rc rc = db_prepare(s->engine->db(s), sql, &q, err);

    if (rc)
        return rc;
    stmt_bind_i64(q, 1, a);
    stmt_bind_i64(q, 2, b);
    return take_number(q, out, err);
}

enum rc store_unit_is_below(struct store *s, int64_t unit, int64_t top, bool *out, struct err *err)
{
    int64_t n = 0;
    const enum rc rc =
        ask(s,
            "WITH RECURSIVE up (id, parent) AS (SELECT id, parent FROM unit WHERE id = ?1 "
            "UNION SELECT u.id, u.parent FROM unit u JOIN up ON u.id = up.parent) "
            "SELECT count(*) FROM up WHERE id = ?2",
            unit, top, &n, err);

    if (!rc)
        *out = n > 0;
    return rc;
}

/* 0: none. Of several the first, but `own` before all: it may stay as it is. */
static enum rc find_named(struct store *s, struct str name, struct str region, int64_t own,
                          int64_t *out, struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    const enum rc rc = db_prepare(s->engine->db(s),
                                  "SELECT id FROM unit WHERE name = ?1 AND region = ?2 "
                                  "ORDER BY id <> ?3, id LIMIT 1",
                                  &q, err);

    *out = 0;
    if (rc)
        return rc;
    stmt_bind_str(q, 1, name);
    stmt_bind_str(q, 2, region);
    stmt_bind_i64(q, 3, own);
    return take_number(q, out, err);
}

static enum rc check_unit(struct store *s, const struct unit *unit, struct err *err)
{
    int64_t depth = 0, same = 0;
    enum rc rc = ask(s,
                     "WITH RECURSIVE up (id, parent) AS (SELECT id, parent FROM unit WHERE id = ?1 "
                     "UNION SELECT u.id, u.parent FROM unit u JOIN up ON u.id = up.parent) "
                     "SELECT count(*) FROM up WHERE ?2 = ?2",
                     unit->parent, 0, &depth, err);

    if (!rc && unit->region.n)
        rc = find_named(s, unit->name, unit->region, unit->id, &same, err);
    if (rc)
        return rc;
    if (str_is_empty(str_trim(unit->name)))
        return err_set(err, RC_SYNTAX, "单位须有名称");
    for (size_t i = 0; i < unit->region.n; i++)
        if (unit->region.n != 6 || !char_is_digit(unit->region.p[i]))
            return err_set(err, RC_SYNTAX, "行政区划应为 6 位数字");
    if (depth == 0 && unit->id != UNIT_TOP)
        return err_set(err, RC_NOT_FOUND, "没有上级单位 %lld", (long long)unit->parent);
    if (depth >= UNIT_DEPTH_MAX)
        return err_set(err, RC_LIMIT, "单位不能超过 %d 级", UNIT_DEPTH_MAX);
    if (same && same != unit->id) /* their sites would be told apart by nothing */
        return err_set(err, RC_SYNTAX, "这个行政区划已有同名的单位");
    return RC_OK;
}

static enum rc write_unit(struct store *s, const char *sql, const struct unit *unit,
                          struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    const enum rc rc = db_prepare(s->engine->db(s), sql, &q, err);

    if (rc)
        return rc;
    stmt_bind_i64(q, 1, unit->id);
    stmt_bind_i64(q, 2, unit->parent);
    stmt_bind_str(q, 3, unit->name);
    stmt_bind_str(q, 4, unit->region);
    stmt_bind_i64(q, 5, unit->is_office);
    return stmt_run(q, err);
}

enum rc store_unit_add(struct store *s, const struct unit *unit, int64_t *id, struct err *err)
{
    struct unit added = *unit;
    enum rc rc;

    added.id = 0;
    rc = check_unit(s, &added, err);
    if (!rc)
        rc = write_unit(s,
                        "INSERT INTO unit (parent, name, region, is_office) "
                        "SELECT ?2, ?3, ?4, ?5 WHERE ?1 = ?1",
                        &added, err);
    if (!rc)
        *id = db_last_id(s->engine->db(s));
    return rc;
}

enum rc store_unit_set(struct store *s, const struct unit *unit, struct err *err)
{
    bool is_loop = false;
    enum rc rc = check_unit(s, unit, err);

    if (!rc)
        rc = store_unit_is_below(s, unit->parent, unit->id, &is_loop, err);
    if (rc)
        return rc;
    if (is_loop || (unit->id == UNIT_TOP) != (unit->parent == 0))
        return err_set(err, RC_SYNTAX, "单位不能放到自己或自己的下级单位之下");
    rc = write_unit(s,
                    "UPDATE unit SET parent = nullif(?2, 0), name = ?3, region = ?4, "
                    "is_office = ?5 WHERE id = ?1",
                    unit, err);
    if (!rc && db_n_changes(s->engine->db(s)) == 0)
        return err_set(err, RC_NOT_FOUND, "没有单位 %lld", (long long)unit->id);
    return rc;
}

enum rc store_unit_get(struct store *s, int64_t id, struct arena *a, struct unit *out,
                       struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    bool has_row = false;
    enum rc rc = db_prepare(s->engine->db(s), SELECT_UNIT "WHERE id = ?1", &q, err);

    if (rc)
        return rc;
    stmt_bind_i64(q, 1, id);
    if ((rc = stmt_step(q, &has_row, err)))
        return rc;
    if (!has_row)
        return err_set(err, RC_NOT_FOUND, "没有单位 %lld", (long long)id);
    *out = unit_at(q);
    out->name = arena_copy(a, out->name);
    out->region = arena_copy(a, out->region);
    return RC_OK;
}

enum rc store_unit_each(struct store *s, int64_t top, unit_fn each, void *ctx, struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    bool has_row = false;
    enum rc rc = db_prepare(s->engine->db(s),
                            SELECT_UNIT "WHERE id IN (WITH RECURSIVE tree (id) AS (SELECT ?1 UNION "
                                        "SELECT u.id FROM unit u JOIN tree t ON u.parent = t.id) "
                                        "SELECT id FROM tree) ORDER BY id",
                            &q, err);

    if (rc)
        return rc;
    stmt_bind_i64(q, 1, top);
    while (!(rc = stmt_step(q, &has_row, err)) && has_row) {
        const struct unit unit = unit_at(q);

        if ((rc = each(ctx, &unit, err)))
            break;
    }
    return rc;
}

/* ---- units of sponsors ---- */

static enum rc find_by_text(struct store *s, const char *sql, struct str a, struct str b,
                            int64_t *out, struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    const enum rc rc = db_prepare(s->engine->db(s), sql, &q, err);

    if (rc)
        return rc;
    stmt_bind_str(q, 1, a);
    stmt_bind_str(q, 2, b);
    return take_number(q, out, err);
}

enum rc store_unit_of_sponsor(struct store *s, struct str name, struct str region, int64_t *id,
                              struct err *err)
{
    struct unit unit = { .name = name, .region = region };
    int64_t found = 0;
    enum rc rc = find_named(s, name, region, 0, &found, err);

    if (!rc && !found) {
        unit.parent = UNIT_TOP;
        rc = find_by_text(s,
                          "SELECT id FROM unit WHERE is_office AND ?2 = '' AND region IN "
                          "(?1, substr(?1, 1, 4) || '00', substr(?1, 1, 2) || '0000') "
                          "ORDER BY region DESC, id LIMIT 1",
                          region, STR(""), &unit.parent, err);
        if (!rc)
            rc = store_unit_add(s, &unit, &found, err);
    }
    if (!rc)
        *id = found;
    return rc;
}
