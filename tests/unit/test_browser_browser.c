/* The pool against the browser that is installed; skipped, saying so, where none is. */
#include "base/base.h"

#include "browser/browser.h"

#include "base/arena.h"
#include "base/file.h"

#include <dirent.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static const char html[] = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n";
static const char plain[] = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n";

/* What became of one page, and what it asked for. */
struct seen {
    struct arena a;
    enum browser_outcome outcome;
    struct str dom, picture, asked;
    int64_t n_requests, n_refused, ms;
    uint64_t request; /* the last one */
};

static void seen_done(struct seen *s)
{
    arena_done(&s->a);
}

static struct browser *new_browser(const struct browser_options *o)
{
    struct browser_options own = *o;
    struct browser *b;

    own.program = browser_find();
    own.user_agent = "xunjian/test (+test)";
    own.now = 1795000000; /* 2026-11-18 */
    browser_new(&own, &b);
    return b;
}

/* "/data" answers, all else is refused. */
static void answer(struct browser *b, const struct browser_event *e, struct seen *s)
{
    assert_true(browser_awaits(b, e->request));
    s->request = e->request;
    s->asked = arena_printf(&s->a, "%.*s%.*s ", STR_ARG(s->asked), STR_ARG(e->url));
    if (str_ends(e->url, STR("/data")))
        browser_answer(b, e->request, 200, str_of(plain), STR("\xe6\x95\xb0\xe6\x8d\xae"));
    else
        browser_refuse(b, e->request);
}

static void finish(struct browser *b, struct seen *s)
{
    struct browser_event e;

    while (browser_pending(b)) {
        if (!browser_next(b, 1000, &e))
            continue;
        if (e.kind == BROWSER_REQUEST) {
            answer(b, &e, s);
            continue;
        }
        s->outcome = e.outcome;
        s->dom = arena_copy(&s->a, e.dom);
        s->picture = arena_copy(&s->a, e.picture);
        s->n_requests = e.n_requests;
        s->n_refused = e.n_refused;
        s->ms = e.ms;
    }
}

static void begin(struct browser *b, struct str body, bool wants_picture)
{
    browser_start(b, &(struct browser_job){ .tag = NULL,
                                            .url = STR("http://www.a.gov.cn/p"),
                                            .headers = str_of(html),
                                            .body = body,
                                            .wants_picture = wants_picture });
}

static void show(struct browser *b, const char *body, struct seen *s)
{
    begin(b, str_of(body), false);
    finish(b, s);
}

static void need_browser(void)
{
    if (browser_find())
        return;
    print_message("no browser is installed\n");
    skip();
}

static void what_scripts_write_is_in_the_page(void **state)
{
    AUTO(browser_freep) struct browser *b = NULL;
    AUTO(seen_done) struct seen s = { 0 };

    (void)state;
    need_browser();
    b = new_browser(&(struct browser_options){ 0 });
    show(b,
         "<p>\xe5\xa5\xbd<script>fetch('/"
         "data').then(r=>r.text()).then(t=>document.body.append('got '+t));"
         "setTimeout(()=>document.body.append('late '+new Date().getFullYear()),3000)</script>",
         &s);
    assert_int_equal(s.outcome, BROWSER_WHOLE);
    assert_true(str_has(s.dom, STR("got \xe6\x95\xb0\xe6\x8d\xae")));
    assert_true(str_has(s.dom, STR("late 2026")));
    assert_true(str_has(s.dom, STR("\xe5\xa5\xbd")));
    assert_int_equal(s.n_requests, 1);
    assert_true(s.picture.n == 0);
    assert_false(browser_awaits(b, s.request)); /* the page is over */
}

static void what_was_refused_makes_the_page_partial(void **state)
{
    AUTO(browser_freep) struct browser *b = NULL;
    AUTO(seen_done) struct seen s = { 0 };

    (void)state;
    need_browser();
    b = new_browser(&(struct browser_options){ 0 });
    show(b, "<p>there<script src=/other.js></script>", &s);
    assert_int_equal(s.outcome, BROWSER_PARTLY);
    assert_true(str_has(s.dom, STR("there")));
    assert_int_equal(s.n_refused, 1);
}

