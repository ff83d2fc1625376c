#include "base/base.h"

#include "app/draft_file.h"

#include "base/buf.h"
#include "base/file.h"
#include "base/log.h"

enum rc draft_file_read(const char *path, struct arena *a, struct draft *out, struct err *err)
{
    AUTO(buf_done) struct buf content = { 0 };
    struct err own = { 0 };
    struct str bytes;
    enum rc rc = str_eq(str_of(path), STR("-"))
                     ? file_read_rest(stdin, "标准输入", DRAFT_BYTES_MAX, &content, err)
                     : file_read(path, DRAFT_BYTES_MAX, &content, err);

    if (rc)
        return rc;
    bytes = arena_copy(a, buf_str(&content));
    rc = draft_is_document(bytes) ? draft_read_document(bytes, a, out, &own)
                                  : draft_read_text(str_of(path), bytes, a, out, &own);
    if (rc)
        return err_set(err, rc, "%s：%s", path, own.text);
    if (out->outcome)
        log_line(LOG_WARN, "%s：%s，只检查了读到的文字", path, attach_outcome_title(out->outcome));
    return RC_OK;
}
