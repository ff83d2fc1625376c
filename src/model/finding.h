/* What a check saw, before anybody judged it. */
#ifndef XJ_MODEL_FINDING_H
#define XJ_MODEL_FINDING_H

#include "base/base.h"
#include "base/str.h"

enum grade {
    GRADE_NONE,
    GRADE_NOTICE, /* worth a look */
    GRADE_FAULT,  /* costs points or goes into the list */
    GRADE_VETO,   /* could fail the site alone */
};

/* A number that may be missing; zeroed = missing. */
struct number {
    bool is_set;
    int64_t value;
};
#define NUMBER(v) ((struct number){ .is_set = true, .value = (v) })

/* One field of a finding's `detail`. Exactly one of the three carries the value. */
struct field {
    const char *key;
    struct str text; /* used when neither number nor list is set; p == NULL prints null */
    struct number number;
    const struct str *list;
    size_t n_list;
};

/* Strings are borrowed. */
struct finding {
    struct str site;     /* code; filled in by the engine */
    const char *check;   /* id; filled in by the engine */
    const char *case_id; /* "A11"; filled in by the engine */
    struct str url;      /* the page; filled in by the engine for page checks when empty */
    struct str where; /* place in it: "body a[3]", "body text[12]" (line of its text); in a file as
                         a reader finds it (text/where.h); may be empty */
    struct str excerpt; /* UTF-8 text as a reader sees it, at most 200 characters */
    struct str suggest; /* what to do, Chinese; may be empty */
    struct str key;     /* what makes it the same fault next time; empty = url + where */
    struct number measured, limit;
    enum grade grade;
    double confidence; /* 0..1; 0 = the check's default */
    int32_t since; /* the fault's own first day where it shows one (newest item's date, ...), else
                      DAY_NONE */
    const struct field *detail;
    size_t n_detail;
    /* URLs whose responses prove it, besides `url`; at most 4 */
    const struct str *proof;
    size_t n_proof;
};

const char *grade_name(enum grade grade);  /* "veto", "fault", "notice" */
const char *grade_title(enum grade grade); /* "单项否决", "问题", "提示" */
enum grade grade_of(struct str name);      /* GRADE_NONE when it is none */

/* The stored identity through time: hash of site, check and key. */
uint64_t finding_id(const struct finding *f);

#endif
