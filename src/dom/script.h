/*
 * What a script does that can be read off its text: where it sends the reader, what it writes, what
 * it hides. Only literal strings count; nothing is run.
 */
#ifndef XJ_DOM_SCRIPT_H
#define XJ_DOM_SCRIPT_H

#include "base/arena.h"
#include "base/base.h"
#include "base/str.h"

/* 'x' of window.open('x'), location.href='x', location.replace('x') in an event handler; empty when
 * there is none or it is computed. A view of code. */
struct str script_target(struct str code);

/* The handler of a <select> goes where its options say: location=this.value, window.open(
 * this.options[this.selectedIndex].value), MM_jumpMenu(…). Not where that is a part of an address,
 * '/list?id=' + this.value. */
bool script_goes_to_option(struct str code);

/* The target in a whole script: the first outside of all braces, else the last. */
struct str script_redirect(struct str script);
/* The other site that a script sends those to who come from a search engine: location is set where
 * a condition names an engine and document.referrer, or what holds it. Empty: none. */
struct str script_engine_redirect(struct str script);

/* "text" of the first alert("text") outside of all braces, which is shown when the page opens;
 * empty when there is none or it is computed. A view of script. */
struct str script_alert(struct str script);

/*
 * The pager of TRS, which many sites run: createPageHTML(5, 0, "index", "html") says that the list
 * has five pages, that this is the first, and that the second is index_1.html.
 */
struct script_pager {
    int64_t n_pages, at;     /* at: 0 on the first page */
    struct str name, ending; /* views of the script */
};
/* The first call that is written out; a definition or computed numbers are none. */
bool script_find_pager(struct str script, struct script_pager *out);

/* Whether it is worth looking for what the script writes: it says so, or hides what it says. */
bool script_may_write_links(struct str script);

/* What a script has still to write; views of it. */
struct script_writes {
    struct str rest, escaped;
};
struct script_writes script_writes_of(struct str script);
/*
 * The HTML of the next document.write or eval, its literal strings joined and unescaped, in a.
 * false at the end. All calls together go over the script once or twice.
 */
bool script_next_write(struct script_writes *w, struct arena *a, struct str *html);

enum { SCRIPT_NAMES_MAX = 64 };
/* Ids ("x", of getElementById("x").style.display = "none" and the like) and jQuery's "#x", ".x". */
struct script_hides {
    struct str ids[SCRIPT_NAMES_MAX], classes[SCRIPT_NAMES_MAX]; /* views of scripts */
    size_t n_ids, n_classes;
};
/* Adds what this script hides as soon as it runs, that is outside of all functions. */
void script_find_hidden(struct str script, struct script_hides *out);

#endif
