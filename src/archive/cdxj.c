#include "base/base.h"

#include "archive/cdxj.h"

#include "archive/warc.h"
#include "base/json.h"

#include <stdio.h>
#include <stdlib.h>

enum { PARAMETERS_MAX = 256 };

/* ---- the key ---- */

static struct str lower(struct str s, struct arena *a)
{
    char *p = arena_alloc(a, s.n + 1);

    for (size_t i = 0; i < s.n; i++)
        p[i] = char_lower(s.p[i]);
    return str_from(p, s.n);
}

/* "www.", "www2." */
static struct str without_www(struct str host)
{
    size_t n = 3;

    if (!str_starts(host, STR("www")))
        return host;
    while (n < host.n && char_is_digit(host.p[n]))
        n++;
    return n < host.n && host.p[n] == '.' ? str_skip(host, n + 1) : host;
}

/* Digits and dots, or in brackets. */
static bool is_address(struct str host)
{
    for (size_t i = 0; i < host.n; i++)
        if (!char_is_digit(host.p[i]) && host.p[i] != '.')
            return host.p[0] == '[';
    return true;
}

static void add_host(struct str host, struct buf *out)
{
    if (is_address(host)) {
        buf_add(out, host);
        return;
    }
    for (size_t end = host.n, i = host.n; end > 0; i--) {
        if (i > 0 && host.p[i - 1] != '.')
            continue;
        if (end < host.n)
            buf_add_char(out, ',');
        buf_add(out, str_sub(host, i, end - i));
        if (i == 0)
            break;
        end = i - 1;
    }
}

