/* Which of the speller's doubts are told: what is counted, and what villages are called, is no
 * slip. */
#include "base/base.h"

#include "proof/spelling.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static struct spelling *spelling;

static int open_spelling(void **state)
{
    (void)state;
    spelling = spelling_open(&(struct spelling_data){
        .book = "speller.bin", .decision = XJ_SOURCE_DIR "/data/speller.txt" });
    return spelling_lacks_book(spelling) ? -1 : 0;
}

static int close_spelling(void **state)
{
    (void)state;
    spelling_free(spelling);
    return 0;
}

static size_t n_found(struct str text)
{
    AUTO(arena_done) struct arena a = { 0 };
    struct problem_list found = { .a = &a };

    spelling_find_typos(spelling, text, false, &found);
    return found.n;
}

static size_t n_confirmed(struct str text)
{
    AUTO(arena_done) struct arena a = { 0 };
    struct problem_list found = { .a = &a };
    size_t n = 0;

    spelling_find_typos(spelling, text, false, &found);
    for (size_t i = 0; i < found.n; i++)
        n += found.problems[i].level == PROBLEM_CONFIRMED;
    return n;
}

static void what_is_counted_is_no_slip(void **state)
{
    (void)state;
    assert_int_equal(n_found(STR("全镇关停15种小企业，整改13家单位")), 0);
    assert_int_equal(n_found(STR("机票的话，我们七月十号下午三点在台北见面。")), 0);
    assert_int_equal(n_found(STR("全镇关停十五类重污染企业，共有3名干布参加")), 1);
}

static void what_a_village_is_called_is_no_slip(void **state)
{
    (void)state;
    assert_int_equal(n_found(STR("双河镇新于村召开会议")), 0);
    assert_int_equal(n_found(STR("八宿县林卡乡冷宜村党支部")), 0);
    assert_int_equal(n_found(STR("昌都市八宿县林卡乡冷宜书记")), 1); /* without 村 nobody knows */
}

static bool is_confirmed(struct str text)
{
    AUTO(arena_done) struct arena a = { 0 };
    struct problem_list found = { .a = &a };

    spelling_find_typos(spelling, text, false, &found);
    assert_int_equal(found.n, 1);
    return found.problems[0].level == PROBLEM_CONFIRMED;
}

/* The same slip, alone and within a menu and a sentence. */
static void a_label_is_confirmed_only_when_it_is_sure(void **state)
{
    (void)state;
    assert_false(is_confirmed(STR("江苏泰仓农化有限公司")));
    assert_false(is_confirmed(STR("企业名录　江苏泰仓农化有限公司　产品登记")));
    assert_true(is_confirmed(STR("政策解独")));
    assert_true(is_confirmed(STR("财政资金 公共资原配置 社会救助")));
    assert_true(is_confirmed(STR("我市的大部分企业、差额拔款事业单位已参加工伤保险")));
}

static void what_countries_are_called_for_short_is_not_confirmed(void **state)
{
    (void)state;
    assert_false(is_confirmed(STR("推动中斐关系持续健康发展")));
    assert_false(is_confirmed(STR(
        "总统将应邀出席峰会，体现了中贝对开展务实合作的高度重视，必将有力推动关系再上新台阶。")));
    assert_false(is_confirmed(STR("近日，代表团访芬期间签署了合作协议")));
    assert_false(is_confirmed(STR("希望约方继续为中国企业提供支持")));
    assert_false(is_confirmed(STR("鼓励企业赴当地投资，同纳方密切沟通。")));
}

static void what_media_and_forces_of_countries_do_is_not_confirmed(void **state)
{
    (void)state;
    assert_false(is_confirmed(STR("印媒称，两国第五轮会谈开始。")));
    assert_false(is_confirmed(STR("中挪人民传统友好，两国关系保持稳定发展。")));
}

