#include "base/base.h"

#include "text/gbk.h"

#include <iconv.h>
#include <threads.h>

enum { LEAD = 0x81, N_LEADS = 0xfe - LEAD + 1, TRAIL = 0x40, N_TRAILS = 0xfe - TRAIL + 1 };

/* By lead and trail byte; 0: no character, or none below U+10000. Made once out of the C library's
 * own table, so that both always say the same, and const from then on. */
static uint16_t runes[N_LEADS][N_TRAILS];
static once_flag is_made = ONCE_FLAG_INIT;

static void make_row(iconv_t cd, size_t lead)
{
    char pairs[N_TRAILS * 2];
    unsigned char wide[N_TRAILS][4];

    for (size_t i = 0; i < N_TRAILS; i++) {
        pairs[2 * i] = (char)(LEAD + lead);
        pairs[2 * i + 1] = (char)(TRAIL + i);
        wide[i][2] = 1; /* until it is known to be one */
    }
    for (size_t at = 0; at < N_TRAILS; at++) { /* past the pair that is no character */
        char *in = pairs + 2 * at, *out = (char *)wide[at];
        size_t n_in = 2 * (N_TRAILS - at), n_out = 4 * (N_TRAILS - at);

        (void)iconv(cd, &in, &n_in, &out, &n_out);
        at = (size_t)(in - pairs) / 2;
        if (at < N_TRAILS)
            wide[at][2] = 1;
    }
    for (size_t i = 0; i < N_TRAILS; i++)
        if (!wide[i][2] && !wide[i][3])
            runes[lead][i] = (uint16_t)(wide[i][0] | wide[i][1] << 8);
}

static void make_table(void)
{
    const iconv_t cd = iconv_open("UCS-4LE", "GB18030");

    if (cd == (iconv_t)-1)
        return; /* no character is known: all of them are left to the caller */
    for (size_t lead = 0; lead < N_LEADS; lead++)
        make_row(cd, lead);
    (void)iconv_close(cd);
}

size_t gbk_run(struct str s, char *to, size_t *n_out)
{
    const unsigned char *p = (const unsigned char *)s.p;
    size_t i = 0, n = 0;

    call_once(&is_made, make_table);
    for (; i + 1 < s.n && p[i] >= LEAD && p[i] < LEAD + N_LEADS && p[i + 1] >= TRAIL &&
           p[i + 1] < TRAIL + N_TRAILS;
         i += 2) {
        const unsigned rune = runes[p[i] - LEAD][p[i + 1] - TRAIL];

        if (rune < 0x80)
            break;
        if (rune < 0x800) {
            to[n++] = (char)(0xc0 | rune >> 6);
        } else {
            to[n++] = (char)(0xe0 | rune >> 12);
            to[n++] = (char)(0x80 | (rune >> 6 & 0x3f));
        }
        to[n++] = (char)(0x80 | (rune & 0x3f));
    }
    *n_out = n;
    return i;
}
