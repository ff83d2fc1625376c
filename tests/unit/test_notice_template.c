/* A document of the office's own: marks are found however Word cut them, everything else stays. */
#include "base/base.h"

#include "document/docx_pack.h"
#include "docx_support.h"
#include "notice/notice_template.h"

#include <stdlib.h>
#include <string.h>

#define XMLNS "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\""
#define HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:document " XMLNS "><w:body>"
#define TAIL "<w:sectPr/></w:body></w:document>"
#define RUN(text) "<w:r><w:rPr><w:b/></w:rPr><w:t>" text "</w:t></w:r>"
#define P(text) "<w:p><w:pPr><w:jc w:val=\"center\"/></w:pPr>" text "</w:p>"

struct form {
    struct buf file;
    struct docx_template *t;
    struct numbers numbers;
    struct err err;
    size_t n_gaps;
    struct buf after;
    struct package *package;
    struct arena a;
};

static void put_down(struct form *f)
{
    docx_template_freep(&f->t);
    numbers_done(&f->numbers);
    package_closep(&f->package);
    buf_done(&f->file);
    buf_done(&f->after);
    arena_done(&f->a);
}

/* A document with this body, and a footer. */
static enum rc open_form(struct form *f, const char *document)
{
    const struct docx_part parts[] = {
        { "[Content_Types].xml", STR("<Types/>") },
        { "word/document.xml", str_of(document) },
        { "word/footer1.xml", STR("<w:ftr " XMLNS ">" P(RUN("{{轮次}}")) "</w:ftr>") },
    };

    *f = (struct form){ 0 };
    assert_int_equal(docx_pack((struct str){ 0 }, parts, COUNT_OF(parts), &f->file, &f->err),
                     RC_OK);
    return docx_template_of(buf_str(&f->file), &f->t, &f->err);
}

static const struct office office = { .addressees = { "各乡镇人民政府", 21 },
                                      .area = { "全<县>&", 9 },
                                      .decimals = 1 };

static enum rc fill_in(struct form *f, const struct notice *n, const char *document)
{
    const enum rc rc = open_form(f, document);

    return rc ? rc : notice_fill(n, &office, f->t, &f->numbers, &f->n_gaps, &f->err);
}

/* A part of what became of it. */
static const char *part_of(struct form *f, const char *name)
{
    struct str out = { 0 };

    if (!f->package) {
        assert_int_equal(docx_template_bytes(f->t, &f->after, &f->err), RC_OK);
        assert_int_equal(package_open(buf_str(&f->after), &f->package, &f->err), RC_OK);
    }
    for (size_t i = 0; i < package_entries(f->package); i++)
        if (str_eq(package_name(f->package, i), str_of(name)))
            assert_int_equal(package_bytes(f->package, i, &f->a, &out, &f->err), RC_OK);
    return arena_copy(&f->a, out).p;
}

static const struct notice quarter = {
    .period = { "2026年第四季度", 19 },
    .sites = { .all = { .running = 15, .checked = 15, .bad = 1 } },
};

static void is_filled(const char *before, const char *after)
{
    struct form f;

    assert_int_equal(fill_in(&f, &quarter, before), RC_OK);
    assert_string_equal(part_of(&f, "word/document.xml"), after);
    put_down(&f);
}

static void a_mark_stands_in_the_format_of_its_place(void **state)
{
    struct form f;

    (void)state;
    is_filled(HEAD P(RUN("送：{{主送机关}}。")) TAIL, HEAD P(RUN("送：各乡镇人民政府。")) TAIL);
    is_filled(HEAD P(RUN("{{ 范围 }}")) TAIL, HEAD P(RUN("全&lt;县&gt;&amp;")) TAIL);
    is_filled(HEAD P(RUN("{{运行网站数}}家，{{网站合格率}}")) TAIL,
              HEAD P(RUN("15家，93.3%")) TAIL);
    assert_int_equal(fill_in(&f, &quarter, HEAD P(RUN("{{整改期限}}{{主送机关}}")) TAIL), RC_OK);
    assert_int_equal(f.n_gaps, 1);
    assert_non_null(strstr(part_of(&f, "word/document.xml"), "【整改期限】各乡镇"));
    assert_non_null(strstr(part_of(&f, "word/footer1.xml"), "<w:t>2026年第四季度</w:t>"));
    assert_string_equal(part_of(&f, "[Content_Types].xml"), "<Types/>");
    put_down(&f);
}

