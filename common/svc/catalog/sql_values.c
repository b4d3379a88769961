/* sql_values - values that a CHECK allows or refuses (sql_values.h). */
#include "sql_values.h"

#include "sql_pgsql.h"

static size_t
read_tokens(struct arena *arena, enum sql_dialect dialect,
    const char *expression, struct sql_token **tokens)
{
	return dialect == SQL_PGSQL
		   ? sql_pgsql_tokens(arena, expression, tokens)
		   : sql_tokens(arena, dialect, expression, tokens);
}

bool
sql_values_allowed(struct arena *arena, enum sql_dialect dialect,
    const char *expression, struct sql_values *found)
{
	struct sql_token *tokens;
	size_t n = read_tokens(arena, dialect, expression, &tokens);

	return sql_check_tokens(arena, tokens, n, found);
}

bool
sql_values_refused(struct arena *arena, enum sql_dialect dialect,
    const char *expression, struct sql_values *found)
{
	struct sql_token *tokens;
	size_t n = read_tokens(arena, dialect, expression, &tokens);

	return sql_check_refused(arena, tokens, n, found);
}
