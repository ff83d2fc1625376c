#include "base/base.h"

#include "office/filing.h"

#include "base/clock.h"
#include "office/unit.h"
#include "store/db.h"
#include "store/engine.h"
#include "store/scope.h"

#include <inttypes.h>

static const struct {
    const char *name, *title;
} states[FILING_STATE_N] = {
    [FILING_NONE] = { "", "" },
    [FILING_WAITING] = { "waiting", "待受理" },
    [FILING_ACCEPTED] = { "accepted", "已受理" },
    [FILING_RETURNED] = { "returned", "已退回" },
    [FILING_DONE] = { "done", "已办结" },
};

static const struct {
    const char *name;
    unsigned from; /* 1u << state, or'ed */
    enum filing_state to;
} steps[FILING_STEP_N] = {
    [FILING_NO_STEP] = { "", 0, FILING_NONE },
    [FILING_SUBMIT] = { "submit", 1u << FILING_NONE | 1u << FILING_RETURNED, FILING_WAITING },
    [FILING_ACCEPT] = { "accept", 1u << FILING_WAITING, FILING_ACCEPTED },
    [FILING_RETURN] = { "return", 1u << FILING_WAITING | 1u << FILING_ACCEPTED, FILING_RETURNED },
    [FILING_COMPLETE] = { "complete", 1u << FILING_WAITING | 1u << FILING_ACCEPTED, FILING_DONE },
};

enum { OPEN_STATES = 1u << FILING_WAITING | 1u << FILING_ACCEPTED };

const char *filing_state_name(enum filing_state state)
{
    return states[state].name;
}

const char *filing_state_title(enum filing_state state)
{
    return states[state].title;
}

enum filing_state filing_state_of(struct str name)
{
    for (enum filing_state state = FILING_WAITING; state < FILING_STATE_N; state++)
        if (str_eq(name, str_of(states[state].name)))
            return state;
    return FILING_NONE;
}

bool filing_is_overdue(const struct filing *filing, int32_t day)
{
    return (OPEN_STATES >> filing->state & 1) && filing->deadline != DAY_NONE &&
           filing->deadline < day;
}

const char *filing_step_name(enum filing_step step)
{
    return steps[step].name;
}

enum filing_step filing_step_of(struct str name)
{
    for (enum filing_step step = FILING_SUBMIT; step < FILING_STEP_N; step++)
        if (str_eq(name, str_of(steps[step].name)))
            return step;
    return FILING_NO_STEP;
}

/* ---- what happens ---- */

