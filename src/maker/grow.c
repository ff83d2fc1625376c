#include "base/base.h"

#include "maker/grow.h"

#include <math.h>
#include <stdlib.h>

enum { BINS = 64, LEAVES_MAX = FOREST_NODES_MAX / 2 };

struct sums {
    double gradient, hessian;
};

struct grower {
    const struct grow_options *o;
    size_t n;
    uint8_t *bins;                /* FEATURES of each example */
    float limits[FEATURES][BINS]; /* bin k holds values below limits[k] */
    size_t n_bins[FEATURES];
    float *gradient, *hessian, *sum;
    uint32_t *order; /* examples, those of a leaf together */
    uint32_t *spare;
    struct sums (*bins_of_leaves)[BINS]; /* FEATURES for each of LEAVES_MAX leaves */
};

/* A leaf while the tree grows. */
struct leaf {
    size_t begin, end; /* in order */
    struct sums all;
    uint8_t node;
    double gain; /* of its best cut; <= 0: none */
    size_t feature, bin;
    struct sums (*bins)[BINS]; /* its sums by feature and bin; owned by the grower */
};

static int by_value(const void *a, const void *b)
{
    const float x = *(const float *)a, y = *(const float *)b;

    return (x > y) - (x < y);
}

/* Limits at equal shares of a sample, each value once. */
static void make_bins(struct grower *g, const struct example *examples, size_t f)
{
    enum { SAMPLE = 100000 };
    const size_t step = g->n / SAMPLE + 1, n = (g->n + step - 1) / step;
    float *values = malloc(n * sizeof(*values));

    ASSERT(values);
    for (size_t i = 0; i < n; i++)
        values[i] = examples[i * step].features[f];
    qsort(values, n, sizeof(*values), by_value);
    g->n_bins[f] = 0;
    for (size_t k = 1; k < BINS; k++) {
        const float limit = values[k * n / BINS];

        if (limit > values[0] && (!g->n_bins[f] || limit > g->limits[f][g->n_bins[f] - 1]))
            g->limits[f][g->n_bins[f]++] = limit;
    }
    free(values);
    for (size_t i = 0; i < g->n; i++) {
        const float value = examples[i].features[f];
        size_t low = 0, high = g->n_bins[f];

        while (low < high) {
            const size_t mid = (low + high) / 2;

            if (value < g->limits[f][mid])
                high = mid;
            else
                low = mid + 1;
        }
        g->bins[i * FEATURES + f] = (uint8_t)low;
    }
}

static double worth(struct sums s)
{
    const double lambda = 2;

    return s.gradient * s.gradient / (s.hessian + lambda);
}

/* Sums of the leaf's examples. */
static void fill_bins(const struct grower *g, struct leaf *leaf)
{
    struct sums(*bins)[BINS] = leaf->bins;

    memset(bins, 0, FEATURES * sizeof(*bins));
    for (size_t i = leaf->begin; i < leaf->end; i++) {
        const uint32_t e = g->order[i];
        const uint8_t *row = g->bins + (size_t)e * FEATURES;
        const double gradient = (double)g->gradient[e], hessian = (double)g->hessian[e];

        for (size_t f = 0; f < g->o->n_features; f++) {
            bins[f][row[f]].gradient += gradient;
            bins[f][row[f]].hessian += hessian;
        }
    }
}

/* Of two leaves that were one, whose sums the first still has: the smaller one is counted, the
 * other has the rest. */
static void divide_bins(const struct grower *g, struct leaf *first, struct leaf *second)
{
    const bool is_second_smaller = second->end - second->begin < first->end - first->begin;
    struct leaf *small = is_second_smaller ? second : first;
    struct leaf *large = is_second_smaller ? first : second;
    struct sums(*whole)[BINS] = first->bins;

    small->bins = second->bins;
    large->bins = whole;
    fill_bins(g, small);
    for (size_t f = 0; f < g->o->n_features; f++)
        for (size_t k = 0; k < BINS; k++) {
            whole[f][k].gradient -= small->bins[f][k].gradient;
            whole[f][k].hessian -= small->bins[f][k].hessian;
        }
}

static void find_cut(const struct grower *g, struct leaf *leaf)
{
    struct sums(*bins)[BINS] = leaf->bins;

    leaf->gain = 0;
    for (size_t f = 0; f < g->o->n_features; f++) {
        struct sums left = { 0, 0 };

        for (size_t k = 0; k < g->n_bins[f]; k++) {
            struct sums right;
            double gain;

            left.gradient += bins[f][k].gradient;
            left.hessian += bins[f][k].hessian;
            right.gradient = leaf->all.gradient - left.gradient;
            right.hessian = leaf->all.hessian - left.hessian;
            if (left.hessian < g->o->least_weight || right.hessian < g->o->least_weight)
                continue;
            gain = worth(left) + worth(right) - worth(leaf->all);
            if (gain > leaf->gain) {
                leaf->gain = gain;
                leaf->feature = f;
                leaf->bin = k;
            }
        }
    }
}

static struct sums sum_of(const struct grower *g, size_t begin, size_t end)
{
    struct sums s = { 0, 0 };

    for (size_t i = begin; i < end; i++) {
        s.gradient += (double)g->gradient[g->order[i]];
        s.hessian += (double)g->hessian[g->order[i]];
    }
    return s;
}

