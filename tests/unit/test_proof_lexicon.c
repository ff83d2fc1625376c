#include "base/base.h"

#include "unit/proof_support.h"

static void a_word_is_found_where_it_stands(void **state)
{
    struct proof_bench *b = *state;

    use(b, "人民政俯,人民政府,,,\n");
    assert_string_equal(found(b, "县人民政俯办公室"), "人民政俯>人民政府");
    assert_string_equal(found(b, "县人民政府办公室"), "");
    assert_string_equal(found(b, ""), "");
}

static void what_hides_a_word_is_seen_through(void **state)
{
    struct proof_bench *b = *state;

    use(b, "国土资源部,自然资源部,,,\n二O二三年,二〇二三年,,,\n");
    assert_string_equal(found(b, "見國土資源部長"), "國土資源部>自然资源部");
    assert_string_equal(found(b, "国 土 资 源 部、"), "国 土 资 源 部>自然资源部");
    assert_string_equal(found(b, "国土　资源\xe2\x80\x8b部"),
                        "国土　资源\xe2\x80\x8b部>自然资源部");
    assert_string_equal(found(b, "於二Ｏ二三年印发"), "二Ｏ二三年>二〇二三年");
    assert_string_equal(found(b, "二o二三年"), "二o二三年>二〇二三年");
    assert_string_equal(found(b, "国土\n资源部"), "");
}

static void short_words_are_not_found_across_spaces(void **state)
{
    struct proof_bench *b = *state;

    use(b, "中台,两岸,,,\n");
    assert_string_equal(found(b, "中台关系"), "中台>两岸");
    assert_string_equal(found(b, "研发中 台账"), "");
}

static void places_behind_folded_characters_are_right(void **state)
{
    struct proof_bench *b = *state;

    use(b, "政俯,政府,,,\n");
    assert_string_equal(found(b, "ＡＢ１２　甲 乙\xe2\x80\x8b，縣政俯、１政 府"), "政俯>政府");
}

static void conditions_decide_where_it_counts(void **state)
{
    struct proof_bench *b = *state;

    use(b, "维族,维吾尔族,前非四|思；后须群众|同胞,,\n"
           "小姐,小组,近须4 领导,,\n"
           "主度,主席,近非 温度,,\n");
    assert_string_equal(found(b, "维族群众"), "维族>维吾尔族");
    assert_string_equal(found(b, "四维族群众"), "");
    assert_string_equal(found(b, "维族大院"), "");
    assert_string_equal(found(b, "领导一二三小姐"), "");
    assert_string_equal(found(b, "领导一二小姐"), "小姐>小组");
    assert_string_equal(found(b, "领导\n小姐"), "");
    assert_string_equal(found(b, "国家主度"), "主度>主席");
    assert_string_equal(found(b, "主度与温度"), "");
}

static void an_entry_counts_in_its_time(void **state)
{
    struct proof_bench *b = *state;

    use(b, "旧名局,新名局,,2018-03-17,2023-03-09\n");
    assert_string_equal(found_on(b, "旧名局", day_of(2018, 3, 16)), "");
    assert_string_equal(found_on(b, "旧名局", day_of(2018, 3, 17)), "旧名局>新名局");
    assert_string_equal(found_on(b, "旧名局", day_of(2023, 3, 9)), "旧名局>新名局");
    assert_string_equal(found_on(b, "旧名局", day_of(2023, 3, 10)), "");
    assert_string_equal(found_on(b, "旧名局", DAY_NONE), "");
}

static void titles_and_the_past_are_left_alone(void **state)
{
    struct proof_bench *b = *state;

    use(b, "国土资源部,自然资源部,往事除外；书名号外,2018-03-17,\n");
    assert_string_equal(found(b, "近日，国土资源部印发通知"), "国土资源部>自然资源部");
    assert_string_equal(found(b, "原国土资源部印发"), "");
    assert_string_equal(found(b, "按照《国土资源部办公厅通知》办理"), "");
    assert_string_equal(found(b, "《办法》和国土资源部要求"), "国土资源部>自然资源部");
    assert_string_equal(found(b, "2016年，国土资源部印发"), "");
    assert_string_equal(found(b, "国土资源部印发（2017年）"), "");
    assert_string_equal(found(b, "2018年，国土资源部印发"), "国土资源部>自然资源部");
    assert_string_equal(found(b, "国土资源部令第53号"), "");
    assert_string_equal(found(b, "我县被国土资源部授予模范县称号"), "");
    assert_string_equal(found(b, "由县级国土资源部授予"), "国土资源部>自然资源部");
    assert_string_equal(found(b, "电话120162017，国土资源部印发"), "国土资源部>自然资源部");
}

static void a_part_of_the_right_expression_is_no_fault(void **state)
{
    struct proof_bench *b = *state;

    use(b, "香港特区,中国香港特区政府,,,\n");
    assert_string_equal(found(b, "中国香港特区政府"), "");
    assert_string_equal(found(b, "香港特区"), "香港特区>中国香港特区政府");
}

static void near_misses_of_a_name_are_made(void **state)
{
    struct proof_bench *b = *state;

    use(b, ",王沪宁,近须 主席,,\n");
    assert_string_equal(found(b, "王泸宁主席"), "王泸宁>王沪宁");
    assert_string_equal(found(b, "王沪拧主席"), "王沪拧>王沪宁");
    assert_string_equal(found(b, "王宁沪主席"), "王宁沪>王沪宁");
    assert_string_equal(found(b, "王庐宁主席"), ""); /* somebody's real name */
    assert_string_equal(found(b, "王沪宁主席"), "");
    assert_string_equal(found(b, "王泸宁同学"), "");
}

