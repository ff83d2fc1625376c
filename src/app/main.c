#include "base/base.h"

#include "app/app.h"

#include "base/str.h"

#include <dirent.h>
#include <limits.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct command {
    const char *name;
    const char *help;
    int (*run)(int argc, char **argv);
} commands[] = {
    { "inspect", "按网站名单巡检：抓取、检查、留存证据、输出结果", cmd_inspect },
    { "watch", "定时访问各网站首页，记录每次结果，发现中断时报警", cmd_watch },
    { "page", "读出网页上的要素，每页一行 JSON", cmd_page },
    { "check", "发布前检查稿件：错误表述、错别字、日期、标点等", cmd_check },
    { "lexicon", "词库包：制作、签名、核对、装入、列出", cmd_lexicon },
    { "demo", "巡检自带的演示县（云溪县），不需要网络", cmd_demo },
    { "site", "网站名录：列出、修改、导入（先预览）、导出，单位", cmd_site },
    { "account", "新媒体账号名录：列出、修改、导入（先预览）、导出", cmd_account },
    { "indicator", "列出、查看、核对检查指标", cmd_indicator },
    { "review", "复核问题：确认、排除、合并、备注、撤销，导出和收回复核表", cmd_review },
    { "round", "各轮检查：开始、巡检、进度、人工认定、冻结、比较", cmd_round },
    { "recheck", "按整改通知复查：只访问所列问题的页面，只做相应的检查", cmd_recheck },
    { "export", "一个单位的排查台账（.xlsx、.html）；操作日志", cmd_export },
    { "notice", "按冻结的一轮写通报（docx）和附表（xlsx）", cmd_notice },
    { "serve", "办公网页和接口：复核、检查轮次、整改、通报", cmd_serve },
    { "user", "网页的用户：新建、列出、重设密码、停用", cmd_user },
};

static void print_help(FILE *to)
{
    (void)fprintf(to, "巡检 xunjian " XJ_VERSION " —— 政府网站与政务新媒体检查\n\n"
                      "用法：xunjian 命令 [选项]…\n\n命令：\n");
    for (size_t i = 0; i < COUNT_OF(commands); i++)
        (void)fprintf(to, "  %-10s %s\n", commands[i].name, commands[i].help);
    (void)fprintf(to, "\n“xunjian 命令 --help”列出该命令的选项。\n");
}

enum rc app_format(struct str format, bool *as_json, struct err *err)
{
    if (format.n && !str_eq(format, STR("text")) && !str_eq(format, STR("json")))
        return err_set(err, RC_USAGE, "--format 的值“%.*s”不对：应为 text 或 json",
                       STR_ARG(format));
    *as_json = str_eq(format, STR("json"));
    return RC_OK;
}

int app_fail(const struct err *err)
{
    (void)fprintf(stderr, "xunjian：%s\n", err->text);
    return err->rc == RC_USAGE ? EXIT_USAGE : EXIT_PROBLEM;
}

static bool wants_help(const struct option *options, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(options[i].name, "help") == 0)
            return *(const bool *)options[i].to;
    return false;
}

bool app_options(const struct option *options, size_t n, const char *usage, int *argc, char **argv,
                 int *status)
{
    struct err err = { 0 };

    if (options_parse(options, n, *argc, argv, argc, &err)) {
        *status = app_fail(&err);
        return false;
    }
    if (!wants_help(options, n))
        return true;
    (void)printf("%s\n", usage);
    options_print(options, n, stdout);
    *status = EXIT_DONE;
    return false;
}

struct str app_folder_of(struct str path)
{
    size_t n = path.n;

    while (n && path.p[n - 1] != '/')
        n--;
    return n ? str_sub(path, 0, n - 1) : STR(".");
}

struct str app_store_folder(struct str url)
{
    const struct str scheme = STR("sqlite:");

    return app_folder_of(str_starts(url, scheme) ? str_skip(url, scheme.n) : url);
}

void app_drop_folder(const char *path)
{
    AUTO(arena_done) struct arena a = { 0 };
    DIR *d = opendir(path);

    if (!d)
        return;
    for (const struct dirent *e = readdir(d); e; e = readdir(d))
        if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0)
            (void)unlink(arena_printf(&a, "%s/%s", path, e->d_name).p);
    (void)closedir(d);
    (void)rmdir(path);
}

struct str app_user(void)
{
    const char *name = getenv("USER");
    const struct passwd *entry;

    if (name && *name)
        return str_of(name);
    entry = getpwuid(geteuid());
    return entry ? str_of(entry->pw_name) : (struct str){ 0 };
}

/* The folder that the program lies in, or "" when the system does not tell. */
static void own_folder(char out[PATH_MAX])
{
    const ssize_t n = readlink("/proc/self/exe", out, PATH_MAX - 1);
    size_t end = n > 0 ? (size_t)n : 0;

    while (end > 0 && out[end - 1] != '/')
        end--;
    out[end ? end - 1 : 0] = 0;
}

const char *app_data_path(const char *name, struct arena *a)
{
    static const char *const beside[] = { "../share/xunjian", "../../data", "../data", "." };
    const char *given = getenv("XUNJIAN_DATA");
    char own[PATH_MAX];

    if (given && access(arena_printf(a, "%s/%s", given, name).p, R_OK) == 0)
        return arena_printf(a, "%s/%s", given, name).p;
    own_folder(own);
    for (size_t i = 0; i < COUNT_OF(beside); i++) {
        const char *path = arena_printf(a, "%s/%s/%s", own, beside[i], name).p;

        if (access(path, R_OK) == 0)
            return path;
    }
    return arena_printf(a, "%s/%s", given ? given : "data", name).p;
}

const char *app_web_dir(struct arena *a)
{
    const char *installed = app_data_path("web", a), *built;
    char own[PATH_MAX];

    own_folder(own);
    built = arena_printf(a, "%s/../../web/dist", own).p;
    return access(installed, R_OK) && access(built, R_OK) == 0 ? built : installed;
}

struct spelling_data app_spelling_data(struct arena *a)
{
    return (struct spelling_data){ .book = app_data_path("speller.bin", a),
                                   .decision = app_data_path("speller.txt", a),
                                   .english = "/usr/share/hunspell",
                                   .capitals = app_data_path("english.txt", a) };
}

int main(int argc, char **argv)
{
    const struct str name = argc > 1 ? str_of(argv[1]) : (struct str){ 0 };

    if (str_eq(name, STR("--version"))) {
        (void)puts("xunjian " XJ_VERSION);
        return EXIT_DONE;
    }
    if (str_eq(name, STR("--help")) || str_eq(name, STR("help"))) {
        print_help(stdout);
        return EXIT_DONE;
    }
    for (size_t i = 0; i < COUNT_OF(commands); i++)
        if (str_eq(name, str_of(commands[i].name)))
            return commands[i].run(argc - 2, argv + 2);
    if (argc > 1)
        (void)fprintf(stderr, "xunjian：没有“%s”这个命令\n\n", argv[1]);
    print_help(stderr);
    return EXIT_USAGE;
}
