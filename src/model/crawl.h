/* What a finished crawl of one site knows: the input of the checks that look at a whole site. */
#ifndef XJ_MODEL_CRAWL_H
#define XJ_MODEL_CRAWL_H

#include "base/base.h"
#include "base/str.h"
#include "model/page.h"
#include "model/reason.h"
#include "model/site.h"

/* One try to open a page. */
struct attempt {
    int64_t at; /* time */
    enum reason reason;
    int http_status; /* 0 = none */
    int64_t ms;      /* until the whole answer was there, or until it was given up */
};

/* A record of visits, counted: times 24 hours in a row, each with enough of them. */
struct visit_record {
    int64_t days;
    int64_t n, n_failed; /* those that can be judged */
    int64_t from, to;    /* times of the first and the last; 0 when there are none */
};

/*
 * What stays of a fetched page for the whole-site checks, for the record and for the next run.
 * Site-wide strings (names, codes) repeat on every page and are shared between digests.
 */
struct digest {
    struct str url;
    enum page_kind kind;
    uint16_t depth; /* clicks from the home page */
    struct str title;
    struct str link_text; /* of the link that it was first met by; of few articles */
    struct str site_name, site_domain, site_code_meta;   /* meta tags */
    struct str column_name, column_type, content_source; /* meta tags */
    struct str pub_date;                                 /* meta tag as written */
    uint32_t tags_present, tags_misspelt;                /* masks of enum page_tag */
    uint32_t tags_empty;                                 /* present, but empty */
    struct str site_code, icp, police;                   /* visible */
    struct str site_code_report;
    bool shows_code; /* site_code stands in the footer */
    enum badge_kind badge;
    enum error_report error_report;
    bool has_search, footer_by_script, needs_browser;
    bool was_blind;     /* it needed a browser as it was received */
    bool wants_browser; /* ... or a part of it did */
    bool is_rendered;   /* a browser opened it, and the rest is of what that showed */
    bool says_archived; /* "本专题已归档" */
    bool is_of_topic;   /* as page.is_of_topic */
    bool is_framed;     /* first met as the content of a frame: the page around it has the footer */
    int32_t published, published_meta, newest_item; /* days */
    uint32_t n_items;
    bool has_undated_title; /* beside them a title without a day of its publishing */
    uint32_t text_chars;
    uint64_t likeness;
    uint64_t body;           /* fingerprint of an article's text; 0: it has none */
    uint32_t body_chars;     /* in it */
    uint64_t reply;          /* fingerprint of the answer to a message; 0: none */
    uint32_t reply_chars;    /* in it */
    uint64_t topic;          /* as page.topic */
    uint64_t frame;          /* hash of the URL of the frame that holds what a column shows; 0 */
    struct str guide;        /* of page.guide, a line each: name, place, hours, telephones */
    struct str leaders;      /* of page.leaders, a line each: name, tab, post */
    bool has_document_head;  /* page.document has one */
    bool is_headless;        /* as page.is_headless, and no script of the site's own may fill it */
    enum paper paper;        /* ... page.paper */
    bool leads_on, is_dated; /* ... and these */
    uint32_t carries, leads_to_article; /* check/campaign.h: a bit an article; leads_to_article: it
                                           only links to the original */
    int32_t first_published; /* the day that this text bore when it was first read; DAY_NONE: it was
                                read now, or nobody knows */
    int64_t ms;              /* time of the fetch */
    int64_t n_bytes;         /* of the body */
};

/* One place where a target is linked from. */
struct referrer {
    struct str url;   /* the page */
    struct str where; /* "body a[3]"; empty when only the page is known */
    struct str text;  /* the link's text */
};

/* A link target that did not open. */
struct target {
    struct str url; /* as linked; with '#' and fragment for REASON_ANCHOR */
    enum link_kind kind;
    bool is_outside;
    enum reason reason;
    int http_status;
    struct str final_url; /* where redirects led, when elsewhere; else empty */
    bool
        is_passing; /* failed in a way that may pass, also when tried again at the end of the run */
    uint32_t n_referrers;             /* pages that link to it */
    const struct referrer *referrers; /* the first ones, at most REFERRERS_MAX */
    size_t n_known;
};
enum { REFERRERS_MAX = 20 };

