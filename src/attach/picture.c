#include "base/base.h"

#include "attach/picture.h"

#include <stdio.h>
#include <string.h>

#define JPEG_MAGIC STR("\xff\xd8\xff")
#define PNG_MAGIC STR("\x89PNG\r\n\x1a\n")

enum { A4_WIDTH = 595 }; /* points */

/* How a PDF says what is in the picture's bytes. */
struct picture {
    size_t width, height, depth; /* bits of a colour */
    size_t colours;              /* of a pixel, with what says how transparent it is */
    bool has_palette, has_alpha;
    const char *filter;
    struct str palette; /* three bytes a colour; empty: there is none */
    struct str bytes;
    struct buf joined; /* ... where they stood in pieces */
};

static void picture_done(struct picture *p)
{
    buf_done(&p->joined);
}

bool picture_is_one(struct str bytes)
{
    return str_starts(bytes, JPEG_MAGIC) || str_starts(bytes, PNG_MAGIC);
}

/* The big-endian number of n bytes at s.p[at]; the caller has seen that they are there. */
static size_t number_at(struct str s, size_t at, size_t n)
{
    size_t x = 0;

    for (size_t i = 0; i < n; i++)
        x = x << 8 | (unsigned char)s.p[at + i];
    return x;
}

/* ---- JPEG (ITU-T T.81) ----------------------------------------------------------------------- */

/* Begins a frame: C0 to CF, but for tables (C4, CC) and what is reserved (C8). */
static bool is_frame(unsigned char marker)
{
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}

static bool read_jpeg(struct str s, struct picture *out)
{
    enum { FRAME_BYTES = 10 }; /* marker, length, depth, height, width, colours */
    size_t at = 2;

    while (at + FRAME_BYTES <= s.n && s.p[at] == '\xff') {
        if (is_frame((unsigned char)s.p[at + 1])) {
            out->depth = number_at(s, at + 4, 1);
            out->height = number_at(s, at + 5, 2);
            out->width = number_at(s, at + 7, 2);
            out->colours = number_at(s, at + 9, 1);
            out->filter = "/DCTDecode";
            out->bytes = s;
            return out->depth == 8;
        }
        at += s.p[at + 1] == '\xff' ? 1 : 2 + number_at(s, at + 2, 2); /* FF FF: padding */
    }
    return false;
}

/* ---- PNG ------------------------------------------------------------------------------------- */

/* The next chunk, taken off *s. */
static bool take_chunk(struct str *s, struct str *name, struct str *content)
{
    enum { HEAD = 8, SUM = 4 };
    size_t n;

    if (s->n < HEAD + SUM)
        return false;
    n = number_at(*s, 0, 4);
    if (n > s->n - HEAD - SUM)
        return false;
    *name = str_sub(*s, 4, 4);
    *content = str_sub(*s, HEAD, n);
    *s = str_skip(*s, HEAD + n + SUM);
    return true;
}

static bool read_header(struct str s, struct picture *out)
{
    enum { BYTES = 13, DEPTH_AT = 8, TYPE_AT = 9, INTERLACE_AT = 12 };
    /* By type; 0: there is none, or not for us. */
    static const uint8_t colours[] = { [0] = 1, [2] = 3, [3] = 1, [4] = 2, [6] = 4 };
    const size_t type = s.n == BYTES ? (unsigned char)s.p[TYPE_AT] : COUNT_OF(colours);

    if (type >= COUNT_OF(colours))
        return false;
    out->width = number_at(s, 0, 4);
    out->height = number_at(s, 4, 4);
    out->depth = number_at(s, DEPTH_AT, 1);
    out->has_palette = type == 3;
    out->has_alpha = type >= 4;
    out->colours = s.p[INTERLACE_AT] ? 0 : colours[type]; /* PDF has no other order of lines */
    return true;
}

static bool read_png(struct str s, struct picture *out)
{
    enum { PALETTE_MAX = 256 * 3 };
    bool has_header = false;
    struct str name, content;

    s = str_skip(s, PNG_MAGIC.n);
    out->filter = "/FlateDecode";
    while (take_chunk(&s, &name, &content)) {
        if (!has_header && !(has_header = str_eq(name, STR("IHDR")) && read_header(content, out)))
            return false;
        if (out->has_palette && str_eq(name, STR("PLTE")) && content.n <= PALETTE_MAX)
            out->palette = str_sub(content, 0, content.n / 3 * 3);
        if (str_eq(name, STR("IDAT")))
            buf_add(&out->joined, content);
    }
    out->bytes = buf_str(&out->joined);
    return out->bytes.n > 0 && !out->has_palette == !out->palette.n;
}

/* ---- the PDF --------------------------------------------------------------------------------- */

