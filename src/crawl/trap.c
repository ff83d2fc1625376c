#include "base/base.h"

#include "crawl/trap.h"

#include "base/hashes.h"

#include <stdlib.h>

enum {
    MAX_PER_SHAPE = 100000,
    MAX_PER_QUERY = 20000,
    LOOK_AFTER = 100,
    MIN_NEW_PERMILLE = 50,
    MAX_SEGMENTS = 24,
    MAX_REPEATS = 3,
    MAX_PARAMETERS = 16,
    N_RECENT = 32,
    SAME_BITS = 3,
    HEX_RUN = 16, /* so many hexadecimal digits in a row are an identifier */
};

struct shape {
    uint32_t n_admitted, n_refused, n_read, n_new;
    bool is_closed;
    uint64_t *recent; /* contents, a ring of N_RECENT; NULL before the first page */
};

struct trap {
    struct trap_limits limits;
    struct hashes index; /* shape -> place in shapes + 1 */
    struct shape *shapes;
    size_t n, cap;
};

static uint32_t or_default(uint32_t value, uint32_t standard)
{
    return value ? value : standard;
}

struct trap *trap_new(const struct trap_limits *limits)
{
    struct trap *t = calloc(1, sizeof(*t));

    if (!t)
        abort();
    t->limits = (struct trap_limits){
        .max_per_shape = or_default(limits->max_per_shape, MAX_PER_SHAPE),
        .max_per_query = or_default(limits->max_per_query, MAX_PER_QUERY),
        .look_after = or_default(limits->look_after, LOOK_AFTER),
        .min_new_permille = or_default(limits->min_new_permille, MIN_NEW_PERMILLE),
    };
    return t;
}

void trap_free(struct trap *t)
{
    if (!t)
        return;
    hashes_done(&t->index);
    for (size_t i = 0; i < t->n; i++)
        free(t->shapes[i].recent);
    free(t->shapes);
    free(t);
}

static uint64_t mix(uint64_t h, uint64_t value)
{
    h = (h ^ value) * 0x9e3779b97f4a7c15U;
    return h ^ h >> 29;
}

static bool is_hex(char c)
{
    const char l = char_lower(c);

    return char_is_digit(c) || (l >= 'a' && l <= 'f');
}

static size_t hex_run(struct str s)
{
    size_t n = 0;

    while (n < s.n && is_hex(s.p[n]))
        n++;
    return n;
}

/* The path with each run of digits as one '0' and each long hexadecimal run as one 'x'. */
static uint64_t fold_path(struct str path)
{
    uint64_t h = 1;

    for (size_t i = 0; i < path.n;) {
        const size_t hex = is_hex(path.p[i]) ? hex_run(str_skip(path, i)) : 0;

        if (hex >= HEX_RUN) {
            h = mix(h, 'x');
            i += hex;
        } else if (char_is_digit(path.p[i])) {
            h = mix(h, '0');
            while (i < path.n && char_is_digit(path.p[i]))
                i++;
        } else {
            h = mix(h, (unsigned char)path.p[i++]);
        }
    }
    return h;
}

uint64_t trap_shape(const struct url *url)
{
    uint64_t h = mix(fold_path(url->path), str_hash(url->host));
    struct str rest = url->query;

    while (rest.n) {
        struct str one, name, value;

        (void)str_cut(rest, '&', &one, &rest);
        (void)str_cut(one, '=', &name, &value);
        h += str_hash(name); /* in any order */
    }
    return mix(h, url->has_query);
}

/* How often the most frequent segment of at least two letters stands in the path; ids of digits do
 * not count. */
static bool repeats_itself(struct str path)
{
    uint64_t seen[MAX_SEGMENTS + 1] = { 0 };
    size_t n = 0;

    while (path.n) {
        struct str segment;
        size_t same = 0;

        (void)str_cut(path, '/', &segment, &path);
        if (segment.n < 2 || char_is_digit(segment.p[0]))
            continue;
        if (n == MAX_SEGMENTS)
            return true;
        seen[n++] = str_hash(segment);
        for (size_t i = 0; i < n; i++)
            same += seen[i] == seen[n - 1];
        if (same > MAX_REPEATS)
            return true;
    }
    return false;
}

bool trap_is_endless(const struct url *url)
{
    size_t n_segments = 0, n_parameters = 0;

    for (size_t i = 0; i < url->path.n; i++)
        n_segments += url->path.p[i] == '/';
    for (size_t i = 0; i < url->query.n; i++)
        n_parameters += url->query.p[i] == '&';
    return n_segments > MAX_SEGMENTS || n_parameters > MAX_PARAMETERS || repeats_itself(url->path);
}

static struct shape *shape_of(struct trap *t, uint64_t key)
{
    const uint32_t found = hashes_find(&t->index, key);

    if (found)
        return &t->shapes[found - 1];
    if (t->n == t->cap) {
        t->cap = t->cap ? t->cap * 2 : 64;
        t->shapes = realloc(t->shapes, t->cap * sizeof(*t->shapes));
        if (!t->shapes)
            abort();
    }
    t->shapes[t->n] = (struct shape){ 0 };
    hashes_put(&t->index, key, (uint32_t)++t->n);
    return &t->shapes[t->n - 1];
}

bool trap_admit(struct trap *t, uint64_t shape, bool has_query)
{
    struct shape *s = shape_of(t, shape);
    const uint32_t budget = has_query ? t->limits.max_per_query : t->limits.max_per_shape;

    if (s->n_admitted >= budget)
        s->is_closed = true;
    if (s->is_closed) {
        s->n_refused++;
        return false;
    }
    s->n_admitted++;
    return true;
}

static int n_different_bits(uint64_t a, uint64_t b)
{
    return __builtin_popcountll(a ^ b);
}

static bool is_new(const struct shape *s, uint64_t content)
{
    const uint32_t n = s->n_new < N_RECENT ? s->n_new : N_RECENT;

    for (uint32_t i = 0; i < n; i++)
        if (n_different_bits(s->recent[i], content) <= SAME_BITS)
            return false;
    return true;
}

void trap_learn(struct trap *t, uint64_t shape, uint64_t content)
{
    struct shape *s = shape_of(t, shape);

    if (!s->recent && !(s->recent = calloc(N_RECENT, sizeof(*s->recent))))
        abort();
    s->n_read++;
    if (is_new(s, content))
        s->recent[s->n_new++ % N_RECENT] = content;
    if (s->n_read >= t->limits.look_after &&
        (uint64_t)s->n_new * 1000 < (uint64_t)s->n_read * t->limits.min_new_permille)
        s->is_closed = true;
}

size_t trap_n_closed(const struct trap *t, uint64_t *n_refused)
{
    size_t n = 0;

    *n_refused = 0;
    for (size_t i = 0; i < t->n; i++) {
        n += t->shapes[i].is_closed;
        *n_refused += t->shapes[i].n_refused;
    }
    return n;
}
