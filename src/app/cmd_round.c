/* Rounds: opened, watched, stated on, frozen, compared. */
#include "base/base.h"

#include "app/app.h"

#include "base/clock.h"
#include "base/options.h"
#include "desk/account_file.h"
#include "desk/round_desk.h"
#include "desk/round_rules.h"
#include "office/registry.h"
#include "report/columns.h"

#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { CODE_WIDTH = 14, VERDICT_WIDTH = 12 };

static const char usage[] =
    "用法：xunjian round 动作 [轮次…] [选项]…\n"
    "  new --title 名称 --from 日期 --to 日期    开始一轮：按 --sites、--accounts 的名单，\n"
    "                                            或者按 --run（默认最近一次巡检）的结果判定\n"
    "  run 轮次                                  巡检本轮名单；中断后再次运行会接着做\n"
    "  list                                      列出各轮\n"
    "  show 轮次                                 进度和各网站、账号的结论\n"
    "  state 轮次 --item W1.2 --outcome 有|无    人工认定；--site 只认定一个网站或账号，--points "
    "分值\n"
    "  freeze 轮次                               冻结结论、问题和各项版本，以后不再改变\n"
    "  compare 前一轮 后一轮                     比较两轮的结论和名单\n";

struct round_command {
    struct str store, title, sites, accounts, indicators, site, item, outcome, reason, by;
    int64_t run, from, to, percent, account_percent, seed, now;
    double points;
    bool help;
    int64_t ids[2];
    int n_ids;
    struct store *s;
    struct arena a;
};

static void command_done(struct round_command *c)
{
    store_closep(&c->s);
    arena_done(&c->a);
}

static enum rc need_ids(const struct round_command *c, int n, struct err *err)
{
    return c->n_ids == n ? RC_OK : err_set(err, RC_USAGE, "%s", usage);
}

static void tell_bad_rows(struct str file, const struct bad_row *bad, size_t n)
{
    for (size_t i = 0; i < n; i++)
        (void)fprintf(stderr, "%s 第 %zu 行：%.*s（此行已略过）\n", file.p, bad[i].line,
                      STR_ARG(bad[i].reason));
}

/* Its path from anywhere. */
static enum rc fix_path(struct round_command *c, struct str *path, struct err *err)
{
    char here[PATH_MAX];

    if (!path->n || path->p[0] == '/')
        return RC_OK;
    if (!getcwd(here, sizeof(here)))
        return err_set(err, RC_IO, "当前目录：%s", os_reason(errno));
    *path = arena_printf(&c->a, "%s/%.*s", here, STR_ARG(*path));
    return RC_OK;
}

/* The lists of the files. */
static enum rc read_lists(struct round_command *c, struct round *r, struct round_lists *out,
                          struct err *err)
{
    struct list_file sites = { 0 };
    struct account_file accounts = { 0 };
    enum rc rc = fix_path(c, &r->sites_file, err);

    if (!rc)
        rc = fix_path(c, &r->accounts_file, err);
    if (!rc && r->sites_file.n)
        rc = list_file_read(REGISTRY_SITES, r->sites_file.p, &c->a, &sites, err);
    if (!rc && r->accounts_file.n)
        rc = account_file_read(r->accounts_file.p, &c->a, &accounts, err);
    if (rc)
        return rc;
    tell_bad_rows(r->sites_file, sites.bad, sites.n_bad);
    tell_bad_rows(r->accounts_file, accounts.bad, accounts.n_bad);
    if (sites.n + accounts.accounts.n == 0)
        return err_set(err, RC_SYNTAX, "名单中没有一行可用");
    *out = (struct round_lists){ list_file_sites(&sites, &c->a), accounts.accounts };
    return RC_OK;
}

static enum rc note_registered(void *ctx, const struct registered *r, struct err *err)
{
    (void)r;
    (void)err;
    *(bool *)ctx = true;
    return RC_OK;
}

/* Lists that are given, a run that is given, the registry where there is one, else the newest run.
 */
static enum rc choose_over(struct round_command *c, enum round_over *over, struct err *err)
{
    bool has_registry = false;
    enum rc rc = RC_OK;

