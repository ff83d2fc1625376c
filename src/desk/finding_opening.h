/*
 * A finding's page, read in a process that can do nothing else (web/opener.h): what it is asked,
 * what it does, and what comes back.
 */
#ifndef XJ_DESK_FINDING_OPENING_H
#define XJ_DESK_FINDING_OPENING_H

#include "archive/archive.h"
#include "base/arena.h"
#include "base/base.h"
#include "base/buf.h"
#include "base/err.h"
#include "desk/finding_page.h"
#include "store/store.h"

/* wants_body: the page itself, else the text around the place. */
void finding_opening_ask(const struct archive_place *at, const struct stored_finding *f,
                         bool wants_body, struct buf *request);
/* The work: files are those of the place. */
void finding_opening_work(const int files[2], struct str request, struct buf *answer);

struct finding_opened {
    struct finding_page page; /* without text when the body was asked for */
    struct str type;          /* media type; may be empty */
    struct str body;          /* when it was asked for */
};
/* Strings are views into the answer, which is not trusted. What archive_read said; RC_SYNTAX: the
 * answer is none. */
MUST_USE enum rc finding_opening_take(struct str answer, struct finding_opened *out,
                                      struct err *err);

#endif
