/* The CDXJ file of an archive folder, and what stands in its WARC files after a crash. */
#ifndef XJ_ARCHIVE_ARCHIVE_INDEX_H
#define XJ_ARCHIVE_ARCHIVE_INDEX_H

#include "archive/cdxj.h"
#include "archive/gzip.h"
#include "base/arena.h"
#include "base/base.h"
#include "base/buf.h"
#include "base/err.h"

enum {
    ARCHIVE_NAME_BYTES = 24,
    ARCHIVE_FILES_MAX = 999999,
    ARCHIVE_RECORD_MAX = (256 << 20) + (1 << 20), /* unpacked: a body and all headers */
    /*
     * Before the end of what is indexed so much is read again when the archive is opened: a power
     * cut may lose pages of a file that were written but not yet on disk. What is written without a
     * sync, of records between two archive_sync calls and of the index's lines for so many bytes of
     * records, is less.
     */
    ARCHIVE_TAIL_BYTES = 4 << 20,
};

/* "000001.warc.gz". Returns out. */
const char *archive_file_name(uint32_t number, char out[ARCHIVE_NAME_BYTES]);
/* 0 when it is no such name. */
uint32_t archive_file_number(struct str name);

/* Calls back with every record that can be found again. The entry is valid within the call. */
typedef void (*archive_entry_fn)(void *ctx, const struct cdxj_entry *e);

struct archive_state {
    uint32_t last;   /* number of the newest file; 0 = none */
    int64_t size;    /* of it, what a crash left of a record cut off */
    bool is_damaged; /* it has a part that is no record: leave it as it is, write to the next */
};
/*
 * Brings folder `dir` (a descriptor; `name` for messages) in order: cuts a half record off the
 * newest file, reads its last 4 MiB (of what is indexed) again and all that follows (all files when
 * there is no index), and writes index.cdxj anew, sorted and complete. A folder that is as it was
 * sealed is in order.
 *
 * RC_IO: the folder refused. Records are never removed.
 */
MUST_USE enum rc archive_recover(int dir, const char *name, archive_entry_fn each, void *ctx,
                                 struct archive_state *out, struct err *err);

/*
 * Writes down, in `.sealed`, what the newest file and the index look like, both being complete and
 * sorted: by their sizes and by the hashes of the index and of the part that would be read again.
 * Where that fails the folder is read again.
 */
void archive_seal(int dir, const char *name, uint32_t number);

/* Appends lines; on disk with is_synced. */
MUST_USE enum rc archive_index_append(int dir, const char *name, struct str lines, bool is_synced,
                                      struct err *err);
/* Sorts the file when it is not sorted, by way of a new one; fsyncs it. */
MUST_USE enum rc archive_index_sort(int dir, const char *name, struct err *err);

#endif
