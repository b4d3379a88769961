/* request_simple - rules that follow from a kind alone (request.h). */
#include <string.h>
#include <strings.h>

#include "kind.h"
#include "list.h"
#include "request.h"

bool
request_is_array(const struct column *column)
{
	return column->cast && strcmp(column->cast, "array") == 0;
}

/*
 * A PostgreSQL array of one dimension, as its text: what is not may be a
 * malformed one to the server.
 */
static const char *
array_rule(const struct column *column)
{
	static const char *const numbers[] = { "smallint[]", "integer[]",
		"bigint[]", NULL };

	if (column->database_type && list_has(numbers, column->database_type))
		return "'string', 'regex:/^\\{(-?\\d+(,-?\\d+)*)?\\}$/D'";
	return "'string', 'regex:/^\\{((\"([^\"\\\\\\\\]|\\\\\\\\.)*\"|"
	       "[^\\s{}\",\\\\\\\\][^{}\",\\\\\\\\]*)(,(?2))*)?\\}$/Ds'";
}

static const char *
address_rule(const struct column *column)
{
	static const char *const rules[][2] = {
		{ "inet", "'ip'" },
		{ "inet4", "'ipv4'" },
		{ "inet6", "'ipv6'" },
		{ "macaddr", "'mac_address'" },
	};

	for (size_t i = 0; i < sizeof(rules) / sizeof(*rules); i++)
		if (column->database_type &&
		    strcasecmp(rules[i][0], column->database_type) == 0)
			return rules[i][1];
	return NULL;
}

const char *
request_simple_rule(const struct column *column)
{
	static const char *const rules[][2] = {
		{ "date", "'date_format:Y-m-d'" },
		{ "datetime", "'date'" },
		{ "datetimetz", "'date'" },
		{ "time", "'date_format:H:i,H:i:s'" },
		{ "uuid", "'uuid'" },
		{ "ulid", "'ulid'" },
	};

	if (column_is(column, "json"))
		return request_is_array(column) ? "'array'" : "'json'";
	if (column_is(column, "array"))
		return array_rule(column);
	if (column_is(column, "inet"))
		return address_rule(column);
	for (size_t i = 0; i < sizeof(rules) / sizeof(*rules); i++)
		if (strcmp(rules[i][0], column->kind) == 0)
			return rules[i][1];
	return NULL;
}
