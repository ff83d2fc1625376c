#include "base/base.h"

#include "attach/office.h"

#include "attach/styles.h"
#include "attach/xlsx_read.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum attach_format office_format(struct package *p)
{
    static const struct {
        const char *part;
        enum attach_format format;
    } marks[] = {
        { "word/document.xml", ATTACH_DOCX },
        { "xl/workbook.xml", ATTACH_XLSX },
        { "ppt/presentation.xml", ATTACH_PPTX },
        { "OFD.xml", ATTACH_OFD },
    };

    for (size_t i = 0; i < COUNT_OF(marks); i++)
        if (package_has(p, marks[i].part))
            return marks[i].format;
    return ATTACH_ZIP;
}

static enum attach_outcome outcome_of(enum rc rc, const struct package *p, const struct lines *out)
{
    if (package_is_encrypted(p))
        return ATTACH_ENCRYPTED;
    if (rc == RC_LIMIT || out->is_cut)
        return ATTACH_TOO_LARGE;
    return rc ? ATTACH_DAMAGED : ATTACH_READ;
}

/* ---- docx and pptx --------------------------------------------------------------------------- */

/* Where in the markup of a text the reader stands. */
struct flow {
    struct lines *out;
    int n_text;  /* inside elements that hold text */
    int n_cells; /* inside table cells: a paragraph there does not end the line */
    int n_twins; /* inside the second form of something that was read in its first one */
    const struct styles *styles; /* of a docx; NULL: none */
};

enum edge {
    EDGE_NONE,
    EDGE_SPACE,
    EDGE_LINE,
    EDGE_TEXT,
    EDGE_CELL,
    EDGE_TWIN,
    EDGE_PARAGRAPH,
    EDGE_STYLE,
    EDGE_OUTLINE
};

/* Local names mean the same in both: w:t and a:t, w:p and a:p, w:tr and a:tr. */
static enum edge edge_of(struct str node)
{
    static const struct {
        const char *node;
        enum edge edge;
    } edges[] = {
        { "t", EDGE_TEXT },        { "p", EDGE_PARAGRAPH },  { "tc", EDGE_CELL },
        { "tr", EDGE_LINE },       { "tab", EDGE_SPACE },    { "br", EDGE_LINE },
        { "cr", EDGE_LINE },       { "sp", EDGE_LINE },      { "tbl", EDGE_LINE },
        { "Fallback", EDGE_TWIN }, { "pStyle", EDGE_STYLE }, { "outlineLvl", EDGE_OUTLINE },
    };

    for (size_t i = 0; i < COUNT_OF(edges); i++)
        if (str_eq(node, str_of(edges[i].node)))
            return edges[i].edge;
    return EDGE_NONE;
}

static void count(int *n, const struct part *p)
{
    if (part_is_start(p) && !part_is_empty(p))
        ++*n;
    else if (part_is_end(p))
        --*n;
}

/* The properties of a paragraph stand before its text. */
static void flow_heading(struct flow *f, struct part *p, bool is_style)
{
    char bytes[PART_ATTRIBUTE_BYTES];
    const struct str value = part_attribute(p, "val", bytes);

    if (f->styles && f->n_cells == 0 && part_is_start(p))
        lines_heading(f->out, is_style ? styles_level(f->styles, value) : styles_outline(value));
}

static void flow_node(struct flow *f, struct part *p)
{
    if (part_is_text(p)) {
        if (f->n_text > 0 && f->n_twins == 0)
            lines_add(f->out, part_text(p));
        return;
    }
    switch (edge_of(part_node(p))) {
    case EDGE_TEXT:
        count(&f->n_text, p);
        break;
    case EDGE_CELL:
        count(&f->n_cells, p);
        lines_end(f->out, LINES_SPACE);
        break;
    case EDGE_TWIN:
        count(&f->n_twins, p);
        break;
    case EDGE_STYLE:
    case EDGE_OUTLINE:
        flow_heading(f, p, edge_of(part_node(p)) == EDGE_STYLE);
        break;
    case EDGE_PARAGRAPH:
        lines_heading(f->out, 0);
        lines_end(f->out, f->n_cells > 0 ? LINES_SPACE : LINES_NEW);
        break;
    case EDGE_SPACE:
        lines_end(f->out, LINES_SPACE);
        break;
    case EDGE_LINE:
        lines_end(f->out, LINES_NEW);
        break;
    case EDGE_NONE:
        break;
    }
}

static enum rc flow_part(struct package *package, const char *name, const struct styles *styles,
                         struct lines *out)
{
    AUTO(part_closep) struct part *p = NULL;
    struct flow flow = { .out = out, .styles = styles };
    enum rc rc = part_open(package, name, &p, NULL);

