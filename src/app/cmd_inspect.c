#include "base/base.h"

#include "app/app.h"
#include "app/inspect.h"
#include "app/network.h"
#include "app/supervise.h"

#include "base/file.h"
#include "base/options.h"
#include "desk/registry_desk.h"
#include "desk/round_desk.h"
#include "store/round.h"

#include <errno.h>
#include <stdio.h>

struct input {
    struct str sites, accounts, out, store, checks, indicators, data, articles, field, learn,
        contact, format, browser;
    struct texts connect_to, words;
    int64_t round, now, max_pages, max_attachment, max_rendered, jobs, tries, try_gap_s,
        first_byte_s, total_s, site_minutes;
    double rate;
    bool quiet, help;
};

static enum rc to_fetch_options(struct input *in, struct arena *a, struct fetch_options *out,
                                struct err *err)
{
    *out = (struct fetch_options){
        .user_agent = network_user_agent(in->contact, a),
        .rate = in->rate,
        .n_per_address = in->rate == 0 ? 32 : 0,
        .first_byte_ms = in->first_byte_s * 1000,
        .total_ms = in->total_s * 1000,
    };
    return network_connect_to(&in->connect_to, a, out, err);
}

static int run(void *options, bool after_crash)
{
    struct inspect_options *o = options;

    o->after_crash = after_crash;

    const int status = inspect_run(o);

    (void)fflush(NULL);
    return status;
}

static const char round_usage[] = "用法：xunjian round run 轮次";
static const char usage[] =
    "用法：xunjian inspect --sites sites.csv [--accounts accounts.csv] --out DIR";

static int help(const struct option *options, size_t n, bool is_round)
{
    (void)printf("%s [选项]…\n\n", is_round ? round_usage : usage);
    options_print(options, n, stdout);
    return EXIT_DONE;
}

/* The registry as a file; *out stays empty when it has nothing of the kind. */
static enum rc write_list(struct store *s, enum registry_kind kind, struct str path,
                          struct str *out, struct err *err)
{
    AUTO(buf_done) struct buf bytes = { 0 };
    AUTO(buf_done) struct buf head = { 0 };
    AUTO(file_closep) FILE *f = NULL;
    const enum rc rc = registry_export(s, kind, 0, &bytes, err);

    *out = (struct str){ 0 };
    registry_list_begin(kind, &head);
    if (rc || bytes.n == head.n)
        return rc;
    f = fopen(path.p, "w");
    if (!f || fwrite(bytes.p, 1, bytes.n, f) != bytes.n || fflush(f))
        return err_set(err, RC_IO, "%s：不能写入（%s）", path.p, os_reason(errno));
    *out = path;
    return RC_OK;
}

static enum rc write_registry(struct input *in, struct store *s, struct arena *a, struct err *err)
{
    const char *at = arena_printf(a, "%.*s/round-%lld", STR_ARG(in->out), (long long)in->round).p;
    const enum rc rc =
        write_list(s, REGISTRY_SITES, arena_printf(a, "%s-sites.csv", at), &in->sites, err);

    return rc ? rc
              : write_list(s, REGISTRY_ACCOUNTS, arena_printf(a, "%s-accounts.csv", at),
                           &in->accounts, err);
}

/* Lists, folder and indicators are the round's. */
static enum rc take_round(struct input *in, int n_rest, char **words, struct arena *a,
                          struct err *err)
{
    AUTO(store_closep) struct store *s = NULL;
    struct round r;
    enum rc rc;

