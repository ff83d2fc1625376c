/* A file that appears whole or not at all: written beside its place, then renamed. */
#ifndef XJ_BASE_OUT_FILE_H
#define XJ_BASE_OUT_FILE_H

#include "base/base.h"
#include "base/err.h"
#include "base/str.h"

#include <limits.h>
#include <stdio.h>

struct out_file {
    FILE *to;            /* owned; NULL: not open */
    char path[PATH_MAX]; /* DIR/name */
    char part[PATH_MAX]; /* DIR/.name.part; removed by out_file_done unless it was committed */
};

/* RC_IO: cannot make it. Release with out_file_done in any case. */
MUST_USE enum rc out_file_open(struct out_file *f, const char *dir, const char *name,
                               struct err *err);
/* The same by its path. RC_IO. */
MUST_USE enum rc out_file_open_path(struct out_file *f, const char *path, struct err *err);
/* RC_IO. */
MUST_USE enum rc out_file_write(struct out_file *f, struct str text, struct err *err);
/* To the disk and under its name. RC_IO: the disk is full, ...; the old file stays. */
MUST_USE enum rc out_file_commit(struct out_file *f, struct err *err);
void out_file_done(struct out_file *f);

#endif