static void numbers_with_what_belongs_to_them_are_no_slip(void **state)
{
    (void)state;
    assert_int_equal(n_found(STR("抽调的19名知名专家组成第19团，先后来到鲁朗卫生院")), 0);
    assert_int_equal(n_found(STR("戎马倥偬7年多，仅回乡探望了一次")), 0);
    assert_int_equal(n_found(STR("野生植物采集证编号：沅林采〔2026〕0032号。")), 0);
    assert_int_equal(n_found(STR("野生植物采集证编号：沅林采(2026)第32号。")), 0);
    /* a year, but no number of a document */
    assert_int_equal(n_found(STR("印发安全生产工作方安（2026年修订），参见第3号文件。")), 1);
}

static void what_places_are_called_is_not_confirmed(void **state)
{
    (void)state;
    assert_false(is_confirmed(STR("根据汾西的自然条件和农民的种植习惯，合理安排农业生产。")));
    assert_false(is_confirmed(STR("河平街道党委书记介绍了基层治理工作情况。")));
    /* but what would be a known word with 县 behind it is a slip */
    assert_true(is_confirmed(STR("近日，察布查尔锡伯自冶县召开专题会议研究部署安全生产工作。")));
}

static void roads_to_villages_are_no_slip(void **state)
{
    (void)state;
    assert_int_equal(n_found(STR("实施新建村的通村公路硬化工程。")), 0);
    assert_int_equal(n_found(STR("去年完成了石桥村的通组公路改造。")), 0);
}

static void words_of_road_safety_and_against_gambling_are_no_slip(void **state)
{
    (void)state;
    assert_int_equal(n_found(STR("船舶超员超载冒险航行")), 0);
    assert_int_equal(n_found(STR("校车不得超员超载、超速行驶。")), 0);
    assert_int_equal(n_found(STR("民警讲解赌博的危害，禁赌宣传进社区活动取得实效。")), 0);
    assert_int_equal(n_found(STR("青柳县开展禁赌宣传进校园活动")), 0);
    assert_true(is_confirmed(STR("严厉查处超员超栽等违法行为。")));
}

static void classical_quotations_are_no_slip(void **state)
{
    (void)state;
    assert_int_equal(n_found(STR("学而时习之，不亦说乎？有朋自远方来，不亦乐乎？")), 0);
    assert_int_equal(n_found(STR("吏不畏吾严而畏吾廉，民不服吾能而服吾公。")), 0);
    assert_int_equal(n_found(STR("其身正，不令而行；其身不正，虽令不从。")), 0);
    assert_int_equal(n_found(STR("往者不可谏，来者犹可追。")), 0);
    assert_true(is_confirmed(STR("学而时习之，不亦说呼。")));
}

static void what_firms_are_called_is_not_confirmed(void **state)
{
    (void)state;
    assert_false(is_confirmed(STR("海州市方安公司未按规定公示收费标准。")));
    assert_false(is_confirmed(STR("定点机构有杏林中医院、博视眼科医院、泰康老年护理院。")));
}

static void what_persons_are_called_is_not_confirmed(void **state)
{
    (void)state;
    assert_false(is_confirmed(STR("某某公司，住所地六合区众泰路6号。法定代表人：严俊，经理。")));
    assert_false(is_confirmed(STR("原告：任某1，男，1982年8月出生，汉族，住某市北辰区。")));
    assert_false(is_confirmed(STR("武汉一家医院的一线医护孙平（化名）至迟月底已看到病例。")));
    assert_false(is_confirmed(STR("李晓鹏，中国国籍，生于一九七三年，高级经济师。")));
    assert_false(is_confirmed(STR("张振生：男，大专学历，曾任公司副经理。")));
    assert_false(is_confirmed(STR("递补候补委员马建堂、王作安、毛万春为中央委员会委员。")));
    assert_false(is_confirmed(STR("本文来源：中国网，作者：陈维松，仅供参考。")));
    assert_false(is_confirmed(STR("两人签名并按指纹，担保人邸秀丽在担保人处签名。")));
    assert_false(is_confirmed(STR("借条载明：“今借到廖某1人民币壹万元整。因资金周转困难”。")));
    assert_true(is_confirmed(STR("爸爸安尉我说：那你就要表现给别人看。")));
    assert_false(is_confirmed(STR("联系人：李勇奎，联系电话附后。")));
    assert_false(is_confirmed(STR("村民李秀曼说，现在看病报销方便多了。")));
}