    if (n_rest != 2 || !str_to_i64(str_of(words[1]), 1, INT64_MAX, &in->round) || in->sites.n ||
        in->accounts.n || in->out.n || in->indicators.n)
        return err_set(err, RC_USAGE, "%s（名单、目录和指标在 round new 时已定）", round_usage);
    if (!in->store.n)
        in->store = STR("sqlite:xunjian.db");
    rc = store_open(in->store, &s, err);
    if (!rc)
        rc = store_round_get(s, in->round, a, &r, err);
    if (rc)
        return rc;
    if (r.frozen)
        return err_set(err, RC_BUSY, "第 %lld 轮检查已经冻结，不能再改", (long long)r.id);
    if (!r.sites_file.n && !r.accounts_file.n)
        return err_set(err, RC_USAGE, "第 %lld 轮按第 %lld 次巡检判定，没有自己的名单",
                       (long long)r.id, (long long)r.run);
    in->sites = r.sites_file;
    in->accounts = r.accounts_file;
    in->indicators = r.indicators;
    in->out = arena_copy(a, app_store_folder(in->store));
    return round_is_of_registry(&r) ? write_registry(in, s, a, err) : RC_OK;
}

static enum rc need_lists(struct input *in, int n_rest, struct err *err)
{
    if (n_rest || (!in->sites.n && !in->accounts.n) || !in->out.n)
        return err_set(err, RC_USAGE, "%s（--help 列出所有选项）", usage);
    return RC_OK;
}

/* Without `fetch` and `as_json`. */
static struct inspect_options to_inspect_options(const struct input *in)
{
    return (struct inspect_options){
        .sites_file = in->sites.n ? in->sites.p : NULL,
        .accounts_file = in->accounts.n ? in->accounts.p : NULL,
        .out_dir = in->out.p,
        .round = in->round,
        .store = in->store,
        .checks = in->checks,
        .indicators = in->indicators,
        .data_file = in->data.n ? in->data.p : NULL,
        .words = in->words.text,
        .n_words = in->words.n,
        .articles = in->articles.n ? in->articles.p : NULL,
        .field = in->field.n ? in->field.p : NULL,
        .learn = in->learn.n ? in->learn.p : NULL,
        .now = in->now,
        .max_pages = in->max_pages,
        .max_attachment = in->max_attachment ? in->max_attachment << 20 : -1,
        .n_tries = in->tries,
        .try_gap_ms = in->try_gap_s * 1000,
        .n_sites_at_once = in->jobs,
        .browser = in->browser,
        .max_rendered = in->max_rendered,
        .max_site_ms = in->site_minutes * 60 * 1000,
        .quiet = in->quiet,
    };
}

