#include "base/base.h"

#include "attach/xlsx_read.h"

#include "attach/attach.h"
#include "attach/package.h"
#include "base/arena.h"
#include "base/buf.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS_MAX = 1 << 20 };

/* ---- which part is the sheet ---- */

/* The relation id of the first sheet that is not hidden, into *id, a view into out. */
static enum rc find_sheet(struct package *package, char out[PART_ATTRIBUTE_BYTES], struct str *id,
                          struct err *err)
{
    AUTO(part_closep) struct part *p = NULL;
    enum rc rc = part_open(package, "xl/workbook.xml", &p, err);

    while (!rc && part_next(p, &rc, err)) {
        if (!part_is_start(p) || !str_eq(part_node(p), STR("sheet")))
            continue;
        if (str_has(part_attribute(p, "state", out), STR("idden")))
            continue; /* hidden, veryHidden */
        *id = part_attribute(p, "id", out);
        return RC_OK;
    }
    return rc ? rc : err_set(err, RC_SYNTAX, "文件里没有工作表");
}

#define RELATIONS "xl/_rels/workbook.xml.rels"

/* The part that a relation of the workbook leads to. */
static struct str target_of(struct part *relation, struct arena *a)
{
    char value[PART_ATTRIBUTE_BYTES];
    const struct str target = part_attribute(relation, "Target", value);

    return str_starts(target, STR("/")) ? arena_copy(a, str_skip(target, 1))
                                        : arena_join(a, STR("xl/"), target);
}

/* The name of the part that a relation of the workbook leads to. */
static enum rc find_target(struct package *package, struct str id, struct arena *a,
                           struct str *name, struct err *err)
{
    AUTO(part_closep) struct part *p = NULL;
    char value[PART_ATTRIBUTE_BYTES];
    enum rc rc = part_open(package, RELATIONS, &p, err);

    while (!rc && part_next(p, &rc, err)) {
        if (!part_is_start(p) || !str_eq(part_node(p), STR("Relationship")) ||
            !str_eq(part_attribute(p, "Id", value), id))
            continue;
        *name = target_of(p, a);
        return RC_OK;
    }
    return rc ? rc : err_set(err, RC_SYNTAX, "文件已损坏：找不到工作表");
}

/* ---- texts ---- */

/* The text of <t> and <v> inside one cell or shared string; phonetic hints (<rPh>) left out. */
struct text_reader {
    struct buf text;
    bool is_wanted, is_phonetic;
};

static void text_node(struct text_reader *t, const struct part *p)
{
    if (part_is_text(p)) {
        const struct str s = part_text(p);
        const size_t room = XLSX_CELL_BYTES_MAX - t->text.n;

        if (t->is_wanted && !t->is_phonetic)
            buf_add(&t->text, str_sub(s, 0, room));
        return;
    }

    const struct str name = part_node(p);
    const bool opens = part_is_start(p) && !part_is_empty(p);

    if (str_eq(name, STR("t")) || str_eq(name, STR("v")))
        t->is_wanted = opens;
    else if (str_eq(name, STR("rPh")))
        t->is_phonetic = opens;
}

static void text_reader_done(struct text_reader *t)
{
    buf_done(&t->text);
}

struct strings {
    struct buf list; /* of struct str, in the arena */
    struct arena arena;
};

static void strings_done(struct strings *s)
{
    buf_done(&s->list);
    arena_done(&s->arena);
}

static struct str string_at(const struct strings *s, struct str index)
{
    int64_t i;
    struct str text;

    if (!str_to_i64(index, 0, (int64_t)(s->list.n / sizeof(text)) - 1, &i))
        return (struct str){ 0 };
    memcpy(&text, s->list.p + (size_t)i * sizeof(text), sizeof(text));
    return text;
}

static enum rc read_strings(struct package *package, struct strings *out, struct err *err)
{
    static const char name[] = "xl/sharedStrings.xml";
    AUTO(part_closep) struct part *p = NULL;
    AUTO(text_reader_done) struct text_reader t = { 0 };
    size_t n_bytes = 0;
    enum rc rc;

