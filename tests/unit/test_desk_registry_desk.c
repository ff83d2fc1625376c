/* The registry of sites and accounts: previews, imports, single fields, life cycle, history. */
#include "base/base.h"

#include "desk/registry_desk.h"

#include "base/clock.h"
#include "office/unit.h"
#include "store/review.h"
#include "store/site_query.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#define HEAD "网站标识码,网站名称,首页网址,主办单位,行政区划,网站类型,状态,对外服务,其他域名\n"
#define PORTAL                                                                                     \
    "5107000001,云溪市人民政府,http://www.yunxi.gov.cn/"                                    \
    ",云溪市人民政府办公室,510700,政府门户网站,运行,是,\n"
#define BUREAU                                                                                     \
    "5107000002,云溪市教育局,http://jyj.yunxi.gov.cn/,云溪市教育局,510700,部门网站,运行,是,\n"
#define BUREAU_MOVED                                                                               \
    "5107000002,云溪市教育局,http://edu.yunxi.gov.cn/,云溪市教育局,510700,部门网站,运行,否,\n"
#define BAD "51070,坏,坏,坏,坏,坏,坏,坏,\n"

struct office {
    struct store *store;
    struct arena a;
    struct registrar who;
};

static void ok(enum rc rc, const struct err *err)
{
    if (rc)
        fail_msg("%s", err->text);
}
#define OK(call)                                                                                   \
    do {                                                                                           \
        struct err err = { 0 };                                                                    \
        ok(call, &err);                                                                            \
    } while (0)

static int set_up(void **state)
{
    struct office *o = calloc(1, sizeof(*o));

    assert_non_null(o);
    o->who = (struct registrar){ .by = STR("张三"), .at = 1000 };
    OK(store_open(STR("sqlite::memory:"), &o->store, &err));
    *state = o;
    return 0;
}

static int tear_down(void **state)
{
    struct office *o = *state;

    store_closep(&o->store);
    arena_done(&o->a);
    free(o);
    return 0;
}

static struct registry_preview preview(struct office *o, struct str file)
{
    struct registry_preview p;

    OK(registry_preview(o->store, REGISTRY_SITES, file, &o->a, &p, &err));
    return p;
}

static void import(struct office *o, struct str file)
{
    const struct registry_preview p = preview(o, file);

    OK(registry_import(o->store, REGISTRY_SITES, file, str_of(p.token), &o->who, &o->a, NULL,
                       &err));
}

static struct registered site_of(struct office *o, const char *code)
{
    struct registered r;

    OK(store_registered_read(o->store, 0, str_of(code), &o->a, &r, &err));
    return r;
}

static size_t n_listed(struct office *o)
{
    struct site_lines lines;

    OK(store_sites(o->store, &(struct site_query){ 0 }, &o->a, &lines, &err));
    return lines.n;
}

static void a_preview_tells_what_an_import_would_do_and_writes_nothing(void **state)
{
    struct office *o = *state;
    struct registry_preview p = preview(o, STR(HEAD PORTAL BUREAU BAD));

    assert_int_equal(p.n_added, 2);
    assert_int_equal(p.n_bad, 1);
    assert_int_equal(p.bad[0].line, 4);
    assert_true(p.bad[0].reason.n > 0);
    assert_int_equal(n_listed(o), 0);
    import(o, STR(HEAD PORTAL BUREAU BAD));
    assert_int_equal(n_listed(o), 2);

    p = preview(o, STR(HEAD BUREAU_MOVED));
    assert_int_equal(p.n_added, 0);
    assert_int_equal(p.n_changed, 1);
    assert_int_equal(p.changed[0].n_changed, 2);
    assert_int_equal(p.changed[0].changed[0], SITE_HOME);
    assert_int_equal(p.changed[0].changed[1], SITE_PUBLIC);
    assert_true(str_eq(p.changed[0].before.values[SITE_HOME], STR("http://jyj.yunxi.gov.cn/")));
    assert_int_equal(p.n_absent, 1);
    assert_true(str_eq(p.absent[0].id, STR("5107000001")));
    p = preview(o, STR(HEAD PORTAL BUREAU));
    assert_int_equal(p.n_unchanged, 2);
    assert_int_equal(p.n_added + p.n_changed + p.n_absent, 0);
}

