/* model_parts - what the pieces of a model's view share; for model*.c. */
#ifndef EMGEN_RENDER_MODEL_PARTS_H
#define EMGEN_RENDER_MODEL_PARTS_H

#include "imports.h"
#include "model.h"

#define ELOQUENT              "Illuminate\\Database\\Eloquent\\"
#define CLASS_BUILDER         ELOQUENT "Builder"
#define CLASS_CARBON          "Illuminate\\Support\\Carbon"
#define CLASS_COLLECTION      ELOQUENT "Collection"
#define CLASS_DATE_FORMAT     ELOQUENT "Attributes\\DateFormat"
#define CLASS_FACTORY         ELOQUENT "Factories\\Factory"
#define CLASS_FILLABLE        ELOQUENT "Attributes\\Fillable"
#define CLASS_HAS_FACTORY     ELOQUENT "Factories\\HasFactory"
#define CLASS_HAS_ULIDS       ELOQUENT "Concerns\\HasUlids"
#define CLASS_HAS_UUIDS       ELOQUENT "Concerns\\HasUuids"
#define CLASS_HIDDEN          ELOQUENT "Attributes\\Hidden"
#define CLASS_IMMUTABLE       "Carbon\\CarbonImmutable"
#define CLASS_LOGIC_EXCEPTION "LogicException"
#define CLASS_MODEL           ELOQUENT "Model"
#define CLASS_NOTIFIABLE      "Illuminate\\Notifications\\Notifiable"
#define CLASS_PIVOT           ELOQUENT "Relations\\Pivot"
#define CLASS_SOFT_DELETES    ELOQUENT "SoftDeletes"
#define CLASS_STR             "Illuminate\\Support\\Str"
#define CLASS_USER            "Illuminate\\Foundation\\Auth\\User"

struct model_parts {
	struct arena *arena;
	const struct definition *def;
	const struct style *style;
	const char *namespace; /* of the file */
	struct imports imports;
	const char *factory;  /* its class, or NULL */
	bool guesses_factory; /* Laravel finds it by itself */
	struct view *root;
};

/* Which class a date is, and a relation, and the trait that makes keys. */
const char *model_date_class(const struct column *column);
const char *model_relation_class(const struct relation *relation);
const char *model_key_trait(const struct definition *def);

/* PHPDoc has no way to write a property that is no PHP variable. */
bool model_has_property(const struct column *column);

bool model_has_fillable(const struct definition *def);

/*
 * Whether dates' format, fillable and hidden columns are attributes of PHP, as
 * Laravel 13 has them.  Not in a base class: Laravel joins a base's list with
 * that of the class below, which could then take nothing out.
 */
bool model_has_php_attributes(const struct style *style);

/* Each adds its members to the root. */
void model_add_docblock(struct model_parts *m);
void model_add_properties(struct model_parts *m);
void model_add_relations(struct model_parts *m);
void model_add_casts(struct model_parts *m);

#endif
