/* One site while it is crawled, and how it begins (home.c). Inside crawl/ only. */
#ifndef XJ_CRAWL_SITE_RUN_H
#define XJ_CRAWL_SITE_RUN_H

#include "base/arena.h"
#include "base/base.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/hashes.h"
#include "crawl/gap.h"
#include "crawl/inspection.h"
#include "crawl/scope.h"
#include "crawl/trap.h"
#include "model/crawl.h"
#include "net/fetch.h"

struct crawler;
struct task;

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
/* ... and of one whose time was up: how long that was, in ms. */
#define TIME_CUT "time-cut"

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

/* Why a site was given up. Stored. */
enum cut {
    CUT_NONE,
    CUT_OVER, /* the run's time was up */
    CUT_TIME, /* its own was */
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
    int64_t try_at;         /* clock_now() of the last try at the home page */
    bool is_trying;         /* it has not ended */
    size_t n_in_flight;
    int64_t n_pages, n_rendered; /* scheduled ones; by the browser */
    int64_t n_links;             /* URLs that it made known, by this process; LINKS_CUT */
    bool home_opened, home_sets_cookie, is_done;
    bool is_paused;     /* in its quiet hours: nothing is asked */
    bool is_started;    /* site_start; not before its quiet hours are over */
    bool is_begun;      /* something was asked, maybe by a process that was cut off */
    bool is_over;       /* nothing more is asked of it, while others go on */
    enum cut cut;       /* it was given up: the rest was not looked at */
    int64_t asked_ms;   /* for so long something of it was under way or due, by this process */
    int64_t ticked_ms;  /* monotonic; 0 = not since it was paused or had nothing to do */
    struct gap gap;     /* between two requests */
    struct task *turns; /* that wait for it, by next_free; turn.h */
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

void url_list_add(struct url_list *l, uint32_t number);
void url_list_done(struct url_list *l);

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

#endif
