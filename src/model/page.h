/* The facts that a reader takes off one page. Written by page/, read by checks. */
#ifndef XJ_MODEL_PAGE_H
#define XJ_MODEL_PAGE_H

#include "base/base.h"
#include "base/str.h"
#include "model/labelled.h"
#include "model/place.h"

enum page_kind {
    PAGE_OTHER,
    PAGE_HOME,
    PAGE_COLUMN,  /* a list of items */
    PAGE_ARTICLE, /* one text, usually with a date */
    PAGE_GUIDE,   /* service guide */
    PAGE_MESSAGE, /* citizens' letter, with or without answer */
    PAGE_LEADER,  /* a person's post and work */
    PAGE_SITEMAP,
    PAGE_SEARCH,
    PAGE_FORM,
    PAGE_STUB,       /* sends the reader elsewhere (refresh, script) */
    PAGE_SHELL,      /* filled by script: needs a browser */
    PAGE_SOFT_ERROR, /* an error text behind status 200 */
    PAGE_KIND_N,
};
const char *page_kind_name(enum page_kind kind);  /* contract word: "home", "soft-error", ... */
const char *page_kind_title(enum page_kind kind); /* Chinese */

enum link_kind {
    LINK_PAGE, /* a, area, option */
    LINK_IMAGE,
    LINK_SCRIPT,
    LINK_STYLE,
    LINK_FRAME,
    LINK_ATTACHMENT, /* a link whose path ends like a document or archive */
    LINK_FORM,
    LINK_MEDIA, /* audio, video, object, embed */
    LINK_REFRESH,
    LINK_ICON,
    LINK_KIND_N,
};
const char *link_kind_name(enum link_kind kind); /* "page", "image", ... */

/* Where on the page something stands, as far as the markup tells. */
enum region { REGION_BODY, REGION_HEAD, REGION_NAV, REGION_CRUMBS, REGION_FOOTER };

struct link {
    struct str
        href; /* as written: entities decoded, white space at the ends and newlines removed */
    struct str
        url; /* absolute, normalised, no fragment; empty until resolved, or when not http(s) */
    struct str fragment; /* without '#', percent-decoded; filled in with url */
    struct str text;     /* its text, else its image's alt or its title; at most 100 characters */
    const char *element; /* "a", "img", ...: constant */
    uint32_t nth;        /* 1-based among elements of that name in body (head for those in head) */
    uint32_t number;     /* of url in the crawl when nothing is left to do about it; 0 otherwise */
    enum link_kind kind;
    enum region region;
    bool is_hidden;    /* readers cannot see it; the trick is in page.hidden */
    bool is_bad_url;   /* meant as http(s), but is no URL; set with url */
    bool is_same_site; /* a page of the page's site, or another file on one of its hosts; set with
                          url */
};

enum hide_trick {
    HIDE_NONE,
    HIDE_DISPLAY,    /* display:none */
    HIDE_VISIBILITY, /* visibility:hidden */
    HIDE_OPACITY,    /* opacity 0 */
    HIDE_POSITION,   /* moved off the screen: position or margin or text-indent far outside */
    HIDE_SIZE,       /* height or width of 0..1 px with overflow hidden, or font-size of 0..1 px */
    HIDE_COLOR,      /* text in the colour of its background */
    HIDE_MARQUEE,    /* a marquee of 0..10 px */
    HIDE_SCRIPT,     /* hidden by a document.write wrapper or by a script that sets display */
    HIDE_CLIP,       /* clip, clip-path, z-index under everything */
    HIDE_ATTRIBUTE,  /* the attribute `hidden` */
    HIDE_TRICK_N,
};
const char *hide_trick_name(enum hide_trick trick);  /* "display-none", "off-screen", ... */
const char *hide_trick_title(enum hide_trick trick); /* Chinese */

/* A link that readers cannot see. */
struct hidden {
    uint32_t link; /* index into page.links */
    enum hide_trick trick;
};

#define ITEM_NO_LINK UINT32_MAX /* a script opens it */

/* One entry of a dated list. */
struct item {
    uint32_t link; /* index into page.links, or ITEM_NO_LINK */
    struct str title;
    int32_t date; /* day; DAY_NONE when it shows none */
};

/* A titled list on a page (a column's window on the home page, or the main list of a column page).
 */
struct block {
    struct str title; /* empty when it has none */
    uint32_t more;    /* link that leads to the column, index into page.links; UINT32_MAX: none */
    uint32_t n_items; /* links that are items, dated or not */
    int32_t newest;   /* day */
    struct str where; /* "body div[12]" */
    uint32_t n_chars; /* visible text below the title */
    bool by_script;   /* empty here, but a script or a frame may fill it */
};

enum error_report { REPORT_NONE, REPORT_NATIONAL, REPORT_OWN, REPORT_OBSOLETE };

enum badge_kind { BADGE_NONE, BADGE_LINK, BADGE_SCRIPT, BADGE_WIDGET };

/* The meta tags of the national guideline (网页标签规范). Index of page.tags and bit of masks. */
enum page_tag {
    TAG_SITE_NAME,
    TAG_SITE_DOMAIN,
    TAG_SITE_ID_CODE,
    TAG_COLUMN_NAME,
    TAG_COLUMN_DESCRIPTION,
    TAG_COLUMN_KEYWORDS,
    TAG_COLUMN_TYPE,
    TAG_ARTICLE_TITLE,
    TAG_PUB_DATE,
    TAG_CONTENT_SOURCE,
    TAG_KEYWORDS,
    TAG_AUTHOR,
    TAG_DESCRIPTION,
    TAG_IMAGE,
    TAG_URL,
    TAG_N,
};
const char *page_tag_name(enum page_tag tag); /* the norm's spelling: "SiteName", ... */

