/* The files of a run from a seeded store: exact lines, hostile text, all or nothing. */
#include "base/base.h"

#include "base/clock.h"
#include "report/html.h"
#include "report/jsonl.h"
#include "report/report.h"

#include <fcntl.h>
#include <openssl/evp.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define HOSTILE "</script><img src=x onerror=alert(1)>'\"&\u2028{{name}}"

struct run {
    char dir[64];
    struct store *store;
    struct run_info info;
    struct site sites[3];
    struct site_list registry;
    struct report_input in;
};

static int64_t at(const char *text)
{
    int64_t time = 0;

    assert_true(time_parse(str_of(text), &time));
    return time;
}

static void hand_over(struct run *r, const char *site, struct stored_finding *f, size_t n,
                      const char *result)
{
    struct err err = { 0 };
    const int64_t now = at("2026-11-23T02:00:00+08:00");

    for (size_t i = 0; i < n; i++)
        f[i].id = finding_id(&f[i].finding);

    assert_int_equal(
        store_site_findings(r->store, r->info.id, str_of(site), now, f, n, NULL, 0, &err), RC_OK);
    assert_int_equal(store_site_result(r->store, r->info.id, str_of(site), str_of(result), &err),
                     RC_OK);
}

static void seed(struct run *r)
{
    struct stored_finding first[] = {
        { .finding = { .site = STR("5100000001"),
                       .check = "stale-home",
                       .case_id = "A02",
                       .url = STR("http://www.yunxi.example/"),
                       .excerpt = STR("最近一条：防汛工作会议"),
                       .measured = NUMBER(22),
                       .limit = NUMBER(14),
                       .grade = GRADE_VETO,
                       .confidence = 0.95,
                       .since = day_of(2026, 11, 1) },
          .detail_json = STR("{\"newest\":\"2026-11-01\"}") },
        { .finding = { .site = STR("5100000001"),
                       .check = "dead-link",
                       .case_id = "A11",
                       .url = STR("http://www.yunxi.example/page"),
                       .where = STR("body a[3]"),
                       .excerpt = STR("办事指南"),
                       .suggest = STR("修复或删除链接"),
                       .measured = NUMBER(404),
                       .grade = GRADE_FAULT,
                       .confidence = 0.98 },
          .detail_json = STR("{\"target\":\"http://www.yunxi.example/x\",\"reason\":\"http-404\"}"),
          .evidence = STR("warc:000001.warc.gz#18234 warc:000001.warc.gz#20000") },
    };
    struct stored_finding second[] = {
        { .finding = { .site = STR("5100000002"),
                       .check = "dead-link",
                       .case_id = "A11",
                       .url = STR("javascript:alert(1)//" HOSTILE),
                       .where = STR(HOSTILE),
                       .excerpt = STR(HOSTILE),
                       .suggest = STR(HOSTILE),
                       .grade = GRADE_NOTICE,
                       .confidence = 0.5 },
          .detail_json = STR("{\"target\":\"</script>\"}"),
          .evidence = STR("warc:../../x#1") },
    };

    hand_over(
        r, "5100000001", first, COUNT_OF(first),
        "{\"site\":\"5100000001\",\"name\":\"云溪县人民政府\",\"state\":\"运行\","
        "\"pages\":120,\"links\":900,\"complete\":false,\"incomplete_reason\":\"到达页面上限\","
        "\"measured\":{\"without_browser\":0.975},\"columns\":[{\"newest\":\"2026-11-01\"},"
        "{\"newest\":null},{\"newest\":\"2026-12-15\"},{\"newest\":\"2026-10-01\"}],"
        "\"unknown\":[{\"check\":\"stale-column\",\"reason\":\"栏目由脚本填充\",\"pages\":7}],"
        "\"verdict\":\"未能判定\"}");
    hand_over(r, "5100000002", second, COUNT_OF(second),
              "{\"site\":\"5100000002\",\"state\":\""
              "</td>"
              "\",\"unknown\":"
              "[{\"check\":\"stale-column\",\"reason\":\"</p>\"}]}");
}

