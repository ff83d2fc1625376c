#include "base/base.h"

#include "judge/evaluate.h"

#include "check/check.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { IDS_SHOWN_MAX = 1000 };

static const char *const verdicts[] = {
    [VERDICT_UNKNOWN] = "未能判定",
    [VERDICT_PASS] = "合格",
    [VERDICT_FAIL] = "不合格",
};

const char *verdict_name(enum verdict v)
{
    return verdicts[v];
}

enum verdict verdict_of(struct str name)
{
    for (size_t i = 0; i < COUNT_OF(verdicts); i++)
        if (str_eq(name, str_of(verdicts[i])))
            return (enum verdict)i;
    return VERDICT_UNKNOWN;
}

static const char *const waits[WAIT_N] = {
    [WAIT_NONE] = "",         [WAIT_REVIEW] = "review",   [WAIT_PERSON] = "person",
    [WAIT_VISITS] = "visits", [WAIT_MEASURE] = "measure", [WAIT_NUMBER] = "number",
};

const char *wait_name(enum wait w)
{
    return waits[w];
}

enum wait wait_of(struct str name)
{
    for (size_t i = 0; i < COUNT_OF(waits); i++)
        if (str_eq(name, str_of(waits[i])))
            return (enum wait)i;
    return WAIT_NONE;
}

/* Things with one key. */
struct group {
    size_t at, n;
    uint64_t confirmed, open; /* metrics */
    bool is_charged;          /* by an indicator that stands earlier in the set */
};

struct bench {
    const struct indicator_set *set;
    const struct evidence *e;
    struct arena *a;
    struct group *groups;
    size_t n_groups;
};

static int by_key(const void *a, const void *b)
{
    const struct thing *x = a, *y = b;

    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return (x->id > y->id) - (x->id < y->id);
}

static void make_groups(struct bench *b)
{
    const struct evidence *e = b->e;

    b->groups = arena_array(b->a, struct group, e->n_things);
    if (e->n_things)
        qsort(e->things, e->n_things, sizeof(*e->things), by_key);
    for (size_t i = 0; i < e->n_things; i++) {
        const struct thing *t = &e->things[i];

        if (i == 0 || t->key != e->things[i - 1].key)
            b->groups[b->n_groups++] = (struct group){ .at = i };

        struct group *g = &b->groups[b->n_groups - 1];

        g->n++;
        *(t->is_confirmed ? &g->confirmed : &g->open) |= t->metrics;
    }
}

/* ---- one situation ---- */

static const struct statement *stated(const struct bench *b, const struct indicator *in,
                                      const struct situation *s)
{
    const struct statement *found = NULL;

    for (size_t i = 0; i < b->e->n_statements; i++) {
        const struct statement *t = &b->e->statements[i];

        if (indicator_says(in, s, t->id, t->is_fault))
            found = t; /* the last one counts */
    }
    return found;
}

enum { DOUBT_WHOLE = -1 };

/* Why a situation cannot be told. */
struct gap {
    enum wait wait;
    struct str why;
};

static void leave_open(struct situation_result *r, enum wait wait, struct str why)
{
    r->answer = ANSWER_MAYBE;
    r->wait = wait;
    r->why = why;
}

/* A page has one column, or as many as the check says; of other things it may have any number. */
static bool is_bounded(const struct metric *m, const struct situation *s)
{
    return m->is_per_page || m->is_per_column || s->at_least.trust == TRUST_OPEN ||
           s->at_least.value <= QUANTITY_ONE;
}

/* Another metric of the situation, before this one, counts what its check finds. */
static bool is_counted_before(const struct bench *b, const struct situation *s, size_t metric)
{
    for (size_t i = 0; i < metric; i++)
        if ((s->metrics >> i & 1) &&
            str_eq(b->set->metrics[i].check, b->set->metrics[metric].check))
            return true;
    return false;
}

