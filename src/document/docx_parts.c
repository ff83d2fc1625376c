#include "base/base.h"

#include "document/docx_parts.h"

#define XML "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define MAIN "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
#define RELATIONS "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define PACKAGE "http://schemas.openxmlformats.org/package/2006/"
#define TYPE "application/vnd.openxmlformats-officedocument.wordprocessingml."

static const char content_types[] =
    XML "<Types xmlns=\"" PACKAGE "content-types\">"
        "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package."
        "relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/>"
        "<Override PartName=\"/word/document.xml\" ContentType=\"" TYPE "document.main+xml\"/>"
        "<Override PartName=\"/word/styles.xml\" ContentType=\"" TYPE "styles+xml\"/>"
        "<Override PartName=\"/word/settings.xml\" ContentType=\"" TYPE "settings+xml\"/>"
        "<Override PartName=\"/word/fontTable.xml\" ContentType=\"" TYPE "fontTable+xml\"/>"
        "<Override PartName=\"/word/footer1.xml\" ContentType=\"" TYPE "footer+xml\"/>"
        "<Override PartName=\"/word/footer2.xml\" ContentType=\"" TYPE "footer+xml\"/>"
        "</Types>";

static const char package_relations[] =
    XML "<Relationships xmlns=\"" PACKAGE "relationships\"><Relationship Id=\"rId1\" "
        "Type=\"" RELATIONS "/officeDocument\" Target=\"word/document.xml\"/></Relationships>";

#define RELATION(id, type, target)                                                                 \
    "<Relationship Id=\"" id "\" Type=\"" RELATIONS "/" type "\" Target=\"" target "\"/>"

static const char document_relations[] = XML
    "<Relationships xmlns=\"" PACKAGE "relationships\">" RELATION("rId1", "styles", "styles.xml")
        RELATION("rId2", "settings", "settings.xml") RELATION("rId3", "fontTable", "fontTable.xml")
            RELATION("rId4", "footer", "footer1.xml")
                RELATION("rId5", "footer", "footer2.xml") "</Relationships>";

static const char settings[] = XML
    "<w:settings xmlns:w=\"" MAIN "\"><w:evenAndOddHeaders/>"
    "<w:drawingGridVerticalSpacing w:val=\"156\"/>"
    "<w:characterSpacingControl w:val=\"compressPunctuation\"/>"
    "<w:compat><w:spaceForUL/><w:balanceSingleByteDoubleByteWidth/><w:doNotLeaveBackslashAlone/>"
    "<w:ulTrailSpace/><w:doNotExpandShiftReturn/><w:adjustLineHeightInTable/><w:useFELayout/>"
    "<w:compatSetting w:name=\"compatibilityMode\" w:uri=\"http://schemas.microsoft.com/office/"
    "word\" w:val=\"15\"/></w:compat></w:settings>";

/* The second name is what a machine without the official fonts has. */
#define FONT(name, other)                                                                          \
    "<w:font w:name=\"" name "\"><w:altName w:val=\"" other "\"/><w:charset "                      \
    "w:val=\"86\"/></w:font>"

static const char font_table[] =
    XML "<w:fonts xmlns:w=\"" MAIN "\">" FONT("方正小标宋简体", "宋体") FONT("仿宋_GB2312", "仿宋")
        FONT("楷体_GB2312", "楷体") FONT("黑体", "SimHei") FONT("宋体", "SimSun") "</w:fonts>";

/* ---- styles ---------------------------------------------------------------------------------- */

#define FACE(name)                                                                                 \
    "<w:rFonts w:ascii=\"" name "\" w:hAnsi=\"" name "\" w:eastAsia=\"" name "\" w:cs=\"" name     \
    "\"/>"
#define SIZE(halves) "<w:sz w:val=\"" halves "\"/><w:szCs w:val=\"" halves "\"/>"
#define SONG FACE("方正小标宋简体")
#define KEEP "<w:keepNext/><w:keepLines/>"
#define FIRST_LINE "<w:ind w:firstLineChars=\"200\" w:firstLine=\"630\"/>"
#define CENTRE "<w:ind w:firstLine=\"0\"/><w:jc w:val=\"center\"/>"
#define BEFORE_ONE_LINE "<w:spacing w:before=\"579\"/>"
#define UNDER_NAME(hanging, characters)                                                            \
    "<w:ind w:leftChars=\"600\" w:left=\"1896\" w:hangingChars=\"" characters                      \
    "\" w:hanging=\"" hanging "\"/><w:jc w:val=\"left\"/>"
