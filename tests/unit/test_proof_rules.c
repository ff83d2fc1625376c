#include "base/base.h"

#include "base/buf.h"
#include "proof/rules.h"
#include "speller/book.h"
#include "support/work.h"
#include "unit/proof_support.h"

/* "place>right place>right" of what the rules find; 疑似 in brackets. */
static const char *say(struct proof_bench *b, struct problem_list *l, const char *text)
{
    struct str out = STR("");

    problems_settle(l);
    for (size_t i = 0; i < l->n; i++) {
        const bool is_suspect = l->problems[i].level == PROBLEM_SUSPECT;

        out = arena_printf(&b->a, "%.*s%s%s%.*s>%.*s%s", STR_ARG(out), i ? " " : "",
                           is_suspect ? "[" : "",
                           STR_ARG(str_sub(str_of(text), l->problems[i].at, l->problems[i].n)),
                           STR_ARG(l->problems[i].right), is_suspect ? "]" : "");
    }
    return arena_copy(&b->a, out).p;
}

static const char *rules(struct proof_bench *b, const char *text)
{
    struct problem_list l = { .a = &b->a };

    rules_find(b->t, NULL, str_of(text), &l);
    return say(b, &l, text);
}

static const char *order(struct proof_bench *b, const char *text)
{
    struct problem_list l = { .a = &b->a };

    rule_order(str_of(text), &l);
    return say(b, &l, text);
}

struct sample {
    const char *text, *found;
};

static void compare(struct proof_bench *b, const struct sample *samples, size_t n)
{
    for (size_t i = 0; i < n; i++)
        assert_string_equal(rules(b, samples[i].text), samples[i].found);
}

static void days_that_do_not_exist(void **state)
{
    static const struct sample samples[] = {
        { "于2月30日召开", "2月30日>" },
        { "2月29日", "" },
        { "2023年2月29日前", "2023年2月29日>" },
        { "2024年2月29日前", "" },
        { "1900年2月29日", "1900年2月29日>" },
        { "2000年2月29日", "" },
        { "4月31日、4月30日", "4月31日>" },
        { "13月1日和12月32日", "13月1日> 12月32日>" },
        { "5月0日", "5月0日>" },
        { "历时3个月10日", "" },
        { "计划于2026年13月建成", "2026年13月>" },
        { "2026年12月建成，2026年13月龄", "" },
        { "2026年1—13月", "" },
        { "编号12026年13月", "" },
        { "第123月45日", "" },
        { "12023年2月29日", "" }, /* some other number; without a year February has 29 */
    };

    compare(*state, samples, COUNT_OF(samples));
}

static void weekdays_that_do_not_fit(void **state)
{
    static const struct sample samples[] = {
        { "2024年5月1日（星期二）上午", "星期二>星期三" },
        { "2024年5月1日（星期三）上午", "" },
        { "2024年5月1日(周二)", "周二>周三" },
        { "2026年11月22日 星期日", "" },
        { "2026年11月22日（星期天）", "" },
        { "2026年11月22日周六", "周六>周日" },
        { "2024年5月1日周边游", "" },
        { "5月1日（星期二）", "" }, /* no year: nobody knows */
    };

    compare(*state, samples, COUNT_OF(samples));
}

