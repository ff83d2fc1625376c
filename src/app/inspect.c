/* NOLINTNEXTLINE(bugprone-reserved-identifier): the C library's own switch */
#define _DEFAULT_SOURCE /* madvise */
#include "base/base.h"

#include "app/inspect.h"

#include "account/survey.h"
#include "app/app.h"
#include "app/lexicons.h"
#include "app/network.h"
#include "app/rules.h"
#include "app/supervise.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/json.h"
#include "base/log.h"
#include "check/check.h"
#include "crawl/inspection.h"
#include "desk/account_file.h"
#include "desk/round_desk.h"
#include "judge/judging.h"
#include "proof/field.h"
#include "proof/proofread.h"
#include "report/coverage.h"
#include "report/progress.h"
#include "report/report.h"
#include "store/store.h"

#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

enum {
    PAGE_BYTES = 4096,
    HEAP_BEGIN_BYTES = 24 << 20, /* a site of 20,000 pages takes more */
    HEAP_END_BYTES = 32 << 20,   /* free at the heap's end before the system gets it back */
    NO_MAP_BYTES = 32 << 20, /* the most that the C library takes: the beginning lies in the heap */
    OWN_MAP_BYTES = 1 << 20, /* what is larger lies in a map of its own and goes back at once */
    WAIT_MS =
        300000, /* for the transactions of others: a round of a million findings is frozen in one */
};

/* All that a signal may touch. */
static volatile sig_atomic_t stop_asked, hurry_asked;

static void ask_stop(int signal)
{
    (void)signal;
    stop_asked = 1;
}

static void ask_hurry(int signal)
{
    (void)signal;
    hurry_asked = 1;
}

static void catch_signals(void)
{
    const struct sigaction stop = { .sa_handler = ask_stop };
    const struct sigaction hurry = { .sa_handler = ask_hurry };
    const struct sigaction ignore = { .sa_handler = SIG_IGN };

    (void)sigaction(SIGINT, &stop, NULL);
    (void)sigaction(SIGTERM, &stop, NULL);
    (void)sigaction(SIGUSR1, &hurry, NULL);
    (void)sigaction(SIGPIPE, &ignore, NULL);
    (void)sigaction(SIGXFSZ, &ignore, NULL); /* a full quota is an error of a write, not an end */
    supervise_unblock();
}

struct session {
    const struct inspect_options *o;
    struct arena memory;
    struct list_file registry;
    struct site_list sites;
    struct account_file accounts;
    struct round_lists all; /* what both files hold; of a round only a part is looked at */
    struct survey_progress survey;
    struct rules rules;
    struct indicator_set indicators;
    struct field *field; /* NULL: nothing is learnt */
    struct store *store;
    struct progress_bar bar;
    struct fetch_options fetch;
    struct buf left;     /* codes of sites that were given up */
    const char *browser; /* NULL: none is used */
    int64_t now;
};

static void session_done(struct session *s)
{
    progress_bar_done(&s->bar);
    store_closep(&s->store);
    field_free(s->field);
    rules_done(&s->rules);
    buf_done(&s->left);
    arena_done(&s->memory);
}

static void tell_bad_rows(const char *file, const struct bad_row *bad, size_t n)
{
    for (size_t i = 0; i < n; i++)
        (void)fprintf(stderr, "%s 第 %zu 行：%.*s（此行已略过）\n", file, bad[i].line,
                      STR_ARG(bad[i].reason));
}

static struct json *options_json(struct session *s)
{
    const struct inspect_options *o = s->o;
    struct json *to = json_new_object();
    char now[TIME_TEXT_BYTES];

