/* site-identity, party-badge, error-report-entry, search-entry, page-tags. */
#include "check_support.h"

static struct page good_home(void)
{
    struct page home = {
        .url = STR("http://www.yunxi.gov.cn/"),
        .kind = PAGE_HOME,
        .title = STR("云溪县人民政府门户网站"),
        .site_code = STR("5109000001"),
        .site_code_footer = STR("5109000001"),
        .icp = STR("蜀ICP备12345678号-1"),
        .police = STR("51090002000001"),
        .sponsor = STR("云溪县人民政府办公室"),
        .badge = BADGE_LINK,
        .badge_href = STR("http://bszs.conac.cn/sitename?method=show&id=1"),
        .error_report = REPORT_NATIONAL,
        .has_search = true,
        .text = STR("主办单位：云溪县人民政府办公室 网站标识码：5109000001"),
    };

    home.tags[TAG_SITE_NAME] = STR("云溪县人民政府门户网站");
    return home;
}

/* A page that has everything. */
static struct digest good(const char *url, enum page_kind kind)
{
    uint32_t tags = 0;

    for (int tag = TAG_SITE_NAME; tag <= TAG_CONTENT_SOURCE; tag++)
        tags |= 1U << tag;
    return (struct digest){
        .url = str_of(url),
        .kind = kind,
        .depth = 1,
        .title = STR("某页"),
        .site_name = STR("云溪县人民政府门户网站"),
        .site_domain = STR("www.yunxi.gov.cn"),
        .site_code_meta = STR("5109000001"),
        .column_name = STR("通知公告"),
        .column_type = STR("政策文件"),
        .content_source = STR("本网"),
        .pub_date = STR("2026-11-20 09:30"),
        .tags_present = tags,
        .site_code = STR("5109000001"),
        .icp = STR("蜀ICP备12345678号-1"),
        .police = STR("51090002000001"),
        .site_code_report = STR("5109000001"),
        .badge = BADGE_LINK,
        .error_report = REPORT_NATIONAL,
        .has_search = true,
    };
}

static struct site_view view_of(const struct page *home, const struct digest *d, size_t n)
{
    return (struct site_view){
        .site = &SITE,
        .home = home,
        .digests = d,
        .n_digests = n,
        .is_complete = true,
    };
}

/* ---- site-identity -----------------------------------------------------------------------------
 */

static void a_site_with_all_its_marks_is_clean(void **state)
{
    (void)state;
    const struct page home = good_home();
    const struct digest d[] = { good("http://www.yunxi.gov.cn/", PAGE_HOME),
                                good("http://www.yunxi.gov.cn/a/", PAGE_COLUMN),
                                good("http://www.yunxi.gov.cn/a/1.html", PAGE_ARTICLE) };
    const struct visit badge = {
        .url = STR("http://bszs.conac.cn/sitename?method=show&id=1"),
        .page = &(const struct page){ .text = STR("云溪县人民政府"), .text_chars = 7 },
    };
    struct site_view v = view_of(&home, d, COUNT_OF(d));
    struct run run;

    v.badge = &badge;
    run_site(&run, "site-identity,party-badge,error-report-entry,search-entry,page-tags", &v);
    assert_clean(&run);
    run_done(&run);
}

static void missing_marks_are_found_on_the_home_page(void **state)
{
    (void)state;
    struct page home = good_home();
    const struct site_view v = view_of(&home, NULL, 0);
    static const char *const items[] = { "code", "icp", "police", "sponsor" };
    struct run run;

    home.site_code_footer = (struct str){ 0 };
    home.icp = (struct str){ 0 };
    home.police = (struct str){ 0 };
    home.text = STR("联系我们");
    run_site(&run, "site-identity", &v);
    assert_int_equal(run.r.n, 4);
    for (size_t i = 0; i < 4; i++) {
        assert_str(detail(&run.r.findings[i], "item"), items[i]);
        assert_str(detail(&run.r.findings[i], "fault"), "missing");
        assert_int_equal(run.r.findings[i].grade, i < 3 ? GRADE_FAULT : GRADE_NOTICE);
    }
    run_done(&run);

    home.footer_by_script = true;
    run_site(&run, "site-identity", &v);
    assert_unknown(&run);
    run_done(&run);
}

