#include "base/base.h"

#include "loopback/bundle.h"

#include "loopback/layout.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

enum { FOLDER_DEPTH_MAX = 32 };

/* Pages as they are found; turned into a sorted array at the end. */
struct found {
    struct source source;
    struct found *next;
};

struct loader {
    struct arena *a;
    struct err *err;
    struct str host;
    struct pair **site; /* defaults of the host; filled in when site.pages is read */
    struct found *first;
    size_t n;
};

struct reading {
    const char *file;
    struct str folder; /* "/", "/zwdt/" */
    struct str text;   /* not yet read */
    size_t line;       /* of the next line */
};

static enum rc bad_line(const struct loader *l, const struct reading *r, const char *why)
{
    return err_set(l->err, RC_SYNTAX, "%s 第 %zu 行：%s", r->file, r->line - 1, why);
}

static bool begins_page(struct str text)
{
    return str_starts(text, STR("=== "));
}

static bool next_line(struct reading *r, struct str *line)
{
    r->line++;
    return str_line(&r->text, line);
}

/* "key: value" lines up to an empty line, a page or the end. */
static enum rc read_pairs(struct loader *l, struct reading *r, struct pair **first)
{
    struct pair **last = first;

    while (r->text.n && !begins_page(r->text)) {
        struct str line, key, value;

        (void)next_line(r, &line);
        if (str_trim(line).n == 0)
            break;
        if (str_starts(line, STR("#")))
            continue;
        if (!str_cut(line, ':', &key, &value))
            return bad_line(l, r, "应为“键: 值”");

        struct pair *p = arena_alloc(l->a, sizeof(*p));

        *p = (struct pair){ .key = str_trim(key), .value = str_trim(value) };
        *last = p;
        last = &p->next;
    }
    return RC_OK;
}

static struct str read_body(struct reading *r)
{
    const char *start = r->text.p;
    struct str line;

    while (r->text.n && !begins_page(r->text))
        (void)next_line(r, &line);
    return str_trim(str_from(start, (size_t)(r->text.p - start)));
}

static struct str date_of(const struct source *s)
{
    for (const struct pair *p = s->own; p; p = p->next)
        if (str_eq(p->key, STR("date")))
            return p->value;
    return (struct str){ 0 };
}

static enum rc read_page(struct loader *l, struct reading *r, struct pair **defaults)
{
    struct found *f = arena_alloc(l->a, sizeof(*f));
    struct str line;

    (void)next_line(r, &line);

    const struct str name = str_trim(str_skip(line, 4));
    struct source *s = &f->source;

    if (name.n == 0 || str_starts(name, STR("/")))
        return bad_line(l, r, "“=== ”之后应是相对本文件目录的路径");
    if (++l->n > BUNDLE_PAGES_MAX)
        return err_set(l->err, RC_LIMIT, "%s：网页超过 %d 个", r->file, BUNDLE_PAGES_MAX);
    *s = (struct source){ .host = l->host,
                          .path = arena_join(l->a, r->folder, name),
                          .bundle = defaults,
                          .site = l->site,
                          .file = r->file,
                          .line = r->line - 1 };

    const enum rc rc = read_pairs(l, r, &s->own);

    s->body = read_body(r);
    s->date = date_of(s);
    f->next = l->first;
    l->first = f;
    return rc;
}

static enum rc read_bundle(struct loader *l, const char *path, struct str folder, bool is_site)
{
    struct reading r = { .file = path, .folder = folder, .line = 1 };
    struct pair **defaults = is_site ? l->site : arena_array(l->a, struct pair *, 1);
    enum rc rc = layout_read_file(path, l->a, &r.text, l->err);

    while (!rc && r.text.n && !begins_page(r.text)) {
        struct pair **end = defaults;

        while (*end)
            end = &(*end)->next;
        rc = read_pairs(l, &r, end);
    }
    while (!rc && r.text.n)
        rc = read_page(l, &r, defaults);
    return rc;
}

static enum rc read_folder(struct loader *l, const char *path, struct str folder, int depth)
{
    DIR *d = opendir(path);
    const struct dirent *e;
    enum rc rc = RC_OK;

