#include "base/base.h"

#include "net/host.h"

#include "net/idn.h"
#include "net/ip.h"

/* ASCII in any case becomes the final form; what the standard forbids in a domain is refused. */
static enum rc add_domain(struct pen *w, struct str name)
{
    const size_t start = w->n;
    uint32_t ip;

    if (name.n == 0 || (byte_kinds(name) & BYTE_IN_HOST))
        return RC_SYNTAX;
    for (size_t i = 0; i < name.n; i++)
        pen_add_char(w, char_lower(name.p[i]));
    if (w->is_full)
        return RC_LIMIT;

    const struct str lower = str_from(w->p + start, w->n - start);

    if (!ipv4_is_meant(lower))
        return RC_OK;
    if (!ipv4_parse(lower, &ip))
        return RC_SYNTAX;
    w->n = start;
    ipv4_add(w, ip);
    return w->is_full ? RC_LIMIT : RC_OK;
}

static enum rc add_address6(struct pen *w, struct str raw)
{
    uint16_t pieces[IPV6_PIECES];

    if (!str_ends(raw, STR("]")) || !ipv6_parse(str_sub(raw, 1, raw.n - 2), pieces))
        return RC_SYNTAX;
    pen_add_char(w, '[');
    ipv6_add(w, pieces);
    pen_add_char(w, ']');
    return w->is_full ? RC_LIMIT : RC_OK;
}

/* Percent-decoding and, where anything but ASCII comes out, IDN. */
static enum rc add_decoded(struct pen *w, struct str raw)
{
    char room[HOST_UNICODE_BYTES_MAX], ascii[4 * HOST_UNICODE_BYTES_MAX];
    struct pen decoded = { .p = room, .cap = sizeof(room) };
    struct pen name = { .p = ascii, .cap = sizeof(ascii) };
    bool is_ascii = true;

    for (size_t i = 0; i < raw.n; i++) {
        const int value = percent_value(str_skip(raw, i));
        const char c = value < 0 ? raw.p[i] : (char)value;

        i += value < 0 ? 0 : 2;
        is_ascii = is_ascii && (unsigned char)c < 0x80;
        pen_add_char(&decoded, c);
    }
    if (decoded.is_full)
        return RC_LIMIT;
    if (is_ascii)
        return add_domain(w, str_from(room, decoded.n));

    const enum rc rc = idn_to_ascii(str_from(room, decoded.n), &name);

    return rc ? rc : add_domain(w, str_from(ascii, name.n));
}

enum rc host_add(struct pen *w, struct str raw)
{
    if (raw.n && raw.p[0] == '[')
        return add_address6(w, raw);

    return byte_kinds(raw) & BYTE_CODED_HOST ? add_decoded(w, raw) : add_domain(w, raw);
}

bool host_is_address(struct str host)
{
    return host.n && (host.p[0] == '[' || ipv4_is_meant(host));
}
