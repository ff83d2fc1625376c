#include "base/base.h"

#include "net/url.h"

#include "net/host.h"
#include "net/percent.h"
#include "net/query.h"

#include <string.h>

/* Where the parts begin and end in the text that is being written: offsets. */
struct layout {
    size_t host, host_end;
    size_t path; /* also the end of the authority */
    size_t path_end;
    size_t query; /* after '?' */
    size_t href_end;
    size_t fragment; /* after href; the '#' is not kept */
    bool has_credentials, has_query, has_fragment;
    enum url_scheme scheme;
    uint16_t port;
};

/* One URL on its way from input to output. */
struct work {
    struct pen pen;
    struct layout at;
    const char *charset;
    struct arena *arena; /* for queries in other charsets */
};

static const struct scheme {
    struct str prefix; /* as written */
    uint16_t port;     /* not written */
} schemes[] = {
    [URL_HTTP] = { { "http://", 7 }, 80 },
    [URL_HTTPS] = { { "https://", 8 }, 443 },
};

/* ---- input ------------------------------------------------------------------------------- */

static bool is_control_or_space(char c)
{
    return (unsigned char)c <= 0x20;
}

static struct str trim_controls(struct str s)
{
    while (s.n && is_control_or_space(s.p[0]))
        s = str_skip(s, 1);
    while (s.n && is_control_or_space(s.p[s.n - 1]))
        s.n--;
    return s;
}

static bool is_line_break_or_tab(char c)
{
    return c == '\t' || c == '\n' || c == '\r';
}

static bool has_line_break_or_tab(struct str s)
{
    return str_chr(s, '\n') != STR_NONE || str_chr(s, '\t') != STR_NONE ||
           str_chr(s, '\r') != STR_NONE;
}

/*
 * The bytes of the scheme and its colon at the start of s, 0 when there is none. Asked for every
 * link, and nearly always answered by the first few bytes.
 */
static size_t scheme_bytes(struct str s, enum url_scheme *out)
{
    size_t n = 0;

    *out = URL_OTHER;
    while (n < s.n && (byte_kind_of(s.p[n]) & BYTE_SCHEME))
        n++;
    if (n == 0 || n == s.n || s.p[n] != ':' || char_lower(s.p[0]) < 'a')
        return 0;
    for (enum url_scheme scheme = URL_HTTP; scheme <= URL_HTTPS; scheme++)
        if (str_eq_nocase(str_from(s.p, n), str_sub(schemes[scheme].prefix, 0, n)) &&
            n + 3 == schemes[scheme].prefix.n)
            *out = scheme;
    return n + 1;
}

/* The bytes before the first of '/', '\', '?' and '#'. */
static size_t authority_bytes(struct str s)
{
    size_t n = 0;

    while (n < s.n && !(byte_kind_of(s.p[n]) & BYTE_ENDS_SEGMENT) && s.p[n] != '?' && s.p[n] != '#')
        n++;
    return n;
}

static size_t slashes(struct str s)
{
    size_t n = 0;

    while (n < s.n && (byte_kind_of(s.p[n]) & BYTE_ENDS_SEGMENT))
        n++;
    return n;
}

/* ---- authority --------------------------------------------------------------------------- */

static void add_credentials(struct work *w, struct str credentials)
{
    struct str user, password;

    (void)str_cut(credentials, ':', &user, &password);
    if (user.n == 0 && password.n == 0)
        return;
    percent_add(&w->pen, user, BYTE_IN_USERINFO);
    if (password.n) {
        pen_add_char(&w->pen, ':');
        percent_add(&w->pen, password, BYTE_IN_USERINFO);
    }
    pen_add_char(&w->pen, '@');
    w->at.has_credentials = true;
}

/* text: the digits; empty means the default, as does the default itself. */
static bool add_port(struct work *w, struct str text)
{
    uint32_t port = 0;

    w->at.port = schemes[w->at.scheme].port;
    if (text.n == 0)
        return true;
    for (size_t i = 0; i < text.n; i++) {
        if (!char_is_digit(text.p[i]))
            return false;
        port = port * 10 + (uint32_t)(text.p[i] - '0');
        if (port > UINT16_MAX)
            return false;
    }
    if (port == w->at.port)
        return true;
    w->at.port = (uint16_t)port;

    char digits[5];
    size_t n = sizeof(digits);

    do {
        digits[--n] = (char)('0' + port % 10);
        port /= 10;
    } while (port);
    pen_add_char(&w->pen, ':');
    pen_add(&w->pen, str_from(digits + n, sizeof(digits) - n));
    return true;
}

