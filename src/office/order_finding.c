#include "base/base.h"

#include "office/order_finding.h"

#include "office/order_rules.h"
#include "store/db.h"
#include "store/engine.h"

#include <inttypes.h>

enum rc store_order_holding(struct store *s, struct str site, uint64_t id, int64_t *order,
                            struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    bool has_row = false;
    enum rc rc = db_prepare(s->engine->db(s),
                            "SELECT r.id FROM order_finding o JOIN repair_order r "
                            "ON r.id = o.repair_order "
                            "WHERE o.site = ?1 AND o.id = ?2 AND r.state < ?3 AND o." ORDER_KEEPS,
                            &q, err);

    if (rc)
        return rc;
    stmt_bind_str(q, 1, site);
    stmt_bind_i64(q, 2, (int64_t)id);
    stmt_bind_i64(q, 3, ORDER_CLOSED);
    rc = stmt_step(q, &has_row, err);
    *order = !rc && has_row ? stmt_i64(q, 0) : 0;
    return rc;
}

enum rc store_order_each_finding(struct store *s, int64_t order, order_finding_fn each, void *ctx,
                                 struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    bool has_row = false;
    enum rc rc = db_prepare(
        s->engine->db(s),
        "SELECT o.site, coalesce(s.name, ''), o.id, o.check_id, o.url, o.place, o.excerpt, "
        "o.detail, o.evidence, o.grade, o.is_repeat, o.outcome, o.outcome_at, o.outcome_reason, "
        "o.outcome_evidence, o.outcome_excerpt, coalesce(f.suggest, ''), coalesce(c.claim, 0), "
        "coalesce(c.text, ''), coalesce(e.at, 0) FROM order_finding o "
        "LEFT JOIN order_claim c ON c.repair_order = o.repair_order AND c.site = o.site "
        "AND c.id = o.id AND c.event = (SELECT max(l.event) FROM order_claim l "
        "  WHERE l.repair_order = o.repair_order AND l.site = o.site AND l.id = o.id) "
        "LEFT JOIN order_event e ON e.id = c.event "
        "LEFT JOIN site s ON s.code = o.site "
        "LEFT JOIN finding f ON f.site = s.id AND f.id = o.id WHERE o.repair_order = ?1 "
        "ORDER BY o.site, o.check_id, o.url, o.id",
        &q, err);

    if (rc)
        return rc;
    stmt_bind_i64(q, 1, order);
    while (!(rc = stmt_step(q, &has_row, err)) && has_row) {
        const struct order_finding f = {
            .site = stmt_str(q, 0),
            .site_name = stmt_str(q, 1),
            .id = (uint64_t)stmt_i64(q, 2),
            .check = stmt_str(q, 3),
            .url = stmt_str(q, 4),
            .where = stmt_str(q, 5),
            .excerpt = stmt_str(q, 6),
            .detail_json = stmt_str(q, 7),
            .evidence = stmt_str(q, 8),
            .grade = grade_of(stmt_str(q, 9)),
            .is_repeat = stmt_i64(q, 10) != 0,
            .outcome = (enum order_outcome)stmt_i64(q, 11),
            .outcome_at = stmt_i64(q, 12),
            .outcome_reason = stmt_str(q, 13),
            .outcome_evidence = stmt_str(q, 14),
            .outcome_excerpt = stmt_str(q, 15),
            .suggest = stmt_str(q, 16),
            .claim = (enum order_claim)stmt_i64(q, 17),
            .claim_text = stmt_str(q, 18),
            .claim_at = stmt_i64(q, 19),
        };

        if ((rc = each(ctx, &f, err)))
            break;
    }
    return rc;
}

enum rc store_order_put_outcome(struct store *s, int64_t order, const struct order_finding *f,
                                struct err *err)
{
    AUTO(arena_done) struct arena a = { 0 };
    AUTO(stmt_closep) struct stmt *q = NULL;
    struct db *db = s->engine->db(s);
    struct order now;
    enum rc rc = db_prepare(db,
                            "UPDATE order_finding SET outcome = iif(outcome = ?10, ?10, ?4), "
                            "outcome_at = iif(outcome = ?10, outcome_at, ?5), "
                            "outcome_reason = iif(outcome = ?10, outcome_reason, ?6), "
                            "outcome_evidence = iif(outcome = ?10, outcome_evidence, ?7), "
                            "outcome_excerpt = iif(outcome = ?10, outcome_excerpt, ?8) "
                            "WHERE repair_order = ?1 AND site = ?2 AND id = ?3 AND "
                            "?9 > (SELECT state FROM repair_order WHERE id = ?1)",
                            &q, err);

