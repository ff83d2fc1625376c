/* The names that a site gives its columns: links of the home page and the site map, and what its
 * pages call themselves. */
#ifndef XJ_CHECK_NAMES_H
#define XJ_CHECK_NAMES_H

#include "base/base.h"
#include "check/check.h"

struct named {
    struct str name;
    struct str url;  /* where it leads, or the page itself */
    bool is_outside; /* it leads to another site */
};

struct names {
    const struct named *all;
    size_t n;
    const char *doubt; /* Chinese: why a name that is not among them may be there all the same;
                          NULL: it is not */
};

/* The numbers of checks that ask for it. */
#define NAMES_CHARS                                                                                \
    {                                                                                              \
        .name = "name_chars", .unit = "字", .help = "长于此数的名称是文章标题，不是栏目或入口",    \
        .min = 4, .max = 100                                                                       \
    }
#define NAMES_HOME_LINKS                                                                           \
    {                                                                                              \
        .name = "home_links", .unit = "条",                                                        \
        .help = "首页上栏目一类的链接少于此数，不能说明网站没有某个栏目", .min = 1, .max = 1000    \
    }
/*
 * c->view is a site whose home page opened. In c->a; names longer than max_chars are titles.
 * A home page with fewer such links than min_links only leads on: others may be behind it.
 */
void names_of_site(const struct check_ctx *c, int64_t max_chars, int64_t min_links,
                   struct names *out);
/* The first one that has a word of the list and none of `except` (may be NULL); NULL: none. */
const struct named *names_find(const struct names *names, const struct words *words,
                               const struct words *except);

#endif
