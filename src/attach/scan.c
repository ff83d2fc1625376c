#include "base/base.h"

#include "attach/scan.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Millimetres as pixels. */
#define MM(x) ((x)*SCAN_DPI * 10 / 254)

/* ---- pictures ---- */

/* A number of a PPM's head; false: none, or too large. */
static bool take_number(struct str *s, size_t *out)
{
    size_t n = 0, digits = 0;

    while (s->n && char_is_space(*s->p))
        *s = str_skip(*s, 1);
    for (; s->n && *s->p >= '0' && *s->p <= '9' && digits < 5; digits++) {
        n = n * 10 + (size_t)(*s->p - '0');
        *s = str_skip(*s, 1);
    }
    *out = n;
    return digits > 0 && digits < 5;
}

bool scan_take(struct str *ppm, struct scan *out)
{
    struct str rest = *ppm;
    size_t depth;

    if (!str_starts(rest, STR("P6")))
        return false;
    rest = str_skip(rest, 2);
    if (!take_number(&rest, &out->width) || !take_number(&rest, &out->height) ||
        !take_number(&rest, &depth) || depth != 255 || !out->width || out->width > SCAN_SIDE ||
        !out->height || out->height > SCAN_SIDE || rest.n < 1 + out->width * out->height * 3)
        return false;
    rest = str_skip(rest, 1);
    out->rgb = (const uint8_t *)rest.p;
    *ppm = str_skip(rest, out->width * out->height * 3);
    return true;
}

/* Ink of seals and heads, also pale or mixed with the white around thin strokes. */
static bool is_red(const struct scan *s, size_t x, size_t y)
{
    const uint8_t *p = s->rgb + (y * s->width + x) * 3;

    return p[0] >= 120 && p[0] - p[1] >= 50 && p[0] - p[2] >= 40;
}

/* ---- the head ---- */

struct row {
    size_t n, first, last; /* red pixels; where the first and the last is */
};

static struct row row_of(const struct scan *s, size_t y)
{
    struct row r = { .first = s->width };

    for (size_t x = 0; x < s->width; x++) {
        if (!is_red(s, x, y))
            continue;
        r.n++;
        r.first = x < r.first ? x : r.first;
        r.last = x;
    }
    return r;
}

/* Red at most of the width of a text, 156 of 210 mm, a star left out: within 2 mm, for papers lie a
 * little askew. */
static bool is_line(const struct scan *s, size_t y)
{
    size_t n = 0;

    for (size_t x = 0; x < s->width; x++) {
        bool is_seen = false;

        for (size_t k = y; k < y + MM(2) && k < s->height && !is_seen; k++)
            is_seen = is_red(s, x, k);
        n += is_seen;
    }
    return n * 100 >= s->width * 60;
}

/* Rows at which thin lines begin, from the top; large signs fill such rows, too, but more of them.
 * Gives at most n. */
static size_t find_lines(const struct scan *s, size_t *rows, size_t n)
{
    size_t found = 0;

    for (size_t y = 0, from = 0; y < s->height && found < n; y++) {
        if (!is_line(s, y))
            continue;
        for (from = y; y < s->height && is_line(s, y); y++)
            ;
        if (y - from <= MM(5))
            rows[found++] = from;
    }
    return found;
}

/* The signs over a line: as high as letters of a head, as wide as a name, no full surface. Gives
 * the last row of them; 0: there are none. */
static size_t find_signs(const struct scan *s, size_t line)
{
    size_t n_rows = 0, n = 0, first = s->width, last = 0, bottom = 0;

    for (size_t y = 0; y < line; y++) {
        const struct row r = row_of(s, y);

        if (r.n < 3)
            continue;
        n_rows++;
        n += r.n;
        first = r.first < first ? r.first : first;
        last = r.last > last ? r.last : last;
        bottom = y;
    }
    return n_rows >= MM(7) && last > first && (last - first) * 100 >= s->width * 25 &&
                   n * 100 <= (last - first) * n_rows * 60
               ? bottom
               : 0;
}

/* The number of the document stands between signs and line; a letter has its number below, and
 * another line at the foot of the page. Tables have more lines. */
bool scan_has_red_head(const struct scan *s)
{
    size_t rows[3] = { 0 };
    const size_t n = find_lines(s, rows, COUNT_OF(rows));
    const size_t bottom =
        n && n < COUNT_OF(rows) && rows[0] < s->height * 6 / 10 ? find_signs(s, rows[0]) : 0;

    return bottom && (rows[0] - bottom >= MM(8) || (n == 2 && rows[1] > s->height * 85 / 100));
}

