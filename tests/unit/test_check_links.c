/* dead-link, hidden-link, commercial-link, service-link, sitemap-mismatch. */
#include "check_support.h"

static const struct page HOME = {
    .url = { "http://www.yunxi.gov.cn/", 24 },
    .kind = PAGE_HOME,
    .title = { "云溪县人民政府", 21 },
};

/* ---- dead-link ---------------------------------------------------------------------------------
 */

static const struct referrer FROM[] = {
    { .url = { "http://www.yunxi.gov.cn/a.html", 30 },
      .where = { "body a[3]", 9 },
      .text = { "附件下载", 12 } },
    { .url = { "http://www.yunxi.gov.cn/b.html", 30 } },
};

static struct target target(enum reason reason, int status, bool is_outside)
{
    return (struct target){
        .url = is_outside ? STR("http://www.other.gov.cn/x.html")
                          : STR("http://www.yunxi.gov.cn/x.html"),
        .kind = LINK_PAGE,
        .is_outside = is_outside,
        .reason = reason,
        .http_status = status,
        .n_referrers = 7,
        .referrers = FROM,
        .n_known = 2,
    };
}

static struct site_view with_target(const struct target *t)
{
    return (struct site_view){ .site = &SITE, .home = &HOME, .targets = t, .n_targets = 1 };
}

static void a_broken_target_is_one_finding_with_its_referrers(void **state)
{
    (void)state;
    const struct target t = target(REASON_HTTP, 404, false);
    const struct site_view v = with_target(&t);
    struct run run;

    run_site(&run, "dead-link", &v);
    const struct finding *f = only(&run, GRADE_FAULT);

    assert_str(f->url, "http://www.yunxi.gov.cn/a.html");
    assert_str(f->where, "body a[3]");
    assert_str(f->excerpt, "附件下载");
    assert_str(f->key, "http://www.yunxi.gov.cn/x.html");
    assert_int_equal(f->measured.value, 404);
    assert_false(f->limit.is_set);
    assert_str(detail(f, "target"), "http://www.yunxi.gov.cn/x.html");
    assert_str(detail(f, "reason"), "http-404");
    assert_str(detail(f, "kind"), "page");
    assert_str(f->proof[0], "http://www.yunxi.gov.cn/x.html");
    for (size_t i = 0; i < f->n_detail; i++) {
        if (strcmp(f->detail[i].key, "pages") == 0) {
            assert_int_equal(f->detail[i].n_list, 2);
            assert_str(f->detail[i].list[1], "http://www.yunxi.gov.cn/b.html");
        }
        if (strcmp(f->detail[i].key, "n_referrers") == 0)
            assert_int_equal(f->detail[i].number.value, 7);
    }
    run_done(&run);
}

static void every_reason_has_its_grade(void **state)
{
    (void)state;
    static const struct {
        enum reason reason;
        int status;
        enum grade inside, outside;
    } cases[] = {
        { REASON_HTTP, 404, GRADE_FAULT, GRADE_FAULT },
        { REASON_HTTP, 410, GRADE_FAULT, GRADE_FAULT },
        { REASON_HTTP, 400, GRADE_FAULT, GRADE_NOTICE },
        { REASON_HTTP, 401, GRADE_NOTICE, GRADE_NOTICE },
        { REASON_HTTP, 403, GRADE_NOTICE, GRADE_NOTICE },
        { REASON_HTTP, 405, GRADE_NOTICE, GRADE_NOTICE },
        { REASON_HTTP, 412, GRADE_NOTICE, GRADE_NOTICE },
        { REASON_HTTP, 429, GRADE_NOTICE, GRADE_NOTICE },
        { REASON_HTTP, 500, GRADE_FAULT, GRADE_NOTICE },
        { REASON_HTTP, 301, GRADE_FAULT, GRADE_NOTICE },
        { REASON_DNS, 0, GRADE_FAULT, GRADE_FAULT },
        { REASON_CONNECT, 0, GRADE_FAULT, GRADE_FAULT },
        { REASON_TLS, 0, GRADE_FAULT, GRADE_NOTICE },
        { REASON_TIMEOUT, 0, GRADE_FAULT, GRADE_NOTICE },
        { REASON_RESET, 0, GRADE_FAULT, GRADE_NOTICE },
        { REASON_EMPTY, 200, GRADE_FAULT, GRADE_NOTICE },
        { REASON_REDIRECT_LOOP, 302, GRADE_FAULT, GRADE_NOTICE },
        { REASON_COOKIE, 302, GRADE_NOTICE, GRADE_NOTICE },
        { REASON_SOFT_404, 200, GRADE_FAULT, GRADE_NOTICE },
        { REASON_ANCHOR, 200, GRADE_NOTICE, GRADE_NOTICE },
        { REASON_URL, 0, GRADE_FAULT, GRADE_FAULT },
        { REASON_TAKEN, 200, GRADE_VETO, GRADE_VETO },
        { REASON_TOO_LARGE, 200, GRADE_NONE, GRADE_NONE },
        { REASON_ROBOTS, 0, GRADE_NONE, GRADE_NONE },
    };
    struct run run;

    for (size_t i = 0; i < 2 * COUNT_OF(cases); i++) {
        const bool outside = i % 2;
        const struct target t = target(cases[i / 2].reason, cases[i / 2].status, outside);
        const struct site_view v = with_target(&t);
        const enum grade grade = outside ? cases[i / 2].outside : cases[i / 2].inside;

        run_site(&run, "dead-link", &v);
        if (grade == GRADE_NONE)
            assert_clean(&run);
        else
            (void)only(&run, grade);
        run_done(&run);
    }
}

