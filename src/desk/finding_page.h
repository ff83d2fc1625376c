/* The page that a finding stands on, as it was archived: its text around the place, with the place
 * marked, and its picture. */
#ifndef XJ_DESK_FINDING_PAGE_H
#define XJ_DESK_FINDING_PAGE_H

#include "archive/archive.h"
#include "base/arena.h"
#include "base/base.h"
#include "base/err.h"
#include "store/store.h"

enum {
    FINDING_MARKS_MAX = 20,
    FINDING_AROUND_CHARS = 1500,
    FINDING_PICTURE_BYTES_MAX = 4 << 20,
    FINDING_RECORDS_MAX = 64,
};

struct finding_mark {
    size_t at, n; /* characters (code points) of the text */
};

struct finding_page {
    struct str url, title;
    int64_t fetched; /* time */
    struct str text; /* what a reader sees, people's numbers masked, at most FINDING_AROUND_CHARS
                        before and after the first mark; its beginning when nothing is marked */
    bool is_source;  /* text is of the page's source: no reader sees the place as text */
    bool is_cut;     /* there is more text before or after */
    struct finding_mark marks[FINDING_MARKS_MAX];
    size_t n_marks; /* 0: the place stands neither in the text nor in the source */
    struct str charset;
    bool is_rendered; /* it is what the browser showed, not what was received */
};

/*
 * The reference, within f, of the record that the finding's page is shown from: what the browser
 * made of it, when it was judged by that; else the answer; else the first answer that proves it.
 * false: there is none, or it is not there any more. Reads next to nothing.
 *
 *   dir  of the evidence
 */
MUST_USE bool finding_record_find(const char *dir, const struct stored_finding *f, struct str *out);
/* A record of its evidence that can be shown as a page. */
struct finding_record {
    size_t n; /* of its references, from 1 */
    struct str url;
    int64_t at;       /* time */
    bool is_rendered; /* what the browser made of the one before */
};
/* In the order of the evidence, at most FINDING_RECORDS_MAX; strings in a. Reads next to nothing.
 */
size_t finding_records(const char *dir, const struct stored_finding *f, struct arena *a,
                       struct finding_record out[FINDING_RECORDS_MAX]);
/* *f with the n-th reference alone, from 1; false: there is none. */
MUST_USE bool finding_narrow(struct stored_finding *f, size_t n);
/* A picture of its page (WebP) was taken; reads next to nothing. */
bool finding_has_picture(const char *dir, const struct stored_finding *f);
/* RC_NOT_FOUND: none was, or what is there is none. RC_SYNTAX, RC_IO: archive_read. */
MUST_USE enum rc finding_picture_read(const char *dir, const struct stored_finding *f,
                                      struct arena *a, struct archive_record *out, struct err *err);
/* Reads a record as a page; never fails: what is no page has an empty text. */
void finding_page_read(const struct archive_record *record, const struct stored_finding *f,
                       struct arena *a, struct finding_page *out);

/* Media type of what a record holds; a view, empty when it does not say. */
struct str record_type(const struct archive_record *r);

#endif
