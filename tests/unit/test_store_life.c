/* The life of findings, runs and sites' results in the SQLite store. */
#include "base/base.h"

#include "store/store.h"

#include "base/arena.h"

#include <dirent.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

/* ---- a folder for one test, and a store in it ---- */

struct place {
    char dir[64], path[128], url[160];
    struct store *store;
    struct arena arena;
    struct str got; /* keep_evidence */
};

static void reopen(struct place *p)
{
    struct err err = { 0 };

    store_closep(&p->store);
    if (store_open(str_of(p->url), &p->store, &err))
        fail_msg("%s", err.text);
}

static int set_up(void **state)
{
    struct place *p = calloc(1, sizeof(*p));

    assert_non_null(p);
    (void)snprintf(p->dir, sizeof(p->dir), "/tmp/xj-store-XXXXXX");
    assert_non_null(mkdtemp(p->dir));
    (void)snprintf(p->path, sizeof(p->path), "%s/a.db", p->dir);
    (void)snprintf(p->url, sizeof(p->url), "sqlite:%s", p->path);
    *state = p;
    return 0;
}

static int tear_down(void **state)
{
    struct place *p = *state;
    const struct dirent *entry;

    store_closep(&p->store);

    DIR *dir = opendir(p->dir);

    while (dir && (entry = readdir(dir))) {
        char path[400];

        (void)snprintf(path, sizeof(path), "%s/%s", p->dir, entry->d_name);
        (void)unlink(path);
    }
    if (dir)
        (void)closedir(dir);
    (void)rmdir(p->dir);
    arena_done(&p->arena);
    free(p);
    return 0;
}

static const struct str site = { .p = "5107000034", .n = 10 };

static struct stored_finding dead_link(const char *url)
{
    struct stored_finding f = {
        .finding = {
            .site = site,
            .check = "dead-link",
            .case_id = "A11",
            .url = str_of(url),
            .where = STR("body a[3]"),
            .excerpt = STR("通知"),
            .suggest = STR("请修复"),
            .measured = NUMBER(404),
            .grade = GRADE_FAULT,
            .confidence = 0.98,
            .since = 20000,
        },
        .detail_json = STR("{\"reason\":\"http-404\"}"),
        .evidence = STR("warc:000001.warc.gz#18234"),
    };

    f.id = finding_id(&f.finding);
    return f;
}

static int64_t begin(struct place *p, int64_t now)
{
    struct run_info run;
    struct err err = { 0 };

    if (store_run_begin(p->store, now, STR("{}"), &run, &err))
        fail_msg("%s", err.text);
    return run.id;
}

static void end(struct place *p, int64_t run)
{
    assert_int_equal(store_run_finish(p->store, run, 9999, NULL), RC_OK);
}

static void hand_over(struct place *p, int64_t run, int64_t now, const struct stored_finding *f,
                      size_t n)
{
    struct err err = { 0 };

    if (store_site_findings(p->store, run, site, now, f, n, NULL, 0, &err))
        fail_msg("%s", err.text);
}

/* A whole run with these findings. */
static int64_t whole_run(struct place *p, int64_t now, const struct stored_finding *f, size_t n)
{
    const int64_t run = begin(p, now);

    hand_over(p, run, now, f, n);
    end(p, run);
    return run;
}

/* What a run lists, a line a finding. */
struct listing {
    struct arena *a;
    struct str text;
    struct stored_finding last;
    size_t n, stop_after;
};

static enum rc list_one(void *ctx, const struct stored_finding *f, struct err *err)
{
    struct listing *l = ctx;

    l->text = arena_printf(l->a, "%.*s%.*s %s %.*s first %lld last %lld gone %lld returns %lld\n",
                           STR_ARG(l->text), STR_ARG(f->finding.site), f->finding.check,
                           STR_ARG(f->finding.url), (long long)f->first_seen,
                           (long long)f->last_seen, (long long)f->gone, (long long)f->n_returns);
    if (++l->n == l->stop_after)
        return err_set(err, RC_STOPPED, "enough");
    return RC_OK;
}

