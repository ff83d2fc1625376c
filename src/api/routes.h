/* The table of all routes (routes.def), and those that are no part of /api/v1. */
#ifndef XJ_API_ROUTES_H
#define XJ_API_ROUTES_H

#include "web/route.h"

#define API_BASE "/api/v1"

#define ROUTE(method, path, who, name) extern const struct endpoint endpoint_##name;
#include "api/routes.def"
#undef ROUTE
extern const struct endpoint endpoint_healthz, endpoint_metrics;

extern const struct route api_routes[];
extern const size_t n_api_routes;

#endif
