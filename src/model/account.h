/* A new-media account (政务新媒体) as the registry knows it, and what was seen of it. */
#ifndef XJ_MODEL_ACCOUNT_H
#define XJ_MODEL_ACCOUNT_H

#include "base/base.h"
#include "base/str.h"
#include "model/reason.h"

enum account_state {
    ACCOUNT_STATE_NONE,
    ACCOUNT_RUNNING, /* 运行 */
    ACCOUNT_CLOSING, /* 申请注销 */
    ACCOUNT_CLOSED,  /* 已注销 */
};

/* An entry of the account's own menu. */
struct menu_entry {
    struct str name;  /* "互动服务 / 咨询投诉" */
    struct str href;  /* as written; empty: it leads nowhere */
    bool is_answered; /* the account answers itself (click, scan, ...): no link to look at */
};

/* One row of accounts.csv; strings live as long as the list. Optional fields are empty when not
 * given. */
struct account {
    struct str
        id; /* 账号类型:账号标识, or 账号类型:账号名称, without slashes; unique in the list */
    struct str name; /* 账号名称 */
    struct str type; /* 账号类型, as the national system spells it: 微信订阅号, 其他+百度贴吧 */
    struct str platform; /* where such accounts live: 微信, 新浪微博, 百度贴吧 */
    struct str owner;    /* 开设主体 */
    struct str region;   /* 行政区划: 6 digits */
    enum account_state state;
    bool is_main;      /* 是否主账号 */
    struct str handle; /* 账号标识 */
    struct str source; /* 数据源: URL, or path of a file; empty: none */
    bool source_is_file;
    struct str filed_name; /* 备案名称 */
    struct str download;   /* 下载链接 */
    bool has_menu;         /* 菜单 was given */
    const struct menu_entry *menu;
    size_t n_menu;
    /* Running accounts of the same owner on the same platform, the main one first, then as in the
     * list; this one too. Empty when it does not run. */
    const struct account *const *siblings;
    size_t n_siblings;
};

/* The fields of a row, in the order of the file's columns. */
enum account_field {
    ACCOUNT_NAME,
    ACCOUNT_TYPE,
    ACCOUNT_OWNER,
    ACCOUNT_REGION,
    ACCOUNT_STATE,
    ACCOUNT_MAIN,
    ACCOUNT_HANDLE,
    ACCOUNT_SOURCE,
    ACCOUNT_FILED,
    ACCOUNT_DOWNLOAD,
    ACCOUNT_MENU,
    ACCOUNT_FIELD_N,
};

struct account_list {
    const struct account *accounts;
    size_t n;
};

/* The official Chinese word; "" for the zero value. */
const char *account_state_name(enum account_state state);
/* The value of an official word; the zero value when it is none. */
enum account_state account_state_of(struct str name);

/*
 * The national system's spelling of an account type and its platform; 抖音 is taken for
 * 抖音(短视频). "其他+X" is of platform X. false: no such type.
 */
MUST_USE bool account_type_of(struct str word, struct str *type, struct str *platform);

/* An id of an account, and not a site's code: only ids have a ':'. */
bool account_id_is(struct str id);

/* ---- what was seen ---- */

/* How far what is known of an account's posts may be trusted. */
enum account_grade {
    ACCOUNT_UNSEEN,
    ACCOUNT_FEED,   /* RSS, Atom, JSON feed */
    ACCOUNT_PAGE,   /* dates on a public page */
    ACCOUNT_IMPORT, /* a file that the office collected */
    ACCOUNT_SELF,   /* a file that the unit reported about itself */
};
const char *account_grade_name(enum account_grade grade);  /* "feed", ...; "" = unseen */
enum account_grade account_grade_of(struct str name);      /* ACCOUNT_UNSEEN for anything else */
const char *account_grade_title(enum account_grade grade); /* 订阅源, 公开页面, … */

struct post {
    int64_t at; /* time; 00:00 in China where only the day is known */
    struct str title, url;
    struct str text; /* what it says, without markup; empty: the source shows its title only */
};

/* 留言、评论 */
struct account_message {
    int64_t at;
    int64_t answered; /* time; 0 = not answered */
    struct str text;
};

/* Whether readers can write, as far as the source says so. */
enum interaction { INTERACTION_UNKNOWN, INTERACTION_NONE, INTERACTION_THERE };

/* What a source tells of an account. */
struct posts {
    enum account_grade grade;
    struct str name;          /* of the account, as the source shows it; may be empty */
    bool name_is_exact;       /* not a title that may hold other words too */
    const struct post *posts; /* newest first; none lies in the future */
    size_t n;
    int32_t as_of;    /* day the list was collected; DAY_NONE: it was read just now */
    size_t n_future;  /* left out because they do */
    size_t n_undated; /* entries whose time could not be read: one may be the newest */
    bool tells_messages;
    const struct account_message *messages;
    size_t n_messages;
    enum interaction interaction;
};

/* A link that was looked at. */
struct look {
    struct str name; /* of the menu entry */
    struct str url;
    struct str final_url; /* where redirects led, when elsewhere; else empty */
    enum reason reason;   /* REASON_NONE: opens */
    int http_status;
    bool is_passing; /* failed in a way that may pass, at the second try too */
};

/* All about one account. A part that could not be measured has its reason, never a guess. */
struct account_view {
    const struct account *account;
    struct str source_final; /* URL that the source was read from; a file's path */
    struct posts posts;
    struct str unseen;       /* Chinese: why nothing is known of its posts; empty = known */
    const struct look *menu; /* links of the menu, in its order */
    size_t n_menu;
    const struct look *download; /* NULL: none given */
};

#endif
