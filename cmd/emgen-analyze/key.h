/* key - the facts of an index, or of a key: members of a definition's lists. */
#ifndef EMGEN_ANALYZE_KEY_H
#define EMGEN_ANALYZE_KEY_H

#include <jansson.h>
#include <stdbool.h>

bool index_is_unique(const json_t *index);
bool index_is_partial(const json_t *index);
/* Whether two nulls are the same to a unique one. */
bool index_nulls_are_alike(const json_t *index);

/* "" for a B-tree, else the kind of index. */
const char *index_method(const json_t *index);

/* Of an index or foreign key: names, and its own or NULL. */
const json_t *key_columns(const json_t *key);
const char *key_name(const json_t *key);

#endif