static const char *list(struct place *p, int64_t run)
{
    struct listing l = { .a = &p->arena };
    struct err err = { 0 };

    if (store_each_finding(p->store, run, list_one, &l, &err))
        fail_msg("%s", err.text);
    return l.n ? l.text.p : "";
}

/* ---- findings ---- */

static enum rc keep_fields(void *ctx, const struct stored_finding *f, struct err *err)
{
    struct str *text = ctx;
    struct arena *a = (struct arena *)(void *)(text + 1);

    (void)err;
    *text = arena_printf(
        a, "%llu %s %s %.*s|%.*s|%.*s|%.*s|%d %lld|%d|%s %.2f %d|%.*s|%.*s",
        (unsigned long long)f->id, f->finding.check, f->finding.case_id, STR_ARG(f->finding.url),
        STR_ARG(f->finding.where), STR_ARG(f->finding.excerpt), STR_ARG(f->finding.suggest),
        f->finding.measured.is_set, (long long)f->finding.measured.value, f->finding.limit.is_set,
        grade_name(f->finding.grade), f->finding.confidence, f->finding.since,
        STR_ARG(f->detail_json), STR_ARG(f->evidence));
    return RC_OK;
}

static void a_finding_comes_back_as_it_was_handed_over(void **state)
{
    struct place *p = *state;
    struct {
        struct str text;
        struct arena arena;
    } got = { .text = { 0 } };
    struct stored_finding f = dead_link("http://www.x.gov.cn/一");

    reopen(p);
    f.id = UINT64_C(0xf000000000000001); /* more than an int64_t holds */

    const int64_t run = whole_run(p, 1000, &f, 1);

    assert_int_equal(store_each_finding(p->store, run, keep_fields, &got, NULL), RC_OK);
    assert_string_equal(got.text.p,
                        "17293822569102704641 dead-link A11 http://www.x.gov.cn/一|body a[3]|通知|"
                        "请修复|1 404|0|fault 0.98 20000|{\"reason\":\"http-404\"}|"
                        "warc:000001.warc.gz#18234");
    arena_done(&got.arena);
}

static enum rc keep_evidence(void *ctx, const struct stored_finding *f, struct err *err)
{
    struct place *p = ctx;

    (void)err;
    p->got = arena_copy(&p->arena, f->evidence);
    return RC_OK;
}

static void one_more_reference_is_added_once(void **state)
{
    struct place *p = *state;
    const struct stored_finding f = dead_link("http://a.gov.cn/1");
    const struct str more = STR("warc:000001.warc.gz#1823"); /* begins the other, and is another */
    int64_t run;

    reopen(p);
    run = begin(p, 100);
    hand_over(p, run, 100, &f, 1);
    for (int i = 0; i < 2; i++)
        assert_int_equal(store_finding_add_evidence(p->store, site, f.id, more, NULL), RC_OK);
    assert_int_equal(store_finding_add_evidence(p->store, STR("51070"), f.id, more, NULL), RC_OK);
    assert_int_equal(store_finding_add_evidence(p->store, site, f.id + 1, more, NULL), RC_OK);
    assert_int_equal(store_each_finding(p->store, run, keep_evidence, p, NULL), RC_OK);
    assert_true(str_eq(p->got, STR("warc:000001.warc.gz#18234 warc:000001.warc.gz#1823")));
}

static void a_known_finding_keeps_its_first_day(void **state)
{
    struct place *p = *state;
    const struct stored_finding f = dead_link("http://x/1");

    reopen(p);
    (void)whole_run(p, 1000, &f, 1);

    const int64_t run = whole_run(p, 2000, &f, 1);

    assert_string_equal(list(p, run),
                        "5107000034 dead-link http://x/1 first 1000 last 2000 gone 0 returns 0\n");
}

