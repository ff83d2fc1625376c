#include "base/base.h"

#include "document/docx_template.h"

#include "attach/package.h"
#include "base/arena.h"
#include "base/file.h"
#include "document/docx_pack.h"

#include <stdlib.h>
#include <string.h>

enum { PARTS_MAX = 64, SEGMENTS_MAX = 100000 };

/* A part with marks. */
struct filled_part {
    size_t entry; /* of the archive */
    struct str name;
    struct str xml;   /* as it was */
    struct buf after; /* filled */
};

struct docx_template {
    struct buf file; /* empty when the bytes are borrowed */
    struct str bytes;
    struct arena a;
    struct filled_part parts[PARTS_MAX];
    size_t n_parts; /* the first one is word/document.xml */
};

void docx_template_freep(struct docx_template **t)
{
    if (!*t)
        return;
    for (size_t i = 0; i < (*t)->n_parts; i++)
        buf_done(&(*t)->parts[i].after);
    buf_done(&(*t)->file);
    arena_done(&(*t)->a);
    free(*t);
    *t = NULL;
}

/* ---- opening --------------------------------------------------------------------------------- */

/* Well-formed to the end and without a DTD: then it can be cut at its tags. */
static enum rc check_part(struct package *p, const char *name, struct err *err)
{
    AUTO(part_closep) struct part *part = NULL;
    enum rc rc = part_open(p, name, &part, err);

    if (rc)
        return rc;
    while (part_next(part, &rc, err))
        ;
    return rc;
}

static bool is_utf8(struct str xml)
{
    const struct str mark = STR("\xef\xbb\xbf");

    xml = str_skip(xml, str_starts(xml, mark) ? mark.n : 0);
    if (xml.n < 2 || xml.p[0] != '<' || xml.p[1] == 0)
        return false;

    const struct str declaration = str_sub(xml, 0, str_find(xml, STR(">")));
    const size_t at = str_find(declaration, STR("encoding="));

    if (!str_starts(declaration, STR("<?xml")) || at == STR_NONE)
        return true;
    return str_starts_nocase(str_skip(declaration, at + 10), STR("utf-8"));
}

static enum rc add_part(struct docx_template *t, struct package *p, size_t entry, struct err *err)
{
    struct filled_part part = { .entry = entry, .name = arena_copy(&t->a, package_name(p, entry)) };
    enum rc rc = check_part(p, part.name.p, err);

    if (!rc)
        rc = package_bytes(p, entry, &t->a, &part.xml, err);
    if (rc)
        return rc;
    if (!is_utf8(part.xml))
        return err_set(err, RC_SYNTAX, "%.*s 不是 UTF-8", STR_ARG(part.name));
    if (t->n_parts == PARTS_MAX)
        return err_set(err, RC_LIMIT, "页眉和页脚超过 %d 个", PARTS_MAX - 1);
    t->parts[t->n_parts++] = part;
    return RC_OK;
}

static bool is_named(struct str name, struct str beginning)
{
    return str_starts(name, beginning) && str_ends(name, STR(".xml"));
}

static enum rc read_parts(struct docx_template *t, struct package *p, struct err *err)
{
    const struct str body = STR("word/document.xml");
    enum rc rc = RC_OK;

    for (size_t i = 0; !rc && i < package_entries(p); i++)
        if (str_eq(package_name(p, i), body))
            rc = add_part(t, p, i, err);
    if (!rc && t->n_parts != 1)
        return err_set(err, RC_SYNTAX, "不是 Word 的 .docx 文件");
    for (size_t i = 0; !rc && i < package_entries(p); i++)
        if (is_named(package_name(p, i), STR("word/header")) ||
            is_named(package_name(p, i), STR("word/footer")))
            rc = add_part(t, p, i, err);
    return rc;
}

enum rc docx_template_of(struct str bytes, struct docx_template **out, struct err *err)
{
    AUTO(docx_template_freep) struct docx_template *t = calloc(1, sizeof(*t));
    AUTO(package_closep) struct package *p = NULL;
    enum rc rc = package_open(bytes, &p, err);

    if (!t)
        abort();
    if (!rc)
        rc = read_parts(t, p, err);
    if (rc)
        return rc;
    t->bytes = bytes;
    *out = t;
    t = NULL;
    return RC_OK;
}

enum rc docx_template_open(const char *path, struct docx_template **out, struct err *err)
{
    AUTO(buf_done) struct buf file = { 0 };
    struct err own = { 0 };
    enum rc rc = file_read(path, TEMPLATE_BYTES_MAX, &file, err);