static enum rc add_event(struct db *db, int64_t filing, const struct filing_event *e,
                         struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    const enum rc rc =
        db_prepare(db,
                   "INSERT INTO filing_event (filing, at, who, step, text, document) "
                   "VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                   &q, err);

    if (rc)
        return rc;
    stmt_bind_i64(q, 1, filing);
    stmt_bind_i64(q, 2, e->at);
    stmt_bind_str(q, 3, e->by);
    stmt_bind_i64(q, 4, e->step);
    stmt_bind_str(q, 5, e->text);
    stmt_bind_str(q, 6, e->document);
    return stmt_run(q, err);
}

static enum rc add_row(struct db *db, const struct filing *f, int64_t *id, struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    enum rc rc = db_prepare(
        db,
        "INSERT INTO filing (kind, unit, subject, domain, document, text, submitted, deadline, "
        "is_sure, state, created, changed, who) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, "
        "?11, ?11, ?12)",
        &q, err);

    if (rc)
        return rc;
    stmt_bind_str(q, 1, f->kind);
    stmt_bind_i64(q, 2, f->unit);
    stmt_bind_str(q, 3, f->subject);
    stmt_bind_str(q, 4, f->domain);
    stmt_bind_str(q, 5, f->document);
    stmt_bind_str(q, 6, f->text);
    stmt_bind_i64(q, 7, f->submitted);
    stmt_bind_i64(q, 8, f->deadline);
    stmt_bind_i64(q, 9, f->deadline_is_sure);
    stmt_bind_i64(q, 10, FILING_WAITING);
    stmt_bind_i64(q, 11, f->created);
    stmt_bind_str(q, 12, f->by);
    if ((rc = stmt_run(q, err)))
        return rc;
    *id = db_last_id(db);
    return RC_OK;
}

static enum rc check_filing(struct store *s, const struct filing *f, struct err *err)
{
    AUTO(arena_done) struct arena a = { 0 };
    struct unit unit;

    if (str_is_empty(str_trim(f->text)) || str_is_empty(f->by) || str_is_empty(f->kind))
        return err_set(err, RC_SYNTAX, "报备和申请须写明种类、内容和由谁报送");
    if (f->submitted == DAY_NONE)
        return err_set(err, RC_SYNTAX, "报备和申请须写明报送日期");
    return store_unit_get(s, f->unit, &a, &unit, err);
}

enum rc store_filing_add(struct store *s, const struct filing *filing, int64_t *id, struct err *err)
{
    struct db *db = s->engine->db(s);
    const struct filing_event submit = { .at = filing->created,
                                         .by = filing->by,
                                         .step = FILING_SUBMIT,
                                         .text = filing->text,
                                         .document = filing->document };
    int64_t added = 0;
    struct whole w;
    enum rc rc = check_filing(s, filing, err);

    if (rc || (rc = whole_begin(db, &w, err)))
        return rc;
    rc = add_row(db, filing, &added, err);
    if (!rc)
        rc = add_event(db, added, &submit, err);
    rc = whole_end(&w, rc, err);
    if (!rc)
        *id = added;
    return rc;
}

static enum rc check_event(struct store *s, int64_t id, const struct filing_event *e,
                           struct err *err)
{
    AUTO(arena_done) struct arena a = { 0 };
    struct filing f;
    const enum rc rc = store_filing_get(s, 0, id, &a, &f, err);

    if (rc)
        return rc;
    if (!(steps[e->step].from >> f.state & 1))
        return err_set(err, RC_BUSY, "第 %" PRId64 " 号报备（申请）%s，不能办理这一事项", id,
                       states[f.state].title);
    if (e->step == FILING_RETURN && str_is_empty(str_trim(e->text)))
        return err_set(err, RC_SYNTAX, "退回须写明原因");
    if (e->step == FILING_SUBMIT && (e->submitted == DAY_NONE || str_is_empty(str_trim(e->text))))
        return err_set(err, RC_SYNTAX, "报送须写明日期和内容");
    if (e->step == FILING_SUBMIT && e->submitted < day_of_time(f.changed))
        return err_set(err, RC_SYNTAX, "重新报送的日期不能早于退回的日期");
    return RC_OK;
}

/* A submission says anew what it is about. */
static enum rc set_row(struct db *db, int64_t id, const struct filing_event *e, struct err *err)
{
    static const char moved[] = "UPDATE filing SET state = ?2, changed = ?3 WHERE id = ?1";
    static const char submitted[] = "UPDATE filing SET state = ?2, changed = ?3, submitted = ?4, "
                                    "deadline = ?5, is_sure = ?6, text = ?7, document = ?8 "
                                    "WHERE id = ?1";
    const bool is_submit = e->step == FILING_SUBMIT;
    AUTO(stmt_closep) struct stmt *q = NULL;
    const enum rc rc = db_prepare(db, is_submit ? submitted : moved, &q, err);

    if (rc)
        return rc;
    stmt_bind_i64(q, 1, id);
    stmt_bind_i64(q, 2, steps[e->step].to);
    stmt_bind_i64(q, 3, e->at);
    if (is_submit) {
        stmt_bind_i64(q, 4, e->submitted);
        stmt_bind_i64(q, 5, e->deadline);
        stmt_bind_i64(q, 6, e->deadline_is_sure);
        stmt_bind_str(q, 7, e->text);
        stmt_bind_str(q, 8, e->document);
    }
    return stmt_run(q, err);
}

enum rc store_filing_event(struct store *s, int64_t id, const struct filing_event *event,
                           struct err *err)
{
    struct db *db = s->engine->db(s);
    struct whole w;
    enum rc rc = whole_begin(db, &w, err);

    if (rc)
        return rc;
    rc = check_event(s, id, event, err);
    if (!rc)
        rc = set_row(db, id, event, err);
    if (!rc)
        rc = add_event(db, id, event, err);
    return whole_end(&w, rc, err);
}

enum rc store_filing_each_event(struct store *s, int64_t id, filing_event_fn each, void *ctx,
                                struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    bool has_row = false;
    enum rc rc = db_prepare(s->engine->db(s),
                            "SELECT at, who, step, text, document FROM filing_event "
                            "WHERE filing = ?1 ORDER BY id",
                            &q, err);

    if (rc)
        return rc;
    stmt_bind_i64(q, 1, id);
    while (!(rc = stmt_step(q, &has_row, err)) && has_row) {
        const struct filing_event e = {
            .at = stmt_i64(q, 0),
            .by = stmt_str(q, 1),
            .step = (enum filing_step)((uint64_t)stmt_i64(q, 2) % FILING_STEP_N),
            .text = stmt_str(q, 3),
            .document = stmt_str(q, 4),
        };

        if ((rc = each(ctx, &e, err)))
            break;
    }
    return rc;
}

/* ---- lists ---- */

#define OPEN "(s.state IN (1, 2) AND s.deadline <> 0 AND s.deadline < "
_Static_assert(OPEN_STATES == (1u << 1 | 1u << 2) && DAY_NONE == 0, "the numbers that OPEN names");

/* The filing is s, as SCOPE_HAS wants it. */
#define FROM_FILINGS                                                                               \
    "FROM filing s JOIN unit n ON n.id = s.unit LEFT JOIN site t ON t.code = s.subject "           \
    "WHERE " SCOPE_HAS("?1") " AND (?2 = 0 OR s.id = ?2) AND (?3 = '' OR s.kind = ?3) "            \
                             "AND (?4 = '' OR s.subject = ?4) AND (?5 = 0 OR s.state = ?5) "       \
                             "AND s.submitted >= ?6 AND (?7 = 0 OR s.submitted <= ?7) "            \
                             "AND (?8 = 0 OR " OPEN "?8)) AND (?9 = '' OR instr(s.subject, ?9) "   \
                             "  OR instr(coalesce(t.name, ''), ?9) OR instr(s.domain, ?9) "        \
                             "  OR instr(s.document, ?9) OR instr(s.text, ?9)) "                   \
                             "AND (?10 = 0 OR s.id IN (SELECT filing FROM round_filing "           \
                             "  WHERE round = ?10)) "

static void bind_query(struct stmt *st, const struct filing_query *q, int64_t id)
{
    stmt_bind_i64(st, 1, q->unit);
    stmt_bind_i64(st, 2, id);
    stmt_bind_str(st, 3, q->kind);
    stmt_bind_str(st, 4, q->subject);
    stmt_bind_i64(st, 5, q->state);
    stmt_bind_i64(st, 6, q->from);
    stmt_bind_i64(st, 7, q->to);
    stmt_bind_i64(st, 8, q->overdue_on);
    stmt_bind_str(st, 9, q->text);
    stmt_bind_i64(st, 10, q->round);
}

/* ?13: enum filing_by. What has no deadline comes after what has one, in either direction. */
#define SELECT_SORTED(direction)                                                                   \
    "SELECT s.id, s.kind, s.unit, n.name, s.subject, coalesce(t.name, ''), s.domain, s.document, " \
    "s.text, s.submitted, s.deadline, s.is_sure, s.state, s.created, s.changed, "                  \
    "s.who " FROM_FILINGS "ORDER BY ?13 = 4 AND s.deadline = 0, CASE ?13 WHEN 0 THEN s.id "        \
    "WHEN 1 THEN s.kind WHEN 2 THEN n.name WHEN 3 THEN s.submitted WHEN 4 THEN s.deadline "        \
    "ELSE s.state END " direction ", s.id DESC LIMIT ?11 OFFSET ?12"
_Static_assert(FILINGS_BY_KIND == 1 && FILINGS_BY_UNIT == 2 && FILINGS_BY_SUBMITTED == 3 &&
                   FILINGS_BY_DEADLINE == 4,
               "the numbers that the order names");

static void bind_page(struct stmt *st, const struct filing_query *q, int64_t id)
{
    bind_query(st, q, id);
    stmt_bind_i64(st, 11, q->n_max ? q->n_max : -1);
    stmt_bind_i64(st, 12, q->skip);
    stmt_bind_i64(st, 13, q->by);
}

static struct filing filing_at(struct stmt *q)
{
    return (struct filing){
        .id = stmt_i64(q, 0),
        .kind = stmt_str(q, 1),
        .unit = stmt_i64(q, 2),
        .unit_name = stmt_str(q, 3),
        .subject = stmt_str(q, 4),
        .subject_name = stmt_str(q, 5),
        .domain = stmt_str(q, 6),
        .document = stmt_str(q, 7),
        .text = stmt_str(q, 8),
        .submitted = (int32_t)stmt_i64(q, 9),
        .deadline = (int32_t)stmt_i64(q, 10),
        .deadline_is_sure = stmt_i64(q, 11) != 0,
        .state = (enum filing_state)((uint64_t)stmt_i64(q, 12) % FILING_STATE_N),
        .created = stmt_i64(q, 13),
        .changed = stmt_i64(q, 14),
        .by = stmt_str(q, 15),
    };
}

enum rc store_filings(struct store *s, const struct filing_query *q, filing_fn each, void *ctx,
                      int64_t *total, struct err *err)
{
    AUTO(stmt_closep) struct stmt *count = NULL;
    AUTO(stmt_closep) struct stmt *st = NULL;
    struct db *db = s->engine->db(s);
    bool has_row = false;
    enum rc rc = db_prepare(db, "SELECT count(*) " FROM_FILINGS, &count, err);

    if (!rc)
        rc = db_prepare(db, q->is_ascending ? SELECT_SORTED("ASC") : SELECT_SORTED("DESC"), &st,
                        err);
    if (rc)
        return rc;
    bind_query(count, q, 0);
    if ((rc = stmt_step(count, &has_row, err)))
        return rc;
    *total = stmt_i64(count, 0);
    bind_page(st, q, 0);
    while (!(rc = stmt_step(st, &has_row, err)) && has_row) {
        const struct filing f = filing_at(st);

        if ((rc = each(ctx, &f, err)))
            break;
    }
    return rc;
}

enum rc store_filing_get(struct store *s, int64_t unit, int64_t id, struct arena *a,
                         struct filing *out, struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    bool has_row = false;
    enum rc rc = db_prepare(s->engine->db(s), SELECT_SORTED("DESC"), &q, err);

    if (rc)
        return rc;
    bind_page(q, &(struct filing_query){ .unit = unit }, id);
    if ((rc = stmt_step(q, &has_row, err)))
        return rc;
    if (!has_row)
        return err_set(err, RC_NOT_FOUND, "没有第 %" PRId64 " 号报备（申请）", id);
    *out = filing_at(q);
    out->kind = arena_copy(a, out->kind);
    out->unit_name = arena_copy(a, out->unit_name);
    out->subject = arena_copy(a, out->subject);
    out->subject_name = arena_copy(a, out->subject_name);
    out->domain = arena_copy(a, out->domain);
    out->document = arena_copy(a, out->document);
    out->text = arena_copy(a, out->text);
    out->by = arena_copy(a, out->by);
    return RC_OK;
}

enum rc store_filing_counts(struct store *s, const struct filing_query *q, int32_t today,
                            filing_count_fn each, void *ctx, struct err *err)
{
    AUTO(stmt_closep) struct stmt *st = NULL;
    bool has_row = false;
    enum rc rc = db_prepare(s->engine->db(s),
                            "SELECT s.kind, count(*), total(s.state = 1), total(s.state = 2), "
                            "total(s.state = 3), total(s.state = 4), total(" OPEN
                            "?11)) " FROM_FILINGS "GROUP BY s.kind ORDER BY s.kind",
                            &st, err);

    if (rc)
        return rc;
    bind_query(st, q, 0);
    stmt_bind_i64(st, 11, today);
    while (!(rc = stmt_step(st, &has_row, err)) && has_row) {
        struct filing_count c = { .kind = stmt_str(st, 0), .n_overdue = stmt_i64(st, 6) };

        for (int state = 0; state < FILING_STATE_N; state++)
            c.n[state] = stmt_i64(st, 1 + state);
        if ((rc = each(ctx, &c, err)))
            break;
    }
    return rc;
}
