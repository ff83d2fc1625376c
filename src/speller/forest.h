/* The decision: many small trees whose leaves are summed. Trained by maker/, read from a text. */
#ifndef XJ_SPELLER_FOREST_H
#define XJ_SPELLER_FOREST_H

#include "base/arena.h"
#include "base/base.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"
#include "speller/features.h"

enum { FOREST_TREES_MAX = 1000, FOREST_NODES_MAX = 64 };

/* value < limit goes to `low`; feature -1: a leaf, limit is its worth. */
struct tree_node {
    int16_t feature;
    uint8_t low, high; /* nodes of the same tree, both behind this one */
    float limit;
};
struct forest {
    const struct tree_node *nodes; /* in the arena */
    const uint32_t *roots;
    size_t n_trees;
    float bias;
};

/*
 * Takes a forest off the front of *text.
 *
 * RC_SYNTAX: the sentence says the line.
 */
MUST_USE enum rc forest_read(struct str *text, struct arena *a, struct forest *out,
                             struct err *err);
void forest_write(const struct forest *f, struct buf *out);
/* 0..1: how likely the edit is right. */
float forest_score(const struct forest *f, const float features[FEATURES]);

#endif
