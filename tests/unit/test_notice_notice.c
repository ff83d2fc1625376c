/* The notice as it is read: order, wording, figures, gaps, warnings, annexes. */
#include "base/base.h"

#include "base/clock.h"
#include "docx_support.h"
#include "notice/notice.h"

#include <string.h>

/* STR for static data. */
#define TEXT(literal)                                                                              \
    {                                                                                              \
        literal, sizeof(literal) - 1                                                               \
    }

static const struct notice_count types[] = {
    { TEXT("政府门户网站"), 1, 1, 0, 0, TEXT("政府门户网站") },
    { TEXT("部门网站"), 52, 52, 5, 0, TEXT("部门网站") },
    { TEXT("专项网站"), 0, 0, 0, 0, TEXT("专项网站") },
};
static const struct notice_count regions[] = {
    { TEXT("云溪县本级"), 43, 43, 4, 0, TEXT("510001") },
    { TEXT("青石镇"), 6, 6, 1, 0, TEXT("510002") },
    { TEXT("白河镇"), 4, 4, 0, 0, TEXT("510003") },
};
static const struct notice_failure failures[] = {
    { TEXT("云溪县本级"), TEXT("云溪县商务局"), TEXT("http://sw.yunxi.example/"),
      TEXT("5100000012"), TEXT("单项否决"), TEXT("首页超过两周未更新") },
};
static const struct notice_failure bad_accounts[] = {
    { TEXT("青石镇"), TEXT("云溪网警"), TEXT("云溪县公安局"), TEXT("新浪微博"), TEXT("不合格"),
      TEXT("监测时间点前两周内无更新") },
};
static const struct str stale[] = { TEXT("云溪县商务局"), TEXT("云溪县体育局") };
static const struct str portal[] = { TEXT("云溪县人民政府门户网站"), TEXT("云溪县林业局") };
static const struct str blank[] = { TEXT("甲局"), TEXT("乙局"), TEXT("丙局"), TEXT("丁局") };
static const struct str quiet[] = { TEXT("“云溪网警”新浪微博") };
static const struct notice_problem problems[] = {
    { TEXT("blank-column"), TEXT("空白栏目"), false, blank, COUNT_OF(blank), 9 },
    { TEXT("stale-home"), TEXT("首页不更新"), false, stale, COUNT_OF(stale), 2 },
    { TEXT("tls"), TEXT("加密连接与证书"), false, portal, COUNT_OF(portal), 2 },
    { TEXT("account-stale"), TEXT("账号不更新"), true, quiet, COUNT_OF(quiet), 1 },
};

static const struct str basis[] = { TEXT("《政府网站发展指引》"), TEXT("《检查指标》") };
static const struct office_phrase updates[] = {
    { TEXT("stale-home"), TEXT("首页信息更新不及时") },
    { TEXT("blank-column"), TEXT("存在空白栏目") },
};
static const struct office_phrase media[] = { { TEXT("account-stale"), TEXT("两周内未更新") } };
static const struct office_phrase words[] = { { TEXT("typo"), TEXT("存在错别字") } };
static const struct office_heading headings[] = {
    { TEXT("审核把关不严"), words, COUNT_OF(words) },
    { TEXT("内容更新不及时"), updates, COUNT_OF(updates) },
    { TEXT("政务新媒体运维不到位"), media, COUNT_OF(media) },
};
static const struct office_demand demands[] = {
    { TEXT("压实主体责任"), TEXT("各单位要在【时限】内完成自查。") },
};

static const struct office full_office = {
    .issuer = TEXT("云溪县人民政府办公室"),
    .area = TEXT("全县"),
    .addressees = TEXT("各乡镇人民政府，县政府各部门"),
    .deadline = TEXT("2026年12月20日"),
    .recipient = TEXT("县政府办公室"),
    .contact = TEXT("王某，8119590"),
    .date = TEXT("2026年11月30日"),
    .basis = basis,
    .n_basis = COUNT_OF(basis),
    .headings = headings,
    .n_headings = COUNT_OF(headings),
    .demands = demands,
    .n_demands = COUNT_OF(demands),
    .decimals = 2,
    .n_names = 3,
};

static struct notice a_quarter(void)
{
    return (struct notice){
        .period = STR("2026年第四季度"),
        .to = day_of(2026, 11, 28),
        .sites = { .all = { .running = 53, .checked = 53, .bad = 5 },
                   .types = types,
                   .n_types = COUNT_OF(types),
                   .regions = regions,
                   .n_regions = COUNT_OF(regions),
                   .failures = failures,
                   .n_failures = COUNT_OF(failures) },
        .accounts = { .all = { .running = 1937, .checked = 196, .bad = 49 },
                      .failures = bad_accounts,
                      .n_failures = COUNT_OF(bad_accounts) },
        .problems = problems,
        .n_problems = COUNT_OF(problems),
        .messages = { .received = 14, .closed = 14 },
    };
}

