/*
 * models - the models that a person has written: in a Laravel project those
 * anywhere in app, else those in the folder of the models and below it.
 */
#ifndef EMGEN_INTROSPECT_MODELS_H
#define EMGEN_INTROSPECT_MODELS_H

#include <jansson.h>

#include "settings.h"

/*
 * {table: {class, path, pivot}} in the modes where they take the place of ours;
 * NULL in the mode "all".  A new reference.
 */
json_t *models_find(const struct settings *settings);

#endif
