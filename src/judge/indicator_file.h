/* The indicator file as it stands in YAML, before it is checked and joined with what it extends. */
#ifndef XJ_JUDGE_INDICATOR_FILE_H
#define XJ_JUDGE_INDICATOR_FILE_H

#include "judge/indicator.h"

struct file_quantity {
    double *value, *minimum;
    enum trust status;
    char *basis;
};

struct file_number {
    char *name, *title, *unit;
    struct file_quantity quantity;
};

struct file_metric {
    char *name, *title, *check, *field;
    enum grade grade;
    char **values;
    unsigned values_count;
    bool per_page, per_column;
    struct file_quantity *measured;
};

struct file_category {
    char *title;
    struct file_quantity full;
    bool service;
};

struct file_situation {
    char *id, *text;
    enum situation_kind by;
    char **count;
    unsigned count_count;
    struct file_quantity *at_least, *points;
    bool each;
};

struct file_indicator {
    char *id, *title, *category;
    enum part part;
    enum subject applies;
    bool service;
    struct file_quantity *full;
    struct file_situation *situations;
    unsigned situations_count;
};

struct file_constraint {
    char **sum;
    unsigned sum_count;
    struct file_quantity at_least;
};

/* A number of the extended set that this one gives anew: "W4.1 at_least", "P5 full", "fail_below".
 */
struct file_change {
    char *id, *field;
    struct file_quantity quantity;
};

struct file_set {
    int64_t format;
    char *name, *title, *version, *basis, *note, *extends;
    bool distrust; /* what is inherited is unconfirmed here */
    struct file_number *numbers;
    unsigned numbers_count;
    struct file_metric *metrics;
    unsigned metrics_count;
    struct file_category *categories;
    unsigned categories_count;
    struct file_indicator *indicators;
    unsigned indicators_count;
    struct file_constraint *constraints;
    unsigned constraints_count;
    struct file_change *changes;
    unsigned changes_count;
};

struct cyaml_schema_value;
extern const struct cyaml_schema_value indicator_file_schema;

#endif
