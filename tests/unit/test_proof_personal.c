/* Personal data in texts: what is found, what is not, and how it is shown. All people are made up;
 * their region (5199) does not exist. */
#include "base/base.h"

#include "proof/excerpt.h"
#include "proof/personal.h"

#include "base/clock.h"
#include "support/work.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const char *const words[PERSONAL_LISTS_N][4] = {
    [PERSONAL_SAMPLE] = { "样例", "示例", "例如" },
    [PERSONAL_OTHER] = { "信用代码", "合同编号", "流水号" },
    [PERSONAL_CARD] = { "银行卡", "卡号", "一卡通" },
    [PERSONAL_ACCOUNT] = { "财政局", "保证金", "专户" },
    [PERSONAL_PRIVATE] = { "低保", "申请人", "当事人", "考生" },
    [PERSONAL_HEAD] = { "姓名", "名单" },
    [PERSONAL_OFFICE] = { "联系人", "局长", "公司", "咨询" },
    [PERSONAL_HOME] = { "家庭住址", "住址", "，住" },
};

struct found {
    struct arena a;
    struct problem_list l;
};

static void found_done(struct found *f)
{
    arena_done(&f->a);
}

static void find(struct found *f, const char *text)
{
    struct personal_rules rules = { .today = day_of(2026, 11, 20) };
    struct str lists[PERSONAL_LISTS_N][4];

    for (size_t i = 0; i < PERSONAL_LISTS_N; i++) {
        rules.list[i].words = lists[i];
        for (size_t k = 0; k < 4 && words[i][k]; k++)
            lists[i][rules.list[i].n++] = str_of(words[i][k]);
    }
    memset(f, 0, sizeof(*f));
    f->l.a = &f->a;
    personal_find(str_of(text), &rules, &f->l);
    problems_settle(&f->l);
}

static void assert_none(const char *text)
{
    AUTO(found_done) struct found f;

    find(&f, text);
    if (f.l.n)
        fail_msg("%s\n  %.*s", text, STR_ARG(f.l.problems[0].masked));
}

/* Exactly one, of this kind, shown so. */
static void assert_one(const char *text, enum personal_kind kind, const char *masked)
{
    AUTO(found_done) struct found f;
    char shown[200];

    find(&f, text);
    if (f.l.n != 1)
        fail_msg("%zu found: %s", f.l.n, text);
    assert_int_equal(personal_kind_of(&f.l.problems[0]), kind);
    (void)snprintf(shown, sizeof(shown), "%.*s", STR_ARG(f.l.problems[0].masked));
    assert_string_equal(shown, masked);
    assert_true(f.l.problems[0].at + f.l.problems[0].n <= strlen(text));
}

static void identity_numbers_need_no_label(void **state)
{
    const char *const masked = "519902**********10";

    (void)state;
    assert_one("张小明，男，519902198506130010，青溪镇人", PERSONAL_IDENTITY, masked);
    assert_one("519902198506130010", PERSONAL_IDENTITY, masked);
    assert_one("身份证号码：５１９９０２１９８５０６１３００１０。", PERSONAL_IDENTITY, masked);
    assert_one("身份证 519902 19850613 0010", PERSONAL_IDENTITY, masked);
    assert_one("张小明/519902198506130010", PERSONAL_IDENTITY, masked);
}

static void the_last_character_may_be_an_x(void **state)
{
    (void)state;
    assert_one("证件号51990219880808008X，", PERSONAL_IDENTITY, "519902**********8X");
    assert_one("证件号51990219880808008x", PERSONAL_IDENTITY, "519902**********8X");
    assert_one("519902 19880808 008X", PERSONAL_IDENTITY, "519902**********8X");
    assert_one("证件号51990219880808008Ｘ，", PERSONAL_IDENTITY, "519902**********8X");
    assert_one("５１９９０２１９８８０８０８００８ｘ", PERSONAL_IDENTITY, "519902**********8X");
    assert_one("519902 19880808 008Ｘ", PERSONAL_IDENTITY, "519902**********8X");
}

static void other_long_numbers_are_no_identity(void **state)
{
    (void)state;
    assert_none("统一社会信用代码：519902198506130010");
    assert_none("合同编号519902198506130010");
    assert_none("http://www.yunxi.gov.cn/show.asp?id=519902198506130010");
    assert_none("/upload/519902198506130010.jpg");
    assert_none("5199021985061300105");
    assert_none("A519902198506130010");
    assert_none("519902198506130015");
    assert_none("519902********0014");
    assert_none("519902480229001"); /* the old form without a word about it */
    assert_none("3.14519902198506130010");
}