    if (o->sites_file)
        json_put_str(to, "sites_file", str_of(o->sites_file));
    if (o->accounts_file)
        json_put_str(to, "accounts_file", str_of(o->accounts_file));
    if (o->n_words)
        json_put_int(to, "words_files", (int64_t)o->n_words);
    if (o->articles)
        json_put_str(to, "articles_file", str_of(o->articles));
    json_put_str(to, "checks", o->checks.n ? o->checks : STR("all"));
    json_put_str(
        to, "rules",
        arena_printf(&s->memory, "%016llx", (unsigned long long)check_set_hash(s->rules.checks)));
    json_put_str(to, "now", str_of(time_text(s->now, now)));
    json_put_real(to, "rate", o->fetch.rate);
    json_put_int(to, "max_pages", o->max_pages);
    json_put_int(to, "max_attachment", o->max_attachment);
    json_put_str(to, "browser", str_of(s->browser)); /* null: none was used */
    json_put_int(to, "tries", o->n_tries);
    if (o->is_incremental)
        json_put_bool(to, "incremental", true);
    return to;
}

/* Bytes; Linux counts ru_maxrss in KiB. */
static int64_t peak_memory(void)
{
    struct rusage use;

    return getrusage(RUSAGE_SELF, &use) ? 0 : (int64_t)use.ru_maxrss * 1024;
}

