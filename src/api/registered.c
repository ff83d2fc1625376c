#include "base/base.h"

#include "api/registered.h"

#include "api/replies.h"
#include "api/scope.h"
#include "base/clock.h"
#include "desk/registry_desk.h"
#include "net/address.h"
#include "office/account_posts.h"
#include "office/removal.h"
#include "store/scope.h"

#include <string.h>

static const char *const standings[STANDING_N] = {
    [STANDING_PASS] = "pass",         [STANDING_FAIL] = "fail",
    [STANDING_FORESEEN] = "foreseen", [STANDING_UNKNOWN] = "unknown",
    [STANDING_MISSING] = "missing",   [STANDING_CLOSED] = "closed",
};

/* The name of the part of the path, and what lines of the log of operations begin with. */
static const struct {
    const char *part, *subject;
} words[REGISTRY_KINDS_N] = {
    [REGISTRY_SITES] = { "code", "site" },
    [REGISTRY_ACCOUNTS] = { "account", "account" },
};

const struct member registered_counts[] = { OPEN_COUNTS, { 0 } };
const struct member registered_changes[] = {
    { .name = "at", .type = MEMBER_TIME, .help = "时间" },
    { .name = "by", .type = MEMBER_TEXT, .help = "由谁修改" },
    { .name = "field", .type = MEMBER_TEXT, .help = "项目；code：加入名录" },
    { .name = "old", .type = MEMBER_TEXT, .help = "原为" },
    { .name = "new", .type = MEMBER_TEXT, .help = "改为" },
    { 0 },
};

const struct member registered_posts[] = {
    { .name = "name", .type = MEMBER_TEXT, .help = "文件名" },
    { .name = "bytes", .type = MEMBER_INT, .help = "字节" },
    { .name = "at", .type = MEMBER_TIME, .help = "何时导入" },
    { .name = "by", .type = MEMBER_TEXT, .help = "由谁导入" },
    { .name = "posts", .type = MEMBER_INT, .help = "条数" },
    { .name = "newest", .type = MEMBER_DAY, .help = "最近一次发布", .flags = NULLABLE },
    { 0 },
};

static void put_counts(struct json *to, const struct open_counts *open)
{
    json_put_int(to, "veto", open->found[GRADE_VETO]);
    json_put_int(to, "fault", open->found[GRADE_FAULT]);
    json_put_int(to, "notice", open->found[GRADE_NOTICE]);
    json_put_int(to, "unreviewed", open->n_unreviewed);
}

/* ---- lists ---- */

const char *registered_standing(enum standing_of standing)
{
    return standings[standing];
}

void registered_put_line(struct json *to, const struct site_line *line)
{
    json_put_text(to, "name", line->name);
    reply_put_unit(to, line->unit, line->unit_name);
    json_put_text(to, "region", line->region);
    json_put_text(to, "type", line->type);
    json_put_str(to, "state", line->state.n ? line->state : (struct str){ 0 });
    json_put_bool(to, "is_listed", line->is_listed);
    json_put_str(to, "standing", str_of(standings[site_standing(line)]));
    json_put_str(to, "verdict", line->has_result ? line->verdict : (struct str){ 0 });
    json_put_str(to, "if_confirmed", line->if_confirmed.n ? line->if_confirmed : (struct str){ 0 });
    put_counts(to, &line->open);
    json_put_day(to, "newest", line->newest);
    reply_put_time(to, "as_of", line->at);
}

/* Those of the verdict; the others are gone from the list. */
static void keep_verdict(struct site_lines *lines, struct str verdict)
{
    size_t n = 0;

    for (size_t i = 0; i < lines->n; i++)
        if (!verdict.n || str_eq(verdict, str_of(standings[site_standing(&lines->sites[i])])))
            lines->sites[n++] = lines->sites[i];
    lines->n = n;
}

enum rc registered_list(struct call *c, enum registry_kind kind,
                        struct json *(*of)(const struct site_line *line), struct err *err)
{
    const struct page_of page = call_page(c);
    struct site_query q = { .kind = kind,
                            .is_brief = true,
                            .order = (enum site_order)page.by,
                            .region = call_query(c, "region"),
                            .type = call_query(c, "type"),
                            .platform = call_query(c, "platform"),
                            .state = call_query(c, "state"),
                            .text = call_query(c, "q") };
    struct site_lines lines;
    struct json *items;
    size_t from, n;
    int64_t as_of = 0;
    enum rc rc = scope_unit(c, &q.unit, err);

