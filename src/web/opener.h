/*
 * Other people's bytes, opened in processes that can do nothing else. A child of the family forks
 * one for each piece of work; it opens the files that it is told of and then gives up network,
 * files, identity and all but a little memory and time (attach/sandbox.h), before the first byte
 * that is not ours is read. A hostile file costs its own request.
 */
#ifndef XJ_WEB_OPENER_H
#define XJ_WEB_OPENER_H

#include "base/arena.h"
#include "base/base.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"
#include "web/family.h"

enum {
    OPENER_FILES_MAX = 2,
    OPENER_REQUEST_BYTES_MAX = 40 << 20, /* an upload and what is asked about it */
    OPENER_ANSWER_BYTES_MAX = 72 << 20,  /* an archived file */
    OPENER_SECONDS = 10,                 /* of one piece of work, waiting aside; as long before */
};

/* What is done in there: no file can be opened, and nothing stays. files: -1 = not given, or not to
 * be opened. */
typedef void opener_work(const int files[OPENER_FILES_MAX], struct str request, struct buf *answer);
/* Instead, of work that needs files of ours: before the sandbox it opens them, looks at nothing of
 * what came from outside, and gives what is called in there. */
struct opener_prepared {
    void (*work)(void *ctx, struct buf *answer);
    void *ctx;
};
typedef struct opener_prepared opener_before(struct str request);

struct opener;

struct opener_options {
    opener_work *const *works;
    opener_before *const *befores; /* of the same length; NULL, or NULL in it: the work alone */
    size_t n_works;
    void (*prepare)(void); /* once, outside: what cannot be loaded in there */
};

/* Before there are processes. `o` is borrowed for ever. Gives *out. RC_IO. */
MUST_USE enum rc opener_new(const struct opener_options *o, struct opener **out, struct err *err);
void opener_freep(struct opener **o);
/* The child of the family; f NULL: of none. */
int opener_serve(const struct opener *o, struct family *f, const volatile sig_atomic_t *stop);

struct opening {
    size_t work;                         /* place among the works */
    const char *files[OPENER_FILES_MAX]; /* paths; NULL = none */
    struct str request;
};
/*
 * From any thread of another child; blocks. The answer goes to a.
 *
 * RC_SYNTAX: it crashed, or took too much time or memory. RC_LIMIT: the request or the answer is
 * too large. RC_UNSUPPORTED: this machine has no sandbox. RC_IO: nobody answers.
 */
MUST_USE enum rc opener_ask(const struct opener *o, const struct opening *what, struct arena *a,
                            struct str *answer, struct err *err);

#endif