#define SPACING(before, after, pitch)                                                              \
    "<w:spacing w:before=\"" before "\" w:after=\"" after "\" w:line=\"" pitch                     \
    "\" w:lineRule=\"exact\"/>"
#define ONE_LINE(around)                                                                           \
    "<w:spacing w:before=\"" around "\" w:after=\"" around "\" w:line=\"240\" "                    \
    "w:lineRule=\"auto\"/>"
#define NARROW "<w:w w:val=\"98\"/>"
#define FULL_WIDTH "<w:w w:val=\"100\"/>"
#define EDGE(side) "<w:" side " w:val=\"single\" w:sz=\"12\" w:space=\"6\" w:color=\"C00000\"/>"

/*
 * The page has the grid, but text keeps its pitch by itself, lines of exactly 28.95 pt and
 * characters of 98 % of 16 pt: some readers stretch figures to whole cells of the grid, and give a
 * character of 16 pt two of its cells of 15.79 pt.
 */
static const char styles_start[] =
    XML "<w:styles xmlns:w=\"" MAIN "\"><w:docDefaults><w:rPrDefault><w:rPr>" FACE("仿宋_GB2312")
        NARROW SIZE(
            "32") "<w:lang w:val=\"en-US\" w:eastAsia=\"zh-CN\"/></w:rPr></w:rPrDefault>"
                  "<w:pPrDefault/></w:docDefaults><w:style w:type=\"paragraph\" w:default=\"1\" "
                  "w:styleId=\"Normal\"><w:name w:val=\"Normal\"/><w:pPr><w:widowControl "
                  "w:val=\"0\"/><w:snapToGrid w:val=\"0\"/>" SPACING(
                      "0", "0", "579") "<w:jc w:val=\"both\"/></w:pPr><w:rPr>" NARROW
                      SIZE("32") "</w:rPr></w:style>";

/*
 * 3号 is 16 pt, 2号 22 pt, 4号 14 pt, 小四 12 pt. The issuer's upper edge lies 35 mm below the
 * upper edge of the type area; two empty lines to its number, a red line 4 mm below that, two empty
 * lines to the title.
 */
static const struct {
    const char *id, *name, *paragraph, *run;
} styles[] = {
    { "Body", "公文正文", FIRST_LINE, "" },
    { "Last", "公文末段", "<w:keepNext/>" FIRST_LINE, "" },
    { "Warning", "公文提示",
      "<w:pBdr>" EDGE("top") EDGE("left") EDGE("bottom")
          EDGE("right") "</w:pBdr>" SPACING("0", "289", "400"),
      FACE("黑体") "<w:color w:val=\"C00000\"/>" FULL_WIDTH SIZE("28") },
    { "Issuer", "发文机关标志", KEEP SPACING("1984", "0", "869") CENTRE,
      SONG "<w:color w:val=\"FF0000\"/>" FULL_WIDTH SIZE("72") },
    { "Number", "发文字号",
      KEEP "<w:pBdr><w:bottom w:val=\"single\" w:sz=\"12\" w:space=\"11\" w:color=\"FF0000\"/>"
           "</w:pBdr><w:spacing w:before=\"1158\" w:after=\"1158\"/>" CENTRE,
      "" },
    { "Title", "公文标题", KEEP SPACING("0", "0", "632") CENTRE, SONG FULL_WIDTH SIZE("44") },
    { "Addressee", "主送机关", BEFORE_ONE_LINE, "" },
    { "Level1", "一级标题", KEEP FIRST_LINE "<w:outlineLvl w:val=\"0\"/>", FACE("黑体") },
    { "Level2", "二级标题", KEEP FIRST_LINE "<w:outlineLvl w:val=\"1\"/>", FACE("楷体_GB2312") },
    { "NoteFirst", "附件说明", KEEP BEFORE_ONE_LINE UNDER_NAME("1264", "400"), "" },
    { "NoteNext", "附件说明续", KEEP UNDER_NAME("316", "100"), "" },
    { "Signature", "署名和日期", KEEP "<w:jc w:val=\"right\"/>", "" },
    { "Annex", "附件序号",
      KEEP "<w:pageBreakBefore/><w:jc w:val=\"left\"/><w:outlineLvl w:val=\"0\"/>", FACE("黑体") },
    { "AnnexTitle", "附件标题", KEEP SPACING("579", "0", "632") CENTRE,
      SONG FULL_WIDTH SIZE("44") },
    { "Centred", "居中", KEEP SPACING("0", "289", "579") CENTRE, FACE("楷体_GB2312") },
    { "Cell", "表格文字", ONE_LINE("40") "<w:jc w:val=\"left\"/>", FULL_WIDTH SIZE("24") },
    { "CellHead", "表格标题", KEEP ONE_LINE("60") "<w:jc w:val=\"center\"/>",
      FACE("黑体") FULL_WIDTH SIZE("24") },
    { "Folio", "页码", SPACING("0", "0", "320"), FACE("宋体") FULL_WIDTH SIZE("28") },
};