static void years_and_hours_that_run_backwards(void **state)
{
    static const struct sample samples[] = {
        { "2023—2021年规划", "2023—2021年>" },
        { "2021—2023年规划", "" },
        { "2023年至2021年", "2023年至2021年>" },
        { "2021年至2021年", "" },
        { "编号20230—2021年", "" },
        { "上午25:30开会", "25:30>" },
        { "下午 13:60", "13:60>" },
        { "会议定于25:30召开", "25:30>" },
        { "4月16日下午25时30分开始", "25时30分>" },
        { "4月16日14时75分地震", "14时75分>" },
        { "4月16日14时30分开始", "" },
        { "12月内用时不低于36时30分", "" },
        { "上午24:00", "" },
        { "上午24:01", "24:01>" },
        { "比分25:30", "" },
        { "开放时段8:30—25:00", "25:00>" },
        { "办公：8：30至24：30", "24：30>" },
        { "9:00-24:00", "" },
        { "比例1:2—25:30", "" },
        { "比分10:15-25:30", "" },
        { "药剂兑水比例为1：30～1：60", "" },
        { "按1:30-1:60稀释", "" },
        { "马太福音5:30-26:30", "" },
        { "学习时长5:30-25:00", "" },
        { "学习时间6:30-25:00", "25:00>" },
        { "9:30至29:30", "29:30>" },
        { "9:30至30:30", "" },
        { "第一节00:00—25:30，第二节25:30—48:00", "" },
        { "教学录像9:30—25:30为开幕式", "" },
        { "下午25：20险胜", "" },
        { "时间30：70分配", "" },
        { "上午29:70开会", "29:70>" },
        { "视频会议9:30—25:00", "25:00>" },
        { "1月5日23:59", "" },
        { "公示期为2026年11月20日至2026年11月10日", "2026年11月20日至2026年11月10日>" },
        { "2026年11月20日至10月30日", "" }, /* of the next year, perhaps */
        { "2026年11月20日（星期五）起至11月10日止", "[2026年11月20日（星期五）起至11月10日>]" },
        { "2026年11月20日-11月18日", "[2026年11月20日-11月18日>]" },
        { "2026年11月20日-11月19日", "" }, /* a year */
        { "每年11月20日-11月10日", "" },
        { "2026年3月5日至2025年12月1日", "2026年3月5日至2025年12月1日>" },
        { "2026年11月20日至2027年11月10日", "" },
        { "12月20日至1月10日", "" },
        { "11月20日至次年11月10日", "" },
        { "由11月20日至11月10日", "" },
        { "原定2026年11月20日至2026年11月10日", "" },
    };

    compare(*state, samples, COUNT_OF(samples));
}

static void numbers_that_cannot_be(void **state)
{
    static const struct sample samples[] = {
        { "投资1,0000元", "1,0000>" },
        { "投资10,000元", "" },
        { "投资1,000,000元", "" },
        { "坐标1,2345号", "" },
        { "1,234,5678万元", "" },
        { "下降120%", "下降120%>" },
        { "下降100%", "" },
        { "下降了100.5%", "" },
        { "下降了101.5%", "下降了101.5%>" },
        { "增长120%", "" },
        { "降低至120%", "" },
        { "××××年×月×日", "[××××年>]" },
        { "截至20XX年底", "[20XX年>]" },
    };

    compare(*state, samples, COUNT_OF(samples));
}

static void numbers_of_documents(void **state)
{
    static const struct sample samples[] = {
        { "国办发[2019]5号", "[2019]5号>〔2019〕5号" },
        { "国办发〔2019〕5号", "" },
        { "国办发〔2019〕05号", "〔2019〕05号>〔2019〕5号" },
        { "国办发〔2019〕0号", "" },
        { "云政办函【2019】12号", "【2019】12号>〔2019〕12号" },
        { "云政办函（2019）12号", "[（2019）12号>〔2019〕12号]" },
        { "(2019)京01民初5号", "" },
        { "房间[2019]5号", "" },
        { "国办发[1919]5号", "" },
        { "国办发〔2019年〕5号", "〔2019年〕5号>〔2019〕5号" },
        { "国办发〔2019〕第5号", "[〔2019〕第5号>〔2019〕5号]" },
        { "县应急罚字〔2019〕第5号", "" }, /* who decides cases numbers them so */
        { "公告（2019）第5号", "" },
    };

    compare(*state, samples, COUNT_OF(samples));
}

static void doubled_and_unpaired_marks(void **state)
{
    static const struct sample samples[] = {
        { "会议指出，，要抓好落实", "，，>，" },
        { "会议结束。。", "。。>。" },
        { "会议结束。。。", "" },
        { "一、二、。", "、。>。" },
        { "印发《办法的通知。", "《>" },
        { "印发办法》的通知。", "》>" },
        { "印发《办法》的通知。", "" },
        { "依据《机制》、《某市\n联动机制》及规定编制。", "" }, /* set in two paragraphs */
        { "依据规定、《某市联动。\n机制》编制。", "" },
        { "依据《某市机制。\n印发《办法》。", "《>" },
        { "依据《某市机制》。\n印发办法》。", "》>" },
        { "《关于印发…", "" },
        { "《关于印发", "" }, /* a title in a list, cut */
        { "他说：“好的。", "[“>]" },
        { "《《办法》》。", "《《>《 [》》>》]" },
    };

    compare(*state, samples, COUNT_OF(samples));
}

