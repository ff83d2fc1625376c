#include "base/base.h"

#include "browser/base64.h"
#include "browser/message.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static void feed(struct message_reader *r, struct str bytes)
{
    memcpy(message_reader_room(r, bytes.n), bytes.p, bytes.n);
    r->bytes.n += bytes.n;
}

static void messages_come_in_any_pieces(void **state)
{
    static const char text[] =
        "{\"id\":7,\"result\":{\"a\":1}}\0{\"method\":\"Page.x\",\"sessionId\":"
        "\"S\",\"params\":{\"b\":\"\xe5\xa5\xbd\"}}";
    struct message_reader r = { .max = 1000 };
    struct message m;
    size_t n = 0;

    (void)state;
    for (size_t i = 0; i < sizeof(text); i++) {
        feed(&r, str_from(text + i, 1));
        if (message_next(&r, &m) == MESSAGE_NONE)
            continue;
        if (n++ == 0) {
            assert_int_equal(m.id, 7);
            assert_int_equal(json_get_int(m.content, "a", 0), 1);
        } else {
            assert_true(str_eq(m.method, STR("Page.x")));
            assert_true(str_eq(m.session, STR("S")));
            assert_true(str_eq(json_get_str(m.content, "b"), STR("\xe5\xa5\xbd")));
        }
        message_done(&m);
    }
    assert_int_equal(n, 2);
    message_reader_done(&r);
}

static void what_is_no_message_is_said(void **state)
{
    static const struct str bad[] = { { "{\0", 2 },
                                      { "[]\0", 3 },
                                      { "{}\0", 3 },
                                      { "{\"id\":-1}\0", 10 },
                                      { "{\"method\":7}\0", 13 } };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        struct message_reader r = { .max = 1000 };
        struct message m;

        feed(&r, bad[i]);
        assert_int_equal(message_next(&r, &m), MESSAGE_BAD);
        message_reader_done(&r);
    }
}

static void an_error_has_no_content(void **state)
{
    struct message_reader r = { .max = 1000 };
    struct message m;

    (void)state;
    feed(&r, str_from("{\"id\":3,\"error\":{\"code\":1}}\0", 28));
    assert_int_equal(message_next(&r, &m), MESSAGE_WHOLE);
    assert_int_equal(m.id, 3);
    assert_null(m.content);
    message_done(&m);
    message_reader_done(&r);
}

static void a_message_is_as_long_as_it_may_be_and_no_longer(void **state)
{
    (void)state;
    for (size_t over = 0; over <= 1; over++) {
        struct message_reader r = { .max = 8 };
        struct message m;

        feed(&r, over ? STR("{\"id\": 1}") : STR("{\"id\":1}"));
        assert_int_equal(message_next(&r, &m), over ? MESSAGE_BAD : MESSAGE_NONE);
        feed(&r, str_from("\0", 1));
        assert_int_equal(message_next(&r, &m), over ? MESSAGE_BAD : MESSAGE_WHOLE);
        if (!over)
            message_done(&m);
        message_reader_done(&r);
    }
}

static void bytes_survive_base64(void **state)
{
    char bytes[64];

    (void)state;
    for (size_t n = 0; n < sizeof(bytes); n++) {
        AUTO(buf_done) struct buf text = { 0 };
        AUTO(buf_done) struct buf back = { 0 };

        for (size_t i = 0; i < n; i++)
            bytes[i] = (char)(i * 37 + n);
        base64_write(str_from(bytes, n), &text);
        assert_int_equal(text.n, (n + 2) / 3 * 4);
        assert_true(base64_read(buf_str(&text), &back));
        assert_int_equal(back.n, n);
        assert_true(str_eq(buf_str(&back), str_from(bytes, n)));
    }
}

static void base64_is_that_of_the_standard(void **state)
{
    AUTO(buf_done) struct buf text = { 0 };
    AUTO(buf_done) struct buf back = { 0 };

    (void)state;
    base64_write(STR("foobar?>"), &text);
    assert_true(str_eq(buf_str(&text), STR("Zm9vYmFyPz4=")));
    assert_false(base64_read(STR("Zm9v*mFy"), &back));
    assert_false(base64_read(STR("Zm9vY"), &back));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(messages_come_in_any_pieces),
        cmocka_unit_test(what_is_no_message_is_said),
        cmocka_unit_test(an_error_has_no_content),
        cmocka_unit_test(a_message_is_as_long_as_it_may_be_and_no_longer),
        cmocka_unit_test(bytes_survive_base64),
        cmocka_unit_test(base64_is_that_of_the_standard),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