static int open_run(void **state)
{
    struct run *r = calloc(1, sizeof(*r));
    struct err err = { 0 };
    char url[128];

    assert_non_null(r);
    (void)snprintf(r->dir, sizeof(r->dir), "/tmp/xunjian-report-XXXXXX");
    assert_non_null(mkdtemp(r->dir));
    (void)snprintf(url, sizeof(url), "sqlite:%s/store.db", r->dir);
    assert_int_equal(store_open(str_of(url), &r->store, &err), RC_OK);
    assert_int_equal(
        store_run_begin(r->store, at("2026-11-23T02:00:00+08:00"), STR("{}"), &r->info, &err),
        RC_OK);
    r->sites[0] = (struct site){ .code = STR("5100000001"),
                                 .name = STR("云溪县人民政府"),
                                 .home = STR("http://www.yunxi.example/"),
                                 .state = SITE_RUNNING };
    r->sites[1] = (struct site){ .code = STR("5100000002"),
                                 .name = STR(HOSTILE),
                                 .home = STR("javascript:alert(1)") };
    r->sites[2] = (struct site){ .code = STR("5100000003"),
                                 .name = STR("云溪县气象局"),
                                 .state = SITE_RUNNING };
    r->registry = (struct site_list){ .sites = r->sites, .n = COUNT_OF(r->sites) };
    r->in = (struct report_input){
        .dir = r->dir,
        .store = r->store,
        .run = r->info.id,
        .sites = &r->registry,
        .run_json =
            STR("{\"program\":\"xunjian 0.1.0\",\"now\":\"2026-11-23T02:00:00+08:00\","
                "\"finished\":\"2026-11-23T02:10:00+08:00\","
                "\"lexicons\":[{\"name\":\"base\",\"version\":\"2026.11.20\",\"age_days\":3}],"
                "\"options\":{\"checks\":\"dead-link, stale-home,blank-column\"}}"),
        .template_dir = XJ_SOURCE_DIR "/data/report",
    };
    *state = r;
    return 0;
}

static int close_run(void **state)
{
    struct run *r = *state;
    static const char *const names[] = { "store.db",    "store.db-wal",     "store.db-shm",
                                         "index.html",  "run.json",         "findings.jsonl",
                                         "sites.jsonl", "small/index.html", "accounts.jsonl" };
    char path[128];

    store_closep(&r->store);
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        (void)snprintf(path, sizeof(path), "%s/%s", r->dir, names[i]);
        (void)unlink(path);
    }
    (void)snprintf(path, sizeof(path), "%s/small", r->dir);
    (void)rmdir(path);

    const int left = rmdir(r->dir);

    free(r);
    return left; /* a file that is left over is a fault */
}

/* The content of DIR/name, NUL-terminated; give it back with free. */
static char *content(const struct run *r, const char *name)
{
    char path[128];
    FILE *f;
    char *text = calloc(1, 4 << 20);

    assert_non_null(text);
    (void)snprintf(path, sizeof(path), "%s/%s", r->dir, name);
    f = fopen(path, "rb");
    assert_non_null(f);
    text[fread(text, 1, (4 << 20) - 1, f)] = 0;
    (void)fclose(f);
    return text;
}

static void findings_are_the_contracts_lines(void **state)
{
    struct run *r = *state;
    struct err err = { 0 };

    seed(r);
    assert_int_equal(report_write(&r->in, &err), RC_OK);

    char *text = content(r, "findings.jsonl");
    char *third = strchr(strchr(text, '\n') + 1, '\n') + 1;

    assert_string_equal(strchr(third, '\n'), "\n");
    *third = 0;
    assert_string_equal(
        text,
        "{\"site\":\"5100000001\",\"check\":\"dead-link\",\"case\":\"A11\","
        "\"url\":\"http://www.yunxi.example/page\",\"where\":\"body "
        "a[3]\",\"excerpt\":\"办事指南\","
        "\"suggest\":\"修复或删除链接\",\"measured\":404,\"limit\":null,\"grade\":\"fault\","
        "\"confidence\":0.98,\"since\":\"2026-11-23\",\"seen\":\"2026-11-23T02:00:00+08:00\","
        "\"evidence\":[\"warc:000001.warc.gz#18234\",\"warc:000001.warc.gz#20000\"],"
        "\"detail\":{\"target\":\"http://www.yunxi.example/x\",\"reason\":\"http-404\"}}\n"
        "{\"site\":\"5100000001\",\"check\":\"stale-home\",\"case\":\"A02\","
        "\"url\":\"http://www.yunxi.example/"
        "\",\"where\":\"\",\"excerpt\":\"最近一条：防汛工作会议\","
        "\"suggest\":\"\",\"measured\":22,\"limit\":14,\"grade\":\"veto\",\"confidence\":0.95,"
        "\"since\":\"2026-11-01\",\"seen\":\"2026-11-23T02:00:00+08:00\",\"evidence\":[],"
        "\"detail\":{\"newest\":\"2026-11-01\"}}\n");
    free(text);
}

