/*
 * What a proofreading engine says of a text: places that are wrong. Lexicon, rules, language model,
 * English and personal data all report this; pages, attachments and drafts are read the same way.
 */
#ifndef XJ_PROOF_PROBLEM_H
#define XJ_PROOF_PROBLEM_H

#include "base/arena.h"
#include "base/base.h"
#include "base/str.h"

/* 疑似: shown on request. 确认: shown to a clerk by default. */
enum problem_level { PROBLEM_SUSPECT, PROBLEM_CONFIRMED };

const char *problem_level_title(enum problem_level level); /* Chinese */

struct problem {
    size_t at, n;      /* the wrong place: bytes in the text; n > 0 */
    struct str right;  /* what should stand there; empty: no suggestion */
    struct str masked; /* how the place may be shown; empty: as it stands */
    const char *check; /* check id: "typo", "wrong-expression", ... */
    struct str class;  /* class of the lexicon or rule, Chinese; may be empty */
    struct str source; /* where the rule stands; may be empty */
    double score;      /* 0..1 */
    enum problem_level level;
    bool is_of_its_day; /* wrong from some day on or until one, so the text's own day decides */
    bool is_serious;    /* 严重表述错误: could fail a site alone */
};

/* Grows in the arena; strings are borrowed. Zeroed but for the arena is empty. */
struct problem_list {
    struct arena *a;
    struct problem *problems;
    size_t n, cap;
};

enum { PROBLEMS_MAX = 10000 };

/* Past PROBLEMS_MAX it is dropped. */
void problems_add(struct problem_list *l, struct problem p);
/*
 * Sorts by place and keeps one of those that overlap: a serious one, then the higher level, then
 * the wrong expression that holds a typo, then the higher score, then the longer one.
 */
void problems_settle(struct problem_list *l);

#endif
