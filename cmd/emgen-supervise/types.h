/* types - the events and commands that a pipeline file names. */
#ifndef EMGEN_SUPERVISE_TYPES_H
#define EMGEN_SUPERVISE_TYPES_H

#include "file.h"

/* Notes the words of a key that are no type in the folder of schemas. */
void types_check(struct file *file, const struct section *s, enum key key,
    const char *folder);

/* One handler for each command, if the file says which there are. */
void types_check_handler(struct file *file, const struct section *s);
void types_check_commands(struct file *file);

#endif