static void the_old_form_needs_its_name(void **state)
{
    (void)state;
    assert_one("身份证号519902480229001", PERSONAL_IDENTITY, "519902*******01");
}

static void a_sample_is_only_suspected(void **state)
{
    AUTO(found_done) struct found f;

    (void)state;
    find(&f, "填写样例：身份证号码519902198506130010");
    assert_int_equal(f.l.n, 1);
    assert_int_equal(f.l.problems[0].level, PROBLEM_SUSPECT);
}

static void cards_need_a_label_or_a_name(void **state)
{
    const char *const masked = "6222***********0128";

    (void)state;
    assert_one("银行卡号：6222021234567890128", PERSONAL_BANK_CARD, masked);
    assert_one("一卡通 6222 0212 3456 7890 128", PERSONAL_BANK_CARD, masked);
    assert_one("张小明 6222021234567890128 500元", PERSONAL_BANK_CARD, masked);
    assert_none("设备 6222021234567890128");
    assert_none("银行卡号：6222021234567890129");
    assert_none("张小明 4111111111111111");
}

static void accounts_of_units_are_public(void **state)
{
    (void)state;
    assert_none("户名：云溪县财政局\n开户行：中国银行云溪支行\n银行卡号：6222021234567890128");
    assert_none("户名：云溪县财政局\n联系人：张小明 银行卡号：6222021234567890128");
    assert_none("户名：云溪县财政局\n银行卡号：6222021234567890128，联系人：张小明");
    assert_none("投标保证金账户 卡号 6222021234567890128");
    assert_none("流水号 6222021234567890128，张小明");
}

static void mobiles_are_personal_beside_people_in_their_own_matters(void **state)
{
    (void)state;
    assert_one("低保对象名单\n姓名 电话\n张小明 13900001234", PERSONAL_MOBILE, "139****1234");
    assert_one("申请人张小明，电话13900001234。", PERSONAL_MOBILE, "139****1234");
    assert_one("考生 13900001234（李四）", PERSONAL_MOBILE, "139****1234");
    assert_one("考生李四 139-0000-1234", PERSONAL_MOBILE, "139****1234");
}

static void the_head_of_a_list_speaks_for_all_its_rows(void **state)
{
    AUTO(found_done) struct found f;

    (void)state;
    find(&f, "低保对象名单\n姓名 电话\n张小明 13900001234\n李四 13900001235\n王五 13900001236\n");
    assert_int_equal(f.l.n, 3);
    found_done(&f);
    find(&f, "考生名单\n姓名 身份证 联系人及电话\n张小明 略 此处是很长很长很长很长很长很长很长很长"
             "很长很长很长很长很长很长很长很长很长很长很长很长的说明 李四 13900001235\n");
    assert_int_equal(f.l.n, 1);
    found_done(&f);
    find(&f, "局长接待日\n姓名 电话\n张小明 13900001234\n李四 13900001235\n");
    assert_int_equal(f.l.n, 0);
}

static void other_lines_do_not_speak_for_this_one(void **state)
{
    (void)state;
    assert_one("联系人：李强 13900001235\n申请人：张小明，电话13900001234", PERSONAL_MOBILE,
               "139****1234");
    assert_none("低保由申请人向村里提出。\n张小明 13900001234");
}

static void cells_that_are_paragraphs_are_read_with_those_before_them(void **state)
{
    (void)state;
    assert_one("低保对象名单\n姓名\n电话\n张小明\n13900001234\n", PERSONAL_MOBILE, "139****1234");
    assert_none("低保局长名单\n姓名\n电话\n张小明\n13900001234\n");
}

static void mobiles_of_offices_are_public(void **state)
{
    (void)state;
    assert_none("联系人：张小明 13900001234");
    assert_none("低保咨询 张小明 13900001234");
    assert_none("张小明 13900001234");
    assert_none("申请人电话 13900001234");
    assert_none("申请人可拨打 12345 或 0827-13900001");
}

static void homes_have_a_name_and_a_door(void **state)
{
    (void)state;
    assert_one("张小明，家庭住址：川东省云溪县青溪镇东街12号", PERSONAL_ADDRESS,
               "川东省云溪县****");
    assert_one("姓名 家庭住址\n张小明 青溪镇东街12号3栋501室", PERSONAL_ADDRESS, "青溪****");
    assert_none("张小明，家庭住址：青溪镇");
    assert_none("张小明，家庭住址：青溪镇东街**号12室");
    assert_none("本中心住址：青溪镇东街12号");
    assert_none("张小明系经营者，住所地青溪镇东街12号");
    assert_none("家庭住址变更的，应当自变更之日起30日内办理");
}