    if (rc)
        return rc;
    rc = docx_template_of(buf_str(&file), out, &own);
    if (rc)
        return err_set(err, rc, "%s：%s", path, own.text);
    (*out)->file = file; /* keeps what it borrows */
    file = (struct buf){ 0 };
    return RC_OK;
}

/* ---- tags ------------------------------------------------------------------------------------ */

/* Where in the text something stands. */
struct range {
    size_t at, end;
};

struct tag {
    struct str name; /* "w:p"; empty: a comment, a declaration, ... */
    bool is_end, is_empty;
    struct range range;
};

static size_t after(struct str xml, size_t at, struct str what)
{
    const size_t found = str_find(str_skip(xml, at), what);

    return found == STR_NONE ? xml.n : at + found + what.n;
}

/* The next tag from *at on, which moves behind it. The text is well-formed. */
static bool next_tag(struct str xml, size_t *at, struct tag *out)
{
    const char *open = *at < xml.n ? memchr(xml.p + *at, '<', xml.n - *at) : NULL;
    size_t i = open ? (size_t)(open - xml.p) : xml.n;
    char quote = 0;

    if (!open)
        return false;
    *out = (struct tag){ .range = { i, xml.n } };
    if (str_starts(str_skip(xml, i), STR("<!--")))
        out->range.end = after(xml, i, STR("-->"));
    else if (str_starts(str_skip(xml, i), STR("<![CDATA[")))
        out->range.end = after(xml, i, STR("]]>"));
    else if (str_starts(str_skip(xml, i), STR("<?")))
        out->range.end = after(xml, i, STR("?>"));
    else
        for (size_t k = i + 1; k < xml.n && out->range.end == xml.n; k++)
            if (quote)
                quote = xml.p[k] == quote ? 0 : quote;
            else if (xml.p[k] == '"' || xml.p[k] == '\'')
                quote = xml.p[k];
            else if (xml.p[k] == '>')
                out->range.end = k + 1;
    *at = out->range.end;
    i++;
    out->is_end = xml.p[i] == '/';
    out->is_empty = xml.p[out->range.end - 2] == '/';
    i += out->is_end;

    size_t n = 0;

    while (i + n < out->range.end && !strchr(" \t\r\n/>!?", xml.p[i + n]))
        n++;
    out->name = str_sub(xml, i, n);
    return true;
}

static bool starts(const struct tag *tag, const char *name)
{
    return !tag->is_end && str_eq(tag->name, str_of(name));
}

static bool ends(const struct tag *tag, const char *name)
{
    return tag->is_end && str_eq(tag->name, str_of(name));
}

/* ---- paragraphs ------------------------------------------------------------------------------ */

/* The text of one w:t. */
struct segment {
    struct range text; /* escaped, as it stands */
    struct range run;  /* inside the w:rPr of its run */
};

/* A part of the source that gives way. */
struct change {
    struct range range;
    struct str text; /* XML, in the arena */
};

struct paragraph {
    struct range range; /* end: once it is known */
    struct range properties;
    bool holds_others; /* a text box with paragraphs of its own */
    struct buf segments;
};

struct filling {
    struct str xml;
    struct arena *a;
    docx_fill_fn fill;
    void *ctx;
    struct buf changes; /* struct change */
    struct paragraph open[TEMPLATE_DEPTH_MAX];
    size_t n_open;
    size_t n_segments;
    struct range run; /* of the open run */
};

static struct str view(const struct filling *f, struct range r)
{
    return str_sub(f->xml, r.at, r.end - r.at);
}

static void change(struct filling *f, struct range range, struct str text)
{
    const struct change c = { range, arena_copy(f->a, text) };

    buf_add(&f->changes, str_from((const char *)&c, sizeof(c)));
}

static struct segment segment_at(const struct paragraph *p, size_t i)
{
    struct segment s;

    memcpy(&s, p->segments.p + i * sizeof(s), sizeof(s));
    return s;
}

/* From `at` to `end` of the joined text: `text` in the place of the first piece, nothing in that of
 * the others. */
static void replace(struct filling *f, const struct paragraph *p, struct range mark,
                    struct str text)
{
    size_t from = 0; /* of the segment in the joined text */

    for (size_t i = 0; i < p->segments.n / sizeof(struct segment); i++) {
        const struct segment s = segment_at(p, i);
        const size_t n = s.text.end - s.text.at;
        const size_t begin = mark.at > from ? mark.at - from : 0;
        const size_t end = mark.end < from + n ? mark.end - from : n;

        if (from < mark.end && begin < n && mark.end > from) {
            change(f, (struct range){ s.text.at + begin, s.text.at + end }, text);
            text = (struct str){ 0 };
        }
        from += n;
    }
}

