/* NOLINTNEXTLINE(bugprone-reserved-identifier): the C library's own switch */
#define _GNU_SOURCE /* O_DIRECT */
#include "base/base.h"

#include "crawl/spool.h"

#include "base/buf.h"
#include "base/pack.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

enum {
    PAGE_BYTES_MAX = 80 << 20,
    HEAD_BYTES_MAX = 1 << 20,
    BLOCK = 4096,    /* what direct writes are aligned to, in memory and in the file */
    PIECE = 1 << 20, /* bytes a write */
    LENGTH_BYTES = 4,
};
static const int64_t most_bytes = (int64_t)16 << 30;

/* The file holds [0, start), the piece [start, start + n). A record is 4 bytes length and the
 * packed page. */
struct spool {
    int writer,
        reader; /* the same file: past the page cache where the file system can, and through it */
    char *piece;
    size_t n;
    int64_t start, max;
    bool is_dirty;  /* the piece is not in the file */
    bool is_cached; /* the file is not on the disk */
    struct buf head;
};

static int64_t room_on(int fd)
{
    struct statvfs fs;
    int64_t quarter;

    if (fstatvfs(fd, &fs))
        return most_bytes;
    quarter = (int64_t)fs.f_bavail * (int64_t)fs.f_frsize / 4;
    return quarter < most_bytes ? quarter : most_bytes;
}

static enum rc no_room(ssize_t n, struct err *err)
{
    return err_set(err, RC_IO, "工作文件写入失败：%s", n < 0 ? os_reason(errno) : "磁盘空间不足");
}

/* Goes on at the block after the end: whatever a crash left there is not looked at again. */
static enum rc find_end(struct spool *s, const char *path, struct err *err)
{
    struct stat st;

    if (fstat(s->reader, &st))
        return err_set(err, RC_IO, "%s：%s", path, os_reason(errno));
    s->start = (st.st_size + BLOCK - 1) / BLOCK * BLOCK;
    return RC_OK;
}

enum rc spool_open(const char *path, int64_t max_bytes, struct spool **out, struct err *err)
{
    AUTO(spool_closep) struct spool *s = calloc(1, sizeof(*s));
    enum rc rc;

    if (!s || !(s->piece = aligned_alloc(BLOCK, PIECE)))
        abort();
    s->writer = -1;
    s->reader = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (s->reader < 0)
        // NOLINTNEXTLINE(clang-analyzer-unix.Malloc): AUTO releases s
        return err_set(err, RC_IO, "%s：%s", path, os_reason(errno));
    s->writer = open(path, O_WRONLY | O_DIRECT | O_CLOEXEC);
    if (s->writer < 0) /* a file system in memory */
        s->writer = open(path, O_WRONLY | O_CLOEXEC);
    if (s->writer < 0)
        return err_set(err, RC_IO, "%s：%s", path, os_reason(errno));
    if ((rc = find_end(s, path, err)))
        return rc;
    s->max = max_bytes ? max_bytes : s->start + room_on(s->reader);
    *out = s;
    s = NULL;
    return RC_OK;
}

void spool_closep(struct spool **s)
{
    if (!*s)
        return;
    if ((*s)->writer >= 0)
        (void)close((*s)->writer);
    if ((*s)->reader >= 0)
        (void)close((*s)->reader);
    buf_done(&(*s)->head);
    free((*s)->piece);
    free(*s);
    *s = NULL;
}

/* The piece's whole blocks, and its last one filled up with zeros, which the next write of it
 * replaces. */
static enum rc write_piece(struct spool *s, struct err *err)
{
    const size_t n = (s->n + BLOCK - 1) / BLOCK * BLOCK;
    ssize_t written;

    if (!s->is_dirty)
        return RC_OK;
    memset(s->piece + s->n, 0, n - s->n);
    written = pwrite(s->writer, s->piece, n, s->start);
    if (written != (ssize_t)n)
        return no_room(written, err);
    s->is_dirty = false;
    s->is_cached = true;
    if (s->n == PIECE) {
        s->start += PIECE;
        s->n = 0;
    }
    return RC_OK;
}

