/*
 * A small mustache: text with places that are filled in from JSON. There is no way to write a value
 * without escaping it.
 *
 *   {{name}}              the value as text, escaped for HTML text and attributes
 *   {{#name}}...{{/name}} for each member of a list, with the member's fields in reach; once when
 *                         the value is true, an object, a text or a number other than empty and 0
 *   {{^name}}...{{/name}} when {{#name}} would print nothing
 *   {{.}}                 the member itself
 *   {{json name}}         the blob of that name, escaped for a <script> element
 *
 * A name is looked for from the innermost section outwards.
 */
#ifndef XJ_REPORT_TEMPLATE_H
#define XJ_REPORT_TEMPLATE_H

#include "base/base.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/json.h"

enum { TEMPLATE_DEPTH_MAX = 8 };

/* JSON that is large and already text. */
struct template_blob {
    const char *name;
    struct str json;
};

struct template_data {
    const struct json *values; /* an object */
    const struct template_blob *blobs;
    size_t n_blobs;
};

/*
 * Adds the filled-in text to out.
 *
 * RC_SYNTAX: a place that is not closed or not known, a name that no object in reach has, sections
 * deeper than TEMPLATE_DEPTH_MAX; the sentence has the line.
 */
MUST_USE enum rc template_render(struct str text, const struct template_data *data, struct buf *out,
                                 struct err *err);

/* For HTML text and quoted attributes: & < > " ' and control characters but tab and newline. */
void html_add(struct buf *out, struct str text);
/* JSON inside <script>: no "<", ">" or "&" and no U+2028, U+2029. */
void script_add(struct buf *out, struct str json);

#endif