static void what_may_pass_is_only_worth_a_look(void **state)
{
    (void)state;
    struct target t = target(REASON_HTTP, 503, false);
    const struct site_view v = with_target(&t);
    struct run run;

    t.is_passing = true;
    run_site(&run, "dead-link", &v);
    assert_int_equal(only(&run, GRADE_NOTICE)->measured.value, 503);
    run_done(&run);

    t = target(REASON_HTTP, 500, false); /* a form asked for without its fields */
    t.kind = LINK_FORM;
    run_site(&run, "dead-link", &v);
    (void)only(&run, GRADE_NOTICE);
    run_done(&run);
}

static void what_we_could_not_ask_is_unknown(void **state)
{
    (void)state;
    struct target t = target(REASON_DNS_TEMPORARY, 0, true);
    const struct site_view v = with_target(&t);
    struct run run;

    run_site(&run, "dead-link", &v);
    assert_unknown(&run);
    run_done(&run);

    t = target(REASON_BLOCKED_ADDRESS, 0, true);
    run_site(&run, "dead-link", &v);
    assert_unknown(&run);
    run_done(&run);

    t.url = STR("http://192.168.1.5/oa/"); /* nobody outside can open this */
    run_site(&run, "dead-link", &v);
    (void)only(&run, GRADE_NOTICE);
    run_done(&run);
}

/* ---- hidden-link -------------------------------------------------------------------------------
 */

static struct link outside(const char *url, const char *text)
{
    return (struct link){
        .url = str_of(url),
        .text = str_of(text),
        .element = "a",
        .nth = 9,
        .is_hidden = true,
    };
}

static struct page with_hidden(const struct link *links, const struct hidden *hidden, size_t n)
{
    return (struct page){
        .url = STR("http://www.yunxi.gov.cn/a.html"),
        .kind = PAGE_ARTICLE,
        .links = links,
        .n_links = n,
        .hidden = hidden,
        .n_hidden = n,
    };
}

static void bad_words_in_text_or_address_are_vetoes(void **state)
{
    (void)state;
    const struct link links[] = {
        outside("http://www.abc123.com/", "澳门新葡京"),
        outside("http://www.bet365-asia.com/", "点击"),
        outside("http://av.example.net/", "成人视频"),
        outside("http://www.fapiao.example.com/", "代开发票"),
    };
    const struct hidden hidden[] = {
        { .link = 0, .trick = HIDE_DISPLAY },
        { .link = 1, .trick = HIDE_POSITION },
        { .link = 2, .trick = HIDE_MARQUEE },
        { .link = 3, .trick = HIDE_SIZE },
    };
    const struct page p = with_hidden(links, hidden, COUNT_OF(links));
    struct run run;

    run_page(&run, "hidden-link", &p);
    assert_int_equal(run.r.n, 4);
    assert_int_equal(run.r.n_refusals, 0);
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(run.r.findings[i].grade, GRADE_VETO);
    assert_int_equal(run.r.findings[3].grade, GRADE_FAULT);
    assert_str(run.r.findings[0].where, "body a[9]");
    assert_str(detail(&run.r.findings[0], "trick"), "display-none");
    assert_str(detail(&run.r.findings[1], "trick"), "off-screen");
    assert_str(detail(&run.r.findings[1], "target"), "http://www.bet365-asia.com/");
    assert_str(detail(&run.r.findings[2], "class"), "porn");
    run_done(&run);
}