/* "user:password@host:port", with the scheme before it. */
static enum rc add_authority(struct work *w, struct str text)
{
    size_t at_sign = text.n, host_n = 0;
    bool in_brackets = false;

    while (at_sign && text.p[at_sign - 1] != '@')
        at_sign--;
    pen_add(&w->pen, schemes[w->at.scheme].prefix);
    if (at_sign) {
        add_credentials(w, str_sub(text, 0, at_sign - 1));
        text = str_skip(text, at_sign);
    }
    for (; host_n < text.n && (in_brackets || text.p[host_n] != ':'); host_n++)
        in_brackets = text.p[host_n] == '[' || (in_brackets && text.p[host_n] != ']');
    w->at.host = w->pen.n;

    const enum rc rc = host_add(&w->pen, str_sub(text, 0, host_n));

    w->at.host_end = w->pen.n;
    if (rc)
        return rc;
    if (!add_port(w, str_skip(text, host_n + 1)))
        return RC_SYNTAX;
    w->at.path = w->pen.n;
    return RC_OK;
}

/* Scheme, host and port of the base, as they are. */
static void copy_authority(struct work *w, const struct url *base)
{
    const size_t host = (size_t)(base->host.p - base->href.p);
    const size_t path = (size_t)(base->path.p - base->href.p);

    pen_add(&w->pen, str_sub(base->href, 0, path));
    w->at.host = host;
    w->at.host_end = host + base->host.n;
    w->at.path = path;
    w->at.port = base->port;
    w->at.has_credentials = host != schemes[base->scheme].prefix.n;
}

/* ---- path, query, fragment --------------------------------------------------------------- */

/* 1 for ".", 2 for "..", also with "%2e" for a dot; 0 for names. */
static int dots(struct str segment)
{
    int n = 0;

    while (segment.n) {
        if (segment.p[0] == '.')
            segment = str_skip(segment, 1);
        else if (str_starts_nocase(segment, STR("%2e")))
            segment = str_skip(segment, 3);
        else
            return 0;
        if (++n > 2)
            return 0;
    }
    return n;
}

/*
 * The bytes at the start of s, which stands after a '/', that stay in a path as they are: nothing
 * to encode, no backslash, no colon and no segment that could be dots.
 */
static size_t plain_path_bytes(struct str s)
{
    for (size_t n = 0;; n++) {
        if (n == s.n || (byte_kind_of(s.p[n]) & BYTE_DOT))
            return n;
        while (n < s.n && !(byte_kind_of(s.p[n]) & (BYTE_LONG_WAY | BYTE_ENDS_SEGMENT)))
            n++;
        if (n == s.n || s.p[n] != '/')
            return n;
    }
}

static void drop_segment(struct work *w)
{
    while (w->pen.n > w->at.path && w->pen.p[--w->pen.n] != '/')
        ;
}

/* Adds the segments of s, the first without a slash before it, to the path written so far. */
static void add_path(struct work *w, struct str s)
{
    if (plain_path_bytes(s) == s.n) {
        pen_add_char(&w->pen, '/');
        pen_add(&w->pen, s);
        return;
    }
    for (bool is_last = false; !is_last;) {
        size_t n = 0;

        while (n < s.n && !(byte_kind_of(s.p[n]) & BYTE_ENDS_SEGMENT))
            n++;
        is_last = n == s.n;

        const struct str segment = str_sub(s, 0, n);
        const int n_dots = dots(segment);

        if (n_dots == 2)
            drop_segment(w);
        if (n_dots == 0 || is_last)
            pen_add_char(&w->pen, '/');
        if (n_dots == 0)
            percent_add(&w->pen, segment, BYTE_IN_PATH);
        s = str_skip(s, n + 1);
    }
}

