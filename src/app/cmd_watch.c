/* Watching: visits on a schedule, outages as they happen, and what the record says. */
#include "base/base.h"

#include "app/app.h"

#include "app/network.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/options.h"
#include "desk/list_file.h"
#include "report/columns.h"
#include "watch/strip.h"
#include "watch/watch.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char usage[] =
    "用法：xunjian watch --sites sites.csv --out DIR [选项]…    持续监测，Ctrl-C 停止\n"
    "      xunjian watch show --sites sites.csv --out DIR      近 7 天的访问记录和中断情况\n";

enum {
    DAYS_SHOWN = 7,
    DAY_S = 24 * 3600,
    CELLS_A_DAY = 8, /* of the strip: three hours each */
    NAME_WIDTH = 24,
};

static volatile sig_atomic_t stop_asked;

static void ask_stop(int signal)
{
    (void)signal;
    stop_asked = 1;
}

struct watching {
    struct str sites, out, store, contact, site;
    struct texts connect_to, controls;
    int64_t every, keep, now;
    double rate;
    bool once, quiet, help, is_show;
    struct arena a;
    struct list_file registry;
    struct site_list list;
    struct check_set *checks;
    struct store *s;
    bool is_bar;    /* the progress line stands on the terminal */
    bool is_warned; /* of the one address */
};

static void watching_done(struct watching *w)
{
    store_closep(&w->s);
    check_set_freep(&w->checks);
    arena_done(&w->a);
}

static enum rc open_all(struct watching *w, struct err *err)
{
    const char *data = app_data_path("checks.yaml", &w->a);
    const struct str store =
        w->store.n ? w->store : arena_printf(&w->a, "sqlite:%.*s/xunjian.db", STR_ARG(w->out));
    enum rc rc;

    if ((rc = list_file_read(REGISTRY_SITES, w->sites.p, &w->a, &w->registry, err)) ||
        (rc = check_set_load(STR("site-unreachable"), data, &w->checks, err)))
        return rc;
    w->list = list_file_sites(&w->registry, &w->a);
    for (size_t i = 0; i < w->registry.n_bad; i++)
        (void)fprintf(stderr, "%s 第 %zu 行：%.*s（此行已略过）\n", w->sites.p,
                      w->registry.bad[i].line, STR_ARG(w->registry.bad[i].reason));
    if (w->is_show && access(w->out.p, F_OK))
        return err_set(err, RC_NOT_FOUND, "%s：没有这个目录，还没有监测过", w->out.p);
    if (!w->is_show && (rc = file_make_dir(w->out.p, 0755, err)))
        return rc;
    return store_open(store, &w->s, err);
}

/* ---- watching ---- */

static void clear_bar(struct watching *w)
{
    if (w->is_bar)
        (void)fprintf(stderr, "\r\033[K");
    w->is_bar = false;
}

/* "服务器返回错误状态 503" */
static struct str reason_of(struct watching *w, const struct outage *o)
{
    const char *title = reason_title(o->reason);

    return o->http_status ? arena_printf(&w->a, "%s %d", title, o->http_status) : str_of(title);
}

static void show_outage(void *ctx, const struct site *site, const struct outage *o)
{
    struct watching *w = ctx;
    char at[TIME_TEXT_BYTES];

    clear_bar(w);
    if (o->ended)
        (void)printf("%s  恢复  %.*s  %.*s\n", time_text(o->ended, at), STR_ARG(site->name),
                     STR_ARG(site->home));
    else
        (void)printf("%s  中断  %.*s  %.*s  连续 %d 次未能打开（%.*s）\n", time_text(o->began, at),
                     STR_ARG(site->name), STR_ARG(site->home), WATCH_ALARM_FAILURES,
                     STR_ARG(reason_of(w, o)));
    (void)fflush(stdout);
}

