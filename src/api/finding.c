/* Findings: lists, one with what was decided on it, the archived page that it stands on and its
 * picture. */
#include "base/base.h"

#include "api/finding.h"

#include "api/opening.h"
#include "api/replies.h"
#include "api/review.h"
#include "api/routes.h"
#include "api/scope.h"
#include "base/clock.h"
#include "check/check.h"
#include "desk/finding_opening.h"
#include "desk/finding_page.h"
#include "office/order_finding.h"
#include "report/jsonl.h"
#include "store/review.h"
#include "web/call.h"

#include <inttypes.h>
#include <stdio.h>

#define GRADE_WORDS "veto|fault|notice"
#define STATE_WORDS "unreviewed|confirmed|dismissed|merged|gone"
static const struct member action[] = { REVIEW_ACTION_MEMBERS, { 0 } };

#define FINDING_MEMBERS                                                                            \
    { .name = "id", .type = MEMBER_HEX, .help = "编号" },                                          \
        { .name = "site", .type = MEMBER_TEXT, .help = "网站标识码，或账号" },                     \
        { .name = "site_name", .type = MEMBER_TEXT, .help = "网站名称" },                          \
        { .name = "check", .type = MEMBER_TEXT, .help = "检查项" },                                \
        { .name = "check_title", .type = MEMBER_TEXT, .help = "检查项名称" },                      \
        { .name = "case", .type = MEMBER_TEXT, .help = "情形编号" },                               \
        { .name = "url", .type = MEMBER_TEXT, .help = "页面" },                                    \
        { .name = "where", .type = MEMBER_TEXT, .help = "在页面中的位置" },                        \
        { .name = "excerpt", .type = MEMBER_TEXT, .help = "摘录" },                                \
        { .name = "suggest", .type = MEMBER_TEXT, .help = "建议" },                                \
        { .name = "measured",                                                                      \
          .type = MEMBER_INT,                                                                      \
          .help = "测得的值",                                                                      \
          .flags = NULLABLE,                                                                       \
          .min = -((int64_t)1 << 53),                                                              \
          .max = (int64_t)1 << 53 },                                                               \
        { .name = "limit",                                                                         \
          .type = MEMBER_INT,                                                                      \
          .help = "限值",                                                                          \
          .flags = NULLABLE,                                                                       \
          .min = -((int64_t)1 << 53),                                                              \
          .max = (int64_t)1 << 53 },                                                               \
        { .name = "grade", .type = MEMBER_WORD, .help = "级别", .words = GRADE_WORDS },            \
        { .name = "confidence", .type = MEMBER_REAL, .help = "把握，0 至 1" },                     \
        { .name = "since", .type = MEMBER_DAY, .help = "问题从哪天起" },                           \
        { .name = "first_seen", .type = MEMBER_TIME, .help = "首次发现" },                         \
        { .name = "last_seen", .type = MEMBER_TIME, .help = "最近一次见到" },                      \
        { .name = "gone", .type = MEMBER_TIME, .help = "何时不再存在", .flags = NULLABLE },        \
        { .name = "returns", .type = MEMBER_INT, .help = "消失后又出现的次数" },                   \
        { .name = "detail", .type = MEMBER_ANY, .help = "各检查项自己的内容" },                    \
        { .name = "evidence", .type = MEMBER_TEXTS, .help = "证据" },                              \
        { .name = "state", .type = MEMBER_WORD, .help = "状态", .words = STATE_WORDS },            \
    {                                                                                              \
        .name = "review", .type = MEMBER_OBJECT, .help = "最后的结论", .flags = NULLABLE,          \
        .of = action                                                                               \
    }

const struct member reply_finding[] = { FINDING_MEMBERS, { 0 } };

static const struct member reply_listed[] = {
    FINDING_MEMBERS,
    { .name = "order",
      .type = MEMBER_INT,
      .help = "在哪一份尚未办结的整改通知中",
      .flags = NULLABLE },
    { 0 },
};

/* ---- one finding as JSON ---- */

