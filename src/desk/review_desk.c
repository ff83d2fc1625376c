#include "base/base.h"

#include "desk/review_desk.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { ID_BYTES = 16 };

/* ---- picking ---- */

struct picking {
    const struct review_filter *filter;
    stored_finding_fn each;
    void *ctx;
    size_t *n_fitting; /* by id of the filter */
};

/* As the list writes it, or as the sheet does. */
static struct str digits_of(struct str id)
{
    return str_starts(id, STR("#")) ? str_skip(id, 1) : id;
}

static bool is_named(struct picking *p, const struct stored_finding *f)
{
    char id[ID_BYTES + 1];
    bool is = false;

    (void)snprintf(id, sizeof(id), "%016" PRIx64, f->id);
    for (size_t i = 0; i < p->filter->n_ids; i++)
        if (str_starts_nocase(str_from(id, ID_BYTES), digits_of(p->filter->ids[i]))) {
            p->n_fitting[i]++;
            is = true;
        }
    return is || p->filter->n_ids == 0;
}

static enum rc pick(void *ctx, const struct stored_finding *f, struct err *err)
{
    struct picking *p = ctx;
    const struct review_filter *q = p->filter;

    if ((q->site.n && !str_eq(q->site, f->finding.site)) ||
        (q->check.n && !str_eq(q->check, str_of(f->finding.check))) ||
        (q->only_open && f->review) ||
        (q->word.n && !str_has(f->finding.excerpt, q->word) && !str_has(f->detail_json, q->word)) ||
        !is_named(p, f))
        return RC_OK;
    return p->each(p->ctx, f, err);
}

enum rc review_pick(struct store *s, const struct review_filter *filter, stored_finding_fn each,
                    void *ctx, struct err *err)
{
    AUTO(arena_done) struct arena a = { 0 };
    struct picking p = { .filter = filter,
                         .each = each,
                         .ctx = ctx,
                         .n_fitting = arena_array(&a, size_t, filter->n_ids) };
    const enum rc rc = store_each_reviewed(s, filter->run, pick, &p, err);

    for (size_t i = 0; !rc && i < filter->n_ids; i++) {
        if (p.n_fitting[i] == 0)
            return err_set(err, RC_NOT_FOUND, "没有编号以 %.*s 开头的问题",
                           STR_ARG(filter->ids[i]));
        if (p.n_fitting[i] > 1)
            return err_set(err, RC_USAGE, "编号以 %.*s 开头的问题有 %zu 个，请多写几位",
                           STR_ARG(filter->ids[i]), p.n_fitting[i]);
    }
    return rc;
}

/* ---- deciding ---- */

struct target {
    struct str site;
    uint64_t finding, subject;
};

struct collecting {
    struct arena *a;
    struct buf targets; /* struct target */
};

static enum rc collect(void *ctx, const struct stored_finding *f, struct err *err)
{
    struct collecting *c = ctx;
    const struct target t = { .site = arena_copy(c->a, f->finding.site),
                              .finding = f->id,
                              .subject = review_subject(&f->finding, f->detail_json) };

    (void)err;
    buf_add(&c->targets, str_from((const char *)&t, sizeof(t)));
    return RC_OK;
}

static enum rc decide(struct store *s, const struct target *t, struct review_action action,
                      struct err *err)
{
    int64_t id;

    action.site = t->site;
    action.finding = t->finding;
    action.subject = t->subject;
    return store_review_add(s, &action, &id, err);
}

static enum rc apply_all(struct store *s, struct str targets, const struct review_action *action,
                         struct err *err)
{
    enum rc rc = store_begin(s, err);

    if (rc)
        return rc;
    for (; !rc && targets.n; targets = str_skip(targets, sizeof(struct target))) {
        struct target t;

        memcpy(&t, targets.p, sizeof(t));
        rc = decide(s, &t, *action, err);
    }
    if (!rc)
        rc = store_commit(s, err);
    store_rollback(s);
    return rc;
}

enum rc review_apply(struct store *s, const struct review_filter *filter,
                     const struct review_action *action, size_t *n, struct err *err)
{
    AUTO(arena_done) struct arena a = { 0 };
    struct collecting c = { .a = &a };
    enum rc rc = review_pick(s, filter, collect, &c, err);

    if (!rc)
        rc = apply_all(s, buf_str(&c.targets), action, err);
    if (!rc)
        *n = c.targets.n / sizeof(struct target);
    buf_done(&c.targets);
    return rc;
}
