#include "base/base.h"

#include "base/hashes.h"
#include "base/str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static uint64_t hash_of(uint32_t i)
{
    return str_hash(str_from((const char *)&i, sizeof(i)));
}

static void what_was_put_is_found_and_nothing_else(void **state)
{
    struct hashes s = { 0 };

    (void)state;
    assert_int_equal(hashes_find(&s, hash_of(1)), 0);
    for (uint32_t i = 1; i <= 300000; i++)
        hashes_put(&s, hash_of(i), i);
    assert_int_equal(s.n, 300000);
    for (uint32_t i = 1; i <= 300000; i++)
        assert_int_equal(hashes_find(&s, hash_of(i)), i);
    for (uint32_t i = 300001; i <= 600000; i++)
        assert_int_equal(hashes_find(&s, hash_of(i)), 0);
    hashes_done(&s);
}

static void a_url_costs_at_most_sixteen_bytes(void **state)
{
    struct hashes s = { 0 };

    (void)state;
    for (uint32_t i = 1; i <= 1000000; i++) {
        hashes_put(&s, hash_of(i), i);
        if (i >= 100000)
            assert_true(hashes_bytes(&s) <= (uint64_t)i * 16);
    }
    hashes_done(&s);
}

static void putting_again_replaces_the_number(void **state)
{
    struct hashes s = { 0 };

    (void)state;
    hashes_put(&s, 7, 1);
    hashes_put(&s, 7, 2);
    assert_int_equal(s.n, 1);
    assert_int_equal(hashes_find(&s, 7), 2);
    hashes_done(&s);
}

static void hashes_in_one_heap_at_the_end_are_kept(void **state)
{
    struct hashes s = { 0 };

    (void)state;
    hashes_put(&s, 0, 9);
    for (uint32_t i = 0; i < 3000; i++)
        hashes_put(&s, UINT64_MAX - (uint64_t)i * 0x10001, i + 1);
    for (uint32_t i = 0; i < 3000; i++)
        assert_int_equal(hashes_find(&s, UINT64_MAX - (uint64_t)i * 0x10001), i + 1);
    assert_int_equal(hashes_find(&s, 0), 9);
    hashes_done(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_put_is_found_and_nothing_else),
        cmocka_unit_test(a_url_costs_at_most_sixteen_bytes),
        cmocka_unit_test(putting_again_replaces_the_number),
        cmocka_unit_test(hashes_in_one_heap_at_the_end_are_kept),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
