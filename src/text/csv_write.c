#include "base/base.h"

#include "text/csv_write.h"

static bool is_number(struct str s)
{
    int64_t value;

    return str_to_i64(s, INT64_MIN / 2, INT64_MAX / 2, &value);
}

static bool may_be_formula(struct str s)
{
    while (s.n && s.p[0] == '\'')
        s = str_skip(s, 1);
    return s.n && memchr("=+-@\t\r", s.p[0], 6);
}

struct str csv_meant(struct str cell)
{
    return cell.n && cell.p[0] == '\'' && may_be_formula(cell) ? str_skip(cell, 1) : cell;
}

static void add_cell(struct buf *out, struct str s)
{
    buf_add_char(out, '"');
    if (may_be_formula(s) && !is_number(s))
        buf_add_char(out, '\'');
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '"')
            buf_add_char(out, '"');
        buf_add_char(out, s.p[i]);
    }
    buf_add_char(out, '"');
}

void csv_add_row(struct buf *out, const struct str *cells, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (i)
            buf_add_char(out, ',');
        add_cell(out, cells[i]);
    }
    buf_add(out, STR("\r\n"));
}
