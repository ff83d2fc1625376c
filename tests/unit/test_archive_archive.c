/* The evidence archive: what is added is read back, whatever happens in between. */
#include "base/base.h"

#include "archive_support.h"

#include "archive/cdxj.h"
#include "archive/warc.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

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

/* Plain lines are read without JSON, all others as JSON: nobody can tell. */
static void a_line_is_read_as_it_was_written(void **state)
{
    static const char *const urls[] = { "http://a.example/x?y=1", "http://a.example/\"b\"",
                                        "http://a.example/县" };
    static const char spaced[] = "key 1 { \"offset\": \"7\", \"length\": \"8\" }";
    AUTO(arena_done) struct arena a = { 0 };
    struct cdxj_entry e;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(urls); i++) {
        AUTO(buf_done) struct buf line = { 0 };
        const struct cdxj_entry in = { .url = str_of(urls[i]),
                                       .mime = STR("text/html"),
                                       .status = STR("200"),
                                       .digest = STR("sha256:A"),
                                       .filename = STR("000001.warc.gz"),
                                       .offset = 7,
                                       .n_packed = 8 };

        cdxj_write(&in, &a, &line);
        line.n--;
        assert_true(cdxj_parse(buf_str(&line), &a, &e));
        assert_str(e.url, urls[i]);
        assert_str(e.mime, "text/html");
        assert_str(e.status, "200");
        assert_str(e.digest, "sha256:A");
        assert_str(e.filename, "000001.warc.gz");
        assert_int_equal(e.offset, 7);
        assert_int_equal(e.n_packed, 8);
        for (size_t n = 0; n < line.n; n++) /* half a line */
            assert_false(cdxj_parse(str_sub(buf_str(&line), 0, n), &a, &e));
    }
    assert_true(cdxj_parse(str_of(spaced), &a, &e));
    assert_int_equal(e.offset, 7);
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

/* ---- damage ---- */

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

static void what_is_not_whole_says_so(void **state)
{
    struct place *p = *state;
    struct archive_record r = page("http://x.gov.cn/", "bo");

    reopen(p);
    assert_int_equal(get(p, add(p, &r)).cut.n, 0);
    r.url = STR("http://x.gov.cn/cut");
    r.cut = STR("disconnect");
    assert_str(get(p, add(p, &r)).cut, "disconnect");
    assert_str(get(p, add(p, &r)).cut, "disconnect"); /* the same once more */
}

/* A revisit names its URL twice. */
static void the_longest_url_is_kept_like_any_other(void **state)
{
    enum { URL_BYTES = 8192 };
    struct place *p = *state;
    AUTO(buf_done) struct buf url = { 0 };
    struct archive_record r = page("", "body"), made = picture((struct str){ 0 }, "one"), look;
    struct str refs, second;

    buf_add(&url, STR("http://x.gov.cn/"));
    while (url.n < URL_BYTES)
        buf_add_char(&url, 'a');
    r.url = buf_str(&url);
    reopen(p);
    (void)add(p, &r);
    refs = second = add(p, &r);
    assert_str(get(p, second).body, "body");
    assert_int_equal(archive_look(p->dir, second, &p->arena, &look, NULL), RC_OK);
    assert_int_equal(archive_add_made(p->archive, &made, &p->arena, &refs, NULL), RC_OK);
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

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST(a_record_is_read_back),
        TEST(a_large_record_and_those_around_it_are_read_back),
        TEST(headers_are_made_to_fit_the_body),
        TEST(the_same_body_is_stored_once),
        TEST(an_empty_body_is_no_reason_for_a_revisit),
        TEST(the_index_is_sorted_when_closed),
        TEST(a_line_is_read_as_it_was_written),
        TEST(index_keys_follow_surt),
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
        TEST(what_is_not_whole_says_so),
        TEST(the_longest_url_is_kept_like_any_other),
        TEST(a_look_tells_what_a_record_is),
        TEST(a_conversion_needs_its_original_and_a_type),
    };

    if (argc == 3 && strcmp(argv[1], "--sample") == 0)
        return write_sample(argv[2]);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