static void before_a_title_stands_a_name(void **state)
{
    (void)state;
    assert_false(is_confirmed(STR("去年秋天，傅正策先生再次为家乡的学校捐款，受到大家称赞。")));
    assert_false(is_confirmed(STR("县医院的秦长诚医生介绍说，近来看病的老人多了起来。")));
}

static void foreign_names_are_spelt_in_many_ways(void **state)
{
    (void)state;
    assert_false(is_confirmed(STR("客商费利克斯·约汉逊出席会议，并参观了展览。")));
    assert_false(is_confirmed(STR("州警察局长拉万・坦科告诉记者，学校当晚遭到袭击。")));
    assert_false(is_confirmed(STR("曾任瑞士理工学院及德国明思特大学客座教授。")));
    assert_true(is_confirmed(STR("某市一颗大学附属医院党委委员、副院长。")));
}

static void grammar_is_hardly_confirmed(void **state)
{
    (void)state;
    assert_false(is_confirmed(STR("县委要求各有关部门再规定时间内完成整改任务，并按时报送结果。")));
    assert_true(is_confirmed(STR("随着老龄化加快，农村敬老院目前正再修建，明年投入使用。")));
}

/* Two characters at once: such a change has to be surer. */
static void a_bold_change_is_hardly_confirmed(void **state)
{
    (void)state;
    assert_false(is_confirmed(STR("落实部门职责，指导市县压减支出。")));
    assert_true(is_confirmed(STR("发言不念稿，对谈体会洋洋万言的现象，要善意提醒、即时纠政。")));
}

static void behind_a_title_stands_a_name(void **state)
{
    (void)state;
    assert_false(is_confirmed(STR("视障跳远运动员邸东东和队友收获金牌。")));
    assert_false(is_confirmed(STR("市文化和旅游局党组成员、副局长于茸带队走访调研南部山区")));
}

static void what_bodies_are_called_for_short_is_not_confirmed(void **state)
{
    (void)state;
    assert_int_equal(n_found(STR("扎实做好艾防工作，保障群众生命健康。")), 0);
    assert_int_equal(n_found(STR("加强结防队伍建设，完善地防体系。")), 0);
    assert_int_equal(n_found(STR("全市银保监部门要创新服务模式。")), 0);
    assert_int_equal(n_found(STR("县卫监局、综治办等负责人参加。")), 0);
    assert_false(is_confirmed(STR("大赛由公安云溪分局、区科技工信局、区数据审批局、区总工会、"
                                  "团区委、区妇联等单位联合承办。")));
    assert_true(is_confirmed(STR("全市卫生建康部门要创新服务模式。")));
}

static void who_is_stationed_somewhere_is_not_confirmed(void **state)
{
    (void)state;
    assert_false(is_confirmed(STR("部分驻济金融机构负责同志参加会议。")));
    assert_false(is_confirmed(STR("中央驻莞单位、省属企业负责人出席。")));
}

static void what_is_coined_is_not_confirmed(void **state)
{
    (void)state;
    assert_false(is_confirmed(STR("给“老杨树宣讲汇”全体同志回信强调。")));
}

static void what_sounds_like_a_particle_is_confirmed(void **state)
{
    (void)state;
    assert_true(is_confirmed(STR("《限期拆除告知书》是行政强制之行的催告")));
}

/* Which pronoun is meant was said long before. */
static void a_pronoun_is_seldom_doubted(void **state)
{
    (void)state;
    assert_int_equal(n_found(STR("我不能和桌椅们手牵手，但是我可以和它们聊最秘密的心事。")), 0);
}