/* Nothing of this gets further than to the caller, or not even there. */
static void pages_reach_nothing_by_themselves(void **state)
{
    AUTO(browser_freep) struct browser *b = NULL;
    AUTO(seen_done) struct seen s = { 0 };

    (void)state;
    need_browser();
    b = new_browser(&(struct browser_options){ 0 });
    show(b,
         "<body><script>"
         "const say=t=>document.body.append(t+';');"
         "for(const u of ['file:///etc/passwd','chrome://version','ftp://127.0.0.1/'])"
         "  fetch(u).then(r=>r.text()).then(t=>say('OPEN'+'ED '+u)).catch(()=>say('no'));"
         "fetch('http://169.254.169.254/latest').then(()=>say('OPEN'+'ED')).catch(()=>say('no "
         "meta'));"
         "fetch('/post',{method:'POST'}).then(()=>say('OPEN'+'ED')).catch(()=>say('no post'));"
         "try{const w=new WebSocket('ws://127.0.0.1:1/');w.onerror=()=>say('no socket');"
         "w.onopen=()=>say('OPEN'+'ED')}catch(e){say('no socket')}"
         "navigator.serviceWorker&&navigator.serviceWorker.register('/sw.js')"
         "  .then(()=>say('OPEN'+'ED')).catch(()=>say('no worker'));"
         "const p=window.open('http://www.b.gov.cn/popup');say(p?'window':'no window');"
         "</script><iframe src='file:///etc/passwd'></iframe><a id=d href=/data download></a>"
         "<script>alert(1);confirm(2);document.getElementById('d').click()</script>",
         &s);
    assert_false(str_has(s.dom, STR("OPENED")));
    assert_true(str_has(s.dom, STR("no meta;")));
    assert_true(str_has(s.dom, STR("no post;")));
    assert_true(str_has(s.dom, STR("no window;")));
    assert_false(str_has(s.dom, STR("root:x")));
    assert_true(str_has(s.asked, STR("http://169.254.169.254/latest")));
    assert_false(str_has(s.asked, STR("file:")));
    assert_false(str_has(s.asked, STR("popup")));
    assert_false(str_has(s.asked, STR("post")));
}

static void a_page_stays_where_it_is(void **state)
{
    AUTO(browser_freep) struct browser *b = NULL;
    AUTO(seen_done) struct seen s = { 0 };

    (void)state;
    need_browser();
    b = new_browser(&(struct browser_options){ 0 });
    show(b, "<p>first</p><script>location='http://www.b.gov.cn/'</script>", &s);
    assert_true(str_has(s.dom, STR("first")));
    assert_false(str_has(s.asked, STR("b.gov.cn")));
}

static void endless_scripts_cost_their_page_only(void **state)
{
    AUTO(browser_freep) struct browser *b = NULL;
    AUTO(seen_done) struct seen s = { 0 };
    AUTO(seen_done) struct seen next = { 0 };

    (void)state;
    need_browser();
    b = new_browser(&(struct browser_options){ .page_ms = 1000 });
    show(b, "<p>loop</p><script>for(;;);</script>", &s);
    assert_int_equal(s.outcome, BROWSER_TIMEOUT);
    assert_true(s.ms < 20000);
    show(b, "<p>next</p>", &next);
    assert_int_equal(next.outcome, BROWSER_WHOLE);
    assert_true(str_has(next.dom, STR("next")));
}

static void endless_memory_costs_its_page_only(void **state)
{
    AUTO(browser_freep) struct browser *b = NULL;
    AUTO(seen_done) struct seen s = { 0 };
    AUTO(seen_done) struct seen next = { 0 };

    (void)state;
    need_browser();
    b = new_browser(&(struct browser_options){ .page_ms = 10000 });
    show(b, "<script>const a=[];for(;;)a.push([1,a.length])</script>", &s);
    assert_true(s.outcome != BROWSER_WHOLE);
    show(b, "<p>next</p>", &next);
    assert_int_equal(next.outcome, BROWSER_WHOLE);
}

