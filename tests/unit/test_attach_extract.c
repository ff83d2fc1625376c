/* Text out of every format that is read in this process, and what hostile files come to. */
#include "base/base.h"

#include "attach/extract.h"

#include "attach_support.h"
#include "ole_support.h"

/* PDFs that were handed on: how many, and the last one's length. */
struct pdfs {
    size_t n, n_bytes;
};

static void count_pdf(void *ctx, struct str name, struct str bytes)
{
    struct pdfs *p = ctx;

    assert_true(str_ends(name, STR(".pdf")));
    p->n++;
    p->n_bytes = bytes.n;
}

static enum attach_outcome text_of(struct str bytes, struct lines *out)
{
    struct pdfs pdfs = { 0 };

    *out = (struct lines){ 0 };
    return extract_text(bytes, out, count_pdf, &pdfs);
}

static void expect(struct str bytes, enum attach_outcome outcome, const char *text)
{
    AUTO(arena_done) struct arena a = { 0 };
    AUTO(buf_done) struct buf plain = { 0 };
    AUTO(lines_done) struct lines out;
    const enum attach_outcome o = text_of(bytes, &out);
    struct text_places places;

    lines_split(buf_str(&out.text), &plain, &a, &places);
    if (o != outcome || !str_eq(buf_str(&plain), str_of(text)))
        fail_msg("%s: %.*s", attach_outcome_name(o), STR_ARG(buf_str(&plain)));
}

/* places: "name/line begin|name/line begin", where begin is the rest of the line that each begins
 * with; a heading is "#level". */
static void expect_places(struct str bytes, const char *expected)
{
    AUTO(arena_done) struct arena a = { 0 };
    AUTO(buf_done) struct buf plain = { 0 }, said = { 0 };
    AUTO(lines_done) struct lines out;
    struct text_places places;

    (void)text_of(bytes, &out);
    lines_split(buf_str(&out.text), &plain, &a, &places);
    for (size_t i = 0; i < places.n; i++) {
        struct str rest = str_skip(buf_str(&plain), places.places[i].at), line;

        (void)str_line(&rest, &line);
        buf_addf(&said, "%s%.*s", i ? "|" : "", STR_ARG(places.places[i].name));
        if (places.places[i].line)
            buf_addf(&said, "/%d", (int)places.places[i].line);
        if (places.places[i].heading)
            buf_addf(&said, "#%d", places.places[i].heading);
        buf_addf(&said, ": %.*s", STR_ARG(line));
    }
    if (!str_eq(buf_str(&said), str_of(expected)))
        fail_msg("%.*s", STR_ARG(buf_str(&said)));
}

#define W "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\""

static struct buf docx(const char *body)
{
    AUTO(buf_done) struct buf xml = { 0 };

    buf_addf(&xml, "<?xml version=\"1.0\"?><w:document " W "><w:body>%s</w:body></w:document>",
             body);

    const struct sample_part parts[] = {
        { "[Content_Types].xml", STR("<Types/>") },
        { "word/document.xml", buf_str(&xml) },
        { "word/header1.xml", STR("<w:hdr " W "><w:p><w:r><w:t>页眉</w:t></w:r></w:p></w:hdr>") },
    };

    return pack_parts(parts, COUNT_OF(parts));
}

static void a_docx_is_paragraphs_and_rows(void **state)
{
    AUTO(buf_done)
    struct buf file = docx(
        "<w:p><w:r><w:t>关于</w:t></w:r><w:r><w:t xml:space=\"preserve\">救助 </w:t></w:r>"
        "<w:r><w:t>的公示</w:t></w:r></w:p>"
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>姓名</w:t></w:r></w:p></w:tc>"
        "<w:tc><w:p><w:r><w:t>身份证号</w:t></w:r></w:p></w:tc></w:tr>"
        "<w:tr><w:tc><w:p><w:r><w:t>张小明</w:t></w:r></w:p></w:tc>"
        "<w:tc><w:p><w:r><w:t>519902</w:t></w:r><w:r><w:t>198506130010</w:t></w:r></w:p></w:tc>"
        "</w:tr></w:tbl>"
        "<w:p><w:r><w:delText>删去</w:delText><w:instrText>PAGE</w:instrText></w:r>"
        "<w:r><w:t>第一行</w:t><w:br/><w:t>第二行</w:t><w:tab/><w:t>完</w:t></w:r></w:p>");

    (void)state;
    expect(buf_str(&file), ATTACH_READ,
           "关于救助 的公示\n姓名 身份证号\n张小明 519902198506130010\n第一行\n第二行 完\n页眉");
}

