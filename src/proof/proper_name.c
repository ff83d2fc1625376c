#include "base/base.h"

#include "proof/proper_name.h"

#include "speller/surname.h"
#include "text/han.h"

static const char *const titles[] = {
    "局长", "县长", "市长", "省长",   "区长",   "镇长",   "乡长",   "部长",   "处长", "科长",
    "院长", "校长", "所长", "会长",   "主任",   "书记",   "主席",   "委员",   "教授", "院士",
    "同志", "记者", "经理", "先生",   "女士",   "作者：", "总理",   "总统",   "首相", "外长",
    "议长", "大使", "行长", "秘书长", "董事长", "检察长", "国务卿", "发言人",
};
/* Behind these, too, but less surely. */
static const char *const roles[] = {
    "任命",   "免去",   "申请人", "联系人", "村民",   "居民",   "原告",   "被告",
    "当事人", "代表人", "负责人", "代理人", "担保人", "借款人", "介绍人", "农民",
    "职工",   "学生",   "选手",   "运动员", "艺术家", "演员",   "烈士",   "教练",
};

/* 廖组长: a surname goes before a title; but 付局长 may well be 副局长. */
static bool is_entitled(struct str text, size_t at, size_t n)
{
    static const char *const more[] = { "组长", "站长", "队长" };
    const struct str old = str_sub(text, at, n), rest = str_skip(text, at + n);
    uint32_t first;

    (void)str_rune(old, &first);
    return n == 3 && surname_is(first) && !str_eq(old, STR("付")) &&
           (str_starts_any(rest, titles, COUNT_OF(titles)) ||
            str_starts_any(rest, more, COUNT_OF(more)));
}

/* 局长郅良带队: behind a title stands a name. Two characters that are both to be others, or a
 * surname. */
bool proper_name_is_titled(struct str text, size_t at, size_t n)
{
    uint32_t first;

    (void)str_rune(str_skip(text, at), &first);
    if (n < 6 && !surname_is(first))
        return false;
    return str_ends_any(str_sub(text, 0, at), titles, COUNT_OF(titles));
}

/* 傅正策先生, 赵智文，男: a surname begins a name of two or three characters, and such words end
 * it. */
bool proper_name_is_addressed(struct str text, size_t at, size_t n)
{
    static const char *const words[] = { "先生",       "女士",       "同志", "教授",   "院士",
                                         "博士",       "老师",       "大夫", "医生",   "律师",
                                         "将军",       "，男",       "，女", "：男",   "：女",
                                         "（男",       "（女",       "：19", "（化名", "，汉族",
                                         "，中国国籍", "：中国国籍", "说，", "说：" };
    enum { NAME_MAX_CHARS = 3 };
    struct str rest = str_skip(text, at + n);
    size_t n_name = str_chars(str_sub(text, at, n)), begin = at;
    uint32_t first;

    for (; n_name <= NAME_MAX_CHARS && !str_starts_any(rest, words, COUNT_OF(words)); n_name++) {
        const struct str c = str_head_chars(rest, 1);

        if (c.n && str_has(STR("我你他她的了"), c))
            return false;
        rest = str_skip(rest, c.n);
    }
    for (; n_name <= NAME_MAX_CHARS; n_name++) {
        (void)str_rune(str_skip(text, begin), &first);
        if (n_name > 1 && surname_is(first))
            return true;
        if (begin == 0)
            return false;
        begin -= char_before(text, begin).n;
    }
    return false;
}

static bool ends_with_role(struct str s)
{
    return str_ends_any(s, titles, COUNT_OF(titles)) || str_ends_any(s, roles, COUNT_OF(roles));
}

/* 村民戴表，任命李秀曼为, 代表人：严俊: what is to be changed begins behind such a word, or a
 * surname behind it and another character at most stand in front. */
static bool is_person(struct str text, size_t at)
{
    enum { GIVEN_MAX = 2 };
    size_t begin = at;

    for (size_t n = 0;; n++) {
        const struct str left = str_sub(text, 0, begin), colon = STR("：");
        uint32_t first;

        (void)str_rune(str_skip(text, begin), &first);
        if ((n == 0 || surname_is(first)) && ends_with_role(left))
            return true;
        if (surname_is(first) && str_ends(left, colon) &&
            ends_with_role(str_sub(left, 0, left.n - colon.n)))
            return true;
        if (n == GIVEN_MAX || begin == 0)
            return false;
        begin -= char_before(text, begin).n;
    }
}

/* 任某: somebody whose name is not told; either character may be doubted. */
static bool is_anonymous(struct str text, size_t at, size_t n)
{
    const struct str somebody = STR("某");
    uint32_t surname;

    if (str_starts(str_skip(text, at + n), somebody))
        return n == HAN_BYTES && str_rune(str_skip(text, at), &surname) && surname_is(surname);
    return str_eq(str_sub(text, at, n), somebody) && str_rune(char_before(text, at), &surname) &&
           surname_is(surname);
}