static void an_import_does_what_was_previewed_or_nothing(void **state)
{
    struct office *o = *state;
    const struct str first = STR(HEAD PORTAL BUREAU), second = STR(HEAD PORTAL BUREAU_MOVED);
    const struct registry_preview p = preview(o, first);

    /* Another file. */
    assert_int_equal(registry_import(o->store, REGISTRY_SITES, second, str_of(p.token), &o->who,
                                     &o->a, NULL, NULL),
                     RC_BUSY);
    assert_int_equal(n_listed(o), 0);
    /* The registry moved on meanwhile. */
    import(o, STR(HEAD PORTAL));
    assert_int_equal(registry_import(o->store, REGISTRY_SITES, first, str_of(p.token), &o->who,
                                     &o->a, NULL, NULL),
                     RC_BUSY);
    assert_int_equal(n_listed(o), 1);
    import(o, first);
    assert_int_equal(n_listed(o), 2);
}

static enum rc take_change(void *ctx, const struct registry_change *change, struct err *err)
{
    struct buf *all = ctx;

    (void)err;
    buf_addf(all, "%.*s:%.*s>%.*s ", STR_ARG(change->field), STR_ARG(change->old),
             STR_ARG(change->now));
    return RC_OK;
}

static void expect_history(struct office *o, const char *code, const char *expected)
{
    AUTO(buf_done) struct buf all = { 0 };

    OK(store_registered_history(o->store, str_of(code), take_change, &all, &err));
    buf_add_char(&all, 0);
    assert_string_equal(all.p, expected);
}

static void every_changed_field_is_remembered(void **state)
{
    struct office *o = *state;
    size_t n = 0;

    import(o, STR(HEAD BUREAU));
    import(o, STR(HEAD BUREAU_MOVED));
    OK(registry_set(o->store, STR("5107000002"),
                    &(struct registry_value){ SITE_NAME, STR(" 云溪市教育和体育局 ") }, 1, &o->who,
                    &n, &err));
    assert_int_equal(n, 1);
    expect_history(o, "5107000002",
                   "name:云溪市教育局>云溪市教育和体育局 "
                   "serves_public:是>否 home:http://jyj.yunxi.gov.cn/>http://edu.yunxi.gov.cn/ "
                   "unit:>云溪市教育局 code:>5107000002 ");
}

static void a_field_takes_only_what_the_file_would_take(void **state)
{
    struct office *o = *state;
    const struct registry_value wrong[] = {
        { SITE_HOME, STR("不是网址") },   { SITE_TYPE, STR("论坛") },
        { SITE_REGION, STR("51") },       { SITE_NAME, STR("") },
        { SITE_CODE, STR("5107000003") },
    };
    size_t n;

    import(o, STR(HEAD BUREAU));
    for (size_t i = 0; i < COUNT_OF(wrong); i++)
        assert_int_equal(registry_set(o->store, STR("5107000002"), &wrong[i], 1, &o->who, &n, NULL),
                         RC_SYNTAX);
    assert_int_equal(registry_set(o->store, STR("5107000009"), wrong, 1, &o->who, &n, NULL),
                     RC_NOT_FOUND);
    expect_history(o, "5107000002", "unit:>云溪市教育局 code:>5107000002 ");
}

