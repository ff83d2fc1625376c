#include "base/base.h"

#include "archive/archive.h"

#include "archive/archive_index.h"
#include "archive/warc.h"
#include "base/file.h"
#include "base/hashes.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    INDEX_BYTES = 64 << 10,                  /* of lines in memory; more are written */
    UNSYNCED_BYTES = ARCHIVE_TAIL_BYTES / 2, /* of records whose lines may not be on disk */
    KEEP_BYTES = 4 << 20,                    /* of a packed record's buffer, for the next one */
    NUMBER_BYTES = 24,
    REF_PREFIX_BYTES = 5, /* "warc:" */
    TYPE_BYTES_MAX = 200,
};

/* Where a record stands. */
struct position {
    const char *dir;
    struct str file;
    int64_t offset;
};

/* Where a payload stands that may come again. */
struct place {
    uint32_t file, offset; /* a record begins below ARCHIVE_FILE_BYTES, so 32 bits do */
};

struct archive {
    char *name; /* of the folder */
    int dir, lock;
    int fd;        /* the file that is written; -1 = not opened yet */
    uint32_t file; /* its number */
    int64_t size;
    bool is_broken;       /* a half record could not be taken back */
    struct hashes known;  /* URL and payload digest -> 1 + index into places */
    struct buf places;    /* of struct place */
    struct buf index;     /* lines that are not written yet */
    int64_t n_unsynced;   /* bytes of records whose lines may not be on disk */
    struct arena scratch; /* of one record */
    struct gzip_packer packer;
    struct buf packed;
};

/* ---- opening and closing ---- */

static enum rc io_failed(const struct archive *w, struct err *err, const char *file,
                         const char *what)
{
    if (errno == ENOSPC || errno == EDQUOT)
        return err_set(err, RC_IO, "%s/%s：磁盘已满", w->name, file);
    return err_set(err, RC_IO, "%s/%s：%s（%s）", w->name, file, what, os_reason(errno));
}

static uint64_t payload_key(struct str url, struct str digest)
{
    AUTO(buf_done) struct buf b = { 0 };

    buf_add(&b, url);
    buf_add_char(&b, '\0');
    buf_add(&b, digest);

    const uint64_t key = str_hash(buf_str(&b));

    return key ? key : 1;
}

/* An archive_entry_fn: revisits lead to a payload, they have none; conversions were never received.
 */
static void know(void *ctx, const struct cdxj_entry *e)
{
    struct archive *w = ctx;
    const uint64_t key = payload_key(e->url, e->digest);
    const struct place place = {
        .file = archive_file_number(e->filename),
        .offset = (uint32_t)e->offset,
    };

    if (str_eq(e->mime, STR("warc/revisit")) || str_is_empty(e->status) ||
        str_eq(e->status, STR("-")) || e->offset > UINT32_MAX || hashes_find(&w->known, key))
        return;
    buf_add(&w->places, str_from((const char *)&place, sizeof(place)));
    hashes_put(&w->known, key, (uint32_t)(w->places.n / sizeof(place)));
}

/* Two writers would write through each other's records. */
static enum rc lock(struct archive *w, struct err *err)
{
    struct flock range = { .l_type = F_WRLCK, .l_whence = SEEK_SET };

    w->lock = openat(w->dir, ".lock", O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (w->lock < 0)
        return io_failed(w, err, ".lock", "无法写入");
    if (fcntl(w->lock, F_SETLK, &range))
        return err_set(err, RC_BUSY, "%s：另一个程序正在写入这个证据目录", w->name);
    return RC_OK;
}

static enum rc open_file(struct archive *w, struct err *err)
{
    char name[ARCHIVE_NAME_BYTES];

    w->fd = openat(w->dir, archive_file_name(w->file, name),
                   O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    return w->fd < 0 || fsync(w->dir) ? io_failed(w, err, name, "无法写入") : RC_OK;
}

enum rc archive_open(const char *dir, struct archive **out, struct err *err)
{
    struct archive_state state = { 0 };

    if (mkdir(dir, 0755) && errno != EEXIST)
        return err_set(err, RC_IO, "%s：无法新建目录（%s）", dir, os_reason(errno));

    const int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    if (fd < 0)
        return err_set(err, RC_IO, "%s：无法打开（%s）", dir, os_reason(errno));

    struct archive *w = calloc(1, sizeof(*w));

