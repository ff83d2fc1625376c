/* A web server whose pages are made as they are asked for, for tests of a whole crawl: one thread a
 * connection, on loopback. */
#ifndef XJ_SUPPORT_MAZE_H
#define XJ_SUPPORT_MAZE_H

#include "base/buf.h"

#include <stdint.h>

/* Writes the HTML (for *.txt the plain text, for a redirect the Location) of a path ("/a?b=1") to
 * body and returns the status; 0: the connection is reset, and nothing answered; below 0: nothing
 * is ever answered. Called by several threads at once. */
typedef int (*maze_fn)(struct str path, struct buf *body);

struct maze;

/* Aborts when it cannot start. */
struct maze *maze_start(maze_fn page);
/* At another address than 127.0.0.1. */
struct maze *maze_start_at(const char *ip, maze_fn page);
void maze_stop(struct maze *m);
uint16_t maze_port(const struct maze *m);
int maze_requests(const struct maze *m);

#endif
