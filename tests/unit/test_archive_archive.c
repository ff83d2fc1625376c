/* The evidence archive: what is added is read back, whatever happens in between. */
#include "base/base.h"

#include "archive/archive.h"

#include "archive/cdxj.h"
#include "archive/warc.h"
#include "base/buf.h"

#include <dirent.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

struct place {
    char dir[64];
    struct archive *archive;
    struct arena arena;
};

static const char *path_in(struct place *p, const char *name)
{
    return arena_printf(&p->arena, "%s/%s", p->dir, name).p;
}

static void reopen(struct place *p)
{
    struct err err = { 0 };

    archive_closep(&p->archive);
    if (archive_open(p->dir, &p->archive, &err))
        fail_msg("%s", err.text);
}

static int set_up(void **state)
{
    struct place *p = calloc(1, sizeof(*p));

    assert_non_null(p);
    (void)snprintf(p->dir, sizeof(p->dir), "/tmp/xj-archive-XXXXXX");
    assert_non_null(mkdtemp(p->dir));
    *state = p;
    return 0;
}

static int tear_down(void **state)
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

static struct archive_record page(const char *url, const char *body)
{
    return (struct archive_record){
        .url = str_of(url),
        .at = 1763834400, /* 2025-11-22T18:00:00Z */
        .ip = STR("192.0.2.7"),
        .headers = STR(HEADERS),
        .body = str_of(body),
    };
}

static struct str add(struct place *p, const struct archive_record *r)
{
    struct str ref = { 0 };
    struct err err = { 0 };

    if (archive_add(p->archive, r, &p->arena, &ref, &err))
        fail_msg("%s", err.text);
    return ref;
}

static struct archive_record get(struct place *p, struct str ref)
{
    struct archive_record r = { 0 };
    struct err err = { 0 };

    if (archive_read(p->dir, ref, &p->arena, &r, &err))
        fail_msg("%s", err.text);
    return r;
}

static void assert_str(struct str got, const char *expected)
{
    if (!str_eq(got, str_of(expected)))
        fail_msg("\"%.*s\" is not \"%s\"", STR_ARG(got), expected);
}

static struct str slurp(struct place *p, const char *name)
{
    AUTO(buf_done) struct buf b = { 0 };
    FILE *f = fopen(path_in(p, name), "rb");

    assert_non_null(f);
    for (size_t n = 1; n > 0; b.n += n)
        n = fread(buf_room(&b, 65536), 1, 65536, f);
    assert_int_equal(fclose(f), 0);
    return arena_copy(&p->arena, buf_str(&b));
}

static void put(struct place *p, const char *name, struct str bytes)
{
    FILE *f = fopen(path_in(p, name), "wb");

    assert_non_null(f);
    assert_int_equal(fwrite(bytes.p, 1, bytes.n, f), bytes.n);
    assert_int_equal(fclose(f), 0);
}

static size_t count_lines(struct str text)
{
    size_t n = 0;

    for (struct str line; str_line(&text, &line);)
        n++;
    return n;
}

/* ---- what is added is read back ---- */

static void a_record_is_read_back(void **state)
{
    struct place *p = *state;
    const struct archive_record r = page("http://www.x.gov.cn/a?b=1", "<p>页面不存在</p>");

    reopen(p);

    const struct str ref = add(p, &r);
    const struct archive_record got = get(p, ref); /* while it is being written */

    assert_true(str_starts(ref, STR("warc:000001.warc.gz#")));
    assert_str(got.url, "http://www.x.gov.cn/a?b=1");
    assert_str(got.ip, "192.0.2.7");
    assert_str(got.body, "<p>页面不存在</p>");
    assert_int_equal(got.at, 1763834400);
    assert_str(got.headers,
               "HTTP/1.1 404 Not Found\r\nContent-Type: text/html; charset=gbk\r\n"
               "X-Archive-Orig-Content-Encoding: gzip\r\nX-Archive-Orig-Content-Length: 99\r\n"
               "Server: x\r\nContent-Length: 22\r\n\r\n");
    archive_closep(&p->archive);
    assert_str(get(p, ref).body, "<p>页面不存在</p>");
}