/* ---- the seal ---- */

enum {
    POINTS_MAX = 12000, /* red pixels of a page; more is a red surface */
    ANGLES = 90,
    RING_SHARE = 72, /* percent of the ring that must be seen, give or take a pixel */
    VOTES_SHARE = 45 /* ... to the pixel: worth a closer look */
};

struct point {
    uint16_t x, y;
};

static size_t red_points(const struct scan *s, struct point *out)
{
    size_t n = 0;

    for (size_t y = 0; y < s->height; y++)
        for (size_t x = 0; x < s->width; x++) {
            if (!is_red(s, x, y))
                continue;
            if (n == POINTS_MAX)
                return 0;
            out[n++] = (struct point){ (uint16_t)x, (uint16_t)y };
        }
    return n;
}

/* How much of a circle is red, in percent: each of its angles on some pixel about it. */
static int share_of_ring(const struct scan *s, size_t cx, size_t cy, double radius, double about)
{
    int n = 0;

    for (int i = 0; i < ANGLES; i++) {
        const double angle = 2 * 3.14159265358979 * i / ANGLES;
        bool is_seen = false;

        for (double r = radius - about; r <= radius + about && !is_seen; r += 0.5) {
            const double x = (double)cx + r * cos(angle), y = (double)cy + r * sin(angle);

            is_seen = x >= 0 && y >= 0 && x < (double)s->width && y < (double)s->height &&
                      is_red(s, (size_t)x, (size_t)y);
        }
        n += is_seen;
    }
    return n * 100 / ANGLES;
}

/* A ring and not the edge of a surface: outside it there is paper, and inside more paper than ink.
 */
static bool is_seal(const struct scan *s, size_t cx, size_t cy, size_t radius)
{
    const double r = (double)radius;
    size_t n = 0, n_red = 0;

    if (share_of_ring(s, cx, cy, r, 1.5) < RING_SHARE || share_of_ring(s, cx, cy, r + 5, 0.5) > 35)
        return false;
    for (size_t y = 0; y <= 2 * radius; y++)
        for (size_t x = 0; x <= 2 * radius; x++) {
            const double dx = (double)x - r, dy = (double)y - r;

            if (dx * dx + dy * dy > (r - 3) * (r - 3) || cx + x < radius || cy + y < radius ||
                cx + x - radius >= s->width || cy + y - radius >= s->height)
                continue;
            n++;
            n_red += is_red(s, cx + x - radius, cy + y - radius);
        }
    return n && n_red * 100 <= n * 55 && n_red * 100 >= n * 2;
}

/* Each red pixel votes for the centres that a ring of this radius through it would have. */
static void vote(const struct scan *s, const struct point *points, size_t n, size_t radius,
                 uint16_t *votes)
{
    const size_t steps = radius * 6;

    memset(votes, 0, s->width * s->height * sizeof(*votes));
    for (size_t k = 0; k < steps; k++) {
        const double angle = 2 * 3.14159265358979 * (double)k / (double)steps;
        const int dx = (int)lround((double)radius * cos(angle));
        const int dy = (int)lround((double)radius * sin(angle));

        for (size_t i = 0; i < n; i++) {
            const int x = points[i].x + dx, y = points[i].y + dy;

            if (x >= 0 && y >= 0 && (size_t)x < s->width && (size_t)y < s->height)
                votes[(size_t)y * s->width + (size_t)x] += 1;
        }
    }
}

static bool has_ring(const struct scan *s, const struct point *points, size_t n, size_t radius,
                     uint16_t *votes)
{
    const size_t enough = radius * 6 * VOTES_SHARE / 100;

    vote(s, points, n, radius, votes);
    for (size_t y = 0; y < s->height; y++)
        for (size_t x = 0; x < s->width; x++)
            if (votes[y * s->width + x] >= enough && is_seal(s, x, y, radius))
                return true;
    return false;
}

bool scan_has_seal(const struct scan *s)
{
    struct point *points = calloc(POINTS_MAX, sizeof(*points));
    uint16_t *votes = calloc(s->width * s->height, sizeof(*votes));
    bool is_found = false;
    size_t n;

    ASSERT(points && votes);
    n = red_points(s, points);
    for (size_t radius = MM(18); n && !is_found && radius <= MM(32); radius++)
        is_found = has_ring(s, points, n, radius, votes);
    free(points);
    free(votes);
    return is_found;
}
