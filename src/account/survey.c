#include "base/base.h"

#include "account/survey.h"

#include "account/surveyor.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/file.h"
#include "net/url.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum {
    AT_ONCE = 64,
    WAIT_MS = 50,
    PROGRESS_MS = 250,
    REDIRECTS_MAX = 10,
    TRIES = 2,
    SOURCE_BYTES_MAX = 8 << 20,
    LOOK_BYTES_MAX = 512 << 10, /* of a page that need only be there; a program is longer */
    FILE_BYTES_MAX = 64 << 20,
};

/* ---- addresses that are known ---- */

static const struct known_look *known_at(const struct surveyor *s, struct str url)
{
    const uint32_t place = hashes_find(&s->index, str_hash(url));

    return place ? (const struct known_look *)(const void *)s->known.p + place - 1 : NULL;
}

static void remember(struct surveyor *s, const struct errand *e)
{
    const struct look *l = e->look;
    struct known_look k = { .look = *l, .ref = arena_copy(&s->memory, e->ref) };

    if (e->purpose == FOR_POSTS || known_at(s, l->url))
        return;
    k.look.name = (struct str){ 0 };
    k.look.url = arena_copy(&s->memory, l->url);
    k.look.final_url = arena_copy(&s->memory, l->final_url);
    buf_add(&s->known, str_from((const char *)&k, sizeof(k)));
    hashes_put(&s->index, str_hash(k.look.url), (uint32_t)(s->known.n / sizeof(k)));
}

/* ---- errands ---- */

static void send(struct surveyor *s, struct errand *e)
{
    const bool is_source = e->purpose == FOR_POSTS;

    fetch_start(s->fetcher, &(struct fetch_request){
                                .url = e->at,
                                .max_body = is_source ? SOURCE_BYTES_MAX : LOOK_BYTES_MAX,
                                .ignore_tls = is_source, /* what it says is dated, not trusted */
                                .tag = e,
                                .named = { is_source ? e->look->url : (struct str){ 0 } },
                            });
}

static void finish(struct surveyor *s, struct errand *e)
{
    e->is_done = true;
    e->visit->n_open--;
    remember(s, e);
}

/* Looks at the URL, unless it is none or was looked at before. */
static void begin_errand(struct surveyor *s, struct account_visit *v, enum purpose purpose,
                         struct look *look)
{
    struct errand *e = &v->errands[v->n_errands++];
    const struct known_look *known = known_at(s, look->url);
    struct url url;

    *e = (struct errand){ .visit = v, .purpose = purpose, .look = look };
    if (known && purpose != FOR_POSTS) {
        const struct str name = look->name;

        *look = known->look;
        look->name = name;
        e->ref = known->ref;
        e->is_done = true;
    } else if (url_parse(look->url, NULL, NULL, &v->memory, &url)) {
        look->reason = REASON_URL;
        e->is_done = true;
    } else {
        look->url = e->at = url.href;
        v->n_open++;
        send(s, e);
    }
}

/* ---- sources ---- */

/* A table is kept: the accounts of an import stand beside each other in the list. */
static void read_table(struct surveyor *s, struct str path, struct str bytes)
{
    struct err err = { 0 };

    posts_table_freep(&s->file);
    s->file_path = arena_copy(&s->memory, path);
    s->file_fault = (struct str){ 0 };
    if (posts_table_read(bytes, s->o->now, &s->file, &err))
        s->file_fault = arena_printf(&s->memory, "导入的文件读不出来：%s", err.text);
}

static void take_table(struct surveyor *s, struct account_visit *v)
{
    v->view.unseen = s->file_fault;
    if (s->file)
        (void)posts_table_of(s->file, v->account, &v->memory, &v->view.posts, &v->view.unseen);
}

/* Nobody looked at the account since the file was made. */
static int32_t day_of_file(const char *path)
{
    struct stat st;

    return stat(path, &st) ? DAY_NONE : day_of_time(st.st_mtime);
}