static void a_missing_finding_is_gone_and_counted_when_it_returns(void **state)
{
    struct place *p = *state;
    const struct stored_finding f[] = { dead_link("http://x/1"), dead_link("http://x/2") };

    reopen(p);
    (void)whole_run(p, 1000, f, 2);

    const int64_t second = whole_run(p, 2000, f, 1);

    assert_string_equal(list(p, second),
                        "5107000034 dead-link http://x/1 first 1000 last 2000 gone 0 returns 0\n");
    (void)whole_run(p, 3000, f, 1);

    const int64_t fourth = whole_run(p, 4000, f, 2);

    assert_string_equal(list(p, fourth),
                        "5107000034 dead-link http://x/1 first 1000 last 4000 gone 0 returns 0\n"
                        "5107000034 dead-link http://x/2 first 1000 last 4000 gone 0 returns 1\n");
}

/* A whole run with a result, too. */
static int64_t looked(struct place *p, int64_t now, const struct stored_finding *f, size_t n)
{
    const int64_t run = begin(p, now);

    hand_over(p, run, now, f, n);
    assert_int_equal(store_site_result(p->store, run, site, STR("{}"), NULL), RC_OK);
    end(p, run);
    return run;
}

static void a_run_lists_what_it_saw_whatever_later_ones_see(void **state)
{
    struct place *p = *state;
    const struct stored_finding f = dead_link("http://x/1");
    const struct str unjudged = STR("dead-link");

    reopen(p);

    const int64_t before = looked(p, 1000, NULL, 0), first = looked(p, 2000, &f, 1);
    const int64_t elsewhere = begin(p, 2500); /* of other sites */

    end(p, elsewhere);

    const int64_t second = looked(p, 3000, &f, 1), missed = looked(p, 4000, NULL, 0);
    const int64_t still = looked(p, 4500, NULL, 0), back = looked(p, 5000, &f, 1);
    const int64_t blind = begin(p, 6000);

    assert_int_equal(store_site_findings(p->store, blind, site, 6000, NULL, 0, &unjudged, 1, NULL),
                     RC_OK);
    assert_int_equal(store_site_result(p->store, blind, site, STR("{}"), NULL), RC_OK);
    end(p, blind);

    const int64_t last = looked(p, 7000, &f, 1);
    const struct {
        int64_t run;
        bool is_seen;
    } runs[] = { { before, false }, { first, true },   { elsewhere, false },
                 { second, true },  { missed, false }, { still, false },
                 { back, true },    { blind, false },  { last, true } };

    for (size_t i = 0; i < COUNT_OF(runs); i++)
        if ((list(p, runs[i].run)[0] != '\0') != runs[i].is_seen)
            fail_msg("run %zu: %s", i, list(p, runs[i].run));
}

static void a_run_keeps_what_it_saw_when_the_next_one_misses_it(void **state)
{
    struct place *p = *state;
    const struct stored_finding f = dead_link("http://x/1");

    reopen(p);

    const int64_t first = looked(p, 1000, &f, 1), second = begin(p, 2000);

    hand_over(p, second, 2000, &f, 1);
    hand_over(p, second, 2000, NULL, 0); /* the crawl began again and saw better */
    assert_int_equal(store_site_result(p->store, second, site, STR("{}"), NULL), RC_OK);
    end(p, second);
    assert_string_not_equal(list(p, first), "");
    assert_string_equal(list(p, second), "");
    (void)looked(p, 3000, &f, 1);
    assert_string_not_equal(list(p, first), "");
    assert_string_equal(list(p, second), "");
}