void reply_put_finding_id(struct json *to, const char *key, uint64_t id)
{
    char text[20];

    (void)snprintf(text, sizeof(text), "%016" PRIx64, id);
    json_put_str(to, key, str_of(text));
}

static void put_detail(struct json *to, struct str text)
{
    struct json *detail = NULL;

    if (!text.n || json_parse(text, &detail, NULL))
        detail = json_new_object();
    json_put(to, "detail", detail);
}

struct json *reply_of_finding(const struct finding_row *row)
{
    const struct stored_finding *f = &row->stored;
    const struct finding *said = &f->finding;
    const struct check *check = check_find(str_of(said->check));
    struct json *to = json_new_object();

    reply_put_finding_id(to, "id", f->id);
    json_put_text(to, "site", said->site);
    json_put_text(to, "site_name", row->site_name);
    json_put_str(to, "check", str_of(said->check));
    json_put_str(to, "check_title", str_of(check ? check->title : said->check));
    finding_put_said(to, f);
    reply_put_time(to, "first_seen", f->first_seen);
    reply_put_time(to, "last_seen", f->last_seen);
    reply_put_time(to, "gone", f->gone);
    json_put_int(to, "returns", f->n_returns);
    put_detail(to, f->detail_json);
    json_put(to, "evidence", evidence_json(f->evidence));
    json_put_str(to, "state", str_of(finding_state_name(row->state)));
    if (f->review)
        json_put(to, "review", reply_of_action(f->review));
    else
        json_put_null(to, "review");
    return to;
}

/* ---- lists ---- */

struct listing {
    struct call *c;
    struct json *items; /* to be given to the reply */
    struct listed {
        struct json *item; /* borrowed from items */
        struct str site;
        uint64_t id;
    } listed[PER_PAGE_MAX];
    size_t n;
};

static enum rc add_item(void *ctx, const struct finding_row *row, struct err *err)
{
    struct listing *l = ctx;
    struct listed *one = &l->listed[l->n++];

    (void)err;
    *one = (struct listed){ .item = reply_of_finding(row),
                            .site = arena_copy(l->c->a, row->stored.finding.site),
                            .id = row->stored.id };
    json_add(l->items, one->item);
    return RC_OK;
}

static enum rc add_orders(struct listing *l, struct err *err)
{
    enum rc rc = RC_OK;

    for (size_t i = 0; i < l->n && !rc; i++) {
        int64_t order;

        rc = store_order_holding(l->c->store, l->listed[i].site, l->listed[i].id, &order, err);
        if (!rc && order)
            json_put_int(l->listed[i].item, "order", order);
        else
            json_put_null(l->listed[i].item, "order");
    }
    return rc;
}

static enum rc run_list(struct call *c, struct err *err)
{
    const struct page_of page = call_page(c);
    struct finding_query q = { .site = call_query(c, "site"),
                               .check = call_query(c, "check"),
                               .region = call_query(c, "region"),
                               .grade = grade_of(call_query(c, "grade")),
                               .text = call_query(c, "q"),
                               .order = (enum finding_order)page.by,
                               .is_descending = page.is_down || !page.sort.n,
                               .skip = page.skip,
                               .n_max = page.per_page };
    enum finding_state state;
    struct finding_total total;
    struct listing *l = arena_alloc(c->a, sizeof(*l));
    int64_t as_of = 0;
    enum rc rc = scope_unit(c, &q.unit, err);

    if (rc || (rc = scope_as_of(c, &as_of, err)))
        return rc;
    if (finding_state_of(call_query(c, "state"), &state))
        q.states = 1u << state;
    l->c = c;
    l->items = json_new_array();
    rc = store_findings(c->store, &q, add_item, l, &total, err);
    if (rc == RC_LIMIT)
        rc = call_fail(c, err, 422, "page", "%s", err->text);
    if (rc || (rc = add_orders(l, err))) {
        json_free(l->items);
        return rc;
    }
    call_reply_list(c, l->items, total.n, as_of);
    if (total.is_partial)
        json_put_bool(c->reply, "is_partial", true);
    return RC_OK;
}