/* The text of the notice; close_again when done. */
static const char *written(struct opened *o, const struct notice *n, const struct office *office,
                           size_t n_gaps)
{
    AUTO(docx_freep) struct docx *d = docx_new();
    AUTO(numbers_done) struct numbers numbers = { 0 };

    assert_int_equal(notice_write(n, office, d, &numbers), n_gaps);
    reopen(o, d);
    return text_of(o, "word/document.xml");
}

static void has(const char *text, const char *part)
{
    if (!strstr(text, part))
        fail_msg("no \"%s\" in: %s", part, text);
}

static void has_not(const char *text, const char *part)
{
    if (strstr(text, part))
        fail_msg("\"%s\" in: %s", part, text);
}

static void filings_stand_after_the_messages(void **state)
{
    static const struct notice_filings filings[] = {
        { TEXT("health"), TEXT("健康运行报备"), 66 },
        { TEXT("domain"), TEXT("网站域名业务申报"), 74 },
    };
    struct opened o;
    struct notice n = a_quarter();

    (void)state;
    n.from = day_of(2026, 10, 1);
    n.filings = filings;
    n.n_filings = COUNT_OF(filings);

    const char *text = written(&o, &n, &full_office, 1);

    has(text, "办结率为100%。[Body]（四）报备和申请情况。检查期间，各单位共报备、申请140次，其中："
              "健康运行报备66次、网站域名业务申报74次。[Level1]二、");
    close_again(&o);
}

static void it_reads_like_a_published_one(void **state)
{
    struct opened o;
    struct notice n = a_quarter();
    const char *text = written(&o, &n, &full_office, 1);

    (void)state;
    assert_ptr_equal(
        strstr(text,
               "[Title]云溪县人民政府办公室关于2026年第四季度/全县政府网站与政务新媒体检查情况"
               "的通报[Addressee]各乡镇人民政府，县政府各部门："
               "[Body]按照《政府网站发展指引》和《检查指标》要求，云溪县人民政府办公室组织开展"
               "了2026年第四季度全县政府网站与政务新媒体检查工作，现将有关情况通报如下。"
               "[Level1]一、总体情况[Body]（一）政府网站检查情况。"
               "截至2026年11月28日，全县正在运行的政府网站共53家，其中：政府门户网站1家、部门网站"
               "52家。本次检查53家，检查比例为100%。检查结果：合格48家，不合格5家（见附件2），合格"
               "率为90.57%。除云溪县本级、青石镇外，其余1个地区（部门）合格率均为100%。"
               "[Body]（二）政务新媒体检查情况。"),
        text);
    has(text,
        "本次检查196个，检查比例为10.12%。检查结果：合格147个，不合格49个（见附件4），合格率为"
        "75.00%。[Body]（三）网民留言办理情况。“我为政府网站找错”平台受理网民有效留言14条，已办"
        "结14条，办结率为100%。[Level1]二、主要问题");
    has(text, "[Level1]三、下一步工作要求[Body]（一）压实主体责任。各单位要在【时限】内完成自查。"
              "[Last]对本次通报存在问题的政府网站和政务新媒体，");
    has(text, "于2026年12月20日前将整改情况书面报送县政府办公室（联系人及电话：王某，8119590）。"
              "[NoteFirst]附件：1.各地、各部门政府网站检查情况"
              "[NoteNext]2.检查发现存在突出问题的政府网站名单"
              "[NoteNext]3.各地、各部门政务新媒体检查情况"
              "[NoteNext]4.检查发现存在突出问题的政务新媒体名单"
              "[Signature]云溪县人民政府办公室[Signature]2026年11月30日[Annex]附件1");
    close_again(&o);
}

static void problems_stand_under_the_offices_headings(void **state)
{
    struct opened o;
    struct notice n = a_quarter();
    const char *text = written(&o, &n, &full_office, 1);

    (void)state;
    /* The empty heading is left out; what no heading speaks of is not. */
    has(text,
        "[Level1]二、主要问题[Body]（一）内容更新不及时。"
        "云溪县商务局、云溪县体育局网站首页信息更新不及时。"
        "4家网站存在空白栏目，如甲局、乙局、丙局网站等。"
        "[Body]（二）政务新媒体运维不到位。“云溪网警”新浪微博两周内未更新。"
        "[Body]（三）其他问题。云溪县人民政府门户网站、云溪县林业局网站存在“加密连接与证书”问题。"
        "[Level1]三、");
    close_again(&o);
}

