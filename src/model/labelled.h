/* What a page names with labels: a citizen's message, a service guide, an official document. */
#ifndef XJ_MODEL_LABELLED_H
#define XJ_MODEL_LABELLED_H

#include "base/base.h"
#include "base/str.h"

/* A citizen's message on a page of its own, with or without its answer. */
struct letter {
    int32_t asked, replied; /* day; DAY_NONE when the page does not say */
    struct str unit;        /* who answered */
    struct str reply;       /* the answer; empty when there is none */
    struct str state;       /* 办理状态; several with a wide space (U+3000) between */
    bool has_reply_label;   /* there is a place for the answer */
    bool is_several;        /* more than one stand there: nothing else is filled in */
};

/* The official elements of a service guide (办事指南). */
enum guide_part {
    GUIDE_NAME,
    GUIDE_BASIS,
    GUIDE_CONDITIONS,
    GUIDE_MATERIALS,
    GUIDE_PLACE,
    GUIDE_TIME,
    GUIDE_PHONE,
    GUIDE_FLOW,
    GUIDE_PARTS
};
const char *guide_part_title(enum guide_part part); /* Chinese */

struct guide {
    struct str value[GUIDE_PARTS]; /* empty: missing, or named and left empty */
    bool is_several;               /* more than one stand there: nothing else is filled in */
    bool is_untold;                /* tabs, and which panel is whose cannot be told */
};

/* The elements of an official document (公文要素), as the head of its page gives them. */
enum document_part { DOC_INDEX, DOC_ISSUER, DOC_NUMBER, DOC_WRITTEN, DOC_PARTS };
const char *document_part_title(enum document_part part); /* Chinese */

struct document {
    bool has_head;                 /* the page has such a head, or a part of it */
    bool may_have_head;            /* it has none that can be read, but names elements */
    bool is_named[DOC_PARTS];      /* its label stands there */
    bool may_be_filled[DOC_PARTS]; /* it is empty here, but a script may fill it */
    struct str value[DOC_PARTS];   /* empty: missing, or named and left empty */
    struct str number;             /* that stands in a line of its own above or in the text */
};

/* A person with the post that a page of leaders gives, as written. */
struct leader {
    struct str name, post;
};

#endif