static void values_are_held_against_the_registry(void **state)
{
    (void)state;
    struct site site = SITE;
    const struct page home = good_home();
    struct digest d[] = { good("http://www.yunxi.gov.cn/", PAGE_HOME),
                          good("http://www.yunxi.gov.cn/a/", PAGE_COLUMN),
                          good("http://www.yunxi.gov.cn/b/", PAGE_COLUMN) };
    struct site_view v = view_of(&home, d, COUNT_OF(d));
    struct run run;

    v.site = &site;
    d[1].site_code = d[2].site_code = STR("5109000099");
    run_site(&run, "site-identity", &v);
    const struct finding *f = only(&run, GRADE_FAULT);

    assert_str(f->url, "http://www.yunxi.gov.cn/a/");
    assert_str(detail(f, "item"), "code");
    assert_str(detail(f, "fault"), "differs-registry");
    assert_str(detail(f, "value"), "5109000099");
    assert_str(detail(f, "expected"), "5109000001");
    assert_int_equal(f->measured.value, 2);
    run_done(&run);

    d[1] = d[2] = good("http://www.yunxi.gov.cn/c/", PAGE_COLUMN);
    site.icp = STR("蜀ICP备12345678号"); /* the same licence */
    site.police = STR("川公网安备 51090002000001号");
    run_site(&run, "site-identity", &v);
    assert_clean(&run);
    run_done(&run);

    site.police = STR("51090002000002");
    run_site(&run, "site-identity", &v);
    assert_str(detail(only(&run, GRADE_FAULT), "item"), "police");
    run_done(&run);

    site.police = (struct str){ 0 };
    site.name = STR("云江县人民政府门户网站");
    site.sponsor = STR("云江县人民政府");
    run_site(&run, "site-identity", &v);
    assert_int_equal(run.r.n, 2);
    assert_str(detail(&run.r.findings[0], "item"), "name");
    assert_str(detail(&run.r.findings[1], "item"), "sponsor");
    run_done(&run);
}

static void pages_are_held_against_each_other(void **state)
{
    (void)state;
    const struct page home = good_home();
    struct digest d[] = { good("http://www.yunxi.gov.cn/", PAGE_HOME),
                          good("http://www.yunxi.gov.cn/a/", PAGE_COLUMN),
                          good("http://www.yunxi.gov.cn/b/", PAGE_COLUMN) };
    const struct site_view v = view_of(&home, d, COUNT_OF(d));
    struct run run;

    d[2].icp = STR("蜀ICP备87654321号");
    run_site(&run, "site-identity", &v);
    const struct finding *f = only(&run, GRADE_FAULT);

    assert_str(f->url, "http://www.yunxi.gov.cn/b/");
    assert_str(detail(f, "fault"), "differs-pages");
    run_done(&run);

    d[2].icp = STR("蜀ICP备12345678-1");
    run_site(&run, "site-identity", &v);
    assert_str(detail(only(&run, GRADE_FAULT), "fault"), "malformed");
    run_done(&run);
}

