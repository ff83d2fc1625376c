/* Who answers for the site: what the footer must show (政府网站发展指引). */
#ifndef XJ_PAGE_IDENTITY_H
#define XJ_PAGE_IDENTITY_H

#include "page/flow.h"

/* What the elements told before the text was read. */
struct identity {
    struct str code_report; /* in an error-report entry */
    struct str police_href; /* digits in a link to the police register */
    struct str police_code; /* what the first such link gives as the number, as written */
    unsigned n_police_codes;
};

/* One element of the walk. */
void identity_element(struct identity *id, const struct node *n, enum element el, struct arena *a,
                      struct page *out);
/* After the walk and the tags. */
void identity_read(const struct identity *id, const struct flow *fl, struct arena *a,
                   struct page *out);

#endif
