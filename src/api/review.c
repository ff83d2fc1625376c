/* What people decide about findings: one by one or many together, and taken back. */
#include "base/base.h"

#include "api/review.h"

#include "api/finding.h"
#include "api/replies.h"
#include "api/routes.h"
#include "api/scope.h"
#include "base/clock.h"
#include "office/unit.h"
#include "store/finding_query.h"
#include "store/review.h"
#include "web/call.h"

#include <inttypes.h>
#include <stdio.h>

static const struct member item[] = {
    REVIEW_ACTION_MEMBERS,
    { .name = "site", .type = MEMBER_TEXT, .help = "网站标识码" },
    { .name = "finding", .type = MEMBER_HEX, .help = "问题编号" },
    { 0 },
};

struct json *reply_of_action(const struct review_action *a)
{
    struct json *to = json_new_object();
    char number[24];

    json_put_int(to, "id", a->id);
    reply_put_time(to, "at", a->at);
    json_put_text(to, "by", a->by);
    json_put_str(to, "kind", str_of(review_kind_name(a->kind)));
    json_put_str(to, "scope", str_of(review_scope_name(a->scope)));
    json_put_text(to, "reason", a->reason);
    reply_put_time(to, "expires", a->expires);
    (void)snprintf(number, sizeof(number), "%" PRId64, a->target);
    if (a->kind == REVIEW_MERGE)
        reply_put_finding_id(to, "target", (uint64_t)a->target);
    else if (a->kind == REVIEW_UNDO)
        json_put_str(to, "target", str_of(number));
    else
        json_put_null(to, "target");
    json_put_bool(to, "is_undone", a->is_undone);
    return to;
}

static struct json *item_of(const struct review_action *a)
{
    struct json *to = reply_of_action(a);

    json_put_str(to, "site", a->site);
    reply_put_finding_id(to, "finding", a->finding);
    return to;
}

/* ---- the list ---- */

static enum rc add_item(void *ctx, const struct review_action *a, struct err *err)
{
    (void)err;
    json_add(ctx, item_of(a));
    return RC_OK;
}

static enum rc run_list(struct call *c, struct err *err)
{
    const struct page_of page = call_page(c);
    struct json *items = json_new_array();
    int64_t n = 0;
    struct review_query q = { .site = call_query(c, "site"),
                              .kind = review_kind_of(call_query(c, "kind")),
                              .by = call_query(c, "by"),
                              .oldest_first = page.sort.n && !page.is_down,
                              .skip = page.skip,
                              .n_max = page.per_page };
    enum rc rc = scope_unit(c, &q.unit, err);

    if (!rc)
        rc = store_review_page(c->store, &q, add_item, items, &n, err);

    if (rc)
        json_free(items);
    else
        call_reply_list(c, items, n, 0);
    return rc;
}

static const struct member list_query[] = {
    { .name = "site", .type = MEMBER_TEXT, .help = "网站标识码", .max = 100 },
    { .name = "kind", .type = MEMBER_WORD, .help = "结论", .words = REVIEW_KIND_WORDS "|undo" },
    { .name = "by", .type = MEMBER_TEXT, .help = "由谁作出", .max = 100 },
    SCOPE_UNIT_MEMBER,
    { 0 },
};

const struct endpoint endpoint_review_list = {
    .summary = "复核记录",
    .help = "不写 sort 时新的在前；也有撤销了的。",
    .query = list_query,
    .reply = item,
    .is_list = true,
    .sort = "at|-at",
    .run = run_list,
};

/* ---- deciding ---- */

#define DECIDED_ABOVE "上级单位已作出复核结论，由上级单位改动"

struct decision {
    struct arena *a;
    struct review_action action;
    struct review_action last; /* the decision that holds, by in a; id 0: nobody has decided */
    bool is_overtaken;         /* somebody else decided otherwise since its sender looked */
};

static enum rc take_subject(void *ctx, const struct finding_row *row, struct err *err)
{
    struct decision *d = ctx;

    (void)err;
    d->action.subject = review_subject(&row->stored.finding, row->stored.detail_json);
    if (row->stored.review)
        d->last = *row->stored.review;
    d->last.by = arena_copy(d->a, d->last.by);
    return RC_OK;
}

static bool is_overtaken(const struct json *from, const struct review_action *a,
                         const struct review_action *last)
{
    const int64_t seen = json_get_int(from, "seen", -1);

    if (seen < 0 || a->kind == REVIEW_NOTE || seen == last->id || str_eq(last->by, a->by))
        return false;
    return last->kind != a->kind || (a->kind == REVIEW_MERGE && last->target != a->target);
}

/* The dismissal `wide` decides on the finding of `other`, too. */
static bool reaches(const struct review_action *wide, const struct review_action *other)
{
    if (wide->kind != REVIEW_DISMISS || wide->subject != other->subject)
        return false;
    return wide->scope == SCOPE_EVERYWHERE ||
           (wide->scope == SCOPE_SITE && str_eq(wide->site, other->site));
}

