#include "base/base.h"

#include "speller/surname.h"

#include <stdlib.h>
#include <uchar.h>

static int by_code_point(const void *a, const void *b)
{
    return *(const char16_t *)a - *(const char16_t *)b;
}

bool surname_is(uint32_t cp)
{
    /* in the order of code points */
    static const char16_t surnames[] =
        u"丁万严乔于付任伍何佘余侯俞倪傅兰关冉冯凌刘包华单卢史叶向吕吴周唐喻夏姚姜娄孔孙孟"
        u"季宁安宋尚尤尹屈岑岳崔左常庄庞康廖张彭徐成戴房文方施时易曲曹曾朱李杜杨林柯柳柴梁"
        u"梅樊欧武段毕毛江汤汪沈涂温游滕潘焦熊牛牟王甘田申白盛石祁祝秦程穆章童符管纪罗翁翟"
        u"耿聂肖胡舒艾苏苗范莫萧葛董蒋蒙蒲蓝蔡薛袁裴覃解詹许谢谭谷贺贾赵路车辛邓邢邱邵邹郑"
        u"郝郭金钟钱闫阮陆陈陶雷霍靳韦韩顾颜饶马骆高魏鲁鲍黄黎齐龙龚";
    const char16_t key = (char16_t)cp;

    return bsearch(&key, surnames, COUNT_OF(surnames) - 1, sizeof(key), by_code_point);
}
