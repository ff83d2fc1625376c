#include "base/base.h"

#include "browser/tab.h"

#include "base/clock.h"
#include "browser/base64.h"
#include "browser/mark.h"

#include <stdlib.h>

enum {
    VIRTUAL_MS = 5000, /* of timers that run before a page is read */
    START_MS = 20000,  /* until the tab is there */
    WHOLE_MS = 180000, /* with all that it waits for */
    READ_MS = 10000,   /* for the DOM, for the picture */
    CLOSE_MS = 3000,   /* one that does not let go costs the browser its life */
    VIEW_HEIGHT = 800,
    QUALITY = 70,        /* of the picture */
    QUALITY_LOW = 30,    /* when it is too large */
    DOWN_MAX = 10000000, /* pixels that a page may be high */
    REFUSED_MAX = 2000,  /* a page that goes on asking is read as it is */
};

void tab_done(struct tab *t)
{
    arena_done(&t->names);
    buf_done(&t->dom);
    buf_done(&t->picture);
    *t = (struct tab){ 0 };
}

/* ---- commands -------------------------------------------------------------------------------- */

static int64_t command(struct tab *t, struct line *l, const char *method, struct json *params)
{
    return line_send(l, method, t->session, params);
}

static void go_to(struct tab *t, enum tab_step step, int64_t awaited)
{
    t->step = step;
    t->awaited = awaited;
    t->step_ms = clock_ms();
}

void tab_open(struct tab *t, struct line *l, const struct browser_job *job, uint32_t serial)
{
    struct json *params = json_new_object();
    const struct buf dom = t->dom, picture = t->picture;
    const struct arena names = t->names;

    *t = (struct tab){
        .o = t->o, .job = *job, .serial = serial, .names = names, .dom = dom, .picture = picture
    };
    arena_reset(&t->names);
    buf_reset(&t->dom);
    buf_reset(&t->picture);
    t->asked = arena_array(&t->names, const struct str *, (size_t)t->o->max_requests);
    t->started_ms = t->seen_ms = clock_ms();
    json_put_bool(params, "disposeOnDetach", true);
    go_to(t, TAB_CONTEXT, line_send(l, "Target.createBrowserContext", (struct str){ 0 }, params));
}

static void make_target(struct tab *t, struct line *l)
{
    struct json *params = json_new_object();

    json_put_text(params, "url", STR("about:blank"));
    json_put_text(params, "browserContextId", t->context);
    json_put_int(params, "width", PICTURE_WIDTH);
    json_put_int(params, "height", VIEW_HEIGHT);
    go_to(t, TAB_TARGET, line_send(l, "Target.createTarget", (struct str){ 0 }, params));
}

static void attach(struct tab *t, struct line *l)
{
    struct json *params = json_new_object();

    json_put_text(params, "targetId", t->target);
    json_put_bool(params, "flatten", true);
    go_to(t, TAB_SESSION, line_send(l, "Target.attachToTarget", (struct str){ 0 }, params));
}

static void catch_requests(struct tab *t, struct line *l)
{
    struct json *params = json_new_object(), *patterns = json_new_array(), *all = json_new_object();

    json_put_text(all, "urlPattern", STR("*"));
    json_add(patterns, all);
    json_put(params, "patterns", patterns);
    (void)command(t, l, "Fetch.enable", params);
}

static void refuse_downloads(const struct tab *t, struct line *l)
{
    struct json *params = json_new_object();

    json_put_text(params, "behavior", STR("deny"));
    json_put_text(params, "browserContextId", t->context);
    (void)line_send(l, "Browser.setDownloadBehavior", (struct str){ 0 }, params);
}

static void set_view(struct tab *t, struct line *l)
{
    struct json *params = json_new_object();

    json_put_int(params, "width", PICTURE_WIDTH);
    json_put_int(params, "height", VIEW_HEIGHT);
    json_put_int(params, "deviceScaleFactor", 1);
    json_put_bool(params, "mobile", false);
    (void)command(t, l, "Emulation.setDeviceMetricsOverride", params);
}

