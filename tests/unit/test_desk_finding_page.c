/* The archived page of a finding, with its place marked. */
#include "base/base.h"

#include "desk/finding_opening.h"
#include "desk/finding_page.h"

#include "base/buf.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#define HEAD "HTTP/1.1 200 OK\r\ncontent-type: text/html; charset=utf-8\r\n\r\n"

static struct arena memory;

static int tear_down(void **state)
{
    (void)state;
    arena_done(&memory);
    return 0;
}

static struct finding_page read_page(const char *html, const char *excerpt, const char *detail)
{
    const struct archive_record record = {
        .url = STR("http://a.gov.cn/1.html"), .at = 5, .headers = STR(HEAD), .body = str_of(html)
    };
    const struct stored_finding f = { .finding = { .excerpt = str_of(excerpt) },
                                      .detail_json = str_of(detail) };
    struct finding_page page;

    finding_page_read(&record, &f, &memory, &page);
    return page;
}

/* The characters of a mark. */
static struct str marked(const struct finding_page *p, size_t i)
{
    const struct str before = str_head_chars(p->text, p->marks[i].at);

    return str_head_chars(str_skip(p->text, before.n), p->marks[i].n);
}

static void the_word_is_marked_within_its_excerpt(void **state)
{
    const struct finding_page p =
        read_page("<title>通知</title><p>帐号管理</p><p>请各单位登陆帐号 系统</p>",
                  "…请各单位登陆帐号系统…", "{\"wrong\":\"帐号\",\"right\":\"账号\"}");

    (void)state;
    assert_true(str_eq(p.title, STR("通知")));
    assert_int_equal(p.n_marks, 1);
    assert_true(str_eq(marked(&p, 0), STR("帐号")));
    assert_true(
        str_starts(str_skip(p.text, str_head_chars(p.text, p.marks[0].at).n), STR("帐号 系统")));
    assert_int_equal(p.fetched, 5);
    assert_false(p.is_cut);
}

static void the_excerpt_is_marked_when_no_word_is_named(void **state)
{
    const struct finding_page p = read_page("<p>一</p><p>联系 电话：空</p>", "联系电话：空", "{}");

    (void)state;
    assert_int_equal(p.n_marks, 1);
    assert_true(str_eq(marked(&p, 0), STR("联系 电话：空")));
}

static void every_place_of_the_word_is_marked_when_the_excerpt_is_not_there(void **state)
{
    const struct finding_page p =
        read_page("<p>帐号一</p><p>帐号二</p>", "别处的文字", "{\"wrong\":\"帐号\"}");

    (void)state;
    assert_int_equal(p.n_marks, 2);
    assert_true(str_eq(marked(&p, 1), STR("帐号")));
}

static void what_readers_do_not_see_is_shown_in_the_source(void **state)
{
    const struct finding_page p =
        read_page("<p>正文</p><div style='display:none'><a href=http://b.test/>博彩</a></div>",
                  "博彩", "{\"text\":\"博彩\"}");

    (void)state;
    assert_true(p.is_source);
    assert_int_equal(p.n_marks, 1);
    assert_true(str_eq(marked(&p, 0), STR("博彩")));
    assert_true(str_has(p.text, STR("display:none")));
}

static void a_link_is_shown_as_its_page_writes_it(void **state)
{
    static const char target[] =
        "{\"target\":\"http://a.gov.cn/js/roll.js\",\"reason\":\"status\"}";
    struct finding_page p = read_page("<p>正文</p><script src=../js/roll.js></script>",
                                      "http://a.gov.cn/js/roll.js", target);

    (void)state;
    assert_true(p.is_source);
    assert_int_equal(p.n_marks, 1);
    assert_true(str_eq(marked(&p, 0), STR("js/roll.js")));
    p = read_page("<p>正文</p><script src=roll.js></script>", "", target);
    assert_true(str_eq(marked(&p, 0), STR("roll.js")));
}

