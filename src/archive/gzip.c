#include "base/base.h"

#include "archive/gzip.h"

#include <libdeflate.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

enum {
    WINDOW_GZIP = 15 + 16, /* zlib's way to ask for the gzip format */
    MEMORY_LEVEL = 8,      /* zlib's default */
    LEVEL = 1,             /* measured on 100 real pages: half the time of 6, 12 % larger */
    WHOLE_MAX = 1 << 20,   /* bytes that libdeflate packs at once; more is streamed through zlib */
    CHUNK = 32 << 10,
};

/* zlib's pointers lack const. */
static Bytef *bytes_of(struct str s)
{
    union {
        const char *from;
        Bytef *to;
    } p = { .from = s.p };

    return p.to;
}

void gzip_packer_done(struct gzip_packer *p)
{
    libdeflate_free_compressor(p->compressor);
    p->compressor = NULL;
    buf_done(&p->whole);
    if (!p->stream)
        return;
    (void)deflateEnd(p->stream);
    free(p->stream);
    p->stream = NULL;
}

static z_stream *ready_stream(struct gzip_packer *p)
{
    if (p->stream) {
        ASSERT(deflateReset(p->stream) == Z_OK);
        return p->stream;
    }
    p->stream = calloc(1, sizeof(*p->stream));
    if (!p->stream || deflateInit2(p->stream, LEVEL, Z_DEFLATED, WINDOW_GZIP, MEMORY_LEVEL,
                                   Z_DEFAULT_STRATEGY) != Z_OK)
        abort();
    return p->stream;
}

static void deflate_part(z_stream *z, struct str part, int flush, struct buf *out)
{
    int code;

    z->next_in = bytes_of(part);
    z->avail_in = (uInt)part.n; /* below 4 GiB: the archive's limit */
    do {
        char *room = buf_room(out, CHUNK);

        if (!room)
            return;
        z->next_out = (Bytef *)room;
        z->avail_out = CHUNK;
        code = deflate(z, flush);
        ASSERT(code == Z_OK || code == Z_STREAM_END || code == Z_BUF_ERROR);
        out->n += CHUNK - z->avail_out;
    } while (z->avail_out == 0);
}

static void pack_stream(struct gzip_packer *p, const struct str *parts, size_t n, struct buf *out)
{
    z_stream *z = ready_stream(p);

    for (size_t i = 0; i < n; i++)
        if (parts[i].n)
            deflate_part(z, parts[i], Z_NO_FLUSH, out);
    deflate_part(z, STR(""), Z_FINISH, out);
}

/* Twice as fast as zlib, and a little smaller; it wants its input in one piece. */
static void pack_whole(struct gzip_packer *p, const struct str *parts, size_t n, struct buf *out)
{
    if (!p->compressor && !(p->compressor = libdeflate_alloc_compressor(LEVEL)))
        abort();
    buf_reset(&p->whole);
    for (size_t i = 0; i < n; i++)
        buf_add(&p->whole, parts[i]);

    const size_t bound = libdeflate_gzip_compress_bound(p->compressor, p->whole.n);
    char *room = buf_room(out, bound);

    if (room)
        out->n += libdeflate_gzip_compress(p->compressor, p->whole.p, p->whole.n, room, bound);
}

void gzip_pack(struct gzip_packer *p, const struct str *parts, size_t n, struct buf *out)
{
    size_t n_bytes = 0;

    for (size_t i = 0; i < n; i++)
        n_bytes += parts[i].n;
    if (n_bytes <= WHOLE_MAX)
        pack_whole(p, parts, n, out);
    else
        pack_stream(p, parts, n, out);
}

struct input {
    int fd;
    int64_t at; /* of the next byte to read */
    z_stream z;
    unsigned char *bytes; /* CHUNK of them */
};

static void input_done(struct input *in)
{
    (void)inflateEnd(&in->z);
}

/* More bytes for in->z; GZIP_WHOLE when there are some. */
static enum gzip_end refill(struct input *in)
{
    const ssize_t n = pread(in->fd, in->bytes, CHUNK, in->at);

    if (n < 0)
        return GZIP_IO;
    in->z.next_in = in->bytes;
    in->z.avail_in = (uInt)n;
    in->at += n;
    return n ? GZIP_WHOLE : GZIP_CUT;
}

/* Inflates once into out; Z_BUF_ERROR past its limit. */
static int inflate_once(z_stream *z, struct buf *out)
{
    const size_t left = out->max - out->n;
    const size_t n = left < CHUNK ? left : CHUNK;
    char past; /* where a byte past the limit would go */
    char *room = n ? buf_room(out, n) : &past;

    z->next_out = (Bytef *)room;
    z->avail_out = n ? (uInt)n : 1;

    const int code = inflate(z, Z_NO_FLUSH);

    if (n)
        out->n += n - z->avail_out;
    else if (z->avail_out == 0)
        return Z_BUF_ERROR;
    return code;
}

enum gzip_end gzip_read(int fd, int64_t at, struct buf *out, int64_t *n_packed)
{
    unsigned char bytes[CHUNK]; /* not cleared for each record */
    AUTO(input_done) struct input in = { .fd = fd, .at = at, .bytes = bytes };
    enum gzip_end end = refill(&in);
    int code = Z_OK;

    ASSERT(out->max);
    buf_reset(out);
    if (end != GZIP_WHOLE)
        return end == GZIP_CUT ? GZIP_NONE : end;
    if (inflateInit2(&in.z, WINDOW_GZIP) != Z_OK)
        abort();
    while (code == Z_OK) {
        if (in.z.avail_in == 0) {
            end = refill(&in);
            if (end != GZIP_WHOLE)
                return end;
        }
        code = inflate_once(&in.z, out);
    }
    if (code == Z_BUF_ERROR)
        return GZIP_LARGE;
    if (code != Z_STREAM_END)
        return GZIP_DAMAGED;
    *n_packed = in.at - (int64_t)in.z.avail_in - at;
    return GZIP_WHOLE;
}
