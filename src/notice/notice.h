/* A round's notice (通报) as an official document, in the order and wording of published ones. */
#ifndef XJ_NOTICE_NOTICE_H
#define XJ_NOTICE_NOTICE_H

#include "base/base.h"
#include "document/docx.h"
#include "model/notice.h"
#include "notice/numbers.h"
#include "notice/office.h"

/*
 * Adds everything: title, addressees, basis, 一、总体情况, 二、主要问题, 三、下一步工作要求, what
 * is due when, the list of annexes, signature, the annexes. What is not fit to be sent (an
 * unfinished round, findings that nobody reviewed) is said in a frame at the top.
 *
 * numbers  gets every number, in the order in which they stand
 *
 * Returns how many places 【…】 somebody has to fill in.
 */
size_t notice_write(const struct notice *n, const struct office *office, struct docx *d,
                    struct numbers *numbers);

#endif
