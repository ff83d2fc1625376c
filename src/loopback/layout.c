#include "base/base.h"

#include "loopback/layout.h"

#include "loopback/bundle.h"

#include <errno.h>
#include <stdio.h>

enum { FILE_BYTES_MAX = 64 << 20 };

struct layout_file {
    struct str name, text;
    const char *path;
    struct layout_file *next;
};

/* A piece of text and where it comes from, so that a mistake in it can be told with its line. */
struct origin {
    struct str text; /* the whole */
    const char *file;
    size_t line; /* of its first byte */
};

struct fill {
    struct layouts *l;
    const struct source *page;
    struct buf *out;
    struct err *err;
    int depth;
};

static enum rc fill_text(struct fill *f, const struct origin *o, struct str text);

int source_cmp(const void *a, const void *b)
{
    const struct source *x = a, *y = b;
    int order = str_cmp(x->host, y->host);

    if (order == 0)
        order = str_cmp(y->date, x->date);
    return order ? order : str_cmp(y->path, x->path);
}

enum rc layout_read_file(const char *path, struct arena *a, struct str *out, struct err *err)
{
    AUTO(buf_done) struct buf text = { .max = FILE_BYTES_MAX };
    FILE *f = fopen(path, "rb");
    char *room = NULL;
    size_t n;

    if (!f)
        return err_set(err, RC_IO, "%s：%s", path, os_reason(errno));
    while ((room = buf_room(&text, 1 << 16)) && (n = fread(room, 1, 1 << 16, f)) > 0)
        text.n += n;

    const bool is_bad = ferror(f);

    (void)fclose(f);
    if (is_bad)
        return err_set(err, RC_IO, "%s：读取失败", path);
    if (!room)
        return err_set(err, RC_LIMIT, "%s：文件过大", path);
    *out = arena_copy(a, buf_str(&text));
    return RC_OK;
}

static enum rc mistake(const struct fill *f, const struct origin *o, const char *at,
                       const char *why, struct str what)
{
    size_t line = o->line;

    for (const char *p = o->text.p; p < at; p++)
        line += *p == '\n';
    return err_set(f->err, RC_SYNTAX, "%s 第 %zu 行：%s“%.*s”", o->file, line, why, STR_ARG(what));
}

/* NULL: there is none. */
static const struct layout_file *find_layout(const struct fill *f, struct str name)
{
    struct layouts *l = f->l;

    for (const struct layout_file *file = l->files; file; file = file->next) {
        if (str_eq(file->name, name))
            return file;
    }

    struct layout_file *file = arena_alloc(l->a, sizeof(*file));

    file->name = arena_copy(l->a, name);
    file->path = arena_printf(l->a, "%s/%.*s.html", l->dir, STR_ARG(name)).p;
    if (str_has(name, STR("/")) || layout_read_file(file->path, l->a, &file->text, NULL))
        return NULL;
    file->next = l->files;
    l->files = file;
    return file;
}

static enum rc fill_layout(struct fill *f, const struct origin *from, struct str name)
{
    const struct layout_file *file = find_layout(f, name);

    if (!file)
        return mistake(f, from, from->text.p, "没有这个版式：", name);

    const struct origin o = { .text = file->text, .file = file->path, .line = 1 };

    return fill_text(f, &o, o.text);
}

static struct str pair_value(const struct pair *p, struct str key, bool *is_there)
{
    for (; p; p = p->next) {
        if (str_eq(p->key, key)) {
            *is_there = true;
            return p->value;
        }
    }
    return (struct str){ 0 };
}

/* Parts of "2026-11-20 09:30". */
static const struct {
    const char *key;
    size_t at, n;
} date_parts[] = { { "ymd", 0, 10 }, { "yyyy", 0, 4 }, { "mm", 5, 2 }, { "dd", 8, 2 } };

/* Keys that the program knows by itself. */
static bool own_value(const struct fill *f, struct str key, struct str *value)
{
    const struct source *s = f->page;
    const bool is_index = str_ends(s->path, STR("/index.html"));
    const struct str href = is_index ? str_sub(s->path, 0, s->path.n - 10) : s->path;

    for (size_t i = 0; i < COUNT_OF(date_parts); i++) {
        if (!str_eq(key, str_of(date_parts[i].key)))
            continue;
        *value = s->date.n < 10 ? (struct str){ 0 }
                                : str_sub(s->date, date_parts[i].at, date_parts[i].n);
        return true;
    }
    if (str_eq(key, STR("host")))
        *value = s->host;
    else if (str_eq(key, STR("href")))
        *value = href;
    else if (str_eq(key, STR("url")))
        *value = arena_printf(f->l->a, "http://%.*s%.*s", STR_ARG(s->host), STR_ARG(href));
    else
        return false;
    return true;
}

static struct str value_of(const struct fill *f, struct str key)
{
    const struct source *s = f->page;
    struct str value = { 0 };
    bool is_there = false;

    if (own_value(f, key, &value))
        return value;
    value = pair_value(s->own, key, &is_there);
    if (!is_there && s->bundle)
        value = pair_value(*s->bundle, key, &is_there);
    if (!is_there && s->site)
        value = pair_value(*s->site, key, &is_there);
    return value;
}

static enum rc fill_value(struct fill *f, struct str key)
{
    const struct source *s = f->page;
    const struct str value = str_eq(key, STR("content")) ? s->body : value_of(f, key);
    const struct origin o = { .text = value, .file = s->file, .line = s->line };