static void a_page_that_grows_is_too_large(void **state)
{
    AUTO(browser_freep) struct browser *b = NULL;
    AUTO(seen_done) struct seen s = { 0 };

    (void)state;
    need_browser();
    b = new_browser(&(struct browser_options){ .max_dom = 10000 });
    show(b, "<script>document.write('<p>'+'x'.repeat(20000))</script>", &s);
    assert_int_equal(s.outcome, BROWSER_TOO_LARGE);
    assert_true(s.dom.n == 0);
}

static void ten_thousand_requests_are_not_asked(void **state)
{
    AUTO(browser_freep) struct browser *b = NULL;
    AUTO(seen_done) struct seen s = { 0 };

    (void)state;
    need_browser();
    b = new_browser(&(struct browser_options){ .max_requests = 20 });
    show(b, "<p>many</p><script>for(let i=0;i<10000;i++)fetch('/'+i+'/data').catch(()=>0)</script>",
         &s);
    assert_int_equal(s.n_requests, 20);
    assert_int_equal(s.outcome, BROWSER_PARTLY);
    assert_true(str_has(s.dom, STR("many")));
}

/* The page's own scripts cannot say what is read of it. */
static void a_page_cannot_forge_what_is_read(void **state)
{
    AUTO(browser_freep) struct browser *b = NULL;
    AUTO(seen_done) struct seen s = { 0 };

    (void)state;
    need_browser();
    b = new_browser(&(struct browser_options){ 0 });
    show(b,
         "<p>true</p><script>Object.defineProperty(Element.prototype,'outerHTML',{get(){return "
         "'forged'}});String.prototype.replaceAll=()=>'forged'</script>",
         &s);
    assert_true(str_has(s.dom, STR("<p>true</p>")));
    assert_int_equal(s.outcome, BROWSER_WHOLE);
}

static void a_picture_is_made_when_it_is_wanted(void **state)
{
    AUTO(browser_freep) struct browser *b = NULL;
    AUTO(seen_done) struct seen s = { 0 };

    (void)state;
    need_browser();
    b = new_browser(&(struct browser_options){ 0 });
    begin(b, STR("<h1>\xe5\xa5\xbd</h1><div style='height:9000px'>x</div><p>end"), true);
    finish(b, &s);
    assert_int_equal(s.outcome, BROWSER_WHOLE);
    assert_true(s.picture.n > 100);
    assert_true(str_starts(s.picture, STR("RIFF")));
    assert_true(str_eq(str_sub(s.picture, 8, 4), STR("WEBP")));
}

/* Width and height of a WebP picture, of the extended form or with loss (RFC 9649). */
static void size_of(struct str webp, int *width, int *height)
{
    const unsigned char *p = (const unsigned char *)webp.p;

    assert_true(webp.n > 30);
    if (memcmp(p + 12, "VP8X", 4) == 0) {
        *width = 1 + (p[24] | p[25] << 8);
        *height = 1 + (p[27] | p[28] << 8);
        return;
    }
    assert_memory_equal(p + 12, "VP8 ", 4);
    *width = p[26] | (p[27] & 0x3f) << 8;
    *height = p[28] | (p[29] & 0x3f) << 8;
}

static void show_marked(struct browser *b, const char *body, const struct browser_mark *m,
                        struct seen *s)
{
    browser_start(b, &(struct browser_job){ .url = STR("http://www.a.gov.cn/p"),
                                            .headers = str_of(html),
                                            .body = str_of(body),
                                            .wants_picture = true,
                                            .marks = m,
                                            .n_marks = m ? 1 : 0 });
    finish(b, s);
    assert_int_equal(s->outcome, BROWSER_WHOLE);
}