    while (!rc && part_next(p, &rc, NULL) && !out->is_cut)
        flow_node(&flow, p);
    lines_end(out, LINES_NEW);
    return rc;
}

/* "第 3 页"; number 0: "页". */
static void begin_numbered(struct lines *out, int64_t number, const char *what, int64_t line)
{
    char name[LINES_PART_BYTES];

    if (number > 0)
        (void)snprintf(name, sizeof(name), "第 %" PRId64 " %s", number, what);
    else
        (void)snprintf(name, sizeof(name), "%s", what);
    lines_end(out, LINES_NEW);
    lines_part(out, str_of(name), line);
}

/* The number that "ppt/slides/slide12.xml" has behind `begin`; 0: none. */
static int64_t number_behind(struct str name, size_t begin)
{
    int64_t number = 0;
    struct str digits = str_skip(name, begin);

    digits.n -= digits.n < STR(".xml").n ? digits.n : STR(".xml").n;
    return str_to_i64(digits, 1, ATTACH_ENTRIES_MAX, &number) ? number : 0;
}

/* Parts of this folder whose names begin like this and end in digits and .xml. */
static enum rc flow_parts(struct package *package, const char *begin, const char *what,
                          bool is_numbered, struct lines *out)
{
    enum rc rc = RC_OK;

    for (size_t i = 0; i < package_entries(package) && !rc; i++) {
        const struct str name = package_name(package, i);

        if (!str_starts_nocase(name, str_of(begin)) || !str_ends_nocase(name, STR(".xml")) ||
            str_chr(str_skip(name, str_of(begin).n), '/') != STR_NONE)
            continue;
        begin_numbered(out, is_numbered ? number_behind(name, str_of(begin).n) : 0, what, 0);
        rc = flow_part(package, name.p, NULL, out);
    }
    return rc;
}

static enum rc read_docx(struct package *package, struct lines *out)
{
    static const struct {
        const char *begin, *what;
    } others[] = {
        { "word/header", "页眉" },   { "word/footer", "页脚" },    { "word/footnotes", "脚注" },
        { "word/endnotes", "尾注" }, { "word/comments.", "批注" },
    };
    AUTO(arena_done) struct arena a = { 0 };
    struct styles styles;
    enum rc rc;

    styles_read(package, &a, &styles);
    rc = flow_part(package, "word/document.xml", &styles, out);

    for (size_t i = 0; i < COUNT_OF(others) && !rc; i++)
        rc = flow_parts(package, others[i].begin, others[i].what, false, out);
    return rc;
}

static enum rc read_pptx(struct package *package, struct lines *out)
{
    const enum rc rc = flow_parts(package, "ppt/slides/slide", "张幻灯片", true, out);

    return rc ? rc : flow_parts(package, "ppt/notesSlides/notesSlide", "张幻灯片的备注", true, out);
}

/* ---- xlsx ------------------------------------------------------------------------------------ */

struct sheets {
    struct lines *out;
    char name[LINES_PART_BYTES + 1]; /* of the sheet at hand */
    size_t next;                     /* the row that the next line seems to be; 0: none */
};

static void begin_sheet(void *ctx, size_t number, struct str name)
{
    struct sheets *s = ctx;

    if (name.n)
        (void)snprintf(s->name, sizeof(s->name), "工作表“%.*s”", STR_ARG(name));
    else
        (void)snprintf(s->name, sizeof(s->name), "第 %zu 张工作表", number);
    s->next = 0;
}

static enum rc add_row(void *ctx, const struct csv_row *row, struct err *err)
{
    struct sheets *s = ctx;
    bool is_empty = true, is_one_line = true;

    (void)err;
    lines_end(s->out, LINES_NEW);
    if (row->line != s->next) /* rows without text were left out */
        lines_part(s->out, str_of(s->name), (int64_t)row->line);
    for (size_t i = 0; i < row->n; i++) {
        lines_end(s->out, LINES_SPACE);
        lines_add(s->out, row->cells[i]);
        is_empty = is_empty && !row->cells[i].n;
        is_one_line = is_one_line && str_chr(row->cells[i], '\n') == STR_NONE;
    }
    lines_end(s->out, LINES_NEW);
    s->next = is_one_line && !is_empty ? row->line + 1 : 0;
    return s->out->is_cut ? RC_LIMIT : RC_OK;
}

/* ---- ofd ------------------------------------------------------------------------------------- */

/* Texts stand at places of a page: those at one height are a line, with a space where a gap is. */
struct page_text {
    struct lines *out;
    double end_x, end_y; /* of the text object before; millimetres */
    bool is_text;        /* inside TextCode */
};

