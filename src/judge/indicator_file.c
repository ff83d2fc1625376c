#include "base/base.h"

#include "judge/indicator_file.h"

#include <cyaml/cyaml.h>

enum { NAME_MAX_BYTES = 100, TEXT_MAX_BYTES = 2000, LIST_MAX = 500 };

static const cyaml_strval_t trusts[] = {
    { "open", TRUST_OPEN },
    { "unconfirmed", TRUST_UNCONFIRMED },
    { "local", TRUST_LOCAL },
    { "official", TRUST_OFFICIAL },
};

static const cyaml_strval_t grades[] = {
    { "notice", GRADE_NOTICE },
    { "fault", GRADE_FAULT },
    { "veto", GRADE_VETO },
};

static const cyaml_strval_t kinds[] = {
    { "count", SITUATION_COUNT },
    { "availability", SITUATION_AVAILABILITY },
    { "person", SITUATION_PERSON },
};

static const cyaml_strval_t parts[] = {
    { "veto", PART_VETO },
    { "deduct", PART_DEDUCT },
    { "bonus", PART_BONUS },
    { "supervision", PART_SUPERVISION },
};

static const cyaml_strval_t subjects[] = {
    { "site", SUBJECT_SITE },
    { "portal", SUBJECT_PORTAL },
    { "account", SUBJECT_ACCOUNT },
    { "office", SUBJECT_OFFICE },
};

#define TEXT(key, type, member)                                                                    \
    CYAML_FIELD_STRING_PTR(key, CYAML_FLAG_POINTER, type, member, 1, TEXT_MAX_BYTES)
#define TEXT_OPTIONAL(key, type, member)                                                           \
    CYAML_FIELD_STRING_PTR(key, CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL, type, member, 1,         \
                           TEXT_MAX_BYTES)
#define WORD(key, flags, type, member, words)                                                      \
    CYAML_FIELD_ENUM(key, CYAML_FLAG_STRICT | (flags), type, member, words, COUNT_OF(words))
#define LIST(key, type, member, entry)                                                             \
    CYAML_FIELD_SEQUENCE(key, CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL, type, member, entry, 1,    \
                         LIST_MAX)

static const cyaml_schema_value_t name_schema = {
    CYAML_VALUE_STRING(CYAML_FLAG_POINTER, char, 1, NAME_MAX_BYTES),
};

static const cyaml_schema_field_t quantity_fields[] = {
    CYAML_FIELD_FLOAT_PTR("value", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL, struct file_quantity,
                          value),
    CYAML_FIELD_FLOAT_PTR("minimum", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL, struct file_quantity,
                          minimum),
    WORD("status", 0, struct file_quantity, status, trusts),
    TEXT_OPTIONAL("basis", struct file_quantity, basis),
    CYAML_FIELD_END,
};

#define QUANTITY(key, type, member)                                                                \
    CYAML_FIELD_MAPPING(key, CYAML_FLAG_DEFAULT, type, member, quantity_fields)
#define QUANTITY_OPTIONAL(key, type, member)                                                       \
    CYAML_FIELD_MAPPING_PTR(key, CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL, type, member,           \
                            quantity_fields)

static const cyaml_schema_field_t number_fields[] = {
    TEXT("name", struct file_number, name),
    TEXT("title", struct file_number, title),
    TEXT_OPTIONAL("unit", struct file_number, unit),
    QUANTITY("number", struct file_number, quantity),
    CYAML_FIELD_END,
};
static const cyaml_schema_value_t number_schema = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct file_number, number_fields),
};

static const cyaml_schema_field_t metric_fields[] = {
    TEXT("name", struct file_metric, name),
    TEXT("title", struct file_metric, title),
    TEXT("check", struct file_metric, check),
    WORD("grade", CYAML_FLAG_OPTIONAL, struct file_metric, grade, grades),
    TEXT_OPTIONAL("field", struct file_metric, field),
    LIST("values", struct file_metric, values, &name_schema),
    CYAML_FIELD_BOOL("per_page", CYAML_FLAG_OPTIONAL, struct file_metric, per_page),
    CYAML_FIELD_BOOL("per_column", CYAML_FLAG_OPTIONAL, struct file_metric, per_column),
    QUANTITY_OPTIONAL("measured", struct file_metric, measured),
    CYAML_FIELD_END,
};
static const cyaml_schema_value_t metric_schema = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct file_metric, metric_fields),
};

