/* handler - the program that does a job (handler.h). */
#include "handler.h"

#include <dirent.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "clock.h"
#include "ev.h"
#include "id.h"
#include "jsonr.h"
#include "jsonw.h"
#include "mem.h"
#include "worker.h"

/* --- starting it --- */

enum { ENV_MAX = 6 };

/* What a handler is told beside the event; entries are owned by env. */
static void
fill_env(char *env[ENV_MAX], const struct seat *seat)
{
	const char *run = say_run(seat);
	int64_t tries = seat->job.max_tries;
	size_t n = 0;

	if (!seat->has_job)
		return;
	if (tries == JOB_UNSAID)
		tries = seat->worker->opt.tries;
	if (!id_valid(run))
		run = seat->job.uuid;
	env[n++] = mem_printf("EMGEN_JOB_UUID=%s", seat->job.uuid);
	env[n++] = mem_printf("EMGEN_JOB_QUEUE=%s", seat->row.queue);
	env[n++] = mem_printf("EMGEN_JOB_ATTEMPT=%u", seat->row.attempts);
	env[n++] = mem_printf("EMGEN_JOB_TRIES=%" PRId64, tries);
	env[n++] = mem_printf("EMGEN_CORRELATION_ID=%s", run);
}

struct coproc *
handler_start(struct seat *seat, struct em_err *err)
{
	const struct work_options *opt = &seat->worker->opt;
	char *env[ENV_MAX] = { NULL };
	struct proc_spec spec = PROC_SPEC_INIT;
	struct coproc *co;

	if (errors_open(&seat->errors, &spec.fd[2], err) < 0)
		return NULL;
	fill_env(env, seat);
	spec.path = opt->path;
	spec.argv = opt->argv;
	spec.env = env;
	spec.group = true;
	co = coproc_start(&spec, opt->stream, EV_MAX_LINE, err);
	(void)close(spec.fd[2]);
	if (!co)
		errors_close(&seat->errors);
	for (size_t i = 0; env[i]; i++)
		free(env[i]);
	return co;
}

/* --- the Barrier --- */

static void
add_barrier(struct seat *seat)
{
	char now[CLOCK_TEXT];
	struct buf line = BUF_INIT;

	/* random, so that no handler can have it before it is given */
	id_new(seat->barrier);
	buf_adds(
	    &line, "{\"type\":\"Barrier\",\"specversion\":\"1.0\",\"id\":");
	jsonw_string(&line, seat->barrier);
	buf_adds(&line,
	    ",\"source\":\"emgen-queue\",\"subject\":\"emgen-queue\","
	    "\"time\":");
	jsonw_string(&line, clock_format(clock_now_us(), now));
	buf_adds(&line, ",\"correlationid\":");
	jsonw_string(&line, seat->barrier);
	buf_adds(&line, ",\"causationid\":");
	jsonw_string(&line, seat->barrier);
	buf_adds(&line, ",\"data\":{\"job\":");
	jsonw_string(&line, seat->has_job ? seat->job.uuid : NULL);
	buf_adds(&line, "}}\n");
	feed_add(coproc_feed(seat->co), line.data, line.len);
	buf_clear(&line);
}

void
handler_probe(struct seat *seat)
{
	add_barrier(seat);
}

void
handler_give(struct seat *seat)
{
	struct feed *feed = coproc_feed(seat->co);

	feed_add(feed, seat->job.event, seat->job.event_len);
	feed_add(feed, "\n", 1);
	if (seat->worker->opt.stream)
		add_barrier(seat);
	(void)feed_move(
	    feed); /* as it reads by now, no poll(2) has to say so */
	if (!seat->worker->opt.stream)
		coproc_end_input(seat->co);
}

bool
handler_is_barrier(
    const struct seat *seat, const struct coproc_line *line, const char *type)
{
	struct jsonr_error error;
	json_t *ev;
	bool is;

	if (!*seat->barrier || strcmp(type, "Barrier") != 0)
		return false;
	ev = jsonr_parse(line->bytes, line->len, &error);
	is = ev && strcmp(ev_str(ev, "id"), seat->barrier) == 0;
	json_decref(ev);
	return is;
}

/* --- its memory --- */

/* Words of /proc/PID/stat behind the name, counted from 1. */
enum { STAT_GROUP = 3, STAT_PAGES = 22 };

static int64_t
stat_word(const char *p, int number)
{
	while (number-- > 0) {
		p += strspn(p, " ");
		if (number > 0)
			p += strcspn(p, " ");
	}
	return strtoll(p, NULL, 10);
}

/* The group of a process, and how many of its pages are resident. */
static bool
read_stat(const char *pid, int64_t *group, int64_t *pages)
{
	char path[64], text[1024], *p;
	size_t len = 0;
	FILE *file;

	(void)snprintf(path, sizeof(path), "/proc/%.20s/stat", pid);
	file = fopen(path, "re");
	if (file) {
		len = fread(text, 1, sizeof(text) - 1, file);
		(void)fclose(file);
	}
	text[len] = '\0';
	/* the name, in brackets, can hold anything */
	p = strrchr(text, ')');
	if (!p)
		return false;
	*group = stat_word(p + 1, STAT_GROUP);
	*pages = stat_word(p + 1, STAT_PAGES);
	return true;
}

int64_t
handler_memory(const struct seat *seat)
{
	int64_t sum = 0, group, pages;
	struct dirent *entry;
	DIR *dir = opendir("/proc");

	while (dir && (entry = readdir(dir)))
		if (*entry->d_name >= '1' && *entry->d_name <= '9' &&
		    read_stat(entry->d_name, &group, &pages) &&
		    group == coproc_pid(seat->co))
			sum += pages;
	if (dir)
		(void)closedir(dir);
	return sum * (sysconf(_SC_PAGESIZE) / 1024);
}