    if (!package_has(package, name))
        return RC_OK; /* all texts may stand in the cells */
    rc = part_open(package, name, &p, err);
    while (!rc && part_next(p, &rc, err)) {
        text_node(&t, p);
        if (!str_eq(part_node(p), STR("si")) || (part_is_start(p) && !part_is_empty(p)))
            continue;

        const struct str text = arena_copy(&out->arena, buf_str(&t.text));

        n_bytes += text.n;
        buf_add(&out->list, str_from((const char *)&text, sizeof(text)));
        buf_reset(&t.text);
        if (n_bytes > XLSX_TEXT_BYTES_MAX || out->list.n / sizeof(text) > XLSX_STRINGS_MAX)
            return err_set(err, RC_LIMIT, "文件里的文字过多");
    }
    return rc;
}

/* ---- the sheet ---- */

struct sheet {
    const struct strings *strings;
    struct arena row_arena;
    struct str cells[CSV_CELLS_MAX];
    size_t n;         /* cells in use */
    int64_t line, at; /* of the current row and cell; at is 0-based */
    enum { CELL_NUMBER, CELL_SHARED, CELL_TEXT, CELL_BOOL } type;
    struct text_reader text;
};

static void sheet_done(struct sheet *s)
{
    arena_done(&s->row_arena);
    text_reader_done(&s->text);
}

/* "AB12" -> 27; -1 when it names no column. */
static int64_t column_of(struct str ref)
{
    int64_t n = 0;
    size_t i = 0;

    for (; i < ref.n && i < 4 && ref.p[i] >= 'A' && ref.p[i] <= 'Z'; i++)
        n = n * 26 + (ref.p[i] - 'A' + 1);
    return n - 1;
}

/* Whole numbers with all their digits; others as they stand. */
static struct str number_text(struct str s, struct arena *a)
{
    const struct str copy = arena_copy(a, s); /* ends in NUL */
    char *end;
    int64_t ignored;

    if (str_to_i64(copy, INT64_MIN, INT64_MAX, &ignored) || copy.n > 40)
        return copy;

    const double value = strtod(copy.p, &end);

    if (copy.n == 0 || *end || !isfinite(value) || floor(value) != value || fabs(value) > 1e15)
        return copy;
    return arena_printf(a, "%.0f", value);
}

static void begin_cell(struct sheet *s, struct part *p)
{
    char value[PART_ATTRIBUTE_BYTES];
    const int64_t at = column_of(part_attribute(p, "r", value));
    const struct str type = part_attribute(p, "t", value);

    s->at = at >= 0 ? at : s->at + 1;
    s->type = str_eq(type, STR("s"))                         ? CELL_SHARED
              : str_eq(type, STR("b"))                       ? CELL_BOOL
              : str_is_empty(type) || str_eq(type, STR("n")) ? CELL_NUMBER
                                                             : CELL_TEXT;
    buf_reset(&s->text.text);
}

static void end_cell(struct sheet *s)
{
    const struct str raw = buf_str(&s->text.text);
    struct str value = { 0 };

    switch (s->type) {
    case CELL_NUMBER:
        value = number_text(str_trim(raw), &s->row_arena);
        break;
    case CELL_SHARED:
        value = string_at(s->strings, str_trim(raw));
        break;
    case CELL_TEXT:
        value = arena_copy(&s->row_arena, raw);
        break;
    case CELL_BOOL:
        value = str_eq(str_trim(raw), STR("1")) ? STR("TRUE") : STR("FALSE");
        break;
    }
    buf_reset(&s->text.text);
    if (s->at < 0 || s->at >= CSV_CELLS_MAX)
        return;
    while (s->n <= (size_t)s->at)
        s->cells[s->n++] = (struct str){ 0 };
    s->cells[s->at] = value;
}

static void begin_row(struct sheet *s, struct part *p)
{
    char value[PART_ATTRIBUTE_BYTES];
    int64_t line;

    arena_reset(&s->row_arena);
    s->n = 0;
    s->at = -1;
    s->line++;
    if (str_to_i64(part_attribute(p, "r", value), 1, ROWS_MAX, &line))
        s->line = line;
}

static enum rc read_sheet(struct package *package, const char *name, const struct strings *strings,
                          xlsx_row_fn each, void *ctx, struct err *err)
{
    AUTO(part_closep) struct part *p = NULL;
    AUTO(sheet_done) struct sheet s = { .strings = strings, .at = -1 };
    enum rc rc = part_open(package, name, &p, err);

    while (!rc && part_next(p, &rc, err)) {
        const struct str node = part_node(p);

        text_node(&s.text, p);
        if (part_is_start(p) && str_eq(node, STR("row"))) {
            begin_row(&s, p);
        } else if (part_is_start(p) && str_eq(node, STR("c"))) {
            begin_cell(&s, p);
        } else if (part_is_end(p) && str_eq(node, STR("c"))) {
            end_cell(&s);
        } else if (part_is_end(p) && str_eq(node, STR("row")) && s.n) {
            const struct csv_row row = { .line = (size_t)s.line, .cells = s.cells, .n = s.n };

            rc = each(ctx, &row, err);
        }
    }
    return rc;
}