static int inspect(int argc, char **argv, bool is_round)
{
    AUTO(arena_done) struct arena a = { 0 };
    struct input in = { .rate = 2,
                        .try_gap_s = 10,
                        .first_byte_s = 15,
                        .total_s = 60,
                        .site_minutes = 4320,
                        .tries = 3,
                        .max_pages = 200000,
                        .max_attachment = 64,
                        .jobs = 300 };
    const struct option options[] = {
        { "sites", "FILE", "网站名单（.csv 或 .xlsx）", &in.sites, OPTION_TEXT, 0, 0 },
        { "accounts", "FILE", "政务新媒体名单（.csv 或 .xlsx）；可与网站名单同时给，也可只给一个",
          &in.accounts, OPTION_TEXT, 0, 0 },
        { "out", "DIR", "输出目录；同一目录再次运行会接着做，或作为新一次巡检", &in.out,
          OPTION_TEXT, 0, 0 },
        { "store", "URL", "结果库，默认 sqlite:DIR/xunjian.db", &in.store, OPTION_TEXT, 0, 0 },
        { "checks", "ID,…", "只做这些检查", &in.checks, OPTION_TEXT, 0, 0 },
        { "indicators", "NAME", "按哪套指标判定，默认 national-2019（xunjian indicator list）",
          &in.indicators, OPTION_TEXT, 0, 0 },
        { "check-data", "FILE", "检查用的词语和阈值（checks.yaml）", &in.data, OPTION_TEXT, 0, 0 },
        { "words", "FILE", "要清理的词语，每行一词（可重复）", &in.words, OPTION_TEXTS, 0, 0 },
        { "articles", "FILE", "要求转载的文章（.csv：标题、网址、判别语句、开始、截止）",
          &in.articles, OPTION_TEXT, 0, 0 },
        { "field", "FILE", "识别错别字时参考这个文件中积累的本地用语", &in.field, OPTION_TEXT, 0,
          0 },
        { "learn", "FILE", "巡检结束时，把读到的本地用语积累到这个文件（没有则新建）", &in.learn,
          OPTION_TEXT, 0, 0 },
        { "now", "TIME", "按这个时间判断时限，默认为当前时间", &in.now, OPTION_TIME, 0, 0 },
        { "rate", "N", "每个服务器地址每秒的请求数，默认 2；0 表示不限（只用于本机地址）", &in.rate,
          OPTION_REAL, 0, 1000 },
        { "max-pages", "N", "每个网站最多抓取的页面数，默认 200000", &in.max_pages, OPTION_INT, 1,
          10000000 },
        { "max-attachment", "N", "读取文字的附件最大 N MB，默认 64；0 表示不读附件",
          &in.max_attachment, OPTION_INT, 0, 64 },
        { "browser", "auto|off|PATH",
          "用浏览器打开由脚本生成的页面、给问题所在的页面截图：auto（默认，装有 "
          "chromium-headless-shell 时使用）、off 或程序路径",
          &in.browser, OPTION_TEXT, 0, 0 },
        { "browser-pages", "N", "每个网站最多用浏览器打开的页面数，默认 300", &in.max_rendered,
          OPTION_INT, 1, 100000 },
        { "jobs", "N", "同时巡检的网站数，默认 300", &in.jobs, OPTION_INT, 1, 10000 },
        { "tries", "N", "首页打不开时尝试的次数，默认 3", &in.tries, OPTION_INT, 1, 10 },
        { "try-gap", "S", "两次尝试之间的秒数，默认 10", &in.try_gap_s, OPTION_INT, 0, 3600 },
        { "timeout", "S", "首字节时限（秒），默认 15", &in.first_byte_s, OPTION_INT, 1, 120 },
        { "total-timeout", "S", "单个请求总时限（秒），默认 60", &in.total_s, OPTION_INT, 1, 600 },
        { "site-time", "M",
          "每个网站最多巡检 M 分钟，默认 4320；自本次启动起算，含排队等同一服务器上其他网站的时间，"
          "不计不巡检的时段；到时其余页面不再查看，记为未能判定",
          &in.site_minutes, OPTION_INT, 1, 43200 },
        { "connect-to", "H:P:H:P", "改连到另一地址（同 curl，可重复）", &in.connect_to,
          OPTION_TEXTS, 0, 0 },
        { "contact", "TEXT", "写入 User-Agent 的联系方式", &in.contact, OPTION_TEXT, 0, 0 },
        { "format", "text|json", "汇总的形式：表格（默认）或一行 JSON", &in.format, OPTION_TEXT, 0,
          0 },
        { "quiet", NULL, "不显示进度和汇总表", &in.quiet, OPTION_FLAG, 0, 0 },
        { "help", NULL, "显示本说明", &in.help, OPTION_FLAG, 0, 0 },
    };
    struct fetch_options fetch;
    struct err err = { 0 };
    bool as_json;
    int n_rest;

    if (options_parse(options, COUNT_OF(options), argc, argv, &n_rest, &err))
        return app_fail(&err);
    if (in.help)
        return help(options, COUNT_OF(options), is_round);
    if (is_round ? take_round(&in, n_rest, argv, &a, &err) : need_lists(&in, n_rest, &err))
        return app_fail(&err);
    if (app_format(in.format, &as_json, &err) || to_fetch_options(&in, &a, &fetch, &err))
        return app_fail(&err);
    struct inspect_options o = to_inspect_options(&in);

    o.fetch = fetch;
    o.as_json = as_json;
    return supervise(run, &o);
}

int cmd_inspect(int argc, char **argv)
{
    return inspect(argc, argv, false);
}

int cmd_round_run(int argc, char **argv)
{
    return inspect(argc, argv, true);
}
