/* Files read whole, folders made; all of some bytes through a descriptor. */
#ifndef XJ_BASE_FILE_H
#define XJ_BASE_FILE_H

#include "base/arena.h"
#include "base/base.h"
#include "base/buf.h"
#include "base/err.h"

#include <stdio.h>

void file_closep(FILE **f);

/* A folder that is there already is as good. RC_IO. */
MUST_USE enum rc file_make_dir(const char *path, unsigned mode, struct err *err);

/*
 * Appends what is left of f to *out.
 *
 *   name  how the sentence calls it
 *   out   its own limit is taken off
 *
 * RC_LIMIT: more than max bytes. RC_IO: reading failed.
 */
MUST_USE enum rc file_read_rest(FILE *f, const char *name, size_t max, struct buf *out,
                                struct err *err);
/* Empties *out and reads the file into it. RC_IO: cannot be opened or read. RC_LIMIT: too large. */
MUST_USE enum rc file_read(const char *path, size_t max, struct buf *out, struct err *err);
/* The same into an arena, in one piece of its size. RC_IO: also when it is cut off meanwhile. */
MUST_USE enum rc file_read_arena(const char *path, size_t max, struct arena *a, struct str *out,
                                 struct err *err);

/* n bytes, going on after interruptions. false: it failed, or the other side is gone. */
MUST_USE bool file_read_all(int fd, void *to, size_t n);
/* With write alone; on failure a part may be written. */
MUST_USE bool file_write_all(int fd, struct str bytes);

#endif
