/* A YAML file of data into plain structs, by a libcyaml schema; what is wrong is said in Chinese.
 */
#ifndef XJ_BASE_YAML_FILE_H
#define XJ_BASE_YAML_FILE_H

#include "base/base.h"
#include "base/err.h"
#include "base/str.h"

struct cyaml_schema_value;

/*
 * Aliases are refused: a file of data has no use for them.
 *
 *   path   how the sentence calls the text
 *   words  Chinese: which words an enumeration takes, "status 只能是 a、b"
 *   out    what the schema describes; give it back to yaml_file_free
 *
 * RC_SYNTAX: the text breaks YAML or the schema; the sentence has file, line and reason.
 */
MUST_USE enum rc yaml_file_load(const char *path, struct str text, const char *words,
                                const struct cyaml_schema_value *schema, void **out,
                                struct err *err);
void yaml_file_free(const struct cyaml_schema_value *schema, void *data);

#endif
