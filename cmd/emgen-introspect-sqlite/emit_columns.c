/* emit_columns - the columns of TableAnalyzed (emit_columns.h). */
#include "emit_columns.h"

#include "jsonw.h"
#include "literal.h"

static void
add_number(struct buf *out, const char *name, int value)
{
	if (value == TYPE_UNSAID)
		jsonw_null(out, name);
	else
		jsonw_int(out, name, value);
}

static void
add_default(struct buf *out, struct arena *arena, const char *sql)
{
	struct literal literal;

	if (!sql) {
		jsonw_null(out, "default");
		return;
	}
	jsonw_name(out, "default");
	buf_addc(out, '{');
	if (literal_default(arena, sql, &literal))
		jsonw_text(out, "literal", literal.text);
	else
		jsonw_text(out, "expression", sql);
	buf_addc(out, '}');
}

static void
add_values(struct buf *out, const struct check_values *values)
{
	jsonw_name(out, "values");
	buf_addc(out, '[');
	for (size_t i = 0; values && i < values->n; i++) {
		jsonw_item(out);
		jsonw_string(out, values->values[i]);
	}
	buf_addc(out, ']');
}

static void
add_column(struct buf *out, struct arena *arena, const struct column *column,
    size_t position)
{
	const struct type *type = &column->type;

	jsonw_item(out);
	buf_addc(out, '{');
	jsonw_text(out, "name", column->name);
	jsonw_int(out, "position", (int64_t)position);
	jsonw_text(out, "type", column->declared);
	jsonw_text(out, "kind", type->kind);
	add_number(out, "length", type->length);
	add_number(out, "precision", type->precision);
	add_number(out, "scale", type->scale);
	jsonw_bool(out, "unsigned", type->is_unsigned);
	jsonw_bool(out, "nullable", !column->not_null);
	add_default(out, arena, column->initial);
	jsonw_bool(out, "autoIncrement", column->auto_increment);
	jsonw_text(out, "generated", column->generated);
	jsonw_null(out, "comment");
	add_values(out, column->values);
	buf_addc(out, '}');
}

void
emit_columns(struct buf *out, struct table *table)
{
	jsonw_name(out, "columns");
	buf_addc(out, '[');
	for (size_t i = 0; i < table->n_columns; i++)
		add_column(out, &table->arena, &table->columns[i], i + 1);
	buf_addc(out, ']');
}