static void read_file(struct surveyor *s, struct account_visit *v)
{
    AUTO(buf_done) struct buf bytes = { 0 };
    struct account_view *view = &v->view;
    struct err err = { 0 };

    view->source_final = (struct str){ 0 };
    if (str_eq(v->account->source, s->file_path)) {
        take_table(s, v);
        return;
    }
    if (file_read(v->account->source.p, FILE_BYTES_MAX, &bytes, &err)) {
        view->unseen = arena_printf(&v->memory, "导入的文件读不出来：%s", err.text);
        return;
    }
    if (posts_is_table(buf_str(&bytes))) {
        read_table(s, v->account->source, buf_str(&bytes));
        take_table(s, v);
        return;
    }

    const struct posts_input in = { .body = arena_copy(&v->memory, buf_str(&bytes)),
                                    .now = s->o->now,
                                    .reader = s->reader };

    if (posts_read(&in, &v->memory, &view->posts, &view->unseen) &&
        view->posts.grade != ACCOUNT_SELF)
        view->posts.grade = ACCOUNT_IMPORT;
}

static struct str failure_text(struct account_visit *v, const struct look *l)
{
    char word[REASON_TEXT_BYTES];

    if (l->reason == REASON_HTTP)
        return arena_printf(&v->memory, "数据源打不开（%s）",
                            reason_text(l->reason, l->http_status, word));
    return arena_printf(&v->memory, "数据源打不开（%s）", reason_title(l->reason));
}

/* The answer's strings, which the fetcher lends only until its next one. */
static struct archive_record record_of(struct account_visit *v, const struct fetch_result *r)
{
    return (struct archive_record){
        .url = arena_copy(&v->memory, r->url),
        .at = r->at,
        .ip = arena_copy(&v->memory, r->ip),
        .headers = arena_copy(&v->memory, r->headers),
        .body = arena_copy(&v->memory, r->body),
    };
}

static void take_source(struct surveyor *s, struct account_visit *v, const struct fetch_result *r)
{
    struct account_view *view = &v->view;

    v->answer = record_of(v, r);
    view->source_final = v->answer.url;
    if (v->source.reason != REASON_NONE) {
        view->unseen = failure_text(v, &v->source);
        return;
    }

    const struct posts_input in = { .url = v->answer.url,
                                    .content_type = arena_copy(&v->memory, r->content_type),
                                    .body = v->answer.body,
                                    .now = s->o->now,
                                    .reader = s->reader };

    (void)posts_read(&in, &v->memory, &view->posts, &view->unseen);
}

/* What a unit says of itself counts when its newest post can be opened. */
static void verify_self_report(struct surveyor *s, struct account_visit *v)
{
    const struct posts *p = &v->view.posts;

    if (p->grade != ACCOUNT_SELF || v->view.unseen.n || p->n == 0 || v->newest.url.n)
        return;
    if (!p->posts[0].url.n) {
        v->view.unseen = STR("自报的最新一条没有链接，无法核实");
        return;
    }
    v->newest.url = p->posts[0].url;
    begin_errand(s, v, FOR_NEWEST, &v->newest);
}

/* ---- answers ---- */

/* A page is read for what it really says; other files are there when they come. */
static bool shows_error(struct surveyor *s, struct account_visit *v, const struct fetch_result *r)
{
    struct page page;

    if (r->body.n == 0 || str_find_nocase(r->content_type, STR("html")) == STR_NONE)
        return false;
    page_read(s->reader,
              &(struct page_input){ .url = r->url,
                                    .content_type = r->content_type,
                                    .body = arena_copy(&v->memory, r->body),
                                    .today = day_of_time(s->o->now) },
              &v->memory, &page);
    return page.kind == PAGE_SOFT_ERROR;
}

/* The next hop was sent. */
static bool follow(struct surveyor *s, struct errand *e, const struct fetch_result *r)
{
    struct account_visit *v = e->visit;
    struct url base, next;

    if (r->http_status < 300 || r->http_status > 399 || r->http_status == 304 || !r->location.n)
        return false;
    if (url_parse(e->at, NULL, NULL, &v->memory, &base) ||
        url_parse(arena_copy(&v->memory, r->location), &base, NULL, &v->memory, &next))
        return false;
    if (++e->n_hops > REDIRECTS_MAX) {
        e->look->reason =
            str_eq(next.href, e->look->url) ? REASON_REDIRECT_LOOP : REASON_TOO_MANY_REDIRECTS;
        return false;
    }
    e->at = next.href;
    send(s, e);
    return true;
}