static void a_picture_is_as_high_as_its_page(void **state)
{
    AUTO(browser_freep) struct browser *b = NULL;
    AUTO(seen_done) struct seen low = { 0 };
    AUTO(seen_done) struct seen high = { 0 };
    int width, height;

    (void)state;
    need_browser();
    b = new_browser(&(struct browser_options){ 0 });
    show_marked(b, "<body style='margin:0'><div style='height:1500px'>x</div>", NULL, &low);
    size_of(low.picture, &width, &height);
    assert_int_equal(width, PICTURE_WIDTH);
    assert_int_equal(height, 1500);
    show_marked(b, "<body style='margin:0'><div style='height:9000px'>x</div>", NULL, &high);
    size_of(high.picture, &width, &height);
    assert_int_equal(height, PICTURE_HEIGHT_MAX);
}

/* A frame changes the picture; what is not on the page changes nothing. */
static void a_mark_is_framed(void **state)
{
    static const char page[] =
        "<body style='margin:0'><p>one <b>tw</b>o three</p><div style='display:none'>"
        "<a href='http://bet.example/'>x</a></div><p style='height:100px'>";
    const struct browser_mark marks[] = { { .text = STR("nowhere") },
                                          { .text = STR("two") },
                                          { .text = STR("o"),
                                            .around = STR("\xe2\x80\xa6wo three") },
                                          { .link = STR("http://bet.example/") } };
    AUTO(browser_freep) struct browser *b = NULL;
    AUTO(seen_done) struct seen plain_one = { 0 };
    struct str pictures[COUNT_OF(marks)];
    AUTO(arena_done) struct arena a = { 0 };

    (void)state;
    need_browser();
    b = new_browser(&(struct browser_options){ 0 });
    show_marked(b, page, NULL, &plain_one);
    for (size_t i = 0; i < COUNT_OF(marks); i++) {
        AUTO(seen_done) struct seen s = { 0 };

        show_marked(b, page, &marks[i], &s);
        pictures[i] = arena_copy(&a, s.picture);
    }
    assert_true(str_eq(plain_one.picture, pictures[0]));
    assert_false(str_eq(plain_one.picture, pictures[1]));
    assert_false(str_eq(plain_one.picture, pictures[2]));
    assert_false(str_eq(pictures[1], pictures[2]));
    /* the link is hidden in a child of body, of which nothing is seen: there is nothing to frame */
    assert_true(str_eq(plain_one.picture, pictures[3]));
}

static void a_mark_far_down_is_in_the_picture(void **state)
{
    const struct browser_mark m = { .text = STR("end") };
    AUTO(browser_freep) struct browser *b = NULL;
    AUTO(seen_done) struct seen s = { 0 };
    int width, height;

    (void)state;
    need_browser();
    b = new_browser(&(struct browser_options){ 0 });
    show_marked(b, "<body style='margin:0'><div style='height:9000px'>x</div><p>end", &m, &s);
    size_of(s.picture, &width, &height);
    assert_true(height > 600 && height < 800);
}

static void a_large_picture_is_taken_coarser(void **state)
{
    static const char page[] =
        "<canvas id=c width=800 height=700></canvas><script>const g=c.getContext('2d'),"
        "i=g.createImageData(800,700);let s=1;for(let k=0;k<i.data.length;k++)"
        "i.data[k]=k%4==3?255:(s=(s*1103515245+12345)&2147483647)>>16&255;g.putImageData(i,0,0)"
        "</script>";
    AUTO(browser_freep) struct browser *b = NULL;
    AUTO(browser_freep) struct browser *narrow = NULL;
    AUTO(seen_done) struct seen s = { 0 };
    AUTO(seen_done) struct seen coarse = { 0 };

    (void)state;
    need_browser();
    b = new_browser(&(struct browser_options){ 0 });
    show_marked(b, page, NULL, &s);
    assert_true(s.picture.n > 1000);
    narrow = new_browser(&(struct browser_options){ .max_picture = (int64_t)s.picture.n - 1 });
    show_marked(narrow, page, NULL, &coarse);
    assert_true(coarse.picture.n > 0 && coarse.picture.n < s.picture.n);
}

