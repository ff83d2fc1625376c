/* A website as the registry knows it. */
#ifndef XJ_MODEL_SITE_H
#define XJ_MODEL_SITE_H

#include "base/base.h"
#include "base/str.h"

enum site_type {
    SITE_TYPE_NONE,
    SITE_PORTAL,     /* 政府门户网站 */
    SITE_DEPARTMENT, /* 部门网站 */
    SITE_SPECIAL,    /* 专项网站 */
};

enum site_state {
    SITE_STATE_NONE,
    SITE_RUNNING, /* 运行 */
    SITE_CLOSING, /* 申请关停 */
    SITE_CLOSED,  /* 已关停 */
};

/* One row of sites.csv; strings live as long as the list. Optional fields are empty when not given.
 */
struct site {
    struct str code;    /* 网站标识码: 10 characters, unique in the list */
    struct str name;    /* 网站名称 */
    struct str home;    /* 首页网址: absolute http(s) URL */
    struct str sponsor; /* 主办单位 */
    struct str region;  /* 行政区划: 6 digits */
    enum site_type type;
    enum site_state state;
    bool serves_public;      /* 对外服务 */
    struct str supervisor;   /* 主管单位 */
    struct str icp;          /* ICP备案号 */
    struct str police;       /* 公安备案号 */
    struct str domains;      /* 其他域名, separated by spaces */
    struct str platform;     /* 集约化平台 */
    struct str service_link; /* 政务服务链接 */
};

struct site_list {
    const struct site *sites;
    size_t n;
};

/* The fields of a row, in the order of the file's columns. */
enum site_field {
    SITE_CODE,
    SITE_NAME,
    SITE_HOME,
    SITE_SPONSOR,
    SITE_REGION,
    SITE_TYPE,
    SITE_STATE,
    SITE_PUBLIC,
    SITE_SUPERVISOR,
    SITE_ICP,
    SITE_POLICE,
    SITE_DOMAINS,
    SITE_PLATFORM,
    SITE_SERVICE,
    SITE_FIELD_N,
};

/* The official Chinese word; "" for the zero value. */
const char *site_type_name(enum site_type type);
const char *site_state_name(enum site_state state);
/* The value of an official word; the zero value when it is none. */
enum site_type site_type_of(struct str name);
enum site_state site_state_of(struct str name);

#endif
