/* accounts.csv as people really write it. */
#include "base/base.h"

#include "desk/account_file.h"

#include "attach_support.h"
#include "base/buf.h"
#include "text/charset.h"

#define HEADER "账号名称,账号类型,开设主体,行政区划,状态,是否主账号"
#define GOOD "云溪发布,微信订阅号,云溪县人民政府办公室,519901,运行,是"

/* An account a line with its menu, then a bad row a line. */
static struct str tell(const struct account_file *f, struct arena *a)
{
    AUTO(buf_done) struct buf out = { 0 };

    for (size_t i = 0; i < f->accounts.n; i++) {
        const struct account *t = &f->accounts.accounts[i];

        buf_addf(&out, "%.*s|%.*s|%.*s|%s|%d|%.*s|%d|%.*s|%.*s|%zu", STR_ARG(t->id),
                 STR_ARG(t->platform), STR_ARG(t->owner), account_state_name(t->state), t->is_main,
                 STR_ARG(t->source), t->source_is_file, STR_ARG(t->filed_name),
                 STR_ARG(t->download), t->n_siblings);
        for (size_t k = 0; k < t->n_menu; k++)
            buf_addf(&out, " [%.*s %.*s%s]", STR_ARG(t->menu[k].name), STR_ARG(t->menu[k].href),
                     t->menu[k].is_answered ? "!" : "");
        buf_add_char(&out, '\n');
    }
    for (size_t i = 0; i < f->n_bad; i++)
        buf_addf(&out, "%zu: %.*s\n", f->bad[i].line, STR_ARG(f->bad[i].reason));
    return arena_copy(a, buf_str(&out));
}

static void expect(struct str bytes, const char *told)
{
    AUTO(arena_done) struct arena a = { 0 };
    struct account_file f;
    struct err err = { 0 };

    if (account_file_parse(bytes, STR("/lists"), &a, &f, &err))
        fail_msg("%s", err.text);
    assert_string_equal(tell(&f, &a).p, told);
}

static void a_plain_list_is_read(void **state)
{
    (void)state;
    expect(STR("\xef\xbb\xbf" HEADER "\r\n" GOOD "\r\n"),
           "微信订阅号:云溪发布|微信|云溪县人民政府办公室|运行|1||0|||1\n");
    expect(STR(HEADER "\n"), "");
}

static void an_id_is_one_part_of_a_path(void **state)
{
    (void)state;
    expect(
        STR(HEADER ",账号标识\n甲/"
                   "乙,微信订阅号,县局,519901,运行,是,\n丙,抖音,县局,519901,运行,是,a\\/b\n"),
        "微信订阅号:甲／乙|微信|县局|运行|1||0|||1\n抖音(短视频):a＼／b|抖音|县局|运行|1||0|||1\n");
}

static void optional_columns_are_read_in_any_order(void **state)
{
    (void)state;
    expect(
        STR("序号,数据源,账号标识,备案名称,下载链接,菜单,账号类型,账号名称,开设主体,行政区划,"
            "状态,是否主账号\n"
            "1,http://Feeds.test/a.xml,yunxifabu,云溪发布厅,,"
            "\"{\"\"button\"\":[{\"\"name\"\":\"\"服务\"\",\"\"sub_button\"\":[{\"\"name\"\":"
            "\"\"投诉\"\",\"\"type\"\":\"\"view\"\",\"\"url\"\":\"\"http://a.test/\"\"},"
            "{\"\"name\"\":\"\"自助\"\",\"\"type\"\":\"\"click\"\",\"\"key\"\":\"\"k\"\"}]},"
            "{\"\"name\"\":\"\"首页\"\"}]}\","
            "新浪微博,云溪发布,县府办,519901,运行,否\n"
            "2,posts.csv,,,yun.test/app.apk,,移动客户端（APP）,云溪通,县府办,519901,申请注销,是\n"),
        "新浪微博:yunxifabu|新浪微博|县府办|运行|0|http://feeds.test/a.xml|0|云溪发布厅||1"
        " [服务 / 投诉 http://a.test/] [服务 / 自助 !] [首页 ]\n"
        "移动客户端(APP):云溪通|移动客户端|县府办|申请注销|1|/lists/posts.csv|1||"
        "http://yun.test/app.apk|0\n");
}

static void other_platforms_are_named_behind_a_plus(void **state)
{
    (void)state;
    expect(STR(HEADER "\n云溪网警,其他＋百度贴吧,县公安局,519901,运行,是\n"
                      "云溪网警,其他+,县公安局,519901,运行,是\n"),
           "其他+百度贴吧:云溪网警|百度贴吧|县公安局|运行|1||0|||1\n"
           "3: 账号类型“其他+”不是规定的类型，其他平台应写作“其他+平台名称”\n");
}