static void a_large_record_and_those_around_it_are_read_back(void **state)
{
    static const size_t sizes[] = { 100, 3 << 20, (1 << 20) - 1, 5 };
    struct place *p = *state;
    AUTO(buf_done) struct buf bytes = { 0 };
    struct str refs[COUNT_OF(sizes)];
    struct archive_record r = page("http://x.gov.cn/", "");

    for (uint32_t i = 0, seed = 1; i < 3 << 20; i++) {
        seed = seed * 1103515245U + 12345U;
        buf_add_char(&bytes, (char)(seed >> 16 & 0x0f));
    }
    reopen(p);
    for (size_t i = 0; i < COUNT_OF(sizes); i++) {
        r.body = str_sub(buf_str(&bytes), i, sizes[i]);
        refs[i] = add(p, &r);
    }
    for (size_t i = 0; i < COUNT_OF(sizes); i++)
        assert_true(str_eq(get(p, refs[i]).body, str_sub(buf_str(&bytes), i, sizes[i])));
}

static void headers_are_made_to_fit_the_body(void **state)
{
    static const struct {
        const char *in, *out, *protocol;
        size_t n_body;
    } cases[] = {
        { "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n",
          "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", "", 5 },
        { "HTTP/1.1 200 OK\r\ncontent-length: 5\r\nContent-Length: 5\r\n\r\n",
          "HTTP/1.1 200 OK\r\ncontent-length: 5\r\nX-Archive-Orig-Content-Length: 5\r\n\r\n", "",
          5 },
        { "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n",
          "HTTP/1.1 200 OK\r\nX-Archive-Orig-Transfer-Encoding: chunked\r\n"
          "Content-Length: 0\r\n\r\n",
          "", 0 },
        { "HTTP/2 200 \r\nserver: y\r\n\r\n",
          "HTTP/1.1 200 \r\nserver: y\r\nContent-Length: 7\r\n\r\n", "h2", 7 },
        { "HTTP/1.0 200 OK\r\na: b\rc\r\n folded\r\n\r\nX: not a header",
          "HTTP/1.0 200 OK\r\na: b c\r\n folded\r\nContent-Length: 1\r\n\r\n", "", 1 },
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        AUTO(buf_done) struct buf out = { 0 };
        struct str protocol;

        assert_true(warc_http_head(str_of(cases[i].in), cases[i].n_body, &out, &protocol));
        assert_str(buf_str(&out), cases[i].out);
        assert_str(protocol, cases[i].protocol);
    }
}

static void the_same_body_is_stored_once(void **state)
{
    struct place *p = *state;
    AUTO(buf_done) struct buf body = { 0 };
    struct archive_record r = page("http://x.gov.cn/", "");

    for (uint32_t i = 0, seed = 1; i < 20000; i++) {
        seed = seed * 1103515245U + 12345U;
        buf_add_char(&body, (char)(seed >> 16 & 0x7f)); /* does not pack */
    }
    r.body = buf_str(&body);
    reopen(p);

    const struct str first = add(p, &r);

    r.at += 3600;
    reopen(p); /* known across openings */

    const size_t before = slurp(p, "000001.warc.gz").n;
    const struct str second = add(p, &r);

    assert_false(str_eq(first, second));
    assert_true(slurp(p, "000001.warc.gz").n - before < 1500);

    const struct archive_record got = get(p, second);

    assert_true(str_eq(got.body, r.body));
    assert_int_equal(got.at, r.at);
    assert_int_equal(get(p, first).at, r.at - 3600);

    r.url = STR("http://y.gov.cn/"); /* another URL is another response */
    (void)add(p, &r);
    assert_true(slurp(p, "000001.warc.gz").n - before > 10000);
}

static void an_empty_body_is_no_reason_for_a_revisit(void **state)
{
    struct place *p = *state;
    const struct archive_record r = page("http://x.gov.cn/", "");

    reopen(p);
    (void)add(p, &r);
    assert_str(get(p, add(p, &r)).body, "");
    assert_int_equal(archive_sync(p->archive, NULL), RC_OK);
    assert_false(str_has(slurp(p, "index.cdxj"), STR("revisit")));
}

