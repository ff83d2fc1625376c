/* What a process in the sandbox can no longer do. */
#include "base/base.h"

#include "attach/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

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
