/* ask_redis - commands whose answers are numbers (redis.h). */
#include "redis.h"

int
redis_run_int(struct redis *redis, int64_t *value, struct em_err *err)
{
	struct redis_reply *reply = redis_run(redis, err);

	if (!reply)
		return -1;
	*value = redis_number(reply);
	redis_reply_free(reply);
	return 0;
}

int
redis_time(struct redis *redis, int64_t *us, struct em_err *err)
{
	struct redis_reply *reply;

	redis_command(redis, "TIME");
	reply = redis_run(redis, err);
	if (!reply)
		return -1;
	*us = redis_number(redis_at(reply, 0)) * 1000000 +
	      redis_number(redis_at(reply, 1));
	redis_reply_free(reply);
	return 0;
}
