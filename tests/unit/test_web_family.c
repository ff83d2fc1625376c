/* Children that end are started again, but not without end. */
/* NOLINTNEXTLINE(bugprone-reserved-identifier): the C library's own switch */
#define _GNU_SOURCE /* MAP_ANONYMOUS */
#include "base/base.h"

#include "base/backoff.h"
#include "base/clock.h"
#include "web/family.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { STARTS_MAX = 1000 };

static int64_t *n_starts; /* in memory that the processes share */

static int ends_soon(void *ctx, struct family *f, const volatile sig_atomic_t *stop)
{
    const int64_t until = clock_ms() + 20;

    (void)ctx;
    while (!*stop && clock_ms() < until)
        family_wake(f, FAMILY_WATCH);
    if (++*n_starts == STARTS_MAX) /* not the whole second */
        (void)kill(getppid(), SIGTERM);
    return 3;
}

static int looks_on(void *ctx, struct family *f, const volatile sig_atomic_t *stop)
{
    const int64_t until = clock_ms() + 1500;

    (void)ctx;
    family_wake(f, FAMILY_CRAWL);
    while (!*stop && clock_ms() < until)
        clock_wait(10);
    (void)kill(getppid(), SIGTERM);
    return 0;
}

/* At once, after a second, and after two more. */
static void a_child_that_ends_soon_after_each_start_is_started_ever_more_rarely(void **state)
{
    const struct family_options o = { .work = {
                                          [FAMILY_CRAWL] = looks_on, [FAMILY_WATCH] = ends_soon } };
    int status;
    pid_t pid;

    (void)state;
    n_starts =
        mmap(NULL, sizeof(*n_starts), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    assert_true(n_starts != MAP_FAILED);
    pid = fork();
    if (pid == 0)
        _exit(family_run(&o));
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_int_equal(status, 0);
    assert_in_range(*n_starts, 2, 4);
    (void)munmap(n_starts, sizeof(*n_starts));
}

static void pauses_grow_until_something_lives_long(void **state)
{
    static const struct {
        int64_t lived_ms, pause_ms;
    } ends[] = {
        { 0, 0 },     { 0, 1000 },  { 0, 2000 },  { BACKOFF_STEADY_MS - 1, 4000 },
        { 0, 8000 },  { 0, 16000 }, { 0, 30000 }, { 0, 30000 },
        { 60000, 0 }, { 0, 1000 },
    };
    struct backoff b = { 0 };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(ends); i++)
        assert_int_equal(backoff_next(&b, ends[i].lived_ms), ends[i].pause_ms);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_child_that_ends_soon_after_each_start_is_started_ever_more_rarely),
        cmocka_unit_test(pauses_grow_until_something_lives_long),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
