/* The evidence archive after a kill or a power cut. */
#include "base/base.h"

#include "archive_support.h"

#include "archive/cdxj.h"

#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>

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

static ino_t file_of_index(struct place *p)
{
    struct stat st;

    assert_int_equal(stat(path_in(p, "index.cdxj"), &st), 0);
    return st.st_ino;
}

/* What is read again gets an index anew, which is another file. */
static void a_folder_that_nobody_touched_since_it_was_closed_is_not_read_again(void **state)
{
    struct place *p = *state;
    const struct archive_record a = page("http://x.gov.cn/a", "aaa");

    reopen(p);

    const struct str ref = add(p, &a);

    archive_closep(&p->archive);

    const struct str index = slurp(p, "index.cdxj");
    const struct str lie = arena_copy(&p->arena, index);
    const ino_t before = file_of_index(p);

    reopen(p);
    assert_true(file_of_index(p) == before);
    assert_str(get(p, ref).body, "aaa");
    assert_true(str_eq(slurp(p, "index.cdxj"), index));
    archive_closep(&p->archive);

    *(char *)(uintptr_t)(lie.p + lie.n - 8) ^= 1;
    put(p, "index.cdxj", lie);
    reopen(p);
    assert_true(file_of_index(p) != before);
    assert_true(str_eq(slurp(p, "index.cdxj"), index));
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_a_crash_cut_short_is_cut_off),
        TEST(a_lost_index_is_made_again),
        TEST(a_killed_writer_loses_nothing_that_was_synced),
        TEST(a_folder_that_nobody_touched_since_it_was_closed_is_not_read_again),
        TEST(a_commit_is_one_sync),
        TEST(lines_that_a_power_cut_lost_are_made_again),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