static void harmless_hidden_links_are_clean(void **state)
{
    (void)state;
    struct link links[] = {
        outside("http://www.scfao.gov.cn/", "彩票管理中心"),
        outside("http://hm.baidu.com/hm.js", ""),
        outside("http://jyj.yunxi.gov.cn/", "教育局"),
        outside("http://www.xinhuanet.com/", "新华网"),
        outside("http://img.example.com/1.png", "赌场"),
    };
    const struct hidden hidden[] = {
        { .link = 0, .trick = HIDE_DISPLAY }, { .link = 1, .trick = HIDE_DISPLAY },
        { .link = 2, .trick = HIDE_DISPLAY }, { .link = 3, .trick = HIDE_POSITION },
        { .link = 4, .trick = HIDE_DISPLAY },
    };
    const struct page p = with_hidden(links, hidden, COUNT_OF(links));
    struct run run;

    links[4].kind = LINK_IMAGE;
    run_page(&run, "hidden-link", &p);
    assert_clean(&run);
    run_done(&run);
}

static void unknown_strangers_count_when_they_come_in_numbers(void **state)
{
    (void)state;
    const struct link links[] = {
        outside("http://www.a-shop.com/", "甲"),
        outside("http://www.b-shop.com/", "乙"),
        outside("http://www.c-shop.com/", "丙"),
    };
    struct hidden hidden[] = {
        { .link = 0, .trick = HIDE_POSITION },
        { .link = 1, .trick = HIDE_POSITION },
        { .link = 2, .trick = HIDE_SIZE },
    };
    struct page p = with_hidden(links, hidden, 2);
    struct run run;

    run_page(&run, "hidden-link", &p);
    assert_int_equal(run.r.n, 2);
    assert_int_equal(run.r.findings[0].grade, GRADE_NOTICE);
    run_done(&run);

    p.n_hidden = 3;
    run_page(&run, "hidden-link", &p);
    assert_int_equal(run.r.n, 3);
    assert_int_equal(run.r.findings[0].grade, GRADE_FAULT);
    run_done(&run);

    for (size_t i = 0; i < 3; i++) /* as tabs and menus do it: one notice */
        hidden[i].trick = HIDE_DISPLAY;
    run_page(&run, "hidden-link", &p);
    assert_int_equal(only(&run, GRADE_NOTICE)->measured.value, 3);
    run_done(&run);
}

static void strangers_among_our_own_links_are_a_menu(void **state)
{
    (void)state;
    struct link links[] = {
        outside("http://www.a-shop.com/", "甲"),
        outside("http://jyj.yunxi.gov.cn/", "教育局"),
    };
    const struct hidden hidden[] = {
        { .link = 0, .trick = HIDE_DISPLAY },
        { .link = 1, .trick = HIDE_DISPLAY },
    };
    struct page p = with_hidden(links, hidden, 2);
    struct run run;

    run_page(&run, "hidden-link", &p);
    assert_clean(&run);
    run_done(&run);

    links[0].text = STR("棋牌游戏"); /* a menu does not excuse this */
    run_page(&run, "hidden-link", &p);
    (void)only(&run, GRADE_VETO);
    run_done(&run);
}

/* ---- commercial-link ---------------------------------------------------------------------------
 */