static void show_progress(void *ctx, const struct watch_progress *p)
{
    struct watching *w = ctx;

    if (p->needs_control && !w->is_warned) {
        clear_bar(w);
        (void)fprintf(stderr, "xunjian：%s\n", WATCH_NEEDS_CONTROL);
        w->is_warned = true;
    }
    if (w->quiet || !isatty(STDERR_FILENO))
        return;
    w->is_bar = true;
    (void)fprintf(stderr, "\r监测 %zu 个网站：打开 %zu，中断 %zu，其他 %zu；已访问 %llu 次\033[K",
                  p->n_sites, p->n_open, p->n_down, p->n_else, (unsigned long long)p->n_tries);
    (void)fflush(stderr);
}

static enum rc watch(struct watching *w, struct err *err)
{
    const struct sigaction stop = { .sa_handler = ask_stop };
    struct watch_options o = { .sites = &w->list,
                               .gap_s = w->every,
                               .once = w->once,
                               .keep_days = w->keep,
                               .controls = w->controls.text,
                               .n_controls = w->controls.n,
                               .stop = &stop_asked,
                               .on_outage = show_outage,
                               .on_progress = show_progress,
                               .ctx = w };
    enum rc rc;

    if ((rc = open_all(w, err)) || (rc = network_connect_to(&w->connect_to, &w->a, &o.fetch, err)))
        return rc;
    (void)sigaction(SIGINT, &stop, NULL);
    (void)sigaction(SIGTERM, &stop, NULL);
    o.fetch.user_agent = network_user_agent(w->contact, &w->a);
    o.fetch.rate = w->rate;
    o.dir = w->out.p;
    o.store = w->s;
    o.rule = visit_rule_of(w->checks);
    rc = watch_run(&o, err);
    if (w->is_bar)
        (void)fprintf(stderr, "\n");
    return rc;
}

/* ---- what the record says ---- */

/* A cell of the strip: nobody looked, it could not be told, opened, failed now and then, always. */
static const char *cell(const struct strip_cell *c)
{
    if (!c->n)
        return "·";
    if (!c->n_known)
        return "?";
    return !c->n_failed ? "▁" : c->n_failed < c->n_known ? "▄" : "█";
}

static void print_record(const struct visit_rule *rule, const struct attempt *tries, size_t n,
                         int64_t now)
{
    const int64_t span = DAY_S / CELLS_A_DAY;
    const struct visit_record week = visits_count(rule, tries, n, now);
    struct strip_cell cells[DAYS_SHOWN * CELLS_A_DAY];
    const struct strip_cell all = strip_fill(rule, tries, n, now + 1 - DAYS_SHOWN * (int64_t)DAY_S,
                                             span, cells, COUNT_OF(cells));

    for (size_t i = 0; i < COUNT_OF(cells); i++)
        (void)printf("%s%s", cell(&cells[i]), (i + 1) % CELLS_A_DAY ? "" : " ");
    (void)printf(" 访问 %zu 次，失败 %zu 次", all.n, all.n_failed);
    if (all.n > all.n_known)
        (void)printf("，不计 %zu 次", all.n - all.n_known);
    if (all.n_known)
        (void)printf("，占 %.1f%%", 100.0 * (double)all.n_failed / (double)all.n_known);
    if (!visits_are_enough(rule, &week))
        (void)printf("；记录 %lld 天，满 %lld 天方可认定", (long long)week.days,
                     (long long)rule->days);
    (void)printf("\n");
}

static enum rc print_outage(void *ctx, const struct outage *o, struct err *err)
{
    char began[TIME_TEXT_BYTES], ended[TIME_TEXT_BYTES];

    (void)err;
    (void)printf("    中断 %s 至 %s  %.*s\n", time_text(o->began, began),
                 o->ended ? time_text(o->ended, ended) : "现在", STR_ARG(reason_of(ctx, o)));
    return RC_OK;
}

static enum rc show(struct watching *w, struct err *err)
{
    const int64_t now = w->now ? w->now : clock_now();
    const int64_t from = now - DAYS_SHOWN * (int64_t)DAY_S;
    enum rc rc = open_all(w, err);
    size_t n_shown = 0;

