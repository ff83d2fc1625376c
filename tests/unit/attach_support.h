/* Files that people attach, made by the tests themselves. */
#ifndef XJ_TESTS_ATTACH_SUPPORT_H
#define XJ_TESTS_ATTACH_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/base.h"
#include "base/buf.h"
#include "base/str.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zip.h>

struct sample_part {
    const char *name;
    struct str text;
};

/* A zip archive; with a password when it is not NULL. */
UNUSED static struct buf pack_locked(const struct sample_part *parts, size_t n,
                                     const char *password)
{
    char path[] = "/tmp/xj-sample-XXXXXX";
    const int fd = mkstemp(path);
    struct buf out = { 0 };

    assert_true(fd >= 0);
    assert_int_equal(close(fd), 0);

    zip_t *zip = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, NULL);

    assert_non_null(zip);
    for (size_t i = 0; i < n; i++) {
        zip_source_t *source = zip_source_buffer(zip, parts[i].text.p, parts[i].text.n, 0);
        const zip_int64_t at = zip_file_add(zip, parts[i].name, source, 0);

        assert_true(at >= 0);
        if (password)
            assert_int_equal(
                zip_file_set_encryption(zip, (zip_uint64_t)at, ZIP_EM_AES_256, password), 0);
    }
    assert_int_equal(zip_close(zip), 0);

    FILE *f = fopen(path, "rb");

    assert_non_null(f);
    for (size_t got = 1; got > 0;) {
        got = fread(buf_room(&out, 65536), 1, 65536, f);
        out.n += got;
    }
    assert_int_equal(fclose(f), 0);
    assert_int_equal(unlink(path), 0);
    return out;
}

UNUSED static struct buf pack_parts(const struct sample_part *parts, size_t n)
{
    return pack_locked(parts, n, NULL);
}

/* ---- PDF ------------------------------------------------------------------------------------- */

/* One page; `content` is its drawing. The table of objects is right. */
UNUSED static struct buf pack_pdf(const char *content, const char *extra_trailer)
{
    struct buf b = { 0 };
    size_t at[6];

    buf_add(&b, STR("%PDF-1.4\n"));
    at[1] = b.n;
    buf_add(&b, STR("1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n"));
    at[2] = b.n;
    buf_add(&b, STR("2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n"));
    at[3] = b.n;
    buf_add(&b, STR("3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
                    "/Resources<</Font<</F1 5 0 R>>>>>>\nendobj\n"));
    at[4] = b.n;
    buf_addf(&b, "4 0 obj\n<</Length %zu>>\nstream\n%s\nendstream\nendobj\n", strlen(content),
             content);
    at[5] = b.n;
    buf_add(&b, STR("5 0 obj\n<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>\nendobj\n"));

    const size_t xref = b.n;

    buf_add(&b, STR("xref\n0 6\n0000000000 65535 f \n"));
    for (size_t i = 1; i < COUNT_OF(at); i++)
        buf_addf(&b, "%010zu 00000 n \n", at[i]);
    buf_addf(&b, "trailer\n<</Size 6/Root 1 0 R%s>>\nstartxref\n%zu\n%%%%EOF\n", extra_trailer,
             xref);
    return b;
}

#define PDF_TEXT(s) "BT /F1 12 Tf 50 700 Td (" s ") Tj ET"

#endif
