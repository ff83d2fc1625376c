/* The office: pages and API for the day's work. */
#include "base/base.h"

#include "api/opening.h"
#include "api/routes.h"
#include "app/app.h"
#include "app/crawl_child.h"
#include "app/first_user.h"
#include "app/lexicons.h"
#include "app/network.h"
#include "app/rules.h"
#include "app/watch_child.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"
#include "base/options.h"
#include "desk/round_memo.h"
#include "proof/folded.h"
#include "watch/watch.h"
#include "web/family.h"
#include "web/openapi.h"
#include "web/opener.h"
#include "web/server.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

enum { TICK_MS = 1000, SPARE_FILES = 256, ATTACHMENT_BYTES_MAX = 64 << 20 };

struct serve_command {
    struct str dir, listen, cert, key, web, contact, browser;
    struct texts connect_to, controls;
    int64_t now, connections, per_address, max_pages, jobs;
    double rate;
    bool behind_proxy, log_json, openapi, help;
    struct arena a;
    int fd;
    int64_t offset_s;
    struct str store_url;
    struct office_place place;
    struct proof_data proof;
    struct opener *opener;
    struct crawl_options crawl;
    struct watch_child_options watch;
};

/* ---- the socket ---- */

/* "127.0.0.1:8080", "[::1]:8080" */
static enum rc split_address(struct serve_command *c, struct str *host, struct str *port,
                             struct err *err)
{
    const struct str s = c->listen;
    size_t colon = s.n;
    int64_t number;

    while (colon && s.p[colon - 1] != ':')
        colon--;
    *port = arena_copy(&c->a, str_skip(s, colon));
    *host = arena_copy(&c->a, str_sub(s, 0, colon ? colon - 1 : 0));
    if (str_starts(*host, STR("[")) && str_ends(*host, STR("]")))
        *host = arena_copy(&c->a, str_sub(*host, 1, host->n - 2));
    if (!host->n || !str_to_i64(*port, 0, 65535, &number))
        return err_set(err, RC_USAGE, "--listen 的值“%.*s”不对：应为 地址:端口", STR_ARG(s));
    return RC_OK;
}

static enum rc open_socket(const struct addrinfo *at, struct str shown, int *out, struct err *err)
{
    const int fd = socket(at->ai_family, SOCK_STREAM, 0);
    const int yes = 1;

    if (fd < 0)
        return err_set(err, RC_IO, "不能建立网络连接：%s", os_reason(errno));
    (void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
    if (bind(fd, at->ai_addr, at->ai_addrlen) || listen(fd, SOMAXCONN)) {
        const int why = errno;

        (void)close(fd);
        return err_set(err, RC_IO, "%.*s 无法监听：%s", STR_ARG(shown), os_reason(why));
    }
    *out = fd;
    return RC_OK;
}

static enum rc listen_at(struct serve_command *c, struct err *err)
{
    const struct addrinfo hints = { .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV,
                                    .ai_socktype = SOCK_STREAM };
    struct addrinfo *found = NULL;
    struct str host, port;
    enum rc rc = split_address(c, &host, &port, err);