static void plan_second_try(struct surveyor *s, struct errand *e)
{
    e->due_ms = clock_ms() + s->o->try_gap_ms;
    e->at = e->look->url;
    e->n_hops = 0;
    e->next_due = NULL;
    *s->last_due = e;
    s->last_due = &e->next_due;
}

static void send_due(struct surveyor *s)
{
    const int64_t now = clock_ms();

    while (s->due && s->due->due_ms <= now) {
        struct errand *e = s->due;

        s->due = e->next_due;
        if (!s->due)
            s->last_due = &s->due;
        e->due_ms = 0;
        send(s, e);
    }
}

/* How it ended; a body past the limit is one that is there. */
static void read_ending(struct surveyor *s, struct errand *e, const struct fetch_result *r)
{
    struct look *l = e->look;

    l->reason = r->reason == REASON_TOO_LARGE ? REASON_NONE : r->reason;
    l->http_status = r->http_status;
    if (l->reason == REASON_NONE && e->purpose != FOR_POSTS && shows_error(s, e->visit, r))
        l->reason = REASON_SOFT_404;
    if (!str_eq(e->at, l->url))
        l->final_url = e->at;
}

static enum rc keep_failure(struct surveyor *s, struct errand *e, const struct fetch_result *r,
                            struct err *err)
{
    struct account_visit *v = e->visit;
    const struct archive_record record = record_of(v, r);

    if (e->purpose == FOR_POSTS || !r->headers.n)
        return RC_OK;
    return archive_add(s->o->archive, &record, &v->memory, &e->ref, err);
}

static enum rc take_answer(struct surveyor *s, struct errand *e, const struct fetch_result *r,
                           struct err *err)
{
    struct account_visit *v = e->visit;
    enum rc rc = RC_OK;

    s->progress.n_requests++;
    e->look->reason = REASON_NONE;
    if (follow(s, e, r))
        return RC_OK;
    if (e->look->reason == REASON_NONE)
        read_ending(s, e, r);
    if (e->look->reason != REASON_NONE && ++e->n_tries < TRIES) {
        plan_second_try(s, e);
        return RC_OK;
    }
    e->look->is_passing = reason_is_passing(e->look->reason, e->look->http_status);
    if (e->look->reason != REASON_NONE)
        rc = keep_failure(s, e, r, err);
    finish(s, e);
    if (e->purpose == FOR_POSTS) {
        take_source(s, v, r);
        verify_self_report(s, v);
    } else if (e->purpose == FOR_NEWEST && e->look->reason != REASON_NONE) {
        v->view.unseen = STR("自报的最新一条打不开，无法核实");
    }
    return rc;
}

/* ---- accounts ---- */

static void begin_menu(struct surveyor *s, struct account_visit *v)
{
    const struct account *account = v->account;
    struct look *menu = arena_array(&v->memory, struct look, account->n_menu);

    v->view.menu = menu;
    for (size_t i = 0; i < account->n_menu; i++) {
        const struct menu_entry *entry = &account->menu[i];

        if (entry->is_answered)
            continue;
        menu[v->view.n_menu] = (struct look){ .name = entry->name, .url = entry->href };
        begin_errand(s, v, FOR_MENU, &menu[v->view.n_menu++]);
    }
}

static void begin_visit(struct surveyor *s, struct account_visit *v, const struct account *account)
{
    v->account = account;
    v->view = (struct account_view){ .account = account, .source_final = account->source };
    v->source = v->newest = (struct look){ 0 };
    v->answer = (struct archive_record){ 0 };
    v->errands = arena_array(&v->memory, struct errand, account->n_menu + 3);
    v->n_errands = v->n_open = 0;
    v->answer_ref = (struct str){ 0 };
    if (!account->source.n) {
        v->view.unseen = STR("没有登记数据源");
    } else if (account->source_is_file) {
        read_file(s, v);
        v->view.posts.as_of = day_of_file(v->account->source.p);
        verify_self_report(s, v);
    } else {
        v->source.url = account->source;
        begin_errand(s, v, FOR_POSTS, &v->source);
    }
    if (account->state != ACCOUNT_RUNNING)
        return;
    begin_menu(s, v);
    if (account->download.n) {
        struct look *look = arena_alloc(&v->memory, sizeof(*look));

        look->url = account->download;
        v->view.download = look;
        begin_errand(s, v, FOR_DOWNLOAD, look);
    }
}

