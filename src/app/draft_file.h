/* Drafts that the command line names. */
#ifndef XJ_APP_DRAFT_FILE_H
#define XJ_APP_DRAFT_FILE_H

#include "desk/draft.h"

/*
 * The text of a file, or of standard input for "-". A document of which only a part can be read is
 * said so in the log.
 *
 *   out  in the arena; written only on RC_OK
 *
 * RC_IO: cannot be read. RC_LIMIT: too large. RC_UNSUPPORTED: no text. The sentence names the file.
 */
MUST_USE enum rc draft_file_read(const char *path, struct arena *a, struct draft *out,
                                 struct err *err);

#endif
