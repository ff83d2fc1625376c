/* soft-error. */
#include "check_support.h"

#include <stdlib.h>

static struct page page_with(const char *title, const char *text)
{
    return (struct page){
        .url = STR("http://www.yunxi.gov.cn/a.html"),
        .kind = PAGE_OTHER,
        .title = str_of(title),
        .text = str_of(text),
        .text_chars = str_chars(str_of(text)),
    };
}

/* n_chars characters of news, then `end`. In the arena. */
static struct str news(struct arena *a, size_t n_chars, const char *end)
{
    struct str s = { 0 };

    for (size_t i = 0; i < n_chars; i += 10)
        s = arena_join(a, s, STR("县政府召开专题会议部署"));
    return arena_join(a, s, str_of(end));
}

static void error_texts_are_found_on_short_pages(void **state)
{
    (void)state;
    static const struct {
        const char *title, *text, *fault; /* NULL: clean */
    } cases[] = {
        { "云溪县信访局", "非法嵌入信访系统请求地址", "error-page" },
        { "404", "返回首页", "error-page" },
        { "页面不存在", "云溪县人民政府", "error-page" },
        { "云溪县", "您访问的页面不存在或已删除", "error-page" },
        { "Error", "HTTP Status 500", "error-page" },
        { "云溪县", "You have an error in your SQL syntax near 1", "error-page" },
        { "云溪县404号文件", "一般内容", NULL },
        { "云溪县", "关于加强服务的通知", NULL },
        { "${title}", "云溪县", "template" },
        { "云溪县", "来源：${source} 作者：", "template" },
        { "云溪县", "{{item.title}}", "template" },
        { "云溪县", "<%=Model.Name%>", "template" },
        { "云溪县", "#{name}", "template" },
        { "云溪县", "发布人：[object Object]", "template" },
        { "云溪县", "集合{1,2}与${}和 { } 不是模板", NULL },
        { "云溪县", "收费 ${金额} 元", NULL },
        { "云溪县", "锟斤拷锟斤拷", "mojibake" },
        { "云溪县", "通知\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD公告", "mojibake" },
        { "云溪县", "标题被截断\xEF\xBF\xBD\xEF\xBF\xBD", NULL },
        { "äº‘æºªåŽ¿äººæ°‘", "云溪县", "mojibake" },
        { "Café Zürich", "云溪县", NULL },
        { "云溪县", "鏀垮簻鍏紑", "mojibake" },
        { "云溪县", "系统错误心跳检测失败", "error-page" },
    };
    struct run run;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const struct page p = page_with(cases[i].title, cases[i].text);

        run_page(&run, "soft-error", &p);
        if (!cases[i].fault) {
            if (run.r.n)
                print_message("case %zu\n", i);
            assert_clean(&run);
        } else {
            if (run.r.n != 1)
                print_message("case %zu\n", i);
            assert_str(detail(only(&run, GRADE_FAULT), "fault"), cases[i].fault);
        }
        run_done(&run);
    }
}

static void an_article_may_talk_about_errors(void **state)
{
    (void)state;
    struct arena a = { 0 };
    struct page p = page_with("关于“页面不存在”问题的答复", "");
    struct run run;

    p.kind = PAGE_ARTICLE;
    p.published = today();
    p.body = news(&a, 200, "网友反映网站提示“您访问的页面不存在”，HTTP Status 404，已修复。");
    p.text = p.body;
    p.text_chars = str_chars(p.text);
    run_page(&run, "soft-error", &p);
    assert_clean(&run);
    run_done(&run);

    p.body = p.text = STR("网友反映页面不存在，已修复。"); /* short, but dated */
    p.text_chars = 14;
    run_page(&run, "soft-error", &p);
    assert_clean(&run);
    run_done(&run);
    arena_done(&a);
}

static void a_list_or_a_text_may_name_errors(void **state)
{
    (void)state;
    struct arena a = { 0 };
    struct page p = page_with("政务动态", "县审计局清理网站中“页面不存在”的旧链接");
    struct run run;

    p.n_items = 1;
    run_page(&run, "soft-error", &p);
    assert_clean(&run);
    run_done(&run);

    p = page_with("办事须知", "");
    p.text = p.body = news(&a, 120, "如遇系统繁忙，请稍后再试。");
    p.text_chars = 140;
    run_page(&run, "soft-error", &p);
    assert_clean(&run);
    run_done(&run);
    arena_done(&a);
}

static void a_phrase_deep_in_a_long_page_says_nothing(void **state)
{
    (void)state;
    struct arena a = { 0 };
    struct page p = page_with("政务服务", "");
    struct run run;

    p.text = news(&a, 490, "页面不存在");
    p.text_chars = 499; /* one below the limit: a short page, read whole */
    run_page(&run, "soft-error", &p);
    (void)only(&run, GRADE_FAULT);
    run_done(&run);

    p.text_chars = 500;
    run_page(&run, "soft-error", &p);
    assert_clean(&run);
    run_done(&run);

    p.text = news(&a, 490, "来源：${source}"); /* a template is none of the page's text */
    run_page(&run, "soft-error", &p);
    assert_str(detail(only(&run, GRADE_FAULT), "text"), "${source}");
    run_done(&run);
    arena_done(&a);
}

static void templates_that_a_script_fills_are_unknown(void **state)
{
    (void)state;
    struct page p = page_with("云溪县", "{{item.title}}");
    const struct link script = {
        .url = STR("http://www.yunxi.gov.cn/js/vue.min.js"),
        .element = "script",
        .kind = LINK_SCRIPT,
    };
    struct run run;

    p.links = &script;
    p.n_links = 1;
    run_page(&run, "soft-error", &p);
    assert_unknown(&run);
    run_done(&run);

    p.n_links = 0;
    p.needs_browser = true;
    run_page(&run, "soft-error", &p);
    assert_unknown(&run);
    run_done(&run);

    p.needs_browser = false;
    p.fills_templates = true;
    run_page(&run, "soft-error", &p);
    assert_unknown(&run);
    run_done(&run);
}

static void what_the_reader_took_for_an_error_page_is_one(void **state)
{
    (void)state;
    struct page p = page_with("云溪县人民政府", "很抱歉");
    struct run run;

    p.kind = PAGE_SOFT_ERROR;
    run_page(&run, "soft-error", &p);
    assert_str(only(&run, GRADE_FAULT)->excerpt, "云溪县人民政府");
    run_done(&run);
}

static void excerpts_are_whole_characters(void **state)
{
    (void)state;
    struct page p =
        page_with("某页", "前面有一段很长很长很长很长很长很长很长的文字来源：${x}后面\n下一行");
    struct run run;

    run_page(&run, "soft-error", &p);
    assert_str(only(&run, GRADE_FAULT)->excerpt, "长很长很长很长很长的文字来源：${x}后面");
    run_done(&run);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(error_texts_are_found_on_short_pages),
        cmocka_unit_test(an_article_may_talk_about_errors),
        cmocka_unit_test(a_list_or_a_text_may_name_errors),
        cmocka_unit_test(a_phrase_deep_in_a_long_page_says_nothing),
        cmocka_unit_test(templates_that_a_script_fills_are_unknown),
        cmocka_unit_test(what_the_reader_took_for_an_error_page_is_one),
        cmocka_unit_test(excerpts_are_whole_characters),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
