#include "base/base.h"

#include "crawl/reading.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

struct mark {
    uint32_t run, number;
    uint32_t suspect; /* the page during which a process of the run crashed last */
};

struct reading {
    volatile struct mark *mark; /* mapped */
};

enum rc reading_open(const char *path, struct reading **out, struct err *err)
{
    const int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    struct reading *r;
    void *at = MAP_FAILED;

    if (fd >= 0 && ftruncate(fd, sizeof(struct mark)) == 0)
        at = mmap(NULL, sizeof(struct mark), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (fd >= 0)
        (void)close(fd);
    if (at == MAP_FAILED)
        return err_set(err, RC_IO, "%s：%s", path, os_reason(errno));
    r = calloc(1, sizeof(*r));
    if (!r)
        abort();
    r->mark = at;
    *out = r;
    return RC_OK;
}

void reading_closep(struct reading **r)
{
    if (!*r)
        return;
    (void)munmap((void *)(uintptr_t)(*r)->mark, sizeof(struct mark));
    free(*r);
    *r = NULL;
}

uint32_t reading_interrupted(struct reading *r, uint32_t run, bool after_crash)
{
    const bool is_ours = r->mark->run == run;
    const uint32_t number = is_ours && after_crash ? r->mark->number : 0;
    const uint32_t suspect = is_ours ? r->mark->suspect : 0;

    r->mark->number = 0;
    if (number)
        r->mark->suspect = number == suspect ? 0 : number;
    return number == suspect ? number : 0;
}

bool reading_is_suspicious(const struct reading *r)
{
    return r->mark->suspect != 0;
}

void reading_set(struct reading *r, uint32_t run, uint32_t number)
{
    if (r->mark->run != run)
        r->mark->suspect = 0;
    r->mark->run = run;
    r->mark->number = number;
}
