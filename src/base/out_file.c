#include "base/base.h"

#include "base/out_file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

static enum rc fail(const struct out_file *f, struct err *err)
{
    return err_set(err, RC_IO, "%s：无法写入（%s）", f->path, os_reason(errno));
}

enum rc out_file_open(struct out_file *f, const char *dir, const char *name, struct err *err)
{
    *f = (struct out_file){ 0 };

    const int n = snprintf(f->path, sizeof(f->path), "%s/%s", dir, name);
    const int n_part = snprintf(f->part, sizeof(f->part), "%s/.%s.part", dir, name);

    if (n < 0 || (size_t)n >= sizeof(f->path) || n_part < 0 || (size_t)n_part >= sizeof(f->part)) {
        errno = ENAMETOOLONG;
        return fail(f, err);
    }
    /* What a run that was killed left there, or somebody's link to another place. */
    (void)unlink(f->part);

    const int fd = open(f->part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);

    f->to = fd < 0 ? NULL : fdopen(fd, "wb");
    if (f->to)
        return RC_OK;

    const enum rc rc = fail(f, err);

    if (fd >= 0)
        (void)close(fd);
    return rc;
}

enum rc out_file_open_path(struct out_file *f, const char *path, struct err *err)
{
    const char *slash = strrchr(path, '/');
    char dir[PATH_MAX];

    if (!slash)
        return out_file_open(f, ".", path, err);
    (void)snprintf(dir, sizeof(dir), "%.*s", (int)(slash - path), path);
    return out_file_open(f, dir, slash + 1, err);
}

enum rc out_file_write(struct out_file *f, struct str text, struct err *err)
{
    if (text.n && fwrite(text.p, 1, text.n, f->to) != text.n)
        return fail(f, err);
    return RC_OK;
}

enum rc out_file_commit(struct out_file *f, struct err *err)
{
    FILE *to = f->to;
    bool is_written = !ferror(to) && fflush(to) == 0 && fsync(fileno(to)) == 0;

    f->to = NULL;
    if (fclose(to))
        is_written = false;
    if (is_written && rename(f->part, f->path) == 0)
        return RC_OK;

    const enum rc rc = fail(f, err);

    (void)unlink(f->part);
    return rc;
}

void out_file_done(struct out_file *f)
{
    if (!f->to)
        return;
    (void)fclose(f->to);
    (void)unlink(f->part);
    f->to = NULL;
}