    if (rc)
        return rc;
    if (getaddrinfo(host.p, port.p, &hints, &found))
        return err_set(err, RC_USAGE, "--listen 的值“%.*s”不对：应为 IP 地址:端口",
                       STR_ARG(c->listen));
    rc = open_socket(found, c->listen, &c->fd, err);
    freeaddrinfo(found);
    return rc;
}

/* Where it listens, the port being the one that the system gave for 0. */
static void print_address(const struct serve_command *c)
{
    struct sockaddr_storage at = { 0 };
    socklen_t n = sizeof(at);
    char host[64] = "", port[16] = "";
    union {
        struct sockaddr_storage *in;
        struct sockaddr *out;
    } address = { .in = &at };

    if (getsockname(c->fd, address.out, &n) ||
        getnameinfo(address.out, n, host, sizeof(host), port, sizeof(port),
                    NI_NUMERICHOST | NI_NUMERICSERV))
        return;
    (void)printf(strchr(host, ':') ? "%s://[%s]:%s/\n" : "%s://%s:%s/\n",
                 c->cert.n ? "https" : "http", host, port);
    (void)fflush(stdout);
}

/* A connection is a file. */
static void allow_files(int64_t n_connections)
{
    struct rlimit limit;
    const rlim_t wanted = (rlim_t)n_connections + SPARE_FILES;

    if (getrlimit(RLIMIT_NOFILE, &limit) || limit.rlim_cur >= wanted)
        return;
    limit.rlim_cur = limit.rlim_max < wanted ? limit.rlim_max : wanted;
    (void)setrlimit(RLIMIT_NOFILE, &limit);
    if (limit.rlim_cur < wanted)
        log_line(LOG_WARN, "系统只许打开 %llu 个文件，连接多于 %lld 时会拒绝",
                 (unsigned long long)limit.rlim_cur,
                 (long long)limit.rlim_cur - (long long)SPARE_FILES);
}

/* ---- the children ---- */

static int serve_pages(void *ctx, struct family *f, const volatile sig_atomic_t *stop)
{
    struct serve_command *c = ctx;
    AUTO(round_memo_freep) struct round_memo *rounds = round_memo_new();
    AUTO(fold_table_freep) struct fold_table *folding = NULL;
    AUTO(server_stopp) struct server *server = NULL; /* ends before what it uses */
    struct err err = { 0 };

    if (fold_table_new(&folding, &err))
        return app_fail(&err);
    c->place.family = f;
    c->place.rounds = rounds;
    c->place.folding = folding;

    const struct server_options o = {
        .listen_fd = c->fd,
        .cert = c->cert.n ? c->cert.p : NULL,
        .key = c->key.n ? c->key.p : NULL,
        .store_url = c->store_url,
        .web_dir = c->web.n ? c->web.p : app_web_dir(&c->a),
        .routes = api_routes,
        .n_routes = n_api_routes,
        .place = &c->place,
        .now_offset_s = c->offset_s,
        .behind_proxy = c->behind_proxy,
        .n_connections = (size_t)c->connections,
        .n_per_address = (size_t)c->per_address,
    };

    if (server_start(&o, &server, &err))
        return app_fail(&err);
    while (!*stop) {
        server_tick(server);
        family_wake(f, FAMILY_WEB);
        (void)poll(NULL, 0, TICK_MS);
    }
    return EXIT_DONE;
}

static int do_inspections(void *ctx, struct family *f, const volatile sig_atomic_t *stop)
{
    const struct serve_command *c = ctx;

    (void)close(c->fd);
    return crawl_child(&c->crawl, f, stop);
}

static int watch_sites(void *ctx, struct family *f, const volatile sig_atomic_t *stop)
{
    const struct serve_command *c = ctx;

    (void)close(c->fd);
    return watch_child(&c->watch, f, stop);
}

static int open_files(void *ctx, struct family *f, const volatile sig_atomic_t *stop)
{
    const struct serve_command *c = ctx;

    (void)close(c->fd);
    return opener_serve(c->opener, f, stop);
}

/* ---- the command ---- */

/* What all inspections have in common; as inspect's own defaults. */
static enum rc prepare_crawl(struct serve_command *c, struct err *err)
{
    const char *program;
    enum rc rc;

    c->crawl = (struct crawl_options){
        .dir = c->dir.p,
        .store_url = c->store_url,
        .now_offset_s = c->offset_s,
        .inspect = { .fetch = { .user_agent = network_user_agent(c->contact, &c->a),
                                .rate = c->rate,
                                .n_per_address = c->rate == 0 ? 32 : 0 },
                     .max_pages = c->max_pages,
                     .max_attachment = ATTACHMENT_BYTES_MAX,
                     .n_tries = 3,
                     .try_gap_ms = 10000,
                     .n_sites_at_once = c->jobs,
                     .browser = c->browser },
    };
    if ((rc = network_browser(c->browser, &c->a, &program, err))) /* told now, not at night */
        return rc;
    return network_connect_to(&c->connect_to, &c->a, &c->crawl.inspect.fetch, err);
}

/* After prepare_crawl: both go the same way into the network. */
static void prepare_watch(struct serve_command *c)
{
    c->watch.dir = c->dir.p;
    c->watch.store_url = c->store_url;
    c->watch.controls = &c->controls;
    c->watch.fetch = c->crawl.inspect.fetch;
}

static enum rc prepare(struct serve_command *c, struct err *err)
{
    enum rc rc;

