/*
 * From what was seen of one site or account to its verdict, by an indicator set. No store, no
 * clock: the same input gives the same verdict years later.
 *
 * Three answers all the way: a situation is there, is not there, or cannot be told (what was not
 * judged, what nobody reviewed). A score is therefore a range.
 */
#ifndef XJ_JUDGE_EVALUATE_H
#define XJ_JUDGE_EVALUATE_H

#include "base/arena.h"
#include "base/base.h"
#include "judge/availability.h"
#include "judge/indicator.h"

/* A finding that some metric counts. */
struct thing {
    uint64_t id;       /* finding_id */
    uint64_t key;      /* things with one key are one */
    uint64_t metrics;  /* bit i: metric i */
    bool is_confirmed; /* a person says so; else nobody has looked yet */
};

/* What a check could not judge. */
struct doubt {
    struct str check, reason;
    int64_t n_pages;  /* it was only these; 0 = the whole site */
    int64_t n_things; /* columns that those may hide; 0 = one each */
};

/* What a person states of an indicator or a situation, instead of the machine; the last one of it
 * counts. Nothing found acquits nobody of what was confirmed. */
struct statement {
    struct str id;  /* as indicator_says reads it */
    bool is_fault;  /* else: looked at, nothing found */
    int64_t points; /* lost or won, hundredths; -1 = as the set says */
};

struct evidence {
    bool is_account; /* else a site */
    bool is_portal, serves_public, is_running;
    struct thing *things; /* is sorted */
    size_t n_things;
    const struct doubt *doubts;
    size_t n_doubts;
    const struct statement *statements;
    size_t n_statements;
    struct visits visits;
};

enum verdict { VERDICT_UNKNOWN, VERDICT_PASS, VERDICT_FAIL };
const char *verdict_name(enum verdict v); /* 未能判定, 合格, 不合格 */
enum verdict verdict_of(struct str name); /* VERDICT_UNKNOWN for anything else */

enum answer { ANSWER_NO, ANSWER_MAYBE, ANSWER_YES };

/* What an answer that cannot be told waits for. */
enum wait {
    WAIT_NONE,
    WAIT_REVIEW,  /* what was found: nobody confirmed it */
    WAIT_PERSON,  /* no machine sees it */
    WAIT_VISITS,  /* the record of visits is too short */
    WAIT_MEASURE, /* a check could not judge */
    WAIT_NUMBER,  /* the set leaves a number open */
    WAIT_N
};
const char *wait_name(enum wait w); /* "review", …; "" for none */
enum wait wait_of(struct str name); /* WAIT_NONE for anything else */

struct situation_result {
    const struct indicator *indicator;
    const struct situation *situation;
    enum answer answer;
    bool is_foreseen; /* yes, once everything seen is confirmed */
    int64_t n_confirmed, n_open;
    enum wait wait;      /* of a MAYBE, or of a YES that may cost more; else none */
    struct str why;      /* of a MAYBE: what is not known; else empty */
    const uint64_t *ids; /* findings behind it */
    size_t n_ids;
    int64_t lost_low, lost_high; /* scored parts: points lost, hundredths; high -1 = not known */
    int64_t lost_foreseen;
};

struct score {
    bool is_given;     /* the scored part applies to this site */
    int64_t low, high; /* hundredths, scaled where the service part is left out */
    int64_t foreseen;  /* at most this when everything seen is confirmed */
    int64_t judged;    /* of the full mark, at least this much was judged, hundredths */
    int64_t full;
};

struct judgement {
    enum verdict verdict;
    enum verdict foreseen;            /* if everything seen is confirmed */
    struct str reason;                /* Chinese, one sentence */
    bool waits[WAIT_N];               /* what an unknown verdict waits for */
    struct situation_result *results; /* of all indicators that apply, in the set's order */
    size_t n_results;
    struct score score;
};

/* Bit i: metric i counts this finding. */
uint64_t metrics_of(const struct indicator_set *set, const struct finding *f,
                    struct str detail_json);
/* Of its thing: by page, or by the column that its detail says it is about (column_url), as its
 * metrics say; else the finding alone. */
uint64_t thing_key(const struct indicator_set *set, uint64_t metrics, const struct finding *f,
                   struct str detail_json, uint64_t id);

/* Whether it is looked at: by what e is, and by whether it serves the public. */
bool indicator_applies(const struct indicator_set *set, const struct indicator *in,
                       const struct evidence *e);

/* a takes everything of *out. */
void evaluate(const struct indicator_set *set, const struct evidence *e, struct arena *a,
              struct judgement *out);

#endif
