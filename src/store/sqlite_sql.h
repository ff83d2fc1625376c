/* What decides on a finding, in SQL: parts of the statements of several files. */
#ifndef XJ_STORE_SQLITE_SQL_H
#define XJ_STORE_SQLITE_SQL_H

/* Review actions that count. */
#define SQLITE_NOT_UNDONE                                                                          \
    "NOT EXISTS (SELECT 1 FROM review_action u WHERE u.kind = 'undo' AND u.target = a.id)"

/*
 * The last word on what a row x (a finding, or what it was once) says of finding f: the newest
 * action that was not undone and holds for it. A dismissal holds until it expires, of what it is
 * about: the same place with something else in it is new. Other decisions hold if `holds`.
 */
#define SQLITE_LAST_WORD(f, x, holds)                                                              \
    "SELECT id, decision FROM ("                                                                   \
    "SELECT 0 AS id, 0 AS decision "                                                               \
    "UNION ALL SELECT a.id, CASE a.kind WHEN 'confirm' THEN 1 ELSE 3 END FROM review_action a "    \
    "WHERE a.site = (SELECT code FROM site WHERE id = " f ".site) AND a.finding = " f ".id "       \
    "AND a.kind IN ('confirm', 'merge') AND " holds " AND " SQLITE_NOT_UNDONE " "                  \
    "UNION ALL SELECT a.id, 2 FROM review_action a "                                               \
    "WHERE a.kind = 'dismiss' AND a.subject = " x ".subject "                                      \
    "AND (a.expires = 0 OR " x ".last_seen < a.expires) "                                          \
    "AND (a.scope = 'everywhere' "                                                                 \
    "  OR (a.site = (SELECT code FROM site WHERE id = " f ".site) "                                \
    "      AND (a.scope = 'site' OR a.finding = " f ".id))) AND " SQLITE_NOT_UNDONE " "            \
    ") ORDER BY id DESC LIMIT 1"

/* What came back since it was decided on, or is graver than what was decided on, has to be looked
 * at again. Actions without grade are from before grades were kept. */
#define SQLITE_IS_SAME(x)                                                                          \
    "(+a.id > " x ".reviewed_after AND (a.grade = '' OR instr('notice fault veto', " x ".grade) "  \
    "  <= instr('notice fault veto', a.grade)))"

/* Writes the last word into findings. Ends before its WHERE. */
#define SQLITE_RESOLVE                                                                             \
    "UPDATE finding SET (review, decision) = (" SQLITE_LAST_WORD("finding", "finding",             \
                                                                 SQLITE_IS_SAME("finding")) ") "

#endif
