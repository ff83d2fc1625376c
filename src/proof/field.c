#include "base/base.h"

#include "proof/field.h"

#include "speller/ngrams.h"

#include <stdlib.h>
#include <unistd.h>

enum { FIELD_MEGABYTES = 32 }; /* eight million rows; the rarest give way */

struct field {
    const struct book *book;
    struct ngrams *seen;
    const char *path; /* borrowed */
    const char *kept; /* borrowed; NULL: nowhere */
    uint64_t begun;   /* what the file has; 0: there is none */
};

enum rc field_open(const struct spelling *s, const char *path, struct field **out, struct err *err)
{
    AUTO(field_freep) struct field *f = calloc(1, sizeof(*f));

    ASSERT(f);
    f->path = path;
    f->book = spelling_book(s);
    if (!f->book)
        return err_set(err, RC_NOT_FOUND, "%s", spelling_lacks_book(s));
    if (access(path, F_OK) != 0)
        f->seen = ngrams_new(f->book, NGRAMS_BY_SITE, FIELD_MEGABYTES);
    else if (ngrams_read(path, f->book, &f->seen, err))
        return err->rc;
    else
        f->begun = ngrams_hash(f->seen);
    *out = f;
    f = NULL;
    return RC_OK;
}

void field_free(struct field *f)
{
    if (f)
        ngrams_free(f->seen);
    free(f);
}

void field_freep(struct field **f)
{
    field_free(*f);
}

/* Sites are told apart by it. */
static uint32_t number_of(struct str site_code)
{
    return (uint32_t)str_hash(site_code);
}

void field_learn(struct field *f, struct str text, struct str site_code)
{
    ngrams_add(f->seen, f->book, text, number_of(site_code));
}

enum rc field_keep(struct field *f, const char *path, struct err *err)
{
    const uint64_t key = f->book->hash ^ str_hash(str_of(f->path)) ^ f->begun;
    const enum rc rc = ngrams_keep(f->seen, key, path, err);

    if (!rc)
        f->kept = path;
    return rc;
}

enum rc field_write(const struct field *f, struct err *err)
{
    const enum rc rc = ngrams_write(f->seen, f->book, f->path, err);

    if (!rc && f->kept)
        (void)unlink(f->kept);
    return rc;
}

enum rc field_use(struct spelling *s, const char *path, struct err *err)
{
    struct ngrams *seen;

    if (!spelling_book(s))
        return err_set(err, RC_NOT_FOUND, "%s", spelling_lacks_book(s));
    if (ngrams_read(path, spelling_book(s), &seen, err))
        return err->rc;
    spelling_set_seen(s, seen);
    return RC_OK;
}

void field_reads(struct spelling *s, struct str site_code)
{
    struct ngrams *seen = spelling_seen(s);

    const uint32_t number = number_of(site_code);

    if (seen)
        ngrams_ignore(seen, site_code.n ? &number : NULL);
}
