/*
 * bench_speller_read BOOK DECISION TEXT [FIELD]: how fast wrong characters are looked for in text
 * that was not read before, without and with texts of the field, beside a plain read of the same
 * memory. MB/s of UTF-8, one core; of a second reading of the same sentences, too.
 */
#include "base/base.h"

#include "base/file.h"
#include "speller/run.h"
#include "speller/speller.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { ROUNDS = 5, TEXT_MAX = 64 << 20, FIELD_MEGABYTES = 64 };

struct bench {
    struct speller *speller;
    struct speller_work *work; /* what was read before */
    struct str text;
    uint64_t found; /* how many, or a sum of what was read */
    uint64_t said;  /* hash of where, what and how sure */
};

/* Microseconds of this process: others on the machine do not count. */
static int64_t cpu_us(void)
{
    struct timespec t;

    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static void read_memory(struct bench *b)
{
    for (size_t i = 0; i + 8 <= b->text.n; i += 8) {
        uint64_t word;

        memcpy(&word, b->text.p + i, 8);
        b->found += word;
    }
}

static void cut(struct bench *b)
{
    struct run_cutter cutter = { .text = b->text };
    struct run run;

    while (run_next(speller_book(b->speller), &cutter, &run))
        b->found++;
}

static void read_lines(struct bench *b)
{
    AUTO(arena_done) struct arena a = { 0 };
    struct str text = b->text, line;

    while (str_line(&text, &line)) {
        struct misspelling_list l;

        speller_read(b->speller, b->work, line, &a, &l);
        for (size_t i = 0; i < l.n; i++) {
            const struct misspelling *m = &l.found[i];
            const uint64_t score = (uint64_t)(m->score * 10000);

            b->said = book_mix(b->said ^ str_hash(m->right) ^ m->at << 32 ^ m->n << 16 ^ score);
        }
        b->found += l.n;
        arena_reset(&a);
    }
}

static void read_new(struct bench *b)
{
    speller_work_free(b->work);
    b->work = speller_work_new();
    read_lines(b);
}

static struct ngrams *learn(const struct bench *b, struct str text)
{
    struct ngrams *seen =
        ngrams_new(speller_book(b->speller), NGRAMS_BY_PARAGRAPH, FIELD_MEGABYTES);
    struct str line;

    for (uint32_t number = 0; str_line(&text, &line); number++)
        ngrams_add(seen, speller_book(b->speller), line, number);
    return seen;
}

static void measure(struct bench *b, const char *name, void (*run)(struct bench *))
{
    int64_t best = INT64_MAX;

    for (int i = 0; i < ROUNDS; i++) {
        const int64_t start = cpu_us();

        b->found = b->said = 0;
        run(b);
        const int64_t took = cpu_us() - start;

        best = took < best ? took : best;
    }
    (void)printf("%-24s %10.2f MB/s  %10" PRIu64 " %016" PRIx64 "\n", name,
                 (double)b->text.n / (double)(best ? best : 1), b->found, b->said);
}

int main(int argc, char **argv)
{
    AUTO(buf_done) struct buf text = { 0 }, field = { 0 };
    AUTO(ngrams_freep) struct ngrams *seen = NULL;
    AUTO(speller_freep) struct speller *speller = NULL;
    struct bench b = { 0 };
    struct err err = { 0 };

    if (argc < 4 || argc > 5 || file_read(argv[3], TEXT_MAX, &text, &err) ||
        (argc == 5 && file_read(argv[4], TEXT_MAX, &field, &err)) ||
        speller_open(argv[1], argv[2], &speller, &err)) {
        (void)fprintf(stderr, "bench_speller_read BOOK DECISION TEXT [FIELD]  %s\n", err.text);
        return 2;
    }
    b.speller = speller;
    b.text = buf_str(&text);
    (void)printf("%.1f MB of text\n", (double)b.text.n / 1e6);
    measure(&b, "plain read of memory", read_memory);
    measure(&b, "cutting into runs", cut);
    measure(&b, "new text", read_new);
    measure(&b, "read before", read_lines);
    if (argc == 5) {
        seen = learn(&b, buf_str(&field));
        speller_set_seen(speller, seen);
        measure(&b, "new text, field known", read_new);
    }
    speller_work_free(b.work);
    return 0;
}
