/*
 * Lists that a page carries as data: <script type="text/xml"><datastore>…<record><![CDATA[<li>…]]>
 * (the 大汉 systems; a script of theirs puts the records in the place of this one).
 */
#ifndef XJ_DOM_DATASTORE_H
#define XJ_DOM_DATASTORE_H

#include "base/arena.h"
#include "base/base.h"
#include "base/str.h"

/* Whether a script's content is such data. */
bool datastore_is(struct str script);

/*
 * html with the records of such scripts in the place of the scripts. A script without a record
 * stays: its list comes from elsewhere. html itself where there is none; else a copy in a.
 */
struct str datastore_open(struct str html, struct arena *a);

#endif
