/* site-unreachable, tls, ipv6, slow-page, domain-rule, closed-site-alive, closed-domain-taken. */
#include "check_support.h"

#include "check/visits.h"

static const struct page HOME = {
    .url = { "http://www.yunxi.gov.cn/", 24 },
    .kind = PAGE_HOME,
    .title = { "云溪县人民政府门户网站", 33 },
    .text = { "云溪县人民政府门户网站 通知公告", 46 },
    .text_chars = 15,
};

/* ---- site-unreachable --------------------------------------------------------------------------
 */

static struct site_view tried(const struct attempt *attempts, size_t n)
{
    return (struct site_view){ .site = &SITE, .attempts = attempts, .n_attempts = n };
}

static void all_tries_failed_is_a_fault(void **state)
{
    (void)state;
    const struct attempt t[] = {
        { .at = NOW, .reason = REASON_TIMEOUT, .ms = 15000 },
        { .at = NOW + 60, .reason = REASON_CONNECT, .ms = 3 },
        { .at = NOW + 120, .reason = REASON_HTTP, .http_status = 503, .ms = 20 },
    };
    const struct site_view v = tried(t, 3);
    struct run run;

    run_site(&run, "site-unreachable", &v);
    const struct finding *f = only(&run, GRADE_FAULT);

    assert_int_equal(f->measured.value, 100);
    assert_int_equal(f->limit.value, 5);
    assert_str(detail(f, "reason"), "http-503");
    assert_int_equal(f->detail[1].n_list, 3);
    assert_str(f->detail[1].list[0], "2026-11-23T10:00:00+08:00 timeout 15000 毫秒");
    run_done(&run);
}

static void some_tries_failed_is_worth_a_look(void **state)
{
    (void)state;
    const struct attempt t[] = {
        { .reason = REASON_NONE, .ms = 300 },
        { .reason = REASON_RESET, .ms = 30 },
        { .reason = REASON_NONE, .ms = 300 },
    };
    const struct site_view v = tried(t, 3);
    struct run run;

    run_site(&run, "site-unreachable", &v);
    assert_int_equal(only(&run, GRADE_NOTICE)->measured.value, 33);
    run_done(&run);
}

static void a_share_at_the_limit_counts_and_below_it_does_not(void **state)
{
    (void)state;
    struct attempt t[21] = { { .reason = REASON_DNS } };
    struct site_view v = tried(t, 20);
    struct run run;

    run_site(&run, "site-unreachable", &v); /* 1 of 20 */
    assert_int_equal(only(&run, GRADE_NOTICE)->measured.value, 5);
    run_done(&run);
    v.n_attempts = 21;
    run_site(&run, "site-unreachable", &v);
    assert_clean(&run);
    run_done(&run);
}

static void fifteen_seconds_is_not_open(void **state)
{
    (void)state;
    struct attempt t = { .reason = REASON_NONE, .ms = 15000 };
    const struct site_view v = tried(&t, 1);
    struct run run;

    run_site(&run, "site-unreachable", &v);
    assert_str(detail(only(&run, GRADE_FAULT), "reason"), "timeout");
    run_done(&run);
    t.ms = 14999;
    run_site(&run, "site-unreachable", &v);
    assert_clean(&run);
    run_done(&run);
}

static void what_we_could_not_try_is_unknown(void **state)
{
    (void)state;
    static const struct attempt cases[] = {
        { .reason = REASON_DNS_TEMPORARY },
        { .reason = REASON_BLOCKED_ADDRESS },
        { .reason = REASON_ROBOTS },
        { .reason = REASON_HTTP, .http_status = 403 },
        { .reason = REASON_HTTP, .http_status = 429 },
    };
    struct run run;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const struct site_view v = tried(&cases[i], 1);

        run_site(&run, "site-unreachable", &v);
        assert_unknown(&run);
        run_done(&run);
    }
    const struct site_view none = tried(NULL, 0);

    run_site(&run, "site-unreachable", &none);
    assert_unknown(&run);
    run_done(&run);
}

/* ---- the record of a week ---- */

enum { GAP_S = 300, WEEK_N = 7 * 24 * 3600 / GAP_S };

