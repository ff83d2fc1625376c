/* What is opened in the opener harms nobody: each piece of work here does what a hostile file
 * would. */
#include "base/base.h"

#include "web/opener.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { ECHO, CRASH, SLEEP, SWELL, ESCAPE, READ_FILES, WORKS_N };

static void echo(const int files[OPENER_FILES_MAX], struct str request, struct buf *answer)
{
    (void)files;
    buf_add(answer, STR("heard "));
    buf_add(answer, request);
}

static void crash(const int files[OPENER_FILES_MAX], struct str request, struct buf *answer)
{
    (void)files;
    (void)request;
    (void)answer;
    _exit(3);
}

static void never_end(const int files[OPENER_FILES_MAX], struct str request, struct buf *answer)
{
    volatile bool goes_on = true;

    (void)files;
    (void)request;
    (void)answer;
    while (goes_on)
        ;
}

static void swell(const int files[OPENER_FILES_MAX], struct str request, struct buf *answer)
{
    (void)files;
    (void)request;
    while (!answer->rc)
        buf_add(answer, STR("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"));
}

/* Says what it could do that it should not. */
static void escape(const int files[OPENER_FILES_MAX], struct str request, struct buf *answer)
{
    (void)files;
    (void)request;
    if (open("/etc/passwd", O_RDONLY) >= 0)
        buf_add(answer, STR("file "));
    if (open("/tmp/xj-opener-escaped", O_WRONLY | O_CREAT, 0600) >= 0)
        buf_add(answer, STR("new file "));
    if (socket(AF_INET, SOCK_STREAM, 0) >= 0)
        buf_add(answer, STR("socket "));
    if (fork() >= 0)
        buf_add(answer, STR("process "));
    if (kill(getppid(), 0) == 0)
        buf_add(answer, STR("signal "));
    buf_add(answer, STR("end"));
}

static void read_files(const int files[OPENER_FILES_MAX], struct str request, struct buf *answer)
{
    char bytes[64];

    (void)request;
    for (int i = 0; i < OPENER_FILES_MAX; i++) {
        const ssize_t n = files[i] < 0 ? -1 : pread(files[i], bytes, sizeof(bytes), 2);

        buf_addf(answer, "%d:%.*s ", i, n > 0 ? (int)n : 0, bytes);
    }
}

static opener_work *const works[WORKS_N] = {
    [ECHO] = echo,   [CRASH] = crash,   [SLEEP] = never_end,
    [SWELL] = swell, [ESCAPE] = escape, [READ_FILES] = read_files,
};
static const struct opener_options options = { .works = works, .n_works = WORKS_N };

struct place {
    struct opener *opener;
    pid_t pid;
    struct arena a;
};

static int set_up(void **state)
{
    struct place *p = calloc(1, sizeof(*p));
    const struct sigaction ignore = { .sa_handler = SIG_IGN };
    const volatile sig_atomic_t stop = 0;

    assert_non_null(p);
    (void)sigaction(SIGPIPE, &ignore, NULL);
    assert_int_equal(opener_new(&options, &p->opener, NULL), RC_OK);
    p->pid = fork();
    if (p->pid == 0)
        _exit(opener_serve(p->opener, NULL, &stop));
    *state = p;
    return 0;
}

static int tear_down(void **state)
{
    struct place *p = *state;

    (void)kill(p->pid, SIGKILL);
    (void)waitpid(p->pid, NULL, 0);
    opener_freep(&p->opener);
    arena_done(&p->a);
    free(p);
    return 0;
}

static enum rc ask(struct place *p, size_t work, struct str request, struct str *answer)
{
    struct err err = { 0 };

    return opener_ask(p->opener, &(struct opening){ .work = work, .request = request }, &p->a,
                      answer, &err);
}

static void assert_works(struct place *p)
{
    struct str answer;

    assert_int_equal(ask(p, ECHO, STR("you"), &answer), RC_OK);
    assert_true(str_eq(answer, STR("heard you")));
}

static void a_request_is_answered(void **state)
{
    struct place *p = *state;
    struct str answer;
    char *large = malloc(20 << 20);

    assert_works(p);
    assert_non_null(large);
    memset(large, 'x', 20 << 20);
    assert_int_equal(ask(p, ECHO, str_from(large, 20 << 20), &answer), RC_OK);
    assert_int_equal(answer.n, (20 << 20) + 6);
    assert_int_equal(ask(p, ECHO, str_from(large, OPENER_REQUEST_BYTES_MAX + 1), &answer),
                     RC_LIMIT);
    free(large);
}

static void a_crash_costs_its_own_request(void **state)
{
    struct place *p = *state;
    struct str answer;

    assert_int_equal(ask(p, CRASH, STR("x"), &answer), RC_SYNTAX);
    assert_int_equal(ask(p, WORKS_N, STR("x"), &answer), RC_SYNTAX);
    assert_works(p);
}

static void what_never_ends_is_ended(void **state)
{
    struct place *p = *state;
    struct str answer;

    assert_int_equal(ask(p, SLEEP, STR("x"), &answer), RC_SYNTAX);
    assert_works(p);
}

static void an_answer_without_end_is_too_large(void **state)
{
    struct place *p = *state;
    struct str answer;

    assert_int_equal(ask(p, SWELL, STR("x"), &answer), RC_LIMIT);
    assert_works(p);
}

static void nothing_can_be_reached_from_there(void **state)
{
    struct place *p = *state;
    struct str answer;

    assert_int_equal(ask(p, ESCAPE, STR("x"), &answer), RC_OK);
    assert_true(str_eq(answer, STR("end")));
    assert_int_equal(access("/tmp/xj-opener-escaped", F_OK), -1);
}

static void files_that_it_is_told_of_are_open(void **state)
{
    struct place *p = *state;
    char path[] = "/tmp/xj-opener-XXXXXX";
    const int fd = mkstemp(path);
    struct str answer;
    struct err err = { 0 };

    assert_true(fd >= 0 && write(fd, "0123456", 7) == 7 && close(fd) == 0);
    assert_int_equal(opener_ask(p->opener,
                                &(struct opening){ .work = READ_FILES,
                                                   .files = { path, "/nowhere" },
                                                   .request = STR("") },
                                &p->a, &answer, &err),
                     RC_OK);
    assert_true(str_eq(answer, STR("0:23456 1: ")));
    (void)unlink(path);
}

static void many_wait_for_their_turn(void **state)
{
    struct place *p = *state;
    pid_t asking[12];
    int status;

    for (int i = 0; i < 12; i++) {
        asking[i] = fork();
        if (asking[i] == 0) {
            struct str answer;

            _exit(ask(p, ECHO, STR("many"), &answer) == RC_OK && str_eq(answer, STR("heard many"))
                      ? 0
                      : 1);
        }
    }
    for (int i = 0; i < 12; i++) {
        assert_int_equal(waitpid(asking[i], &status, 0), asking[i]);
        assert_int_equal(status, 0);
    }
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_request_is_answered),
        TEST(a_crash_costs_its_own_request),
        TEST(what_never_ends_is_ended),
        TEST(an_answer_without_end_is_too_large),
        TEST(nothing_can_be_reached_from_there),
        TEST(files_that_it_is_told_of_are_open),
        TEST(many_wait_for_their_turn),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
