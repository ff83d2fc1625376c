/* The registry of sites and of accounts: listed, shown, set, imported, exported. */
#include "base/base.h"

#include "app/app.h"
#include "app/site_schedule.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/options.h"
#include "desk/registry_desk.h"
#include "office/removal.h"
#include "office/unit.h"
#include "report/columns.h"
#include "store/site_query.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { CODE_WIDTH = 12, NAME_WIDTH = 36, WORD_WIDTH = 14, TITLE_WIDTH = 14 };

static const char usage_sites[] =
    "用法：xunjian site 动作 [选项]…\n"
    "  list                      列出网站；--unit、--region、--word 缩小范围\n"
    "  show 标识码               一个网站的各项、所属单位和变更记录\n"
    "  set 标识码 项目=值…       修改；项目如 首页网址、其他域名\n"
    "  state 标识码 状态         运行、申请关停、已关停；--date 日期 --filing 文件\n"
    "  move 标识码 --unit 编号   划归另一个单位\n"
    "  remove 标识码             删除登记有误的：从来没有巡检过，也没有轮次、报备涉及它\n"
    "  import FILE               预览名单与名录的差别；加 --yes 写入\n"
    "  export --file FILE        按导入的各列写出名录\n"
    "  schedule [标识码] [项目=值…]  定时巡检：全部的或一个网站的；不写项目时显示\n"
    "  units                     列出单位\n"
    "  unit 名称                 添加单位；--under 上级编号 --region 区划 --office\n";
static const char usage_accounts[] =
    "用法：xunjian account 动作 [选项]…\n"
    "  list                      列出新媒体账号；--unit、--region、--word 缩小范围\n"
    "  show 账号                 一个账号的各项、所属单位和变更记录；账号写作 账号类型:账号标识\n"
    "  set 账号 项目=值…         修改；项目如 数据源、备案名称\n"
    "  state 账号 状态           运行、申请注销、已注销；--date 日期 --filing 文件\n"
    "  move 账号 --unit 编号     划归另一个单位\n"
    "  remove 账号               删除登记有误的：从来没有巡检过，也没有轮次、报备涉及它\n"
    "  import FILE               预览名单与名录的差别；加 --yes 写入\n"
    "  export --file FILE        按导入的各列写出名录\n";

struct site_command {
    enum registry_kind kind;
    const char *usage;
    struct str store, region, word, file, by, filing;
    int64_t unit, under, now, date;
    bool yes, office, help;
    struct str *words; /* after the verb */
    size_t n_words;
    struct store *s;
    struct arena a;
    struct registrar who;
};

static void command_done(struct site_command *c)
{
    store_closep(&c->s);
    arena_done(&c->a);
}

static enum rc need_words(const struct site_command *c, size_t n, struct err *err)
{
    return c->n_words == n ? RC_OK : err_set(err, RC_USAGE, "%s", c->usage);
}

/* ---- showing ---- */

static enum rc list(struct site_command *c, struct err *err)
{
    const struct site_query q = {
        .kind = c->kind, .unit = c->unit, .region = c->region, .text = c->word
    };
    struct site_lines lines;
    enum rc rc = need_words(c, 0, err);

    if (!rc)
        rc = store_sites(c->s, &q, &c->a, &lines, err);
    for (size_t i = 0; !rc && i < lines.n; i++) {
        AUTO(buf_done) struct buf out = { 0 };
        const struct site_line *s = &lines.sites[i];

        column_add(&out, s->code, c->kind == REGISTRY_SITES ? CODE_WIDTH : NAME_WIDTH);
        column_add(&out, s->name, NAME_WIDTH);
        column_add(&out, s->is_listed ? s->state : STR("未入名录"), WORD_WIDTH);
        column_add(&out, s->has_result ? s->verdict : STR("无结果"), WORD_WIDTH);
        column_add(&out, s->unit_name, NAME_WIDTH);
        (void)printf("%.*s\n", STR_ARG(buf_str(&out)));
    }
    return rc;
}

