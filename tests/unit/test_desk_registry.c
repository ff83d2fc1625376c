/* sites.csv and sites.xlsx as people really write them. */
#include "base/base.h"

#include "desk/list_file.h"

#include "attach/attach.h"
#include "attach/xlsx_read.h"
#include "attach_support.h"
#include "text/charset.h"

#define HEADER "网站标识码,网站名称,首页网址,主办单位,行政区划,网站类型,状态,对外服务"
#define GOOD(code)                                                                                 \
    code ",云溪县人民政府,http://www.yunxi.gov.cn/"                                         \
         ",云溪县人民政府办公室,510700,政府门户网站,运行,是"

/* A site a line, then a bad row a line. */
static struct str tell(const struct list_file *f, struct arena *a)
{
    AUTO(buf_done) struct buf out = { 0 };

    for (size_t i = 0; i < f->n; i++) {
        const struct site *s = &list_file_sites(f, a).sites[i];

        buf_addf(&out, "%.*s|%.*s|%.*s|%.*s|%.*s|%s|%s|%d", STR_ARG(s->code), STR_ARG(s->name),
                 STR_ARG(s->home), STR_ARG(s->sponsor), STR_ARG(s->region), site_type_name(s->type),
                 site_state_name(s->state), s->serves_public);
        buf_addf(&out, "|%.*s|%.*s|%.*s|%.*s|%.*s|%.*s\n", STR_ARG(s->supervisor), STR_ARG(s->icp),
                 STR_ARG(s->police), STR_ARG(s->domains), STR_ARG(s->platform),
                 STR_ARG(s->service_link));
    }
    for (size_t i = 0; i < f->n_bad; i++)
        buf_addf(&out, "%zu: %.*s\n", f->bad[i].line, STR_ARG(f->bad[i].reason));
    return arena_copy(a, buf_str(&out));
}

static void expect(struct str bytes, const char *told)
{
    AUTO(arena_done) struct arena a = { 0 };
    struct list_file f;
    struct err err = { 0 };

    if (list_file_parse(REGISTRY_SITES, bytes, &a, &f, &err))
        fail_msg("%s", err.text);
    assert_string_equal(tell(&f, &a).p, told);
}

static void expect_refused(struct str bytes, enum rc rc, const char *sentence)
{
    AUTO(arena_done) struct arena a = { 0 };
    struct list_file f;
    struct err err = { 0 };

    assert_int_equal(list_file_parse(REGISTRY_SITES, bytes, &a, &f, &err), rc);
    assert_string_equal(err.text, sentence);
}

#define TOLD(code)                                                                                                   \
    code "|云溪县人民政府|http://www.yunxi.gov.cn/|云溪县人民政府办公室|510700|政府门户网站|" \
         "运行|1||||||\n"

static void a_plain_list_is_read(void **state)
{
    (void)state;
    expect(STR(HEADER "\r\n" GOOD("5107000034") "\r\n" GOOD("bm51070001") "\r\n"),
           TOLD("5107000034") TOLD("bm51070001"));
    expect(STR("\xef\xbb\xbf" HEADER "\n" GOOD("5107000034")), TOLD("5107000034"));
    expect(STR(HEADER "\n"), "");
}

static void columns_stand_in_any_order_with_optional_and_unknown_ones(void **state)
{
    (void)state;
    expect(STR("序号,对外服务,状态,网站类型,行政区划代码,主办单位,网站首页网址,"
               "网站名称*,政府网站标识码,icp 备案号,公安备案号,其他域名,集约化平台,主管单位,"
               "政务服务链接,备注\n"
               "1,否,申请关停,部门网站,510700,县教育局,https://jyj.yunxi.gov.cn,"
               "教育局,5107000035,蜀ICP备05000001号,川公网安备 51070002000001号,"
               "\"WWW.A.GOV.CN、http://b.gov.cn/x; c.gov.cn\",省平台,县政府,"
               "zwfw.yunxi.gov.cn/a,无\n"),
           "5107000035|教育局|https://jyj.yunxi.gov.cn/|县教育局|510700|部门网站|申请关停|0|"
           "县政府|蜀ICP备05000001号|川公网安备 51070002000001号|"
           "www.a.gov.cn b.gov.cn c.gov.cn|省平台|http://zwfw.yunxi.gov.cn/a\n");
}

