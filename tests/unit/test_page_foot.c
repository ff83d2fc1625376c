/* What stands below and around the text: numbers of the site, its entries and its search. */
#include "page_support.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static struct page read_foot(const char *foot)
{
    static char html[2000];

    (void)snprintf(html, sizeof(html),
                   "<meta charset=utf-8><title>云溪县人民政府</title><h1>县政府召开常务会议</h1>"
                   "<p>会议讨论了三件事。</p><div class=foot>%s</div>",
                   foot);
    return read_at(html, "http://www.yunxi.gov.cn/xw/1.html");
}

static void numbers_are_read_in_their_spellings(void **state)
{
    static const struct {
        const char *foot, *code, *icp;
    } feet[] = {
        { "网站识别码：5103990001", "5103990001", "" },
        { "标识编码：5103990001", "5103990001", "" },
        { "网站标识：5103990001", "5103990001", "" },
        { "政府网站标识：<img src=b.png> 电话：0288123456 网站标识码：5103990001", "5103990001",
          "" },
        { "组织机构标识代码：1234567890", "", "" },
        { "适老化标识：JCHKB2023000123", "", "" },
        { "网站标识码：51039900", "", "" },
        { "纳税人识别码：5103990001", "", "" },
        { "浙 ICP 备 17005035 号 -1", "", "浙ICP备17005035号-1" },
        { "苏ICP备-10229414", "", "苏ICP备10229414" },
        { "蜀ICP备字12345678号", "", "蜀ICP备12345678号" },
        { "（蜀）ICP备12345678号", "", "蜀ICP备12345678号" },
        { "蜀ICP备12345678号 - 2026", "", "蜀ICP备12345678号" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(feet); i++) {
        const struct page page = read_foot(feet[i].foot);

        if (!str_eq(page.site_code, str_of(feet[i].code)) || !str_eq(page.icp, str_of(feet[i].icp)))
            fail_msg("%s: '%.*s' '%.*s'", feet[i].foot, STR_ARG(page.site_code), STR_ARG(page.icp));
    }
}

static void the_own_entry_may_be_a_picture_or_a_button(void **state)
{
    static const struct {
        const char *foot;
        enum error_report report;
    } feet[] = {
        { "<a href=/jc/><img src=j.png alt=政府网站找错></a>", REPORT_OWN },
        { "<a href=/jc/ title=网站纠错><img src=j.png></a>", REPORT_OWN },
        { "<button onclick=jc()>我要纠错</button>", REPORT_OWN },
        { "<table><tr><td>纠错</td></tr></table>", REPORT_NONE },
        { "<span>政府网站找错</span>", REPORT_NONE },
        { "<a href=/2.html><img src=1.jpg alt=县检察院推进执法纠错></a>", REPORT_NONE },
        { "<span onclick=jc()>【我要纠错】</span>", REPORT_OWN },
        { "<a href=/1.html>我县建立容错纠错机制</a>", REPORT_NONE },
        { "<p>开展食品标签纠错</p>", REPORT_NONE },
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(feet); i++)
        if (read_foot(feet[i].foot).error_report != feet[i].report)
            fail_msg("%s", feet[i].foot);
}

static void a_field_that_asks_for_data_is_no_search(void **state)
{
    static const struct {
        const char *foot;
        bool has_search;
    } feet[] = {
        { "<input type=text placeholder=请输入您要查找的内容><img src=s.png onclick=s()>", true },
        { "<input type=text placeholder=请输入><img src=s.png onclick=s()>", true },
        { "<input type=text placeholder=请输入标题或文号>", true },
        { "<input type=text placeholder=请输入事项名称，如：身份证办理>", true },
        { "<input type=text placeholder=请输入要查找的政策、证照>", true },
        { "<form action=/login><input name=u placeholder=请输入用户名><input type=password "
          "name=p placeholder=请输入密码><input type=submit value=登录></form>",
          false },
        { "<input id=kw placeholder=请输入您想了解的问题><a href=javascript:go()><img "
          "src=i.png></a>",
          true },
        { "<input type=text placeholder=请输入手机号><button>提交</button>", false },
        { "<input type=text placeholder=请输入证书编号><button>打开</button>", false },
        { "<input type=text placeholder=请输入验证码><button>下一步</button>", false },
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(feet); i++)
        if (read_foot(feet[i].foot).has_search != feet[i].has_search)
            fail_msg("%s", feet[i].foot);
}

static void widgets_may_hold_white_space(void **state)
{
    (void)state;

    struct page page = read_foot("<div class=j-gov data-setting=\"{sitecode:'05FDD7'}\">\n  </div>"
                                 "<span class='j-jiucuo x' data-setting={sitecode:5103990001}> "
                                 "</span>");

    assert_int_equal(page.badge, BADGE_WIDGET);
    assert_int_equal(page.error_report, REPORT_NATIONAL);
    assert_true(read_foot("<a href=/so/><i class=icon-search>\n</i></a>").has_search);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_read_in_their_spellings),
        cmocka_unit_test(the_own_entry_may_be_a_picture_or_a_button),
        cmocka_unit_test(a_field_that_asks_for_data_is_no_search),
        cmocka_unit_test(widgets_may_hold_white_space),
    };

    return cmocka_run_group_tests(tests, set_up_pages, tear_down_pages);
}