    if (!d)
        return err_set(l->err, RC_IO, "%s：%s", path, os_reason(errno));
    if (depth > FOLDER_DEPTH_MAX)
        rc = err_set(l->err, RC_LIMIT, "%s：目录过深", path);
    while (!rc && (e = readdir(d))) {
        const struct str name = str_of(e->d_name);
        const char *sub = arena_printf(l->a, "%s/%s", path, e->d_name).p;
        struct stat st;

        if (str_starts(name, STR(".")) || stat(sub, &st))
            continue;
        if (S_ISDIR(st.st_mode))
            rc = read_folder(l, sub, arena_printf(l->a, "%.*s%s/", STR_ARG(folder), e->d_name),
                             depth + 1);
        else if (str_ends(name, STR(".pages")))
            rc = read_bundle(l, sub, folder, depth == 0 && str_eq(name, STR("site.pages")));
    }
    (void)closedir(d);
    return rc;
}

static enum rc read_hosts(struct loader *l, const char *www)
{
    DIR *d = opendir(www);
    const struct dirent *e;
    enum rc rc = RC_OK;

    if (!d && errno == ENOENT)
        return RC_OK;
    if (!d)
        return err_set(l->err, RC_IO, "%s：%s", www, os_reason(errno));
    while (!rc && (e = readdir(d))) {
        const char *path = arena_printf(l->a, "%s/%s", www, e->d_name).p;
        struct stat st;

        if (e->d_name[0] == '.' || stat(path, &st) || !S_ISDIR(st.st_mode))
            continue;
        l->host = arena_copy(l->a, str_of(e->d_name));
        l->site = arena_array(l->a, struct pair *, 1);
        rc = read_folder(l, path, STR("/"), 0);
    }
    (void)closedir(d);
    return rc;
}

static int page_cmp(const void *a, const void *b)
{
    const struct bundle_page *x = a, *y = b;
    const int order = str_cmp(x->host, y->host);

    return order ? order : str_cmp(x->path, y->path);
}

static enum rc render_all(struct layouts *l, struct bundle_page *pages, struct err *err)
{
    AUTO(buf_done) struct buf text = { .max = BUNDLE_PAGE_BYTES_MAX };

    for (size_t i = 0; i < l->n; i++) {
        const struct source *s = &l->sources[i];

        buf_reset(&text);

        const enum rc rc = layout_render(l, s, &text, err);

        if (rc)
            return rc;
        pages[i] = (struct bundle_page){ .host = s->host,
                                         .path = s->path,
                                         .body = arena_copy(l->a, buf_str(&text)) };
    }
    if (l->n)
        qsort(pages, l->n, sizeof(*pages), page_cmp);
    for (size_t i = 1; i < l->n; i++)
        if (page_cmp(&pages[i - 1], &pages[i]) == 0)
            return err_set(err, RC_SYNTAX, "%.*s%.*s：这一页写了两次", STR_ARG(pages[i].host),
                           STR_ARG(pages[i].path));
    return RC_OK;
}

enum rc bundles_load(const char *dir, struct arena *a, struct bundles *out, struct err *err)
{
    struct loader l = { .a = a, .err = err };
    enum rc rc = read_hosts(&l, arena_printf(a, "%s/www", dir).p);

    if (rc)
        return rc;

    struct source *sources = arena_array(a, struct source, l.n);
    struct bundle_page *pages = arena_array(a, struct bundle_page, l.n);
    struct layouts layouts = {
        .dir = arena_printf(a, "%s/layout", dir).p, .sources = sources, .n = l.n, .a = a
    };
    size_t n = 0;

    for (const struct found *f = l.first; f; f = f->next)
        sources[n++] = f->source;
    ASSERT(n == l.n);
    if (n)
        qsort(sources, n, sizeof(*sources), source_cmp);
    rc = render_all(&layouts, pages, err);
    if (!rc)
        *out = (struct bundles){ .pages = pages, .n = n };
    return rc;
}

const struct bundle_page *bundles_find(const struct bundles *b, struct str host, struct str path)
{
    const struct bundle_page key = { .host = host, .path = path };

    return b->n ? bsearch(&key, b->pages, b->n, sizeof(key), page_cmp) : NULL;
}
