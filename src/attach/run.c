#define _GNU_SOURCE /* memfd_create, pipe2, close_range */
#include "base/base.h"

#include "attach/run.h"

#include "attach/extract.h"
#include "attach/picture.h"
#include "attach/sandbox.h"
#include "attach/scan.h"
#include "base/buf.h"
#include "base/clock.h"

#include <errno.h>
#include <fcntl.h>
#include <iconv.h>
#include <libxml/parser.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
    PDFS_MAX = 100, /* of one archive */
    HANDED_ON_MAX = ATTACH_UNPACKED_MAX + ATTACH_TEXT_MAX,
    READ_BYTES = 1 << 16,
    NO_SANDBOX = 120, /* exit statuses of our own; poppler's programs have 0 to 3 and 99 */
    NO_PROGRAM = 121,
    PDF_NOT_ALLOWED = 3, /* poppler's: the author forbids copying */
};

/* What a child is, and what it left. */
struct child {
    int status;            /* as of waitpid */
    bool is_late, is_over; /* it took too long; it wrote too much */
    struct buf out;
};

static void child_done(struct child *c)
{
    buf_done(&c->out);
}

/* What the child does; it ends in _exit. */
typedef void work_fn(struct str bytes);

/* ---- a child --------------------------------------------------------------------------------- */

/* Standard input and error go nowhere, output to the pipe; nothing else stays open. */
static void settle_files(int in, int out)
{
    const int null = open("/dev/null", O_RDWR);

    (void)dup2(in >= 0 ? in : null, 0);
    (void)dup2(out, 1);
    (void)dup2(null, 2);
    (void)close_range(3, ~0U, 0);
}

static void collect(int fd, int64_t until_ms, struct child *c)
{
    c->out.max = HANDED_ON_MAX;
    for (;;) {
        struct pollfd p = { .fd = fd, .events = POLLIN };
        const int64_t left = until_ms - clock_ms();
        char *room;
        ssize_t n;

        if (left <= 0) {
            c->is_late = true;
            return;
        }
        if (poll(&p, 1, (int)left) <= 0)
            continue;
        room = buf_room(&c->out, READ_BYTES);
        if (!room) {
            c->is_over = true;
            return;
        }
        n = read(fd, room, READ_BYTES);
        if (n > 0)
            c->out.n += (size_t)n;
        else if (n == 0 || errno != EINTR)
            return;
    }
}

/* It closes its output as it ends; one that only closes it is not waited for past its time. */
static void reap(pid_t pid, int64_t until_ms, struct child *c)
{
    const struct timespec moment = { .tv_nsec = 1000 * 1000 };
    pid_t got = 0;

    while (!c->is_late && !c->is_over && (got = waitpid(pid, &c->status, WNOHANG)) == 0) {
        c->is_late = clock_ms() >= until_ms;
        (void)nanosleep(&moment, NULL);
    }
    if (got == pid)
        return;
    (void)kill(pid, SIGKILL);
    while (waitpid(pid, &c->status, 0) < 0 && errno == EINTR)
        ;
}

/* in: what the child has as standard input, or -1. */
static void run_child(work_fn *work, struct str bytes, int in, int64_t until_ms, struct child *c)
{
    int ends[2];
    pid_t pid;

    *c = (struct child){ .status = -1 };
    if (pipe2(ends, O_CLOEXEC))
        return;
    pid = fork();
    if (pid == 0) {
        settle_files(in, ends[1]);
        work(bytes);
        _exit(NO_PROGRAM);
    }
    (void)close(ends[1]);
    if (pid > 0) {
        collect(ends[0], until_ms, c);
        reap(pid, until_ms, c);
    }
    (void)close(ends[0]);
}

/* How a child ended that wrote no outcome of its own. */
static enum attach_outcome outcome_of(const struct child *c)
{
    if (c->is_over)
        return ATTACH_TOO_LARGE;
    if (c->is_late || (WIFSIGNALED(c->status) && WTERMSIG(c->status) == SIGXCPU) ||
        (WIFSIGNALED(c->status) && WTERMSIG(c->status) == SIGKILL))
        return ATTACH_TIMEOUT;
    if (WIFSIGNALED(c->status) && WTERMSIG(c->status) == SIGABRT)
        return ATTACH_TOO_LARGE; /* memory ended */
    if (WIFEXITED(c->status) && WEXITSTATUS(c->status) == NO_SANDBOX)
        return ATTACH_NO_SANDBOX;
    if (WIFEXITED(c->status) && WEXITSTATUS(c->status) == NO_PROGRAM)
        return ATTACH_NO_PROGRAM;
    return ATTACH_DAMAGED;
}

/* ---- PDF ------------------------------------------------------------------------------------- */

