#include "base/base.h"

#include "net/address.h"

#include "base/arena.h"
#include "net/ip.h"
#include "net/url.h"

#include <string.h>

/* ---- public or not ----------------------------------------------------------------------- */

/* IANA's special-purpose registry (RFC 6890), and multicast. */
static const struct range4 {
    uint32_t first;
    int bits;
} special4[] = {
    { 0x00000000, 8 },  /* 0.0.0.0/8 this network */
    { 0x0a000000, 8 },  /* 10.0.0.0/8 private */
    { 0x64400000, 10 }, /* 100.64.0.0/10 shared by carriers */
    { 0x7f000000, 8 },  /* 127.0.0.0/8 loopback */
    { 0xa9fe0000, 16 }, /* 169.254.0.0/16 link-local, cloud metadata */
    { 0xac100000, 12 }, /* 172.16.0.0/12 private */
    { 0xc0000000, 24 }, /* 192.0.0.0/24 protocol assignments */
    { 0xc0000200, 24 }, /* 192.0.2.0/24 documentation */
    { 0xc0586300, 24 }, /* 192.88.99.0/24 6to4 relays, withdrawn */
    { 0xc0a80000, 16 }, /* 192.168.0.0/16 private */
    { 0xc6120000, 15 }, /* 198.18.0.0/15 benchmarks */
    { 0xc6336400, 24 }, /* 198.51.100.0/24 documentation */
    { 0xcb007100, 24 }, /* 203.0.113.0/24 documentation */
    { 0xe0000000, 4 },  /* 224.0.0.0/4 multicast */
    { 0xf0000000, 4 },  /* 240.0.0.0/4 reserved, broadcast */
};

static bool is_public4(uint32_t ip)
{
    for (size_t i = 0; i < COUNT_OF(special4); i++)
        if ((ip ^ special4[i].first) >> (32 - special4[i].bits) == 0)
            return false;
    return true;
}

/* Where an IPv6 address carries an IPv4 one. */
enum carries { CARRIES_NONE, CARRIES_AT_PIECE, CARRIES_TEREDO };

static const struct range6 {
    uint16_t first[IPV6_PIECES];
    int bits;
    bool is_public; /* with CARRIES_...: if the carried address is, too */
    enum carries carries;
    int piece;
} ranges6[] = {
    /* The first that fits decides. */
    { { 0, 0, 0, 0, 0, 0xffff }, 96, true, CARRIES_AT_PIECE, 6 }, /* mapped */
    { { 0x64, 0xff9b }, 96, true, CARRIES_AT_PIECE, 6 },          /* NAT64 */
    { { 0x2002 }, 16, true, CARRIES_AT_PIECE, 1 },                /* 6to4 */
    { { 0x2001, 0 }, 32, true, CARRIES_TEREDO, 0 },               /* Teredo */
    { { 0x2001 }, 23, false, CARRIES_NONE, 0 },                   /* protocol assignments */
    { { 0x2001, 0xdb8 }, 32, false, CARRIES_NONE, 0 },            /* documentation */
    { { 0x3fff }, 20, false, CARRIES_NONE, 0 },                   /* documentation */
    { { 0x2000 }, 3, true, CARRIES_NONE, 0 },                     /* global unicast */
};

static bool is_in_range6(const uint16_t ip[IPV6_PIECES], const struct range6 *r)
{
    for (int bit = 0; bit < r->bits; bit += 16) {
        const int n = r->bits - bit < 16 ? r->bits - bit : 16;

        if ((ip[bit / 16] ^ r->first[bit / 16]) >> (16 - n))
            return false;
    }
    return true;
}

static uint32_t two_pieces(const uint16_t *p)
{
    return (uint32_t)p[0] << 16 | p[1];
}

static bool is_public6(const uint16_t ip[IPV6_PIECES])
{
    const struct range6 *r = ranges6;
    const struct range6 *end = ranges6 + COUNT_OF(ranges6);

    while (r < end && !is_in_range6(ip, r))
        r++;
    if (r == end || !r->is_public)
        return false;
    /* ISATAP (RFC 5214): the interface part is 0:5efe or 200:5efe and an IPv4 address. */
    if (ip[5] == 0x5efe && (ip[4] & ~0x0200) == 0 && !is_public4(two_pieces(ip + 6)))
        return false;
    switch (r->carries) {
    case CARRIES_NONE:
        return true;
    case CARRIES_AT_PIECE:
        return is_public4(two_pieces(ip + r->piece));
    case CARRIES_TEREDO: /* RFC 4380: the server, and the client with its bits turned over */
        return is_public4(two_pieces(ip + 2)) && is_public4(~two_pieces(ip + 6));
    }
    return false;
}