static void the_index_is_sorted_when_closed(void **state)
{
    struct place *p = *state;
    struct archive_record r = page("http://www.b.gov.cn/", "b");
    struct str line, before = { 0 };

    reopen(p);
    (void)add(p, &r);
    r = page("http://a.gov.cn/z", "a");
    (void)add(p, &r);
    (void)add(p, &r);
    archive_closep(&p->archive);

    struct str index = slurp(p, "index.cdxj");

    assert_int_equal(count_lines(index), 3);
    assert_true(str_starts(index, STR("cn,gov,a)/z 20251122180000 {\"url\":\"http://a.gov.cn/z\","
                                      "\"mime\":\"text/html\",\"status\":\"404\",\"digest\":"
                                      "\"sha256:")));
    assert_true(str_has(index, STR("\"mime\":\"warc/revisit\"")));
    for (; str_line(&index, &line); before = line)
        assert_true(str_cmp(before, line) <= 0);
}

static void index_keys_follow_surt(void **state)
{
    static const struct {
        const char *url, *key;
    } cases[] = {
        { "http://www.Example.com/", "com,example)/" },
        { "https://www2.example.com:443", "com,example)/" },
        { "http://wwwx.example.com:8080/A/B/?z=2&Y=1#f", "com,example,wwwx:8080)/a/b?y=1&z=2" },
        { "http://192.0.2.1/x", "192.0.2.1)/x" },
        { "http://[::1]:81/x?", "[::1]:81)/x" },
        { "http://u:p@example.com?q", "com,example)/?q" },
    };
    AUTO(arena_done) struct arena a = { 0 };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        assert_str(cdxj_surt(str_of(cases[i].url), &a), cases[i].key);
}

/* ---- crashes and damage ---- */

static void what_a_crash_cut_short_is_cut_off(void **state)
{
    struct place *p = *state;
    const struct archive_record a = page("http://x.gov.cn/a", "aaa");
    const struct archive_record b = page("http://x.gov.cn/b", "bbb");

    reopen(p);

    const struct str first = add(p, &a);

    archive_closep(&p->archive);

    const struct str whole = slurp(p, "000001.warc.gz");

    reopen(p);
    (void)add(p, &b);
    archive_closep(&p->archive);

    const struct str longer = slurp(p, "000001.warc.gz");

    for (size_t n = whole.n; n < longer.n; n += 7) {
        put(p, "000001.warc.gz", str_sub(longer, 0, n));
        reopen(p);
        assert_int_equal(slurp(p, "000001.warc.gz").n, whole.n);
        assert_int_equal(count_lines(slurp(p, "index.cdxj")), 1);
        assert_str(get(p, first).body, "aaa");
        assert_str(get(p, add(p, &b)).body, "bbb");
        archive_closep(&p->archive);
    }
    assert_int_equal(count_lines(slurp(p, "index.cdxj")), 2);
}

static void a_lost_index_is_made_again(void **state)
{
    struct place *p = *state;
    const struct archive_record a = page("http://x.gov.cn/a", "aaa");

    reopen(p);
    (void)add(p, &a);
    (void)add(p, &a);
    archive_closep(&p->archive);

    const struct str index = slurp(p, "index.cdxj");

    assert_int_equal(unlink(path_in(p, "index.cdxj")), 0);
    reopen(p);
    assert_true(str_eq(slurp(p, "index.cdxj"), index));

    archive_closep(&p->archive);
    put(p, "index.cdxj", str_sub(index, 0, index.n - 40)); /* half a line at the end */
    reopen(p);
    assert_true(str_eq(slurp(p, "index.cdxj"), index));
}