/* A run that gave way to another goes on when that is over. */
static void a_run_that_goes_on_late_takes_nothing_from_the_later_one(void **state)
{
    struct place *p = *state;
    const struct stored_finding f = dead_link("http://x/1");
    struct run_info early, late;

    reopen(p);
    assert_int_equal(store_run_begin(p->store, 1000, STR("{\"a\":1}"), &early, NULL), RC_OK);
    assert_int_equal(store_run_begin(p->store, 2000, STR("{\"a\":2}"), &late, NULL), RC_OK);
    hand_over(p, late.id, 2000, &f, 1);
    assert_int_equal(store_site_result(p->store, late.id, site, STR("{}"), NULL), RC_OK);
    end(p, late.id);
    hand_over(p, early.id, 3000, &f, 1);
    assert_int_equal(store_site_result(p->store, early.id, site, STR("{}"), NULL), RC_OK);
    assert_string_not_equal(list(p, early.id), "");
    assert_string_not_equal(list(p, late.id), "");
}

static void what_could_not_be_judged_stays_open(void **state)
{
    struct place *p = *state;
    const struct stored_finding f = dead_link("http://x/1");
    const struct str unjudged[] = { STR("tls"), STR("dead-link") };

    reopen(p);
    (void)whole_run(p, 1000, &f, 1);

    const int64_t second = begin(p, 2000);

    assert_int_equal(store_site_findings(p->store, second, site, 2000, NULL, 0, unjudged, 2, NULL),
                     RC_OK);
    end(p, second);
    assert_string_equal(list(p, second), ""); /* open, but not seen in this run */

    const int64_t third = whole_run(p, 3000, &f, 1);

    assert_string_equal(list(p, third),
                        "5107000034 dead-link http://x/1 first 1000 last 3000 gone 0 returns 0\n");
}

static void handing_over_twice_changes_nothing(void **state)
{
    struct place *p = *state;
    const struct stored_finding f[] = { dead_link("http://x/1"), dead_link("http://x/2") };

    reopen(p);
    (void)whole_run(p, 1000, f, 2);
    (void)whole_run(p, 2000, f, 1);

    const int64_t run = begin(p, 3000);

    hand_over(p, run, 3000, f, 2);

    const char *once = list(p, run);

    hand_over(p, run, 3000, f, 2);
    assert_string_equal(list(p, run), once);
    assert_string_equal(once,
                        "5107000034 dead-link http://x/1 first 1000 last 3000 gone 0 returns 0\n"
                        "5107000034 dead-link http://x/2 first 1000 last 3000 gone 0 returns 1\n");
}

static void a_better_list_in_the_same_run_is_no_return(void **state)
{
    struct place *p = *state;
    const struct stored_finding f[] = { dead_link("http://x/1"), dead_link("http://x/2") };

    reopen(p);
    (void)whole_run(p, 1000, f, 2);

    const int64_t run = begin(p, 2000);

    hand_over(p, run, 2000, f, 1); /* cut short */
    hand_over(p, run, 2100, f, 2); /* went on after a crash */
    assert_string_equal(list(p, run),
                        "5107000034 dead-link http://x/1 first 1000 last 2100 gone 0 returns 0\n"
                        "5107000034 dead-link http://x/2 first 1000 last 2100 gone 0 returns 0\n");
    hand_over(p, run, 2200, f, 1);
    assert_string_equal(list(p, run),
                        "5107000034 dead-link http://x/1 first 1000 last 2200 gone 0 returns 0\n");
}

static void one_site_does_not_touch_another(void **state)
{
    struct place *p = *state;
    const struct stored_finding f = dead_link("http://x/1");

    reopen(p);

    const int64_t run = begin(p, 1000);

    assert_int_equal(store_site_findings(p->store, run, STR("b"), 1000, &f, 1, NULL, 0, NULL),
                     RC_OK);
    assert_int_equal(store_site_findings(p->store, run, STR("a"), 1000, &f, 1, NULL, 0, NULL),
                     RC_OK);
    assert_int_equal(store_site_findings(p->store, run, STR("c"), 1000, NULL, 0, NULL, 0, NULL),
                     RC_OK);
    assert_string_equal(list(p, run), "a dead-link http://x/1 first 1000 last 1000 gone 0 returns "
                                      "0\nb dead-link http://x/1 first 1000 last 1000 gone 0 "
                                      "returns 0\n");
}

