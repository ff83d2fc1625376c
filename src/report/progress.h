/*
 * How far a run is, on stderr: on a terminal one line that is written over a few times a second,
 * else a plain line now and then.
 */
#ifndef XJ_REPORT_PROGRESS_H
#define XJ_REPORT_PROGRESS_H

#include "base/base.h"
#include "base/str.h"

#include <stdio.h>

/* The numbers of one moment. */
struct progress {
    struct str phase; /* "抓取", ...; may be empty */
    int64_t n_sites, n_sites_begun, n_sites_done;
    int64_t n_pages;    /* answered so far */
    int64_t n_left;     /* known and not asked for yet */
    int64_t n_findings; /* so far */
    double rate;        /* pages a second of late; filled in by the bar */
    int64_t left_s;     /* seconds to go, as the caller estimates; -1 = progress_left and rate */
};

/* Pages to go: those that are known, and for each site not begun what the others have on average.
 */
int64_t progress_left(const struct progress *p);

enum { PROGRESS_LINE_BYTES = 512, PROGRESS_WIDTH_MIN = 20 };

/*
 * The line, at most `width` cells (a Chinese character is two), without line end. The less
 * important end falls off where the room is short. Returns out.
 */
const char *progress_line(const struct progress *p, int width, char out[PROGRESS_LINE_BYTES]);

/* Zeroed with `to` set is valid; to == NULL draws nothing (--quiet). */
struct progress_bar {
    FILE *to;                    /* borrowed */
    bool is_terminal;            /* redraw in place */
    int width;                   /* cells of the terminal; 0 = 80 */
    int64_t drawn_ms;            /* when it was drawn last; 0 = never */
    bool is_shown;               /* the line stands on the terminal now */
    int64_t rate_ms, rate_pages; /* where the present measurement of the rate began */
    double rate;
    struct progress last;
};

/* Draws when it is time: 4 times a second on a terminal, every 10 s elsewhere. now_ms: clock_ms().
 */
void progress_bar_update(struct progress_bar *bar, const struct progress *p, int64_t now_ms);
/* Takes the line off the terminal; the next update draws it again. */
void progress_bar_done(struct progress_bar *bar);

/* For log_set_hook: the bar steps aside for a line of the log. ctx is the bar. */
void progress_bar_hide(void *ctx);
void progress_bar_show(void *ctx);

#endif
