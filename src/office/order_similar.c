/* What else on the unit's sites is the same fault, and what an order may be issued for. */
#include "base/base.h"

#include "office/order_finding.h"

#include "office/order_rules.h"
#include "store/db.h"
#include "store/engine.h"
#include "store/finding_row.h"
#include "store/scope.h"

/* ---- 举一反三 ---- */

#define SELECT_FINDINGS "SELECT " FINDING_COLUMNS ", f.state, s.code, s.name, s.unit "

static enum rc hand_findings(struct stmt *q, finding_row_fn each, void *ctx, struct err *err)
{
    bool has_row = false;
    enum rc rc = RC_OK;

    while (!rc && !(rc = stmt_step(q, &has_row, err)) && has_row) {
        const struct finding_row row = {
            .stored = finding_at(q, 0, stmt_str(q, FINDING_COLUMNS_N + 1)),
            .state = (enum finding_state)stmt_i64(q, FINDING_COLUMNS_N),
            .site_name = stmt_str(q, FINDING_COLUMNS_N + 2),
            .unit = stmt_i64(q, FINDING_COLUMNS_N + 3),
        };

        rc = each(ctx, &row, err);
    }
    return rc;
}

enum rc store_order_each_similar(struct store *s, int64_t order, int64_t n_max, finding_row_fn each,
                                 void *ctx, struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    const enum rc rc = db_prepare(
        s->engine->db(s),
        SELECT_FINDINGS
        "FROM finding f JOIN site s ON s.id = f.site WHERE f.state <= ?3 "
        "AND f.subject IN (SELECT o.subject FROM order_finding o WHERE o.repair_order = ?1 "
        "  AND o." ORDER_KEEPS ") "
        "AND NOT EXISTS (SELECT 1 FROM order_finding o WHERE o.repair_order = ?1 "
        "  AND o.site = s.code AND o.id = f.id) "
        "AND s.unit IN (WITH RECURSIVE tree (id) AS "
        "  (SELECT unit FROM repair_order WHERE id = ?1 UNION "
        "   SELECT u.id FROM unit u JOIN tree t ON u.parent = t.id) SELECT id FROM tree) "
        "ORDER BY s.code, f.check_id, f.url LIMIT ?2",
        &q, err);

    if (rc)
        return rc;
    stmt_bind_i64(q, 1, order);
    stmt_bind_i64(q, 2, n_max);
    stmt_bind_i64(q, 3, FINDING_CONFIRMED);
    return hand_findings(q, each, ctx, err);
}

/* ---- what may be ordered ---- */

/* The counts of groups tell which are worth a look. */
#define FREE                                                                                       \
    "FROM site s CROSS JOIN finding_count c ON c.site = s.id AND c.state = ?2 AND c.n > 0 "        \
    "CROSS JOIN finding f ON f.site = c.site AND f.check_id = c.check_id AND f.grade = c.grade "   \
    "AND f.state = ?2 WHERE " SCOPE_HAS(                                                           \
        "?1") " AND NOT EXISTS (SELECT 1 FROM order_finding o JOIN repair_order r "                \
              "ON r.id = o.repair_order WHERE o.site = s.code AND o.id = f.id AND r.state < ?3 "   \
              "AND o." ORDER_KEEPS ") "

static enum rc prepare_free(struct store *s, const char *sql, int64_t unit, struct stmt **q,
                            struct err *err)
{
    const enum rc rc = db_prepare(s->engine->db(s), sql, q, err);

    if (rc)
        return rc;
    stmt_bind_i64(*q, 1, unit);
    stmt_bind_i64(*q, 2, FINDING_CONFIRMED);
    stmt_bind_i64(*q, 3, ORDER_CLOSED);
    return RC_OK;
}

/* All of the groups, but for those that open orders have, each in one: no finding is read to be
 * counted. */
#define COUNT_FREE                                                                                 \
    "SELECT (SELECT coalesce(sum(c.n), 0) FROM site s "                                            \
    "  CROSS JOIN finding_count c ON c.site = s.id AND c.state = ?2 WHERE " SCOPE_HAS(             \
        "?1") ") - "                                                                               \
              "(SELECT count(*) FROM repair_order r "                                              \
              "  CROSS JOIN order_finding o ON o.repair_order = r.id "                             \
              "  CROSS JOIN site s ON s.code = o.site "                                            \
              "  CROSS JOIN finding f ON f.site = s.id AND f.id = o.id AND f.state = ?2 "          \
              "  WHERE r.state < ?3 AND o." ORDER_KEEPS "AND " SCOPE_HAS("?1") ")"

enum rc store_order_each_free(struct store *s, int64_t unit, int64_t skip, int64_t n_max,
                              finding_row_fn each, void *ctx, int64_t *total, struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    AUTO(stmt_closep) struct stmt *count = NULL;
    bool has_row = false;
    enum rc rc = prepare_free(s,
                              SELECT_FINDINGS FREE
                              "ORDER BY s.code, c.check_id, c.grade, f.first_seen, f.rowid "
                              "LIMIT ?4 OFFSET ?5",
                              unit, &q, err);

    if (rc)
        return rc;
    stmt_bind_i64(q, 4, n_max);
    stmt_bind_i64(q, 5, skip);
    rc = hand_findings(q, each, ctx, err);
    if (rc || !total)
        return rc;
    rc = prepare_free(s, COUNT_FREE, unit, &count, err);
    if (!rc)
        rc = stmt_step(count, &has_row, err);
    if (!rc)
        *total = stmt_i64(count, 0);
    return rc;
}
