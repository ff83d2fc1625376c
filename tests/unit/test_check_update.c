/* stale-column, blank-column, impossible-date, expired-topic. */
#include "check_support.h"

#include "check/column_says.h"

static const struct page HOME = {
    .url = { "http://www.yunxi.gov.cn/", 24 },
    .kind = PAGE_HOME,
    .title = { "云溪县人民政府", 21 },
};

/* ---- stale-column ------------------------------------------------------------------------------
 */

static struct digest column(const char *url, const char *name, int32_t newest)
{
    return (struct digest){
        .url = str_of(url),
        .kind = PAGE_COLUMN,
        .depth = 1,
        .title = str_of(name),
        .column_name = str_of(name),
        .newest_item = newest,
        .n_items = newest ? 10 : 0,
    };
}

static struct site_view with_digests(const struct digest *d, size_t n)
{
    return (struct site_view){
        .site = &SITE,
        .home = &HOME,
        .digests = d,
        .n_digests = n,
        .is_complete = true,
    };
}

static void each_kind_of_column_has_its_limit(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        int year, month, mday; /* the oldest day that is fresh on 2026-11-23 */
        enum grade grade;
        int64_t limit;
    } cases[] = {
        { "工作动态", 2026, 11, 9, GRADE_FAULT, 14 },
        { "政务要闻", 2026, 11, 9, GRADE_FAULT, 14 },
        { "通知公告", 2026, 5, 23, GRADE_FAULT, 184 },
        { "政策文件", 2026, 5, 23, GRADE_FAULT, 184 },
        { "政策解读", 2026, 5, 23, GRADE_FAULT, 184 },
        { "人事信息", 2025, 11, 23, GRADE_FAULT, 365 },
        { "规划计划", 2025, 11, 23, GRADE_FAULT, 365 },
        { "总结报告", 2025, 11, 23, GRADE_FAULT, 365 },
        { "政府公报", 2025, 11, 23, GRADE_FAULT, 365 },
        { "新闻发布会", 2025, 11, 23, GRADE_NOTICE, 365 },
        { "扶贫资金", 2025, 11, 23, GRADE_NOTICE, 365 },
    };
    struct run run;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const int32_t day = day_of(cases[i].year, cases[i].month, cases[i].mday);
        struct digest d = column("http://www.yunxi.gov.cn/a/", cases[i].name, day);
        const struct site_view v = with_digests(&d, 1);

        run_site(&run, "stale-column", &v);
        assert_clean(&run);
        run_done(&run);

        d.newest_item = day - 1;
        run_site(&run, "stale-column", &v);
        const struct finding *f = only(&run, cases[i].grade);

        assert_int_equal(f->measured.value, cases[i].limit + 1);
        assert_int_equal(f->limit.value, cases[i].limit);
        assert_int_equal(f->since, today());
        assert_str(detail(f, "column"), cases[i].name);
        run_done(&run);
    }
}

/* The national rule counts columns of the first level; 政策解读 is in none of its kinds. */
static void only_what_the_home_page_leads_to_is_a_column_of_the_first_level(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        uint16_t depth;
        const char *kind;
    } cases[] = {
        { "通知公告", 1, "通知公告、政策文件" },
        { "通知公告", 2, "通知公告、政策文件（非一级）" },
        { "政策解读", 1, "政策解读" },
        { "工作动态", 2, "动态要闻" },
    };
    struct run run;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct digest d = column("http://www.yunxi.gov.cn/a/", cases[i].name, today() - 300);
        const struct site_view v = with_digests(&d, 1);

        d.depth = cases[i].depth;
        run_site(&run, "stale-column", &v);
        assert_str(detail(only(&run, GRADE_FAULT), "kind"), cases[i].kind);
        run_done(&run);
    }
}

static void what_was_left_unread_may_be_a_stale_column(void **state)
{
    (void)state;
    const struct digest d = column("http://www.yunxi.gov.cn/a/", "通知公告", today());
    struct site_view v = with_digests(&d, 1);
    struct run run;

    v.is_complete = false;
    v.is_partial = true;
    v.incomplete_reason = STR("页面数达到上限");
    run_site(&run, "stale-column", &v);
    assert_unknown(&run);
    run_done(&run);
}

