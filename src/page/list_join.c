#include "base/base.h"

#include "page/list_join.h"

#include "dom/dom.h"

/* Climbs from each entry to the highest box that holds no other entry: its row; the box around is
 * its list. */
static void find_lists(const struct flow *fl, struct list_entry *entries, uint32_t n,
                       struct arena *a)
{
    uint32_t *sum = arena_array(a, uint32_t, fl->n_segs + 1);

    for (uint32_t i = 0; i < n; i++)
        sum[entries[i].seg + 1]++;
    for (uint32_t i = 0; i < fl->n_segs; i++)
        sum[i + 1] += sum[i];
    for (uint32_t i = 0; i < n; i++) {
        struct list_entry *e = &entries[i];
        uint32_t box = e->row;

        while (box) {
            const struct box *up = &fl->boxes[fl->boxes[box].parent];

            if (sum[up->seg_to] - sum[up->seg_from] > 1 || fl->boxes[box].parent == 0)
                break;
            box = fl->boxes[box].parent;
        }
        e->row = box;
        /* All in one box: lines of text, or a table without rows of its own. */
        e->list = sum[fl->boxes[box].seg_to] - sum[fl->boxes[box].seg_from] > 1
                      ? box
                      : fl->boxes[box].parent;
    }
}

static bool same_look(const struct box *x, const struct box *y)
{
    return x->element == y->element &&
           str_eq(dom_attr(x->node, "class"), dom_attr(y->node, "class"));
}

/* Lists side by side in one box (groups of five rows), or in boxes side by side that look alike,
 * are one list. */
static bool is_one_list(const struct flow *fl, uint32_t list_a, uint32_t list_b)
{
    const struct box *x = &fl->boxes[list_a], *y = &fl->boxes[list_b];

    if (list_a == list_b)
        return true;
    if (!same_look(x, y))
        return false;
    if (x->parent == y->parent)
        return true;
    return fl->boxes[x->parent].parent == fl->boxes[y->parent].parent &&
           same_look(&fl->boxes[x->parent], &fl->boxes[y->parent]);
}

/* A list of one row looks like a row itself, or like the list beside it and the box around that. */
static bool is_beside_one(const struct flow *fl, uint32_t list, const struct list_entry *e)
{
    const struct box *around = &fl->boxes[fl->boxes[list].parent], *one = &fl->boxes[e->row];

    return is_one_list(fl, list, e->row) ||
           (around->parent == one->parent && same_look(around, one) &&
            same_look(&fl->boxes[list], &fl->boxes[flow_box_below(fl, e->seg, e->row)]));
}

/* Rows of one list that stand together: up to entry i, or from it on. */
static uint32_t n_together(const struct list_entry *entries, uint32_t n, uint32_t i, bool is_above)
{
    uint32_t k = i;

    while ((is_above ? k > 0 : k + 1 < n) &&
           entries[is_above ? k - 1 : k + 1].list == entries[i].list)
        k = is_above ? k - 1 : k + 1;
    return is_above ? i - k : k - i;
}

/* Rows that look alike stand right below each other: a stray </table> ends the table that holds the
 * first of them, or the list is cut into two columns, as long as each other, and the days go on. */
static bool goes_on(const struct flow *fl, const struct list_entry *entries, uint32_t n, uint32_t i)
{
    const struct list_entry *above = &entries[i - 1], *below = &entries[i];
    const struct box *x = &fl->boxes[above->row], *y = &fl->boxes[below->row];

    if (x->seg_to != y->seg_from || !same_look(x, y))
        return false;
    return flow_is_in(fl, above->list, below->list) ||
           (fl->boxes[above->list].parent == fl->boxes[below->list].parent &&
            above->date >= below->date &&
            n_together(entries, n, i - 1, true) - n_together(entries, n, i, false) <= 1);
}

void list_join(const struct flow *fl, struct list_entry *entries, uint32_t n, struct arena *a)
{
    find_lists(fl, entries, n, a);
    for (uint32_t i = 0; i < n; i++) {
        struct list_entry *e = &entries[i];
        const bool is_same =
            i > 0 && (is_one_list(fl, e[-1].list, e->list) || is_beside_one(fl, e[-1].list, e) ||
                      is_beside_one(fl, e->list, &e[-1]) || goes_on(fl, entries, n, i));

        e->key = is_same ? e[-1].key : e->list;
    }
}
