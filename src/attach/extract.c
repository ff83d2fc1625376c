#include "base/base.h"

#include "attach/extract.h"

#include "attach/office.h"
#include "attach/ole.h"
#include "attach/package.h"
#include "attach/plain.h"
#include "attach/rich.h"
#include "attach/sheets.h"
#include "attach/word.h"
#include "text/charset.h"

/* One file, or one archive of them. */
struct job {
    struct lines *out;
    extract_pdf_fn *pdf;
    void *ctx;
    int depth; /* archives around it */
};

static enum attach_outcome extract(struct job *job, struct str bytes);

/* ---- archives -------------------------------------------------------------------------------- */

/* What archivers of other systems leave behind. */
static bool is_litter(struct str name)
{
    return str_starts(name, STR("__MACOSX/")) || str_ends(name, STR(".DS_Store")) ||
           str_ends_nocase(name, STR("Thumbs.db")) || str_ends(name, STR("/"));
}

/* Names that are not UTF-8 are in a charset that the archive does not tell. */
static void begin_entry(struct lines *out, struct str name)
{
    lines_file(out, charset_is_utf8(name) ? name : STR(""));
}

static enum attach_outcome extract_entry(struct job *job, struct package *p, size_t i)
{
    AUTO(arena_done) struct arena a = { 0 };
    struct str bytes = { 0 };
    const enum rc rc = package_bytes(p, i, &a, &bytes, NULL);

    if (rc)
        return rc == RC_LIMIT            ? ATTACH_TOO_LARGE
               : package_is_encrypted(p) ? ATTACH_ENCRYPTED
                                         : ATTACH_DAMAGED;
    lines_end(job->out, LINES_NEW);
    begin_entry(job->out, package_name(p, i));
    return bytes.n ? extract(job, bytes) : ATTACH_READ;
}

static enum attach_outcome extract_archive(struct job *job, struct package *p)
{
    enum attach_outcome worst = ATTACH_READ;

    if (job->depth > 0)
        return ATTACH_UNSUPPORTED;
    job->depth++;
    for (size_t i = 0; i < package_entries(p) && !job->out->is_cut; i++) {
        enum attach_outcome o;

        if (is_litter(package_name(p, i)))
            continue;
        o = extract_entry(job, p, i);
        worst = attach_outcome_join(worst, o);
        if (o == ATTACH_TOO_LARGE)
            break;
    }
    job->depth--;
    lines_file(job->out, STR(""));
    return worst;
}

static enum attach_outcome extract_zip(struct job *job, struct str bytes)
{
    AUTO(package_closep) struct package *p = NULL;
    const enum rc rc = package_open(bytes, &p, NULL);
    enum attach_format format;

    if (rc)
        return rc == RC_LIMIT ? ATTACH_TOO_LARGE : ATTACH_DAMAGED;
    format = office_format(p);
    return format == ATTACH_ZIP ? extract_archive(job, p) : office_text(p, format, job->out);
}

/* ---- compound files -------------------------------------------------------------------------- */

static enum attach_outcome extract_ole(struct job *job, struct str bytes)
{
    AUTO(arena_done) struct arena a = { 0 };
    struct ole ole;

    if (ole_open(bytes, &a, &ole))
        return ATTACH_DAMAGED;
    if (ole_has(&ole, "EncryptedPackage")) /* a docx, xlsx or pptx with a password */
        return ATTACH_ENCRYPTED;
    if (ole_has(&ole, "WordDocument"))
        return word_text(&ole, &a, job->out);
    if (ole_has(&ole, "Workbook"))
        return sheets_text(&ole, &a, job->out);
    return ATTACH_UNSUPPORTED;
}

/* ---- the whole ------------------------------------------------------------------------------- */

static enum attach_outcome extract(struct job *job, struct str bytes)
{
    enum attach_outcome o = ATTACH_UNSUPPORTED;

    switch (attach_format_of(bytes)) {
    case ATTACH_TEXT:
        o = plain_text(bytes, false, job->out);
        break;
    case ATTACH_HTML:
        o = plain_text(bytes, true, job->out);
        break;
    case ATTACH_RICH:
        o = rich_text(bytes, job->out);
        break;
    case ATTACH_PDF:
        job->pdf(job->ctx, str_of(job->out->file), bytes);
        o = ATTACH_READ;
        break;
    case ATTACH_ZIP:
    case ATTACH_DOCX:
    case ATTACH_XLSX:
    case ATTACH_PPTX:
    case ATTACH_OFD:
        o = extract_zip(job, bytes);
        break;
    case ATTACH_OLE:
        o = extract_ole(job, bytes);
        break;
    case ATTACH_PICTURE: /* in an archive it is not looked at */
    case ATTACH_UNKNOWN:
        break;
    }
    return o == ATTACH_READ && job->out->is_cut ? ATTACH_TOO_LARGE : o;
}

enum attach_outcome extract_text(struct str bytes, struct lines *out, extract_pdf_fn *pdf,
                                 void *ctx)
{
    struct job job = { .out = out, .pdf = pdf, .ctx = ctx };

    return extract(&job, bytes);
}