    if (c->sites.n || c->accounts.n) {
        *over = ROUND_OVER_LISTS;
        return RC_OK;
    }
    for (enum registry_kind kind = REGISTRY_SITES; !c->run && !rc && kind < REGISTRY_KINDS_N;
         kind++)
        rc = store_registered_each(c->s, kind, 0, note_registered, &has_registry, err);
    *over = has_registry ? ROUND_OVER_REGISTRY : ROUND_OVER_RUN;
    return rc;
}

static enum rc new_round(struct round_command *c, struct err *err)
{
    struct round r = { .title = c->title,
                       .from = day_of_time(c->from),
                       .to = day_of_time(c->to),
                       .run = c->run,
                       .indicators = c->indicators,
                       .percent = c->percent,
                       .account_percent = c->account_percent,
                       .seed = c->seed,
                       .created = c->now,
                       .by = c->by,
                       .sites_file = c->sites,
                       .accounts_file = c->accounts };
    struct round_lists lists = { 0 };
    enum round_over over = ROUND_OVER_RUN;
    const char *field;
    enum rc rc;

    if (c->n_ids || !c->title.n || !c->from || !c->to || c->from > c->to ||
        ((c->sites.n || c->accounts.n) && c->run))
        return err_set(err, RC_USAGE,
                       "new 需要 --title、--from、--to，且起止日期不颠倒；名单和 --run 不能同时给");
    if ((rc = choose_over(c, &over, err)) ||
        (over == ROUND_OVER_LISTS && (rc = read_lists(c, &r, &lists, err))) ||
        (rc = round_begin(c->s, over, app_data_path("indicator", &c->a), &lists, &r, &field, err)))
        return rc;
    if (over == ROUND_OVER_RUN)
        (void)printf("第 %" PRId64 " 轮：%.*s，第 %" PRId64 " 次巡检\n", r.id, STR_ARG(c->title),
                     r.run);
    else
        (void)printf("第 %" PRId64 " 轮：%.*s，接着运行 xunjian round run %" PRId64 "\n", r.id,
                     STR_ARG(c->title), r.id);
    return RC_OK;
}

static enum rc print_round(void *ctx, const struct round *r, struct err *err)
{
    char from[DAY_TEXT_BYTES], to[DAY_TEXT_BYTES];

    (void)ctx;
    (void)err;
    (void)printf("%4" PRId64 "  %s 至 %s  %s  ", r->id, day_text(r->from, from),
                 day_text(r->to, to), r->frozen ? "已冻结" : "未冻结");
    if (r->run)
        (void)printf("第 %" PRId64 " 次巡检", r->run);
    else
        (void)printf("尚未巡检");
    (void)printf("  %.*s  %.*s\n", STR_ARG(r->indicators), STR_ARG(r->title));
    return RC_OK;
}

static enum rc list(struct round_command *c, struct err *err)
{
    const enum rc rc = need_ids(c, 0, err);

    return rc ? rc : store_round_each(c->s, 0, print_round, NULL, err);
}

static void print_part(const char *title, const struct round_part *p)
{
    if (p->n == 0)
        return;
    (void)printf("%s %zu 个：合格 %zu，不合格 %zu，未能判定 %zu", title, p->n, p->n_pass, p->n_fail,
                 p->n_unknown);
    if (p->n_closed)
        (void)printf("，不在运行、不作判定 %zu", p->n_closed);
    (void)printf("\n");
}

static void print_state(const struct round *r, const struct round_state *t)
{
    const size_t n = t->sites.n + t->accounts.n;

    if (!round_is_whole(t))
        (void)printf("注意：本轮尚未完成，%zu 个网站（账号）中有 %zu 个没有巡检结果%s\n", n,
                     n - t->sites.n_results - t->accounts.n_results,
                     t->is_run_finished ? "" : "，巡检还没有结束");
    print_part("网站", &t->sites);
    print_part("政务新媒体", &t->accounts);
    (void)printf("问题 %zu 个：已确认 %zu，未复核 %zu", t->n_findings, t->n_confirmed,
                 t->n_findings - t->n_confirmed);
    if (r->frozen)
        (void)printf("，以前各轮已有 %zu", t->n_repeats);
    (void)printf("\n");
    if (r->percent < 100)
        (void)printf("范围：全部门户网站和不在运行的网站，其他各类网站的 %" PRId64
                     "%%（不足 1 个的算 1 个），"
                     "抽样种子 %" PRId64 "\n",
                     r->percent, r->seed);
    if (r->account_percent < 100 && t->accounts.n)
        (void)printf("范围：全部主账号和不在运行的账号，其他各类账号的 %" PRId64
                     "%%（不足 1 个的算 1 个），抽样种子 %" PRId64 "\n",
                     r->account_percent, r->seed);
}

