/* request - what the pieces of a form request's view share; for request*.c. */
#ifndef EMGEN_RENDER_REQUEST_H
#define EMGEN_RENDER_REQUEST_H

#include "buf.h"
#include "imports.h"
#include "model.h"

#define CLASS_RULE "Illuminate\\Validation\\Rule"

struct request {
	struct arena *arena;
	const struct definition *def;
	struct imports imports;
	bool required, unique; /* some column is */
};

/* --- request_rule.c --- */

/* Appends the rules of a column, as PHP. */
void request_rules(
    struct request *request, struct buf *out, const struct column *column);

/* --- request_simple.c --- */

/* Whether the model has it as an array. */
bool request_is_array(const struct column *column);

/* The rule of a kind whose values do not depend on anything else, or NULL. */
const char *request_simple_rule(const struct column *column);

#endif