static void headings_are_told_by_style_and_outline(void **state)
{
    const struct sample_part parts[] = {
        { "word/document.xml",
          STR("<w:document " W "><w:body>"
              "<w:p><w:pPr><w:pStyle w:val=\"1\"/></w:pPr><w:r><w:t>回顾</w:t></w:r></w:p>"
              "<w:p><w:r><w:t>甲</w:t></w:r></w:p>"
              "<w:p><w:pPr><w:pStyle w:val=\"a9\"/></w:pPr><w:r><w:t>经济</w:t></w:r></w:p>"
              "<w:p><w:pPr><w:pStyle w:val=\"1\"/></w:pPr></w:p>" /* without text */
              "<w:p><w:pPr><w:pStyle w:val=\"b\"/></w:pPr><w:r><w:t>乙</w:t></w:r></w:p>"
              "<w:p><w:pPr><w:outlineLvl w:val=\"2\"/></w:pPr><w:r><w:t>工业</w:t></w:r></w:p>"
              "<w:tbl><w:tr><w:tc><w:p><w:pPr><w:pStyle w:val=\"1\"/></w:pPr>"
              "<w:r><w:t>格</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
              "</w:body></w:document>") },
        { "word/styles.xml",
          STR("<w:styles " W "><w:style w:styleId=\"1\"><w:name w:val=\"heading 1\"/></w:style>"
              "<w:style w:styleId=\"2\"><w:name w:val=\"县府标题\"/><w:pPr>"
              "<w:outlineLvl w:val=\"1\"/></w:pPr></w:style>"
              "<w:style w:styleId=\"a9\"><w:name w:val=\"x\"/><w:basedOn w:val=\"2\"/></w:style>"
              "<w:style w:styleId=\"b\"><w:name w:val=\"y\"/><w:basedOn w:val=\"b\"/></w:style>"
              "</w:styles>") },
    };
    AUTO(buf_done) struct buf file = pack_parts(parts, COUNT_OF(parts));

    (void)state;
    expect(buf_str(&file), ATTACH_READ, "回顾\n甲\n经济\n乙\n工业\n格");
    expect_places(buf_str(&file), "#1: 回顾|#2: 经济|#3: 工业");
}

static void what_is_there_twice_is_read_once(void **state)
{
    AUTO(buf_done)
    struct buf file =
        docx("<mc:AlternateContent xmlns:mc=\"m\"><mc:Choice><w:p><w:r><w:t>框</w:t></w:r>"
             "</w:p></mc:Choice><mc:Fallback><w:p><w:r><w:t>框</w:t></w:r></w:p>"
             "</mc:Fallback></mc:AlternateContent>");

    (void)state;
    expect(buf_str(&file), ATTACH_READ, "框\n页眉");
}

static void an_xlsx_is_a_line_a_row_of_every_sheet(void **state)
{
    const struct sample_part parts[] = {
        { "xl/workbook.xml", STR("<workbook xmlns:r=\"r\"><sheets><sheet name=\"名单\" "
                                 "r:id=\"r7\"/></sheets></workbook>") },
        { "xl/_rels/workbook.xml.rels",
          STR("<Relationships><Relationship Id=\"r7\" Target=\"worksheets/sheet1.xml\"/>"
              "</Relationships>") },
        { "xl/sharedStrings.xml", STR("<sst><si><t>姓名</t></si><si><t>张小明</t></si></sst>") },
        { "xl/worksheets/sheet1.xml",
          STR("<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" "
              "t=\"inlineStr\"><is><t>金额</t></is></c></row><row r=\"4\"><c r=\"A4\" "
              "t=\"s\"><v>1</v></c><c r=\"B4\"><v>1000</v></c></row></sheetData></worksheet>") },
        { "xl/worksheets/sheet2.xml", STR("<worksheet><sheetData><row><c><v>5.109040003E9</v></c></"
                                          "row></sheetData></worksheet>") },
    };
    AUTO(buf_done) struct buf file = pack_parts(parts, COUNT_OF(parts));

    (void)state;
    expect(buf_str(&file), ATTACH_READ, "姓名 金额\n张小明 1000\n5109040003");
    expect_places(
        buf_str(&file),
        "工作表“名单”/1: 姓名 金额|工作表“名单”/4: 张小明 1000|第 2 张工作表/1: 5109040003");
}

