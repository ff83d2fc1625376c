#include "base/base.h"

#include "text/identity.h"

#include "base/clock.h"
#include "text/han.h"

/* ---- citizens -------------------------------------------------------------------------------- */

/* First two digits of the codes of GB/T 2260, and those of residents from outside. */
static bool is_province(int64_t code)
{
    switch (code / 10) {
    case 1:
        return code <= 15;
    case 2:
        return code >= 21 && code <= 23;
    case 3:
        return code >= 31 && code <= 37;
    case 4:
        return code >= 41 && code <= 46;
    case 5:
        return code >= 50 && code <= 54;
    case 6:
        return code >= 61 && code <= 65;
    case 7:
        return code == 71;
    case 8:
        return code >= 81 && code <= 83;
    default:
        return false;
    }
}

static bool has_digits(struct str s, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!char_is_digit(s.p[i]))
            return false;
    return true;
}

static int64_t number(struct str s, size_t at, size_t n)
{
    int64_t value = 0;

    for (size_t i = at; i < at + n; i++)
        value = 10 * value + (s.p[i] - '0');
    return value;
}

static bool is_region(struct str s)
{
    return is_province(number(s, 0, 2)) && number(s, 2, 2) > 0;
}

static bool is_birthday(int64_t year, int64_t month, int64_t mday, int32_t today)
{
    int32_t day;

    if (year < 1900)
        return false;
    if (year < 1971) /* before the calendar of base/clock: a leap day is its only doubt */
        year = 1972 + (year % 4);
    day = day_of((int)year, (int)month, (int)mday);
    return day != DAY_NONE && (today == DAY_NONE || day <= today);
}

bool identity_is_citizen(struct str s, int32_t today)
{
    static const int weights[] = { 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2 };
    static const char check[] = "10X98765432";
    int sum = 0;

    if (s.n != 18 || !has_digits(s, 17) || !is_region(s) ||
        !is_birthday(number(s, 6, 4), number(s, 10, 2), number(s, 12, 2), today))
        return false;
    for (size_t i = 0; i < 17; i++)
        sum += weights[i] * (s.p[i] - '0');
    return char_lower(s.p[17]) == char_lower(check[sum % 11]);
}

bool identity_is_old_citizen(struct str s, int32_t today)
{
    return s.n == 15 && has_digits(s, 15) && is_region(s) &&
           is_birthday(1900 + number(s, 6, 2), number(s, 8, 2), number(s, 10, 2), today);
}

/* ---- units ----------------------------------------------------------------------------------- */