    if (!w)
        abort();
    *w = (struct archive){ .name = strdup(dir), .dir = fd, .lock = -1, .fd = -1 };
    if (!w->name)
        abort();

    enum rc rc = lock(w, err);

    if (!rc)
        rc = archive_recover(w->dir, w->name, know, w, &state, err);
    if (!rc) {
        w->file = state.last + (state.last == 0 || state.is_damaged);
        w->size = state.is_damaged ? 0 : state.size;
    }
    if (rc)
        archive_closep(&w);
    else
        *out = w;
    return rc;
}

const char *archive_dir(const struct archive *w)
{
    return w->name;
}

static enum rc write_index(struct archive *w, bool is_synced, struct err *err)
{
    enum rc rc;

    is_synced = w->n_unsynced && (is_synced || w->n_unsynced > UNSYNCED_BYTES);
    if (!w->index.n && !is_synced)
        return RC_OK;
    if ((rc = archive_index_append(w->dir, w->name, buf_str(&w->index), is_synced, err)))
        return rc;
    buf_reset(&w->index);
    if (is_synced)
        w->n_unsynced = 0;
    return RC_OK;
}

/* The record first: a line without its record would be a lie, the other is found again. */
static enum rc sync_all(struct archive *w, bool with_index, struct err *err)
{
    char name[ARCHIVE_NAME_BYTES];

    if (w->fd >= 0 && fdatasync(w->fd))
        return io_failed(w, err, archive_file_name(w->file, name), "无法写入");
    return write_index(w, with_index, err);
}

enum rc archive_sync(struct archive *w, struct err *err)
{
    return sync_all(w, false, err);
}

void archive_closep(struct archive **a)
{
    struct archive *w = *a;

    if (!w)
        return;
    /* Who wants to know whether it worked calls archive_sync before. */
    if (w->fd >= 0 && !sync_all(w, true, NULL) && /* it is sorted at the next opening, too */
        !archive_index_sort(w->dir, w->name, NULL) && !w->is_broken)
        archive_seal(w->dir, w->name, w->file);
    if (w->fd >= 0)
        (void)close(w->fd);
    if (w->lock >= 0)
        (void)close(w->lock);
    if (w->dir >= 0)
        (void)close(w->dir);
    hashes_done(&w->known);
    buf_done(&w->places);
    buf_done(&w->index);
    buf_done(&w->packed);
    gzip_packer_done(&w->packer);
    arena_done(&w->scratch);
    free(w->name);
    free(w);
    *a = NULL;
}

/* ---- references and heads ---- */

static enum rc no_such_record(struct str ref, struct err *err)
{
    return err_set(err, RC_NOT_FOUND, "没有证据记录“%.*s”", STR_ARG(str_head_chars(ref, 80)));
}

static bool find_position(const char *dir, struct str ref, struct position *out)
{
    struct str rest;

    *out = (struct position){ .dir = dir };
    return str_starts(ref, STR("warc:")) &&
           str_cut(str_skip(ref, REF_PREFIX_BYTES), '#', &out->file, &rest) &&
           archive_file_number(out->file) && str_to_i64(rest, 0, INT64_MAX, &out->offset);
}

/* The fields of a record, of which nothing else is unpacked; views into *record. false: none, or
 * what was unpacked is damaged. */
static bool read_head(const struct position *at, bool may_be_damaged, struct buf *record,
                      struct warc_head *head)
{
    AUTO(buf_done) struct buf path = { 0 };
    struct str block;
    int64_t n_packed;

    buf_addf(&path, "%s/%.*s", at->dir, STR_ARG(at->file));
    buf_add_char(&path, '\0');
    record->max = WARC_HEAD_MAX;

    const int fd = open(path.p, O_RDONLY | O_CLOEXEC);

    if (fd < 0)
        return false;

    const enum gzip_end end = gzip_read(fd, at->offset, record, &n_packed);

    (void)close(fd);
    return (end == GZIP_WHOLE || end == GZIP_LARGE || may_be_damaged) &&
           warc_parse(buf_str(record), true, head, &block);
}

/* ---- adding ---- */

/* Packs a record into w->packed and appends it whole or not at all. */
static enum rc append(struct archive *w, const struct warc_head *head, struct str http,
                      struct str body, struct err *err)
{
    AUTO(buf_done) struct buf text = { 0 };
    char name[ARCHIVE_NAME_BYTES];

