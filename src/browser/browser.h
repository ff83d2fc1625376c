/*
 * Pages as a browser shows them: chromium-headless-shell, driven over its pipe (DevTools protocol).
 *
 * The browser has no network. Whatever a page asks for comes out of browser_next as a request and
 * goes back in with browser_answer or browser_refuse, so that address guard, robots.txt, politeness
 * and User-Agent are those of the caller's fetch engine. The page itself is handed in with the job.
 * Pages run in virtual time: timers of the next seconds run at once, and the clock says what the
 * caller says, so that the same answers give the same page.
 *
 * Every page is hostile: popups, downloads, dialogs, workers' and other schemes' requests and
 * navigation elsewhere are refused; time, requests, bytes, DOM and picture are limited; a browser
 * that hangs or dies is killed as a group and started anew. One thread.
 */
#ifndef XJ_BROWSER_BROWSER_H
#define XJ_BROWSER_BROWSER_H

#include "base/base.h"
#include "base/err.h"
#include "base/str.h"

struct browser;

/* 0 = the default. Strings are borrowed for the browser's life. */
struct browser_options {
    const char *program;
    const char *user_agent;
    size_t n_tabs;        /* pages at once; 2, at most BROWSER_TABS_MAX */
    int64_t now;          /* time that the pages see; the machine's */
    int64_t page_ms;      /* a page; 20,000 */
    int64_t max_requests; /* a page; 100 */
    int64_t max_bytes;    /* of all its answers; 16 MiB */
    int64_t max_dom;      /* characters; 8 Mi */
    int64_t max_picture;  /* bytes; 1 MiB; one that is larger is taken again, coarser */
};
enum { BROWSER_TABS_MAX = 8, PICTURE_WIDTH = 1280, PICTURE_HEIGHT_MAX = 4000 };

/* The browser to be used when none is named; NULL: none is installed. */
const char *browser_find(void);
/* Starts nothing yet; makes the process ignore SIGPIPE. Gives *out. */
void browser_new(const struct browser_options *o, struct browser **out);
/* Ends it and what it does. */
void browser_freep(struct browser **b);
/* It runs without its own sandbox, since this machine does not allow one. */
bool browser_lacks_sandbox(const struct browser *b);

/* A place that is framed in the picture, as far as it is found: what is hidden is framed with what
 * is visible around it. */
struct browser_mark {
    struct str text;   /* white space aside; may be empty */
    struct str around; /* the place of the text that is meant; itself when the text is not in it */
    struct str link;   /* URL of a link instead; may be empty */
};
enum { BROWSER_MARKS_MAX = 20 };

/* Strings are borrowed until the tag comes back. */
struct browser_job {
    void *tag;
    struct str url;
    struct str headers, body; /* the answer, as the fetch engine gives it */
    bool wants_picture;       /* pictures and fonts are asked for, too */
    /* The picture is of the whole page up to its height limit, or of the part with the first mark.
     */
    const struct browser_mark *marks;
    size_t n_marks; /* at most BROWSER_MARKS_MAX */
};
void browser_start(struct browser *b, const struct browser_job *job);
/* Handed in and not yet given back. */
size_t browser_pending(const struct browser *b);

enum browser_outcome {
    BROWSER_WHOLE,  /* its scripts had all that they asked for */
    BROWSER_PARTLY, /* something was refused or failed, or time ended: what is there was read */
    BROWSER_TIMEOUT,
    BROWSER_CRASHED, /* also for lack of memory */
    BROWSER_TOO_LARGE,
    BROWSER_UNAVAILABLE, /* no browser could be started */
    BROWSER_OUTCOMES_N,
};
const char *browser_outcome_title(enum browser_outcome o); /* Chinese */

enum browser_event_kind { BROWSER_REQUEST, BROWSER_DONE };

/* Strings are valid until the next call with the browser. */
struct browser_event {
    enum browser_event_kind kind;
    void *tag; /* of the job */
    /* BROWSER_REQUEST: a GET of http(s) */
    uint64_t request;
    struct str url, page; /* page: the one that asks */
    /* BROWSER_DONE */
    enum browser_outcome outcome;
    struct str dom;     /* UTF-8; empty unless whole or partly */
    struct str picture; /* WebP; empty when not wanted, or too large, or it failed */
    int64_t n_requests, n_refused, n_bytes, ms;
};

/* true with one event; false when none came within wait_ms. */
bool browser_next(struct browser *b, int64_t wait_ms, struct browser_event *out);
/* status of the answer; headers as the fetch engine gives them. Nothing happens when the page is
 * over. */
void browser_answer(struct browser *b, uint64_t request, int status, struct str headers,
                    struct str body);
void browser_refuse(struct browser *b, uint64_t request);
/* The page that asked still loads: an answer would be heard. */
bool browser_awaits(struct browser *b, uint64_t request);
/* The job of a tag that is not wanted any more, at the end of all work; false: none is left. */
bool browser_drop(struct browser *b, void **tag);

#endif
