#include "base/base.h"

#include "desk/registry_desk.h"

#include "store/review.h"
#include "text/csv_write.h"

#include <stdlib.h>
#include <string.h>

/* ---- looking ---- */

static int by_id(const void *a, const void *b)
{
    const struct registry_row *x = a, *y = b;

    return str_cmp(x->id, y->id);
}

struct comparing {
    struct arena *a;
    const struct registry_form *form;
    const struct registry_row *sorted; /* of the file, by id */
    size_t n;
    size_t at; /* the first that may still be met */
    struct buf absent, changed;
    size_t n_unchanged;
    bool *is_known; /* by place in sorted */
};

static struct registry_row keep(const struct comparing *c, const struct registry_row *row)
{
    struct registry_row kept = { .kind = row->kind, .id = arena_copy(c->a, row->id) };

    for (size_t i = 0; i < c->form->n_fields; i++)
        kept.values[i] = arena_copy(c->a, row->values[i]);
    return kept;
}

static void compare_fields(struct comparing *c, const struct registry_row *before,
                           const struct registry_row *now)
{
    struct registry_difference d = { .row = *now };

    for (size_t i = 0; i < c->form->n_fields; i++)
        if (!str_eq(before->values[i], now->values[i]))
            d.changed[d.n_changed++] = i;
    if (!d.n_changed) {
        c->n_unchanged++;
        return;
    }
    d.before = keep(c, before);
    buf_add(&c->changed, str_from((const char *)&d, sizeof(d)));
}

/* Both lists go by id. */
static enum rc meet(void *ctx, const struct registered *known, struct err *err)
{
    struct comparing *c = ctx;
    const struct registry_row *row = &known->row;

    (void)err;
    while (c->at < c->n && str_cmp(c->sorted[c->at].id, row->id) < 0)
        c->at++;
    if (c->at < c->n && str_eq(c->sorted[c->at].id, row->id)) {
        c->is_known[c->at] = true;
        compare_fields(c, row, &c->sorted[c->at]);
    } else if (registry_life_of(row->kind, row->values[c->form->state]) != LIFE_CLOSED) {
        const struct registry_row absent = keep(c, row);

        buf_add(&c->absent, str_from((const char *)&absent, sizeof(absent)));
    }
    return RC_OK;
}

static void comparing_done(struct comparing *c)
{
    buf_done(&c->absent);
    buf_done(&c->changed);
}

static void add_part(struct buf *all, struct str part)
{
    buf_addf(all, "%zu:", part.n);
    buf_add(all, part);
}

/* Of the file, and of what a person was shown. */
static void put_token(struct registry_preview *p, const struct registry_form *form,
                      struct str bytes)
{
    AUTO(buf_done) struct buf all = { 0 };

    add_part(&all, str_of(form->word));
    add_part(&all, bytes);
    for (size_t i = 0; i < p->n_added; i++)
        add_part(&all, p->added[i].row.id);
    buf_add(&all, STR("changed"));
    for (size_t i = 0; i < p->n_changed; i++) {
        const struct registry_difference *d = &p->changed[i];

        add_part(&all, d->row.id);
        for (size_t k = 0; k < d->n_changed; k++) {
            add_part(&all, str_of(form->fields[d->changed[k]].key));
            add_part(&all, d->before.values[d->changed[k]]);
        }
    }
    (void)signature_digest(buf_str(&all), p->token);
}

static void take_new(const struct comparing *c, struct registry_preview *p)
{
    struct registry_difference *added = arena_array(c->a, struct registry_difference, c->n);

    for (size_t i = 0; i < c->n; i++)
        if (!c->is_known[i])
            added[p->n_added++].row = c->sorted[i];
    p->added = added;
}

enum rc registry_preview(struct store *s, enum registry_kind kind, struct str bytes,
                         struct arena *a, struct registry_preview *out, struct err *err)
{
    AUTO(comparing_done) struct comparing c = { .a = a, .form = registry_form(kind) };
    struct registry_preview p = { 0 };
    struct registry_row *sorted;
    struct list_file file;
    enum rc rc = list_file_parse(kind, bytes, a, &file, err);

