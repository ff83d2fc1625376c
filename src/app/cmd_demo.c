/* The demo county: served on loopback by the program itself, then inspected as any county is. */
#include "base/base.h"

#include "app/app.h"

#include "app/inspect.h"
#include "base/file.h"
#include "base/options.h"
#include "loopback/local.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* Between the tries at a home page that does not open: nobody recovers here in ten seconds. */
enum { TRY_GAP_MS = 200, CONNECTIONS = 32 };

struct demo {
    struct arena a;
    const char *dir; /* the county's folder */
    struct str out, county, checks, browser;
    int64_t port;
    bool serve_only, quiet, help;
    struct local_server *server;
};

static void demo_done(struct demo *d)
{
    local_server_stopp(&d->server);
    arena_done(&d->a);
}

static void print_connection(const struct demo *d, FILE *to)
{
    if (local_server_tls_port(d->server))
        (void)fprintf(to, "--connect-to :443:127.0.0.1:%u ", local_server_tls_port(d->server));
    (void)fprintf(to, "--connect-to :80:127.0.0.1:%u", local_server_port(d->server));
}

/* The authority behind the county's good certificates, for those who come from outside. */
static enum rc write_ca(const struct demo *d, const char *path, struct err *err)
{
    const struct str pem = local_server_ca(d->server);
    FILE *f = pem.n ? fopen(path, "wb") : NULL;

    if (!pem.n)
        return RC_OK;
    if (!f)
        return err_set(err, RC_IO, "%s：%s", path, os_reason(errno));

    const bool is_written = fwrite(pem.p, 1, pem.n, f) == pem.n;

    if (fclose(f) || !is_written)
        return err_set(err, RC_IO, "%s：写入失败", path);
    return RC_OK;
}

/* Until somebody ends it. */
static enum rc serve(struct demo *d, struct err *err)
{
    sigset_t ends;
    int signal;

    (void)sigemptyset(&ends);
    (void)sigaddset(&ends, SIGINT);
    (void)sigaddset(&ends, SIGTERM);
    if (sigprocmask(SIG_BLOCK, &ends, NULL))
        return err_set(err, RC_IO, "信号无法设置：%s", os_reason(errno));

    const enum rc rc = local_server_start(d->dir, (uint16_t)d->port, &d->server, err);

    if (rc)
        return rc;
    (void)printf("演示县已在本机运行，按 Ctrl-C 结束。\n\n巡检它：\n"
                 "  xunjian inspect --sites %s/sites.csv --out DIR --now 2026-11-20 --rate 0 ",
                 d->dir);
    print_connection(d, stdout);
    (void)printf("\n看一页：\n  curl http://www.yunxixian.gov.cn/ ");
    print_connection(d, stdout);
    (void)puts("");
    (void)fflush(stdout);
    (void)sigwait(&ends, &signal);
    return RC_OK;
}

static struct connect_to rule(struct demo *d, const char *from_port, uint16_t to_port)
{
    return (struct connect_to){
        .from_port = str_of(from_port),
        .to_host = STR("127.0.0.1"),
        .to_port = arena_printf(&d->a, "%u", to_port),
    };
}

static int inspect(struct demo *d, struct err *err)
{
    const char *out = d->out.n ? d->out.p : "demo-out";
    const char *ca = arena_printf(&d->a, "%s/demo-ca.pem", out).p;

    if (local_server_start(d->dir, (uint16_t)d->port, &d->server, err))
        return app_fail(err);
    if (file_make_dir(out, 0755, err) || write_ca(d, ca, err))
        return app_fail(err);

    /* A county may have words to clean up. */
    const struct str words = arena_printf(&d->a, "%s/words.txt", d->dir);
    const bool has_words = access(words.p, R_OK) == 0;

    /* ... articles that all are to carry, */
    const char *articles = arena_printf(&d->a, "%s/articles.csv", d->dir).p;

    /* ... and new-media accounts; one of accounts alone has no list of sites. */
    const char *sites = arena_printf(&d->a, "%s/sites.csv", d->dir).p;
    const char *accounts = arena_printf(&d->a, "%s/accounts.csv", d->dir).p;
    const bool has_accounts = access(accounts, R_OK) == 0;

    /* The first rule that fits counts; a county without https needs only the second one. */
    const bool has_tls = local_server_tls_port(d->server) != 0;
    const struct connect_to rules[] = {
        rule(d, "443", local_server_tls_port(d->server)),
        rule(d, "", local_server_port(d->server)),
    };
    const int status = inspect_run(&(struct inspect_options){
        .sites_file = has_accounts && access(sites, R_OK) ? NULL : sites,
        .accounts_file = has_accounts ? accounts : NULL,
        .out_dir = out,
        .checks = d->checks,
        .words = &words,
        .n_words = has_words ? 1 : 0,
        .articles = access(articles, R_OK) ? NULL : articles,
        .now = local_server_now(d->server),
        .fetch = { .user_agent = "xunjian/" XJ_VERSION,
                   .rate = 0,
                   .n_per_address = CONNECTIONS,
                   .connect_to = has_tls ? rules : &rules[1],
                   .n_connect_to = has_tls ? 2 : 1,
                   .ca_file = has_tls ? ca : NULL },
        .n_tries = 3,
        .try_gap_ms = TRY_GAP_MS,
        .browser = d->browser.n ? d->browser : STR("off"),
        .quiet = d->quiet,
    });

    if (status == EXIT_DONE && !d->quiet)
        (void)printf("\n结果：%s/index.html\n", out);
    return status;
}

int cmd_demo(int argc, char **argv)
{
    AUTO(demo_done) struct demo d = { 0 };
    const struct option options[] = {
        { "out", "DIR", "输出目录，默认 demo-out", &d.out, OPTION_TEXT, 0, 0 },
        { "serve", NULL, "只提供演示县的网站，不巡检", &d.serve_only, OPTION_FLAG, 0, 0 },
        { "port", "N", "http 端口，默认由系统选择", &d.port, OPTION_INT, 0, 65535 },
        { "county", "DIR", "另一个演示县的目录（docs/fixtures.md）", &d.county, OPTION_TEXT, 0, 0 },
        { "checks", "ID,…", "只做这些检查", &d.checks, OPTION_TEXT, 0, 0 },
        { "browser", "auto|off|PATH",
          "用浏览器打开由脚本生成的页面（同 inspect），默认 off：结果在每台机器上相同", &d.browser,
          OPTION_TEXT, 0, 0 },
        { "quiet", NULL, "不显示进度和汇总表", &d.quiet, OPTION_FLAG, 0, 0 },
        { "help", NULL, "显示本说明", &d.help, OPTION_FLAG, 0, 0 },
    };
    struct err err = { 0 };
    int status;

    if (!app_options(options, COUNT_OF(options), "用法：xunjian demo [选项]…\n", &argc, argv,
                     &status))
        return status;
    if (argc) {
        (void)err_set(&err, RC_USAGE, "用法：xunjian demo [选项]…（--help 列出所有选项）");
        return app_fail(&err);
    }
    d.dir = d.county.n ? d.county.p : app_data_path("demo", &d.a);
    if (!d.serve_only)
        return inspect(&d, &err);
    return serve(&d, &err) ? app_fail(&err) : EXIT_DONE;
}