/* One of poppler's programs, its file on standard input. */
static void become(const char *program, const char *const *arguments)
{
    static char *const environment[] = { (char *)(uintptr_t) "LC_ALL=C", NULL };
    static const char *const folders[] = { "/usr/bin", "/usr/local/bin" };
    char path[64];

    if (!sandbox_enter(SANDBOX_PROGRAM))
        _exit(NO_SANDBOX);
    for (size_t i = 0; i < COUNT_OF(folders); i++) {
        (void)snprintf(path, sizeof(path), "%s/%s", folders[i], program);
        (void)execve(path, (char *const *)(uintptr_t)arguments, environment);
    }
}

static void work_pdf(struct str bytes)
{
    static const char *const arguments[] = { "pdftotext", "-q",         "-layout", "-enc",
                                             "UTF-8",     "/dev/stdin", "-",       NULL };

    (void)bytes;
    become("pdftotext", arguments);
}

static void work_scan(struct str bytes)
{
    char dpi[16], last[16];
    const char *const arguments[] = { "pdftoppm", "-q", "-r",       dpi,          "-f", "1",
                                      "-l",       last, "-cropbox", "/dev/stdin", NULL };

    (void)bytes;
    (void)snprintf(dpi, sizeof(dpi), "%d", SCAN_DPI);
    (void)snprintf(last, sizeof(last), "%d", SCAN_PAGES);
    become("pdftoppm", arguments);
}

/* Dictionaries of streams are never packed themselves, so a picture's is there to see. */
static bool has_picture(struct str pdf)
{
    return str_has(pdf, STR("/Image")) || str_has(pdf, STR("/DCTDecode")) ||
           str_has(pdf, STR("/JBIG2Decode")) || str_has(pdf, STR("/CCITTFaxDecode"));
}

/* A form feed ends each page. */
static void add_pages(struct str pages, struct lines *out)
{
    struct str page;
    bool has_more = true;

    for (unsigned number = 1; has_more; number++) {
        char name[32];

        (void)snprintf(name, sizeof(name), "第 %u 页", number);
        has_more = str_cut(pages, '\f', &page, &pages);
        lines_end(out, LINES_NEW);
        lines_part(out, str_of(name), 1);
        lines_add(out, page);
    }
}

/* Of a document that is pictures alone. */
static enum attach_outcome look_at_scan(struct str bytes, int fd, int64_t until_ms)
{
    AUTO(child_done) struct child c = { 0 };
    struct scan page;
    struct str rest;

    if (lseek(fd, 0, SEEK_SET) != 0)
        return ATTACH_DAMAGED;
    run_child(work_scan, bytes, fd, until_ms, &c);
    rest = buf_str(&c.out);
    if (!WIFEXITED(c.status) || WEXITSTATUS(c.status) || c.is_late || c.is_over)
        return outcome_of(&c);
    while (scan_take(&rest, &page))
        if (scan_has_red_head(&page) || scan_has_seal(&page))
            return ATTACH_OFFICIAL_SCAN;
    return ATTACH_NEEDS_OCR;
}

static enum attach_outcome read_pages(struct str bytes, int fd, int64_t until_ms, struct lines *out)
{
    AUTO(child_done) struct child c = { 0 };
    const size_t n_before = out->text.n;

    run_child(work_pdf, bytes, fd, until_ms, &c);
    add_pages(buf_str(&c.out), out);
    if (c.is_late || c.is_over || !WIFEXITED(c.status) || WEXITSTATUS(c.status) >= NO_SANDBOX)
        return outcome_of(&c);
    if (WEXITSTATUS(c.status) == PDF_NOT_ALLOWED ||
        (WEXITSTATUS(c.status) && str_has(bytes, STR("/Encrypt"))))
        return ATTACH_ENCRYPTED;
    if (out->text.n == n_before && has_picture(bytes))
        return look_at_scan(bytes, fd, until_ms);
    return WEXITSTATUS(c.status) ? ATTACH_DAMAGED : ATTACH_READ;
}

/* The bytes as a file that only a child is given; -1: there is no room for it. */
static int file_of(struct str bytes)
{
    const int fd = memfd_create("pdf", MFD_CLOEXEC);
    size_t at = 0;

    for (ssize_t n; fd >= 0 && at < bytes.n; at += (size_t)n)
        if ((n = write(fd, bytes.p + at, bytes.n - at)) <= 0)
            break;
    if (fd >= 0 && at == bytes.n && lseek(fd, 0, SEEK_SET) == 0)
        return fd;
    if (fd >= 0)
        (void)close(fd);
    return -1;
}

static enum attach_outcome read_pdf(struct str bytes, int64_t until_ms, struct lines *out)
{
    const int fd = file_of(bytes);
    enum attach_outcome o;

    if (fd < 0)
        return ATTACH_TOO_LARGE;
    o = read_pages(bytes, fd, until_ms, out);
    (void)close(fd);
    return o;
}

static enum attach_outcome look_at_picture(struct str bytes, int64_t until_ms)
{
    AUTO(buf_done) struct buf pdf = { 0 };
    const enum rc rc = picture_as_pdf(bytes, &pdf);
    enum attach_outcome o;
    int fd;