static void a_pptx_is_its_slides_and_notes(void **state)
{
    const struct sample_part parts[] = {
        { "ppt/presentation.xml", STR("<p/>") },
        { "ppt/slides/slide1.xml",
          STR("<p:sld xmlns:p=\"p\" xmlns:a=\"a\"><p:sp><a:p><a:r><a:t>标题</a:t></a:r></a:p><a:p>"
              "<a:r><a:t>正文</a:t></a:r></a:p></p:sp></p:sld>") },
        { "ppt/slides/_rels/slide1.xml.rels", STR("<a><t>不读</t></a>") },
        { "ppt/notesSlides/notesSlide1.xml",
          STR("<n xmlns:a=\"a\"><a:p><a:t>备注</a:t></a:p></n>") },
    };
    AUTO(buf_done) struct buf file = pack_parts(parts, COUNT_OF(parts));

    (void)state;
    expect(buf_str(&file), ATTACH_READ, "标题\n正文\n备注");
    expect_places(buf_str(&file), "第 1 张幻灯片: 标题|第 1 张幻灯片的备注: 备注");
}

#define OFD_TEXT(box, text)                                                                        \
    "<ofd:TextObject ID=\"1\" Boundary=\"" box "\"><ofd:TextCode X=\"0\" Y=\"3\">" text            \
    "</ofd:TextCode></ofd:TextObject>"
#define OFD_PAGE(content)                                                                          \
    STR("<ofd:Page xmlns:ofd=\"http://www.ofdspec.org/2016\"><ofd:Content><ofd:Layer>" content     \
        "</ofd:Layer></ofd:Content></ofd:Page>")

/* Pages in the order of their numbers; what stands at one height is one line. */
static void an_ofd_is_lines_by_height(void **state)
{
    const struct sample_part parts[] = {
        { "OFD.xml", STR("<ofd:OFD xmlns:ofd=\"http://www.ofdspec.org/2016\"/>") },
        { "Doc_0/Pages/Page_10/Content.xml", OFD_PAGE(OFD_TEXT("10 10 20 5", "末页")) },
        { "Doc_0/Pages/Page_2/Content.xml",
          OFD_PAGE(OFD_TEXT("10 10 10 5", "张") OFD_TEXT("20 10 10 5", "小明") OFD_TEXT(
              "60 10 60 5", "519902198506130010") OFD_TEXT("10 18 20 5", "下一行")) },
    };
    AUTO(buf_done) struct buf file = pack_parts(parts, COUNT_OF(parts));

    (void)state;
    expect(buf_str(&file), ATTACH_READ, "张小明 519902198506130010\n下一行\n末页");
    expect_places(buf_str(&file), "第 1 页/1: 张小明 519902198506130010|第 2 页/1: 末页");
}

static void a_doc_is_its_pieces(void **state)
{
    AUTO(buf_done)
    struct buf file = pack_doc("姓名\x07身份证\x07\x07张小明\x07\x13HYPERLINK x\x14链接\x15\r",
                               "519902198506130010\r", 0x200);

    (void)state;
    expect(buf_str(&file), ATTACH_READ, "姓名 身份证\n张小明 链接\n519902198506130010");
}

/* XE, TC and EQ show nothing and have no separator; they stand within others. */
static void a_field_that_shows_nothing_hides_nothing_behind_it(void **state)
{
    AUTO(buf_done)
    struct buf file = pack_doc("甲\x13XE x\x15乙\x13HYPERLINK\x13"
                               "EQ\x15\x14丙\x13TC\x15丁\x15戊\r",
                               "\x15q\x14\x13"
                               "PAGE\x14"
                               "1\x15\r",
                               0x200);

    (void)state;
    expect(buf_str(&file), ATTACH_READ, "甲乙丙丁戊\nq1");
}

static void a_doc_with_a_password_says_so(void **state)
{
    AUTO(buf_done) struct buf file = pack_doc("密文", "x", 0x100);

    (void)state;
    expect(buf_str(&file), ATTACH_ENCRYPTED, "");
}

