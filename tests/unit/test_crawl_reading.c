#include "base/base.h"

#include "crawl/reading.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static uint32_t interrupted(const char *path, uint32_t run, bool after_crash)
{
    struct reading *r = NULL;

    assert_int_equal(reading_open(path, &r, NULL), RC_OK);

    const uint32_t number = reading_interrupted(r, run, after_crash);

    reading_closep(&r);
    return number;
}

/* Reads pages 1, 2 and 3 in a process that dies within the third. */
static void read_and_die(const char *path)
{
    const pid_t pid = fork();
    int status;

    if (pid == 0) {
        struct reading *r = NULL;

        if (reading_open(path, &r, NULL))
            _exit(1);
        for (uint32_t number = 1; number <= 2; number++) {
            reading_set(r, 7, number);
            reading_set(r, 7, 0);
        }
        reading_set(r, 7, 3);
        (void)kill(getpid(), SIGKILL);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFSIGNALED(status));
}

static void the_page_that_crashed_the_process_twice_is_known(void **state)
{
    char path[] = "/tmp/xunjian-reading-XXXXXX";

    (void)state;
    assert_true(close(mkstemp(path)) == 0);
    assert_int_equal(interrupted(path, 7, true), 0);
    read_and_die(path);
    assert_int_equal(interrupted(path, 7, true), 0); /* once may be chance */
    read_and_die(path);
    assert_int_equal(interrupted(path, 7, true), 3);
    assert_int_equal(interrupted(path, 7, true), 0);
    (void)unlink(path);
}

static void what_is_read_at_a_kill_has_no_part_in_it(void **state)
{
    char path[] = "/tmp/xunjian-reading-XXXXXX";

    (void)state;
    assert_true(close(mkstemp(path)) == 0);
    for (int i = 0; i < 3; i++) {
        read_and_die(path);
        assert_int_equal(interrupted(path, 7, false), 0);
    }
    read_and_die(path);
    assert_int_equal(interrupted(path, 7, true), 0);
    read_and_die(path);
    assert_int_equal(interrupted(path, 7, false), 0); /* and a kill does not clear it */
    read_and_die(path);
    assert_int_equal(interrupted(path, 7, true), 3);
    (void)unlink(path);
}

static void another_run_begins_afresh(void **state)
{
    char path[] = "/tmp/xunjian-reading-XXXXXX";

    (void)state;
    assert_true(close(mkstemp(path)) == 0);
    read_and_die(path);
    assert_int_equal(interrupted(path, 8, true), 0);
    read_and_die(path);
    assert_int_equal(interrupted(path, 7, true), 0);
    (void)unlink(path);
}

static void a_place_that_cannot_be_written_is_an_error(void **state)
{
    struct reading *r = NULL;

    (void)state;
    assert_int_equal(reading_open("/nonexistent/reading", &r, NULL), RC_IO);
    assert_null(r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_page_that_crashed_the_process_twice_is_known),
        cmocka_unit_test(what_is_read_at_a_kill_has_no_part_in_it),
        cmocka_unit_test(another_run_begins_afresh),
        cmocka_unit_test(a_place_that_cannot_be_written_is_an_error),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
