/*
 * The journal of the crawls of one output folder: what is known of every URL, on local disk
 * (SQLite, always).
 *
 * All that a crawl learns goes in here, in one transaction a second, so a crash loses at most that
 * second and repeats nothing that was kept. From run to run it also remembers what conditional
 * requests and unchanged pages need.
 *
 * A URL has a number for life (1, 2, 3, ...). Its row is written once (but for its lane), its
 * result once a run.
 */
#ifndef XJ_STORE_JOURNAL_H
#define XJ_STORE_JOURNAL_H

#include "base/arena.h"
#include "base/base.h"
#include "base/err.h"
#include "base/str.h"

struct journal;

/* RC_BUSY: another process works in this folder. RC_IO, RC_DB. Makes the file when it is not there.
 */
MUST_USE enum rc journal_open(const char *path, struct journal **out, struct err *err);
void journal_closep(struct journal **j);
/* Makes all since the last commit durable, together. */
MUST_USE enum rc journal_commit(struct journal *j, struct err *err);

enum { RESUME_S = 3 * 24 * 3600 }; /* as long as a weekly inspection may take (office/plan.c) */
struct journal_start {
    uint32_t run;
    bool is_resumed;
    int64_t left; /* when the unfinished run began that is not gone on with; 0 = there is none */
};
/*
 * Goes on with the unfinished run when it began at most RESUME_S ago under the same rules, or
 * begins the next one: what was read longer ago says nothing of today. `rules` is check_set_hash:
 * what was judged under other rules is not carried over.
 */
MUST_USE enum rc journal_begin_run(struct journal *j, int64_t now, uint64_t rules,
                                   struct journal_start *out, struct err *err);
MUST_USE enum rc journal_end_run(struct journal *j, uint32_t run, struct err *err);
/* The rules of a run, and when it began; 0 = there is none. */
uint64_t journal_rules(struct journal *j, uint32_t run);
int64_t journal_started(struct journal *j, uint32_t run);
/* The rules of the last run before `run` that ended; 0 = none. */
uint64_t journal_rules_before(struct journal *j, uint32_t run);

/* The number of a site, for life; 0 is the world outside. */
MUST_USE enum rc journal_site(struct journal *j, struct str code, uint32_t *number,
                              struct err *err);
/*
 * The run since which all that is known of the site was seen: the last one that looked at all of
 * it. 0: there is none, or the site was last judged under other rules than these.
 */
uint32_t journal_site_base(struct journal *j, uint32_t site, uint64_t rules);
/* The site's findings of this run are complete and were handed on; `base` is its base from now on.
 */
MUST_USE enum rc journal_mark_judged(struct journal *j, uint32_t site, uint32_t run, uint32_t base,
                                     struct err *err);
bool journal_is_judged(struct journal *j, uint32_t site, uint32_t run);

/* ---- URLs ---- */

struct journal_url {
    uint32_t number;
    uint32_t site; /* 0 = outside */
    struct str url;
    uint8_t lane;      /* the crawl's business */
    uint8_t kind;      /* enum link_kind */
    uint16_t depth;    /* clicks from the home page */
    uint32_t referrer; /* number of the first page that links to it; 0 = none */
    struct str where;  /* of that link: "body a[3]" */
    struct str text;   /* of that link */
};

/* u->number is handed out by the caller: one more than the last. */
MUST_USE enum rc journal_add_url(struct journal *j, const struct journal_url *u, struct err *err);
/* It is of another lane than the first link to it told; `referrer` is the page that tells so.
 * !*is_moved: it is of that lane already. */
MUST_USE enum rc journal_move_url(struct journal *j, uint32_t number, uint8_t lane,
                                  uint32_t referrer, bool *is_moved, struct err *err);
/* A page that was known before the noted one, and read after it, has a link to it, too. */
MUST_USE enum rc journal_refer_url(struct journal *j, uint32_t number, uint32_t referrer,
                                   struct str where, struct str text, struct err *err);
/* RC_NOT_FOUND. */
MUST_USE enum rc journal_get_url(struct journal *j, uint32_t number, struct arena *a,
                                 struct journal_url *out, struct err *err);
typedef enum rc (*journal_url_fn)(void *ctx, const struct journal_url *u, struct err *err);
/* All, by number. Strings are valid within the call. */
MUST_USE enum rc journal_each_url(struct journal *j, journal_url_fn each, void *ctx,
                                  struct err *err);

