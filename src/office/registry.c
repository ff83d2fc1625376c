#include "base/base.h"

#include "office/registry.h"

#include "base/clock.h"
#include "office/unit.h"
#include "store/db.h"
#include "store/engine.h"
#include "store/scope.h"

#include <inttypes.h>
#include <stdio.h>

/* ---- reading ---- */

#define SELECT_SITE                                                                                \
    "SELECT s.code, s.name, s.home, s.sponsor, s.region, s.type, s.state, s.serves_public, "       \
    "s.supervisor, s.icp, s.police, s.domains, s.platform, s.service_link, s.unit, "               \
    "coalesce(n.name, ''), s.is_listed, s.state_day, s.filing, s.last_run "                        \
    "FROM site s LEFT JOIN unit n ON n.id = s.unit "

static struct registered registered_at(struct stmt *q)
{
    return (struct registered){
        .site = { .code = stmt_str(q, 0),
                  .name = stmt_str(q, 1),
                  .home = stmt_str(q, 2),
                  .sponsor = stmt_str(q, 3),
                  .region = stmt_str(q, 4),
                  .type = site_type_of(stmt_str(q, 5)),
                  .state = site_state_of(stmt_str(q, 6)),
                  .serves_public = stmt_i64(q, 7) != 0,
                  .supervisor = stmt_str(q, 8),
                  .icp = stmt_str(q, 9),
                  .police = stmt_str(q, 10),
                  .domains = stmt_str(q, 11),
                  .platform = stmt_str(q, 12),
                  .service_link = stmt_str(q, 13) },
        .unit = stmt_i64(q, 14),
        .unit_name = stmt_str(q, 15),
        .is_listed = stmt_i64(q, 16) != 0,
        .state_day = (int32_t)stmt_i64(q, 17),
        .filing = stmt_str(q, 18),
        .last_run = stmt_i64(q, 19),
    };
}

static void keep(struct registered *r, struct arena *a)
{
    struct str *const strings[] = { &r->site.code,     &r->site.name,         &r->site.home,
                                    &r->site.sponsor,  &r->site.region,       &r->site.supervisor,
                                    &r->site.icp,      &r->site.police,       &r->site.domains,
                                    &r->site.platform, &r->site.service_link, &r->unit_name,
                                    &r->filing };

    for (size_t i = 0; i < COUNT_OF(strings); i++)
        *strings[i] = arena_copy(a, *strings[i]);
}

enum rc store_site_read(struct store *s, int64_t unit, struct str code, struct arena *a,
                        struct registered *out, struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    bool has_row = false;
    enum rc rc = db_prepare(s->engine->db(s),
                            SELECT_SITE "WHERE s.code = ?2 AND " SCOPE_HAS_SITE("?1"), &q, err);

    if (rc)
        return rc;
    stmt_bind_i64(q, 1, unit);
    stmt_bind_str(q, 2, code);
    if ((rc = stmt_step(q, &has_row, err)))
        return rc;
    if (!has_row)
        return err_set(err, RC_NOT_FOUND, "没有标识码为 %.*s 的网站", STR_ARG(code));
    *out = registered_at(q);
    keep(out, a);
    return RC_OK;
}

enum rc store_registered_each(struct store *s, int64_t unit, registered_fn each, void *ctx,
                              struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    bool has_row = false;
    enum rc rc = db_prepare(
        s->engine->db(s),
        SELECT_SITE "WHERE s.is_listed AND " SCOPE_HAS_SITE("?1") " ORDER BY s.code", &q, err);

    if (rc)
        return rc;
    stmt_bind_i64(q, 1, unit);
    while (!(rc = stmt_step(q, &has_row, err)) && has_row) {
        const struct registered site = registered_at(q);

        if ((rc = each(ctx, &site, err)))
            break;
    }
    return rc;
}

/* ---- changing ---- */

static enum rc note(struct store *s, struct str code, const struct registrar *who,
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
    return note(s, code, who,
                &(struct registry_change){ .field = STR("unit"),
                                           .old = str_of(before ? texts[0] : ""),
                                           .now = str_of(texts[1]) },
                err);
}

