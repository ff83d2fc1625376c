/* The pieces that a notice's paragraphs are put together from. */
#ifndef XJ_NOTICE_NOTICE_TEXT_H
#define XJ_NOTICE_NOTICE_TEXT_H

#include "base/arena.h"
#include "base/base.h"
#include "document/docx.h"
#include "model/notice.h"
#include "notice/numbers.h"
#include "notice/office.h"

struct notice_text {
    const struct notice *n;
    const struct office *office;
    struct docx *d;
    struct arena *a;
    struct numbers *numbers;
    struct number_place at; /* of the next number */
    struct str part;        /* "一、", of the open heading; of a template the mark */
    bool has_annexes;       /* with numbers of their own; a template has its own */
    size_t n_gaps;          /* so far */
};

/* Into the open paragraph. */
void notice_put(struct notice_text *t, struct str text);
/* A number and what it counts; a share in percent. */
void notice_put_count(struct notice_text *t, int64_t value, const struct selection *of);
void notice_put_rate(struct notice_text *t, const struct number_share *share);
/* The same as texts of their own, for cells and titles. */
struct str notice_count_text(struct notice_text *t, int64_t value, const struct selection *of);
struct str notice_rate_text(struct notice_text *t, const struct number_share *share);
/* Sites or accounts of the part with one of the verdicts. */
struct selection notice_of(const struct notice_text *t, const struct notice_part *part,
                           const char *verdicts);
/* What stands where a rate would flatter or slander those that have no verdict yet. */
#define NOTICE_RATE_OPEN "待定"
/* 合格率 or 不合格率, as the office tells it; of what `row`, without verdicts, selects. */
const char *notice_rate_title(const struct office *office);
struct number_share notice_rate_of(const struct office *office, const struct notice_count *c,
                                   const struct selection *row);
/* What the office wrote, its gaps marked; a gap that names `what` when it wrote nothing. */
void notice_put_office(struct notice_text *t, struct str text, const char *what);
/* Begins （一）title。 in a paragraph of text; numbers stand there from now on. */
void notice_begin_item(struct notice_text *t, size_t i, struct str title);
/* "政府网站", or "政府网站与政务新媒体" when there are accounts. */
struct str notice_subjects(const struct notice *n);
struct str notice_work(const struct office *office);

/* ---- the parts of a notice, each without its heading of the first level ---- */

void notice_warnings(struct notice_text *t);
void notice_basis(struct notice_text *t);
void notice_overall(struct notice_text *t);
void notice_problems(struct notice_text *t);
void notice_demands(struct notice_text *t);
void notice_repair(struct notice_text *t);
/* How the sites, or accounts, of each region fared; those that failed. Tables. */
void notice_overview(struct notice_text *t, const struct notice_part *part);
void notice_failures(struct notice_text *t, const struct notice_part *part);

/* The names of the annexes; then the annexes themselves, each on a page of its own. */
void notice_annex_list(struct notice_text *t);
void notice_annexes(struct notice_text *t);
/* The annex with the list of failures; 0: there is none. */
size_t notice_annex_of_failures(const struct notice *n, const struct notice_part *part);

#endif
