/* rules - a function for each rule; rules.c says what each is called. */
#ifndef EMGEN_ANALYZE_RULES_H
#define EMGEN_ANALYZE_RULES_H

#include "lint.h"

/* keys.c */
void check_no_primary_key(struct lint *lint, const struct model *model);
void check_composite_key(struct lint *lint, const struct model *model);
void check_narrow_key(struct lint *lint, const struct model *model);
void check_integer_key(struct lint *lint, const struct model *model);

/* foreign.c */
void check_foreign_key_type(struct lint *lint, const struct model *model);
void check_set_null(struct lint *lint, const struct model *model);
void check_nullable_cascade(struct lint *lint, const struct model *model);
void check_composite_foreign(struct lint *lint, const struct model *model);
void check_missing_foreign(struct lint *lint, const struct model *model);
void check_required_cycle(struct lint *lint, const struct model *model);

/* morph.c */
void check_morph_index(struct lint *lint, const struct model *model);

/* indexes.c */
void check_foreign_index(struct lint *lint, const struct model *model);
void check_wide_index(struct lint *lint, const struct model *model);
void check_duplicate_index(struct lint *lint, const struct model *model);
void check_redundant_index(struct lint *lint, const struct model *model);

/* unique.c */
void check_nullable_unique(struct lint *lint, const struct model *model);
void check_soft_delete_unique(struct lint *lint, const struct model *model);
void check_pivot_unique(struct lint *lint, const struct model *model);

/* types.c */
void check_float_money(struct lint *lint, const struct model *model);
void check_text_enum(struct lint *lint, const struct model *model);
void check_text_boolean(struct lint *lint, const struct model *model);
void check_text_date(struct lint *lint, const struct model *model);
void check_text_json(struct lint *lint, const struct model *model);
void check_nullable_boolean(struct lint *lint, const struct model *model);
void check_uuid_mix(struct lint *lint, const struct model *model);
void check_timezone_mix(struct lint *lint, const struct model *model);

/* eloquent.c */
void check_password_hidden(struct lint *lint, const struct model *model);
void check_password_length(struct lint *lint, const struct model *model);
void check_soft_delete(struct lint *lint, const struct model *model);
void check_timestamp_type(struct lint *lint, const struct model *model);
void check_timestamp_pair(struct lint *lint, const struct model *model);
void check_eloquent_name(struct lint *lint, const struct model *model);
void check_unusable_name(struct lint *lint, const struct model *model);

/* naming.c */
void check_reserved_word(struct lint *lint, const struct model *model);
void check_mixed_case(struct lint *lint, const struct model *model);
void check_table_number(struct lint *lint, const struct model *model);
void check_foreign_key_name(struct lint *lint, const struct model *model);

#endif