static void articles_do_not_link_to_commercial_news(void **state)
{
    (void)state;
    struct link links[] = {
        { .url = STR("https://news.sina.com.cn/c/1.shtml"),
          .text = STR("新浪新闻"),
          .element = "a",
          .nth = 4 },
        { .url = STR("https://news.sina.com.cn/c/1.shtml"), .element = "a", .nth = 5 },
        { .url = STR("https://service.weibo.com/share/share.php"), .element = "a" },
        { .url = STR("http://www.xinhuanet.com/1.html"), .element = "a" },
        { .url = STR("http://www.sohu.com/"), .element = "a", .region = REGION_FOOTER },
        { .url = STR("http://www.toutiao.com/1"), .element = "a", .is_hidden = true },
    };
    struct page p = {
        .url = STR("http://www.yunxi.gov.cn/a.html"),
        .kind = PAGE_ARTICLE,
        .links = links,
        .n_links = COUNT_OF(links),
    };
    struct run run;

    run_page(&run, "commercial-link", &p);
    const struct finding *f = only(&run, GRADE_FAULT);

    assert_str(f->where, "body a[4]");
    assert_str(detail(f, "target"), "https://news.sina.com.cn/c/1.shtml");
    run_done(&run);

    p.kind = PAGE_HOME; /* friendly links */
    run_page(&run, "commercial-link", &p);
    assert_clean(&run);
    run_done(&run);
}

static void advertising_is_found_on_every_page(void **state)
{
    (void)state;
    const struct link script = {
        .url = STR("https://pagead2.googlesyndication.com/pagead/js/adsbygoogle.js"),
        .element = "script",
        .nth = 1,
        .kind = LINK_SCRIPT,
    };
    const struct page p = { .kind = PAGE_HOME, .links = &script, .n_links = 1 };
    struct run run;

    run_page(&run, "commercial-link", &p);
    assert_str(detail(only(&run, GRADE_FAULT), "fault"), "advertising");
    run_done(&run);
}

/* ---- service-link ------------------------------------------------------------------------------
 */

static struct site bureau(void)
{
    struct site site = SITE;

    site.name = STR("云溪县教育局网站");
    site.sponsor = STR("云溪县教育局");
    site.service_link = STR("https://www.sczwfw.gov.cn/yx");
    return site;
}

static struct page window_page(const char *title, const char *text)
{
    return (struct page){
        .kind = PAGE_OTHER,
        .title = str_of(title),
        .text = str_of(text),
        .text_chars = str_chars(str_of(text)),
    };
}

static void the_window_must_be_our_own(void **state)
{
    (void)state;
    static const struct {
        const char *title, *text, *fault; /* NULL: clean; "": unknown */
    } cases[] = {
        { "政务服务网", "四川政务服务网 云溪县教育局 办事指南", NULL },
        { "云溪县教育局窗口", "办事指南 云溪县教育局", NULL },
        { "云溪县政务服务网", "云溪县 部门窗口：教育局 民政局", NULL },
        { "云江市政务服务网", "云江市 办事指南", "other-region" },
        { "云溪县民政局", "云溪县民政局 办事指南", "other-unit" },
        { "政务服务网", "请选择地区", "" },
        { "请选择办事地区", "网上办事 登录后办理", "" },
        /* a portal lists all regions, so its title decides */
        { "政务服务网-云江县", "云江县 云溪县 云河县 教育局", "other-region" },
        { "云岭市政务服务网", "云岭市 云江县 云溪县教育局", NULL },
        { "云溪县政务服务网", "云溪县 民政局 卫生健康局", "" },
        /* who runs the portal runs everybody's windows */
        { "云溪县行政审批局", "在线办理 办件查询", "" },
        { "云溪县政务服务网-云溪县行政审批局", "在线办理 办件查询", "" },
    };
    const struct site site = bureau();
    struct run run;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const struct page p = window_page(cases[i].title, cases[i].text);
        const struct visit visit = { .url = site.service_link, .page = &p };
        const struct site_view v = { .site = &site, .home = &HOME, .service = &visit };

        run_site(&run, "service-link", &v);
        if (!cases[i].fault)
            assert_clean(&run);
        else if (!cases[i].fault[0])
            assert_unknown(&run);
        else
            assert_str(detail(only(&run, GRADE_FAULT), "fault"), cases[i].fault);
        run_done(&run);
    }
}