static void pages_without_an_item_tell_nothing_of_those_left_unread(void **state)
{
    (void)state;
    const struct page home = good_home();
    struct digest d[] = { good("http://www.yunxi.gov.cn/1.html", PAGE_ARTICLE),
                          good("http://www.yunxi.gov.cn/2.html", PAGE_ARTICLE),
                          good("http://www.yunxi.gov.cn/3.html", PAGE_ARTICLE),
                          good("http://www.yunxi.gov.cn/4.html", PAGE_ARTICLE),
                          good("http://www.yunxi.gov.cn/5.html", PAGE_ARTICLE) };
    struct site_view v = view_of(&home, d, COUNT_OF(d));
    struct run run;

    for (size_t i = 0; i < COUNT_OF(d); i++) {
        d[i].shows_code = true;
        d[i].icp = (struct str){ 0 };
    }
    run_site(&run, "site-identity", &v);
    assert_str(detail(only(&run, GRADE_NOTICE), "fault"), "missing-inside");
    run_done(&run);

    v.is_partial = true;
    v.incomplete_reason = STR("页面数达到上限");
    run_site(&run, "site-identity", &v);
    assert_unknown(&run);
    run_done(&run);

    v.n_digests = 1; /* too few to say so, and not enough to take back what a full crawl said */
    run_site(&run, "site-identity", &v);
    assert_unknown(&run);
    run_done(&run);
    v.is_partial = false;
    run_site(&run, "site-identity", &v);
    assert_clean(&run);
    run_done(&run);
}

static void a_wrong_tag_is_reported_once(void **state)
{
    (void)state;
    const struct page home = good_home();
    struct digest d = good("http://www.yunxi.gov.cn/", PAGE_HOME);
    const struct site_view v = view_of(&home, &d, 1);
    struct run run;

    d.site_code_meta = STR("5109000099");
    run_site(&run, "site-identity", &v);
    assert_str(detail(only(&run, GRADE_FAULT), "item"), "code-meta");
    run_done(&run);

    d.site_code = d.site_code_meta; /* no visible code, or the same wrong one */
    run_site(&run, "site-identity", &v);
    assert_str(detail(only(&run, GRADE_FAULT), "item"), "code");
    run_done(&run);

    d.site_code = d.site_code_meta = STR("511903000000000"); /* page-tags says so */
    run_site(&run, "site-identity", &v);
    assert_clean(&run);
    run_done(&run);
}

/* ---- party-badge -------------------------------------------------------------------------------
 */

static void a_missing_badge_is_a_fault_unless_a_script_writes_it(void **state)
{
    (void)state;
    struct page home = good_home();
    const struct site_view v = view_of(&home, NULL, 0);
    struct run run;

    home.badge = BADGE_NONE;
    home.badge_href = (struct str){ 0 };
    run_site(&run, "party-badge", &v);
    assert_str(detail(only(&run, GRADE_FAULT), "fault"), "missing");
    run_done(&run);

    home.footer_by_script = true;
    run_site(&run, "party-badge", &v);
    assert_unknown(&run);
    run_done(&run);
}

static void the_certificate_is_read(void **state)
{
    (void)state;
    static const struct {
        const char *text, *fault;
    } cases[] = {
        { "对不起，该网站标识已撤销", "revoked" },
        { "您访问的网站域名与标识证书中备案域名不符", "domain-differs" },
    };
    const struct page home = good_home();
    struct page certificate = { .kind = PAGE_OTHER, .text_chars = 20 };
    struct visit visit = { .url = home.badge_href, .page = &certificate };
    struct site_view v = view_of(&home, NULL, 0);
    struct run run;

    v.badge = &visit;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        certificate.text = str_of(cases[i].text);
        run_site(&run, "party-badge", &v);
        assert_str(detail(only(&run, GRADE_FAULT), "fault"), cases[i].fault);
        run_done(&run);
    }
    visit.page = NULL;
    visit.attempt = (struct attempt){ .reason = REASON_TIMEOUT };
    run_site(&run, "party-badge", &v);
    assert_unknown(&run);
    run_done(&run);
}

static void the_badge_leads_to_its_certificate(void **state)
{
    (void)state;
    struct page home = good_home();
    const struct site_view v = view_of(&home, NULL, 0);
    struct run run;

    home.badge_href = STR("http://www.example.com/badge");
    run_site(&run, "party-badge", &v);
    assert_str(detail(only(&run, GRADE_FAULT), "fault"), "wrong-link");
    run_done(&run);

    home.badge_href = (struct str){ 0 };
    run_site(&run, "party-badge", &v);
    assert_str(detail(only(&run, GRADE_FAULT), "fault"), "no-link");
    run_done(&run);

    home.badge = BADGE_SCRIPT;
    run_site(&run, "party-badge", &v);
    assert_unknown(&run);
    run_done(&run);
}

