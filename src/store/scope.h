/* Whose sites: those of a unit and of the units below it. */
#ifndef XJ_STORE_SCOPE_H
#define XJ_STORE_SCOPE_H

enum { UNIT_TOP = 1 }; /* the unit at the root of the tree (office/unit.h): it sees all */

/* Condition on a row s that has a unit, a site or a user; the parameter is the unit, 0 = all. */
#define SCOPE_HAS(parameter)                                                                       \
    "(" parameter " = 0 OR s.unit IN (WITH RECURSIVE tree (id) AS (SELECT " parameter              \
    " UNION ALL SELECT u.id FROM unit u JOIN tree t ON u.parent = t.id) SELECT id FROM tree))"

#endif
