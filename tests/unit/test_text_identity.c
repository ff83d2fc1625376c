/* Numbers that name a person or an account. */
#include "base/base.h"

#include "text/identity.h"

#include "base/clock.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static int32_t today(void)
{
    return day_of(2026, 11, 20);
}

static bool is_citizen(const char *s)
{
    return identity_is_citizen(str_of(s), today());
}

/* The number of the standard's own example, and others made by its arithmetic. */
static void a_citizen_is_told_by_region_birthday_and_check_character(void **state)
{
    (void)state;
    assert_true(is_citizen("11010519491231002X"));
    assert_true(is_citizen("11010519491231002x"));
    assert_true(is_citizen("440524188001010014") == false); /* born in 1880 */
    assert_false(is_citizen("110105194912310021"));
    assert_false(is_citizen("990105194912310026"));
    assert_false(is_citizen("11010519491331002X"));
    assert_false(is_citizen("11010519491231002"));
    assert_false(is_citizen("1101051949123100 2X"));
    assert_false(is_citizen(""));
}

static void nobody_is_born_after_today(void **state)
{
    (void)state;
    assert_true(identity_is_citizen(STR("519902202611200016"), DAY_NONE));
    assert_true(identity_is_citizen(STR("519902202611200016"), day_of(2026, 11, 20)));
    assert_false(identity_is_citizen(STR("519902202611200016"), day_of(2026, 11, 19)));
}

static void leap_days_before_1971_exist_in_leap_years_only(void **state)
{
    (void)state;
    assert_true(identity_is_old_citizen(STR("510102480229001"), today()));
    assert_false(identity_is_old_citizen(STR("510102490229001"), today()));
    assert_false(identity_is_old_citizen(STR("51010248022900"), today()));
}

static void a_credit_code_is_no_citizen(void **state)
{
    (void)state;
    assert_true(identity_is_credit_code(STR("12440100741854396C")));
    assert_false(identity_is_credit_code(STR("12440100741854397C")));
    assert_false(identity_is_credit_code(STR("12440100741854396I")));
    assert_false(is_citizen("12440100741854396C"));
}

static void a_card_is_told_by_issuer_length_and_check_digit(void **state)
{
    (void)state;
    assert_true(identity_is_bank_card(STR("6222021234567890128")));
    assert_false(identity_is_bank_card(STR("6222021234567890129")));
    assert_false(identity_is_bank_card(STR("622202123456789")));
    assert_true(identity_is_bank_card(STR("4111111111111111")));
    assert_false(identity_is_bank_card(STR("7111111111111112")));
}

static void mobiles_are_of_ranges_that_are_given_out(void **state)
{
    (void)state;
    assert_true(identity_is_mobile(STR("13800138000")));
    assert_true(identity_is_mobile(STR("19912345678")));
    assert_false(identity_is_mobile(STR("12345678901")));
    assert_false(identity_is_mobile(STR("15400000000")));
    assert_false(identity_is_mobile(STR("1380013800")));
}

static void names_are_told_by_their_shape(void **state)
{
    (void)state;
    assert_int_equal(identity_person_name(STR("张三")), 6);
    assert_int_equal(identity_person_name(STR("王小明，男")), 9);
    assert_int_equal(identity_person_name(STR("欧阳文静")), 12);
    assert_int_equal(identity_person_name(STR("王小明是谁")), 0);
    assert_int_equal(identity_person_name(STR("单位")), 0);
    assert_int_equal(identity_person_name(STR("时间")), 0);
    assert_int_equal(identity_person_name(STR("电话")), 0);
    assert_int_equal(identity_person_name(STR("张")), 0);
    assert_int_equal(identity_person_name(STR("")), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_citizen_is_told_by_region_birthday_and_check_character),
        cmocka_unit_test(nobody_is_born_after_today),
        cmocka_unit_test(leap_days_before_1971_exist_in_leap_years_only),
        cmocka_unit_test(a_credit_code_is_no_citizen),
        cmocka_unit_test(a_card_is_told_by_issuer_length_and_check_digit),
        cmocka_unit_test(mobiles_are_of_ranges_that_are_given_out),
        cmocka_unit_test(names_are_told_by_their_shape),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
