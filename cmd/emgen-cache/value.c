/* value - the lines that are kept (value.h). */
#include "value.h"

#include <string.h>
#include <unistd.h>

#include "stamp.h"

static void
keep(struct value *value, const struct ev_line *line)
{
	value->is_analysis |= ev_is(line, "SchemaAnalysisStarted");
	if (!value->is_lost)
		value->is_lost = spool_add(&value->spool, line->bytes,
				     line->len, &value->err) < 0;
}

void
value_gather(struct value *value, struct ev_io *io)
{
	struct ev_line line;

	while (ev_next(io, &line)) {
		if (memchr(line.bytes, '\0', line.len)) {
			ev_reject(io, &line, "a NUL byte");
			continue;
		}
		ev_forward(io, &line);
		keep(value, &line);
	}
	value->is_whole = !value->is_analysis || ev_complete(io);
}

static void
say_unstored(const struct request *request, const char *why)
{
	die_note("%s: %s: nothing is stored", request->name.key, why);
}

void
value_store(struct value *value, struct cache *cache,
    const struct request *request, const struct cache_ticket *ticket)
{
	struct em_err err;
	int stored;

	if (value->is_lost)
		die_err(&value->err);
	if (!value->is_whole) {
		say_unstored(request, "the analysis failed");
		return;
	}
	if (value->spool.size == 0 && request->ttl > 0) {
		say_unstored(request, "no event came");
		return;
	}
	stored = cache_put(
	    cache, &request->name, request->ttl, ticket, &value->spool, &err);
	if (stored < 0)
		die_err(&err);
	if (stored == 0)
		say_unstored(request, "flushed in the meantime");
}

int
value_replay(struct cache *cache, bool restamp)
{
	static char nothing[] = "/dev/null";
	static char *const no_input[] = { nothing, NULL };
	const struct ev_opts opts = EV_OPTS_INIT;
	struct ev_io *io = ev_open(no_input, STDOUT_FILENO, &opts);
	struct stamp *stamp = restamp ? stamp_new() : NULL;
	struct buf held = BUF_INIT;
	struct em_err err;
	int rc;

	while ((rc = cache_next(cache, &held, &err)) == 1) {
		const char *last = memrchr(held.data, '\n', held.len);
		size_t whole = last ? (size_t)(last - held.data) + 1 : 0;

		if (stamp)
			stamp_lines(stamp, held.data, whole);
		ev_write(io, held.data, whole);
		memmove(held.data, held.data + whole, held.len - whole);
		buf_truncate(&held, held.len - whole);
	}
	if (rc < 0)
		die_err(&err);
	stamp_free(stamp);
	buf_clear(&held);
	return ev_close(io);
}
