#include "base/base.h"

#include "office/registry.h"

#include "base/clock.h"
#include "office/unit.h"
#include "store/db.h"
#include "store/engine.h"
#include "store/scope.h"

#include <inttypes.h>
#include <stdio.h>

/* ---- the two kinds, both in the table of what is inspected ---- */

/* The fields follow in the form's order. */
#define SELECT(columns)                                                                            \
    "SELECT s.code, s.unit, coalesce(n.name, ''), s.is_listed, s.state_day, s.filing, "            \
    "s.last_run, " columns " FROM site s LEFT JOIN unit n ON n.id = s.unit "
enum { COL_FIELDS = 7 };
#define READ(columns) SELECT(columns) "WHERE s.code = ?2 AND " SCOPE_HAS("?1")
#define EACH(columns, is_account)                                                                  \
    SELECT(columns)                                                                                \
    "WHERE s.is_account = " is_account " AND s.is_listed AND " SCOPE_HAS("?1") " ORDER BY s.code"

#define FLAG(column) "CASE " column " WHEN 0 THEN '否' ELSE '是' END"
#define SITE_COLUMNS                                                                               \
    "s.code, s.name, s.home, s.sponsor, s.region, s.type, s.state, " FLAG(                         \
        "s.serves_public") ", "                                                                    \
                           "s.supervisor, s.icp, s.police, s.domains, s.platform, s.service_link"
#define ACCOUNT_COLUMNS                                                                            \
    "s.name, s.type, s.sponsor, s.region, s.state, " FLAG(                                         \
        "s.is_main") ", "                                                                          \
                     "s.handle, s.source, s.filed_name, s.download, s.menu"

enum { PUT_CODE = 1, PUT_UNIT, PUT_FIELDS };

static const struct {
    const char *read, *each, *put;
} sql[REGISTRY_KINDS_N] = {
    [REGISTRY_SITES] = {
        READ(SITE_COLUMNS),
        EACH(SITE_COLUMNS, "0"),
        /* ?3 is the code once more */
        "INSERT INTO site (code, unit, is_listed, name, home, sponsor, region, type, state, "
        "serves_public, supervisor, icp, police, domains, platform, service_link) "
        "VALUES (?1, ?2, 1, ?4, ?5, ?6, ?7, ?8, ?9, ?10 = '是', ?11, ?12, ?13, ?14, ?15, ?16) "
        "ON CONFLICT (code) DO UPDATE SET unit = excluded.unit, is_listed = 1, "
        "name = excluded.name, home = excluded.home, sponsor = excluded.sponsor, "
        "region = excluded.region, type = excluded.type, state = excluded.state, "
        "serves_public = excluded.serves_public, supervisor = excluded.supervisor, "
        "icp = excluded.icp, police = excluded.police, domains = excluded.domains, "
        "platform = excluded.platform, service_link = excluded.service_link",
    },
    [REGISTRY_ACCOUNTS] = {
        READ(ACCOUNT_COLUMNS),
        EACH(ACCOUNT_COLUMNS, "1"),
        "INSERT INTO site (code, unit, is_listed, name, type, sponsor, region, state, is_main, "
        "handle, source, filed_name, download, menu) "
        "VALUES (?1, ?2, 1, ?3, ?4, ?5, ?6, ?7, ?8 = '是', ?9, ?10, ?11, ?12, ?13) "
        "ON CONFLICT (code) DO UPDATE SET unit = excluded.unit, is_listed = 1, "
        "name = excluded.name, type = excluded.type, sponsor = excluded.sponsor, "
        "region = excluded.region, state = excluded.state, is_main = excluded.is_main, "
        "handle = excluded.handle, source = excluded.source, filed_name = excluded.filed_name, "
        "download = excluded.download, menu = excluded.menu",
    },
};

static struct str owner_of(const struct registry_row *row)
{
    return row->values[registry_form(row->kind)->owner];
}

static struct str region_of(const struct registry_row *row)
{
    return row->values[registry_form(row->kind)->region];
}

static struct str *state_of(struct registry_row *row)
{
    return &row->values[registry_form(row->kind)->state];
}

/* ---- reading ---- */

