/* The tables of the journal. */
#ifndef XJ_STORE_JOURNAL_SCHEMA_H
#define XJ_STORE_JOURNAL_SCHEMA_H

#include "store/db.h"

extern const struct db_schema journal_schema;

#endif
