/* factory_form - values of columns whose kind does not say how they look. */
#ifndef EMGEN_RENDER_FACTORY_FORM_H
#define EMGEN_RENDER_FACTORY_FORM_H

#include "definition.h"

/*
 * PHP for a value, with what makes it up (fake() or fake()->unique()); in the
 * arena.  NULL for other columns, and for a form that is not known.
 */
char *factory_form(
    struct arena *arena, const struct column *column, const char *fake);

#endif
