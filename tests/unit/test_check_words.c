#include "check_support.h"

#include "check/column.h"
#include "check/host.h"
#include "check/identifier.h"
#include "check/name.h"
#include "check/words.h"

static void words_are_found_where_they_stand_first(void **state)
{
    (void)state;
    struct arena a = { 0 };
    struct words w;
    const struct str list[] = { STR("棋牌"), STR("Casino"), STR("赌场") };
    size_t at = 0;

    words_init(&w, list, COUNT_OF(list), &a);
    assert_str(*words_find(&w, STR("网上赌场和棋牌"), &at), "赌场");
    assert_int_equal(at, 6);
    assert_str(*words_find(&w, STR("http://CASINO.example/"), &at), "Casino");
    assert_null(words_find(&w, STR("棋"), &at));
    assert_null(words_find(&w, STR("网上办事"), &at));
    assert_null(words_find(&w, STR(""), &at));
    assert_non_null(words_equal(&w, STR("casino")));
    assert_null(words_equal(&w, STR("casinos")));
    assert_non_null(words_end(&w, STR("大赌场")));
    assert_null(words_end(&w, STR("赌场大")));
    arena_done(&a);
}

static void names_are_no_pieces_of_longer_ones(void **state)
{
    static const struct {
        const char *text, *want;
    } cases[] = {
        { "http://www.liyaboya.example/", "" },
        { "http://spokerace.example/", "" },
        { "www.liyaboya.example", "" },
        { "Spokerace Club", "" },
        { "http://www.yabovip.com/", "yabo" },
        { "http://liyabo.example/", "yabo" },
        { "http://POKERSTARS.com/", "poker" },
        { "http://bet365x.com/", "bet365" },
        { "http://vipbet365.com/", "bet365" },
        { "http://www.a-yabo888.com/", "yabo" },
        { "http://a.example/yabovip/", "" },
        { "http://a.example/x?liyabo", "" },
        { "http://a.example/mybet365", "bet365" }, /* long enough for one border */
        { "http://a.example/yabo/", "yabo" },
        { "http://a.example//yabo-vip", "yabo" },
        { "http://a.example/go?u=%2Fpoker%2F", "poker" },
        { "http://a.example/go?u=http://yabovip.com", "yabo" },
        { "见a.example/x 或 pokerstars", "poker" },
        { "http://a.example/x棋牌x", "棋牌" },
        { "新葡京", "新葡京" },
        { "casinos", "casinos" }, /* the longest */
    };
    const struct str list[] = { STR("yabo"), STR("poker"),  STR("bet365"), STR("棋牌"),
                                STR("葡京"), STR("新葡京"), STR("casino"), STR("casinos") };
    struct arena a = { 0 };
    struct words w;

    (void)state;
    words_init(&w, list, COUNT_OF(list), &a);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const struct str *word = words_find_name(&w, str_of(cases[i].text), NULL);

        assert_str(word ? *word : STR(""), cases[i].want);
    }
    arena_done(&a);
}

static void hosts_match_at_dots(void **state)
{
    (void)state;
    struct arena a = { 0 };
    struct words w;
    const struct str list[] = { STR("sohu.com") };

    words_init(&w, list, 1, &a);
    assert_non_null(words_host(&w, STR("www.sohu.com")));
    assert_non_null(words_host(&w, STR("sohu.com")));
    assert_null(words_host(&w, STR("notsohu.com")));
    assert_null(words_host(&w, STR("sohu.com.cn")));
    arena_done(&a);
}

