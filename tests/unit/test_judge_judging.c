/* From the store's results to verdicts: what was looked for at all. */
#include "base/base.h"

#include "judge/judging.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* Vetoes of a check of every set, and of those that a set has only with articles, words, accounts.
 */
static const char rules[] =
    "format: 1\nname: x\ntitle: x\nversion: x\nbasis: x\n"
    "metrics:\n- {name: m, title: x, check: dead-link}\n"
    "- {name: a, title: x, check: campaign-article}\n"
    "- {name: w, title: x, check: campaign-word}\n"
    "- {name: u, title: x, check: account-unfiled}\n"
    "indicators:\n"
    "- {id: M, title: x, part: veto, applies: site, situations: [{id: M.1, text: x, count: [m]}]}\n"
    "- {id: A, title: x, part: veto, applies: site, situations: [{id: A.1, text: x, count: [a]}]}\n"
    "- {id: W, title: x, part: veto, applies: site, situations: [{id: W.1, text: x, count: [w]}]}\n"
    "- {id: U, title: x, part: veto, applies: site, situations: [{id: U.1, text: x, count: "
    "[u]}]}\n";

static void judge(const char *options, bool expected[4])
{
    AUTO(arena_done) struct arena a = { 0 };
    AUTO(store_closep) struct store *store = NULL;
    AUTO(json_freep) struct json *line = NULL;
    struct indicator_set set;
    struct run_info run;
    struct judgement j;
    struct err err = { 0 };

    assert_int_equal(store_open(STR("sqlite::memory:"), &store, &err), RC_OK);
    assert_int_equal(store_run_begin(store, 1000, str_of(options), &run, &err), RC_OK);
    assert_int_equal(indicator_parse("rules", str_of(rules), &a, &set, &err), RC_OK);
    assert_int_equal(json_parse(STR("{\"state\":\"运行\"}"), &line, &err), RC_OK);
    assert_int_equal(judge_one(&(struct judging){ .store = store, .run = run.id, .set = &set },
                               STR("5199010001"), line, &a, &j, &err),
                     RC_OK);
    assert_int_equal(j.n_results, 4);
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(j.results[i].answer, expected[i] ? ANSWER_NO : ANSWER_MAYBE);
}

static void all_checks_are_those_that_had_what_they_need(void **state)
{
    (void)state;
    judge("{\"checks\":\"all\"}", (bool[]){ true, false, false, false });
    judge("{\"checks\":\"all\",\"articles_file\":\"a.csv\"}", (bool[]){ true, true, false, false });
    judge("{\"checks\":\"all\",\"words_files\":1}", (bool[]){ true, false, true, false });
    judge("{\"checks\":\"all\",\"accounts_file\":\"a.csv\"}", (bool[]){ true, false, false, true });
}

static void a_check_that_was_not_asked_for_did_not_run(void **state)
{
    (void)state;
    judge("{\"checks\":\"dead-link, campaign-word\"}", (bool[]){ true, false, true, false });
    judge("{\"checks\":\"campaign-article\"}", (bool[]){ false, true, false, false });
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_checks_are_those_that_had_what_they_need),
        cmocka_unit_test(a_check_that_was_not_asked_for_did_not_run),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