/* 中英 is a word of its own: where it is doubted, 中央 is meant. */
static void a_country_that_is_known_hides_nothing(void **state)
{
    (void)state;
    assert_true(is_confirmed(STR("贯彻落实中英八项规定精神。")));
    assert_true(is_confirmed(STR("要求各部门更近一步加强管理。")));
    assert_int_equal(n_found(STR("深化中英务实合作，推动关系上台阶。")), 0);
}

static void what_a_list_repeats_is_not_confirmed(void **state)
{
    (void)state;
    assert_false(is_confirmed(STR("聚焦责权一致，加快完善赋权、赋能、赋责相统一的管理模式。")));
    assert_true(is_confirmed(STR("建筑业、建全制度、建立机制。")));
}

static void addresses_are_not_confirmed(void **state)
{
    (void)state;
    assert_false(is_confirmed(STR("1986年出生，汉族，住绍兴市越城区偏门直街72号。")));
}

static void words_of_courts_and_parties_are_not_confirmed(void **state)
{
    static const char *const right[] = {
        "该解决党政企不分、以党代政、以政代企的现象。",
        "对于违犯党纪的，不管是什么人，都要执行纪律。",
        "期满后，被告拒不履行还款义务，引发争讼。",
        "被告至今未能归还借款，遂成讼。",
        "被告以各种理由推拖，拒不还款。",
        "现任公司监事长、专家委员会主任。",
        "稳是大局和基础，各地区各部门要多出稳预期的政策。",
        "洪涝和干旱给粮食生产带来重重挑战。",
        "加快原材料工业的发展，提高自给能力。",
        "据交警大队值勤民警介绍，事故没有造成伤亡。",
        "润泽智算中心等项目开工建设，绍兴中芯数模混合集成电路、甬金衢上高速公路等项目加快推进。",
        "高层楼房的自振周期长，容易产生轻微共振。",
        "以军宣布，爆炸时机选在9月，就是为了在供暖开始之前。",
        "物价总体平稳，新动能积蓄增强，国民经济延续恢复态势。",
        "以大美之艺创作更多促进文化交流的艺术作品。",
        "国之大典，气势恢宏。",
        "六大高耗能行业增加值占比从31.1%降至22.5%，国家绿色工厂增加。",
        "国家卫生健康委基层卫生健康司负责人介绍，当前形势较好。",
        "多国驻塞使节、旅塞华侨华人参加了活动。",
        "大力发掘油菜榨油、菜用、蜜用等功能，拓宽农民增收渠道。",
        "村民办事流程较为烦琐等问题得到解决。",
        "两岸同时燃放焰火，两岸同胞共贺新春。",
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(right); i++)
        assert_int_equal(n_confirmed(str_of(right[i])), 0);
}

static void names_in_a_list_are_not_confirmed(void **state)
{
    (void)state;
    assert_false(is_confirmed(STR("刘小明、刘发庆、刘仲华、刘连舸、刘青松任委员。")));
}

static void sides_are_not_confirmed(void **state)
{
    (void)state;
    assert_false(is_confirmed(STR("面向消费侧的公共服务项目建成投用。")));
    assert_false(is_confirmed(STR("面向建设侧的公共服务项目建成投用。")));
    assert_true(is_confirmed(STR("县环境监侧站对饮用水水源开展例行检测。")));
}

static void what_is_saved_up_is_not_confirmed(void **state)
{
    (void)state;
    assert_false(is_confirmed(STR("推动产业数智赋能，积蓄发展动能；同时开展系列活动。")));
}

static void japanese_names_are_not_confirmed(void **state)
{
    (void)state;
    assert_false(is_confirmed(STR("原田观峰表示，愿继续深化两国友好合作。")));
}

static void terms_of_trades_are_not_confirmed(void **state)
{
    (void)state;
    assert_int_equal(n_found(STR("持续抓好病媒生物防制，切实改善人居环境。")), 0);
    assert_int_equal(n_found(STR("调查机关认定存在专向补贴。")), 0);
    assert_int_equal(n_found(STR("加强保种场建设，抓好春季强免。")), 0);
    assert_false(is_confirmed(STR("介绍了挡墙的做法和成效。")));
    assert_true(is_confirmed(STR("加强疫情防孔工作，确保取得实效。")));
}