static void further_pages_are_not_columns_of_their_own(void **state)
{
    (void)state;
    struct digest d[] = {
        column("http://www.yunxi.gov.cn/dt/index_2.html", "工作动态", today() - 300),
        column("http://www.yunxi.gov.cn/dt/", "工作动态", today() - 3),
        column("http://www.yunxi.gov.cn/dt/index_3.html", "工作动态", today() - 600),
    };
    const struct site_view v = with_digests(d, COUNT_OF(d));
    struct run run;

    run_site(&run, "stale-column", &v);
    assert_clean(&run);
    run_done(&run);

    d[1].newest_item = today() - 30;
    run_site(&run, "stale-column", &v);
    const struct finding *f = only(&run, GRADE_FAULT);

    assert_str(f->url, "http://www.yunxi.gov.cn/dt/");
    assert_int_equal(f->measured.value, 30);
    run_done(&run);
}

static void archives_topics_and_fixed_texts_need_no_update(void **state)
{
    (void)state;
    static const char *const names[] = { "历史归档",     "2023年民生实事", "领导信息", "机构职能",
                                         "政务公开指南", "专题专栏",       "" };
    struct run run;

    for (size_t i = 0; i < COUNT_OF(names); i++) {
        const struct digest d = column("http://www.yunxi.gov.cn/a/", names[i], day_of(2020, 1, 1));
        const struct site_view v = with_digests(&d, 1);

        run_site(&run, "stale-column", &v);
        assert_clean(&run);
        run_done(&run);
    }
}

static void columns_by_script_or_without_dates_are_unknown(void **state)
{
    (void)state;
    struct digest d = column("http://www.yunxi.gov.cn/dt/", "工作动态", DAY_NONE);
    const struct site_view v = with_digests(&d, 1);
    struct run run;

    run_site(&run, "stale-column", &v);
    assert_unknown(&run);
    run_done(&run);

    d.newest_item = today() - 100;
    d.needs_browser = true;
    run_site(&run, "stale-column", &v);
    assert_unknown(&run);
    run_done(&run);

    d.newest_item = today() + 2; /* a date in the future says nothing */
    d.needs_browser = false;
    run_site(&run, "stale-column", &v);
    assert_unknown(&run);
    run_done(&run);
}

static void articles_tell_the_day_of_a_column_when_nothing_of_it_is_unknown(void **state)
{
    (void)state;
    const struct digest list = { .url = STR("http://www.yunxi.gov.cn/dt/"),
                                 .kind = PAGE_COLUMN,
                                 .depth = 1,
                                 .column_name = STR("工作动态"),
                                 .n_items = 2 };
    const struct target lost = { .url = STR("http://www.yunxi.gov.cn/dt/9.html"),
                                 .kind = LINK_PAGE,
                                 .reason = REASON_TIMEOUT };
    const struct attachment file = { .url = STR("http://www.yunxi.gov.cn/dt/9.pdf"),
                                     .found_on = list.url };
    struct digest d[] = { list,
                          { .url = STR("http://www.yunxi.gov.cn/dt/1.html"),
                            .kind = PAGE_ARTICLE,
                            .published = today() - 15 },
                          { .url = STR("http://www.yunxi.gov.cn/dt/2.html"),
                            .kind = PAGE_ARTICLE,
                            .published = today() - 20 },
                          { .url = STR("http://www.yunxi.gov.cn/dt/3.html"), .kind = PAGE_OTHER } };
    struct site_view v = with_digests(d, 3);
    struct run run;

    run_site(&run, "stale-column", &v);
    assert_int_equal(only(&run, GRADE_FAULT)->measured.value, 15);
    run_done(&run);

    for (int fault = 0; fault < 4; fault++) {
        v = with_digests(d, 3);
        v.n_digests += fault == 0;
        v.targets = &lost;
        v.n_targets = fault == 1;
        v.attachments = &file;
        v.n_attachments = fault == 2;
        v.is_complete = fault != 3;
        run_site(&run, "stale-column", &v);
        assert_unknown(&run);
        run_done(&run);
    }
    v = with_digests(d, 4); /* whatever the last one is, the first is new */
    d[1].published = today() - 14;
    run_site(&run, "stale-column", &v);
    assert_clean(&run);
    run_done(&run);
}

