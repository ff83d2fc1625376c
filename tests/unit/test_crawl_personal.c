/* The check personal-data with its real words: what it says of a page, and that it is silent on the
 * real pages of ../shared/pages (skipped without that folder). All people are made up. */
#include "check_support.h"

#include "base/buf.h"
#include "page/reader.h"

#include <stdlib.h>

#define PAGES XJ_SOURCE_DIR "/../shared/pages/"

static const char *const leak = "2026年困难群众临时救助公示\n姓名 身份证号 手机号码 银行卡号\n"
                                "张小明 519902198506130010 13900001234 6222021234567890128\n"
                                "李四 519902197809220019 13900001235 6228480402564897013\n";

static const struct finding *find_kind(const struct run *run, const char *kind)
{
    for (size_t i = 0; i < run->r.n; i++)
        if (str_eq(detail(&run->r.findings[i], "kind"), str_of(kind)))
            return &run->r.findings[i];
    fail_msg("no finding of %s", kind);
    return NULL;
}

static void a_list_of_people_is_one_finding_a_kind(void **state)
{
    const struct page page = { .url = STR("http://www.yunxi.gov.cn/1.html"), .text = str_of(leak) };
    struct run run;

    (void)state;
    run_page(&run, "personal-data", &page);
    assert_int_equal(run.r.n, 3);
    assert_int_equal(find_kind(&run, "identity-number")->grade, GRADE_FAULT);
    assert_int_equal(find_kind(&run, "identity-number")->measured.value, 2);
    assert_int_equal(find_kind(&run, "bank-card")->grade, GRADE_FAULT);
    assert_int_equal(find_kind(&run, "mobile")->grade,
                     GRADE_FAULT); /* an identity number beside it */
    run_done(&run);
}

static bool shows(struct str s, const char *secret)
{
    return str_has(s, str_of(secret));
}

static void no_value_is_repeated(void **state)
{
    static const char *const secrets[] = { "519902198506130010", "13900001234",
                                           "6222021234567890128", "19850613",
                                           "6228480402564897013" };
    const struct page page = { .url = STR("http://www.yunxi.gov.cn/1.html"), .text = str_of(leak) };
    struct run run;

    (void)state;
    run_page(&run, "personal-data", &page);
    for (size_t i = 0; i < run.r.n; i++)
        for (size_t k = 0; k < COUNT_OF(secrets); k++) {
            const struct finding *f = &run.r.findings[i];

            assert_false(shows(f->excerpt, secrets[k]));
            assert_false(shows(f->key, secrets[k]));
            for (size_t d = 0; d < f->n_detail; d++)
                for (size_t v = 0; v < f->detail[d].n_list; v++)
                    assert_false(shows(f->detail[d].list[v], secrets[k]));
        }
    assert_true(shows(run.r.findings[0].excerpt, "519902**********10"));
    run_done(&run);
}

static void a_mobile_alone_is_a_notice(void **state)
{
    const struct page page = { .url = STR("http://www.yunxi.gov.cn/1.html"),
                               .text = STR("申请人张小明，手机13900001234") };
    struct run run;

    (void)state;
    run_page(&run, "personal-data", &page);
    (void)only(&run, GRADE_NOTICE);
    run_done(&run);
}

static void what_other_checks_show_is_masked_too(void **state)
{
    struct page page = { .url = STR("http://www.yunxi.gov.cn/1.html"),
                         .kind = PAGE_ARTICLE,
                         .tags = { [TAG_PUB_DATE] = STR("2026-02-30 519902198506130010") } };
    struct run run;

    (void)state;
    run_page(&run, "impossible-date", &page);
    assert_int_equal(run.r.n, 1);
    assert_false(shows(run.r.findings[0].excerpt, "519902198506130010"));
    run_done(&run);
}

static bool read_file(const char *path, struct buf *out)
{
    FILE *f = fopen(path, "rb");
    size_t n;

    buf_reset(out);
    if (!f)
        return false;
    do {
        n = fread(buf_room(out, 1 << 16), 1, 1 << 16, f);
        out->n += n;
    } while (n);
    (void)fclose(f);
    return true;
}

/* The first column of the manifest, but its head. */
static void real_pages_show_nothing(void **state)
{
    AUTO(buf_done) struct buf manifest = { 0 }, body = { 0 };
    struct page_reader *reader;
    struct str rest, line, path;
    size_t n = 0, n_found = 0;

    (void)state;
    if (!read_file(PAGES "manifest.tsv", &manifest)) {
        print_message("skipped: no " PAGES "\n");
        skip();
    }
    reader = page_reader_new(NULL);
    rest = buf_str(&manifest);
    (void)str_line(&rest, &line);
    while (str_line(&rest, &line)) {
        AUTO(arena_done) struct arena a = { 0 };
        char name[1024];
        struct page page;
        struct run run;

        (void)str_cut(line, '\t', &path, &line);
        (void)snprintf(name, sizeof name, PAGES "%.*s", STR_ARG(path));
        assert_true(read_file(name, &body));
        page_read(reader, &(struct page_input){ .body = buf_str(&body), .today = today() }, &a,
                  &page);
        run_page(&run, "personal-data", &page);
        if (run.r.n)
            print_message("%.*s\n", STR_ARG(path));
        show(&run.r);
        n_found += run.r.n;
        run_done(&run);
        n++;
    }
    page_reader_free(reader);
    print_message("%zu pages, %zu findings\n", n, n_found);
    assert_true(n > 50);
    assert_int_equal(n_found, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_list_of_people_is_one_finding_a_kind),
        cmocka_unit_test(no_value_is_repeated),
        cmocka_unit_test(a_mobile_alone_is_a_notice),
        cmocka_unit_test(what_other_checks_show_is_masked_too),
        cmocka_unit_test(real_pages_show_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