/* 直街72号 */
static bool is_numbered_street(struct str text, size_t at, size_t n)
{
    const struct str behind = str_skip(text, at + n);

    return n == HAN_BYTES && str_has(STR("街路巷弄"), str_sub(text, at, n)) && behind.n &&
           char_is_digit(behind.p[0]);
}

/* 河平街道: up to two characters behind it stands what kind of place it is, and with that it would
 * be no word (自台县 would be: 自治县). */
static bool is_in_place(struct str text, const struct misspelling *m)
{
    static const char *const kinds[] = { "县", "市",   "区",   "旗",     "州",   "镇",   "乡", "村",
                                         "屯", "寨",   "街道", "社区",   "小区", "大道", "路", "河",
                                         "湖", "水库", "园区", "工业园", "站",   "桥",   "街" };
    struct str rest = str_skip(text, m->at + m->n);

    for (size_t n = 0; n < 2; n++) {
        for (size_t i = 0; i < COUNT_OF(kinds); i++)
            if (str_starts(rest, str_of(kinds[i])) && !str_starts(rest, STR("村民")))
                return m->reach < n + str_chars(str_of(kinds[i]));
        rest = str_skip(rest, str_head_chars(rest, 1).n);
    }
    return false;
}

/* What a firm does goes before its kind, and nothing that a sentence needs. */
static bool is_before_firm(struct str rest, size_t reach)
{
    static const char *const kinds[] = { "有限公司", "有限责任公司", "股份公司",
                                         "分公司",   "公司",         "事务所" };
    const struct str others = STR("为是由的与及对被在向把将按经已未以于了");
    enum { MOST_CHARS = 14 };

    for (size_t n = 0; n < MOST_CHARS; n++) {
        const struct str c = str_head_chars(rest, 1);

        if (str_starts_any(rest, kinds, COUNT_OF(kinds)))
            return reach <= n;
        if (!c.n || !han_begins(*c.p) || str_has(others, c))
            return false;
        rest = str_skip(rest, c.n);
    }
    return false;
}

/* 山东华仁永旺招标有限公司: up to four characters behind a province are the firm's name, and like
 * anything. */
static bool is_behind_province(struct str text, size_t at)
{
    static const char *const provinces[] = {
        "北京", "天津", "河北", "山西", "内蒙古", "辽宁", "吉林", "黑龙江", "上海", "江苏", "浙江",
        "安徽", "福建", "江西", "山东", "河南",   "湖北", "湖南", "广东",   "广西", "海南", "重庆",
        "四川", "贵州", "云南", "西藏", "陕西",   "甘肃", "青海", "宁夏",   "新疆"
    };
    enum { NAME_CHARS = 4 };
    size_t begin = at;

    for (size_t n = 0; n < NAME_CHARS && begin > 0; n++, begin -= char_before(text, begin).n)
        if (str_ends_any(str_sub(text, 0, begin), provinces, COUNT_OF(provinces)))
            return true;
    return false;
}

/* 方安公司, 博视眼科医院 */
static bool is_in_firm(struct str text, const struct misspelling *m)
{
    static const char *const kinds[] = { "公司",   "集团",   "医院",   "小学",     "中学",
                                         "幼儿园", "药店",   "药房",   "酒店",     "超市",
                                         "厂",     "合作社", "眼科",   "口腔",     "诊所",
                                         "门诊部", "护理院", "养老院", "体检中心", "事务所" };
    static const char *const schools[] = { "大学", "学院" }; /* 医科大学 is a word */
    const struct str rest = str_skip(text, m->at + m->n);

    return str_starts_any(rest, kinds, COUNT_OF(kinds)) ||
           str_starts_any(str_skip(rest, str_head_chars(rest, 1).n), kinds, COUNT_OF(kinds)) ||
           (m->reach == 0 && str_starts_any(rest, schools, COUNT_OF(schools))) ||
           (m->reach <= 1 && str_starts_any(str_skip(rest, str_head_chars(rest, 1).n), schools,
                                            COUNT_OF(schools))) ||
           (is_behind_province(text, m->at) && is_before_firm(rest, m->reach));
}

/* 芭芭拉·弗兰克林: few characters beside the dot of foreign names. */
static bool is_foreign(struct str text, size_t at, size_t n)
{
    enum { PART_CHARS = 3 };
    static const char *const dots[] = { "·", "・", "•", "‧", "．" };
    struct str rest = str_skip(text, at + n), one;
    size_t begin = at;

    for (size_t i = 0; i < PART_CHARS; i++) {
        if (str_starts_any(rest, dots, COUNT_OF(dots)) ||
            str_ends_any(str_sub(text, 0, begin), dots, COUNT_OF(dots)))
            return true;
        one = char_before(text, begin);
        begin -= one.n == 3 ? one.n : 0;
        one = str_head_chars(rest, 1);
        rest = str_skip(rest, one.n == 3 ? one.n : 0);
    }
    return false;
}

/* 原田观峰: within a Japanese surname, or the given name behind it. Those that Chinese has as words
 * of its own (清水, 山口) are not here. */
