#include "base/base.h"

#include "attach/package.h"

#include "attach/attach.h"

#include <libxml/xmlreader.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

struct package {
    zip_t *zip;
    int64_t left; /* bytes that may still be unpacked */
    bool is_encrypted;
};

struct part {
    struct package *package;
    zip_file_t *file;
    xmlTextReaderPtr reader;
    bool is_over; /* package->left ran out */
};

enum rc package_open(struct str bytes, struct package **out, struct err *err)
{
    AUTO(package_closep) struct package *p = calloc(1, sizeof(*p));
    const int64_t n_max = ATTACH_RATIO_FREE + (int64_t)bytes.n * ATTACH_RATIO_MAX;
    zip_source_t *source = zip_source_buffer_create(bytes.p, bytes.n, 0, NULL);

    if (!p || !source)
        abort();
    p->left = n_max < ATTACH_UNPACKED_MAX ? n_max : ATTACH_UNPACKED_MAX;
    p->zip = zip_open_from_source(source, ZIP_RDONLY, NULL);
    if (!p->zip) {
        zip_source_free(source);
        return err_set(err, RC_SYNTAX, "不是有效的压缩格式文件（可能已损坏）");
    }
    if (zip_get_num_entries(p->zip, 0) > ATTACH_ENTRIES_MAX)
        return err_set(err, RC_LIMIT, "文件内容可疑：部件超过 %d 个", ATTACH_ENTRIES_MAX);
    *out = p;
    p = NULL;
    return RC_OK;
}

void package_closep(struct package **p)
{
    if (!*p)
        return;
    if ((*p)->zip)
        zip_discard((*p)->zip);
    free(*p);
    *p = NULL;
}

size_t package_entries(const struct package *p)
{
    return (size_t)zip_get_num_entries(p->zip, 0);
}

struct str package_name(struct package *p, size_t i)
{
    return str_of(zip_get_name(p->zip, i, 0));
}

bool package_has(struct package *p, const char *name)
{
    return zip_name_locate(p->zip, name, ZIP_FL_NOCASE) >= 0;
}

bool package_is_encrypted(const struct package *p)
{
    return p->is_encrypted;
}

/* NULL: damaged, encrypted, packed in a way that we do not know. */
static zip_file_t *open_entry(struct package *p, zip_uint64_t i)
{
    zip_stat_t stat;

    if (zip_stat_index(p->zip, i, 0, &stat))
        return NULL;
    if (stat.valid & ZIP_STAT_ENCRYPTION_METHOD && stat.encryption_method != ZIP_EM_NONE) {
        p->is_encrypted = true;
        return NULL;
    }
    return zip_fopen_index(p->zip, i, 0);
}

enum rc package_bytes(struct package *p, size_t i, struct arena *a, struct str *out,
                      struct err *err)
{
    zip_stat_t stat;
    zip_file_t *file = open_entry(p, i);
    char *bytes;
    zip_int64_t got;

    if (!file || zip_stat_index(p->zip, i, 0, &stat) || !(stat.valid & ZIP_STAT_SIZE)) {
        if (file)
            (void)zip_fclose(file);
        return err_set(err, RC_SYNTAX, "文件已损坏或加了密码");
    }
    if (stat.size > (zip_uint64_t)p->left) {
        (void)zip_fclose(file);
        return err_set(err, RC_LIMIT, "文件解压后过大");
    }
    p->left -= (int64_t)stat.size;
    bytes = arena_alloc(a, stat.size + 1);
    got = zip_fread(file, bytes, stat.size);
    (void)zip_fclose(file);
    if (got < 0 || (zip_uint64_t)got != stat.size)
        return err_set(err, RC_SYNTAX, "文件已损坏");
    *out = str_from(bytes, (size_t)got);
    return RC_OK;
}

/* ---- XML ------------------------------------------------------------------------------------- */

static int read_part(void *ctx, char *out, int n)
{
    struct part *p = ctx;

    if (p->package->left < n) {
        p->is_over = true;
        return -1;
    }

    const zip_int64_t got = zip_fread(p->file, out, (zip_uint64_t)n);

    if (got > 0)
        p->package->left -= got;
    return (int)got;
}

/* libxml2 would print to stderr. */
static void keep_quiet(void *ctx, xmlErrorPtr error)
{
    (void)ctx;
    (void)error;
}

enum rc part_open(struct package *package, const char *name, struct part **out, struct err *err)
{
    const zip_int64_t i = zip_name_locate(package->zip, name, ZIP_FL_NOCASE);
    AUTO(part_closep) struct part *p = calloc(1, sizeof(*p));

    if (!p)
        abort();
    p->package = package;
    p->file = i < 0 ? NULL : open_entry(package, (zip_uint64_t)i);
    if (!p->file)
        return err_set(err, RC_SYNTAX, "文件已损坏或加了密码：缺少 %.100s", name);
    p->reader = xmlReaderForIO(read_part, NULL, p, NULL, NULL,
                               XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    if (!p->reader)
        abort(); /* only for want of memory */
    xmlTextReaderSetStructuredErrorHandler(p->reader, keep_quiet, NULL);
    *out = p;
    p = NULL;
    return RC_OK;
}

void part_closep(struct part **p)
{
    if (!*p)
        return;
    if ((*p)->reader)
        xmlFreeTextReader((*p)->reader);
    if ((*p)->file)
        (void)zip_fclose((*p)->file);
    free(*p);
    *p = NULL;
}

bool part_next(struct part *p, enum rc *rc, struct err *err)
{
    const int got = xmlTextReaderRead(p->reader);

    *rc = RC_OK;
    if (got == 1 && xmlTextReaderNodeType(p->reader) == XML_READER_TYPE_DOCUMENT_TYPE)
        *rc = err_set(err, RC_SYNTAX, "文件内容可疑：含有文档类型声明");
    else if (p->is_over)
        *rc = err_set(err, RC_LIMIT, "文件解压后过大");
    else if (got < 0)
        *rc = err_set(err, RC_SYNTAX, "文件已损坏：内容无法解析");
    return !*rc && got == 1;
}

struct str part_node(const struct part *p)
{
    return str_of((const char *)xmlTextReaderConstLocalName(p->reader));
}

struct str part_text(const struct part *p)
{
    return str_of((const char *)xmlTextReaderConstValue(p->reader));
}

bool part_is_start(const struct part *p)
{
    return xmlTextReaderNodeType(p->reader) == XML_READER_TYPE_ELEMENT;
}

bool part_is_empty(const struct part *p)
{
    return xmlTextReaderIsEmptyElement(p->reader) == 1;
}

bool part_is_end(const struct part *p)
{
    return xmlTextReaderNodeType(p->reader) == XML_READER_TYPE_END_ELEMENT;
}

bool part_is_text(const struct part *p)
{
    const int type = xmlTextReaderNodeType(p->reader);

    return type == XML_READER_TYPE_TEXT || type == XML_READER_TYPE_CDATA ||
           type == XML_READER_TYPE_SIGNIFICANT_WHITESPACE;
}

struct str part_attribute(struct part *p, const char *name, char out[PART_ATTRIBUTE_BYTES])
{
    size_t n = 0;

    while (xmlTextReaderMoveToNextAttribute(p->reader) == 1) {
        if (!str_eq(part_node(p), str_of(name)))
            continue;

        const struct str value = str_sub(part_text(p), 0, PART_ATTRIBUTE_BYTES);

        n = value.n;
        if (n)
            memcpy(out, value.p, n);
    }
    (void)xmlTextReaderMoveToElement(p->reader);
    return str_from(out, n);
}