/* ---- error-report-entry ------------------------------------------------------------------------
 */

static void missing_everywhere_is_one_finding(void **state)
{
    (void)state;
    const struct page home = good_home();
    struct digest d[] = { good("http://www.yunxi.gov.cn/", PAGE_HOME),
                          good("http://www.yunxi.gov.cn/a/", PAGE_COLUMN),
                          good("http://www.yunxi.gov.cn/a/1.html", PAGE_ARTICLE),
                          good("http://www.yunxi.gov.cn/map.html", PAGE_SITEMAP) };
    const struct site_view v = view_of(&home, d, COUNT_OF(d));
    struct run run;

    for (size_t i = 0; i < COUNT_OF(d); i++)
        d[i].error_report = REPORT_NONE;
    run_site(&run, "error-report-entry", &v);
    const struct finding *f = only(&run, GRADE_FAULT);

    assert_str(f->url, "http://www.yunxi.gov.cn/");
    assert_int_equal(f->measured.value, 3);
    run_done(&run);
}

static void missing_somewhere_is_one_finding_a_directory(void **state)
{
    (void)state;
    const struct page home = good_home();
    struct digest d[] = { good("http://www.yunxi.gov.cn/", PAGE_HOME),
                          good("http://www.yunxi.gov.cn/a/", PAGE_COLUMN),
                          good("http://www.yunxi.gov.cn/b/", PAGE_COLUMN),
                          good("http://www.yunxi.gov.cn/a/2026/1.html", PAGE_ARTICLE),
                          good("http://www.yunxi.gov.cn/c/1.html", PAGE_ARTICLE) };
    const struct site_view v = view_of(&home, d, COUNT_OF(d));
    struct run run;

    d[1].error_report = d[3].error_report = d[4].error_report = REPORT_NONE;
    run_site(&run, "error-report-entry", &v);
    assert_int_equal(run.r.n, 2);
    assert_str(run.r.findings[0].url, "http://www.yunxi.gov.cn/a/");
    assert_int_equal(run.r.findings[0].measured.value, 2);
    assert_str(run.r.findings[1].url, "http://www.yunxi.gov.cn/c/1.html");
    run_done(&run);

    d[1].footer_by_script = d[3].footer_by_script = d[4].footer_by_script = true;
    run_site(&run, "error-report-entry", &v);
    assert_unknown(&run);
    run_done(&run);
}

static void missing_on_all_but_the_home_page_is_one_finding(void **state)
{
    (void)state;
    const struct page home = good_home();
    struct digest d[] = { good("http://www.yunxi.gov.cn/", PAGE_HOME),
                          good("http://www.yunxi.gov.cn/a/", PAGE_COLUMN),
                          good("http://www.yunxi.gov.cn/b/", PAGE_COLUMN),
                          good("http://www.yunxi.gov.cn/c/1.html", PAGE_ARTICLE) };
    const struct site_view v = view_of(&home, d, COUNT_OF(d));
    struct run run;

    for (size_t i = 1; i < COUNT_OF(d); i++)
        d[i].error_report = REPORT_NONE;
    run_site(&run, "error-report-entry", &v);
    assert_int_equal(only(&run, GRADE_FAULT)->measured.value, 3);
    run_done(&run);

    for (size_t i = 0; i < COUNT_OF(d); i++) /* and the other way round */
        d[i].error_report = i ? REPORT_NATIONAL : REPORT_NONE;
    run_site(&run, "error-report-entry", &v);
    assert_int_equal(only(&run, GRADE_FAULT)->measured.value, 1);
    run_done(&run);
}

