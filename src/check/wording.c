#include "base/base.h"

#include "check/wording.h"

#include "base/clock.h"
#include "proof/excerpt.h"
#include "proof/field.h"
#include "proof/proofread.h"
#include "text/where.h"

#include <string.h>

/* The problems of one page that will be findings. */
struct seen {
    struct str wrong;
    struct str context; /* a single character says little: with its neighbours; else empty */
    int64_t n;
    const struct problem *first;
    struct str where, excerpt;
    uint64_t sentence; /* that it stands in */
};

enum { SEEN_MAX = 200 };

struct reading {
    const struct check_ctx *c;
    const struct wording *w;
    struct seen *seen;
    size_t n;
};

/*
 * "body text[12]": the twelfth line of the visible text. Of a file: "第 3 页 · 一、总体要求 · 第 2
 * 行".
 *
 *   w  the walk through `text`
 */
static struct str place_of(const struct check_ctx *c, struct where *w, size_t at)
{
    unsigned line = 1;

    if (w->text.p == c->page->title.p)
        return STR("head title");
    if (c->page->is_attachment)
        return where_is(w, at, c->a);
    for (size_t i = 0; i < at; i++)
        line += w->text.p[i] == '\n';
    return arena_printf(c->a, "body text[%u]", line);
}

/* The character with one of its line on each side; empty when `wrong` is longer. */
static struct str context_of(const struct problem *p, struct str text)
{
    size_t from = p->at, n_behind;

    if (p->masked.n || str_chars(str_sub(text, p->at, p->n)) != 1)
        return (struct str){ 0 };
    if (from > 0 && text.p[from - 1] != '\n')
        do
            from--;
        while (from > 0 && ((unsigned char)text.p[from] & 0xC0) == 0x80);
    n_behind = str_head_chars(str_skip(text, p->at + p->n), 1).n;
    if (n_behind && text.p[p->at + p->n] == '\n')
        n_behind = 0;
    return str_sub(text, from, p->at + p->n + n_behind - from);
}

/* Bytes of what changes by itself at the start of s: a day beside a title, a count of readers. */
static size_t passing(struct str s)
{
    static const char *const marks[] = { "年", "月", "日", "（", "）", "【", "】", "　", "·" };

    if (char_is_digit(s.p[0]) || str_chr(STR(" -/.:()[]\t\r"), s.p[0]) != STR_NONE)
        return 1;
    for (size_t i = 0; i < COUNT_OF(marks); i++)
        if (str_starts(s, str_of(marks[i])))
            return str_of(marks[i]).n;
    return 0;
}

enum { NEIGHBOURS = 10, REACH = 80 /* characters that are looked at for them */ };

/* Copies the nearest characters in front of `at` that stay, the nearest first; their bytes. */
static size_t neighbours_before(struct str text, size_t at, char *to)
{
    size_t n = 0;

    for (int kept = 0, seen = 0; kept < NEIGHBOURS && seen < REACH && at > 0; seen++) {
        const size_t end = at--;

        while (at > 0 && end - at < 4 && ((unsigned char)text.p[at] & 0xC0) == 0x80)
            at--;
        if (text.p[at] == '\n')
            break;
        if (passing(str_skip(text, at)))
            continue;
        memcpy(to + n, text.p + at, end - at);
        n += end - at;
        kept++;
    }
    return n;
}

static size_t neighbours_behind(struct str rest, char *to)
{
    size_t n = 0, n_bytes;

    for (int kept = 0, seen = 0; kept < NEIGHBOURS && seen < REACH && rest.n && rest.p[0] != '\n';
         seen++, rest = str_skip(rest, n_bytes)) {
        n_bytes = passing(rest);
        if (n_bytes)
            continue;
        n_bytes = str_head_chars(str_sub(rest, 0, 4), 1).n;
        memcpy(to + n, rest.p, n_bytes);
        n += n_bytes;
        kept++;
    }
    return n;
}

/*
 * What the place is known by next time, and on other pages: the nearest characters of its line
 * before and behind it, without what changes by itself.
 */
static uint64_t sentence_of(const struct problem *p, struct str text)
{
    char near[2 * NEIGHBOURS * 4 + 1];
    size_t n = neighbours_before(text, p->at, near);

    near[n++] = '\n';
    n += neighbours_behind(str_skip(text, p->at + p->n), near + n);
    return str_hash(str_from(near, n));
}