static const struct member list_query[] = {
    SCOPE_UNIT_MEMBER,
    { .name = "site", .type = MEMBER_TEXT, .help = "网站标识码，或账号", .max = 200 },
    { .name = "check", .type = MEMBER_TEXT, .help = "检查项", .max = 64 },
    { .name = "grade", .type = MEMBER_WORD, .help = "级别", .words = GRADE_WORDS },
    { .name = "state", .type = MEMBER_WORD, .help = "状态", .words = STATE_WORDS },
    { .name = "region", .type = MEMBER_TEXT, .help = "行政区划代码的开头", .max = 6 },
    { .name = "q", .type = MEMBER_TEXT, .help = "摘录、网址或内容中的字", .max = 80 },
    { 0 },
};

const struct endpoint endpoint_finding_list = {
    .summary = "问题",
    .help = "不写 sort 时单项否决在前。查找文字（q）只看至多一万个问题，没有看完时 is_partial 为 "
            "true，请缩小范围。按 first_seen 排序最多翻到第五千个。",
    .query = list_query,
    .reply = reply_listed,
    .is_list = true,
    .sort = "grade|-grade|site|-site|check|-check|state|-state|first_seen|-first_seen",
    .run = run_list,
};

/* ---- one ---- */

/* The finding that the path names. */
static enum rc find(struct call *c, finding_row_fn each, void *ctx, struct err *err)
{
    uint64_t id;

    if (!shape_hex(call_part(c, "finding"), &id))
        return err_set(err, RC_NOT_FOUND, "没有这个问题");
    return store_finding(c->store, scope_own(c), call_part(c, "site"), id, each, ctx, err);
}

struct showing {
    struct call *c;
    struct json *reply;
    uint64_t id;
    struct str site; /* in the call's arena */
};

static const char *evidence_dir(const struct call *c)
{
    return arena_printf(c->a, "%s/evidence", c->place->dir).p;
}

static struct json *of_page(const struct finding_page *p)
{
    struct json *to = json_new_object(), *marks = json_new_array();

    json_put_text(to, "url", p->url);
    json_put_text(to, "title", p->title);
    json_put_text(to, "text", p->text);
    json_put_bool(to, "is_source", p->is_source);
    json_put_bool(to, "is_cut", p->is_cut);
    for (size_t i = 0; i < p->n_marks; i++) {
        struct json *one = json_new_object();

        json_put_int(one, "at", (int64_t)p->marks[i].at);
        json_put_int(one, "n", (int64_t)p->marks[i].n);
        json_add(marks, one);
    }
    json_put(to, "marks", marks);
    reply_put_time(to, "fetched", p->fetched);
    json_put_bool(to, "is_rendered", p->is_rendered);
    return to;
}

/* Reads the finding's page outside of this process. RC_NOT_FOUND: none was kept. */
static enum rc open_page(struct call *c, const struct stored_finding *f, bool wants_body,
                         struct finding_opened *out, struct err *err)
{
    AUTO(buf_done) struct buf request = { 0 };
    struct archive_place at = { 0 };
    struct str reference, answer;
    enum rc rc;

    if (!finding_record_find(evidence_dir(c), f, &reference))
        return err_set(err, RC_NOT_FOUND, "这个问题没有留存的页面");
    if ((rc = archive_locate(evidence_dir(c), reference, c->a, &at, err)))
        return rc;
    finding_opening_ask(&at, f, wants_body, &request);

    const struct opening what = { .work = OPENING_FINDING,
                                  .files = { at.paths[0], at.paths[1] },
                                  .request = buf_str(&request) };

    rc = opener_ask(c->place->opener, &what, c->a, &answer, err);
    return rc ? rc : finding_opening_take(answer, out, err);
}

/* A page that cannot be opened keeps nobody from its finding. */
void reply_put_page(struct call *c, const struct stored_finding *f, struct json *to)
{
    struct finding_opened opened;
    struct err why = { 0 };
    const enum rc rc = open_page(c, f, false, &opened, &why);

    json_put_bool(to, "has_picture", finding_has_picture(evidence_dir(c), f));
    if (rc)
        json_put_null(to, "page");
    else
        json_put(to, "page", of_page(&opened.page));
    if (rc && rc != RC_NOT_FOUND)
        json_put_text(to, "page_problem", str_of(why.text));
    else
        json_put_null(to, "page_problem");
}

