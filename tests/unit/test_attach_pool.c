/* Attachments read in sandboxed processes: what comes back, in whatever state the file is. */
#include "base/base.h"

#include "attach/pool.h"

#include "attach_support.h"
#include "base/clock.h"
#include "base/file.h"

#include <dirent.h>
#include <signal.h>
#include <sys/wait.h>

enum { PATIENCE_MS = 120000 };

static struct attach_pool *pool_of(size_t n)
{
    struct attach_pool *p = NULL;
    struct err err = { 0 };

    if (attach_pool_new(n, &p, &err))
        fail_msg("%s", err.text);
    return p;
}

static struct attach_result read_one(struct attach_pool *p, struct str bytes)
{
    struct attach_result r;
    char tag;

    attach_pool_start(p, bytes, &tag);
    assert_int_equal(attach_pool_pending(p), 1);
    assert_true(attach_pool_next(p, PATIENCE_MS, &r));
    assert_ptr_equal(r.tag, &tag);
    assert_int_equal(attach_pool_pending(p), 0);
    return r;
}

static void expect(struct attach_pool *p, struct str bytes, enum attach_outcome o, const char *text)
{
    const struct attach_result r = read_one(p, bytes);

    if (r.outcome != o || !str_eq(r.text, str_of(text)))
        fail_msg("%s: %.*s", attach_outcome_name(r.outcome), STR_ARG(r.text));
}

static void texts_come_back(void **state)
{
    AUTO(attach_pool_freep) struct attach_pool *p = pool_of(1);

    (void)state;
    expect(p, STR("张小明 519902198506130010"), ATTACH_READ, "张小明 519902198506130010");
    expect(p, STR("\xd5\xc5\xd0\xa1\xc3\xf7\xb5\xc4"), ATTACH_READ,
           "张小明的"); /* iconv's own files */
    expect(p, STR(""), ATTACH_UNSUPPORTED, "");
}

static void many_files_come_back_each_with_its_tag(void **state)
{
    enum { N = 50 };
    AUTO(attach_pool_freep) struct attach_pool *p = pool_of(3);
    char text[N][32];
    bool seen[N] = { 0 };
    int tags[N];
    struct attach_result r;

    (void)state;
    for (int i = 0; i < N; i++) {
        tags[i] = i;
        (void)snprintf(text[i], sizeof text[i], "no %d", i);
        attach_pool_start(p, str_of(text[i]), &tags[i]);
    }
    for (int i = 0; i < N; i++) {
        assert_true(attach_pool_next(p, PATIENCE_MS, &r));

        const int k = *(const int *)r.tag;

        assert_true(str_eq(r.text, str_of(text[k])));
        assert_false(seen[k]);
        seen[k] = true;
    }
    assert_false(attach_pool_next(p, 0, &r));
}

static void a_pdf_is_its_text(void **state)
{
    AUTO(attach_pool_freep) struct attach_pool *p = pool_of(1);
    AUTO(buf_done) struct buf pdf = pack_pdf(PDF_TEXT("ID 519902198506130010"), "");

    (void)state;
    expect(p, buf_str(&pdf), ATTACH_READ, "ID 519902198506130010");
}

static void a_pdf_in_an_archive_is_read_too(void **state)
{
    AUTO(attach_pool_freep) struct attach_pool *p = pool_of(1);
    AUTO(buf_done) struct buf pdf = pack_pdf(PDF_TEXT("inside"), "");
    const struct sample_part parts[] = { { "a.pdf", buf_str(&pdf) }, { "b.txt", STR("旁边") } };
    AUTO(buf_done) struct buf zip = pack_parts(parts, 2);

    struct attach_result r;

    (void)state;
    expect(p, buf_str(&zip), ATTACH_READ, "inside\n旁边");
    r = read_one(p, buf_str(&zip));
    assert_int_equal(r.places.n, 2);
    assert_true(str_eq(r.places.places[0].name, STR("a.pdf · 第 1 页")));
    assert_true(str_eq(r.places.places[1].name, STR("b.txt")));
}

/* Pictures alone; a ring 43 mm across, of pictures as far as the file says. */
#define PDF_OF_PICTURES                                                                            \
    "q 595 0 0 842 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \xff EI Q % /Subtype/Image"
#define PDF_WITH_SEAL                                                                              \
    "1 0 0 RG 3 w 461 200 m 461 234 434 261 400 261 c 366 261 339 234 339 200 c "                  \
    "339 166 366 139 400 139 c 434 139 461 166 461 200 c S 1 0 0 rg 390 190 20 20 re f "           \
    "% /Subtype/Image"