static void add_colours(const struct picture *p, struct buf *out)
{
    const char *name = p->colours <= 2 ? "/DeviceGray" : "/DeviceRGB";

    if (p->has_alpha) {
        buf_addf(out, "[/DeviceN[%s/a]%s 6 0 R]", p->colours == 2 ? "/k" : "/r/g/b", name);
        return;
    }
    if (!p->palette.n) {
        buf_add(out, str_of(name));
        return;
    }
    buf_addf(out, "[/Indexed/DeviceRGB %zu<", p->palette.n / 3 - 1);
    for (size_t i = 0; i < p->palette.n; i++)
        buf_addf(out, "%02x", (unsigned char)p->palette.p[i]);
    buf_add(out, STR(">]"));
}

static void add_image(const struct picture *p, struct buf *out)
{
    buf_addf(out, "<</Type/XObject/Subtype/Image/Width %zu/Height %zu/BitsPerComponent %zu",
             p->width, p->height, p->depth);
    buf_add(out, STR("/ColorSpace"));
    add_colours(p, out);
    buf_addf(out, "/Filter%s", p->filter);
    if (strcmp(p->filter, "/FlateDecode") == 0) /* its lines are told as those of a PNG are */
        buf_addf(out, "/DecodeParms<</Predictor 15/Colors %zu/BitsPerComponent %zu/Columns %zu>>",
                 p->colours, p->depth, p->width);
    buf_addf(out, "/Length %zu>>stream\n", p->bytes.n);
    buf_add(out, p->bytes);
    buf_add(out, STR("\nendstream"));
}

/* How transparent a pixel is is left out: a calculation drops it. */
static void add_function(const struct picture *p, struct buf *out)
{
    buf_addf(out, "<</FunctionType 4/Domain[%s 0 1]/Range[%s]/Length 5>>stream\n{pop}\nendstream",
             p->colours == 2 ? "0 1" : "0 1 0 1 0 1", p->colours == 2 ? "0 1" : "0 1 0 1 0 1");
}

static void add_pdf(const struct picture *p, struct buf *out)
{
    enum { CATALOG, PAGES, PAGE, CONTENT, IMAGE, FUNCTION, OBJECTS_N };
    const size_t begin = out->n, height = A4_WIDTH * p->height / p->width;
    char content[64];
    size_t at[OBJECTS_N], table;
    const int n = snprintf(content, sizeof(content), "%d 0 0 %zu 0 0 cm/I Do", A4_WIDTH, height);

    buf_add(out, STR("%PDF-1.5\n"));
    for (size_t i = 0; i < OBJECTS_N; i++) {
        at[i] = out->n - begin;
        buf_addf(out, "%zu 0 obj\n", i + 1);
        if (i == CATALOG)
            buf_add(out, STR("<</Type/Catalog/Pages 2 0 R>>"));
        else if (i == PAGES)
            buf_add(out, STR("<</Type/Pages/Count 1/Kids[3 0 R]>>"));
        else if (i == PAGE)
            buf_addf(out,
                     "<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %zu]/Contents 4 0 R"
                     "/Resources<</XObject<</I 5 0 R>>>>>>",
                     A4_WIDTH, height);
        else if (i == CONTENT)
            buf_addf(out, "<</Length %d>>stream\n%s\nendstream", n, content);
        else if (i == IMAGE)
            add_image(p, out);
        else
            add_function(p, out);
        buf_add(out, STR("\nendobj\n"));
    }
    table = out->n - begin;
    buf_addf(out, "xref\n0 %d\n0000000000 65535 f \n", OBJECTS_N + 1);
    for (size_t i = 0; i < OBJECTS_N; i++)
        buf_addf(out, "%010zu 00000 n \n", at[i]);
    buf_addf(out, "trailer<</Size %d/Root 1 0 R>>\nstartxref\n%zu\n%%%%EOF\n", OBJECTS_N + 1,
             table);
}

static bool is_sheet(const struct picture *p)
{
    return p->width >= PICTURE_WIDTH_MIN && p->width <= PICTURE_SIDE_MAX &&
           p->height <= PICTURE_SIDE_MAX && p->height * 10 >= p->width * 12 &&
           p->height * 10 <= p->width * 17;
}

enum rc picture_as_pdf(struct str bytes, struct buf *out)
{
    AUTO(picture_done) struct picture p = { 0 };
    const bool is_read = str_starts(bytes, PNG_MAGIC)    ? read_png(bytes, &p)
                         : str_starts(bytes, JPEG_MAGIC) ? read_jpeg(bytes, &p)
                                                         : false;

    if (!is_read)
        return RC_UNSUPPORTED;
    if (!is_sheet(&p))
        return RC_NOT_FOUND;
    if (p.colours == 0 || (p.colours == 4 && !p.has_alpha))
        return RC_UNSUPPORTED;
    add_pdf(&p, out);
    return RC_OK;
}
