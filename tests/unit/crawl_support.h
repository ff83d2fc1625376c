/* One site in a maze (support/maze.h) and its inspection, for tests of crawl/. */
#ifndef XJ_TESTS_CRAWL_SUPPORT_H
#define XJ_TESTS_CRAWL_SUPPORT_H

#include "base/arena.h"
#include "base/clock.h"
#include "browser/browser.h"
#include "check/check.h"
#include "crawl/inspection.h"
#include "store/store.h"
#include "support/maze.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

/* Skips the test, saying so, where none is installed. */
static inline void need_browser(void)
{
    if (browser_find())
        return;
    print_message("no browser is installed\n");
    skip();
}

/* ---- pages ---- */

enum { SENTENCES = 12 };

/* Text that is the same for the same number and differs for others. */
static inline void add_text(struct buf *body, unsigned seed)
{
    for (unsigned i = 0; i < SENTENCES; i++) {
        seed = seed * 1103515245 + 12345;
        buf_addf(body, "<p>第%u段，%u事项已于%u会议研究，%u条意见按程序办理。</p>", i, seed >> 4,
                 seed >> 9 & 0xffff, seed >> 13 & 0xfff);
    }
}

/* Text that has nothing in common with that for another number. */
static inline void add_other_text(struct buf *body, unsigned seed)
{
    buf_add(body, STR("<p>"));
    for (unsigned i = 0; i < 300; i++) {
        seed = seed * 1103515245 + 12345;
        buf_addf(body, "%s&#%u;", i % 20 ? "" : "。", 0x4e00 + (seed >> 8) % 0x4000);
    }
    buf_add(body, STR("</p>"));
}

static inline unsigned number_after(struct str path, const char *key)
{
    const size_t at = str_find(path, str_of(key));

    return at == STR_NONE ? 0 : (unsigned)strtoul(path.p + at + str_of(key).n, NULL, 10);
}

static inline void link_to_articles(struct buf *body)
{
    for (int i = 0; i < 30; i++)
        buf_addf(body, "<a href='/art/t2026_%d.html'>文章%d</a>", i, i);
}

static inline int add_article(struct str path, struct buf *body)
{
    if (!str_starts(path, STR("/art/")))
        return 404;
    add_text(body, number_after(path, "t2026_") + 1);
    return 200;
}

/* ---- the site ---- */

static inline void remove_folder(const char *path)
{
    struct arena a = { 0 };
    DIR *dir = opendir(path);
    const struct dirent *entry;

    while (dir && (entry = readdir(dir)))
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0) {
            const char *name = arena_printf(&a, "%s/%s", path, entry->d_name).p;

            if (unlink(name))
                remove_folder(name);
        }
    if (dir)
        (void)closedir(dir);
    (void)rmdir(path);
    arena_done(&a);
}

struct county {
    struct maze *maze;
    char dir[64], home[64], domains[64]; /* other domains of the site */
    bool is_alone;                       /* no --connect-to */
    struct check_set *set;
    struct store *store;
};

static inline void county_open(struct county *c, maze_fn page, const char *check_ids)
{
    char url[128];

    *c = (struct county){ .dir = "/tmp/xunjian-maze-XXXXXX", .maze = maze_start(page) };
    assert_non_null(mkdtemp(c->dir));
    (void)snprintf(c->home, sizeof(c->home), "http://www.maze.gov.cn:%u/", maze_port(c->maze));
    (void)snprintf(url, sizeof(url), "sqlite:%s/store.db", c->dir);
    assert_int_equal(
        check_set_load(str_of(check_ids), XJ_SOURCE_DIR "/data/checks.yaml", &c->set, NULL), RC_OK);
    assert_int_equal(store_open(str_of(url), &c->store, NULL), RC_OK);
}

static inline void county_close(struct county *c)
{
    store_closep(&c->store);
    check_set_free(c->set);
    maze_stop(c->maze);
    remove_folder(c->dir);
}

static inline struct inspection_outcome county_inspect_as(struct county *c,
                                                          const struct inspection_options *own)
{
    const struct connect_to rules[] = {
        { .from_host = STR("www.elsewhere.gov.cn"), .to_host = STR("127.0.0.2") },
        { .to_host = STR("127.0.0.1") },
    };
    const struct site site = { .code = STR("5199010001"),
                               .name = STR("迷宫"),
                               .home = str_of(c->home),
                               .domains = str_of(c->domains),
                               .state = SITE_RUNNING,
                               .type = SITE_DEPARTMENT };
    struct inspection_options o = *own;
    struct inspection_outcome out;

    o.sites = own->sites ? own->sites : &(struct site_list){ .sites = &site, .n = 1 };
    o.dir = c->dir;
    o.store = c->store;
    o.checks = c->set;
    o.options_json = STR("{}");
    o.now = own->now ? own->now : 1795392000;
    o.fetch = (struct fetch_options){
        .user_agent = "xunjian/test",
        .n_per_address = 16,
        .first_byte_ms = own->fetch.first_byte_ms,
        .connect_to = rules,
        .n_connect_to = c->is_alone ? 0 : COUNT_OF(rules),
    };
    o.n_tries = own->n_tries ? own->n_tries : 1;
    struct err err = { 0 };

    if (inspection_run(&o, &out, &err) != (own->stop && *own->stop ? RC_STOPPED : RC_OK))
        fail_msg("%s", err.text);
    return out;
}

static inline struct inspection_outcome county_inspect(struct county *c, int64_t max_pages)
{
    return county_inspect_as(c, &(struct inspection_options){ .max_pages = max_pages });
}

/* The two hours around now, by a clock that is ahead by so much. */
static inline struct hours hours_around_now(int64_t offset_s)
{
    const int64_t of_day = (clock_now() + offset_s + CHINA_OFFSET_S) % (DAY_MINUTES * 60);
    const int minute = (int)(of_day / 60);

    return (struct hours){ .from = (minute + DAY_MINUTES - 60) % DAY_MINUTES,
                           .to = (minute + 60) % DAY_MINUTES };
}

/* ---- what was found ---- */

static inline enum rc count_open(void *ctx, const struct stored_finding *f, struct err *err)
{
    (void)err;
    if (!f->gone)
        ++*(int *)ctx;
    return RC_OK;
}

static inline int open_findings(struct county *c, int64_t run)
{
    int n = 0;

    assert_int_equal(store_each_finding(c->store, run, count_open, &n, NULL), RC_OK);
    return n;
}

#endif
