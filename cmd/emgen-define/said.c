/* said - warnings about tables, each once (said.h). */
#include "said.h"

#include "buf.h"
#include "die.h"

enum { SAID_NAMES = 3 }; /* tables that are named; others are counted */

/* The tables that have a warning. */
struct said_tables {
	const char *names[SAID_NAMES];
	size_t n;
};

void
said_add(struct map *said, const char *table, const char *text)
{
	struct said_tables *tables = map_get(said, text);

	if (!tables) {
		tables = arena_alloc(&said->arena, 1, sizeof(*tables));
		*map_at(said, text) = tables;
	}
	if (tables->n < SAID_NAMES)
		tables->names[tables->n] = arena_strdup(&said->arena, table);
	tables->n++;
}

static void
tell(struct buf *line, const struct said_tables *tables, const char *text)
{
	buf_truncate(line, 0);
	for (size_t i = 0; i < tables->n && i < SAID_NAMES; i++)
		buf_addf(line, "%s%s", i ? ", " : "", tables->names[i]);
	if (tables->n > SAID_NAMES)
		buf_addf(line, " and %zu more", tables->n - SAID_NAMES);
	die_warn("%s: %s", buf_peek(line), text);
}

void
said_tell(struct map *said)
{
	struct buf line = BUF_INIT;

	for (size_t i = 0; i < said->n; i++)
		tell(&line, said->entries[i].value, said->entries[i].key);
	buf_clear(&line);
	map_clear(said);
}