static struct registered registered_at(struct stmt *q, enum registry_kind kind)
{
    struct registered r = {
        .row = { .kind = kind, .id = stmt_str(q, 0) },
        .unit = stmt_i64(q, 1),
        .unit_name = stmt_str(q, 2),
        .is_listed = stmt_i64(q, 3) != 0,
        .state_day = (int32_t)stmt_i64(q, 4),
        .filing = stmt_str(q, 5),
        .last_run = stmt_i64(q, 6),
    };

    for (size_t i = 0; i < registry_form(kind)->n_fields; i++)
        r.row.values[i] = stmt_str(q, COL_FIELDS + (int)i);
    return r;
}

enum rc store_registered_read(struct store *s, int64_t unit, struct str id, struct arena *a,
                              struct registered *out, struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    const enum registry_kind kind = registry_kind_of(id);
    const struct registry_form *form = registry_form(kind);
    bool has_row = false;
    enum rc rc = db_prepare(s->engine->db(s), sql[kind].read, &q, err);

    if (rc)
        return rc;
    stmt_bind_i64(q, 1, unit);
    stmt_bind_str(q, 2, id);
    if ((rc = stmt_step(q, &has_row, err)))
        return rc;
    if (!has_row)
        return err_set(err, RC_NOT_FOUND, "没有%s %.*s", form->noun, STR_ARG(id));
    *out = registered_at(q, kind);
    out->row.id = arena_copy(a, out->row.id);
    out->unit_name = arena_copy(a, out->unit_name);
    out->filing = arena_copy(a, out->filing);
    for (size_t i = 0; i < form->n_fields; i++)
        out->row.values[i] = arena_copy(a, out->row.values[i]);
    return RC_OK;
}

enum rc store_registered_each(struct store *s, enum registry_kind kind, int64_t unit,
                              registered_fn each, void *ctx, struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    bool has_row = false;
    enum rc rc = db_prepare(s->engine->db(s), sql[kind].each, &q, err);

    if (rc)
        return rc;
    stmt_bind_i64(q, 1, unit);
    while (!(rc = stmt_step(q, &has_row, err)) && has_row) {
        const struct registered r = registered_at(q, kind);

        if ((rc = each(ctx, &r, err)))
            break;
    }
    return rc;
}

/* ---- changing ---- */