static void a_region_within_the_sponsors_name_is_ours(void **state)
{
    (void)state;
    struct site site = bureau();
    const struct page p = window_page("云溪县政务服务网", "云溪县 办事指南");
    struct visit visit = { .url = site.service_link, .page = &p };
    const struct site_view v = { .site = &site, .home = &HOME, .service = &visit };
    struct run run;

    site.sponsor = STR("四川省云溪县人民政府办公室");
    site.name = STR("四川省云溪县人民政府");
    run_site(&run, "service-link", &v);
    assert_int_equal(run.r.n, 0);
    run_done(&run);
}

static void a_window_that_we_could_not_reach_is_unknown(void **state)
{
    static const enum reason ours[] = { REASON_OFFLINE, REASON_DNS_TEMPORARY };
    const struct site site = bureau();
    struct visit visit = { .url = site.service_link };
    const struct site_view v = { .site = &site, .home = &HOME, .service = &visit };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(ours); i++) {
        struct run run;

        visit.attempt = (struct attempt){ .reason = ours[i] };
        run_site(&run, "service-link", &v);
        assert_unknown(&run);
        run_done(&run);
    }
}

static void a_dead_window_is_a_fault(void **state)
{
    (void)state;
    const struct site site = bureau();
    struct visit visit = { .url = site.service_link };
    struct site_view v = { .site = &site, .home = &HOME, .service = &visit };
    struct run run;

    visit.attempt = (struct attempt){ .reason = REASON_HTTP, .http_status = 404 };
    run_site(&run, "service-link", &v);
    assert_str(detail(only(&run, GRADE_FAULT), "reason"), "http-404");
    run_done(&run);

    visit.attempt = (struct attempt){ .reason = REASON_HTTP, .http_status = 502 };
    run_site(&run, "service-link", &v);
    (void)only(&run, GRADE_NOTICE);
    run_done(&run);

    visit.attempt = (struct attempt){ .reason = REASON_DNS_TEMPORARY };
    run_site(&run, "service-link", &v);
    assert_unknown(&run);
    run_done(&run);

    v.service = NULL; /* none registered */
    run_site(&run, "service-link", &v);
    assert_clean(&run);
    run_done(&run);
}

/* ---- sitemap-mismatch --------------------------------------------------------------------------
 */

#define CONST_STR(literal)                                                                         \
    {                                                                                              \
        .p = literal, .n = sizeof(literal) - 1                                                     \
    }
#define ENTRY(path, name, where)                                                                   \
    {                                                                                              \
        .url = CONST_STR("http://www.yunxi.gov.cn/" path), .text = CONST_STR(name),                \
        .element = "a", .nth = 1, .region = where, .is_same_site = true                            \
    }
#define NAV(path, name) ENTRY(path, name, REGION_NAV)
#define MAP(path, name) ENTRY(path, name, REGION_BODY)

static const struct link NAV_LINKS[] = {
    NAV("", "首页"),          NAV("zwgk/", "政务公开"), NAV("zwfw/index.html", "政务服务"),
    NAV("hdjl/", "互动交流"), NAV("zjyx/", "走进云溪"), NAV("login/", "登录"),
};

static void columns_missing_in_the_map_are_found(void **state)
{
    (void)state;
    struct page home = HOME;
    const struct link map_links[] = {
        NAV("zjyx/", "走进云溪"), /* the header that every page carries does not count */
        MAP("zwgk/index.html", "政务公开"), MAP("zwfw/", "政务服务"),
        MAP("old/hdjl/", "互动交流"), /* under another address: still the column */
    };
    struct page map = { .url = STR("http://www.yunxi.gov.cn/map.html"), .kind = PAGE_SITEMAP };
    struct site_view v = { .site = &SITE, .home = &home, .sitemap = &map };
    struct run run;

    home.links = NAV_LINKS;
    home.n_links = COUNT_OF(NAV_LINKS);
    map.links = map_links;
    map.n_links = COUNT_OF(map_links);
    run_site(&run, "sitemap-mismatch", &v);
    const struct finding *f = only(&run, GRADE_FAULT);

    assert_str(f->url, "http://www.yunxi.gov.cn/map.html");
    assert_str(detail(f, "fault"), "missing");
    assert_str(detail(f, "target"), "http://www.yunxi.gov.cn/zjyx/");
    run_done(&run);

    home.n_links = 4; /* without 走进云溪 */
    run_site(&run, "sitemap-mismatch", &v);
    assert_clean(&run);
    run_done(&run);
}

