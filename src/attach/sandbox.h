/* Takes from this process whatever reading a file does not need. There is no way back. */
#ifndef XJ_ATTACH_SANDBOX_H
#define XJ_ATTACH_SANDBOX_H

#include "base/base.h"

enum sandbox {
    SANDBOX_READER,  /* computes, reads and writes what is open */
    SANDBOX_PROGRAM, /* the same for a program that is started next: it may open files to read */
};

/* This kernel can do it. */
bool sandbox_is_possible(void);
/*
 * Memory, CPU time, files and processes are limited, system calls are filtered; a root process
 * becomes nobody. false: it failed, and nothing may be read here.
 */
MUST_USE bool sandbox_enter(enum sandbox kind);

#endif