static void a_mark_that_was_split_is_one(void **state)
{
    (void)state;
    is_filled(HEAD P(RUN("a{") "<w:proofErr w:type=\"x>y\"/>" RUN("{主送") RUN("") RUN("机关}")
                         RUN("}b{{轮次}}")) TAIL,
              HEAD P(RUN("a各乡镇人民政府") "<w:proofErr w:type=\"x>y\"/>" RUN("") RUN("") RUN("")
                         RUN("b2026年第四季度")) TAIL);
    /* A text box in between has paragraphs of its own. */
    is_filled(HEAD P(RUN("{{主") "<w:r><w:txbxContent>" P(
                  RUN("{{轮次}}")) "</w:txbxContent></w:r>" RUN("送机关}}")) TAIL,
              HEAD P(RUN("各乡镇人民政府") "<w:r><w:txbxContent>" P(
                  RUN("2026年第四季度")) "</w:txbxContent></w:r>" RUN("")) TAIL);
}

static void blocks_take_the_paragraph_with_its_format(void **state)
{
    struct form f;

    (void)state;
    assert_int_equal(fill_in(&f, &quarter,
                             HEAD P(RUN("{{总体情况}}")) P(RUN("{{网站检查情况表}}"))
                                 P(RUN("{{不合格网站表}}")) TAIL),
                     RC_OK);

    const char *text = part_of(&f, "word/document.xml");
    const char *const begin = HEAD "<w:p><w:pPr><w:jc w:val=\"center\"/></w:pPr><w:r><w:rPr><w:b/>"
                                   "</w:rPr><w:t xml:space=\"preserve\">（一）政府网站检查情况。";

    assert_ptr_equal(strstr(text, begin), text);
    assert_non_null(strstr(text, ">合计</w:t>"));
    assert_non_null(strstr(text, ">无。</w:t>"));
    assert_non_null(strstr(text, "</w:tbl><w:p/>"));
    assert_null(strstr(text, "见附件"));
    assert_null(strstr(text, "pStyle"));
    assert_null(strstr(text, "{{"));
    assert_true(json_count(f.numbers.list) > 5);
    put_down(&f);
}

static void warnings_stand_first_when_no_mark_asks_for_them(void **state)
{
    struct notice n = quarter;
    struct form f;

    (void)state;
    n.n_unfinished = 3;
    assert_int_equal(fill_in(&f, &n, HEAD P(RUN("{{主送机关}}")) TAIL), RC_OK);
    assert_non_null(strstr(part_of(&f, "word/document.xml"), "<w:body><w:p><w:pPr><w:pBdr>"));
    assert_non_null(strstr(part_of(&f, "word/document.xml"), "尚未完成"));
    put_down(&f);
    assert_int_equal(fill_in(&f, &n, HEAD P(RUN("{{主送机关}}")) P(RUN("{{提示}}")) TAIL), RC_OK);
    assert_null(strstr(part_of(&f, "word/document.xml"), "pBdr"));
    assert_non_null(strstr(part_of(&f, "word/document.xml"), "尚未完成"));
    put_down(&f);
}

static void a_wrong_mark_is_told(void **state)
{
    static const struct {
        const char *document, *said;
    } cases[] = {
        { HEAD P(RUN("{{无此标记}}")) TAIL, "“{{无此标记}}”不是可用的标记" },
        { HEAD P(RUN("{{主送机关}")) TAIL, "“{{主送机关}…”没有以“}}”结束" },
        { HEAD P(RUN("{{主送")) P(RUN("机关}}")) TAIL, "没有以“}}”结束" },
        { HEAD P(RUN("即：{{主要问题}}")) TAIL, "“{{主要问题}}”须独占一段" },
        { HEAD "<w:p><w:pPr><w:sectPr/></w:pPr>" RUN("{{提示}}") "</w:p>" TAIL, "分节符" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct form f;

        assert_int_equal(fill_in(&f, &quarter, cases[i].document), RC_SYNTAX);
        if (!strstr(f.err.text, cases[i].said))
            fail_msg("%s: %s", cases[i].said, f.err.text);
        put_down(&f);
    }
}

static void what_is_no_document_is_refused(void **state)
{
    static const char *const documents[] = {
        HEAD "<w:p>",
        "<!DOCTYPE w [<!ENTITY a \"b\">]>" HEAD TAIL,
        "<?xml version=\"1.0\" encoding=\"GBK\"?><w:document " XMLNS "/>",
    };
    struct docx_template *t = NULL;
    struct err err = { 0 };
    struct form f;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(documents); i++) {
        assert_int_equal(open_form(&f, documents[i]), RC_SYNTAX);
        put_down(&f);
    }
    assert_int_equal(docx_template_of(STR("PK\x03\x04xyz"), &t, &err), RC_SYNTAX);
    assert_int_equal(docx_template_open("/no/such/file.docx", &t, &err), RC_IO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_mark_stands_in_the_format_of_its_place),
        cmocka_unit_test(a_mark_that_was_split_is_one),
        cmocka_unit_test(blocks_take_the_paragraph_with_its_format),
        cmocka_unit_test(warnings_stand_first_when_no_mark_asks_for_them),
        cmocka_unit_test(a_wrong_mark_is_told),
        cmocka_unit_test(what_is_no_document_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