static struct range run_at(const struct paragraph *p, size_t place)
{
    size_t from = 0;

    for (size_t i = 0; i < p->segments.n / sizeof(struct segment); i++) {
        const struct segment s = segment_at(p, i);

        from += s.text.end - s.text.at;
        if (place < from)
            return s.run;
    }
    return (struct range){ 0 };
}

static enum rc put_blocks(struct filling *f, const struct paragraph *p,
                          const struct docx_mark *mark, struct str blocks, struct err *err)
{
    AUTO(buf_done) struct buf text = { 0 };

    if (!mark->is_alone)
        return err_set(err, RC_SYNTAX, "“{{%.*s}}”须独占一段", STR_ARG(mark->name));
    if (str_find(mark->paragraph, STR("<w:sectPr")) != STR_NONE)
        return err_set(err, RC_SYNTAX, "“{{%.*s}}”不能放在分节符所在的段落", STR_ARG(mark->name));
    /* Tables side by side would be one, and a cell ends with a paragraph. */
    if (str_ends(str_sub(f->xml, 0, p->range.at), STR("</w:tbl>")))
        buf_add(&text, STR("<w:p/>"));
    buf_add(&text, blocks);
    if (str_ends(blocks, STR("</w:tbl>")))
        buf_add(&text, STR("<w:p/>"));
    change(f, p->range, buf_str(&text));
    return RC_OK;
}

static enum rc fill_mark(struct filling *f, const struct paragraph *p, struct str joined,
                         struct range at, struct err *err)
{
    AUTO(buf_done) struct buf text = { 0 };
    struct docx_filling filling = { 0 };
    const struct docx_mark mark = {
        .name = str_trim(str_sub(joined, at.at + 2, at.end - at.at - 4)),
        .is_alone = !p->holds_others && str_trim(joined).n == at.end - at.at,
        .paragraph = view(f, p->properties),
        .run = view(f, run_at(p, at.at)),
    };
    enum rc rc = f->fill(f->ctx, &mark, &filling, err);

    if (rc)
        return rc;
    if (filling.is_block)
        return put_blocks(f, p, &mark, filling.blocks, err);
    docx_add_text(&text, filling.text);
    replace(f, p, at, buf_str(&text));
    return RC_OK;
}

static enum rc fill_paragraph(struct filling *f, const struct paragraph *p, struct err *err)
{
    AUTO(buf_done) struct buf joined = { 0 };
    const struct str open = STR("{{"), close = STR("}}");
    size_t at = 0;
    enum rc rc = RC_OK;

    for (size_t i = 0; i < p->segments.n / sizeof(struct segment); i++)
        buf_add(&joined, view(f, segment_at(p, i).text));
    while (!rc) {
        const struct str text = buf_str(&joined);
        const size_t from = str_find(str_skip(text, at), open);

        if (from == STR_NONE)
            break;
        at += from;

        const size_t n = str_find(str_skip(text, at), close);

        if (n == STR_NONE || str_chars(str_sub(text, at, n)) > TEMPLATE_MARK_CHARS_MAX)
            return err_set(err, RC_SYNTAX, "“%.*s…”没有以“}}”结束",
                           STR_ARG(str_head_chars(str_skip(text, at), 12)));
        rc = fill_mark(f, p, text, (struct range){ at, at + n + close.n }, err);
        at += n + close.n;
    }
    return rc;
}

static enum rc open_paragraph(struct filling *f, const struct tag *tag, struct err *err)
{
    if (f->n_open)
        f->open[f->n_open - 1].holds_others = true;
    if (f->n_open == TEMPLATE_DEPTH_MAX)
        return err_set(err, RC_LIMIT, "段落嵌套超过 %d 层", TEMPLATE_DEPTH_MAX);
    f->open[f->n_open].range = tag->range;
    f->open[f->n_open].properties = (struct range){ 0 };
    f->open[f->n_open].holds_others = false;
    buf_reset(&f->open[f->n_open].segments);
    f->n_open++;
    return RC_OK;
}

static enum rc close_paragraph(struct filling *f, const struct tag *tag, struct err *err)
{
    struct paragraph *p = &f->open[--f->n_open];

    p->range.end = tag->range.end;
    return fill_paragraph(f, p, err);
}

/* Behind the element that begins with `tag`, which *at moves behind: elements of its name may stand
 * in it. */
