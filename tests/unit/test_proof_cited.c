/* What a text quotes as a mistake is none; what it quotes as right is read like everything else. */
#include "base/base.h"

#include "proof/cited.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static bool is_cited(const char *text, const char *word)
{
    const size_t at = str_find(str_of(text), str_of(word));

    assert_true(at != STR_NONE);
    return cited_as_wrong(str_of(text), at, str_of(word).n, (struct str){ 0 });
}

/* With what is right; the last place of the word is meant. */
static bool is_shown(const char *text, const char *word, const char *right)
{
    const struct str s = str_of(text);
    size_t at = STR_NONE;

    for (size_t i = 0, next; (next = str_find(str_skip(s, i), str_of(word))) != STR_NONE;
         i += next + 1)
        at = i + next;
    assert_true(at != STR_NONE);
    return cited_as_wrong(s, at, str_of(word).n, str_of(right));
}

static void mistakes_that_are_shown_are_cited(void **state)
{
    (void)state;
    assert_true(is_cited("把“秸秆”误写成“秸杆”", "秸杆"));
    assert_true(is_cited("“秸秆”不应写成“秸杆”", "秸杆"));
    assert_true(is_cited("“秸杆”应为“秸秆”", "秸杆"));
    assert_true(is_cited("“坐谈会”“秸杆”等错别字", "秸杆"));
}

static void what_is_given_as_right_is_not(void **state)
{
    (void)state;
    assert_false(is_cited("“秸秆”应写成“秸杆”", "秸杆"));
    assert_false(is_cited("“秸秆”应写作“秸杆”", "秸杆"));
    assert_false(is_cited("推广“秸杆”还田", "秸杆"));
    assert_false(is_cited("秸杆等错别字", "秸杆"));
}

static void what_is_not_to_be_written_is_cited(void **state)
{
    (void)state;
    assert_true(is_cited("将“人民政府”错印为“人民政俯”，受到通报批评", "人民政俯"));
    assert_true(is_cited("把人民政府误印为人民政俯，受到批评", "人民政俯"));
    assert_true(is_cited("不能写“港澳台等国家”，应写“港澳台等国家和地区”", "港澳台等国家"));
    assert_true(is_cited("不得称“台湾政府”", "台湾政府"));
    assert_true(is_cited("错误的写法是“人民政俯”，正确的写法是“人民政府”", "人民政俯"));
    assert_true(is_cited("避免使用“台湾政府”等称谓", "台湾政府"));
    assert_true(is_cited("将“残废人”改为“残疾人”", "残废人"));
    assert_false(is_cited("将“残疾人”改为“残废人”", "残废人"));
    assert_true(is_cited("误将县人民政府写作县人民政俯", "人民政俯"));
    assert_true(is_cited("误将县人民政府写作县人民政俯", "俯"));
    assert_false(is_cited("误将部署写作布署，县人民政俯已改正", "人民政俯"));
    assert_true(is_cited("误将“布署”写入正文", "布署"));
    assert_true(is_cited("错把“布署”印进文件", "布署"));
    assert_false(is_cited("将“布署”写入正文", "布署"));
    assert_false(is_cited("将来要写作县人民政俯材料", "人民政俯"));
    assert_false(is_cited("因违反“中央八项规订”精神，受到通报批评", "中央八项规订"));
    assert_false(is_cited("通报批评了县人民政俯办公室的错误", "人民政俯"));
}

static void labelled_pairs_are_cited(void **state)
{
    (void)state;
    assert_true(is_cited("错误写法：县人民政俯；正确写法：县人民政府。", "人民政俯"));
    assert_true(is_cited("1.误：青山绿水就是金山。正：绿水青山就是金山。", "青山绿水"));
    assert_true(is_cited("【错误】县人民政俯\n【正确】县人民政府", "人民政俯"));
    assert_true(is_cited("正确：县人民政府；错误：县人民政俯。", "人民政俯"));
    assert_true(is_cited("原文：县人民政俯\n更正：县人民政府", "人民政俯"));
    assert_false(is_cited("正确：县人民政俯；错误：县人民政付。", "人民政俯"));
    assert_false(is_cited("错误：县人民政俯没有公开信息。", "人民政俯"));
    assert_false(is_cited("及时纠正错误：县人民政俯要求改正：立即公开。", "人民政俯"));
}

