#include "base/base.h"

#include "crawl/uplink.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

static void doubt(struct uplink *u, uint32_t number, const char *ip, int64_t ms)
{
    struct doubt d = { .number = number, .failed_ms = ms };

    (void)snprintf(d.ip, sizeof(d.ip), "%s", ip);
    uplink_doubt(u, &d);
}

static void answer(struct uplink *u, const char *ip, int64_t ms)
{
    uplink_answered(u, str_of(ip), STR("http://www.x.gov.cn/a/b.html"), ms);
}

static size_t n_down(struct uplink *u)
{
    struct doubt d;
    size_t n = 0;

    while (uplink_is_down(u, &d))
        n++;
    return n;
}

static void a_server_alone_has_the_fault_itself(void **state)
{
    struct uplink u = { 0 };

    (void)state;
    answer(&u, "192.0.2.1", 1);
    doubt(&u, 5, "192.0.2.1", 2); /* nobody else is known */
    assert_int_equal(uplink_question(&u, 3), 0);
    assert_int_equal(u.n_doubts, 0);
    answer(&u, "192.0.2.2", 4);
    doubt(&u, 6, "192.0.2.1", 4); /* somebody else has just answered */
    assert_int_equal(uplink_question(&u, 5), 0);
    assert_int_equal(n_down(&u), 0);
    uplink_done(&u);
}

static void others_are_asked_and_answer(void **state)
{
    struct uplink u = { 0 };

    (void)state;
    answer(&u, "192.0.2.1", 1);
    answer(&u, "192.0.2.2", 1);
    doubt(&u, 5, "192.0.2.1", 2);
    assert_int_equal(uplink_question(&u, 3), 2);
    assert_string_equal(u.witnesses[0].url, "http://www.x.gov.cn/robots.txt");
    assert_int_equal(uplink_question(&u, 4), 0); /* once */
    assert_int_equal(n_down(&u), 0);             /* not yet known */
    u.n_asked--;
    answer(&u, "192.0.2.2", 5);
    u.n_asked--;
    assert_int_equal(n_down(&u), 0);
    assert_int_equal(uplink_question(&u, 6), 0);
    assert_int_equal(u.n_doubts, 0);
    uplink_done(&u);
}

static void when_nobody_answers_it_is_our_own_network(void **state)
{
    struct uplink u = { 0 };

    (void)state;
    for (int i = 1; i <= 5; i++) {
        char ip[IP_TEXT_BYTES];

        (void)snprintf(ip, sizeof(ip), "192.0.2.%d", i);
        answer(&u, ip, i);
    }
    doubt(&u, 5, "192.0.2.1", 10);
    doubt(&u, 6, "", 10); /* a name */
    assert_int_equal(uplink_question(&u, 11), WITNESSES_MAX);
    doubt(&u, 7, "192.0.2.1", 12); /* after the question */
    u.n_asked = 0;
    assert_int_equal(n_down(&u), 2);
    assert_int_equal(u.n_doubts, 1);
    assert_int_equal(uplink_question(&u, 13), WITNESSES_MAX);
    u.n_asked = 0;
    assert_int_equal(n_down(&u), 1);
    uplink_done(&u);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_server_alone_has_the_fault_itself),
        cmocka_unit_test(others_are_asked_and_answer),
        cmocka_unit_test(when_nobody_answers_it_is_our_own_network),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