/* Visits of the week before NOW, every n-th of which failed (0 = none). */
static size_t make_week(struct attempt out[WEEK_N], size_t nth, enum reason reason)
{
    for (size_t i = 0; i < WEEK_N; i++)
        out[i] = (struct attempt){ .at = NOW - (int64_t)(WEEK_N - 1 - i) * GAP_S,
                                   .reason = nth && i % nth == 0 ? reason : REASON_NONE,
                                   .ms = 200 };
    return WEEK_N;
}

static void judge_week(struct run *run, const struct attempt *tries, size_t n, int64_t now)
{
    const struct attempt opened = { .at = now, .ms = 200 };
    struct site_view v = tried(&opened, 1);

    load(run, "site-unreachable");

    const struct visit_rule rule = visit_rule_of(run->set);

    v.record = tries;
    v.n_record = n;
    v.visits = visits_count(&rule, tries, n, now);
    check_run_site(run->set, &v, now, &run->a, &run->r);
}

static void a_week_with_5_percent_of_failures_is_a_veto(void **state)
{
    static struct attempt week[WEEK_N];
    const size_t n = make_week(week, 20, REASON_TIMEOUT); /* 101 of 2016 */
    struct run run;

    (void)state;
    judge_week(&run, week, n, NOW);

    const struct finding *f = only(&run, GRADE_VETO);

    assert_int_equal(f->measured.value, 5);
    assert_str(detail(f, "reason"), "timeout");
    assert_int_equal(f->detail[1].n_list, 100); /* the newest of 101 */
    assert_true(str_has(f->excerpt, STR("访问首页 2016 次，失败 101 次，占 5.0%")));
    run_done(&run);
}

static void fewer_failures_are_none(void **state)
{
    static struct attempt week[WEEK_N];
    const size_t n = make_week(week, 21, REASON_TIMEOUT); /* 96 of 2016 */
    struct run run;

    (void)state;
    judge_week(&run, week, n, NOW);
    assert_int_equal(run.r.n, 0);
    run_done(&run);
}

static void what_is_not_the_sites_fault_is_not_counted(void **state)
{
    static struct attempt week[WEEK_N];
    const enum reason reasons[] = { REASON_OFFLINE, REASON_COOKIE };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(reasons); i++) {
        const size_t n = make_week(week, 2, reasons[i]);
        struct run run;

        judge_week(&run, week, n, NOW);
        assert_int_equal(run.r.n, 0);
        run_done(&run);
    }
}

static void less_than_a_week_or_a_gap_in_it_says_nothing(void **state)
{
    static struct attempt week[WEEK_N];
    const size_t n = make_week(week, 1, REASON_CONNECT), day = 24 * 3600 / GAP_S;
    struct run run;

    (void)state;
    judge_week(&run, week + day, n - day, NOW); /* six days */
    assert_int_equal(run.r.n, 0);
    run_done(&run);

    judge_week(&run, week, n, NOW + 2 * 24 * 3600); /* it ended two days ago */
    assert_int_equal(run.r.n, 0);
    run_done(&run);

    for (size_t i = 0; i < day; i++) /* the third day: 19 visits */
        if (i >= 19)
            week[2 * day + i].reason = REASON_OFFLINE;
    judge_week(&run, week, n, NOW);
    assert_int_equal(run.r.n, 0);
    run_done(&run);

    week[2 * day + 19].reason = REASON_CONNECT; /* 20 are enough */
    judge_week(&run, week, n, NOW);
    assert_int_equal(only(&run, GRADE_VETO)->measured.value, 100);
    run_done(&run);
}

/* ---- tls ------------------------------------------------------------------------------------- */

static struct site https_site(void)
{
    struct site site = SITE;

    site.home = STR("https://www.yunxi.gov.cn/");
    return site;
}

static struct site_view with_certificate(const struct site *site, int64_t not_after)
{
    return (struct site_view){
        .site = site,
        .home = &HOME,
        .home_final = site->home,
        .transport = { .https = TRI_YES,
                       .tls_trusted = TRI_YES,
                       .tls_name_fits = TRI_YES,
                       .tls_not_before = NOW - 86400,
                       .tls_not_after = not_after,
                       .tls_version = STR("TLSv1.3") },
    };
}