static void errata_in_tables_are_cited(void **state)
{
    (void)state;
    assert_true(is_shown("误 正\n县人民政俯 县人民政府", "人民政俯", "人民政府"));
    assert_true(is_shown("序号 错误 正确\n1 布署 部署\n2 政俯 县政府", "政俯", ""));
    assert_true(is_shown("序号 正确 错误\n1 县政府 政俯", "政俯", ""));
    assert_true(is_shown("3 县人民政俯发 县人民政府发", "人民政俯", "人民政府"));
    assert_true(is_shown("布署→部署", "布署", "部署"));
    assert_true(is_shown("“县人民政俯”→“县人民政府”", "人民政俯", "人民政府"));
    assert_true(is_shown("第二版县人民政俯应为县人民政府，特此更正", "人民政俯", "人民政府"));
    assert_true(is_shown("误\n正\n布署\n部署\n政俯\n县政府", "政俯", ""));
    assert_true(is_shown("误\n正\n布署\n部署\n政俯\n县政府", "政俯", "政府"));
    assert_false(is_shown("原文\n更正\n布署\n部署\n县政俯领导\n开会", "政俯", "政府"));
    assert_false(
        is_shown("误\n正\n布署\n部署\n会议召开。\n会议开始\n县政俯\n县政府", "政俯", "政府"));
    assert_false(is_shown("误\n正\n布署\n部署\n县政府\n政俯", "政俯", ""));
    assert_false(is_shown("序号 错误 正确\n1 政俯 县政俯", "政俯", ""));
    assert_false(is_shown("主办：县人民政俯 承办：县人民政府办公室", "人民政俯", "人民政府"));
    assert_false(is_shown("错误 正确\n\n县人民政俯 网站", "人民政俯", "人民政府"));
    assert_false(is_shown("县人民政俯应为人民服务", "人民政俯", "人民政府"));
}

static void statements_of_tests_are_cited(void **state)
{
    (void)state;
    assert_true(is_cited("下列说法错误的是（ ）A．四位一体总体布局 B．战略布局", "四位一体"));
    assert_true(is_cited("1.以下表述正确的是：\nA、全面领导\nB、全面领到", "全面领到"));
    assert_true(is_cited("总体布局是四位一体。（×）", "四位一体"));
    assert_false(is_cited("总体布局是四位一体。（√）", "四位一体"));
    assert_false(is_cited("下列四位一体的说法正确的是（ ）A．一 B．二", "四位一体"));
    assert_false(is_cited("A、四位一体总体布局\nB、战略布局", "四位一体"));
    assert_false(is_cited("下列单位是先进的：四位一体总体布局", "四位一体"));
    assert_true(is_cited("下列说法错误的是（ A ）。\nA. 四位一体 B. 五位一体", "四位一体"));
    assert_true(is_cited("下列属于总体布局的有（ ）A．五位一体\nB．四位一体", "四位一体"));
    assert_false(
        is_cited("符合下列条件的有关单位可以申报，如下。\n请将扫描件（PDF）报送县人民政俯办公室。",
                 "人民政俯"));
    assert_false(is_cited("符合下列条件的有关单位可以申报：\nA. 县人民政俯认定的", "人民政俯"));
    assert_false(is_cited("下列说法正确的是：\n一、甲类A：县人民政俯", "人民政俯"));
}

/* A page of one line is not read again for each mistake in it. */
static void what_is_far_away_is_not_read(void **state)
{
    static char text[4096];
    size_t n = (size_t)snprintf(text, sizeof text, "错误：");

    (void)state;
    assert_true(is_cited("错误：会议强调，人民政俯 正确：人民政府", "人民政俯"));
    for (int i = 0; i < 100; i++)
        n += (size_t)snprintf(text + n, sizeof text - n, "会议强调，");
    (void)snprintf(text + n, sizeof text - n, "人民政俯 正确：人民政府");
    assert_false(is_cited(text, "人民政俯"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mistakes_that_are_shown_are_cited),
        cmocka_unit_test(what_is_given_as_right_is_not),
        cmocka_unit_test(what_is_not_to_be_written_is_cited),
        cmocka_unit_test(labelled_pairs_are_cited),
        cmocka_unit_test(errata_in_tables_are_cited),
        cmocka_unit_test(statements_of_tests_are_cited),
        cmocka_unit_test(what_is_far_away_is_not_read),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