static enum rc print_site(void *ctx, const struct round_site *site, struct err *err)
{
    AUTO(buf_done) struct buf line = { 0 };

    (void)ctx;
    (void)err;
    column_add(&line, site->code, CODE_WIDTH);
    column_add(&line, site->verdict.n ? site->verdict : STR("-"), VERDICT_WIDTH);
    (void)printf("%.*s\n", STR_ARG(buf_str(&line)));
    return RC_OK;
}

/* The round and the set that judges it while it is open. */
static enum rc open_round(struct round_command *c, struct round *r, struct indicator_set *set,
                          struct err *err)
{
    enum rc rc = need_ids(c, 1, err);

    if (!rc)
        rc = store_round_get(c->s, c->ids[0], &c->a, r, err);
    return rc ? rc : round_rules(app_data_path("indicator", &c->a), r, &c->a, set, err);
}

static enum rc show(struct round_command *c, struct err *err)
{
    struct indicator_set set;
    struct round_state state;
    struct round r;
    enum rc rc = open_round(c, &r, &set, err);

    if (!rc)
        rc = round_judge(c->s, &r, &set, NULL, &state, err);
    if (rc)
        return rc;
    (void)print_round(NULL, &r, err);
    print_state(&r, &state);
    return r.frozen ? store_round_each_site(c->s, r.id, print_site, NULL, err) : RC_OK;
}

static enum rc state(struct round_command *c, struct err *err)
{
    const bool is_fault = str_eq(c->outcome, STR("有"));
    struct indicator_set set;
    struct round r;
    const char *field;
    enum rc rc = open_round(c, &r, &set, err);

    if (rc)
        return rc;
    if (!is_fault && !str_eq(c->outcome, STR("无")))
        return err_set(err, RC_USAGE, "--outcome 只能是 有 或 无");

    const struct round_statement t = {
        .site = c->site,
        .item = c->item,
        .is_fault = is_fault,
        .points = c->points < 0 ? -1 : (int64_t)lround(c->points * QUANTITY_ONE),
        .reason = c->reason,
        .by = c->by,
        .at = c->now,
    };

    return round_state_add(c->s, &r, &set, &t, &field, err);
}

static enum rc freeze(struct round_command *c, struct err *err)
{
    struct indicator_set set;
    struct round_state state;
    struct round r;
    enum rc rc = open_round(c, &r, &set, err);

    if (!rc)
        rc = round_freeze(c->s, &r, &set, c->now, &state, err);
    if (rc)
        return rc;
    r.frozen = c->now;
    print_state(&r, &state);
    return RC_OK;
}

static enum rc compare(struct round_command *c, struct err *err)
{
    struct round_change *changes = NULL;
    size_t n = 0, n_moved = 0;
    enum rc rc = need_ids(c, 2, err);

    if (!rc)
        rc = round_compare(c->s, c->ids[0], c->ids[1], &c->a, &changes, &n, err);
    if (rc)
        return rc;
    for (size_t i = 0; i < n; i++)
        n_moved += !changes[i].before.n || !changes[i].now.n;
    if (n_moved)
        (void)printf("注意：两轮的名单不同，有 %zu 个网站（账号）只在其中一轮\n", n_moved);
    for (size_t i = 0; i < n; i++) {
        AUTO(buf_done) struct buf line = { 0 };

        column_add(&line, changes[i].site, CODE_WIDTH);
        column_add(&line, changes[i].before.n ? changes[i].before : STR("不在名单"), VERDICT_WIDTH);
        column_add(&line, changes[i].now.n ? changes[i].now : STR("不在名单"), VERDICT_WIDTH);
        (void)printf("%.*s\n", STR_ARG(buf_str(&line)));
    }
    if (n == 0)
        (void)puts("两轮的名单和结论相同");
    return RC_OK;
}