static void slips_of_the_hand_are_forgiven(void **state)
{
    (void)state;
    expect(STR(HEADER "\n\n,,,,,,,\n"
                      "　５１０７０００ ０３４ ,\" 云溪县\n人民政府\", ｗｗｗ．yunxi.gov.cn ,"
                      "云溪县人民政府办公室,'510700,政府 门户网站,运行\xe2\x80\x8b, 是\n"
                      "\"=\"\"BM51070001\"\"\",a,HTTP：//WWW.A.gov.cn:80/a b,c,510700,专项网站,"
                      "已关停,否"),
           "5107000034|云溪县 "
           "人民政府|http://www.yunxi.gov.cn/|云溪县人民政府办公室|510700|政府门户网站|运行|1||||||"
           "\nbm51070001|a|http://www.a.gov.cn/a%20b|c|510700|专项网站|已关停|0||||||\n");
}

static void the_home_page_must_have_a_host(void **state)
{
    static const struct {
        const char *in, *out; /* NULL = refused */
    } cases[] = {
        { "http://www.x.gov.cn/index.html", "http://www.x.gov.cn/index.html" },
        { "https://[2001:db8::1]/", "https://[2001:db8::1]/" },
        { "10.1.2.3:8080", "http://10.1.2.3:8080/" },
        { "//www.x.gov.cn", "http://www.x.gov.cn/" },
        { "http://云溪.政务.cn/", "http://xn--9kq759e.xn--zfr164b.cn/" },
        { "ftp://www.x.gov.cn/", NULL },
        { "mailto:a@x", NULL },
        { "http://", NULL },
        { "http://www/", NULL },
        { "无", NULL },
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        AUTO(arena_done) struct arena a = { 0 };
        const struct str text =
            arena_printf(&a, HEADER "\n5107000034,a,%s,c,510700,专项网站,运行,是\n", cases[i].in);
        struct list_file f;

        assert_int_equal(list_file_parse(REGISTRY_SITES, text, &a, &f, NULL), RC_OK);
        if (!cases[i].out) {
            assert_int_equal(f.n_bad, 1);
            continue;
        }
        assert_int_equal(f.n_bad, 0);
        assert_string_equal(arena_copy(&a, f.rows[0].values[SITE_HOME]).p, cases[i].out);
    }
}

static void a_bad_row_names_column_value_and_what_is_expected(void **state)
{
    (void)state;
    expect(
        STR(HEADER "\n" GOOD("510700003") "\n" GOOD("5107000034") "\n" GOOD("5.107E+09") "\n" GOOD(
            "5107000034") "\n\"5107000036,未完\n" GOOD("bm5107000") "\n" GOOD("bm51070001")),
        TOLD("5107000034")
            TOLD("bm51070001") "2: 网站标识码“510700003”不符合格式，应为 10 位数字，或 bm 加 8 "
                               "位数字\n"
                               "4: 网站标识码“5.107E+09”被表格软件改成了科学记数，位数已丢失，"
                               "请把该列设为文本后重新填写\n"
                               "5: 网站标识码“5107000034”与第 3 行重复，每个网站只能有一行\n"
                               "6: 引号没有成对\n"
                               "7: 网站标识码“bm5107000”不符合格式，应为 10 位数字，或 bm 加 8 "
                               "位数字\n");
}

static void a_long_wrong_value_is_cut_in_the_message(void **state)
{
    (void)state;
    expect(STR(HEADER "\n5107000034,a,http://a.gov.cn,c,510700,"
                      "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十"
                      "一二三四五六七八九十一,运行,是"),
           "2: 网站类型“一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十"
           "一二三四五六七八九十…”不是规定的类型，应为政府门户网站、部门网站或专项网站\n");
}

static void titles_may_stand_above_the_header(void **state)
{
    (void)state;
    expect(STR("云溪县政府网站名单\n2026年11月\n" HEADER "\n" GOOD("5107000034")),
           TOLD("5107000034"));
}

static void without_a_header_the_missing_columns_are_named(void **state)
{
    (void)state;
    expect_refused(STR(""), RC_SYNTAX, "文件是空的");
    expect_refused(STR("网站标识码,网站名称,首页网址,主办单位,行政区划,状态\n"), RC_SYNTAX,
                   "表头缺少以下各列：网站类型、对外服务");
    expect_refused(STR("名单\n网站名称,首页网址,主办单位,行政区划,网站类型,状态,对外服务\na\n"),
                   RC_SYNTAX, "表头缺少以下各列：网站标识码");
    expect_refused(
        STR("a,b\n1,2\n"), RC_SYNTAX,
        "表头缺少以下各列：网站标识码、网站名称、首页网址、主办单位、行政区划、网站类型、"
        "状态、对外服务");
    expect_refused(STR("a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n" HEADER "\n"), RC_SYNTAX,
                   "表头缺少以下各列：网站标识码、网站名称、首页网址、主办单位、行政区划、"
                   "网站类型、状态、对外服务");
}

