/* What the loopback server answers: a page of a bundle or a file, changed as the rules say. */
#ifndef XJ_WEB_LOCAL_ANSWER_H
#define XJ_WEB_LOCAL_ANSWER_H

#include "base/arena.h"
#include "base/base.h"
#include "base/str.h"
#include "loopback/bundle.h"
#include "loopback/serve_rules.h"

struct answer {
    unsigned status;
    struct str body; /* in the arena, or a bundle's */
    struct str content_type, location;
};

/* The folder dir/www/<host> is there. host: any bytes. */
bool answer_knows_host(const char *dir, struct str host);

/*
 * Never leaves dir: no part of a path may begin with a dot. What is not there is a 404.
 *
 *   r     host in lower case, path decoded
 *   plan  what serve_rules_plan said of r
 */
struct answer answer_make(const char *dir, const struct bundles *bundles,
                          const struct serve_request *r, const struct serve_rule *plan,
                          struct arena *a);

#endif