    if (rc)
        return rc;
    stmt_bind_i64(q, 1, order);
    stmt_bind_str(q, 2, f->site);
    stmt_bind_i64(q, 3, (int64_t)f->id);
    stmt_bind_i64(q, 4, f->outcome);
    stmt_bind_i64(q, 5, f->outcome_at);
    stmt_bind_str(q, 6, f->outcome_reason);
    stmt_bind_str(q, 7, f->outcome_evidence);
    stmt_bind_str(q, 8, f->outcome_excerpt);
    stmt_bind_i64(q, 9, ORDER_CLOSED);
    stmt_bind_i64(q, 10, OUTCOME_DISMISSED);
    if ((rc = stmt_run(q, err)) || db_n_changes(db))
        return rc;
    rc = store_order_get(s, 0, order, &a, &now, err);
    if (!rc && order_state_is_settled(now.state))
        rc = err_set(err, RC_BUSY, "第 %" PRId64 " 号整改通知%s，复查结果不再记入", order,
                     order_state_title(now.state));
    else if (!rc)
        rc = err_set(err, RC_NOT_FOUND, "第 %" PRId64 " 号整改通知没有问题 %016" PRIx64, order,
                     f->id);
    return rc;
}

/* ---- what the unit says of them ---- */

static const struct {
    const char *name, *title;
} claims[] = {
    [CLAIM_NONE] = { "", "" },
    [CLAIM_REPAIRED] = { "repaired", "已整改" },
    [CLAIM_UNABLE] = { "unable", "无法整改" },
};

const char *order_claim_name(enum order_claim claim)
{
    return claims[claim].name;
}

const char *order_claim_title(enum order_claim claim)
{
    return claims[claim].title;
}

enum order_claim order_claim_of(struct str name)
{
    for (size_t i = 1; i < COUNT_OF(claims); i++)
        if (str_eq(name, str_of(claims[i].name)))
            return (enum order_claim)i;
    return CLAIM_NONE;
}

enum rc store_order_put_claims(struct store *s, int64_t order, int64_t event,
                               const struct order_finding *list, size_t n, struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    struct db *db = s->engine->db(s);
    enum rc rc = db_prepare(db,
                            "INSERT OR REPLACE INTO order_claim "
                            "SELECT ?1, ?2, ?3, ?4, ?5, ?6 FROM order_finding o "
                            "WHERE o.repair_order = ?1 AND o.site = ?2 AND o.id = ?3 "
                            "AND o." ORDER_KEEPS,
                            &q, err);

    for (size_t i = 0; !rc && i < n; i++) {
        const struct order_finding *f = &list[i];

        if (f->claim == CLAIM_UNABLE && str_is_empty(str_trim(f->claim_text)))
            return err_set(err, RC_SYNTAX, "无法整改的问题须逐个写明原因");
        stmt_bind_i64(q, 1, order);
        stmt_bind_str(q, 2, f->site);
        stmt_bind_i64(q, 3, (int64_t)f->id);
        stmt_bind_i64(q, 4, event);
        stmt_bind_i64(q, 5, f->claim);
        stmt_bind_str(q, 6, f->claim_text);
        if (!(rc = stmt_run(q, err)) && !db_n_changes(db))
            rc = err_set(err, RC_SYNTAX, "所填的问题不在这份整改通知中，或者已经排除");
    }
    return rc;
}

/* ---- re-checks ---- */

enum rc store_order_next_recheck(struct store *s, struct recheck_wanted *out, struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    bool has_row = false;
    enum rc rc = db_prepare(
        s->engine->db(s),
        "SELECT e.repair_order, (SELECT max(n.at) FROM order_event n "
        "  WHERE n.repair_order = e.repair_order AND n.kind IN ('reply', 'recheck')) "
        "FROM order_event e JOIN repair_order r "
        "ON r.id = e.repair_order WHERE r.state < ?1 AND e.kind IN ('reply', 'recheck') "
        "AND NOT EXISTS (SELECT 1 FROM order_event d WHERE d.repair_order = e.repair_order "
        "  AND d.kind = 'rechecked' AND d.id > e.id AND d.at >= e.at) ORDER BY e.id LIMIT 1",
        &q, err);

    if (rc)
        return rc;
    stmt_bind_i64(q, 1, ORDER_CLOSED);
    if ((rc = stmt_step(q, &has_row, err)))
        return rc;
    if (!has_row)
        return err_set(err, RC_NOT_FOUND, "没有等待复查的整改通知");
    *out = (struct recheck_wanted){ .order = stmt_i64(q, 0), .asked = stmt_i64(q, 1) };
    return RC_OK;
}