static void a_site_belongs_to_its_sponsor_until_it_is_moved(void **state)
{
    struct office *o = *state;
    struct unit unit;
    int64_t other = 0;
    size_t n;

    import(o, STR(HEAD PORTAL BUREAU));
    OK(store_unit_get(o->store, site_of(o, "5107000002").unit, &o->a, &unit, &err));
    assert_true(str_eq(unit.name, STR("云溪市教育局")));
    assert_int_equal(unit.parent, UNIT_TOP);

    OK(registry_set(o->store, STR("5107000002"),
                    &(struct registry_value){ SITE_SPONSOR, STR("云溪市教体局") }, 1, &o->who, &n,
                    &err));
    OK(store_unit_get(o->store, site_of(o, "5107000002").unit, &o->a, &unit, &err));
    assert_true(str_eq(unit.name, STR("云溪市教体局")));

    OK(store_unit_add(o->store, &(struct unit){ .parent = UNIT_TOP, .name = STR("信息中心") },
                      &other, &err));
    OK(store_registered_move(o->store, STR("5107000002"), other, &o->who, &err));
    OK(registry_set(o->store, STR("5107000002"),
                    &(struct registry_value){ SITE_SPONSOR, STR("云溪市教育局") }, 1, &o->who, &n,
                    &err));
    assert_int_equal(site_of(o, "5107000002").unit, other);
    assert_int_equal(store_registered_move(o->store, STR("5107000002"), 99, &o->who, NULL),
                     RC_NOT_FOUND);
    assert_int_equal(store_registered_move(o->store, STR("5107000009"), other, &o->who, NULL),
                     RC_NOT_FOUND);
    /* Whoever belongs to another unit does not see it. */
    assert_int_equal(store_registered_read(o->store, site_of(o, "5107000001").unit,
                                           STR("5107000002"), &o->a, &(struct registered){ 0 },
                                           NULL),
                     RC_NOT_FOUND);
}

static void closing_has_a_day_and_a_document(void **state)
{
    struct office *o = *state;
    const int32_t day = day_of(2026, 11, 20);
    const struct str code = STR("5107000002"), filing = STR("云府办函〔2026〕3号");
    struct registered r;

    import(o, STR(HEAD BUREAU));
    assert_int_equal(store_registered_set_state(o->store, code, STR("申请关停"), DAY_NONE, filing,
                                                &o->who, NULL),
                     RC_SYNTAX);
    assert_int_equal(
        store_registered_set_state(o->store, code, STR("已关停"), day, STR(" "), &o->who, NULL),
        RC_SYNTAX);
    assert_int_equal(
        store_registered_set_state(o->store, code, STR("已注销"), day, filing, &o->who, NULL),
        RC_SYNTAX);
    assert_int_equal(store_registered_set_state(o->store, STR("5107000009"), STR("已关停"), day,
                                                filing, &o->who, NULL),
                     RC_NOT_FOUND);
    OK(store_registered_set_state(o->store, code, STR("已关停"), day, filing, &o->who, &err));
    r = site_of(o, "5107000002");
    assert_true(str_eq(r.row.values[SITE_STATE], STR("已关停")));
    assert_int_equal(r.state_day, day);
    assert_true(str_eq(r.filing, filing));
    expect_history(o, "5107000002",
                   "filing:>云府办函〔2026〕3号 state_day:>2026-11-20 state:运行>已关停 "
                   "unit:>云溪市教育局 code:>5107000002 ");
    /* A closed site need not be in the next list. */
    assert_int_equal(preview(o, STR(HEAD PORTAL)).n_absent, 0);
}

static void what_was_exported_is_no_change(void **state)
{
    struct office *o = *state;
    AUTO(buf_done) struct buf out = { 0 };
    struct registry_preview p;

    import(o, STR(HEAD PORTAL BUREAU));
    OK(registry_export(o->store, REGISTRY_SITES, 0, &out, &err));
    p = preview(o, buf_str(&out));
    assert_int_equal(p.n_unchanged, 2);
    assert_int_equal(p.n_added + p.n_changed + p.n_absent + p.n_bad, 0);
}

static void a_site_that_a_run_has_seen_is_entered_later(void **state)
{
    struct office *o = *state;
    struct run_info run;
    struct registered r;

    OK(store_run_begin(o->store, 1, STR("{}"), &run, &err));
    OK(store_site_result(o->store, run.id, STR("5107000002"),
                         STR("{\"name\":\"旧名\",\"state\":\"运行\",\"verdict\":\"合格\"}"), &err));
    r = site_of(o, "5107000002");
    assert_false(r.is_listed);
    assert_true(str_eq(registry_name(&r.row), STR("旧名")));
    assert_int_equal(store_registered_set_state(o->store, STR("5107000002"), STR("运行"), DAY_NONE,
                                                STR(""), &o->who, NULL),
                     RC_NOT_FOUND);
    assert_int_equal(preview(o, STR(HEAD BUREAU)).n_added, 1);
    import(o, STR(HEAD BUREAU));
    /* From now on the registry says what it is called. */
    OK(store_site_result(o->store, run.id, STR("5107000002"), STR("{\"name\":\"旧名\"}"), &err));
    r = site_of(o, "5107000002");
    assert_true(r.is_listed);
    assert_true(str_eq(registry_name(&r.row), STR("云溪市教育局")));
    assert_int_equal(r.last_run, run.id);
}

