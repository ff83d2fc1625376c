/* What was seen of a finding of an order: when it was issued, and by the newest re-check. */
#include "base/base.h"

#include "api/finding.h"
#include "api/replies.h"
#include "api/routes.h"
#include "api/scope.h"
#include "office/order_finding.h"
#include "web/call.h"

/* One finding of the order, as two: with the evidence of then and of now. */
struct seen {
    struct call *c;
    struct str site;
    uint64_t id;
    bool is_there;
    struct stored_finding then, now;
};

static enum rc take(void *ctx, const struct order_finding *f, struct err *err)
{
    struct seen *s = ctx;
    struct arena *a = s->c->a;

    (void)err;
    if (f->id != s->id || !str_eq(f->site, s->site))
        return RC_OK;
    s->is_there = true;
    s->then = (struct stored_finding){ .id = f->id,
                                       .finding = { .site = s->site,
                                                    .check = arena_copy(a, f->check).p,
                                                    .case_id = "",
                                                    .url = arena_copy(a, f->url),
                                                    .where = arena_copy(a, f->where),
                                                    .excerpt = arena_copy(a, f->excerpt),
                                                    .grade = f->grade },
                                       .detail_json = arena_copy(a, f->detail_json),
                                       .evidence = arena_copy(a, f->evidence) };
    s->now = s->then;
    if (f->outcome_excerpt.n)
        s->now.finding.excerpt = arena_copy(a, f->outcome_excerpt);
    s->now.evidence = arena_copy(a, f->outcome_evidence);
    return RC_OK;
}

static enum rc find(struct call *c, struct seen *out, struct err *err)
{
    struct order order;
    enum rc rc = store_order_get(c->store, scope_own(c), call_number(c, "id"), c->a, &order, err);

    *out = (struct seen){ .c = c, .site = call_part(c, "site") };
    if (rc)
        return rc;
    if (shape_hex(call_part(c, "finding"), &out->id))
        rc = store_order_each_finding(c->store, order.id, take, out, err);
    return rc || out->is_there ? rc : err_set(err, RC_NOT_FOUND, "整改通知中没有这个问题");
}

static struct json *of_page(struct call *c, const struct stored_finding *f)
{
    struct json *to = json_new_object();

    reply_put_page(c, f, to);
    return to;
}

static enum rc run_get(struct call *c, struct err *err)
{
    struct seen s;
    const enum rc rc = find(c, &s, err);

    if (rc)
        return rc;
    c->reply = json_new_object();
    json_put(c->reply, "then", of_page(c, &s.then));
    json_put(c->reply, "now", of_page(c, &s.now));
    return RC_OK;
}

static const struct member members[] = {
    { .name = "then", .type = MEMBER_OBJECT, .help = "发出时", .of = reply_page },
    { .name = "now", .type = MEMBER_OBJECT, .help = "最近一次复查", .of = reply_page },
    { 0 },
};

const struct endpoint endpoint_order_finding = {
    .summary = "整改通知中一个问题前后的页面",
    .reply = members,
    .run = run_get,
};

static const struct member query[] = {
    { .name = "seen",
      .type = MEMBER_WORD,
      .help = "then：发出时；now：最近一次复查，默认",
      .words = "then|now" },
    { 0 },
};

static const struct stored_finding *asked(const struct call *c, const struct seen *s)
{
    return str_eq(call_query(c, "seen"), STR("then")) ? &s->then : &s->now;
}

static enum rc run_page(struct call *c, struct err *err)
{
    struct seen s;
    const enum rc rc = find(c, &s, err);

    return rc ? rc : finding_answer_page(c, asked(c, &s), err);
}

const struct endpoint endpoint_order_finding_page = {
    .summary = "它留存的页面原文，供隔离的框架显示",
    .query = query,
    .reply_type = "text/html",
    .run = run_page,
};

static enum rc run_picture(struct call *c, struct err *err)
{
    struct seen s;
    const enum rc rc = find(c, &s, err);

    return rc ? rc : finding_answer_picture(c, asked(c, &s), err);
}

const struct endpoint endpoint_order_finding_picture = {
    .summary = "它的页面截图",
    .query = query,
    .reply_type = "image/webp",
    .run = run_picture,
};