bool identity_is_credit_code(struct str s)
{
    static const char digits[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    static const int weights[] = { 1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28 };
    const struct str alphabet = str_from(digits, sizeof(digits) - 1);
    int sum = 0;

    if (s.n != 18)
        return false;
    for (size_t i = 0; i < 17; i++) {
        const size_t value = str_chr(alphabet, s.p[i]);

        if (value == STR_NONE)
            return false;
        sum += weights[i] * (int)value;
    }
    return str_chr(alphabet, s.p[17]) == (size_t)((31 - sum % 31) % 31);
}

/* ---- cards and telephones -------------------------------------------------------------------- */

static bool is_luhn(struct str s)
{
    int sum = 0;

    for (size_t i = 0; i < s.n; i++) {
        const int digit = s.p[s.n - 1 - i] - '0';
        const int value = i % 2 ? 2 * digit : digit;

        sum += value > 9 ? value - 9 : value;
    }
    return sum % 10 == 0;
}

/*
 * UnionPay's 62 and the older ranges of the big banks that are still in use: 9558 (工商), 6013
 * (中国), 6091, 4367 and 4563 (建设, 中国, of 19 digits); and 16 digits of the foreign networks.
 */
static bool is_issuer(struct str s)
{
    static const char *const old[] = { "9558", "6013", "6091", "4367", "4563" };

    if (str_starts(s, STR("62")))
        return true;
    for (size_t i = 0; i < COUNT_OF(old); i++)
        if (str_starts(s, str_of(old[i])))
            return s.n == 16 || s.n == 19;
    return s.n == 16 && (s.p[0] == '4' || (s.p[0] == '5' && s.p[1] >= '1' && s.p[1] <= '5') ||
                         (number(s, 0, 4) >= 3528 && number(s, 0, 4) <= 3589));
}

bool identity_is_bank_card(struct str s)
{
    return s.n >= 16 && s.n <= 19 && has_digits(s, s.n) && is_issuer(s) && is_luhn(s);
}

bool identity_is_mobile(struct str s)
{
    /* What follows 1 and the second digit: 140-144, 154, 160-161, 163-164, 168-169 are not given
     * out to people. */
    if (s.n != 11 || !has_digits(s, 11) || s.p[0] != '1')
        return false;
    switch (s.p[1]) {
    case '3':
    case '7':
    case '8':
    case '9':
        return true;
    case '4':
        return s.p[2] >= '5';
    case '5':
        return s.p[2] != '4';
    case '6':
        return s.p[2] == '2' || (s.p[2] >= '5' && s.p[2] <= '7');
    default:
        return false;
    }
}

/* ---- names ----------------------------------------------------------------------------------- */

/* Surnames of more than 98 of 100 people. */
static const char surnames[] = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁"
                               "邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
                               "余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵"
                               "孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
                               "庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳"
                               "齐沿梅莫庄辛管祝左涂谷祁时舒耿牟卜"
                               "詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包"
                               "司柏宁柯阮桂闵解强柴华车冉房边辜吉"
                               "饶刁瞿戚丘古米池滕晋苑邬臧畅宫来嵺苟全褚廉简娄盖符奚木穆党燕郎邸冀"
                               "谈姬屠连郜晏栾郁商蒙计喻揭窦迟宇敖"
                               "糜鄢冷卓花仇艾蓝都巩稽井练仲乐虞卞封竺冼原官衣楚佟栗匡宗应台巫鞠僧"
                               "桑荆谌银扬明沙伏岑习胥保和蔺肖付代"
                               "尚闫芮";

static const char *const double_surnames[] = {
    "欧阳", "上官", "司马", "诸葛", "司徒", "东方", "皇甫", "尉迟", "公孙",
    "慕容", "夏侯", "令狐", "宇文", "长孙", "端木", "轩辕", "百里", "南宫",
};

/* Characters that no given name has, or hardly one in ten thousand: those of titles, units, forms
 * and plain words. */
static const char never_given[] = "的是了在和与及或等日时分号村乡县市区省局部处院校厂店路街组户个项"
                                  "类级员任人名称址位期数量额度间式系话"
                                  "机型别况注码证地点不无为对到将被把请填写见附表单款费价总计共约公"
                                  "司所站办委会党政府社团班医者何你我他"
                                  "她它这那些什么怎全各每某此而且但则即若须就都也还又再已曾过着给让"
                                  "使划务急理重责热咨询联电手身份邮编室"
                                  "层楼岁男女";

static bool is_one_of(struct str s, const char *set, size_t n)
{
    for (size_t at = 0; at + HAN_BYTES <= n; at += HAN_BYTES)
        if (memcmp(set + at, s.p, HAN_BYTES) == 0)
            return true;
    return false;
}

size_t identity_person_name(struct str s)
{
    size_t n = 0, surname = 0;

    while (n <= 4 && han_starts_common(str_skip(s, n * HAN_BYTES)))
        n++;
    for (size_t i = 0; i < COUNT_OF(double_surnames) && !surname; i++)
        if (str_starts(s, str_of(double_surnames[i])))
            surname = 2;
    if (!surname && n && is_one_of(s, surnames, sizeof(surnames) - 1))
        surname = 1;
    if (!surname || n <= surname || n > surname + 2)
        return 0;
    for (size_t i = surname; i < n; i++)
        if (is_one_of(str_skip(s, i * HAN_BYTES), never_given, sizeof(never_given) - 1))
            return 0;
    return n * HAN_BYTES;
}