enum rc spool_sync(struct spool *s, struct err *err)
{
    const enum rc rc = write_piece(s, err);

    if (rc || !s->is_cached)
        return rc;
    if (fdatasync(s->writer))
        return no_room(-1, err);
    s->is_cached = false;
    return RC_OK;
}

static enum rc append(struct spool *s, struct str bytes, struct err *err)
{
    while (bytes.n) {
        const size_t room = PIECE - s->n;
        const size_t n = bytes.n < room ? bytes.n : room;
        enum rc rc;

        memcpy(s->piece + s->n, bytes.p, n);
        s->n += n;
        s->is_dirty = true;
        bytes = str_skip(bytes, n);
        if (s->n == PIECE && (rc = write_piece(s, err)))
            return rc;
    }
    return RC_OK;
}

enum rc spool_add(struct spool *s, const struct spool_page *p, bool must, int64_t *at,
                  struct err *err)
{
    const int64_t here = s->start + (int64_t)s->n;
    const size_t n_content = p->body.n + p->rendered.n;
    uint32_t n;
    enum rc rc;

    *at = -1;
    if ((!must && here >= s->max) || n_content + p->headers.n > PAGE_BYTES_MAX)
        return RC_OK;
    buf_reset(&s->head);
    buf_add(&s->head, STR("\0\0\0\0"));
    pack_str(&s->head, p->url);
    pack_str(&s->head, p->ip);
    pack_str(&s->head, p->content_type);
    pack_i64(&s->head, p->at);
    pack_str(&s->head, p->headers);
    pack_u64(&s->head, p->rendered.n << 1 | p->is_whole);
    pack_u64(&s->head, p->body.n);
    n = (uint32_t)(s->head.n - LENGTH_BYTES + n_content);
    memcpy(s->head.p, &n, sizeof(n));
    if ((rc = append(s, buf_str(&s->head), err)) || (rc = append(s, p->body, err)) ||
        (rc = append(s, p->rendered, err)))
        return rc;
    *at = here;
    return RC_OK;
}

/* n bytes at `at`: from the file, from the piece, or the end of one and the beginning of the other.
 */
static bool read_bytes(struct spool *s, int64_t at, char *to, size_t n)
{
    const int64_t end = at + (int64_t)n;

    if (at < 0 || end > s->start + (int64_t)s->n)
        return false;
    if (at < s->start) {
        const size_t in_file = end < s->start ? n : (size_t)(s->start - at);

        if (pread(s->reader, to, in_file, at) != (ssize_t)in_file)
            return false;
        to += in_file;
        at += (int64_t)in_file;
    }
    if (end > at)
        memcpy(to, s->piece + (at - s->start), (size_t)(end - at));
    return true;
}

enum rc spool_read(struct spool *s, int64_t at, struct arena *a, struct spool_page *out,
                   struct err *err)
{
    uint32_t n = 0;

    if (!read_bytes(s, at, (char *)&n, sizeof(n)) || n == 0 || n > PAGE_BYTES_MAX + HEAD_BYTES_MAX)
        return err_set(err, RC_NOT_FOUND, "工作文件中没有这一页");

    char *p = arena_alloc(a, n);
    struct str from = str_from(p, n);

    if (!read_bytes(s, at + LENGTH_BYTES, p, n))
        return err_set(err, RC_NOT_FOUND, "工作文件中这一页不完整");

    struct spool_page page = { .url = unpack_str(&from) };

    page.ip = unpack_str(&from);
    page.content_type = unpack_str(&from);
    page.at = unpack_i64(&from);
    page.headers = unpack_str(&from);

    const uint64_t rendered = unpack_u64(&from);

    page.body = unpack_str(&from);
    if (!unpack_ok(&from) || from.n != rendered >> 1)
        return err_set(err, RC_NOT_FOUND, "工作文件中这一页已损坏");
    page.rendered = from;
    page.is_whole = rendered & 1;
    *out = page;
    return RC_OK;
}