static int by_bytes(const void *a, const void *b)
{
    return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

/* A query of more parameters stays in its order. */
static void add_query(struct str query, struct buf *out)
{
    struct str parameters[PARAMETERS_MAX], rest = query;
    size_t n = 0;
    bool goes_on = true;

    while (goes_on && n < PARAMETERS_MAX)
        goes_on = str_cut(rest, '&', &parameters[n++], &rest);
    buf_add_char(out, '?');
    if (goes_on) {
        buf_add(out, query);
        return;
    }
    qsort(parameters, n, sizeof(*parameters), by_bytes);
    for (size_t i = 0; i < n; i++) {
        if (i)
            buf_add_char(out, '&');
        buf_add(out, parameters[i]);
    }
}

static size_t end_of_host(struct str s)
{
    size_t i = 0;

    while (i < s.n && s.p[i] != '/' && s.p[i] != '?' && s.p[i] != '#')
        i++;
    return i;
}

struct str cdxj_surt(struct str url, struct arena *a)
{
    AUTO(buf_done) struct buf out = { 0 };
    const struct str s = lower(url, a);
    const bool is_https = str_starts(s, STR("https://"));
    const size_t scheme = str_find(s, STR("://"));
    struct str rest = scheme == STR_NONE ? s : str_skip(s, scheme + 3);
    struct str host = str_sub(rest, 0, end_of_host(rest));
    struct str port = { 0 }, path, query;

    rest = str_skip(rest, host.n);
    (void)str_cut(rest, '#', &rest, &path);
    if (str_chr(host, '@') != STR_NONE)
        (void)str_cut(host, '@', &port, &host);
    port = str_skip(host, str_chr(host, ']') == STR_NONE ? 0 : str_chr(host, ']'));
    if (str_cut(port, ':', &path, &port))
        host.n -= port.n + 1;
    else
        port = (struct str){ 0 };
    add_host(without_www(host), &out);
    if (port.n && !str_eq(port, is_https ? STR("443") : STR("80")))
        buf_addf(&out, ":%.*s", STR_ARG(port));

    const bool has_query = str_cut(rest, '?', &path, &query);

    if (path.n > 1 && str_ends(path, STR("/")))
        path.n--;
    buf_addf(&out, ")%.*s", STR_ARG(path.n ? path : STR("/")));
    if (has_query && query.n)
        add_query(query, &out);
    return arena_copy(a, buf_str(&out));
}

/* ---- the line ---- */

static void put_number(struct json *j, const char *key, int64_t value, struct arena *a)
{
    json_put_str(j, key, arena_printf(a, "%lld", (long long)value));
}

void cdxj_write(const struct cdxj_entry *e, struct arena *scratch, struct buf *out)
{
    AUTO(json_freep) struct json *j = json_new_object();
    const struct str key = cdxj_surt(e->url, scratch);
    char date[WARC_DATE_BYTES];

    json_put_str(j, "url", e->url);
    json_put_str(j, "mime", e->mime.n ? e->mime : STR("unk"));
    json_put_str(j, "status", e->status.n ? e->status : STR("-"));
    json_put_str(j, "digest", e->digest);
    put_number(j, "length", e->n_packed, scratch);
    put_number(j, "offset", e->offset, scratch);
    json_put_str(j, "filename", e->filename);
    buf_add(out, key);
    buf_add_char(out, ' ');
    (void)warc_date(e->at, date);
    for (const char *p = date; *p; p++)
        if (char_is_digit(*p))
            buf_add_char(out, *p);
    buf_add_char(out, ' ');
    buf_add(out, json_text(j, scratch));
    buf_add_char(out, '\n');
}

static bool take_char(struct str *s, char c)
{
    if (!s->n || s->p[0] != c)
        return false;
    *s = str_skip(*s, 1);
    return true;
}

static bool take_string(struct str *s, struct str *out)
{
    return take_char(s, '"') && str_cut(*s, '"', out, s);
}

/* Members that are missing are empty. */
struct members {
    struct str url, mime, status, digest, length, offset, filename;
};

static void put_member(struct members *m, struct str key, struct str value)
{
    const struct {
        const char *key;
        struct str *value;
    } all[] = { { "url", &m->url },          { "mime", &m->mime },     { "status", &m->status },
                { "digest", &m->digest },    { "length", &m->length }, { "offset", &m->offset },
                { "filename", &m->filename } };

    for (size_t i = 0; i < COUNT_OF(all); i++)
        if (str_eq(key, str_of(all[i].key)))
            *all[i].value = value;
}

/* {"a":"b","c":"d"} in plain ASCII, which nearly all lines are: an index of many runs has tens of
 * thousands, and is read each time the archive is opened. */
static bool read_plain(struct str s, struct members *out)
{
    struct str key, value;

    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < ' ' || s.p[i] > '~' || s.p[i] == '\\')
            return false;
    if (!take_char(&s, '{'))
        return false;
    do {
        if (!take_string(&s, &key) || !take_char(&s, ':') || !take_string(&s, &value))
            return false;
        put_member(out, key, value);
    } while (take_char(&s, ','));
    return str_eq(s, STR("}"));
}

static bool read_json(struct str s, struct arena *a, struct members *out)
{
    AUTO(json_freep) struct json *j = NULL;

    if (json_parse(s, &j, NULL))
        return false;
    *out = (struct members){
        .url = arena_copy(a, json_get_str(j, "url")),
        .mime = arena_copy(a, json_get_str(j, "mime")),
        .status = arena_copy(a, json_get_str(j, "status")),
        .digest = arena_copy(a, json_get_str(j, "digest")),
        .length = arena_copy(a, json_get_str(j, "length")),
        .offset = arena_copy(a, json_get_str(j, "offset")),
        .filename = arena_copy(a, json_get_str(j, "filename")),
    };
    return true;
}

bool cdxj_parse(struct str line, struct arena *a, struct cdxj_entry *out)
{
    struct members m = { 0 };
    struct cdxj_entry e = { 0 };
    struct str word, rest;

    if (!str_cut(line, ' ', &word, &rest) || !str_cut(rest, ' ', &word, &rest) ||
        (!read_plain(rest, &m) && !read_json(rest, a, &m)) ||
        !str_to_i64(m.offset, 0, INT64_MAX, &e.offset) ||
        !str_to_i64(m.length, 0, INT64_MAX, &e.n_packed))
        return false;
    e.url = m.url;
    e.mime = m.mime;
    e.status = m.status;
    e.digest = m.digest;
    e.filename = m.filename;
    *out = e;
    return true;
}
