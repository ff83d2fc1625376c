#include "base/base.h"

#include "store/sqlite_schema.h"

/*
 * A script, once released, is never changed: a new one is added below it. Times are UTC seconds,
 * days are days since 1970-01-01 in China (0 = none), text that is missing is ''.
 */
static const char *const migrations[] = {
    /* 1: runs, sites' results, findings with their life */
    "CREATE TABLE run ("
    "  id INTEGER PRIMARY KEY AUTOINCREMENT,"
    "  started INTEGER NOT NULL,"
    "  finished INTEGER NOT NULL DEFAULT 0," /* 0 = not yet */
    "  options TEXT NOT NULL"
    ") STRICT;"

    "CREATE TABLE site ("
    "  id INTEGER PRIMARY KEY,"
    "  code TEXT NOT NULL UNIQUE"
    ") STRICT;"

    "CREATE TABLE site_result ("
    "  site INTEGER NOT NULL REFERENCES site (id),"
    "  run INTEGER NOT NULL REFERENCES run (id),"
    "  result TEXT NOT NULL," /* the site's line of sites.jsonl */
    "  UNIQUE (site, run)"
    ") STRICT;"

    "CREATE TABLE finding ("
    "  rowid INTEGER PRIMARY KEY,"
    "  site INTEGER NOT NULL REFERENCES site (id),"
    "  id INTEGER NOT NULL," /* finding_id, its 64 bits read as signed */
    "  check_id TEXT NOT NULL,"
    "  case_id TEXT NOT NULL,"
    "  url TEXT NOT NULL,"
    "  place TEXT NOT NULL,"
    "  excerpt TEXT NOT NULL,"
    "  suggest TEXT NOT NULL,"
    "  measured INTEGER,"
    "  limit_value INTEGER,"
    "  grade TEXT NOT NULL," /* the contract's word */
    "  confidence REAL NOT NULL,"
    "  since INTEGER NOT NULL," /* a day */
    "  detail TEXT NOT NULL,"   /* JSON object */
    "  evidence TEXT NOT NULL,"
    "  first_seen INTEGER NOT NULL,"
    "  last_seen INTEGER NOT NULL,"
    "  last_run INTEGER NOT NULL," /* that saw it */
    "  gone INTEGER NOT NULL DEFAULT 0,"
    "  gone_run INTEGER NOT NULL DEFAULT 0," /* that missed it; kept when it comes back */
    "  n_returns INTEGER NOT NULL DEFAULT 0,"
    "  UNIQUE (site, id)"
    ") STRICT;",

    /* 2: what people decided about findings; rows are only added */
    "CREATE TABLE review_action ("
    "  id INTEGER PRIMARY KEY AUTOINCREMENT,"
    "  at INTEGER NOT NULL,"
    "  who TEXT NOT NULL,"
    "  kind TEXT NOT NULL,"       /* confirm, dismiss, merge, note, undo */
    "  site TEXT NOT NULL,"       /* code */
    "  finding INTEGER NOT NULL," /* finding.id */
    "  subject INTEGER NOT NULL," /* review_subject */
    "  scope TEXT NOT NULL,"      /* here, site, everywhere */
    "  reason TEXT NOT NULL,"
    "  expires INTEGER NOT NULL," /* a time; 0 = never */
    "  target INTEGER NOT NULL"   /* finding.id of a merge, id of an undone action */
    ") STRICT;"
    "CREATE INDEX review_action_site ON review_action (site);"
    "CREATE INDEX review_action_scope ON review_action (scope) WHERE scope = 'everywhere';"
    "CREATE INDEX review_action_undo ON review_action (target) WHERE kind = 'undo';",

    /* 3: rounds; what is frozen stays */
    "CREATE TABLE round ("
    "  id INTEGER PRIMARY KEY AUTOINCREMENT,"
    "  title TEXT NOT NULL,"
    "  day_from INTEGER NOT NULL,"
    "  day_to INTEGER NOT NULL,"
    "  run INTEGER NOT NULL REFERENCES run (id),"
    "  indicators TEXT NOT NULL,"
    "  percent INTEGER NOT NULL,"
    "  seed INTEGER NOT NULL,"
    "  created INTEGER NOT NULL,"
    "  who TEXT NOT NULL,"
    "  frozen INTEGER NOT NULL DEFAULT 0,"
    "  pins TEXT NOT NULL DEFAULT '{}'"
    ") STRICT;"
    "CREATE TABLE round_site ("
    "  round INTEGER NOT NULL REFERENCES round (id),"
    "  site TEXT NOT NULL,"
    "  verdict TEXT NOT NULL DEFAULT '',"
    "  result TEXT NOT NULL DEFAULT ''," /* the site's line of sites.jsonl */
    "  PRIMARY KEY (round, site)"
    ") STRICT, WITHOUT ROWID;"
    "CREATE TABLE round_statement ("
    "  id INTEGER PRIMARY KEY AUTOINCREMENT,"
    "  round INTEGER NOT NULL REFERENCES round (id),"
    "  site TEXT NOT NULL," /* '' = every site */
    "  item TEXT NOT NULL,"
    "  is_fault INTEGER NOT NULL,"
    "  points INTEGER NOT NULL," /* hundredths; -1 = as the set says */
    "  reason TEXT NOT NULL,"
    "  who TEXT NOT NULL,"
    "  at INTEGER NOT NULL"
    ") STRICT;"
    "CREATE TABLE round_finding ("
    "  round INTEGER NOT NULL REFERENCES round (id),"
    "  site TEXT NOT NULL,"
    "  id INTEGER NOT NULL,"
    "  check_id TEXT NOT NULL,"
    "  grade TEXT NOT NULL,"
    "  url TEXT NOT NULL,"
    "  excerpt TEXT NOT NULL,"
    "  is_confirmed INTEGER NOT NULL,"
    "  is_repeat INTEGER NOT NULL,"
    "  PRIMARY KEY (site, id, round)"
    ") STRICT, WITHOUT ROWID;"
    "CREATE INDEX round_finding_round ON round_finding (round, site);",

    /* 4: a frozen finding is kept whole; rows of that size want a table with rowid */
    "CREATE TABLE frozen ("
    "  rowid INTEGER PRIMARY KEY,"
    "  round INTEGER NOT NULL REFERENCES round (id),"
    "  site TEXT NOT NULL,"
    "  id INTEGER NOT NULL,"
    "  check_id TEXT NOT NULL,"
    "  grade TEXT NOT NULL,"
    "  url TEXT NOT NULL,"
    "  place TEXT NOT NULL DEFAULT '',"
    "  excerpt TEXT NOT NULL,"
    "  suggest TEXT NOT NULL DEFAULT '',"
    "  measured INTEGER,"
    "  limit_value INTEGER,"
    "  detail TEXT NOT NULL DEFAULT '{}',"
    "  evidence TEXT NOT NULL DEFAULT '',"
    "  last_seen INTEGER NOT NULL DEFAULT 0,"
    "  is_confirmed INTEGER NOT NULL,"
    "  is_repeat INTEGER NOT NULL"
    ") STRICT;"
    "INSERT INTO frozen (round, site, id, check_id, grade, url, excerpt, is_confirmed, is_repeat)"
    "  SELECT round, site, id, check_id, grade, url, excerpt, is_confirmed, is_repeat"
    "  FROM round_finding ORDER BY round, site;"
    "DROP TABLE round_finding;"
    "ALTER TABLE frozen RENAME TO round_finding;"
    "CREATE UNIQUE INDEX round_finding_id ON round_finding (site, id, round);"
    "CREATE INDEX round_finding_round ON round_finding (round, site);",
};

const struct db_schema sqlite_schema = {
    .title = "巡检结果库",
    .application_id = 0x786a7331, /* "xjs1" */
    .migrations = migrations,
    .n_migrations = COUNT_OF(migrations),
    .cache_kib = 8192,
};
