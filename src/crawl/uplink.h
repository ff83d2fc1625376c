/*
 * Whose fault is it that nothing answered: the server's, or our own network's? Asked of those that
 * answered before, at other addresses. Where there is nobody else to ask the server has it.
 */
#ifndef XJ_CRAWL_UPLINK_H
#define XJ_CRAWL_UPLINK_H

#include "base/base.h"
#include "base/str.h"
#include "net/resolve.h"

enum { WITNESSES_MAX = 3, WITNESS_BYTES = 300 };

struct uplink {
    struct witness {
        char ip[IP_TEXT_BYTES];
        char url[WITNESS_BYTES]; /* its robots.txt */
        int64_t answered_ms;     /* monotonic: the last time */
    } witnesses[WITNESSES_MAX];
    size_t n_witnesses;
    struct doubt {
        uint32_t number; /* of the URL */
        char ip[IP_TEXT_BYTES];
        int64_t at;        /* of the try */
        int64_t failed_ms; /* monotonic */
    } * doubts;
    size_t n_doubts, cap_doubts;
    size_t n_asked; /* questions under way */
    int64_t asked_ms;
};

/* Somebody answered, whatever it was. url: normalised. */
void uplink_answered(struct uplink *u, struct str ip, struct str url, int64_t now_ms);
/* Nothing of the other side was seen. */
void uplink_doubt(struct uplink *u, const struct doubt *d);
/*
 * Forgets the doubts that are settled: somebody elsewhere answered since, or there is nobody to
 * ask. Returns how many of the witnesses, from the first, have to be asked about the rest now; each
 * comes back by uplink_answered or not at all, and then by n_asked--.
 */
size_t uplink_question(struct uplink *u, int64_t now_ms);
/* The questions are back, and nobody answered: takes off a doubt that was there when they were
 * asked. false: none. */
bool uplink_is_down(struct uplink *u, struct doubt *out);
void uplink_done(struct uplink *u);

#endif
