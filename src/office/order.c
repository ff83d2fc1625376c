#include "base/base.h"

#include "office/order.h"

#include "base/clock.h"
#include "office/order_rules.h"
#include "office/unit.h"
#include "store/db.h"
#include "store/engine.h"
#include "store/review.h"

#include <inttypes.h>

/* ---- issuing ---- */

enum { EXCERPT_CHARS = 40 }; /* that a finding is called by in a sentence */

/* What stands in the way of ordering a finding; NULL: nothing. */
static const char *obstacle(enum finding_state state, bool is_below, bool is_ordered)
{
    static const char *const states[FINDING_STATE_N] = {
        [FINDING_DISMISSED] = "已排除",
        [FINDING_MERGED] = "已并入另一个问题",
        [FINDING_GONE] = "已不存在",
    };

    if (!is_below)
        return "不属于该单位的网站";
    return is_ordered ? "已在尚未办结的整改通知中" : states[state];
}

struct adding {
    struct stmt *find, *put;
    int64_t order, unit;
};

static enum rc add_target(struct adding *x, const struct order_target *t, struct err *err)
{
    bool has_row = false;
    const char *why;
    enum rc rc;

    stmt_bind_str(x->find, 1, t->site);
    stmt_bind_i64(x->find, 2, (int64_t)t->id);
    stmt_bind_i64(x->find, 3, x->unit);
    stmt_bind_i64(x->find, 4, ORDER_CLOSED);
    rc = stmt_step(x->find, &has_row, err);
    if (!rc && !has_row)
        rc = err_set(err, RC_SYNTAX, "网站 %.*s 没有编号为 %016" PRIx64 " 的问题", STR_ARG(t->site),
                     t->id);
    why = rc ? NULL
             : obstacle((enum finding_state)stmt_i64(x->find, 0), stmt_i64(x->find, 1) != 0,
                        stmt_i64(x->find, 2) != 0);
    if (why)
        rc = err_set(err, RC_SYNTAX, "%.*s的问题“%.*s”%s", STR_ARG(stmt_str(x->find, 3)),
                     STR_ARG(str_head_chars(stmt_str(x->find, 4), EXCERPT_CHARS)), why);
    stmt_reset(x->find);
    if (rc)
        return rc;
    stmt_bind_i64(x->put, 1, x->order);
    stmt_bind_str(x->put, 2, t->site);
    stmt_bind_i64(x->put, 3, (int64_t)t->id);
    return stmt_run(x->put, err);
}

static enum rc add_targets(struct db *db, int64_t order, int64_t unit,
                           const struct order_target *targets, size_t n, struct err *err)
{
    AUTO(stmt_closep) struct stmt *find = NULL;
    AUTO(stmt_closep) struct stmt *put = NULL;
    struct adding x = { .order = order, .unit = unit };
    enum rc rc = db_prepare(
        db,
        "SELECT f.state, s.unit IN (WITH RECURSIVE tree (id) AS (SELECT ?3 UNION "
        "SELECT u.id FROM unit u JOIN tree t ON u.parent = t.id) SELECT id FROM tree), "
        "EXISTS (SELECT 1 FROM order_finding o JOIN repair_order r ON r.id = o.repair_order "
        "  WHERE o.site = ?1 AND o.id = ?2 AND r.state < ?4 AND o." ORDER_KEEPS "), "
        "s.name, iif(f.excerpt = '', f.url, f.excerpt) "
        "FROM site s JOIN finding f ON f.site = s.id WHERE s.code = ?1 AND f.id = ?2",
        &find, err);

    if (!rc)
        rc = db_prepare(
            db,
            "INSERT INTO order_finding (repair_order, site, id, subject, check_id, url, place, "
            "excerpt, detail, evidence, grade, is_repeat) "
            "SELECT ?1, ?2, ?3, f.subject, f.check_id, f.url, f.place, f.excerpt, f.detail, "
            "f.evidence, f.grade, EXISTS (SELECT 1 FROM order_finding o "
            "  JOIN repair_order r ON r.id = o.repair_order "
            "  JOIN order_event a ON a.repair_order = r.id AND a.kind = 'approve' "
            "  WHERE o.site = ?2 AND o.subject = f.subject AND o." ORDER_KEEPS "AND 'reply' = "
            "    (SELECT e.kind FROM order_event e WHERE e.repair_order = r.id AND e.id < a.id AND "
            "    e.kind IN ('reply', 'explain', 'appeal') ORDER BY e.id DESC LIMIT 1)) "
            "FROM site s JOIN finding f ON f.site = s.id WHERE s.code = ?2 AND f.id = ?3",
            &put, err);
    x.find = find;
    x.put = put;
    for (size_t i = 0; !rc && i < n; i++)
        rc = add_target(&x, &targets[i], err);
    return rc;
}