static const cyaml_schema_field_t category_fields[] = {
    TEXT("title", struct file_category, title),
    QUANTITY("full", struct file_category, full),
    CYAML_FIELD_BOOL("service", CYAML_FLAG_OPTIONAL, struct file_category, service),
    CYAML_FIELD_END,
};
static const cyaml_schema_value_t category_schema = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct file_category, category_fields),
};

static const cyaml_schema_field_t situation_fields[] = {
    TEXT("id", struct file_situation, id),
    TEXT("text", struct file_situation, text),
    WORD("by", CYAML_FLAG_OPTIONAL, struct file_situation, by, kinds),
    LIST("count", struct file_situation, count, &name_schema),
    QUANTITY_OPTIONAL("at_least", struct file_situation, at_least),
    QUANTITY_OPTIONAL("points", struct file_situation, points),
    CYAML_FIELD_BOOL("each", CYAML_FLAG_OPTIONAL, struct file_situation, each),
    CYAML_FIELD_END,
};
static const cyaml_schema_value_t situation_schema = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct file_situation, situation_fields),
};

static const cyaml_schema_field_t indicator_fields[] = {
    TEXT("id", struct file_indicator, id),
    TEXT("title", struct file_indicator, title),
    TEXT_OPTIONAL("category", struct file_indicator, category),
    WORD("part", 0, struct file_indicator, part, parts),
    WORD("applies", 0, struct file_indicator, applies, subjects),
    CYAML_FIELD_BOOL("service", CYAML_FLAG_OPTIONAL, struct file_indicator, service),
    QUANTITY_OPTIONAL("full", struct file_indicator, full),
    LIST("situations", struct file_indicator, situations, &situation_schema),
    CYAML_FIELD_END,
};
static const cyaml_schema_value_t indicator_schema = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct file_indicator, indicator_fields),
};

static const cyaml_schema_field_t constraint_fields[] = {
    CYAML_FIELD_SEQUENCE("sum", CYAML_FLAG_POINTER, struct file_constraint, sum, &name_schema, 1,
                         LIST_MAX),
    QUANTITY("at_least", struct file_constraint, at_least),
    CYAML_FIELD_END,
};
static const cyaml_schema_value_t constraint_schema = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct file_constraint, constraint_fields),
};

static const cyaml_schema_field_t change_fields[] = {
    TEXT("id", struct file_change, id),
    TEXT_OPTIONAL("field", struct file_change, field),
    QUANTITY("number", struct file_change, quantity),
    CYAML_FIELD_END,
};
static const cyaml_schema_value_t change_schema = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct file_change, change_fields),
};

static const cyaml_schema_field_t set_fields[] = {
    CYAML_FIELD_INT("format", CYAML_FLAG_DEFAULT, struct file_set, format),
    TEXT("name", struct file_set, name),
    TEXT("title", struct file_set, title),
    TEXT("version", struct file_set, version),
    TEXT("basis", struct file_set, basis),
    TEXT_OPTIONAL("note", struct file_set, note),
    TEXT_OPTIONAL("extends", struct file_set, extends),
    CYAML_FIELD_BOOL("inherited_unconfirmed", CYAML_FLAG_OPTIONAL, struct file_set, distrust),
    LIST("numbers", struct file_set, numbers, &number_schema),
    LIST("metrics", struct file_set, metrics, &metric_schema),
    LIST("categories", struct file_set, categories, &category_schema),
    LIST("indicators", struct file_set, indicators, &indicator_schema),
    LIST("constraints", struct file_set, constraints, &constraint_schema),
    LIST("changes", struct file_set, changes, &change_schema),
    CYAML_FIELD_END,
};

const struct cyaml_schema_value indicator_file_schema = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct file_set, set_fields),
};