/* A column with one dated item, and this link beside it. */
static bool is_undated(const char *url, const char *text)
{
    const struct link links[] = {
        { .kind = LINK_PAGE,
          .url = STR("http://www.yunxi.gov.cn/tzgg/1.html"),
          .text = STR("关于防汛工作的通知") },
        { .kind = LINK_PAGE, .url = str_of(url), .text = str_of(text) },
    };
    const struct item item = { .link = 0, .date = today() - 400 };
    const struct page page = { .url = STR("http://www.yunxi.gov.cn/tzgg/"),
                               .kind = PAGE_COLUMN,
                               .links = links,
                               .n_links = COUNT_OF(links),
                               .items = &item,
                               .n_items = 1 };
    struct run run;

    load(&run, "");
    const struct undated_rule rule = undated_rule_of(run.set);
    const bool is = column_has_undated_title(&page, &rule);

    run_done(&run);
    return is;
}

static void a_title_without_a_day_is_told_by_its_length(void **state)
{
    (void)state;
    const char *elsewhere = "http://www.yunxi.gov.cn/zwgk/2.html";
    const char *inside = "http://www.yunxi.gov.cn/tzgg/2.html";

    assert_false(is_undated(elsewhere, "防汛工作的通知"));
    assert_true(is_undated(elsewhere, "防汛工作的新通知"));
    assert_false(is_undated(inside, "查看全"));
    assert_true(is_undated(inside, "防汛通知"));
    assert_false(is_undated("http://www.yunxi.gov.cn/tzgg/1.html", "查看全文")); /* the item's */
}

/* The row between two others has no address. */
static void an_item_without_a_link_hides_no_other(void **state)
{
    (void)state;
    const struct link links[] = {
        { .kind = LINK_PAGE,
          .url = STR("http://www.yunxi.gov.cn/tzgg/1.html"),
          .text = STR("关于防汛工作的通知") },
        { .kind = LINK_PAGE,
          .url = STR("http://www.yunxi.gov.cn/tzgg/2.html"),
          .text = STR("关于防火工作的通知") },
    };
    const struct item items[] = { { .link = 0, .date = today() - 400 },
                                  { .link = ITEM_NO_LINK, .date = today() - 410 },
                                  { .link = 1, .date = today() - 420 } };
    const struct page page = { .url = STR("http://www.yunxi.gov.cn/tzgg/"),
                               .kind = PAGE_COLUMN,
                               .links = links,
                               .n_links = COUNT_OF(links),
                               .items = items,
                               .n_items = COUNT_OF(items) };
    struct run run;

    load(&run, "");
    const struct undated_rule rule = undated_rule_of(run.set);

    assert_false(column_has_undated_title(&page, &rule));
    run_done(&run);
}

/* ---- blank-column ------------------------------------------------------------------------------
 */

static void a_titled_window_of_the_home_page_is_blank(void **state)
{
    (void)state;
    struct page home = HOME;
    struct block blocks[] = {
        { .title = STR("人事任免"), .n_chars = 7, .where = STR("body div[7]") },
        { .title = STR("要闻"), .n_items = 5, .n_chars = 200 },
        { .n_chars = 0 },
    };
    struct run run;

    home.blocks = blocks;
    home.n_blocks = COUNT_OF(blocks);
    run_page(&run, "blank-column", &home);
    const struct finding *f = only(&run, GRADE_FAULT);

    assert_str(f->excerpt, "人事任免");
    assert_str(f->where, "body div[7]");
    assert_int_equal(f->measured.value, 7);
    assert_int_equal(f->limit.value, 8);
    run_done(&run);

    blocks[0].n_chars = 8;
    run_page(&run, "blank-column", &home);
    assert_clean(&run);
    run_done(&run);

    blocks[0].n_chars = 0;
    blocks[0].by_script = true;
    run_page(&run, "blank-column", &home);
    assert_unknown(&run);
    assert_int_equal(run.r.refusals[0].n_hidden, 1);
    run_done(&run);

    home.needs_browser = true; /* nobody knows how many windows it has */
    run_page(&run, "blank-column", &home);
    assert_unknown(&run);
    assert_int_equal(run.r.refusals[0].n_hidden, 50);
    run_done(&run);
}

