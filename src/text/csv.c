#include "base/base.h"

#include "text/csv.h"

#include <string.h>

static size_t line_break(struct str s)
{
    if (s.n == 0 || (s.p[0] != '\n' && s.p[0] != '\r'))
        return 0;
    return s.p[0] == '\r' && s.n > 1 && s.p[1] == '\n' ? 2 : 1;
}

/* Bytes before the first line break. */
static size_t line_length(struct str s)
{
    size_t i = 0;

    while (i < s.n && s.p[i] != '\n' && s.p[i] != '\r')
        i++;
    return i;
}

struct csv csv_of(struct str text)
{
    if (str_starts(text, STR("\xef\xbb\xbf")))
        text = str_skip(text, 3);

    const struct str first = str_sub(text, 0, line_length(text));
    const char separator = str_chr(first, ',') != STR_NONE    ? ','
                           : str_chr(first, '\t') != STR_NONE ? '\t'
                           : str_chr(first, ';') != STR_NONE  ? ';'
                                                              : ',';

    return (struct csv){ .rest = text, .line = 1, .separator = separator };
}

/* s with every "" made ". */
static struct str undouble(struct str s, struct arena *a)
{
    char *p = arena_alloc(a, s.n);
    size_t n = 0;

    for (size_t i = 0; i < s.n; i++) {
        p[n++] = s.p[i];
        if (s.p[i] == '"')
            i++;
    }
    return str_from(p, n);
}

/* What is being read of one row. */
struct reading {
    struct str rest;
    size_t n_breaks; /* line breaks inside quotes */
    const char *fault;
};

/* The cell behind an opening quote that has been taken; takes the closing one too. */
static struct str quoted_cell(struct reading *r, struct arena *a)
{
    const struct str s = r->rest;
    bool has_doubled = false;
    size_t i = 0;

    for (; i < s.n && i <= CSV_CELL_BYTES_MAX; i++) {
        if (s.p[i] == '"') {
            if (i + 1 == s.n || s.p[i + 1] != '"')
                break;
            has_doubled = true;
            i++;
        }
        r->n_breaks += s.p[i] == '\n' || (s.p[i] == '\r' && (i + 1 == s.n || s.p[i + 1] != '\n'));
    }
    if (i >= s.n || i > CSV_CELL_BYTES_MAX) {
        r->fault = "引号没有成对";
        return (struct str){ 0 };
    }
    r->rest = str_skip(s, i + 1);
    return has_doubled ? undouble(str_sub(s, 0, i), a) : str_sub(s, 0, i);
}

static struct str plain_cell(struct reading *r, char separator)
{
    size_t i = 0;

    while (i < r->rest.n && r->rest.p[i] != separator && r->rest.p[i] != '\n' &&
           r->rest.p[i] != '\r')
        i++;

    const struct str cell = str_sub(r->rest, 0, i);

    r->rest = str_skip(r->rest, i);
    return cell;
}

/* Cells up to the line break (not taken), a fault, or the end. */
static size_t read_cells(struct reading *r, char separator, struct arena *a,
                         struct str cells[CSV_CELLS_MAX])
{
    for (size_t n = 0;; r->rest = str_skip(r->rest, 1)) {
        if (n == CSV_CELLS_MAX) {
            r->fault = "列数过多（最多 256 列）";
            return 0;
        }
        if (r->rest.n && r->rest.p[0] == '"') {
            r->rest = str_skip(r->rest, 1);
            cells[n++] = quoted_cell(r, a);
        } else {
            cells[n++] = plain_cell(r, separator);
        }
        if (r->fault)
            return 0;
        if (r->rest.n == 0 || line_break(r->rest))
            return n;
        if (r->rest.p[0] != separator) {
            r->fault = "引号后面有多余的文字，或引号没有成对";
            return 0;
        }
    }
}

bool csv_next(struct csv *c, struct arena *a, struct csv_row *row)
{
    struct str cells[CSV_CELLS_MAX];
    struct reading r = { .rest = c->rest };

    if (c->rest.n == 0)
        return false;

    const size_t n = read_cells(&r, c->separator, a, cells);
    struct str *kept = arena_array(a, struct str, n);

    if (n)
        memcpy(kept, cells, n * sizeof(*kept));
    *row = (struct csv_row){ .line = c->line, .cells = kept, .n = n, .fault = r.fault };
    if (r.fault) {
        r.rest = str_skip(c->rest, line_length(c->rest));
        r.n_breaks = 0;
    }
    c->rest = str_skip(r.rest, line_break(r.rest));
    c->line += r.n_breaks + 1;
    return true;
}