static void old_platforms_and_other_codes_are_found(void **state)
{
    (void)state;
    const struct page home = good_home();
    struct digest d[] = { good("http://www.yunxi.gov.cn/", PAGE_HOME),
                          good("http://www.yunxi.gov.cn/a/", PAGE_COLUMN) };
    const struct site_view v = view_of(&home, d, COUNT_OF(d));
    struct run run;

    d[1].site_code_report = STR("5109000099");
    run_site(&run, "error-report-entry", &v);
    const struct finding *f = only(&run, GRADE_FAULT);

    assert_str(detail(f, "fault"), "other-code");
    assert_str(detail(f, "value"), "5109000099");
    run_done(&run);

    d[1] = good("http://www.yunxi.gov.cn/a/", PAGE_COLUMN);
    d[1].error_report = REPORT_OBSOLETE;
    run_site(&run, "error-report-entry", &v);
    assert_str(detail(only(&run, GRADE_FAULT), "fault"), "obsolete");
    run_done(&run);

    d[1].error_report = REPORT_OWN;
    run_site(&run, "error-report-entry", &v);
    assert_str(detail(only(&run, GRADE_NOTICE), "fault"), "own");
    run_done(&run);
}

/* ---- search-entry ------------------------------------------------------------------------------
 */

static void a_home_page_without_search_is_found(void **state)
{
    (void)state;
    struct page home = good_home();
    const struct site_view v = view_of(&home, NULL, 0);
    struct run run;

    home.has_search = false;
    run_site(&run, "search-entry", &v);
    assert_str(only(&run, GRADE_FAULT)->url, "http://www.yunxi.gov.cn/");
    run_done(&run);

    home.needs_browser = true;
    run_site(&run, "search-entry", &v);
    assert_unknown(&run);
    run_done(&run);
}

/* ---- page-tags ---------------------------------------------------------------------------------
 */

static void missing_and_empty_tags_are_counted(void **state)
{
    (void)state;
    const struct page home = good_home();
    struct digest d[] = { good("http://www.yunxi.gov.cn/", PAGE_HOME),
                          good("http://www.yunxi.gov.cn/a/", PAGE_COLUMN),
                          good("http://www.yunxi.gov.cn/a/1.html", PAGE_ARTICLE),
                          good("http://www.yunxi.gov.cn/a/2.html", PAGE_ARTICLE) };
    const struct site_view v = view_of(&home, d, COUNT_OF(d));
    struct run run;

    d[2].tags_present &= ~(1U << TAG_PUB_DATE);
    d[3].tags_present &= ~(1U << TAG_PUB_DATE);
    d[1].tags_present &= ~(1U << TAG_PUB_DATE); /* a column page needs none */
    run_site(&run, "page-tags", &v);
    const struct finding *f = only(&run, GRADE_FAULT);

    assert_str(f->url, "http://www.yunxi.gov.cn/a/1.html");
    assert_str(f->where, "head meta[PubDate]");
    assert_str(detail(f, "tag"), "PubDate");
    assert_str(detail(f, "fault"), "missing");
    assert_int_equal(f->measured.value, 2);
    run_done(&run);

    for (size_t i = 0; i < COUNT_OF(d); i++)
        d[i] = good("http://www.yunxi.gov.cn/a/", PAGE_COLUMN);
    d[1].tags_empty = 1U << TAG_COLUMN_DESCRIPTION;
    run_site(&run, "page-tags", &v);
    assert_str(detail(only(&run, GRADE_FAULT), "fault"), "empty");
    run_done(&run);

    d[1].tags_empty = 0;
    d[1].tags_misspelt = 1U << TAG_COLUMN_NAME;
    run_site(&run, "page-tags", &v);
    assert_str(detail(only(&run, GRADE_NOTICE), "fault"), "misspelt");
    run_done(&run);
}

