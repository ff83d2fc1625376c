#include "base/base.h"

#include "desk/draft.h"

#include "attach/pool.h"
#include "base/clock.h"
#include "check/personal_data.h"
#include "page/reader.h"
#include "proof/excerpt.h"
#include "text/charset.h"
#include "text/where.h"

static bool is_html(struct str name, struct str bytes)
{
    const struct str head = str_sub(bytes, 0, 1024);

    return str_ends_nocase(name, STR(".html")) || str_ends_nocase(name, STR(".htm")) ||
           str_find_nocase(head, STR("<html")) != STR_NONE ||
           str_find_nocase(head, STR("<!doctype html")) != STR_NONE;
}

static void read_html(struct str bytes, struct arena *a, struct draft *out)
{
    AUTO(page_reader_freep) struct page_reader *reader = page_reader_new(NULL);
    struct page page;

    page_read(reader, &(struct page_input){ .body = bytes }, a, &page);
    out->text = arena_copy(a, page.text);
    out->published = page.published;
}

static enum rc plain_text(struct str bytes, struct arena *a, struct str *out, struct err *err)
{
    const struct charset_guess guess = charset_detect(bytes, (struct str){ 0 });
    const bool is_wide = str_starts_nocase(str_of(guess.name), STR("utf-16"));
    size_t n_bad = 0;
    const struct str text = charset_to_utf8(str_skip(bytes, guess.bom), guess.name, a, &n_bad);

    /* A binary file has a broken character in every ten bytes or is full of zeroes; a text has
     * hardly one and none. */
    if (n_bad > 10 + text.n / 50 || (!is_wide && str_chr(bytes, '\0') != STR_NONE))
        return err_set(err, RC_UNSUPPORTED, "不是能读的文字");
    *out = text;
    return RC_OK;
}

enum rc draft_read_text(struct str name, struct str bytes, struct arena *a, struct draft *out,
                        struct err *err)
{
    struct draft d = { 0 };
    enum rc rc = RC_OK;

    if (is_html(name, bytes))
        read_html(bytes, a, &d);
    else
        rc = plain_text(bytes, a, &d.text, err);
    if (rc)
        return rc;
    *out = d;
    return RC_OK;
}

bool draft_is_document(struct str bytes)
{
    const enum attach_format format = attach_format_of(bytes);

    return format == ATTACH_PDF || format == ATTACH_ZIP || format == ATTACH_OLE ||
           format == ATTACH_RICH;
}

static struct text_places copy_places(const struct text_places *p, struct arena *a)
{
    struct text_place *places = arena_array(a, struct text_place, p->n);

    for (size_t i = 0; i < p->n; i++) {
        places[i] = p->places[i];
        places[i].name = arena_copy(a, p->places[i].name);
    }
    return (struct text_places){ places, p->n };
}

enum rc draft_read_document(struct str bytes, struct arena *a, struct draft *out, struct err *err)
{
    enum { PATIENCE_MS = 4 * ATTACH_MILLISECONDS };
    AUTO(attach_pool_freep) struct attach_pool *pool = NULL;
    struct attach_result r = { .outcome = ATTACH_TIMEOUT };
    const enum rc rc = attach_pool_new(1, &pool, err);

    if (rc)
        return rc;
    attach_pool_start(pool, bytes, NULL);
    (void)attach_pool_next(pool, PATIENCE_MS, &r);
    if (r.outcome && !r.text.n)
        return err_set(err, RC_UNSUPPORTED, "%s", attach_outcome_title(r.outcome));
    *out = (struct draft){ .text = arena_copy(a, r.text),
                           .places = copy_places(&r.places, a),
                           .is_document = true,
                           .outcome = r.outcome };
    return RC_OK;
}

/* ---- what is wrong in it --------------------------------------------------------------------- */

enum rc draft_reader_open(const struct proof_data *data, const char *checks_file,
                          struct draft_reader *out, struct err *err)
{
    struct draft_reader r = { 0 };
    enum rc rc = proofreader_open(data, &r.proofreader, err);

    if (!rc)
        rc = check_set_load(STR("personal-data"), checks_file, &r.checks, err);
    if (rc)
        draft_reader_done(&r);
    else
        *out = r;
    return rc;
}

void draft_reader_done(struct draft_reader *r)
{
    proofreader_free(r->proofreader);
    check_set_free(r->checks);
    *r = (struct draft_reader){ 0 };
}

int32_t draft_day(const struct draft *d, int32_t given, int32_t today)
{
    if (given != DAY_NONE)
        return given;
    return d->published != DAY_NONE ? d->published : today;
}

/* What the first ones found is settled with the rest. */
void draft_problems(const struct draft_reader *r, const struct draft *d, int32_t day,
                    unsigned engines, struct problem_list *out)
{
    const struct personal_rules rules = personal_data_rules(r->checks, day);

    personal_find(d->text, &rules, out);
    proofread(
        r->proofreader, d->text,
        &(struct proof_options){ .day = day, .engines = engines, .is_wrapped = d->is_document },
        out);
}

struct draft_walk draft_walk_begin(const struct draft *d, const struct problem_list *l)
{
    return (struct draft_walk){
        .list = l,
        .where = { .text = d->text, .rest = d->text, .places = &d->places },
        .line = 1,
    };
}

static void move_to(struct draft_walk *w, size_t at)
{
    for (; w->at < at; w->at++) {
        if (w->where.text.p[w->at] != '\n')
            continue;
        w->line++;
        w->line_start = w->at + 1;
    }
}

bool draft_walk_next(struct draft_walk *w, bool with_suspects, struct draft_problem *out)
{
    const struct problem_list *l = w->list;
    const struct str text = w->where.text;
    const struct problem *p;

    while (w->next < l->n && !with_suspects && l->problems[w->next].level == PROBLEM_SUSPECT)
        w->next++;
    if (w->next == l->n)
        return false;
    p = &l->problems[w->next];
    move_to(w, p->at);
    *out = (struct draft_problem){
        .problem = p,
        .wrong = problem_wrong(p, text),
        .excerpt = problem_excerpt(l, w->next, text, l->a),
        .where = where_is(&w->where, p->at, l->a),
        .line = w->line,
        .at = str_chars(str_sub(text, w->line_start, p->at - w->line_start)),
    };
    w->next++;
    return true;
}
