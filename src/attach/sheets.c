#include "base/base.h"

#include "attach/sheets.h"

#include "base/buf.h"
#include "text/charset.h"

#include <math.h>
#include <string.h>

enum record_type {
    R_FORMULA = 0x0006,
    R_FILEPASS = 0x002f,
    R_CONTINUE = 0x003c,
    R_MULRK = 0x00bd,
    R_RSTRING = 0x00d6,
    R_SST = 0x00fc,
    R_LABELSST = 0x00fd,
    R_NUMBER = 0x0203,
    R_LABEL = 0x0204,
    R_STRING = 0x0207,
    R_RK = 0x027e,
    R_BOF = 0x0809,
};

/* ---- strings that run on over records -------------------------------------------------------- */

/* A record and those that continue it. */
struct span {
    struct str rest;   /* of the stream, behind the record at hand */
    struct str record; /* what is left of the record at hand */
};

/* Goes on in the next record when this one is used up; false: there is none. */
static bool span_refill(struct span *s)
{
    while (s->record.n == 0) {
        if (ole_u16(s->rest, 0) != R_CONTINUE || s->rest.n < 4)
            return false;
        s->record = str_sub(s->rest, 4, ole_u16(s->rest, 2));
        s->rest = str_skip(s->rest, 4 + (size_t)ole_u16(s->rest, 2));
    }
    return true;
}

static bool span_skip(struct span *s, size_t n)
{
    while (n) {
        if (!span_refill(s))
            return false;

        const size_t part = n < s->record.n ? n : s->record.n;

        s->record = str_skip(s->record, part);
        n -= part;
    }
    return true;
}

/* Numbers never stand across two records. */
static uint32_t span_number(struct span *s, size_t n_bytes)
{
    uint32_t value;

    if (!span_refill(s))
        return 0;
    value = n_bytes == 1   ? (unsigned char)s->record.p[0]
            : n_bytes == 2 ? ole_u16(s->record, 0)
                           : ole_u32(s->record, 0);
    s->record = str_skip(s->record, n_bytes);
    return value;
}

static struct str to_utf8(struct str s, bool is_wide, struct arena *a)
{
    size_t n_bad;

    return charset_to_utf8(s, is_wide ? "utf-16le" : "windows-1252", a, &n_bad);
}

/* n_chars characters; each record that continues them says anew whether they are wide. */
static struct str span_chars(struct span *s, size_t n_chars, bool is_wide, struct arena *a)
{
    AUTO(buf_done) struct buf text = { 0 };

    while (n_chars) {
        AUTO(arena_done) struct arena scratch = { 0 };

        if (s->record.n == 0) {
            if (!span_refill(s))
                break;
            is_wide = span_number(s, 1) & 1;
        }

        const size_t width = is_wide ? 2 : 1, n_here = s->record.n / width;
        const size_t n = n_here < n_chars ? n_here : n_chars;

        buf_add(&text, to_utf8(str_sub(s->record, 0, n * width), is_wide, &scratch));
        /* half a character at the end is damage */
        s->record = str_skip(s->record, n_here ? n * width : s->record.n);
        n_chars -= n;
    }
    return arena_copy(a, buf_str(&text));
}

/* A string with its formatting runs and phonetic hints, which are left out. */
static struct str span_string(struct span *s, size_t n_length_bytes, struct arena *a)
{
    enum { IS_WIDE = 1, HAS_HINTS = 4, HAS_RUNS = 8 };
    const size_t n_chars = span_number(s, n_length_bytes);
    const uint32_t flags = span_number(s, 1);
    const size_t n_runs = flags & HAS_RUNS ? span_number(s, 2) : 0;
    const size_t n_hints = flags & HAS_HINTS ? span_number(s, 4) : 0;
    const struct str text = span_chars(s, n_chars, flags & IS_WIDE, a);

    (void)span_skip(s, 4 * n_runs + n_hints);
    return text;
}

/* ---- cells ----------------------------------------------------------------------------------- */

struct workbook {
    struct arena *a;
    struct lines *out;
    const struct str *strings; /* shared ones */
    size_t n_strings;
    int64_t row;      /* of the last cell */
    bool is_text_due; /* the text of a formula's result comes in the next record */
};

static void read_strings(struct workbook *w, struct span s)
{
    const uint32_t n_said = ole_u32(s.record, 4);
    const size_t n_fit = (s.record.n + s.rest.n) / 3; /* a string takes three bytes at least */
    const size_t n_max = n_said < n_fit ? n_said : n_fit;
    struct str *strings;
    size_t n = 0;

    if (w->strings)
        return;
    strings = arena_array(w->a, struct str, n_max);
    (void)span_skip(&s, 8);
    while (n < n_max && span_refill(&s))
        strings[n++] = span_string(&s, 2, w->a);
    w->strings = strings;
    w->n_strings = n;
}

