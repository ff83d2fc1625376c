/* A notice in a document that the office made: its marks {{…}} are listed in docs/notice.md. */
#ifndef XJ_NOTICE_NOTICE_TEMPLATE_H
#define XJ_NOTICE_NOTICE_TEMPLATE_H

#include "base/base.h"
#include "base/err.h"
#include "document/docx_template.h"
#include "model/notice.h"
#include "notice/numbers.h"
#include "notice/office.h"

/*
 * Fills in every mark. What is not fit to be sent is said where {{提示}} stands, else before
 * everything else.
 *
 *   numbers  gets every number; their places are the marks
 *   n_gaps   how many places 【…】 somebody has to fill in
 *
 * RC_SYNTAX: an unknown mark, no mark at all, and what docx_template_fill says.
 */
MUST_USE enum rc notice_fill(const struct notice *n, const struct office *office,
                             struct docx_template *t, struct numbers *numbers, size_t *n_gaps,
                             struct err *err);

#endif
