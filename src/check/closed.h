/* What answers at the address of a site that the registry says is closed. */
#ifndef XJ_CHECK_CLOSED_H
#define XJ_CHECK_CLOSED_H

#include "base/base.h"
#include "check/check.h"
#include "check/words.h"

enum closed_state {
    CLOSED_SILENT,    /* nothing opens, as it should be */
    CLOSED_OWN,       /* the site itself goes on */
    CLOSED_NOTICE,    /* a page that says that the site is closed or has moved */
    CLOSED_REDIRECT,  /* leads to another government site */
    CLOSED_STRANGER,  /* somebody else's page */
    CLOSED_NOT_KNOWN, /* we could not look, or cannot tell */
};

/*
 *   notice  words of a closing notice
 *   bad     words that no government page has: gambling, domain trade
 *   found   the word that decided, or NULL
 */
enum closed_state closed_look(const struct site_view *v, const struct words *notice,
                              const struct words *bad, const struct str **found);

#endif
