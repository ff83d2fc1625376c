#include "base/base.h"

#include "archive/archive_index.h"

#include "archive/warc.h"
#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static const char index_name[] = "index.cdxj", new_index_name[] = "index.cdxj.new";
static const char seal_name[] = ".sealed";
enum { SEAL_BYTES = 128 };

static void fd_closep(const int *fd)
{
    if (*fd >= 0)
        (void)close(*fd);
}

static enum rc io_failed(struct err *err, const char *dir, const char *file, const char *what)
{
    return err_set(err, RC_IO, "%s/%s：%s（%s）", dir, file, what, os_reason(errno));
}

const char *archive_file_name(uint32_t number, char out[ARCHIVE_NAME_BYTES])
{
    (void)snprintf(out, ARCHIVE_NAME_BYTES, "%06lu.warc.gz", (unsigned long)number);
    return out;
}

uint32_t archive_file_number(struct str name)
{
    int64_t number;

    if (name.n != 14 || !str_ends(name, STR(".warc.gz")) ||
        !str_to_i64(str_sub(name, 0, 6), 1, ARCHIVE_FILES_MAX, &number))
        return 0;
    return (uint32_t)number;
}

/* ---- a file as one string ---- */

struct mapped {
    struct str text;
    void *at;
};

static void mapped_done(struct mapped *m)
{
    if (m->at)
        (void)munmap(m->at, m->text.n);
}

/* A file that is not there is empty. */
static enum rc map_file(int dir, const char *name, const char *file, struct mapped *out,
                        struct err *err)
{
    AUTO(fd_closep) const int fd = openat(dir, file, O_RDONLY | O_CLOEXEC);
    struct stat st;

    *out = (struct mapped){ 0 };
    if (fd < 0 && errno == ENOENT)
        return RC_OK;
    if (fd < 0 || fstat(fd, &st))
        return io_failed(err, name, file, "无法读取");
    if (st.st_size == 0)
        return RC_OK;

    void *at = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);

    if (at == MAP_FAILED)
        return io_failed(err, name, file, "无法读取");
    *out = (struct mapped){ .text = str_from(at, (size_t)st.st_size), .at = at };
    return RC_OK;
}

/* ---- the seal ---- */

/* What would be read again of a file of `size` bytes. Not mapped: a bad sector is no end of ours.
 */
static bool read_tail(int fd, size_t size, struct buf *out)
{
    const size_t n = size < ARCHIVE_TAIL_BYTES ? size : ARCHIVE_TAIL_BYTES;
    char *room = buf_room(out, n);

    out->n = n;
    return lseek(fd, (off_t)(size - n), SEEK_SET) >= 0 && file_read_all(fd, room, n);
}

static bool seal_of(int dir, uint32_t number, struct str index, char out[SEAL_BYTES])
{
    char name[ARCHIVE_NAME_BYTES];
    AUTO(fd_closep)
    const int fd = openat(dir, archive_file_name(number, name), O_RDONLY | O_CLOEXEC);
    AUTO(buf_done) struct buf tail = { 0 };
    struct stat st;

    if (fd < 0 || fstat(fd, &st) || st.st_size <= 0 || !read_tail(fd, (size_t)st.st_size, &tail))
        return false;
    (void)snprintf(out, SEAL_BYTES, "%s %lld %016llx %zu %016llx\n", name, (long long)st.st_size,
                   (unsigned long long)str_hash(buf_str(&tail)), index.n,
                   (unsigned long long)str_hash(index));
    return true;
}

static bool is_sealed(int dir, uint32_t number, struct str index)
{
    AUTO(mapped_done) struct mapped written = { 0 };
    char seal[SEAL_BYTES];

    return map_file(dir, "", seal_name, &written, NULL) == RC_OK && written.text.n &&
           seal_of(dir, number, index, seal) && str_eq(written.text, str_of(seal));
}

void archive_seal(int dir, const char *name, uint32_t number)
{
    AUTO(mapped_done) struct mapped index = { 0 };
    AUTO(fd_closep)
    const int fd =
        openat(dir, seal_name, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0644);
    char seal[SEAL_BYTES];

    const bool is_written = fd >= 0 && map_file(dir, name, index_name, &index, NULL) == RC_OK &&
                            seal_of(dir, number, index.text, seal) &&
                            file_write_all(fd, str_of(seal));

    (void)is_written; /* half a seal is none */
}

/* ---- writing the index ---- */

