/*
 * What robots.txt lets through. Each origin of a site (scheme, host, port) has a file of its own,
 * which is asked for when the first of its URLs is; what comes before the answer waits. While it
 * cannot be had (a server error, no answer) nothing but the home page is asked for, and it is tried
 * again as a home page is; then the URLs are not asked for in this run. After a day it is asked for
 * anew. Inside crawl/ only.
 */
#ifndef XJ_CRAWL_GATE_H
#define XJ_CRAWL_GATE_H

#include "crawl/crawler.h"

enum gate_says { GATE_OPEN, GATE_CLOSED, GATE_UNKNOWN };

/* URLs outside of the site, and sites that do not run, have no gate. is_visit: the home page, not
 * opened yet, which is tried also where the file cannot be had. */
enum gate_says gate_says(const struct site_run *s, const struct url *url, bool is_visit);
/* A URL of which nothing is known yet: it is asked for by request_url when there is, or comes back
 * to the queue. */
void gate_wait(struct crawler *c, struct site_run *s, uint32_t number, const struct url *url);
/*
 * The URL was not asked for, since its server had fallen silent: does that answer nothing at all,
 * or only hangs in one of its parts? Its robots.txt is asked, and the URL comes back to the queue.
 * false: that did not answer either, never has, or has said so too often while no page was.
 */
bool gate_doubts(struct crawler *c, struct site_run *s, uint32_t number, const struct url *url);
/* A page was answered: its server is believed again. */
void gates_answered(struct site_run *s, struct str url);
/* Those that did not answer then are asked again. */
void gates_trust(struct site_run *s);
/* What a page in the browser asks for waits; it goes on by render_go_on. false: there is nothing to
 * wait for soon. */
bool gate_hold(struct crawler *c, struct task *task, const struct url *url);
/* The answer to TASK_ROBOTS. */
MUST_USE enum rc gate_took(struct crawler *c, struct task *task, const struct fetch_result *r,
                           struct err *err);
/* Takes an answer that did not lead elsewhere, when nothing waits. */
void gate_learn(struct crawler *c, struct site_run *s, const struct url *url,
                const struct fetch_result *r);
/* Asks again what is due; ms = monotonic now. */
void gate_tick(struct crawler *c, struct site_run *s, int64_t ms);
/* As turns_drop. */
void gates_drop(struct crawler *c, struct site_run *s);
bool gate_has_waiting(const struct site_run *s);
/* Some file could not be had to the last: of a server that answers, or that has the home page.
 * Other servers that never said a word, such as port 443 of a site without https, are no part of
 * it. */
bool gate_is_down(const struct site_run *s, struct str home);
void gates_done(struct site_run *s);

#endif
