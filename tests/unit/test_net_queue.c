#include "base/base.h"

#include "net/queue.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct thing {
    struct waiting w;
    char name;
};

static struct thing *thing(char name)
{
    struct thing *t = calloc(1, sizeof(*t));

    t->name = name;
    return t;
}

static void add(struct queue *q, const char *ip, const char *host, bool is_first, char name)
{
    queue_add(q, str_of(ip), str_of(host), is_first, &thing(name)->w, 0);
}

/* Starts and ends all that may start at `now`; their names in order. */
static const char *drain(struct queue *q, int64_t now, char out[64])
{
    struct waiting *w;
    size_t n = 0;

    while ((w = queue_next(q, now)) != NULL) {
        out[n++] = ((struct thing *)w)->name;
        queue_ended(q, w);
        free(w);
    }
    out[n] = '\0';
    return out;
}

static void free_line(struct waiting *w)
{
    while (w) {
        struct waiting *next = w->next;

        free(w);
        w = next;
    }
}

static void hosts_of_an_address_take_turns(void **state)
{
    struct queue q;
    char out[64];

    (void)state;
    queue_init(&q, 0, 6);
    for (const char *p = "aaaaa"; *p; p++)
        add(&q, "127.0.0.1", "large", false, *p);
    for (const char *p = "bb"; *p; p++)
        add(&q, "127.0.0.1", "small", false, *p);
    add(&q, "127.0.0.1", "third", false, 'c');
    assert_string_equal(drain(&q, 0, out), "abcabaaa");
    queue_done(&q, NULL);
}

static void urgent_ones_go_ahead_in_their_order(void **state)
{
    struct queue q;
    char out[64];

    (void)state;
    queue_init(&q, 0, 6);
    add(&q, "127.0.0.1", "h", false, 'a');
    add(&q, "127.0.0.1", "h", false, 'b');
    add(&q, "127.0.0.1", "h", true, 'x');
    add(&q, "127.0.0.1", "g", true, 'y');
    assert_string_equal(drain(&q, 0, out), "xyab");
    queue_done(&q, NULL);
}

static void an_address_runs_so_many_at_once(void **state)
{
    struct queue q;

    (void)state;
    queue_init(&q, 0, 2);
    for (int i = 0; i < 3; i++)
        add(&q, "127.0.0.1", "h", false, 'a');

    struct waiting *first = queue_next(&q, 0), *second = queue_next(&q, 0);

    assert_non_null(first);
    assert_non_null(second);
    assert_null(queue_next(&q, 0));
    assert_int_equal(queue_next_ms(&q), INT64_MAX);
    queue_ended(&q, first);

    struct waiting *third = queue_next(&q, 0);

    assert_non_null(third);
    queue_ended(&q, second);
    queue_ended(&q, third);
    free(first);
    free(second);
    free(third);
    queue_done(&q, NULL);
}

static void the_address_whose_time_comes_first_is_first(void **state)
{
    struct queue q;
    char out[64];

    (void)state;
    queue_init(&q, 1, 6);
    for (int i = 0; i < 2; i++) {
        add(&q, "10.0.0.1", "a", false, 'a');
        add(&q, "10.0.0.2", "b", false, 'b');
        add(&q, "10.0.0.3", "c", false, 'c');
    }
    (void)drain(&q, 5000, out);
    assert_int_equal(strlen(out), 3);
    assert_in_range(queue_next_ms(&q), 6000, 6100);
    assert_string_equal(drain(&q, 5999, out), "");
    (void)drain(&q, 6100, out);
    assert_int_equal(strlen(out), 3);
    assert_int_equal(queue_next_ms(&q), INT64_MAX);
    queue_done(&q, NULL);
}