    if (rc)
        return rc == RC_NOT_FOUND ? ATTACH_NEEDS_OCR : ATTACH_UNSUPPORTED;
    if ((fd = file_of(buf_str(&pdf))) < 0)
        return ATTACH_TOO_LARGE;
    o = look_at_scan(buf_str(&pdf), fd, until_ms);
    (void)close(fd);
    return o;
}

/* ---- everything else: the child writes records ------------------------------------------------
 */

/* A name is of the PDF behind it. */
enum record { RECORD_TEXT = 't', RECORD_NAME = 'n', RECORD_PDF = 'p', RECORD_OUTCOME = 'o' };
enum { RECORD_HEAD_BYTES = 9 };

static void write_all(struct str s)
{
    while (s.n) {
        const ssize_t n = write(1, s.p, s.n);

        if (n <= 0 && errno != EINTR)
            _exit(1);
        s = str_skip(s, n > 0 ? (size_t)n : 0);
    }
}

static void write_record(enum record what, struct str s)
{
    char head[RECORD_HEAD_BYTES] = { (char)what };
    const uint64_t n = s.n;

    memcpy(head + 1, &n, sizeof(n));
    write_all(str_from(head, sizeof(head)));
    write_all(s);
}

static void hand_on_pdf(void *ctx, struct str name, struct str bytes)
{
    (void)ctx;
    write_record(RECORD_NAME, name);
    write_record(RECORD_PDF, bytes);
}

static void work_extract(struct str bytes)
{
    struct lines lines = { 0 };
    char outcome;

    if (!sandbox_enter(SANDBOX_READER))
        _exit(NO_SANDBOX);
    outcome = (char)extract_text(bytes, &lines, hand_on_pdf, NULL);
    write_record(RECORD_TEXT, buf_str(&lines.text));
    write_record(RECORD_OUTCOME, str_from(&outcome, 1));
    _exit(0);
}

/* The record at the start of *s, taken off it; false: none that is whole. */
static bool take_record(struct str *s, enum record *what, struct str *content)
{
    uint64_t n;

    if (s->n < RECORD_HEAD_BYTES)
        return false;
    memcpy(&n, s->p + 1, sizeof(n));
    if (n > s->n - RECORD_HEAD_BYTES)
        return false;
    *what = (enum record)s->p[0];
    *content = str_sub(*s, RECORD_HEAD_BYTES, (size_t)n);
    *s = str_skip(*s, RECORD_HEAD_BYTES + (size_t)n);
    return true;
}

static enum attach_outcome read_other(struct str bytes, int64_t until_ms, struct lines *out)
{
    AUTO(child_done) struct child c = { 0 };
    enum attach_outcome said = ATTACH_READ, of_pdf = ATTACH_READ;
    bool has_said = false;
    size_t n_pdfs = 0;
    enum record what;
    struct str rest, content;

    run_child(work_extract, bytes, -1, until_ms, &c);
    rest = buf_str(&c.out);
    while (take_record(&rest, &what, &content)) {
        if (what == RECORD_TEXT) {
            lines_join(out, content);
            lines_end(out, LINES_NEW);
        } else if (what == RECORD_NAME) {
            lines_file(out, content);
        } else if (what == RECORD_PDF) {
            const enum attach_outcome o =
                ++n_pdfs > PDFS_MAX ? ATTACH_TOO_LARGE : read_pdf(content, until_ms, out);

            lines_end(out, LINES_NEW);
            lines_file(out, STR(""));
            of_pdf = attach_outcome_join(of_pdf, o);
        } else if (what == RECORD_OUTCOME && content.n == 1 && content.p[0] >= 0 &&
                   content.p[0] < ATTACH_OUTCOMES_N) {
            said = (enum attach_outcome)content.p[0];
            has_said = true;
        }
    }
    return attach_outcome_join(has_said ? said : outcome_of(&c), of_pdf);
}

/* ---- the whole ------------------------------------------------------------------------------- */

/* Modules of iconv are files, which the sandbox cannot open; open handles keep them loaded. */
void run_prepare(void)
{
    static const char *const charsets[] = { "GB18030",  "BIG5",   "BIG5-HKSCS",  "UTF-16LE",
                                            "UTF-16BE", "CP1252", "WINDOWS-1252" };

    xmlInitParser();
    for (size_t i = 0; i < COUNT_OF(charsets); i++)
        (void)iconv_open("UTF-8", charsets[i]);
}

enum attach_outcome run_text(struct str bytes, struct lines *out)
{
    const int64_t until_ms = clock_ms() + ATTACH_MILLISECONDS;
    enum attach_outcome o;

    if (bytes.n > ATTACH_BYTES_MAX)
        return ATTACH_TOO_LARGE;
    switch (attach_format_of(bytes)) {
    case ATTACH_PDF:
        o = read_pdf(bytes, until_ms, out);
        break;
    case ATTACH_PICTURE:
        o = look_at_picture(bytes, until_ms);
        break;
    default:
        o = read_other(bytes, until_ms, out);
    }
    return o == ATTACH_READ && out->is_cut ? ATTACH_TOO_LARGE : o;
}