static void what_stands_nowhere_is_not_marked(void **state)
{
    const struct finding_page p = read_page("<p>正文</p>", "博彩", "{\"word\":\"博彩\"}");

    (void)state;
    assert_false(p.is_source);
    assert_int_equal(p.n_marks, 0);
    assert_true(str_eq(p.text, STR("正文")));
}

static void a_long_page_is_cut_around_the_place(void **state)
{
    AUTO(buf_done) struct buf html = { 0 };
    struct finding_page p;

    (void)state;
    for (int i = 0; i < 4000; i++)
        buf_add(&html, STR("前"));
    buf_add(&html, STR("帐号"));
    for (int i = 0; i < 4000; i++)
        buf_add(&html, STR("后"));
    buf_add_char(&html, 0);
    p = read_page(html.p, "", "{\"wrong\":\"帐号\"}");
    assert_true(p.is_cut);
    assert_int_equal(p.n_marks, 1);
    assert_int_equal(p.marks[0].at, FINDING_AROUND_CHARS);
    assert_int_equal(str_chars(p.text), 2 * FINDING_AROUND_CHARS);
    assert_true(str_eq(marked(&p, 0), STR("帐号")));
}

static void numbers_of_people_are_masked_and_marks_stay_right(void **state)
{
    const struct finding_page p =
        read_page("<title>519902198506130010</title><p>张三519902 19850613 0010，登陆帐号</p>",
                  "张三519902 ******** **10，登陆帐号", "{\"wrong\":\"帐号\"}");
    const struct finding_page own =
        read_page("<p>李四，519902198506130010，</p><p>王五</p>", "李四，519902**********10，",
                  "{\"value\":\"519902**********10\"}");
    const struct finding_page source =
        read_page("<p>无</p><!-- 519902198506130010 帐号 -->", "", "{\"wrong\":\"帐号\"}");

    (void)state;
    assert_false(str_has(p.text, STR("19850613")));
    assert_true(str_eq(p.title, STR("519902**********10")));
    assert_int_equal(p.n_marks, 1);
    assert_true(str_eq(marked(&p, 0), STR("帐号")));
    assert_int_equal(own.n_marks, 1);
    assert_true(str_eq(marked(&own, 0), STR("519902**********10")));
    assert_false(own.is_source);
    assert_true(source.is_source);
    assert_false(str_has(source.text, STR("850613")));
}

/* Its page is shown from the record with this body. */
static bool shows(const char *dir, const struct stored_finding *f, const char *body)
{
    struct archive_record r;
    struct str reference;

    return finding_record_find(dir, f, &reference) &&
           archive_read(dir, reference, &memory, &r, NULL) == RC_OK && str_eq(r.body, str_of(body));
}

/* What the browser made of a page comes before what was received, and says that it is that. */
static void look_at_dom(const char *dir, struct stored_finding *f, struct str page)
{
    struct archive *archive = NULL;
    struct archive_record r = { .kind = ARCHIVE_CONVERSION,
                                .url = f->finding.url,
                                .at = 1790000000,
                                .type = STR("text/html; charset=utf-8"),
                                .original = page,
                                .body = STR("<p>帐号由脚本写出</p>") };
    struct str dom, other;
    struct finding_page p;
    struct err err = { 0 };

    assert_int_equal(archive_open(dir, &archive, &err), RC_OK);
    assert_int_equal(archive_add(archive, &r, &memory, &dom, &err), RC_OK);
    r.url = STR("http://b.gov.cn/");
    assert_int_equal(archive_add(archive, &r, &memory, &other, &err), RC_OK);
    archive_closep(&archive);

    f->evidence = arena_printf(&memory, "%.*s %.*s", STR_ARG(page), STR_ARG(other));
    assert_true(shows(dir, f, "页面"));
    f->evidence = arena_printf(&memory, "%.*s %.*s", STR_ARG(page), STR_ARG(dom));
    assert_true(shows(dir, f, "<p>帐号由脚本写出</p>"));
    assert_int_equal(archive_read(dir, dom, &memory, &r, &err), RC_OK);
    f->detail_json = STR("{\"wrong\":\"帐号\"}");
    finding_page_read(&r, f, &memory, &p);
    assert_true(p.is_rendered);
    assert_int_equal(p.n_marks, 1);
    assert_true(str_starts(p.text, STR("帐号由脚本写出")));
}

