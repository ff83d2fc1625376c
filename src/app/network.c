#include "base/base.h"

#include "app/network.h"

#include "browser/browser.h"
#include "office/schedule.h"

#include <unistd.h>

const char *network_user_agent(struct str contact, struct arena *a)
{
    return contact.n ? arena_printf(a, "xunjian/" XJ_VERSION " (+%.*s)", STR_ARG(contact)).p
                     : "xunjian/" XJ_VERSION;
}

enum rc network_connect_to(const struct texts *given, struct arena *a, struct fetch_options *fetch,
                           struct err *err)
{
    struct connect_to *rules = arena_array(a, struct connect_to, given->n + 1);

    for (size_t i = 0; i < given->n; i++)
        if (!connect_to_parse(given->text[i], &rules[i]))
            return err_set(
                err, RC_USAGE,
                "--connect-to 的值“%.*s”不对：应为 主机:端口:主机:端口，空的部分表示任意",
                STR_ARG(given->text[i]));
    fetch->connect_to = rules;
    fetch->n_connect_to = given->n;
    return RC_OK;
}

enum rc network_limits(struct store *s, const struct site_list *list, double rate, bool keeps_hours,
                       struct arena *a, const struct site_limits **out, struct err *err)
{
    struct site_limits *limits = arena_array(a, struct site_limits, list->n);
    struct schedule all;
    enum rc rc = store_schedule_get(s, &all, err);

    for (size_t i = 0; i < list->n && !rc; i++) {
        struct site_schedule own;

        if ((rc = store_site_schedule_get(s, list->sites[i].code, &own, err)))
            break;
        if (keeps_hours)
            limits[i] = (struct site_limits){ .quiet = { all.quiet, own.quiet } };
        if (own.rate > 0 && (rate == 0 || own.rate < rate))
            limits[i].gap_ms = (int64_t)(1000 / own.rate);
    }
    *out = limits;
    return rc;
}

enum rc network_browser(struct str wish, struct arena *a, const char **out, struct err *err)
{
    *out = NULL;
    if (str_eq(wish, STR("off")))
        return RC_OK;
    if (!wish.n || str_eq(wish, STR("auto"))) {
        *out = browser_find();
        return RC_OK;
    }
    *out = arena_copy(a, wish).p;
    return access(*out, X_OK) ? err_set(err, RC_USAGE, "%s：不是可以运行的浏览器", *out) : RC_OK;
}
