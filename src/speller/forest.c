#include "base/base.h"

#include "speller/forest.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* "word rest": the number that the word is; false when it is none. */
static bool take_number(struct str *line, double *out)
{
    char copy[40], *end;
    struct str word;

    str_cut(*line, ' ', &word, line);
    if (word.n == 0 || word.n >= sizeof(copy))
        return false;
    memcpy(copy, word.p, word.n);
    copy[word.n] = '\0';
    *out = strtod(copy, &end);
    return *end == '\0' && isfinite(*out);
}

/* "feature low high limit" or "-1 0 0 worth". */
static bool read_node(struct str line, size_t at, size_t n, struct tree_node *out)
{
    double v[4];

    for (size_t i = 0; i < 4; i++)
        if (!take_number(&line, &v[i]) || (i < 3 && v[i] != trunc(v[i])))
            return false;
    if (v[0] < -1 || v[0] >= FEATURES)
        return false;
    if (v[0] >= 0 &&
        (v[1] <= (double)at || v[2] <= (double)at || v[1] >= (double)n || v[2] >= (double)n))
        return false;
    *out = (struct tree_node){ .feature = (int16_t)v[0],
                               .low = v[0] < 0 ? 0 : (uint8_t)v[1],
                               .high = v[0] < 0 ? 0 : (uint8_t)v[2],
                               .limit = (float)v[3] };
    return true;
}

enum rc forest_read(struct str *text, struct arena *a, struct forest *out, struct err *err)
{
    struct str line, word;
    struct tree_node *nodes;
    uint32_t *roots;
    double n_trees, bias, n_nodes;
    size_t n = 0;

    if (!str_line(text, &line) || !str_cut(line, ' ', &word, &line) ||
        !str_eq(word, STR("forest")) || !take_number(&line, &n_trees) ||
        !take_number(&line, &bias) || n_trees < 0 || n_trees > FOREST_TREES_MAX)
        return err_set(err, RC_SYNTAX, "判定模型：首行应为 forest 棵数 偏置");
    nodes = arena_array(a, struct tree_node, (size_t)n_trees * FOREST_NODES_MAX);
    roots = arena_array(a, uint32_t, (size_t)n_trees);
    for (size_t t = 0; t < (size_t)n_trees; t++) {
        if (!str_line(text, &line) || !take_number(&line, &n_nodes) || n_nodes < 1 ||
            n_nodes > FOREST_NODES_MAX)
            return err_set(err, RC_SYNTAX, "判定模型：第 %zu 棵树的结点数不对", t + 1);
        roots[t] = (uint32_t)n;
        for (size_t i = 0; i < (size_t)n_nodes; i++)
            if (!str_line(text, &line) || !read_node(line, i, (size_t)n_nodes, &nodes[n++]))
                return err_set(err, RC_SYNTAX, "判定模型：第 %zu 棵树第 %zu 个结点不对", t + 1,
                               i + 1);
    }
    *out = (struct forest){
        .nodes = nodes, .roots = roots, .n_trees = (size_t)n_trees, .bias = (float)bias
    };
    return RC_OK;
}

static size_t nodes_of(const struct tree_node *tree)
{
    size_t n = 1;

    for (size_t i = 0; i < n; i++)
        if (tree[i].feature >= 0) {
            const size_t far = (tree[i].low > tree[i].high ? tree[i].low : tree[i].high) + 1U;

            n = far > n ? far : n;
        }
    return n;
}

void forest_write(const struct forest *f, struct buf *out)
{
    buf_addf(out, "forest %zu %.6g\n", f->n_trees, (double)f->bias);
    for (size_t t = 0; t < f->n_trees; t++) {
        const struct tree_node *tree = f->nodes + f->roots[t];
        const size_t n = nodes_of(tree);

        buf_addf(out, "%zu\n", n);
        for (size_t i = 0; i < n; i++)
            buf_addf(out, "%d %u %u %.5g\n", tree[i].feature, tree[i].low, tree[i].high,
                     (double)tree[i].limit);
    }
}

enum { HOPELESS_AFTER = 40 };
static const float hopeless = -2.5F;

float forest_score(const struct forest *f, const float features[FEATURES])
{
    float sum = f->bias;

    for (size_t t = 0; t < f->n_trees; t++) {
        /* Most edits are hopeless, and are so after the first trees. */
        if (t == HOPELESS_AFTER && sum < hopeless)
            return 1 / (1 + expf(-sum));
        const struct tree_node *tree = f->nodes + f->roots[t], *n = tree;

        while (n->feature >= 0)
            n = tree + (features[n->feature] < n->limit ? n->low : n->high);
        sum += n->limit;
    }
    return 1 / (1 + expf(-sum));
}
