/* Who writes waits for another process's transaction, as long as it was told to. */
#include "base/base.h"

#include "base/clock.h"
#include "store/db.h"
#include "store/engine.h"
#include "store/store.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

static char dir[64] = "/tmp/xj-wait-XXXXXX", url[128];
static atomic_bool is_held, may_end;

static void *hold(void *ctx)
{
    struct store *s = NULL;

    (void)ctx;
    if (store_open(str_of(url), &s, NULL) || db_begin(s->engine->db(s), NULL))
        abort();
    is_held = true;
    while (!may_end)
        clock_wait(1);
    clock_wait(200);
    if (db_commit(s->engine->db(s), NULL))
        abort();
    store_closep(&s);
    return NULL;
}

static void a_writer_waits_as_long_as_it_was_told(void **state)
{
    AUTO(store_closep) struct store *s = NULL;
    struct run_info info;
    pthread_t other;

    (void)state;
    assert_non_null(mkdtemp(dir));
    (void)snprintf(url, sizeof(url), "sqlite:%s/a.db", dir);
    assert_int_equal(store_open(str_of(url), &s, NULL), RC_OK);
    assert_int_equal(pthread_create(&other, NULL, hold, NULL), 0);
    while (!is_held)
        clock_wait(1);

    const int64_t before = clock_ms();

    store_wait(s, 0);
    assert_int_equal(store_run_begin(s, 1000, STR("{}"), &info, NULL), RC_BUSY);
    assert_true(clock_ms() - before < 5000); /* half of what it waits when it is told nothing */
    may_end = true;
    store_wait(s, 60000);
    assert_int_equal(store_run_begin(s, 1000, STR("{}"), &info, NULL), RC_OK);
    (void)pthread_join(other, NULL);
}

static int remove_all(void **state)
{
    static const char *const names[] = { "a.db", "a.db-wal", "a.db-shm" };
    char path[128];

    (void)state;
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        (void)snprintf(path, sizeof(path), "%s/%s", dir, names[i]);
        (void)unlink(path);
    }
    return rmdir(dir);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_writer_waits_as_long_as_it_was_told),
    };

    return cmocka_run_group_tests(tests, NULL, remove_all);
}