static void certificates_expire(void **state)
{
    (void)state;
    const struct site site = https_site();
    struct site_view v = with_certificate(&site, NOW);
    struct run run;

    run_site(&run, "tls", &v);
    assert_str(detail(only(&run, GRADE_FAULT), "fault"), "expired");
    run_done(&run);

    v.transport.tls_not_after = NOW + 1;
    run_site(&run, "tls", &v);
    const struct finding *f = only(&run, GRADE_NOTICE);

    assert_str(detail(f, "fault"), "expiring");
    assert_int_equal(f->measured.value, 0);
    assert_int_equal(f->limit.value, 30);
    run_done(&run);

    v.transport.tls_not_after = NOW + 30 * 86400 - 1;
    run_site(&run, "tls", &v);
    assert_int_equal(only(&run, GRADE_NOTICE)->measured.value, 29);
    run_done(&run);

    v.transport.tls_not_after = NOW + 30 * 86400;
    run_site(&run, "tls", &v);
    assert_clean(&run);
    run_done(&run);
}

static void a_certificate_is_young_by_the_day_it_was_seen(void **state)
{
    (void)state;
    const struct site site = https_site();
    const struct attempt attempt = { .at = NOW + 9 * 86400, .http_status = 200 };
    struct site_view v = with_certificate(&site, NOW + 300 * 86400);
    struct run run;

    v.transport.tls_not_before = NOW + 1;
    run_site(&run, "tls", &v);
    assert_str(detail(only(&run, GRADE_FAULT), "fault"), "not-yet-valid");
    run_done(&run);

    v.attempts = &attempt;
    v.n_attempts = 1;
    run_site(&run, "tls", &v);
    assert_clean(&run);
    run_done(&run);
}

static void names_and_roots_must_fit(void **state)
{
    (void)state;
    const struct site site = https_site();
    struct site_view v = with_certificate(&site, NOW + 300 * 86400);
    struct run run;

    v.transport.tls_name_fits = TRI_NO;
    v.transport.tls_trusted = TRI_NO;
    run_site(&run, "tls", &v);
    assert_str(detail(only(&run, GRADE_FAULT), "fault"), "name-mismatch");
    run_done(&run);

    v.transport.tls_name_fits = TRI_YES;
    run_site(&run, "tls", &v);
    assert_str(detail(only(&run, GRADE_FAULT), "fault"), "untrusted");
    run_done(&run);

    v.transport.tls_trusted = TRI_YES;
    v.transport.tls_version = STR("TLSv1.1");
    run_site(&run, "tls", &v);
    assert_str(detail(only(&run, GRADE_NOTICE), "fault"), "old-version");
    run_done(&run);
}

static void readers_by_http_only_get_a_notice(void **state)
{
    (void)state;
    struct site_view v = with_certificate(&SITE, NOW - 86400);
    struct run run;

    run_site(&run, "tls", &v);
    const struct finding *f = only(&run, GRADE_NOTICE);

    assert_str(detail(f, "fault"), "expired");
    assert_int_equal(f->measured.value, -1);
    run_done(&run);

    v.transport = (struct transport){ .https = TRI_NO };
    run_site(&run, "tls", &v);
    assert_clean(&run);
    run_done(&run);
}

static void no_certificate_of_an_https_site_is_unknown(void **state)
{
    (void)state;
    const struct site site = https_site();
    struct site_view v = with_certificate(&site, 0);
    struct run run;

    v.transport = (struct transport){ 0 };
    run_site(&run, "tls", &v);
    assert_unknown(&run);
    run_done(&run);
}

/* Port 443 that says nothing, or that we did not reach: whether there is a certificate is not
 * known. */
static void silence_is_no_answer_about_certificates(void **state)
{
    static const enum reason reasons[] = { REASON_TIMEOUT, REASON_RESET, REASON_OFFLINE,
                                           REASON_DNS_TEMPORARY };
    struct site_view v = with_certificate(&SITE, 0);

    (void)state;
    for (size_t i = 0; i < COUNT_OF(reasons); i++) {
        struct run run;

        v.transport = (struct transport){ .tls_reason = reasons[i] };
        run_site(&run, "tls", &v);
        assert_unknown(&run);
        run_done(&run);
    }
}