static void words_of_reports_and_news_are_no_slip(void **state)
{
    static const char *const right[] = {
        "落实好对口援疆工作，实施援疆项目640个。",
        "推动数智技术、绿色技术改造。",
        "首店经济、冰雪经济、银发经济加快发展。",
        "政策落地显效，城乡消费持续回暖。",
        "眼下小麦进入灌浆期，各地加强田管。",
        "主持宪法宣誓仪式并监誓。",
        "完善全灾种大应急管理体系。",
        "推进交旅融合建设，打造旅游目的地。",
        "当年全省粮食实现增产。",
        "往年此时正处于早稻扬花阶段，防范降雨影响。",
        "应急队伍闻汛而动，保障群众安全。",
        "上诉应当递交上诉状。",
        "文化兴国运兴，文化强民族强。",
        "会见后可以在自助终端查询狱务公开信息。",
        "仲裁委员会可以指定一名仲裁员独任处理。",
        "加大海外惠侨工作力度，深化依法护侨。",
        "创业地以营业执照所载地址为准。",
        "对职工医保个人账户划账比例进行论证。",
        "大学教师与高级实验师等人员参加评审。",
        "选址应当远离污染源，步行通达性好。",
        "协议机构每月召开药事会。",
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(right); i++)
        assert_int_equal(n_found(str_of(right[i])), 0);
}

/* 转输, 语测, 独任, 校院 are words of a few trades, and mostly slips of other words. */
static void slips_that_are_rare_words_are_found(void **state)
{
    static const char *const wrong[] = {
        "加快推进数据转输工作。",       "根据天气走势作出语测。",   "严禁无证独任驾驶。",
        "加强校院管理，维护师生安全。", "支持企业开设电商旗舰站。", "申请表应填写所载地址和电话。",
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(wrong); i++)
        assert_int_equal(n_found(str_of(wrong[i])), 1);
}

/* The first of each two is a term of laws; the second is a slip that sounds like its beginning. */
static void words_of_laws_are_not_confirmed(void **state)
{
    (void)state;
    assert_int_equal(n_found(STR("停车设施可以采取错时停车、级差收费等措施。")), 0);
    assert_true(is_confirmed(STR("全市各有关单位要采取有效错时，确保人民群众生命财产安全。")));
    assert_int_equal(n_found(STR("出卖人主张作为共益债务清偿的，人民法院应予支持。")), 0);
    assert_int_equal(n_found(STR("部分路段设置禁停、禁行标识标牌。")), 0);
    assert_true(is_confirmed(STR("今年以来，执法人员对辖区企业禁行检查，督促整改隐患。")));
    assert_int_equal(n_found(STR("采取紧急除治措施，防止灾害蔓延。")), 0);
    assert_int_equal(n_found(STR("指导农户科学合理施用农药、化肥等农业投入品。")), 0);
    assert_int_equal(n_found(STR("禁止在保护区内设置遮光棚、遮雨棚。")), 0);
    assert_int_equal(n_found(STR("碍航问题已经解决，航道恢复通航。")), 0);
}

static void terms_of_mines_hospitals_and_tenders_are_no_slip(void **state)
{
    (void)state;
    assert_int_equal(n_found(STR("施工单位应当对危大工程施工作业人员进行登记。")), 0);
    assert_int_equal(n_found(STR("未按照本规定编制防突措施的，责令改正。")), 0);
    assert_int_equal(n_found(STR("罐笼提升时每个提升容器有4根罐道绳。")), 0);
    assert_int_equal(n_found(STR("乡镇卫生院对消化道早癌筛查项目进行公示。")), 0);
}

