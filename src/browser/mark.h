/* The script that frames places of a page before its picture is taken. Inside browser/ only. */
#ifndef XJ_BROWSER_MARK_H
#define XJ_BROWSER_MARK_H

/*
 * A JavaScript function of a list of {text, around, link}. It draws a frame around each place that
 * it finds, and returns {top, height} of the part of the page that the picture shows.
 */
extern const char mark_script[];

#endif