/* ---- ipv6 and slow-page ------------------------------------------------------------------------
 */

static void ipv6_needs_an_address_that_opens(void **state)
{
    (void)state;
    struct site_view v = { .site = &SITE, .transport = { .has_aaaa = TRI_NO } };
    struct run run;

    run_site(&run, "ipv6", &v);
    assert_str(detail(only(&run, GRADE_FAULT), "fault"), "no-address");
    run_done(&run);

    v.transport = (struct transport){ .has_aaaa = TRI_YES, .opens_on_ipv6 = TRI_NO };
    run_site(&run, "ipv6", &v);
    assert_str(detail(only(&run, GRADE_FAULT), "fault"), "not-open");
    run_done(&run);

    v.transport.opens_on_ipv6 = TRI_YES;
    run_site(&run, "ipv6", &v);
    assert_clean(&run);
    run_done(&run);

    v.transport.opens_on_ipv6 = TRI_UNKNOWN;
    v.transport.ipv6_unknown = STR("本机没有 IPv6 地址");
    run_site(&run, "ipv6", &v);
    assert_unknown(&run);
    assert_str(run.r.refusals[0].reason, "本机没有 IPv6 地址");
    run_done(&run);

    v.transport = (struct transport){ 0 };
    run_site(&run, "ipv6", &v);
    assert_unknown(&run);
    run_done(&run);
}

static void the_middle_try_decides_what_is_slow(void **state)
{
    (void)state;
    struct attempt t[] = {
        { .reason = REASON_NONE, .ms = 9000 },
        { .reason = REASON_NONE, .ms = 3000 },
        { .reason = REASON_NONE, .ms = 200 },
        { .reason = REASON_TIMEOUT, .ms = 15000 },
    };
    const struct site_view v = tried(t, COUNT_OF(t));
    struct run run;

    run_site(&run, "slow-page", &v);
    assert_clean(&run);
    run_done(&run);

    t[1].ms = 3001;
    run_site(&run, "slow-page", &v);
    const struct finding *f = only(&run, GRADE_NOTICE);

    assert_int_equal(f->measured.value, 3001);
    assert_int_equal(f->limit.value, 3000);
    run_done(&run);

    const struct site_view none = tried(t + 3, 1);

    run_site(&run, "slow-page", &none);
    assert_unknown(&run);
    run_done(&run);
}

/* ---- domain-rule -------------------------------------------------------------------------------
 */

static void domains_end_in_gov_cn(void **state)
{
    (void)state;
    struct site site = SITE;
    struct site_view v = { .site = &site, .home = &HOME };
    struct run run;

    run_site(&run, "domain-rule", &v);
    assert_clean(&run);
    run_done(&run);

    site.domains = STR("yunxi.gov.cn xn--kpry57d.xn--zfr164b yunxi.com");
    run_site(&run, "domain-rule", &v);
    const struct finding *f = only(&run, GRADE_FAULT);

    assert_str(detail(f, "domain"), "yunxi.com");
    assert_str(f->url, "http://www.yunxi.gov.cn/");
    run_done(&run);

    site.domains = (struct str){ 0 };
    site.home = STR("http://www.yunxi.com/");
    run_site(&run, "domain-rule", &v);
    assert_str(detail(only(&run, GRADE_FAULT), "fault"), "suffix");
    run_done(&run);

    site.home = STR("http://www.fakegov.cn/");
    run_site(&run, "domain-rule", &v);
    (void)only(&run, GRADE_FAULT);
    run_done(&run);
}

static void portals_begin_with_www(void **state)
{
    (void)state;
    struct site site = SITE;
    const struct site_view v = { .site = &site, .home = &HOME };
    struct run run;

    site.home = STR("http://yunxi.gov.cn/");
    run_site(&run, "domain-rule", &v);
    assert_str(detail(only(&run, GRADE_NOTICE), "fault"), "portal-form");
    run_done(&run);

    site.type = SITE_DEPARTMENT;
    run_site(&run, "domain-rule", &v);
    assert_clean(&run);
    run_done(&run);
}

