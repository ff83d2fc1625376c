#include "base/base.h"

#include "document/docx_pack.h"

#include "document/xml_char.h"

#include <stdlib.h>
#include <zip.h>

enum { READ_BYTES = 1 << 16 };

void docx_add_text(struct buf *out, struct str text)
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

/* xml is borrowed until the archive is closed. */
static bool add_part(zip_t *zip, const char *name, struct str xml)
{
    enum { DOS_DATE_1980 = 1 << 5 | 1 };
    zip_source_t *source = zip_source_buffer(zip, xml.p, xml.n, 0);
    zip_int64_t at;

    if (!source)
        return false;
    at = zip_file_add(zip, name, source, ZIP_FL_OVERWRITE | ZIP_FL_ENC_UTF_8);
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

static bool pack(zip_source_t *archive, int flags, const struct docx_part *parts, size_t n)
{
    zip_t *zip = zip_open_from_source(archive, flags, NULL);
    bool is_good = zip != NULL;

    if (!zip)
        return false;
    zip_source_keep(archive);
    for (size_t i = 0; is_good && i < n; i++)
        is_good = add_part(zip, parts[i].name, parts[i].xml);
    if (is_good && zip_close(zip) == 0)
        return true;
    zip_discard(zip);
    return false;
}

enum rc docx_pack(struct str base, const struct docx_part *parts, size_t n, struct buf *out,
                  struct err *err)
{
    zip_source_t *archive = zip_source_buffer_create(base.p, base.n, 0, NULL);
    bool is_good;

    if (!archive)
        abort();
    is_good = pack(archive, base.n ? 0 : ZIP_TRUNCATE, parts, n) && read_back(archive, out);
    zip_source_free(archive);
    return is_good ? RC_OK : err_set(err, RC_IO, "无法生成 docx 文件");
}
