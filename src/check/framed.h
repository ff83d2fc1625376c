/* A home page that is a frame set: the view's home page is its main frame; what the other frames
 * show belongs to it, too. */
#ifndef XJ_CHECK_FRAMED_H
#define XJ_CHECK_FRAMED_H

#include "base/base.h"
#include "model/crawl.h"

struct framed {
    bool is_set;    /* the home page is one; the rest is zero when it is not */
    bool is_blind;  /* a frame needs a browser */
    int32_t newest; /* day of the newest item in the frames; DAY_NONE */
    bool has_badge, has_search, has_code, has_icp, has_police; /* in one of the frames */
};

/* The pages in the frames of v's home page; v->home is not NULL. */
struct framed framed_home(const struct site_view *v);

#endif
