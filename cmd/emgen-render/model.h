/* model - views of a definition: what the templates of PHP files see. */
#ifndef EMGEN_RENDER_MODEL_H
#define EMGEN_RENDER_MODEL_H

#include "arena.h"
#include "definition.h"
#include "view.h"

/* What else decides how a model looks. */
struct style {
	int laravel; /* 10 to 13 */
	bool strict_types;
	bool has_factory;
	bool split;            /* a base class, and the user's below it */
	const char *namespace; /* of our models */
	const char *factories_namespace, *requests_namespace;
	const char *app_models; /* where the application has its models */
};

/* model.php: a model or a pivot; in split mode its base class. */
struct view *model_view(struct arena *arena, const struct definition *def,
    const struct style *style);

/* user.php: the class of split mode that is the user's. */
struct view *user_view(struct arena *arena, const struct definition *def,
    const struct style *style);

/*
 * Adds "columns" to it, for templates of the user's: objects with name, kind,
 * type, cast, comment, nullable, unique, required and readOnly.
 */
void model_add_columns(
    struct arena *arena, struct view *model, const struct definition *def);

/* enum.php */
struct view *enum_view(struct arena *arena, const struct enumeration *e,
    const struct style *style);

/* request.php */
struct view *request_view(struct arena *arena, const struct definition *def,
    const struct style *style);

/* factory.php */
struct view *factory_view(struct arena *arena, const struct definition *def,
    const struct style *style);

#endif