static void a_window_whose_list_stands_elsewhere_is_not_blank(void **state)
{
    (void)state;
    struct page home = HOME;
    struct link links[] = {
        { .url = STR("http://www.yunxi.gov.cn/zwyw/list.html"), .text = STR("更多") },
        { .url = STR("http://www.yunxi.gov.cn/zwyw/"), .text = STR("政务要闻") },
        { .url = STR("http://www.yunxi.gov.cn/zwyw/202611/1.html"), .text = STR("某事") },
    };
    struct block block = { .title = STR("政务要闻"), .more = 0 };
    struct run run;

    home.links = links;
    home.n_links = 3;
    home.blocks = &block;
    home.n_blocks = 1;
    run_page(&run, "blank-column", &home);
    assert_clean(&run);
    run_done(&run);

    home.n_links = 2; /* only links to the column itself */
    run_page(&run, "blank-column", &home);
    assert_str(detail(only(&run, GRADE_FAULT), "column_url"), "http://www.yunxi.gov.cn/zwyw/");
    run_done(&run);

    block.title = STR("2026-11-20"); /* an item's date that was taken for a title */
    run_page(&run, "blank-column", &home);
    assert_clean(&run);
    run_done(&run);
}

static struct page column_page(const char *name, const char *text)
{
    return (struct page){
        .url = STR("http://www.yunxi.gov.cn/rsrm/"),
        .kind = PAGE_COLUMN,
        .title = str_of(name),
        .headline = str_of(name),
        .text = str_of(text),
        .text_chars = str_chars(str_of(text)),
    };
}

static void a_column_that_says_so_is_blank(void **state)
{
    (void)state;
    struct page p =
        column_page("人事任免", "云溪县人民政府\n首页\n人事任免\n暂无信息\n主办：云溪县");
    struct run run;

    run_page(&run, "blank-column", &p);
    assert_str(only(&run, GRADE_FAULT)->excerpt, "人事任免：暂无信息");
    run_done(&run);

    p.needs_browser = true;
    run_page(&run, "blank-column", &p);
    assert_unknown(&run);
    run_done(&run);

    p.needs_browser = false;
    p.n_items = 1;
    run_page(&run, "blank-column", &p);
    assert_clean(&run);
    run_done(&run);
}

static void a_column_with_an_empty_list_is_blank(void **state)
{
    (void)state;
    struct page p = column_page("人事任免", "云溪县人民政府\n首页\n人事任免\n主办：云溪县");
    struct block block = { .title = STR("人事任免"), .where = STR("body div[3]") };
    struct run run;

    p.blocks = &block;
    p.n_blocks = 1;
    run_page(&run, "blank-column", &p);
    assert_str(only(&run, GRADE_FAULT)->where, "body div[3]");
    run_done(&run);

    block.by_script = true;
    run_page(&run, "blank-column", &p);
    assert_unknown(&run);
    run_done(&run);

    p.kind = PAGE_ARTICLE;
    run_page(&run, "blank-column", &p);
    assert_clean(&run);
    run_done(&run);
}

static void a_page_of_sub_columns_is_not_blank(void **state)
{
    (void)state;
    struct page p = column_page("政务公开", "政务公开\n机构职能\n领导信息\n人事信息");
    struct link links[3];
    struct run run;

    for (size_t i = 0; i < COUNT_OF(links); i++)
        links[i] = (struct link){
            .url = STR("http://www.yunxi.gov.cn/zwgk/a/"),
            .text = STR("机构职能"),
            .element = "a",
            .is_same_site = true,
        };
    p.links = links;
    p.n_links = 3;
    run_page(&run, "blank-column", &p);
    assert_clean(&run);
    run_done(&run);

    p.n_links = 2;
    run_page(&run, "blank-column", &p);
    (void)only(&run, GRADE_FAULT);
    run_done(&run);
}

