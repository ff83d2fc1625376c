/* An archive in a folder of its own, for tests of archive/. */
#ifndef XJ_TESTS_ARCHIVE_SUPPORT_H
#define XJ_TESTS_ARCHIVE_SUPPORT_H

#include "archive/archive.h"
#include "base/buf.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

struct place {
    char dir[64];
    struct archive *archive;
    struct arena arena;
};

static inline const char *path_in(struct place *p, const char *name)
{
    return arena_printf(&p->arena, "%s/%s", p->dir, name).p;
}

static inline void reopen(struct place *p)
{
    struct err err = { 0 };

    archive_closep(&p->archive);
    if (archive_open(p->dir, &p->archive, &err))
        fail_msg("%s", err.text);
}

static inline int set_up(void **state)
{
    struct place *p = calloc(1, sizeof(*p));

    assert_non_null(p);
    (void)snprintf(p->dir, sizeof(p->dir), "/tmp/xj-archive-XXXXXX");
    assert_non_null(mkdtemp(p->dir));
    *state = p;
    return 0;
}

static inline int tear_down(void **state)
{
    struct place *p = *state;
    const struct dirent *entry;

    archive_closep(&p->archive);

    DIR *dir = opendir(p->dir);

    while (dir && (entry = readdir(dir)))
        (void)unlink(path_in(p, entry->d_name));
    if (dir)
        (void)closedir(dir);
    (void)rmdir(p->dir);
    arena_done(&p->arena);
    free(p);
    return 0;
}

#define HEADERS                                                                                    \
    "HTTP/1.1 404 Not Found\r\nContent-Type: text/html; charset=gbk\r\nContent-Encoding: gzip\r\n" \
    "Content-Length: 99\r\nServer: x\r\n\r\n"

static inline struct archive_record page(const char *url, const char *body)
{
    return (struct archive_record){
        .url = str_of(url),
        .at = 1763834400, /* 2025-11-22T18:00:00Z */
        .ip = STR("192.0.2.7"),
        .headers = STR(HEADERS),
        .body = str_of(body),
    };
}

static inline struct str add(struct place *p, const struct archive_record *r)
{
    struct str ref = { 0 };
    struct err err = { 0 };

    if (archive_add(p->archive, r, &p->arena, &ref, &err))
        fail_msg("%s", err.text);
    return ref;
}

static inline struct archive_record get(struct place *p, struct str ref)
{
    struct archive_record r = { 0 };
    struct err err = { 0 };

    if (archive_read(p->dir, ref, &p->arena, &r, &err))
        fail_msg("%s", err.text);
    return r;
}

static inline void assert_str(struct str got, const char *expected)
{
    if (!str_eq(got, str_of(expected)))
        fail_msg("\"%.*s\" is not \"%s\"", STR_ARG(got), expected);
}

static inline struct str slurp(struct place *p, const char *name)
{
    AUTO(buf_done) struct buf b = { 0 };
    FILE *f = fopen(path_in(p, name), "rb");

    assert_non_null(f);
    for (size_t n = 1; n > 0; b.n += n)
        n = fread(buf_room(&b, 65536), 1, 65536, f);
    assert_int_equal(fclose(f), 0);
    return arena_copy(&p->arena, buf_str(&b));
}

static inline void put(struct place *p, const char *name, struct str bytes)
{
    FILE *f = fopen(path_in(p, name), "wb");

    assert_non_null(f);
    assert_int_equal(fwrite(bytes.p, 1, bytes.n, f), bytes.n);
    assert_int_equal(fclose(f), 0);
}

static inline size_t count_lines(struct str text)
{
    size_t n = 0;

    for (struct str line; str_line(&text, &line);)
        n++;
    return n;
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

#endif
