/* 中华人民共和国 with one other character in it: no list has them all. */
#ifndef XJ_PROOF_STATE_NAME_H
#define XJ_PROOF_STATE_NAME_H

#include "base/base.h"
#include "proof/folded.h"
#include "proof/problem.h"

/* Adds serious problems of check wrong-expression. */
void state_name_find(const struct folded *text, struct problem_list *out);

#endif
