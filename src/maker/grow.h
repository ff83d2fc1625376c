/* Grows a forest: boosted trees on the logistic loss, by histograms. */
#ifndef XJ_MAKER_GROW_H
#define XJ_MAKER_GROW_H

#include "base/arena.h"
#include "base/base.h"
#include "speller/forest.h"

struct example {
    float features[FEATURES];
    float weight;
    bool is_right;
};

struct grow_options {
    size_t n_features; /* the first ones are used */
    size_t n_trees, n_leaves;
    double rate;         /* how much of each tree is believed */
    double least_weight; /* of a leaf */
};

/* n > 0. The forest's memory is the arena's. */
void forest_grow(const struct example *examples, size_t n, const struct grow_options *o,
                 struct arena *a, struct forest *out);

#endif
