/*
 * Personal data in a text: identity numbers, bank cards, mobile numbers beside a person's name,
 * homes. Numbers of units (credit codes, accounts for payments, hotlines, contracts) and of people
 * in their office are none; what is already masked is none. In doubt it is silent.
 */
#ifndef XJ_PROOF_PERSONAL_H
#define XJ_PROOF_PERSONAL_H

#include "base/arena.h"
#include "base/base.h"
#include "base/str.h"
#include "proof/problem.h"

/* The lists of words that it goes by, as the data file names them. */
enum personal_list {
    PERSONAL_SAMPLE,  /* what follows is made up: 样例 */
    PERSONAL_OTHER,   /* what follows is another kind of number: 信用代码, 合同编号 */
    PERSONAL_CARD,    /* what follows is a person's card: 银行卡号 */
    PERSONAL_ACCOUNT, /* the account of a unit: 财政专户 */
    PERSONAL_PRIVATE, /* people in their own matters: 低保, 申请人 */
    PERSONAL_HEAD,    /* title or head of a list of people: 姓名, 名单 */
    PERSONAL_OFFICE,  /* people in their office: 联系人, 局长 */
    PERSONAL_HOME,    /* what follows is where a person lives: 家庭住址 */
    PERSONAL_LISTS_N,
};

struct personal_rules {
    struct personal_words {
        const struct str *words;
        size_t n;
    } list[PERSONAL_LISTS_N];
    int32_t today; /* nobody is born later; DAY_NONE: not known */
};

/* Classes of the problems: what `class` of each says. */
enum personal_kind { PERSONAL_IDENTITY, PERSONAL_BANK_CARD, PERSONAL_MOBILE, PERSONAL_ADDRESS };
enum { PERSONAL_KINDS_N = PERSONAL_ADDRESS + 1 };
struct str personal_title(enum personal_kind kind); /* "身份证号码" */
enum personal_kind personal_kind_of(const struct problem *p);

/* Adds what it finds, with `masked` filled in, check id "personal-data". text is UTF-8, in lines.
 * Linear in the text but for what stands around a number. */
void personal_find(struct str text, const struct personal_rules *rules, struct problem_list *out);

/* The text with identity numbers and bank cards masked wherever they stand, of as many characters;
 * itself when it has none. For texts that are shown for another reason. Before they are cut: half a
 * number is not known to be one. */
struct str personal_mask(struct str text, struct arena *a);

/* Where to cut a text instead of at byte `at`, so that no such number is cut in two: not behind
 * `at`, not before it. */
size_t personal_cut_before(struct str text, size_t at);
size_t personal_cut_behind(struct str text, size_t at);

#endif