/* Things that may be there unseen: on pages not judged, or DOUBT_WHOLE. */
static int64_t unseen(const struct bench *b, const struct situation *s, struct gap *gap)
{
    int64_t n = 0;

    for (size_t i = 0; i < b->set->n_metrics; i++) {
        const struct str check = b->set->metrics[i].check;

        if (!(s->metrics >> i & 1))
            continue;
        if (!check_find(check)) {
            *gap =
                (struct gap){ WAIT_PERSON, arena_printf(b->a, "本程序尚无检查项 %.*s，须人工检查",
                                                        STR_ARG(check)) };
            return DOUBT_WHOLE;
        }
        for (size_t k = 0; k < b->e->n_doubts; k++) {
            const struct doubt *d = &b->e->doubts[k];

            if (!str_eq(d->check, check))
                continue;
            *gap = (struct gap){ WAIT_MEASURE, d->reason };
            if (d->n_pages == 0)
                return DOUBT_WHOLE;
            gap->why = arena_printf(b->a, "%" PRId64 " 个页面未能检查：%.*s", d->n_pages,
                                    STR_ARG(d->reason));
            if (!is_bounded(&b->set->metrics[i], s))
                return DOUBT_WHOLE;
            if (!is_counted_before(b, s, i))
                n += d->n_things > d->n_pages ? d->n_things : d->n_pages;
        }
    }
    return n;
}

static void count(const struct bench *b, struct situation_result *r)
{
    const uint64_t wanted = r->situation->metrics;
    uint64_t *ids = NULL;

    for (size_t i = 0; i < b->n_groups; i++) {
        const struct group *g = &b->groups[i];

        if (!((g->confirmed | g->open) & wanted))
            continue;
        if (g->is_charged && r->indicator->part == PART_DEDUCT)
            continue;
        if (g->confirmed & wanted)
            r->n_confirmed++;
        else
            r->n_open++;
        if (!ids)
            ids = arena_array(b->a, uint64_t, IDS_SHOWN_MAX);
        for (size_t k = g->at; k < g->at + g->n && r->n_ids < IDS_SHOWN_MAX; k++)
            if (b->e->things[k].metrics & wanted)
                ids[r->n_ids++] = b->e->things[k].id;
    }
    r->ids = ids;
}

static void decide_count(const struct bench *b, struct situation_result *r)
{
    const struct quantity *limit = &r->situation->at_least;
    const int64_t seen = r->n_confirmed + r->n_open;
    struct gap gap = { 0 };
    const int64_t n_unseen = unseen(b, r->situation, &gap);

    if (limit->trust == TRUST_OPEN) {
        if (seen || n_unseen)
            leave_open(r, WAIT_NUMBER, STR("指标中认定的数量未定，请按原文填写"));
        return;
    }
    r->is_foreseen = seen * QUANTITY_ONE >= limit->value;
    if (r->n_confirmed * QUANTITY_ONE >= limit->value) {
        r->answer = ANSWER_YES;
    } else if (r->is_foreseen) {
        leave_open(r, WAIT_REVIEW, STR("发现的问题尚未复核"));
    } else if (n_unseen == DOUBT_WHOLE || (seen + n_unseen) * QUANTITY_ONE >= limit->value) {
        leave_open(r, gap.wait, gap.why);
    }
}

/* The record says it, and a person confirms the finding that was made of the record. */
static void decide_availability(const struct bench *b, struct situation_result *r)
{
    const enum availability is = availability_of(b->set, &b->e->visits);

    r->is_foreseen = is == AVAILABILITY_BAD;
    if (is == AVAILABILITY_BAD)
        count(b, r);
    if (is == AVAILABILITY_BAD && r->n_confirmed + r->n_open == 0)
        r->n_open = 1;
    if (r->n_confirmed)
        r->answer = ANSWER_YES;
    else if (is != AVAILABILITY_GOOD)
        leave_open(r, r->is_foreseen ? WAIT_REVIEW : WAIT_VISITS,
                   availability_text(b->set, &b->e->visits, b->a));
}