static struct range skip_element(const struct filling *f, size_t *at, const struct tag *first)
{
    struct range inside = { first->range.end, first->range.end };
    struct tag tag;
    size_t depth = 1;

    if (first->is_empty)
        return inside;
    while (depth && next_tag(f->xml, at, &tag)) {
        if (!str_eq(tag.name, first->name))
            continue;
        depth += !tag.is_end && !tag.is_empty;
        depth -= tag.is_end;
        inside.end = tag.range.at;
    }
    return inside;
}

static enum rc add_segment(struct filling *f, struct range text, struct err *err)
{
    const struct segment s = { text, f->run };

    if (++f->n_segments > SEGMENTS_MAX)
        return err_set(err, RC_LIMIT, "文字超过 %d 段", SEGMENTS_MAX);
    buf_add(&f->open[f->n_open - 1].segments, str_from((const char *)&s, sizeof(s)));
    return RC_OK;
}

static enum rc take_tag(struct filling *f, const struct tag *tag, size_t *at, struct err *err)
{
    if (starts(tag, "w:p") && !tag->is_empty)
        return open_paragraph(f, tag, err);
    if (f->n_open == 0)
        return RC_OK;
    if (ends(tag, "w:p"))
        return close_paragraph(f, tag, err);
    if (starts(tag, "w:pPr")) {
        struct paragraph *p = &f->open[f->n_open - 1];

        (void)skip_element(f, at, tag);
        p->properties = (struct range){ tag->range.at, *at };
    } else if (starts(tag, "w:r")) {
        f->run = (struct range){ 0 };
    } else if (starts(tag, "w:rPr")) {
        f->run = skip_element(f, at, tag);
    } else if (starts(tag, "w:t") && !tag->is_empty) {
        return add_segment(f, skip_element(f, at, tag), err);
    }
    return RC_OK;
}

static int by_place(const void *a, const void *b)
{
    const struct change *x = a, *y = b;

    return (x->range.at > y->range.at) - (x->range.at < y->range.at);
}

static void apply(struct filling *f, struct buf *out)
{
    const size_t n = f->changes.n / sizeof(struct change);
    struct change *changes = arena_array(f->a, struct change, n);
    size_t at = 0;

    if (n) {
        memcpy(changes, f->changes.p, f->changes.n);
        qsort(changes, n, sizeof(*changes), by_place); /* a text box ends before what holds it */
    }
    for (size_t i = 0; i < n; i++) {
        buf_add(out, str_sub(f->xml, at, changes[i].range.at - at));
        buf_add(out, changes[i].text);
        at = changes[i].range.end;
    }
    buf_add(out, str_skip(f->xml, at));
}

static enum rc fill_part(struct docx_template *t, struct filled_part *part, docx_fill_fn fill,
                         void *ctx, struct err *err)
{
    struct filling f = { .xml = part->xml, .a = &t->a, .fill = fill, .ctx = ctx };
    struct tag tag;
    size_t at = 0;
    enum rc rc = RC_OK;

    while (!rc && next_tag(f.xml, &at, &tag))
        rc = take_tag(&f, &tag, &at, err);
    if (!rc)
        apply(&f, &part->after);
    buf_done(&f.changes);
    for (size_t i = 0; i < TEMPLATE_DEPTH_MAX; i++)
        buf_done(&f.open[i].segments);
    return rc;
}

enum rc docx_template_fill(struct docx_template *t, docx_fill_fn fill, void *ctx, struct err *err)
{
    enum rc rc = RC_OK;

    for (size_t i = 0; !rc && i < t->n_parts; i++)
        rc = fill_part(t, &t->parts[i], fill, ctx, err);
    return rc;
}

void docx_template_put_first(struct docx_template *t, struct str blocks)
{
    AUTO(buf_done) struct buf out = { 0 };
    const struct str xml = buf_str(&t->parts[0].after);
    struct tag tag;
    size_t at = 0;

    while (next_tag(xml, &at, &tag) && !starts(&tag, "w:body"))
        ;
    buf_add(&out, str_sub(xml, 0, at));
    buf_add(&out, blocks);
    buf_add(&out, str_skip(xml, at));
    buf_reset(&t->parts[0].after);
    buf_add(&t->parts[0].after, buf_str(&out));
}

enum rc docx_template_bytes(struct docx_template *t, struct buf *out, struct err *err)
{
    struct docx_part parts[PARTS_MAX];

    for (size_t i = 0; i < t->n_parts; i++)
        parts[i] = (struct docx_part){ t->parts[i].name.p, buf_str(&t->parts[i].after) };
    return docx_pack(t->bytes, parts, t->n_parts, out, err);
}