static enum rc put_row(struct store *s, const struct site *site, int64_t unit, struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    const enum rc rc = db_prepare(
        s->engine->db(s),
        "INSERT INTO site (code, name, home, sponsor, region, type, state, serves_public, "
        "supervisor, icp, police, domains, platform, service_link, unit, is_listed) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, 1) "
        "ON CONFLICT (code) DO UPDATE SET name = excluded.name, home = excluded.home, "
        "sponsor = excluded.sponsor, region = excluded.region, type = excluded.type, "
        "state = excluded.state, serves_public = excluded.serves_public, "
        "supervisor = excluded.supervisor, icp = excluded.icp, police = excluded.police, "
        "domains = excluded.domains, platform = excluded.platform, "
        "service_link = excluded.service_link, unit = excluded.unit, is_listed = 1",
        &q, err);

    if (rc)
        return rc;
    for (enum site_field f = SITE_CODE; f < SITE_FIELD_N; f++)
        stmt_bind_str(q, (int)f + 1, site_field_text(site, f));
    stmt_bind_i64(q, SITE_PUBLIC + 1, site->serves_public);
    stmt_bind_i64(q, SITE_FIELD_N + 1, unit);
    return stmt_run(q, err);
}

/* Fields that are different, noted; *n counts them. */
static enum rc note_fields(struct store *s, const struct site *before, const struct site *now,
                           const struct registrar *who, size_t *n, struct err *err)
{
    enum rc rc = RC_OK;

    *n = 0;
    for (enum site_field f = SITE_NAME; !rc && f < SITE_FIELD_N; f++) {
        const struct registry_change change = { .field = str_of(site_field_key(f)),
                                                .old = site_field_text(before, f),
                                                .now = site_field_text(now, f) };

        if (str_eq(change.old, change.now))
            continue;
        ++*n;
        rc = note(s, now->code, who, &change, err);
    }
    return rc;
}

/* Where a site stands after it was written. */
static enum rc choose_unit(struct store *s, const struct registered *before, const struct site *now,
                           int64_t *out, struct err *err)
{
    int64_t of_sponsor = 0, of_old = 0;
    enum rc rc = store_unit_of_sponsor(s, now->sponsor, now->region, &of_sponsor, err);

    if (!rc && before->is_listed)
        rc = store_unit_of_sponsor(s, before->site.sponsor, before->site.region, &of_old, err);
    if (!rc)
        *out = before->is_listed && before->unit != of_old ? before->unit : of_sponsor;
    return rc;
}

static enum rc write_site(struct store *s, const struct registered *before, const struct site *site,
                          const struct registrar *who, size_t *n_changed, struct err *err)
{
    const bool is_new = !before->is_listed;
    int64_t unit = 0;
    enum rc rc = RC_OK;

    *n_changed = 0;
    if (is_new)
        rc = note(s, site->code, who,
                  &(struct registry_change){ .field = STR("code"), .now = site->code }, err);
    else
        rc = note_fields(s, &before->site, site, who, n_changed, err);
    if (rc || (!is_new && *n_changed == 0))
        return rc;
    if ((rc = choose_unit(s, before, site, &unit, err)) || (rc = put_row(s, site, unit, err)))
        return rc;
    return note_unit(s, site->code, who, is_new ? 0 : before->unit, unit, err);
}

static enum rc read_or_blank(struct store *s, struct str code, struct arena *a,
                             struct registered *out, struct err *err)
{
    const enum rc rc = store_site_read(s, 0, code, a, out, err);

    if (rc != RC_NOT_FOUND)
        return rc;
    *out = (struct registered){ 0 };
    return RC_OK;
}

enum rc store_site_write(struct store *s, const struct site *site, const struct registrar *who,
                         bool *is_new, size_t *n_changed, struct err *err)
{
    AUTO(arena_done) struct arena a = { 0 };
    struct registered before;
    struct whole w;
    enum rc rc = whole_begin(s->engine->db(s), &w, err);

    if (rc)
        return rc;
    rc = read_or_blank(s, site->code, &a, &before, err);
    if (!rc)
        rc = write_site(s, &before, site, who, n_changed, err);
    if (!rc)
        *is_new = !before.is_listed;
    return whole_end(&w, rc, err);
}

