/* queue_memory - what is remembered of a job (queue_memory.h). */
#include "queue_memory.h"

bool
queue_memory_make(struct queue_memory *memory, const struct queue_job *job,
    const struct queue_release *release)
{
	*memory = (struct queue_memory){ .token = job->token,
		.attempts = (int64_t)job->attempts - release->refund,
		.exceptions = release->exceptions,
		.crashes = release->crashes };
	return release->refund || release->exceptions || release->crashes ||
	       job->attempts != job->token;
}

void
queue_memory_apply(const struct queue_memory *memory, struct queue_job *job)
{
	int64_t since = (int64_t)job->token - memory->token;

	/* of another life: it was tried again, or pushed again, since */
	if (since < 0)
		return;
	/* a column that is full does not rise, and this was a claim */
	job->attempts = (unsigned)(memory->attempts + (since ? since : 1));
	job->exceptions = (unsigned)memory->exceptions;
	job->crashes = (unsigned)memory->crashes;
}
