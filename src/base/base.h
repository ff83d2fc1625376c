/* What every file starts with: result codes, attributes, assertions. */
#ifndef XJ_BASE_BASE_H
#define XJ_BASE_BASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))
#define MUST_USE __attribute__((warn_unused_result))
#define PRINTF_LIKE(fmt, args) __attribute__((format(printf, fmt, args)))
#define NO_RETURN __attribute__((noreturn))
#define UNUSED __attribute__((unused))

/* Runs `done(&variable)` when the variable leaves its scope. Initialise it at its declaration. */
#define AUTO(done) __attribute__((cleanup(done)))

/* How a function ended. The sentence for people is in struct err. */
enum rc {
    RC_OK = 0,
    RC_IO,          /* a file, a socket or the disk */
    RC_LIMIT,       /* larger, deeper or more than a limit that we chose */
    RC_SYNTAX,      /* the input breaks its format */
    RC_NOT_FOUND,   /* no such object */
    RC_BUSY,        /* somebody else holds it */
    RC_USAGE,       /* the caller of the program asked for something that does not exist */
    RC_UNSUPPORTED, /* valid, but not by us */
    RC_DB,          /* the database refused */
    RC_STOPPED,     /* asked to stop */
};

/* A broken promise between two pieces of our own code: stays on in release, aborts. */
#define ASSERT(cond) ((cond) ? (void)0 : assert_failed(#cond, __FILE__, __LINE__))
NO_RETURN void assert_failed(const char *cond, const char *file, int line);

#endif