static const struct verb {
    const char *name;
    enum rc (*run)(struct round_command *c, struct err *err);
} verbs[] = {
    { "new", new_round }, { "list", list },     { "show", show },
    { "state", state },   { "freeze", freeze }, { "compare", compare },
};

static enum rc prepare(struct round_command *c, struct err *err)
{
    if (!c->now)
        c->now = clock_now();
    if (!c->by.n)
        c->by = app_user();
    if (!c->indicators.n)
        c->indicators = STR("national-2019");
    return store_open(c->store.n ? c->store : STR("sqlite:xunjian.db"), &c->s, err);
}

static enum rc run_verb(struct round_command *c, int n, char **words, struct err *err)
{
    for (int i = 1; i < n; i++)
        if (i > 2 || !str_to_i64(str_of(words[i]), 1, INT64_MAX, &c->ids[c->n_ids++]))
            return err_set(err, RC_USAGE, "“%s”不是轮次", words[i]);
    for (size_t i = 0; n && i < COUNT_OF(verbs); i++)
        if (strcmp(words[0], verbs[i].name) == 0) {
            const enum rc rc = prepare(c, err);

            return rc ? rc : verbs[i].run(c, err);
        }
    return err_set(err, RC_USAGE, "%s", usage);
}

int cmd_round(int argc, char **argv)
{
    AUTO(command_done)
    struct round_command c = { .percent = 100, .account_percent = 100, .points = -1 };
    const struct option options[] = {
        { "store", "URL", "结果库，默认 sqlite:xunjian.db", &c.store, OPTION_TEXT, 0, 0 },
        { "title", "TEXT", "名称，如 2026年第四季度", &c.title, OPTION_TEXT, 0, 0 },
        { "from", "DATE", "检查开始的日期", &c.from, OPTION_TIME, 0, 0 },
        { "to", "DATE", "检查结束的日期", &c.to, OPTION_TIME, 0, 0 },
        { "sites", "FILE", "网站名单（.csv 或 .xlsx）", &c.sites, OPTION_TEXT, 0, 0 },
        { "accounts", "FILE", "政务新媒体名单（.csv 或 .xlsx）", &c.accounts, OPTION_TEXT, 0, 0 },
        { "run", "ID", "第几次巡检；不给名单也不给它时按名录，没有名录时按最近一次", &c.run,
          OPTION_INT, 1, INT64_MAX },
        { "indicators", "NAME", "指标，默认 national-2019", &c.indicators, OPTION_TEXT, 0, 0 },
        { "sample", "N", "门户以外的网站抽查百分之几，默认 100", &c.percent, OPTION_INT, 1, 100 },
        { "sample-accounts", "N", "主账号以外的政务新媒体抽查百分之几，默认 100",
          &c.account_percent, OPTION_INT, 1, 100 },
        { "seed", "N", "抽样种子，默认 0；同一种子和名单抽出同样的网站和账号", &c.seed, OPTION_INT,
          0, INT64_MAX },
        { "site", "CODE", "只认定这个网站或账号", &c.site, OPTION_TEXT, 0, 0 },
        { "item", "ID", "认定的情形；无：也可以是整个指标", &c.item, OPTION_TEXT, 0, 0 },
        { "outcome", "有|无", "是否存在该情形", &c.outcome, OPTION_TEXT, 0, 0 },
        { "points", "N", "扣分或加分的分值，默认按指标", &c.points, OPTION_REAL, 0, 1000 },
        { "reason", "TEXT", "理由", &c.reason, OPTION_TEXT, 0, 0 },
        { "by", "NAME", "由谁作出，默认为登录的用户", &c.by, OPTION_TEXT, 0, 0 },
        { "now", "TIME", "按这个时间记录，默认为当前时间", &c.now, OPTION_TIME, 0, 0 },
        { "help", NULL, "显示本说明", &c.help, OPTION_FLAG, 0, 0 },
    };
    struct err err = { 0 };
    int status;

    if (argc && strcmp(argv[0], "run") == 0)
        return cmd_round_run(argc, argv);
    if (!app_options(options, COUNT_OF(options), usage, &argc, argv, &status))
        return status;
    return run_verb(&c, argc, argv, &err) ? app_fail(&err) : EXIT_DONE;
}
