#include "base/base.h"

#include "desk/registry_desk.h"

#include "store/review.h"
#include "text/csv_write.h"

#include <stdlib.h>
#include <string.h>

/* ---- looking ---- */

static int by_code(const void *a, const void *b)
{
    const struct site *x = a, *y = b;

    return str_cmp(x->code, y->code);
}

struct comparing {
    struct arena *a;
    const struct site *sorted; /* of the file, by code */
    size_t n;
    size_t at; /* the first that may still be met */
    struct buf absent, changed;
    size_t n_unchanged;
    bool *is_known; /* by place in sorted */
};

static struct site keep(const struct site *site, struct arena *a)
{
    struct site kept = *site;
    struct str *const strings[] = { &kept.code,     &kept.name,        &kept.home,
                                    &kept.sponsor,  &kept.region,      &kept.supervisor,
                                    &kept.icp,      &kept.police,      &kept.domains,
                                    &kept.platform, &kept.service_link };

    for (size_t i = 0; i < COUNT_OF(strings); i++)
        *strings[i] = arena_copy(a, *strings[i]);
    return kept;
}

static void compare_fields(struct comparing *c, const struct site *before, const struct site *now)
{
    struct registry_entry entry = { .site = *now };

    for (enum site_field f = SITE_NAME; f < SITE_FIELD_N; f++)
        if (!str_eq(site_field_text(before, f), site_field_text(now, f)))
            entry.changed[entry.n_changed++] = f;
    if (!entry.n_changed) {
        c->n_unchanged++;
        return;
    }
    entry.before = keep(before, c->a);
    buf_add(&c->changed, str_from((const char *)&entry, sizeof(entry)));
}

/* Both lists go by code. */
static enum rc meet(void *ctx, const struct registered *known, struct err *err)
{
    struct comparing *c = ctx;

    (void)err;
    while (c->at < c->n && str_cmp(c->sorted[c->at].code, known->site.code) < 0)
        c->at++;
    if (c->at < c->n && str_eq(c->sorted[c->at].code, known->site.code)) {
        c->is_known[c->at] = true;
        compare_fields(c, &known->site, &c->sorted[c->at]);
    } else if (known->site.state != SITE_CLOSED) {
        const struct site absent = keep(&known->site, c->a);

        buf_add(&c->absent, str_from((const char *)&absent, sizeof(absent)));
    }
    return RC_OK;
}

static void comparing_done(struct comparing *c)
{
    buf_done(&c->absent);
    buf_done(&c->changed);
}

/* The bytes of a list, kept. */
static const void *kept_list(const struct buf *list, struct arena *a)
{
    char *copy = arena_alloc(a, list->n + 1);

    if (list->n)
        memcpy(copy, list->p, list->n);
    return copy;
}

static void add_part(struct buf *all, struct str part)
{
    buf_addf(all, "%zu:", part.n);
    buf_add(all, part);
}

/* Of the file, and of what a person was shown. */
static void put_token(struct registry_preview *p, struct str bytes)
{
    AUTO(buf_done) struct buf all = { 0 };

    add_part(&all, bytes);
    for (size_t i = 0; i < p->n_added; i++)
        add_part(&all, p->added[i].site.code);
    buf_add(&all, STR("changed"));
    for (size_t i = 0; i < p->n_changed; i++) {
        const struct registry_entry *e = &p->changed[i];

        add_part(&all, e->site.code);
        for (size_t k = 0; k < e->n_changed; k++) {
            add_part(&all, str_of(site_field_key(e->changed[k])));
            add_part(&all, site_field_text(&e->before, e->changed[k]));
        }
    }
    (void)signature_digest(buf_str(&all), p->token);
}

static void take_new(const struct comparing *c, struct registry_preview *p)
{
    struct registry_entry *added = arena_array(c->a, struct registry_entry, c->n);

    for (size_t i = 0; i < c->n; i++)
        if (!c->is_known[i])
            added[p->n_added++].site = c->sorted[i];
    p->added = added;
}

