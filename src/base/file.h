/* Files read whole. */
#ifndef XJ_BASE_FILE_H
#define XJ_BASE_FILE_H

#include "base/base.h"
#include "base/buf.h"
#include "base/err.h"

#include <stdio.h>

void file_closep(FILE **f);

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

#endif
