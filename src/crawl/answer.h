/* How an answer is taken: what response.c, page_answer.c and sheet_answer.c share. */
#ifndef XJ_CRAWL_ANSWER_H
#define XJ_CRAWL_ANSWER_H

#include "crawl/crawler.h"

/* ---- response.c ---- */
/* The row of the journal, without what only pages have. */
struct journal_result answer_result(const struct crawler *c, const struct task *task,
                                    const struct fetch_result *r);
/* The answer goes to the spool: pages, and whatever may prove that a link is dead. */
MUST_USE enum rc answer_keep(struct crawler *c, const struct task *task,
                             const struct fetch_result *r, struct journal_result *result,
                             struct err *err);
MUST_USE enum rc answer_store(struct crawler *c, const struct journal_result *r, struct err *err);
/* What was found on it before holds in this run too. *n counts it. */
MUST_USE enum rc answer_carry(struct crawler *c, const struct task *task, size_t *n,
                              struct err *err);

/* ---- page_answer.c ---- */
/* What the checks found, into the journal; what they could not judge too. */
MUST_USE enum rc answer_add_findings(struct crawler *c, const struct task *task,
                                     const struct check_result *found, bool is_attachment,
                                     struct err *err);
/* All strings in the memory of the task. */
struct fetch_result answer_copy(struct task *task, const struct fetch_result *r);
/* Reads, checks and records a page, or holds it until its sheets are known (*is_held, the task is
 * taken then). */
MUST_USE enum rc page_take(struct crawler *c, struct task *task, const struct fetch_result *r,
                           bool may_hold, bool *is_held, struct err *err);
/* Pages that waited for a sheet that is there now; all: those that still wait, too. */
MUST_USE enum rc pages_release_held(struct crawler *c, struct site_run *s, bool all,
                                    struct err *err);
/* The number of the page that these bytes were first read as; 0: they are new. */
uint32_t page_first_of(const struct site_run *s, const struct task *task, struct str url);
/*
 * Another address of a page is kept as if it redirected to it. The page is the address that was
 * known first, whichever answers first: *is_page = this one is, and is still to be taken; the other
 * has become the alias.
 */
MUST_USE enum rc page_take_alias(struct crawler *c, struct task *task, const struct fetch_result *r,
                                 uint32_t first, bool *is_page, struct err *err);
/* A page that was read in this run: the same bytes at another address of its folder are the same
 * page. */
void page_recall(struct site_run *s, uint32_t number, struct str url, uint64_t body_hash);
/* Its part of what the trap knows; r is the page's result. */
void page_learn_again(struct crawler *c, const struct site_run *s, struct str url,
                      const struct journal_result *r);

/* ---- sheet_answer.c ---- */
MUST_USE enum rc sheet_take(struct crawler *c, struct task *task, const struct fetch_result *r,
                            struct err *err);
/* A sheet that did not come hides nothing. Nothing happens when it was something else. */
MUST_USE enum rc sheet_miss(struct crawler *c, const struct task *task, struct err *err);
/* A style sheet that an earlier process of this run had fetched. */
void sheet_recall(struct crawler *c, struct site_run *s, uint32_t number, struct str css);
/* Linked style sheets of the site: those at hand, and whether some are still to come. */
size_t sheets_of(struct crawler *c, const struct site_run *s, const struct page *page,
                 const struct sheet **out, bool *is_waiting);
bool sheets_are_usual(const struct site_run *s, const struct sheet *const *sheets, size_t n);
void sheets_make_usual(struct site_run *s, const struct sheet *const *sheets, size_t n);

#endif