static void gbk_and_utf16_are_read(void **state)
{
    AUTO(arena_done) struct arena a = { 0 };
    const struct str text = STR(HEADER "\r\n" GOOD("5107000034") "\r\n");
    AUTO(buf_done) struct buf wide = { 0 };

    (void)state;
    expect(charset_from_utf8(text, "gb18030", &a), TOLD("5107000034"));

    buf_add(&wide, STR("\xff\xfe"));
    for (struct str s = text; s.n;) {
        uint32_t cp;

        s = str_skip(s, str_rune(s, &cp));
        buf_add_char(&wide, (char)(cp & 0xff));
        buf_add_char(&wide, (char)(cp >> 8));
    }
    expect(buf_str(&wide), TOLD("5107000034"));
}

static void more_rows_than_the_limit_are_refused(void **state)
{
    AUTO(buf_done) struct buf text = { 0 };

    (void)state;
    buf_add(&text, STR(HEADER "\n"));
    for (size_t i = 0; i <= LIST_ROWS_MAX; i++)
        buf_add(&text, STR("x\n"));
    expect_refused(buf_str(&text), RC_LIMIT, "超过 200000 行");
}

static void a_file_is_read_and_named_in_errors(void **state)
{
    AUTO(arena_done) struct arena a = { 0 };
    char path[] = "/tmp/xj-sites-XXXXXX";
    const int fd = mkstemp(path);
    struct list_file f;
    struct err err = { 0 };

    (void)state;
    assert_true(fd >= 0);
    assert_int_equal(write(fd, HEADER "\n" GOOD("5107000034"), sizeof(HEADER GOOD("5107000034"))),
                     sizeof(HEADER GOOD("5107000034")));
    assert_int_equal(close(fd), 0);
    assert_int_equal(list_file_read(REGISTRY_SITES, path, &a, &f, &err), RC_OK);
    assert_int_equal(f.n + f.n_bad, 1);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(list_file_read(REGISTRY_SITES, path, &a, &f, &err), RC_IO);
    assert_memory_equal(err.text, path, strlen(path));
    assert_int_equal(list_file_read(REGISTRY_SITES, "/tmp", &a, &f, &err), RC_IO);
}

/* ---- .xlsx ---- */

#define NS "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\""
#define WORKBOOK                                                                                   \
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?><workbook " NS                                      \
    " xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets>"    \
    "<sheet name=\"x\" sheetId=\"1\" state=\"hidden\" r:id=\"rId1\"/>"                             \
    "<sheet name=\"名单\" sheetId=\"2\" r:id=\"rId2\"/></sheets></workbook>"
#define RELATIONS                                                                                  \
    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"       \
    "<Relationship Id=\"rId1\" Target=\"worksheets/sheet1.xml\"/>"                                 \
    "<Relationship Id=\"rId2\" Target=\"worksheets/sheet2.xml\"/></Relationships>"

static struct buf workbook(struct str strings, struct str sheet)
{
    const struct sample_part parts[] = {
        { "xl/workbook.xml", STR(WORKBOOK) },
        { "xl/_rels/workbook.xml.rels", STR(RELATIONS) },
        { "xl/worksheets/sheet2.xml", sheet },
        { "xl/sharedStrings.xml", strings },
    };

    return pack_parts(parts, COUNT_OF(parts));
}

static void every_way_to_write_a_cell_is_read(void **state)
{
    (void)state;

    AUTO(buf_done)
    struct buf file = workbook(
        STR("<sst " NS "><si><t>网站标识码</t></si><si><r><t>网站</t></r><r><t>名称</t></r>"
            "<rPh sb=\"0\" eb=\"1\"><t>wang</t></rPh></si><si/><si><t>云溪县</t></si></sst>"),
        STR("<worksheet " NS "><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c>"
            "<c r=\"B1\" t=\"s\"><v>1</v></c><c t=\"inlineStr\"><is><t>首页网址</t></is></c>"
            "<c r=\"D1\" t=\"str\"><f>A1</f><v>主办单位</v></c>"
            "<c r=\"E1\" t=\"str\"><v>行政区划</v></c><c r=\"F1\" t=\"str\"><v>网站类型</v></c>"
            "<c r=\"G1\" t=\"str\"><v>状态</v></c><c r=\"H1\" t=\"str\"><v>对外服务</v></c></row>"
            "<row r=\"4\"><c r=\"A4\"><v>5109040003</v></c><c r=\"B4\" t=\"s\"><v>3</v></c>"
            "<c r=\"C4\" t=\"str\"><v>www.x.gov.cn</v></c><c r=\"D4\" t=\"str\"><v>a&amp;b</v></c>"
            "<c r=\"E4\"><v>510904</v></c><c r=\"F4\" t=\"str\"><v>部门网站</v></c>"
            "<c r=\"G4\" t=\"str\"><v>运行</v></c><c r=\"H4\" t=\"str\"><v>是</v></c></row>"
            "<row r=\"5\"/><row><c r=\"A6\" s=\"1\"/></row>"
            "<row r=\"7\"><c><v>5.109040004E9</v></c><c r=\"B7\" t=\"s\"><v>3</v></c>"
            "<c r=\"C7\" t=\"str\"><v>www.x.gov.cn</v></c><c r=\"D7\" t=\"str\"><v>c</v></c>"
            "<c r=\"E7\"><v>510904.0</v></c><c r=\"F7\" t=\"str\"><v>部门网站</v></c>"
            "<c r=\"G7\" t=\"str\"><v>运行</v></c><c r=\"H7\" t=\"s\"><v>99</v></c></row>"
            "</sheetData></worksheet>"));

    expect(buf_str(&file), "5109040003|云溪县|http://www.x.gov.cn/|a&b|510904|部门网站|运行|1||||||"
                           "\n7: 对外服务没有填写\n");
}