    warc_head_write(head, &text);

    const struct str parts[] = { buf_str(&text), http, body, STR("\r\n\r\n") };

    if (w->packed.cap > KEEP_BYTES)
        buf_done(&w->packed);
    buf_reset(&w->packed);
    gzip_pack(&w->packer, parts, COUNT_OF(parts), &w->packed);
    if (!file_write_all(w->fd, buf_str(&w->packed))) {
        const enum rc rc = io_failed(w, err, archive_file_name(w->file, name), "无法写入");

        w->is_broken = ftruncate(w->fd, w->size) != 0;
        return rc;
    }
    w->size += (int64_t)w->packed.n;
    w->n_unsynced += (int64_t)w->packed.n;
    return RC_OK;
}

static const char *number_text(size_t n, char out[NUMBER_BYTES])
{
    (void)snprintf(out, NUMBER_BYTES, "%zu", n);
    return out;
}

static enum rc add_warcinfo(struct archive *w, int64_t at, struct err *err)
{
    const struct str content =
        STR("software: xunjian/" XJ_VERSION "\r\n"
            "format: WARC File Format 1.1\r\n"
            "conformsTo: http://iipc.github.io/warc-specifications/specifications/warc-format/"
            "warc-1.1/\r\n");
    char id[WARC_ID_BYTES], date[WARC_DATE_BYTES], digest[WARC_DIGEST_BYTES];
    char name[ARCHIVE_NAME_BYTES], length[NUMBER_BYTES];
    const struct warc_head head = {
        .type = STR("warcinfo"),
        .id = str_of(warc_new_id(id)),
        .date = str_of(warc_date(at, date)),
        .filename = str_of(archive_file_name(w->file, name)),
        .block_digest = str_of(warc_digest(&content, 1, digest)),
        .content_type = STR("application/warc-fields"),
        .length = str_of(number_text(content.n, length)),
    };

    return append(w, &head, content, (struct str){ 0 }, err);
}

/* A file that takes another record: the next one when this is full, with its warcinfo. */
static enum rc make_room(struct archive *w, int64_t at, struct err *err)
{
    if (w->is_broken)
        return err_set(err, RC_IO, "%s：上次写入失败，证据文件已停用", w->name);
    if (w->size >= ARCHIVE_FILE_BYTES) {
        enum rc rc = sync_all(w, true, err);

        if (rc)
            return rc;
        if (w->file == ARCHIVE_FILES_MAX)
            return err_set(err, RC_LIMIT, "%s：证据文件过多", w->name);
        (void)close(w->fd);
        w->fd = -1;
        w->file++;
        w->size = 0;
    }
    if (w->fd < 0) {
        const enum rc rc = open_file(w, err);

        if (rc)
            return rc;
    }
    return w->size ? RC_OK : add_warcinfo(w, at, err);
}

/* What a revisit says of the record that has its payload. Strings in w->scratch. */
struct original {
    struct str id, date, file, offset;
};

/* The record with the same URL and payload. false: none, or it cannot be read (so write anew). */
static bool find_original(struct archive *w, struct str url, struct str digest,
                          struct original *out)
{
    const uint32_t number = hashes_find(&w->known, payload_key(url, digest));
    AUTO(buf_done) struct buf record = { 0 };
    struct warc_head head;
    struct place place;
    char name[ARCHIVE_NAME_BYTES];

    if (!number)
        return false;
    memcpy(&place, w->places.p + (number - 1) * sizeof(place), sizeof(place));

    const struct position at = { w->name, str_of(archive_file_name(place.file, name)),
                                 place.offset };

    if (!read_head(&at, false, &record, &head) || !str_eq(head.url, url) ||
        !str_eq(head.payload_digest, digest))
        return false;
    *out = (struct original){
        .id = arena_copy(&w->scratch, head.id),
        .date = arena_copy(&w->scratch, head.date),
        .file = arena_copy(&w->scratch, str_of(name)),
        .offset = arena_printf(&w->scratch, "%lu", (unsigned long)place.offset),
    };
    return true;
}

/* Neither may break the header that it stands in. */
static bool is_plain(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] <= ' ' || s.p[i] == 0x7f)
            return false;
    return true;
}