static void a_file_waits_a_day_for_its_yes(void **state)
{
    struct office *o = *state;
    struct str kind, bytes;

    OK(store_upload_put(o->store, STR("t"), STR("sites"), 1000, STR("a\0b"), &err));
    OK(store_upload_get(o->store, STR("t"), &o->a, &kind, &bytes, &err));
    assert_true(str_eq(kind, STR("sites")) && str_eq(bytes, STR("a\0b")));
    OK(store_upload_put(o->store, STR("u"), STR("sites"), 1000 + UPLOAD_LIFE_S, STR("c"), &err));
    OK(store_upload_get(o->store, STR("t"), &o->a, &kind, &bytes, &err));
    OK(store_upload_put(o->store, STR("u"), STR("sites"), 1001 + UPLOAD_LIFE_S, STR("c"), &err));
    assert_int_equal(store_upload_get(o->store, STR("t"), &o->a, &kind, &bytes, NULL),
                     RC_NOT_FOUND);
    OK(store_upload_drop(o->store, STR("u"), &err));
    assert_int_equal(store_upload_get(o->store, STR("u"), &o->a, &kind, &bytes, NULL),
                     RC_NOT_FOUND);
}

/* ---- accounts ---- */

#define ACCOUNT_HEAD "账号名称,账号类型,开设主体,行政区划,状态,是否主账号,账号标识,数据源,菜单\n"
#define WEIXIN "云溪发布,微信订阅号,云溪市教育局,510700,运行,是,yunxi,http://feeds.test/a.xml,\n"
#define WEIXIN_RENAMED                                                                                 \
    "云溪教育,微信订阅号,云溪市教育局,510700,运行,否,yunxi,http://feeds.test/b.xml," \
    "\"[{\"\"name\"\":\"\"办事\"\",\"\"url\"\":\"\"http://a.test/\"\"}]\"\n"
#define WEIBO "@云溪,新浪微博,云溪市水务局,510700,运行,是,,posts.csv,\n"

static void import_accounts(struct office *o, struct str file, size_t n_added, size_t n_changed,
                            size_t n_absent)
{
    struct registry_preview p;

    OK(registry_preview(o->store, REGISTRY_ACCOUNTS, file, &o->a, &p, &err));
    assert_int_equal(p.n_added, n_added);
    assert_int_equal(p.n_changed, n_changed);
    assert_int_equal(p.n_absent, n_absent);
    /* What was said of a list of sites is no yes to a list of accounts. */
    assert_int_equal(registry_import(o->store, REGISTRY_SITES, file, str_of(p.token), &o->who,
                                     &o->a, NULL, NULL),
                     RC_SYNTAX);
    OK(registry_import(o->store, REGISTRY_ACCOUNTS, file, str_of(p.token), &o->who, &o->a, NULL,
                       &err));
}

static void accounts_are_kept_as_sites_are(void **state)
{
    struct office *o = *state;
    struct registered r;

    import(o, STR(HEAD PORTAL BUREAU));
    import_accounts(o, STR(ACCOUNT_HEAD WEIXIN WEIBO), 2, 0, 0);
    import_accounts(o, STR(ACCOUNT_HEAD WEIXIN_RENAMED), 0, 1, 1);
    expect_history(o, "微信订阅号:yunxi",
                   "menu:>[{\"name\":\"办事\",\"url\":\"http://a.test/\"}] "
                   "source:http://feeds.test/a.xml>http://feeds.test/b.xml is_main:是>否 "
                   "name:云溪发布>云溪教育 unit:>云溪市教育局 code:>微信订阅号:yunxi ");
    r = site_of(o, "微信订阅号:yunxi");
    assert_int_equal(r.row.kind, REGISTRY_ACCOUNTS);
    assert_true(str_eq(registry_name(&r.row), STR("云溪教育")));
    /* With the unit that has the site of the same sponsor; the list of sites knows nothing of it.
     */
    assert_int_equal(r.unit, site_of(o, "5107000002").unit);
    assert_int_equal(preview(o, STR(HEAD PORTAL BUREAU)).n_unchanged, 2);
    assert_int_equal(preview(o, STR(HEAD PORTAL BUREAU)).n_absent, 0);
    assert_int_equal(n_listed(o), 2);
}

