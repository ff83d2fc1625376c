/*
 * The browser's process: started with two pipes and nothing else, ended as a group.
 *
 * It has a folder of its own that is removed with it (or at the next start, when we were killed),
 * no network (system calls for sockets other than its own are refused: what pages need is handed to
 * it), limits on memory and files, and is nobody where we are root.
 */
#ifndef XJ_BROWSER_PROCESS_H
#define XJ_BROWSER_PROCESS_H

#include "base/base.h"
#include "base/err.h"
#include "base/str.h"

#include <sys/types.h>

enum { PROCESS_DIR_BYTES = 64 };

struct process {
    pid_t pid; /* also of its group; 0 = none */
    int to, from;
    char dir[PROCESS_DIR_BYTES];
    int lock; /* on dir */
};

/* The path of the browser that is installed; NULL: none is. */
const char *process_find(void);
/*
 *   has_sandbox  false: without the browser's own sandbox, which some machines do not allow
 *
 * RC_IO: no pipes, no folder, no process.
 */
MUST_USE enum rc process_start(const char *program, const char *user_agent, bool has_sandbox,
                               struct process *out, struct err *err);
/* Kills the group, waits for it and removes the folder. */
void process_end(struct process *p);

#endif
