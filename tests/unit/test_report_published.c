/*
 * The figures of five published notices (Yunnan 2018 Q3, Guangdong 2019 Q2, Tianjin 2020 H2, Zigong
 * 2022 Q3, Hanzhong 2022 Q3), entered as registry, findings and reviews: the notice made of them
 * gives the rates that were published. Accounts are not in the store yet; theirs are entered as
 * counts.
 */
#include "base/base.h"

#include "attach/extract.h"
#include "base/buf.h"
#include "base/clock.h"
#include "desk/round_desk.h"
#include "notice/notice.h"
#include "notice/notice_read.h"
#include "store/review.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* One veto, by a confirmed finding. */
static const char rules[] =
    "format: 1\nname: x\ntitle: x\nversion: x\nbasis: x\n"
    "metrics:\n- {name: m, title: x, check: wrong-expression, grade: veto}\n"
    "indicators:\n"
    "- {id: V, title: 安全、泄密事故等严重问题, part: veto, applies: site, situations: "
    "[{id: V.1, text: x, count: [m]}]}\n";

/* So many sites of a type in a region, the first of them bad. */
struct group {
    const char *region, *type, *portal; /* portal: what the first one is called; NULL: by number */
    size_t n, n_bad;
};

struct published {
    struct arena a;
    struct store *store;
    struct indicator_set set;
    struct site *sites;
    size_t n_sites;
    int64_t run;
    struct err err;
    struct numbers numbers;
    struct lines text; /* of the notice, as readers of attachments take it; ends in NUL */
};

#define OK(call)                                                                                   \
    do {                                                                                           \
        if (call)                                                                                  \
            fail_msg("%s", p->err.text);                                                           \
    } while (0)

static int set_up(void **state)
{
    struct published *p = calloc(1, sizeof(*p));
    struct run_info info;

    assert_non_null(p);
    OK(store_open(STR("sqlite::memory:"), &p->store, &p->err));
    OK(indicator_parse("rules", str_of(rules), &p->a, &p->set, &p->err));
    OK(store_run_begin(p->store, 1000, STR("{}"), &info, &p->err));
    p->run = info.id;
    *state = p;
    return 0;
}

static int tear_down(void **state)
{
    struct published *p = *state;

    lines_done(&p->text);
    numbers_done(&p->numbers);
    store_closep(&p->store);
    arena_done(&p->a);
    free(p);
    return 0;
}

/* A site of the registry, with a confirmed veto finding when it is bad. */
static void enter(struct published *p, const struct group *g, size_t i)
{
    const struct str code = arena_printf(&p->a, "%s%04zu", g->region, p->n_sites);
    const struct str name =
        i == 0 && g->portal ? str_of(g->portal) : arena_printf(&p->a, "第%zu单位", p->n_sites);
    struct stored_finding f = { .finding = { .site = code,
                                             .check = "wrong-expression",
                                             .case_id = "A06",
                                             .url = STR("http://x.example/1.html"),
                                             .excerpt = STR("固定表述错误"),
                                             .grade = GRADE_VETO } };
    int64_t id;

    f.id = finding_id(&f.finding);
    p->n_sites++;
    OK(store_site_findings(p->store, p->run, code, 1000, &f, i < g->n_bad, NULL, 0, &p->err));
    OK(store_site_result(p->store, p->run, code,
                         arena_printf(&p->a,
                                      "{\"name\":\"%.*s\",\"url\":\"http://x.example/\","
                                      "\"region\":\"%s\",\"type\":\"%s\",\"state\":\"运行\"}",
                                      STR_ARG(name), g->region, g->type),
                         &p->err));
    if (i < g->n_bad)
        OK(store_review_add(
            p->store,
            &(struct review_action){
                .at = 1, .by = STR("张三"), .kind = REVIEW_CONFIRM, .site = code, .finding = f.id },
            &id, &p->err));
}