static void a_page_of_prose_is_not_blank(void **state)
{
    (void)state;
    struct page p = column_page("机构职能", "机构职能\n负责全县教育事业的发展规划、教育督导、"
                                            "师资队伍建设、学校安全和招生考试的组织管理工作。");
    struct link script = {
        .url = STR("http://www.yunxi.gov.cn/js/list.js"),
        .element = "script",
        .kind = LINK_SCRIPT,
        .is_same_site = true,
    };
    struct run run;

    run_page(&run, "blank-column", &p);
    assert_clean(&run);
    run_done(&run);

    p = column_page("人事任免", "人事任免\n主办：云溪县");
    p.links = &script;
    p.n_links = 1;
    run_page(&run, "blank-column", &p);
    assert_unknown(&run);
    run_done(&run);

    script.is_same_site = false;
    run_page(&run, "blank-column", &p);
    (void)only(&run, GRADE_FAULT);
    run_done(&run);
}

static void a_page_filled_by_a_frame_or_script_is_unknown(void **state)
{
    (void)state;
    struct page p = column_page("人事任免", "人事任免");
    const struct link frame = {
        .url = STR("http://www.yunxi.gov.cn/list.jsp"),
        .element = "iframe",
        .kind = LINK_FRAME,
    };
    const struct page shell = { .kind = PAGE_SHELL, .needs_browser = true };
    struct run run;

    p.links = &frame;
    p.n_links = 1;
    run_page(&run, "blank-column", &p);
    assert_unknown(&run);
    assert_str(run.r.refusals[0].reason, "栏目内容在嵌入的框架页里，未与本页合并判断，请人工查看");
    run_done(&run);
    run_page(&run, "blank-column", &shell);
    assert_unknown(&run);
    run_done(&run);
}

/* ---- impossible-date ---------------------------------------------------------------------------
 */

static struct page article(int32_t published, int32_t meta, const char *tag)
{
    struct page p = {
        .url = STR("http://www.yunxi.gov.cn/a/1.html"),
        .kind = PAGE_ARTICLE,
        .published = published,
        .published_meta = meta,
        .text = STR("标题 发布时间：2026-11-20 来源：本网"),
    };

    p.tags[TAG_PUB_DATE] = str_of(tag);
    return p;
}

static void the_future_begins_after_tomorrow(void **state)
{
    (void)state;
    struct page p = article(today() + 1, DAY_NONE, "");
    struct run run;

    run_page(&run, "impossible-date", &p);
    assert_clean(&run);
    run_done(&run);

    p = article(today() + 2, DAY_NONE, "");
    run_page(&run, "impossible-date", &p);
    const struct finding *f = only(&run, GRADE_FAULT);

    assert_str(detail(f, "fault"), "future");
    assert_int_equal(f->measured.value, 2);
    run_done(&run);

    p = article(today(), today() + 400, "2027-12-28 10:00");
    run_page(&run, "impossible-date", &p);
    assert_str(detail(only(&run, GRADE_FAULT), "fault"), "future");
    run_done(&run);
}

static void days_that_do_not_exist_are_found(void **state)
{
    (void)state;
    struct page p = article(DAY_NONE, DAY_NONE, "2026-02-30 10:00");
    struct run run;

    run_page(&run, "impossible-date", &p);
    assert_str(detail(only(&run, GRADE_FAULT), "fault"), "no-such-day");
    run_done(&run);

    p = article(DAY_NONE, DAY_NONE, "");
    p.text = STR("标题\n发布日期：2026年2月30日\n来源：本网");
    run_page(&run, "impossible-date", &p);
    assert_str(only(&run, GRADE_FAULT)->excerpt, "发布日期：2026年2月30日");
    run_done(&run);

    p = article(DAY_NONE, DAY_NONE, "1970-01-01 08:00");
    run_page(&run, "impossible-date", &p);
    assert_str(detail(only(&run, GRADE_FAULT), "fault"), "too-early");
    run_done(&run);

    p = article(today() - 3, today() - 3, "2026-11-20 10:00");
    run_page(&run, "impossible-date", &p);
    assert_clean(&run);
    run_done(&run);
}

