#include "base/base.h"

#include "web/files.h"

#include "base/buf.h"
#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const char *type_of(struct str path)
{
    static const struct {
        const char *ending, *type;
    } types[] = {
        { ".html", "text/html; charset=utf-8" },
        { ".js", "text/javascript; charset=utf-8" },
        { ".css", "text/css; charset=utf-8" },
        { ".json", "application/json" },
        { ".svg", "image/svg+xml" },
        { ".png", "image/png" },
        { ".ico", "image/x-icon" },
        { ".woff2", "font/woff2" },
        { ".txt", "text/plain; charset=utf-8" },
    };

    for (size_t i = 0; i < COUNT_OF(types); i++)
        if (str_ends(path, str_of(types[i].ending)))
            return types[i].type;
    return "application/octet-stream";
}

struct loading {
    struct arena *a;
    const char *dir;
    struct buf files; /* struct page_file */
    size_t n_bytes;
};

static enum rc add_file(struct loading *l, struct str path, struct err *err)
{
    AUTO(buf_done) struct buf bytes = { 0 };
    const char *full = arena_printf(l->a, "%s/%.*s", l->dir, STR_ARG(path)).p;
    const enum rc rc = file_read(full, FILES_BYTES_MAX - l->n_bytes, &bytes, err);

    if (rc)
        return rc;
    if (l->files.n / sizeof(struct page_file) == FILES_MAX)
        return err_set(err, RC_LIMIT, "%s：超过 %d 个文件", l->dir, FILES_MAX);
    l->n_bytes += bytes.n;

    const struct page_file file = {
        .path = path,
        .bytes = arena_copy(l->a, buf_str(&bytes)),
        .type = type_of(path),
        .etag = arena_printf(l->a, "\"%016" PRIx64 "\"", str_hash(buf_str(&bytes))),
        .is_hashed = str_starts(path, STR("assets/")),
    };

    buf_add(&l->files, str_from((const char *)&file, sizeof(file)));
    return RC_OK;
}

static void close_dir(DIR **d)
{
    if (*d)
        (void)closedir(*d);
}

/* prefix: "" or "assets/" */
static enum rc walk(struct loading *l, struct str prefix, int depth, struct err *err)
{
    const char *path = arena_printf(l->a, "%s/%.*s", l->dir, STR_ARG(prefix)).p;
    AUTO(close_dir) DIR *d = opendir(path);
    const struct dirent *entry;
    enum rc rc = RC_OK;

    if (!d && errno == ENOENT)
        return RC_OK;
    if (!d)
        return err_set(err, RC_IO, "%s：%s", path, os_reason(errno));
    while (!rc && (entry = readdir(d))) {
        const struct str name = arena_printf(l->a, "%.*s%s", STR_ARG(prefix), entry->d_name);
        struct stat st;

        if (entry->d_name[0] == '.' ||
            lstat(arena_printf(l->a, "%s/%.*s", l->dir, STR_ARG(name)).p, &st))
            continue;
        if (S_ISREG(st.st_mode))
            rc = add_file(l, name, err);
        else if (S_ISDIR(st.st_mode) && depth < FILES_DEPTH_MAX)
            rc = walk(l, arena_join(l->a, name, STR("/")), depth + 1, err);
    }
    return rc;
}

static int by_path(const void *a, const void *b)
{
    const struct page_file *x = a, *y = b;

    return str_cmp(x->path, y->path);
}

static const struct page_file *find(const struct page_files *f, struct str path)
{
    const struct page_file wanted = { .path = path };

    return f->n ? bsearch(&wanted, f->files, f->n, sizeof(wanted), by_path) : NULL;
}

enum rc page_files_load(const char *dir, struct arena *a, struct page_files *out, struct err *err)
{
    struct loading l = { .a = a, .dir = dir };
    const enum rc rc = walk(&l, STR(""), 0, err);
    struct page_files f = { .n = l.files.n / sizeof(struct page_file) };

    f.files = arena_array(a, struct page_file, f.n);
    if (f.n)
        memcpy(f.files, l.files.p, l.files.n);
    buf_done(&l.files);
    if (rc)
        return rc;
    qsort(f.files, f.n, sizeof(*f.files), by_path);
    for (size_t i = 0; i < f.n; i++) {
        const struct page_file *gz = find(&f, arena_join(a, f.files[i].path, STR(".gz")));

        if (gz)
            f.files[i].gzip = gz->bytes;
    }
    *out = f;
    return RC_OK;
}

const struct page_file *page_files_find(const struct page_files *f, struct str path)
{
    size_t last = path.n;

    while (last && path.p[last - 1] != '/')
        last--;
    if (str_chr(str_skip(path, last), '.') == STR_NONE)
        return find(f, STR("index.html"));
    return find(f, str_skip(path, 1));
}
