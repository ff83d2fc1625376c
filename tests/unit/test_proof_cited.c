/* What a text quotes as a mistake is none; what it quotes as right is read like everything else. */
#include "base/base.h"

#include "proof/cited.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

static bool is_cited(const char *text, const char *word)
{
    const size_t at = str_find(str_of(text), str_of(word));

    assert_true(at != STR_NONE);
    return cited_as_wrong(str_of(text), at, str_of(word).n);
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mistakes_that_are_shown_are_cited),
        cmocka_unit_test(what_is_given_as_right_is_not),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