static void nothing_is_shown_that_is_masked(void **state)
{
    AUTO(arena_done) struct arena a = { 0 };
    const struct str text = STR("见519902198506130010和6222021234567890128（共2个）");
    const struct str plain = STR("共13900001234个");

    (void)state;
    assert_true(
        str_eq(personal_mask(text, &a), STR("见519902**********10和6222***********0128（共2个）")));
    assert_ptr_equal(personal_mask(plain, &a).p, plain.p);
    assert_int_equal(personal_mask(str_from(NULL, 0), &a).n, 0);
    assert_true(str_eq(
        personal_mask(STR("见519902 19850613 0010，６２２２０２１２３４５６７８９０１２８"), &a),
        STR("见519902 ******** **10，6222***********0128")));
    assert_true(str_eq(personal_mask(STR("6222 0212 3456 7890 128、519902-19880808-008Ｘ"), &a),
                       STR("6222 **** **** ***0 128、519902-********-**8X")));
}

/* A problem beside it: what is shown around a problem begins and ends with whole numbers. */
static void no_cut_lays_half_a_number_bare(void **state)
{
    static const char *const texts[] = {
        "张三519902198506130010，一二三四五六七八九十人民政俯",
        "张三519902 19850613 0010，一二三四五六七八九十人民政俯",
        "张三５１９９０２１９８８０８０８００８Ｘ，二三四五六七八九十人民政俯",
        "人民政俯，一二三四五六七八九十一二三四五六七519902198506130010",
        "人民政俯，一二三四五六七八九十一二三四五六七519902 19850613 0010",
    };
    AUTO(arena_done) struct arena a = { 0 };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        const struct str text = str_of(texts[i]);
        struct problem_list l = { .a = &a };

        problems_add(&l, (struct problem){ .at = str_find(text, STR("政俯")), .n = 6 });
        const struct str shown = problem_excerpt(&l, 0, text, &a);

        assert_true(str_has(shown, STR("政俯")));
        assert_true(str_has(shown, STR("***")));
        assert_false(str_has(shown, STR("850613")));
        assert_false(str_has(shown, STR("８０８")));
    }
}

/* Half a megabyte of what costs most takes a second, not minutes. */
static void hostile_texts_cost_linear_time(void **state)
{
    static const struct {
        const char *head, *unit;
    } cases[] = {
        { "", "张小明 13900001234\n" },
        { "", "家庭住址\n1234567 " },
        { "", "家庭住址：1号" },
        { "家庭住址：\n", "路1号 " },
        { "", "6222 0212 " },
        { "", "519902198506130010" },
        { "", "身份证" },
    };
    AUTO(arena_done) struct arena a = { 0 };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const size_t n_head = strlen(cases[i].head), n = strlen(cases[i].unit);
        const size_t times = (1 << 19) / n;
        char *text = arena_alloc(&a, n_head + times * n + 1);
        AUTO(found_done) struct found f;
        const int64_t begin = cpu_ms();

        memcpy(text, cases[i].head, n_head);
        for (size_t k = 0; k < times; k++)
            memcpy(text + n_head + k * n, cases[i].unit, n);
        find(&f, text);
        assert_true(f.l.n <= PROBLEMS_MAX);
        if (cpu_ms() - begin > 10000)
            fail_msg("%s: %lld ms", cases[i].unit, (long long)(cpu_ms() - begin));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(identity_numbers_need_no_label),
        cmocka_unit_test(the_last_character_may_be_an_x),
        cmocka_unit_test(other_long_numbers_are_no_identity),
        cmocka_unit_test(the_old_form_needs_its_name),
        cmocka_unit_test(a_sample_is_only_suspected),
        cmocka_unit_test(cards_need_a_label_or_a_name),
        cmocka_unit_test(accounts_of_units_are_public),
        cmocka_unit_test(mobiles_are_personal_beside_people_in_their_own_matters),
        cmocka_unit_test(the_head_of_a_list_speaks_for_all_its_rows),
        cmocka_unit_test(other_lines_do_not_speak_for_this_one),
        cmocka_unit_test(cells_that_are_paragraphs_are_read_with_those_before_them),
        cmocka_unit_test(mobiles_of_offices_are_public),
        cmocka_unit_test(homes_have_a_name_and_a_door),
        cmocka_unit_test(nothing_is_shown_that_is_masked),
        cmocka_unit_test(no_cut_lays_half_a_number_bare),
        cmocka_unit_test(hostile_texts_cost_linear_time),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
