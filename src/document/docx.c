#include "base/base.h"

#include "document/docx.h"

#include "base/arena.h"
#include "base/out_file.h"
#include "document/docx_pack.h"
#include "document/docx_parts.h"

#include <stdlib.h>
#include <string.h>

enum { DOCX_PARTS_MAX = 16 };

struct docx {
    struct buf body;   /* word/document.xml so far */
    struct buf styles; /* word/styles.xml */
    bool is_pieces;
    struct arena a;
    struct str paragraph;          /* of pieces: w:pPr */
    struct str runs[DOCX_FACES_N]; /* of pieces: w:rPr, by face */
    struct docx_column columns[DOCX_COLUMNS_MAX];
    size_t n_columns; /* of the open table; 0 = none is open */
    int width[DOCX_COLUMNS_MAX];
    docx_reader *reader; /* NULL: nobody reads along */
    void *reader_ctx;
    struct buf plain; /* for it: of the open paragraph */
    enum docx_style style;
};

static const char *const styles[] = {
    [DOCX_BODY] = "Body",
    [DOCX_LAST] = "Last",
    [DOCX_WARNING] = "Warning",
    [DOCX_ISSUER] = "Issuer",
    [DOCX_NUMBER] = "Number",
    [DOCX_TITLE] = "Title",
    [DOCX_ADDRESSEE] = "Addressee",
    [DOCX_LEVEL_1] = "Level1",
    [DOCX_LEVEL_2] = "Level2",
    [DOCX_NOTE_FIRST] = "NoteFirst",
    [DOCX_NOTE_NEXT] = "NoteNext",
    [DOCX_ANNEX] = "Annex",
    [DOCX_ANNEX_TITLE] = "AnnexTitle",
    [DOCX_CENTRED] = "Centred",
    [DOCX_SIGNATURE] = "Signature",
};

const char *docx_style_name(enum docx_style style)
{
    return styles[style];
}

static const char *const faces[DOCX_FACES_N] = {
    [DOCX_PLAIN] = "",
    [DOCX_HEAD] = ("<w:rPr><w:rFonts w:ascii=\"楷体_GB2312\" w:hAnsi=\"楷体_GB2312\" "
                   "w:eastAsia=\"楷体_GB2312\"/></w:rPr>"),
    [DOCX_GAP] = "<w:rPr><w:highlight w:val=\"yellow\"/></w:rPr>",
};

struct docx *docx_new(void)
{
    struct docx *d = calloc(1, sizeof(*d));

    if (!d)
        abort();
    docx_add_styles(&d->styles);
    buf_add(&d->body,
            STR("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
                "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/"
                "main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/"
                "relationships\"><w:body>"));
    return d;
}

/* Where in a w:rPr a highlight stands: before these. */
static size_t place_of_highlight(struct str run)
{
    static const char *const later[] = { "<w:u ",
                                         "<w:u/",
                                         "<w:effect",
                                         "<w:bdr",
                                         "<w:shd",
                                         "<w:fitText",
                                         "<w:vertAlign",
                                         "<w:rtl",
                                         "<w:cs ",
                                         "<w:cs/",
                                         "<w:em ",
                                         "<w:lang",
                                         "<w:eastAsianLayout",
                                         "<w:specVanish",
                                         "<w:oMath" };
    size_t place = run.n;

    for (size_t i = 0; i < COUNT_OF(later); i++) {
        const size_t at = str_find(run, str_of(later[i]));

        place = at < place ? at : place; /* STR_NONE is past everything */
    }
    return place;
}

struct docx *docx_new_pieces(struct str paragraph, struct str run)
{
    struct docx *d = calloc(1, sizeof(*d));

    if (!d)
        abort();
    const size_t at = place_of_highlight(run);
    const struct str plain = arena_printf(&d->a, "<w:rPr>%.*s</w:rPr>", STR_ARG(run));

