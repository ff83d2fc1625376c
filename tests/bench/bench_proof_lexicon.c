/*
 * bench_proof_lexicon LEXICON_DIR TEXT: how fast the dictionary pass is, with the shipped lexicon
 * and with 10,000 made-up patterns, beside a plain read of the same memory. MB/s of UTF-8, one
 * core.
 */
#include "base/base.h"

#include "base/clock.h"
#include "base/file.h"
#include "proof/lexicon.h"
#include "proof/lexicon_file.h"
#include "proof/rules.h"

#include <inttypes.h>
#include <stdio.h>
#include <time.h>

enum { N_SYNTHETIC = 10000, CHUNK = 30000, ROUNDS = 5, TEXT_MAX = 64 << 20 };

struct bench {
    struct fold_table *t;
    struct lexicon *lexicon;
    struct str text;
    size_t n_found;
};

/* Microseconds of this process: others on the machine do not count. */
static int64_t cpu_us(void)
{
    struct timespec t;

    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

/* Pages are read one by one; so is this, in pieces of a long page's size. */
static void each_piece(struct bench *b, void (*run)(struct bench *, struct str, struct arena *))
{
    struct arena a = { 0 };

    for (size_t at = 0; at < b->text.n;) {
        size_t n = b->text.n - at < CHUNK ? b->text.n - at : CHUNK;

        while (at + n < b->text.n && b->text.p[at + n] != '\n')
            n++;
        run(b, str_sub(b->text, at, n), &a);
        arena_reset(&a);
        at += n;
    }
    arena_done(&a);
}

static void read_memory(struct bench *b, struct str piece, struct arena *a)
{
    uint64_t sum = 0;

    (void)a;
    for (size_t i = 0; i + 8 <= piece.n; i += 8) {
        uint64_t word;

        memcpy(&word, piece.p + i, 8);
        sum += word;
    }
    b->n_found += sum == 1;
}

static void only_fold(struct bench *b, struct str piece, struct arena *a)
{
    b->n_found += fold(b->t, piece, a).n_steps;
}

static void find(struct bench *b, struct str piece, struct arena *a)
{
    struct problem_list l = { .a = a };
    const struct folded folded = fold(b->t, piece, a);

    lexicon_find(b->lexicon, &folded, day_of(2026, 11, 20), &l);
    b->n_found += l.n;
}

static void rules(struct bench *b, struct str piece, struct arena *a)
{
    struct problem_list l = { .a = a };

    rules_find(b->t, NULL, piece, &l);
    b->n_found += l.n;
}

static void measure(struct bench *b, const char *name,
                    void (*run)(struct bench *, struct str, struct arena *))
{
    int64_t best = INT64_MAX;

    for (int i = 0; i < ROUNDS; i++) {
        const int64_t start = cpu_us();

        b->n_found = 0;
        each_piece(b, run);
        const int64_t took = cpu_us() - start;

        best = took < best ? took : best;
    }
    (void)printf("%-44s %8.0f MB/s  %8zu found\n", name,
                 (double)b->text.n / (double)(best ? best : 1), b->n_found);
}

/* Words of 4 to 8 characters of the text with one character of another place: they look like
 * Chinese and stand in it nearly never. */
static void make_patterns(struct bench *b, struct lexicon_entries *l)
{
    uint64_t seed = 1;

    while (l->n < N_SYNTHETIC) {
        seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        size_t at = (size_t)((seed >> 20) % (b->text.n - 200));
        const size_t n_chars = 4 + (size_t)(seed >> 60) % 5;

        while (((unsigned char)b->text.p[at] & 0xC0) == 0x80)
            at++;
        const struct str head = str_head_chars(str_skip(b->text, at), n_chars - 1);
        size_t other = (at * 7 + 101) % (b->text.n - 200);

        while (((unsigned char)b->text.p[other] & 0xC0) == 0x80)
            other++;
        const struct str last = str_head_chars(str_skip(b->text, other), 1);
        const struct str word = arena_join(l->a, head, last);

        if (str_chr(word, '\n') == STR_NONE && word.n >= 3 * n_chars)
            lexicon_entries_add(l, (struct lexicon_entry){ .pattern = word, .check = "typo" });
    }
}

static void compile(struct bench *b, const struct lexicon_entries *l, const char *name)
{
    struct err err = { 0 };
    const int64_t start = clock_ms();

    lexicon_free(b->lexicon);
    b->lexicon = NULL;
    if (lexicon_new(l, &b->lexicon, &err))
        (void)printf("%s\n", err.text);
    (void)printf("%-44s %8" PRId64 " ms   %8zu patterns\n", name, clock_ms() - start, l->n);
}

int main(int argc, char **argv)
{
    AUTO(arena_done) struct arena a = { 0 };
    AUTO(buf_done) struct buf text = { 0 };
    struct lexicon_entries real = { .a = &a }, synthetic = { .a = &a };
    struct bench b = { 0 };
    struct err err = { 0 };

    if (argc != 3 || file_read(argv[2], TEXT_MAX, &text, &err) || fold_table_new(&b.t, &err) ||
        lexicon_load_dir(argv[1], b.t, &real, &err)) {
        (void)fprintf(stderr, "bench_proof_lexicon LEXICON_DIR TEXT  %s\n", err.text);
        return 2;
    }
    b.text = buf_str(&text);
    (void)printf("%.1f MB of text\n", (double)b.text.n / 1e6);
    measure(&b, "plain read of memory", read_memory);
    measure(&b, "folding alone", only_fold);
    compile(&b, &real, "compiling the shipped lexicon");
    measure(&b, "dictionary pass, shipped lexicon", find);
    make_patterns(&b, &synthetic);
    compile(&b, &synthetic, "compiling made-up patterns");
    measure(&b, "dictionary pass, 10,000 made-up patterns", find);
    measure(&b, "rules", rules);
    lexicon_free(b.lexicon);
    fold_table_free(b.t);
    return 0;
}