    if (rc)
        return rc;
    sorted = arena_array(a, struct registry_row, file.n);
    if (file.n) {
        memcpy(sorted, file.rows, file.n * sizeof(*sorted));
        qsort(sorted, file.n, sizeof(*sorted), by_id);
    }
    c.sorted = sorted;
    c.n = file.n;
    c.is_known = arena_array(a, bool, c.n);
    if ((rc = store_registered_each(s, kind, 0, meet, &c, err)))
        return rc;
    take_new(&c, &p);
    p.changed = (const void *)arena_copy(a, buf_str(&c.changed)).p;
    p.n_changed = c.changed.n / sizeof(struct registry_difference);
    p.n_unchanged = c.n_unchanged;
    p.absent = (const void *)arena_copy(a, buf_str(&c.absent)).p;
    p.n_absent = c.absent.n / sizeof(struct registry_row);
    p.bad = file.bad;
    p.n_bad = file.n_bad;
    put_token(&p, c.form, bytes);
    *out = p;
    return RC_OK;
}

/* ---- changing ---- */

static enum rc write_all(struct store *s, const struct registry_difference *all, size_t n,
                         const struct registrar *who, struct err *err)
{
    size_t n_changed;
    bool is_new;
    enum rc rc = RC_OK;

    for (size_t i = 0; !rc && i < n; i++)
        rc = store_registered_write(s, &all[i].row, who, &is_new, &n_changed, err);
    return rc;
}

enum rc registry_import(struct store *s, enum registry_kind kind, struct str bytes,
                        struct str token, const struct registrar *who, struct arena *a,
                        struct registry_preview *out, struct err *err)
{
    struct registry_preview p;
    enum rc rc = store_begin(s, err);

    if (rc)
        return rc;
    rc = registry_preview(s, kind, bytes, a, &p, err);
    if (!rc && !str_eq(token, str_of(p.token)))
        rc = err_set(err, RC_BUSY, "名录在预览之后有变化，或文件不是预览的那一个，请重新预览");
    if (!rc)
        rc = write_all(s, p.added, p.n_added, who, err);
    if (!rc)
        rc = write_all(s, p.changed, p.n_changed, who, err);
    if (!rc)
        rc = store_commit(s, err);
    if (rc)
        store_rollback(s);
    else if (out)
        *out = p;
    return rc;
}

enum rc registry_set(struct store *s, struct str id, const struct registry_value *values, size_t n,
                     const struct registrar *who, size_t *n_changed, struct err *err)
{
    static const char *const fixed[REGISTRY_KINDS_N] = {
        [REGISTRY_SITES] = "网站标识码不能修改",
        [REGISTRY_ACCOUNTS] =
            "账号类型和账号标识（没有账号标识的，账号名称）不能修改，请另外添加账号",
    };
    AUTO(arena_done) struct arena a = { 0 };
    struct str cells[REGISTRY_FIELDS_MAX];
    struct registered before;
    struct registry_row now;
    bool is_new;
    enum rc rc = store_registered_read(s, 0, id, &a, &before, err);

    if (rc)
        return rc;
    memcpy(cells, before.row.values, sizeof(cells));
    for (size_t i = 0; i < n; i++)
        cells[values[i].field] = values[i].value;
    rc = list_file_check(before.row.kind, cells, &a, &now, err);
    if (!rc && !str_eq(now.id, id))
        return err_set(err, RC_SYNTAX, "%s", fixed[before.row.kind]);
    return rc ? rc : store_registered_write(s, &now, who, &is_new, n_changed, err);
}

/* ---- the list ---- */

void registry_list_begin(enum registry_kind kind, struct buf *out)
{
    const struct registry_form *form = registry_form(kind);
    struct str titles[REGISTRY_FIELDS_MAX];

    for (size_t i = 0; i < form->n_fields; i++)
        titles[i] = str_of(form->fields[i].title);
    buf_add(out, STR(CSV_BOM));
    csv_add_row(out, titles, form->n_fields);
}

enum rc registry_list_add(void *list, const struct registered *r, struct err *err)
{
    (void)err;
    csv_add_row(list, r->row.values, registry_form(r->row.kind)->n_fields);
    return RC_OK;
}

enum rc registry_export(struct store *s, enum registry_kind kind, int64_t unit, struct buf *out,
                        struct err *err)
{
    registry_list_begin(kind, out);
    return store_registered_each(s, kind, unit, registry_list_add, out, err);
}