static bool is_dotted_quad(struct str s, uint32_t *out)
{
    int dots = 0;

    /* ipv4_parse also takes "127.1" and "010.0.0.1": forms that no resolver gives. */
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '.')
            dots++;
        else if (!char_is_digit(s.p[i]))
            return false;
        if (s.p[i] == '0' && i + 1 < s.n && s.p[i + 1] != '.' && (i == 0 || s.p[i - 1] == '.'))
            return false;
    }
    return dots == 3 && !str_ends(s, STR(".")) && ipv4_parse(s, out);
}

bool address_is_literal(struct str host)
{
    return str_starts(host, STR("[")) || ipv4_is_meant(host);
}

bool address_is_public(struct str ip)
{
    uint16_t pieces[IPV6_PIECES];
    uint32_t ip4;

    if (is_dotted_quad(ip, &ip4))
        return is_public4(ip4);
    if (str_starts(ip, STR("[")) && str_ends(ip, STR("]")))
        ip = str_sub(ip, 1, ip.n - 2);
    return ipv6_parse(ip, pieces) && is_public6(pieces);
}

/* ---- named ------------------------------------------------------------------------------- */

static uint16_t place_of(uint16_t port)
{
    return port == 443 ? 80 : port;
}

/* Takes the next URL or domain off *urls; false at the end. What is none has no host. */
static bool next_url(struct str *urls, struct arena *a, struct url *out)
{
    struct str word;

    if (!urls->n)
        return false;
    (void)str_cut(*urls, ' ', &word, urls);
    if (!str_has(word, STR("://")))
        word = arena_join(a, STR("http://"), word);
    if (url_parse(word, NULL, NULL, a, out))
        *out = (struct url){ 0 };
    return true;
}

bool address_is_named(struct str urls, struct str host, uint16_t port)
{
    AUTO(arena_done) struct arena a = { 0 };
    struct url url;

    while (address_is_literal(host) && next_url(&urls, &a, &url))
        if (url.host.n && str_eq(url.host, host) && place_of(url.port) == place_of(port))
            return true;
    return false;
}

bool address_names_private(struct str urls)
{
    AUTO(arena_done) struct arena a = { 0 };
    struct url url;

    while (next_url(&urls, &a, &url))
        if (address_is_literal(url.host) && !address_is_public(url.host))
            return true;
    return false;
}

/* ---- --connect-to ------------------------------------------------------------------------ */

/* Takes "host" or "[ipv6]" and the ':' after it; at_end allows that there is none. */
static bool take_host(struct str *text, bool at_end, struct str *out)
{
    const bool in_brackets = str_starts(*text, STR("["));
    const size_t close = in_brackets ? str_chr(*text, ']') : 0;

    if (close == STR_NONE)
        return false;

    const size_t n = in_brackets ? close + 1 : str_chr(*text, ':');

    *out = str_sub(*text, 0, n);
    *text = str_skip(*text, n);
    if (text->n == 0)
        return at_end;
    if (text->p[0] != ':')
        return false;
    *text = str_skip(*text, 1);
    return true;
}

/* Empty, or a port. */
static bool is_port(struct str s)
{
    int64_t port;

    return s.n == 0 || (s.p[0] != '-' && str_to_i64(s, 0, UINT16_MAX, &port));
}

bool connect_to_parse(struct str text, struct connect_to *out)
{
    struct connect_to rule = { 0 };

    if (!take_host(&text, false, &rule.from_host) || !str_cut(text, ':', &rule.from_port, &text) ||
        !take_host(&text, true, &rule.to_host))
        return false;
    rule.to_port = text;
    if (!is_port(rule.from_port) || !is_port(rule.to_port))
        return false;
    *out = rule;
    return true;
}

static struct str without_brackets(struct str host)
{
    return str_starts(host, STR("[")) && str_ends(host, STR("]")) ? str_sub(host, 1, host.n - 2)
                                                                  : host;
}

const struct connect_to *connect_to_find(const struct connect_to *rules, size_t n, struct str host,
                                         uint16_t port)
{
    for (size_t i = 0; i < n; i++) {
        int64_t rule_port = port;

        if (rules[i].from_port.n && !str_to_i64(rules[i].from_port, 0, UINT16_MAX, &rule_port))
            continue;
        if (rule_port == port &&
            (rules[i].from_host.n == 0 ||
             str_eq_nocase(without_brackets(rules[i].from_host), without_brackets(host))))
            return &rules[i];
    }
    return NULL;
}