static void put_records(struct call *c, const struct stored_finding *f, struct json *to)
{
    struct finding_record *records = arena_array(c->a, struct finding_record, FINDING_RECORDS_MAX);
    const size_t n = finding_records(evidence_dir(c), f, c->a, records);
    struct json *list = json_new_array();

    for (size_t i = 0; i < n; i++) {
        struct json *one = json_new_object();

        json_put_int(one, "record", (int64_t)records[i].n);
        json_put_text(one, "url", records[i].url);
        reply_put_time(one, "fetched", records[i].at);
        json_put_bool(one, "is_rendered", records[i].is_rendered);
        json_add(list, one);
    }
    json_put(to, "records", list);
}

/* The finding with the one record that the query asks for, or with all. */
static enum rc choose_record(const struct call *c, struct stored_finding *f, struct err *err)
{
    const int64_t n = call_query_int(c, "record", 0);

    return !n || finding_narrow(f, (size_t)n)
               ? RC_OK
               : err_set(err, RC_NOT_FOUND, "这个问题没有这一条留存");
}

static enum rc show(void *ctx, const struct finding_row *row, struct err *err)
{
    struct showing *s = ctx;
    struct stored_finding chosen = row->stored;
    const enum rc rc = choose_record(s->c, &chosen, err);

    if (rc)
        return rc;
    s->id = row->stored.id;
    s->site = arena_copy(s->c->a, row->stored.finding.site);
    s->reply = reply_of_finding(row);
    reply_put_page(s->c, &chosen, s->reply);
    put_records(s->c, &row->stored, s->reply);
    return RC_OK;
}

static enum rc add_action(void *ctx, const struct review_action *a, struct err *err)
{
    (void)err;
    json_add(ctx, reply_of_action(a));
    return RC_OK;
}

static enum rc run_get(struct call *c, struct err *err)
{
    struct showing s = { .c = c };
    struct json *actions;
    enum rc rc = find(c, show, &s, err);

    if (rc)
        return rc;
    c->reply = s.reply;
    actions = json_new_array();
    rc = store_review_each_of(c->store, s.site, s.id, add_action, actions, err);
    json_put(c->reply, "actions", actions);
    return rc;
}

static const struct member mark[] = {
    { .name = "at", .type = MEMBER_INT, .help = "从第几个字起，从 0 数" },
    { .name = "n", .type = MEMBER_INT, .help = "几个字" },
    { 0 },
};

static const struct member page_members[] = {
    { .name = "url", .type = MEMBER_TEXT, .help = "留存的是哪个网址" },
    { .name = "title", .type = MEMBER_TEXT, .help = "页面标题" },
    { .name = "text", .type = MEMBER_TEXT, .help = "所在位置前后的文字" },
    { .name = "is_source",
      .type = MEMBER_FLAG,
      .help = "是网页的源代码：所在位置不是读者看得到的文字" },
    { .name = "is_cut", .type = MEMBER_FLAG, .help = "前后还有文字" },
    { .name = "marks", .type = MEMBER_LIST, .help = "标出的位置", .of = mark },
    { .name = "fetched", .type = MEMBER_TIME, .help = "抓取时间" },
    { .name = "is_rendered", .type = MEMBER_FLAG, .help = "是浏览器打开后的内容，不是收到的原文" },
    { 0 },
};

#define PAGE_MEMBERS                                                                               \
    { .name = "has_picture", .type = MEMBER_FLAG, .help = "有页面截图" },                          \
        { .name = "page",                                                                          \
          .type = MEMBER_OBJECT,                                                                   \
          .help = "留存的页面；null：没有留存，或打不开",                                          \
          .flags = NULLABLE,                                                                       \
          .of = page_members },                                                                    \
    {                                                                                              \
        .name = "page_problem", .type = MEMBER_TEXT,                                               \
        .help = "留存的页面为何打不开；null：没有留存，或打开了", .flags = NULLABLE                \
    }