static void annexes_have_the_published_columns(void **state)
{
    struct opened o;
    struct notice n = a_quarter();
    const char *text = written(&o, &n, &full_office, 1);

    (void)state;
    has(text,
        "[Annex]附件1[AnnexTitle]各地、各部门政府网站检查情况[Centred]（2026年第四季度）"
        "[CellHead]序号[CellHead]地区（部门）[CellHead]运行网站数[CellHead]检查网站数[CellHead]检"
        "查比例[CellHead]不合格数[CellHead]合格率|"
        "[Cell]1[Cell]云溪县本级[Cell]43[Cell]43[Cell]100%[Cell]4[Cell]90.70%|"
        "[Cell]2[Cell]青石镇[Cell]6[Cell]6[Cell]100%[Cell]1[Cell]83.33%|"
        "[Cell]3[Cell]白河镇[Cell]4[Cell]4[Cell]100%[Cell]0[Cell]100%|"
        "[Cell][Cell]合计[Cell]53[Cell]53[Cell]100%[Cell]5[Cell]90.57%|"
        "[Cell][Cell]其中：政府门户网站[Cell]1[Cell]1[Cell]100%[Cell]0[Cell]100%|"
        "[Cell][Cell]其中：部门网站[Cell]52[Cell]52[Cell]100%[Cell]5[Cell]90.38%|[Annex]附件2");
    has(text,
        "[CellHead]序号[CellHead]网站名称[CellHead]首页网址[CellHead]网站标识码[CellHead]检查结果"
        "[CellHead]存在的严重问题|[Cell]1[Cell]云溪县商务局[Cell]http://sw.yunxi.example/"
        "[Cell]5100000012[Cell]单项否决[Cell]首页超过两周未更新|");
    has(text,
        "[CellHead]序号[CellHead]账号名称[CellHead]开设主体[CellHead]账号类型[CellHead]检查结果"
        "[CellHead]存在的严重问题|[Cell]1[Cell]云溪网警[Cell]云溪县公安局[Cell]新浪微博"
        "[Cell]不合格[Cell]监测时间点前两周内无更新|");
    close_again(&o);
}

static void what_the_office_has_not_filled_in_is_a_marked_gap(void **state)
{
    static const struct office nothing = { 0 };
    struct opened o;
    struct notice n = a_quarter();
    const char *text = written(&o, &n, &nothing, 10);

    (void)state;
    has(text, "[Title]【发文机关】关于");
    has(text, "[Addressee]【主送机关】：[Body]按照【检查依据】要求，【发文机关】组织");
    has(text, "[Level1]三、下一步工作要求[Body]【下一步工作要求】[Last]对本次通报");
    has(text, "于【整改期限】前将整改情况书面报送【报送单位】（联系人及电话：【联系人及电话】）。");
    has(text, "[Signature]【发文机关】[Signature]【成文日期】");
    has_not(text, "[Issuer]");
    close_again(&o);
}

static void a_red_head_comes_with_its_number(void **state)
{
    struct opened o;
    struct notice n = a_quarter();
    struct office office = full_office;
    const char *text;

    (void)state;
    office.head = STR("云溪县人民政府办公室文件");
    text = written(&o, &n, &office, 2);
    has(text, "[Issuer]云溪县人民政府办公室文件[Number]【发文字号】[Title]");
    close_again(&o);
}

static void an_unfinished_or_unreviewed_round_says_so_first(void **state)
{
    struct opened o;
    struct notice n = a_quarter();
    const char *text;

    (void)state;
    n.n_unfinished = 3;
    n.n_unfinished_accounts = 2;
    n.n_unreviewed = 12;
    text = written(&o, &n, &full_office, 1);
    assert_ptr_equal(
        strstr(text,
               "[Warning]本轮检查尚未完成：还有3个网站、2个政务新媒体账号未检查，"
               "以下数字为阶段性数据，不得印发。[Warning]本稿含未经人工复核的问题12条，须逐条复核后"
               "方可印发。[Title]"),
        text);
    close_again(&o);
}

