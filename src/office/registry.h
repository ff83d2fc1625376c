/*
 * The registry of sites and accounts: what the office has entered of each, and every change of it.
 *
 * Those that only a run has seen are in the store too (site_query.h); they are not in the registry
 * until they are entered.
 */
#ifndef XJ_OFFICE_REGISTRY_H
#define XJ_OFFICE_REGISTRY_H

#include "base/arena.h"
#include "base/base.h"
#include "base/err.h"
#include "base/str.h"
#include "model/registry.h"
#include "store/store.h"

struct registered {
    struct registry_row row;
    int64_t unit; /* that it belongs to */
    struct str unit_name;
    bool is_listed;    /* false: a run has seen it, the registry does not have it */
    int32_t state_day; /* since when it is in that state; DAY_NONE: not said */
    struct str filing; /* number or title of the document that says so; may be empty */
    int64_t last_run;  /* with a result; 0: none */
};

/* Who changes it, and when. */
struct registrar {
    struct str by;
    int64_t at;
};

/* One of the unit or of those below it (0 = any). RC_NOT_FOUND. Strings go to a. */
MUST_USE enum rc store_registered_read(struct store *s, int64_t unit, struct str id,
                                       struct arena *a, struct registered *out, struct err *err);
/* All that the registry has of the kind, by id. Valid until it returns; must not use the store. */
typedef enum rc (*registered_fn)(void *ctx, const struct registered *r, struct err *err);
MUST_USE enum rc store_registered_each(struct store *s, enum registry_kind kind, int64_t unit,
                                       registered_fn each, void *ctx, struct err *err);

/*
 * Enters the row, or sets what is different. What is new, or stood with the unit of its owner,
 * belongs to the unit of its owner (store_unit_of_sponsor); what was moved stays.
 *
 *   n_changed  fields that are different now; 0 for a new one
 */
MUST_USE enum rc store_registered_write(struct store *s, const struct registry_row *row,
                                        const struct registrar *who, bool *is_new,
                                        size_t *n_changed, struct err *err);
/*
 * Its life: 运行, 申请关停, 已关停; of an account 申请注销, 已注销.
 *
 *   day, filing  since when, by which document
 *
 * RC_NOT_FOUND: the registry has no such. RC_SYNTAX: no such state, a closing without its day, or
 * closed without a document.
 */
MUST_USE enum rc store_registered_set_state(struct store *s, struct str id, struct str state,
                                            int32_t day, struct str filing,
                                            const struct registrar *who, struct err *err);
/* To another unit. RC_NOT_FOUND: no such, or no such unit. */
MUST_USE enum rc store_registered_move(struct store *s, struct str id, int64_t unit,
                                       const struct registrar *who, struct err *err);

/* A change of one field. */
struct registry_change {
    int64_t id, at;
    struct str by;
    struct str field;    /* key of a registry_field, "unit", "state_day" or "filing"; "code": it was
                            new,    or was taken away */
    struct str old, now; /* of units their names */
};
/* A line of the history; id, at and by are not read. Within the transaction of the change itself.
 */
MUST_USE enum rc store_registered_note(struct store *s, struct str id, const struct registrar *who,
                                       const struct registry_change *change, struct err *err);
typedef enum rc (*registry_change_fn)(void *ctx, const struct registry_change *change,
                                      struct err *err);
/* Newest first. Valid until it returns; must not use the store. */
MUST_USE enum rc store_registered_history(struct store *s, struct str id, registry_change_fn each,
                                          void *ctx, struct err *err);

/*
 * The day and the document of the state before the one that it has now.
 *
 * RC_NOT_FOUND: its history has no other state. The string goes to a.
 */
MUST_USE enum rc store_registered_past(struct store *s, struct str id, struct arena *a,
                                       int32_t *day, struct str *filing, struct err *err);

/* Grows with every change of the registry. */
MUST_USE enum rc store_registry_version(struct store *s, int64_t *version, struct err *err);

/* ---- files that wait for a person to say yes ---- */

enum { UPLOAD_LIFE_S = 24 * 3600 };

/* Keeps the file; those older than UPLOAD_LIFE_S are forgotten. */
MUST_USE enum rc store_upload_put(struct store *s, struct str token, struct str kind, int64_t now,
                                  struct str bytes, struct err *err);
/* Gives kind and content, copied to a. RC_NOT_FOUND: never seen, or forgotten. */
MUST_USE enum rc store_upload_get(struct store *s, struct str token, struct arena *a,
                                  struct str *kind, struct str *bytes, struct err *err);
MUST_USE enum rc store_upload_drop(struct store *s, struct str token, struct err *err);

#endif
