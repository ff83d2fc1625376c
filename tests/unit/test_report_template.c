#include "base/base.h"

#include "report/template.h"

#include "base/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

/* Renders with the values and one blob "data"; the text in a, or the error's sentence after "!". */
static const char *filled(struct arena *a, const char *text, const char *values, const char *blob)
{
    AUTO(json_freep) struct json *j = NULL;
    AUTO(buf_done) struct buf out = { 0 };
    struct err err = { 0 };
    const struct template_blob blobs[] = { { "data", str_of(blob) } };

    assert_int_equal(json_parse(str_of(values), &j, &err), RC_OK);

    const struct template_data data = { .values = j, .blobs = blobs, .n_blobs = blob ? 1 : 0 };

    if (template_render(str_of(text), &data, &out, &err))
        return arena_join(a, STR("!"), str_of(err.text)).p;
    return arena_copy(a, buf_str(&out)).p;
}

static void is(const char *text, const char *values, const char *expected)
{
    struct arena a = { 0 };

    assert_string_equal(filled(&a, text, values, NULL), expected);
    arena_done(&a);
}

static void values_are_escaped_for_text_and_attributes(void **state)
{
    (void)state;
    is("<a title=\"{{t}}\">{{ t }}</a>", "{\"t\":\"<b a='1' c=\\\"2\\\">&\"}",
       "<a title=\"&lt;b a=&#39;1&#39; c=&quot;2&quot;&gt;&amp;\">"
       "&lt;b a=&#39;1&#39; c=&quot;2&quot;&gt;&amp;</a>");
    is("{{t}}", "{\"t\":\"a\\u0000b\\u001b[31m\\u007f\\n\\t\"}",
       "a\xef\xbf\xbd"
       "b\xef\xbf\xbd[31m\xef\xbf\xbd\n\t");
}

static void a_value_is_never_read_as_a_place(void **state)
{
    (void)state;
    is("{{a}}{{b}}", "{\"a\":\"{{b}}\",\"b\":\"{{#a}}\"}", "{{b}}{{#a}}");
}

static void numbers_words_and_null_print_plainly(void **state)
{
    (void)state;
    is("{{n}} {{r}} {{b}} [{{z}}]", "{\"n\":-3,\"r\":0.5,\"b\":true,\"z\":null}", "-3 0.5 true []");
}

static void sections_repeat_for_lists_and_test_other_values(void **state)
{
    (void)state;
    is("{{#l}}<{{.}}>{{/l}}", "{\"l\":[\"a\",2]}", "<a><2>");
    is("{{#l}}{{x}}{{y}},{{/l}}", "{\"y\":\"o\",\"l\":[{\"x\":1},{\"x\":2,\"y\":\"i\"}]}",
       "1o,2i,");
    is("{{#n}}no{{/n}}{{#s}}no{{/s}}{{#f}}no{{/f}}{{#e}}no{{/e}}{{#z}}no{{/z}}",
       "{\"n\":0,\"s\":\"\",\"f\":false,\"e\":[],\"z\":null}", "");
    is("{{#n}}a{{/n}}{{#s}}b{{/s}}{{#f}}c{{/f}}{{#o}}{{k}}{{/o}}",
       "{\"n\":1,\"s\":\"x\",\"f\":true,\"o\":{\"k\":\"d\"}}", "abcd");
    is("{{^e}}none{{/e}}{{^n}}no{{/n}}", "{\"e\":[],\"n\":1}", "none");
}

static void a_section_may_hold_one_of_the_same_name(void **state)
{
    (void)state;
    is("{{#l}}({{x}}{{#l}}[{{x}}]{{/l}}){{/l}}",
       "{\"l\":[{\"x\":1,\"l\":[{\"x\":2},{\"x\":3}]},{\"x\":4,\"l\":[]}]}", "(1[2][3])(4)");
}

static void a_blob_cannot_leave_its_script(void **state)
{
    struct arena a = { 0 };

    (void)state;
    assert_string_equal(
        filled(&a, "<script>{{json data}}</script>", "{}",
               "[\"</script><!--&\",\"a\xe2\x80\xa8z\xe2\x80\xa9\"]"),
        "<script>[\"\\u003c/script\\u003e\\u003c!--\\u0026\",\"a\\u2028z\\u2029\"]</script>");
    arena_done(&a);
}

static void mistakes_are_named_with_their_line(void **state)
{
    (void)state;
    is("a\nb{{x}}", "{}", "!模板第 2 行：没有数据“x”");
    is("\n\n{{json y}}", "{}", "!模板第 3 行：没有数据“y”");
    is("{{x", "{}", "!模板第 1 行：没有结束的位置“{{x”");
    is("{{#x}}", "{\"x\":1}", "!模板第 1 行：没有关闭的段落“x”");
    is("\n{{/x}}", "{\"x\":1}", "!模板第 2 行：没有打开的段落“x”");
    is("{{}}", "{}", "!模板第 1 行：没有数据“”");
}

static void sections_nest_as_deep_as_the_limit_and_no_deeper(void **state)
{
    struct arena a = { 0 };
    AUTO(buf_done) struct buf text = { 0 };

    (void)state;
    for (int depth = TEMPLATE_DEPTH_MAX; depth <= TEMPLATE_DEPTH_MAX + 1; depth++) {
        buf_reset(&text);
        for (int i = 0; i < depth; i++)
            buf_add(&text, STR("{{#a}}"));
        buf_add_char(&text, 'x');
        for (int i = 0; i < depth; i++)
            buf_add(&text, STR("{{/a}}"));
        buf_add_char(&text, 0);

        const char *out = filled(&a, text.p, "{\"a\":1}", NULL);

        if (depth == TEMPLATE_DEPTH_MAX)
            assert_string_equal(out, "x");
        else
            assert_non_null(strstr(out, "嵌套过深"));
    }
    arena_done(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_escaped_for_text_and_attributes),
        cmocka_unit_test(a_value_is_never_read_as_a_place),
        cmocka_unit_test(numbers_words_and_null_print_plainly),
        cmocka_unit_test(sections_repeat_for_lists_and_test_other_values),
        cmocka_unit_test(a_section_may_hold_one_of_the_same_name),
        cmocka_unit_test(a_blob_cannot_leave_its_script),
        cmocka_unit_test(mistakes_are_named_with_their_line),
        cmocka_unit_test(sections_nest_as_deep_as_the_limit_and_no_deeper),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