enum { OWN_CHARS_MAX = 200 };

/* What an article is of the document that it is about, as its title says. */
enum paper {
    PAPER_NONE, /* news that name it */
    PAPER_TEXT, /* the document itself, or an article that names none */
    PAPER_INTERPRETATION,
    PAPER_DRAFT,  /* asks for opinions on it; other surveys, too */
    PAPER_RESULT, /* tells what came of that */
    PAPER_N,
};

/*
 * Everything lives in the arena handed to page_read. Empty strings and DAY_NONE: the page does not
 * say. Text is UTF-8.
 */
struct page {
    struct str url;
    const char *charset; /* "utf-8", "gb18030", ...: what the bytes really are */
    bool charset_lies;   /* header or meta name another one that cannot be right */
    enum page_kind kind;
    struct str title;       /* the <title>, white space folded */
    struct str headline;    /* the article's or column's visible heading */
    struct str tags[TAG_N]; /* content of the guideline's meta tags, names in any letter case */
    uint32_t tags_present;  /* bit 1 << TAG_x: the tag stands there, even if empty */
    uint32_t tags_misspelt; /* bit: it stands there, but not as the norm counts it: spaces around
                               its name, `property` for `name`, a slip in the name */
    struct str base_href; /* of <base>; empty: the page's own URL; a URL when links were resolved */
    struct str refresh;   /* target of meta refresh or of a script redirect; the main
                               frame of a frame set */
    struct str referrer_refresh; /* of a home page: the target of a script that asks where the
                                    reader comes from */

    struct str site_code; /* the code on the visible page (footer, error-report link), else of the
                             meta tag */
    struct str site_code_footer, site_code_report;
    struct str icp, police; /* "蜀ICP备12345678号-1", the 14 digits */
    struct str police_code; /* ... in the link to the register, as written there */
    bool has_police_code;   /* there is one such link that gives a number, be it empty */
    struct str sponsor;     /* 主办单位 in the footer */
    enum badge_kind badge;
    struct str badge_href;
    enum error_report error_report;
    struct str error_report_href;
    bool has_search;
    struct str search_href;  /* form action or link; may be empty */
    struct str search_field; /* name of its field for the words; empty: it is no plain form */
    struct str search_query; /* hidden fields of its form: "a=1&b=2&" */
    struct str sitemap_href; /* link "网站地图"; may be empty */
    bool footer_by_script;   /* identity is written by script: its absence here is no fault */

    bool has_form;    /* below its path or headline readers are asked to fill something in */
    bool has_field;   /* ... one field alone says what to fill in: a form's, or a search's */
    bool has_drawing; /* ... a canvas or a map stands: what it shows cannot be read */

    struct str source;           /* 来源 */
    int32_t published;           /* the date that a reader sees; else the meta tag's */
    int32_t published_meta;      /* of PubDate */
    struct str body;             /* the article's visible text */
    const struct guide *guide;   /* NULL: no service guide, or several */
    const struct letter *letter; /* NULL: no message */
    enum paper paper;            /* of an article */
    uint64_t topic; /* hash of the document's name, without who wrote it; 0: it has none */
    bool leads_on;  /* a link in the article's middle leads to another text or file, or a script may
                       bring one */
    bool is_dated;  /* published stands behind a label, or is the tag's as well */
    bool is_of_topic;             /* a column whose path leads through topics (专题) */
    const struct leader *leaders; /* of a page of leaders, in order */
    size_t n_leaders;
    const struct document *document; /* NULL: no official document, or several */
    bool is_headless; /* called like an official document, and shows no element of one */
    int32_t newest_item;

    const struct link *links;
    size_t n_links;
    const struct hidden *hidden;
    size_t n_hidden;
    const struct item *items; /* of the main list(s) */
    size_t n_items;
    const struct block *blocks;
    size_t n_blocks;
    const uint32_t *anchors; /* low 32 bits of str_hash of every id and name; sorted */
    size_t n_anchors;
    struct str text;   /* all visible text, blocks separated by '\n' */
    size_t text_chars; /* characters in it, white space not counted */
    size_t own_chars;  /* the same, of what is neither link nor navigation nor footer; those beyond
                          OWN_CHARS_MAX are not counted */
    struct str below;  /* what stands below its path, where it has one, and above the footer, beside
                          links, pagers and its name; the first OWN_CHARS_MAX characters or more */
    struct str steps;  /* the links of its path, a line each: 首页, 网上信访 */
    bool shows_path; /* "当前位置：首页 > 通知公告", above all that the page itself says */
    struct str alert; /* what a page with little else says in a box: alert("…") */
    size_t n_nodes;
    bool is_cut;           /* a limit (nodes, depth, links, bytes) cut the page */
    bool is_rendered;      /* as a browser showed it, and its scripts had all they asked for */
    bool needs_browser;    /* the essential part is filled by script */
    bool fills_templates;  /* "{{name}}" stands in its text, and attributes say that a script of it
                              fills them in the browser */
    uint64_t likeness;     /* SimHash of the text: near-identical pages differ in at most 3 bits */
    bool is_attachment;    /* no page but the text of a file: only url, title, text and found_on */
    bool is_official_scan; /* attachment: pictures of a document with a red head or seal */
    struct str found_on;   /* the page that links to the attachment */
    struct text_places places; /* of its text: pages, sheets, ... where it has any */
};

#endif