static void hosts_are_read_off_urls(void **state)
{
    (void)state;
    assert_str(host_of(STR("http://www.x.gov.cn/a")), "www.x.gov.cn");
    assert_str(host_of(STR("https://www.x.gov.cn:8443?a=http://b/")), "www.x.gov.cn");
    assert_str(host_of(STR("http://u:p@x.gov.cn/")), "x.gov.cn");
    assert_str(host_of(STR("http://[::1]:80/")), "[::1]");
    assert_str(host_of(STR("mailto:a@b")), "");
    assert_str(path_of(STR("http://x.gov.cn/a/b?c")), "/a/b?c");
    assert_str(path_of(STR("http://x.gov.cn")), "/");
    assert_true(host_is_gov(STR("www.x.gov.cn")));
    assert_true(host_is_gov(STR("xn--fiq.xn--zfr164b")));
    assert_false(host_is_gov(STR("www.xgov.cn")));
    assert_true(host_is_private(STR("192.168.1.5")));
    assert_true(host_is_private(STR("172.16.0.1")));
    assert_true(host_is_private(STR("172.31.0.1")));
    assert_false(host_is_private(STR("172.15.0.1")));
    assert_false(host_is_private(STR("172.32.0.1")));
    assert_true(host_is_private(STR("localhost")));
    assert_false(host_is_private(STR("10.gov.cn")));
    assert_false(host_is_private(STR("8.8.8.8")));
}

static void own_hosts_are_the_home_pages_and_the_other_domains(void **state)
{
    (void)state;
    struct site site = SITE;

    assert_true(host_is_own(&site, STR("www.yunxi.gov.cn")));
    assert_true(host_is_own(&site, STR("jyj.yunxi.gov.cn")));
    assert_false(host_is_own(&site, STR("www.other.gov.cn")));
    assert_false(host_is_own(&site, STR("")));
    site.domains = STR("  yunxi.com  http://www.yx.cn/ ");
    assert_true(host_is_own(&site, STR("a.yunxi.com")));
    assert_true(host_is_own(&site, STR("yx.cn")));
    assert_false(host_is_own(&site, STR("yy.cn")));
}

static void names_agree_without_the_words_for_web_sites(void **state)
{
    (void)state;
    assert_str(name_core(STR("“云溪县人民政府”门户网站")), "云溪县人民政府");
    assert_str(name_core(STR("云溪县商务局网")), "云溪县商务局");
    assert_true(name_agrees(STR("云溪县人民政府门户网站"), STR("首页 - 云溪县人民政府")));
    assert_true(name_agrees(STR("云溪县人民政府"), STR("云溪县人民政府网站")));
    assert_false(name_agrees(STR("云溪县人民政府"), STR("云江县人民政府")));
    assert_false(name_agrees(STR(""), STR("云溪县人民政府")));
    assert_str(name_region(STR("云溪县教育局")), "云溪县");
    assert_str(name_region(STR("市场监管局")), "");
    assert_str(name_region(STR("内蒙古自治区教育厅")), "内蒙古自治区");
    assert_str(name_region(STR("教育局")), "");
}

static void identifiers_have_their_forms(void **state)
{
    (void)state;
    assert_true(identifier_is_code(STR("5109000001")));
    assert_true(identifier_is_code(STR("bm01000001")));
    assert_false(identifier_is_code(STR("BM01000001")));
    assert_false(identifier_is_code(STR("510900001")));
    assert_false(identifier_is_code(STR("51090000011")));
    assert_false(identifier_is_code(STR("51090000O1")));
    assert_true(identifier_is_icp(STR("蜀ICP备12345678号")));
    assert_true(identifier_is_icp(STR("粤ICP备2022092331号-1")));
    assert_false(identifier_is_icp(STR("皖ICP备08007311-2")));
    assert_false(identifier_is_icp(STR("鄂ICP备20002627")));
    assert_false(identifier_is_icp(STR("蜀ICP备1234567号")));
    assert_false(identifier_is_icp(STR("口ICP备12345678号")));
    assert_false(identifier_is_icp(STR("")));
    assert_str(identifier_icp_core(STR("蜀ICP备12345678号-3")), "蜀ICP备12345678");
    assert_str(identifier_police_digits(STR("川公网安备 51000002000001号")), "51000002000001");
    assert_str(identifier_police_digits(STR("51000002000001")), "51000002000001");
    assert_true(identifier_is_police(STR("51000002000001")));
    assert_true(identifier_is_police(STR("35000899002")));
    assert_false(identifier_is_police(STR("5100000200000")));
    assert_false(identifier_is_police(STR("510000020000011")));
}