/* Path, query and fragment. */
static void add_rest(struct work *w, struct str s, const struct url *base)
{
    struct str path, query, fragment;
    const bool has_fragment = str_cut(s, '#', &s, &fragment);
    const bool has_query = str_cut(s, '?', &path, &query);
    const bool is_rooted = path.n && (byte_kind_of(path.p[0]) & BYTE_ENDS_SEGMENT);

    if (base && path.n == 0) {
        pen_add(&w->pen, base->path);
    } else if (!base || is_rooted) {
        add_path(w, is_rooted ? str_skip(path, 1) : path);
    } else {
        pen_add(&w->pen, base->path);
        drop_segment(w);
        add_path(w, path);
    }
    w->at.path_end = w->pen.n;
    if (has_query) {
        pen_add_char(&w->pen, '?');
        w->at.has_query = true;
        w->at.query = w->pen.n;
        query_add(&w->pen, query, w->charset, w->arena);
    } else if (base && path.n == 0 && base->has_query) {
        pen_add_char(&w->pen, '?');
        w->at.has_query = true;
        w->at.query = w->pen.n;
        pen_add(&w->pen, base->query);
    }
    w->at.href_end = w->pen.n;
    if (has_fragment) {
        w->at.has_fragment = true;
        w->at.fragment = w->pen.n;
        percent_add(&w->pen, fragment, BYTE_IN_FRAGMENT);
    }
}

/* ---- the whole --------------------------------------------------------------------------- */

static struct str between(struct str all, size_t from, size_t to)
{
    return str_sub(all, from, to - from);
}

static void finish(const struct work *w, struct url *out)
{
    const struct layout *at = &w->at;
    const struct str all = arena_copy(w->arena, str_from(w->pen.p, w->pen.n));
    const struct str prefix = schemes[at->scheme].prefix;
    const struct str host_port = between(all, at->host, at->path);

    *out = (struct url){
        .href = between(all, 0, at->href_end),
        .origin = at->has_credentials ? arena_join(w->arena, prefix, host_port)
                                      : between(all, 0, at->path),
        .host = between(all, at->host, at->host_end),
        .path = between(all, at->path, at->path_end),
        .query = at->has_query ? between(all, at->query, at->href_end) : str_from("", 0),
        .fragment = at->has_fragment ? str_skip(all, at->fragment) : str_from("", 0),
        .has_query = at->has_query,
        .has_fragment = at->has_fragment,
        .scheme = at->scheme,
        .port = at->port,
    };
}

/* s has no white space around it and no line breaks; is_cut: it was longer than URL_BYTES_MAX. */
static enum rc parse(struct str s, bool is_cut, const struct url *base, struct work *w,
                     struct url *out)
{
    char room[URL_BYTES_MAX];
    enum url_scheme scheme;
    const size_t n_scheme = scheme_bytes(s, &scheme);
    const struct str rest = str_skip(s, n_scheme);

    if (n_scheme && scheme == URL_OTHER)
        return RC_UNSUPPORTED;
    if (is_cut)
        return RC_LIMIT;
    if (!n_scheme && !base)
        return RC_SYNTAX;

    /* "http:x" is relative on an http page ("special relative or authority state"). */
    const bool is_relative =
        base && (!n_scheme || (scheme == base->scheme && !str_starts(rest, STR("//"))));
    const size_t n_slashes = slashes(rest);

    w->pen = (struct pen){ .p = room, .cap = sizeof(room) };
    w->at.scheme = n_scheme ? scheme : base->scheme;
    if (is_relative && n_slashes < 2) {
        copy_authority(w, base);
        add_rest(w, rest, base);
    } else {
        const struct str after = str_skip(rest, n_slashes);
        const size_t n_authority = authority_bytes(after);
        const enum rc rc = add_authority(w, str_sub(after, 0, n_authority));

        if (rc)
            return rc;
        add_rest(w, str_skip(after, n_authority), NULL);
    }
    if (w->pen.is_full)
        return RC_LIMIT;
    finish(w, out);
    return RC_OK;
}

/* Without the line breaks and tabs that people leave inside an href. */
static enum rc parse_squeezed(struct str s, const struct url *base, struct work *w, struct url *out)
{
    char room[URL_BYTES_MAX];
    struct pen pen = { .p = room, .cap = sizeof(room) };

    for (size_t i = 0; i < s.n && !pen.is_full; i++)
        if (!is_line_break_or_tab(s.p[i]))
            pen_add_char(&pen, s.p[i]);
    return parse(str_from(room, pen.n), pen.is_full, base, w, out);
}

/*
 * How much of the base a relative path keeps: up to the last '/', and less for each "../" that *s
 * begins with; these are taken off *s.
 */
