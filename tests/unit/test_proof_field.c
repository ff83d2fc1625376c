/* What inspections learn of the field: counted by sites, kept in a file, refused when it is not
 * sound. */
#include "base/base.h"

#include "base/file.h"
#include "proof/field.h"
#include "speller/ngrams.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static const char path[] = "test-field.bin", kept[] = "test-field-kept.bin";
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
    (void)unlink(path);
    return 0;
}

/* Learns a text as of each site, in the order given. */
static void learn(struct str learnt, const struct str *sites, size_t n)
{
    AUTO(field_freep) struct field *f = NULL;
    struct err err = { 0 };

    assert_int_equal(field_open(spelling, path, &f, &err), RC_OK);
    for (size_t i = 0; i < n; i++)
        field_learn(f, learnt, sites[i]);
    assert_int_equal(field_write(f, &err), RC_OK);
}

static size_t n_confirmed(struct str read)
{
    AUTO(arena_done) struct arena a = { 0 };
    struct problem_list found = { .a = &a };
    size_t n = 0;

    spelling_find_typos(spelling, read, false, &found);
    for (size_t i = 0; i < found.n; i++)
        n += found.problems[i].level == PROBLEM_CONFIRMED;
    return n;
}

static uint64_t hash_with(struct str learnt, const struct str *sites, size_t n)
{
    struct err err = { 0 };

    (void)unlink(path);
    learn(learnt, sites, n);
    assert_int_equal(field_use(spelling, path, &err), RC_OK);
    return spelling_hash(spelling);
}

#define text STR("本矿采用综采放顶煤工艺，顶煤回采率较高")

static void order_and_repetition_change_nothing(void **state)
{
    const struct str one[] = { STR("a"), STR("b"), STR("c") };
    const struct str other[] = { STR("c"), STR("a"), STR("b"), STR("a"), STR("c") };
    const struct str fewer[] = { STR("a"), STR("b") };
    const uint64_t hash = hash_with(text, one, COUNT_OF(one));

    (void)state;
    assert_true(hash == hash_with(text, other, COUNT_OF(other)));
    assert_true(hash != hash_with(text, fewer, COUNT_OF(fewer)));
}

static void what_was_learnt_goes_on(void **state)
{
    const struct str first[] = { STR("a") }, second[] = { STR("b") };
    const struct str both[] = { STR("a"), STR("b") };
    const uint64_t at_once = hash_with(text, both, COUNT_OF(both));
    struct err err = { 0 };

    (void)state;
    (void)unlink(path);
    learn(text, first, 1);
    learn(text, second, 1);
    assert_int_equal(field_use(spelling, path, &err), RC_OK);
    assert_true(spelling_hash(spelling) == at_once);
}

static void a_site_is_no_witness_for_itself(void **state)
{
    const struct str wrong = STR("会议强掉要加快推进项目建设");
    const struct str one[] = { STR("site 1") };

    (void)state;
    (void)hash_with(wrong, one, 1);
    field_reads(spelling, STR("site 1"));
    assert_int_equal(n_confirmed(wrong), 1);
}

/* One site a process; the first ones are not asked to write anything. */
static void learn_and_die(struct str site)
{
    const pid_t pid = fork();
    int status;

    if (pid == 0) {
        struct err err = { 0 };
        struct field *f;

        if (field_open(spelling, path, &f, &err) || field_keep(f, kept, &err))
            _exit(1);
        field_learn(f, text, site);
        (void)kill(getpid(), SIGKILL);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
}

static void who_is_killed_has_not_learnt_in_vain(void **state)
{
    const struct str sites[] = { STR("a"), STR("b"), STR("c") };
    const uint64_t all = hash_with(text, sites, COUNT_OF(sites));
    AUTO(field_freep) struct field *f = NULL;
    struct err err = { 0 };

    (void)state;
    (void)unlink(path);
    learn_and_die(sites[0]);
    learn_and_die(sites[1]);
    assert_int_equal(field_open(spelling, path, &f, &err), RC_OK);
    assert_int_equal(field_keep(f, kept, &err), RC_OK);
    field_learn(f, text, sites[2]);
    assert_int_equal(field_write(f, &err), RC_OK);
    assert_int_not_equal(access(kept, F_OK), 0);
    assert_int_equal(field_use(spelling, path, &err), RC_OK);
    assert_true(spelling_hash(spelling) == all);
    assert_int_equal(field_keep(f, "no-such-folder/kept", &err), RC_IO);
}

static void what_was_added_to_another_file_is_not_gone_on_with(void **state)
{
    const struct str before[] = { STR("d") }, both[] = { STR("d"), STR("c") };
    const uint64_t all = hash_with(text, both, COUNT_OF(both));
    AUTO(field_freep) struct field *f = NULL;
    struct err err = { 0 };

    (void)state;
    (void)unlink(path);
    learn_and_die(STR("a"));
    learn(text, before, 1); /* the file is another one now */
    assert_int_equal(field_open(spelling, path, &f, &err), RC_OK);
    assert_int_equal(field_keep(f, kept, &err), RC_OK);
    field_learn(f, text, STR("c"));
    assert_int_equal(field_write(f, &err), RC_OK);
    assert_int_equal(field_use(spelling, path, &err), RC_OK);
    assert_true(spelling_hash(spelling) == all);
}

static void overwrite(size_t at, const char *with)
{
    FILE *f = fopen(path, "r+b");

    assert_non_null(f);
    assert_int_equal(fseek(f, (long)at, SEEK_SET), 0);
    assert_int_equal(fputs(with, f) >= 0, 1);
    assert_int_equal(fclose(f), 0);
}

static void a_file_that_is_not_sound_is_refused(void **state)
{
    const struct str one[] = { STR("a") };
    const size_t places[] = { 0, 20, 24, 40, 1 << 20 };
    struct err err = { 0 };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(places); i++) {
        (void)hash_with(text, one, 1);
        overwrite(places[i], "zz");
        assert_int_equal(field_use(spelling, path, &err), RC_SYNTAX);
    }
    (void)hash_with(text, one, 1);
    assert_int_equal(truncate(path, 1000), 0);
    assert_int_equal(field_use(spelling, path, &err), RC_SYNTAX);
    assert_int_equal(truncate(path, 0), 0);
    assert_int_equal(field_use(spelling, path, &err), RC_SYNTAX);
    assert_int_equal(field_use(spelling, "no-such-file.bin", &err), RC_IO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(order_and_repetition_change_nothing),
        cmocka_unit_test(what_was_learnt_goes_on),
        cmocka_unit_test(a_site_is_no_witness_for_itself),
        cmocka_unit_test(who_is_killed_has_not_learnt_in_vain),
        cmocka_unit_test(what_was_added_to_another_file_is_not_gone_on_with),
        cmocka_unit_test(a_file_that_is_not_sound_is_refused),
    };

    return cmocka_run_group_tests(tests, open_spelling, close_spelling);
}
