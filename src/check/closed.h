/* What answers at the address of a site that the registry says is closed. */
#ifndef XJ_CHECK_CLOSED_H
#define XJ_CHECK_CLOSED_H

#include "base/base.h"
#include "check/check.h"

enum closed_state {
    CLOSED_SILENT,    /* nothing opens, as it should be, or a server without a site answers */
    CLOSED_OWN,       /* the site itself goes on */
    CLOSED_NOTICE,    /* a page that says that the site is closed or has moved */
    CLOSED_REDIRECT,  /* leads to another government site */
    CLOSED_STRANGER,  /* somebody else's page */
    CLOSED_NOT_KNOWN, /* we could not look, or cannot tell */
};

/* The numbers and word lists that both checks of closed sites have. */
enum { CLOSED_NOTICE_CHARS, CLOSED_EMPTY_CHARS, CLOSED_PARAMS_N };
enum {
    CLOSED_NOTICE_WORDS, /* of a closing notice */
    CLOSED_BAD_WORDS,    /* that no government page has: gambling, domain trade */
    CLOSED_VACANT_WORDS, /* of the page that a server shows when it has no site */
    CLOSED_NOBODY_WORDS, /* of a title that names no unit */
    CLOSED_LISTS_N,
};
extern const struct param closed_params[CLOSED_PARAMS_N];
extern const struct word_list closed_lists[CLOSED_LISTS_N];

struct closed_site {
    enum closed_state state;
    const struct str *word; /* that decided, or NULL */
    struct str leads_to;    /* URL where readers end up, also by a script of the page */
};

/* c: of one of the two checks. */
struct closed_site closed_look(const struct check_ctx *c);

#endif