static void words_that_stand_twice(void **state)
{
    static const struct sample samples[] = {
        { "服务群众的的工作", "的的>的" },
        { "目的的确立", "" },
        { "打好脱贫攻坚战和和谐社会", "" },
        { "干部与与会人员", "" },
        { "将项目项目资金及时拨付到位。", "项目项目>项目" },
        { "一个一个地抓，一件一件地办好。", "" },
        { "省人民政府政府采购监督管理部门负责。", "" },
        { "项目资金项目资金项目项目", "" }, /* no sentence: a menu */
        { "确需在在线法庭之外审理", "" },
        { "加快项目建设设，", "设设>设" },
        { "加强工作作风建设", "" },
        { "抓好监督督查", "" },
        { "推动科技创新新，", "新新>新" },
        { "由由县住房和城乡建设局负责解释", "由由>由" },
        { "公民的自由由法律保障", "" },
        { "各级干部要要以身作则", "要要>要" },
        { "加强对对重点人群的服务", "对对>对" },
        { "积极应对对方提出的要求，会对对象核实，面对对重点人群的", "" },
        { "按需要要求供货，会同同级部门审核", "" },
        { "会后陪同同有关部门检查", "" }, /* 陪同 may end there */
        { "应急局同同有关部门检查", "同同>同" },
        { "项目总投资约约3000万元", "约约>约" },
        { "当事人解约约定如下", "" },
        { "比赛对对子，成双对对，开展对对碰", "" },
        { "由由里到外全面清洗", "" },
        { "经由由县城出发的公路", "由由>由" },
        { "具体事项以有关部门的批准批准日期为准。", "" },
        { "县委宣传部负责发布发布会的有关消息。", "" },
        { "县委县政府高度重视重视信访工作。", "重视重视>重视" },
        { "本公告自发布发布之日起生效。", "发布发布>发布" },
    };

    compare(*state, samples, COUNT_OF(samples));
}

static void compare_with_book(struct proof_bench *b, const struct sample *samples, size_t n)
{
    AUTO(book_close) struct book book = { 0 };

    assert_int_equal(book_open("speller.bin", &book, &b->err), RC_OK);
    for (size_t i = 0; i < n; i++) {
        struct problem_list l = { .a = &b->a };

        rules_find(b->t, &book, str_of(samples[i].text), &l);
        assert_string_equal(say(b, &l, samples[i].text), samples[i].found);
    }
}

static void with_the_book_doubled_characters_are_seen_in_sentences(void **state)
{
    static const struct sample samples[] = {
        { "加强项目建设设管理", "设设>设" },
        { "推动政策策落地", "策策>策" },
        { "加强工作作风建设", "" },
        { "对防汛工作作全面部署", "" },
        { "城市道路路内停车泊位", "" },
        { "基站建设设计标准", "" },
        { "积极的财政政策", "" },
        { "认认真真抓好落实", "" },
        { "跑出科技创新新节奏", "" },
        { "深入学习习主席重要讲话", "" },
        { "全面贯彻落落实会议精神", "落落>落" },
        { "进一步优化营商环环境", "环环>环" },
        { "抓好农民工工作", "" },
        { "上寨镇东马池村村民", "" },
        { "县帮扶组组织村民开会，巡回指导组组织座谈", "" },
        { "实施方方案", "" },
        { "由绿农农业承建", "" },
        { "他从事保洁工工作多年", "" },
        { "开展银企企业走访", "" },
        { "推行首问制制度", "" },
        { "烟叶税税收优惠", "" },
        { "未批先建建设项目", "" },
        { "加强管管理", "管管>管" },
        { "提升学科建建设水平", "建建>建" },
        { "民营企企业发展", "企企>企" },
        { "发展现代农农业", "农农>农" },
        { "会后，工工作很忙", "工工>工" },
        { "工工作很忙", "工工>工" },
        { "鸿发发展有限公司承建", "" },
        { "推动经济发发展，国有公司很多", "发发>发" },
        { "民政部门会同市市场监管部门", "" },
        { "智慧化5项项目市场调研，两项项目已经开工，各项项目", "" },
        { "规范项项目管理", "项项>项" },
        { "项目用地控规规划指标未进行过修改", "" },
    };
    struct proof_bench *b = *state;

    compare_with_book(b, samples, COUNT_OF(samples));
    for (size_t i = 0; i < COUNT_OF(samples); i++)
        assert_string_equal(rules(b, samples[i].text), "");
}