const struct member reply_page[] = { PAGE_MEMBERS, { 0 } };

static const struct member record_members[] = {
    { .name = "record", .type = MEMBER_INT, .help = "第几条证据" },
    { .name = "url", .type = MEMBER_TEXT, .help = "留存的是哪个网址" },
    { .name = "fetched", .type = MEMBER_TIME, .help = "抓取时间" },
    { .name = "is_rendered", .type = MEMBER_FLAG, .help = "是浏览器打开后的内容，不是收到的原文" },
    { 0 },
};

static const struct member record_query[] = {
    { .name = "record",
      .type = MEMBER_INT,
      .help = "看第几条证据（records 中的 record），不写为最能说明问题的一条",
      .min = 1,
      .max = 10000 },
    { 0 },
};

static const struct member one_members[] = {
    FINDING_MEMBERS,
    PAGE_MEMBERS,
    { .name = "records",
      .type = MEMBER_LIST,
      .help = "可以当作页面查看的各条证据",
      .of = record_members },
    { .name = "actions", .type = MEMBER_LIST, .help = "各次结论，旧的在前", .of = action },
    { 0 },
};

const struct endpoint endpoint_finding_get = {
    .summary = "一个问题和它所在的页面",
    .query = record_query,
    .reply = one_members,
    .run = run_get,
};

/* ---- the archived page ---- */

/* Text is shown, in the charset that its bytes are in; anything else is offered as a file. */
static void answer_page(struct call *c, const struct finding_opened *opened)
{
    struct str type, rest;

    (void)str_cut(opened->type, ';', &type, &rest);
    type = str_trim(type);
    c->file = opened->body;
    c->is_foreign = true;
    if (str_eq_nocase(type, STR("text/html")) ||
        str_eq_nocase(type, STR("application/xhtml+xml")) || !type.n) {
        c->file_type = arena_printf(c->a, "text/html; charset=%.*s", STR_ARG(opened->page.charset));
        return;
    }
    c->file_type = STR("application/octet-stream");
    c->file_name = STR("evidence.bin");
}

enum rc finding_answer_page(struct call *c, const struct stored_finding *f, struct err *err)
{
    struct finding_opened opened;
    const enum rc rc = open_page(c, f, true, &opened, err);

    if (!rc)
        answer_page(c, &opened);
    return !rc || rc == RC_NOT_FOUND
               ? rc
               : call_fail(c, err, rc == RC_IO ? 503 : 422, NULL, "%s", err->text);
}

static enum rc show_page(void *ctx, const struct finding_row *row, struct err *err)
{
    struct stored_finding chosen = row->stored;
    const enum rc rc = choose_record(ctx, &chosen, err);

    return rc ? rc : finding_answer_page(ctx, &chosen, err);
}

static enum rc run_page(struct call *c, struct err *err)
{
    return find(c, show_page, c, err);
}

const struct endpoint endpoint_finding_page = {
    .summary = "留存的页面原文，供隔离的框架显示",
    .help = "按收到的字节原样给出，回复禁止脚本和一切外部内容。",
    .query = record_query,
    .reply_type = "text/html",
    .run = run_page,
};

/* ---- its picture ---- */

enum rc finding_answer_picture(struct call *c, const struct stored_finding *f, struct err *err)
{
    struct archive_record record;
    const enum rc rc = finding_picture_read(evidence_dir(c), f, c->a, &record, err);

    if (!rc)
        c->file = record.body;
    return rc;
}

static enum rc show_picture(void *ctx, const struct finding_row *row, struct err *err)
{
    return finding_answer_picture(ctx, &row->stored, err);
}

static enum rc run_picture(struct call *c, struct err *err)
{
    return find(c, show_picture, c, err);
}

const struct endpoint endpoint_finding_picture = {
    .summary = "问题所在页面的截图",
    .help = "浏览器打开巡检时收到的页面后截下，问题所在的位置加框；没有截图时为 404。",
    .reply_type = "image/webp",
    .run = run_picture,
};