/* A seal on any of them is seen; what could not be looked at may have one. */
static void all_files_of_an_archive_are_looked_at(void **state)
{
    AUTO(attach_pool_freep) struct attach_pool *p = pool_of(1);
    AUTO(buf_done) struct buf pictures = pack_pdf(PDF_OF_PICTURES, "");
    AUTO(buf_done) struct buf sealed = pack_pdf(PDF_WITH_SEAL, "");
    const struct sample_part parts[] = { { "a.pdf", buf_str(&pictures) },
                                         { "b.bin", STR("\x7f"
                                                        "ELF\x01") },
                                         { "c.pdf", STR("%PDF-1.4\nnothing more") },
                                         { "d.pdf", buf_str(&sealed) } };
    AUTO(buf_done) struct buf all = pack_parts(parts, 4), some = pack_parts(parts, 3);
    AUTO(buf_done) struct buf first = pack_parts(parts, 1);

    (void)state;
    expect(p, buf_str(&all), ATTACH_OFFICIAL_SCAN, "");
    assert_false(attach_outcome_is_scan(read_one(p, buf_str(&some)).outcome));
    expect(p, buf_str(&first), ATTACH_NEEDS_OCR, "");
}

static void a_pdf_of_pictures_needs_a_person(void **state)
{
    AUTO(attach_pool_freep) struct attach_pool *p = pool_of(1);
    AUTO(buf_done) struct buf pdf = pack_pdf(PDF_OF_PICTURES, "");
    AUTO(buf_done) struct buf empty = pack_pdf("q Q", "");

    (void)state;
    expect(p, buf_str(&pdf), ATTACH_NEEDS_OCR, "");
    expect(p, buf_str(&empty), ATTACH_READ, "");
}

static void a_scan_with_a_seal_is_told_apart(void **state)
{
    AUTO(attach_pool_freep) struct attach_pool *p = pool_of(1);
    AUTO(buf_done) struct buf pdf = pack_pdf(PDF_WITH_SEAL, "");

    (void)state;
    expect(p, buf_str(&pdf), ATTACH_OFFICIAL_SCAN, "");
}

/* A PDF's page as a picture, made by poppler. */
static struct buf picture_of(const char *content, const char *options)
{
    AUTO(buf_done) struct buf pdf = pack_pdf(content, ""), command = { 0 };
    struct buf out = { 0 };
    char dir[] = "/tmp/xj-picture-XXXXXX", path[64];

    assert_non_null(mkdtemp(dir));
    (void)snprintf(path, sizeof(path), "%s/a", dir);
    FILE *f = fopen(path, "wb");

    assert_non_null(f);
    assert_int_equal(fwrite(pdf.p, 1, pdf.n, f), pdf.n);
    assert_int_equal(fclose(f), 0);
    buf_addf(&command, "cd %s && pdftoppm -q -singlefile %s a b && mv b.* a", dir, options);
    buf_add_char(&command, '\0');
    assert_int_equal(system(command.p), 0);
    f = fopen(path, "rb");
    assert_non_null(f);
    assert_int_equal(file_read_rest(f, path, 1 << 24, &out, NULL), RC_OK);
    assert_int_equal(fclose(f), 0);
    (void)unlink(path);
    (void)rmdir(dir);
    return out;
}

static void a_picture_of_a_sealed_sheet_is_told_apart(void **state)
{
    static const char *const as[] = { "-png -r 72", "-png -r 150 -gray", "-jpeg -r 72",
                                      "-jpeg -jpegopt progressive=y -r 150" };
    AUTO(attach_pool_freep) struct attach_pool *p = pool_of(1);

    (void)state;
    for (size_t i = 0; i < COUNT_OF(as); i++) {
        AUTO(buf_done) struct buf sealed = picture_of(PDF_WITH_SEAL, as[i]);
        AUTO(buf_done) struct buf plain = picture_of(PDF_OF_PICTURES, as[i]);

        expect(p, buf_str(&sealed), i == 1 ? ATTACH_NEEDS_OCR : ATTACH_OFFICIAL_SCAN, "");
        expect(p, buf_str(&plain), ATTACH_NEEDS_OCR, "");
    }
    expect(p, STR("\xff\xd8\xff\xe0 and no more"), ATTACH_UNSUPPORTED, "");
}

static void a_pdf_with_a_password_says_so(void **state)
{
    AUTO(attach_pool_freep) struct attach_pool *p = pool_of(1);
    AUTO(buf_done)
    struct buf pdf = pack_pdf(
        PDF_TEXT("x"), "/Encrypt<</Filter/Standard/V 1/R 2/P -4"
                       "/O<0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef>"
                       "/U<0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef>>>"
                       "/ID[<00><00>]");

    (void)state;
    expect(p, buf_str(&pdf), ATTACH_ENCRYPTED, "");
}