static void no_limit_is_for_loopback_only(void **state)
{
    struct queue q;
    char out[64];

    (void)state;
    queue_init(&q, 0, 6);
    for (int i = 0; i < 10; i++) {
        add(&q, "127.1.2.3", "a", false, 'a');
        add(&q, "::1", "a", false, 'b');
        add(&q, "1.2.3.4", "a", false, 'c');
    }
    (void)drain(&q, 1000, out);
    assert_int_equal(strlen(out), 21);
    (void)drain(&q, 1999, out);
    assert_string_equal(out, "c"); /* the second of two in a second */
    queue_done(&q, free_line);
}

static void a_pushback_moves_the_address_back(void **state)
{
    struct queue q;

    (void)state;
    queue_init(&q, 2, 6);
    add(&q, "1.2.3.4", "a", false, 'a');
    add(&q, "1.2.3.4", "a", false, 'b');

    struct waiting *w = queue_next(&q, 1000);

    assert_non_null(w);
    queue_pushback(&q, w, 1000, 30);
    queue_ended(&q, w);
    free(w);
    assert_int_equal(queue_next_ms(&q), 31000);
    queue_done(&q, free_line);
}

static void addresses_begin_one_after_the_other(void **state)
{
    struct queue q;
    char out[64];

    (void)state;
    queue_init(&q, 2, 6);
    for (const char *p = "123"; *p; p++)
        queue_add(&q, str_from(p, 1), STR("h"), false, &thing(*p)->w, 1000);
    assert_string_equal(drain(&q, 1000, out), "1");
    assert_int_equal(queue_next_ms(&q), 1001);
    assert_string_equal(drain(&q, 1002, out), "23");
    queue_done(&q, NULL);
}

static void idle_addresses_are_let_go(void **state)
{
    struct queue q;
    char ip[32], out[64];

    (void)state;
    queue_init(&q, 2, 6);
    for (int64_t i = 0; i < 20000; i++) {
        (void)snprintf(ip, sizeof(ip), "1.2.%d.%d", (int)i / 250, (int)i % 250);
        queue_add(&q, str_of(ip), STR("h"), false, &thing('a')->w, i * 1000);
        assert_string_equal(drain(&q, i * 1000, out), "a");
    }
    assert_in_range(q.addresses.n, 1, 2000);
    assert_in_range(q.hosts.n, 1, 2000);
    queue_done(&q, NULL);
}

static void what_was_asked_within_a_second_is_not_forgotten(void **state)
{
    struct queue q;
    char ip[32], out[64];

    (void)state;
    queue_init(&q, 2, 6);
    add(&q, "9.9.9.9", "h", false, 'a');
    assert_string_equal(drain(&q, 10000, out), "a");
    for (int64_t t = 10060; t < 11090; t++) { /* at last so many that idle ones are let go */
        (void)snprintf(ip, sizeof(ip), "1.2.%d.%d", (int)t / 250, (int)t % 250);
        queue_add(&q, t == 10600 ? STR("9.9.9.9") : str_of(ip), STR("h"), false, &thing('b')->w, t);
        assert_string_equal(drain(&q, t, out), "b");
    }
    queue_add(&q, STR("9.9.9.9"), STR("h"), false, &thing('c')->w, 11090);
    queue_add(&q, STR("9.9.9.9"), STR("h"), false, &thing('d')->w, 11090);
    assert_string_equal(drain(&q, 11090, out), "c");
    assert_string_equal(drain(&q, 11599, out), ""); /* a second since 10600 is not over */
    assert_string_equal(drain(&q, 11640, out), "d");
    queue_done(&q, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hosts_of_an_address_take_turns),
        cmocka_unit_test(urgent_ones_go_ahead_in_their_order),
        cmocka_unit_test(an_address_runs_so_many_at_once),
        cmocka_unit_test(the_address_whose_time_comes_first_is_first),
        cmocka_unit_test(no_limit_is_for_loopback_only),
        cmocka_unit_test(a_pushback_moves_the_address_back),
        cmocka_unit_test(addresses_begin_one_after_the_other),
        cmocka_unit_test(idle_addresses_are_let_go),
        cmocka_unit_test(what_was_asked_within_a_second_is_not_forgotten),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
