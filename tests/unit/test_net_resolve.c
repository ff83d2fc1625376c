#include "base/base.h"

#include "net/resolve.h"

#include "base/clock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

/* A name server whose answers change; 0 = it does not answer. */
static _Atomic int last_byte;

static void lookup_in_test(const char *host, struct lookup *out)
{
    (void)host;
    if (last_byte)
        (void)snprintf(out->ips[out->n++], IP_TEXT_BYTES, "192.0.2.%d", last_byte);
    else
        out->reason = REASON_DNS_TEMPORARY;
}

static void wake_nobody(void *ctx)
{
    (void)ctx;
}

static const struct name *ask(struct resolver *r, int64_t now_ms)
{
    return resolver_ask(r, STR("www.x.gov.cn"), false, now_ms);
}

static void take_answer(struct resolver *r, int64_t now_ms)
{
    while (!resolver_collect(r, now_ms))
        clock_wait(1);
}

static void an_address_holds_while_it_is_asked_for_again(void **state)
{
    struct resolver *r = resolver_new(lookup_in_test, wake_nobody, NULL);
    int64_t now_ms = 1000;

    (void)state;
    last_byte = 1;
    assert_true(ask(r, now_ms)->is_pending);
    take_answer(r, now_ms);
    assert_string_equal(ask(r, now_ms)->ips[0], "192.0.2.1");

    last_byte = 2;
    now_ms += RESOLVE_KEEP_MS + 1;
    assert_false(ask(r, now_ms)->is_pending);
    assert_string_equal(ask(r, now_ms)->ips[0], "192.0.2.1");
    take_answer(r, now_ms);
    assert_string_equal(ask(r, now_ms)->ips[0], "192.0.2.2");

    last_byte = 0;
    now_ms += RESOLVE_KEEP_MS + 1;
    assert_false(ask(r, now_ms)->is_pending);
    take_answer(r, now_ms);
    assert_int_equal(ask(r, now_ms)->reason, REASON_NONE);
    assert_string_equal(ask(r, now_ms)->ips[0], "192.0.2.2");

    now_ms += 2 * RESOLVE_KEEP_MS + 1; /* too old to be trusted */
    assert_true(ask(r, now_ms)->is_pending);
    take_answer(r, now_ms);
    assert_int_equal(ask(r, now_ms)->reason, REASON_DNS_TEMPORARY);
    resolver_free(r, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_address_holds_while_it_is_asked_for_again),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