static void read_text(struct published *p, struct docx *d)
{
    AUTO(buf_done) struct buf bytes = { 0 };

    OK(docx_bytes(d, &bytes, &p->err));
    assert_int_equal(extract_text(buf_str(&bytes), &p->text, NULL, NULL), ATTACH_READ);
    buf_add_char(&p->text.text, 0);
}

/* Enters the groups, freezes a round of them, writes its notice. */
static void publish(struct published *p, const struct group *groups, size_t n,
                    const struct notice_part *accounts, const struct office *office)
{
    AUTO(docx_freep) struct docx *d = docx_new();
    const struct round asked = { .title = STR("第三季度"),
                                 .from = 1,
                                 .to = day_of(2022, 8, 22),
                                 .run = p->run,
                                 .indicators = STR("x"),
                                 .percent = 100,
                                 .by = STR("张三") };
    struct round_state t;
    struct account_list listed;
    struct site_list sites;
    struct notice notice;
    struct round r;
    int64_t id = 0;

    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < groups[i].n; k++)
            enter(p, &groups[i], k);
    OK(store_run_finish(p->store, p->run, 1000, &p->err));
    OK(round_open(p->store, &asked, &id, &p->err));
    OK(store_round_get(p->store, id, &p->a, &r, &p->err));
    OK(round_freeze(p->store, &r, &p->set, 2000, &t, &p->err));
    OK(store_round_get(p->store, id, &p->a, &r, &p->err));
    OK(notice_source_lists(p->store, &r, &p->a, &sites, &listed, &p->err));

    const struct notice_source source = {
        .store = p->store,
        .run = p->run,
        .round = &r,
        .period = r.title,
        .day = r.to,
        .sites = &sites,
    };

    OK(notice_read(&source, &p->a, &notice, &p->err));
    if (accounts)
        notice.accounts = *accounts;
    (void)notice_write(&notice, office, d, &p->numbers);
    read_text(p, d);
}

static void says(const struct published *p, const char *words)
{
    if (!strstr(p->text.text.p, words))
        fail_msg("no \"%s\" in:\n%s", words, p->text.text.p);
}

static void yunnan_2018_3(void **state)
{
    struct published *p = *state;
    const struct group groups[] = { { "530100", "部门网站", NULL, 409, 20 } };
    const struct office office = { .work = STR("普查"), .area = STR("全省") };

    publish(p, groups, COUNT_OF(groups), NULL, &office);
    says(p, "全省正在运行的政府网站共409家");
    says(p, "不合格20家（见附件2），合格率为95%。");
    says(p, "合计 409 409 100% 20 95%");
}

static void guangdong_2019_2(void **state)
{
    static const char *const cities[] = { "佛山", "韶关", "梅州", "湛江", "肇庆", "揭阳", "广州",
                                          "深圳", "珠海", "汕头", "河源", "惠州", "汕尾", "东莞",
                                          "中山", "江门", "阳江", "茂名", "清远", "潮州", "云浮" };
    struct published *p = *state;
    struct group groups[COUNT_OF(cities) * 2];
    const struct office office = { .work = STR("抽查"), .area = STR("全省"), .decimals = 1 };
    const struct notice_part accounts = { .all = { .running = 2992, .checked = 2992, .bad = 18 } };
    size_t n_left = 694;

    for (size_t i = 0; i < COUNT_OF(cities); i++) {
        const char *region = arena_printf(&p->a, "44%02zu00", i + 1).p;
        const size_t n = i + 1 < COUNT_OF(cities) ? 33 : n_left;

        groups[2 * i] = (struct group){ region, "政府门户网站",
                                        arena_printf(&p->a, "%s市人民政府", cities[i]).p, 1, 0 };
        groups[2 * i + 1] = (struct group){ region, "部门网站", NULL, n - 1,
                                            i < 5    ? 4
                                            : i == 5 ? 5
                                                     : 0 };
        n_left -= n;
    }
    publish(p, groups, COUNT_OF(groups), &accounts, &office);
    says(p, "全省正在运行的政府网站共694家");
    says(p, "合格669家，不合格25家（见附件2），合格率为96.4%。");
    says(
        p,
        "除佛山市、韶关市、梅州市、湛江市、肇庆市、揭阳市外，其余15个地区（部门）合格率均为100%。");
    says(p, "正在运行的政务新媒体共2992个");
    says(p, "合格率为99.4%。");
    says(p, "佛山市 33 33 100% 4 87.9%");
}