    if (!c->dir.n)
        return err_set(err, RC_USAGE, "serve 需要 --dir 目录");
    if (!c->cert.n != !c->key.n)
        return err_set(err, RC_USAGE, "--cert 和 --key 要一起给出");
    if ((rc = file_make_dir(c->dir.p, 0755, err)))
        return rc;
    c->offset_s = c->now ? c->now - clock_now() : 0;
    c->store_url = arena_printf(&c->a, "sqlite:%s/xunjian.db", c->dir.p);
    if ((rc = opener_new(&api_opener, &c->opener, err)))
        return rc;
    c->proof = lexicons_data(&c->a, NULL, 0);
    c->proof.spelling = app_spelling_data(&c->a);
    c->place = (struct office_place){ .dir = c->dir.p,
                                      .opener = c->opener,
                                      .data_path = app_data_path,
                                      .proof = &c->proof,
                                      .field_file = usage_path(c->dir, &c->a),
                                      .packages_dir = lexicons_packages_dir(&c->a) };
    allow_files(c->connections);
    if ((rc = prepare_crawl(c, err)) || (rc = listen_at(c, err)))
        return rc;
    prepare_watch(c);
    return first_user_make(c->store_url, clock_now() + c->offset_s, err);
}

static int print_openapi(void)
{
    AUTO(buf_done) struct buf out = { 0 };

    openapi_write(api_routes, n_api_routes, &out);
    return fwrite(out.p, 1, out.n, stdout) == out.n && fflush(stdout) == 0 ? EXIT_DONE
                                                                           : EXIT_PROBLEM;
}

static int serve(struct serve_command *c)
{
    const struct family_options family = {
        .work = { [FAMILY_WEB] = serve_pages,
                  [FAMILY_CRAWL] = do_inspections,
                  [FAMILY_WATCH] = c->watch.gap_s ? watch_sites : NULL,
                  [FAMILY_OPENER] = open_files },
        .ctx = c,
    };
    struct err err = { 0 };
    int status;

    if (c->log_json)
        log_set_json("serve");
    if (prepare(c, &err))
        return app_fail(&err);
    print_address(c);
    status = family_run(&family);
    (void)close(c->fd);
    opener_freep(&c->opener);
    arena_done(&c->a);
    return status;
}

int cmd_serve(int argc, char **argv)
{
    struct serve_command c = { .listen = STR("127.0.0.1:8080"),
                               .connections = SERVER_CONNECTIONS,
                               .per_address = SERVER_PER_ADDRESS,
                               .watch = { .gap_s = WATCH_GAP_S },
                               .rate = 2,
                               .max_pages = 200000,
                               .jobs = 300 };
    const struct option options[] = {
        { "dir", "DIR", "数据所在的目录，同 inspect --out；没有时新建", &c.dir, OPTION_TEXT, 0, 0 },
        { "listen", "地址:端口", "在哪里监听，默认 127.0.0.1:8080", &c.listen, OPTION_TEXT, 0, 0 },
        { "cert", "FILE", "证书（PEM）；给出后用 https", &c.cert, OPTION_TEXT, 0, 0 },
        { "key", "FILE", "证书的私钥（PEM）", &c.key, OPTION_TEXT, 0, 0 },
        { "proxy", NULL, "前面有本机的反向代理，采用它的 X-Forwarded-For 和 X-Forwarded-Proto",
          &c.behind_proxy, OPTION_FLAG, 0, 0 },
        { "web", "DIR", "网页所在的目录，默认为随程序安装的", &c.web, OPTION_TEXT, 0, 0 },
        { "connections", "N", "最多几个连接，默认 4096", &c.connections, OPTION_INT, 1, 100000 },
        { "per-address", "N", "每个地址最多几个连接，默认 256", &c.per_address, OPTION_INT, 1,
          100000 },
        { "watch", "秒", "监测：每个网站的首页每隔几秒访问一次，默认 300；0 为不监测",
          &c.watch.gap_s, OPTION_INT, 0, 4320 },
        { "control", "URL", "监测：网站没有应答时用它判断是否本机网络的问题（可重复）", &c.controls,
          OPTION_TEXTS, 0, 0 },
        { "rate", "N",
          "巡检和监测：每个服务器地址每秒的请求数，默认 2；0 表示不限（只用于本机地址）", &c.rate,
          OPTION_REAL, 0, 1000 },
        { "max-pages", "N", "巡检：每个网站最多抓取的页面数，默认 200000", &c.max_pages, OPTION_INT,
          1, 10000000 },
        { "jobs", "N", "巡检：同时巡检的网站数，默认 300", &c.jobs, OPTION_INT, 1, 10000 },
        { "browser", "auto|off|PATH",
          "巡检和复查：用浏览器打开由脚本生成的页面、截图（同 inspect），默认 auto", &c.browser,
          OPTION_TEXT, 0, 0 },
        { "connect-to", "H:P:H:P", "巡检和监测：改连到另一地址（同 curl，可重复）", &c.connect_to,
          OPTION_TEXTS, 0, 0 },
        { "contact", "TEXT", "巡检和监测：写入 User-Agent 的联系方式", &c.contact, OPTION_TEXT, 0,
          0 },
        { "now", "TIME", "从这个时间开始计时，默认为当前时间", &c.now, OPTION_TIME, 0, 0 },
        { "log-json", NULL, "日志每行一个 JSON 对象：时间、级别、进程、内容", &c.log_json,
          OPTION_FLAG, 0, 0 },
        { "openapi", NULL, "输出接口的说明（OpenAPI 3.1，YAML），不提供服务", &c.openapi,
          OPTION_FLAG, 0, 0 },
        { "help", NULL, "显示本说明", &c.help, OPTION_FLAG, 0, 0 },
    };
    struct err err = { 0 };
    int status;

    if (!app_options(options, COUNT_OF(options), "用法：xunjian serve --dir 目录 [选项]…\n", &argc,
                     argv, &status))
        return status;
    if (argc) {
        (void)err_set(&err, RC_USAGE, "serve 不接受“%s”", argv[0]);
        return app_fail(&err);
    }
    return c.openapi ? print_openapi() : serve(&c);
}
