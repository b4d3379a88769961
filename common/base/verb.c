/* verb - programs that can be told to do several things (verb.h). */
#include "verb.h"

#include <stddef.h>
#include <string.h>

#include "buf.h"
#include "die.h"
#include "nearest.h"

static const char *name, *usage;        /* borrowed */
static struct buf called = BUF_INIT;    /* emgen queue push */
static struct buf own_usage = BUF_INIT; /* its part of usage */

/* emgen-queue is typed as emgen queue. */
static void
add_program(struct buf *out)
{
	buf_addf(out, "emgen %s", die_name() + strlen("emgen-"));
}

_Noreturn static void
refuse(const struct verb verbs[], const char *word)
{
	struct nearest nearest;
	struct buf program = BUF_INIT;

	add_program(&program);
	nearest_begin(&nearest, word);
	for (const struct verb *verb = verbs; verb->name; verb++)
		nearest_offer(&nearest, verb->name);
	if (nearest.best)
		die(EM_PERM, "%s: no such command%s", word,
		    nearest_hint(&nearest));
	die(EM_PERM, "%s: no such command (%s --help lists them)", word,
	    program.data);
}

static const struct verb *
find(const struct verb verbs[], const char *word)
{
	while (verbs->name && strcmp(verbs->name, word) != 0)
		verbs++;
	return verbs->name ? verbs : NULL;
}

int
verb_main(const struct verb verbs[], const char *text, int argc, char *argv[])
{
	const char *word = argc > 1 ? argv[1] : NULL;
	const struct verb *verb;

	if (!word)
		die_usage(text);
	if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0)
		die_help(text);
	if (strcmp(word, "--version") == 0)
		die_version();
	verb = find(verbs, word);
	if (!verb)
		refuse(verbs, word);
	name = verb->name;
	usage = text;
	add_program(&called);
	buf_addf(&called, " %s", name);
	argv[1] = called.data;
	return verb->run(argc - 1, argv + 1);
}

const char *
verb_name(void)
{
	return name;
}

/* From its own name to the line that begins the next paragraph. */
static const char *
clip(void)
{
	static const char next[] = "\n       emgen ";
	struct buf key = BUF_INIT;
	const char *own, *end;

	buf_addf(&key, "%s ", called.data);
	own = strstr(usage, key.data);
	buf_clear(&key);
	if (!own)
		return usage;
	end = strstr(own, next);
	buf_adds(&own_usage, "usage: ");
	buf_add(&own_usage, own, end ? (size_t)(end + 1 - own) : strlen(own));
	return own_usage.data;
}

void
verb_help(void)
{
	die_help(clip());
}

void
verb_usage(void)
{
	die_usage(clip());
}
