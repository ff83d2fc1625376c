/* The kind of pages that are neither a text nor a list: guides, forms, errors. */
#include "page_support.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#define HEAD "<html><head><meta charset=utf-8><title>云溪县人民政府</title></head><body>"
#define CRUMBS "<div>当前位置：<a href=/>首页</a> &gt; <a href=/zwgk/>政务公开</a> &gt; 专题</div>"

static void numbered_headings_below_a_guide_s_title_make_one(void **state)
{
#define PARTS                                                                                                      \
    "</h1><p>一、办理依据</p><p>残疾人保障法。</p><p>二、受理条件</p><p>有本县户籍。</p>" \
    "<p>三、申请材料</p><p>身份证。</p><p>四、办理流程</p><p>申请、评定、发证。</p>"      \
    "<p>五、办理时限</p><p>20个工作日。</p>"
    (void)state;
    assert_kind(read_at("<meta charset=utf-8><title>残疾人证办理指南-云溪县残联</title>" CRUMBS
                        "<h1>残疾人证办理指南" PARTS,
                        "http://www.yunxi.gov.cn/bs/12.html"),
                PAGE_GUIDE);
    if (read_at("<meta charset=utf-8><title>关于残疾人证办理的通知-云溪县残联</title>" CRUMBS
                "<h1>关于残疾人证办理的通知" PARTS,
                "http://www.yunxi.gov.cn/tz/12.html")
            .kind == PAGE_GUIDE)
        fail_msg("a notice is a guide");
#undef PARTS
}

static void a_form_to_write_in_is_no_shell_however_few_words_stand_beside_it(void **state)
{
#define FIELDS "<p>证书编号<input><p>姓名<input><p>身份证号<input><p>手机号<input>"
    static const char head[] = "<meta charset=utf-8><title>证书</title><script src=a.js></script>";
    static const struct {
        const char *form;
        enum page_kind kind;
    } forms[] = {
        { FIELDS "<textarea></textarea>", PAGE_FORM },
        /* What is chosen so, a script shows. */
        { "<form>" FIELDS "<button>查询</button></form><div id=list></div>", PAGE_SHELL },
    };
#undef FIELDS

    (void)state;
    for (size_t i = 0; i < COUNT_OF(forms); i++) {
        char text[1000];

        (void)snprintf(text, sizeof(text), "%s%s", head, forms[i].form);
        assert_kind(read_at(text, "http://www.yunxi.gov.cn/zs/1.html"), forms[i].kind);
    }
}

static void a_page_about_the_site_in_a_folder_is_no_column(void **state)
{
    (void)state;
    assert_kind(read_at("<meta charset=utf-8><title>联系我们_云溪县人民政府</title>" CRUMBS
                        "<h1>联系我们</h1><p>地址：云溪县人民路1号</p><p>电话：12345</p>",
                        "http://www.yunxi.gov.cn/lxwm/"),
                PAGE_OTHER);
}

static void error_pages_say_it_in_many_ways(void **state)
{
    static const char *const texts[] = {
        "<h2>页面找不到了</h2><p>您可以返回首页</p>",
        "<h2>抱歉！页面无法访问……</h2>",
        "<p>没有找到您要访问的内容</p>",
        "<p>文章已下线或被删除</p>",
        "<p>服务器内部错误，请联系管理员</p>",
        "<p>Sorry, the page you are looking for is currently unavailable.</p>",
        "<p>This application has no explicit mapping for /error</p>",
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        char text[1000];

        (void)snprintf(text, sizeof(text), HEAD "%s", texts[i]);
        assert_kind(read_at(text, ""), PAGE_SOFT_ERROR);
    }
    /* Who speaks of it says it in the midst of a text, or in quotes. */
    assert_kind(read_at(HEAD "<p>问：显示“页面无法访问”怎么办？</p><p>答：请换浏览器。</p>", ""),
                PAGE_OTHER);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbered_headings_below_a_guide_s_title_make_one),
        cmocka_unit_test(a_form_to_write_in_is_no_shell_however_few_words_stand_beside_it),
        cmocka_unit_test(a_page_about_the_site_in_a_folder_is_no_column),
        cmocka_unit_test(error_pages_say_it_in_many_ways),
    };

    return cmocka_run_group_tests(tests, set_up_pages, tear_down_pages);
}
