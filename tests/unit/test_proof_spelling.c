/* Which of the speller's doubts are told: what is counted, and what villages are called, is no
 * slip. */
#include "base/base.h"

#include "proof/spelling.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static struct spelling *spelling;

static int open_spelling(void **state)
{
    (void)state;
    spelling = spelling_open(&(struct spelling_data){
        .book = "speller.bin", .decision = XJ_SOURCE_DIR "/data/speller.txt" });
    return spelling_lacks_book(spelling) ? -1 : 0;
}

static int close_spelling(void **state)
{
    (void)state;
    spelling_free(spelling);
    return 0;
}

static size_t n_found(struct str text)
{
    AUTO(arena_done) struct arena a = { 0 };
    struct problem_list found = { .a = &a };

    spelling_find_typos(spelling, text, false, &found);
    return found.n;
}

static void what_is_counted_is_no_slip(void **state)
{
    (void)state;
    assert_int_equal(n_found(STR("全镇关停15种小企业，整改13家单位")), 0);
    assert_int_equal(n_found(STR("全镇关停十五类重污染企业，共有3名干布参加")), 1);
}

static void what_a_village_is_called_is_no_slip(void **state)
{
    (void)state;
    assert_int_equal(n_found(STR("双河镇新于村召开会议")), 0);
    assert_int_equal(n_found(STR("八宿县林卡乡冷宜村党支部")), 0);
    assert_int_equal(n_found(STR("昌都市八宿县林卡乡冷宜书记")), 1); /* without 村 nobody knows */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_counted_is_no_slip),
        cmocka_unit_test(what_a_village_is_called_is_no_slip),
    };

    return cmocka_run_group_tests(tests, open_spelling, close_spelling);
}
