#include "base/base.h"

#include "crawl/spool.h"

#include "base/buf.h"
#include "base/pack.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PAGE_BYTES_MAX = 80 << 20 };

/* A record: 4 bytes length, then the packed page. */
struct spool {
    int fd;
    int64_t n, max;
    struct buf head;
};

enum rc spool_open(const char *path, int64_t max_bytes, struct spool **out, struct err *err)
{
    struct stat st;
    const int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

    if (fd < 0 || fstat(fd, &st)) {
        if (fd >= 0)
            (void)close(fd);
        return err_set(err, RC_IO, "%s：%s", path, strerror(errno));
    }

    struct spool *s = calloc(1, sizeof(*s));

    if (!s)
        abort();
    *s = (struct spool){ .fd = fd, .n = st.st_size, .max = max_bytes };
    *out = s;
    return RC_OK;
}

void spool_closep(struct spool **s)
{
    if (!*s)
        return;
    (void)close((*s)->fd);
    buf_done(&(*s)->head);
    free(*s);
    *s = NULL;
}

enum rc spool_add(struct spool *s, const struct spool_page *p, bool must, int64_t *at,
                  struct err *err)
{
    *at = -1;
    if ((!must && s->n >= s->max) || p->body.n + p->headers.n > PAGE_BYTES_MAX)
        return RC_OK;
    buf_reset(&s->head);
    buf_add(&s->head, STR("\0\0\0\0"));
    pack_str(&s->head, p->url);
    pack_str(&s->head, p->ip);
    pack_str(&s->head, p->content_type);
    pack_i64(&s->head, p->at);
    pack_str(&s->head, p->headers);
    pack_u64(&s->head, p->body.n);

    const uint32_t n = (uint32_t)(s->head.n - 4 + p->body.n);
    memcpy(s->head.p, &n, sizeof(n));

    const ssize_t n_head = pwrite(s->fd, s->head.p, s->head.n, s->n);
    const ssize_t n_body = pwrite(s->fd, p->body.p, p->body.n, s->n + (int64_t)s->head.n);

    if (n_head != (ssize_t)s->head.n || n_body != (ssize_t)p->body.n)
        return err_set(err, RC_IO, "工作文件写入失败：%s",
                       n_head < 0 || n_body < 0 ? strerror(errno) : "磁盘空间不足");
    *at = s->n;
    s->n += (int64_t)s->head.n + n_body;
    return RC_OK;
}

enum rc spool_read(struct spool *s, int64_t at, struct arena *a, struct spool_page *out,
                   struct err *err)
{
    uint32_t n = 0;

    if (at < 0 || pread(s->fd, &n, sizeof(n), at) != sizeof(n) || n > PAGE_BYTES_MAX + (1 << 20))
        return err_set(err, RC_NOT_FOUND, "工作文件中没有这一页");

    char *p = arena_alloc(a, n);
    struct str from = str_from(p, n);

    if (pread(s->fd, p, n, at + (int64_t)sizeof(n)) != (ssize_t)n)
        return err_set(err, RC_NOT_FOUND, "工作文件中这一页不完整");

    struct spool_page page = { .url = unpack_str(&from) };

    page.ip = unpack_str(&from);
    page.content_type = unpack_str(&from);
    page.at = unpack_i64(&from);
    page.headers = unpack_str(&from);
    page.body = unpack_str(&from);
    if (!unpack_ok(&from))
        return err_set(err, RC_NOT_FOUND, "工作文件中这一页已损坏");
    *out = page;
    return RC_OK;
}
