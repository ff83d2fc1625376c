#include "base/base.h"

#include "loopback/local_answer.h"

#include "text/charset.h"

#include <stdio.h>
#include <sys/stat.h>

enum { BODY_BYTES_MAX = 64 << 20 };

static const struct media_type {
    const char *extension, *name;
    bool is_text;
} types[] = {
    { ".html", "text/html", true },
    { ".htm", "text/html", true },
    { ".shtml", "text/html", true },
    { ".asp", "text/html", true },
    { ".aspx", "text/html", true },
    { ".jsp", "text/html", true },
    { ".php", "text/html", true },
    { ".do", "text/html", true },
    { ".css", "text/css", true },
    { ".js", "application/javascript", true },
    { ".json", "application/json", true },
    { ".xml", "text/xml", true },
    { ".txt", "text/plain", true },
    { ".svg", "image/svg+xml", true },
    { ".csv", "text/csv", true },
    { ".png", "image/png", false },
    { ".jpg", "image/jpeg", false },
    { ".jpeg", "image/jpeg", false },
    { ".gif", "image/gif", false },
    { ".ico", "image/x-icon", false },
    { ".pdf", "application/pdf", false },
    { ".doc", "application/msword", false },
    { ".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", false },
    { ".xls", "application/vnd.ms-excel", false },
    { ".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", false },
    { ".zip", "application/zip", false },
    { ".rar", "application/vnd.rar", false },
    { ".mp4", "video/mp4", false },
    { ".mp3", "audio/mpeg", false },
};
static const struct media_type other_type = { "", "application/octet-stream", false };
static const struct media_type page_type = { "", "text/html", true };

/* A page of a bundle may have any name ("/sitename?method=show"): without an extension it is HTML.
 */
static const struct media_type *type_of(struct str path, bool is_bundled)
{
    for (size_t i = 0; i < COUNT_OF(types); i++)
        if (str_ends_nocase(path, str_of(types[i].extension)))
            return &types[i];
    return is_bundled ? &page_type : &other_type;
}

/* No part begins with a dot (so none is ".."), no NUL: the path stays in its folder. */
static bool is_safe(struct str path)
{
    return str_starts(path, STR("/")) && !str_has(path, STR("/.")) && str_chr(path, 0) == STR_NONE;
}

static bool host_is_plain(struct str host)
{
    for (size_t i = 0; i < host.n; i++) {
        const char c = host.p[i];

        if (!char_is_digit(c) && !(c >= 'a' && c <= 'z') && c != '-' && c != '_' && c != '.')
            return false;
    }
    return host.n > 0 && host.n < 254 && host.p[0] != '.';
}

enum entry { ENTRY_NONE, ENTRY_FILE, ENTRY_FOLDER };

static enum entry entry_at(const char *path)
{
    struct stat st;

    if (stat(path, &st))
        return ENTRY_NONE;
    return S_ISDIR(st.st_mode) ? ENTRY_FOLDER : S_ISREG(st.st_mode) ? ENTRY_FILE : ENTRY_NONE;
}

bool answer_knows_host(const char *dir, struct str host)
{
    AUTO(arena_done) struct arena a = { 0 };

    return host_is_plain(host) &&
           entry_at(arena_printf(&a, "%s/www/%.*s", dir, STR_ARG(host)).p) == ENTRY_FOLDER;
}

static bool read_file(const char *path, struct arena *a, struct str *out)
{
    FILE *f = entry_at(path) == ENTRY_FILE ? fopen(path, "rb") : NULL;
    struct stat st;

    if (!f)
        return false;
    if (fstat(fileno(f), &st) || st.st_size > BODY_BYTES_MAX) {
        (void)fclose(f);
        return false;
    }

    char *p = arena_alloc(a, (size_t)st.st_size + 1);
    const size_t n = fread(p, 1, (size_t)st.st_size, f);

    (void)fclose(f);
    *out = str_from(p, n);
    return true;
}

/* ---- finding the body -------------------------------------------------------------------------
 */

struct lookup {
    const char *dir;
    const struct bundles *bundles;
    struct str host, path; /* of a folder: its index.html */
    struct arena *a;
};

