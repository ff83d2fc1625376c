#include "base/base.h"

#include "desk/round_desk.h"

#include "base/buf.h"
#include "base/json.h"
#include "judge/judging.h"
#include "model/account.h"
#include "model/site.h"
#include "office/notice_word.h"
#include "office/run_queue.h"
#include "store/review.h"
#include "store/round_finding.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* ---- judging it ---- */

static bool is_running(const struct json *line)
{
    return site_state_of(json_get_str(line, "state")) == SITE_RUNNING;
}

struct stating {
    struct arena *a;
    struct buf list; /* struct round_statement */
};

static enum rc take_statement(void *ctx, const struct round_statement *t, struct err *err)
{
    struct stating *st = ctx;
    struct round_statement copy = *t;

    (void)err;
    copy.site = arena_copy(st->a, t->site);
    copy.item = arena_copy(st->a, t->item);
    buf_add(&st->list, str_from((const char *)&copy, sizeof(copy)));
    return RC_OK;
}

struct member {
    struct str code;
    uint64_t mark; /* store_round_each_mark */
};

struct session {
    struct store *s;
    const struct round *round;
    struct arena a;
    struct stating statements;
    struct buf members; /* struct member */
    struct buf own;     /* struct statement: of the site at hand */
    struct judging judging;
    struct round_state *state;
    struct round_judged *judged; /* the one at hand */
    struct round_memo *memo;     /* NULL: none */
    uint64_t epoch;              /* of what all its judgements hang on */
    struct round_writer *writer; /* NULL: nothing is frozen */
};

static void session_done(struct session *x)
{
    buf_done(&x->statements.list);
    buf_done(&x->members);
    buf_done(&x->own);
    store_round_writer_closep(&x->writer);
    arena_done(&x->a);
}

static void take_statements_of(struct session *x, struct str site)
{
    for (size_t at = 0; at < x->statements.list.n; at += sizeof(struct round_statement)) {
        struct round_statement t;

        memcpy(&t, x->statements.list.p + at, sizeof(t));
        if (!str_eq(t.site, site))
            continue;

        const struct statement own = { .id = t.item, .is_fault = t.is_fault, .points = t.points };

        buf_add(&x->own, str_from((const char *)&own, sizeof(own)));
    }
}

/* The last one counts, and what was said of this site goes before what was said of all. */
static const struct statement *statements_of(void *ctx, struct str site, size_t *n)
{
    struct session *x = ctx;

    buf_reset(&x->own);
    take_statements_of(x, (struct str){ 0 });
    take_statements_of(x, site);
    *n = x->own.n / sizeof(struct statement);
    return (const struct statement *)(const void *)x->own.p;
}

static enum rc take_member(void *ctx, struct str code, uint64_t mark, struct err *err)
{
    struct session *x = ctx;
    const struct member m = { arena_copy(&x->a, code), mark };

    (void)err;
    buf_add(&x->members, str_from((const char *)&m, sizeof(m)));
    return RC_OK;
}

static const struct member *members_of(const struct session *x, size_t *n)
{
    *n = x->members.n / sizeof(struct member);
    return (const struct member *)(const void *)x->members.p;
}

static enum rc take_finding(void *ctx, const struct stored_finding *f, struct err *err)
{
    struct session *x = ctx;

    x->judged->n_findings++;
    x->judged->n_confirmed += f->is_confirmed;
    return x->writer ? store_round_put_finding(x->writer, f, err) : RC_OK;
}

static struct round_part *part_of(struct round_state *state, struct str code)
{
    return account_id_is(code) ? &state->accounts : &state->sites;
}

static void tally(struct round_part *part, enum verdict verdict, bool is_running)
{
    if (!is_running) {
        part->n_closed++;
        return;
    }
    switch (verdict) {
    case VERDICT_PASS:
        part->n_pass++;
        break;
    case VERDICT_FAIL:
        part->n_fail++;
        break;
    case VERDICT_UNKNOWN:
        part->n_unknown++;
        break;
    }
}

/* Gives its line as it is judged; NULL: the run did not get to it. */
static enum rc judge_line(struct session *x, struct str code, struct arena *a, struct json **line,
                          struct judgement *j, struct err *err)
{
    struct str text;
    enum rc rc = store_get_site(x->s, x->round->run, code, a, &text, err);

    if (rc == RC_NOT_FOUND)
        return RC_OK;
    if (!rc)
        rc = json_parse(text, line, err);
    if (!rc)
        rc = judge_one(&x->judging, code, *line, a, j, err);
    return rc ? rc : store_each_finding_of(x->s, x->round->run, code, take_finding, x, err);
}

