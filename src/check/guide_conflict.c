/*
 * guide-conflict: two guides of one site to the same service contradict each other: at the same
 * place they give other telephones, or other hours.
 *
 * Basis: 天津 2020H2 notice (办事指南信息前后不一); 国办秘函〔2019〕19号, 扣分指标 内容准确. The
 * same service in another place has its own telephone, so only guides that name the same place are
 * compared. Not judged: the service portal's copy, which is another site's.
 */
#include "base/base.h"

#include "check/check.h"
#include "check/excerpt.h"
#include "text/field.h"
#include "text/fingerprint.h"

#include <stdlib.h>

enum { PHONE_DIGITS_MIN = 7, PHONES_MAX = 10, HOURS_DIGITS_MIN = 4 };

/* One guide, as the digest keeps it: name, place, hours, telephones. */
struct copy {
    struct str name, place, hours, phones;
    uint64_t service, at; /* fingerprints of name and place */
    const struct digest *page;
};

static bool read_copy(const struct digest *d, struct copy *out)
{
    struct str rest = d->guide;
    size_t n_name, n_place;

    *out = (struct copy){ .page = d };
    if (!str_line(&rest, &out->name) || !str_line(&rest, &out->place) ||
        !str_line(&rest, &out->hours) || !str_line(&rest, &out->phones))
        return false;
    out->service = fingerprint(out->name, &n_name);
    out->at = fingerprint(out->place, &n_place);
    return n_name && n_place;
}

static int by_service(const void *a, const void *b)
{
    const struct copy *x = a, *y = b;

    if (x->service != y->service)
        return x->service < y->service ? -1 : 1;
    if (x->at != y->at)
        return x->at < y->at ? -1 : 1;
    return str_cmp(x->page->url, y->page->url);
}

/* The digits of telephones, "08175200100", without the area code's hyphen. */
static size_t phones_of(struct str s, struct str out[PHONES_MAX], struct arena *a)
{
    char *digits = arena_alloc(a, s.n + 1);
    size_t n = 0;

    for (size_t at = 0; at < s.n && n < PHONES_MAX;) {
        size_t k = 0;

        while (at < s.n && (char_is_digit(s.p[at]) || (k && s.p[at] == '-'))) {
            if (s.p[at] != '-')
                digits[k++] = s.p[at];
            at++;
        }
        if (k >= PHONE_DIGITS_MIN)
            out[n++] = str_from(digits, k);
        digits += k;
        at += k == 0;
    }
    return n;
}

/* Both give some, and none is the other's; a number without its area code is the same. */
static bool are_other_phones(const struct check_ctx *c, struct str x, struct str y)
{
    struct str of_x[PHONES_MAX], of_y[PHONES_MAX];
    const size_t n_x = phones_of(field_half(x, c->a), of_x, c->a);
    const size_t n_y = phones_of(field_half(y, c->a), of_y, c->a);

    for (size_t i = 0; i < n_x; i++)
        for (size_t k = 0; k < n_y; k++)
            if (str_ends(of_x[i], of_y[k]) || str_ends(of_y[k], of_x[i]))
                return false;
    return n_x && n_y;
}

static struct str digits_of(struct str s, struct arena *a)
{
    char *digits = arena_alloc(a, s.n + 1);
    size_t n = 0;

    for (size_t i = 0; i < s.n; i++)
        if (char_is_digit(s.p[i]))
            digits[n++] = s.p[i];
    return str_from(digits, n);
}

/* Clock times that differ; those of one may be a part of the other's (a winter's, a hall's). */
static bool are_other_hours(const struct check_ctx *c, struct str x, struct str y)
{
    const struct str of_x = digits_of(field_half(x, c->a), c->a);
    const struct str of_y = digits_of(field_half(y, c->a), c->a);

    return of_x.n >= HOURS_DIGITS_MIN && of_y.n >= HOURS_DIGITS_MIN && !str_has(of_x, of_y) &&
           !str_has(of_y, of_x);
}

/* What differs between two guides, and how sure that is a fault. */
struct difference {
    const char *fault, *title;
    struct str of_x, of_y;
    enum grade grade;
    double confidence;
};

/* "0817-5200100。" within a sentence of ours. */
static struct str without_stop(struct str s)
{
    while (str_ends(s, STR("。")) || str_ends(s, STR("；")))
        s = str_sub(s, 0, s.n - STR("。").n);
    return s;
}

static void report(const struct check_ctx *c, const struct copy *x, const struct copy *y,
                   const struct difference *d)
{
    const struct str of_x = without_stop(d->of_x), of_y = without_stop(d->of_y);

    sink_add(c->out,
             (struct finding){
                 .url = y->page->url,
                 .excerpt = arena_printf(c->a, "“%.*s”的%s为%.*s，另一份指南为%.*s",
                                         STR_ARG(excerpt_head(y->name)), d->title, STR_ARG(of_y),
                                         STR_ARG(of_x)),
                 .suggest = STR("请核实并统一同一事项的办事指南"),
                 .key = arena_printf(c->a, "%s %.*s", d->fault, STR_ARG(y->page->url)),
                 .grade = d->grade,
                 .confidence = d->confidence,
                 DETAIL({ .key = "fault", .text = str_of(d->fault) },
                        { .key = "target", .text = x->page->url }, { .key = "value", .text = of_y },
                        { .key = "expected", .text = of_x }),
                 .proof = &x->page->url,
                 .n_proof = 1,
             });
}

static enum judged check_site(const struct check_ctx *c)
{
    const struct site_view *v = c->view;
    struct copy *all = arena_array(c->a, struct copy, v->n_digests);
    size_t n = 0;

    for (size_t i = 0; i < v->n_digests; i++)
        n += v->digests[i].guide.n && read_copy(&v->digests[i], &all[n]);
    qsort(all, n, sizeof(*all), by_service);
    for (size_t i = 1; i < n; i++) {
        const struct copy *x = &all[i - 1], *y = &all[i];

        if (x->service != y->service || x->at != y->at)
            continue;
        if (are_other_phones(c, x->phones, y->phones))
            report(c, x, y,
                   &(struct difference){ "phone-differs", "联系电话", x->phones, y->phones,
                                         GRADE_FAULT, 0.75 });
        if (are_other_hours(c, x->hours, y->hours))
            report(c, x, y,
                   &(struct difference){ "hours-differ", "办理时间", x->hours, y->hours,
                                         GRADE_NOTICE, 0.5 });
    }
    return v->is_partial ? cannot_judge(c, v->incomplete_reason.p) : JUDGED;
}

const struct check check_guide_conflict = {
    .id = "guide-conflict",
    .rev = 3,
    .title = "同一事项的指南不一致",
    .case_id = "A26",
    .needs_text = true,
    .needs_home = true,
    .check_site = check_site,
};
