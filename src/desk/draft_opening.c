#include "base/base.h"

#include "desk/draft_opening.h"

#include "base/pack.h"
#include "desk/draft.h"
#include "desk/opening_answer.h"
#include "proof/field.h"
#include "text/charset.h"

#include <stdlib.h>
#include <unistd.h>

enum { SCORE_PARTS = 1000000 };

static void pack_path(struct buf *to, const char *path)
{
    pack_str(to, str_of(path ? path : ""));
}

void draft_opening_ask(const struct draft_asked *asked, struct buf *request)
{
    pack_path(request, asked->proof.lexicon_dir);
    pack_path(request, asked->proof.packages_dir);
    pack_path(request, asked->proof.spelling.book);
    pack_path(request, asked->proof.spelling.decision);
    pack_path(request, asked->proof.spelling.english);
    pack_path(request, asked->proof.spelling.capitals);
    pack_path(request, asked->checks_file);
    pack_path(request, asked->field_file);
    pack_str(request, asked->name);
    pack_i64(request, asked->day);
    pack_i64(request, asked->today);
    pack_u64(request, asked->with_suspects);
    buf_add(request, asked->bytes);
}

/* ---- in there -------------------------------------------------------------------------------- */

struct prepared {
    struct arena a;
    struct draft_asked asked;
    struct draft_reader reader;
    struct draft draft; /* of a document */
    struct err err;
};

static const char *unpack_path(struct str *from, struct arena *a)
{
    const struct str path = unpack_str(from);

    return path.n ? arena_copy(a, path).p : NULL;
}

static struct draft_asked read_request(struct str request, struct arena *a)
{
    struct draft_asked r = { 0 };

    r.proof.lexicon_dir = unpack_path(&request, a);
    r.proof.packages_dir = unpack_path(&request, a);
    r.proof.spelling.book = unpack_path(&request, a);
    r.proof.spelling.decision = unpack_path(&request, a);
    r.proof.spelling.english = unpack_path(&request, a);
    r.proof.spelling.capitals = unpack_path(&request, a);
    r.checks_file = unpack_path(&request, a);
    r.field_file = unpack_path(&request, a);
    r.name = unpack_str(&request);
    r.day = (int32_t)unpack_i64(&request);
    r.today = (int32_t)unpack_i64(&request);
    r.with_suspects = unpack_u64(&request);
    r.bytes = request;
    return r;
}

/* A field that cannot be read is done without, as inspections do. */
static void use_field(struct prepared *p)
{
    struct spelling *s = proofreader_spelling(p->reader.proofreader);
    struct err own = { 0 };

    if (p->asked.field_file && access(p->asked.field_file, R_OK) == 0)
        (void)!field_use(s, p->asked.field_file, &own);
}

void *draft_opening_prepare(struct str request)
{
    struct prepared *p = calloc(1, sizeof(*p));

    ASSERT(p);
    p->asked = read_request(request, &p->a);
    if (draft_is_document(p->asked.bytes) &&
        draft_read_document(p->asked.bytes, &p->a, &p->draft, &p->err))
        return p;
    if (draft_reader_open(&p->asked.proof, p->asked.checks_file, &p->reader, &p->err) == RC_OK)
        use_field(p);
    return p;
}

static void put_problem(const struct draft_problem *d, struct buf *to)
{
    const struct problem *p = d->problem;

    pack_str(to, str_of(p->check));
    pack_str(to, d->wrong);
    pack_str(to, p->right);
    pack_str(to, p->class);
    pack_str(to, d->excerpt);
    pack_str(to, p->source);
    pack_str(to, d->where);
    pack_u64(to, d->line);
    pack_u64(to, d->at);
    pack_u64(to, (uint64_t)(p->score * SCORE_PARTS));
    pack_u64(to, p->level == PROBLEM_SUSPECT);
    pack_u64(to, p->is_serious);
}

static void put_problems(struct prepared *p, struct buf *to)
{
    AUTO(buf_done) struct buf shown = { 0 };
    struct problem_list found = { .a = &p->a };
    struct draft_walk walk;
    struct draft_problem one;
    uint64_t n = 0, n_all = 0;

    draft_problems(&p->reader, &p->draft, draft_day(&p->draft, p->asked.day, p->asked.today),
                   PROOF_ALL, &found);
    for (size_t i = 0; i < found.n; i++)
        n_all += p->asked.with_suspects || found.problems[i].level != PROBLEM_SUSPECT;
    walk = draft_walk_begin(&p->draft, &found);
    while (n < DRAFT_SHOWN_MAX && draft_walk_next(&walk, p->asked.with_suspects, &one)) {
        put_problem(&one, &shown);
        n++;
    }
    pack_u64(to, n_all);
    pack_u64(to, n);
    buf_add(to, buf_str(&shown));
}

