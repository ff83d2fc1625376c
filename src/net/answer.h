/* Reading an answer: its header fields, and libcurl's verdict as one of our reasons. */
#ifndef XJ_NET_ANSWER_H
#define XJ_NET_ANSWER_H

#include "base/base.h"
#include "base/str.h"
#include "model/reason.h"

#include <curl/curl.h>

/* The fields that matter here; views into the headers; the first of a kind counts. */
struct answer_fields {
    struct str content_type, location, etag, last_modified, content_encoding;
};

/* headers: status line and fields, CRLF or LF. */
void answer_fields_read(struct str headers, struct answer_fields *out);

/* Every token is an encoding that libcurl decodes; false for "none", "utf-8" and other mistakes. */
bool answer_encoding_is_known(struct str content_encoding);

/* is_headed: the header block had come to its end. REASON_NONE for CURLE_OK. */
enum reason answer_reason(CURLcode code, bool is_headed, const char *message);

#endif