/* Three bad ones of three that were judged are no 0 % while twelve wait for a verdict. */
static void there_is_no_rate_until_all_are_judged(void **state)
{
    static const struct notice_count half[] = {
        { TEXT("甲县"), 4, 4, 1, 0, TEXT("510001") },
        { TEXT("乙县"), 14, 2, 2, 12, TEXT("510002") },
    };
    static const struct notice_wait waits[] = {
        { TEXT("review"), TEXT("影响结论的问题尚未复核"), 3 },
        { TEXT("person"), TEXT("须人工检查的情形尚未检查"), 12 },
    };
    struct opened o;
    struct notice n = { .sites = {
                            .all = { .running = 18, .checked = 6, .bad = 3, .undecided = 12 },
                            .regions = half,
                            .n_regions = COUNT_OF(half),
                            .waits = waits,
                            .n_waits = COUNT_OF(waits) } };
    const char *text = written(&o, &n, &full_office, 2);

    (void)state;
    has(text,
        "[Warning]本轮还有12家政府网站未能判定，合格率待定，须检查、复核、认定后方可印发。[Title]");
    has(text,
        "本次检查18家，检查比例为100%。已判定的结果：合格3家，不合格3家。另有12家未能判定：3家"
        "影响结论的问题尚未复核，12家须人工检查的情形尚未检查（同一家可有几种原因）。合格率待全部判"
        "定后得出。[Level1]二、");
    has(text, "[Cell]甲县[Cell]4[Cell]4[Cell]100%[Cell]1[Cell]0[Cell]75.00%|");
    has(text, "[Cell]乙县[Cell]14[Cell]14[Cell]100%[Cell]2[Cell]12[Cell]待定|");
    has(text, "[Cell]合计[Cell]18[Cell]18[Cell]100%[Cell]3[Cell]12[Cell]待定|");
    close_again(&o);

    n.sites = (struct notice_part){ .all = { .running = 2, .undecided = 2 } };
    text = written(&o, &n, &full_office, 2);
    has(text, "检查比例为100%。2家未能判定。合格率待全部判定后得出。[Level1]二、");
    has(text, "[Cell]0[Cell]2[Cell]待定|");
    close_again(&o);
}

static void that_nothing_was_found_is_said_only_when_all_is_clean(void **state)
{
    static const struct notice_failure failure = { TEXT("甲县"),      TEXT("甲县人民政府"),
                                                   TEXT("http://a/"), TEXT("5100000001"),
                                                   TEXT("单项否决"),  TEXT("严重表述错误") };
    const struct notice cases[] = {
        { .sites = { .all = { .running = 3, .checked = 3, .bad = 1 },
                     .failures = &failure,
                     .n_failures = 1 } }, /* a person stated it, there is no finding */
        { .sites = { .all = { .running = 3, .checked = 2, .undecided = 1 } } },
        { .sites = { .all = { .running = 3, .checked = 2 } }, .n_unfinished = 1 },
        { .sites = { .all = { .running = 3, .checked = 3 } },
          .accounts = { .all = { .running = 3, .checked = 2, .undecided = 1 } } },
        { .sites = { .all = { .running = 3, .checked = 3 } }, .n_unfinished_accounts = 1 },
    };
    struct opened o;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const char *text = written(&o, &cases[i], &full_office, 2);

        if (strstr(text, "未发现突出问题"))
            fail_msg("case %zu: %s", i, text);
        has(text, "【主要问题】");
        close_again(&o);
    }
}

static void a_round_without_problems_and_accounts_speaks_of_neither(void **state)
{
    struct opened o;
    struct notice n = { .sites = { .all = { .running = 3, .checked = 3 } } };
    const char *text = written(&o, &n, &full_office, 1);

    (void)state;
    has(text, "关于/全县政府网站检查情况的通报");
    has(text, "[Level1]二、主要问题[Body]本次检查未发现突出问题。[Level1]三、");
    has(text, "[Last]各单位要对照检查指标，持续做好政府网站管理工作。[NoteFirst]");
    has_not(text, "整改情况");
    has(text, "[NoteFirst]附件：1.各地、各部门政府网站检查情况[Signature]");
    has_not(text, "新媒体");
    has_not(text, "留言");
    close_again(&o);

    n.n_left_out = 4;
    text = written(&o, &n, &full_office, 2);
    has(text, "[Warning]另有4条问题未经人工复核，没有写入本稿。[Title]");
    has(text, "[Level1]二、主要问题[Body]【问题尚未复核】[Level1]三、");
    has(text, "前将整改情况书面报送县政府办公室");
    close_again(&o);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_reads_like_a_published_one),
        cmocka_unit_test(filings_stand_after_the_messages),
        cmocka_unit_test(problems_stand_under_the_offices_headings),
        cmocka_unit_test(annexes_have_the_published_columns),
        cmocka_unit_test(what_the_office_has_not_filled_in_is_a_marked_gap),
        cmocka_unit_test(a_red_head_comes_with_its_number),
        cmocka_unit_test(an_unfinished_or_unreviewed_round_says_so_first),
        cmocka_unit_test(there_is_no_rate_until_all_are_judged),
        cmocka_unit_test(that_nothing_was_found_is_said_only_when_all_is_clean),
        cmocka_unit_test(a_round_without_problems_and_accounts_speaks_of_neither),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
