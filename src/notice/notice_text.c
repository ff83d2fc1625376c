#include "base/base.h"

#include "notice/notice_text.h"

#include "notice/rate.h"

#include <inttypes.h>

void notice_put(struct notice_text *t, struct str text)
{
    docx_text(t->d, DOCX_PLAIN, text);
}

struct str notice_count_text(struct notice_text *t, int64_t value, const struct selection *of)
{
    const struct str text = arena_printf(t->a, "%" PRId64, value);

    numbers_count(t->numbers, &t->at, text, value, of);
    return text;
}

struct str notice_rate_text(struct notice_text *t, const struct number_share *share)
{
    struct number_share rounded = *share;
    const struct str text = share->open
                                ? STR(NOTICE_RATE_OPEN)
                                : rate_text(share->part, share->whole, t->office->decimals, t->a);

    rounded.decimals = (int)t->office->decimals;
    numbers_share(t->numbers, &t->at, text, &rounded);
    return text;
}

void notice_put_count(struct notice_text *t, int64_t value, const struct selection *of)
{
    notice_put(t, notice_count_text(t, value, of));
}

void notice_put_rate(struct notice_text *t, const struct number_share *share)
{
    notice_put(t, notice_rate_text(t, share));
}

struct selection notice_of(const struct notice_text *t, const struct notice_part *part,
                           const char *verdicts)
{
    return (struct selection){ .of = part == &t->n->accounts ? SELECT_ACCOUNTS : SELECT_SITES,
                               .is_running = true,
                               .verdicts = verdicts };
}

const char *notice_rate_title(const struct office *office)
{
    return office->tells_bad ? "不合格率" : "合格率";
}

struct number_share notice_rate_of(const struct office *office, const struct notice_count *c,
                                   const struct selection *row)
{
    struct number_share share = { .part = office->tells_bad ? c->bad : c->checked - c->bad,
                                  .whole = c->checked,
                                  .open = c->undecided,
                                  .of = *row,
                                  .to = *row,
                                  .undecided = *row,
                                  .is_open_to = true };

    share.of.verdicts = office->tells_bad ? SELECT_FAILED : SELECT_PASSED;
    share.to.verdicts = SELECT_JUDGED;
    share.undecided.verdicts = SELECT_UNDECIDED;
    return share;
}

void notice_put_office(struct notice_text *t, struct str text, const char *what)
{
    const struct str open = STR("【"), close = STR("】");

    if (text.n == 0)
        text = arena_printf(t->a, "【%s】", what);
    while (text.n) {
        const size_t from = str_find(text, open), to = str_find(text, close);
        const bool has_gap = from != STR_NONE && to != STR_NONE && from < to;

        notice_put(t, has_gap ? str_sub(text, 0, from) : text);
        if (!has_gap)
            return;
        docx_text(t->d, DOCX_GAP, str_sub(text, from, to + close.n - from));
        t->n_gaps++;
        text = str_skip(text, to + close.n);
    }
}

/* "九", "十二": 1..99. */
static struct str ordinal(size_t i, struct arena *a)
{
    static const char *const digits[] = {
        "", "一", "二", "三", "四", "五", "六", "七", "八", "九"
    };

    ASSERT(i >= 1 && i <= 99);
    return arena_printf(a, "%s%s%s", i >= 20 ? digits[i / 10] : "", i >= 10 ? "十" : "",
                        digits[i % 10]);
}

void notice_begin_item(struct notice_text *t, size_t i, struct str title)
{
    const struct str number = ordinal(i, t->a);

    t->at.place = arena_printf(t->a, "%.*s（%.*s）", STR_ARG(t->part), STR_ARG(number));

    docx_begin(t->d, DOCX_BODY);
    docx_text(t->d, DOCX_HEAD,
              arena_printf(t->a, "（%.*s）%.*s。", STR_ARG(number), STR_ARG(title)));
}

struct str notice_subjects(const struct notice *n)
{
    return n->accounts.all.running ? STR("政府网站与政务新媒体") : STR("政府网站");
}

struct str notice_work(const struct office *office)
{
    return office->work.n ? office->work : STR("检查");
}
