/* warn - keys that have no relation (write.h). */
#include "die.h"
#include "jsonw.h"
#include "write.h"

/* The i-th key of the table or of a morph; NULL after the last one. */
static const struct foreign_key *
key_at(const struct table *table, size_t i)
{
	if (i < table->foreign_key_count)
		return &table->foreign_keys[i];
	i -= table->foreign_key_count;
	return i < table->morph_count ? &table->morphs[i] : NULL;
}

/* Why a key has no relation; NULL when it has one. */
static const char *
why_no_relation(const struct foreign_key *key)
{
	if (!key->to_label)
		return NULL;
	if (!key->to)
		return "the table was not read";
	if (key->target.count == 0)
		return "the table has no such key";
	if (key->from.count > 1)
		return "Eloquent has no relations by several columns";
	if (key->odd)
		return "a name of it means more to Eloquent's queries";
	if (key->unfindable)
		return "a model cannot be found by a column of it";
	if (key->morph && !key->usable)
		return "its key is of another kind";
	return NULL;
}

/* The key in words: "orders (a, b) to x". */
static void
describe(struct buf *text, const struct foreign_key *key)
{
	buf_addf(text, "%s (", key->on->label);
	for (size_t i = 0; i < key->from.count; i++)
		buf_addf(text, "%s%s", i > 0 ? ", " : "",
		    key->on->columns[key->from.columns[i]].name);
	buf_addf(text, ") to %s: %s: no relation", key->to_label,
	    why_no_relation(key));
}

static void
each(const struct table *table, void (*use)(void *ctx, const char *text),
    void *ctx)
{
	const struct foreign_key *key;
	struct buf text = BUF_INIT;

	for (size_t i = 0; (key = key_at(table, i)); i++) {
		if (!why_no_relation(key))
			continue;
		buf_truncate(&text, 0);
		describe(&text, key);
		use(ctx, text.data);
	}
	buf_clear(&text);
}

static void
write_one(void *out, const char *text)
{
	jsonw_item(out);
	jsonw_string(out, text);
}

void
write_warnings(struct buf *out, const struct table *table)
{
	each(table, write_one, out);
}

static void
say_one(void *ctx, const char *text)
{
	(void)ctx;
	die_warn("%s", text);
}

void
warn_of_keys(const struct table *table)
{
	each(table, say_one, NULL);
}
