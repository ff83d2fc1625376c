/* A request whose connection is lost goes out once more, and that counts as any other. */
#include "base/base.h"

#include "base/arena.h"
#include "base/clock.h"
#include "net/fetch.h"
#include "support/maze.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { N = 6 };

static _Atomic int n_met, n_lost;

/* All connections of the fetcher are used at once, and kept. */
static int page(struct str path, struct buf *body)
{
    buf_add(body, STR("good"));
    if (str_starts(path, STR("/meet"))) {
        n_met++;
        while (n_met < N)
            clock_wait(1);
    } else if (str_eq(path, STR("/always"))) {
        n_lost++;
        return 0;
    } else if (str_eq(path, STR("/once"))) {
        return n_lost++ ? 200 : 0;
    }
    return 200;
}

static void start(struct fetcher *f, const struct maze *m, const char *path, struct arena *a)
{
    fetch_start(f, &(struct fetch_request){
                       .url = arena_printf(a, "http://127.0.0.1:%u%s", maze_port(m), path) });
}

static enum reason next_reason(struct fetcher *f)
{
    struct fetch_result r;

    while (!fetch_next(f, 1000, &r))
        ;
    return r.reason;
}

static void ask(const char *path, enum reason reason, int n_requests)
{
    const struct fetch_options o = { .allow_private = true, .n_per_address = N };
    struct maze *m = maze_start(page);
    struct arena a = { 0 };
    struct fetcher *f;

    n_met = n_lost = 0;
    assert_int_equal(fetcher_new(&o, &f, NULL), RC_OK);
    for (int i = 0; i < N; i++)
        start(f, m, arena_printf(&a, "/meet%d", i).p, &a);
    for (int i = 0; i < N; i++)
        assert_int_equal(next_reason(f), REASON_NONE);
    start(f, m, path, &a);
    assert_int_equal(next_reason(f), reason);
    assert_int_equal(n_lost, n_requests);
    fetcher_free(f);
    maze_stop(m);
    arena_done(&a);
}

static void what_is_lost_again_has_failed(void **state)
{
    (void)state;
    ask("/always", REASON_RESET, 2);
}

static void what_is_lost_once_comes_the_second_time(void **state)
{
    (void)state;
    ask("/once", REASON_NONE, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_lost_again_has_failed),
        cmocka_unit_test(what_is_lost_once_comes_the_second_time),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
