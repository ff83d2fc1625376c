/* A request on its way through the fetcher. */
#ifndef XJ_NET_JOB_H
#define XJ_NET_JOB_H

#include "base/base.h"
#include "base/str.h"
#include "net/fetch.h"
#include "net/queue.h"
#include "net/resolve.h"

struct transfer;

/* Its strings lie behind it in the same piece of memory and end in NUL. */
struct job {
    struct waiting waiting; /* first: in the lines of queue.h, or one after the other when done */
    struct fetch_request request;
    bool is_https;
    struct str host;    /* of the URL; IPv6 in brackets; empty: the URL is none of ours */
    struct str to_host; /* where to connect: the URL's, or what a rule says */
    uint16_t to_port;
    bool is_named;          /* by a rule, or the registry: no guard */
    char ip[IP_TEXT_BYTES]; /* once resolved */
    size_t n_ips_tried;
    bool is_old_tls, is_undecoded, is_http1, was_lost; /* what an earlier try has taught */
    int64_t at;                                        /* time of the first start; 0 = none yet */
    int64_t spent_ms;                                  /* by earlier tries */
    enum reason reason;                                /* the end */
    const char *message;                               /* static; for an end without transfer */
    struct transfer *transfer;                         /* from start to handing back, or NULL */
};

/* Gives it, to be freed with free. host, to_host and to_port come from the URL. */
struct job *job_new(const struct fetch_request *r);

/* Jobs one after the other, by waiting.next. Zeroed is valid and empty; borrows. */
struct job_list {
    struct job *first, *last;
};

void job_list_add(struct job_list *l, struct job *job);
/* The first one, or NULL. */
struct job *job_list_take(struct job_list *l);

#endif
