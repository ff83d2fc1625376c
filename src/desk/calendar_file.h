/* data/calendar/YEAR.yaml: the State Council's arrangement of holidays, a file a year. */
#ifndef XJ_DESK_CALENDAR_FILE_H
#define XJ_DESK_CALENDAR_FILE_H

#include "base/arena.h"
#include "base/base.h"
#include "base/err.h"
#include "base/str.h"
#include "text/workday.h"

/* path: how the sentence calls it. RC_SYNTAX: no such YAML, days that do not exist, lie in another
 * year or backwards, a working day that is one anyhow. */
MUST_USE enum rc calendar_file_parse(const char *path, struct str text, struct arena *a,
                                     struct work_year *out, struct err *err);
/* All files of the folder. RC_IO: cannot be read. RC_SYNTAX also: a year stands in two files. */
MUST_USE enum rc calendar_load(const char *dir, struct arena *a, struct work_calendar *out,
                               struct err *err);

#endif