    d->is_pieces = true;
    d->paragraph = arena_copy(&d->a, paragraph);
    d->runs[DOCX_PLAIN] = d->runs[DOCX_HEAD] = plain;
    d->runs[DOCX_GAP] =
        str_has(run, STR("<w:highlight"))
            ? plain
            : arena_printf(&d->a, "<w:rPr>%.*s<w:highlight w:val=\"yellow\"/>%.*s</w:rPr>",
                           STR_ARG(str_sub(run, 0, at)), STR_ARG(str_skip(run, at)));
    return d;
}

struct str docx_pieces(const struct docx *d)
{
    ASSERT(d->is_pieces && d->n_columns == 0);
    return buf_str(&d->body);
}

void docx_freep(struct docx **d)
{
    if (!*d)
        return;
    buf_done(&(*d)->body);
    buf_done(&(*d)->styles);
    buf_done(&(*d)->plain);
    arena_done(&(*d)->a);
    free(*d);
    *d = NULL;
}

void docx_read_along(struct docx *d, docx_reader *reader, void *ctx)
{
    d->reader = reader;
    d->reader_ctx = ctx;
}

/* ---- text ------------------------------------------------------------------------------------ */

/* Text is of a paragraph of that style from now on. */
static void begin(struct docx *d, enum docx_style style)
{
    d->style = style;
    buf_reset(&d->plain); /* of cells, too */
}

static void open_paragraph(struct docx *d, const char *style)
{
    if (d->is_pieces) {
        buf_addf(&d->body, "<w:p>%.*s", STR_ARG(d->paragraph));
        return;
    }
    buf_addf(&d->body, "<w:p><w:pPr><w:pStyle w:val=\"%s\"/></w:pPr>", style);
}

void docx_begin(struct docx *d, enum docx_style style)
{
    ASSERT(d->n_columns == 0);
    begin(d, style);
    open_paragraph(d, styles[style]);
}

void docx_text(struct docx *d, enum docx_face face, struct str text)
{
    if (text.n == 0)
        return;
    if (d->reader)
        buf_add(&d->plain, text);
    buf_addf(&d->body, "<w:r>%.*s<w:t xml:space=\"preserve\">",
             STR_ARG(d->is_pieces ? d->runs[face] : str_of(faces[face])));
    docx_add_text(&d->body, text);
    buf_add(&d->body, STR("</w:t></w:r>"));
}

void docx_end(struct docx *d)
{
    buf_add(&d->body, STR("</w:p>"));
    if (d->reader)
        d->reader(d->reader_ctx, d->style, buf_str(&d->plain));
}

void docx_paragraph(struct docx *d, enum docx_style style, struct str text)
{
    docx_begin(d, style);
    docx_text(d, DOCX_PLAIN, text);
    docx_end(d);
}

/* ASCII takes half the room of a Chinese character. */
static int half_characters(struct str text)
{
    int n = 0;

    while (text.n) {
        uint32_t cp;

        text = str_skip(text, str_rune(text, &cp));
        n += cp < 0x80 ? 1 : 2;
    }
    return n;
}

static void add_signed(struct docx *d, struct str text, int right, bool is_first)
{
    const enum docx_face face = str_starts(text, STR("【")) ? DOCX_GAP : DOCX_PLAIN;

    begin(d, DOCX_SIGNATURE);
    buf_addf(&d->body,
             "<w:p><w:pPr><w:pStyle w:val=\"Signature\"/>%s%s<w:ind w:right=\"%d\"/></w:pPr>",
             is_first ? "" : "<w:keepNext w:val=\"0\"/>",
             is_first ? "<w:spacing w:before=\"1158\"/>" : "", right);
    docx_text(d, face, text);
    docx_end(d);
}

void docx_signature(struct docx *d, struct str name, struct str date)
{
    const int n_name = half_characters(name), n_date = half_characters(date);
    const int right = 4 * DOCX_CHARACTER + (n_date - n_name) * DOCX_CHARACTER / 4;

    add_signed(d, name, right > 0 ? right : 0, true);
    add_signed(d, date, 4 * DOCX_CHARACTER, false);
}

/* ---- tables ---------------------------------------------------------------------------------- */

