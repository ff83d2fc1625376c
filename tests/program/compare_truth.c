/*
 * compare_truth EXPECTED DIR: holds the findings of an inspection against what it should have
 * found.
 *
 * EXPECTED has a JSON object a line (docs/fixtures.md). Each line must be met by a finding of its
 * own in DIR/findings.jsonl, and each finding by a line; {"site","unknown"} lines by the `unknown`
 * of DIR/sites.jsonl, {"account","unknown"} lines by that of DIR/accounts.jsonl. Prints what is
 * missing and what is too much; status 1 when there is any.
 */
#include "base/base.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NOBODY = -1 };

struct lines {
    json_t *all; /* array */
    size_t n;
};

/* must_be false: a missing file has no lines. */
static struct lines read_lines(const char *dir, const char *name, bool must_be)
{
    struct lines l = { .all = json_array() };
    char path[4096];
    char *line = NULL;
    size_t cap = 0, number = 0;

    (void)snprintf(path, sizeof(path), "%s%s%s", dir, *name ? "/" : "", name);

    FILE *f = fopen(path, "r");

    if (!f && !must_be)
        return l;
    if (!f) {
        perror(path);
        exit(2);
    }
    while (number++, getline(&line, &cap, f) > 0) {
        json_error_t why;
        json_t *object = json_loads(line, JSON_REJECT_DUPLICATES, &why);

        if (!json_is_object(object)) {
            (void)fprintf(stderr, "%s:%zu: %s\n", path, number, why.text);
            exit(2);
        }
        (void)json_array_append_new(l.all, object);
    }
    free(line);
    (void)fclose(f);
    l.n = json_array_size(l.all);
    return l;
}

/* Every field of `expected` stands in `found` with the same value; objects likewise. */
static bool is_met(json_t *expected, const json_t *found)
{
    const char *key;
    json_t *value;

    json_object_foreach(expected, key, value)
    {
        json_t *other = json_object_get(found, key);

        if (!other)
            return false;
        if (json_is_object(value) ? !is_met(value, other) : !json_equal(value, other))
            return false;
    }
    return true;
}

struct match {
    const struct lines *expected, *found;
    long *partner; /* of each finding: the expected line, or NOBODY */
    bool *tried;   /* findings, in this round */
};

/* Finds a finding for line i, moving the partners of others where they have a choice. */
static bool find_partner(struct match *m, size_t i)
{
    for (size_t k = 0; k < m->found->n; k++) {
        if (m->tried[k] ||
            !is_met(json_array_get(m->expected->all, i), json_array_get(m->found->all, k)))
            continue;
        m->tried[k] = true;
        if (m->partner[k] == NOBODY || find_partner(m, (size_t)m->partner[k])) {
            m->partner[k] = (long)i;
            return true;
        }
    }
    return false;
}

static void print(const char *mark, const json_t *line)
{
    char *text = json_dumps(line, JSON_COMPACT);

    (void)printf("%s %s\n", mark, text ? text : "?");
    free(text);
}

static bool is_unknown(const struct lines *sites, const json_t *line)
{
    const char *key = json_object_get(line, "account") ? "account" : "site";
    const json_t *reason = json_object_get(line, "reason");

    for (size_t i = 0; i < sites->n; i++) {
        const json_t *site = json_array_get(sites->all, i);
        const json_t *refusals = json_object_get(site, "unknown");

        if (!json_equal(json_object_get(site, key), json_object_get(line, key)))
            continue;
        for (size_t k = 0; k < json_array_size(refusals); k++) {
            const json_t *one = json_array_get(refusals, k);

            if (json_equal(json_object_get(one, "check"), json_object_get(line, "unknown")) &&
                (!reason || json_equal(json_object_get(one, "reason"), reason)))
                return true;
        }
    }
    return false;
}

static size_t compare_findings(const struct lines *expected, const struct lines *found)
{
    struct match m = { .expected = expected, .found = found };
    size_t n_wrong = 0;

    m.partner = malloc((found->n + 1) * sizeof(*m.partner));
    m.tried = malloc((found->n + 1) * sizeof(*m.tried));
    if (!m.partner || !m.tried)
        abort();
    for (size_t k = 0; k < found->n; k++)
        m.partner[k] = NOBODY;
    for (size_t i = 0; i < expected->n; i++) {
        memset(m.tried, 0, found->n * sizeof(*m.tried));
        if (!json_object_get(json_array_get(expected->all, i), "unknown") && !find_partner(&m, i)) {
            print("missing ", json_array_get(expected->all, i));
            n_wrong++;
        }
    }
    for (size_t k = 0; k < found->n; k++) {
        if (m.partner[k] != NOBODY)
            continue;
        print("too much", json_array_get(found->all, k));
        n_wrong++;
    }
    free(m.partner);
    free(m.tried);
    return n_wrong;
}

int main(int argc, char **argv)
{
    if (argc != 3) {
        (void)fprintf(stderr, "usage: compare_truth EXPECTED DIR\n");
        return 2;
    }

    const struct lines expected = read_lines(argv[1], "", true);
    const struct lines found = read_lines(argv[2], "findings.jsonl", true);
    const struct lines sites = read_lines(argv[2], "sites.jsonl", true);
    const struct lines accounts = read_lines(argv[2], "accounts.jsonl", false);
    size_t n_wrong = compare_findings(&expected, &found);

    for (size_t i = 0; i < expected.n; i++) {
        const json_t *line = json_array_get(expected.all, i);

        const struct lines *of = json_object_get(line, "account") ? &accounts : &sites;

        if (json_object_get(line, "unknown") && !is_unknown(of, line)) {
            print("judged  ", line);
            n_wrong++;
        }
    }
    (void)printf("%zu expected, %zu found, %zu wrong\n", expected.n, found.n, n_wrong);
    json_decref(expected.all);
    json_decref(found.all);
    json_decref(sites.all);
    json_decref(accounts.all);
    return n_wrong ? 1 : 0;
}
