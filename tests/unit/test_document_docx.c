/* The .docx as its readers take it: the archive opens, each part is XML, text and layout are right.
 */
#include "base/base.h"

#include "base/file.h"
#include "document/docx.h"
#include "docx_support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The attribute of the first element of that name; NULL: no such element. */
static const char *attribute(struct opened *o, const char *part_name, const char *element,
                             const char *name)
{
    AUTO(part_closep) struct part *part = NULL;
    struct err err = { 0 };
    char value[PART_ATTRIBUTE_BYTES];
    enum rc rc = RC_OK;

    assert_int_equal(part_open(o->package, part_name, &part, &err), RC_OK);
    while (part_next(part, &rc, &err))
        if (part_is_start(part) && str_eq(part_node(part), str_of(element)))
            return arena_copy(&o->a, part_attribute(part, name, value)).p;
    return NULL;
}

static bool has_element(struct opened *o, const char *part_name, const char *element)
{
    return attribute(o, part_name, element, "val") != NULL;
}

static long twips(struct opened *o, const char *element, const char *name)
{
    const char *value = attribute(o, "word/document.xml", element, name);

    assert_non_null(value);
    return strtol(value, NULL, 10);
}

static void paragraphs_come_in_order_with_their_styles(void **state)
{
    AUTO(docx_freep) struct docx *d = docx_new();
    struct opened o;

    (void)state;
    docx_paragraph(d, DOCX_TITLE, STR("关于政府网站\n检查情况的通报"));
    docx_paragraph(d, DOCX_ADDRESSEE, STR("各县（区）人民政府："));
    docx_begin(d, DOCX_BODY);
    docx_text(d, DOCX_HEAD, STR("（一）内容更新不及时。"));
    docx_text(d, DOCX_PLAIN, STR("如云溪县"));
    docx_text(d, DOCX_GAP, STR("【单位】"));
    docx_end(d);
    reopen(&o, d);
    assert_string_equal(text_of(&o, "word/document.xml"),
                        "[Title]关于政府网站/检查情况的通报[Addressee]各县（区）人民政府："
                        "[Body]（一）内容更新不及时。如云溪县【单位】");
    assert_string_equal(attribute(&o, "word/document.xml", "highlight", "val"), "yellow");
    close_again(&o);
}

static void every_part_is_well_formed(void **state)
{
    AUTO(docx_freep) struct docx *d = docx_new();
    struct opened o;

    (void)state;
    docx_paragraph(d, DOCX_BODY, STR("文"));
    reopen(&o, d);
    assert_int_equal(package_entries(o.package), 9);
    for (size_t i = 0; i < package_entries(o.package); i++)
        (void)text_of(&o, arena_copy(&o.a, package_name(o.package, i)).p);
    close_again(&o);
}

static void the_page_is_that_of_the_standard(void **state)
{
    AUTO(docx_freep) struct docx *d = docx_new();
    struct opened o;

    (void)state;
    docx_paragraph(d, DOCX_BODY, STR("文"));
    reopen(&o, d);

    const long height = twips(&o, "pgSz", "h"), width = twips(&o, "pgSz", "w");
    const long top = twips(&o, "pgMar", "top"), bottom = twips(&o, "pgMar", "bottom");
    const long left = twips(&o, "pgMar", "left"), right = twips(&o, "pgMar", "right");

    /* 1 mm = 56.69 twentieths of a point */
    assert_in_range(width, 11904, 11907);
    assert_in_range(height, 16837, 16839);
    assert_in_range(top, 2097, 2099);
    assert_in_range(bottom, 1983, 1986);
    assert_in_range(left, 1586, 1589);
    assert_in_range(right, 1473, 1475);
    assert_string_equal(attribute(&o, "word/document.xml", "docGrid", "type"), "linesAndChars");

    /* 22 lines fit and 23 do not; the same for 28 characters of 16 pt. */
    const long line = twips(&o, "docGrid", "linePitch"), area = height - top - bottom;
    const double character = 320 + (double)twips(&o, "docGrid", "charSpace") / 4096 * 20;

    assert_int_equal(area / line, 22);
    assert_int_equal((long)((double)(width - left - right) / character), 28);
    assert_string_equal(attribute(&o, "word/styles.xml", "sz", "val"), "32");

    /* No character is wider than its share, or 28 do not fit. */
    const double scale = strtod(attribute(&o, "word/styles.xml", "w", "val"), NULL) / 100;

    assert_true(320 * scale < character && 320 * scale > character - 4);
    close_again(&o);
}

static void odd_pages_have_their_number_right_and_even_ones_left(void **state)
{
    AUTO(docx_freep) struct docx *d = docx_new();
    struct opened o;

    (void)state;
    docx_paragraph(d, DOCX_BODY, STR("文"));
    reopen(&o, d);
    assert_string_equal(attribute(&o, "word/footer1.xml", "jc", "val"), "right");
    assert_string_equal(attribute(&o, "word/footer2.xml", "jc", "val"), "left");
    assert_string_equal(attribute(&o, "word/document.xml", "footerReference", "type"), "default");
    assert_string_equal(attribute(&o, "word/document.xml", "footerReference", "id"), "rId4");
    assert_string_equal(text_of(&o, "word/footer1.xml"), "[Folio]—  PAGE 1 —");
    assert_true(has_element(&o, "word/settings.xml", "evenAndOddHeaders"));
    close_again(&o);
}