/* Dies within the writing of many records, as often as it is started. */
static void a_killed_writer_loses_nothing_that_was_synced(void **state)
{
    struct place *p = *state;

    for (int round = 0; round < 5; round++) {
        int channel[2];

        assert_int_equal(pipe(channel), 0);

        const pid_t pid = fork();

        assert_true(pid >= 0);
        if (pid == 0) {
            reopen(p);
            for (int i = 0;; i++) {
                const struct archive_record r =
                    page(arena_printf(&p->arena, "http://x.gov.cn/%d/%d", round, i).p, "body");
                const struct str ref = add(p, &r);

                if (i % 10 == 9 && (archive_sync(p->archive, NULL) ||
                                    dprintf(channel[1], "%.*s\n", STR_ARG(ref)) < 0))
                    _exit(1);
            }
        }
        assert_int_equal(close(channel[1]), 0);

        char told[4096];
        size_t n = 0;

        while (n < 150) { /* some references, then the end */
            const ssize_t got = read(channel[0], told + n, sizeof(told) - n);

            assert_true(got > 0);
            n += (size_t)got;
        }
        assert_int_equal(kill(pid, SIGKILL), 0);
        assert_int_equal(waitpid(pid, NULL, 0), pid);
        assert_int_equal(close(channel[0]), 0);
        reopen(p);
        for (struct str text = str_from(told, n), line; str_line(&text, &line);)
            if (line.n && (text.n || told[n - 1] == '\n'))
                assert_str(get(p, line).body, "body");
        archive_closep(&p->archive);
    }

    /* Every line of the index leads to its record. */
    size_t n_lines = 0;

    for (struct str index = slurp(p, "index.cdxj"), line; str_line(&index, &line); n_lines++) {
        struct cdxj_entry e;

        assert_true(cdxj_parse(line, &p->arena, &e));
        assert_true(str_eq(get(p, arena_printf(&p->arena, "warc:%.*s#%lld", STR_ARG(e.filename),
                                               (long long)e.offset))
                               .url,
                           e.url));
    }
    assert_true(n_lines >= 50);
}

/* The C library's, counted. */
static int n_record_syncs, n_index_syncs;

int fdatasync(int fd)
{
    char link[64], path[256] = "";

    (void)snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
    if (readlink(link, path, sizeof(path) - 1) > 0 && strstr(path, "index.cdxj"))
        n_index_syncs++;
    else
        n_record_syncs++;
    return fsync(fd);
}

static void add_noise(struct place *p, int number, size_t n)
{
    AUTO(buf_done) struct buf body = { 0 };
    struct archive_record r = page(arena_printf(&p->arena, "http://x.gov.cn/%d", number).p, "");

    for (uint32_t i = 0, seed = (uint32_t)number + 1; i < n; i++) {
        seed = seed * 1103515245U + 12345U;
        buf_add_char(&body, (char)(seed >> 16));
    }
    r.body = buf_str(&body);
    (void)add(p, &r);
    assert_int_equal(archive_sync(p->archive, NULL), RC_OK);
}

static void a_commit_is_one_sync(void **state)
{
    struct place *p = *state;

    reopen(p);
    n_record_syncs = n_index_syncs = 0;
    for (int i = 0; i < 20; i++)
        add_noise(p, i, 10);
    assert_int_equal(n_record_syncs, 20);
    assert_int_equal(n_index_syncs, 0);
    for (int i = 0; i < 9; i++) /* 4.5 MiB, while half of what is read again may wait */
        add_noise(p, 100 + i, 512 << 10);
    assert_int_equal(n_index_syncs, 2);
    archive_closep(&p->archive);
    assert_int_equal(n_index_syncs, 3);
}