/* The text of what is no document is made here: HTML is as hostile as anything. */
static enum rc read_text(struct prepared *p, struct err *err)
{
    enum rc rc = p->err.rc;

    if (rc)
        return err_set(err, rc, "%s", p->err.text);
    if (!p->draft.is_document)
        rc = draft_read_text(p->asked.name, p->asked.bytes, &p->a, &p->draft, err);
    if (rc)
        return rc;
    if (!str_trim(p->draft.text).n)
        return err_set(err, RC_UNSUPPORTED, "没有文字");
    return p->draft.text.n <= DRAFT_TEXT_MAX
               ? RC_OK
               : err_set(err, RC_LIMIT, "文稿过长（文字至多 %d MB），请分成几份检查",
                         (int)(DRAFT_TEXT_MAX >> 20));
}

void draft_opening_work(void *prepared, struct buf *answer)
{
    struct prepared *p = prepared;
    const struct spelling *s;
    struct err err = { 0 };
    const enum rc rc = read_text(p, &err);

    opening_answer_begin(answer, rc, &err);
    if (rc)
        return;
    s = proofreader_spelling(p->reader.proofreader);
    pack_u64(answer, p->draft.is_document);
    pack_u64(answer, p->draft.outcome);
    pack_u64(answer, str_chars(p->draft.text));
    pack_path(answer, spelling_lacks_book(s));
    pack_path(answer, spelling_lacks_english(s));
    put_problems(p, answer);
}

/* ---- out here -------------------------------------------------------------------------------- */

static bool take_problem(struct str *from, struct draft_seen *to)
{
    const struct str check = unpack_str(from);

    to->check = check.n ? check_find(check) : NULL;
    to->wrong = unpack_str(from);
    to->right = unpack_str(from);
    to->class = unpack_str(from);
    to->excerpt = unpack_str(from);
    to->source = unpack_str(from);
    to->where = unpack_str(from);
    to->line = (int64_t)unpack_u64(from);
    to->at = (int64_t)unpack_u64(from);
    to->score = (double)unpack_u64(from) / SCORE_PARTS;
    to->is_suspect = unpack_u64(from);
    to->is_serious = unpack_u64(from);
    return to->check && charset_is_utf8(to->wrong) && charset_is_utf8(to->right) &&
           charset_is_utf8(to->class) && charset_is_utf8(to->excerpt) &&
           charset_is_utf8(to->source) && charset_is_utf8(to->where) && to->line > 0 &&
           to->line <= DRAFT_TEXT_MAX && to->at >= 0 && to->at <= DRAFT_TEXT_MAX && to->score <= 1;
}

static bool take_problems(struct str *from, struct arena *a, struct draft_opened *out)
{
    struct draft_seen *seen;

    out->n_problems = (int64_t)unpack_u64(from);
    out->n = unpack_u64(from);
    if (out->n > DRAFT_SHOWN_MAX || out->n_problems < (int64_t)out->n ||
        out->n_problems > PROBLEMS_MAX)
        return false;
    seen = arena_array(a, struct draft_seen, out->n);
    for (size_t i = 0; i < out->n; i++)
        if (!take_problem(from, &seen[i]))
            return false;
    out->problems = seen;
    return true;
}

static bool take_draft(struct str *from, struct draft_opened *out)
{
    uint64_t outcome, n_chars;

    out->is_document = unpack_u64(from);
    outcome = unpack_u64(from);
    n_chars = unpack_u64(from);
    out->no_typos = unpack_str(from);
    out->no_english = unpack_str(from);
    out->outcome = (enum attach_outcome)outcome;
    out->n_chars = (int64_t)n_chars;
    return outcome < ATTACH_OUTCOMES_N && n_chars <= DRAFT_TEXT_MAX &&
           charset_is_utf8(out->no_typos) && charset_is_utf8(out->no_english);
}

enum rc draft_opening_take(struct str answer, struct arena *a, struct draft_opened *out,
                           struct err *err)
{
    static const char harmful[] = "文稿不能安全地打开，请另存为 docx 或纯文本后再试";
    struct draft_opened result = { 0 };
    const enum rc rc = opening_answer_take(&answer, harmful, err);

    if (rc)
        return rc;
    if (!take_draft(&answer, &result) || !take_problems(&answer, a, &result) || !unpack_ok(&answer))
        return err_set(err, RC_SYNTAX, "%s", harmful);
    *out = result;
    return RC_OK;
}
