/* The path to the page, as it shows it: "当前位置：首页 > 政务公开 > 通知公告". */
#ifndef XJ_PAGE_PATH_H
#define XJ_PAGE_PATH_H

#include "page/flow.h"

/* The seg in which the path begins, or NO_SEG. No home page has one. */
uint32_t path_find(const struct flow *fl);
/* The first seg below the line of the path; 0 without one. */
uint32_t path_end(const struct flow *fl);
/* A link of the path, a step above the page, is called so: one of words stands in it. */
bool path_has_step(const struct flow *fl, const char *const *words, size_t n);
/* page.steps, page.shows_path and page.below. Windows of what is read elsewhere hold nothing of it.
 */
void path_read(const struct flow *fl, struct arena *a, struct page *page);
/* "首页 > 专题专栏 > 主题教育 > 工作动态": the page is a part of a topic. */
bool path_is_of_topic(const struct flow *fl);

#endif