/* The clock stands at our time until the page is there; then its timers run. */
static void set_clock(struct tab *t, struct line *l)
{
    struct json *params = json_new_object();

    json_put_text(params, "policy", STR("pause"));
    json_put_int(params, "initialVirtualTime", t->o->now ? t->o->now : clock_now());
    (void)command(t, l, "Emulation.setVirtualTimePolicy", params);
}

static int64_t run_clock(struct tab *t, struct line *l)
{
    struct json *params = json_new_object();

    json_put_text(params, "policy", STR("pauseIfNetworkFetchesPending"));
    json_put_int(params, "budget", VIRTUAL_MS);
    return command(t, l, "Emulation.setVirtualTimePolicy", params);
}

static void load(struct tab *t, struct line *l)
{
    struct json *params = json_new_object();

    (void)command(t, l, "Page.enable", NULL);
    (void)command(t, l, "Inspector.enable", NULL);
    catch_requests(t, l);
    refuse_downloads(t, l);
    set_view(t, l);
    set_clock(t, l);
    json_put_text(params, "url", t->job.url);
    go_to(t, TAB_LOADING, command(t, l, "Page.navigate", params)); /* an event ends it */
}

static void make_world(struct tab *t, struct line *l)
{
    struct json *params = json_new_object();

    json_put_text(params, "frameId", t->target);
    json_put_text(params, "worldName", STR("xunjian"));
    go_to(t, TAB_WORLD, command(t, l, "Page.createIsolatedWorld", params));
}

static void ask_for_dom(struct tab *t, struct line *l)
{
    AUTO(arena_done) struct arena a = { 0 };
    struct json *params = json_new_object();

    /* NUL and half characters are no text; too large comes back as null. */
    json_put_text(
        params, "expression",
        arena_printf(&a,
                     "(()=>{const d=document.documentElement,s=d?d.outerHTML:'';"
                     "return s.length>%lld?null:s.replaceAll('\\0','').toWellFormed()})()",
                     (long long)t->o->max_dom));
    json_put_int(params, "contextId", t->world);
    json_put_bool(params, "returnByValue", true);
    go_to(t, TAB_DOM, command(t, l, "Runtime.evaluate", params));
}

static struct json *of_marks(const struct tab *t)
{
    struct json *list = json_new_array();

    for (size_t i = 0; i < t->job.n_marks && i < BROWSER_MARKS_MAX; i++) {
        const struct browser_mark *m = &t->job.marks[i];
        struct json *one = json_new_object();

        json_put_text(one, "text", m->text);
        json_put_text(one, "around", m->around);
        json_put_text(one, "link", m->link);
        json_add(list, one);
    }
    return list;
}

static void ask_for_marks(struct tab *t, struct line *l)
{
    AUTO(arena_done) struct arena a = { 0 };
    AUTO(json_freep) struct json *marks = of_marks(t);
    struct json *params = json_new_object();

    json_put_text(params, "expression",
                  arena_printf(&a, "(%s)(%.*s)", mark_script, STR_ARG(json_text(marks, &a))));
    json_put_int(params, "contextId", t->world);
    json_put_bool(params, "returnByValue", true);
    go_to(t, TAB_MARKS, command(t, l, "Runtime.evaluate", params));
}

static void ask_for_picture(struct tab *t, struct line *l)
{
    struct json *params = json_new_object(), *clip = json_new_object();

    json_put_int(clip, "x", 0);
    json_put_int(clip, "y", t->clip_top);
    json_put_int(clip, "width", PICTURE_WIDTH);
    json_put_int(clip, "height", t->clip_n);
    json_put_int(clip, "scale", 1);
    json_put_text(params, "format", STR("webp"));
    json_put_int(params, "quality", t->quality);
    json_put(params, "clip", clip);
    json_put_bool(params, "captureBeyondViewport", true);
    go_to(t, TAB_PICTURE, command(t, l, "Page.captureScreenshot", params));
}

/* ---- the end --------------------------------------------------------------------------------- */

static void tell(struct tab *t, enum browser_outcome outcome, struct browser_event *out)
{
    const bool is_read = outcome == BROWSER_WHOLE || outcome == BROWSER_PARTLY;

    *out = (struct browser_event){
        .kind = BROWSER_DONE,
        .tag = t->job.tag,
        .outcome = outcome,
        .dom = is_read ? buf_str(&t->dom) : (struct str){ 0 },
        .picture = is_read ? buf_str(&t->picture) : (struct str){ 0 },
        .n_requests = t->n_requests,
        .n_refused = t->n_refused,
        .n_bytes = t->n_bytes,
        .ms = clock_ms() - t->started_ms,
    };
    t->job = (struct browser_job){ 0 };
}