/* "text/html; charset=utf-8" */
static bool is_type(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] < ' ' || (unsigned char)s.p[i] > '~')
            return false;
    return str_chr(s, '/') != STR_NONE;
}

static enum rc check_record(const struct archive_record *r, struct err *err)
{
    if (str_is_empty(r->url) || r->url.n > WARC_URL_MAX || !is_plain(r->url) || !is_plain(r->ip) ||
        r->ip.n > 64)
        return err_set(err, RC_SYNTAX, "网址“%.*s”不能写入证据文件",
                       STR_ARG(str_head_chars(r->url, 80)));
    if (r->kind == ARCHIVE_CONVERSION && (!is_type(r->type) || r->type.n > TYPE_BYTES_MAX))
        return err_set(err, RC_SYNTAX, "%.*s：内容没有类型，不能写入证据文件",
                       STR_ARG(str_head_chars(r->url, 80)));
    if (r->body.n > ARCHIVE_BODY_BYTES_MAX || r->headers.n > ARCHIVE_HEADERS_BYTES_MAX)
        return err_set(err, RC_LIMIT, "%.*s：内容过大，不能写入证据文件",
                       STR_ARG(str_head_chars(r->url, 80)));
    return RC_OK;
}

static enum rc add_response(struct archive *w, const struct archive_record *r, struct str http,
                            struct str protocol, struct err *err)
{
    char id[WARC_ID_BYTES], date[WARC_DATE_BYTES], length[NUMBER_BYTES];
    char payload_digest[WARC_DIGEST_BYTES], block_digest[WARC_DIGEST_BYTES];
    const struct str digest = str_of(warc_digest(&r->body, 1, payload_digest));
    struct original original = { 0 };
    const bool is_revisit = r->body.n && find_original(w, r->url, digest, &original);
    const struct str body = is_revisit ? (struct str){ 0 } : r->body;
    const struct str block[] = { http, body };
    char file[ARCHIVE_NAME_BYTES];
    const struct warc_head head = {
        .type = is_revisit ? STR("revisit") : STR("response"),
        .id = str_of(warc_new_id(id)),
        .date = str_of(warc_date(r->at, date)),
        .url = r->url,
        .ip = r->ip,
        .protocol = protocol,
        .truncated = r->cut,
        .content_type = STR("application/http; msgtype=response"),
        .payload_digest = digest,
        .block_digest = str_of(warc_digest(block, COUNT_OF(block), block_digest)),
        .profile = is_revisit ? warc_revisit_profile : (struct str){ 0 },
        .refers_id = original.id,
        .refers_url = is_revisit ? r->url : (struct str){ 0 },
        .refers_date = original.date,
        .refers_file = original.file,
        .refers_offset = original.offset,
        .length = str_of(number_text(http.n + body.n, length)),
    };
    struct cdxj_entry entry = {
        .url = r->url,
        .at = r->at,
        .mime = is_revisit ? STR("warc/revisit") : warc_http_type(http),
        .status = warc_http_status(http),
        .digest = digest,
        .filename = str_of(archive_file_name(w->file, file)),
        .offset = w->size,
    };

    const enum rc rc = append(w, &head, http, body, err);

    if (rc)
        return rc;

    entry.n_packed = (int64_t)w->packed.n;
    cdxj_write(&entry, &w->scratch, &w->index);
    know(w, &entry);
    return RC_OK;
}

static enum rc add_conversion(struct archive *w, const struct archive_record *r, struct err *err)
{
    AUTO(buf_done) struct buf record = { 0 };
    char id[WARC_ID_BYTES], date[WARC_DATE_BYTES], digest[WARC_DIGEST_BYTES], length[NUMBER_BYTES];
    char file[ARCHIVE_NAME_BYTES];
    struct warc_head original;
    struct position at;

    if (!find_position(w->name, r->original, &at) || !read_head(&at, false, &record, &original))
        return no_such_record(r->original, err);

    const struct warc_head head = {
        .type = STR("conversion"),
        .id = str_of(warc_new_id(id)),
        .date = str_of(warc_date(r->at, date)),
        .url = r->url,
        .content_type = r->type,
        .payload_digest = str_of(warc_digest(&r->body, 1, digest)),
        .block_digest = str_of(digest),
        .refers_id = original.id,
        .length = str_of(number_text(r->body.n, length)),
    };
    struct cdxj_entry entry = {
        .url = r->url,
        .at = r->at,
        .mime = warc_type(r->type),
        .digest = head.payload_digest,
        .filename = str_of(archive_file_name(w->file, file)),
        .offset = w->size,
    };
    const enum rc rc = append(w, &head, r->body, (struct str){ 0 }, err);

