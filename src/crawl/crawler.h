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
#include "crawl/scope.h"
#include "crawl/spool.h"
#include "crawl/trap.h"
#include "crawl/uplink.h"
#include "model/crawl.h"
#include "net/fetch.h"
#include "page/reader.h"
#include "store/journal.h"

/* Parts that pages play for their site; a redirect hands the part on. Numbers are stored. */
enum role {
    ROLE_NONE,
    ROLE_HOME,
    ROLE_SITEMAP,
    ROLE_BADGE,
    ROLE_SERVICE,
    ROLE_SEARCH,
    ROLE_GUISE /* GUISE_N of them */,
    ROLE_N = ROLE_GUISE + GUISE_N
};

/* So often a part is handed on, and a link followed through redirects. */
enum { REDIRECTS_MAX = 10 };

/* The note of a site that made as many URLs known as it may. */
#define LINKS_CUT "links-cut"

enum { ATTEMPTS_MAX = 10, SHEETS_MAX = 64, HELD_MAX = 8 };

/* A page that waits for its style sheets; the answer's strings are in the task's memory. */
struct held_page {
    struct task *task; /* NULL = free */
    struct fetch_result answer;
};

/* An article whose answer was kept. */
struct kept_page {
    uint16_t depth;
    struct str url; /* in the site's memory */
};

/* URL numbers. */
struct url_list {
    uint32_t *at;
    size_t n, cap;
};

/* One site while it is crawled. */
struct site_run {
    const struct site *site;
    uint32_t number; /* in the journal */
    /* What the journal knows since this run holds: seen in this one, or earlier and not looked at
     * again. */
    uint32_t since;
    uint32_t base; /* journal_site_base: what may be kept, unchanged; 0 = nothing */
    const struct site_limits *limits; /* NULL = none */
    struct arena memory;
    struct scope scope;
    struct trap *trap;
    struct gate *gates; /* what robots.txt says; gate.h */
    struct attempt attempts[ATTEMPTS_MAX];
    size_t n_attempts;
    int64_t next_try_ms;    /* monotonic; 0 = none planned */
    uint32_t start;         /* number of the registry's address */
    uint32_t roles[ROLE_N]; /* URL numbers */
    int n_hops[ROLE_N];     /* how often the part was handed on */
    size_t n_in_flight;
    int64_t n_pages, n_rendered; /* scheduled ones; by the browser */
    int64_t n_links;             /* URLs that it made known, by this process; LINKS_CUT */
    bool home_opened, home_sets_cookie, is_done;
    bool is_paused;      /* in its quiet hours: nothing is asked */
    bool is_started;     /* site_start; not before its quiet hours are over */
    bool is_begun;       /* something was asked, maybe by a process that was cut off */
    bool is_cut;         /* it was given up: the rest was not looked at */
    int64_t next_ask_ms; /* monotonic: not before; of a site with a pace of its own */
    uint32_t parts[ROLE_N + REDIRECTS_MAX]; /* who played them before; 0 = none */
    struct str
        search; /* address of the site's search, up to the words; empty: none that can be asked */
    const char *search_charset;
    struct url_list due; /* known URLs that a run that does not look at all looks at */
    struct transport transport;
    /* Style sheets by URL number: NULL = fetched, hides nothing. */
    struct hashes sheet_index; /* number -> place in sheets + 1 */
    struct sheet *sheets[SHEETS_MAX];
    size_t n_sheets;
    /* Those that the last page used: most pages of a site use the same, so they are read with them
     * at once. */
    const struct sheet *usual_sheets[SHEETS_MAX];
    size_t n_usual_sheets;
    struct held_page held[HELD_MAX];
    struct hashes bodies;     /* folder and body of every page that was read -> its number */
    struct hashes likenesses; /* of articles that were kept (digest_likeness) -> place + 1 */
    struct kept_page *kept;   /* the first of its like, as site checks tell pages, so far */
    size_t n_kept, cap_kept;
};

enum task_kind { TASK_URL, TASK_ROBOTS, TASK_TLS, TASK_IPV6, TASK_RENDER, TASK_UPLINK };

struct task {
    struct site_run *site; /* NULL = outside */
    enum task_kind kind;
    enum role role;
    uint32_t number;    /* of the URL; TASK_URL */
    bool is_retry;      /* second try at the end of the run */
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
    bool is_resumed;
    bool can_carry; /* the last run judged by the same rules */
    bool links_only;
    bool is_over;         /* keep_give_up */
    bool is_second_round; /* what failed is tried again */
    bool wants_sheets, wants_tls, wants_ipv6, wants_attachments;
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
    struct reading *reading;  /* which page is being read, on disk */
    struct arena memory;      /* of the whole run: paths */
    struct arena scratch;     /* of the page at hand */
    struct buf packed, packed_links, packed_finding;
    struct inspection_progress progress;
    int64_t started_ms, commit_ms, progress_ms;
};

void url_list_add(struct url_list *l, uint32_t number);
void url_list_done(struct url_list *l);

/* ---- home.c: the beginning of a site ---- */
/* Numbers, scope, what a cut-off process of this run knew; nothing is asked yet. */
MUST_USE enum rc site_prepare(struct crawler *c, struct site_run *s, const struct site *site,
                              struct err *err);
/* Where the registry says that the site is; NULL: nowhere. */
void site_name(const struct site_run *s, struct fetch_request *r);
/* Asks for the home page and the facts of transport. */
MUST_USE enum rc site_start(struct crawler *c, struct site_run *s, struct err *err);
/* One try at the home page; plans the next one. */
MUST_USE enum rc site_attempted(struct crawler *c, struct site_run *s,
                                const struct attempt *attempt, struct err *err);
MUST_USE enum rc site_note_attempts(struct crawler *c, const struct site_run *s, struct err *err);
/* robots.txt asks us to stay away: nothing of the site can be judged. */
MUST_USE enum rc site_forbids_home(struct crawler *c, struct site_run *s, struct err *err);
MUST_USE enum rc site_took_transport(struct crawler *c, struct site_run *s, const struct task *task,
                                     const struct fetch_result *r, struct err *err);
/* Tries the home page again when it is time; ms = monotonic now. */
MUST_USE enum rc site_tick(struct crawler *c, struct site_run *s, int64_t ms, struct err *err);
void site_done(struct site_run *s);
void attempts_pack(const struct site_run *s, struct buf *to);
size_t attempts_unpack(struct str packed, struct attempt out[ATTEMPTS_MAX]);
void transport_pack(const struct transport *t, struct buf *to);
void transport_unpack(struct str packed, struct arena *a, struct transport *out);

/* ---- request.c: from the queue to the wire ---- */
struct task *task_new(struct crawler *c, enum task_kind kind, struct site_run *s);
void task_free(struct crawler *c, struct task *task);
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
/* It is known, and not asked for. */
MUST_USE enum rc link_leave(struct crawler *c, uint32_t number, enum reason reason,
                            struct err *err);
MUST_USE enum rc links_schedule_number(struct crawler *c, uint32_t number, struct err *err);
/* Counts a known page that is not asked for against the site's budgets. */
void links_count_known(struct crawler *c, struct site_run *s, const struct journal_url *u);
/* The URL plays a part for its site from now on. */
MUST_USE enum rc role_give(struct crawler *c, struct site_run *s, enum role role, uint32_t number,
                           struct err *err);
enum role role_of(const struct site_run *s, uint32_t number);
/* By journal number; NULL for 0 and sites that are not in the list any more. */
struct site_run *site_by_number(struct crawler *c, uint32_t number);

#endif