static struct buf pack_xls(struct str records)
{
    AUTO(buf_done) struct buf book = { 0 };

    add_u16(&book, 0x809);
    add_u16(&book, 4);
    add_u16(&book, 0x600);
    add_u16(&book, 5);
    buf_add(&book, records);

    const struct sample_part streams[] = { { "Workbook", buf_str(&book) } };

    return pack_ole(streams, 1);
}

/* A shared string that runs on into the next record, there in eight bits; numbers; a formula's
 * text. */
static void an_xls_is_a_line_a_row(void **state)
{
    AUTO(buf_done) struct buf records = { 0 }, r = { 0 };

    (void)state;
    add_u32(&r, 2);
    add_u32(&r, 2);
    add_u16(&r, 5); /* 张小明ab, its last two characters in the record that continues */
    buf_add_char(&r, 1);
    add_utf16(&r, "张小明");
    add_record(&records, 0xfc, buf_str(&r));
    add_record(&records, 0x3c,
               STR("\0ab\x02\0\x01\x5a\x57\x40\x57")); /* then 埀坁: two wide ones */
    buf_reset(&r);
    add_u16(&r, 0); /* row, column, format, string 0 */
    add_u16(&r, 0);
    add_u16(&r, 0);
    add_u32(&r, 0);
    add_record(&records, 0xfd, buf_str(&r));
    put_u16(&r, 2, 1);
    put_u32(&r, 6, 1000U << 2 | 2); /* RK: a whole number */
    add_record(&records, 0x27e, buf_str(&r));
    add_record(&records, 0x203, STR("\1\0\0\0\0\0\0\0\0\0\0\0\xf8\x3f")); /* 1.5 */
    add_record(&records, 0x6, STR("\1\0\1\0\0\0\0\0\0\0\0\0\xff\xff\0\0"));
    add_record(&records, 0x207, STR("\2\0\0ok"));

    AUTO(buf_done) struct buf file = pack_xls(buf_str(&records));

    expect(buf_str(&file), ATTACH_READ, "张小明ab 1000\n1.5 ok");
}

static void an_xls_with_a_password_says_so(void **state)
{
    AUTO(buf_done) struct buf file = pack_xls(STR("\x2f\0\0\0"));

    (void)state;
    expect(buf_str(&file), ATTACH_ENCRYPTED, "");
}

static void a_docx_with_a_password_says_so(void **state)
{
    const struct sample_part streams[] = { { "EncryptionInfo", STR("x") },
                                           { "EncryptedPackage", STR("y") } };
    AUTO(buf_done) struct buf file = pack_ole(streams, 2);

    (void)state;
    expect(buf_str(&file), ATTACH_ENCRYPTED, "");
}

static void texts_are_read_in_their_charset(void **state)
{
    (void)state;
    expect(STR("姓名,电话\r\n张小明,1\n"), ATTACH_READ, "姓名,电话\n张小明,1");
    expect(STR("\xd5\xc5\xd0\xa1\xc3\xf7\xb5\xc4\xc9\xed\xb7\xdd\xd6\xa4"), ATTACH_READ,
           "张小明的身份证");
    expect(STR("\xff\xfe\x20\x5f\x0f\x5c"), ATTACH_READ, "张小");
}

/* What many systems call "export to Excel". */
static void html_under_another_name_is_its_text(void **state)
{
    (void)state;
    expect(STR("<html><head><style>td{}</style></head><body><table><tr><td>姓名</td><td>"
               "<b>张</b>&nbsp;三</td></tr><tr><td>a&amp;b<!-- x "
               "--></td></tr></table><script>1</script>"),
           ATTACH_READ, "姓名 张 三\na&b");
}

static void rich_text_is_what_readers_see(void **state)
{
    (void)state;
    expect(STR("{\\rtf1\\ansi\\ansicpg936{\\fonttbl{\\f0 SimSun;}}{\\*\\generator x;}\\pard "
               "\\'d5\\'c5\\'d0\\'a1\\'c3\\'f7\\cell 519902198506130010\\cell\\row\r\n"
               "\\u26446 ?\\u22235 ?\\par a\\{b\\}{\\field{\\*\\fldinst HYPERLINK}{\\fldrslt c}}}"),
           ATTACH_READ, "张小明 519902198506130010\n李四\na{b}c");
    expect(STR("{\\rtf1 {{{{\\pict 00ff\\bin99999999999 x"), ATTACH_READ, "");
}

