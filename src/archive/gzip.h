/* Single gzip members (RFC 1952), the packing of WARC records. */
#ifndef XJ_ARCHIVE_GZIP_H
#define XJ_ARCHIVE_GZIP_H

#include "base/base.h"
#include "base/buf.h"
#include "base/str.h"

struct z_stream_s;
struct libdeflate_compressor;

/* Packs one member after the other with one set of tables. Zeroed is valid. */
struct gzip_packer {
    struct libdeflate_compressor *compressor; /* owned */
    struct buf whole;
    struct z_stream_s *stream; /* owned */
};
void gzip_packer_done(struct gzip_packer *p);
/* Appends one member that holds the parts one after the other. */
void gzip_pack(struct gzip_packer *p, const struct str *parts, size_t n, struct buf *out);

enum gzip_end {
    GZIP_WHOLE,   /* one member, its checksum right */
    GZIP_NONE,    /* the file ends where it should begin */
    GZIP_CUT,     /* the file ends within it */
    GZIP_DAMAGED, /* it is no member, or its checksum is wrong */
    GZIP_LARGE,   /* more than out->max bytes; the first ones are in out */
    GZIP_IO,      /* the file cannot be read */
};
/*
 * Unpacks the member that begins at byte `at` of the file.
 *
 *   out       is emptied first; out->max bounds what is unpacked
 *   n_packed  bytes of the member in the file; set for GZIP_WHOLE
 */
enum gzip_end gzip_read(int fd, int64_t at, struct buf *out, int64_t *n_packed);

#endif
