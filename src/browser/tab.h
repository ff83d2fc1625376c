/* One page in a running browser, from the command that makes its tab to what was read of it.
 * Inside browser/ only. */
#ifndef XJ_BROWSER_TAB_H
#define XJ_BROWSER_TAB_H

#include "base/arena.h"
#include "base/base.h"
#include "base/buf.h"
#include "browser/browser.h"
#include "browser/line.h"

enum tab_step {
    TAB_FREE,
    TAB_CONTEXT, /* a profile of its own is made: no page sees another's cookies or storage */
    TAB_TARGET,
    TAB_SESSION,
    TAB_LOADING,
    TAB_WORLD, /* a place for our own scripts is made, which the page's cannot touch */
    TAB_DOM,
    TAB_MARKS, /* are framed, and the picture's place is measured */
    TAB_PICTURE,
    TAB_CLOSING, /* its job was given back */
};

struct tab {
    const struct browser_options *o;
    enum tab_step step;
    struct browser_job job;
    uint32_t serial;    /* of the job; part of the numbers of its requests */
    int64_t awaited;    /* id of the answer that ends the step */
    struct arena names; /* of the job: */
    struct str context, target, session;
    const struct str **asked; /* the browser's names of requests; NULL when answered */
    size_t n_asked, n_open;
    bool is_served;              /* the page itself was handed in */
    bool is_shown;               /* ... and is what the tab shows */
    bool is_there;               /* ... and its clock runs */
    bool is_late;                /* its time was over before its scripts were */
    int64_t started_ms, step_ms; /* monotonic */
    int64_t used_ms, seen_ms;    /* time in which it did not wait for us; when that was counted */
    int64_t n_requests, n_refused, n_bytes;
    int64_t world;            /* our own scripts' */
    int64_t clip_top, clip_n; /* of the picture: pixels */
    int quality;              /* of the picture */
    struct buf dom, picture;
};

void tab_done(struct tab *t);
void tab_open(struct tab *t, struct line *l, const struct browser_job *job, uint32_t serial);
/* A message that may be for it. true: *out is to be told. */
bool tab_take(struct tab *t, struct line *l, const struct message *m, struct browser_event *out);
/* What only time does. true: *out is to be told. */
bool tab_tick(struct tab *t, struct line *l, struct browser_event *out);
/* The browser around it is gone, and the job comes back with this outcome. */
void tab_fail(struct tab *t, enum browser_outcome why, struct browser_event *out);
void tab_answer(struct tab *t, struct line *l, size_t request, int status, struct str headers,
                struct str body);
void tab_refuse(struct tab *t, struct line *l, size_t request);

#endif