enum rc store_registered_note(struct store *s, struct str code, const struct registrar *who,
                              const struct registry_change *change, struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    const enum rc rc = db_prepare(s->engine->db(s),
                                  "INSERT INTO registry_change (code, at, who, field, old, new) "
                                  "VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                                  &q, err);

    if (rc)
        return rc;
    stmt_bind_str(q, 1, code);
    stmt_bind_i64(q, 2, who->at);
    stmt_bind_str(q, 3, who->by);
    stmt_bind_str(q, 4, change->field);
    stmt_bind_str(q, 5, change->old);
    stmt_bind_str(q, 6, change->now);
    return stmt_run(q, err);
}

static enum rc note_unit(struct store *s, struct str code, const struct registrar *who,
                         int64_t before, int64_t now, struct err *err)
{
    char texts[2][24];
    const int64_t ids[2] = { before, now };

    if (before == now)
        return RC_OK;
    for (int i = 0; i < 2; i++)
        (void)snprintf(texts[i], sizeof(texts[i]), "%" PRId64, ids[i]);
    return store_registered_note(s, code, who,
                                 &(struct registry_change){ .field = STR("unit"),
                                                            .old = str_of(before ? texts[0] : ""),
                                                            .now = str_of(texts[1]) },
                                 err);
}

static enum rc put_row(struct store *s, const struct registry_row *row, int64_t unit,
                       struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    const enum rc rc = db_prepare(s->engine->db(s), sql[row->kind].put, &q, err);

    if (rc)
        return rc;
    stmt_bind_str(q, PUT_CODE, row->id);
    stmt_bind_i64(q, PUT_UNIT, unit);
    for (size_t i = 0; i < registry_form(row->kind)->n_fields; i++)
        stmt_bind_str(q, PUT_FIELDS + (int)i, row->values[i]);
    return stmt_run(q, err);
}

/* Fields that are different, noted; *n counts them. */
static enum rc note_fields(struct store *s, const struct registry_row *before,
                           const struct registry_row *now, const struct registrar *who, size_t *n,
                           struct err *err)
{
    const struct registry_form *form = registry_form(now->kind);
    enum rc rc = RC_OK;

    *n = 0;
    for (size_t i = 0; !rc && i < form->n_fields; i++) {
        const struct registry_change change = { .field = str_of(form->fields[i].key),
                                                .old = before->values[i],
                                                .now = now->values[i] };

        if (str_eq(change.old, change.now))
            continue;
        ++*n;
        rc = store_registered_note(s, now->id, who, &change, err);
    }
    return rc;
}

/* Where it stands after it was written. */
static enum rc choose_unit(struct store *s, const struct registered *before,
                           const struct registry_row *now, int64_t *out, struct err *err)
{
    int64_t of_owner = 0, of_old = 0;
    enum rc rc;

    if (before->is_listed && str_eq(owner_of(&before->row), owner_of(now)) &&
        str_eq(region_of(&before->row), region_of(now))) {
        *out = before->unit; /* whatever that unit is called by now */
        return RC_OK;
    }
    rc = store_unit_of_sponsor(s, owner_of(now), region_of(now), &of_owner, err);

    if (!rc && before->is_listed)
        rc =
            store_unit_of_sponsor(s, owner_of(&before->row), region_of(&before->row), &of_old, err);
    if (!rc)
        *out = before->is_listed && before->unit != of_old ? before->unit : of_owner;
    return rc;
}

static enum rc write_row(struct store *s, const struct registered *before,
                         const struct registry_row *row, const struct registrar *who,
                         size_t *n_changed, struct err *err)
{
    const bool is_new = !before->is_listed;
    int64_t unit = 0;
    enum rc rc = RC_OK;

    *n_changed = 0;
    if (is_new)
        rc = store_registered_note(
            s, row->id, who, &(struct registry_change){ .field = STR("code"), .now = row->id },
            err);
    else
        rc = note_fields(s, &before->row, row, who, n_changed, err);
    if (rc || (!is_new && *n_changed == 0))
        return rc;
    if ((rc = choose_unit(s, before, row, &unit, err)) || (rc = put_row(s, row, unit, err)))
        return rc;
    return note_unit(s, row->id, who, is_new ? 0 : before->unit, unit, err);
}

static enum rc read_or_blank(struct store *s, struct str id, struct arena *a,
                             struct registered *out, struct err *err)
{
    const enum rc rc = store_registered_read(s, 0, id, a, out, err);

    if (rc != RC_NOT_FOUND)
        return rc;
    *out = (struct registered){ 0 };
    return RC_OK;
}

enum rc store_registered_write(struct store *s, const struct registry_row *row,
                               const struct registrar *who, bool *is_new, size_t *n_changed,
                               struct err *err)
{
    AUTO(arena_done) struct arena a = { 0 };
    struct registered before;
    struct whole w;
    enum rc rc = whole_begin(s->engine->db(s), &w, err);

    if (rc)
        return rc;
    rc = read_or_blank(s, row->id, &a, &before, err);
    if (!rc)
        rc = write_row(s, &before, row, who, n_changed, err);
    if (!rc)
        *is_new = !before.is_listed;
    return whole_end(&w, rc, err);
}

/* Sets one text or number of a row. */
static enum rc set_column(struct store *s, const char *statement, struct str id, int64_t number,
                          struct str text, struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    const enum rc rc = db_prepare(s->engine->db(s), statement, &q, err);

    if (rc)
        return rc;
    stmt_bind_str(q, 1, id);
    stmt_bind_i64(q, 2, number);
    stmt_bind_str(q, 3, text);
    return stmt_run(q, err);
}

static enum rc need_listed(struct store *s, struct str id, struct arena *a, struct registered *out,
                           struct err *err)
{
    const enum rc rc = store_registered_read(s, 0, id, a, out, err);

    if (!rc && !out->is_listed)
        return err_set(err, RC_NOT_FOUND, "名录中没有%s %.*s", registry_form(out->row.kind)->noun,
                       STR_ARG(id));
    return rc;
}

static enum rc write_state(struct store *s, struct registered *before, struct registered *now,
                           const struct registrar *who, struct err *err)
{
    const struct str id = before->row.id;
    char old_day[DAY_TEXT_BYTES], new_day[DAY_TEXT_BYTES];
    const struct registry_change changes[] = {
        { .field = STR("state"), .old = *state_of(&before->row), .now = *state_of(&now->row) },
        { .field = STR("state_day"),
          .old = str_of(day_text(before->state_day, old_day)),
          .now = str_of(day_text(now->state_day, new_day)) },
        { .field = STR("filing"), .old = before->filing, .now = now->filing },
    };
    enum rc rc = set_column(s, "UPDATE site SET state_day = ?2, state = ?3 WHERE code = ?1", id,
                            now->state_day, changes[0].now, err);

    if (!rc)
        rc = set_column(s, "UPDATE site SET filing = ?3 WHERE code = ?1 AND ?2 = ?2", id, 0,
                        now->filing, err);
    for (size_t i = 0; !rc && i < COUNT_OF(changes); i++)
        if (!str_eq(changes[i].old, changes[i].now))
            rc = store_registered_note(s, id, who, &changes[i], err);
    return rc;
}

static enum rc check_state(struct str id, struct str state, int32_t day, struct str filing,
                           struct err *err)
{
    const enum registry_kind kind = registry_kind_of(id);
    const char *const *lives = registry_form(kind)->lives;
    const enum registry_life life = registry_life_of(kind, state);

    if (life == LIFE_NONE)
        return err_set(err, RC_SYNTAX, "状态应为%s、%s或%s", lives[LIFE_RUNNING],
                       lives[LIFE_CLOSING], lives[LIFE_CLOSED]);
    if (life != LIFE_RUNNING && day == DAY_NONE)
        return err_set(err, RC_SYNTAX, "%s须写明日期", lives[life]);
    if (life == LIFE_CLOSED && str_is_empty(str_trim(filing)))
        return err_set(err, RC_SYNTAX, "%s须写明批准或备案的文件", lives[life]);
    return RC_OK;
}

enum rc store_registered_set_state(struct store *s, struct str id, struct str state, int32_t day,
                                   struct str filing, const struct registrar *who, struct err *err)
{
    AUTO(arena_done) struct arena a = { 0 };
    struct registered before, now;
    struct whole w;
    enum rc rc;

    if ((rc = check_state(id, state, day, filing, err)) ||
        (rc = whole_begin(s->engine->db(s), &w, err)))
        return rc;
    rc = need_listed(s, id, &a, &before, err);
    if (!rc) {
        now = before;
        *state_of(&now.row) = state;
        now.state_day = day;
        now.filing = filing;
        rc = write_state(s, &before, &now, who, err);
    }
    return whole_end(&w, rc, err);
}

enum rc store_registered_move(struct store *s, struct str id, int64_t unit,
                              const struct registrar *who, struct err *err)
{
    AUTO(arena_done) struct arena a = { 0 };
    struct registered before;
    struct unit to;
    struct whole w;
    enum rc rc = whole_begin(s->engine->db(s), &w, err);

    if (rc)
        return rc;
    rc = need_listed(s, id, &a, &before, err);
    if (!rc)
        rc = store_unit_get(s, unit, &a, &to, err);
    if (!rc)
        rc = set_column(s, "UPDATE site SET unit = ?2 WHERE code = ?1 AND ?3 = ?3", id, unit,
                        STR(""), err);
    if (!rc)
        rc = note_unit(s, id, who, before.unit, unit, err);
    return whole_end(&w, rc, err);
}

enum rc store_registered_history(struct store *s, struct str id, registry_change_fn each, void *ctx,
                                 struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    bool has_row = false;
    enum rc rc =
        db_prepare(s->engine->db(s),
                   "SELECT c.id, c.at, c.who, c.field, "
                   "coalesce(o.name, iif(c.field = 'unit' AND c.old <> '', ?2, c.old)), "
                   "coalesce(n.name, iif(c.field = 'unit', ?2, c.new)) FROM registry_change c "
                   "LEFT JOIN unit o ON c.field = 'unit' AND o.id = c.old + 0 "
                   "LEFT JOIN unit n ON c.field = 'unit' AND n.id = c.new + 0 "
                   "WHERE c.code = ?1 ORDER BY c.id DESC",
                   &q, err);

    if (rc)
        return rc;
    stmt_bind_str(q, 1, id);
    stmt_bind_str(q, 2, STR("已删除的单位"));
    while (!(rc = stmt_step(q, &has_row, err)) && has_row) {
        const struct registry_change change = { .id = stmt_i64(q, 0),
                                                .at = stmt_i64(q, 1),
                                                .by = stmt_str(q, 2),
                                                .field = stmt_str(q, 3),
                                                .old = stmt_str(q, 4),
                                                .now = stmt_str(q, 5) };

        if ((rc = each(ctx, &change, err)))
            break;
    }
    return rc;
}

struct past {
    struct arena *a;
    int32_t *day;
    struct str *filing;
    bool is_found;
};

/* Back from now; of the changes that are written at once the state is the first. */
static enum rc go_back(void *ctx, const struct registry_change *change, struct err *err)
{
    struct past *p = ctx;

    (void)err;
    if (p->is_found)
        return RC_OK;
    p->is_found = str_eq(change->field, STR("state"));
    if (str_eq(change->field, STR("state_day")) && !day_parse(change->old, p->day))
        *p->day = DAY_NONE;
    if (str_eq(change->field, STR("filing")))
        *p->filing = arena_copy(p->a, change->old);
    return RC_OK;
}

enum rc store_registered_past(struct store *s, struct str id, struct arena *a, int32_t *day,
                              struct str *filing, struct err *err)
{
    AUTO(arena_done) struct arena own = { 0 };
    struct registered now;
    struct past past = { .a = a };
    enum rc rc = need_listed(s, id, &own, &now, err);

    if (rc)
        return rc;
    past.day = &now.state_day;
    past.filing = &now.filing;
    if ((rc = store_registered_history(s, id, go_back, &past, err)))
        return rc;
    if (!past.is_found)
        return err_set(err, RC_NOT_FOUND, "%.*s 没有过别的状态", STR_ARG(id));
    *day = now.state_day;
    *filing = arena_copy(a, now.filing);
    return RC_OK;
}

enum rc store_registry_version(struct store *s, int64_t *version, struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    bool has_row = false;
    enum rc rc =
        db_prepare(s->engine->db(s), "SELECT coalesce(max(id), 0) FROM registry_change", &q, err);

    if (!rc && !(rc = stmt_step(q, &has_row, err)) && has_row)
        *version = stmt_i64(q, 0);
    return rc;
}

/* ---- files that wait ---- */

enum rc store_upload_put(struct store *s, struct str token, struct str kind, int64_t now,
                         struct str bytes, struct err *err)
{
    AUTO(stmt_closep) struct stmt *old = NULL;
    AUTO(stmt_closep) struct stmt *q = NULL;
    struct db *db = s->engine->db(s);
    enum rc rc = db_prepare(db, "DELETE FROM registry_upload WHERE at < ?1", &old, err);

    if (!rc)
        rc = db_prepare(db, "INSERT OR REPLACE INTO registry_upload VALUES (?1, ?2, ?3, ?4)", &q,
                        err);
    if (rc)
        return rc;
    stmt_bind_i64(old, 1, now - UPLOAD_LIFE_S);
    stmt_bind_str(q, 1, token);
    stmt_bind_str(q, 2, kind);
    stmt_bind_i64(q, 3, now);
    stmt_bind_blob(q, 4, bytes);
    rc = stmt_run(old, err);
    return rc ? rc : stmt_run(q, err);
}

enum rc store_upload_get(struct store *s, struct str token, struct arena *a, struct str *kind,
                         struct str *bytes, struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    bool has_row = false;
    enum rc rc = db_prepare(s->engine->db(s),
                            "SELECT kind, bytes FROM registry_upload WHERE token = ?1", &q, err);

    if (rc)
        return rc;
    stmt_bind_str(q, 1, token);
    if ((rc = stmt_step(q, &has_row, err)))
        return rc;
    if (!has_row)
        return err_set(err, RC_NOT_FOUND, "没有这个待确认的文件，请重新上传");
    *kind = arena_copy(a, stmt_str(q, 0));
    *bytes = arena_copy(a, stmt_blob(q, 1));
    return RC_OK;
}

enum rc store_upload_drop(struct store *s, struct str token, struct err *err)
{
    return set_column(s, "DELETE FROM registry_upload WHERE token = ?1 AND ?2 = ?2 AND ?3 = ?3",
                      token, 0, STR(""), err);
}
