#include "base/base.h"

#include "check/check.h"
#include "crawl/record.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

static void links_come_back_and_cost_about_two_bytes(void **state)
{
    uint32_t targets[200];
    const uint32_t anchors[] = { 5, 1000, 4000000000 };
    const struct anchor_link link = { .target = 9,
                                      .anchor = 77,
                                      .fragment = STR("第一条"),
                                      .where = STR("body a[1]"),
                                      .text = STR("看") };
    struct arena a = { 0 };
    struct buf b = { 0 };
    struct page_links l = { .targets = targets, .n_targets = COUNT_OF(targets) }, got;

    (void)state;
    for (uint32_t i = 0; i < COUNT_OF(targets); i++)
        targets[i] = 20000 + i * 37 % 400;
    links_pack(&l, &b);
    assert_true(b.n < 2 * COUNT_OF(targets) + 10);
    b.n = 0;
    l.anchor_links = &link;
    l.n_anchor_links = 1;
    l.anchors = anchors;
    l.n_anchors = COUNT_OF(anchors);
    links_pack(&l, &b);
    assert_int_equal(links_unpack(buf_str(&b), &a, &got), RC_OK);
    assert_int_equal(got.n_targets, COUNT_OF(targets));
    assert_memory_equal(got.targets, targets, sizeof(targets));
    assert_memory_equal(got.anchors, anchors, sizeof(anchors));
    assert_int_equal(got.anchor_links[0].anchor, 77);
    assert_true(str_eq(got.anchor_links[0].fragment, STR("第一条")));
    buf_done(&b);
    arena_done(&a);
}

static void a_finding_comes_back(void **state)
{
    const struct str list[] = { STR("http://a/1"), STR("http://a/2") };
    const struct field detail[] = {
        { .key = "target", .text = STR("http://x/") },
        { .key = "nothing" },
        { .key = "n", .number = NUMBER(-3) },
        { .key = "pages", .list = list, .n_list = 2 },
    };
    const struct finding f = { .check = checks[0]->id,
                               .url = STR("http://a/"),
                               .excerpt = STR("摘录"),
                               .measured = NUMBER(404),
                               .grade = GRADE_FAULT,
                               .confidence = 0.98,
                               .since = 20000,
                               .detail = detail,
                               .n_detail = COUNT_OF(detail),
                               .proof = list,
                               .n_proof = 1 };
    struct arena a = { 0 };
    struct buf b = { 0 };
    struct finding got;

    (void)state;
    finding_pack(&f, &b);
    assert_int_equal(finding_unpack(buf_str(&b), &a, &got), RC_OK);
    assert_string_equal(got.check, checks[0]->id);
    assert_true(got.measured.is_set && got.measured.value == 404 && !got.limit.is_set);
    assert_true(got.confidence > 0.979 && got.confidence < 0.981);
    assert_int_equal(got.n_detail, 4);
    assert_null(got.detail[1].text.p);
    assert_int_equal(got.detail[2].number.value, -3);
    assert_int_equal(got.detail[3].n_list, 2);
    assert_true(str_eq(got.detail[3].list[1], list[1]));
    assert_int_equal(got.n_proof, 1);
    buf_done(&b);
    arena_done(&a);
}

static void a_damaged_record_is_refused_wherever_it_is_cut(void **state)
{
    const uint32_t targets[] = { 1, 2, 3 };
    const struct page_links l = { .targets = targets, .n_targets = 3 };
    const struct finding f = { .check = checks[0]->id, .excerpt = STR("摘录") };
    struct arena a = { 0 };
    struct buf b = { 0 };
    struct page_links got;
    struct finding got_finding;

    (void)state;
    links_pack(&l, &b);
    for (size_t n = 0; n < b.n; n++)
        assert_int_equal(links_unpack(str_from(b.p, n), &a, &got), RC_SYNTAX);
    buf_reset(&b);
    finding_pack(&f, &b);
    for (size_t n = 0; n < b.n; n++)
        assert_int_equal(finding_unpack(str_from(b.p, n), &a, &got_finding), RC_SYNTAX);
    buf_done(&b);
    arena_done(&a);
}

static void an_empty_column_with_a_script_of_its_site_wants_a_browser(void **state)
{
    struct link link = { .kind = LINK_SCRIPT,
                         .region = REGION_BODY,
                         .href = STR("https://www.a.gov.cn/list.js"),
                         .is_same_site = true };
    struct page page = { .kind = PAGE_COLUMN, .links = &link, .n_links = 1 };

    (void)state;
    assert_true(page_wants_browser(&page));
    page.n_items = 1;
    assert_false(page_wants_browser(&page));
    page.n_items = 0;
    page.own_chars = OWN_CHARS_MAX;
    assert_false(page_wants_browser(&page));
    page.own_chars = 0;
    link.is_same_site = false;
    assert_false(page_wants_browser(&page));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(links_come_back_and_cost_about_two_bytes),
        cmocka_unit_test(a_finding_comes_back),
        cmocka_unit_test(an_empty_column_with_a_script_of_its_site_wants_a_browser),
        cmocka_unit_test(a_damaged_record_is_refused_wherever_it_is_cut),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