/* The job goes back; the tab is free when the browser has let go of it. */
static bool finish(struct tab *t, struct line *l, enum browser_outcome outcome,
                   struct browser_event *out)
{
    struct json *params = json_new_object();

    tell(t, outcome, out);
    json_put_text(params, "browserContextId", t->context);
    go_to(t, TAB_CLOSING, line_send(l, "Target.disposeBrowserContext", (struct str){ 0 }, params));
    return true;
}

void tab_fail(struct tab *t, enum browser_outcome why, struct browser_event *out)
{
    tell(t, why, out);
    t->step = TAB_FREE;
}

static enum browser_outcome outcome_of(const struct tab *t)
{
    return t->is_late || t->n_refused ? BROWSER_PARTLY : BROWSER_WHOLE;
}

/* ---- requests -------------------------------------------------------------------------------- */

/* "Aborted" leaves a page as it is where "BlockedByClient" would show the browser's own. */
static void fail_request(struct tab *t, struct line *l, struct str name, const char *reason)
{
    struct json *params = json_new_object();

    json_put_text(params, "requestId", name);
    json_put_text(params, "errorReason", str_of(reason));
    (void)command(t, l, "Fetch.failRequest", params);
}

static bool is_passed_on(struct str name)
{
    static const char *const names[] = { "content-type", "location", "content-security-policy",
                                         "x-content-type-options" };

    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (str_eq_nocase(name, str_of(names[i])))
            return true;
    return str_starts_nocase(name, STR("access-control-"));
}

static bool is_printable(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] < ' ' || (unsigned char)s.p[i] > '~')
            return false;
    return true;
}

/* The browser refuses an answer whose fields are no fields. */
static struct json *fields_of(struct str headers)
{
    struct json *list = json_new_array();
    struct str line, name, value;

    while (str_line(&headers, &line)) {
        struct json *one;

        if (!str_cut(line, ':', &name, &value) || !is_passed_on(name) ||
            !is_printable(str_trim(value)))
            continue;
        one = json_new_object();
        json_put_text(one, "name", name);
        json_put_text(one, "value", str_trim(value));
        json_add(list, one);
    }
    return list;
}

static void fulfil(struct tab *t, struct line *l, struct str name, int status, struct str headers,
                   struct str body)
{
    AUTO(buf_done) struct buf packed = { 0 };
    struct json *params = json_new_object();

    base64_write(body, &packed);
    json_put_text(params, "requestId", name);
    json_put_int(params, "responseCode", status);
    json_put(params, "responseHeaders", fields_of(headers));
    json_put_text(params, "body", buf_str(&packed));
    (void)command(t, l, "Fetch.fulfillRequest", params);
}

/* What a page's content may depend on: without it, what is missing proves nothing. */
static bool is_content(struct str type)
{
    return str_eq(type, STR("Script")) || str_eq(type, STR("XHR")) || str_eq(type, STR("Fetch")) ||
           str_eq(type, STR("Document")) || str_eq(type, STR("EventSource")) ||
           str_eq(type, STR("Preflight"));
}

static bool is_look(struct str type)
{
    return str_eq(type, STR("Stylesheet")) || str_eq(type, STR("Image")) ||
           str_eq(type, STR("Font"));
}

static bool is_http(struct str url)
{
    return str_starts_nocase(url, STR("http://")) || str_starts_nocase(url, STR("https://"));
}

/* The page itself, once. Where its scripts send the reader is another page. */
static bool take_navigation(struct tab *t, struct line *l, struct str name)
{
    if (t->is_served) {
        t->n_refused++;
        fail_request(t, l, name, "Aborted");
        return false;
    }
    t->is_served = true;
    fulfil(t, l, name, 200, t->job.headers, t->job.body);
    return false;
}