    if (rc)
        return rc;
    entry.n_packed = (int64_t)w->packed.n;
    cdxj_write(&entry, &w->scratch, &w->index);
    return RC_OK;
}

static enum rc add_received(struct archive *w, const struct archive_record *r, struct err *err)
{
    AUTO(buf_done) struct buf http = { 0 };
    struct str protocol = { 0 };

    if (!warc_http_head(r->headers, r->body.n, &http, &protocol))
        return err_set(err, RC_SYNTAX, "%.*s：应答没有状态行，不能写入证据文件",
                       STR_ARG(str_head_chars(r->url, 80)));
    return add_response(w, r, buf_str(&http), protocol, err);
}

enum rc archive_add(struct archive *w, const struct archive_record *r, struct arena *a,
                    struct str *ref, struct err *err)
{
    char name[ARCHIVE_NAME_BYTES];
    enum rc rc = check_record(r, err);

    if (rc)
        return rc;
    arena_reset(&w->scratch);
    rc = make_room(w, r->at, err);
    if (rc)
        return rc;

    const int64_t offset = w->size;

    rc = r->kind == ARCHIVE_CONVERSION ? add_conversion(w, r, err) : add_received(w, r, err);
    if (!rc)
        *ref = arena_printf(a, "warc:%s#%lld", archive_file_name(w->file, name), (long long)offset);
    if (!rc && w->index.n > INDEX_BYTES)
        rc = write_index(w, false, err);
    return rc;
}

enum rc archive_add_made(struct archive *w, const struct archive_record *made, struct arena *a,
                         struct str *refs, struct err *err)
{
    struct archive_record record = *made;
    struct str rest = *refs, ref;
    enum rc rc;

    record.kind = ARCHIVE_CONVERSION;
    while (rest.n)
        (void)str_cut(rest, ' ', &record.original, &rest);
    rc = archive_add(w, &record, a, &ref, err);
    if (!rc)
        *refs = arena_printf(a, "%.*s %.*s", STR_ARG(*refs), STR_ARG(ref));
    return rc;
}

/* ---- reading ---- */

/* Unpacks and parses one record; its strings are views into *record. */
static enum rc read_record(int fd, int64_t offset, struct buf *record, struct warc_head *head,
                           struct str *block, struct err *err)
{
    const long long at = offset;
    char digest[WARC_DIGEST_BYTES];
    int64_t n_packed;

    if (fd < 0)
        return err_set(err, RC_NOT_FOUND, "证据文件打不开");
    switch (gzip_read(fd, offset, record, &n_packed)) {
    case GZIP_WHOLE:
        break;
    case GZIP_NONE:
        return err_set(err, RC_NOT_FOUND, "证据文件的位置 %lld 没有记录", at);
    case GZIP_IO:
        return err_set(err, RC_IO, "证据文件读取失败（%s）", os_reason(errno));
    case GZIP_LARGE:
        return err_set(err, RC_LIMIT, "证据文件位置 %lld 的记录过大", at);
    case GZIP_CUT:
    case GZIP_DAMAGED:
        return err_set(err, RC_SYNTAX, "证据文件位置 %lld 的记录已损坏", at);
    }
    if (!warc_parse(buf_str(record), false, head, block) ||
        !str_eq(head->block_digest, str_of(warc_digest(block, 1, digest))))
        return err_set(err, RC_SYNTAX, "证据文件位置 %lld 的记录与其校验值不符", at);
    return RC_OK;
}

/* The body of the record that a revisit refers to. */
static enum rc read_original(int fd, int64_t offset, struct arena *a, struct str *body,
                             struct err *err)
{
    AUTO(buf_done) struct buf record = { .max = ARCHIVE_RECORD_MAX };
    struct warc_head head = { 0 };
    struct str block = { 0 }, http, payload;
    const enum rc rc = read_record(fd, offset, &record, &head, &block, err);

    if (rc)
        return rc;
    warc_http_split(block, &http, &payload);
    if (!str_eq(head.type, STR("response")))
        return err_set(err, RC_SYNTAX, "证据记录指向的不是网页内容");
    *body = arena_copy(a, payload);
    return RC_OK;
}