static void an_archive_is_all_its_files(void **state)
{
    AUTO(buf_done) struct buf word = docx("<w:p><w:r><w:t>表一</w:t></w:r></w:p>");
    const struct sample_part parts[] = { { "a.docx", buf_str(&word) },
                                         { "b.txt", STR("说明") },
                                         { "__MACOSX/._a", STR("\1\2\3") },
                                         { "c.pdf", STR("%PDF-1.4") } };
    AUTO(buf_done) struct buf file = pack_parts(parts, COUNT_OF(parts));
    AUTO(lines_done) struct lines out = { 0 };
    struct pdfs pdfs = { 0 };

    (void)state;
    assert_int_equal(extract_text(buf_str(&file), &out, count_pdf, &pdfs), ATTACH_READ);
    expect(buf_str(&file), ATTACH_READ, "表一\n页眉\n说明");
    expect_places(buf_str(&file), "a.docx: 表一|a.docx · 页眉: 页眉|b.txt: 说明");
    assert_int_equal(pdfs.n, 1);
    assert_int_equal(pdfs.n_bytes, 8);
}

static void an_archive_in_an_archive_is_not_read(void **state)
{
    const struct sample_part inner[] = { { "a.txt", STR("深") } };
    AUTO(buf_done) struct buf zip = pack_parts(inner, 1);
    const struct sample_part outer[] = { { "a.zip", buf_str(&zip) }, { "b.txt", STR("浅") } };
    AUTO(buf_done) struct buf file = pack_parts(outer, 2);

    (void)state;
    expect(buf_str(&file), ATTACH_UNSUPPORTED, "浅");
}

static void an_archive_with_a_password_says_so(void **state)
{
    const struct sample_part parts[] = { { "a.txt", STR("密") } };
    AUTO(buf_done) struct buf file = pack_locked(parts, 1, "secret");

    (void)state;
    expect(buf_str(&file), ATTACH_ENCRYPTED, "");
}

static void other_formats_are_not_supported(void **state)
{
    const struct sample_part streams[] = { { "PowerPoint Document", STR("x") } };
    AUTO(buf_done) struct buf ppt = pack_ole(streams, 1);

    (void)state;
    expect(STR("Rar!\x1a\x07\x01\x00"), ATTACH_UNSUPPORTED, "");
    expect(STR("\x89PNG\r\n\x1a\n\0\0"), ATTACH_UNSUPPORTED, "");
    expect(STR(""), ATTACH_UNSUPPORTED, "");
    expect(buf_str(&ppt), ATTACH_UNSUPPORTED, "");
}

/* ---- hostile ones ---------------------------------------------------------------------------- */

static void a_bomb_ends_at_the_limit(void **state)
{
    AUTO(buf_done) struct buf zeros = { 0 };

    (void)state;
    for (size_t i = 0; i < ATTACH_RATIO_FREE + (8U << 20); i++)
        buf_add_char(&zeros, ' ');

    const struct sample_part parts[] = { { "a.txt", buf_str(&zeros) } };
    AUTO(buf_done) struct buf file = pack_parts(parts, 1);

    assert_true(file.n < 16 << 10);
    expect(buf_str(&file), ATTACH_TOO_LARGE, "");
}

static void entities_are_refused(void **state)
{
    const struct sample_part parts[] = {
        { "word/document.xml",
          STR("<!DOCTYPE x [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;\"><!ENTITY e SYSTEM "
              "\"file:///etc/passwd\">]><d><p><t>&b;&e;</t></p></d>") },
    };
    AUTO(buf_done) struct buf file = pack_parts(parts, 1);

    (void)state;
    expect(buf_str(&file), ATTACH_DAMAGED, "");
}

static void nesting_without_end_is_damage(void **state)
{
    AUTO(buf_done) struct buf xml = { 0 };

    (void)state;
    for (size_t i = 0; i < 100000; i++)
        buf_add(&xml, STR("<p>"));

    const struct sample_part parts[] = { { "word/document.xml", buf_str(&xml) } };
    AUTO(buf_done) struct buf file = pack_parts(parts, 1);

    expect(buf_str(&file), ATTACH_DAMAGED, "");
}