/* The work of the opener, without its process. */
static void open_in_process(const char *dir, const struct stored_finding *f, bool wants_body,
                            struct buf *answer)
{
    AUTO(buf_done) struct buf request = { 0 };
    struct archive_place at;
    struct str reference;
    int files[2];

    assert_true(finding_record_find(dir, f, &reference));
    assert_int_equal(archive_locate(dir, reference, &memory, &at, NULL), RC_OK);
    finding_opening_ask(&at, f, wants_body, &request);
    for (int i = 0; i < 2; i++)
        files[i] = at.paths[i] ? open(at.paths[i], O_RDONLY) : -1;
    finding_opening_work(files, buf_str(&request), answer);
    for (int i = 0; i < 2; i++)
        if (files[i] >= 0)
            (void)close(files[i]);
}

static void what_the_opener_answers_is_taken_apart(const char *dir, struct stored_finding *f)
{
    AUTO(buf_done) struct buf text = { 0 };
    AUTO(buf_done) struct buf body = { 0 };
    struct finding_opened got;
    struct err err = { 0 };

    open_in_process(dir, f, false, &text);
    assert_int_equal(finding_opening_take(buf_str(&text), &got, &err), RC_OK);
    assert_true(got.page.is_rendered && got.body.n == 0);
    assert_int_equal(got.page.n_marks, 1);
    assert_true(str_starts(got.page.text, STR("帐号由脚本写出")));
    open_in_process(dir, f, true, &body);
    assert_int_equal(finding_opening_take(buf_str(&body), &got, &err), RC_OK);
    assert_true(str_eq(got.body, STR("<p>帐号由脚本写出</p>")));
    assert_true(str_eq(got.page.charset, STR("utf-8")));
    /* Whatever else comes is refused, and costs nothing else. */
    for (size_t n = 0; n < text.n; n++)
        assert_int_equal(finding_opening_take(str_sub(buf_str(&text), 0, n), &got, &err),
                         RC_SYNTAX);
    for (size_t i = 0; i < text.n; i++) {
        text.p[i] ^= (char)0xff;
        if (finding_opening_take(buf_str(&text), &got, &err) == RC_OK)
            assert_true(got.page.n_marks <= FINDING_MARKS_MAX);
        text.p[i] ^= (char)0xff;
    }
}

/* A finding with the reference of a record that is a picture, and one that only says so. */
static void look_at_picture(const char *dir, struct stored_finding *f, struct str page)
{
    struct archive *archive = NULL;
    struct archive_record r = { .kind = ARCHIVE_CONVERSION,
                                .url = f->finding.url,
                                .at = 1790000000,
                                .type = STR("image/webp"),
                                .original = page,
                                .body = STR("RIFF\4\0\0\0WEBPVP8 ") };
    struct str picture, other;
    struct err err = { 0 };

    assert_false(finding_has_picture(dir, f));
    assert_int_equal(finding_picture_read(dir, f, &memory, &r, &err), RC_NOT_FOUND);
    assert_int_equal(archive_open(dir, &archive, &err), RC_OK);
    r.kind = ARCHIVE_CONVERSION;
    assert_int_equal(archive_add(archive, &r, &memory, &picture, &err), RC_OK);
    r.body = STR("<script>alert(1)</script>");
    assert_int_equal(archive_add(archive, &r, &memory, &other, &err), RC_OK);
    archive_closep(&archive);

    f->evidence = arena_printf(&memory, "%.*s %.*s", STR_ARG(page), STR_ARG(picture));
    assert_true(finding_has_picture(dir, f));
    assert_int_equal(finding_picture_read(dir, f, &memory, &r, &err), RC_OK);
    assert_true(str_starts(r.body, STR("RIFF")));
    assert_true(shows(dir, f, "页面"));
    f->evidence = other;
    assert_int_equal(finding_picture_read(dir, f, &memory, &r, &err), RC_NOT_FOUND);
    assert_false(shows(dir, f, "页面"));
}

