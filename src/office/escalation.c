#include "base/base.h"

#include "office/escalation.h"

#include "store/db.h"
#include "store/engine.h"

#define KIND                                                                                       \
    "CASE WHEN e.kind = 'remind' THEN '" ESCALATION_REMIND                                         \
    "' WHEN e.measure = '' THEN '" ESCALATION_USUAL "' ELSE e.measure END"
#define FROM_EVENTS                                                                                \
    "FROM order_event e JOIN repair_order r ON r.id = e.repair_order JOIN unit n ON n.id = "       \
    "r.unit "                                                                                      \
    "WHERE e.kind IN ('remind', 'escalate') AND (?1 = 0 OR r.unit IN "                             \
    "(WITH RECURSIVE tree (id) AS (SELECT ?1 UNION SELECT u.id FROM unit u "                       \
    " JOIN tree t ON u.parent = t.id) SELECT id FROM tree)) "                                      \
    "AND (?2 = '' OR " KIND " = ?2) AND e.at >= ?3 AND (?4 = 0 OR e.at < ?4) "

/* ?7: enum escalation_by */
#define SELECT_SORTED(direction)                                                                   \
    "SELECT e.id, e.at, r.id, r.unit, n.name, " KIND ", e.document, e.text, e.who " FROM_EVENTS    \
    "ORDER BY CASE ?7 WHEN 0 THEN e.id WHEN 1 THEN n.name WHEN 2 THEN " KIND                       \
    " ELSE r.id END " direction ", e.id DESC LIMIT ?5 OFFSET ?6"
_Static_assert(ESCALATIONS_BY_UNIT == 1 && ESCALATIONS_BY_KIND == 2,
               "the numbers that the order names");

static void bind(struct stmt *st, const struct escalation_query *q)
{
    stmt_bind_i64(st, 1, q->unit);
    stmt_bind_str(st, 2, q->kind);
    stmt_bind_i64(st, 3, q->from);
    stmt_bind_i64(st, 4, q->to);
}

enum rc store_escalations(struct store *s, const struct escalation_query *q, escalation_fn each,
                          void *ctx, int64_t *total, struct err *err)
{
    AUTO(stmt_closep) struct stmt *count = NULL;
    AUTO(stmt_closep) struct stmt *st = NULL;
    struct db *db = s->engine->db(s);
    bool has_row = false;
    enum rc rc = db_prepare(db, "SELECT count(*) " FROM_EVENTS, &count, err);

    if (!rc)
        rc = db_prepare(db, q->is_ascending ? SELECT_SORTED("ASC") : SELECT_SORTED("DESC"), &st,
                        err);
    if (rc)
        return rc;
    bind(count, q);
    if ((rc = stmt_step(count, &has_row, err)))
        return rc;
    *total = stmt_i64(count, 0);
    bind(st, q);
    stmt_bind_i64(st, 5, q->n_max ? q->n_max : -1);
    stmt_bind_i64(st, 6, q->skip);
    stmt_bind_i64(st, 7, q->by);
    while (!(rc = stmt_step(st, &has_row, err)) && has_row) {
        const struct escalation e = { .id = stmt_i64(st, 0),
                                      .at = stmt_i64(st, 1),
                                      .order = stmt_i64(st, 2),
                                      .unit = stmt_i64(st, 3),
                                      .unit_name = stmt_str(st, 4),
                                      .kind = stmt_str(st, 5),
                                      .document = stmt_str(st, 6),
                                      .text = stmt_str(st, 7),
                                      .by = stmt_str(st, 8) };

        if ((rc = each(ctx, &e, err)))
            break;
    }
    return rc;
}