    if (rc)
        return rc;

    const struct visit_rule rule = visit_rule_of(w->checks);

    for (size_t i = 0; i < w->list.n && !rc; i++) {
        const struct site *site = &w->list.sites[i];
        AUTO(buf_done) struct buf line = { 0 };
        const struct attempt *tries;
        size_t n = 0;

        if (site->state != SITE_RUNNING || (w->site.n && !str_eq(w->site, site->code)))
            continue;
        if ((rc = store_probes_read(w->s, site->code, from, now + 1, &w->a, &tries, &n, err)))
            break;
        column_add(&line, site->name, NAME_WIDTH);
        (void)printf("%.*s %.*s ", STR_ARG(site->code), STR_ARG(buf_str(&line)));
        print_record(&rule, tries, n, now);
        rc = store_outages_each(w->s, site->code, from, now + 1, print_outage, w, err);
        n_shown++;
    }
    if (!rc && !n_shown)
        return err_set(err, RC_NOT_FOUND, "名单中没有这个网站，或它不在运行");
    if (!rc)
        (void)printf(
            "▁ 打开  ▄ 时有失败  █ 打不开  ? 不能判断  · 没有访问（每格 3 小时，右端为现在）\n");
    return rc;
}

int cmd_watch(int argc, char **argv)
{
    AUTO(watching_done) struct watching w = { .rate = 2, .every = WATCH_GAP_S, .keep = 400 };
    const struct option options[] = {
        { "sites", "FILE", "网站名单（.csv 或 .xlsx）", &w.sites, OPTION_TEXT, 0, 0 },
        { "out", "DIR", "输出目录，与 inspect 相同；巡检时据这里的记录判定站点无法访问", &w.out,
          OPTION_TEXT, 0, 0 },
        { "store", "URL", "结果库，默认 sqlite:DIR/xunjian.db", &w.store, OPTION_TEXT, 0, 0 },
        { "every", "秒", "每个网站两次访问的间隔，默认 300（每天 288 次，规定不少于 20 次）",
          &w.every, OPTION_INT, 1, 4320 },
        { "once", NULL, "每个网站访问一次就结束", &w.once, OPTION_FLAG, 0, 0 },
        { "control", "URL",
          "对照网址：打不开时用它判断是否本机网络的问题（可多次）；默认用名单中其他服务器上的网站",
          &w.controls, OPTION_TEXTS, 0, 0 },
        { "keep", "天", "访问记录保留天数，默认 400，0 为一直保留", &w.keep, OPTION_INT, 0, 36500 },
        { "rate", "N", "对同一服务器地址每秒请求数，默认 2（0 不限，只对本机地址有效）", &w.rate,
          OPTION_REAL, 0, 1000 },
        { "connect-to", "H:P:H:P", "把某主机端口的连接转到另一处（同 curl，可多次）", &w.connect_to,
          OPTION_TEXTS, 0, 0 },
        { "contact", "TEXT", "写进 User-Agent 的联系方式", &w.contact, OPTION_TEXT, 0, 0 },
        { "site", "CODE", "show：只看一个网站", &w.site, OPTION_TEXT, 0, 0 },
        { "now", "TIME", "show：截至何时，默认现在", &w.now, OPTION_TIME, 0, 0 },
        { "quiet", NULL, "不显示进度", &w.quiet, OPTION_FLAG, 0, 0 },
        { "help", NULL, "显示本说明", &w.help, OPTION_FLAG, 0, 0 },
    };
    struct err err = { 0 };
    enum rc rc;
    int status;

    if (!app_options(options, COUNT_OF(options), usage, &argc, argv, &status))
        return status;

    w.is_show = argc == 1 && strcmp(argv[0], "show") == 0;
    if (argc != w.is_show || !w.sites.n || !w.out.n)
        rc = err_set(&err, RC_USAGE, "%s", usage);
    else
        rc = w.is_show ? show(&w, &err) : watch(&w, &err);
    return rc ? app_fail(&err) : EXIT_DONE;
}