static enum rc end_visit(struct surveyor *s, struct account_visit *v, struct err *err)
{
    enum rc rc;

    if (!v->account || v->n_open)
        return RC_OK;
    rc = visit_hand_over(s, v, err);
    v->account = NULL;
    arena_reset(&v->memory);
    s->progress.n_done++;
    return rc;
}

/* Those of the list that have no result yet, as many as there is room for. */
static enum rc start_visits(struct surveyor *s, struct err *err)
{
    AUTO(arena_done) struct arena a = { 0 };
    enum rc rc = RC_OK;

    for (size_t i = 0; i < s->n_visits && !rc; i++)
        while (!s->visits[i].account && s->n_next < s->o->accounts->n && !rc) {
            const struct account *next = &s->o->accounts->accounts[s->n_next++];
            struct str result;

            arena_reset(&a);
            rc = store_get_site(s->o->store, s->o->run, next->id, &a, &result, err);
            if (rc == RC_OK) {
                s->progress.n_done++;
                continue;
            }
            if (rc != RC_NOT_FOUND)
                return rc;
            begin_visit(s, &s->visits[i], next);
            rc = end_visit(s, &s->visits[i], err);
        }
    return rc;
}

/* ---- the loop ---- */

static void tell(struct surveyor *s)
{
    s->told_ms = clock_ms();
    if (s->o->on_progress)
        s->o->on_progress(s->o->ctx, &s->progress);
}

static bool is_busy(const struct surveyor *s)
{
    for (size_t i = 0; i < s->n_visits; i++)
        if (s->visits[i].account)
            return true;
    return s->n_next < s->o->accounts->n;
}

static enum rc pump(struct surveyor *s, struct err *err)
{
    enum rc rc = start_visits(s, err);

    while (!rc && is_busy(s)) {
        struct fetch_result r;

        if (s->o->stop && *s->o->stop)
            return err_set(err, RC_STOPPED, "已按要求停止，进度已保存；用同样的命令可以接着做");
        if (clock_ms() - s->told_ms >= PROGRESS_MS)
            tell(s);
        send_due(s);
        if (!fetch_next(s->fetcher, WAIT_MS, &r))
            continue;

        struct errand *e = r.tag;

        rc = take_answer(s, e, &r, err);
        if (!rc)
            rc = end_visit(s, e->visit, err);
        if (!rc)
            rc = start_visits(s, err);
    }
    return rc;
}

static void find_units(struct surveyor *s)
{
    const struct site_list *sites = s->o->sites;

    for (size_t i = 0; sites && i < sites->n; i++)
        if (!hashes_find(&s->unit_sites, str_hash(sites->sites[i].sponsor)))
            hashes_put(&s->unit_sites, str_hash(sites->sites[i].sponsor), (uint32_t)i + 1);
}

static void surveyor_done(struct surveyor *s)
{
    fetcher_freep(&s->fetcher);
    page_reader_freep(&s->reader);
    posts_table_freep(&s->file);
    for (size_t i = 0; i < s->n_visits; i++)
        arena_done(&s->visits[i].memory);
    free(s->visits);
    hashes_done(&s->index);
    hashes_done(&s->unit_sites);
    buf_done(&s->known);
    arena_done(&s->memory);
}

enum rc survey_run(const struct survey_options *o, struct survey_progress *out, struct err *err)
{
    AUTO(surveyor_done)
    struct surveyor s = { .o = o,
                          .n_visits = (size_t)(o->n_at_once ? o->n_at_once : AT_ONCE),
                          .progress = { .n_accounts = o->accounts->n } };
    enum rc rc = fetcher_new(&o->fetch, &s.fetcher, err);

    *out = s.progress;
    if (rc)
        return rc;
    s.reader = page_reader_new(NULL);
    s.last_due = &s.due;
    s.visits = calloc(s.n_visits, sizeof(*s.visits));
    ASSERT(s.visits);
    find_units(&s);
    rc = pump(&s, err);
    if (!rc)
        rc = archive_sync(o->archive, err);
    tell(&s);
    *out = s.progress;
    return rc;
}