static void an_account_has_its_own_words_for_its_life(void **state)
{
    struct office *o = *state;
    const struct str id = STR("微信订阅号:yunxi"), filing = STR("云府办函〔2026〕9号");
    const int32_t day = day_of(2026, 11, 20);

    import_accounts(o, STR(ACCOUNT_HEAD WEIXIN), 1, 0, 0);
    assert_int_equal(
        store_registered_set_state(o->store, id, STR("已关停"), day, filing, &o->who, NULL),
        RC_SYNTAX);
    assert_int_equal(
        store_registered_set_state(o->store, id, STR("已注销"), day, STR(""), &o->who, NULL),
        RC_SYNTAX);
    OK(store_registered_set_state(o->store, id, STR("已注销"), day, filing, &o->who, &err));
    assert_int_equal(site_of(o, "微信订阅号:yunxi").state_day, day);
    import_accounts(o, STR(ACCOUNT_HEAD WEIBO), 1, 0, 0); /* a cancelled one need not be there */
}

static void what_an_accounts_id_is_made_of_stays(void **state)
{
    struct office *o = *state;
    const struct registry_value handle = { ACCOUNT_HANDLE, STR("other") };
    const struct registry_value name = { ACCOUNT_NAME, STR("云溪") };
    const struct registry_value menu = { ACCOUNT_MENU, STR("{") };
    size_t n;

    import_accounts(o, STR(ACCOUNT_HEAD WEIXIN WEIBO), 2, 0, 0);
    OK(registry_set(o->store, STR("微信订阅号:yunxi"), &name, 1, &o->who, &n, &err));
    assert_int_equal(n, 1);
    assert_int_equal(registry_set(o->store, STR("微信订阅号:yunxi"), &handle, 1, &o->who, &n, NULL),
                     RC_SYNTAX);
    assert_int_equal(registry_set(o->store, STR("新浪微博:@云溪"), &name, 1, &o->who, &n, NULL),
                     RC_SYNTAX);
    assert_int_equal(registry_set(o->store, STR("微信订阅号:yunxi"), &menu, 1, &o->who, &n, NULL),
                     RC_SYNTAX);
}

static void an_exported_list_of_accounts_is_no_change(void **state)
{
    struct office *o = *state;
    AUTO(buf_done) struct buf out = { 0 };
    struct registry_preview p;

    import_accounts(o, STR(ACCOUNT_HEAD WEIXIN_RENAMED WEIBO), 2, 0, 0);
    OK(registry_export(o->store, REGISTRY_ACCOUNTS, 0, &out, &err));
    OK(registry_preview(o->store, REGISTRY_ACCOUNTS, buf_str(&out), &o->a, &p, &err));
    assert_int_equal(p.n_unchanged, 2); /* the name that begins with @, too */
    assert_int_equal(p.n_added + p.n_changed + p.n_absent + p.n_bad, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_preview_tells_what_an_import_would_do_and_writes_nothing),
        TEST(an_import_does_what_was_previewed_or_nothing),
        TEST(every_changed_field_is_remembered),
        TEST(a_field_takes_only_what_the_file_would_take),
        TEST(a_site_belongs_to_its_sponsor_until_it_is_moved),
        TEST(closing_has_a_day_and_a_document),
        TEST(what_was_exported_is_no_change),
        TEST(a_site_that_a_run_has_seen_is_entered_later),
        TEST(a_file_waits_a_day_for_its_yes),
        TEST(accounts_are_kept_as_sites_are),
        TEST(an_account_has_its_own_words_for_its_life),
        TEST(what_an_accounts_id_is_made_of_stays),
        TEST(an_exported_list_of_accounts_is_no_change),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