static void print_field(struct str title, struct str value)
{
    AUTO(buf_done) struct buf out = { 0 };

    column_add(&out, title, TITLE_WIDTH);
    buf_add_char(&out, ' ');
    buf_add(&out, value);
    (void)printf("%.*s\n", STR_ARG(buf_str(&out)));
}

static enum rc print_change(void *ctx, const struct registry_change *change, struct err *err)
{
    char at[TIME_TEXT_BYTES];
    const enum registry_kind *kind = ctx;
    size_t field;
    const bool is_field = registry_field_of(*kind, change->field, &field);

    (void)err;
    (void)printf(
        "%s  %.*s  %.*s：“%.*s”改为“%.*s”\n", time_text(change->at, at), STR_ARG(change->by),
        STR_ARG(is_field ? str_of(registry_form(*kind)->fields[field].title) : change->field),
        STR_ARG(change->old), STR_ARG(change->now));
    return RC_OK;
}

/* An id of the other kind names nothing here. */
static enum rc need_id(const struct site_command *c, struct err *err)
{
    return registry_kind_of(c->words[0]) == c->kind
               ? RC_OK
               : err_set(err, RC_NOT_FOUND, "没有%s %.*s", registry_form(c->kind)->noun,
                         STR_ARG(c->words[0]));
}

static enum rc read_one(struct site_command *c, struct registered *out, struct err *err)
{
    const enum rc rc = need_id(c, err);

    return rc ? rc : store_registered_read(c->s, 0, c->words[0], &c->a, out, err);
}

static enum rc show(struct site_command *c, struct err *err)
{
    struct registered r;
    char day[DAY_TEXT_BYTES];
    enum rc rc = need_words(c, 1, err);

    if (!rc)
        rc = read_one(c, &r, err);
    if (rc)
        return rc;
    for (size_t i = 0; i < registry_form(c->kind)->n_fields; i++)
        print_field(str_of(registry_form(c->kind)->fields[i].title), r.row.values[i]);
    print_field(STR("状态日期"), str_of(day_text(r.state_day, day)));
    print_field(STR("文件"), r.filing);
    print_field(STR("所属单位"),
                arena_printf(&c->a, "%" PRId64 " %.*s", r.unit, STR_ARG(r.unit_name)));
    return store_registered_history(c->s, r.row.id, print_change, &c->kind, err);
}

static enum rc print_unit(void *ctx, const struct unit *unit, struct err *err)
{
    (void)ctx;
    (void)err;
    (void)printf("%6" PRId64 "  上级 %6" PRId64 "  %-6.*s  %s  %.*s\n", unit->id, unit->parent,
                 STR_ARG(unit->region), unit->is_office ? "监管" : "主办", STR_ARG(unit->name));
    return RC_OK;
}

static enum rc list_units(struct site_command *c, struct err *err)
{
    const enum rc rc = need_words(c, 0, err);

    return rc ? rc : store_unit_each(c->s, c->unit ? c->unit : UNIT_TOP, print_unit, NULL, err);
}

/* ---- changing ---- */

static enum rc add_unit(struct site_command *c, struct err *err)
{
    struct unit unit = { .parent = c->under ? c->under : UNIT_TOP,
                         .region = c->region,
                         .is_office = c->office };
    int64_t id = 0;
    enum rc rc = need_words(c, 1, err);

    if (rc)
        return rc;
    unit.name = c->words[0];
    rc = store_unit_add(c->s, &unit, &id, err);
    if (!rc)
        (void)printf("单位 %" PRId64 "：%.*s\n", id, STR_ARG(unit.name));
    return rc;
}

static enum rc set(struct site_command *c, struct err *err)
{
    struct registry_value *values = arena_array(&c->a, struct registry_value, c->n_words);
    size_t n_changed = 0;
    enum rc rc;

    if (c->n_words < 2)
        return err_set(err, RC_USAGE, "%s", c->usage);
    if ((rc = need_id(c, err)))
        return rc;
    for (size_t i = 1; i < c->n_words; i++) {
        struct str name;

        if (!str_cut(c->words[i], '=', &name, &values[i - 1].value) ||
            !registry_field_of(c->kind, name, &values[i - 1].field))
            return err_set(err, RC_USAGE, "“%.*s”应写成 项目=值，项目如 名单各列的名称",
                           STR_ARG(c->words[i]));
    }
    rc = registry_set(c->s, c->words[0], values, c->n_words - 1, &c->who, &n_changed, err);
    if (!rc)
        (void)printf("修改 %zu 项\n", n_changed);
    return rc;
}