/* true: the caller is to be asked. */
static bool take_request(struct tab *t, struct line *l, const struct json *params,
                         struct browser_event *out)
{
    const struct json *request = json_get(params, "request");
    const struct str name = json_get_str(params, "requestId"), url = json_get_str(request, "url");
    const struct str type = json_get_str(params, "resourceType");
    const bool is_wanted = is_content(type) || (t->job.wants_picture && is_look(type));
    struct str *kept;

    if (t->step != TAB_LOADING) {
        fail_request(t, l, name, "BlockedByClient");
        return false;
    }
    if (str_eq(type, STR("Document")) && str_eq(json_get_str(params, "frameId"), t->target))
        return take_navigation(t, l, name);
    if (!is_wanted || !is_http(url) || !str_eq(json_get_str(request, "method"), STR("GET")) ||
        t->n_asked == (size_t)t->o->max_requests || t->n_bytes > t->o->max_bytes) {
        t->n_refused += is_content(type);
        fail_request(t, l, name, "BlockedByClient");
        return false;
    }
    kept = arena_array(&t->names, struct str, 1);
    *kept = arena_copy(&t->names, name);
    t->asked[t->n_asked] = kept;
    *out = (struct browser_event){ .kind = BROWSER_REQUEST,
                                   .tag = t->job.tag,
                                   .request = (uint64_t)t->serial << 32 | t->n_asked,
                                   .url = arena_copy(&t->names, url),
                                   .page = t->job.url };
    t->n_asked++;
    t->n_open++;
    t->n_requests++;
    return true;
}

/* The name of a request that is not answered yet; NULL: it was, or the page is over. */
static const struct str *take_asked(struct tab *t, size_t request)
{
    const struct str *name = request < t->n_asked ? t->asked[request] : NULL;

    if (name) {
        t->asked[request] = NULL;
        t->n_open--;
    }
    return t->step == TAB_LOADING ? name : NULL;
}

void tab_answer(struct tab *t, struct line *l, size_t request, int status, struct str headers,
                struct str body)
{
    const struct str *name = take_asked(t, request);

    if (!name)
        return;
    t->n_refused += status >= 400;
    t->n_bytes += (int64_t)body.n;
    fulfil(t, l, *name, status, headers, body);
}

void tab_refuse(struct tab *t, struct line *l, size_t request)
{
    const struct str *name = take_asked(t, request);

    if (!name)
        return;
    t->n_refused++;
    fail_request(t, l, *name, "BlockedByClient");
}

/* ---- messages -------------------------------------------------------------------------------- */

static void dismiss(struct tab *t, struct line *l)
{
    struct json *params = json_new_object();

    json_put_bool(params, "accept", false);
    (void)command(t, l, "Page.handleJavaScriptDialog", params);
}

static bool take_event(struct tab *t, struct line *l, const struct message *m,
                       struct browser_event *out)
{
    if (str_eq(m->method, STR("Fetch.requestPaused")))
        return take_request(t, l, m->content, out);
    if (str_eq(m->method, STR("Page.javascriptDialogOpening")))
        dismiss(t, l);
    if (t->step == TAB_CLOSING)
        return false;
    if (str_eq(m->method, STR("Inspector.targetCrashed")))
        return finish(t, l, BROWSER_CRASHED, out);
    if (t->step == TAB_LOADING && t->is_there &&
        str_eq(m->method, STR("Emulation.virtualTimeBudgetExpired")))
        make_world(t, l);
    return false;
}

static bool take_dom(struct tab *t, struct line *l, const struct message *m,
                     struct browser_event *out)
{
    const struct json *value = json_get(json_get(m->content, "result"), "value");

    if (json_kind(value) != JSON_IS_TEXT)
        return finish(t, l, m->content ? BROWSER_TOO_LARGE : BROWSER_CRASHED, out);
    buf_add(&t->dom, STR("<!DOCTYPE html>"));
    buf_add(&t->dom, json_str(value));
    if (!t->job.wants_picture)
        return finish(t, l, outcome_of(t), out);
    ask_for_marks(t, l);
    return false;
}

static int64_t between(int64_t value, int64_t min, int64_t max)
{
    return value < min ? min : value > max ? max : value;
}