static void a_damaged_pdf_says_so(void **state)
{
    AUTO(attach_pool_freep) struct attach_pool *p = pool_of(1);

    (void)state;
    expect(p, STR("%PDF-1.4\nnothing more"), ATTACH_DAMAGED, "");
    expect(p,
           STR("%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n"
               "<</Type/Pages/Kids[2 0 R 2 0 R]/Count 1000000>>\nendobj\n"
               "trailer\n<</Size 3/Root 1 0 R>>\n"),
           ATTACH_DAMAGED, "");
}

static void a_file_past_the_limit_is_not_read(void **state)
{
    AUTO(attach_pool_freep) struct attach_pool *p = pool_of(1);
    char *large = calloc(1, ATTACH_BYTES_MAX + 1);

    (void)state;
    memset(large, 'a', ATTACH_BYTES_MAX + 1);
    expect(p, str_from(large, ATTACH_BYTES_MAX + 1), ATTACH_TOO_LARGE, "");
    free(large);
}

/* Children of this process, from /proc: the helpers. */
static size_t children(pid_t *out, size_t n_max)
{
    DIR *proc = opendir("/proc");
    const struct dirent *entry;
    size_t n = 0;

    assert_non_null(proc);
    while ((entry = readdir(proc)) && n < n_max) {
        char path[300], line[300] = "";
        FILE *f;

        if (!char_is_digit(entry->d_name[0]))
            continue;
        (void)snprintf(path, sizeof path, "/proc/%s/stat", entry->d_name);
        if (!(f = fopen(path, "r")))
            continue;
        if (fgets(line, sizeof line, f)) {
            const char *behind = strrchr(line, ')');
            int parent = 0;

            if (behind && sscanf(behind + 1, " %*c %d", &parent) == 1 && parent == getpid())
                out[n++] = (pid_t)strtol(entry->d_name, NULL, 10);
        }
        (void)fclose(f);
    }
    (void)closedir(proc);
    return n;
}

static void a_helper_that_dies_costs_its_file_only(void **state)
{
    AUTO(attach_pool_freep) struct attach_pool *p = pool_of(1);
    struct attach_result r;
    pid_t pids[8];
    char *large = calloc(1, 32 << 20);

    (void)state;
    memset(large, 'a', 32 << 20);
    attach_pool_start(p, str_from(large, 32 << 20), NULL); /* more than a socket takes at once */
    assert_int_equal(children(pids, COUNT_OF(pids)), 1);
    assert_int_equal(kill(pids[0], SIGKILL), 0);
    assert_true(attach_pool_next(p, PATIENCE_MS, &r));
    assert_int_equal(r.outcome, ATTACH_DAMAGED);
    assert_int_equal(r.text.n, 0);
    free(large);
    expect(p, STR("next"), ATTACH_READ, "next");
}

static void what_was_not_read_can_be_taken_back(void **state)
{
    AUTO(attach_pool_freep) struct attach_pool *p = pool_of(1);
    void *tag = NULL;
    char a, b;

    (void)state;
    attach_pool_start(p, STR("first"), &a);
    attach_pool_start(p, STR("second"), &b);
    assert_true(attach_pool_drop(p, &tag));
    assert_ptr_equal(tag, &b);
    assert_true(attach_pool_drop(p, &tag));
    assert_ptr_equal(tag, &a);
    assert_false(attach_pool_drop(p, &tag));
    assert_int_equal(attach_pool_pending(p), 0);
    expect(p, STR("next"), ATTACH_READ, "next");
}

static void nothing_is_left_behind(void **state)
{
    struct attach_pool *p = pool_of(3);
    pid_t pids[8];

    (void)state;
    attach_pool_start(p, STR("never asked for"), NULL);
    attach_pool_freep(&p);
    assert_null(p);
    assert_int_equal(children(pids, COUNT_OF(pids)), 0);
    attach_pool_freep(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_come_back),
        cmocka_unit_test(many_files_come_back_each_with_its_tag),
        cmocka_unit_test(a_pdf_is_its_text),
        cmocka_unit_test(a_pdf_in_an_archive_is_read_too),
        cmocka_unit_test(all_files_of_an_archive_are_looked_at),
        cmocka_unit_test(a_pdf_of_pictures_needs_a_person),
        cmocka_unit_test(a_scan_with_a_seal_is_told_apart),
        cmocka_unit_test(a_picture_of_a_sealed_sheet_is_told_apart),
        cmocka_unit_test(a_pdf_with_a_password_says_so),
        cmocka_unit_test(a_damaged_pdf_says_so),
        cmocka_unit_test(a_file_past_the_limit_is_not_read),
        cmocka_unit_test(a_helper_that_dies_costs_its_file_only),
        cmocka_unit_test(what_was_not_read_can_be_taken_back),
        cmocka_unit_test(nothing_is_left_behind),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