static void terms_hide_nothing_that_ends_with_them(void **state)
{
    (void)state;
    assert_true(n_found(STR("路口的红路灯坏了，请相关部门尽快维修。")) > 0);
    assert_false(is_confirmed(STR("你可联系镇安监站对油罐安全距离和审批程序进行进一步了解。")));
}

static void stops_and_streets_are_not_confirmed(void **state)
{
    (void)state;
    assert_false(is_confirmed(STR("经核实，389路走向为实兴北街北口至金府北路东站。")));
    assert_false(is_confirmed(STR("乘坐408路、571路换乘660路至安慧桥东。")));
}

static void a_surname_before_a_title_is_not_confirmed(void **state)
{
    (void)state;
    assert_false(is_confirmed(STR("又回到廖组长办公室，对他们三人说：你们的想法很好。")));
}

static void numerals_of_cheques_are_no_slip(void **state)
{
    (void)state;
    assert_int_equal(n_found(STR("腔镜器械和普通器械壹批，详见招标文件。")), 0);
    assert_int_equal(n_found(STR("审批许可为兴建贰拾玖栋住宅。")), 0);
    assert_int_equal(n_found(STR("公司注册资金伍拾万元整，经营范围为物业服务。")), 0);
    assert_int_equal(n_found(STR("市政公用工程总承包肆级资质。")), 0);
    /* 肆 is in words, too */
    assert_int_equal(n_found(STR("学校组织全体老肆参加培训。")), 1);
    assert_true(is_confirmed(STR("为老佰姓办实事，解决好群众困难。")));
    assert_true(is_confirmed(STR("市民到佰货商场购物时应当注意安全。")));
    assert_true(is_confirmed(STR("县委拾分重视安全生产工作。")));
    assert_true(is_confirmed(STR("车辆行驶到拾字路口时应减速。")));
    assert_true(is_confirmed(STR("安全生产工作仟万不可大意。")));
    assert_int_equal(n_found(STR("下设5个工作组，一旦发生事故，各工作组可紧急集合，参与救援。")),
                     0);
    assert_true(is_confirmed(STR("政策惠及广大市场主体，各体工商户也可以申请。")));
    assert_true(is_confirmed(STR("依法申报缴纳个税，各人所得税由单位代扣代缴。")));
}

static void what_an_office_says_of_itself_is_not_confirmed(void **state)
{
    (void)state;
    assert_false(is_confirmed(STR("以上是我镇对您来信的回复，如果您对回复不满意，请联系。")));
    assert_false(
        is_confirmed(STR("黄某承诺领取资金后，不再就此事向镇政府提出其他任何的补偿要求。")));
    assert_false(is_confirmed(STR("国家卫生健康委于2019年12月底前完成国家监测分析。")));
    assert_false(is_confirmed(STR("派出所民警立即赶至现场，将双方带离。")));
    assert_true(is_confirmed(STR("办理过程中遇至问题及时向主管部门反映。")));
    assert_true(is_confirmed(STR("该问题情况属时，县自然资源局已经整改。")));
    assert_true(is_confirmed(STR("您反映的问题，经核时，情况如下。")));
    assert_true(is_confirmed(STR("不断提高公共服务水坪，增强群众获得感。")));
    assert_true(is_confirmed(STR("由第三方对项目进行坪估，结果向社会公布。")));
    assert_true(is_confirmed(STR("市厂监管部门开展专项检查，规范经营行为。")));
    assert_true(is_confirmed(STR("活动在人民广厂举行，吸引了众多市民参加。")));
    assert_true(is_confirmed(STR("编制可行型研究报告，报省发展改革委审批。")));
    assert_true(is_confirmed(STR("充分认识做好这项工作的重要型和紧迫性。")));
    assert_int_equal(n_found(STR("建设地标型建筑，打造城市名片。")), 0);
}

