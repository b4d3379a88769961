/* list - what is in the cache, for people or as JSON. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "buf.h"
#include "clock.h"
#include "die.h"
#include "jsonw.h"
#include "request.h"

enum { MILLION = 1000000, SHOWN = 4 * CACHE_NAME_MAX + 1 };

static char *
format(int64_t seconds, char text[CLOCK_TEXT])
{
	return clock_format(seconds * MILLION, text);
}

static void
add_json(struct buf *out, const struct cache_entry *entry)
{
	char time[CLOCK_TEXT];

	buf_addc(out, '{');
	jsonw_text(out, "key", entry->name.key);
	jsonw_int(out, "bytes", entry->bytes);
	jsonw_text(out, "storedOn", format(entry->stored_on, time));
	jsonw_text(out, "expiresOn", format(entry->expires_on, time));
	jsonw_name(out, "tags");
	buf_addc(out, '[');
	for (size_t i = 0; i < entry->name.n; i++) {
		jsonw_item(out);
		jsonw_string(out, entry->name.tags[i]);
	}
	buf_adds(out, "]}\n");
}

static void
add_text(struct buf *out, const struct cache_entry *entry)
{
	char time[CLOCK_TEXT], shown[SHOWN];

	buf_addf(out, "%10" PRId64 " bytes  until %.19sZ  %s", entry->bytes,
	    format(entry->expires_on, time),
	    die_printable(shown, sizeof(shown), entry->name.key));
	for (size_t i = 0; i < entry->name.n; i++)
		buf_addf(out, "%s%s", i ? ", " : "  [",
		    die_printable(shown, sizeof(shown), entry->name.tags[i]));
	buf_adds(out, entry->name.n ? "]\n" : "\n");
}

static bool
has_tag(const struct cache_entry *entry, const char *tag)
{
	for (size_t i = 0; i < entry->name.n; i++)
		if (strcmp(entry->name.tags[i], tag) == 0)
			return true;
	return false;
}

static void
say(void *ctx, const struct cache_entry *entry)
{
	const struct request *request = ctx;
	struct buf out = BUF_INIT;

	for (size_t i = 0; i < request->name.n; i++)
		if (!has_tag(entry, request->name.tags[i]))
			return;
	if (request->json)
		add_json(&out, entry);
	else
		add_text(&out, entry);
	(void)fwrite(out.data, 1, out.len, stdout);
	buf_clear(&out);
}

int
list_run(const struct request *request)
{
	struct cache *cache = request_cache_to_look(request);
	struct request copy = *request; /* say() may not change ours */
	struct em_err err;

	if (cache_list(cache, say, &copy, &err) < 0)
		die_err(&err);
	cache_close(cache);
	die_flush();
	return EM_OK;
}