static void hostile_text_stays_text(void **state)
{
    AUTO(docx_freep) struct docx *d = docx_new();
    struct opened o;
    const struct docx_column columns[] = { { "网站", 1, false } };
    const struct str cell = STR("</w:t><w:br/>&amp; \x01\xff\xef\xbf\xbf]]>");

    (void)state;
    docx_paragraph(d, DOCX_TITLE, STR("<b>&"));
    docx_table_begin(d, columns, 1);
    docx_row(d, &cell);
    docx_table_end(d);
    reopen(&o, d);
    assert_string_equal(text_of(&o, "word/document.xml"),
                        "[Title]<b>&[CellHead]网站|[Cell]</w:t><w:br/>&amp; "
                        "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd]]>|");
    close_again(&o);
}

static void a_table_repeats_its_head_and_fills_the_width(void **state)
{
    AUTO(docx_freep) struct docx *d = docx_new();
    struct opened o;
    const struct docx_column columns[] = { { "序号", 1, true }, { "网站名称", 3, false } };
    const struct str rows[][2] = { { STR("1"), STR("云溪县人民政府") }, { STR("2"), STR("") } };

    (void)state;
    docx_table_begin(d, columns, COUNT_OF(columns));
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        docx_row(d, rows[i]);
    docx_table_end(d);
    reopen(&o, d);
    assert_string_equal(text_of(&o, "word/document.xml"),
                        "[CellHead]序号[CellHead]网站名称|[Cell]1[Cell]云溪县人民政府|"
                        "[Cell]2[Cell]|");
    assert_int_equal(twips(&o, "tblW", "w"), 8844);
    assert_int_equal(twips(&o, "gridCol", "w"), 8844 / 4);
    assert_string_equal(attribute(&o, "word/document.xml", "tblLayout", "type"), "fixed");
    assert_true(has_element(&o, "word/document.xml", "tblHeader"));
    close_again(&o);
}

static void the_date_ends_four_characters_before_the_edge(void **state)
{
    AUTO(docx_freep) struct docx *d = docx_new();
    struct opened o;

    (void)state;
    docx_signature(d, STR("省政府办公厅"), STR("2019年6月29日"));
    reopen(&o, d);
    assert_string_equal(text_of(&o, "word/document.xml"),
                        "[Signature]省政府办公厅[Signature]2019年6月29日");
    /* 6 characters over 6.5: a quarter of a character in from the date's end on each side. */
    assert_int_equal(twips(&o, "ind", "right"), 4 * 316 + 316 / 4);
    close_again(&o);
}

static void a_signature_that_is_missing_is_a_gap(void **state)
{
    AUTO(docx_freep) struct docx *d = docx_new();
    struct opened o;

    (void)state;
    docx_signature(d, STR("【发文机关】"), STR("2019年6月29日"));
    reopen(&o, d);
    assert_string_equal(attribute(&o, "word/document.xml", "highlight", "val"), "yellow");
    close_again(&o);
}

static void the_same_document_has_the_same_bytes(void **state)
{
    struct buf bytes[2] = { { 0 } };
    struct err err = { 0 };

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        AUTO(docx_freep) struct docx *d = docx_new();

        docx_paragraph(d, DOCX_BODY, STR("文"));
        assert_int_equal(docx_bytes(d, &bytes[i], &err), RC_OK);
    }
    assert_true(str_eq(buf_str(&bytes[0]), buf_str(&bytes[1])));
    buf_done(&bytes[0]);
    buf_done(&bytes[1]);
}

static void it_is_saved_whole_or_not_at_all(void **state)
{
    char dir[] = "/tmp/xj-docx-XXXXXX", path[64];
    AUTO(buf_done) struct buf got = { 0 };
    struct err err = { 0 };

    (void)state;
    assert_non_null(mkdtemp(dir));
    (void)snprintf(path, sizeof(path), "%s/notice.docx", dir);
    {
        AUTO(docx_freep) struct docx *d = docx_new();

        assert_int_equal(docx_save(d, path, &err), RC_OK);
    }
    assert_int_equal(file_read(path, 1 << 20, &got, &err), RC_OK);
    assert_true(str_starts(buf_str(&got), STR("PK")));
    (void)unlink(path);
    assert_int_equal(rmdir(dir), 0);
    {
        AUTO(docx_freep) struct docx *d = docx_new();

        assert_int_equal(docx_save(d, path, &err), RC_IO);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paragraphs_come_in_order_with_their_styles),
        cmocka_unit_test(every_part_is_well_formed),
        cmocka_unit_test(the_page_is_that_of_the_standard),
        cmocka_unit_test(odd_pages_have_their_number_right_and_even_ones_left),
        cmocka_unit_test(hostile_text_stays_text),
        cmocka_unit_test(a_table_repeats_its_head_and_fills_the_width),
        cmocka_unit_test(the_date_ends_four_characters_before_the_edge),
        cmocka_unit_test(a_signature_that_is_missing_is_a_gap),
        cmocka_unit_test(the_same_document_has_the_same_bytes),
        cmocka_unit_test(it_is_saved_whole_or_not_at_all),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