void docx_add_styles(struct buf *out)
{
    buf_add(out, str_of(styles_start));
    for (size_t i = 0; i < COUNT_OF(styles); i++)
        buf_addf(out,
                 "<w:style w:type=\"paragraph\" w:customStyle=\"1\" w:styleId=\"%s\"><w:name "
                 "w:val=\"%s\"/><w:basedOn w:val=\"Normal\"/><w:qFormat/><w:pPr>%s</w:pPr>"
                 "<w:rPr>%s</w:rPr></w:style>",
                 styles[i].id, styles[i].name, styles[i].paragraph, styles[i].run);
    buf_add(out, STR("</w:styles>"));
}

/* ---- page numbers: odd pages right, even pages left, one character in --------------------------
 */

#define FIELD(what)                                                                                \
    "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText "                            \
    "xml:space=\"preserve\"> " what " </w:instrText></w:r><w:r><w:fldChar "                        \
    "w:fldCharType=\"separate\"/></w:r><w:r><w:t>1</w:t></w:r>"                                    \
    "<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>"
#define FOLIO(place)                                                                               \
    XML "<w:ftr xmlns:w=\"" MAIN "\"><w:p><w:pPr><w:pStyle w:val=\"Folio\"/>" place                \
        "</w:pPr><w:r><w:t xml:space=\"preserve\">— </w:t></w:r>" FIELD(                           \
            "PAGE") "<w:r><w:t xml:space=\"preserve\"> —</w:t></w:r></w:p></w:ftr>"

static const char footer_odd[] = FOLIO("<w:ind w:right=\"280\"/><w:jc w:val=\"right\"/>");
static const char footer_even[] = FOLIO("<w:ind w:left=\"280\"/><w:jc w:val=\"left\"/>");

/*
 * Margins 37, 26, 35, 28 mm. The number's line of 16 pt begins 7 mm below the type area, so it ends
 * 22.4 mm above the edge of the paper. 225 mm / 22 = 579.8 twentieths of a point a line; 156 mm /
 * 28 = 15.793 pt a character, which is 16 pt - 849/4096 pt.
 */
const char docx_section[] =
    "<w:sectPr><w:footerReference w:type=\"default\" r:id=\"rId4\"/>"
    "<w:footerReference w:type=\"even\" r:id=\"rId5\"/>"
    "<w:pgSz w:w=\"11906\" w:h=\"16838\"/>"
    "<w:pgMar w:top=\"2098\" w:right=\"1474\" w:bottom=\"1984\" w:left=\"1588\" w:header=\"851\" "
    "w:footer=\"1268\" w:gutter=\"0\"/>"
    "<w:docGrid w:type=\"linesAndChars\" w:linePitch=\"579\" w:charSpace=\"-849\"/></w:sectPr>";

#define PART(name, text)                                                                           \
    {                                                                                              \
        name,                                                                                      \
        {                                                                                          \
            .p = (text), .n = sizeof(text) - 1                                                     \
        }                                                                                          \
    }

const struct docx_part docx_parts[] = {
    PART("[Content_Types].xml", content_types),
    PART("_rels/.rels", package_relations),
    PART("word/_rels/document.xml.rels", document_relations),
    PART("word/settings.xml", settings),
    PART("word/fontTable.xml", font_table),
    PART("word/footer1.xml", footer_odd),
    PART("word/footer2.xml", footer_even),
};
const size_t docx_n_parts = COUNT_OF(docx_parts);