static void with_the_book_a_word_stands_twice_before_what_makes_it_longer(void **state)
{
    static const struct sample samples[] = {
        { "加强项目项目管理人员配备工作。", "项目项目>项目" },
        { "加快发展社会社会保障事业。", "社会社会>社会" },
        { "提升服务服务员工的水平。", "服务服务>服务" },
        { "抓好工作工作人员到岗情况检查。", "工作工作>工作" },
        { "发挥国有企业企业文化的作用。", "" },
        { "加强企业企业所得税的征收管理。", "" },
        { "坚持创新创新再出发。", "" },
    };

    compare_with_book(*state, samples, COUNT_OF(samples));
}

static void traditional_characters_in_a_simplified_text(void **state)
{
    static const struct sample samples[] = {
        { "县教育和體育局组织全县中小学生参加冬季长跑活动，营造良好的锻炼氛围，共有三千余人参加",
          "[體>体]" },
        { "县教育和體質办组织全县中小学生参加冬季长跑活动，营造良好的锻炼氛围，共有三千余人参加了",
          "體質>体质" },
        { "臺灣", "" }, /* a traditional text */
        { "首页 简体中文 繁體中文 县教育和体育局组织全县中小学生参加冬季长跑活动营造良好氛围", "" },
        { "县教育和体育局组织全县中小学生参加冬季长跑活动，营造良好的锻炼氛围，共有三千余人参加\n"
          "縣教育和體育局組織全縣中小學生參加長跑活動",
          "" }, /* a title of the traditional edition */
        { "乾坤、瞭望、著作", "" },
        { "二噁英排放浓度应当符合国家规定的标准并定期向社会公布监测的结果", "" },
    };

    compare(*state, samples, COUNT_OF(samples));
}

/* Half a megabyte in one line takes a second, not minutes. */
static void a_long_line_is_judged_once(void **state)
{
    static const char unit[] = "这是正常的一段文字体这是正常的一段文字体";
    struct proof_bench *b = *state;
    struct problem_list l = { .a = &b->a };
    AUTO(buf_done) struct buf text = { 0 };
    const int64_t begin = cpu_ms();

    while (text.n < 1 << 19) {
        buf_add(&text, str_of(unit));
        buf_add(&text, STR("體"));
    }
    rule_traditional(b->t, buf_str(&text), &l);
    assert_int_equal(l.n, text.n / (sizeof unit - 1 + 3));
    assert_true(cpu_ms() - begin < 10000);
}

static void amounts_that_differ(void **state)
{
    static const struct sample samples[] = {
        { "合同价壹佰贰拾万元整（￥1,200,000.00元）", "" },
        { "今借款200，000元（贰拾万元整）", "" },
        { "合同价壹佰贰拾万元整（￥1,210,000.00元）", "1,210,000.00元>" },
        { "中标价：120万元（大写：壹佰贰拾万元整）", "" },
        { "中标价：102万元（大写：人民币壹佰贰拾万元整）", "102万元>" },
        { "罚款叁万伍仟零捌拾元伍角整（35080.50元）", "" },
        { "罚款叁万伍仟零捌拾元零伍分（35080.05元）", "" },
        { "罚款拾万元整，即100000元", "" },
        { "壹亿零叁佰万圆整(1.03亿元)", "" },
        { "壹亿零叁佰万圆整(1.3亿元)", "1.3亿元>" },
        { "贰万元整，另付300元", "" },
        { "分为佰元、伍佰元和仟元", "" },
        { "中标金额：壹佰万元整（￥1,000,000.00）", "" },
        { "中标金额：壹佰万元整（￥1,200,000.00）", "1,200,000.00>" },
        { "中标金额：壹佰万元整（¥120万）", "" },
        { "壹佰贰拾万元整（￥120 万元）", "" },
        { "壹佰万元整（￥100.00 万元）", "" },
        { "壹佰万元整（￥100（万元））", "" },
        { "叁拾万元整（￥300千元）", "" },
        { "报价（万元）：壹佰万元整（￥100.00）", "" },
        { "壹佰万元整￥1,200,000.00。", "1,200,000.00>" },
        { "壹佰万元整（1,200,000.00）", "" }, /* of what? */
    };

    compare(*state, samples, COUNT_OF(samples));
}