/* ---- results ---- */

struct journal_result {
    uint32_t number; /* of the URL */
    uint32_t run;
    uint32_t redirect; /* number of the URL that it sends to; 0 = none */
    uint8_t reason;    /* enum reason */
    int http_status;
    bool is_unchanged; /* as in the run before (304, or the same bytes) */
    bool is_retried;   /* the second try at the end of the run */
    bool is_unread;    /* a file that we could have read, and did not: not known to the next run */
    int64_t at, ms;
    int64_t n_bytes;
    struct str etag, last_modified;
    uint64_t body_hash;
    struct str digest, links; /* packed by the crawl; empty when not a page */
    int64_t spool_at;         /* -1 = not kept */
    struct str evidence;      /* reference, when it was archived at once */
};

/* Replaces the one of an earlier run, or of the first try. */
MUST_USE enum rc journal_put_result(struct journal *j, const struct journal_result *r,
                                    struct err *err);
/* RC_NOT_FOUND: never fetched. */
MUST_USE enum rc journal_get_result(struct journal *j, uint32_t number, struct arena *a,
                                    struct journal_result *out, struct err *err);
typedef enum rc (*journal_result_fn)(void *ctx, const struct journal_url *u,
                                     const struct journal_result *r, struct err *err);
/* The results since run `since` by URL number; site UINT32_MAX = all sites. Strings are valid
 * within the call. */
MUST_USE enum rc journal_each_result(struct journal *j, uint32_t since, uint32_t site,
                                     journal_result_fn each, void *ctx, struct err *err);

/* How each ended, a fourth of the cost: of the URL number and site alone, of the result number to
 * is_unread. is_failed: of those with a reason alone. */
MUST_USE enum rc journal_each_ending(struct journal *j, uint32_t since, bool is_failed,
                                     journal_result_fn each, void *ctx, struct err *err);

/* ---- what belongs to a site ---- */

/* A page with a part to play: home, sitemap, badge certificate, ... (the crawl's enum). Replaces.
 */
MUST_USE enum rc journal_set_role(struct journal *j, uint32_t site, int role, uint32_t url,
                                  struct err *err);
/* 0 when nobody plays it. */
uint32_t journal_role(struct journal *j, uint32_t site, int role);

/* Facts of a site in one run that are no page: attempts, transport, robots, packed by the crawl.
 * Replaces. */
MUST_USE enum rc journal_put_note(struct journal *j, uint32_t site, uint32_t run, const char *name,
                                  struct str value, struct err *err);
/* Empty when there is none. */
struct str journal_note(struct journal *j, uint32_t site, uint32_t run, const char *name,
                        struct arena *a);

/* ---- findings of pages ---- */

/* A page in a run, by numbers. */
struct journal_page {
    uint32_t site, url, run;
};

/* `packed` is the crawl's form of a finding. The same id on the same page replaces. */
MUST_USE enum rc journal_add_finding(struct journal *j, const struct journal_page *page,
                                     uint64_t id, struct str packed, struct err *err);
/* The findings that the page had in run `from` hold in its run too. *n counts them. */
MUST_USE enum rc journal_carry_findings(struct journal *j, const struct journal_page *page,
                                        uint32_t from, size_t *n, struct err *err);
/* The page is read anew: what was carried over for it goes. */
MUST_USE enum rc journal_drop_findings(struct journal *j, uint32_t site, uint32_t url,
                                       struct err *err);
/* How the page of a finding was last looked at. */
struct journal_look {
    uint32_t url, run;
};
typedef enum rc (*journal_finding_fn)(void *ctx, const struct journal_look *page, uint64_t id,
                                      struct str packed, struct err *err);
/* What was found, since run `since`, the last time that its page was looked at. */
MUST_USE enum rc journal_each_finding(struct journal *j, uint32_t site, uint32_t since,
                                      journal_finding_fn each, void *ctx, struct err *err);

/* ---- strings that many records share ---- */

/* A number of a string, for life, the same for the same one but for those past the millionth; 0 is
 * the empty one. What the journal keeps of them in memory is bounded. */
MUST_USE enum rc journal_intern(struct journal *j, struct str s, uint32_t *number, struct err *err);
/* Empty when there is none. Borrowed until the journal is closed; those past the first 4 MiB are
 * copied into a at each call, so that who asks for each page's pays for each page. */
struct str journal_interned(struct journal *j, uint32_t number, struct arena *a);

#endif
