/* What a finding of wording is known by next time. */
#include "check_support.h"

#include "proof/proofread.h"

static struct proofreader *proofreader;

static int set_up(void **state)
{
    struct err err = { 0 };

    (void)state;
    return proofreader_open(&(struct proof_data){ .lexicon_dir = XJ_SOURCE_DIR "/data/lexicon" },
                            &proofreader, &err);
}

static int tear_down(void **state)
{
    (void)state;
    proofreader_free(proofreader);
    return 0;
}

/* The identity of the one wrong expression of a page of this text. */
static uint64_t id_in(const char *url, const char *title, const char *text)
{
    const struct page page = {
        .url = str_of(url), .kind = PAGE_ARTICLE, .title = str_of(title), .text = str_of(text)
    };
    struct run run;
    uint64_t id;

    load(&run, "wrong-expression");
    check_set_use_proofreader(run.set, proofreader);
    check_run_page(run.set, &SITE, &page, NOW, &run.a, &run.r);
    id = finding_id(only(&run, GRADE_VETO));
    run_done(&run);
    return id;
}

#define AT "http://www.yunxi.gov.cn/a.html"

static void what_changes_by_itself_beside_a_wrong_word_is_no_other_finding(void **state)
{
    static const char *const forms[] = {
        "主办：云溪县人民政俯办公室 您是第 98 位访客",
        "主办：云溪县人民政俯办公室 您是第 1024 位访客",
        "2026-11-20 主办：云溪县人民政俯办公室 您是第 1024 位访客",
        "2026年11月21日 主办：云溪县人民政俯办公室（您是第1024位访客）",
    };

    (void)state;
    for (size_t i = 1; i < COUNT_OF(forms); i++)
        if (id_in(AT, "", forms[i]) != id_in(AT, "", forms[0]))
            fail_msg("%s", forms[i]);
}

static void an_edit_further_on_in_the_line_is_no_other_finding(void **state)
{
    (void)state;
    assert_true(
        id_in(AT, "",
              "有意承租上述房屋的请于下个季度结束以前向云溪县人民政俯办公室提出书面申请，逾期不予受"
              "理。") ==
        id_in(AT, "",
              "愿意承租的请于下个季度结束以前向云溪县人民政俯办公室提出书面申请，过期的不办。"));
}

static void a_title_is_known_in_a_list_with_days(void **state)
{
    const char *title = "云溪县人民政俯工作会议召开";

    (void)state;
    assert_true(id_in(AT, title, "正文") ==
                id_in("http://www.yunxi.gov.cn/", "", "云溪县人民政俯工作会议召开（2026-11-18）"));
}

static void another_sentence_is_another_finding(void **state)
{
    (void)state;
    assert_true(id_in(AT, "", "请向云溪县人民政俯反映。") !=
                id_in(AT, "", "报云溪县人民政俯批准。"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_changes_by_itself_beside_a_wrong_word_is_no_other_finding),
        cmocka_unit_test(an_edit_further_on_in_the_line_is_no_other_finding),
        cmocka_unit_test(a_title_is_known_in_a_list_with_days),
        cmocka_unit_test(another_sentence_is_another_finding),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
