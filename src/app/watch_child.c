#include "base/base.h"

#include "app/watch_child.h"

#include "app/app.h"
#include "app/network.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/log.h"
#include "office/registry.h"
#include "watch/watch.h"

enum {
    LOOK_MS = 10 * 1000, /* at the registry: has it changed? */
    STEP_MS = 1000,
    KEEP_DAYS = 400,
};

/* One list of sites, watched until it changes. */
struct turn {
    const struct watch_child_options *o;
    struct family *f;
    const volatile sig_atomic_t *stop_asked;
    volatile sig_atomic_t is_over;
    struct arena a;
    struct store *store;
    struct check_set *checks;
    struct buf sites; /* of struct site */
    int64_t version, looked_ms;
    bool is_warned; /* of the one address */
};

static void turn_done(struct turn *t)
{
    check_set_freep(&t->checks);
    store_closep(&t->store);
    buf_done(&t->sites);
    arena_done(&t->a);
}

static enum rc take_site(void *ctx, const struct registered *r, struct err *err)
{
    struct turn *t = ctx;
    const struct site site = site_of_row(&r->row);
    const struct site own = { .code = arena_copy(&t->a, site.code),
                              .name = arena_copy(&t->a, site.name),
                              .home = arena_copy(&t->a, site.home),
                              .state = site.state };

    (void)err;
    if (own.state == SITE_RUNNING)
        buf_add(&t->sites, str_from((const char *)&own, sizeof(own)));
    return RC_OK;
}

/* Called a few times a second. */
static void look(struct turn *t)
{
    struct err err = { 0 };
    int64_t version = t->version;

    family_wake(t->f, FAMILY_WATCH);
    if (*t->stop_asked)
        t->is_over = 1;
    if (clock_ms() - t->looked_ms < LOOK_MS)
        return;
    t->looked_ms = clock_ms();
    if (store_registry_version(t->store, &version, &err) == RC_OK && version != t->version)
        t->is_over = 1;
}

static void on_progress(void *ctx, const struct watch_progress *p)
{
    struct turn *t = ctx;

    if (p->needs_control && !t->is_warned)
        log_line(LOG_WARN, "监测：%s", WATCH_NEEDS_CONTROL);
    t->is_warned |= p->needs_control;
    look(t);
}

static void on_outage(void *ctx, const struct site *site, const struct outage *o)
{
    (void)ctx;
    if (o->ended)
        log_line(LOG_INFO, "%.*s %.*s 恢复", STR_ARG(site->code), STR_ARG(site->name));
    else
        log_line(LOG_WARN, "%.*s %.*s 连续 %d 次未能打开（%s）", STR_ARG(site->code),
                 STR_ARG(site->name), WATCH_ALARM_FAILURES, reason_title(o->reason));
}

static void wait(struct turn *t)
{
    t->looked_ms = clock_ms();
    while (!t->is_over) {
        clock_wait(STEP_MS);
        look(t);
    }
}

static enum rc watch(struct turn *t, struct err *err)
{
    const char *data = app_data_path("checks.yaml", &t->a);
    struct site_list list;
    enum rc rc;

    if ((rc = store_open(t->o->store_url, &t->store, err)) ||
        (rc = store_registry_version(t->store, &t->version, err)) ||
        (rc = store_registered_each(t->store, REGISTRY_SITES, 0, take_site, t, err)) ||
        (rc = check_set_load(STR("site-unreachable"), data, &t->checks, err)))
        return rc;
    list = (struct site_list){ .sites = (const void *)t->sites.p,
                               .n = t->sites.n / sizeof(struct site) };
    if (!list.n) {
        wait(t);
        return RC_OK;
    }

    struct watch_options o = { .sites = &list,
                               .dir = t->o->dir,
                               .store = t->store,
                               .rule = visit_rule_of(t->checks),
                               .fetch = t->o->fetch,
                               .gap_s = t->o->gap_s,
                               .keep_days = KEEP_DAYS,
                               .controls = t->o->controls->text,
                               .n_controls = t->o->controls->n,
                               .stop = &t->is_over,
                               .on_outage = on_outage,
                               .on_progress = on_progress,
                               .ctx = t };

    return watch_run(&o, err);
}

int watch_child(const struct watch_child_options *o, struct family *f,
                const volatile sig_atomic_t *stop)
{
    while (!*stop) {
        AUTO(turn_done) struct turn t = { .o = o, .f = f, .stop_asked = stop };
        struct err err = { 0 };

        family_wake(f, FAMILY_WATCH);
        if (watch(&t, &err) == RC_OK)
            continue;
        log_line(LOG_ERROR, "%s", err.text);
        if (err.rc != RC_BUSY) /* by a `xunjian watch` of its own: wait until it has ended */
            return EXIT_PROBLEM;
        t.version = -1;
        wait(&t);
    }
    return EXIT_DONE;
}
