/* What the parts of an inspection share. Inside crawl/ only. */
#ifndef XJ_CRAWL_CRAWLER_H
#define XJ_CRAWL_CRAWLER_H

#include "archive/archive.h"
#include "attach/pool.h"
#include "base/arena.h"
#include "base/base.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/hashes.h"
#include "base/json.h"
#include "crawl/frontier.h"
#include "crawl/inspection.h"
#include "crawl/link_memo.h"
#include "crawl/reading.h"
#include "crawl/record.h"
#include "crawl/site_run.h"
#include "crawl/spool.h"
#include "crawl/uplink.h"
#include "model/crawl.h"
#include "net/fetch.h"
#include "page/reader.h"
#include "store/journal.h"

enum task_kind { TASK_URL, TASK_ROBOTS, TASK_TLS, TASK_IPV6, TASK_RENDER, TASK_UPLINK };

struct task {
    struct site_run *site; /* NULL = outside */
    enum task_kind kind;
    enum role role;
    uint32_t number;    /* of the URL; TASK_URL */
    bool is_retry;      /* second try at the end of the run */
    bool is_twin;       /* its answer is wanted as evidence, and nothing else of it */
    bool is_referrer;   /* a fault of what it leads to may be told of it */
    uint64_t body_hash; /* of the answer */
    bool is_head;
    bool is_look;       /* the title of another site's home page is wanted */
    struct str cookie;  /* that a redirect to itself set; in memory */
    bool was_known;     /* a result of an earlier run is in `before` */
    uint64_t request;   /* of the browser; TASK_RENDER */
    struct str referer; /* in memory; TASK_RENDER */
    struct gate *gate;  /* TASK_ROBOTS, like n_hops */
    int n_hops;
    bool is_tried, was_blind, is_whole; /* in the browser; as received; with all it asked for */
    struct str rendered;                /* what the browser showed, in memory; may be empty */
    struct journal_url url;             /* strings in memory */
    struct journal_result before;       /* strings in memory */
    struct arena memory;
    struct fetch_request *request_waiting; /* for its turn; in memory, like its strings */
    struct fetch_result *answer;   /* while its file is being read; in memory, like its strings */
    struct task *next_free, *next; /* next: of all */
};

struct crawler {
    const struct inspection_options *o;
    struct journal *journal;
    struct frontier *frontier;
    struct fetcher *fetcher;
    struct page_reader *reader;
    struct link_memo memo;
    struct archive *archive;
    struct spool *spool;
    uint32_t run;
    int64_t begun; /* clock_now() when the run began, which is o->now by its own clock */
    bool is_resumed;
    bool can_carry; /* the last run judged by the same rules */
    bool links_only;
    bool is_over;         /* keep_give_up */
    bool is_second_round; /* what failed is tried again */
    bool wants_sheets, wants_tls, wants_ipv6, wants_attachments, wants_pictures;
    struct attach_pool *pool; /* NULL: attachments are not read, for the reason below */
    const char *no_pool;      /* Chinese */
    size_t n_attachments;     /* on the wire, or being read */
    struct browser *browser;  /* NULL: pages are read as they are received */
    struct rendering *rendering;
    struct site_run *sites;
    size_t n_sites, n_started, n_running, n_paused;
    uint32_t *site_by_number; /* journal number -> place in sites + 1 */
    size_t n_site_numbers;
    int64_t store_run;
    size_t n_outside_in_flight;
    struct uplink uplink;
    struct task *tasks, *free_tasks; /* all of them; those without work */
    struct hashes unreadable; /* numbers of pages that crashed an earlier process of this run */
    struct hashes twins;      /* numbers; twins.h */
    struct reading *reading;  /* which page is being read, on disk */
    struct arena memory;      /* of the whole run: paths */
    struct arena scratch;     /* of the page at hand */
    struct buf packed, packed_links, packed_finding;
    struct inspection_progress progress;
    int64_t started_ms, commit_ms, progress_ms;
};

/* ---- request.c: from the queue to the wire ---- */
struct task *task_new(struct crawler *c, enum task_kind kind, struct site_run *s);
void task_free(struct crawler *c, struct task *task);
bool result_holds(const struct crawler *c, const struct journal_result *r);
/* It failed in a way that is tried a second time, and was not yet. */
bool result_wants_retry(const struct journal_result *r);
bool task_may_carry(const struct crawler *c, const struct task *task);
/* Sends what waits, as much as the site may have in flight. s NULL = outside. */
MUST_USE enum rc requests_fill(struct crawler *c, struct site_run *s, struct err *err);
/* One URL now, whatever waits before it, or as soon as robots.txt is known. */
MUST_USE enum rc request_url(struct crawler *c, struct site_run *s, uint32_t number,
                             struct err *err);
/* The same as before, as the task says now. */
void request_again(struct crawler *c, struct task *task);

/* ---- response.c: an answer becomes a result ---- */
/* Takes the task. */
MUST_USE enum rc response_take(struct crawler *c, struct task *task, const struct fetch_result *r,
                               struct err *err);
/* page_answer.c and sheet_answer.c take their part of it: answer.h. */

/* ---- links.c: a page's links become URLs that are known ---- */
/* Fills in url, fragment, number, is_bad_url and is_same_site of every link of a page of the site,
 * and makes base_href a URL, if only own: where the page lies. Strings in a, and in the memo if
 * there is one (not NULL): then they are valid until the next call with it. */
void links_resolve(const struct crawler *c, const struct site_run *s, struct page *page,
                   const struct url *own, struct link_memo *memo, struct arena *a);
/* Makes all of them known and schedules them; *out is what the page leads to. */
MUST_USE enum rc links_enter(struct crawler *c, struct task *task, const struct page *page,
                             struct page_links *out, struct err *err);
/*
 * One URL that something else than a page's link leads to (redirect, style sheet, role): made
 * known, scheduled. *u says what is known of it, and gets site, URL and number; number 0: not taken
 * (a trap, no http).
 */
MUST_USE enum rc link_enter(struct crawler *c, struct site_run *s, struct journal_url *u,
                            struct str href, const struct url *base, struct err *err);
/* Schedules again what an unchanged page, or one that was read before the process was cut off,
 * leads to. */
MUST_USE enum rc links_schedule_known(struct crawler *c, const struct journal_result *r,
                                      struct err *err);
/* It is known, and not asked for. s NULL: none of a site that it could have been read of. */
MUST_USE enum rc link_leave(struct crawler *c, const struct site_run *s, uint32_t number,
                            enum reason reason, struct err *err);
MUST_USE enum rc links_schedule_number(struct crawler *c, uint32_t number, struct err *err);
/* Counts a known page that is not asked for against the site's budgets. */
void links_count_known(struct crawler *c, struct site_run *s, const struct journal_url *u);
/* The URL plays a part for its site from now on. */
MUST_USE enum rc role_give(struct crawler *c, struct site_run *s, enum role role, uint32_t number,
                           struct err *err);
enum role role_of(const struct site_run *s, uint32_t number);
/* By journal number; NULL for 0 and sites that are not in the list any more. */
struct site_run *site_by_number(struct crawler *c, uint32_t number);

/* The run's own clock when an answer came: a run may take days. */
static inline int64_t time_of_answer(const struct crawler *c, int64_t at)
{
    return c->o->now + (at > c->begun ? at - c->begun : 0);
}

#endif
