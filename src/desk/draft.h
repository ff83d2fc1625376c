/*
 * A draft before it is published: its text, and what is wrong in it. The one place that knows which
 * files drafts come in.
 */
#ifndef XJ_DESK_DRAFT_H
#define XJ_DESK_DRAFT_H

#include "attach/attach.h"
#include "base/arena.h"
#include "base/base.h"
#include "base/err.h"
#include "base/str.h"
#include "check/check.h"
#include "model/place.h"
#include "proof/proofread.h"
#include "text/where.h"

enum { DRAFT_BYTES_MAX = 64 << 20 };

struct draft {
    struct str text;             /* UTF-8; paragraphs are lines */
    struct text_places places;   /* pages, sheets, ... of a document */
    int32_t published;           /* the date that a saved page shows; DAY_NONE */
    bool is_document;            /* what its reader sees has no lines of its own */
    enum attach_outcome outcome; /* of a document: why not all of it was read */
};

/* docx, pdf, doc, ...: told by its bytes. */
bool draft_is_document(struct str bytes);
/*
 * As attach/ reads them, in processes of its own: a document is as hostile here as on a web site.
 * The process should have one thread (attach/pool.h).
 *
 *   out  in the arena; written only on RC_OK
 *
 * RC_UNSUPPORTED: no text. The sentence does not name the file.
 */
MUST_USE enum rc draft_read_document(struct str bytes, struct arena *a, struct draft *out,
                                     struct err *err);
/*
 * Of everything else: HTML as its readers see it, else plain text in whatever charset. name: of the
 * file; may be empty. Otherwise as above.
 */
MUST_USE enum rc draft_read_text(struct str name, struct str bytes, struct arena *a,
                                 struct draft *out, struct err *err);

/* What drafts are read with. */
struct draft_reader {
    struct proofreader *proofreader;
    struct check_set *checks; /* whose words the personal data go by */
};

/* RC_IO, RC_SYNTAX, ...: a data file. Gives *out; checks_file: data/checks.yaml. */
MUST_USE enum rc draft_reader_open(const struct proof_data *data, const char *checks_file,
                                   struct draft_reader *out, struct err *err);
void draft_reader_done(struct draft_reader *r);

/* The day that it is judged by: the one that was given, else the one that a saved page shows, else
 * today; DAY_NONE: none was given. */
int32_t draft_day(const struct draft *d, int32_t given, int32_t today);
/* All engines of `engines` and personal data; out: as proofread() leaves it. What stands at the end
 * of a document's line may be half a word, as in an attachment. */
void draft_problems(const struct draft_reader *r, const struct draft *d, int32_t day,
                    unsigned engines, struct problem_list *out);

/* A walk over the settled problems of a draft, by their place. */
struct draft_walk {
    const struct problem_list *list; /* borrowed */
    struct where where;
    size_t at, line_start; /* bytes that were passed; where their last line begins */
    size_t line;           /* 1-based */
    size_t next;           /* problem */
};
struct draft_walk draft_walk_begin(const struct draft *d, const struct problem_list *l);

/* A problem as it is shown: views, or in the list's arena; what the list masks is masked. */
struct draft_problem {
    const struct problem *problem;
    struct str wrong, excerpt;
    struct str where; /* text/where.h */
    size_t line, at;  /* from 1; characters before it in that line */
};
/* false: there is no more. */
bool draft_walk_next(struct draft_walk *w, bool with_suspects, struct draft_problem *out);

#endif
