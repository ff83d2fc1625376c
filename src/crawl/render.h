/* Pages that need a browser are opened by it before they are judged; what they ask for goes through
 * the fetcher. Inside crawl/ only. */
#ifndef XJ_CRAWL_RENDER_H
#define XJ_CRAWL_RENDER_H

#include "browser/browser.h"
#include "crawl/answer_cache.h"
#include "crawl/crawler.h"

struct rendering {
    struct answer_cache answers;
    bool has_told_sandbox, has_told_browser;
};

void render_open(struct crawler *c);
/* Lets go of what is still being opened. */
void render_close(struct crawler *c);
/* Such a page is to be opened by the browser before it is judged. */
bool render_wants(const struct crawler *c, const struct task *task, const struct page *page);
/* So many pages are with the browser that no more may come. */
bool render_is_full(const struct crawler *c);
/* The record of an earlier run does not say what the page shows now. */
bool render_is_due(const struct crawler *c, struct str digest);
/* Hands the page over; the task is taken. */
void render_start(struct crawler *c, struct task *task, const struct fetch_result *r,
                  const struct page *page);
/* What a page asked for is not wanted any more: the page is over, or another one brought it
 * meanwhile, and it gets that. false for other tasks. */
bool render_is_settled(struct crawler *c, const struct task *task);
/* What a page asks for and robots.txt was not yet known of (gate.h). Takes the task. */
void render_go_on(struct crawler *c, struct task *task, bool is_allowed);
/* Once, when the browser runs without a sandbox of its own. */
void render_tell_sandbox(struct crawler *c);
/* An answer that a page asked for. */
void render_took(struct crawler *c, const struct task *task, const struct fetch_result *r);
/* Takes what the browser says, waiting for it at most so long; a page that it is done with is
 * checked and recorded. *of = its site, or NULL. */
MUST_USE enum rc render_collect(struct crawler *c, int64_t wait_ms, struct site_run **of,
                                struct err *err);

#endif
