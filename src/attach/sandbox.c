#define _GNU_SOURCE /* setgroups */
#include "base/base.h"

#include "attach/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <seccomp.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__)
#define HAS_SHADOW 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define HAS_SHADOW 1
#endif
#endif
#ifndef HAS_SHADOW
#define HAS_SHADOW 0 /* the sanitizers' shadow memory is larger than any limit */
#endif

enum { NOBODY = 65534, CPU_SECONDS = 20 };

static const rlim_t MEMORY_BYTES = (rlim_t)1536 << 20;

bool sandbox_is_possible(void)
{
    return prctl(PR_GET_SECCOMP, 0, 0, 0, 0) >= 0;
}

static bool limit(int what, rlim_t value)
{
    const struct rlimit l = { .rlim_cur = value, .rlim_max = value };

    return setrlimit((__rlimit_resource_t)what, &l) == 0;
}

static bool set_limits(enum sandbox kind)
{
    return (HAS_SHADOW || limit(RLIMIT_AS, MEMORY_BYTES)) && limit(RLIMIT_CPU, CPU_SECONDS) &&
           limit(RLIMIT_FSIZE, 0) && limit(RLIMIT_CORE, 0) &&
           limit(RLIMIT_NOFILE, kind == SANDBOX_PROGRAM ? 32 : 16);
}

static bool become_nobody(void)
{
    if (geteuid() != 0)
        return true;
    return setgroups(0, NULL) == 0 && setgid(NOBODY) == 0 && setuid(NOBODY) == 0;
}

/* Everything else fails with EPERM: sockets, new files, processes, signals to others. */
static const int for_reader[] = {
    SCMP_SYS(read),         SCMP_SYS(write),        SCMP_SYS(close),          SCMP_SYS(brk),
    SCMP_SYS(mmap),         SCMP_SYS(munmap),       SCMP_SYS(mremap),         SCMP_SYS(mprotect),
    SCMP_SYS(madvise),      SCMP_SYS(futex),        SCMP_SYS(exit),           SCMP_SYS(exit_group),
    SCMP_SYS(rt_sigreturn), SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigprocmask), SCMP_SYS(sigaltstack),
    SCMP_SYS(getpid),       SCMP_SYS(gettid),       SCMP_SYS(clock_gettime),  SCMP_SYS(getrandom),
    SCMP_SYS(sched_yield),  SCMP_SYS(pread64),
};

static const int for_program[] = {
    SCMP_SYS(execve),
    SCMP_SYS(access),
    SCMP_SYS(faccessat),
    SCMP_SYS(faccessat2),
    SCMP_SYS(fstat),
    SCMP_SYS(newfstatat),
    SCMP_SYS(stat),
    SCMP_SYS(lstat),
    SCMP_SYS(statx),
    SCMP_SYS(lseek),
    SCMP_SYS(readlink),
    SCMP_SYS(readlinkat),
    SCMP_SYS(getcwd),
    SCMP_SYS(getdents64),
    SCMP_SYS(arch_prctl),
    SCMP_SYS(set_tid_address),
    SCMP_SYS(set_robust_list),
    SCMP_SYS(rseq),
    SCMP_SYS(getrlimit),
    SCMP_SYS(uname),
    SCMP_SYS(sysinfo),
    SCMP_SYS(fcntl),
    SCMP_SYS(getuid),
    SCMP_SYS(geteuid),
    SCMP_SYS(getgid),
    SCMP_SYS(getegid),
    SCMP_SYS(fadvise64),
    SCMP_SYS(sched_getaffinity),
};

static bool allow(scmp_filter_ctx filter, const int *calls, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const int rc = seccomp_rule_add(filter, SCMP_ACT_ALLOW, calls[i], 0);

        if (rc != 0 && rc != -EDOM) /* no such call on this machine */
            return false;
    }
    return true;
}

/* Files may be opened for reading only. */
static bool allow_reading(scmp_filter_ctx filter)
{
    const struct scmp_arg_cmp mode =
        SCMP_A2(SCMP_CMP_MASKED_EQ, O_ACCMODE | O_CREAT | O_TRUNC, O_RDONLY);

    return seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(openat), 1, mode) == 0;
}

/* Its own limits only, and no typing into the terminal that we may have been started from. */
static bool allow_own(scmp_filter_ctx filter)
{
    static const scmp_datum_t low_half = 0xffffffffU; /* what the kernel looks at */

    return seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(prlimit64), 1,
                            SCMP_A0(SCMP_CMP_MASKED_EQ, low_half, 0)) == 0 &&
           seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(ioctl), 1,
                            SCMP_A1(SCMP_CMP_MASKED_EQ, low_half, TCGETS)) == 0;
}

static bool filter_calls(enum sandbox kind)
{
    const scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
    bool is_good = filter && allow(filter, for_reader, COUNT_OF(for_reader));

    if (is_good && kind == SANDBOX_PROGRAM)
        is_good = allow(filter, for_program, COUNT_OF(for_program)) && allow_reading(filter) &&
                  allow_own(filter);
    is_good = is_good && seccomp_load(filter) == 0; /* sets no_new_privs */
    if (filter)
        seccomp_release(filter);
    return is_good;
}

bool sandbox_enter(enum sandbox kind)
{
    return set_limits(kind) && become_nobody() && filter_calls(kind);
}