static void pages_of_one_column_share_a_base(void **state)
{
    (void)state;
    struct arena a = { 0 };
    static const struct {
        const char *url, *base;
        int64_t number;
    } cases[] = {
        { "http://x.gov.cn/tzgg/", "http://x.gov.cn/tzgg/", 1 },
        { "http://x.gov.cn/tzgg/index.html", "http://x.gov.cn/tzgg/", 1 },
        { "http://x.gov.cn/tzgg/index_2.html", "http://x.gov.cn/tzgg/", 2 },
        { "http://x.gov.cn/tzgg/index_12.shtml", "http://x.gov.cn/tzgg/", 12 },
        { "http://x.gov.cn/tzgg/list-3.html", "http://x.gov.cn/tzgg/", 3 },
        { "http://x.gov.cn/tzgg/list4.html", "http://x.gov.cn/tzgg/", 4 },
        { "http://x.gov.cn/tzgg/5.html", "http://x.gov.cn/tzgg/", 5 },
        { "http://x.gov.cn/tzgg/?page=3", "http://x.gov.cn/tzgg/", 3 },
        { "http://x.gov.cn/list.aspx?id=7&page=2", "http://x.gov.cn/?id=7", 2 },
        { "http://x.gov.cn/list.aspx?id=7", "http://x.gov.cn/?id=7", 1 },
        { "http://x.gov.cn/col_a.html", "http://x.gov.cn/col_a.html", 1 },
        { "http://x.gov.cn/xxgk_2.html", "http://x.gov.cn/xxgk.html", 2 },
        { "http://x.gov.cn/col1234.html", "http://x.gov.cn/col1234.html", 1 },
        { "http://x.gov.cn", "http://x.gov.cn", 1 },
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        int64_t number = 0;

        assert_str(column_base(str_of(cases[i].url), &a, &number), cases[i].base);
        assert_int_equal(number, cases[i].number);
    }
    arena_done(&a);
}

static void columns_have_names(void **state)
{
    (void)state;
    struct digest d = { .title = STR("通知公告-云溪县人民政府") };

    assert_str(column_name(&d, &SITE), "通知公告");
    d.title = STR("云溪县人民政府门户网站 _ 政策解读");
    assert_str(column_name(&d, &SITE), "政策解读");
    d.title = STR("云溪县人民政府");
    assert_str(column_name(&d, &SITE), "云溪县人民政府");
    d.column_name = STR(" 工作动态 ");
    assert_str(column_name(&d, &SITE), "工作动态");
    assert_str(column_name(&(struct digest){ 0 }, &SITE), "");
}

static void months_are_calendar_months(void **state)
{
    (void)state;
    assert_int_equal(day_minus_months(day_of(2026, 11, 23), 6), day_of(2026, 5, 23));
    assert_int_equal(day_minus_months(day_of(2026, 8, 31), 6), day_of(2026, 2, 28));
    assert_int_equal(day_minus_months(day_of(2024, 8, 31), 6), day_of(2024, 2, 29));
    assert_int_equal(day_minus_months(day_of(2026, 3, 15), 12), day_of(2025, 3, 15));
    assert_int_equal(day_minus_months(day_of(2026, 1, 15), 1), day_of(2025, 12, 15));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_found_where_they_stand_first),
        cmocka_unit_test(names_are_no_pieces_of_longer_ones),
        cmocka_unit_test(hosts_match_at_dots),
        cmocka_unit_test(hosts_are_read_off_urls),
        cmocka_unit_test(own_hosts_are_the_home_pages_and_the_other_domains),
        cmocka_unit_test(names_agree_without_the_words_for_web_sites),
        cmocka_unit_test(identifiers_have_their_forms),
        cmocka_unit_test(pages_of_one_column_share_a_base),
        cmocka_unit_test(columns_have_names),
        cmocka_unit_test(months_are_calendar_months),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
