/* The tables of the SQLite store, version after version. */
#ifndef XJ_STORE_SQLITE_SCHEMA_H
#define XJ_STORE_SQLITE_SCHEMA_H

#include "store/db.h"

extern const struct db_schema sqlite_schema;

#endif
