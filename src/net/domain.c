#include "base/base.h"

#include "net/url.h"

#include "net/host.h"
#include "net/idn.h"

#include <libpsl.h>

enum { DNS_NAME_BYTES_MAX = 253 };

static struct str without_last_dot(struct str host)
{
    return str_ends(host, STR(".")) ? str_sub(host, 0, host.n - 1) : host;
}

struct str url_registrable(struct str host)
{
    const struct str bare = without_last_dot(host);
    char name[DNS_NAME_BYTES_MAX + 1];

    if (bare.n == 0 || bare.n > DNS_NAME_BYTES_MAX || str_ends(bare, STR(".")) ||
        host_is_address(bare))
        return host;
    for (size_t i = 0; i < bare.n; i++)
        name[i] = char_lower(bare.p[i]);
    name[bare.n] = '\0';

    const char *part = psl_registrable_domain(psl_builtin(), name);

    return part ? str_skip(bare, (size_t)(part - name)) : bare;
}

bool url_same_domain(struct str host_a, struct str host_b)
{
    return str_eq_nocase(host_a, host_b) ||
           str_eq_nocase(url_registrable(host_a), url_registrable(host_b));
}

bool url_host_within(struct str host, struct str domain)
{
    host = without_last_dot(host);
    domain = without_last_dot(domain);
    if (domain.n == 0 || !str_ends_nocase(host, domain))
        return false;
    return host.n == domain.n || host.p[host.n - domain.n - 1] == '.';
}

struct str url_host_display(struct str host, struct arena *a)
{
    char room[4 * HOST_UNICODE_BYTES_MAX];
    struct pen name = { .p = room, .cap = sizeof(room) };

    if (str_find_nocase(host, STR("xn--")) == STR_NONE || idn_to_unicode(host, &name))
        return host;
    return arena_copy(a, str_from(room, name.n));
}