/* Sets one text or number of a site. */
static enum rc set_column(struct store *s, const char *sql, struct str code, int64_t number,
                          struct str text, struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    const enum rc rc = db_prepare(s->engine->db(s), sql, &q, err);

    if (rc)
        return rc;
    stmt_bind_str(q, 1, code);
    stmt_bind_i64(q, 2, number);
    stmt_bind_str(q, 3, text);
    return stmt_run(q, err);
}

static enum rc need_listed(struct store *s, struct str code, struct arena *a,
                           struct registered *out, struct err *err)
{
    const enum rc rc = store_site_read(s, 0, code, a, out, err);

    if (!rc && !out->is_listed)
        return err_set(err, RC_NOT_FOUND, "名录中没有网站 %.*s", STR_ARG(code));
    return rc;
}

static enum rc write_state(struct store *s, const struct registered *before,
                           const struct registered *now, const struct registrar *who,
                           struct err *err)
{
    const struct str code = before->site.code;
    char old_day[DAY_TEXT_BYTES], new_day[DAY_TEXT_BYTES];
    const struct registry_change changes[] = {
        { .field = STR("state"),
          .old = str_of(site_state_name(before->site.state)),
          .now = str_of(site_state_name(now->site.state)) },
        { .field = STR("state_day"),
          .old = str_of(day_text(before->state_day, old_day)),
          .now = str_of(day_text(now->state_day, new_day)) },
        { .field = STR("filing"), .old = before->filing, .now = now->filing },
    };
    enum rc rc = set_column(s, "UPDATE site SET state_day = ?2, state = ?3 WHERE code = ?1", code,
                            now->state_day, changes[0].now, err);

    if (!rc)
        rc = set_column(s, "UPDATE site SET filing = ?3 WHERE code = ?1 AND ?2 = ?2", code, 0,
                        now->filing, err);
    for (size_t i = 0; !rc && i < COUNT_OF(changes); i++)
        if (!str_eq(changes[i].old, changes[i].now))
            rc = note(s, code, who, &changes[i], err);
    return rc;
}

enum rc store_site_set_state(struct store *s, struct str code, enum site_state state, int32_t day,
                             struct str filing, const struct registrar *who, struct err *err)
{
    AUTO(arena_done) struct arena a = { 0 };
    struct registered before, now;
    struct whole w;
    enum rc rc;

    if (state == SITE_STATE_NONE)
        return err_set(err, RC_SYNTAX, "状态应为运行、申请关停或已关停");
    if (state != SITE_RUNNING && day == DAY_NONE)
        return err_set(err, RC_SYNTAX, "%s须写明日期", site_state_name(state));
    if (state == SITE_CLOSED && str_is_empty(str_trim(filing)))
        return err_set(err, RC_SYNTAX, "已关停须写明批准或备案的文件");
    if ((rc = whole_begin(s->engine->db(s), &w, err)))
        return rc;
    rc = need_listed(s, code, &a, &before, err);
    if (!rc) {
        now = before;
        now.site.state = state;
        now.state_day = day;
        now.filing = filing;
        rc = write_state(s, &before, &now, who, err);
    }
    return whole_end(&w, rc, err);
}

enum rc store_site_move(struct store *s, struct str code, int64_t unit, const struct registrar *who,
                        struct err *err)
{
    AUTO(arena_done) struct arena a = { 0 };
    struct registered before;
    struct unit to;
    struct whole w;
    enum rc rc = whole_begin(s->engine->db(s), &w, err);

    if (rc)
        return rc;
    rc = need_listed(s, code, &a, &before, err);
    if (!rc)
        rc = store_unit_get(s, unit, &a, &to, err);
    if (!rc)
        rc = set_column(s, "UPDATE site SET unit = ?2 WHERE code = ?1 AND ?3 = ?3", code, unit,
                        STR(""), err);
    if (!rc)
        rc = note_unit(s, code, who, before.unit, unit, err);
    return whole_end(&w, rc, err);
}

enum rc store_site_history(struct store *s, struct str code, registry_change_fn each, void *ctx,
                           struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    bool has_row = false;
    enum rc rc = db_prepare(s->engine->db(s),
                            "SELECT id, at, who, field, old, new FROM registry_change "
                            "WHERE code = ?1 ORDER BY id DESC",
                            &q, err);

    if (rc)
        return rc;
    stmt_bind_str(q, 1, code);
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