static enum rc set_state(struct site_command *c, struct err *err)
{
    enum rc rc = need_words(c, 2, err);

    if (!rc)
        rc = need_id(c, err);
    return rc ? rc
              : store_registered_set_state(c->s, c->words[0], c->words[1],
                                           c->date ? day_of_time(c->date) : DAY_NONE, c->filing,
                                           &c->who, err);
}

static enum rc move(struct site_command *c, struct err *err)
{
    enum rc rc = need_words(c, 1, err);

    if (!rc && !c->unit)
        rc = err_set(err, RC_USAGE, "move 需要 --unit 编号（xunjian site units 列出）");
    if (!rc)
        rc = need_id(c, err);
    return rc ? rc : store_registered_move(c->s, c->words[0], c->unit, &c->who, err);
}

static enum rc take_back(struct site_command *c, struct err *err)
{
    enum rc rc = need_words(c, 1, err);

    if (!rc)
        rc = need_id(c, err);
    return rc ? rc : store_registered_remove(c->s, c->words[0], &c->who, err);
}

/* ---- lists ---- */

static void print_row(const char *before, const struct registry_row *row, const char *after)
{
    (void)printf("%s %.*s %.*s%s\n", before, STR_ARG(row->id), STR_ARG(registry_name(row)), after);
}

static void print_preview(const struct site_command *c, const struct registry_preview *p)
{
    const struct registry_form *form = registry_form(c->kind);

    for (size_t i = 0; i < p->n_bad; i++)
        (void)fprintf(stderr, "%.*s 第 %zu 行：%.*s（此行已略过）\n", STR_ARG(c->words[0]),
                      p->bad[i].line, STR_ARG(p->bad[i].reason));
    for (size_t i = 0; i < p->n_added; i++)
        print_row("新增", &p->added[i].row, "");
    for (size_t i = 0; i < p->n_changed; i++)
        for (size_t k = 0; k < p->changed[i].n_changed; k++) {
            const struct registry_difference *d = &p->changed[i];
            const size_t field = d->changed[k];

            (void)printf("修改 %.*s %s：“%.*s”改为“%.*s”\n", STR_ARG(d->row.id),
                         form->fields[field].title, STR_ARG(d->before.values[field]),
                         STR_ARG(d->row.values[field]));
        }
    for (size_t i = 0; i < p->n_absent; i++)
        print_row("名单中没有", &p->absent[i], "（名录中保留）");
    (void)printf("新增 %zu 个，修改 %zu 个，未变 %zu 个，名单中没有 %zu 个，有误 %zu 行\n",
                 p->n_added, p->n_changed, p->n_unchanged, p->n_absent, p->n_bad);
}

static enum rc import(struct site_command *c, struct err *err)
{
    AUTO(buf_done) struct buf bytes = { 0 };
    struct registry_preview p;
    enum rc rc = need_words(c, 1, err);

    if (!rc)
        rc = file_read(c->words[0].p, LIST_BYTES_MAX, &bytes, err);
    if (!rc)
        rc = registry_preview(c->s, c->kind, buf_str(&bytes), &c->a, &p, err);
    if (!rc && c->yes)
        rc = registry_import(c->s, c->kind, buf_str(&bytes), str_of(p.token), &c->who, &c->a, &p,
                             err);
    if (rc)
        return rc;
    print_preview(c, &p);
    (void)puts(c->yes ? "已写入名录" : "这是预览，没有写入；加 --yes 写入");
    return RC_OK;
}

static enum rc export_list(struct site_command *c, struct err *err)
{
    AUTO(buf_done) struct buf out = { 0 };
    AUTO(file_closep) FILE *f = NULL;
    enum rc rc = need_words(c, 0, err);

