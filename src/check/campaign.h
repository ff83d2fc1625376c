/* Articles that were ordered to be carried (联动转载, 集中推送), and who carried them. */
#ifndef XJ_CHECK_CAMPAIGN_H
#define XJ_CHECK_CAMPAIGN_H

#include "base/arena.h"
#include "base/base.h"
#include "base/err.h"
#include "base/json.h"
#include "model/account.h"
#include "model/crawl.h"
#include "model/page.h"

enum { CAMPAIGN_ARTICLES_MAX = 32 }; /* a bit of digest.carries each */

struct campaign_article {
    struct str title;            /* what it is called in findings; never empty */
    struct str url;              /* of the original; may be empty */
    int32_t from;                /* day from which on it was to be carried */
    int32_t until;               /* the last day in time */
    struct str folded;           /* the title, as texts are compared; empty: too short to tell */
    const struct str *sentences; /* folded; one of them in a text gives it away */
    size_t n_sentences;
};

/* Everything lives in the arena that it was loaded with. */
struct campaign {
    const struct campaign_article *articles;
    size_t n;
    uint64_t hash; /* of the file */
};

/*
 * A table (.csv, UTF-8 or GBK) with the columns 标题, 开始, 截止 and, if wanted, 网址 and 判别语句
 * (several divided by "|"). Days are written 2026-11-20.
 *
 * RC_IO. RC_SYNTAX: a column is missing, a row cannot be used; the sentence has file and line.
 * RC_LIMIT: more than CAMPAIGN_ARTICLES_MAX rows.
 */
MUST_USE enum rc campaign_load(const char *path, struct arena *a, struct campaign *out,
                               struct err *err);

/* What a page is to the articles: a bit each. `links`: it has no such text, but leads to the
 * original, or under its title to another site. c may be NULL. `a` is for scratch. */
struct campaign_marks {
    uint32_t carries, links;
};
struct campaign_marks campaign_marks_of(const struct campaign *c, const struct page *page,
                                        struct arena *a);

enum carriage {
    CARRIAGE_NONE,    /* not carried, and the time is over */
    CARRIAGE_IN_TIME, /* or its day is not told */
    CARRIAGE_LATE,
    CARRIAGE_WAITING, /* not carried, and there is time left */
    CARRIAGE_UNKNOWN, /* not found, and not everything was read */
};
const char *carriage_name(enum carriage c); /* "missing", "carried", "late", "waiting", "unknown" */

/* How one site or account carried one article. Strings are borrowed. */
struct carried {
    enum carriage how;
    struct str url;     /* the first one that did, by day; empty: none, or a post without one */
    int32_t day;        /* DAY_NONE: not told */
    bool is_link;       /* it only leads to it, on another site or at the original */
    size_t n;           /* pages or posts that did */
    bool is_undated;    /* of one of them no day is known: it may have been in time */
    const char *reason; /* Chinese: why it is unknown */
};
struct carried campaign_of_site(const struct campaign_article *article, size_t nth,
                                const struct site_view *v, int32_t today);
struct carried campaign_of_account(const struct campaign_article *article,
                                   const struct account_view *v, int32_t today, struct arena *a);

/* The line of an article in a site's or account's line: title, how, url, day, link, n, reason. */
struct json *campaign_json(const struct campaign_article *article, const struct carried *c);

#endif