static void dead_entries_of_the_map_are_found(void **state)
{
    (void)state;
    struct page home = HOME;
    const struct link map_links[] = {
        MAP("zwgk/", "政务公开"), MAP("zwfw/", "政务服务"), MAP("hdjl/", "互动交流"),
        MAP("zjyx/", "走进云溪"), MAP("gone/", "招商引资"), MAP("soft/", "旅游"),
    };
    struct page map = { .url = STR("http://www.yunxi.gov.cn/map.html"), .kind = PAGE_SITEMAP };
    struct target gone = {
        .url = STR("http://www.yunxi.gov.cn/gone/"),
        .reason = REASON_HTTP,
        .http_status = 404,
    };
    const struct digest soft = {
        .url = STR("http://www.yunxi.gov.cn/soft/"),
        .kind = PAGE_SOFT_ERROR,
    };
    struct site_view v = {
        .site = &SITE,
        .home = &home,
        .sitemap = &map,
        .targets = &gone,
        .n_targets = 1,
        .digests = &soft,
        .n_digests = 1,
    };
    struct run run;

    home.links = NAV_LINKS;
    home.n_links = COUNT_OF(NAV_LINKS);
    map.links = map_links;
    map.n_links = COUNT_OF(map_links);
    run_site(&run, "sitemap-mismatch", &v);
    assert_int_equal(run.r.n, 2);
    assert_str(detail(&run.r.findings[0], "target"), "http://www.yunxi.gov.cn/gone/");
    assert_str(detail(&run.r.findings[1], "target"), "http://www.yunxi.gov.cn/soft/");
    run_done(&run);

    gone.is_passing = true;
    v.n_digests = 0;
    run_site(&run, "sitemap-mismatch", &v);
    assert_clean(&run);
    run_done(&run);
}

static void without_a_map_or_a_navigation_it_is_unknown(void **state)
{
    (void)state;
    const struct link map_links[] = { MAP("a/", "甲栏目"), MAP("b/", "乙栏目"),
                                      MAP("c/", "丙栏目") };
    struct page map = { .url = STR("http://www.yunxi.gov.cn/map.html"), .kind = PAGE_SITEMAP };
    struct site_view v = { .site = &SITE, .home = &HOME };
    struct run run;

    run_site(&run, "sitemap-mismatch", &v);
    assert_unknown(&run);
    run_done(&run);

    v.sitemap = &map;
    map.links = map_links;
    map.n_links = 2; /* too few for a site map */
    run_site(&run, "sitemap-mismatch", &v);
    assert_unknown(&run);
    run_done(&run);

    map.n_links = 3;
    run_site(&run, "sitemap-mismatch", &v); /* the home page has no navigation */
    assert_unknown(&run);
    run_done(&run);

    map.needs_browser = true;
    run_site(&run, "sitemap-mismatch", &v);
    assert_unknown(&run);
    run_done(&run);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_broken_target_is_one_finding_with_its_referrers),
        cmocka_unit_test(every_reason_has_its_grade),
        cmocka_unit_test(what_may_pass_is_only_worth_a_look),
        cmocka_unit_test(what_we_could_not_ask_is_unknown),
        cmocka_unit_test(bad_words_in_text_or_address_are_vetoes),
        cmocka_unit_test(harmless_hidden_links_are_clean),
        cmocka_unit_test(unknown_strangers_count_when_they_come_in_numbers),
        cmocka_unit_test(strangers_among_our_own_links_are_a_menu),
        cmocka_unit_test(articles_do_not_link_to_commercial_news),
        cmocka_unit_test(advertising_is_found_on_every_page),
        cmocka_unit_test(the_window_must_be_our_own),
        cmocka_unit_test(a_region_within_the_sponsors_name_is_ours),
        cmocka_unit_test(a_window_that_we_could_not_reach_is_unknown),
        cmocka_unit_test(a_dead_window_is_a_fault),
        cmocka_unit_test(columns_missing_in_the_map_are_found),
        cmocka_unit_test(dead_entries_of_the_map_are_found),
        cmocka_unit_test(without_a_map_or_a_navigation_it_is_unknown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
