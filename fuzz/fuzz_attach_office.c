/* The XML of documents, behind the archive whose checksums would turn most inputs away. */
#include "base/base.h"

#include "attach/office.h"

#include <stdlib.h>
#include <zip.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static const struct {
    const char *mark, *part;
} kinds[] = {
    { "word/document.xml", "word/header1.xml" },
    { "xl/workbook.xml", "xl/worksheets/sheet1.xml" },
    { "xl/workbook.xml", "xl/sharedStrings.xml" },
    { "ppt/presentation.xml", "ppt/slides/slide1.xml" },
    { "OFD.xml", "Doc_0/Pages/Page_0/Content.xml" },
};

static void add(zip_t *zip, const char *name, const void *bytes, size_t n)
{
    zip_source_t *source = zip_source_buffer(zip, bytes, n, 0);
    const zip_int64_t at = zip_file_add(zip, name, source, 0);

    ASSERT(at >= 0 && zip_set_file_compression(zip, (zip_uint64_t)at, ZIP_CM_STORE, 0) == 0);
}

/* The first byte says what kind of part the rest is. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    AUTO(package_closep) struct package *p = NULL;
    AUTO(lines_done) struct lines out = { 0 };
    struct zip_stat stat;
    char *bytes;

    if (n == 0)
        return 0;

    zip_source_t *archive = zip_source_buffer_create(NULL, 0, 0, NULL);

    ASSERT(archive);
    zip_source_keep(archive);

    zip_t *zip = zip_open_from_source(archive, ZIP_TRUNCATE, NULL);
    const size_t kind = data[0] % COUNT_OF(kinds);

    ASSERT(zip);
    add(zip, kinds[kind].mark, "<x/>", 4);
    add(zip, kinds[kind].part, data + 1, n - 1);
    ASSERT(zip_close(zip) == 0 && zip_source_stat(archive, &stat) == 0);
    bytes = malloc(stat.size);
    ASSERT(bytes && zip_source_open(archive) == 0);
    ASSERT(zip_source_read(archive, bytes, stat.size) == (zip_int64_t)stat.size);
    (void)zip_source_close(archive);
    zip_source_free(archive);

    ASSERT(package_open(str_from(bytes, stat.size), &p, NULL) == RC_OK);
    (void)office_text(p, office_format(p), &out);
    package_closep(&p);
    free(bytes);
    return 0;
}