static void steps_without_a_second(void **state)
{
    static const struct sample samples[] = {
        { "首先，要统一思想。再次，要抓好落实。", "再次>其次" },
        { "首先，要统一思想。其次，要明确责任。再次，要抓好落实。", "" },
        { "首先，谢谢大家。他再次，也是最后一次发言。", "" },
        { "再次，向大家问好。首先，开会。", "" },
        { "一是提高站位；二是压实责任；四是严格督导。", "四是>三是" },
        { "会议要求：一是提高站位，三是严格督导。", "三是>二是" },
        { "一是提高站位；二要压实责任；三是严格督导。", "" },
        { "一是提高站位；二是压实责任。一是看，二是查，三是改。", "" },
        { "统一是前提，三是后话。", "" },
    };

    compare(*state, samples, COUNT_OF(samples));
}

static void gaps_in_lists_of_attachments(void **state)
{
    static const struct sample samples[] = {
        { "附件：1.名单\n2.表格\n4.说明\n某局", "4>3" },
        { "附件：1.名单\n2.表格\n3.说明\n5.2万人参加", "" },
        { "附件1：名单\n附件3：说明", "3>2" },
        { "附件1.doc\n附件2.doc\n附件3.doc", "" },
        { "详见附件1\n附件3：说明", "" },
        { "附件：1.名单\n某局\n3.会议要求", "" },
        { "附件2：名单\n附件5：说明", "" },
    };

    compare(*state, samples, COUNT_OF(samples));
}

static void gaps_in_numbering(void **state)
{
    struct proof_bench *b = *state;

    assert_string_equal(order(b, "一、甲\n二、乙\n三、丙\n"), "");
    assert_string_equal(order(b, "一、甲\n二、乙\n四、丙\n五、丁\n"), "四、>三、");
    assert_string_equal(order(b, "一、甲\n（一）子\n（二）丑\n二、乙\n（一）寅\n（三）卯\n"),
                        "（三）>（二）");
    assert_string_equal(order(b, "一、甲\n二、乙\n二、丙\n"), "[二、>三、]");
    /* a number within a paragraph: it was not broken where it should have been */
    assert_string_equal(order(b, "（一）甲\n（二）乙；（三）丙\n（四）丁\n"), "");
    /* figures stand in front of much else: 2.“双随机”, 2.5G, 2. and a line of its own */
    assert_string_equal(order(b, "1.甲\n2.《条例》\n2.5G\n4.丙\n"), "");
    assert_string_equal(order(b, "（一）甲\n（二）依照本条（三）处理；\n（四）丁\n"),
                        "（四）>（三）");
    assert_string_equal(order(b, "第九条 甲\n第十条 乙\n第十二条 丙\n"), "第十二条>第十一条");
    assert_string_equal(order(b, "第十九条 甲\n第二十条 乙\n第二十一条 丙\n"), "");
    assert_string_equal(order(b, "第三条 所引条文\n"), "");
    assert_string_equal(order(b, "一、甲\n二、乙\n一、又一份\n二、乙\n"), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROOF_TEST(days_that_do_not_exist),
        PROOF_TEST(weekdays_that_do_not_fit),
        PROOF_TEST(years_and_hours_that_run_backwards),
        PROOF_TEST(numbers_that_cannot_be),
        PROOF_TEST(numbers_of_documents),
        PROOF_TEST(doubled_and_unpaired_marks),
        PROOF_TEST(words_that_stand_twice),
        PROOF_TEST(with_the_book_doubled_characters_are_seen_in_sentences),
        PROOF_TEST(with_the_book_a_word_stands_twice_before_what_makes_it_longer),
        PROOF_TEST(traditional_characters_in_a_simplified_text),
        PROOF_TEST(a_long_line_is_judged_once),
        PROOF_TEST(amounts_that_differ),
        PROOF_TEST(steps_without_a_second),
        PROOF_TEST(gaps_in_lists_of_attachments),
        PROOF_TEST(gaps_in_numbering),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