/* What a power cut can do to lines that were not synced: gone, or nothing but zeros. */
static void lines_that_a_power_cut_lost_are_made_again(void **state)
{
    struct place *p = *state;
    AUTO(buf_done) struct buf holes = { 0 };

    reopen(p);
    for (int i = 0; i < 4; i++)
        add_noise(p, i, 1 << 20);

    const size_t n_synced = slurp(p, "index.cdxj").n;
    size_t n;

    for (int i = 4; i < 24; i++)
        add_noise(p, i, 50 << 10);

    const struct str lines = slurp(p, "index.cdxj");
    struct archive_record last = page("http://x.gov.cn/unsynced", "");

    /* Then much that has no line at all. */
    last.body = arena_join(&p->arena, slurp(p, "000001.warc.gz"), STR("x"));
    (void)add(p, &last);
    archive_closep(&p->archive);

    const struct str whole = slurp(p, "index.cdxj");

    assert_int_equal(count_lines(whole), 25);
    for (n = n_synced; n < lines.n; n += 1000) { /* lines from n on are gone */
        put(p, "index.cdxj", str_sub(lines, 0, n));
        reopen(p);
        assert_true(str_eq(slurp(p, "index.cdxj"), whole));
        archive_closep(&p->archive);
    }
    for (n = n_synced; n + 600 < lines.n; n += 1000) { /* ... but the last one is there */
        buf_reset(&holes);
        buf_add(&holes, str_sub(lines, 0, n));
        while (holes.n + 400 < lines.n)
            buf_add_char(&holes, '\0');
        buf_add(&holes, str_skip(lines, holes.n));
        put(p, "index.cdxj", buf_str(&holes));
        reopen(p);
        assert_true(str_eq(slurp(p, "index.cdxj"), whole));
        archive_closep(&p->archive);
    }
}

static void damage_is_noticed_and_left_alone(void **state)
{
    struct place *p = *state;
    const struct archive_record a = page("http://x.gov.cn/a", "aaa");
    struct archive_record got;
    struct err err = { 0 };

    reopen(p);

    const struct str ref = add(p, &a);
    const struct str last = add(p, &a);

    archive_closep(&p->archive);

    const struct str bytes = slurp(p, "000001.warc.gz");
    struct str damaged = arena_copy(&p->arena, bytes);
    char *middle = (char *)(uintptr_t)damaged.p + bytes.n - 200;

    *middle = (char)(*middle ^ 0x10);
    put(p, "000001.warc.gz", damaged);
    assert_int_equal(archive_read(p->dir, last, &p->arena, &got, &err), RC_SYNTAX);
    reopen(p);
    assert_true(str_starts(add(p, &a), STR("warc:000002.warc.gz#")));
    assert_int_equal(slurp(p, "000001.warc.gz").n, bytes.n);
    assert_str(get(p, ref).body, "aaa");
}