enum rc registry_preview_sites(struct store *s, struct str bytes, struct arena *a,
                               struct registry_preview *out, struct err *err)
{
    AUTO(comparing_done) struct comparing c = { .a = a };
    struct registry_preview p = { 0 };
    struct registry_file file;
    struct site *sorted;
    enum rc rc = registry_file_parse_sites(bytes, a, &file, err);

    if (rc)
        return rc;
    sorted = arena_array(a, struct site, file.sites.n);
    if (file.sites.n) {
        memcpy(sorted, file.sites.sites, file.sites.n * sizeof(*sorted));
        qsort(sorted, file.sites.n, sizeof(*sorted), by_code);
    }
    c.sorted = sorted;
    c.n = file.sites.n;
    c.is_known = arena_array(a, bool, c.n);
    if ((rc = store_registered_each(s, 0, meet, &c, err)))
        return rc;
    take_new(&c, &p);
    p.changed = kept_list(&c.changed, a);
    p.n_changed = c.changed.n / sizeof(struct registry_entry);
    p.n_unchanged = c.n_unchanged;
    p.absent = kept_list(&c.absent, a);
    p.n_absent = c.absent.n / sizeof(struct site);
    p.bad = file.bad;
    p.n_bad = file.n_bad;
    put_token(&p, bytes);
    *out = p;
    return RC_OK;
}

/* ---- changing ---- */

static enum rc write_all(struct store *s, const struct registry_entry *entries, size_t n,
                         const struct registrar *who, struct err *err)
{
    size_t n_changed;
    bool is_new;
    enum rc rc = RC_OK;

    for (size_t i = 0; !rc && i < n; i++)
        rc = store_site_write(s, &entries[i].site, who, &is_new, &n_changed, err);
    return rc;
}

enum rc registry_import_sites(struct store *s, struct str bytes, struct str token,
                              const struct registrar *who, struct arena *a,
                              struct registry_preview *out, struct err *err)
{
    struct registry_preview p;
    enum rc rc = store_begin(s, err);

    if (rc)
        return rc;
    rc = registry_preview_sites(s, bytes, a, &p, err);
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

enum rc registry_set(struct store *s, struct str code, const struct registry_value *values,
                     size_t n, const struct registrar *who, size_t *n_changed, struct err *err)
{
    AUTO(arena_done) struct arena a = { 0 };
    struct str cells[SITE_FIELD_N];
    struct registered before;
    struct site now;
    bool is_new;
    enum rc rc = store_site_read(s, 0, code, &a, &before, err);

    if (rc)
        return rc;
    for (enum site_field f = SITE_CODE; f < SITE_FIELD_N; f++)
        cells[f] = site_field_text(&before.site, f);
    for (size_t i = 0; i < n; i++) {
        if (values[i].field == SITE_CODE)
            return err_set(err, RC_SYNTAX, "网站标识码不能修改");
        cells[values[i].field] = values[i].value;
    }
    rc = registry_file_check_site(cells, &a, &now, err);
    return rc ? rc : store_site_write(s, &now, who, &is_new, n_changed, err);
}

/* ---- the list ---- */

static enum rc add_row(void *ctx, const struct registered *r, struct err *err)
{
    struct str cells[SITE_FIELD_N];

    (void)err;
    for (enum site_field f = SITE_CODE; f < SITE_FIELD_N; f++)
        cells[f] = site_field_text(&r->site, f);
    csv_add_row(ctx, cells, COUNT_OF(cells));
    return RC_OK;
}

enum rc registry_export_sites(struct store *s, int64_t unit, struct buf *out, struct err *err)
{
    struct str titles[SITE_FIELD_N];

    for (enum site_field f = SITE_CODE; f < SITE_FIELD_N; f++)
        titles[f] = str_of(site_field_title(f));
    buf_add(out, STR(CSV_BOM));
    csv_add_row(out, titles, COUNT_OF(titles));
    return store_registered_each(s, unit, add_row, out, err);
}