/* The overtaken one of them all that d would override; NULL: d may be written. */
static const struct decision *overridden(const struct decision *all, size_t n,
                                         const struct decision *d)
{
    if (d->is_overtaken)
        return d;
    for (size_t i = 0; i < n; i++)
        if (all[i].is_overtaken && reaches(&d->action, &all[i].action))
            return &all[i];
    return NULL;
}

static enum rc refuse_overtaken(struct call *c, const struct review_action *last, struct err *err)
{
    char time[TIME_TEXT_BYTES];

    if (!last->id)
        return call_fail(c, err, 412, "seen", "别人刚刚撤销了复核结论，这个问题又待审核了");
    (void)time_text(last->at, time);
    return call_fail(c, err, 412, "seen", "%.*s 已于 %.10s %.5s 作出复核结论：%s",
                     STR_ARG(last->by), time, time + 11, review_kind_title(last->kind));
}

/* The finding that it is merged into: another one of the site. */
static enum rc read_target(struct call *c, const struct json *from, struct review_action *a,
                           struct err *err)
{
    uint64_t target = 0;

    if (a->kind != REVIEW_MERGE)
        return RC_OK;
    if (!shape_hex(json_get_str(from, "target"), &target) || target == a->finding)
        return call_fail(c, err, 422, "target", "合并须写明并入哪个问题");
    a->target = (int64_t)target;
    return RC_OK;
}

static enum review_kind kind_of(struct str name)
{
    for (int kind = REVIEW_CONFIRM; kind <= REVIEW_NOTE; kind++)
        if (str_eq(name, str_of(review_kind_name((enum review_kind)kind))))
            return (enum review_kind)kind;
    return REVIEW_NONE;
}

/* A dismissal of the same thing on the whole site leaves nothing of what was decided above. */
static enum rc need_rank_on_site(struct call *c, const struct review_action *a, struct err *err)
{
    int64_t *units;
    size_t n;
    enum rc rc = store_review_deciders(c->store, a->site, a->subject, c->a, &units, &n, err);

    for (size_t i = 0; !rc && i < n; i++)
        rc = call_need_rank(c, units[i], DECIDED_ABOVE, err);
    return rc;
}

static enum rc read_decision(struct call *c, const struct json *from, struct decision *d,
                             struct err *err)
{
    struct review_action *a = &d->action;
    enum rc rc;

    d->a = c->a;

    *a = (struct review_action){ .at = c->now,
                                 .by = c->user->name,
                                 .unit = c->user->unit,
                                 .kind = kind_of(json_get_str(from, "kind")),
                                 .site = json_get_str(from, "site"),
                                 .reason = json_get_str(from, "reason") };
    if (!review_scope_of(json_get_str(from, "scope"), &a->scope))
        a->scope = SCOPE_HERE;
    if (!time_parse(json_get_str(from, "expires"), &a->expires))
        a->expires = 0;
    if (a->expires && a->expires <= c->now)
        return call_fail(c, err, 422, "expires", "有效期应在今后");
    if (a->kind == REVIEW_DISMISS && str_is_empty(str_trim(a->reason)))
        return call_fail(c, err, 422, "reason", "排除问题须写明理由");
    if (a->scope == SCOPE_EVERYWHERE && c->user->unit != UNIT_TOP)
        return call_fail(c, err, 403, "scope", "只有最上级单位可以对所有网站作出排除");
    if (!shape_hex(json_get_str(from, "finding"), &a->finding))
        return call_fail(c, err, 422, "finding", "应为 16 位十六进制数");
    rc = store_finding(c->store, c->user->unit, a->site, a->finding, take_subject, d, err);
    d->is_overtaken = !rc && is_overtaken(from, a, &d->last);
    return rc ? rc : read_target(c, from, a, err);
}

static enum rc need_rank(struct call *c, const struct review_action *a,
                         const struct review_action *last, struct err *err)
{
    enum rc rc = RC_OK;

    if (a->kind != REVIEW_NOTE && last->id)
        rc = call_need_rank(c, last->unit, DECIDED_ABOVE, err);
    if (!rc && a->kind == REVIEW_DISMISS && a->scope == SCOPE_SITE)
        rc = need_rank_on_site(c, a, err);
    return rc;
}

/* Adds to ids. */
static enum rc write_decision(struct call *c, struct decision *d, struct json *ids, struct err *err)
{
    struct review_action *a = &d->action;
    enum rc rc = need_rank(c, a, &d->last, err);

    if (!rc)
        rc = store_review_add(c->store, a, &a->id, err);
    if (rc == RC_SYNTAX && a->kind == REVIEW_MERGE)
        return call_fail(c, err, 422, "target", "%s", err->text);
    if (rc)
        return rc;
    json_add_int(ids, a->id);

    AUTO(json_freep) struct json *now = item_of(a);

    return call_audit(c, arena_printf(c->a, "review.%s", review_kind_name(a->kind)).p,
                      arena_printf(c->a, "finding:%.*s/%016" PRIx64, STR_ARG(a->site), a->finding),
                      NULL, now, err);
}

