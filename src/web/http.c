#include "base/base.h"

#include "web/http.h"

#include <arpa/inet.h>
#include <string.h>

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = char_lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool is_clean_text(struct str s)
{
    while (s.n) {
        uint32_t cp;
        const size_t n = str_rune(s, &cp);

        if (cp < 0x20 || cp == 0x7f || (cp == 0xfffd && n == 1))
            return false;
        s = str_skip(s, n);
    }
    return true;
}

/* plus: '+' means a space. */
static enum rc decode(struct str s, bool plus, struct arena *a, struct str *out, struct err *err)
{
    char *to = arena_alloc(a, s.n + 1);
    size_t n = 0;

    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] != '%') {
            to[n++] = plus && s.p[i] == '+' ? ' ' : s.p[i];
            continue;
        }
        const int hi = i + 2 < s.n ? hex_value(s.p[i + 1]) : -1;
        const int lo = hi >= 0 ? hex_value(s.p[i + 2]) : -1;

        if (lo < 0)
            return err_set(err, RC_SYNTAX, "网址中有不完整的转义");
        to[n++] = (char)(hi * 16 + lo);
        i += 2;
    }
    *out = str_from(to, n);
    if (!is_clean_text(*out))
        return err_set(err, RC_SYNTAX, "网址中有控制字符，或不是 UTF-8");
    return RC_OK;
}

static enum rc add_part(struct http_target *t, struct str raw, bool is_last, struct arena *a,
                        struct err *err)
{
    struct str part = { 0 };
    enum rc rc;

    if (is_last && str_is_empty(raw))
        return RC_OK; /* "/" and a slash at the end */
    if ((rc = decode(raw, false, a, &part, err)))
        return rc;
    if (str_is_empty(part) || str_eq(part, STR(".")) || str_eq(part, STR("..")) ||
        str_chr(part, '/') != STR_NONE || str_chr(part, '\\') != STR_NONE)
        return err_set(err, RC_SYNTAX, "网址的路径不对");
    if (t->n_parts == HTTP_PARTS_MAX)
        return err_set(err, RC_LIMIT, "网址的路径超过 %d 段", HTTP_PARTS_MAX);
    t->parts[t->n_parts++] = part;
    return RC_OK;
}

static enum rc read_path(struct str path, struct arena *a, struct http_target *t, struct err *err)
{
    enum rc rc = RC_OK;
    bool is_last = false;

    if (!str_starts(path, STR("/")))
        return err_set(err, RC_SYNTAX, "网址没有路径");
    path = str_skip(path, 1);
    while (!rc && !is_last) {
        struct str part;

        is_last = !str_cut(path, '/', &part, &path);
        rc = add_part(t, part, is_last, a, err);
    }
    t->path = t->n_parts ? (struct str){ 0 } : STR("/");
    for (size_t i = 0; i < t->n_parts; i++)
        t->path = arena_printf(a, "%.*s/%.*s", STR_ARG(t->path), STR_ARG(t->parts[i]));
    return rc;
}

static enum rc read_query(struct str query, struct arena *a, struct http_target *t, struct err *err)
{
    while (query.n) {
        struct http_pair pair;
        struct str item, name, value;
        enum rc rc;

        (void)str_cut(query, '&', &item, &query);
        if (str_is_empty(item))
            continue;
        (void)str_cut(item, '=', &name, &value);
        if ((rc = decode(name, true, a, &pair.name, err)) ||
            (rc = decode(value, true, a, &pair.value, err)))
            return rc;
        if (t->n_query == HTTP_QUERY_MAX)
            return err_set(err, RC_LIMIT, "网址的查询条件超过 %d 个", HTTP_QUERY_MAX);
        t->query[t->n_query++] = pair;
    }
    return RC_OK;
}

enum rc http_target_parse(struct str uri, struct arena *a, struct http_target *out, struct err *err)
{
    struct http_target t = { 0 };
    struct str path, query;
    enum rc rc;

    if (uri.n > HTTP_TARGET_BYTES_MAX)
        return err_set(err, RC_LIMIT, "网址过长");
    (void)str_cut(uri, '?', &path, &query);
    rc = read_path(path, a, &t, err);
    if (!rc)
        rc = read_query(query, a, &t, err);
    if (!rc)
        *out = t;
    return rc;
}

struct str http_cookie(struct str header, struct str name)
{
    struct str found = { 0 }, item, key, value;
    bool has = false;

    while (header.n) {
        (void)str_cut(header, ';', &item, &header);
        if (!str_cut(str_trim(item), '=', &key, &value) || !str_eq(key, name))
            continue;
        if (has) /* planted beside ours by another host of the domain: believe neither */
            return (struct str){ 0 };
        has = true;
        found = value;
    }
    return found;
}

struct str http_media_type(struct str header)
{
    struct str type, rest;

    (void)str_cut(header, ';', &type, &rest);
    return str_trim(type);
}

bool http_takes_gzip(struct str header)
{
    while (header.n) {
        struct str item, coding, weight;

        (void)str_cut(header, ',', &item, &header);
        (void)str_cut(item, ';', &coding, &weight);
        weight = str_trim(weight);
        if (str_eq_nocase(str_trim(coding), STR("gzip")))
            return !str_eq(weight, STR("q=0")) && !str_starts(weight, STR("q=0.0"));
    }
    return false;
}

bool http_names_etag(struct str header, struct str etag)
{
    if (str_eq(str_trim(header), STR("*")))
        return true;
    while (header.n) {
        struct str item;

        (void)str_cut(header, ',', &item, &header);
        item = str_trim(item);
        if (str_starts(item, STR("W/")))
            item = str_skip(item, 2);
        if (str_eq(item, etag))
            return true;
    }
    return false;
}

struct str http_network(struct str address, struct arena *a)
{
    enum { OTHER_HALF = 8 };
    char text[INET6_ADDRSTRLEN] = "";
    struct in6_addr ip;

    if (inet_pton(AF_INET6, arena_copy(a, address).p, &ip) != 1)
        return address;
    if (IN6_IS_ADDR_V4MAPPED(&ip)) {
        (void)inet_ntop(AF_INET, ip.s6_addr + 12, text, sizeof(text));
    } else {
        memset(ip.s6_addr + OTHER_HALF, 0, OTHER_HALF);
        (void)inet_ntop(AF_INET6, &ip, text, sizeof(text));
    }
    return arena_copy(a, str_of(text));
}

bool http_is_loopback(struct str address)
{
    return str_starts(address, STR("127.")) || str_eq(address, STR("::1")) ||
           str_starts(address, STR("::ffff:127."));
}
