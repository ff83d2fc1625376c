/* A draft is checked before it is published. */
#include "base/base.h"

#include "api/opening.h"
#include "api/routes.h"
#include "base/clock.h"
#include "desk/draft_opening.h"
#include "report/draft_result.h"
#include "web/call.h"

static struct json *of_problem(const struct draft_seen *p)
{
    struct json *to = json_new_object();

    json_put_int(to, "line", p->line);
    json_put_int(to, "at", p->at);
    json_put_text(to, "where", p->where);
    json_put_str(to, "kind", str_of(p->check->id));
    json_put_str(to, "title", str_of(p->check->title));
    json_put_text(to, "class", p->class);
    json_put_text(to, "wrong", p->wrong);
    json_put_text(to, "right", p->right);
    json_put_text(to, "excerpt", p->excerpt);
    json_put_text(to, "source", p->source);
    json_put_str(to, "level", str_of(p->is_suspect ? "suspect" : "confirmed"));
    json_put_bool(to, "is_serious", p->is_serious);
    json_put_real(to, "score", p->score);
    return to;
}

static void add_missing(struct json *to, const char *what, struct str why, struct arena *a)
{
    if (why.n)
        json_add_str(to, arena_printf(a, "%s：%.*s", what, STR_ARG(why)));
}

static struct json *of_draft(const struct call *c, const struct draft_opened *d)
{
    struct json *to = json_new_object(), *problems = json_new_array(), *missing = json_new_array();

    for (size_t i = 0; i < d->n; i++)
        json_add(problems, of_problem(&d->problems[i]));
    add_missing(missing, "错别字", d->no_typos, c->a);
    add_missing(missing, "英语拼写", d->no_english, c->a);
    json_put_bool(to, "is_document", d->is_document);
    json_put_text(to, "unread", str_of(d->outcome ? attach_outcome_title(d->outcome) : ""));
    json_put_int(to, "characters", d->n_chars);
    json_put(to, "missing", missing);
    json_put_int(to, "total", d->n_problems);
    json_put(to, "problems", problems);
    return to;
}

static enum rc note(struct call *c, void *ctx, struct err *err)
{
    AUTO(json_freep) struct json *now = json_new_object();
    const struct draft_opened *d = ctx;
    const struct str name = call_query(c, "name");

    json_put_text(now, "name", name);
    json_put_int(now, "characters", d->n_chars);
    json_put_int(now, "problems", d->n_problems);
    return call_audit(c, "draft.check", STR("draft"), NULL, now, err);
}

/* Its strings lie in the call's arena. */
static enum rc check_draft(struct call *c, struct draft_opened *out, struct err *err)
{
    AUTO(buf_done) struct buf request = { 0 };
    const int64_t time = call_query_time(c, "day");
    const struct draft_asked asked = {
        .proof = *c->place->proof,
        .checks_file = c->place->data_path("checks.yaml", c->a),
        .field_file = c->place->field_file,
        .name = call_query(c, "name"),
        .bytes = c->upload,
        .day = time ? day_of_time(time) : DAY_NONE,
        .today = day_of_time(c->now),
        .with_suspects = call_query_flag(c, "suspects"),
    };
    struct err own = { 0 };
    struct str answer;
    enum rc rc;

    draft_opening_ask(&asked, &request);
    rc = opener_ask(c->place->opener,
                    &(struct opening){ .work = OPENING_DRAFT, .request = buf_str(&request) }, c->a,
                    &answer, &own);
    if (rc)
        return call_fail(c, err, rc == RC_IO ? 503 : 422, NULL, "%s", own.text);
    rc = draft_opening_take(answer, c->a, out, &own);
    if (rc == RC_UNSUPPORTED || rc == RC_LIMIT || rc == RC_SYNTAX)
        return call_fail(c, err, 422, NULL, "%s", own.text);
    return rc ? err_set(err, rc, "%s", own.text) : call_hold(c, note, out, err);
}