static void reading_is_sorted_and_can_be_stopped(void **state)
{
    struct place *p = *state;
    struct stored_finding f[] = { dead_link("http://x/b"), dead_link("http://x/a"),
                                  dead_link("http://x/Z"), dead_link("http://x/z") };
    struct listing l = { .a = &p->arena, .stop_after = 3 };
    struct err err = { 0 };

    f[3].finding.check = "blank-column";
    reopen(p);

    const int64_t run = whole_run(p, 1, f, 4);

    assert_int_equal(store_each_finding(p->store, run, list_one, &l, &err), RC_STOPPED);
    assert_string_equal(l.text.p,
                        "5107000034 blank-column http://x/z first 1 last 1 gone 0 returns 0\n"
                        "5107000034 dead-link http://x/Z first 1 last 1 gone 0 returns 0\n"
                        "5107000034 dead-link http://x/a first 1 last 1 gone 0 returns 0\n");
    assert_int_equal(l.n, 3);
    hand_over(p, run, 2, f, 4); /* the read transaction has ended */
}

/* ---- runs and sites ---- */

static void an_unfinished_run_goes_on_after_reopening(void **state)
{
    struct place *p = *state;
    const struct stored_finding f = dead_link("http://x/1");
    struct run_info first, other, again, next;

    reopen(p);
    assert_int_equal(store_run_begin(p->store, 1000, STR("{\"a\":1}"), &first, NULL), RC_OK);
    hand_over(p, first.id, 1000, &f, 1);
    assert_int_equal(store_run_begin(p->store, 1500, STR("{\"a\":2}"), &other, NULL), RC_OK);
    assert_int_not_equal(other.id, first.id);

    reopen(p);
    assert_int_equal(store_run_begin(p->store, 2000, STR("{\"a\":1}"), &again, NULL), RC_OK);
    assert_int_equal(again.id, first.id);
    assert_int_equal(again.started, 1000);
    assert_int_equal(again.finished, 0);
    assert_string_equal(list(p, again.id),
                        "5107000034 dead-link http://x/1 first 1000 last 1000 gone 0 returns 0\n");
    end(p, again.id);
    end(p, again.id);

    assert_int_equal(store_run_begin(p->store, 3000, STR("{\"a\":1}"), &next, NULL), RC_OK);
    assert_int_not_equal(next.id, first.id);
    assert_int_equal(next.started, 3000);
}

static void an_unknown_run_is_refused(void **state)
{
    struct place *p = *state;
    const struct stored_finding f = dead_link("http://x/1");
    struct listing l = { .a = &p->arena };
    struct err err = { 0 };

    reopen(p);
    assert_int_equal(store_site_findings(p->store, 7, site, 1, &f, 1, NULL, 0, &err), RC_NOT_FOUND);
    assert_string_equal(err.text, "结果库中没有第 7 次巡检");
    assert_int_equal(store_site_result(p->store, 7, site, STR("{}"), &err), RC_NOT_FOUND);
    assert_int_equal(store_run_finish(p->store, 7, 1, &err), RC_NOT_FOUND);
    assert_int_equal(store_each_finding(p->store, 7, list_one, &l, &err), RC_NOT_FOUND);
    assert_int_equal(begin(p, 1), 1); /* what was refused left no transaction open */
}

static enum rc list_site(void *ctx, struct str code, struct str json, struct err *err)
{
    struct listing *l = ctx;

    (void)err;
    l->text = arena_printf(l->a, "%.*s%.*s %.*s\n", STR_ARG(l->text), STR_ARG(code), STR_ARG(json));
    return RC_OK;
}

