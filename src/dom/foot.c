#include "base/base.h"

#include "dom/foot.h"

/* Address, telephones and the like are no longer; who is named further above the first number is
 * the sponsor of what the page tells of. */
enum { REACH_CHARS = 100 };

/* Every text of a page is asked: letters are compared as they stand, which is much faster. */
static const char *const words[] = { "主办单位",  "主办：",    "主办:",     "版权所有",
                                     "Copyright", "copyright", "COPYRIGHT", "ICP备",
                                     "icp备",     "公网安备",  "网站标识码" };
enum { N_SPONSOR_WORDS = 7 };

static bool names_sponsor(struct str s)
{
    return str_has_any(s, words, N_SPONSOR_WORDS);
}

/* "蜀ICP备2026090007号", "公网安备 5199…", "网站标识码：5199…": a text that only speaks of them has
 * no digit behind. */
static bool has_number(struct str s)
{
    for (size_t i = N_SPONSOR_WORDS; i < COUNT_OF(words); i++) {
        const size_t at = str_find(s, str_of(words[i]));
        struct str behind = str_skip(s, at == STR_NONE ? s.n : at + str_of(words[i]).n);

        while (behind.n && (behind.p[0] == ' ' || behind.p[0] == ':'))
            behind = str_skip(behind, 1);
        if (str_starts(behind, STR("：")))
            behind = str_skip(behind, 3);
        behind = str_trim(behind);
        if (behind.n && (char_is_digit(behind.p[0]) || char_lower(behind.p[0]) == 'b'))
            return true;
    }
    return false;
}

void foot_look(struct foot *f, struct str text, bool is_link, size_t at)
{
    bool has_word;

    if (f->is_there)
        return;
    if (!f->words.n)
        needles_init(&f->words, words, COUNT_OF(words));
    has_word = needles_in(&f->words, text);
    if (has_word && !is_link && names_sponsor(text)) {
        f->has_sponsor = true;
        f->sponsor_at = at;
        f->from_sponsor = 0;
    }
    f->is_there = has_word && has_number(text);
    if (f->is_there)
        f->from = f->has_sponsor && f->from_sponsor <= REACH_CHARS ? f->sponsor_at : at;
    else if (f->has_sponsor && !is_link)
        f->from_sponsor += str_chars(str_trim(text));
}