static void a_picture_that_is_too_large_is_left_out(void **state)
{
    AUTO(browser_freep) struct browser *b = NULL;
    AUTO(seen_done) struct seen s = { 0 };

    (void)state;
    need_browser();
    b = new_browser(&(struct browser_options){ .max_picture = 100 });
    begin(b, STR("<h1>\xe5\xa5\xbd</h1>"), true);
    finish(b, &s);
    assert_int_equal(s.outcome, BROWSER_WHOLE);
    assert_true(s.picture.n == 0);
}

/* The browser that this process started; 0: none. */
static pid_t child_of_ours(void)
{
    AUTO(buf_done) struct buf path = { 0 };
    AUTO(buf_done) struct buf text = { 0 };
    struct str word, rest;
    int64_t pid = 0;

    buf_addf(&path, "/proc/self/task/%d/children", (int)getpid());
    buf_add_char(&path, '\0');
    if (file_read(path.p, 4096, &text, NULL))
        return 0;
    (void)str_cut(buf_str(&text), ' ', &word, &rest);
    return str_to_i64(word, 1, INT32_MAX, &pid) ? (pid_t)pid : 0;
}

static void a_killed_browser_is_started_anew(void **state)
{
    AUTO(browser_freep) struct browser *b = NULL;
    AUTO(seen_done) struct seen s = { 0 };
    struct browser_event e;
    pid_t child;

    (void)state;
    need_browser();
    b = new_browser(&(struct browser_options){ 0 });
    begin(b, STR("<p>again</p><script src=/data></script>"), false);
    while (!browser_next(b, 1000, &e)) /* it asks for /data */
        ;
    assert_int_equal(e.kind, BROWSER_REQUEST);
    child = child_of_ours();
    assert_true(child > 0);
    assert_int_equal(kill(child, SIGKILL), 0);
    finish(b, &s);
    assert_true(str_has(s.dom, STR("again")));
    assert_true(str_has(s.asked, STR("/data")));
}

static void what_is_no_browser_is_unavailable(void **state)
{
    AUTO(browser_freep) struct browser *b = NULL;
    AUTO(seen_done) struct seen s = { 0 };

    (void)state;
    browser_new(&(struct browser_options){ .program = "/bin/false", .user_agent = "x" }, &b);
    show(b, "<p>x", &s);
    assert_int_equal(s.outcome, BROWSER_UNAVAILABLE);
    assert_true(s.dom.n == 0);
}

static size_t n_folders(void)
{
    DIR *dir = opendir("/tmp");
    size_t n = 0;

    for (const struct dirent *e; dir && (e = readdir(dir));)
        n += str_starts(str_of(e->d_name), STR("xunjian-browser-"));
    if (dir)
        (void)closedir(dir);
    return n;
}

static void its_folder_goes_with_it(void **state)
{
    AUTO(browser_freep) struct browser *b = NULL;
    AUTO(seen_done) struct seen s = { 0 };
    size_t n_before;

    (void)state;
    need_browser();
    b = new_browser(&(struct browser_options){ 0 });
    show(b, "<p>x", &s);
    n_before = n_folders();
    browser_freep(&b);
    assert_true(n_folders() < n_before);
}

/* Its owner was killed and removed nothing; that of one that lives is left alone. */
static void a_folder_that_was_left_is_removed(void **state)
{
    char left[] = "/tmp/xunjian-browser-XXXXXX", living[] = "/tmp/xunjian-browser-XXXXXX";
    AUTO(browser_freep) struct browser *b = NULL;
    AUTO(seen_done) struct seen s = { 0 };
    AUTO(arena_done) struct arena a = { 0 };
    int fd;

    (void)state;
    need_browser();
    assert_non_null(mkdtemp(living));
    fd = open(living, O_RDONLY | O_DIRECTORY);
    assert_int_equal(flock(fd, LOCK_EX), 0);
    assert_non_null(mkdtemp(left));
    assert_int_equal(mkdir(arena_printf(&a, "%s/Default", left).p, 0700), 0);
    b = new_browser(&(struct browser_options){ 0 });
    show(b, "<p>x", &s);
    assert_int_equal(access(left, F_OK), -1);
    assert_int_equal(access(living, F_OK), 0);
    (void)close(fd);
    (void)rmdir(living);
}