static void count_judged(struct session *x, struct str code, const struct round_judged *j)
{
    struct round_part *part = part_of(x->state, code);

    part->n++;
    if (!j->has_result) {
        part->n_unknown++;
        return;
    }
    part->n_results++;
    tally(part, j->verdict, j->is_running);
    x->state->n_findings += (size_t)j->n_findings;
    x->state->n_confirmed += (size_t)j->n_confirmed;
}

static enum rc freeze_site(struct session *x, struct str code, const struct json *line,
                           const struct judgement *j, struct arena *a, struct err *err)
{
    return store_round_put_site(x->s, x->round->id,
                                &(struct round_site){ .code = code,
                                                      .verdict = str_of(verdict_name(j->verdict)),
                                                      .state = json_get_str(line, "state"),
                                                      .result = json_text(line, a) },
                                err);
}

static enum rc judge_member(struct session *x, struct str code, struct round_judged *out,
                            struct err *err)
{
    AUTO(arena_done) struct arena a = { 0 };
    AUTO(json_freep) struct json *line = NULL;
    struct judgement j;
    enum rc rc;

    *out = (struct round_judged){ 0 };
    x->judged = out;
    rc = judge_line(x, code, &a, &line, &j, err);
    if (rc || !line)
        return rc;
    out->has_result = true;
    out->is_running = is_running(line);
    out->verdict = j.verdict;
    out->foreseen = j.foreseen;
    return x->writer ? freeze_site(x, code, line, &j, &a, err) : RC_OK;
}

/* Unless it is known already. */
static enum rc judge_or_recall(struct session *x, const struct member *m, struct round_judged *out,
                               struct err *err)
{
    const uint64_t key[] = { (uint64_t)x->round->id, str_hash(m->code) };
    const uint64_t mark[] = { x->epoch, m->mark };
    const uint64_t key_hash = str_hash(str_from((const char *)key, sizeof(key)));
    const uint64_t mark_hash = str_hash(str_from((const char *)mark, sizeof(mark)));
    enum rc rc;

    if (x->memo && round_memo_find(x->memo, key_hash, mark_hash, out))
        return RC_OK;
    rc = judge_member(x, m->code, out, err);
    if (!rc && x->memo)
        round_memo_put(x->memo, key_hash, mark_hash, out);
    return rc;
}

/* The rules, and what was stated, which is only added to. */
static uint64_t epoch_of(const struct session *x, const struct indicator_set *set)
{
    const uint64_t parts[] = { set->hash, (uint64_t)x->statements.list.n,
                               (uint64_t)x->state->is_run_finished };

    return str_hash(str_from((const char *)parts, sizeof(parts)));
}

/* What every site is judged with. */
static enum rc begin(struct session *x, const struct indicator_set *set, struct err *err)
{
    struct run_info run = { 0 };
    enum rc rc = RC_OK;

    if (x->round->run) /* else nothing has a result yet */
        rc = store_get_run(x->s, x->round->run, &x->a, &run, err);
    x->statements.a = &x->a;
    x->judging = (struct judging){
        .store = x->s, .run = x->round->run, .set = set, .statements = statements_of, .ctx = x
    };
    x->state->is_run_finished = !rc && run.finished;
    if (!rc)
        rc = store_round_each_statement(x->s, x->round->id, take_statement, &x->statements, err);
    x->epoch = epoch_of(x, set);
    return rc;
}

static enum rc judge_all(struct session *x, const struct indicator_set *set, struct err *err)
{
    enum rc rc = begin(x, set, err);

    const struct member *members;
    size_t n;

    /* The marks are read first: what changes meanwhile is another mark the next time. */
    if (!rc)
        rc = store_round_each_mark(x->s, x->round, (struct str){ 0 }, take_member, x, err);
    members = members_of(x, &n);
    for (size_t i = 0; !rc && i < n; i++) {
        struct round_judged judged;

        rc = judge_or_recall(x, &members[i], &judged, err);
        if (!rc)
            count_judged(x, members[i].code, &judged);
    }
    return rc;
}

/* ---- what was frozen ---- */

static enum rc count_site(void *ctx, const struct round_site *site, struct err *err)
{
    struct round_part *part = part_of(ctx, site->code);

