/* The forms of the numbers that identify a site: 网站标识码, ICP备案号, 公安备案号. */
#ifndef XJ_CHECK_IDENTIFIER_H
#define XJ_CHECK_IDENTIFIER_H

#include "base/base.h"
#include "base/str.h"

/* Ten digits, or "bm" and eight digits. */
bool identifier_is_code(struct str s);
/* "蜀ICP备12345678号", "京ICP备2022092331号-12". */
bool identifier_is_icp(struct str s);
/* The licence without the number of the site under it: "蜀ICP备12345678". */
struct str identifier_icp_core(struct str s);
/* Fourteen digits; eleven on older ones (www.fujian.gov.cn shows such a number). */
bool identifier_is_police(struct str s);
/* The digits at the end or in front of "号": "51000002000001" of "川公网安备 51000002000001号". */
struct str identifier_police_digits(struct str s);

#endif