static void sites_and_run_are_what_was_handed_over(void **state)
{
    struct run *r = *state;
    struct err err = { 0 };

    seed(r);
    assert_int_equal(report_write(&r->in, &err), RC_OK);

    char *sites_text = content(r, "sites.jsonl"), *run = content(r, "run.json");

    assert_non_null(strstr(sites_text, "{\"site\":\"5100000001\",\"name\":\"云溪县人民政府\","
                                       "\"state\":\"运行\",\"pages\":120,"));
    assert_non_null(strstr(sites_text, "}\n{\"site\":\"5100000002\","));
    assert_int_equal(run[strlen(run) - 1], '\n');
    assert_memory_equal(run, r->in.run_json.p, r->in.run_json.n);
    free(sites_text);
    free(run);
}

static void a_run_without_findings_writes_empty_files(void **state)
{
    struct run *r = *state;
    struct err err = { 0 };

    assert_int_equal(report_write(&r->in, &err), RC_OK);

    char *text = content(r, "findings.jsonl"), *page = content(r, "index.html");

    assert_string_equal(text, "");
    assert_non_null(strstr(page, "{\"findings\":[],"));
    assert_non_null(strstr(page, "本次没有巡检结果"));
    free(text);
    free(page);
}

static size_t n_times(const char *text, const char *what)
{
    size_t n = 0;

    for (const char *p = text; (p = strstr(p, what)); p += strlen(what))
        n++;
    return n;
}

static void hostile_text_stays_text_in_the_page(void **state)
{
    struct run *r = *state;
    struct err err = { 0 };

    seed(r);
    assert_int_equal(report_write(&r->in, &err), RC_OK);

    char *page = content(r, "index.html");

    assert_null(strstr(page, "<img"));
    assert_null(strstr(page, "href=\"javascript"));
    assert_null(strstr(strstr(page, "<script"), "\u2028")); /* ends a line of a script */
    assert_int_equal(n_times(page, "</script>"), 2);        /* the two of the template */
    assert_int_equal(n_times(page, "<script"), 2);
    assert_non_null(
        strstr(page, "&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;&#39;&quot;&amp;"));
    assert_non_null(strstr(page, "\\u003c/script\\u003e\\u003cimg src=x"));
    assert_non_null(strstr(page, "<td data-label=\"状态\">&lt;/td&gt;</td>"));
    assert_non_null(strstr(page, "{{name}}")); /* a value, not a place */
    free(page);
}

static void the_page_counts_and_says_what_is_unknown(void **state)
{
    struct run *r = *state;
    struct err err = { 0 };

    seed(r);
    assert_int_equal(report_write(&r->in, &err), RC_OK);

    char *page = content(r, "index.html");

    assert_non_null(strstr(page, "<b>2 / 3</b><span>网站：已巡检 / 名单</span>"));
    assert_non_null(strstr(page, "<b>120</b><span>页面（链接 900）</span>"));
    assert_non_null(strstr(page, "<b>1</b><span>单项否决类问题</span>"));
    assert_non_null(strstr(page, "<b>2</b><span>项未能判定</span>"));
    assert_non_null(strstr(page, "巡检结束：2026-11-23 02:10"));
    assert_non_null(strstr(page, "词库：base 2026.11.20（3 天前）"));
    assert_non_null(strstr(page, "：栏目由脚本填充<br>"));
    assert_non_null(strstr(page, "1 个：云溪县人民政府（7 页）"));
    assert_non_null(strstr(page, "<td>2 个网站有未测成之处，不作结论</td>"));
    assert_non_null(strstr(page, "<td>未发现（1 个网站没有巡检结果）</td>"));
    assert_non_null(strstr(page, "<td data-label=\"最近更新\">2026-11-01</td>"));
    assert_non_null(strstr(page, "未抓全：到达页面上限；2.5% 须用浏览器读</td>"));
    assert_null(strstr(page, "全部页面")); /* nobody said so */
    free(page);
}