static int by_bytes(const void *a, const void *b)
{
    return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

static void add_line(struct buf *lines, struct str line)
{
    buf_add(lines, str_from((const char *)&line, sizeof(line)));
}

/* lines: of struct str, each without its newline. */
static enum rc write_sorted(int dir, const char *name, struct buf *lines, struct err *err)
{
    struct str *list = (struct str *)(void *)lines->p;
    const size_t n = lines->n / sizeof(*list);
    AUTO(fd_closep)
    const int fd = openat(dir, new_index_name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    AUTO(buf_done) struct buf out = { 0 };
    bool is_good = fd >= 0;

    if (n)
        qsort(list, n, sizeof(*list), by_bytes);
    for (size_t i = 0; is_good && i < n; i++) {
        buf_add(&out, list[i]);
        buf_add_char(&out, '\n');
        if (out.n > 64 << 10 || i + 1 == n) {
            is_good = file_write_all(fd, buf_str(&out));
            buf_reset(&out);
        }
    }
    if (!is_good || fsync(fd) || renameat(dir, new_index_name, dir, index_name) || fsync(dir))
        return io_failed(err, name, new_index_name, "无法写入");
    return RC_OK;
}

enum rc archive_index_append(int dir, const char *name, struct str lines, bool is_synced,
                             struct err *err)
{
    AUTO(fd_closep)
    const int fd = openat(dir, index_name, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    struct stat st;

    if (fd < 0 || fstat(fd, &st))
        return io_failed(err, name, index_name, "无法写入");
    if (file_write_all(fd, lines) && (!is_synced || !fdatasync(fd)))
        return RC_OK;

    const enum rc rc = io_failed(err, name, index_name, "无法写入");

    if (ftruncate(fd, st.st_size)) /* half a line would swallow the next one */
        return err_set(err, RC_IO, "%s/%s：写入失败且无法复原", name, index_name);
    return rc;
}

enum rc archive_index_sort(int dir, const char *name, struct err *err)
{
    AUTO(mapped_done) struct mapped index = { 0 };
    AUTO(buf_done) struct buf lines = { 0 };
    struct str rest, line, before = { 0 };
    bool is_sorted = true;
    enum rc rc = map_file(dir, name, index_name, &index, err);

    if (rc)
        return rc;
    for (rest = index.text; str_line(&rest, &line); before = line) {
        is_sorted = is_sorted && str_cmp(before, line) <= 0;
        add_line(&lines, line);
    }
    return is_sorted ? RC_OK : write_sorted(dir, name, &lines, err);
}

/* ---- after a crash ---- */

struct recovery {
    int dir;
    const char *name;
    archive_entry_fn each;
    void *ctx;
    struct archive_state state;
    int64_t tail;       /* the newest file is read again from here */
    struct arena arena; /* new lines */
    struct arena scratch;
    struct buf lines; /* of struct str */
};

static void recovery_done(struct recovery *r)
{
    arena_done(&r->arena);
    arena_done(&r->scratch);
    buf_done(&r->lines);
}

static void dir_closep(DIR **dir)
{
    if (*dir)
        (void)closedir(*dir);
}

static enum rc find_newest(struct recovery *r, struct err *err)
{
    const int fd = openat(r->dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    AUTO(dir_closep) DIR *dir = fd >= 0 ? fdopendir(fd) : NULL;
    const struct dirent *entry;
    char name[ARCHIVE_NAME_BYTES];
    struct stat st;

    if (!dir)
        return io_failed(err, r->name, "", "无法读取");
    while ((entry = readdir(dir))) {
        const uint32_t number = archive_file_number(str_of(entry->d_name));

        if (number > r->state.last)
            r->state.last = number;
    }
    if (r->state.last == 0)
        return RC_OK;
    if (fstatat(r->dir, archive_file_name(r->state.last, name), &st, 0))
        return io_failed(err, r->name, name, "无法读取");
    r->state.size = st.st_size;
    return RC_OK;
}

/* The first indexed record within the tail of what is indexed. */
static void find_tail(struct recovery *r, struct str index)
{
    AUTO(buf_done) struct buf offsets = { 0 };
    struct cdxj_entry e;
    struct str line;
    int64_t end = 0;

    while (str_line(&index, &line)) {
        arena_reset(&r->scratch);
        if (!cdxj_parse(line, &r->scratch, &e) ||
            archive_file_number(e.filename) != r->state.last ||
            e.offset > r->state.size - e.n_packed)
            continue;
        buf_add(&offsets, str_from((const char *)&e.offset, sizeof(e.offset)));
        if (e.offset + e.n_packed > end)
            end = e.offset + e.n_packed;
    }
    r->tail = end;
    for (size_t i = 0; i < offsets.n; i += sizeof(e.offset)) {
        int64_t offset;

        memcpy(&offset, offsets.p + i, sizeof(offset));
        if (offset >= end - ARCHIVE_TAIL_BYTES && offset < r->tail)
            r->tail = offset;
    }
}

/* Takes over the lines of records before the tail. */
static void keep_lines(struct recovery *r, struct str index)
{
    struct cdxj_entry e;
    struct str line;

    while (str_line(&index, &line)) {
        arena_reset(&r->scratch);
        if (!cdxj_parse(line, &r->scratch, &e))
            continue; /* half a line */

        const uint32_t number = archive_file_number(e.filename);

        if (number == 0 || number > r->state.last ||
            (number == r->state.last && e.offset >= r->tail))
            continue;
        add_line(&r->lines, line);
        r->each(r->ctx, &e);
    }
}

static void add_record(struct recovery *r, struct str record, const char *file, int64_t offset,
                       int64_t n_packed)
{
    AUTO(buf_done) struct buf line = { 0 };
    struct warc_head head;
    struct str block, http, body;
    int64_t at;

    if (!warc_parse(record, false, &head, &block) || !warc_date_parse(head.date, &at))
        return; /* a record of somebody else's */

    const bool is_revisit = str_eq(head.type, STR("revisit"));
    const bool is_conversion = str_eq(head.type, STR("conversion"));

    if (!is_revisit && !is_conversion && !str_eq(head.type, STR("response")))
        return;
    warc_http_split(is_conversion ? (struct str){ 0 } : block, &http, &body);

    const struct cdxj_entry e = {
        .url = head.url,
        .at = at,
        .mime = is_revisit      ? STR("warc/revisit")
                : is_conversion ? warc_type(head.content_type)
                                : warc_http_type(http),
        .status = warc_http_status(http),
        .digest = head.payload_digest,
        .filename = str_of(file),
        .offset = offset,
        .n_packed = n_packed,
    };

    arena_reset(&r->scratch);
    cdxj_write(&e, &r->scratch, &line);
    line.n--; /* the newline */
    add_line(&r->lines, arena_copy(&r->arena, buf_str(&line)));
    r->each(r->ctx, &e);
}

/* Reads the records of one file from byte `at` on, to *end_at. */
static enum rc scan_file(struct recovery *r, uint32_t number, int64_t at, enum gzip_end *end,
                         int64_t *end_at, struct err *err)
{
    AUTO(buf_done) struct buf record = { .max = ARCHIVE_RECORD_MAX };
    char file[ARCHIVE_NAME_BYTES];
    AUTO(fd_closep)
    const int fd = openat(r->dir, archive_file_name(number, file), O_RDONLY | O_CLOEXEC);
    int64_t n_packed = 0;

    if (fd < 0)
        return io_failed(err, r->name, file, "无法读取");
    for (; (*end = gzip_read(fd, at, &record, &n_packed)) == GZIP_WHOLE; at += n_packed)
        add_record(r, buf_str(&record), file, at, n_packed);
    *end_at = at;
    return *end == GZIP_IO ? io_failed(err, r->name, file, "无法读取") : RC_OK;
}

static enum rc cut_off(const struct recovery *r, int64_t size, struct err *err)
{
    char file[ARCHIVE_NAME_BYTES];
    AUTO(fd_closep)
    const int fd = openat(r->dir, archive_file_name(r->state.last, file), O_WRONLY | O_CLOEXEC);

    if (fd < 0 || ftruncate(fd, size) || fsync(fd))
        return io_failed(err, r->name, file, "无法写入");
    return RC_OK;
}

/* Reads the newest file from the tail on; cuts off what is half a record. */
static enum rc scan_newest(struct recovery *r, struct err *err)
{
    enum gzip_end end = GZIP_NONE;
    int64_t at = 0;
    enum rc rc = scan_file(r, r->state.last, r->tail, &end, &at, err);

    if (!rc && end == GZIP_CUT) {
        rc = cut_off(r, at, err);
        r->state.size = at;
    }
    r->state.is_damaged = end == GZIP_DAMAGED || end == GZIP_LARGE;
    return rc;
}

/* Without an index all older files are read, too. */
static enum rc scan_older(struct recovery *r, struct err *err)
{
    enum rc rc = RC_OK;
    enum gzip_end end = GZIP_NONE;
    int64_t at = 0;

    for (uint32_t number = 1; !rc && number < r->state.last; number++)
        rc = scan_file(r, number, 0, &end, &at, err);
    return rc;
}

static enum rc put_in_order(struct recovery *r, struct str index, struct err *err)
{
    enum rc rc = RC_OK;

    find_tail(r, index);
    keep_lines(r, index);
    if (index.n == 0)
        rc = scan_older(r, err);
    if (!rc && r->state.last)
        rc = scan_newest(r, err);
    if (!rc && (r->lines.n || index.n))
        rc = write_sorted(r->dir, r->name, &r->lines, err);
    return rc;
}

enum rc archive_recover(int dir, const char *name, archive_entry_fn each, void *ctx,
                        struct archive_state *out, struct err *err)
{
    AUTO(recovery_done) struct recovery r = { .dir = dir, .name = name, .each = each, .ctx = ctx };
    AUTO(mapped_done) struct mapped index = { 0 };
    enum rc rc = find_newest(&r, err);

    if (!rc)
        rc = map_file(dir, name, index_name, &index, err);
    if (rc)
        return rc;
    if (is_sealed(dir, r.state.last, index.text)) {
        r.tail = r.state.size;
        keep_lines(&r, index.text);
    } else {
        rc = put_in_order(&r, index.text, err);
    }
    if (!rc)
        *out = r.state;
    return rc;
}