static void only_a_day_of_publishing_is_looked_at(void **state)
{
    static const struct {
        const char *text;
        bool is_publishing;
    } lines[] = {
        { "发布时间：2026-02-30", true },
        { "发布日期: 2026-02-30", true },
        { "发布于 2026年2月30日", true },
        { "发布单位：县政府办 2026-02-30", true },
        { "日期：2026-02-30", true },
        { "来源：本网 日期：2026-02-30", true },
        { "发布日期\n2026-02-30", true },
        { "发布时间：\n2026-02-30", true },
        { "发布机构：县教育局\n2026-02-30", false },
        { "发布机构：县教育局 有效期至：2026-06-31", false },
        { "信息发布 成立日期：2026-02-30", false },
        { "出生日期：2006-02-30", false },
        { "发布单位 县政府办 发布日期：2026-11-02 出生日期 2006年2月30日", false },
        { "截止日期：2026-02-30", false },
        { "县政府发布公告，2026年2月30日起施行", false },
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(lines); i++) {
        struct page p = article(DAY_NONE, DAY_NONE, "");
        struct run run;

        p.text = str_of(lines[i].text);
        run_page(&run, "impossible-date", &p);
        if (run.r.n != lines[i].is_publishing)
            fail_msg("%s", lines[i].text);
        run_done(&run);
    }
}

static void two_dates_more_than_a_day_apart_are_worth_a_look(void **state)
{
    (void)state;
    struct page p = article(today() - 10, today() - 9, "2026-11-14 00:10");
    struct run run;

    run_page(&run, "impossible-date", &p);
    assert_clean(&run);
    run_done(&run);

    p = article(today() - 10, today() - 8, "2026-11-15 00:10");
    run_page(&run, "impossible-date", &p);
    const struct finding *f = only(&run, GRADE_NOTICE);

    assert_str(detail(f, "fault"), "conflict");
    assert_int_equal(f->measured.value, 2);
    run_done(&run);

    p.kind = PAGE_COLUMN;
    run_page(&run, "impossible-date", &p);
    assert_clean(&run);
    run_done(&run);
}

/* ---- expired-topic -----------------------------------------------------------------------------
 */

static const struct link TOPIC = {
    .url = { "http://www.yunxi.gov.cn/ms2025/", 31 },
    .text = { "2025年民生实事", 19 },
    .element = "a",
    .nth = 5,
    .region = REGION_NAV,
    .is_same_site = true,
};

static void last_years_topic_is_expired(void **state)
{
    (void)state;
    struct page home = HOME;
    struct digest d = column("http://www.yunxi.gov.cn/ms2025/", "2025年民生实事", today() - 330);
    struct site_view v = { .site = &SITE, .home = &home, .digests = &d, .n_digests = 1 };
    struct run run;

    home.links = &TOPIC;
    home.n_links = 1;
    run_site(&run, "expired-topic", &v);
    const struct finding *f = only(&run, GRADE_FAULT);

    assert_str(f->url, "http://www.yunxi.gov.cn/ms2025/");
    assert_int_equal(f->since, day_of(2026, 1, 1));
    run_done(&run);

    d.newest_item = today() - 91;
    run_site(&run, "expired-topic", &v);
    (void)only(&run, GRADE_FAULT);
    run_done(&run);

    d.newest_item = today() - 90; /* still being filled */
    run_site(&run, "expired-topic", &v);
    assert_clean(&run);
    run_done(&run);

    v.n_digests = 0; /* not read, but it stands in the navigation */
    run_site(&run, "expired-topic", &v);
    (void)only(&run, GRADE_FAULT);
    run_done(&run);
}

