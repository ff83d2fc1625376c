/*
 * A zip archive and its parts, as XML or as bytes. Bounded: entries, unpacked bytes, expansion. No
 * DTD, no entities but XML's own, no network. libzip and libxml2 stay behind this header.
 */
#ifndef XJ_ATTACH_PACKAGE_H
#define XJ_ATTACH_PACKAGE_H

#include "base/arena.h"
#include "base/base.h"
#include "base/err.h"
#include "base/str.h"

struct package;

/*
 * Gives *out. The bytes are borrowed for its life.
 *
 * RC_SYNTAX: no zip archive, or damaged. RC_LIMIT: more than ATTACH_ENTRIES_MAX entries.
 */
MUST_USE enum rc package_open(struct str bytes, struct package **out, struct err *err);
void package_closep(struct package **p);
size_t package_entries(const struct package *p);
/* Borrowed, UTF-8 as far as the archive says so; empty when there is none. */
struct str package_name(struct package *p, size_t i);
bool package_has(struct package *p, const char *name);
/* An entry that was asked for has a password. */
bool package_is_encrypted(const struct package *p);
/* The whole entry, in a. RC_SYNTAX: damaged or encrypted. RC_LIMIT: unpacked too much in all. */
MUST_USE enum rc package_bytes(struct package *p, size_t i, struct arena *a, struct str *out,
                               struct err *err);

/* One part as XML, node by node. */
struct part;

/* Gives *out. RC_SYNTAX: no such part, or encrypted. Names are compared without case. */
MUST_USE enum rc part_open(struct package *p, const char *name, struct part **out, struct err *err);
void part_closep(struct part **p);
/* To the next node; false at the end, when *rc may say why: RC_SYNTAX (damaged, a DTD), RC_LIMIT.
 */
bool part_next(struct part *p, enum rc *rc, struct err *err);
bool part_is_start(const struct part *p); /* of an element, also of an empty one */
bool part_is_empty(const struct part *p); /* such an element has no end */
bool part_is_end(const struct part *p);
bool part_is_text(const struct part *p);
struct str part_node(const struct part *p); /* local name; borrowed until part_next */
struct str part_text(const struct part *p);

enum { PART_ATTRIBUTE_BYTES = 200 };
/* By local name, whatever its prefix. A view into out; empty when there is none, cut when it is
 * longer than anything sensible. */
struct str part_attribute(struct part *p, const char *name, char out[PART_ATTRIBUTE_BYTES]);

#endif
