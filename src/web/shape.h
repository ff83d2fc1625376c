/*
 * What a query, a body or a reply holds: declared once, checked on the way in and on the way out,
 * printed into docs/openapi.yaml.
 */
#ifndef XJ_WEB_SHAPE_H
#define XJ_WEB_SHAPE_H

#include "base/arena.h"
#include "base/base.h"
#include "base/err.h"
#include "base/json.h"
#include "base/str.h"
#include "web/http.h"

enum member_type {
    MEMBER_TEXT,   /* min..max characters; max 0 = 2,000 */
    MEMBER_INT,    /* min..max; both 0 = 0..2^53 */
    MEMBER_REAL,   /* min..max; both 0 = any */
    MEMBER_FLAG,   /* true, false; "1", "0" in a query */
    MEMBER_DAY,    /* "2026-11-20" */
    MEMBER_TIME,   /* RFC 3339; a day too in a query */
    MEMBER_WORD,   /* one of `words` */
    MEMBER_HEX,    /* number of a finding: 16 hex digits */
    MEMBER_OBJECT, /* `of` says what is in it */
    MEMBER_LIST,   /* of objects; min..max items; max 0 = 10,000 */
    MEMBER_TEXTS,  /* list of texts; items as in a list */
    MEMBER_INTS,   /* list of whole numbers; likewise */
    MEMBER_ANY,    /* any JSON: told elsewhere */
};

enum member_flags {
    OPTIONAL = 1, /* may be missing; members of a query always may */
    NULLABLE = 2,
};

struct member {
    const char *name; /* NULL ends the list */
    enum member_type type;
    const char *help; /* Chinese */
    unsigned flags;
    int64_t min, max;
    const char *words; /* "a|b|c" */
    const struct member *of;
};

enum { MEMBER_TEXT_CHARS_MAX = 2000, MEMBER_ITEMS_MAX = 10000 };

/*
 * RC_SYNTAX: no object, or a member that is missing, wrong or unknown; the sentence names it.
 *
 *   of     a list ended by a member without name
 *   field  the name of the wrong member, in a
 */
MUST_USE enum rc shape_check(const struct member *of, const struct json *object, struct arena *a,
                             struct str *field, struct err *err);
/* The same for a reply of ours; texts may be as long as they are. */
MUST_USE enum rc shape_check_reply(const struct member *of, const struct json *object,
                                   struct err *err);
/* The same for the pairs of a query; field is borrowed from it. */
MUST_USE enum rc shape_check_query(const struct member *of, const struct http_target *target,
                                   struct str *field, struct err *err);

/* 16 hex digits, small letters or large. */
MUST_USE bool shape_hex(struct str s, uint64_t *out);

#endif
