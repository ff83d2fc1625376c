/* Names of sites and units, compared as a person would. */
#ifndef XJ_CHECK_NAME_H
#define XJ_CHECK_NAME_H

#include "base/base.h"
#include "base/str.h"
#include "model/site.h"

/* "云溪县人民政府" of "“云溪县人民政府”门户网站": without quotes and the words for a web site. */
struct str name_core(struct str name);
/* One core contains the other. false when one of them is empty. */
bool name_agrees(struct str a, struct str b);
/* The text has the core of the site's name or of its sponsor's. */
bool name_in_text(const struct site *site, struct str text);
/* "云溪县" of "云溪县教育局": up to the first 省, 市, 县, 区, 旗, 州, 盟; empty when there is none
 * after two to nine characters. */
struct str name_region(struct str name);

#endif