    return fill_text(f, &o, value);
}

/* The text up to the {{/name}} that belongs to an opened name; *rest is what follows it. */
static bool find_close(struct str text, struct str name, struct str *inner, struct str *rest)
{
    size_t at = 0, open = 1;

    for (;;) {
        const size_t next = str_find(str_skip(text, at), STR("{{"));
        struct str tag, after;

        if (next == STR_NONE)
            return false;
        at += next;
        tag = str_skip(text, at + 2);
        after = str_skip(tag, tag.n ? 1 : 0);
        if (str_starts(after, name) && after.n > name.n &&
            (after.p[name.n] == '}' || after.p[name.n] == ' ')) {
            if (tag.p[0] == '/' && --open == 0) {
                const size_t end = str_find(tag, STR("}}"));

                *inner = str_sub(text, 0, at);
                *rest = str_skip(tag, end == STR_NONE ? tag.n : end + 2);
                return true;
            }
            open += tag.p[0] == '#' || tag.p[0] == '^';
        }
        at += 2;
    }
}

/* The folder that a list names: "." is the page's own. */
static struct str folder_of(const struct fill *f, struct str name)
{
    struct str path = f->page->path;

    if (!str_eq(name, STR(".")))
        return name;
    while (path.n && path.p[path.n - 1] != '/')
        path.n--;
    return path;
}

static enum rc fill_list(struct fill *f, const struct origin *o, struct str args, struct str inner)
{
    struct str folder, count, from;
    int64_t n = 0, skip = 0;

    (void)str_cut(str_trim(args), ' ', &folder, &count);
    (void)str_cut(str_trim(count), ' ', &count, &from);
    from = str_trim(from);
    if (!str_to_i64(count, 1, BUNDLE_PAGES_MAX, &n) ||
        (from.n && !str_to_i64(from, 0, BUNDLE_PAGES_MAX, &skip)))
        return mistake(f, o, args.p, "列表应写作 {{#list 目录 条数 [跳过]}}：", args);
    folder = folder_of(f, folder);
    for (size_t i = 0; i < f->l->n && n > 0; i++) {
        const struct source *s = &f->l->sources[i];

        if (s->date.n == 0 || !str_eq(s->host, f->page->host) || !str_starts(s->path, folder))
            continue;
        if (skip-- > 0)
            continue;
        n--;

        struct fill entry = *f;

        entry.page = s;

        const enum rc rc = fill_text(&entry, o, inner);

        if (rc)
            return rc;
    }
    return RC_OK;
}

/* {{#key}}, {{^key}}, {{#list ...}}; *rest is moved past the end. */
static enum rc fill_section(struct fill *f, const struct origin *o, struct str tag,
                            struct str *rest)
{
    struct str name, args, inner;

    (void)str_cut(str_skip(tag, 1), ' ', &name, &args);
    if (!find_close(*rest, name, &inner, rest))
        return mistake(f, o, tag.p, "没有结束标记：", tag);
    if (tag.p[0] == '#' && str_eq(name, STR("list")))
        return fill_list(f, o, args, inner);

    const bool has_value =
        str_eq(name, STR("content")) ? f->page->body.n > 0 : value_of(f, name).n > 0;

    return has_value == (tag.p[0] == '#') ? fill_text(f, o, inner) : RC_OK;
}

static enum rc fill_tag(struct fill *f, const struct origin *o, struct str tag, struct str *rest)
{
    if (tag.n == 0)
        return mistake(f, o, rest->p, "空的标记", tag);
    switch (tag.p[0]) {
    case '#':
    case '^':
        return fill_section(f, o, tag, rest);
    case '>':
        return fill_layout(f, o, str_trim(str_skip(tag, 1)));
    case '/':
        return mistake(f, o, tag.p, "多出来的结束标记：", tag);
    default:
        return fill_value(f, tag);
    }
}

static enum rc fill_text(struct fill *f, const struct origin *o, struct str text)
{
    enum rc rc = RC_OK;

    if (++f->depth > BUNDLE_DEPTH_MAX)
        return mistake(f, o, text.p, "嵌套过深，可能自己引用了自己", (struct str){ 0 });
    while (!rc && text.n) {
        const size_t at = str_find(text, STR("{{"));
        const struct str after = str_skip(text, at == STR_NONE ? text.n : at + 2);
        const size_t end = str_find(after, STR("}}"));

        buf_add(f->out, str_sub(text, 0, at));
        text = str_skip(after, end == STR_NONE ? after.n : end + 2);
        if (at == STR_NONE)
            break;
        rc = end == STR_NONE ? mistake(f, o, after.p, "“{{”没有对应的“}}”", (struct str){ 0 })
                             : fill_tag(f, o, str_trim(str_sub(after, 0, end)), &text);
    }
    f->depth--;
    if (!rc && f->out->rc)
        rc = err_set(f->err, RC_LIMIT, "%s 第 %zu 行：这一页过大", f->page->file, f->page->line);
    return rc;
}

enum rc layout_render(struct layouts *l, const struct source *s, struct buf *out, struct err *err)
{
    struct fill f = { .l = l, .page = s, .out = out, .err = err };
    const struct str layout = value_of(&f, STR("layout"));
    const struct origin o = { .text = s->body, .file = s->file, .line = s->line };

    return layout.n ? fill_layout(&f, &o, layout) : fill_text(&f, &o, s->body);
}