static void a_home_page_that_leads_elsewhere_is_seen(void **state)
{
    (void)state;
    struct site_view v = { .site = &SITE, .home = &HOME };
    struct run run;

    v.home_final = STR("http://www.yunxi-portal.com/");
    run_site(&run, "domain-rule", &v);
    assert_str(detail(only(&run, GRADE_FAULT), "domain"), "www.yunxi-portal.com");
    run_done(&run);
}

/* ---- closed sites ---------------------------------------------------------------------------- */

static const struct attempt OPENED = { .reason = REASON_NONE, .ms = 100 };

static struct site closed_site(enum site_state how)
{
    struct site site = SITE;

    site.state = how;
    return site;
}

static struct site_view opened(const struct site *site, const struct page *home)
{
    return (struct site_view){
        .site = site,
        .attempts = &OPENED,
        .n_attempts = 1,
        .home = home,
        .home_final = STR("http://www.yunxi.gov.cn/"),
    };
}

static void a_closed_site_that_goes_on_is_alive(void **state)
{
    (void)state;
    struct site site = closed_site(SITE_CLOSED);
    const struct site_view v = opened(&site, &HOME);
    struct run run;

    run_site(&run, "", &v);
    const struct finding *f = only(&run, GRADE_FAULT);

    assert_string_equal(f->check, "closed-site-alive");
    assert_str(detail(f, "fault"), "alive");
    run_done(&run);

    site.state = SITE_CLOSING;
    run_site(&run, "", &v);
    assert_str(detail(only(&run, GRADE_FAULT), "state"), "申请关停");
    run_done(&run);
}

static void a_closing_notice_is_worth_a_look(void **state)
{
    (void)state;
    struct site site = closed_site(SITE_CLOSED);
    const struct page home = {
        .kind = PAGE_OTHER,
        .title = STR("关停公告"),
        .text = STR("本网站已关停，内容整合至市政府门户网站。"),
        .text_chars = 20,
    };
    const struct site_view v = opened(&site, &home);
    struct run run;

    run_site(&run, "", &v);
    assert_str(detail(only(&run, GRADE_NOTICE), "fault"), "notice");
    run_done(&run);
    site.state = SITE_CLOSING;
    run_site(&run, "", &v);
    assert_clean(&run);
    run_done(&run);
}

static void a_strangers_page_has_taken_the_domain(void **state)
{
    (void)state;
    const struct site site = closed_site(SITE_CLOSED);
    struct page home = {
        .kind = PAGE_OTHER,
        .title = STR("澳门威尼斯人娱乐城"),
        .text = STR("注册送彩金"),
        .text_chars = 5,
    };
    const struct site_view v = opened(&site, &home);
    struct run run;

    run_site(&run, "", &v);
    const struct finding *f = only(&run, GRADE_VETO);

    assert_string_equal(f->check, "closed-domain-taken");
    assert_str(detail(f, "word"), "威尼斯人");
    run_done(&run);

    home.title = STR("远大装饰工程有限公司");
    home.text = STR("远大装饰工程有限公司专业从事家庭装修、办公装修，欢迎来电。");
    home.text_chars = 28;
    run_site(&run, "", &v);
    assert_string_equal(only(&run, GRADE_FAULT)->check, "closed-domain-taken");
    run_done(&run);
}

static void a_silent_domain_is_clean(void **state)
{
    (void)state;
    const struct site site = closed_site(SITE_CLOSED);
    const struct attempt t = { .reason = REASON_DNS };
    const struct site_view v = { .site = &site, .attempts = &t, .n_attempts = 1 };
    struct run run;

    run_site(&run, "", &v);
    assert_clean(&run);
    run_done(&run);
}

static void a_page_of_nobody_or_no_look_is_unknown(void **state)
{
    (void)state;
    const struct site site = closed_site(SITE_CLOSED);
    const struct attempt t = { .reason = REASON_DNS_TEMPORARY };
    const struct site_view blind = { .site = &site, .attempts = &t, .n_attempts = 1 };
    const struct page shell = { .kind = PAGE_SHELL, .needs_browser = true };
    const struct site_view scripted = opened(&site, &shell);
    struct run run;

    run_site(&run, "closed-site-alive", &blind);
    assert_unknown(&run);
    run_done(&run);
    run_site(&run, "closed-domain-taken", &scripted);
    assert_unknown(&run);
    run_done(&run);
}

