/*
 * red-seal: a document that is published as the scan of its sealed paper.
 *
 * Basis: the notices list "scans with red head and seal published as they are" (case A21): nobody
 * can search or copy them, and the seal can be taken off. No official indicator has it, so it is a
 * notice. Looked at are a pdf that has no text, and the first pictures of an article that has next
 * to none (attach/scan.h).
 */
#include "base/base.h"

#include "check/check.h"

static enum judged check_page(const struct check_ctx *c)
{
    if (c->page->is_official_scan)
        sink_add(c->out, (struct finding){
                             .excerpt = c->page->title,
                             .suggest = STR(
                                 "请改为发布可以检索、复制的文本，不直接上传带红头、印章的扫描件"),
                             .grade = GRADE_NOTICE,
                         });
    return JUDGED;
}

const struct check check_red_seal = {
    .id = "red-seal",
    .rev = 2,
    .title = "直接上传红头印章扫描件",
    .case_id = "A21",
    .reads_attachments = true,
    .reads_scans = true,
    .needs_text = true, /* to tell an article of pictures */
    .confidence = 0.8,
    .check_page = check_page,
};