static bool is_japanese(struct str text, size_t at)
{
    static const char *const surnames[] = {
        "佐藤", "铃木", "高桥", "渡边", "伊藤", "小林", "加藤",   "吉田",   "山田",   "松本",
        "井上", "斋藤", "池田", "桥本", "阿部", "藤田", "近藤",   "远藤",   "坂本",   "福田",
        "西村", "藤井", "冈田", "藤原", "三浦", "中岛", "原田",   "松田",   "竹内",   "石田",
        "森田", "横山", "柴田", "酒井", "宫崎", "安藤", "谷口",   "工藤",   "今井",   "河野",
        "藤本", "武田", "杉山", "增田", "岩崎", "松尾", "菊池",   "野村",   "渡部",   "佐野",
        "岸田", "鸠山", "麻生", "安倍", "山本", "木村", "小泉",   "宫本",   "本田",   "丰田",
        "岛田", "大岛", "德田", "青木", "片山", "樱井", "黑田",   "永井",   "樋口",   "须藤",
        "荒木", "饭田", "泽田", "宫泽", "津田", "浅野", "中曾根", "久保田", "佐佐木", "长谷川",
        "小渊", "野田", "松井",
    };
    enum { AWAY_CHARS = 4 };
    size_t begin = at;

    for (size_t n = 0; n < AWAY_CHARS; n++) {
        if (str_starts_any(str_skip(text, begin), surnames, COUNT_OF(surnames)))
            return true;
        if (begin == 0)
            return false;
        begin -= char_before(text, begin).n;
    }
    return false;
}

bool proper_name_may_be(struct str text, const struct misspelling *m)
{
    return is_in_place(text, m) || is_in_firm(text, m) || is_person(text, m->at) ||
           is_foreign(text, m->at, m->n) || is_japanese(text, m->at) ||
           is_entitled(text, m->at, m->n) || is_anonymous(text, m->at, m->n) ||
           is_numbered_street(text, m->at, m->n);
}

/* Nobody can know what villages are called: up to three characters, as in 林卡乡冷宜村. */
bool proper_name_is_in_village(struct str text, size_t at, size_t n)
{
    const struct str around = STR("省市县区乡镇道"), villages = STR("村屯寨");
    struct str rest = str_skip(text, at + n), one;
    size_t left = 9 - (n < 9 ? n : 9), begin = at; /* bytes that the name may still have */

    while (one = char_before(text, begin), one.n == 3 && !str_has(around, one) && left >= one.n) {
        left -= one.n;
        begin -= one.n;
    }
    if (one.n != 3 || !str_has(around, one))
        return false;
    while (one = str_head_chars(rest, 1), one.n == 3 && !str_has(villages, one) && left >= one.n) {
        left -= one.n;
        rest = str_skip(rest, one.n);
    }
    return one.n == 3 && str_has(villages, one);
}

struct str item_around(struct str text, size_t at)
{
    enum { MOST_BYTES = 12 };
    size_t begin = at, end = at;

    while (at - begin < MOST_BYTES && begin >= HAN_BYTES && han_begins(text.p[begin - HAN_BYTES]))
        begin -= HAN_BYTES;
    while (end - begin < MOST_BYTES && end < text.n && han_begins(text.p[end]))
        end += HAN_BYTES;
    return str_sub(text, begin, end - begin);
}

static bool is_full_name(struct str s)
{
    uint32_t first;

    (void)str_rune(s, &first);
    return (s.n == 6 || s.n == 9) && surname_is(first);
}

static bool begins_with_name(struct str s)
{
    uint32_t first;

    return s.n >= 6 && str_rune(s, &first) && surname_is(first);
}

static bool ends_with_name(struct str s)
{
    return (s.n >= 9 && begins_with_name(str_skip(s, s.n - 9))) ||
           (s.n >= 6 && begins_with_name(str_skip(s, s.n - 6)));
}

/* 徐晋平、孙海青、李砚强: two names side by side in a list; or 委员马建堂、王作安、毛万春为: a name
 * with what may end with one in front, or what may begin with one behind it. */
bool proper_name_is_listed(struct str text, size_t at)
{
    static const char *const commas[] = { "、", "," };
    const struct str item = item_around(text, at);
    const size_t begin = (size_t)(item.p - text.p), end = begin + item.n;

    if (!is_full_name(item))
        return false;
    for (size_t i = 0; i < COUNT_OF(commas); i++) {
        const struct str comma = str_of(commas[i]), ahead = str_sub(text, 0, begin);

        if (str_starts(str_skip(text, end), comma) &&
            is_full_name(item_around(text, end + comma.n)))
            return true;
        if (str_ends(ahead, comma) && is_full_name(item_around(text, begin - comma.n)))
            return true;
        if (str_starts(str_skip(text, end), comma) && str_ends(ahead, comma) &&
            (begins_with_name(item_around(text, end + comma.n)) ||
             ends_with_name(item_around(text, begin - comma.n))))
            return true;
    }
    return false;
}