static const char *file_path(const struct lookup *l, struct str path)
{
    return arena_printf(l->a, "%s/www/%.*s%.*s", l->dir, STR_ARG(l->host), STR_ARG(path)).p;
}

/* Path, or path?query: a page of a bundle, else a file. */
static bool find_body(const struct lookup *l, struct str path, struct answer *to)
{
    const struct bundle_page *page = bundles_find(l->bundles, l->host, path);

    if (page) {
        to->body = page->body;
        to->content_type = str_of(type_of(l->path, true)->name);
        return true;
    }
    return is_safe(path) && !str_ends(path, STR(".pages")) &&
           read_file(file_path(l, path), l->a, &to->body);
}

static bool is_folder(const struct lookup *l)
{
    return bundles_find(l->bundles, l->host, arena_join(l->a, l->path, STR("/index.html"))) ||
           (is_safe(l->path) && entry_at(file_path(l, l->path)) == ENTRY_FOLDER);
}

static struct answer look_up(const struct lookup *l, const struct serve_request *r)
{
    struct answer to = { .status = 200 };

    if (r->has_query &&
        find_body(l, arena_printf(l->a, "%.*s?%.*s", STR_ARG(l->path), STR_ARG(r->query)), &to))
        return to;
    if (find_body(l, l->path, &to))
        return to;
    if (is_folder(l))
        return (struct answer){ .status = 301,
                                .location = arena_join(l->a, l->path, STR("/")),
                                .body = STR("<html><body>301 Moved Permanently</body></html>"),
                                .content_type = STR("text/html") };
    to.status = 404;
    if (!find_body(l, STR("/404.html"), &to))
        to.body = STR("<html><head><title>404 Not Found</title></head>"
                      "<body><h1>404 Not Found</h1></body></html>");
    to.content_type = STR("text/html");
    return to;
}

/* ---- what the rules change --------------------------------------------------------------------
 */

static void change_body(const struct lookup *l, const struct serve_rule *plan, struct answer *to)
{
    if (plan->body_file.n) {
        const char *path = arena_printf(l->a, "%s/%.*s", l->dir, STR_ARG(plan->body_file)).p;

        *to = (struct answer){ .status = 200,
                               .content_type = str_of(type_of(plan->body_file, false)->name) };
        if (!read_file(path, l->a, &to->body))
            *to = (struct answer){ .status = 500, .body = STR("serve.yaml: no such body_file\n") };
    }
    if (!plan->status)
        return;
    if (to->status != 200)
        to->body = arena_printf(l->a, "%d\n", (int)plan->status);
    to->status = (unsigned)plan->status;
}

static void change_type(struct arena *a, const struct serve_rule *plan, bool is_text,
                        struct answer *to)
{
    struct str charset = plan->charset;

    if (plan->content_type.n)
        to->content_type = plan->content_type;
    is_text = plan->content_type.n ? str_starts(plan->content_type, STR("text/")) : is_text;
    if (!is_text)
        return;
    if (charset.n)
        to->body = charset_from_utf8(to->body, arena_copy(a, charset).p, a);
    else if (!plan->content_type.n)
        charset = STR("utf-8");
    if (charset.n && !plan->is_charset_silent && !str_has(to->content_type, STR("charset=")))
        to->content_type =
            arena_printf(a, "%.*s; charset=%.*s", STR_ARG(to->content_type), STR_ARG(charset));
}

struct answer answer_make(const char *dir, const struct bundles *bundles,
                          const struct serve_request *r, const struct serve_rule *plan,
                          struct arena *a)
{
    struct lookup l = { .dir = dir, .bundles = bundles, .host = r->host, .path = r->path, .a = a };
    struct answer to = { .status = 404 };

    if (str_ends(l.path, STR("/")))
        l.path = arena_join(a, l.path, STR("index.html"));
    if (answer_knows_host(dir, r->host))
        to = look_up(&l, r);
    change_body(&l, plan, &to);
    if (!to.content_type.n)
        to.content_type = str_of(type_of(l.path, false)->name);
    change_type(a, plan,
                str_starts(to.content_type, STR("text/")) || type_of(l.path, false)->is_text, &to);
    if (plan->location.n)
        to.location = plan->location;
    return to;
}