enum rc xlsx_read(struct str bytes, xlsx_row_fn each, void *ctx, struct err *err)
{
    AUTO(package_closep) struct package *package = NULL;
    AUTO(strings_done) struct strings strings = { 0 };
    AUTO(arena_done) struct arena a = { 0 };
    char id_bytes[PART_ATTRIBUTE_BYTES];
    struct str id = { 0 }, name = { 0 };
    enum rc rc;

    if (bytes.n > ATTACH_BYTES_MAX)
        return err_set(err, RC_LIMIT, "文件超过 %d MB", ATTACH_BYTES_MAX >> 20);
    rc = package_open(bytes, &package, err);
    if (rc == RC_SYNTAX)
        return err_set(err, RC_SYNTAX,
                       "不是有效的 .xlsx 文件（可能加了密码、已损坏或是旧式 .xls）");
    if (!rc)
        rc = find_sheet(package, id_bytes, &id, err);
    if (!rc)
        rc = find_target(package, id, &a, &name, err);
    if (!rc)
        rc = read_strings(package, &strings, err);
    return rc ? rc : read_sheet(package, name.p, &strings, each, ctx, err);
}

/* Sheets are parts of this folder, in the order of the archive. */
static bool is_sheet_name(struct str name)
{
    return str_starts_nocase(name, STR("xl/worksheets/")) && str_ends_nocase(name, STR(".xml"));
}

/* ---- what the workbook calls its sheets ---- */

struct title {
    struct str name, id, part; /* of the sheet, of the relation, of the archive */
};
struct titles {
    struct title *all;
    size_t n;
};

/* What is damaged gives no titles. */
static void read_titles(struct package *package, struct arena *a, struct titles *t)
{
    enum { TITLES_MAX = 500 };
    AUTO(part_closep) struct part *p = NULL;
    AUTO(part_closep) struct part *relations = NULL;
    char value[PART_ATTRIBUTE_BYTES];
    enum rc rc = part_open(package, "xl/workbook.xml", &p, NULL);

    t->all = arena_array(a, struct title, TITLES_MAX);
    while (!rc && t->n < TITLES_MAX && part_next(p, &rc, NULL)) {
        if (!part_is_start(p) || !str_eq(part_node(p), STR("sheet")))
            continue;
        t->all[t->n].name = arena_copy(a, part_attribute(p, "name", value));
        t->all[t->n++].id = arena_copy(a, part_attribute(p, "id", value));
    }
    rc = part_open(package, RELATIONS, &relations, NULL);
    while (!rc && part_next(relations, &rc, NULL)) {
        if (!part_is_start(relations) || !str_eq(part_node(relations), STR("Relationship")))
            continue;

        const struct str id = part_attribute(relations, "Id", value);

        for (size_t i = 0; i < t->n; i++)
            if (str_eq(t->all[i].id, id))
                t->all[i].part = target_of(relations, a);
    }
}

static struct str title_of(const struct titles *t, struct str part)
{
    for (size_t i = 0; i < t->n; i++)
        if (str_eq(t->all[i].part, part))
            return t->all[i].name;
    return (struct str){ 0 };
}

enum rc xlsx_read_all(struct package *package, xlsx_sheet_fn *begin, xlsx_row_fn each, void *ctx,
                      struct err *err)
{
    AUTO(arena_done) struct arena a = { 0 };
    AUTO(strings_done) struct strings strings = { 0 };
    struct titles titles = { 0 };
    enum rc rc = read_strings(package, &strings, err);
    size_t n = 0;

    read_titles(package, &a, &titles);
    for (size_t i = 0; i < package_entries(package) && !rc; i++) {
        const struct str name = package_name(package, i);

        if (!is_sheet_name(name))
            continue;
        begin(ctx, ++n, title_of(&titles, name));
        rc = read_sheet(package, name.p, &strings, each, ctx, err);
    }
    return rc;
}