static void words_and_numbers_of_closed_sites_hold_to_the_limit(void **state)
{
    (void)state;
    const struct site site = closed_site(SITE_CLOSED);
    struct page home = { .kind = PAGE_OTHER,
                         .title = STR("远大装饰工程有限公司"),
                         .text = STR("本网站已关停"),
                         .text_chars = 799 };
    const struct site_view v = opened(&site, &home);
    struct run run;

    run_site(&run, "closed-domain-taken", &v);
    assert_clean(&run);
    run_done(&run);
    home.text_chars = 800; /* that long it is no notice */
    run_site(&run, "closed-domain-taken", &v);
    (void)only(&run, GRADE_FAULT);
    run_done(&run);

    home = (struct page){ .kind = PAGE_OTHER, .text = STR("欢迎来电"), .text_chars = 19 };
    run_site(&run, "closed-domain-taken", &v);
    assert_unknown(&run);
    run_done(&run);
    home.text_chars = 20;
    run_site(&run, "closed-domain-taken", &v);
    (void)only(&run, GRADE_FAULT);
    run_done(&run);

    home = (struct page){ .kind = PAGE_FORM, .title = STR("OA 综合管理平台·用户Login！") };
    run_site(&run, "closed-domain-taken", &v);
    assert_unknown(&run);
    run_done(&run);
    home.title = STR("远大 OA 综合管理平台");
    run_site(&run, "closed-domain-taken", &v);
    (void)only(&run, GRADE_FAULT);
    run_done(&run);
}

static void a_redirect_to_the_new_site_is_worth_a_look(void **state)
{
    (void)state;
    const struct site site = closed_site(SITE_CLOSED);
    struct site_view v = opened(&site, &HOME);
    struct run run;

    v.home_final = STR("http://www.shi.gov.cn/");
    run_site(&run, "", &v);
    assert_str(detail(only(&run, GRADE_NOTICE), "fault"), "redirect");
    run_done(&run);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_tries_failed_is_a_fault),
        cmocka_unit_test(some_tries_failed_is_worth_a_look),
        cmocka_unit_test(a_week_with_5_percent_of_failures_is_a_veto),
        cmocka_unit_test(fewer_failures_are_none),
        cmocka_unit_test(what_is_not_the_sites_fault_is_not_counted),
        cmocka_unit_test(less_than_a_week_or_a_gap_in_it_says_nothing),
        cmocka_unit_test(a_share_at_the_limit_counts_and_below_it_does_not),
        cmocka_unit_test(fifteen_seconds_is_not_open),
        cmocka_unit_test(what_we_could_not_try_is_unknown),
        cmocka_unit_test(certificates_expire),
        cmocka_unit_test(a_certificate_is_young_by_the_day_it_was_seen),
        cmocka_unit_test(names_and_roots_must_fit),
        cmocka_unit_test(readers_by_http_only_get_a_notice),
        cmocka_unit_test(no_certificate_of_an_https_site_is_unknown),
        cmocka_unit_test(silence_is_no_answer_about_certificates),
        cmocka_unit_test(ipv6_needs_an_address_that_opens),
        cmocka_unit_test(the_middle_try_decides_what_is_slow),
        cmocka_unit_test(domains_end_in_gov_cn),
        cmocka_unit_test(portals_begin_with_www),
        cmocka_unit_test(a_home_page_that_leads_elsewhere_is_seen),
        cmocka_unit_test(a_closed_site_that_goes_on_is_alive),
        cmocka_unit_test(a_closing_notice_is_worth_a_look),
        cmocka_unit_test(a_strangers_page_has_taken_the_domain),
        cmocka_unit_test(a_silent_domain_is_clean),
        cmocka_unit_test(a_page_of_nobody_or_no_look_is_unknown),
        cmocka_unit_test(words_and_numbers_of_closed_sites_hold_to_the_limit),
        cmocka_unit_test(a_redirect_to_the_new_site_is_worth_a_look),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