    if (rc || (rc = scope_as_of(c, &as_of, err)) ||
        (rc = store_sites(c->store, &q, c->a, &lines, err)))
        return rc;
    keep_verdict(&lines, call_query(c, "verdict"));
    site_lines_sort(&lines, q.order, page.is_down);
    from = page.skip < (int64_t)lines.n ? (size_t)page.skip : lines.n;
    n = lines.n - from < (size_t)page.per_page ? lines.n - from : (size_t)page.per_page;
    if ((rc = site_lines_fill(c->store, lines.sites + from, n, c->a, err)))
        return rc;
    items = json_new_array();
    for (size_t i = from; i < from + n; i++)
        json_add(items, of(&lines.sites[i]));
    call_reply_list(c, items, (int64_t)lines.n, as_of);
    return RC_OK;
}

/* ---- one ---- */

static enum rc add_change(void *ctx, const struct registry_change *change, struct err *err)
{
    struct json *to = json_new_object();

    (void)err;
    reply_put_time(to, "at", change->at);
    json_put_text(to, "by", change->by);
    json_put_text(to, "field", change->field);
    json_put_text(to, "old", change->old);
    json_put_text(to, "new", change->now);
    json_add(ctx, to);
    return RC_OK;
}

static bool is_yes(struct str flag)
{
    return str_eq(flag, STR("是"));
}

/* The registry's part. */
static struct json *of_registered(const struct registered *r)
{
    const struct registry_form *form = registry_form(r->row.kind);
    struct json *to = json_new_object();
    struct str type, platform = { 0 };

    if (r->row.kind == REGISTRY_ACCOUNTS) {
        json_put_text(to, "id", r->row.id);
        (void)!account_type_of(r->row.values[ACCOUNT_TYPE], &type, &platform);
        json_put_text(to, "platform", platform);
    }
    for (size_t i = 0; i < form->n_fields; i++)
        if (form->fields[i].is_flag)
            json_put_bool(to, form->fields[i].key, is_yes(r->row.values[i]));
        else if (i == form->state && !r->row.values[i].n)
            json_put_null(to, form->fields[i].key);
        else
            json_put_text(to, form->fields[i].key, r->row.values[i]);
    reply_put_unit(to, r->unit, r->unit_name);
    json_put_bool(to, "is_listed", r->is_listed);
    json_put_day(to, "state_day", r->state_day);
    json_put_text(to, "filing", r->filing);
    return to;
}

static enum rc put_result(struct call *c, struct json *to, const struct registered *r,
                          struct err *err)
{
    struct json *result = NULL;
    struct str text;
    enum rc rc = r->last_run ? store_get_site(c->store, r->last_run, r->row.id, c->a, &text, err)
                             : RC_NOT_FOUND;

    if (rc && rc != RC_NOT_FOUND)
        return rc;
    if (rc || json_parse(text, &result, NULL))
        json_put_null(to, "result");
    else
        json_put(to, "result", result);
    return RC_OK;
}

static enum rc put_posts(struct call *c, struct json *to, struct str account, struct err *err)
{
    struct json *file;
    struct account_posts posts;
    const enum rc rc = store_posts_get(c->store, account, c->a, &posts, NULL, err);

    if (rc) {
        json_put_null(to, "posts_file");
        return rc == RC_NOT_FOUND ? RC_OK : rc;
    }
    file = json_new_object();
    json_put_text(file, "name", posts.name);
    json_put_int(file, "bytes", posts.n_bytes);
    reply_put_time(file, "at", posts.at);
    json_put_text(file, "by", posts.by);
    json_put_int(file, "posts", posts.n_posts);
    json_put_day(file, "newest", posts.newest);
    json_put(to, "posts_file", file);
    return RC_OK;
}

static enum rc put_rest(struct call *c, struct json *to, const struct registered *r,
                        struct err *err)
{
    const struct site_query q = { .kind = r->row.kind, .code = r->row.id };
    struct json *history = json_new_array(), *counts = json_new_object();
    struct site_lines lines = { 0 };
    enum rc rc = store_sites(c->store, &q, c->a, &lines, err);