static double cpu_seconds(void)
{
    struct rusage u;

    if (getrusage(RUSAGE_SELF, &u))
        return 0;
    return (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) +
           (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e6;
}

static struct json *counts_json(const struct session *s, const struct inspection_outcome *out)
{
    const struct inspection_progress *t = &out->total;
    struct json *to = json_new_object();

    json_put_int(to, "sites", (int64_t)t->n_sites);
    json_put_int(to, "accounts", (int64_t)s->accounts.accounts.n);
    json_put_int(to, "bad_rows", (int64_t)(s->registry.n_bad + s->accounts.n_bad));
    json_put_int(to, "urls", (int64_t)t->n_known);
    json_put_int(to, "requests_answered", (int64_t)(t->n_fetched + s->survey.n_requests));
    json_put_int(to, "pages", (int64_t)t->n_pages);
    json_put_int(to, "unchanged_pages", (int64_t)t->n_unchanged);
    json_put_int(to, "findings", (int64_t)(t->n_findings + s->survey.n_findings));
    json_put_int(to, "bytes_received", (int64_t)t->n_bytes);
    json_put_int(to, "pictures", (int64_t)t->n_pictures);
    return to;
}

static struct json *cost_json(const struct inspection_outcome *out)
{
    struct json *to = json_new_object();

    json_put_int(to, "wall_ms", out->total.ms);
    json_put_real(to, "cpu_s", cpu_seconds());
    json_put_int(to, "peak_memory_bytes", peak_memory());
    json_put_int(to, "frontier_bytes", (int64_t)out->frontier_bytes);
    return to;
}

static struct json *indicators_json(struct session *s)
{
    struct json *to = json_new_object();

    json_put_str(to, "name", s->indicators.name);
    json_put_str(to, "title", s->indicators.title);
    json_put_str(to, "version", s->indicators.version);
    json_put_str(to, "hash",
                 arena_printf(&s->memory, "%016llx", (unsigned long long)s->indicators.hash));
    return to;
}

static enum rc write_report(struct session *s, const struct inspection_outcome *out,
                            struct err *err)
{
    AUTO(json_freep) struct json *run = json_new_object();
    char at[TIME_TEXT_BYTES];

    json_put_str(run, "program", STR("xunjian " XJ_VERSION));
    json_put_int(run, "run", out->run);
    json_put_bool(run, "resumed", out->is_resumed);
    json_put_str(run, "now", str_of(time_text(s->now, at)));
    json_put_str(run, "finished", str_of(time_text(clock_now(), at)));
    if (s->rules.proofreader)
        json_put(run, "lexicons",
                 lexicon_set_json(proofreader_lexicons(s->rules.proofreader), day_of_time(s->now)));
    json_put(run, "options", options_json(s));
    json_put(run, "indicators", indicators_json(s));
    json_put(run, "counts", counts_json(s, out));
    json_put(run, "cost", cost_json(out));

    if (check_set_campaign(s->rules.checks)) {
        struct json *coverage;
        const enum rc rc = coverage_json(s->store, out->run, &s->memory, &coverage, err);

        if (rc)
            return rc;
        json_put(run, "articles", coverage);
    }

    const struct report_input in = {
        .dir = s->o->out_dir,
        .store = s->store,
        .run = out->run,
        .sites = &s->sites,
        .accounts = &s->accounts.accounts,
        .run_json = json_text(run, &s->memory),
        .template_dir = app_data_path("report", &s->memory),
        .notice_file = app_data_path("notice.yaml", &s->memory),
    };
    const enum rc rc = report_write(&in, err);

    if (rc || s->o->quiet)
        return rc;
    if (s->o->as_json)
        (void)printf("%.*s\n", STR_ARG(in.run_json));
    else
        report_print_summary(&in, isatty(STDOUT_FILENO) == 1, stdout);
    return RC_OK;
}

static enum rc read_registries(struct session *s, struct err *err)
{
    const struct inspect_options *o = s->o;
    enum rc rc = RC_OK;

    if (o->sites_file)
        rc = list_file_read(REGISTRY_SITES, o->sites_file, &s->memory, &s->registry, err);
    if (!rc && o->accounts_file)
        rc = account_file_read(o->accounts_file, &s->memory, &s->accounts, err);
    if (rc)
        return rc;
    s->sites = list_file_sites(&s->registry, &s->memory);
    s->all = (struct round_lists){ s->sites, s->accounts.accounts };
    tell_bad_rows(o->sites_file, s->registry.bad, s->registry.n_bad);
    tell_bad_rows(o->accounts_file, s->accounts.bad, s->accounts.n_bad);
    if (o->sites_file && s->sites.n == 0)
        return err_set(err, RC_SYNTAX, "%s：没有一行可用的网站", o->sites_file);
    if (o->accounts_file && s->accounts.accounts.n == 0)
        return err_set(err, RC_SYNTAX, "%s：没有一行可用的账号", o->accounts_file);
    return RC_OK;
}

/* Of the lists only what is in the round. */
static enum rc keep_members(struct session *s, struct err *err)
{
    struct round_lists own;
    const enum rc rc = round_members(s->store, s->o->round, &s->all, &s->memory, &own, err);

    if (rc)
        return rc;
    s->sites = own.sites;
    s->accounts.accounts = own.accounts;
    return RC_OK;
}

/* So that a run that is cut off goes on with what it had learnt. */
static void keep_learning(struct session *s)
{
    const char *path = arena_printf(&s->memory, "%s/work/learning", s->o->out_dir).p;
    struct err err = { 0 };

    if (field_keep(s->field, path, &err))
        log_line(LOG_WARN, "%s；如果中断，已学到的用语不保留", err.text);
}

/* Nobody else works in the folder then. */
static enum rc begin_run(void *ctx, int64_t run, struct err *err)
{
    struct session *s = ctx;
    const enum rc rc = s->o->on_run ? s->o->on_run(s->o->run_ctx, run, err) : RC_OK;

    if (s->field)
        keep_learning(s);
    return rc || !s->o->round ? rc : store_round_set_run(s->store, s->o->round, run, err);
}

static void take_left(void *ctx, const struct site *site, bool is_begun)
{
    struct session *s = ctx;

    (void)is_begun;
    buf_addf(&s->left, "%s%.*s", s->left.n ? " " : "", STR_ARG(site->code));
}

static enum rc open_field(struct session *s, struct err *err)
{
    if (!s->rules.proofreader)
        return err_set(err, RC_USAGE, "--learn 要同时检查错别字：在 --checks 中加上 typo");
    return field_open(proofreader_spelling(s->rules.proofreader), s->o->learn, &s->field, err);
}

/* What cannot be gone on with is begun anew. */
static enum rc begin_learning(struct session *s, struct err *err)
{
    enum rc rc;

    if (s->o->field_may_fail && !check_set_has(s->rules.checks, "typo"))
        return RC_OK;
    rc = open_field(s, err);
    if (!rc || !s->o->field_may_fail)
        return rc;
    log_line(LOG_ERROR, "%s；本地用语从头积累", err->text);
    (void)unlink(s->o->learn);
    if (open_field(s, err))
        log_line(LOG_ERROR, "%s", err->text);
    return RC_OK;
}

static void learn_text(void *ctx, const struct site *site, struct str text)
{
    const struct session *s = ctx;

    field_learn(s->field, text, site->code);
}

static enum rc prepare(struct session *s, struct err *err)
{
    const struct inspect_options *o = s->o;
    struct str store = o->store;
    enum rc rc;

    if ((rc = network_browser(o->browser, &s->memory, &s->browser, err)) ||
        (rc = read_registries(s, err)))
        return rc;
    s->fetch = o->fetch;
    if ((rc = file_make_dir(o->out_dir, 0755, err)))
        return rc;
    if (!store.n)
        store = arena_printf(&s->memory, "sqlite:%s/xunjian.db", o->out_dir);
    if ((rc = indicator_load(app_data_path("indicator", &s->memory),
                             o->indicators.n ? o->indicators : STR("national-2019"), &s->memory,
                             &s->indicators, err)))
        return rc;
    if ((rc = rules_load(
             &(struct rules_input){ .checks = o->checks,
                                    .data_file = o->data_file,
                                    .words = o->words,
                                    .n_words = o->n_words,
                                    .articles = o->articles,
                                    .field = o->field,
                                    .field_may_fail = o->field_may_fail,
                                    .accounts = o->accounts_file ? &s->all.accounts : NULL },
             &s->memory, &s->rules, err)))
        return rc;
    if (o->learn && (rc = begin_learning(s, err)))
        return rc;
    if ((rc = store_open(store, &s->store, err)))
        return rc;
    store_wait(s->store, WAIT_MS);
    return o->round ? keep_members(s, err) : RC_OK;
}

static void tell(struct session *s, const struct progress *p)
{
    progress_bar_update(&s->bar, p, clock_ms());
    if (s->o->on_progress)
        s->o->on_progress(s->o->progress_ctx, p);
}

static void show(void *ctx, const struct inspection_progress *p)
{
    tell(ctx, &(struct progress){ .phase = str_of(p->phase),
                                  .n_sites = (int64_t)p->n_sites,
                                  .n_sites_begun = (int64_t)p->n_sites_begun,
                                  .n_sites_done = (int64_t)p->n_sites_done,
                                  .n_pages = (int64_t)p->n_fetched,
                                  .n_left = (int64_t)p->n_waiting,
                                  .n_findings = (int64_t)p->n_findings,
                                  .left_s = -1 });
}

static void show_survey(void *ctx, const struct survey_progress *p)
{
    tell(ctx, &(struct progress){ .phase = STR("新媒体"),
                                  .n_sites = (int64_t)p->n_accounts,
                                  .n_sites_begun = (int64_t)p->n_accounts,
                                  .n_sites_done = (int64_t)p->n_done,
                                  .n_pages = (int64_t)p->n_requests,
                                  .n_left = (int64_t)(p->n_accounts - p->n_done),
                                  .n_findings = (int64_t)p->n_findings,
                                  .left_s = -1 });
}

static enum rc survey(void *ctx, int64_t run, struct archive *archive, struct err *err)
{
    struct session *s = ctx;
    const struct inspect_options *o = s->o;

    return survey_run(
        &(struct survey_options){
            .accounts = &s->accounts.accounts,
            .sites = &s->all.sites,
            .store = s->store,
            .run = run,
            .archive = archive,
            .checks = s->rules.checks,
            .now = s->now,
            .fetch = s->fetch,
            .try_gap_ms = o->try_gap_ms,
            .stop = &stop_asked,
            .on_progress = show_survey,
            .ctx = s,
        },
        &s->survey, err);
}

static int terminal_width(void)
{
    struct winsize size;

    return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

static void open_bar(struct session *s)
{
    if (s->o->quiet)
        return;
    s->bar = (struct progress_bar){ .to = stderr,
                                    .is_terminal = isatty(STDERR_FILENO) == 1,
                                    .width = terminal_width() };
    log_set_hook(progress_bar_hide, progress_bar_show, &s->bar);
}

static void close_bar(struct session *s)
{
    log_set_hook(NULL, NULL, NULL);
    progress_bar_done(&s->bar);
}

static enum rc report(void *ctx, const struct inspection_outcome *out, struct err *err)
{
    struct session *s = ctx;
    const struct inspect_options *o = s->o;
    enum rc rc;

    close_bar(s);
    if ((rc = judge_run(
             &(struct judging){ .store = s->store, .run = out->run, .set = &s->indicators },
             err)) ||
        (s->field && (rc = field_write(s->field, err))) ||
        (o->on_left && (rc = o->on_left(o->run_ctx, buf_str(&s->left), err))))
        return rc;
    return write_report(s, out, err);
}

static enum rc inspect(struct session *s, struct err *err)
{
    const struct inspect_options *o = s->o;
    struct inspection_outcome out;
    enum rc rc;

    if ((rc = prepare(s, err)))
        return rc;
    open_bar(s);

    AUTO(json_freep) struct json *options = options_json(s);
    const struct site_limits *limits = NULL;

    if (o->keeps_pace && (rc = network_limits(s->store, &s->sites, o->fetch.rate, o->keeps_hours,
                                              &s->memory, &limits, err)))
        return rc;

    const struct inspection_options inspection = {
        .sites = &s->sites,
        .registry = &s->all.sites,
        .dir = o->out_dir,
        .store = s->store,
        .checks = s->rules.checks,
        .options_json = json_text(options, &s->memory),
        .now = s->now,
        .fetch = s->fetch,
        .max_pages = o->max_pages,
        .n_tries = o->n_tries,
        .try_gap_ms = o->try_gap_ms,
        .n_sites_at_once = o->n_sites_at_once,
        .max_site_ms = o->max_site_ms,
        .max_attachment = o->max_attachment,
        .is_incremental = o->is_incremental,
        .after_crash = o->after_crash,
        .limits = limits,
        .clock_offset_s = o->clock_offset_s,
        .give_up_at = o->give_up_at,
        .hurry = &hurry_asked,
        .browser = s->browser,
        .max_rendered = o->max_rendered,
        .stop = &stop_asked,
        .on_progress = show,
        .on_left = take_left,
        .ctx = s,
        .first = begin_run,
        .then = o->accounts_file ? survey : NULL,
        .report = report,
        .on_text = s->field ? learn_text : NULL,
    };

    rc = inspection_run(&inspection, &out, err);
    close_bar(s);
    return rc;
}

/* Memory that every inspection needs comes in large pages: a fault of the kernel for 512 ordinary
 * ones. */
static void begin_heap(void)
{
    void *begin;

    (void)mallopt(M_MMAP_THRESHOLD, NO_MAP_BYTES);
    begin = aligned_alloc(PAGE_BYTES, HEAP_BEGIN_BYTES);
    if (begin)
        (void)madvise(begin, HEAP_BEGIN_BYTES, MADV_HUGEPAGE);
    free(begin);
}

/* What a page needs the next one needs again: the end of the heap is not given back in between. */
static void keep_heap(void)
{
    (void)mallopt(M_TRIM_THRESHOLD, HEAP_END_BYTES);
    begin_heap();
    (void)mallopt(M_MMAP_THRESHOLD, OWN_MAP_BYTES);
}

int inspect_run(const struct inspect_options *o)
{
    AUTO(session_done) struct session s = { .o = o, .now = o->now ? o->now : clock_now() };
    struct err err = { 0 };

    if (o->quiet)
        log_set_level(LOG_ERROR);
    catch_signals();
    keep_heap();
    return inspect(&s, &err) ? app_fail(&err) : EXIT_DONE;
}
