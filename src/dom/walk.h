/* One pass over the tree: links, anchors, title, visible text, and what later steps look at. */
#ifndef XJ_DOM_WALK_H
#define XJ_DOM_WALK_H

#include "base/arena.h"
#include "base/base.h"
#include "dom/dom.h"
#include "dom/foot.h"
#include "dom/links.h"
#include "dom/text.h"

/* A script, in the order of the page. */
struct walk_script {
    struct script_place at;
    uint32_t link; /* links before it */
};

/* A growing list of nodes. */
struct node_list {
    const struct node **list;
    size_t n, cap;
};

struct walk_frame {
    enum element element;
    enum region region; /* to go back to */
    bool is_unseen;
    bool is_top;     /* the first on its path that is not seen */
    size_t first;    /* links before it */
    size_t n_beside; /* walk.n_beside before it */
};

/* The <a> or <option> whose text is being read. */
struct walk_link {
    size_t frame;      /* index + 1; 0 = none */
    size_t first, end; /* its links */
    size_t seen_at, unseen_at;
    struct str alt, title;
};

/* Zeroed is empty. Keeps its memory from page to page. */
struct walk {
    struct links links;
    struct text seen;   /* all visible text */
    struct text unseen; /* text of links that is not visible */
    struct str title;   /* the first <title> */
    bool has_title;
    struct node_list hidden_tops; /* display:none, visibility:hidden, hidden: none within another */
    struct node_list styles;
    struct walk_script *scripts;
    size_t n_scripts, cap_scripts;
    bool is_cut;
    size_t own_chars;
    struct foot foot; /* at: own_chars */
    size_t n_beside;  /* characters of the body beside its links, separators not counted */
    bool has_nav_row; /* a row of links was taken for the navigation */
    bool has_data;    /* a script carries a list as data: datastore.h */

    struct walk_frame *frames; /* open elements */
    size_t n_frames, cap_frames;
    unsigned n_unseen; /* open elements that are not seen */
    struct walk_link link;
};

void walk_done(struct walk *w);
void walk_tree(struct walk *w, const struct dom *dom, size_t max_links, size_t max_depth,
               struct arena *a);

/* The same from tokens: links, anchors, base, refresh and title only (skim.c). */
void walk_tokens(struct walk *w, struct str html, size_t max_links, struct arena *a);

/* What both have in common. */
enum { TITLE_CHARS_MAX = 1000 };
void walk_begin(struct walk *w, size_t max_links, bool is_raw, struct arena *a);
/* What a picture, button or frame is called: alt, else value, else title. */
struct str walk_label(const struct attrs *at);
/* The text of links first .. end - 1. */
void walk_give_text(struct walk *w, size_t first, size_t end, struct str text);
/* The links from first on take the text that follows; the frame is the one opened next. */
void walk_open_link(struct walk *w, size_t first, struct str title);
void walk_close_link(struct walk *w);

#endif