    put_counts(counts, lines.n ? &lines.sites[0].open : &(struct open_counts){ 0 });
    json_put(to, "counts", counts);
    json_put_str(to, "standing",
                 str_of(lines.n ? standings[site_standing(&lines.sites[0])] : "missing"));
    reply_put_time(to, "as_of", lines.n ? lines.sites[0].at : 0);
    if (!rc)
        rc = store_registered_history(c->store, r->row.id, add_change, history, err);
    json_put(to, "history", history);
    if (!rc && r->row.kind == REGISTRY_ACCOUNTS)
        rc = put_posts(c, to, r->row.id, err);
    return rc ? rc : put_result(c, to, r, err);
}

enum rc registered_read(struct call *c, enum registry_kind kind, struct registered *out,
                        struct err *err)
{
    const struct str id = call_part(c, words[kind].part);

    if (registry_kind_of(id) != kind)
        return err_set(err, RC_NOT_FOUND, "没有%s %.*s", registry_form(kind)->noun, STR_ARG(id));
    return store_registered_read(c->store, scope_own(c), id, c->a, out, err);
}

enum rc registered_get(struct call *c, enum registry_kind kind, struct err *err)
{
    struct registered r;
    const enum rc rc = registered_read(c, kind, &r, err);

    if (rc)
        return rc;
    c->reply = of_registered(&r);
    return put_rest(c, c->reply, &r, err);
}

/* ---- changing ---- */

static struct registrar registrar_of(const struct call *c)
{
    return (struct registrar){ .by = c->user->name, .at = c->now };
}

/* Inspections visit what stands here, private addresses too: whoever enters one reads what only
 * this machine and its neighbours may. */
static enum rc need_public(struct call *c, const struct registered *before,
                           const struct registered *now, struct err *err)
{
    static const struct {
        enum registry_kind kind;
        size_t field;
    } visited[] = { { REGISTRY_SITES, SITE_HOME },
                    { REGISTRY_SITES, SITE_DOMAINS },
                    { REGISTRY_ACCOUNTS, ACCOUNT_SOURCE } };

    for (size_t i = 0; i < COUNT_OF(visited) && c->user->unit != UNIT_TOP; i++) {
        const size_t field = visited[i].field;
        const struct str value = now->row.values[field];

        if (visited[i].kind == now->row.kind &&
            !(before && str_eq(before->row.values[field], value)) && address_names_private(value))
            return call_fail(c, err, 403, registry_form(now->row.kind)->fields[field].key,
                             "内网地址由最上级单位填写");
    }
    return RC_OK;
}

/* Answers with it as it is now, and writes the log. What would leave the user's subtree, or be
 * entered outside of it, stays as it was. before: NULL = it was not listed. */
static enum rc answer(struct call *c, const char *action, struct str id,
                      const struct registered *before, const struct json *old, struct err *err)
{
    const char *subject = words[registry_kind_of(id)].subject;
    struct registered r;
    enum rc rc = store_registered_read(c->store, 0, id, c->a, &r, err);

    if (rc)
        return rc;
    if (call_need_unit(c, r.unit, "", NULL))
        return call_fail(c, err, 422, NULL, "不在本单位的范围内");
    if ((rc = need_public(c, before, &r, err)))
        return rc;
    c->reply = of_registered(&r);
    return call_audit(c, arena_printf(c->a, "%s.%s", subject, action).p,
                      arena_printf(c->a, "%s:%.*s", subject, STR_ARG(id)), old, c->reply, err);
}

static struct str text_of(const struct json *value)
{
    if (json_kind(value) == JSON_IS_BOOL)
        return json_is_yes(value) ? STR("是") : STR("否");
    return json_str(value);
}

/* The fields that the body has. */
static size_t values_of(const struct call *c, enum registry_kind kind,
                        struct registry_value values[REGISTRY_FIELDS_MAX])
{
    const struct registry_form *form = registry_form(kind);
    size_t n = 0;

    for (size_t i = 0; i < form->n_fields; i++) {
        const struct json *value = json_get(c->body, form->fields[i].key);

        if (value)
            values[n++] = (struct registry_value){ i, text_of(value) };
    }
    return n;
}

/* What stands now must be what the client has seen: the whole reply of GET. */
static enum rc match(struct call *c, const struct registered *r, struct err *err)
{
    AUTO(json_freep) struct json *now = of_registered(r);
    const enum rc rc = put_rest(c, now, r, err);

    return rc ? rc : call_match(c, now, err);
}

