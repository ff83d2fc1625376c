#include "base/base.h"

#include "office/notice_word.h"

#include "store/db.h"
#include "store/engine.h"
#include "store/scope.h"

static int64_t unit_of(const struct round *r)
{
    return r->unit ? r->unit : UNIT_TOP;
}

enum rc store_notice_word_each(struct store *s, const struct round *r, notice_word_fn each,
                               void *ctx, struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    bool has_row = false;
    enum rc rc = db_prepare(s->engine->db(s),
                            "SELECT field, text, round <> 0 FROM notice_word "
                            "WHERE unit = ?1 AND round IN (?2, ?3) ORDER BY round",
                            &q, err);

    if (rc)
        return rc;
    stmt_bind_i64(q, 1, unit_of(r));
    stmt_bind_i64(q, 2, r->frozen ? r->id : 0);
    stmt_bind_i64(q, 3, r->id);
    while (!(rc = stmt_step(q, &has_row, err)) && has_row) {
        const struct notice_word w = { .field = stmt_str(q, 0),
                                       .text = stmt_str(q, 1),
                                       .is_of_round = stmt_i64(q, 2) != 0 };

        if ((rc = each(ctx, &w, err)))
            break;
    }
    return rc;
}

static enum rc forget_numbers(struct db *db, const struct round *r, const struct notice_word *word,
                              struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    enum rc rc = db_prepare(db,
                            "DELETE FROM round_numbers WHERE round = ?1 OR ?2 AND round IN "
                            "(SELECT id FROM round WHERE unit = ?3 AND frozen = 0)",
                            &q, err);

    if (rc)
        return rc;
    stmt_bind_i64(q, 1, r->id);
    stmt_bind_i64(q, 2, !word->is_of_round);
    stmt_bind_i64(q, 3, unit_of(r));
    return stmt_run(q, err);
}

enum rc store_notice_word_put(struct store *s, const struct round *r,
                              const struct notice_word *word, struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    struct db *db = s->engine->db(s);
    enum rc rc = db_prepare(
        db,
        word->is_usual ? "DELETE FROM notice_word WHERE unit = ?1 AND round = ?2 AND field = ?3"
                       : "INSERT INTO notice_word (unit, round, field, text) "
                         "VALUES (?1, ?2, ?3, ?4) "
                         "ON CONFLICT DO UPDATE SET text = excluded.text",
        &q, err);

    if (rc)
        return rc;
    stmt_bind_i64(q, 1, unit_of(r));
    stmt_bind_i64(q, 2, word->is_of_round ? r->id : 0);
    stmt_bind_str(q, 3, word->field);
    if (!word->is_usual)
        stmt_bind_str(q, 4, word->text);
    rc = stmt_run(q, err);
    return rc ? rc : forget_numbers(db, r, word, err);
}

enum rc store_notice_word_freeze(struct store *s, const struct round *r, struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    enum rc rc = db_prepare(s->engine->db(s),
                            "INSERT INTO notice_word (unit, round, field, text) "
                            "SELECT unit, ?2, field, text FROM notice_word "
                            "WHERE unit = ?1 AND round = 0 ON CONFLICT DO NOTHING",
                            &q, err);

    if (rc)
        return rc;
    stmt_bind_i64(q, 1, unit_of(r));
    stmt_bind_i64(q, 2, r->id);
    return stmt_run(q, err);
}