static void contents_have_their_forms(void **state)
{
    (void)state;
    static const struct {
        enum page_tag tag;
        const char *value, *fault;
    } cases[] = {
        { TAG_SITE_DOMAIN, "www.yunxi.gov.cn", NULL },
        { TAG_SITE_DOMAIN, "http://www.yunxi.gov.cn/", "malformed" },
        { TAG_SITE_DOMAIN, "云溪县人民政府", "malformed" },
        { TAG_SITE_DOMAIN, "www.other.gov.cn", "malformed" },
        { TAG_SITE_ID_CODE, "5109000099", NULL }, /* site-identity's business */
        { TAG_SITE_ID_CODE, "511903000000000", "malformed" },
        { TAG_PUB_DATE, "2026-11-20 09:30", NULL },
        { TAG_PUB_DATE, "2026-11-20 09:30:26", "irregular" },
        { TAG_PUB_DATE, "2026-11-20", "irregular" },
        { TAG_PUB_DATE, "昨天", "malformed" },
    };
    const struct page home = good_home();
    struct run run;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct digest d = good("http://www.yunxi.gov.cn/a/1.html", PAGE_ARTICLE);
        const struct site_view v = view_of(&home, &d, 1);
        const struct str value = str_of(cases[i].value);

        if (cases[i].tag == TAG_SITE_DOMAIN)
            d.site_domain = value;
        else if (cases[i].tag == TAG_SITE_ID_CODE)
            d.site_code_meta = value;
        else
            d.pub_date = value;
        run_site(&run, "page-tags", &v);
        if (!cases[i].fault)
            assert_clean(&run);
        else
            assert_str(detail(only(&run, strcmp(cases[i].fault, "irregular") == 0 ? GRADE_NOTICE
                                                                                  : GRADE_FAULT),
                              "fault"),
                       cases[i].fault);
        run_done(&run);
    }
}

static void a_column_type_of_its_own_is_worth_a_look(void **state)
{
    (void)state;
    const struct page home = good_home();
    struct digest d = good("http://www.yunxi.gov.cn/a/", PAGE_COLUMN);
    const struct site_view v = view_of(&home, &d, 1);
    struct run run;

    d.column_type = STR("资讯中心");
    run_site(&run, "page-tags", &v);
    assert_str(detail(only(&run, GRADE_NOTICE), "fault"), "off-list");
    run_done(&run);
}

static void pages_that_need_a_browser_have_no_known_tags(void **state)
{
    (void)state;
    const struct page home = good_home();
    struct digest d = good("http://www.yunxi.gov.cn/", PAGE_HOME);
    const struct site_view v = view_of(&home, &d, 1);
    struct run run;

    d.tags_present = 0;
    d.needs_browser = true;
    run_site(&run, "page-tags", &v);
    assert_unknown(&run);
    run_done(&run);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_site_with_all_its_marks_is_clean),
        cmocka_unit_test(missing_marks_are_found_on_the_home_page),
        cmocka_unit_test(values_are_held_against_the_registry),
        cmocka_unit_test(pages_are_held_against_each_other),
        cmocka_unit_test(pages_without_an_item_tell_nothing_of_those_left_unread),
        cmocka_unit_test(a_wrong_tag_is_reported_once),
        cmocka_unit_test(a_missing_badge_is_a_fault_unless_a_script_writes_it),
        cmocka_unit_test(the_certificate_is_read),
        cmocka_unit_test(the_badge_leads_to_its_certificate),
        cmocka_unit_test(missing_everywhere_is_one_finding),
        cmocka_unit_test(missing_somewhere_is_one_finding_a_directory),
        cmocka_unit_test(missing_on_all_but_the_home_page_is_one_finding),
        cmocka_unit_test(old_platforms_and_other_codes_are_found),
        cmocka_unit_test(a_home_page_without_search_is_found),
        cmocka_unit_test(missing_and_empty_tags_are_counted),
        cmocka_unit_test(contents_have_their_forms),
        cmocka_unit_test(a_column_type_of_its_own_is_worth_a_look),
        cmocka_unit_test(pages_that_need_a_browser_have_no_known_tags),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
