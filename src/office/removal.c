#include "base/base.h"

#include "office/removal.h"

#include "office/run_queue.h"
#include "office/unit.h"
#include "office/user.h"
#include "store/db.h"
#include "store/engine.h"
#include "store/round.h"

#include <inttypes.h>

/* What depends on a thing. The statement has a row when it does, with a number for the sentence;
 * one without `after` has none. */
struct dependent {
    const char *sql, *before, *after;
};

/* Parameters of all statements: ?1 is the code, or the number, of the thing. */
struct removal {
    const struct dependent *dependents;
    size_t n_dependents;
    const char *const *deletes;
    size_t n_deletes;
};
#define REMOVAL(dependents, deletes)                                                               \
    {                                                                                              \
        dependents, COUNT_OF(dependents), deletes, COUNT_OF(deletes)                               \
    }

struct key {
    struct str text; /* empty: the number */
    int64_t number;
};

static enum rc prepare(struct store *s, const char *sql, const struct key *key, struct stmt **q,
                       struct err *err)
{
    const enum rc rc = db_prepare(s->engine->db(s), sql, q, err);

    if (!rc && key->text.n)
        stmt_bind_str(*q, 1, key->text);
    else if (!rc)
        stmt_bind_i64(*q, 1, key->number);
    return rc;
}

static enum rc need_none(struct store *s, const struct dependent *d, const struct key *key,
                         struct err *err)
{
    AUTO(stmt_closep) struct stmt *q = NULL;
    bool has_row = false;
    enum rc rc = prepare(s, d->sql, key, &q, err);

    if (!rc)
        rc = stmt_step(q, &has_row, err);
    if (rc || !has_row)
        return rc;
    if (!d->after)
        return err_set(err, RC_BUSY, "%s", d->before);
    return err_set(err, RC_BUSY, "%s %" PRId64 " %s", d->before, stmt_i64(q, 0), d->after);
}

/* Within the caller's transaction. */
static enum rc take_away(struct store *s, const struct removal *r, const struct key *key,
                         struct err *err)
{
    enum rc rc = RC_OK;

    for (size_t i = 0; !rc && i < r->n_dependents; i++)
        rc = need_none(s, &r->dependents[i], key, err);
    for (size_t i = 0; !rc && i < r->n_deletes; i++) {
        AUTO(stmt_closep) struct stmt *q = NULL;

        rc = prepare(s, r->deletes[i], key, &q, err);
        if (!rc)
            rc = stmt_run(q, err);
    }
    return rc;
}

static enum rc take_away_number(struct store *s, const struct removal *r, int64_t id,
                                struct err *err)
{
    const struct key key = { .number = id };
    struct whole w;
    const enum rc rc = whole_begin(s->engine->db(s), &w, err);

    return rc ? rc : whole_end(&w, take_away(s, r, &key, err), err);
}

/* ---- a site or an account ---- */

/* A running inspection has its list of sites since it began; ?1 is one of the codes it was asked
 * for, or it was asked for all. */
#define ASKED                                                                                      \
    "SELECT id FROM asked_run WHERE state < 2 AND (instr(' ' || sites || ' ', ' ' || ?1 || ' ') "  \
    "OR instr(char(10) || accounts || char(10), char(10) || ?1 || char(10)) "                      \
    "OR state = 1 AND (sites = '' OR accounts = '*')) LIMIT 1"
_Static_assert(ASKED_RUNNING == 1 && ASKED_DONE == 2, "the states that ASKED names");

static const struct dependent of_registered[] = {
    { "SELECT r.run FROM site s JOIN site_result r ON r.site = s.id WHERE s.code = ?1 LIMIT 1",
      "已在第", "次巡检中检查过，不能删除；不再运行的，请变更状态" },
    { "SELECT f.id FROM site s JOIN finding f ON f.site = s.id WHERE s.code = ?1 LIMIT 1",
      "已有发现的问题，不能删除；不再运行的，请变更状态", NULL },
    { "SELECT round FROM round_list WHERE site = ?1 LIMIT 1", "在第", "轮检查的名单中，不能删除" },
    { "SELECT id FROM filing WHERE subject = ?1 AND subject <> '' LIMIT 1", "有第",
      "号报备（申请），不能删除" },
    { "SELECT p.site FROM site s JOIN account_posts p ON p.site = s.id WHERE s.code = ?1",
      "已导入过内容，不能删除；请先撤下导入的内容", NULL },
    { ASKED, "正在等待或者进行巡检，结束之后才能删除", NULL },
};
static const char *const registered_deletes[] = {
    "DELETE FROM site_schedule WHERE code = ?1",
    "DELETE FROM probe_day WHERE site = (SELECT id FROM site WHERE code = ?1)",
    "DELETE FROM outage WHERE site = ?1",
    "DELETE FROM site WHERE code = ?1",
};

enum rc store_registered_remove(struct store *s, struct str id, const struct registrar *who,
                                struct err *err)
{
    static const struct removal removal = REMOVAL(of_registered, registered_deletes);
    AUTO(arena_done) struct arena a = { 0 };
    struct registered before;
    struct whole w;
    enum rc rc = whole_begin(s->engine->db(s), &w, err);

