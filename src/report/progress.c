#include "base/base.h"

#include "report/progress.h"

#include "base/buf.h"
#include "report/columns.h"

enum { TERMINAL_EVERY_MS = 250, LOG_EVERY_MS = 10000, RATE_EVERY_MS = 2000, BAR_CELLS = 12 };

int64_t progress_left(const struct progress *p)
{
    const double each =
        p->n_sites_begun ? (double)(p->n_pages + p->n_left) / (double)p->n_sites_begun : 0;

    return p->n_left + (int64_t)(each * (double)(p->n_sites - p->n_sites_begun));
}

/* Seconds to go; -1 when nobody can say. */
static int64_t time_left(const struct progress *p)
{
    if (p->left_s >= 0)
        return p->left_s;
    if (p->rate < 0.01)
        return -1;
    return (int64_t)((double)progress_left(p) / p->rate);
}

static void add_duration(struct buf *out, int64_t s)
{
    if (s < 60)
        buf_addf(out, "%lld 秒", (long long)s);
    else if (s < 3600)
        buf_addf(out, "%lld 分 %lld 秒", (long long)(s / 60), (long long)(s % 60));
    else if (s < 86400)
        buf_addf(out, "%lld 小时 %lld 分", (long long)(s / 3600), (long long)(s / 60 % 60));
    else
        buf_addf(out, "%lld 天", (long long)(s / 86400));
}

/* Share of the pages that are expected now: it may step back when a site turns out larger. */
static void add_bar(struct buf *out, const struct progress *p)
{
    const int64_t all = p->n_pages + progress_left(p);
    const int64_t full = all > 0 ? p->n_pages * BAR_CELLS / all : 0;

    buf_add_char(out, '[');
    for (int64_t i = 0; i < BAR_CELLS; i++)
        buf_add_char(out, i < full ? '#' : '.');
    buf_addf(out, "] %lld%%", (long long)(all > 0 ? p->n_pages * 100 / all : 0));
}

const char *progress_line(const struct progress *p, int width, char out[PROGRESS_LINE_BYTES])
{
    AUTO(buf_done) struct buf all = { 0 };
    AUTO(buf_done) struct buf line = { .max = PROGRESS_LINE_BYTES - 1 };
    struct str parts;
    struct str part;

    if (p->phase.n)
        buf_addf(&all, "%.*s ", STR_ARG(p->phase));
    add_bar(&all, p);
    buf_addf(&all, "|%lld 页|%.1f 页/秒", (long long)p->n_pages, p->rate);
    buf_addf(&all, "|网站 %lld/%lld|发现 %lld", (long long)p->n_sites_done, (long long)p->n_sites,
             (long long)p->n_findings);
    if (time_left(p) >= 0) {
        buf_add(&all, STR("|约剩 "));
        add_duration(&all, time_left(p));
    }
    for (parts = buf_str(&all); parts.n;) {
        (void)str_cut(parts, '|', &part, &parts);
        if (line.n &&
            text_width(buf_str(&line)) + 2 + text_width(part) > (size_t)(width > 0 ? width : 0))
            break;
        if (line.n)
            buf_add(&line, STR("  "));
        buf_add(&line, part);
    }
    (void)snprintf(out, PROGRESS_LINE_BYTES, "%.*s", STR_ARG(buf_str(&line)));
    return out;
}

static void measure_rate(struct progress_bar *bar, const struct progress *p, int64_t now_ms)
{
    const int64_t span = now_ms - bar->rate_ms;

    if (bar->rate_ms == 0 || p->n_pages < bar->rate_pages) {
        bar->rate_ms = now_ms;
        bar->rate_pages = p->n_pages;
        return;
    }
    if (span < RATE_EVERY_MS && !(bar->rate == 0 && span >= TERMINAL_EVERY_MS))
        return;

    const double now = (double)(p->n_pages - bar->rate_pages) * 1000 / (double)span;

    bar->rate = bar->rate == 0 ? now : bar->rate * 0.6 + now * 0.4;
    bar->rate_ms = now_ms;
    bar->rate_pages = p->n_pages;
}

static void draw(struct progress_bar *bar)
{
    const int width = bar->width > 0 ? bar->width : 80;
    char line[PROGRESS_LINE_BYTES];

    /* One cell stays free: a full line would wrap. Plain lines may be as long as they like. */
    (void)progress_line(&bar->last, bar->is_terminal ? width - 1 : PROGRESS_LINE_BYTES, line);
    (void)fprintf(bar->to, bar->is_terminal ? "\r\033[K%s" : "%s\n", line);
    (void)fflush(bar->to);
    bar->is_shown = bar->is_terminal;
}

void progress_bar_update(struct progress_bar *bar, const struct progress *p, int64_t now_ms)
{
    const int64_t every = bar->is_terminal ? TERMINAL_EVERY_MS : LOG_EVERY_MS;

    if (!bar->to)
        return;
    measure_rate(bar, p, now_ms);
    bar->last = *p;
    bar->last.rate = bar->rate;
    if (bar->drawn_ms == 0 && !bar->is_terminal) {
        bar->drawn_ms = now_ms; /* the first plain line comes after the first 10 s */
        return;
    }
    if (bar->drawn_ms != 0 && now_ms - bar->drawn_ms < every)
        return;
    bar->drawn_ms = now_ms;
    draw(bar);
}

void progress_bar_hide(void *ctx)
{
    struct progress_bar *bar = ctx;

    if (!bar->to || !bar->is_shown)
        return;
    (void)fputs("\r\033[K", bar->to);
    (void)fflush(bar->to);
}

void progress_bar_show(void *ctx)
{
    struct progress_bar *bar = ctx;

    if (bar->to && bar->is_shown)
        draw(bar);
}

void progress_bar_done(struct progress_bar *bar)
{
    progress_bar_hide(bar);
    bar->is_shown = false;
}