    if (!rc && !c->file.n)
        return err_set(err, RC_USAGE, "export 需要 --file FILE");
    if (!rc)
        rc = registry_export(c->s, c->kind, c->unit, &out, err);
    if (rc)
        return rc;
    f = fopen(c->file.p, "wb");
    if (!f || fwrite(out.p, 1, out.n, f) != out.n || fflush(f))
        return err_set(err, RC_IO, "%s：写入失败（%s）", c->file.p, os_reason(errno));
    return RC_OK;
}

static enum rc schedule(struct site_command *c, struct err *err)
{
    return site_schedule(c->s, c->words, c->n_words, &c->who, err);
}

static const struct verb {
    const char *name;
    enum rc (*run)(struct site_command *c, struct err *err);
} verbs[] = {
    { "list", list },       { "show", show },          { "set", set },
    { "state", set_state }, { "move", move },          { "remove", take_back },
    { "import", import },   { "export", export_list }, { "units", list_units },
    { "unit", add_unit },   { "schedule", schedule },
};
enum { VERBS_OF_SITES = 3 /* the last ones; they stand with the sites */ };

static enum rc run_verb(struct site_command *c, int n, char **words, struct err *err)
{
    const size_t n_verbs = COUNT_OF(verbs) - (c->kind == REGISTRY_SITES ? 0 : VERBS_OF_SITES);

    c->words = arena_array(&c->a, struct str, (size_t)n + 1);
    for (int i = 1; i < n; i++)
        c->words[c->n_words++] = str_of(words[i]);
    c->who = (struct registrar){ .by = c->by.n ? c->by : app_user(),
                                 .at = c->now ? c->now : clock_now() };
    for (size_t i = 0; n && i < n_verbs; i++)
        if (strcmp(words[0], verbs[i].name) == 0) {
            const enum rc rc =
                store_open(c->store.n ? c->store : STR("sqlite:xunjian.db"), &c->s, err);

            return rc ? rc : verbs[i].run(c, err);
        }
    return err_set(err, RC_USAGE, "%s", c->usage);
}

static int run(enum registry_kind kind, const char *usage, int argc, char **argv)
{
    AUTO(command_done) struct site_command c = { .kind = kind, .usage = usage };
    const struct option options[] = {
        { "store", "URL", "结果库，默认 sqlite:xunjian.db", &c.store, OPTION_TEXT, 0, 0 },
        { "unit", "ID", "单位（含下级单位）", &c.unit, OPTION_INT, 1, INT64_MAX },
        { "region", "CODE", "行政区划，可只写前几位", &c.region, OPTION_TEXT, 0, 0 },
        { "word", "TEXT", "标识码、名称、网址或单位中有这些字", &c.word, OPTION_TEXT, 0, 0 },
        { "file", "FILE", "写到这个文件", &c.file, OPTION_TEXT, 0, 0 },
        { "date", "DATE", "状态从哪一天起", &c.date, OPTION_TIME, 0, 0 },
        { "filing", "TEXT", "批准或备案的文件", &c.filing, OPTION_TEXT, 0, 0 },
        { "under", "ID", "上级单位，默认最上级", &c.under, OPTION_INT, 1, INT64_MAX },
        { "office", NULL, "是监管单位", &c.office, OPTION_FLAG, 0, 0 },
        { "yes", NULL, "写入", &c.yes, OPTION_FLAG, 0, 0 },
        { "by", "NAME", "由谁修改，默认为登录的用户", &c.by, OPTION_TEXT, 0, 0 },
        { "now", "TIME", "按这个时间记录，默认为当前时间", &c.now, OPTION_TIME, 0, 0 },
        { "help", NULL, "显示本说明", &c.help, OPTION_FLAG, 0, 0 },
    };
    struct err err = { 0 };
    int status;

    if (!app_options(options, COUNT_OF(options), usage, &argc, argv, &status))
        return status;
    return run_verb(&c, argc, argv, &err) ? app_fail(&err) : EXIT_DONE;
}

int cmd_site(int argc, char **argv)
{
    return run(REGISTRY_SITES, usage_sites, argc, argv);
}

int cmd_account(int argc, char **argv)
{
    return run(REGISTRY_ACCOUNTS, usage_accounts, argc, argv);
}