static void accounts_have_a_table_of_their_own_and_a_file(void **state)
{
    struct run *r = *state;
    struct stored_finding silent = { .id = 7,
                                     .finding = { .site = STR("新浪微博:云溪发布"),
                                                  .check = "account-stale",
                                                  .case_id = "B01",
                                                  .grade = GRADE_VETO } };
    struct err err = { 0 };

    seed(r);
    hand_over(r, "新浪微博:云溪发布", &silent, 1,
              "{\"account\":\"新浪微博:云溪发布\",\"name\":\"云溪发布\",\"type\":\"新浪微博\","
              "\"owner\":\"</td>\",\"state\":\"运行\",\"source_grade\":\"feed\",\"newest\":"
              "\"2026-10-16\",\"verdict\":\"未能判定\",\"if_confirmed\":\"不合格\"}");
    hand_over(r, "快手:云溪发布", NULL, 0,
              "{\"account\":\"快手:云溪发布\",\"name\":\"云溪发布\",\"type\":\"快手\",\"state\":"
              "\"运行\",\"unseen\":\"没有登记数据源\",\"unknown\":[{\"check\":\"account-stale\","
              "\"reason\":\"没有登记数据源\"}],\"verdict\":\"未能判定\"}");
    assert_int_equal(report_write(&r->in, &err), RC_OK);

    char *page = content(r, "index.html"), *lines = content(r, "accounts.jsonl");

    assert_non_null(strstr(page, "<b>2</b><span>政务新媒体（看不到内容 1）</span>"));
    assert_non_null(strstr(page, "<td data-label=\"开设主体\">&lt;/td&gt;</td>"));
    assert_non_null(strstr(page, "<td class=\"w\" data-label=\"最近发布\">2026-10-16</td>"
                                 "<td data-label=\"内容来源\">订阅源</td>"
                                 "<td class=\"n\" data-label=\"单项否决\">1</td>"));
    assert_non_null(strstr(page, "<td data-label=\"内容来源\">没有登记数据源</td>"));
    assert_non_null(strstr(page, "未能判定<br>预判：不合格</td>"));
    assert_non_null(strstr(page, "：没有登记数据源<br><span class=\"note\">1 个：快手:云溪发布<"));
    assert_int_equal(n_times(lines, "\n"), 2);
    assert_int_equal(strncmp(lines, "{\"account\":\"快手:云溪发布\"", 20), 0);
    free(page);
    free(lines);
}

/* The browser runs the script only when the policy names its hash. */
static void hash_is_in_the_policy(const char *page, const char *open, const char *close)
{
    const char *from = strstr(page, open) + strlen(open), *to = strstr(from, close);
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned char base64[128];
    unsigned n = 0;
    char source[160];

    assert_int_equal(EVP_Digest(from, (size_t)(to - from), digest, &n, EVP_sha256(), NULL), 1);
    (void)EVP_EncodeBlock(base64, digest, (int)n);
    (void)snprintf(source, sizeof(source), "'sha256-%s'", (const char *)base64);
    if (!strstr(page, source))
        fail_msg("data/report/index.html: the policy must name %s for %s", source, open);
}

static void the_policy_names_script_and_style(void **state)
{
    struct run *r = *state;
    struct err err = { 0 };

    seed(r);
    assert_int_equal(report_write(&r->in, &err), RC_OK);

    char *page = content(r, "index.html");

    assert_null(strstr(page, "unsafe-inline"));
    assert_null(strstr(page, " style=")); /* the policy would drop it */
    assert_null(strstr(page, " onclick="));
    hash_is_in_the_policy(page, "<script>", "</script>");
    hash_is_in_the_policy(page, "<style>", "</style>");
    free(page);
}

static void a_flood_of_one_check_is_cut_in_the_page_only(void **state)
{
    enum { N = HTML_SITE_CHECK_MAX + 1 };
    struct run *r = *state;
    struct err err = { 0 };
    struct stored_finding *many = calloc(N, sizeof(*many));
    char(*urls)[48] = calloc(N, sizeof(*urls));

    assert_non_null(many);
    assert_non_null(urls);
    for (int i = 0; i < N; i++) {
        (void)snprintf(urls[i], sizeof(urls[i]), "http://www.yunxi.example/%d", i);
        many[i].finding = (struct finding){ .site = STR("5100000001"),
                                            .check = "dead-link",
                                            .case_id = "A11",
                                            .url = str_of(urls[i]),
                                            .grade = GRADE_FAULT };
    }
    hand_over(r, "5100000001", many, N, "{}");
    free(many);
    free(urls);
    assert_int_equal(report_write(&r->in, &err), RC_OK);

    char *page = content(r, "index.html"), *lines = content(r, "findings.jsonl");

    assert_int_equal(n_times(page, "{\"site\":\"5100000001\","), HTML_SITE_CHECK_MAX);
    assert_non_null(strstr(page, "此页未列出其中 1 条"));
    assert_int_equal(n_times(lines, "\n"), N);
    free(page);
    free(lines);
}