/* A page outside (or beside) the site that a check wants to read: badge certificate, service
 * portal, ... */
struct visit {
    struct str url;       /* as linked */
    struct str final_url; /* after redirects */
    struct attempt attempt;
    const struct page *page; /* NULL when it did not open */
};

/* A file of the site that was fetched whole. */
struct attachment {
    struct str url;
    struct str text;     /* of the link to it that was met first */
    struct str found_on; /* the page of that link; may be empty */
    uint64_t hash;       /* of its bytes */
};

/* As whom the home page is asked for once more. */
enum guise {
    GUISE_ROBOT,    /* a search engine's robot */
    GUISE_REFERRED, /* a reader who comes from a search engine */
    GUISE_PHONE,
    GUISE_N,
};

/* What it got. All zero: it was not asked. */
struct guise_view {
    struct str url; /* of the home page, with a fragment that tells the guise */
    struct attempt attempt;
    const struct page *page; /* NULL: it did not open, or was sent elsewhere */
    struct str leads_to;     /* where it was redirected to, absolute; else empty */
};

enum tri { TRI_UNKNOWN, TRI_NO, TRI_YES };

struct transport {
    enum tri https;       /* the home page opens over https */
    enum tri tls_trusted; /* chain ends at a known root */
    enum tri tls_name_fits;
    int64_t tls_not_after; /* time; 0 = unknown */
    int64_t tls_not_before;
    struct str tls_issuer;
    struct str tls_version; /* "TLSv1.2" */
    enum reason tls_reason;
    enum tri has_aaaa;       /* DNS has an IPv6 address */
    enum tri opens_on_ipv6;  /* TRI_UNKNOWN when this machine has no IPv6 */
    struct str ipv6_unknown; /* why unknown, Chinese */
};

/*
 * All about one site after its crawl. Everything lives in the site's arena.
 * A part that could not be measured is NULL, 0 or TRI_UNKNOWN with its reason, never a guess.
 */
struct site_view {
    const struct site *site;
    const struct attempt *attempts; /* at the home page, in order */
    size_t n_attempts;
    const struct attempt *record; /* by time: visits of the days before, made on a schedule */
    size_t n_record;
    struct visit_record visits;   /* counted of them */
    const struct page *home;      /* NULL when it never opened */
    struct str home_unread;       /* why it shows nothing of the site, Chinese; empty: it does */
    bool is_unread;               /* ... and no other page did */
    struct str home_final;        /* URL that the home page was read from */
    const struct page *sitemap;   /* NULL: none linked, or not opened */
    struct str sitemap_url;       /* linked as such; empty: none */
    const struct digest *digests; /* pages that were read, by depth, then in order of discovery */
    size_t n_digests;
    const struct target *targets; /* broken ones */
    size_t n_targets;
    const struct attachment *attachments; /* in order of discovery */
    size_t n_attachments;
    const struct visit *badge;   /* NULL: no badge link found */
    const struct visit *service; /* 政务服务链接 of the registry; NULL: none given */
    const struct visit *search; /* the site's search was asked for the title of an article; NULL: it
                                   was not */
    struct str search_title;    /* that title */
    struct str search_article;  /* URL of the article */
    struct guise_view guises[GUISE_N];
    struct transport transport;
    uint64_t n_urls;    /* known */
    uint64_t n_fetched; /* answered */
    uint64_t n_links;   /* different targets checked */
    uint64_t n_silent;  /* pages not asked for, where most others were read */
    uint64_t n_left;    /* known but not fetched: page limit, traps, robots */
    bool is_complete;   /* nothing was left out but what robots.txt and traps take away */
    bool is_partial;    /* pages were left unread: its limit was reached, its time over, or most
                           did not open */
    struct str incomplete_reason; /* Chinese; empty when complete */
};

#endif