static void a_bad_row_names_column_value_and_what_is_expected(void **state)
{
    (void)state;
    expect(STR(HEADER ",数据源,菜单\n"
                      ",微信,,5199,停用,对,http://,[\n" GOOD ",,\n" GOOD ",,\n"),
           "微信订阅号:云溪发布|微信|云溪县人民政府办公室|运行|1||0|||1\n"
           "2: 账号名称没有填写；开设主体没有填写；行政区划“5199”不符合格式，应为 6 位数字；"
           "状态“停用”不是规定的状态，应为运行、申请注销或已注销；是否主账号“对”应为是或否；"
           "数据源“http://”不是网址，应以 http:// 或 https:// 开头，或者是文件名；"
           "菜单“[”不是菜单的 JSON（第 1 行：不是有效的 JSON（']' expected near end of file））\n"
           "4: 账号“微信订阅号:云溪发布”与第 3 行重复；同名的不同账号请填写账号标识\n");
}

static void running_accounts_of_a_unit_on_a_platform_know_each_other(void **state)
{
    (void)state;
    expect(STR(HEADER
               "\n甲,微信订阅号,县教育局,519901,运行,否\n乙,微信服务号,县教育局,519901,运行,是\n"
               "丙,微信订阅号,县教育局,519901,已注销,否\n丁,抖音,县教育局,519901,运行,否\n"),
           "微信订阅号:甲|微信|县教育局|运行|0||0|||2\n微信服务号:乙|微信|县教育局|运行|1||0|||2\n"
           "微信订阅号:丙|微信|县教育局|已注销|0||0|||0\n"
           "抖音(短视频):丁|抖音|县教育局|运行|0||0|||1\n");
}

static void the_main_one_comes_first(void **state)
{
    (void)state;
    AUTO(arena_done) struct arena a = { 0 };
    struct account_file f;

    assert_int_equal(account_file_parse(STR(HEADER "\n甲,微博,县局,519901,运行,否\n"
                                                   "乙,微博,县局,519901,运行,是\n"),
                                        (struct str){ 0 }, &a, &f, NULL),
                     RC_OK);
    assert_ptr_equal(f.accounts.accounts[0].siblings[0], &f.accounts.accounts[1]);
    assert_ptr_equal(f.accounts.accounts[0].siblings[1], &f.accounts.accounts[0]);
}

static void gbk_is_read_and_missing_columns_are_named(void **state)
{
    (void)state;
    AUTO(arena_done) struct arena a = { 0 };
    struct account_file f;
    struct err err = { 0 };

    expect(charset_from_utf8(STR(HEADER "\n" GOOD "\n"), "gb18030", &a),
           "微信订阅号:云溪发布|微信|云溪县人民政府办公室|运行|1||0|||1\n");
    assert_int_equal(
        account_file_parse(STR("账号名称,账号类型\n"), (struct str){ 0 }, &a, &f, &err), RC_SYNTAX);
    assert_string_equal(err.text, "表头缺少以下各列：开设主体、行政区划、状态、是否主账号");
    assert_int_equal(account_file_read("/nowhere/a.csv", &a, &f, &err), RC_IO);
}

static void a_menu_has_three_forms_and_a_limit(void **state)
{
    (void)state;
    AUTO(arena_done) struct arena a = { 0 };
    AUTO(buf_done) struct buf many = { 0 };
    struct menu_entry *menu;
    struct err err = { 0 };
    size_t n;

    assert_int_equal(
        account_menu_parse(STR("{\"selfmenu_info\":{\"button\":[{\"name\":\"a\",\"sub_button\":"
                               "{\"list\":[{\"name\":\"b\",\"url\":\"u\"}]}}]}}"),
                           &a, &menu, &n, &err),
        RC_OK);
    assert_int_equal(n, 1);
    assert_string_equal(menu[0].name.p, "a / b");
    assert_int_equal(
        account_menu_parse(STR("[{\"name\":\"a\",\"url\":\"u\"}]"), &a, &menu, &n, &err), RC_OK);
    assert_int_equal(account_menu_parse(STR("{}"), &a, &menu, &n, &err), RC_SYNTAX);
    assert_int_equal(account_menu_parse(STR("[{\"url\":\"u\"}]"), &a, &menu, &n, &err), RC_SYNTAX);
    for (int i = 0; i <= MENU_ENTRIES_MAX; i++)
        buf_addf(&many, "%s{\"name\":\"a\"}", i ? "," : "[");
    buf_add_char(&many, ']');
    assert_int_equal(account_menu_parse(buf_str(&many), &a, &menu, &n, &err), RC_LIMIT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_plain_list_is_read),
        cmocka_unit_test(an_id_is_one_part_of_a_path),
        cmocka_unit_test(optional_columns_are_read_in_any_order),
        cmocka_unit_test(other_platforms_are_named_behind_a_plus),
        cmocka_unit_test(a_bad_row_names_column_value_and_what_is_expected),
        cmocka_unit_test(running_accounts_of_a_unit_on_a_platform_know_each_other),
        cmocka_unit_test(the_main_one_comes_first),
        cmocka_unit_test(gbk_is_read_and_missing_columns_are_named),
        cmocka_unit_test(a_menu_has_three_forms_and_a_limit),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