static void decide(const struct bench *b, struct situation_result *r)
{
    const struct statement *s = stated(b, r->indicator, r->situation);

    switch (r->situation->kind) {
    case SITUATION_COUNT:
        count(b, r);
        decide_count(b, r);
        break;
    case SITUATION_AVAILABILITY:
        decide_availability(b, r);
        break;
    case SITUATION_PERSON:
        leave_open(r, WAIT_PERSON, STR("须人工检查"));
        break;
    }
    if (!s || (!s->is_fault && r->answer == ANSWER_YES)) /* what was confirmed stands */
        return;
    r->answer = s->is_fault ? ANSWER_YES : ANSWER_NO;
    r->is_foreseen = s->is_fault;
    r->wait = WAIT_NONE;
    r->why = (struct str){ 0 };
}

/* ---- points ---- */

static int64_t points_of(const struct bench *b, const struct situation_result *r, int64_t n)
{
    const struct statement *s = stated(b, r->indicator, r->situation);

    if (s && s->is_fault && s->points >= 0)
        return s->points;
    if (r->situation->points.trust == TRUST_OPEN)
        return -1;
    return r->situation->points.value * (r->situation->is_each && n > 1 ? n : 1);
}

/* What was counted here is not counted again further down. */
static void charge(struct bench *b, const struct situation_result *r)
{
    if (r->answer == ANSWER_NO)
        return;
    for (size_t i = 0; i < b->n_groups; i++)
        if ((b->groups[i].confirmed | b->groups[i].open) & r->situation->metrics)
            b->groups[i].is_charged = true;
}

static void price(struct bench *b, struct situation_result *r)
{
    const int64_t seen = r->n_confirmed + r->n_open;
    const int64_t sure = points_of(b, r, r->n_confirmed), all = points_of(b, r, seen);
    const struct statement *s = stated(b, r->indicator, r->situation);
    const bool is_told = s && s->is_fault && s->points >= 0;
    struct gap gap;

    if (r->answer == ANSWER_YES)
        r->lost_low = sure > 0 ? sure : 0;
    if (r->is_foreseen)
        r->lost_foreseen = all > 0 ? all : 0;
    if (r->answer != ANSWER_NO)
        r->lost_high = all;
    if (r->answer != ANSWER_NO && r->situation->is_each && !is_told &&
        unseen(b, r->situation, &gap)) {
        r->lost_high = -1; /* how many more there are, nobody knows */
        if (r->answer == ANSWER_YES)
            r->wait = gap.wait;
    }
    charge(b, r);
}

/* ---- the scored part ---- */

struct loss {
    int64_t low, high, foreseen, judged;
};

static int64_t least(int64_t x, int64_t y)
{
    return x < y ? x : y;
}

/* One indicator: its situations together, at most its mark. high -1 = not known. */
static struct loss loss_of(const struct judgement *j, const struct indicator *in)
{
    const bool has_full = in->full.trust != TRUST_OPEN;
    struct loss t = { .judged = has_full ? in->full.value : in->full.minimum };

    for (size_t i = 0; i < j->n_results; i++) {
        const struct situation_result *r = &j->results[i];

        if (r->indicator != in)
            continue;
        t.low += r->lost_low;
        t.foreseen += r->lost_foreseen;
        t.high = r->lost_high < 0 || t.high < 0 ? -1 : t.high + r->lost_high;
        if (r->answer == ANSWER_MAYBE || r->lost_high < 0)
            t.judged = -1;
    }
    if (has_full) {
        t.low = least(t.low, in->full.value);
        t.foreseen = least(t.foreseen, in->full.value);
        t.high = t.high < 0 ? in->full.value : least(t.high, in->full.value);
    }
    return t;
}

/* One category: never more than its mark, nor than what the clean indicators leave of it. */
static struct loss category_loss(const struct bench *b, const struct judgement *j,
                                 const struct category *c)
{
    const int64_t full = c->full.value;
    struct loss t = { 0 };
    int64_t kept = 0;
    bool is_whole = true, is_priced = true;

    for (size_t i = 0; i < b->set->n_indicators; i++) {
        const struct indicator *in = &b->set->indicators[i];

        if (in->part != PART_DEDUCT || !str_eq(in->category, c->title))
            continue;

        const struct loss one = loss_of(j, in);

        t.low += one.low;
        t.foreseen += one.foreseen;
        t.high += one.high > 0 ? one.high : 0;
        is_priced &= one.high >= 0;
        is_whole &= one.judged >= 0;
        t.judged += one.judged > 0 ? one.judged : 0;
        if (one.high == 0)
            kept += in->full.trust != TRUST_OPEN ? in->full.value : in->full.minimum;
    }
    t.low = least(t.low, full);
    t.foreseen = least(t.foreseen, full);
    t.high = is_priced ? least(t.high, full) : full - kept;
    if (is_whole)
        t.judged = full;
    return t;
}