/* What readers got and what others got: each is shown by itself, a reference that is none by none.
 */
static void every_record_can_be_shown(const char *dir, struct stored_finding *f, struct str page,
                                      struct str other)
{
    struct finding_record *records =
        arena_array(&memory, struct finding_record, FINDING_RECORDS_MAX);
    struct stored_finding one;

    f->evidence =
        arena_printf(&memory, "%.*s warc:000009.warc.gz#5 %.*s", STR_ARG(page), STR_ARG(other));
    assert_int_equal(finding_records(dir, f, &memory, records), 2);
    assert_int_equal(records[0].n, 1);
    assert_int_equal(records[1].n, 3);
    assert_true(str_eq(records[1].url, STR("http://b.gov.cn/")));
    assert_false(records[1].is_rendered);
    one = *f;
    assert_true(finding_narrow(&one, 3));
    assert_true(shows(dir, &one, "目标"));
    one = *f;
    assert_true(finding_narrow(&one, 1));
    assert_true(shows(dir, &one, "页面"));
    one = *f;
    assert_false(finding_narrow(&one, 4));
}

static void the_page_itself_is_preferred_to_other_evidence(void **state)
{
    char dir[] = "/tmp/xj-page-XXXXXX", path[64];
    struct archive *archive = NULL;
    struct archive_record r = {
        .url = STR("http://b.gov.cn/"), .at = 1790000000, .headers = STR(HEAD), .body = STR("目标")
    };
    struct stored_finding f = { .finding = { .url = STR("http://a.gov.cn/1.html") } };
    struct str first, second;
    struct err err = { 0 };
    static const char *const files[] = { "000001.warc.gz", "index.cdxj", ".sealed", ".lock" };

    (void)state;
    assert_non_null(mkdtemp(dir));
    assert_int_equal(archive_open(dir, &archive, &err), RC_OK);
    assert_int_equal(archive_add(archive, &r, &memory, &first, &err), RC_OK);
    r.url = f.finding.url;
    r.body = STR("页面");
    assert_int_equal(archive_add(archive, &r, &memory, &second, &err), RC_OK);
    archive_closep(&archive);

    assert_false(shows(dir, &f, "页面"));
    f.evidence = arena_printf(&memory, "%.*s %.*s", STR_ARG(first), STR_ARG(second));
    assert_true(shows(dir, &f, "页面"));
    f.evidence = first;
    assert_true(shows(dir, &f, "目标"));
    every_record_can_be_shown(dir, &f, second, first);
    look_at_picture(dir, &f, second);
    look_at_dom(dir, &f, second);
    what_the_opener_answers_is_taken_apart(dir, &f);
    f.evidence = STR("warc:000009.warc.gz#5");
    assert_false(shows(dir, &f, "页面"));
    for (size_t i = 0; i < COUNT_OF(files); i++) {
        (void)snprintf(path, sizeof(path), "%s/%s", dir, files[i]);
        assert_int_equal(unlink(path), 0);
    }
    assert_int_equal(rmdir(dir), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_word_is_marked_within_its_excerpt),
        cmocka_unit_test(the_excerpt_is_marked_when_no_word_is_named),
        cmocka_unit_test(every_place_of_the_word_is_marked_when_the_excerpt_is_not_there),
        cmocka_unit_test(what_readers_do_not_see_is_shown_in_the_source),
        cmocka_unit_test(a_link_is_shown_as_its_page_writes_it),
        cmocka_unit_test(what_stands_nowhere_is_not_marked),
        cmocka_unit_test(a_long_page_is_cut_around_the_place),
        cmocka_unit_test(numbers_of_people_are_masked_and_marks_stay_right),
        cmocka_unit_test(the_page_itself_is_preferred_to_other_evidence),
    };

    return cmocka_run_group_tests(tests, NULL, tear_down);
}