static void alternatives_share_a_row(void **state)
{
    struct proof_bench *b = *state;

    use(b, "甲乙丙|丁戊己,正,,,\n庚辛|壬癸,天|地,,,\n");
    assert_string_equal(found(b, "甲乙丙丁戊己"), "甲乙丙>正 丁戊己>正");
    assert_string_equal(found(b, "庚辛壬癸"), "庚辛>天 壬癸>地");
}

static void faulty_files_are_refused_with_their_line(void **state)
{
    static const struct {
        const char *rows, *sentence;
    } cases[] = {
        { "甲,乙,,,\n", "试.csv:7：词至少两个字" },
        { "甲乙,丙丁,,2018-3-1,\n", "试.csv:7：日期应写成 2026-11-28" },
        { "甲乙,丙丁,,,\n甲丙,乙,前面 丁,,\n",
          "试.csv:8：不认识的条件“前面 丁”：应为 "
          "前须、前非、后须、后非、近须、近非、书名号外、单独成句 或 "
          "往事除外" },
        { "甲乙,丙丁,近须999 戊,,\n", "试.csv:7：条件“近须999 戊”的字数应在 1 至 200 之间" },
        { "甲乙,丙丁,前非,,\n", "试.csv:7：条件“前非”没有写词" },
        { "甲乙|丙丁,一|二|三,,,\n", "试.csv:7：“正确”应只有一个，或与“错误”一样多" },
        { ",,前非 甲,,\n", "试.csv:7：“错误”与“正确”都是空的" },
    };
    struct proof_bench *b = *state;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        assert_int_equal(parse(b, cases[i].rows), RC_SYNTAX);
        assert_string_equal(b->err.text, cases[i].sentence);
    }
}

static void heads_must_be_known_and_whole(void **state)
{
    static const struct {
        const char *content, *sentence;
    } cases[] = {
        { "错误,正确,备注\n", "试.csv:1：没有“备注”这一列" },
        { "# 说明\n错误,条件\n", "试.csv:2：缺少“错误”列或“正确”列" },
        { "错误,正确,类别\n甲乙,丙丁,杂项\n", "试.csv:2：没有“杂项”这个类别" },
        { "# 类别：涉台\n错误,正确,级别\n甲乙,丙丁,轻\n", "试.csv:3：级别应为 严重、一般 或 疑似" },
        { "# 类别：涉台\n# 级别：一般\n错误,正确\n甲乙,丙丁\n",
          "试.csv:4：每个词条都要有依据和核对日期" },
        { "# 类别：涉台\n# 级别：一般\n# 依据：试\n# 核对：2026-11-28\n错误,正确\n甲乙,丙丁\n",
          "试.csv:6：状态应为 官方、地方 或 待核" },
    };
    struct proof_bench *b = *state;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const struct lexicon_source in = { .name = "试.csv", .content = str_of(cases[i].content) };

        assert_int_equal(lexicon_parse(&in, b->t, &b->entries, &b->err), RC_SYNTAX);
        assert_string_equal(b->err.text, cases[i].sentence);
    }
}

static void words_of_a_list_are_entries(void **state)
{
    struct proof_bench *b = *state;

    assert_int_equal(lexicon_parse_words("表.txt", STR("# 清理\r\n旧口号\t新口号\r\n\r\n旧活动\n"),
                                         b->t, &b->entries, &b->err),
                     RC_OK);
    assert_int_equal(lexicon_new(&b->entries, &b->lexicon, &b->err), RC_OK);
    assert_string_equal(found(b, "旧口号与旧活动"), "旧口号>新口号 旧活动>");
    assert_int_equal(lexicon_parse_words("表.txt", STR("词语\n甲\n"), b->t, &b->entries, &b->err),
                     RC_SYNTAX);
    assert_string_equal(b->err.text, "表.txt:2：词至少两个字");
}

static void missing_folders_and_files_are_named(void **state)
{
    struct proof_bench *b = *state;

    assert_int_equal(lexicon_load_dir("/nowhere/lexicon", b->t, &b->entries, &b->err), RC_IO);
    assert_int_equal(lexicon_load_words("/nowhere/words.txt", b->t, &b->entries, &b->err), RC_IO);
    assert_string_equal(b->err.text, "/nowhere/words.txt：打不开（没有这个文件）");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROOF_TEST(a_word_is_found_where_it_stands),
        PROOF_TEST(what_hides_a_word_is_seen_through),
        PROOF_TEST(short_words_are_not_found_across_spaces),
        PROOF_TEST(places_behind_folded_characters_are_right),
        PROOF_TEST(conditions_decide_where_it_counts),
        PROOF_TEST(an_entry_counts_in_its_time),
        PROOF_TEST(titles_and_the_past_are_left_alone),
        PROOF_TEST(a_part_of_the_right_expression_is_no_fault),
        PROOF_TEST(near_misses_of_a_name_are_made),
        PROOF_TEST(alternatives_share_a_row),
        PROOF_TEST(faulty_files_are_refused_with_their_line),
        PROOF_TEST(heads_must_be_known_and_whole),
        PROOF_TEST(words_of_a_list_are_entries),
        PROOF_TEST(missing_folders_and_files_are_named),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
