/* simple - the verbs that do one thing: put, get, forget, flush, sweep. */
#include <unistd.h>

#include "die.h"
#include "ev.h"
#include "request.h"
#include "value.h"

/* Reads the value from files or stdin. */
static int
gather(struct value *value, char *const files[])
{
	const struct ev_opts opts = EV_OPTS_INIT;
	struct ev_io *io = ev_open(files, STDOUT_FILENO, &opts);
	int code;

	ev_mute(io);
	value_gather(value, io);
	code = ev_close(io);
	if (code == EM_OK && !value->is_whole)
		code = EM_TEMP; /* it failed, and may not the next time */
	return code;
}

int
put_run(const struct request *request)
{
	struct cache *cache = request_cache(request);
	struct value value = VALUE_INIT;
	struct cache_ticket ticket;
	struct em_err err;
	int code;

	if (cache_take_ticket(cache, &ticket, &err) < 0)
		die_err(&err);
	code = gather(&value, request->operands);
	if (code == EM_OK || !value.is_whole)
		value_store(&value, cache, request, &ticket);
	spool_clear(&value.spool);
	cache_close(cache);
	return code;
}

int
get_run(const struct request *request)
{
	struct cache *cache = request_cache_to_look(request);
	struct em_err err;
	int found = cache_find(cache, &request->name, &err), code = EM_NO;

	if (found < 0)
		die_err(&err);
	if (found) {
		code = value_replay(cache, false);
		cache_done(cache);
	}
	cache_close(cache);
	return code;
}

/* What a verb that only writes returns. */
static int
end(struct cache *cache, int rc, const struct em_err *err)
{
	if (rc < 0)
		die_err(err);
	cache_close(cache);
	return EM_OK;
}

int
forget_run(const struct request *request)
{
	struct cache *cache = request_cache(request);
	struct em_err err;

	return end(cache, cache_forget(cache, request->name.key, &err), &err);
}

int
flush_run(const struct request *request)
{
	struct cache *cache;
	struct em_err err;

	if (request->all == (request->name.n > 0))
		die(EM_PERM, "flush: either --all or --tag");
	cache = request_cache(request);
	return end(cache, cache_flush(cache, &request->name, &err), &err);
}

int
sweep_run(const struct request *request)
{
	struct cache *cache = request_cache(request);
	struct em_err err;

	return end(cache, cache_sweep(cache, &err), &err);
}