/* Nobody may lay links there while it is walked: root follows none, for it does not walk. */
static void root_removes_only_what_the_browser_may(void **state)
{
    enum { NOBODY = 65534 };
    AUTO(browser_freep) struct browser *b = NULL;
    AUTO(arena_done) struct arena a = { 0 };
    char left[] = "/tmp/xunjian-browser-XXXXXX";
    const char *folder, *kept, *own;
    AUTO(seen_done) struct seen s = { 0 };

    (void)state;
    need_browser();
    if (geteuid() != 0)
        skip();
    assert_non_null(mkdtemp(left));
    folder = arena_printf(&a, "%s/Default", left).p;
    kept = arena_printf(&a, "%s/Default/kept", left).p;
    own = arena_printf(&a, "%s/own", left).p;
    assert_int_equal(mkdir(folder, 0755), 0);
    assert_int_equal(mkdir(kept, 0755), 0);
    assert_int_equal(mkdir(own, 0755), 0);
    assert_int_equal(chown(own, NOBODY, NOBODY), 0);
    assert_int_equal(chown(left, NOBODY, NOBODY), 0);
    b = new_browser(&(struct browser_options){ 0 });
    show(b, "<p>x", &s);
    assert_int_equal(access(own, F_OK), -1);
    assert_int_equal(access(kept, F_OK), 0);
    assert_true(rmdir(kept) == 0 && rmdir(folder) == 0 && rmdir(left) == 0);
}

static void what_is_dropped_comes_back(void **state)
{
    AUTO(browser_freep) struct browser *b = NULL;
    void *tag;

    (void)state;
    browser_new(&(struct browser_options){ .program = "/bin/false", .user_agent = "x" }, &b);
    begin(b, STR("<p>1"), false);
    begin(b, STR("<p>2"), false);
    assert_int_equal(browser_pending(b), 2);
    assert_true(browser_drop(b, &tag));
    assert_true(browser_drop(b, &tag));
    assert_false(browser_drop(b, &tag));
    assert_int_equal(browser_pending(b), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_scripts_write_is_in_the_page),
        cmocka_unit_test(what_was_refused_makes_the_page_partial),
        cmocka_unit_test(pages_reach_nothing_by_themselves),
        cmocka_unit_test(a_page_stays_where_it_is),
        cmocka_unit_test(endless_scripts_cost_their_page_only),
        cmocka_unit_test(endless_memory_costs_its_page_only),
        cmocka_unit_test(a_page_that_grows_is_too_large),
        cmocka_unit_test(ten_thousand_requests_are_not_asked),
        cmocka_unit_test(a_page_cannot_forge_what_is_read),
        cmocka_unit_test(a_picture_is_made_when_it_is_wanted),
        cmocka_unit_test(a_picture_is_as_high_as_its_page),
        cmocka_unit_test(a_mark_is_framed),
        cmocka_unit_test(a_mark_far_down_is_in_the_picture),
        cmocka_unit_test(a_large_picture_is_taken_coarser),
        cmocka_unit_test(a_picture_that_is_too_large_is_left_out),
        cmocka_unit_test(a_killed_browser_is_started_anew),
        cmocka_unit_test(what_is_no_browser_is_unavailable),
        cmocka_unit_test(its_folder_goes_with_it),
        cmocka_unit_test(a_folder_that_was_left_is_removed),
        cmocka_unit_test(root_removes_only_what_the_browser_may),
        cmocka_unit_test(what_is_dropped_comes_back),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