static size_t folder_bytes(const struct url *base, struct str *s)
{
    const size_t root = (size_t)(base->path.p - base->href.p) + 1;
    size_t n = root - 1 + base->path.n;

    for (;;) {
        while (n > root && base->href.p[n - 1] != '/')
            n--;
        if (str_starts(*s, STR("./"))) {
            *s = str_skip(*s, 2);
        } else if (str_starts(*s, STR("../"))) {
            *s = str_skip(*s, 3);
            n -= n > root;
        } else {
            return n;
        }
    }
}

/*
 * The short way, for nine of ten links: a path on the host of the base, perhaps with a query, in
 * which every byte stays as it is. false: not that simple; nothing was done.
 */
static bool parse_plain(struct str s, const struct url *base, struct arena *a, struct url *out)
{
    size_t n_kept = base->origin.n;
    const bool is_absolute = str_starts(s, base->origin);

    if (base->origin.p != base->href.p) /* credentials */
        return false;
    if (is_absolute)
        s = str_skip(s, n_kept);
    if (s.n > 0 && s.p[0] == '/') {
        if (s.n > 1 && (byte_kind_of(s.p[1]) & BYTE_ENDS_SEGMENT))
            return false;
    } else if (!is_absolute) { /* else it is the beginning of a longer host */
        n_kept = folder_bytes(base, &s);
    } else {
        return false;
    }

    const size_t n_path = plain_path_bytes(s);
    size_t n = n_path;

    if (n_path == 0)
        return false;
    if (n < s.n && s.p[n] == '?')
        for (n++; n < s.n && !(byte_kind_of(s.p[n]) & BYTE_IN_QUERY);)
            n++;
    if (n < s.n || n_kept + n > URL_BYTES_MAX)
        return false;

    const struct str href = arena_join(a, str_from(base->href.p, n_kept), s);

    *out = (struct url){
        .href = href,
        .origin = str_sub(href, 0, base->origin.n),
        .host = str_sub(href, (size_t)(base->host.p - base->href.p), base->host.n),
        .path = between(href, base->origin.n, n_kept + n_path),
        .query = str_skip(href, n_kept + n_path + 1),
        .has_query = n > n_path,
        .scheme = base->scheme,
        .port = base->port,
    };
    return true;
}

enum rc url_parse(struct str input, const struct url *base, const char *charset, struct arena *a,
                  struct url *out)
{
    const struct str s = trim_controls(input);
    struct work w = { .charset = charset, .arena = a };

    if (base && parse_plain(s, base, a, out))
        return RC_OK;
    if (s.n > URL_BYTES_MAX || has_line_break_or_tab(s))
        return parse_squeezed(s, base, &w, out);
    return parse(s, false, base, &w, out);
}

/* ---- for people -------------------------------------------------------------------------- */

/* Decodes one character: one to four escapes that make one of UTF-8; 0 when they do not. */
static size_t decode_rune(struct str s, struct pen *to)
{
    char bytes[4];
    size_t n = 0;
    uint32_t cp;

    for (int value; n < sizeof(bytes) && (value = percent_value(str_skip(s, 3 * n))) >= 0; n++)
        bytes[n] = (char)value;
    if (n == 0)
        return 0;

    const size_t n_rune = str_rune(str_from(bytes, n), &cp);

    if (cp == 0xfffd && n_rune == 1)
        return 0;
    pen_add(to, str_from(bytes, n_rune));
    return 3 * n_rune;
}

struct str url_decode(struct str s, struct arena *a)
{
    struct pen to = { .p = arena_alloc(a, s.n + 1), .cap = s.n };

    while (s.n) {
        const size_t escape = str_chr(s, '%');

        pen_add(&to, str_sub(s, 0, escape));
        s = str_skip(s, escape);
        if (s.n == 0)
            break;

        const size_t n = decode_rune(s, &to);

        if (n == 0)
            pen_add_char(&to, '%');
        s = str_skip(s, n ? n : 1);
    }
    return str_from(to.p, to.n);
}

struct str url_without_session(struct str href, struct arena *a)
{
    const struct str mark = STR(";jsessionid="), head = str_sub(href, 0, str_chr(href, '?'));
    const size_t at = str_chr(head, ';') == STR_NONE ? STR_NONE : str_find_nocase(head, mark);
    size_t end = at;

    if (at == STR_NONE)
        return href;
    while (end < head.n && head.p[end] != '/' && (end == at || head.p[end] != ';'))
        end++;
    return arena_join(a, str_sub(href, 0, at), str_skip(href, end));
}
