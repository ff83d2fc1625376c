/*
 * form-is-sample: the blank form and the filled-in sample of a page are the same file.
 *
 * Basis: 自贡 2022Q3 notice (空白表格与实例样表相同). Two links of one page count whose names say
 * that they are a pair: one is called a sample, the other blank, or as the sample is without that
 * word. They are the same when they lead to the same address, or to files with the same bytes.
 * Files that were only saved anew are not recognised.
 */
#include "base/base.h"

#include "base/buf.h"
#include "check/check.h"
#include "check/words.h"
#include "text/han.h"

#include <stdlib.h>

enum { L_SAMPLE, L_BLANK };

static const struct word_list lists[] = {
    [L_SAMPLE] = { .name = "sample", .help = "名称含有这些词的附件是样表" },
    [L_BLANK] = { .name = "blank", .help = "名称含有这些词的附件是空白表格" },
};

enum {
    CORE_CHARS_MIN = 3,
    SAMPLES_MAX = 100, /* of a page that are looked at */
    SAME_MAX = 100,    /* files with the same bytes that one of them is compared with */
};

/* Chinese characters of a name, without the words of both lists and what names of files add. */
static struct str core(const struct check_ctx *c, struct str name)
{
    AUTO(buf_done) struct buf b = { 0 };

    while (name.n) {
        const struct str *word = NULL;
        uint32_t rune;
        const size_t n = str_rune(name, &rune);

        for (size_t list = 0; list < COUNT_OF(lists) && !word; list++)
            for (size_t i = 0; i < c->list[list].n && !word; i++)
                if (str_starts(name, c->list[list].words[i]))
                    word = &c->list[list].words[i];
        if (!word && han_is_common(rune))
            buf_add(&b, str_sub(name, 0, n));
        name = str_skip(name, word ? word->n : n);
    }
    return arena_copy(c->a, buf_str(&b));
}

static bool is_sample(const struct check_ctx *c, struct str name)
{
    return words_in(&c->list[L_SAMPLE], name);
}

/* Is `other` the blank form that belongs to this sample? */
static bool is_pair(const struct check_ctx *c, struct str sample, struct str other)
{
    struct str core_of_other;

    if (!is_sample(c, sample) || is_sample(c, other))
        return false;
    if (words_in(&c->list[L_BLANK], other))
        return true;
    core_of_other = core(c, other);
    return str_chars(core_of_other) >= CORE_CHARS_MIN && str_eq(core_of_other, core(c, sample));
}

/* sample and blank: as their links call them. */
static void report(const struct check_ctx *c, struct str page, struct str sample, struct str blank,
                   struct str target)
{
    sink_add(c->out,
             (struct finding){
                 .url = page,
                 .excerpt = arena_printf(c->a, "%.*s / %.*s", STR_ARG(blank), STR_ARG(sample)),
                 .suggest = STR("样表应当是填写好的实例，请更换样表或空白表格"),
                 .key = arena_printf(c->a, "%.*s %.*s", STR_ARG(page), STR_ARG(sample)),
                 .grade = GRADE_FAULT,
                 DETAIL({ .key = "sample", .text = sample }, { .key = "blank", .text = blank },
                        { .key = "target", .text = target }),
             });
}

/* ---- one address under two names ------------------------------------------------------------- */

static void compare_links(const struct check_ctx *c, const struct link *sample)
{
    const struct page *p = c->page;

    for (size_t i = 0; i < p->n_links; i++) {
        const struct link *other = &p->links[i];

        if (other->kind == LINK_ATTACHMENT && str_eq(other->url, sample->url) &&
            is_pair(c, sample->text, other->text)) {
            report(c, p->url, sample->text, other->text, sample->url);
            return;
        }
    }
}

static enum judged check_page(const struct check_ctx *c)
{
    size_t n_samples = 0;

    for (size_t i = 0; i < c->page->n_links && n_samples < SAMPLES_MAX; i++) {
        const struct link *l = &c->page->links[i];

        if (l->kind != LINK_ATTACHMENT || !l->url.n || l->is_hidden || !is_sample(c, l->text))
            continue;
        n_samples++;
        compare_links(c, l);
    }
    return JUDGED;
}

/* ---- two addresses with the same bytes ------------------------------------------------------- */

static int by_page_and_bytes(const void *a, const void *b)
{
    const struct attachment *x = *(const struct attachment *const *)a;
    const struct attachment *y = *(const struct attachment *const *)b;

    if (x->hash != y->hash)
        return x->hash < y->hash ? -1 : 1;
    return str_cmp(x->found_on, y->found_on);
}

static bool are_together(const struct attachment *x, const struct attachment *y)
{
    return x->hash == y->hash && x->found_on.n && str_eq(x->found_on, y->found_on);
}

static enum judged check_site(const struct check_ctx *c)
{
    const struct site_view *v = c->view;
    const struct attachment **sorted =
        arena_array(c->a, const struct attachment *, v->n_attachments);

    for (size_t i = 0; i < v->n_attachments; i++)
        sorted[i] = &v->attachments[i];
    if (v->n_attachments)
        // NOLINTNEXTLINE(bugprone-sizeof-expression): pointers are sorted
        qsort(sorted, v->n_attachments, sizeof(*sorted), by_page_and_bytes);
    for (size_t i = 0; i < v->n_attachments; i++)
        for (size_t k = i + 1;
             k < v->n_attachments && k - i <= SAME_MAX && are_together(sorted[i], sorted[k]); k++) {
            const struct attachment *x = sorted[i], *y = sorted[k];

            if (is_pair(c, x->text, y->text))
                report(c, x->found_on, x->text, y->text, x->url);
            else if (is_pair(c, y->text, x->text))
                report(c, x->found_on, y->text, x->text, y->url);
        }
    return JUDGED;
}

const struct check check_form_is_sample = {
    .id = "form-is-sample",
    .rev = 1,
    .title = "空白表格与样表相同",
    .case_id = "A25",
    .lists = lists,
    .n_lists = COUNT_OF(lists),
    .needs_attachments = true,
    .confidence = 0.9,
    .check_page = check_page,
    .check_site = check_site,
};