static void add_cell(struct docx *d, size_t column, const char *style, bool is_centred,
                     struct str text)
{
    buf_addf(&d->body,
             "<w:tc><w:tcPr><w:tcW w:w=\"%d\" w:type=\"dxa\"/><w:vAlign w:val=\"center\"/></w:tcPr>"
             "<w:p><w:pPr>",
             d->width[column]);
    if (!d->is_pieces)
        buf_addf(&d->body, "<w:pStyle w:val=\"%s\"/>", style);
    buf_addf(&d->body, "%s</w:pPr>", is_centred ? "<w:jc w:val=\"center\"/>" : "");
    docx_text(d, DOCX_PLAIN, text);
    buf_add(&d->body, STR("</w:p></w:tc>"));
}

void docx_table_begin(struct docx *d, const struct docx_column *columns, size_t n)
{
    int sum = 0;

    ASSERT(d->n_columns == 0 && n > 0 && n <= DOCX_COLUMNS_MAX);
    memcpy(d->columns, columns, n * sizeof(*columns));
    d->n_columns = n;
    for (size_t i = 0; i < n; i++)
        sum += columns[i].width;

    buf_addf(&d->body,
             "<w:tbl><w:tblPr><w:tblW w:w=\"%d\" w:type=\"dxa\"/><w:jc w:val=\"center\"/>"
             "<w:tblBorders>",
             DOCX_TYPE_AREA);
    static const char *const edges[] = { "top", "left", "bottom", "right", "insideH", "insideV" };

    for (size_t i = 0; i < COUNT_OF(edges); i++)
        buf_addf(&d->body, "<w:%s w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"000000\"/>",
                 edges[i]);
    buf_add(&d->body, STR("</w:tblBorders><w:tblLayout w:type=\"fixed\"/><w:tblCellMar>"
                          "<w:left w:w=\"57\" w:type=\"dxa\"/><w:right w:w=\"57\" w:type=\"dxa\"/>"
                          "</w:tblCellMar></w:tblPr><w:tblGrid>"));
    for (size_t i = 0; i < n; i++) {
        d->width[i] = columns[i].width * DOCX_TYPE_AREA / sum;
        buf_addf(&d->body, "<w:gridCol w:w=\"%d\"/>", d->width[i]);
    }
    buf_add(&d->body, STR("</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>"));
    for (size_t i = 0; i < n; i++)
        add_cell(d, i, "CellHead", true, str_of(columns[i].title));
    buf_add(&d->body, STR("</w:tr>"));
}

void docx_row(struct docx *d, const struct str *cells)
{
    buf_add(&d->body, STR("<w:tr><w:trPr><w:cantSplit/></w:trPr>"));
    for (size_t i = 0; i < d->n_columns; i++)
        add_cell(d, i, "Cell", d->columns[i].is_number, cells[i]);
    buf_add(&d->body, STR("</w:tr>"));
}

void docx_table_end(struct docx *d)
{
    ASSERT(d->n_columns);
    buf_add(&d->body, STR("</w:tbl>"));
    d->n_columns = 0;
}

/* ---- the file -------------------------------------------------------------------------------- */

enum rc docx_bytes(struct docx *d, struct buf *out, struct err *err)
{
    struct docx_part parts[DOCX_PARTS_MAX];
    size_t n = 0;

    ASSERT(d->n_columns == 0 && docx_n_parts + 2 <= DOCX_PARTS_MAX);
    buf_addf(&d->body, "%s</w:body></w:document>", docx_section);
    for (; n < docx_n_parts; n++)
        parts[n] = docx_parts[n];
    parts[n++] = (struct docx_part){ "word/styles.xml", buf_str(&d->styles) };
    parts[n++] = (struct docx_part){ "word/document.xml", buf_str(&d->body) };
    return docx_pack((struct str){ 0 }, parts, n, out, err);
}

enum rc docx_save(struct docx *d, const char *path, struct err *err)
{
    AUTO(buf_done) struct buf bytes = { 0 };
    AUTO(out_file_done) struct out_file f = { 0 };
    enum rc rc = docx_bytes(d, &bytes, err);

    if (!rc)
        rc = out_file_open_path(&f, path, err);
    if (!rc)
        rc = out_file_write(&f, buf_str(&bytes), err);
    if (!rc)
        rc = out_file_commit(&f, err);
    return rc;
}