static void take_marks(struct tab *t, struct line *l, const struct message *m)
{
    const struct json *value = json_get(json_get(m->content, "result"), "value");

    t->clip_top = between(json_get_int(value, "top", 0), 0, DOWN_MAX);
    t->clip_n = between(json_get_int(value, "height", PICTURE_HEIGHT_MAX), 1, PICTURE_HEIGHT_MAX);
    t->quality = QUALITY;
    ask_for_picture(t, l);
}

static bool take_picture(struct tab *t, struct line *l, const struct message *m,
                         struct browser_event *out)
{
    const struct str data = json_get_str(m->content, "data");
    const bool is_too_large = data.n / 4 * 3 > (size_t)t->o->max_picture;

    if (is_too_large && t->quality > QUALITY_LOW) {
        t->quality = QUALITY_LOW;
        ask_for_picture(t, l);
        return false;
    }
    if (is_too_large || !base64_read(data, &t->picture))
        buf_reset(&t->picture);
    return finish(t, l, outcome_of(t), out);
}

static struct str name_in(struct tab *t, const struct message *m, const char *key)
{
    return arena_copy(&t->names, json_get_str(m->content, key));
}

static bool take_answer(struct tab *t, struct line *l, const struct message *m,
                        struct browser_event *out)
{
    switch (t->step) {
    case TAB_CONTEXT:
        t->context = name_in(t, m, "browserContextId");
        make_target(t, l);
        return false;
    case TAB_TARGET:
        t->target = name_in(t, m, "targetId");
        attach(t, l);
        return false;
    case TAB_SESSION:
        t->session = name_in(t, m, "sessionId");
        if (!t->session.n)
            return finish(t, l, BROWSER_CRASHED, out);
        load(t, l);
        return false;
    case TAB_WORLD:
        if (!m->content)
            return finish(t, l, BROWSER_CRASHED, out);
        t->world = json_get_int(m->content, "executionContextId", 0);
        ask_for_dom(t, l);
        return false;
    case TAB_DOM:
        return take_dom(t, l, m, out);
    case TAB_MARKS:
        take_marks(t, l, m);
        return false;
    case TAB_PICTURE:
        return take_picture(t, l, m, out);
    case TAB_CLOSING:
        t->step = TAB_FREE;
        return false;
    case TAB_LOADING: /* it shows what was handed in; then its clock runs */
        t->is_there = t->is_shown;
        t->is_shown = t->is_served && m->content && !json_get_str(m->content, "errorText").n;
        if (t->is_shown && !t->is_there)
            t->awaited = run_clock(t, l);
        return false;
    case TAB_FREE:
        break;
    }
    return false;
}

bool tab_take(struct tab *t, struct line *l, const struct message *m, struct browser_event *out)
{
    if (t->step == TAB_FREE)
        return false;
    if (m->id)
        return m->id == t->awaited && take_answer(t, l, m, out);
    return t->session.n && str_eq(m->session, t->session) && take_event(t, l, m, out);
}

/* ---- time ------------------------------------------------------------------------------------ */

bool tab_tick(struct tab *t, struct line *l, struct browser_event *out)
{
    const int64_t now = clock_ms(), in_step = now - t->step_ms;

    if (!t->n_open)
        t->used_ms += now - t->seen_ms;
    t->seen_ms = now;
    switch (t->step) {
    case TAB_LOADING:
        if (t->used_ms > t->o->page_ms || now - t->started_ms > WHOLE_MS ||
            (t->is_there && t->n_refused > REFUSED_MAX)) {
            if (!t->is_there)
                return finish(t, l, BROWSER_TIMEOUT, out);
            t->is_late = true;
            make_world(t, l);
        }
        return false;
    case TAB_CONTEXT:
    case TAB_TARGET:
    case TAB_SESSION:
        l->is_lost |= in_step > START_MS;
        return false;
    case TAB_WORLD:
    case TAB_DOM:
        return in_step > READ_MS && finish(t, l, BROWSER_TIMEOUT, out);
    case TAB_MARKS:
    case TAB_PICTURE:
        return in_step > READ_MS && finish(t, l, outcome_of(t), out);
    case TAB_CLOSING:
        l->is_lost |= in_step > CLOSE_MS;
        return false;
    case TAB_FREE:
        break;
    }
    return false;
}