    (void)err;
    part->n++;
    if (site->verdict.n == 0) {
        part->n_unknown++;
        return RC_OK;
    }
    part->n_results++;
    tally(part, verdict_of(site->verdict), site_state_of(site->state) == SITE_RUNNING);
    return RC_OK;
}

static enum rc read_frozen(struct store *s, const struct round *r, struct round_state *out,
                           struct err *err)
{
    AUTO(arena_done) struct arena a = { 0 };
    struct round_counts counts;
    struct run_info run;
    enum rc rc = store_get_run(s, r->run, &a, &run, err);

    out->is_run_finished = !rc && run.finished;
    if (!rc)
        rc = store_round_each_member(s, r->id, count_site, out, err);
    if (!rc)
        rc = store_round_count(s, r->id, (struct str){ 0 }, &counts, err);
    if (rc)
        return rc;
    out->n_findings = (size_t)counts.n;
    out->n_confirmed = (size_t)counts.n_confirmed;
    out->n_repeats = (size_t)counts.n_repeats;
    return RC_OK;
}

enum rc round_judge(struct store *s, const struct round *r, const struct indicator_set *set,
                    struct round_memo *memo, struct round_state *out, struct err *err)
{
    struct round_state state = { 0 };
    AUTO(session_done)
    struct session x = { .s = s, .round = r, .state = &state, .memo = memo };
    const enum rc rc = r->frozen ? read_frozen(s, r, &state, err) : judge_all(&x, set, err);

    if (!rc)
        *out = state;
    return rc;
}

/* Zeroes: it is not in the round. */
static enum rc judge_code(struct session *x, struct str code, struct round_judged *out,
                          struct err *err)
{
    const struct member *members;
    size_t n;
    enum rc rc;

    *out = (struct round_judged){ 0 };
    buf_reset(&x->members);
    rc = store_round_each_mark(x->s, x->round, code, take_member, x, err);
    members = members_of(x, &n);
    return rc || !n ? rc : judge_or_recall(x, members, out, err);
}

enum rc round_judge_some(struct store *s, const struct round *r, const struct indicator_set *set,
                         struct round_memo *memo, const struct str *codes, size_t n,
                         struct round_judged *out, struct err *err)
{
    struct round_state state = { 0 };
    AUTO(session_done)
    struct session x = { .s = s, .round = r, .state = &state, .memo = memo };
    enum rc rc = begin(&x, set, err);

    for (size_t i = 0; !rc && i < n; i++)
        rc = judge_code(&x, codes[i], &out[i], err);
    return rc;
}

bool round_is_whole(const struct round_state *t)
{
    return t->is_run_finished && t->sites.n_results == t->sites.n &&
           t->accounts.n_results == t->accounts.n;
}

/* The versions that the verdicts stand on. The site list's: hash of all its codes, in order. */
static struct str pins_of(struct session *x, const struct indicator_set *set,
                          const struct run_info *run)
{
    AUTO(json_freep) struct json *pins = json_new_object(), *options = NULL;
    AUTO(buf_done) struct buf codes = { 0 };

    size_t n;
    const struct member *members = members_of(x, &n);

    for (size_t i = 0; i < n; i++)
        buf_add(&codes, members[i].code);
    json_put_str(pins, "indicators", set->name);
    json_put_str(pins, "indicators_title", set->title);
    json_put_str(pins, "indicators_version", set->version);
    json_put_str(pins, "indicators_hash", arena_printf(&x->a, "%016" PRIx64, set->hash));
    json_put_str(pins, "sites_hash", arena_printf(&x->a, "%016" PRIx64, str_hash(buf_str(&codes))));
    if (!json_parse(run->options, &options, NULL)) /* holds the hash of checks and lexicons */
        json_put(pins, "run", json_clone(options));
    json_put_bool(pins, "complete", round_is_whole(x->state));
    return json_text(pins, &x->a);
}

static enum rc need_run(const struct round *r, struct err *err)
{
    if (r->run)
        return RC_OK;
    return err_set(err, RC_USAGE, "第 %" PRId64 " 轮还没有巡检；先运行 xunjian round run %" PRId64,
                   r->id, r->id);
}

/* Its own inspection neither runs nor waits: what it finds would come too late. */
static enum rc need_rest(struct store *s, const struct round *r, struct arena *a, struct err *err)
{
    struct asked_run last;
    const enum rc rc = store_run_at_hand(s, r->id, a, &last, err);