static void tianjin_2020_2(void **state)
{
    struct published *p = *state;
    const struct group groups[] = { { "120100", "政府门户网站", "天津市人民政府", 1, 0 },
                                    { "120100", "部门网站", NULL, 92, 0 } };
    const struct office office = { .area = STR("全市") };
    const struct notice_part accounts = { .all = { .running = 1937, .checked = 196, .bad = 49 } };

    publish(p, groups, COUNT_OF(groups), &accounts, &office);
    says(p, "全市正在运行的政府网站共93家");
    says(p, "合格93家，不合格0家，合格率为100%。");
    says(p, "本次检查196个，检查比例为10%。检查结果：合格147个，不合格49个，合格率为75%。");
}

/* One site was neither a district's nor a department's: 7 + 41 of 49. */
static void zigong_2022_3(void **state)
{
    struct published *p = *state;
    const struct group groups[] = { { "510300", "政府门户网站", "大安区人民政府", 7, 2 },
                                    { "510300", "部门网站", NULL, 41, 16 },
                                    { "510300", "专项网站", NULL, 1, 0 } };
    const struct office office = { .area = STR("全市"), .decimals = 1 };
    const struct notice_part accounts = { .all = { .running = 94, .checked = 94, .bad = 5 } };

    publish(p, groups, COUNT_OF(groups), &accounts, &office);
    says(p, "政府网站共49家，其中：政府门户网站7家、部门网站41家、专项网站1家。本次检查49家，"
            "检查比例为100%。");
    says(p, "其中：政府门户网站 7 7 100% 2 71.4%");
    says(p, "其中：部门网站 41 41 100% 16 61.0%");
    says(p, "合格89个，不合格5个，合格率为94.7%。");
}

static void hanzhong_2022_3(void **state)
{
    struct published *p = *state;
    const struct group groups[] = { { "610700", "政府门户网站", "汉中市人民政府", 1, 0 },
                                    { "610700", "部门网站", NULL, 41, 5 },
                                    { "610700", "政府门户网站", NULL, 11, 0 } };
    const struct office office = { .area = STR("全市"), .decimals = 2, .tells_bad = true };
    const struct notice_part accounts = { .all = { .running = 166, .checked = 166, .bad = 3 } };

    publish(p, groups, COUNT_OF(groups), &accounts, &office);
    says(p, "全市正在运行的政府网站共53家，其中：政府门户网站12家、部门网站41家。");
    says(p, "不合格5家（见附件2），不合格率为9.43%。");
    says(p, "单项否决 安全、泄密事故等严重问题");
    says(p, "不合格3个，不合格率为1.81%。");
    says(p, "合计 53 53 100% 5 9.43%");
}

static void hanzhong_accounts_with_one_decimal(void **state)
{
    struct published *p = *state;
    const struct group groups[] = { { "610700", "部门网站", NULL, 1, 0 } };
    const struct office office = { .decimals = 1, .tells_bad = true };
    const struct notice_part accounts = { .all = { .running = 166, .checked = 166, .bad = 3 } };

    publish(p, groups, COUNT_OF(groups), &accounts, &office);
    says(p, "不合格3个，不合格率为1.8%。");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(yunnan_2018_3), TEST(guangdong_2019_2), TEST(tianjin_2020_2),
        TEST(zigong_2022_3), TEST(hanzhong_2022_3),  TEST(hanzhong_accounts_with_one_decimal),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
