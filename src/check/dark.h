/* The words by which hidden-link knows dark links; check_ctx.dark has them for other checks. */
#ifndef XJ_CHECK_DARK_H
#define XJ_CHECK_DARK_H

enum { DARK_HARMLESS_HOSTS, DARK_GAMBLING, DARK_PORN, DARK_SPAM, DARK_INNOCENT, DARK_AGAINST };

#endif
