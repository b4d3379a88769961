/* templates - those that are built in, and a folder that overrides them. */
#ifndef EMGEN_RENDER_TEMPLATES_H
#define EMGEN_RENDER_TEMPLATES_H

#include "mustache.h"

/*
 * All templates; those of the folder (NULL: none) come before the built-in
 * ones of the same name.  folder is borrowed.  Release with mustache_close().
 */
struct mustache *templates_open(const char *folder);

#endif
