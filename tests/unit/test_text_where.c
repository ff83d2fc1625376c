/* Where in a document something stands. */
#include "base/base.h"

#include "text/where.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static struct arena a;

static void is_at(struct where *w, struct str mark, const char *expected)
{
    const size_t at = str_find(w->text, mark);
    const struct str said = where_is(w, at, &a);

    assert_int_not_equal(at, STR_NONE);
    if (!str_eq(said, str_of(expected)))
        fail_msg("%.*s, not %s", STR_ARG(said), expected);
}

static struct where walk(struct str text, const struct text_places *places)
{
    return (struct where){ .text = text, .rest = text, .places = places };
}

static void headings_stand_above_their_paragraphs(void **state)
{
    struct where w = walk(STR("关于印发工作方案的通知\n"
                              "各科室：\n"
                              "现将甲印发给你们。\n"
                              "一、总体要求\n"
                              "\n"
                              "乙是目标。\n"
                              "二、主要任务\n"
                              "（一）加强领导。各单位要丙。\n"
                              "还要丁。\n"
                              "（二）落实责任\n"
                              "按戊办理。\n"
                              "三、己\n"
                              "庚。\n"),
                          NULL);

    (void)state;
    is_at(&w, STR("甲"), "第 3 段");
    is_at(&w, STR("乙"), "一、总体要求 · 第 1 段");
    is_at(&w, STR("丙"), "二、主要任务 · （一）加强领导 · 第 1 段");
    is_at(&w, STR("丁"), "二、主要任务 · （一）加强领导 · 第 2 段");
    is_at(&w, STR("戊"), "二、主要任务 · （二）落实责任 · 第 1 段");
    is_at(&w, STR("己"), "三、己");
    is_at(&w, STR("庚"), "三、己 · 第 1 段");
}

static void articles_are_told_by_their_number(void **state)
{
    struct where w = walk(STR("第一章 总则\n第一条 为了甲，制定本办法。\n第二条 乙。\n丙。\n"
                              "第二章 附则\n第三条 丁。\n"),
                          NULL);

    (void)state;
    is_at(&w, STR("甲"), "第一章 总则 · 第一条 · 第 1 段");
    is_at(&w, STR("乙"), "第一章 总则 · 第二条 · 第 1 段");
    is_at(&w, STR("丙"), "第一章 总则 · 第二条 · 第 2 段");
    is_at(&w, STR("丁"), "第二章 附则 · 第三条 · 第 1 段");
}

static void a_numbered_paragraph_is_no_heading(void **state)
{
    struct where w = walk(STR("一、要求\n"
                              "二、各县区人民政府和市直各有关部门要切实履行职责并且按照分工抓好落实"
                              "和督促检查以及甲\n"
                              "第三方乙。\n二、张某510902198506130010\n丙\n"),
                          NULL);

    (void)state;
    is_at(&w, STR("甲"), "一、要求 · 第 1 段");
    is_at(&w, STR("乙"), "一、要求 · 第 2 段");
    is_at(&w, STR("丙"), "一、要求 · 第 4 段"); /* nobody's number is repeated */
}

static void lines_are_counted_in_each_page(void **state)
{
    const struct str text = STR("通知\n一、要求\n甲的一\n半\n乙\n表头\n丙\n尾\n");
    const struct text_place list[] = {
        { 0, STR("第 1 页"), 1, 0 },
        { str_find(text, STR("半")), STR("第 2 页"), 1, 0 },
        { str_find(text, STR("表头")), STR("工作表“名单”"), 7, 0 },
        { str_find(text, STR("尾")), STR("张某510902198506130010.txt"), 0, 0 },
    };
    const struct text_places places = { list, COUNT_OF(list) };
    struct where w = walk(text, &places);

    (void)state;
    is_at(&w, STR("通知"), "第 1 页 · 第 1 行");
    is_at(&w, STR("甲"), "第 1 页 · 一、要求 · 第 3 行");
    is_at(&w, STR("半"), "第 2 页 · 一、要求 · 第 1 行");
    is_at(&w, STR("乙"), "第 2 页 · 一、要求 · 第 2 行");
    is_at(&w, STR("丙"), "工作表“名单” · 一、要求 · 第 8 行");
    is_at(&w, STR("尾"), "一、要求 · 第 1 段"); /* nobody's number is repeated */
}

static void headings_of_the_document_need_no_number(void **state)
{
    const struct str text = STR("报告\n回顾\n甲。\n经济运行\n（一）工业。乙。\n打算\n丙。\n"
                                "张某510902198506130010\n丁。\n");
    const struct text_place list[] = {
        { str_find(text, STR("回顾")), STR(""), 0, 1 },
        { str_find(text, STR("经济")), STR(""), 0, 2 },
        { str_find(text, STR("打算")), STR(""), 0, 1 },
        { str_find(text, STR("张某")), STR(""), 0, 2 },
    };
    const struct text_places places = { list, COUNT_OF(list) };
    struct where w = walk(text, &places);

    (void)state;
    is_at(&w, STR("报告"), "第 1 段");
    is_at(&w, STR("甲"), "回顾 · 第 1 段");
    is_at(&w, STR("乙"), "回顾 · 经济运行 · （一）工业 · 第 1 段");
    is_at(&w, STR("丙"), "打算 · 第 1 段");
    is_at(&w, STR("丁"), "打算 · 第 3 段"); /* nobody's number is repeated */
}

static int forget(void **state)
{
    (void)state;
    arena_done(&a);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(headings_stand_above_their_paragraphs),
        cmocka_unit_test(articles_are_told_by_their_number),
        cmocka_unit_test(a_numbered_paragraph_is_no_heading),
        cmocka_unit_test(lines_are_counted_in_each_page),
        cmocka_unit_test(headings_of_the_document_need_no_number),
    };

    return cmocka_run_group_tests(tests, NULL, forget);
}