/* Won in the third part: only a person says so. */
static int64_t bonus_of(const struct bench *b, const struct judgement *j)
{
    const struct quantity *full = indicator_number(b->set, "bonus_full");
    int64_t won = 0;

    for (size_t i = 0; i < j->n_results; i++)
        if (j->results[i].indicator->part == PART_BONUS && j->results[i].answer == ANSWER_YES)
            won += points_of(b, &j->results[i], 1) > 0 ? points_of(b, &j->results[i], 1) : 0;
    return full && full->trust != TRUST_OPEN ? least(won, full->value) : won;
}

static int64_t number(const struct indicator_set *set, const char *name, int64_t other)
{
    const struct quantity *q = indicator_number(set, name);

    return q && q->trust != TRUST_OPEN ? q->value : other;
}

/* A set without a score for them scores services as the rest. */
static bool leaves_services_out(const struct indicator_set *set, const struct evidence *e)
{
    return !e->serves_public && number(set, "no_service_full", -1) >= 0;
}

/* points * times / over against a limit, without rounding. */
struct scale {
    int64_t times, over;
};

static bool is_below(struct scale s, int64_t points, int64_t limit)
{
    return points * s.times < limit * s.over;
}

static bool is_above(struct scale s, int64_t points, int64_t limit)
{
    return points * s.times > limit * s.over;
}

/* Fills in the score; says whether its range is surely, or at best, below the pass mark. */
static void add_up(const struct bench *b, struct judgement *j, bool *is_low_failing,
                   bool *is_high_failing, bool *is_foreseen_failing)
{
    const struct indicator_set *set = b->set;
    const bool no_service = leaves_services_out(set, b->e);
    const int64_t fail = number(set, "fail_below", 0);
    const int64_t open = number(set, "bonus_above", -1);
    struct scale scale = { QUANTITY_ONE, QUANTITY_ONE };
    struct loss t = { 0 };
    int64_t full = 0;

    if (no_service)
        scale =
            (struct scale){ number(set, "no_service_times", 1), number(set, "no_service_over", 1) };
    for (size_t i = 0; i < set->n_categories; i++) {
        const struct category *c = &set->categories[i];

        if (no_service && c->is_service)
            continue;

        const struct loss one = category_loss(b, j, c);

        full += c->full.value;
        t.low += one.low;
        t.high += one.high;
        t.foreseen += one.foreseen;
        t.judged += one.judged;
    }

    const int64_t low = full - t.high, high = full - t.low, foreseen = full - t.foreseen;
    const int64_t bonus = open < 0 ? 0 : bonus_of(b, j);

    *is_low_failing = is_below(scale, low, fail);
    *is_high_failing = is_below(scale, high, fail);
    *is_foreseen_failing = is_below(scale, foreseen, fail);
    j->score = (struct score){
        .is_given = true,
        .full = full * scale.times / scale.over,
        .judged = t.judged * scale.times / scale.over,
        .low = low * scale.times / scale.over + (is_above(scale, low, open) ? bonus : 0),
        .high = high * scale.times / scale.over + (is_above(scale, high, open) ? bonus : 0),
        .foreseen =
            foreseen * scale.times / scale.over + (is_above(scale, foreseen, open) ? bonus : 0),
    };
}

/* ---- the verdict ---- */