static void a_changed_body_does_not_pass_its_digest(void **state)
{
    struct place *p = *state;
    const struct archive_record a = page("http://x.gov.cn/a", "aaa");
    const char *dir = p->dir;
    struct archive_record got;
    struct err err = { 0 };

    reopen(p);

    const struct str ref = add(p, &a);

    archive_closep(&p->archive);

    /* Packed again by another hand: the checksum of gzip is right, the digest is not. */
    const struct str command = arena_printf(
        &p->arena,
        "cd %s && gzip -dc 000001.warc.gz | sed 's/aaa/bbb/' > x && "
        "python3 -c \"import gzip,sys;d=open('x','rb').read();i=d.index(b'WARC/1.1',8);"
        "a=gzip.compress(d[:i]);open('000001.warc.gz','wb').write(a+gzip.compress(d[i:]));"
        "print(len(a))\" > at",
        dir);
    char *const argv[] = { (char[]){ "sh" }, (char[]){ "-c" }, (char *)(uintptr_t)command.p, NULL };
    const pid_t pid = fork();
    int status;

    assert_true(pid >= 0);
    if (pid == 0) {
        (void)execvp("sh", argv);
        _exit(127);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    if (status)
        skip(); /* no python3 */
    assert_true(ref.n);
    assert_int_equal(archive_read(dir,
                                  arena_printf(&p->arena, "warc:000001.warc.gz#%.*s",
                                               STR_ARG(str_trim(slurp(p, "at")))),
                                  &p->arena, &got, &err),
                     RC_SYNTAX);
    assert_non_null(strstr(err.text, "校验值不符"));
}

/* ---- refusals ---- */

static void wrong_references_are_refused(void **state)
{
    static const char *const refs[] = {
        "",
        "000001.warc.gz#0",
        "warc:000001.warc.gz",
        "warc:000001.warc.gz#x",
        "warc:000001.warc.gz#0", /* the warcinfo */
        "warc:000001.warc.gz#999999",
        "warc:000002.warc.gz#0",
        "warc:../../etc/passwd#0",
        "warc:000000.warc.gz#0",
    };
    struct place *p = *state;
    const struct archive_record a = page("http://x.gov.cn/a", "aaa");
    struct archive_record got;
    struct err err = { 0 };

    reopen(p);
    (void)add(p, &a);
    for (size_t i = 0; i < COUNT_OF(refs); i++)
        assert_int_equal(archive_read(p->dir, str_of(refs[i]), &p->arena, &got, &err),
                         RC_NOT_FOUND);
    assert_int_equal(archive_read(p->dir, STR("warc:000001.warc.gz#5"), &p->arena, &got, &err),
                     RC_SYNTAX);
}

static void what_does_not_fit_a_record_is_refused(void **state)
{
    struct place *p = *state;
    struct archive_record r = page("http://x.gov.cn/\r\nWARC-Type: x", "");
    struct str ref;
    struct err err = { 0 };

    reopen(p);
    assert_int_equal(archive_add(p->archive, &r, &p->arena, &ref, &err), RC_SYNTAX);
    r = page("http://x.gov.cn/", "");
    r.headers = STR("<html>");
    assert_int_equal(archive_add(p->archive, &r, &p->arena, &ref, &err), RC_SYNTAX);
    r = page("http://x.gov.cn/", "");
    r.ip = STR("1.2.3.4\r\n");
    assert_int_equal(archive_add(p->archive, &r, &p->arena, &ref, &err), RC_SYNTAX);
    r = page("http://x.gov.cn/", "");
    r.body = str_from(r.body.p, (size_t)ARCHIVE_BODY_BYTES_MAX + 1);
    assert_int_equal(archive_add(p->archive, &r, &p->arena, &ref, &err), RC_LIMIT);
    r = page("http://x.gov.cn/", "");
    assert_str(get(p, add(p, &r)).url, "http://x.gov.cn/");
}

static void a_second_writer_is_refused(void **state)
{
    struct place *p = *state;

    reopen(p);

    const pid_t pid = fork();
    int status;

    if (pid == 0) {
        struct archive *second = NULL;

        _exit(archive_open(p->dir, &second, NULL) == RC_BUSY ? 0 : 1);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_int_equal(status, 0);
}

static void a_folder_that_cannot_be_made_says_so(void **state)
{
    struct place *p = *state;
    struct err err = { 0 };

    assert_int_equal(archive_open(path_in(p, "none/below"), &p->archive, &err), RC_IO);
    assert_non_null(strstr(err.text, "none/below"));
    put(p, "file", STR("x"));
    assert_int_equal(archive_open(path_in(p, "file"), &p->archive, &err), RC_IO);
    assert_null(p->archive);
}

/* A limit on the size of files stands for the full disk. */
static void a_full_disk_leaves_no_half_record(void **state)
{
    struct place *p = *state;
    const pid_t pid = fork();
    int status;

    assert_true(pid >= 0);
    if (pid == 0) {
        const struct rlimit limit = { .rlim_cur = 6000, .rlim_max = RLIM_INFINITY };
        struct sigaction ignore = { .sa_handler = SIG_IGN };
        struct str ref;
        struct err err = { 0 };
        enum rc rc = RC_OK;

        (void)sigaction(SIGXFSZ, &ignore, NULL);
        reopen(p);
        if (setrlimit(RLIMIT_FSIZE, &limit))
            _exit(2);
        for (int i = 0; !rc && i < 100; i++) {
            const struct archive_record r =
                page(arena_printf(&p->arena, "http://x.gov.cn/%d", i).p, "body");

            rc = archive_add(p->archive, &r, &p->arena, &ref, &err);
        }
        _exit(rc == RC_IO && err.text[0] ? 0 : 1);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_int_equal(status, 0);

    const size_t n = slurp(p, "000001.warc.gz").n;

    assert_true(n > 3000 && n <= 6000);
    reopen(p);
    assert_int_equal(slurp(p, "000001.warc.gz").n, n);
    assert_true(count_lines(slurp(p, "index.cdxj")) > 5);
}

/* ---- what was made of a response ---- */

static struct archive_record picture(struct str original, const char *body)
{
    return (struct archive_record){
        .kind = ARCHIVE_CONVERSION,
        .url = STR("http://x.gov.cn/a"),
        .at = 1763834460,
        .type = STR("image/webp"),
        .original = original,
        .body = str_of(body),
    };
}

static void a_conversion_is_read_back_and_leads_to_its_original(void **state)
{
    struct place *p = *state;

    reopen(p);

    const struct archive_record answer = page("http://x.gov.cn/a", "body");
    const struct str first = add(p, &answer);
    const struct archive_record made = picture(first, "RIFF\r\n\r\nWEBP");
    const struct str ref = add(p, &made);
    const struct archive_record got = get(p, ref);

    assert_int_equal(got.kind, ARCHIVE_CONVERSION);
    assert_str(got.body, "RIFF\r\n\r\nWEBP");
    assert_str(got.type, "image/webp");
    assert_str(got.url, "http://x.gov.cn/a");
    assert_int_equal(got.at, 1763834460);
    assert_true(got.headers.n == 0);
    assert_int_equal(get(p, first).kind, ARCHIVE_RESPONSE);
}

/* Whatever was made of a page has not been received. */
static void a_conversion_is_no_original_of_a_revisit(void **state)
{
    struct place *p = *state;

    reopen(p);

    const struct archive_record answer = page("http://x.gov.cn/a", "body");
    const struct archive_record made = picture(add(p, &answer), "other");
    const struct archive_record again = page("http://x.gov.cn/a", "other");

    (void)add(p, &made);
    reopen(p); /* also not when it comes from the index */
    assert_str(get(p, add(p, &again)).body, "other");
    archive_closep(&p->archive);
    assert_int_equal(unlink(path_in(p, "index.cdxj")), 0);
    reopen(p);
    assert_int_equal(count_lines(slurp(p, "index.cdxj")), 3);
    assert_true(str_has(slurp(p, "index.cdxj"), STR("\"mime\":\"image/webp\",\"status\":\"-\"")));
}

static void what_is_made_of_a_response_is_named_behind_it(void **state)
{
    struct place *p = *state;
    struct str refs, first, second;
    struct archive_record made = picture((struct str){ 0 }, "one");

    reopen(p);

    const struct archive_record answer = page("http://x.gov.cn/a", "body");

    refs = first = add(p, &answer);
    assert_int_equal(archive_add_made(p->archive, &made, &p->arena, &refs, NULL), RC_OK);
    assert_true(str_cut(refs, ' ', &first, &second));
    assert_str(get(p, first).body, "body");
    assert_str(get(p, second).body, "one");
    refs = (struct str){ 0 };
    assert_int_equal(archive_add_made(p->archive, &made, &p->arena, &refs, NULL), RC_NOT_FOUND);
    assert_true(refs.n == 0);
}

static void a_look_tells_what_a_record_is(void **state)
{
    struct place *p = *state;
    struct archive_record got;
    struct err err = { 0 };

    reopen(p);

    const struct archive_record answer = page("http://x.gov.cn/a", "body");
    const struct str first = add(p, &answer);
    const struct archive_record made = picture(first, "picture");
    const struct str ref = add(p, &made);

    assert_int_equal(archive_look(p->dir, ref, &p->arena, &got, &err), RC_OK);
    assert_int_equal(got.kind, ARCHIVE_CONVERSION);
    assert_str(got.type, "image/webp");
    assert_int_equal(archive_look(p->dir, first, &p->arena, &got, &err), RC_OK);
    assert_int_equal(got.kind, ARCHIVE_RESPONSE);
    assert_str(got.url, "http://x.gov.cn/a");
    assert_true(got.body.n == 0);
    assert_int_equal(archive_look(p->dir, STR("warc:000001.warc.gz#7"), &p->arena, &got, &err),
                     RC_NOT_FOUND);
    assert_int_equal(archive_look(p->dir, STR("x:1"), &p->arena, &got, &err), RC_NOT_FOUND);
}

static void a_conversion_needs_its_original_and_a_type(void **state)
{
    struct place *p = *state;
    struct str ref;
    struct err err = { 0 };

    reopen(p);

    const struct archive_record answer = page("http://x.gov.cn/a", "body");
    struct archive_record made = picture(add(p, &answer), "picture");

    made.type = STR("image/webp\r\nX: y");
    assert_int_equal(archive_add(p->archive, &made, &p->arena, &ref, &err), RC_SYNTAX);
    made = picture(STR("warc:000009.warc.gz#0"), "picture");
    assert_int_equal(archive_add(p->archive, &made, &p->arena, &ref, &err), RC_NOT_FOUND);
}

/* ---- for the independent reader (tests/program/archive_reader.sh) ---- */

static int write_sample(const char *dir)
{
    AUTO(archive_closep) struct archive *w = NULL;
    AUTO(arena_done) struct arena a = { 0 };
    struct err err = { 0 };
    enum rc rc = archive_open(dir, &w, &err);

    for (int i = 0; !rc && i < 150; i++) {
        const struct str url = arena_printf(&a, "http://www.yunxi%d.gov.cn/a/%d.html?b=%d&a=1",
                                            i % 3, i % 20, i % 7 % 2);
        struct archive_record r = page(url.p, "");
        struct str ref;

        r.at += i;
        if (i % 2)
            r.headers = STR("HTTP/2 200 \r\ncontent-type: image/png\r\n\r\n");
        r.body = arena_printf(&a, "%*d 正文%c", i % 20 * 100, i % 20, '\0');
        rc = archive_add(w, &r, &a, &ref, &err);
        if (!rc && i % 5 == 0) {
            const struct archive_record made = {
                .kind = ARCHIVE_CONVERSION,
                .url = url,
                .at = r.at + 60,
                .type = i % 2 ? STR("image/webp") : STR("text/html; charset=utf-8"),
                .original = ref,
                .body = arena_printf(&a, "made of %d\r\n\r\n%c", i, '\0'),
            };

            rc = archive_add(w, &made, &a, &ref, &err);
        }
    }
    if (!rc)
        rc = archive_sync(w, &err);
    if (rc)
        (void)fprintf(stderr, "%s\n", err.text);
    return rc ? 1 : 0;
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST(a_record_is_read_back),
        TEST(a_large_record_and_those_around_it_are_read_back),
        TEST(headers_are_made_to_fit_the_body),
        TEST(the_same_body_is_stored_once),
        TEST(an_empty_body_is_no_reason_for_a_revisit),
        TEST(the_index_is_sorted_when_closed),
        TEST(index_keys_follow_surt),
        TEST(what_a_crash_cut_short_is_cut_off),
        TEST(a_lost_index_is_made_again),
        TEST(a_killed_writer_loses_nothing_that_was_synced),
        TEST(a_commit_is_one_sync),
        TEST(lines_that_a_power_cut_lost_are_made_again),
        TEST(damage_is_noticed_and_left_alone),
        TEST(a_changed_body_does_not_pass_its_digest),
        TEST(wrong_references_are_refused),
        TEST(what_does_not_fit_a_record_is_refused),
        TEST(a_second_writer_is_refused),
        TEST(a_folder_that_cannot_be_made_says_so),
        TEST(a_full_disk_leaves_no_half_record),
        TEST(a_conversion_is_read_back_and_leads_to_its_original),
        TEST(a_conversion_is_no_original_of_a_revisit),
        TEST(what_is_made_of_a_response_is_named_behind_it),
        TEST(a_look_tells_what_a_record_is),
        TEST(a_conversion_needs_its_original_and_a_type),
    };

    if (argc == 3 && strcmp(argv[1], "--sample") == 0)
        return write_sample(argv[2]);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