static void a_past_year_is_known_however_it_is_written(void **state)
{
    (void)state;
    static const char *const names[] = { "2025安全生产月", "二〇二五年森林防火专栏",
                                         "二零二五民生实事", "二○二四年旅游节" };
    struct page home = HOME;
    struct link link = TOPIC;
    const struct site_view v = { .site = &SITE, .home = &home };
    struct run run;

    home.links = &link;
    home.n_links = 1;
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        link.text = str_of(names[i]);
        run_site(&run, "expired-topic", &v);
        (void)only(&run, GRADE_FAULT);
        run_done(&run);
    }
}

static void these_are_no_expired_topics(void **state)
{
    (void)state;
    static const char *const names[] = {
        "二〇二六年森林防火专栏",
        "二〇二五一专栏",
        "安全生产月",
        "2026年民生实事",
        "2025年民生实事（已归档）",
        "2025年政府信息公开年报",
        "2021-2026年攻坚行动",
        "民生实事",
        "关于2025年民生实事项目完成情况和群众满意度的公告",
        "2025年度报告专题",
    };
    struct page home = HOME;
    struct link link = TOPIC;
    const struct site_view v = { .site = &SITE, .home = &home };
    struct run run;

    home.links = &link;
    home.n_links = 1;
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        link.text = str_of(names[i]);
        run_site(&run, "expired-topic", &v);
        assert_clean(&run);
        run_done(&run);
    }
}

static void a_topic_is_found_by_its_own_page_too(void **state)
{
    (void)state;
    struct digest d[] = {
        column("http://www.yunxi.gov.cn/zt/fx/", "2024年防汛专题", day_of(2024, 9, 1)),
        column("http://www.yunxi.gov.cn/zt/fx/index_2.html", "2024年防汛专题", day_of(2024, 6, 1)),
    };
    struct site_view v = with_digests(d, 2);
    struct run run;

    d[0].depth = 2;
    d[1].depth = 2;
    run_site(&run, "expired-topic", &v);
    assert_str(only(&run, GRADE_FAULT)->url, "http://www.yunxi.gov.cn/zt/fx/");
    run_done(&run);

    d[0].depth = 3;
    d[1].depth = 3;
    run_site(&run, "expired-topic", &v);
    assert_clean(&run);
    run_done(&run);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_kind_of_column_has_its_limit),
        cmocka_unit_test(only_what_the_home_page_leads_to_is_a_column_of_the_first_level),
        cmocka_unit_test(what_was_left_unread_may_be_a_stale_column),
        cmocka_unit_test(further_pages_are_not_columns_of_their_own),
        cmocka_unit_test(archives_topics_and_fixed_texts_need_no_update),
        cmocka_unit_test(columns_by_script_or_without_dates_are_unknown),
        cmocka_unit_test(articles_tell_the_day_of_a_column_when_nothing_of_it_is_unknown),
        cmocka_unit_test(a_title_without_a_day_is_told_by_its_length),
        cmocka_unit_test(an_item_without_a_link_hides_no_other),
        cmocka_unit_test(a_titled_window_of_the_home_page_is_blank),
        cmocka_unit_test(a_window_whose_list_stands_elsewhere_is_not_blank),
        cmocka_unit_test(a_column_that_says_so_is_blank),
        cmocka_unit_test(a_column_with_an_empty_list_is_blank),
        cmocka_unit_test(a_page_of_sub_columns_is_not_blank),
        cmocka_unit_test(a_page_of_prose_is_not_blank),
        cmocka_unit_test(a_page_filled_by_a_frame_or_script_is_unknown),
        cmocka_unit_test(the_future_begins_after_tomorrow),
        cmocka_unit_test(days_that_do_not_exist_are_found),
        cmocka_unit_test(only_a_day_of_publishing_is_looked_at),
        cmocka_unit_test(two_dates_more_than_a_day_apart_are_worth_a_look),
        cmocka_unit_test(last_years_topic_is_expired),
        cmocka_unit_test(a_past_year_is_known_however_it_is_written),
        cmocka_unit_test(these_are_no_expired_topics),
        cmocka_unit_test(a_topic_is_found_by_its_own_page_too),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