static void a_bad_template_is_named_and_leaves_the_old_page(void **state)
{
    struct run *r = *state;
    struct err err = { 0 };
    char path[128], dir[128];
    FILE *f;

    assert_int_equal(report_write(&r->in, &err), RC_OK);
    (void)snprintf(dir, sizeof(dir), "%s/small", r->dir);
    assert_int_equal(mkdir(dir, 0700), 0);
    r->in.template_dir = dir;
    assert_int_equal(report_write(&r->in, &err), RC_IO);
    (void)snprintf(path, sizeof(path), "%s/small/index.html", r->dir);
    f = fopen(path, "w");
    assert_non_null(f);
    (void)fputs("one\n{{nothing}}", f);
    (void)fclose(f);
    assert_int_equal(report_write(&r->in, &err), RC_SYNTAX);
    assert_string_equal(err.text, "模板第 2 行：没有数据“nothing”");

    char *page = content(r, "index.html");

    assert_non_null(strstr(page, "政府网站巡检报告"));
    free(page);
}

static void a_folder_that_is_not_there_is_said(void **state)
{
    struct run *r = *state;
    struct err err = { 0 };

    r->in.dir = "/nonexistent/xunjian";
    assert_int_equal(report_write(&r->in, &err), RC_IO);
    assert_non_null(strstr(err.text, "/nonexistent/xunjian/findings.jsonl：无法写入"));
}

/* A limit of the process stands for the disk's. */
static void a_full_disk_is_said(void **state)
{
    struct run *r = *state;
    struct err err = { 0 };
    struct rlimit before, none;
    enum rc rc;

    seed(r);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    none = (struct rlimit){ .rlim_max = before.rlim_max };
    (void)signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &none), 0);
    rc = report_write(&r->in, &err);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    (void)signal(SIGXFSZ, SIG_DFL);
    assert_int_equal(rc, RC_IO);
    assert_non_null(strstr(err.text, "findings.jsonl：无法写入"));
}

static void summary_lines_up_and_disarms_names(void **state)
{
    struct run *r = *state;
    char *text = NULL;
    size_t n = 0;
    FILE *to = open_memstream(&text, &n);

    assert_non_null(to);
    seed(r);
    report_print_summary(&r->in, false, to);
    (void)fclose(to);
    assert_non_null(strstr(
        text,
        "网站                           状态        结论      预判           页面 单项否决     "
        "问题     "
        "提示   未判定\n"
        "云溪县人民政府                 运行        未能判定                  120        1        1"
        "        0        1\n"));
    assert_non_null(
        strstr(text, "云溪县气象局                   运行        无结果                      -"
                     "        0        0        0        -\n"));
    assert_non_null(strstr(text, "合计：2/3 个网站，120 个页面，900 个链接；单项否决 1，问题 1，"
                                 "提示 1，未能判定 2\n"));
    assert_null(strstr(text, "\u2028"));
    assert_null(strchr(text, '\033'));
    free(text);
}

static void summary_is_red_on_a_terminal_where_a_site_could_fail(void **state)
{
    struct run *r = *state;
    char *text = NULL;
    size_t n = 0;
    FILE *to = open_memstream(&text, &n);

    assert_non_null(to);
    seed(r);
    report_print_summary(&r->in, true, to);
    (void)fclose(to);
    assert_int_equal(n_times(text, "\033[31m        1\033[0m"), 2); /* the site and the check */
    free(text);
}

#define WITH_RUN(test) cmocka_unit_test_setup_teardown(test, open_run, close_run)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_RUN(findings_are_the_contracts_lines),
        WITH_RUN(sites_and_run_are_what_was_handed_over),
        WITH_RUN(a_run_without_findings_writes_empty_files),
        WITH_RUN(hostile_text_stays_text_in_the_page),
        WITH_RUN(accounts_have_a_table_of_their_own_and_a_file),
        WITH_RUN(the_page_counts_and_says_what_is_unknown),
        WITH_RUN(the_policy_names_script_and_style),
        WITH_RUN(a_flood_of_one_check_is_cut_in_the_page_only),
        WITH_RUN(a_bad_template_is_named_and_leaves_the_old_page),
        WITH_RUN(a_folder_that_is_not_there_is_said),
        WITH_RUN(a_full_disk_is_said),
        WITH_RUN(summary_lines_up_and_disarms_names),
        WITH_RUN(summary_is_red_on_a_terminal_where_a_site_could_fail),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