/* An archive that says it has a million entries: the end record alone, or with as many headers. */
static void too_many_entries_are_refused(void **state)
{
    AUTO(buf_done) struct buf file = { 0 };
    const size_t n = ATTACH_ENTRIES_MAX + 1;

    (void)state;
    for (size_t i = 0; i < n; i++) {
        buf_add(&file, STR("PK\x01\x02"));
        add_zeros(&file, 24);
        add_u16(&file, 1); /* length of the name */
        add_zeros(&file, 16);
        buf_add_char(&file, 'a');
    }

    const size_t directory = file.n;

    buf_add(&file, STR("PK\x05\x06\0\0\0\0"));
    add_u16(&file, (uint32_t)n);
    add_u16(&file, (uint32_t)n);
    add_u32(&file, (uint32_t)directory);
    add_u32(&file, 0);
    add_u16(&file, 0);

    AUTO(buf_done) struct buf local = { 0 };

    buf_add(&local, STR("PK\x03\x04")); /* so that it looks like one at the start */
    add_zeros(&local, 26);
    buf_add(&local, buf_str(&file));
    put_u32(&local, local.n - 6, 30);

    AUTO(lines_done) struct lines out;

    assert_int_equal(text_of(buf_str(&local), &out), ATTACH_TOO_LARGE);
}

/* Cut at every place, each format gives some outcome and touches nothing outside its bytes. */
static void files_that_are_cut_short_end_in_an_outcome(void **state)
{
    AUTO(buf_done) struct buf word = docx("<w:p><w:r><w:t>表一</w:t></w:r></w:p>");
    AUTO(buf_done) struct buf doc = pack_doc("姓名\r", "519902\r", 0x200);
    const struct buf *files[] = { &word, &doc };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(files); i++)
        for (size_t n = 0; n < files[i]->n; n += n < 600 ? 1 : 61) {
            AUTO(lines_done) struct lines out;
            char *exact = malloc(n + 1);

            memcpy(exact, files[i]->p, n);
            assert_true((int)text_of(str_from(exact, n), &out) < ATTACH_OUTCOMES_N);
            free(exact);
        }
}

/* Chains of sectors that run in circles. */
static void circles_in_a_compound_file_end(void **state)
{
    AUTO(buf_done) struct buf doc = pack_doc("姓名\r", "519902\r", 0x200);
    AUTO(lines_done) struct lines out;

    (void)state;
    for (uint32_t i = 0; i < 128; i++)
        put_u32(&doc, SECTOR + 4 * i, 1);
    assert_true((int)text_of(buf_str(&doc), &out) < ATTACH_OUTCOMES_N);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_docx_is_paragraphs_and_rows),
        cmocka_unit_test(headings_are_told_by_style_and_outline),
        cmocka_unit_test(what_is_there_twice_is_read_once),
        cmocka_unit_test(an_xlsx_is_a_line_a_row_of_every_sheet),
        cmocka_unit_test(a_pptx_is_its_slides_and_notes),
        cmocka_unit_test(an_ofd_is_lines_by_height),
        cmocka_unit_test(a_doc_is_its_pieces),
        cmocka_unit_test(a_field_that_shows_nothing_hides_nothing_behind_it),
        cmocka_unit_test(a_doc_with_a_password_says_so),
        cmocka_unit_test(an_xls_is_a_line_a_row),
        cmocka_unit_test(an_xls_with_a_password_says_so),
        cmocka_unit_test(a_docx_with_a_password_says_so),
        cmocka_unit_test(texts_are_read_in_their_charset),
        cmocka_unit_test(html_under_another_name_is_its_text),
        cmocka_unit_test(rich_text_is_what_readers_see),
        cmocka_unit_test(an_archive_is_all_its_files),
        cmocka_unit_test(an_archive_in_an_archive_is_not_read),
        cmocka_unit_test(an_archive_with_a_password_says_so),
        cmocka_unit_test(other_formats_are_not_supported),
        cmocka_unit_test(a_bomb_ends_at_the_limit),
        cmocka_unit_test(entities_are_refused),
        cmocka_unit_test(nesting_without_end_is_damage),
        cmocka_unit_test(too_many_entries_are_refused),
        cmocka_unit_test(files_that_are_cut_short_end_in_an_outcome),
        cmocka_unit_test(circles_in_a_compound_file_end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
