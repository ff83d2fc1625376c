/*
 * A draft that was handed in, read and checked in a process that can do nothing else
 * (web/opener.h): what it is asked, what it does, and what comes back.
 */
#ifndef XJ_DESK_DRAFT_OPENING_H
#define XJ_DESK_DRAFT_OPENING_H

#include "attach/attach.h"
#include "base/arena.h"
#include "base/base.h"
#include "base/buf.h"
#include "base/err.h"
#include "check/check.h"
#include "proof/proofread.h"

enum {
    DRAFT_TEXT_MAX = 2 << 20, /* bytes that are read in one go */
    DRAFT_SHOWN_MAX = 1000,   /* problems that are told; all are counted */
};

struct draft_asked {
    struct proof_data proof;
    const char *checks_file; /* data/checks.yaml */
    const char *field_file;  /* of proof/field.h; not there: none */
    struct str name, bytes;  /* name: of the file; may be empty */
    int32_t day;             /* of publication; DAY_NONE: not said */
    int32_t today;
    bool with_suspects;
};
void draft_opening_ask(const struct draft_asked *asked, struct buf *request);

/* Outside: opens the data, and has a document read by attach/. What it gives is never released: the
 * process ends with its work. */
void *draft_opening_prepare(struct str request);
/* The work, with that. */
void draft_opening_work(void *prepared, struct buf *answer);

struct draft_seen {
    const struct check *check;
    struct str wrong, right, class, excerpt, source, where;
    int64_t line, at;
    double score;
    bool is_suspect, is_serious;
};
struct draft_opened {
    bool is_document;
    enum attach_outcome outcome; /* why a document was not read wholly */
    int64_t n_chars, n_problems;
    const struct draft_seen *problems; /* by place */
    size_t n;                          /* of n_problems at most DRAFT_SHOWN_MAX */
    struct str no_typos, no_english;   /* why they were not looked for; empty: they were */
};
/* Strings are views into the answer, which is not trusted; the list is in a. RC_UNSUPPORTED,
 * RC_LIMIT, ...: the draft cannot be read, or our own data. RC_SYNTAX: the answer is none. */
MUST_USE enum rc draft_opening_take(struct str answer, struct arena *a, struct draft_opened *out,
                                    struct err *err);

#endif