static bool fill_record(const struct warc_head *head, struct arena *a, struct archive_record *out)
{
    const bool is_conversion = str_eq(head->type, STR("conversion"));
    int64_t at;

    if ((!is_conversion && !str_eq(head->type, STR("revisit")) &&
         !str_eq(head->type, STR("response"))) ||
        !warc_date_parse(head->date, &at))
        return false;
    *out = (struct archive_record){
        .kind = is_conversion ? ARCHIVE_CONVERSION : ARCHIVE_RESPONSE,
        .url = arena_copy(a, head->url),
        .at = at,
        .ip = arena_copy(a, head->ip),
        .type = is_conversion ? arena_copy(a, head->content_type) : (struct str){ 0 },
        .cut = arena_copy(a, head->truncated),
    };
    return true;
}

enum rc archive_look(const char *dir, struct str ref, struct arena *a, struct archive_record *out,
                     struct err *err)
{
    AUTO(buf_done) struct buf record = { 0 };
    struct warc_head head;
    struct position at;

    return find_position(dir, ref, &at) && read_head(&at, true, &record, &head) &&
                   fill_record(&head, a, out)
               ? RC_OK
               : no_such_record(ref, err);
}

/* A head that cannot be read is told of by who reads the record. */
enum rc archive_locate(const char *dir, struct str ref, struct arena *a, struct archive_place *out,
                       struct err *err)
{
    AUTO(buf_done) struct buf record = { 0 };
    struct position at, original = { .dir = dir };
    struct warc_head head;

    if (!find_position(dir, ref, &at))
        return no_such_record(ref, err);
    *out = (struct archive_place){
        .paths = { arena_printf(a, "%s/%.*s", dir, STR_ARG(at.file)).p },
        .offsets = { at.offset },
    };
    if (!read_head(&at, true, &record, &head) || !str_eq(head.type, STR("revisit")))
        return RC_OK;
    original.file = head.refers_file;
    if (archive_file_number(original.file) &&
        str_to_i64(head.refers_offset, 0, INT64_MAX, &original.offset)) {
        out->paths[1] = arena_printf(a, "%s/%.*s", dir, STR_ARG(original.file)).p;
        out->offsets[1] = original.offset;
    }
    return RC_OK;
}

enum rc archive_read_open(const int files[2], const int64_t offsets[2], struct arena *a,
                          struct archive_record *out, struct err *err)
{
    AUTO(buf_done) struct buf record = { .max = ARCHIVE_RECORD_MAX };
    char digest[WARC_DIGEST_BYTES];
    struct warc_head head = { 0 };
    struct str block = { 0 };
    struct archive_record result;
    enum rc rc = read_record(files[0], offsets[0], &record, &head, &block, err);

    if (rc)
        return rc;
    if (!fill_record(&head, a, &result))
        return err_set(err, RC_NOT_FOUND, "证据文件的这一处不是网页内容");
    if (result.kind == ARCHIVE_CONVERSION)
        result.body = block;
    else
        warc_http_split(block, &result.headers, &result.body);
    result.headers = arena_copy(a, result.headers);
    if (str_eq(head.type, STR("revisit")))
        rc = read_original(files[1], offsets[1], a, &result.body, err);
    else
        result.body = arena_copy(a, result.body);
    if (rc)
        return rc;
    if (!str_eq(head.payload_digest, str_of(warc_digest(&result.body, 1, digest))))
        return err_set(err, RC_SYNTAX, "证据记录与其校验值不符");
    *out = result;
    return RC_OK;
}

enum rc archive_read(const char *dir, struct str ref, struct arena *a, struct archive_record *out,
                     struct err *err)
{
    struct archive_place place;
    int files[COUNT_OF(place.paths)];
    enum rc rc = archive_locate(dir, ref, a, &place, err);

    if (rc)
        return rc;
    for (size_t i = 0; i < COUNT_OF(files); i++)
        files[i] = place.paths[i] ? open(place.paths[i], O_RDONLY | O_CLOEXEC) : -1;
    rc = archive_read_open(files, place.offsets, a, out, err);
    for (size_t i = 0; i < COUNT_OF(files); i++)
        if (files[i] >= 0)
            (void)close(files[i]);
    return rc;
}
