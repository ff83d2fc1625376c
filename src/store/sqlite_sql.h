/* Statements that both a migration and the store's daily work need, so that they cannot differ. */
#ifndef XJ_STORE_SQLITE_SQL_H
#define XJ_STORE_SQLITE_SQL_H

/* What lists show of results, one row a result, of an account its posts as pages, -1 when they were
 * not seen; a result that is no JSON has none. Ends before WHERE, which r (run, site) is asked by.
 */
#define SQLITE_PUT_SUMMARY                                                                         \
    "INSERT OR REPLACE INTO site_summary (run, site, at, verdict, if_confirmed, pages, newest) "   \
    "SELECT run, site, at, verdict, if_confirmed, pages, "                                         \
    "coalesce((SELECT max(unixepoch(day) / 86400) FROM ("                                          \
    "  SELECT CASE type WHEN 'object' THEN json_extract(value, '$.newest') END AS day "            \
    "  FROM json_each(result, '$.columns') "                                                       \
    "  UNION ALL SELECT json_extract(result, '$.newest')) "                                        \
    "  WHERE unixepoch(day) <= at + 8 * 3600), 0) "                                                \
    "FROM (SELECT r.run, r.site, r.result, "                                                       \
    "coalesce(unixepoch(json_extract(r.result, '$.metrics.attempts[0].at')), n.started) AS at, "   \
    "CAST(coalesce(json_extract(r.result, '$.verdict'), '未能判定') AS TEXT) AS verdict, "     \
    "CAST(coalesce(json_extract(r.result, '$.if_confirmed'), '') AS TEXT) AS if_confirmed, "       \
    "CAST(coalesce(json_extract(r.result, '$.pages'), "                                            \
    "  CASE json_extract(r.result, '$.source_grade') WHEN '' THEN NULL "                           \
    "    ELSE json_extract(r.result, '$.posts') END, -1) AS INTEGER) AS pages "                    \
    "FROM site_result r JOIN run n ON n.id = r.run WHERE json_valid(r.result)) r "

/* A site's newest result, and what it is called there when the registry does not list it. Ends
 * before the condition on site and y (run, site). */
#define SQLITE_SEE_SITE                                                                            \
    "UPDATE site SET last_run = y.run, "                                                           \
    "name = CASE WHEN is_listed THEN site.name ELSE y.name END, "                                  \
    "home = CASE WHEN is_listed THEN site.home ELSE y.home END, "                                  \
    "sponsor = CASE WHEN is_listed THEN site.sponsor ELSE y.sponsor END, "                         \
    "region = CASE WHEN is_listed THEN site.region ELSE y.region END, "                            \
    "type = CASE WHEN is_listed THEN site.type ELSE y.type END, "                                  \
    "state = CASE WHEN is_listed THEN site.state ELSE y.state END, "                               \
    "serves_public = CASE WHEN is_listed THEN site.serves_public ELSE y.public END "               \
    "FROM (SELECT r.run, r.site, "                                                                 \
    "CAST(coalesce(json_extract(result, '$.name'), '') AS TEXT) AS name, "                         \
    "CAST(coalesce(json_extract(result, '$.url'), '') AS TEXT) AS home, "                          \
    "CAST(coalesce(json_extract(result, '$.sponsor'), json_extract(result, '$.owner'), '') "       \
    "  AS TEXT) AS sponsor, "                                                                      \
    "CAST(coalesce(json_extract(result, '$.region'), '') AS TEXT) AS region, "                     \
    "CAST(coalesce(json_extract(result, '$.type'), '') AS TEXT) AS type, "                         \
    "CAST(coalesce(json_extract(result, '$.state'), '') AS TEXT) AS state, "                       \
    "coalesce(json_extract(result, '$.serves_public') = true, false) AS public "                   \
    "FROM site_result r WHERE json_valid(result)) y "                                              \
    "WHERE y.site = site.id AND "

/* What the verdict of a result waits for: words, a space between. */
#define SQLITE_WAITS(result)                                                                       \
    "coalesce((SELECT group_concat(value, ' ') FROM json_each(iif(json_valid(" result "), " result \
    ", '{}'), '$.waits_for')), '')"

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
#define SQLITE_RESOLVE_IF(holds)                                                                   \
    "UPDATE finding SET (review, decision) = (" SQLITE_LAST_WORD("finding", "finding", holds) ") "
#define SQLITE_RESOLVE SQLITE_RESOLVE_IF(SQLITE_IS_SAME("finding"))

#endif