enum rc review_dismiss(struct call *c, struct str site, struct str finding, struct str reason,
                       struct err *err)
{
    AUTO(json_freep) struct json *action = json_new_object();
    AUTO(json_freep) struct json *ids = json_new_array();
    struct decision d = { 0 };
    enum rc rc;

    json_put_str(action, "kind", str_of(review_kind_name(REVIEW_DISMISS)));
    json_put_str(action, "site", site);
    json_put_str(action, "finding", finding);
    json_put_str(action, "reason", reason);
    rc = read_decision(c, action, &d, err);
    return rc ? rc : write_decision(c, &d, ids, err);
}

/* Whether one was overtaken is told before any is written: it would overtake the others. */
static enum rc run_add(struct call *c, struct err *err)
{
    const struct json *actions = json_get(c->body, "actions");
    const size_t n = json_count(actions);
    struct decision *all = arena_array(c->a, struct decision, n);
    struct json *ids = json_new_array();
    size_t n_skipped = 0;
    enum rc rc = RC_OK;

    c->reply = json_new_object();
    json_put(c->reply, "ids", ids);
    for (size_t i = 0; !rc && i < n; i++)
        rc = read_decision(c, json_at(actions, i), &all[i], err);
    for (size_t i = 0; !rc && i < n; i++) {
        const struct decision *other = overridden(all, n, &all[i]);

        if (!other)
            rc = write_decision(c, &all[i], ids, err);
        else if (++n_skipped == n) /* nothing is left to keep */
            rc = refuse_overtaken(c, &other->last, err);
    }
    json_put_int(c->reply, "skipped", (int64_t)n_skipped);
    return rc;
}

static const struct member action_body[] = {
    { .name = "kind", .type = MEMBER_WORD, .help = "结论", .words = REVIEW_KIND_WORDS },
    { .name = "site", .type = MEMBER_TEXT, .help = "网站标识码", .min = 1, .max = 200 },
    { .name = "finding", .type = MEMBER_HEX, .help = "问题编号" },
    { .name = "scope",
      .type = MEMBER_WORD,
      .help = "排除的范围：here 只是这一个，site 本网站同样的，everywhere 所有网站同样的",
      .flags = OPTIONAL | NULLABLE,
      .words = REVIEW_SCOPE_WORDS },
    { .name = "reason",
      .type = MEMBER_TEXT,
      .help = "理由，排除时必须填写",
      .flags = OPTIONAL | NULLABLE,
      .max = REASON_CHARS_MAX },
    { .name = "expires",
      .type = MEMBER_TIME,
      .help = "有效期：排除到何时失效；也可以是日期",
      .flags = OPTIONAL | NULLABLE },
    { .name = "target",
      .type = MEMBER_HEX,
      .help = "合并到本网站的哪个问题",
      .flags = OPTIONAL | NULLABLE },
    { .name = "seen",
      .type = MEMBER_INT,
      .help = "作出时看到的最后结论（问题的 review）的记录号，还没有时为 0；不写则不核对",
      .flags = OPTIONAL },
    { 0 },
};

static const struct member add_body[] = {
    { .name = "actions",
      .type = MEMBER_LIST,
      .help = "各条结论",
      .min = 1,
      .max = 1000,
      .of = action_body },
    { 0 },
};

static const struct member added[] = {
    { .name = "ids", .type = MEMBER_INTS, .help = "记下的各条的记录号" },
    { .name = "skipped",
      .type = MEMBER_INT,
      .help = "别人刚刚作出别的结论、没有改动的几条，连同会改动它们的" },
    { 0 },
};

const struct endpoint endpoint_review_add = {
    .summary = "作出复核结论",
    .help =
        "全部记下，或一条也不记。写了 seen 而别人已作出别的结论的略过，会连同它一起排除的也略过；"
        "没有别的可记时 412。",
    .body = add_body,
    .reply = added,
    .status = 201,
    .run = run_add,
};

/* ---- taking back ---- */

static enum rc run_undo(struct call *c, struct err *err)
{
    struct review_action old, undo;
    enum rc rc = store_review_get(c->store, c->user->unit, call_number(c, "id"), c->a, &old, err);

    if (rc)
        return rc;
    if ((rc = call_need_rank(c, old.unit, DECIDED_ABOVE, err)))
        return rc;
    if (old.scope == SCOPE_EVERYWHERE &&
        (rc = call_need_rank(c, UNIT_TOP, "只有最上级单位可以撤销对所有网站的排除", err)))
        return rc;
    undo = (struct review_action){ .at = c->now,
                                   .by = c->user->name,
                                   .unit = c->user->unit,
                                   .kind = REVIEW_UNDO,
                                   .site = old.site,
                                   .finding = old.finding,
                                   .subject = old.subject,
                                   .target = old.id };
    if ((rc = store_review_add(c->store, &undo, &undo.id, err)))
        return rc;

    AUTO(json_freep) struct json *was = item_of(&old);

    return call_audit(
        c, "review.undo",
        arena_printf(c->a, "finding:%.*s/%016" PRIx64, STR_ARG(old.site), old.finding), was, NULL,
        err);
}

const struct endpoint endpoint_review_undo = {
    .summary = "撤销一条复核结论",
    .run = run_undo,
};