enum rc registered_change(struct call *c, enum registry_kind kind, struct err *err)
{
    const struct registrar who = registrar_of(c);
    const int64_t unit = json_get_int(c->body, "unit", 0);
    struct registry_value values[REGISTRY_FIELDS_MAX];
    const size_t n = values_of(c, kind, values);
    struct registered before;
    size_t n_changed;
    enum rc rc = registered_read(c, kind, &before, err);

    if (rc || (rc = match(c, &before, err)))
        return rc;

    AUTO(json_freep) struct json *old = of_registered(&before);

    if (unit && call_need_unit(c, unit, "", NULL))
        return call_fail(c, err, 422, "unit", "没有这个单位");
    if (n)
        rc = registry_set(c->store, before.row.id, values, n, &who, &n_changed, err);
    if (!rc && unit)
        rc = store_registered_move(c->store, before.row.id, unit, &who, err);
    if (rc)
        return rc == RC_SYNTAX ? call_fail(c, err, 422, NULL, "%s", err->text) : rc;
    return answer(c, "change", before.row.id, &before, old, err);
}

enum rc registered_add(struct call *c, enum registry_kind kind, struct err *err)
{
    const struct registry_form *form = registry_form(kind);
    const struct registrar who = registrar_of(c);
    struct registry_value values[REGISTRY_FIELDS_MAX];
    const size_t n = values_of(c, kind, values);
    struct str cells[REGISTRY_FIELDS_MAX] = { 0 };
    struct registered before;
    struct registry_row row;
    size_t n_changed;
    bool is_new;
    enum rc rc;

    cells[form->state] = str_of(form->lives[LIFE_RUNNING]);
    for (size_t i = 0; i < n; i++)
        cells[values[i].field] = values[i].value;
    if (list_file_check(kind, cells, c->a, &row, err))
        return call_fail(c, err, 422, NULL, "%s", err->text);
    rc = store_registered_read(c->store, 0, row.id, c->a, &before, NULL);
    if (!rc && before.is_listed)
        return call_fail(c, err, 422, kind == REGISTRY_SITES ? "code" : "name", "名录中已有%s %.*s",
                         form->noun, STR_ARG(row.id));
    rc = store_registered_write(c->store, &row, &who, &is_new, &n_changed, err);
    return rc ? rc : answer(c, "add", row.id, NULL, NULL, err);
}

enum rc registered_set_state(struct call *c, const struct registered *before, struct str state,
                             int32_t day, struct str filing, struct err *err)
{
    const struct registrar who = registrar_of(c);
    AUTO(json_freep) struct json *old = of_registered(before);
    const enum rc rc =
        store_registered_set_state(c->store, before->row.id, state, day, filing, &who, err);

    if (rc)
        return rc == RC_SYNTAX ? call_fail(c, err, 422, NULL, "%s", err->text) : rc;
    return answer(c, "state", before->row.id, before, old, err);
}

enum rc registered_set_field(struct call *c, const struct registered *before, size_t field,
                             struct str value, struct err *err)
{
    const struct registrar who = registrar_of(c);
    const struct registry_value set = { field, value };
    AUTO(json_freep) struct json *old = of_registered(before);
    size_t n_changed;
    const enum rc rc = registry_set(c->store, before->row.id, &set, 1, &who, &n_changed, err);

    if (rc)
        return rc == RC_SYNTAX ? call_fail(c, err, 422, NULL, "%s", err->text) : rc;
    return answer(c, "change", before->row.id, before, old, err);
}

enum rc registered_state(struct call *c, enum registry_kind kind, struct err *err)
{
    struct registered before;
    int32_t day = DAY_NONE;
    const enum rc rc = registered_read(c, kind, &before, err);

    if (rc)
        return rc;
    (void)!day_parse(json_get_str(c->body, "date"), &day);
    return registered_set_state(c, &before, json_get_str(c->body, "state"), day,
                                json_get_str(c->body, "filing"), err);
}

enum rc registered_remove(struct call *c, enum registry_kind kind, struct err *err)
{
    const struct registrar who = registrar_of(c);
    const char *subject = words[kind].subject;
    struct registered before;
    enum rc rc = registered_read(c, kind, &before, err);

    if (rc || (rc = match(c, &before, err)))
        return rc;

    AUTO(json_freep) struct json *old = of_registered(&before);

    rc = store_registered_remove(c->store, before.row.id, &who, err);
    return rc ? rc
              : call_audit(c, arena_printf(c->a, "%s.remove", subject).p,
                           arena_printf(c->a, "%s:%.*s", subject, STR_ARG(before.row.id)), old,
                           NULL, err);
}