    if (rc)
        return rc;
    rc = store_registered_read(s, 0, id, &a, &before, err);
    if (!rc)
        rc = take_away(s, &removal, &(struct key){ .text = id }, err);
    if (!rc)
        rc = store_registered_note(
            s, id, who, &(struct registry_change){ .field = STR("code"), .old = id }, err);
    return whole_end(&w, rc, err);
}

/* ---- a unit ---- */

static const struct dependent of_unit[] = {
    { "SELECT ?1 WHERE ?1 = 1", "最上级单位不能删除", NULL },
    { "SELECT id FROM unit WHERE parent = ?1 LIMIT 1", "还有下级单位，不能删除", NULL },
    { "SELECT n FROM (SELECT count(*) n FROM site WHERE unit = ?1) WHERE n > 0", "还有",
      "个网站、账号，不能删除；请先划归其他单位" },
    { "SELECT n FROM (SELECT count(*) n FROM user WHERE unit = ?1) WHERE n > 0", "还有",
      "个用户，不能删除；请先改到其他单位" },
    { "SELECT id FROM repair_order WHERE unit = ?1 UNION ALL "
      "SELECT id FROM repair_order WHERE issuer = ?1 LIMIT 1",
      "有第", "号整改通知，不能删除" },
    { "SELECT id FROM filing WHERE unit = ?1 LIMIT 1", "有第", "号报备（申请），不能删除" },
    { "SELECT id FROM round WHERE unit = ?1 LIMIT 1", "有第", "轮检查，不能删除" },
    { "SELECT id FROM review_action WHERE unit = ?1 AND unit <> 1 LIMIT 1",
      "该单位的用户审核过问题，不能删除", NULL },
    { "SELECT id FROM asked_run WHERE unit = ?1 AND state < 2 LIMIT 1",
      "该单位要求的巡检还没有结束，不能删除", NULL },
};
_Static_assert(UNIT_TOP == 1, "the unit that the statements name");
static const char *const unit_deletes[] = {
    "DELETE FROM notice_word WHERE unit = ?1",
    "DELETE FROM unit WHERE id = ?1",
};

enum rc store_unit_remove(struct store *s, int64_t id, struct err *err)
{
    static const struct removal removal = REMOVAL(of_unit, unit_deletes);
    AUTO(arena_done) struct arena a = { 0 };
    struct unit unit;
    const enum rc rc = store_unit_get(s, id, &a, &unit, err);

    return rc ? rc : take_away_number(s, &removal, id, err);
}

/* ---- a round ---- */

/* One that judges an inspection of before has no lists of its own. */
static const struct dependent of_round[] = {
    { "SELECT id FROM round WHERE id = ?1 AND frozen <> 0", "第", "轮检查已经冻结，不能删除" },
    { "SELECT id FROM round WHERE id = ?1 AND run IS NOT NULL AND sites_file <> ''", "第",
      "轮检查已经巡检过，不能删除" },
    { "SELECT round FROM asked_run WHERE round = ?1 AND round > 0 LIMIT 1", "已经为第",
      "轮检查安排过巡检，不能删除" },
    { "SELECT round FROM round_statement WHERE round = ?1 LIMIT 1", "第",
      "轮检查已有人工认定，不能删除" },
};
static const char *const round_deletes[] = {
    "DELETE FROM notice_word WHERE round = ?1",
    "DELETE FROM round_list WHERE round = ?1",
    "DELETE FROM round_site WHERE round = ?1",
    "DELETE FROM round WHERE id = ?1",
};

enum rc store_round_remove(struct store *s, int64_t id, struct err *err)
{
    static const struct removal removal = REMOVAL(of_round, round_deletes);
    AUTO(arena_done) struct arena a = { 0 };
    struct round round;
    const enum rc rc = store_round_get(s, id, &a, &round, err);

    return rc ? rc : take_away_number(s, &removal, id, err);
}

/* ---- a user ---- */

static const struct dependent of_user[] = {
    { "SELECT id FROM user WHERE id = ?1 AND seen <> 0", "已经登录过，不能删除，只能停用", NULL },
    { "SELECT id FROM user WHERE id = ?1 AND role = 'admin' AND unit = 1 AND is_disabled = 0 "
      "AND NOT EXISTS (SELECT 1 FROM user o WHERE o.id <> ?1 AND o.role = 'admin' AND o.unit = 1 "
      "AND o.is_disabled = 0)",
      "最上级单位至少要有一个可以使用的管理员", NULL },
};
static const char *const user_deletes[] = {
    "DELETE FROM session WHERE user = ?1",
    "DELETE FROM user WHERE id = ?1",
};

enum rc store_user_remove(struct store *s, int64_t id, struct err *err)
{
    static const struct removal removal = REMOVAL(of_user, user_deletes);
    AUTO(arena_done) struct arena a = { 0 };
    struct user user;
    const enum rc rc = store_user_get(s, id, &a, &user, err);

    return rc ? rc : take_away_number(s, &removal, id, err);
}
