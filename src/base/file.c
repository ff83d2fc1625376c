#include "base/base.h"

#include "base/file.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

enum { ROOM = 1 << 16 };

void file_closep(FILE **f)
{
    if (*f)
        (void)fclose(*f);
    *f = NULL;
}

enum rc file_make_dir(const char *path, unsigned mode, struct err *err)
{
    if (!mkdir(path, mode) || errno == EEXIST)
        return RC_OK;
    return err_set(err, RC_IO, "%s：不能建立目录（%s）", path,
                   errno == ENOENT || errno == ENOTDIR ? "没有上一级目录" : os_reason(errno));
}

enum rc file_read_rest(FILE *f, const char *name, size_t max, struct buf *out, struct err *err)
{
    out->max = 0;
    for (;;) {
        const size_t n = fread(buf_room(out, ROOM), 1, ROOM, f);

        if (n == 0)
            break;
        out->n += n;
        if (out->n > max)
            return err_set(err, RC_LIMIT, "%s：大于 %zu 字节", name, max);
    }
    return ferror(f) ? err_set(err, RC_IO, "%s：读不出来（%s）", name, os_reason(errno)) : RC_OK;
}

enum rc file_read(const char *path, size_t max, struct buf *out, struct err *err)
{
    AUTO(file_closep) FILE *f = fopen(path, "rb");

    if (!f)
        return err_set(err, RC_IO, "%s：打不开（%s）", path, os_reason(errno));
    buf_reset(out);
    return file_read_rest(f, path, max, out, err);
}

enum rc file_read_arena(const char *path, size_t max, struct arena *a, struct str *out,
                        struct err *err)
{
    AUTO(file_closep) FILE *f = fopen(path, "rb");
    struct stat about;
    char *bytes;
    size_t n;

    if (!f || fstat(fileno(f), &about))
        return err_set(err, RC_IO, "%s：打不开（%s）", path, os_reason(errno));
    n = (size_t)about.st_size;
    if (n > max)
        return err_set(err, RC_LIMIT, "%s：大于 %zu 字节", path, max);
    bytes = arena_alloc(a, n);
    if (fread(bytes, 1, n, f) != n)
        return err_set(err, RC_IO, "%s：读不出来", path);
    *out = str_from(bytes, n);
    return RC_OK;
}

bool file_read_all(int fd, void *to, size_t n)
{
    char *at = to;

    while (n) {
        const ssize_t got = read(fd, at, n);

        if (got == 0 || (got < 0 && errno != EINTR))
            return false;
        at += got > 0 ? got : 0;
        n -= got > 0 ? (size_t)got : 0;
    }
    return true;
}

bool file_write_all(int fd, struct str bytes)
{
    while (bytes.n) {
        const ssize_t put = write(fd, bytes.p, bytes.n);

        if (put < 0 && errno != EINTR)
            return false;
        bytes = str_skip(bytes, put > 0 ? (size_t)put : 0);
    }
    return true;
}
