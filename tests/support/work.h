/* How much work something is, on whatever machine the test runs. */
#ifndef XJ_TESTS_WORK_H
#define XJ_TESTS_WORK_H

#include <stdint.h>
#include <time.h>

/* Of this process's CPU time so far: what others do meanwhile does not count. */
static inline int64_t cpu_ms(void)
{
    return (int64_t)clock() * 1000 / CLOCKS_PER_SEC;
}

#endif
