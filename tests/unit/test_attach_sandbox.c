/* What a process in the sandbox can no longer do. */
#define _GNU_SOURCE /* prlimit */
#include "base/base.h"

#include "attach/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static char emptied[] = "/tmp/xj-emptied-XXXXXX";

/* The exit status of a child that does this in the sandbox. */
static int in_sandbox(enum sandbox kind, int (*what)(void))
{
    const pid_t pid = fork();
    int status = 0;

    assert_true(pid >= 0);
    if (pid == 0)
        _exit(sandbox_enter(kind) ? what() : 77);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
}

static int compute(void)
{
    char *memory = malloc(4 << 20);
    int sum = 0;

    if (!memory)
        return 1;
    memset(memory, 7, 4 << 20);
    for (int i = 0; i < 4 << 20; i += 4096)
        sum += memory[i];
    free(memory);
    return sum == 7 * 1024 ? 0 : 2;
}

static int ask_for_a_socket(void)
{
    return socket(AF_INET, SOCK_STREAM, 0) < 0 && errno == EPERM ? 0 : 1;
}

static int open_a_file(void)
{
    return open("/etc/passwd", O_RDONLY) < 0 ? 0 : 1;
}

static int read_a_file_and_write_none(void)
{
    const int in = open("/etc/passwd", O_RDONLY);

    if (in < 0)
        return 1;
    if (open("/tmp/xj-sandbox-file", O_WRONLY | O_CREAT | O_CLOEXEC, 0600) >= 0)
        return 2;
    return open("/dev/null", O_RDWR) < 0 ? 0 : 3;
}

/* Anybody may write the file, so only the filter holds it back. */
static int empty_a_file(void)
{
    return open(emptied, O_RDONLY | O_TRUNC) < 0 && errno == EPERM ? 0 : 1;
}

/* By number it could be anybody, so its own number will not do either. */
static int limit_a_process(void)
{
    struct rlimit l;

    if (prlimit(0, RLIMIT_NOFILE, NULL, &l))
        return 2;
    return prlimit(getpid(), RLIMIT_NOFILE, NULL, &l) < 0 && errno == EPERM ? 0 : 1;
}

/* Nor anything that types into a terminal. */
static int control_a_device(void)
{
    int n = 0;

    return ioctl(0, FIONREAD, &n) < 0 && errno == EPERM ? 0 : 1;
}

static int start_a_process(void)
{
    const pid_t pid = fork();

    if (pid == 0)
        _exit(0);
    return pid < 0 ? 0 : 1;
}

static int signal_its_parent(void)
{
    return kill(getppid(), 0) < 0 ? 0 : 1;
}

static int be_root(void)
{
    return setuid(0) < 0 ? 0 : 1;
}

static void a_reader_computes_and_nothing_else(void **state)
{
    (void)state;
    assert_true(sandbox_is_possible());
    assert_int_equal(in_sandbox(SANDBOX_READER, compute), 0);
    assert_int_equal(in_sandbox(SANDBOX_READER, ask_for_a_socket), 0);
    assert_int_equal(in_sandbox(SANDBOX_READER, open_a_file), 0);
    assert_int_equal(in_sandbox(SANDBOX_READER, start_a_process), 0);
    assert_int_equal(in_sandbox(SANDBOX_READER, signal_its_parent), 0);
    assert_int_equal(in_sandbox(SANDBOX_READER, be_root), 0);
}

static void a_program_reads_files_besides(void **state)
{
    (void)state;
    assert_int_equal(in_sandbox(SANDBOX_PROGRAM, compute), 0);
    assert_int_equal(in_sandbox(SANDBOX_PROGRAM, ask_for_a_socket), 0);
    assert_int_equal(in_sandbox(SANDBOX_PROGRAM, read_a_file_and_write_none), 0);
    const int fd = mkstemp(emptied);

    assert_true(fd >= 0 && fchmod(fd, 0666) == 0);
    assert_int_equal(in_sandbox(SANDBOX_PROGRAM, empty_a_file), 0);
    (void)close(fd);
    (void)unlink(emptied);
    assert_int_equal(in_sandbox(SANDBOX_PROGRAM, limit_a_process), 0);
    assert_int_equal(in_sandbox(SANDBOX_PROGRAM, control_a_device), 0);
    assert_int_equal(in_sandbox(SANDBOX_PROGRAM, start_a_process), 0);
    assert_int_equal(in_sandbox(SANDBOX_PROGRAM, be_root), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_reader_computes_and_nothing_else),
        cmocka_unit_test(a_program_reads_files_besides),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