static void a_broken_workbook_is_refused(void **state)
{
    (void)state;
    expect_refused(STR("PK\x03\x04 nothing"), RC_SYNTAX,
                   "不是有效的 .xlsx 文件（可能加了密码、已损坏或是旧式 .xls）");
    expect_refused(STR("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), RC_SYNTAX,
                   "是旧式 .xls 文件或加了密码的 .xlsx 文件，请另存为不加密的 .xlsx 或 CSV");

    const struct sample_part other[] = { { "word/document.xml", STR("<a/>") } };
    AUTO(buf_done) struct buf docx = pack_parts(other, 1);

    expect_refused(buf_str(&docx), RC_SYNTAX, "文件已损坏或加了密码：缺少 xl/workbook.xml");

    AUTO(buf_done)
    struct buf cut = workbook(STR("<sst/>"), STR("<worksheet><sheetData><row><c><v>1</v>"));

    expect_refused(buf_str(&cut), RC_SYNTAX, "文件已损坏：内容无法解析");

    AUTO(buf_done)
    struct buf dtd = workbook(STR("<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]>"
                                  "<sst><si><t>&b;</t></si></sst>"),
                              STR("<worksheet/>"));

    expect_refused(buf_str(&dtd), RC_SYNTAX, "文件内容可疑：含有文档类型声明");
}

static enum rc count_row(void *ctx, const struct csv_row *row, struct err *err)
{
    (void)row;
    (void)err;
    ++*(size_t *)ctx;
    return RC_OK;
}

/* Rows of 64 KiB, again and again, pack into 1 MB. */
static void a_zip_bomb_ends_at_the_limit(void **state)
{
    AUTO(buf_done) struct buf sheet = { 0 };
    struct err err = { 0 };
    size_t n_rows = 0;

    (void)state;
    buf_add(&sheet, STR("<worksheet><sheetData>"));
    while (sheet.n <= ATTACH_UNPACKED_MAX) {
        buf_add(&sheet, STR("<row><c t=\"str\"><v>"));
        for (size_t i = 0; i < 64; i++)
            buf_addf(&sheet, "%1024d", 1);
        buf_add(&sheet, STR("</v></c></row>"));
    }
    buf_add(&sheet, STR("</sheetData></worksheet>"));

    AUTO(buf_done) struct buf file = workbook(STR("<sst/>"), buf_str(&sheet));

    assert_true(file.n < 4 << 20);
    assert_int_equal(xlsx_read(buf_str(&file), count_row, &n_rows, &err), RC_LIMIT);
    assert_string_equal(err.text, "文件解压后过大");
    assert_true(n_rows > 1000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_plain_list_is_read),
        cmocka_unit_test(columns_stand_in_any_order_with_optional_and_unknown_ones),
        cmocka_unit_test(slips_of_the_hand_are_forgiven),
        cmocka_unit_test(the_home_page_must_have_a_host),
        cmocka_unit_test(a_bad_row_names_column_value_and_what_is_expected),
        cmocka_unit_test(a_long_wrong_value_is_cut_in_the_message),
        cmocka_unit_test(titles_may_stand_above_the_header),
        cmocka_unit_test(without_a_header_the_missing_columns_are_named),
        cmocka_unit_test(gbk_and_utf16_are_read),
        cmocka_unit_test(more_rows_than_the_limit_are_refused),
        cmocka_unit_test(a_file_is_read_and_named_in_errors),
        cmocka_unit_test(every_way_to_write_a_cell_is_read),
        cmocka_unit_test(a_broken_workbook_is_refused),
        cmocka_unit_test(a_zip_bomb_ends_at_the_limit),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
