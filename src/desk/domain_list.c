#include "base/base.h"

#include "desk/domain_list.h"

#include "base/json.h"
#include "check/host.h"
#include "net/url.h"
#include "office/registry.h"
#include "store/finding_query.h"

enum { FOUND_MAX = 100000 };

static const struct {
    const char *name, *title;
} roles[DOMAIN_ROLE_N] = {
    [DOMAIN_MAIN] = { "main", "主域名" },
    [DOMAIN_OTHER] = { "other", "其他域名" },
    [DOMAIN_UNKNOWN] = { "unknown", "未登记" },
};

const char *domain_role_name(enum domain_role role)
{
    return roles[role].name;
}

const char *domain_role_title(enum domain_role role)
{
    return roles[role].title;
}

/* ---- what was found ---- */

/* Of these only the first says which domain it means; the others are about the main one. */
static const char *const checks[] = { "domain-rule", "closed-domain-taken", "closed-site-alive" };

struct found {
    struct str site, domain; /* empty: the main one */
    struct domain_finding finding;
};

struct found_list {
    struct arena *a;
    struct found *at; /* by code of the site */
    size_t n, max, next;
};

static enum rc keep_finding(void *ctx, const struct finding_row *row, struct err *err)
{
    struct found_list *l = ctx;
    const struct stored_finding *f = &row->stored;
    AUTO(json_freep) struct json *detail = NULL;

    (void)err;
    if (l->n == l->max) {
        struct found *more = arena_array(l->a, struct found, l->max * 2 + 16);

        for (size_t i = 0; i < l->n; i++)
            more[i] = l->at[i];
        l->at = more;
        l->max = l->max * 2 + 16;
    }
    if (json_parse(f->detail_json, &detail, NULL))
        detail = NULL;
    l->at[l->n++] = (struct found){
        .site = arena_copy(l->a, f->finding.site),
        .domain = arena_copy(l->a, json_get_str(detail, "domain")),
        .finding = { .id = f->id,
                     .check = arena_copy(l->a, str_of(f->finding.check)),
                     .excerpt = arena_copy(l->a, f->finding.excerpt),
                     .grade = f->finding.grade,
                     .is_confirmed = row->state == FINDING_CONFIRMED },
    };
    return RC_OK;
}

static enum rc read_found(struct store *s, int64_t unit, const char *check, struct found_list *out,
                          struct err *err)
{
    const struct finding_query q = { .unit = unit,
                                     .check = str_of(check),
                                     .states = 1u << FINDING_UNREVIEWED | 1u << FINDING_CONFIRMED,
                                     .order = BY_SITE,
                                     .n_max = FOUND_MAX };
    struct finding_total total;

    return store_findings(s, &q, keep_finding, out, &total, err);
}

/* ---- the domains ---- */

struct listing {
    struct arena *a;
    struct domain_list out;
    size_t max;
    struct found_list found[COUNT_OF(checks)];
};

static struct domain_line *add_line(struct listing *l, const struct domain_line *line)
{
    if (l->out.n == l->max) {
        struct domain_line *more = arena_array(l->a, struct domain_line, l->max * 2 + 64);

        for (size_t i = 0; i < l->out.n; i++)
            more[i] = l->out.lines[i];
        l->out.lines = more;
        l->max = l->max * 2 + 64;
    }
    l->out.lines[l->out.n] = *line;
    return &l->out.lines[l->out.n++];
}

static void add_domain(struct listing *l, const struct domain_line *site, struct str host,
                       enum domain_role role)
{
    struct domain_line line = *site;

    line.domain = arena_copy(l->a, host); /* compared with what was found; shown at the end */
    line.role = role;
    line.is_gov = host_is_gov(host);
    (void)add_line(l, &line);
}

/* In the registry more than once: in other letters, or in the letters of the DNS. */
static bool is_listed(struct listing *l, size_t first, struct str host)
{
    const struct str shown = url_host_display(host, l->a);

    for (size_t i = first; i < l->out.n; i++)
        if (str_eq_nocase(url_host_display(l->out.lines[i].domain, l->a), shown))
            return true;
    return false;
}

static void attach(struct arena *a, struct domain_line *line, const struct domain_finding *f)
{
    struct domain_finding *all = arena_array(a, struct domain_finding, line->n_findings + 1);

    for (size_t i = 0; i < line->n_findings; i++)
        all[i] = line->findings[i];
    all[line->n_findings++] = *f;
    line->findings = all;
}

/* The findings of one site, of one check: each to its domain, which it may bring along. */
static void take_found(struct listing *l, struct found_list *found, const struct domain_line *site,
                       size_t first)
{
    while (found->next < found->n && str_cmp(found->at[found->next].site, site->site) < 0)
        found->next++; /* its site is not in the registry */
    for (; found->next < found->n && str_eq(found->at[found->next].site, site->site);
         found->next++) {
        const struct found *f = &found->at[found->next];
        size_t i = first;

        while (f->domain.n && i < l->out.n && !str_eq_nocase(l->out.lines[i].domain, f->domain))
            i++;
        if (i == l->out.n)
            add_domain(l, site, f->domain, DOMAIN_UNKNOWN);
        attach(l->a, &l->out.lines[i], &f->finding);
    }
}

static enum rc add_site(void *ctx, const struct registered *r, struct err *err)
{
    struct listing *l = ctx;
    const struct site site = site_of_row(&r->row);
    const struct domain_line line = {
        .site = arena_copy(l->a, r->row.id),
        .site_name = arena_copy(l->a, site.name),
        .state = arena_copy(l->a, str_of(site_state_name(site.state))),
        .unit = r->unit,
        .unit_name = arena_copy(l->a, r->unit_name),
    };
    const struct str main = host_of(site.home);
    const size_t first = l->out.n;
    struct str rest = site.domains, other;

    (void)err;
    add_domain(l, &line, main, DOMAIN_MAIN);
    while (host_next(&rest, &other))
        if (!is_listed(l, first, other))
            add_domain(l, &line, other, DOMAIN_OTHER);
    for (size_t i = 0; i < COUNT_OF(checks); i++)
        take_found(l, &l->found[i], &line, first);
    for (size_t i = first; i < l->out.n; i++)
        l->out.lines[i].domain = url_host_display(l->out.lines[i].domain, l->a);
    return RC_OK;
}

enum rc domain_list_read(struct store *s, int64_t unit, struct arena *a, struct domain_list *out,
                         struct err *err)
{
    struct listing l = { .a = a };
    enum rc rc = RC_OK;

    for (size_t i = 0; !rc && i < COUNT_OF(checks); i++) {
        l.found[i].a = a;
        rc = read_found(s, unit, checks[i], &l.found[i], err);
    }
    if (!rc)
        rc = store_registered_each(s, REGISTRY_SITES, unit, add_site, &l, err);
    if (!rc)
        *out = l.out;
    return rc;
}
