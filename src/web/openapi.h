/* docs/openapi.yaml, printed from the routes. */
#ifndef XJ_WEB_OPENAPI_H
#define XJ_WEB_OPENAPI_H

#include "base/buf.h"
#include "web/route.h"

/* Appends OpenAPI 3.1 as YAML. */
void openapi_write(const struct route *routes, size_t n, struct buf *out);

#endif
