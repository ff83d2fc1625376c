#include "base/base.h"

#include "api/workbook.h"

#include "base/file.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

enum { WORKBOOK_BYTES_MAX = 64 << 20 };

enum rc workbook_reply(struct call *c, const char *name, workbook_fn write, struct err *err)
{
    const struct str place = arena_printf(c->a, "%s/workbook-XXXXXX", c->place->dir);
    union {
        const char *in;
        char *out; /* our own copy */
    } path = { .in = place.p };
    const int fd = mkstemp(path.out);
    enum rc rc;

    if (fd < 0)
        return err_set(err, RC_IO, "%s：不能建立文件（%s）", place.p, os_reason(errno));
    (void)close(fd);
    rc = write(c, place.p, err);
    if (!rc)
        rc = file_read_arena(place.p, WORKBOOK_BYTES_MAX, c->a, &c->file, err);
    (void)unlink(place.p);
    if (!rc)
        c->file_name = str_of(name);
    /* What does not fit was asked for too widely. */
    return rc == RC_LIMIT ? call_fail(c, err, 422, NULL, "%s", err->text) : rc;
}