/* The numbers of "x y width height"; what is missing is 0. */
static void read_box(struct str s, double out[4])
{
    char text[PART_ATTRIBUTE_BYTES + 1];
    const char *at = text;

    memcpy(text, s.p, s.n);
    text[s.n] = '\0';
    for (size_t i = 0; i < 4; i++) {
        char *end;

        out[i] = strtod(at, &end);
        if (end == at || !isfinite(out[i]))
            out[i] = 0;
        at = end;
    }
}

static void begin_text(struct page_text *t, struct part *p)
{
    char bytes[PART_ATTRIBUTE_BYTES];
    const struct str box = part_attribute(p, "Boundary", bytes);
    double at[4] = { 0 };

    if (box.n)
        read_box(box, at);
    if (fabs(at[1] + at[3] - t->end_y) > 1 + at[3] / 3) /* another height */
        lines_end(t->out, LINES_NEW);
    else if (at[0] - t->end_x > at[3] / 2 || at[0] < t->end_x - at[3]) /* a gap, or back again */
        lines_end(t->out, LINES_SPACE);
    t->end_x = at[0] + at[2];
    t->end_y = at[1] + at[3];
}

static void ofd_node(struct page_text *t, struct part *p)
{
    const struct str node = part_node(p);

    if (part_is_text(p)) {
        if (t->is_text)
            lines_add(t->out, part_text(p));
    } else if (str_eq(node, STR("TextCode"))) {
        t->is_text = part_is_start(p) && !part_is_empty(p);
    } else if (str_eq(node, STR("TextObject")) && part_is_start(p)) {
        begin_text(t, p);
    }
}

/* ".../Pages/Page_12/Content.xml" -> 12, templates first; -1: no page. */
static int64_t page_number(struct str name)
{
    int64_t number = 0;
    struct str folder;
    bool is_last;

    if (!str_ends_nocase(name, STR("/Content.xml")))
        return -1;
    name.n -= STR("/Content.xml").n;
    do
        is_last = !str_cut(name, '/', &folder, &name);
    while (!is_last);
    name = folder;
    while (name.n && !char_is_digit(name.p[0]))
        name = str_skip(name, 1);
    return str_to_i64(name, 0, ATTACH_ENTRIES_MAX, &number) ? number : 0;
}

static enum rc read_ofd_page(struct package *package, const char *name, struct lines *out)
{
    AUTO(part_closep) struct part *p = NULL;
    struct page_text text = { .out = out };
    enum rc rc = part_open(package, name, &p, NULL);

    while (!rc && part_next(p, &rc, NULL) && !out->is_cut)
        ofd_node(&text, p);
    lines_end(out, LINES_NEW);
    return rc;
}

struct numbered {
    int64_t number;
    size_t entry;
};

static int by_number(const void *a, const void *b)
{
    const struct numbered *x = a, *y = b;

    if (x->number != y->number)
        return x->number < y->number ? -1 : 1;
    return x->entry < y->entry ? -1 : 1;
}

/* What the document is called and its pages are, its own index says; but in order of their numbers
 * they are whole even where that index is damaged. */
static enum rc read_ofd(struct package *package, struct lines *out)
{
    AUTO(arena_done) struct arena a = { 0 };
    struct numbered *pages = arena_array(&a, struct numbered, package_entries(package) + 1);
    size_t n = 0;
    int64_t n_pages = 0;
    enum rc rc = RC_OK;

    for (size_t i = 0; i < package_entries(package); i++) {
        const int64_t number = page_number(package_name(package, i));

        if (number >= 0)
            pages[n++] = (struct numbered){ .number = number, .entry = i };
    }
    qsort(pages, n, sizeof(*pages), by_number);
    for (size_t i = 0; i < n && !rc; i++) {
        const bool is_page = str_has(package_name(package, pages[i].entry), STR("Pages/"));

        n_pages += is_page; /* the others are templates */
        begin_numbered(out, is_page ? n_pages : 0, is_page ? "页" : "模板", is_page);
        rc = read_ofd_page(package, package_name(package, pages[i].entry).p, out);
    }
    return n ? rc : RC_SYNTAX;
}

/* ---- the whole ------------------------------------------------------------------------------- */

enum attach_outcome office_text(struct package *p, enum attach_format format, struct lines *out)
{
    enum rc rc = RC_SYNTAX;

    if (format == ATTACH_DOCX)
        rc = read_docx(p, out);
    else if (format == ATTACH_XLSX)
        rc = xlsx_read_all(p, begin_sheet, add_row, &(struct sheets){ .out = out }, NULL);
    else if (format == ATTACH_PPTX)
        rc = read_pptx(p, out);
    else if (format == ATTACH_OFD)
        rc = read_ofd(p, out);
    return outcome_of(rc, p, out);
}