    if (!rc && last.state <= ASKED_RUNNING)
        return err_set(err, RC_BUSY, "第 %" PRId64 " 轮的检查%s，结束之后才能冻结", r->id,
                       last.state == ASKED_RUNNING ? "正在进行" : "已在等待");
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum rc round_freeze(struct store *s, const struct round *r, const struct indicator_set *set,
                     int64_t now, struct round_state *out, struct err *err)
{
    struct round_state state = { 0 };
    AUTO(session_done)
    struct session x = { .s = s, .state = &state };
    struct round own;
    struct run_info run;
    enum rc rc = store_begin(s, err);

    if (rc)
        return rc;
    rc = store_round_get(s, r->id, &x.a, &own, err); /* it may be another one than was read */
    if (!rc && own.frozen)
        rc = err_set(err, RC_BUSY, "第 %" PRId64 " 轮检查已经冻结", r->id);
    if (!rc)
        rc = need_rest(s, &own, &x.a, err);
    if (!rc)
        rc = need_run(&own, err);
    if (!rc)
        rc = store_get_run(s, own.run, &x.a, &run, err);
    if (!rc)
        rc = store_round_writer_open(s, r->id, &x.writer, err);
    x.round = &own;
    if (!rc)
        rc = judge_all(&x, set, err);
    if (!rc)
        rc = store_round_freeze(s, r->id, now, pins_of(&x, set, &run), err);
    if (!rc)
        rc = store_notice_word_freeze(s, &own, err);
    if (!rc)
        rc = store_commit(s, err);
    store_rollback(s);
    state = (struct round_state){ 0 };
    if (!rc)
        rc = read_frozen(s, &own, &state, err);
    if (!rc)
        *out = state;
    return rc;
}

/* ---- what changed ---- */

struct verdict_list {
    struct arena *a;
    struct buf list; /* struct round_change; before is used */
};

static enum rc take_verdict(void *ctx, const struct round_site *site, struct err *err)
{
    struct verdict_list *v = ctx;
    const struct round_change c = {
        .site = arena_copy(v->a, site->code),
        .before = site->verdict.n ? arena_copy(v->a, site->verdict) : STR("未检查"),
    };

    (void)err;
    buf_add(&v->list, str_from((const char *)&c, sizeof(c)));
    return RC_OK;
}

static enum rc need_frozen(struct store *s, int64_t id, struct arena *a, struct err *err)
{
    struct round r;
    const enum rc rc = store_round_get(s, id, a, &r, err);

    if (!rc && !r.frozen)
        return err_set(err, RC_USAGE, "第 %" PRId64 " 轮检查尚未冻结，不能比较", id);
    return rc;
}

static struct round_change at_of(const struct buf *list, size_t i)
{
    struct round_change c;

    memcpy(&c, list->p + i * sizeof(c), sizeof(c));
    return c;
}

/* Two lists by site into the differences. */
static size_t merge(const struct buf *before, const struct buf *now, struct round_change *out)
{
    const size_t n = before->n / sizeof(*out), m = now->n / sizeof(*out);
    size_t i = 0, k = 0, n_out = 0;

    while (i < n || k < m) {
        const struct round_change x = i < n ? at_of(before, i) : (struct round_change){ 0 };
        const struct round_change y = k < m ? at_of(now, k) : (struct round_change){ 0 };
        const int order = i == n ? 1 : k == m ? -1 : str_cmp(x.site, y.site);

        i += order <= 0;
        k += order >= 0;
        if (order == 0 && str_eq(x.before, y.before))
            continue;
        out[n_out++] = (struct round_change){
            .site = order <= 0 ? x.site : y.site,
            .before = order <= 0 ? x.before : (struct str){ 0 },
            .now = order >= 0 ? y.before : (struct str){ 0 },
        };
    }
    return n_out;
}

enum rc round_compare(struct store *s, int64_t before, int64_t now, struct arena *a,
                      struct round_change **out, size_t *n, struct err *err)
{
    struct verdict_list x = { .a = a }, y = { .a = a };
    enum rc rc = need_frozen(s, before, a, err);

    if (!rc)
        rc = need_frozen(s, now, a, err);
    if (!rc)
        rc = store_round_each_member(s, before, take_verdict, &x, err);
    if (!rc)
        rc = store_round_each_member(s, now, take_verdict, &y, err);
    if (!rc) {
        *out = arena_array(a, struct round_change,
                           (x.list.n + y.list.n) / sizeof(struct round_change));
        *n = merge(&x.list, &y.list, *out);
    }
    buf_done(&x.list);
    buf_done(&y.list);
    return rc;
}
