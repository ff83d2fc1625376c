/* What the parts of a survey share. Inside account/ only. */
#ifndef XJ_ACCOUNT_SURVEYOR_H
#define XJ_ACCOUNT_SURVEYOR_H

#include "account/posts.h"
#include "account/survey.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/hashes.h"

enum purpose { FOR_POSTS, FOR_NEWEST, FOR_MENU, FOR_DOWNLOAD };

/* One address that is looked at, through its redirects. */
struct errand {
    struct account_visit *visit;
    enum purpose purpose;
    struct look *look; /* what is found of it; url is the address as given */
    struct str at;     /* where redirects have led so far */
    int n_hops, n_tries;
    int64_t due_ms; /* of the second try; 0 = none planned */
    bool is_done;
    struct str ref; /* in the archive; of a failure */
    struct errand *next_due;
};

/* One account while it is looked at. Everything lives in its memory. */
struct account_visit {
    const struct account *account; /* NULL = free */
    struct arena memory;
    struct account_view view;
    struct look source, newest; /* newest: the address of a self-reported post */
    struct errand *errands;
    size_t n_errands, n_open;
    struct archive_record answer; /* of the source; url empty: none */
    struct str answer_ref;        /* of it in the archive; empty: not kept so far */
};

/* What is known of an address that several accounts link to. */
struct known_look {
    struct look look;
    struct str ref;
};

struct surveyor {
    const struct survey_options *o;
    struct fetcher *fetcher;
    struct page_reader *reader;
    struct account_visit *visits;
    size_t n_visits, n_next; /* n_next: of the list */
    struct errand *due;      /* wait for their second try, oldest first */
    struct errand **last_due;
    struct arena memory;  /* of the looks that are known */
    struct hashes index;  /* hash of the URL -> place in known + 1 */
    struct buf known;     /* struct known_look */
    struct str file_path; /* of the table that was read last */
    struct posts_table *file;
    struct str file_fault;    /* why it could not be */
    struct hashes unit_sites; /* hash of 主办单位 -> place in sites + 1 */
    struct survey_progress progress;
    int64_t told_ms;
};

/* ---- handover.c: what was seen of an account goes to checks and store ---- */
MUST_USE enum rc visit_hand_over(struct surveyor *s, struct account_visit *v, struct err *err);

#endif
