/*
 * guide-phone: the telephone of a service guide is none.
 *
 * Basis: 云南 2018Q3 and 汉中 2022Q3 notices (联系电话有误). Numbers: area code and seven or eight
 * digits, mobile, 400, and the short ones of hotlines. Whether somebody answers is not known.
 */
#include "base/base.h"

#include "check/check.h"
#include "check/excerpt.h"
#include "text/field.h"

#include <string.h>

/*
 * Takes the next number off s; digits that -, spaces and brackets hold together. *overlong: a piece
 * of it without any of those is longer than a number within its area, and none with it.
 */
static size_t next_number(struct str *s, char *digits, size_t max, bool *overlong)
{
    size_t n = 0, i = 0, n_run = 0;
    char first = 0;

    *overlong = false;

    while (i < s->n && !char_is_digit(s->p[i]))
        i++;
    for (; i < s->n && (char_is_digit(s->p[i]) || strchr("- ()", s->p[i]) ||
                        str_starts(str_skip(*s, i), STR("—")));
         i++) {
        const bool is_digit = char_is_digit(s->p[i]);

        if (is_digit && n < max)
            digits[n++] = s->p[i];
        else if ((unsigned char)s->p[i] >= 0x80)
            i += 2;
        first = is_digit && !n_run ? s->p[i] : first;
        n_run = is_digit ? n_run + 1 : 0;
        *overlong |= n_run == 9 && first >= '2' && first != '4' && first != '8';
    }
    *s = str_skip(*s, i);
    return n;
}

static bool is_phone(const char *d, size_t n, bool overlong)
{
    if (overlong)
        return false;
    if (n > 12)
        return true; /* two numbers, or an extension */
    if (d[0] == '0') /* the area's number may stand before a hotline: 0817-12345 */
        return n == 11 || n == 12 || (n >= 8 && memcmp(d + n - 5, "12345", 5) == 0);
    return n == 7 || n == 8 || (n == 11 && d[0] == '1') ||
           (n == 10 && (d[0] == '4' || d[0] == '8')) || (n == 5 && (d[0] == '1' || d[0] == '9')) ||
           (n == 3 && d[0] == '1') || (n == 6 && d[0] == '9');
}

static enum judged check_page(const struct check_ctx *c)
{
    enum { DIGITS_MAX = 20 };
    const struct guide *g = c->page->guide;
    char digits[DIGITS_MAX];
    bool has_number = false, overlong;

    if (g && g->is_several)
        return cannot_judge(c, "一页有多个办事指南，未能逐一判断");
    if (!g || !g->value[GUIDE_PHONE].n)
        return JUDGED;

    struct str rest = field_half(g->value[GUIDE_PHONE], c->a);

    for (size_t n; (n = next_number(&rest, digits, sizeof digits, &overlong)) > 0;) {
        has_number = true;
        if (is_phone(digits, n, overlong))
            return JUDGED;
    }
    sink_add(c->out,
             (struct finding){
                 .excerpt = arena_printf(c->a, "联系电话：%.*s",
                                         STR_ARG(excerpt_head(g->value[GUIDE_PHONE]))),
                 .suggest = STR("请公布能够打通的咨询电话"),
                 .key = c->page->url,
                 .grade = GRADE_FAULT,
                 .confidence = 0.75,
                 DETAIL({ .key = "fault", .text = has_number ? STR("malformed") : STR("missing") }),
             });
    return JUDGED;
}

const struct check check_guide_phone = {
    .id = "guide-phone",
    .rev = 5,
    .title = "办事指南联系电话有误",
    .case_id = "A26",
    .needs_text = true,
    .check_page = check_page,
};
