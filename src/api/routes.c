#include "base/base.h"

#include "api/routes.h"

const struct route api_routes[] = {
#define ROUTE(method, path, who, name) { method, API_BASE path, who, &endpoint_##name },
#include "api/routes.def"
#undef ROUTE
    { "GET", "/healthz", WHO_ALL, &endpoint_healthz },
    { "GET", "/metrics", WHO_ALL, &endpoint_metrics },
};

const size_t n_api_routes = COUNT_OF(api_routes);
