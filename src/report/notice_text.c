#include "base/base.h"

#include "report/notice_text.h"

void notice_put(struct notice_text *t, struct str text)
{
    docx_text(t->d, DOCX_PLAIN, text);
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

struct str notice_ordinal(size_t i, struct arena *a)
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
    const struct str number = notice_ordinal(i, t->a);

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
