/* The findings of an order, looked at again. */
#include "base/base.h"

#include "app/app.h"
#include "app/network.h"
#include "app/recheck.h"

#include "base/clock.h"
#include "base/options.h"

#include <signal.h>
#include <stdio.h>

static const char usage[] = "用法：xunjian recheck --order 编号 --dir DIR [选项]…\n";

/* The one thing that a signal may touch. */
static volatile sig_atomic_t stop_asked;

static void ask_stop(int signal)
{
    (void)signal;
    stop_asked = 1;
}

int cmd_recheck(int argc, char **argv)
{
    AUTO(arena_done) struct arena a = { 0 };
    struct order_recheck o = { .fetch = { .rate = 2 }, .stop = &stop_asked };
    struct texts connect_to = { 0 };
    struct str contact = { 0 }, browser = { 0 };
    int64_t try_gap_s = 10;
    bool wants_help = false;
    const struct option options[] = {
        { "order", "ID", "整改通知的编号", &o.order, OPTION_INT, 1, INT64_MAX },
        { "dir", "DIR", "巡检的目录（inspect --out、serve --dir 的那一个）", &o.dir, OPTION_TEXT, 0,
          0 },
        { "rate", "N", "每个服务器地址每秒的请求数，默认 2；0 表示不限（只用于本机地址）",
          &o.fetch.rate, OPTION_REAL, 0, 1000 },
        { "try-gap", "S", "首页打不开时，两次尝试之间的秒数，默认 10", &try_gap_s, OPTION_INT, 0,
          3600 },
        { "browser", "auto|off|PATH",
          "打开由脚本生成的页面的浏览器；默认 auto：找到 chromium-headless-shell 就用", &browser,
          OPTION_TEXT, 0, 0 },
        { "connect-to", "H:P:H:P", "改连到另一地址（同 curl，可重复）", &connect_to, OPTION_TEXTS,
          0, 0 },
        { "contact", "TEXT", "写入 User-Agent 的联系方式", &contact, OPTION_TEXT, 0, 0 },
        { "by", "NAME", "由谁复查，默认为登录的用户", &o.by, OPTION_TEXT, 0, 0 },
        { "now", "TIME", "按这个时间判断时限，默认为当前时间", &o.now, OPTION_TIME, 0, 0 },
        { "help", NULL, "显示本说明", &wants_help, OPTION_FLAG, 0, 0 },
    };
    const struct sigaction stop = { .sa_handler = ask_stop };
    struct err err = { 0 };
    int status;

    if (!app_options(options, COUNT_OF(options), usage, &argc, argv, &status))
        return status;
    if (argc || !o.order || !o.dir.n) {
        (void)err_set(&err, RC_USAGE, "%s", usage);
        return app_fail(&err);
    }
    o.try_gap_ms = try_gap_s * 1000;
    if (!o.now)
        o.now = clock_now();
    if (!o.by.n)
        o.by = app_user();
    (void)sigaction(SIGINT, &stop, NULL);
    (void)sigaction(SIGTERM, &stop, NULL);
    o.fetch.user_agent = network_user_agent(contact, &a);
    return network_connect_to(&connect_to, &a, &o.fetch, &err) ||
                   network_browser(browser, &a, &o.browser, &err) || order_recheck(&o, &err)
               ? app_fail(&err)
               : EXIT_DONE;
}
