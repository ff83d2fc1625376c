#include "base/base.h"

#include "store/journal_schema.h"

/*
 * A URL row is written once and never changed; what changes from run to run is in `result`, so that
 * both tables are written in the order of their keys and nothing is moved about in them.
 */
static const char *const scripts[] = {
    "CREATE TABLE run ("
    "  id INTEGER PRIMARY KEY,"
    "  started INTEGER NOT NULL,"
    "  is_over INTEGER NOT NULL DEFAULT 0,"
    "  rules INTEGER NOT NULL"
    ") STRICT;"

    "CREATE TABLE site ("
    "  number INTEGER PRIMARY KEY,"
    "  code TEXT NOT NULL UNIQUE,"
    "  judged_run INTEGER NOT NULL DEFAULT 0"
    ") STRICT;"

    "CREATE TABLE url ("
    "  number INTEGER PRIMARY KEY,"
    "  site INTEGER NOT NULL," /* 0 = outside */
    "  url TEXT NOT NULL,"
    "  lane INTEGER NOT NULL,"
    "  kind INTEGER NOT NULL,"
    "  depth INTEGER NOT NULL,"
    "  referrer INTEGER NOT NULL,"
    "  place TEXT NOT NULL,"
    "  label TEXT NOT NULL"
    ") STRICT;"

    "CREATE TABLE result ("
    "  number INTEGER PRIMARY KEY," /* of the URL */
    "  run INTEGER NOT NULL,"
    "  redirect INTEGER NOT NULL,"
    "  reason INTEGER NOT NULL,"
    "  status INTEGER NOT NULL,"
    "  flags INTEGER NOT NULL," /* 1 unchanged, 2 second try, 4 unread */
    "  at INTEGER NOT NULL,"
    "  ms INTEGER NOT NULL,"
    "  bytes INTEGER NOT NULL,"
    "  etag TEXT NOT NULL,"
    "  modified TEXT NOT NULL,"
    "  hash INTEGER NOT NULL,"
    "  spool INTEGER NOT NULL,"
    "  evidence TEXT NOT NULL,"
    "  digest BLOB NOT NULL,"
    "  links BLOB NOT NULL"
    ") STRICT;"

    "CREATE TABLE role ("
    "  site INTEGER NOT NULL,"
    "  role INTEGER NOT NULL,"
    "  url INTEGER NOT NULL,"
    "  PRIMARY KEY (site, role)"
    ") STRICT, WITHOUT ROWID;"

    "CREATE TABLE note ("
    "  site INTEGER NOT NULL,"
    "  run INTEGER NOT NULL,"
    "  name TEXT NOT NULL,"
    "  value BLOB NOT NULL,"
    "  PRIMARY KEY (site, run, name)"
    ") STRICT, WITHOUT ROWID;"

    "CREATE TABLE finding ("
    "  site INTEGER NOT NULL,"
    "  url INTEGER NOT NULL,"
    "  id INTEGER NOT NULL,"
    "  run INTEGER NOT NULL,"
    "  packed BLOB NOT NULL,"
    "  PRIMARY KEY (site, url, id)"
    ") STRICT, WITHOUT ROWID;"

    "CREATE TABLE text ("
    "  number INTEGER PRIMARY KEY,"
    "  text TEXT NOT NULL"
    ") STRICT;",

    /* 2: the run that last looked at all of a site; what was seen since then is what is known */
    ("ALTER TABLE site ADD COLUMN base_run INTEGER NOT NULL DEFAULT 0;"
     "UPDATE site SET base_run = judged_run;"),

    /* 3: what belongs to one of a thousand sites is found without reading all the others */
    "CREATE INDEX url_of_site ON url (site);",
};

const struct db_schema journal_schema = {
    .title = "巡检工作日志",
    .application_id = 0x786a6a31, /* "xjj1" */
    .scripts = scripts,
    .n_scripts = COUNT_OF(scripts),
    .n_first = 1,
    .first_version = 1,
    .cache_kib = 16 << 10,
    .page_bytes = 16 << 10,
};