static enum rc run_check(struct call *c, struct err *err)
{
    struct draft_opened draft;
    const enum rc rc = check_draft(c, &draft, err);

    if (!rc)
        c->reply = of_draft(c, &draft);
    return rc;
}

static enum rc run_result(struct call *c, struct err *err)
{
    AUTO(buf_done) struct buf bytes = { 0 };
    struct draft_opened draft;
    enum rc rc = check_draft(c, &draft, err);

    if (!rc)
        rc = draft_result_docx(&draft, call_query(c, "name"), day_of_time(c->now), &bytes, err);
    if (rc)
        return rc;
    c->file = arena_copy(c->a, buf_str(&bytes));
    c->file_name = STR("文稿检查.docx");
    return RC_OK;
}

static const struct member query[] = {
    { .name = "name", .type = MEMBER_TEXT, .help = "文件名", .max = 200 },
    { .name = "day", .type = MEMBER_DAY, .help = "发布日期；默认网页写明的日期，没有的为今天" },
    { .name = "suspects", .type = MEMBER_FLAG, .help = "疑似的问题也列出" },
    { 0 },
};

static const struct member problem[] = {
    { .name = "line", .type = MEMBER_INT, .help = "第几行（段），从 1 起" },
    { .name = "at", .type = MEMBER_INT, .help = "该行中前面有几个字" },
    { .name = "where", .type = MEMBER_TEXT, .help = "位置：页、标题、段" },
    { .name = "kind", .type = MEMBER_TEXT, .help = "检查项" },
    { .name = "title", .type = MEMBER_TEXT, .help = "检查项名称" },
    { .name = "class", .type = MEMBER_TEXT, .help = "类型" },
    { .name = "wrong", .type = MEMBER_TEXT, .help = "错误之处；个人信息已遮盖" },
    { .name = "right", .type = MEMBER_TEXT, .help = "建议" },
    { .name = "excerpt", .type = MEMBER_TEXT, .help = "所在的一句" },
    { .name = "source", .type = MEMBER_TEXT, .help = "依据" },
    { .name = "level",
      .type = MEMBER_WORD,
      .help = "confirmed：确认；suspect：疑似",
      .words = "confirmed|suspect" },
    { .name = "is_serious", .type = MEMBER_FLAG, .help = "严重表述错误" },
    { .name = "score", .type = MEMBER_REAL, .help = "把握", .max = 1 },
    { 0 },
};

static const struct member reply[] = {
    { .name = "is_document", .type = MEMBER_FLAG, .help = "是文档，没有行号，看位置" },
    { .name = "unread",
      .type = MEMBER_TEXT,
      .help = "文档没有读完的原因，只检查了读到的部分；读完的为空" },
    { .name = "characters", .type = MEMBER_INT, .help = "读到的字数" },
    { .name = "missing", .type = MEMBER_TEXTS, .help = "没有检查的项目和原因" },
    { .name = "total", .type = MEMBER_INT, .help = "问题的个数" },
    { .name = "problems",
      .type = MEMBER_LIST,
      .help = "问题，按位置，至多 1000 个",
      .max = DRAFT_SHOWN_MAX,
      .of = problem },
    { 0 },
};

const struct endpoint endpoint_draft_check = {
    .summary = "发布前检查文稿",
    .help = "txt、html、docx、pdf、doc、xlsx、ofd 等，至多 32 MB，在受限的进程里打开；不保存内容，"
            "只在操作日志中记下谁检查了哪个文件、发现几处问题。",
    .query = query,
    .is_upload = true,
    .reply = reply,
    .lane = LANE_SLOW,
    .opens_own_transaction = true,
    .run = run_check,
};

const struct endpoint endpoint_draft_result = {
    .summary = "发布前检查文稿，结果为文档（.docx）",
    .help = "与 POST /draft 一样检查和记录，问题列在表中；文稿和结果都不保存。",
    .query = query,
    .is_upload = true,
    .reply_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    .lane = LANE_SLOW,
    .opens_own_transaction = true,
    .run = run_result,
};
