/* One HTTP exchange on a libcurl easy handle that is used again for the next. */
#ifndef XJ_NET_TRANSFER_H
#define XJ_NET_TRANSFER_H

#include "base/base.h"
#include "base/buf.h"
#include "base/str.h"
#include "net/fetch.h"
#include "net/job.h"
#include "net/queue.h"
#include "net/tls_facts.h"

#include <curl/curl.h>

/* What all transfers of a fetcher share; outlives them. */
struct wire {
    char *user_agent, *ca_file; /* owned by the fetcher */
    int64_t connect_ms, first_byte_ms, total_ms;
    size_t max_header_bytes;
    struct queue queue;
    X509_STORE *roots; /* read when first needed */
    size_t n_buffered; /* bytes of bodies held by transfers */
    int64_t away_ms;   /* what is met now may have come so long ago: nobody looked */
};

struct transfer {
    CURL *easy;
    struct wire *wire;
    struct transfer *next, *prev; /* among the running, or the idle ones */
    struct job *job;
    struct buf headers, body;
    size_t n_header_bytes; /* of all header blocks, 1xx included */
    bool is_headed;        /* the last header block is complete; http_status is its */
    bool is_sent;          /* a connection was there and the request went out */
    bool is_lost;          /* with its connection, before any answer */
    enum reason cut;       /* why we ended it ourselves; REASON_NONE = we did not */
    const char *cut_message;
    CURLcode code;
    int http_status;
    int64_t start_ms, first_byte_ms, end_ms; /* monotonic; 0 = not yet */
    int64_t forgiven_ms;                     /* that nobody looked: longer until it is overdue */
    struct tls_facts facts;
    char error[CURL_ERROR_SIZE];
    struct curl_slist pin, fields[4];
    char pin_text[IP_TEXT_BYTES + 16];
    struct buf field_text;
    struct { /* options as they stand in the handle */
        long timeout_ms, is_head, is_unverified, is_own_connection, is_old_tls, is_undecoded,
            is_http1, is_fresh;
        bool has_fields, has_referer, has_own_agent;
    } set;
};

struct transfer *transfer_new(struct wire *wire);
void transfer_free(struct transfer *t);
/* Readies it for the job, whose ip is known. */
void transfer_begin(struct transfer *t, struct job *job, int64_t now_ms);
/* libcurl is done with it, or it was cut: works out job->reason. */
void transfer_end(struct transfer *t, CURLcode code, int64_t now_ms);
/* The result of an ended one; views into t and its job. */
void transfer_tell(const struct transfer *t, struct fetch_result *out);
/* What a 429 or 503 asked for; 0 = nothing. */
int64_t transfer_retry_after_s(const struct transfer *t);
/* Forgets the job and large buffers. */
void transfer_clear(struct transfer *t);

#endif