/* Puts the leaf's examples that are below the cut first; returns where the others begin. */
static size_t part(struct grower *g, const struct leaf *leaf)
{
    size_t at = leaf->begin, n = 0;

    for (size_t i = leaf->begin; i < leaf->end; i++) {
        const uint32_t e = g->order[i];

        if (g->bins[(size_t)e * FEATURES + leaf->feature] <= leaf->bin)
            g->order[at++] = e;
        else
            g->spare[n++] = e;
    }
    memcpy(g->order + at, g->spare, n * sizeof(*g->spare));
    return at;
}

/* What the tree says of an example; its limits are those of bins. */
static float leaf_of(const struct grower *g, const struct tree_node *tree, size_t example)
{
    const struct tree_node *n = tree;

    while (n->feature >= 0) {
        const size_t bin = g->bins[example * FEATURES + (size_t)n->feature];
        const bool is_low = bin < g->n_bins[n->feature] && g->limits[n->feature][bin] <= n->limit;

        n = tree + (is_low ? n->low : n->high);
    }
    return n->limit;
}

/* Each tree learns from another half of the examples: faster, and it learns less by heart. */
static size_t choose_half(struct grower *g, size_t tree)
{
    size_t n = 0;

    for (size_t i = 0; i < g->n; i++)
        if (book_mix(i * 1000003 + tree) & 1)
            g->order[n++] = (uint32_t)i;
    return n;
}

static void grow_tree(struct grower *g, size_t number, struct tree_node *tree)
{
    const size_t n = choose_half(g, number);
    struct leaf leaves[LEAVES_MAX];
    size_t n_leaves = 1, n_nodes = 1;

    leaves[0] = (struct leaf){ .end = n, .all = sum_of(g, 0, n), .bins = g->bins_of_leaves };
    fill_bins(g, &leaves[0]);
    find_cut(g, &leaves[0]);
    while (n_leaves < g->o->n_leaves && n_leaves < LEAVES_MAX) {
        struct leaf *best = &leaves[0], *other = &leaves[n_leaves];
        size_t middle;

        for (size_t i = 1; i < n_leaves; i++)
            if (leaves[i].gain > best->gain)
                best = &leaves[i];
        if (best->gain <= 0)
            break;
        middle = part(g, best);
        tree[best->node] = (struct tree_node){ .feature = (int16_t)best->feature,
                                               .low = (uint8_t)n_nodes,
                                               .high = (uint8_t)(n_nodes + 1),
                                               .limit = g->limits[best->feature][best->bin] };
        *other = (struct leaf){ .begin = middle,
                                .end = best->end,
                                .all = sum_of(g, middle, best->end),
                                .bins = g->bins_of_leaves + n_leaves * FEATURES,
                                .node = (uint8_t)(n_nodes + 1) };
        *best = (struct leaf){ .begin = best->begin,
                               .end = middle,
                               .all = sum_of(g, best->begin, middle),
                               .bins = best->bins,
                               .node = (uint8_t)n_nodes };
        n_nodes += 2;
        n_leaves++;
        divide_bins(g, best, other);
        find_cut(g, best);
        find_cut(g, other);
    }
    for (size_t i = 0; i < n_leaves; i++) {
        const struct leaf *l = &leaves[i];
        const double value = -g->o->rate * l->all.gradient / (l->all.hessian + 2);

        tree[l->node] = (struct tree_node){ .feature = -1, .limit = (float)value };
    }
    for (size_t i = 0; i < g->n; i++)
        g->sum[i] += leaf_of(g, tree, i);
}

void forest_grow(const struct example *examples, size_t n, const struct grow_options *o,
                 struct arena *a, struct forest *out)
{
    struct tree_node *nodes = arena_array(a, struct tree_node, o->n_trees * FOREST_NODES_MAX);
    uint32_t *roots = arena_array(a, uint32_t, o->n_trees);
    struct grower g = { .o = o, .n = n };
    double right = 0, all = 0, bias;

    g.bins = arena_array(a, uint8_t, n * FEATURES);
    for (size_t f = 0; f < o->n_features; f++)
        make_bins(&g, examples, f);
    g.gradient = arena_array(a, float, n);
    g.hessian = arena_array(a, float, n);
    g.sum = arena_array(a, float, n);
    g.order = arena_array(a, uint32_t, n);
    g.spare = arena_array(a, uint32_t, n);
    g.bins_of_leaves = malloc(LEAVES_MAX * FEATURES * sizeof(*g.bins_of_leaves));
    ASSERT(g.bins_of_leaves);
    for (size_t i = 0; i < n; i++) {
        all += (double)examples[i].weight;
        right += examples[i].is_right ? (double)examples[i].weight : 0;
    }
    bias = log((right + 1) / (all - right + 1));
    for (size_t i = 0; i < n; i++)
        g.sum[i] = (float)bias;
    for (size_t t = 0; t < o->n_trees; t++) {
        for (size_t i = 0; i < n; i++) {
            const double p = 1 / (1 + exp(-(double)g.sum[i])), w = (double)examples[i].weight;

            g.gradient[i] = (float)(w * (p - examples[i].is_right));
            g.hessian[i] = (float)(w * p * (1 - p));
        }
        roots[t] = (uint32_t)(t * FOREST_NODES_MAX);
        grow_tree(&g, t, nodes + roots[t]);
    }
    free(g.bins_of_leaves);
    *out = (struct forest){
        .nodes = nodes, .roots = roots, .n_trees = o->n_trees, .bias = (float)bias
    };
}