static enum rc add_row(struct db *db, const struct order *o, int64_t *id, struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    enum rc rc = db_prepare(
        db,
        "INSERT INTO repair_order (unit, created, who, days, deadline, is_sure, demand, state, "
        "changed, issuer) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?2, ?9)",
        &q, err);

    if (rc)
        return rc;
    stmt_bind_i64(q, 1, o->unit);
    stmt_bind_i64(q, 2, o->created);
    stmt_bind_str(q, 3, o->by);
    stmt_bind_i64(q, 4, o->days);
    stmt_bind_i64(q, 5, o->deadline);
    stmt_bind_i64(q, 6, o->deadline_is_sure);
    stmt_bind_str(q, 7, o->demand);
    stmt_bind_i64(q, 8, ORDER_ISSUED);
    stmt_bind_i64(q, 9, o->issuer ? o->issuer : UNIT_TOP);
    if ((rc = stmt_run(q, err)))
        return rc;
    *id = db_last_id(db);
    return RC_OK;
}

static enum rc add_event(struct db *db, int64_t order, const struct order_event *e, int64_t *id,
                         struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    enum rc rc = db_prepare(db,
                            "INSERT INTO order_event (repair_order, at, who, kind, text, document, "
                            "day, measure) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                            &q, err);

    if (rc)
        return rc;
    stmt_bind_i64(q, 1, order);
    stmt_bind_i64(q, 2, e->at);
    stmt_bind_str(q, 3, e->by);
    stmt_bind_str(q, 4, str_of(order_event_name(e->kind)));
    stmt_bind_str(q, 5, e->text);
    stmt_bind_str(q, 6, e->document);
    stmt_bind_i64(q, 7, e->day);
    stmt_bind_str(q, 8, e->measure);
    if ((rc = stmt_run(q, err)))
        return rc;
    *id = db_last_id(db);
    return RC_OK;
}

static enum rc check_order(struct store *s, const struct order *o, size_t n, struct err *err)
{
    AUTO(arena_done) struct arena a = { 0 };
    struct unit unit;

    if (n == 0)
        return err_set(err, RC_SYNTAX, "整改通知中没有问题");
    if (n > ORDER_FINDINGS_MAX)
        return err_set(err, RC_LIMIT, "一份整改通知最多 %d 个问题", ORDER_FINDINGS_MAX);
    if (str_is_empty(str_trim(o->demand)) || str_is_empty(o->by))
        return err_set(err, RC_SYNTAX, "整改通知须写明要求和由谁发出");
    if (o->days < 1 || o->days > ORDER_DAYS_MAX)
        return err_set(err, RC_SYNTAX, "整改期限应为 1 至 %d 个工作日", ORDER_DAYS_MAX);
    return store_unit_get(s, o->unit, &a, &unit, err);
}

enum rc store_order_add(struct store *s, const struct order *order,
                        const struct order_target *targets, size_t n, int64_t *id, struct err *err)
{
    struct db *db = s->engine->db(s);
    const struct order_event issue = { .at = order->created,
                                       .by = order->by,
                                       .kind = EVENT_ISSUE,
                                       .text = order->demand,
                                       .day = order->deadline };
    int64_t added = 0, event;
    struct whole w;
    enum rc rc = check_order(s, order, n, err);

    if (rc || (rc = whole_begin(db, &w, err)))
        return rc;
    rc = add_row(db, order, &added, err);
    if (!rc)
        rc = add_targets(db, added, order->unit, targets, n, err);
    if (!rc)
        rc = add_event(db, added, &issue, &event, err);
    rc = whole_end(&w, rc, err);
    if (!rc)
        *id = added;
    return rc;
}

/* ---- what happens ---- */

struct standing {
    enum order_state state;
    int64_t n_open;    /* findings that were not seen repaired */
    int64_t n_kept;    /* findings that no appeal took out */
    int64_t elsewhere; /* another order that is not settled and has one of the findings; 0: none */
    int32_t deadline;
};

/* Of the order r. ?3: ORDER_CLOSED */
#define ELSEWHERE                                                                                  \
    "(SELECT min(x.id) FROM order_finding o JOIN order_finding p ON p.site = o.site "              \
    "AND p.id = o.id JOIN repair_order x ON x.id = p.repair_order WHERE o.repair_order = r.id "    \
    "AND x.id <> r.id AND x.state < ?3 AND p." ORDER_KEEPS "AND o." ORDER_KEEPS ") "

static enum rc read_standing(struct db *db, int64_t order, struct standing *out, struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    bool has_row = false;
    enum rc rc = db_prepare(
        db,
        "SELECT state, (SELECT count(*) FROM order_finding o WHERE repair_order = ?1 AND "
        "outcome <> ?2 AND o." ORDER_KEEPS "), coalesce(" ELSEWHERE
        ", 0), (SELECT count(*) FROM order_finding o WHERE "
        "repair_order = ?1 AND o." ORDER_KEEPS "), deadline FROM repair_order r WHERE id = ?1",
        &q, err);

    if (rc)
        return rc;
    stmt_bind_i64(q, 1, order);
    stmt_bind_i64(q, 2, OUTCOME_GONE);
    stmt_bind_i64(q, 3, ORDER_CLOSED);
    if ((rc = stmt_step(q, &has_row, err)))
        return rc;
    if (!has_row)
        return err_set(err, RC_NOT_FOUND, "没有第 %" PRId64 " 号整改通知", order);
    *out = (struct standing){ .state = (enum order_state)stmt_i64(q, 0),
                              .n_open = stmt_i64(q, 1),
                              .elsewhere = stmt_i64(q, 2),
                              .n_kept = stmt_i64(q, 3),
                              .deadline = (int32_t)stmt_i64(q, 4) };
    return RC_OK;
}

static enum rc move_order(struct db *db, int64_t order, enum order_state to,
                          const struct order_event *e, struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    enum rc rc =
        db_prepare(db,
                   "UPDATE repair_order SET state = ?2, changed = ?3, "
                   "deadline = CASE WHEN ?4 THEN ?5 ELSE deadline END, "
                   "is_sure = CASE WHEN ?4 THEN ?8 ELSE is_sure END, "
                   "explained_day = CASE WHEN ?6 THEN ?5 WHEN ?7 THEN 0 ELSE explained_day END "
                   "WHERE id = ?1",
                   &q, err);

    if (rc)
        return rc;
    stmt_bind_i64(q, 1, order);
    stmt_bind_i64(q, 2, to);
    stmt_bind_i64(q, 3, e->at);
    stmt_bind_i64(q, 4,
                  e->day && (e->kind == EVENT_RETURN || e->kind == EVENT_REOPEN ||
                             e->kind == EVENT_APPROVE || e->kind == EVENT_PROLONG));
    stmt_bind_i64(q, 5, e->day);
    stmt_bind_i64(q, 6, e->kind == EVENT_EXPLAIN);
    stmt_bind_i64(q, 7,
                  e->kind == EVENT_RETURN || e->kind == EVENT_REOPEN || e->kind == EVENT_WITHDRAW);
    stmt_bind_i64(q, 8, !e->day_is_unsure);
    return stmt_run(q, err);
}

/* ---- an appeal that is approved ---- */

/* The findings that were dismissed are out of the order. */
static enum rc take_out(struct db *db, int64_t order, const struct order_event *e, struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    enum rc rc = db_prepare(db,
                            "UPDATE order_finding AS o SET outcome = ?2, outcome_at = ?3, "
                            "outcome_reason = ?4, outcome_evidence = '', outcome_excerpt = '' "
                            "WHERE o.repair_order = ?1 AND o." ORDER_KEEPS
                            "AND EXISTS (SELECT 1 FROM site s JOIN finding f ON f.site = s.id "
                            "  WHERE s.code = o.site AND f.id = o.id AND f.decision = ?5)",
                            &q, err);

    if (rc)
        return rc;
    stmt_bind_i64(q, 1, order);
    stmt_bind_i64(q, 2, OUTCOME_DISMISSED);
    stmt_bind_i64(q, 3, e->at);
    stmt_bind_str(q, 4, e->text);
    stmt_bind_i64(q, 5, FINDING_DISMISSED);
    if ((rc = stmt_run(q, err)) || db_n_changes(db))
        return rc;
    return err_set(err, RC_SYNTAX,
                   "通过申诉须选定予以排除的问题，现在一个也没有选；都不排除的，请退回申诉");
}

/* The state in which the unit appealed; closed when the order keeps no finding. */
static enum rc state_after_appeal(struct db *db, int64_t order, enum order_state *to,
                                  struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    bool has_row = false;
    enum rc rc = db_prepare(
        db,
        "SELECT iif(EXISTS (SELECT 1 FROM order_finding o WHERE o.repair_order = ?1 "
        "  AND o." ORDER_KEEPS "), CASE (SELECT kind FROM order_event WHERE repair_order = ?1 "
        "  AND kind IN ('seen', 'return', 'reopen') ORDER BY id DESC LIMIT 1) "
        "  WHEN 'seen' THEN ?2 WHEN 'return' THEN ?3 WHEN 'reopen' THEN ?3 "
        "ELSE ?4 END, ?5)",
        &q, err);

    if (rc)
        return rc;
    stmt_bind_i64(q, 1, order);
    stmt_bind_i64(q, 2, ORDER_SEEN);
    stmt_bind_i64(q, 3, ORDER_RETURNED);
    stmt_bind_i64(q, 4, ORDER_ISSUED);
    stmt_bind_i64(q, 5, ORDER_CLOSED);
    if ((rc = stmt_step(q, &has_row, err)))
        return rc;
    *to = (enum order_state)stmt_i64(q, 0);
    return RC_OK;
}

static enum rc grant_appeal(struct db *db, int64_t order, const struct order_event *e,
                            enum order_state *to, struct err *err)
{
    enum rc rc = take_out(db, order, e, err);

    if (!rc)
        rc = state_after_appeal(db, order, to, err);
    if (!rc && *to == ORDER_CLOSED && e->day)
        rc = err_set(err, RC_SYNTAX, "所有问题都已排除，没有要定期限的");
    return rc;
}

static enum rc may_reopen(const struct standing *from, struct err *err)
{
    if (!from->n_kept)
        return err_set(err, RC_BUSY, "整改通知中的问题都已排除，不能重新整改");
    if (from->elsewhere)
        return err_set(err, RC_BUSY,
                       "其中的问题正在第 %" PRId64 " 号整改通知中整改，办结之后才能重新整改",
                       from->elsewhere);
    return RC_OK;
}

static enum rc may_prolong(const struct standing *from, const struct order_event *e,
                           struct err *err)
{
    char day[DAY_TEXT_BYTES];

    return e->day > from->deadline ? RC_OK
                                   : err_set(err, RC_SYNTAX, "新的期限须晚于现在的期限 %s",
                                             day_text(from->deadline, day));
}

enum rc store_order_event(struct store *s, int64_t order, const struct order_event *event,
                          int64_t *id, struct err *err)
{
    struct db *db = s->engine->db(s);
    struct standing from = { 0 };
    enum order_state to = ORDER_NONE;
    int64_t added = 0;
    struct whole w;
    enum rc rc = whole_begin(db, &w, err);

    if (rc)
        return rc;
    rc = read_standing(db, order, &from, err);
    if (!rc)
        rc = order_rules_apply(from.state, event, from.n_open, &to, err);
    if (!rc && event->kind == EVENT_REOPEN)
        rc = may_reopen(&from, err);
    if (!rc && event->kind == EVENT_PROLONG)
        rc = may_prolong(&from, event, err);
    if (!rc && event->kind == EVENT_APPROVE && from.state == ORDER_APPEALED)
        rc = grant_appeal(db, order, event, &to, err);
    if (!rc)
        rc = add_event(db, order, event, &added, err);
    if (!rc)
        rc = move_order(db, order, to, event, err);
    rc = whole_end(&w, rc, err);
    if (!rc)
        *id = added;
    return rc;
}

enum rc store_order_each_event(struct store *s, int64_t order, order_event_fn each, void *ctx,
                               struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    bool has_row = false;
    enum rc rc =
        db_prepare(s->engine->db(s),
                   "SELECT id, at, who, kind, text, document, day, measure FROM order_event "
                   "WHERE repair_order = ?1 ORDER BY id",
                   &q, err);

    if (rc)
        return rc;
    stmt_bind_i64(q, 1, order);
    while (!(rc = stmt_step(q, &has_row, err)) && has_row) {
        struct order_event e = { .id = stmt_i64(q, 0),
                                 .at = stmt_i64(q, 1),
                                 .by = stmt_str(q, 2),
                                 .text = stmt_str(q, 4),
                                 .document = stmt_str(q, 5),
                                 .day = (int32_t)stmt_i64(q, 6),
                                 .measure = stmt_str(q, 7) };

        if (!order_event_of(stmt_str(q, 3), &e.kind))
            return err_set(err, RC_DB, "整改记录 %" PRId64 " 的种类无法识别", e.id);
        if ((rc = each(ctx, &e, err)))
            break;
    }
    return rc;
}

/* ---- lists ---- */

#define SELECT_ORDER                                                                               \
    "SELECT r.id, r.unit, n.name, r.created, r.who, r.days, r.deadline, r.is_sure, r.demand, "     \
    "r.state, r.changed, r.explained_day, "                                                        \
    "(SELECT count(*) FROM order_finding f WHERE f.repair_order = r.id), "                         \
    "(SELECT count(*) FROM order_finding f WHERE f.repair_order = r.id AND f.outcome = 1), "       \
    "(SELECT count(*) FROM order_finding f WHERE f.repair_order = r.id AND f.outcome = 2), "       \
    "(SELECT count(*) FROM order_finding f WHERE f.repair_order = r.id AND f.outcome = 3), "       \
    "(SELECT count(*) FROM order_finding f WHERE f.repair_order = r.id AND f.is_repeat), "         \
    "(SELECT coalesce(max(e.at), 0) FROM order_event e WHERE e.repair_order = r.id "               \
    " AND e.kind = 'remind'), r.issuer, "                                                          \
    "(SELECT count(*) FROM order_finding f WHERE f.repair_order = r.id "                           \
    " AND NOT (f." ORDER_KEEPS ")) "
#define FROM_ORDERS                                                                                \
    "FROM repair_order r JOIN unit n ON n.id = r.unit WHERE (?1 = 0 OR r.unit IN "                 \
    "(WITH RECURSIVE tree (id) AS (SELECT ?1 UNION "                                               \
    " SELECT u.id FROM unit u JOIN tree t ON u.parent = t.id) SELECT id FROM tree)) "              \
    "AND (?2 = 0 OR r.id = ?2) AND (?3 = 0 OR (?3 >> r.state) & 1) "                               \
    "AND (?4 = 0 OR (r.deadline < ?4 AND (?5 >> r.state) & 1)) "

static struct order order_at(struct stmt *q)
{
    return (struct order){
        .id = stmt_i64(q, 0),
        .unit = stmt_i64(q, 1),
        .unit_name = stmt_str(q, 2),
        .created = stmt_i64(q, 3),
        .by = stmt_str(q, 4),
        .days = stmt_i64(q, 5),
        .deadline = (int32_t)stmt_i64(q, 6),
        .deadline_is_sure = stmt_i64(q, 7) != 0,
        .demand = stmt_str(q, 8),
        .state = (enum order_state)stmt_i64(q, 9),
        .changed = stmt_i64(q, 10),
        .explained_day = (int32_t)stmt_i64(q, 11),
        .n_findings = stmt_i64(q, 12),
        .n_gone = stmt_i64(q, 13),
        .n_still = stmt_i64(q, 14),
        .n_unknown = stmt_i64(q, 15),
        .n_repeats = stmt_i64(q, 16),
        .reminded = stmt_i64(q, 17),
        .issuer = stmt_i64(q, 18),
        .n_dismissed = stmt_i64(q, 19),
    };
}

static void bind_filters(struct stmt *st, const struct order_query *q, int64_t id)
{
    unsigned awaited = 0;

    stmt_bind_i64(st, 1, q->unit);
    stmt_bind_i64(st, 2, id);
    stmt_bind_i64(st, 3, q->states);
    stmt_bind_i64(st, 4, q->overdue_on);
    for (enum order_state state = ORDER_NONE; state < ORDER_STATE_N; state++)
        awaited |= order_state_is_awaited(state) ? 1u << state : 0;
    stmt_bind_i64(st, 5, awaited);
}

/* ?8: enum order_by */
#define SORTED(direction)                                                                          \
    "ORDER BY CASE ?8 WHEN 0 THEN r.id WHEN 1 THEN n.name WHEN 2 THEN r.deadline "                 \
    "ELSE r.state END " direction ", r.id DESC LIMIT ?6 OFFSET ?7"
_Static_assert(ORDERS_BY_UNIT == 1 && ORDERS_BY_DEADLINE == 2, "the numbers that the order names");

enum rc store_orders(struct store *s, const struct order_query *q, order_fn each, void *ctx,
                     int64_t *total, struct err *err)
{
    AUTO(stmt_closep) struct stmt *count = NULL;
    AUTO(stmt_closep) struct stmt *st = NULL;
    struct db *db = s->engine->db(s);
    bool has_row = false;
    enum rc rc = db_prepare(db, "SELECT count(*) " FROM_ORDERS, &count, err);

    if (!rc)
        rc = db_prepare(db,
                        q->is_ascending ? SELECT_ORDER FROM_ORDERS SORTED("ASC")
                                        : SELECT_ORDER FROM_ORDERS SORTED("DESC"),
                        &st, err);
    if (rc)
        return rc;
    bind_filters(count, q, 0);
    if ((rc = stmt_step(count, &has_row, err)))
        return rc;
    *total = stmt_i64(count, 0);
    bind_filters(st, q, 0);
    stmt_bind_i64(st, 6, q->n_max);
    stmt_bind_i64(st, 7, q->skip);
    stmt_bind_i64(st, 8, q->by);
    while (!(rc = stmt_step(st, &has_row, err)) && has_row) {
        const struct order order = order_at(st);

        if ((rc = each(ctx, &order, err)))
            break;
    }
    return rc;
}

/* Findings of the order r that still stand. */
#define STANDING                                                                                   \
    "(SELECT count(*) FROM order_finding o JOIN site s ON s.code = o.site "                        \
    "JOIN finding f ON f.site = s.id AND f.id = o.id WHERE o.repair_order = r.id "                 \
    "AND o." ORDER_KEEPS "AND f.gone = 0 AND f.decision < 2 "                                      \
    "AND NOT (o.outcome = 1 AND o.outcome_at >= f.last_seen)) "

enum rc store_order_each_expired(struct store *s, int32_t day, expired_fn each, void *ctx,
                                 struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    bool has_row = false;
    enum rc rc =
        db_prepare(s->engine->db(s),
                   SELECT_ORDER ", " STANDING "FROM repair_order r JOIN unit n ON n.id = r.unit "
                                "WHERE r.explained_day > 0 AND r.explained_day < ?1 "
                                "AND r.state IN (?2, ?3) AND " ELSEWHERE "IS NULL ORDER BY r.id",
                   &q, err);

    if (rc)
        return rc;
    stmt_bind_i64(q, 1, day);
    stmt_bind_i64(q, 2, ORDER_EXPLAINED);
    stmt_bind_i64(q, 3, ORDER_CLOSED);
    while (!(rc = stmt_step(q, &has_row, err)) && has_row) {
        const struct order order = order_at(q);
        const int64_t n = stmt_i64(q, 20);

        if (n && (rc = each(ctx, &order, n, err)))
            break;
    }
    return rc;
}

enum rc store_order_get(struct store *s, int64_t unit, int64_t id, struct arena *a,
                        struct order *out, struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    const struct order_query all = { .unit = unit };
    bool has_row = false;
    enum rc rc = db_prepare(s->engine->db(s), SELECT_ORDER FROM_ORDERS, &q, err);

    if (rc)
        return rc;
    bind_filters(q, &all, id);
    if (id && (rc = stmt_step(q, &has_row, err)))
        return rc;
    if (!has_row)
        return err_set(err, RC_NOT_FOUND, "没有第 %" PRId64 " 号整改通知", id);
    *out = order_at(q);
    out->unit_name = arena_copy(a, out->unit_name);
    out->by = arena_copy(a, out->by);
    out->demand = arena_copy(a, out->demand);
    return RC_OK;
}