static void a_later_result_of_a_site_replaces_the_earlier_one(void **state)
{
    struct place *p = *state;
    struct listing l = { .a = &p->arena };

    reopen(p);

    const int64_t run = begin(p, 1);

    assert_int_equal(store_site_result(p->store, run, STR("b"), STR("{1}"), NULL), RC_OK);
    assert_int_equal(store_site_result(p->store, run, STR("a"), STR("{2}"), NULL), RC_OK);
    assert_int_equal(store_site_result(p->store, run, STR("b"), STR("{3}"), NULL), RC_OK);
    end(p, run);

    const int64_t next = begin(p, 2);

    assert_int_equal(store_site_result(p->store, next, STR("b"), STR("{4}"), NULL), RC_OK);
    assert_int_equal(store_each_site(p->store, run, list_site, &l, NULL), RC_OK);
    assert_string_equal(l.text.p, "a {2}\nb {3}\n");
}

static void results_of_accounts_stand_apart_from_those_of_sites(void **state)
{
    struct place *p = *state;
    struct listing sites = { .a = &p->arena }, accounts = { .a = &p->arena };

    reopen(p);

    const int64_t run = begin(p, 1);

    assert_int_equal(store_site_result(p->store, run, STR("快手:b"), STR("{1}"), NULL), RC_OK);
    assert_int_equal(store_site_result(p->store, run, STR("a"), STR("{2}"), NULL), RC_OK);
    assert_int_equal(store_site_result(p->store, run, STR("快手:a"), STR("{3}"), NULL), RC_OK);
    assert_int_equal(store_each_site(p->store, run, list_site, &sites, NULL), RC_OK);
    assert_int_equal(store_each_account(p->store, run, list_site, &accounts, NULL), RC_OK);
    assert_string_equal(sites.text.p, "a {2}\n");
    assert_string_equal(accounts.text.p, "快手:a {3}\n快手:b {1}\n");
}

/* ---- files that are not right ---- */

static void get_file(const char *path, char *bytes, size_t n, off_t at)
{
    const int fd = open(path, O_RDONLY);

    assert_true(fd >= 0);
    assert_int_equal(pread(fd, bytes, n, at), n);
    assert_int_equal(close(fd), 0);
}

static void put_file(const char *path, const char *bytes, size_t n, long at)
{
    FILE *f = fopen(path, at ? "r+b" : "wb");

    assert_non_null(f);
    assert_int_equal(fseek(f, at, SEEK_SET), 0);
    assert_int_equal(fwrite(bytes, 1, n, f), n);
    assert_int_equal(fclose(f), 0);
}

static void expect_refused(struct place *p, enum rc rc, const char *sentence)
{
    struct err err = { 0 };

    store_closep(&p->store);
    assert_int_equal(store_open(str_of(p->url), &p->store, &err), rc);
    assert_null(p->store);
    if (!strstr(err.text, sentence))
        fail_msg("\"%s\" does not say \"%s\"", err.text, sentence);
}

static void a_file_of_another_kind_is_refused_and_left_alone(void **state)
{
    static const char text[] = "网站标识码,网站名称\n";
    struct place *p = *state;
    struct stat st;

    put_file(p->path, text, sizeof(text) - 1, 0);
    expect_refused(p, RC_DB, "不是数据库文件");
    assert_int_equal(stat(p->path, &st), 0);
    assert_int_equal(st.st_size, sizeof(text) - 1);
}

/* Bytes 60-63 of the header are user_version, 68-71 application_id, big endian. */
static void a_newer_older_or_foreign_database_is_refused(void **state)
{
    struct place *p = *state;
    char version[4];

    reopen(p);
    store_closep(&p->store);
    get_file(p->path, version, sizeof(version), 60);
    put_file(p->path, "\0\0\0\x63", 4, 60);
    expect_refused(p, RC_DB, "由更新版本的程序写成");
    put_file(p->path, "\0\0\0\x01", 4, 60);
    expect_refused(p, RC_DB, "由发布前的试用版本写成");
    put_file(p->path, version, sizeof(version), 60);
    reopen(p);
    store_closep(&p->store);
    put_file(p->path, "\0\0\0\x01", 4, 68);
    expect_refused(p, RC_DB, "别的数据库文件");
}

