/*
 * What no list of words can say: dates that do not exist, numbers, numbering, marks, repetition,
 * document numbers, traditional characters. Each rule is a small state machine over a paragraph.
 */
#ifndef XJ_PROOF_RULES_H
#define XJ_PROOF_RULES_H

#include "base/base.h"
#include "proof/folded.h"
#include "proof/problem.h"

struct book;

/* The rules on one paragraph of `text`; line is a part of it. */
void rule_dates(struct str text, struct str line, struct problem_list *out);
void rule_numbers(struct str text, struct str line, struct problem_list *out);
void rule_documents(struct str text, struct str line, struct problem_list *out);
void rule_marks(struct str text, struct str line, struct problem_list *out);
/* book: to know what words begin with; NULL: what could begin any is left alone. */
void rule_repeats(const struct book *b, struct str text, struct str line, struct problem_list *out);
/* An amount in capital numerals and the one in figures beside it differ. */
void rule_amounts(struct str text, struct str line, struct problem_list *out);
/* 首先 and 再次 without anything second. */
void rule_steps(struct str text, struct str line, struct problem_list *out);
/* 一是…；二是…；四是… */
void rule_points(struct str text, struct str line, struct problem_list *out);

/* Traditional characters where nearly all are simplified. */
void rule_traditional(const struct fold_table *t, struct str text, struct problem_list *out);
/* A gap in a list of attachments: 附件1, 附件3. */
void rule_attachments(struct str text, struct problem_list *out);
/* Gaps in the numbers that paragraphs begin with: 一、 （一） 第一条. */
void rule_order(struct str text, struct problem_list *out);

/* All of them but rule_order. b may be NULL. */
void rules_find(const struct fold_table *t, const struct book *b, struct str text,
                struct problem_list *out);

/* For the rules: adds a problem at `place`, a part of text. score < 0.9: 疑似. */
void rule_add(struct problem_list *out, struct str text, struct str place, struct str right,
              const char *class, double score);

/* Decimal digits at the start of s, at most `max`; their number in *value. Returns how many. */
size_t rule_digits(struct str s, size_t max, int *value);
/* Digits at the end of s: the same. */
size_t rule_digits_before(struct str s, size_t max, int *value);

#endif