static void begin_cell(struct workbook *w, struct str record)
{
    const int64_t row = ole_u16(record, 0);

    lines_end(w->out, row == w->row ? LINES_SPACE : LINES_NEW);
    w->row = row;
}

static void add_number(struct workbook *w, double value)
{
    struct arena scratch = { 0 };

    if (isfinite(value))
        lines_add(w->out, floor(value) == value && fabs(value) < 1e18
                              ? arena_printf(&scratch, "%.0f", value)
                              : arena_printf(&scratch, "%.15g", value));
    arena_done(&scratch);
}

static double double_at(struct str s, size_t at)
{
    const uint64_t bits = (uint64_t)ole_u32(s, at + 4) << 32 | ole_u32(s, at);
    double value;

    memcpy(&value, &bits, sizeof(value));
    return value;
}

/* A number in 30 bits: whole or the head of a double, perhaps in hundredths. */
static double rk_value(uint32_t rk)
{
    const uint64_t bits = (uint64_t)(rk & ~3U) << 32;
    double value;

    if (rk & 2)
        value = (double)((int32_t)(rk & ~3U) / 4);
    else
        memcpy(&value, &bits, sizeof(value));
    return rk & 1 ? value / 100 : value;
}

static void add_row_of_numbers(struct workbook *w, struct str record)
{
    begin_cell(w, record);
    for (size_t at = 4; at + 6 + 2 <= record.n; at += 6) { /* the last two bytes: last column */
        lines_end(w->out, LINES_SPACE);
        add_number(w, rk_value(ole_u32(record, at + 2)));
    }
}

/* The result: a number, or by its last two bytes something else, of which only text is of interest.
 */
static void add_formula(struct workbook *w, struct str record)
{
    begin_cell(w, record);
    if (ole_u16(record, 12) != 0xffff)
        add_number(w, double_at(record, 6));
    else
        w->is_text_due = record.n > 6 && record.p[6] == 0;
}

static void take_record(struct workbook *w, uint32_t type, struct str record, struct str rest)
{
    enum { CELL_BYTES = 6 };
    struct span s = { .rest = rest, .record = record };
    uint32_t i;

    switch (type) {
    case R_SST:
        read_strings(w, s);
        break;
    case R_LABELSST:
        i = ole_u32(record, CELL_BYTES);
        begin_cell(w, record);
        if (i < w->n_strings)
            lines_add(w->out, w->strings[i]);
        break;
    case R_LABEL:
    case R_RSTRING:
        begin_cell(w, record);
        (void)span_skip(&s, CELL_BYTES);
        lines_add(w->out, span_string(&s, 2, w->a));
        break;
    case R_NUMBER:
        begin_cell(w, record);
        add_number(w, double_at(record, CELL_BYTES));
        break;
    case R_RK:
        begin_cell(w, record);
        add_number(w, rk_value(ole_u32(record, CELL_BYTES)));
        break;
    case R_MULRK:
        add_row_of_numbers(w, record);
        break;
    case R_FORMULA:
        add_formula(w, record);
        break;
    case R_STRING:
        if (w->is_text_due)
            lines_add(w->out, span_string(&s, 2, w->a));
        w->is_text_due = false;
        break;
    case R_BOF: /* the next sheet */
        w->row = -1;
        break;
    default:
        break;
    }
}

enum attach_outcome sheets_text(const struct ole *o, struct arena *a, struct lines *out)
{
    struct workbook w = { .a = a, .out = out, .row = -1 };
    struct str rest = { 0 };

    if (ole_stream(o, "Workbook", a, &rest))
        return ATTACH_DAMAGED;
    if (ole_u16(rest, 0) != R_BOF || ole_u16(rest, 4) != 0x0600)
        return ATTACH_UNSUPPORTED; /* before Excel 97 */
    while (rest.n >= 4 && !out->is_cut) {
        const uint32_t type = ole_u16(rest, 0);
        const struct str record = str_sub(rest, 4, ole_u16(rest, 2));

        if (type == R_FILEPASS)
            return ATTACH_ENCRYPTED;
        rest = str_skip(rest, 4 + (size_t)ole_u16(rest, 2));
        take_record(&w, type, record, rest);
    }
    return ATTACH_READ;
}