static void a_damaged_database_says_so(void **state)
{
    struct place *p = *state;
    char junk[4096];

    reopen(p);
    (void)begin(p, 1);
    store_closep(&p->store);
    memset(junk, 0x5a, sizeof(junk));
    put_file(p->path, junk, sizeof(junk) - 100, 100); /* behind the header: the schema */
    expect_refused(p, RC_DB, "已损坏");
}

static void a_folder_that_cannot_be_written_says_so(void **state)
{
    struct place *p = *state;

    (void)snprintf(p->url, sizeof(p->url), "sqlite:%s/none/a.db", p->dir);
    expect_refused(p, RC_DB, "无法打开或新建");
    (void)snprintf(p->url, sizeof(p->url), "sqlite:%s", p->dir);
    expect_refused(p, RC_DB, "无法打开或新建");

    /* Permissions do not bind root: become somebody else for a moment. */
    (void)snprintf(p->url, sizeof(p->url), "sqlite:%s", p->path);
    reopen(p);
    store_closep(&p->store);
    assert_int_equal(chmod(p->path, 0444), 0);
    assert_int_equal(chmod(p->dir, 0555), 0);

    const bool is_root = geteuid() == 0;

    if (is_root)
        assert_int_equal(seteuid(65534), 0);
    expect_refused(p, RC_DB, "不可写");
    if (is_root)
        assert_int_equal(seteuid(0), 0);
    assert_int_equal(chmod(p->dir, 0755), 0);
}

static void two_handles_write_one_file_in_turn(void **state)
{
    struct place *p = *state;
    struct store *second = NULL;

    reopen(p); /* two handles on one file work side by side */
    assert_int_equal(store_open(str_of(p->url), &second, NULL), RC_OK);

    const struct stored_finding f = dead_link("http://x/1");
    const int64_t run = begin(p, 1);

    assert_int_equal(store_site_findings(second, run, site, 1, &f, 1, NULL, 0, NULL), RC_OK);
    assert_string_equal(list(p, run),
                        "5107000034 dead-link http://x/1 first 1 last 1 gone 0 returns 0\n");
    store_closep(&second);
}

static void other_stores_are_not_supported_yet(void **state)
{
    struct store *s = NULL;
    struct err err = { 0 };

    (void)state;
    assert_int_equal(store_open(STR("postgresql://h/db"), &s, &err), RC_UNSUPPORTED);
    assert_non_null(strstr(err.text, "postgresql"));
    assert_int_equal(store_open(STR("sqlite:"), &s, &err), RC_UNSUPPORTED);
    assert_int_equal(store_open(STR("a.db"), &s, &err), RC_UNSUPPORTED);
    assert_null(s);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_finding_comes_back_as_it_was_handed_over),
        TEST(one_more_reference_is_added_once),
        TEST(a_known_finding_keeps_its_first_day),
        TEST(a_missing_finding_is_gone_and_counted_when_it_returns),
        TEST(a_run_lists_what_it_saw_whatever_later_ones_see),
        TEST(a_run_keeps_what_it_saw_when_the_next_one_misses_it),
        TEST(a_run_that_goes_on_late_takes_nothing_from_the_later_one),
        TEST(what_could_not_be_judged_stays_open),
        TEST(handing_over_twice_changes_nothing),
        TEST(a_better_list_in_the_same_run_is_no_return),
        TEST(one_site_does_not_touch_another),
        TEST(reading_is_sorted_and_can_be_stopped),
        TEST(an_unfinished_run_goes_on_after_reopening),
        TEST(an_unknown_run_is_refused),
        TEST(a_later_result_of_a_site_replaces_the_earlier_one),
        TEST(results_of_accounts_stand_apart_from_those_of_sites),
        TEST(a_file_of_another_kind_is_refused_and_left_alone),
        TEST(a_newer_older_or_foreign_database_is_refused),
        TEST(a_damaged_database_says_so),
        TEST(a_folder_that_cannot_be_written_says_so),
        TEST(two_handles_write_one_file_in_turn),
        TEST(other_stores_are_not_supported_yet),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
