/* The domains of sites, and what was found about them. */
#include "base/base.h"

#include "api/finding.h"
#include "api/replies.h"
#include "api/routes.h"
#include "api/scope.h"
#include "api/workbook.h"
#include "check/check.h"
#include "desk/domain_list.h"
#include "model/site.h"
#include "report/domain_sheet.h"
#include "web/call.h"
#include "web/short_list.h"

#define STATE_WORDS "运行|申请关停|已关停"
#define ROLE_OF_DOMAIN_WORDS "main|other|unknown"

static bool is_wanted(const struct call *c, const struct domain_line *line)
{
    const struct str word = call_query(c, "q"), state = call_query(c, "state");
    const struct str role = call_query(c, "role"), rule = call_query(c, "rule");

    if (word.n && str_find_nocase(line->domain, word) == STR_NONE &&
        !str_has(line->site_name, word) && !str_has(line->unit_name, word) &&
        !str_starts(line->site, word))
        return false;
    if (call_query_flag(c, "with_findings") && !line->n_findings)
        return false;
    if (rule.n && line->is_gov != str_eq(rule, STR("kept")))
        return false;
    return (!state.n || str_eq(state, line->state)) &&
           (!role.n || str_eq(role, str_of(domain_role_name(line->role))));
}

/* Those that the query asks for. */
static enum rc read_list(struct call *c, struct domain_list *out, struct err *err)
{
    int64_t unit = 0;
    size_t n = 0;
    enum rc rc = scope_unit(c, &unit, err);

    if (rc || (rc = domain_list_read(c->store, unit, c->a, out, err)))
        return rc;
    for (size_t i = 0; i < out->n; i++)
        if (is_wanted(c, &out->lines[i]))
            out->lines[n++] = out->lines[i];
    out->n = n;
    return RC_OK;
}

static const struct member finding_members[] = {
    { .name = "id", .type = MEMBER_HEX, .help = "问题编号" },
    { .name = "check", .type = MEMBER_TEXT, .help = "检查项" },
    { .name = "check_title", .type = MEMBER_TEXT, .help = "检查项名称" },
    { .name = "excerpt", .type = MEMBER_TEXT, .help = "内容" },
    { .name = "grade", .type = MEMBER_WORD, .help = "严重程度", .words = "veto|fault|notice" },
    { .name = "is_confirmed", .type = MEMBER_FLAG, .help = "已确认" },
    { 0 },
};
static const struct member item[] = {
    { .name = "domain", .type = MEMBER_TEXT, .help = "域名" },
    { .name = "role",
      .type = MEMBER_WORD,
      .help = "main 主域名，other 其他域名，unknown 首页跳转到的、没有登记的",
      .words = ROLE_OF_DOMAIN_WORDS },
    { .name = "is_gov", .type = MEMBER_FLAG, .help = "以 .gov.cn 或 .政务 结尾" },
    { .name = "site", .type = MEMBER_TEXT, .help = "网站标识码" },
    { .name = "site_name", .type = MEMBER_TEXT, .help = "网站名称" },
    { .name = "state", .type = MEMBER_WORD, .help = "网站状态", .words = STATE_WORDS },
    { .name = "unit", .type = MEMBER_OBJECT, .help = "所属单位", .of = reply_unit_name },
    { .name = "n_findings", .type = MEMBER_INT, .help = "仍存在的问题" },
    { .name = "findings", .type = MEMBER_LIST, .help = "仍存在的问题", .of = finding_members },
    { 0 },
};

static struct json *of_finding(const struct domain_finding *f)
{
    const struct check *check = check_find(f->check);
    struct json *to = json_new_object();

    reply_put_finding_id(to, "id", f->id);
    json_put_text(to, "check", f->check);
    json_put_text(to, "check_title", check ? str_of(check->title) : f->check);
    json_put_text(to, "excerpt", f->excerpt);
    json_put_str(to, "grade", str_of(grade_name(f->grade)));
    json_put_bool(to, "is_confirmed", f->is_confirmed);
    return to;
}

static struct json *of_line(const struct domain_line *line)
{
    struct json *to = json_new_object(), *findings = json_new_array();

    json_put_text(to, "domain", line->domain);
    json_put_str(to, "role", str_of(domain_role_name(line->role)));
    json_put_bool(to, "is_gov", line->is_gov);
    json_put_text(to, "site", line->site);
    json_put_text(to, "site_name", line->site_name);
    json_put_text(to, "state", line->state);
    reply_put_unit(to, line->unit, line->unit_name);
    json_put_int(to, "n_findings", (int64_t)line->n_findings);
    for (size_t i = 0; i < line->n_findings; i++)
        json_add(findings, of_finding(&line->findings[i]));
    json_put(to, "findings", findings);
    return to;
}

static enum rc run_list(struct call *c, struct err *err)
{
    struct domain_list list;
    struct json *items;
    int64_t as_of = 0;
    enum rc rc = scope_as_of(c, &as_of, err);

    if (rc || (rc = read_list(c, &list, err)))
        return rc;
    items = json_new_array();
    for (size_t i = 0; i < list.n; i++)
        json_add(items, of_line(&list.lines[i]));
    short_list_reply(c, items, as_of);
    return RC_OK;
}

static const struct member query[] = {
    SCOPE_UNIT_MEMBER,
    { .name = "q", .type = MEMBER_TEXT, .help = "域名、网站、单位中的字", .max = 100 },
    { .name = "state", .type = MEMBER_WORD, .help = "网站状态", .words = STATE_WORDS },
    { .name = "role", .type = MEMBER_WORD, .help = "类别", .words = ROLE_OF_DOMAIN_WORDS },
    { .name = "rule",
      .type = MEMBER_WORD,
      .help = "kept：以 .gov.cn 或 .政务 结尾；broken：不是",
      .words = "kept|broken" },
    { .name = "with_findings", .type = MEMBER_FLAG, .help = "有问题的：只要有问题的" },
    { 0 },
};

const struct endpoint endpoint_domain_list = {
    .summary = "网站的域名",
    .help = "名录中网站的主域名和其他域名，首页跳转到的未登记域名，以及仍存在的域名问题：不符合规定"
            "、关停"
            "后仍在使用、被他人使用。不写 sort 时按网站标识码。",
    .query = query,
    .reply = item,
    .is_list = true,
    .sort = "domain|-domain|site_name|-site_name|unit|-unit|state|-state|is_gov|-is_gov|n_findings|"
            "-n_findings",
    .run = run_list,
};

static enum rc write_sheet(struct call *c, const char *path, struct err *err)
{
    struct domain_list list;
    const enum rc rc = read_list(c, &list, err);

    return rc ? rc : domain_sheet_write(&list, path, err);
}

static enum rc run_sheet(struct call *c, struct err *err)
{
    return workbook_reply(c, "domains.xlsx", write_sheet, err);
}

const struct endpoint endpoint_domain_sheet = {
    .summary = "网站的域名（.xlsx）",
    .query = query,
    .reply_type = WORKBOOK_TYPE,
    .lane = LANE_SLOW,
    .run = run_sheet,
};