bool indicator_applies(const struct indicator_set *set, const struct indicator *in,
                       const struct evidence *e)
{
    const struct category *c = indicator_category(set, in->category);

    if (in->is_service && !e->serves_public)
        return false;
    if (in->part == PART_DEDUCT && c && c->is_service && leaves_services_out(set, e))
        return false;
    switch (in->subject) {
    case SUBJECT_SITE:
        return !e->is_account;
    case SUBJECT_PORTAL:
        return e->is_portal;
    case SUBJECT_ACCOUNT:
        return e->is_account;
    case SUBJECT_OFFICE:
        break;
    }
    return false;
}

static void judge_situations(struct bench *b, struct judgement *j)
{
    size_t n = 0;

    for (size_t i = 0; i < b->set->n_indicators; i++)
        n += b->set->indicators[i].n_situations;
    j->results = arena_array(b->a, struct situation_result, n);
    for (size_t i = 0; i < b->set->n_indicators; i++) {
        const struct indicator *in = &b->set->indicators[i];

        for (size_t k = 0; indicator_applies(b->set, in, b->e) && k < in->n_situations; k++) {
            struct situation_result *r = &j->results[j->n_results++];

            *r = (struct situation_result){ .indicator = in, .situation = &in->situations[k] };
            decide(b, r);
            if (in->part == PART_DEDUCT)
                price(b, r);
        }
    }
}

static bool has_scored_part(const struct judgement *j)
{
    for (size_t i = 0; i < j->n_results; i++)
        if (j->results[i].indicator->part == PART_DEDUCT)
            return true;
    return false;
}

static size_t n_vetoes(const struct judgement *j, enum answer answer)
{
    size_t n = 0;

    for (size_t i = 0; i < j->n_results; i++)
        n += j->results[i].indicator->part == PART_VETO && j->results[i].answer == answer;
    return n;
}

/* Of the vetoes; of the scored part when no veto is open. */
static void note_waits(struct judgement *j, enum part part)
{
    for (size_t i = 0; i < j->n_results; i++)
        if (j->results[i].indicator->part == part && j->results[i].wait != WAIT_NONE)
            j->waits[j->results[i].wait] = true;
    if (part == PART_DEDUCT && memcmp(j->waits, (bool[WAIT_N]){ 0 }, sizeof(j->waits)) == 0)
        j->waits[WAIT_NUMBER] = true; /* what is there has no known price */
}

static bool is_veto_foreseen(const struct judgement *j)
{
    for (size_t i = 0; i < j->n_results; i++)
        if (j->results[i].indicator->part == PART_VETO && j->results[i].is_foreseen)
            return true;
    return false;
}

static void conclude(struct bench *b, struct judgement *j)
{
    bool low = false, high = false, foreseen = false;
    const size_t n_sure = n_vetoes(j, ANSWER_YES), n_maybe = n_vetoes(j, ANSWER_MAYBE);

    if (has_scored_part(j) && !n_sure) /* a veto ends it: there is no score */
        add_up(b, j, &low, &high, &foreseen);
    if (n_sure || high) {
        j->verdict = VERDICT_FAIL;
        j->reason =
            n_sure ? arena_printf(b->a, "单项否决 %zu 项", n_sure) : STR("扣分指标得分低于及格分");
    } else if (n_maybe || low) {
        j->verdict = VERDICT_UNKNOWN;
        j->reason = n_maybe ? arena_printf(b->a, "%zu 种单项否决情形尚不能排除", n_maybe)
                            : STR("扣分指标的得分尚不能确定在及格分以上");
        note_waits(j, n_maybe ? PART_VETO : PART_DEDUCT);
    } else {
        j->verdict = VERDICT_PASS;
        j->reason = STR("没有单项否决情形");
    }
    j->foreseen = is_veto_foreseen(j) || foreseen ? VERDICT_FAIL : j->verdict;
}

void evaluate(const struct indicator_set *set, const struct evidence *e, struct arena *a,
              struct judgement *out)
{
    struct bench b = { .set = set, .e = e, .a = a };

    *out = (struct judgement){ .reason = STR("不在运行状态，不作判定") };
    if (!e->is_running)
        return;
    make_groups(&b);
    judge_situations(&b, out);
    conclude(&b, out);
}