/* The first byte pair of a comma and of a full stop in UTF-8 makes these in GBK: a line with one
 * was all but surely read in the wrong charset (锛 is an adze, else), and its characters are no
 * slips of a writer. */
static bool is_garbled(struct str text, size_t at)
{
    static const char *const marks[] = { "锛", "銆" };
    enum { REACH_BYTES = 300 };
    size_t from = at;

    while (from > 0 && at - from < REACH_BYTES && text.p[from - 1] != '\n')
        from--;
    text = str_sub(text, from, at - from + REACH_BYTES);
    return str_has_any(str_sub(text, 0, str_chr(text, '\n')), marks, COUNT_OF(marks));
}

static void take(struct reading *r, const struct problem_list *l, size_t i, struct where *w)
{
    const struct problem *p = &l->problems[i];
    const struct str wrong = problem_wrong(p, w->text), context = context_of(p, w->text);

    for (size_t k = 0; k < r->n; k++) {
        if (!str_eq(r->seen[k].wrong, wrong) || !str_eq(r->seen[k].context, context))
            continue;
        r->seen[k].n++;
        return;
    }
    if (r->n < SEEN_MAX)
        r->seen[r->n++] = (struct seen){ .wrong = wrong,
                                         .context = context,
                                         .n = 1,
                                         .first = p,
                                         .where = place_of(r->c, w, p->at),
                                         .excerpt = problem_excerpt(l, i, w->text, r->c->a),
                                         .sentence = sentence_of(p, w->text) };
}

static void read_text(struct reading *r, struct str text, int32_t day)
{
    const struct check_ctx *c = r->c;
    struct problem_list found = { .a = c->a };
    struct where w = { .text = text, .rest = text, .places = &c->page->places };

    proofread(c->proofreader, text,
              &(struct proof_options){
                  .day = day, .engines = r->w->engines, .is_wrapped = c->page->is_attachment },
              &found);
    for (size_t i = 0; i < found.n; i++) {
        const struct problem *p = &found.problems[i];

        if (str_eq(str_of(p->check), str_of(r->w->check)) &&
            (p->level == PROBLEM_CONFIRMED || r->w->with_suspects) &&
            !(r->w->skips_garbled && is_garbled(text, p->at)))
            take(r, &found, i, &w);
    }
}

static void report(const struct check_ctx *c, const struct seen *s)
{
    const struct problem *p = s->first;
    const enum grade grade = p->level == PROBLEM_SUSPECT ? GRADE_NOTICE
                             : p->is_serious             ? GRADE_VETO
                                                         : GRADE_FAULT;
    const struct field detail[] = {
        { .key = "wrong", .text = s->wrong },     { .key = "right", .text = p->right },
        { .key = "class", .text = p->class },     { .key = "basis", .text = p->source },
        { .key = "context", .text = s->context },
    };

    sink_add(c->out, (struct finding){
                         .where = s->where,
                         .excerpt = s->excerpt,
                         .suggest = p->right.n ? arena_printf(c->a, "应为：%.*s", STR_ARG(p->right))
                                               : STR("请核对并改正或删去"),
                         .key = arena_printf(c->a, "%.*s %016llx", STR_ARG(s->wrong),
                                             (unsigned long long)s->sentence),
                         .measured = NUMBER(s->n),
                         .grade = grade,
                         .confidence = p->score,
                         .detail = detail,
                         .n_detail = COUNT_OF(detail) - !s->context.n,
                     });
}

enum judged wording_check(const struct check_ctx *c, const struct wording *w)
{
    const struct page *p = c->page;
    /* A file without a date may be as old as the page that leads to it: what is wrong from some day
     * on is not held against it. */
    const int32_t day =
        p->published != DAY_NONE || p->is_attachment ? p->published : day_of_time(c->now);
    struct reading r = { .c = c, .w = w };

    if (!c->proofreader)
        return cannot_judge(c, "没有装入词库");
    field_reads(proofreader_spelling(c->proofreader), c->site ? c->site->code : STR(""));
    r.seen = arena_array(c->a, struct seen, SEEN_MAX);
    read_text(&r, p->text, day);
    read_text(&r, p->title, day);
    for (size_t i = 0; i < r.n; i++)
        report(c, &r.seen[i]);
    return JUDGED;
}