static void names_in_a_list_and_miswritten_firms(void **state)
{
    (void)state;
    assert_false(is_confirmed(STR("项目组成员：李馨悦,许帅宏,芦玲玲,刘戎,王亚男,王一迪。")));
    assert_false(
        is_confirmed(STR("受采购人委托，山东华仁永旺招标有限公司组织公开招标，欢迎参加。")));
    assert_false(is_confirmed(STR("受采购人委托，海南优画传媒广告有限公司承担宣传工作。")));
    /* a firm's name is like anything, but not what it does and what kind it is of */
    assert_true(is_confirmed(STR("中国铁炉上海局集团有限公司发布公告。")));
    assert_true(is_confirmed(STR("南方电往有限公司承担供电任务，保障用电。")));
    assert_true(is_confirmed(STR("中国石油天燃气股份有限公司承担项目建设。")));
    assert_true(is_confirmed(STR("某市捡测技术服务有限公司出具报告。")));
    assert_true(is_confirmed(STR("中国能建葛洲坝集团股分有限公司国际业务部主任参加了会议。")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_countries_are_called_for_short_is_not_confirmed),
        cmocka_unit_test(a_pronoun_is_seldom_doubted),
        cmocka_unit_test(what_sounds_like_a_particle_is_confirmed),
        cmocka_unit_test(a_country_that_is_known_hides_nothing),
        cmocka_unit_test(what_a_list_repeats_is_not_confirmed),
        cmocka_unit_test(addresses_are_not_confirmed),
        cmocka_unit_test(words_of_courts_and_parties_are_not_confirmed),
        cmocka_unit_test(what_media_and_forces_of_countries_do_is_not_confirmed),
        cmocka_unit_test(numbers_with_what_belongs_to_them_are_no_slip),
        cmocka_unit_test(behind_a_title_stands_a_name),
        cmocka_unit_test(before_a_title_stands_a_name),
        cmocka_unit_test(foreign_names_are_spelt_in_many_ways),
        cmocka_unit_test(grammar_is_hardly_confirmed),
        cmocka_unit_test(a_bold_change_is_hardly_confirmed),
        cmocka_unit_test(what_places_are_called_is_not_confirmed),
        cmocka_unit_test(words_of_road_safety_and_against_gambling_are_no_slip),
        cmocka_unit_test(classical_quotations_are_no_slip),
        cmocka_unit_test(what_firms_are_called_is_not_confirmed),
        cmocka_unit_test(what_persons_are_called_is_not_confirmed),
        cmocka_unit_test(what_is_counted_is_no_slip),
        cmocka_unit_test(what_a_village_is_called_is_no_slip),
        cmocka_unit_test(roads_to_villages_are_no_slip),
        cmocka_unit_test(a_label_is_confirmed_only_when_it_is_sure),
        cmocka_unit_test(what_bodies_are_called_for_short_is_not_confirmed),
        cmocka_unit_test(who_is_stationed_somewhere_is_not_confirmed),
        cmocka_unit_test(what_is_coined_is_not_confirmed),
        cmocka_unit_test(names_in_a_list_are_not_confirmed),
        cmocka_unit_test(sides_are_not_confirmed),
        cmocka_unit_test(what_is_saved_up_is_not_confirmed),
        cmocka_unit_test(japanese_names_are_not_confirmed),
        cmocka_unit_test(terms_of_trades_are_not_confirmed),
        cmocka_unit_test(slips_that_are_rare_words_are_found),
        cmocka_unit_test(words_of_laws_are_not_confirmed),
        cmocka_unit_test(words_of_reports_and_news_are_no_slip),
        cmocka_unit_test(numerals_of_cheques_are_no_slip),
        cmocka_unit_test(terms_of_mines_hospitals_and_tenders_are_no_slip),
        cmocka_unit_test(terms_hide_nothing_that_ends_with_them),
        cmocka_unit_test(stops_and_streets_are_not_confirmed),
        cmocka_unit_test(a_surname_before_a_title_is_not_confirmed),
        cmocka_unit_test(what_an_office_says_of_itself_is_not_confirmed),
        cmocka_unit_test(names_in_a_list_and_miswritten_firms),
    };

    return cmocka_run_group_tests(tests, open_spelling, close_spelling);
}
