#include "base/base.h"

#include "report/docx.h"

#include "report/docx_parts.h"
#include "report/out_file.h"
#include "report/xml_char.h"

#include <stdlib.h>
#include <string.h>
#include <zip.h>

enum { READ_BYTES = 1 << 16 };

struct docx {
    struct buf body;   /* word/document.xml so far */
    struct buf styles; /* word/styles.xml */
    struct docx_column columns[DOCX_COLUMNS_MAX];
    size_t n_columns; /* of the open table; 0 = none is open */
    int width[DOCX_COLUMNS_MAX];
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
};

static const char *const faces[] = {
    [DOCX_PLAIN] = "",
    [DOCX_HEAD] = "<w:rPr><w:rFonts w:ascii=\"楷体_GB2312\" w:hAnsi=\"楷体_GB2312\" "
                  "w:eastAsia=\"楷体_GB2312\"/></w:rPr>",
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

void docx_freep(struct docx **d)
{
    if (!*d)
        return;
    buf_done(&(*d)->body);
    buf_done(&(*d)->styles);
    free(*d);
    *d = NULL;
}

/* ---- text ------------------------------------------------------------------------------------ */

/* The content of w:t. */
static void add_text(struct buf *out, struct str text)
{
    while (text.n) {
        uint32_t cp;

        text = str_skip(text, str_rune(text, &cp));
        if (cp == '\n')
            buf_add(out, STR("</w:t><w:br/><w:t xml:space=\"preserve\">"));
        else if (cp == '&')
            buf_add(out, STR("&amp;"));
        else if (cp == '<')
            buf_add(out, STR("&lt;"));
        else if (cp == '>')
            buf_add(out, STR("&gt;"));
        else
            buf_add_rune(out, xml_char(cp));
    }
}

static void open_paragraph(struct docx *d, const char *style)
{
    buf_addf(&d->body, "<w:p><w:pPr><w:pStyle w:val=\"%s\"/></w:pPr>", style);
}

void docx_begin(struct docx *d, enum docx_style style)
{
    ASSERT(d->n_columns == 0);
    open_paragraph(d, styles[style]);
}

void docx_text(struct docx *d, enum docx_face face, struct str text)
{
    if (text.n == 0)
        return;
    buf_addf(&d->body, "<w:r>%s<w:t xml:space=\"preserve\">", faces[face]);
    add_text(&d->body, text);
    buf_add(&d->body, STR("</w:t></w:r>"));
}

void docx_end(struct docx *d)
{
    buf_add(&d->body, STR("</w:p>"));
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
             "<w:p><w:pPr><w:pStyle w:val=\"%s\"/>%s</w:pPr>",
             d->width[column], style, is_centred ? "<w:jc w:val=\"center\"/>" : "");
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

/* xml is borrowed until the archive is closed. */
static bool add_part(zip_t *zip, const char *name, struct str xml)
{
    enum { DOS_DATE_1980 = 1 << 5 | 1 };
    zip_source_t *source = zip_source_buffer(zip, xml.p, xml.n, 0);
    zip_int64_t at;

    if (!source)
        return false;
    at = zip_file_add(zip, name, source, ZIP_FL_ENC_UTF_8);
    if (at < 0) {
        zip_source_free(source);
        return false;
    }
    return zip_file_set_dostime(zip, (zip_uint64_t)at, 0, DOS_DATE_1980, 0) == 0;
}

/* Takes a reference to the archive's bytes. */
static bool read_back(zip_source_t *archive, struct buf *out)
{
    zip_int64_t got = -1;

    if (zip_source_open(archive))
        return false;
    do {
        char *to = buf_room(out, READ_BYTES);

        got = to ? zip_source_read(archive, to, READ_BYTES) : -1;
        if (got > 0)
            out->n += (size_t)got;
    } while (got > 0);
    (void)zip_source_close(archive);
    return got == 0;
}

static bool pack(struct docx *d, zip_source_t *archive)
{
    zip_t *zip = zip_open_from_source(archive, ZIP_TRUNCATE, NULL);
    bool is_good = zip != NULL;

    if (!zip)
        return false;
    zip_source_keep(archive);
    for (size_t i = 0; is_good && i < docx_n_parts; i++)
        is_good = add_part(zip, docx_parts[i].name, docx_parts[i].xml);
    is_good = is_good && add_part(zip, "word/styles.xml", buf_str(&d->styles));
    is_good = is_good && add_part(zip, "word/document.xml", buf_str(&d->body));
    if (is_good && zip_close(zip) == 0)
        return true;
    zip_discard(zip);
    return false;
}

enum rc docx_bytes(struct docx *d, struct buf *out, struct err *err)
{
    zip_source_t *archive = zip_source_buffer_create(NULL, 0, 0, NULL);
    bool is_good;

    if (!archive)
        abort();
    ASSERT(d->n_columns == 0);
    buf_addf(&d->body, "%s</w:body></w:document>", docx_section);
    is_good = pack(d, archive) && read_back(archive, out);
    zip_source_free(archive);
    return is_good ? RC_OK : err_set(err, RC_IO, "无法生成 docx 文件");
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
