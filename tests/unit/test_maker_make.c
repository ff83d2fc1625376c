/* Making the speller's data: the model's reader, the decision's learning. */
#include "base/base.h"

#include "base/arena.h"
#include "maker/grow.h"
#include "maker/hanzi.h"
#include "maker/kenlm.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static void the_model_is_read_whole(void **state)
{
    AUTO(arena_done) struct arena a = { 0 };
    struct err err = { 0 };
    struct kenlm k;
    struct str file;
    uint64_t last = 0;

    (void)state;
    assert_int_equal(maker_read(XJ_MODEL, &a, &file, &err), RC_OK);
    assert_int_equal(kenlm_open(file, &a, &k, &err), RC_OK);
    assert_int_equal(kenlm_unigram(&k, k.n_words).first_bigram, k.n_bigrams);
    assert_int_equal(kenlm_bigram(&k, k.n_bigrams).first_trigram, k.n_trigrams);
    for (size_t i = 0; i < k.n_bigrams; i++) {
        const struct kenlm_bigram g = kenlm_bigram(&k, i);

        assert_true(g.before < k.n_words && g.first_trigram >= last);
        last = g.first_trigram;
    }
}

static void a_model_cut_off_is_refused(void **state)
{
    AUTO(arena_done) struct arena a = { 0 };
    struct err err = { 0 };
    struct kenlm k;
    struct str file;

    (void)state;
    assert_int_equal(maker_read(XJ_MODEL, &a, &file, &err), RC_OK);
    for (size_t n = 0; n < file.n; n += file.n / 50 + 1)
        assert_int_not_equal(kenlm_open(str_sub(file, 0, n), &a, &k, &err), RC_OK);
    assert_int_not_equal(kenlm_open(str_sub(file, 0, file.n - 1), &a, &k, &err), RC_OK);
    assert_int_equal(kenlm_open(STR("no model"), &a, &k, &err), RC_UNSUPPORTED);
}

/* Right when the first feature is high, but not when the second one is, too. */
static void a_forest_learns_a_rule_of_two_features(void **state)
{
    enum { N = 4000 };
    AUTO(arena_done) struct arena a = { 0 };
    struct example *x = arena_array(&a, struct example, N);
    const struct grow_options o = {
        .n_features = FEATURES, .n_trees = 30, .n_leaves = 8, .rate = 0.3, .least_weight = 1
    };
    struct forest f;

    (void)state;
    for (size_t i = 0; i < N; i++) {
        x[i].features[0] = (float)(i % 100) / 100;
        x[i].features[1] = (float)(i / 100 % 40) / 40;
        x[i].is_right = x[i].features[0] > 0.5F && x[i].features[1] < 0.5F;
        x[i].weight = 1;
    }
    forest_grow(x, N, &o, &a, &f);
    assert_true(forest_score(&f, (const float[FEATURES]){ 0.9F, 0.1F }) > 0.9F);
    assert_true(forest_score(&f, (const float[FEATURES]){ 0.9F, 0.9F }) < 0.1F);
    assert_true(forest_score(&f, (const float[FEATURES]){ 0.1F, 0.1F }) < 0.1F);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_model_is_read_whole),
        cmocka_unit_test(a_model_cut_off_is_refused),
        cmocka_unit_test(a_forest_learns_a_rule_of_two_features),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
