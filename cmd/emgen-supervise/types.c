/* types - the events and commands that a pipeline file names (types.h). */
#include "types.h"

#include <dirent.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "die.h"
#include "nearest.h"
#include "share.h"

/*
 * True when the word is, or as a pattern means, one of schemas/KIND; if not,
 * says what it may have been meant to be.
 */
static bool
is_type(const char *word, const char *kind, char hint[64])
{
	char *path = share_path(kind);
	DIR *dir = opendir(path);
	struct nearest nearest;
	bool found = false;

	if (!dir)
		die_errno("%s", path);
	*hint = '\0';
	nearest_begin(&nearest, word);
	for (struct dirent *entry; (entry = readdir(dir));) {
		char *end = strstr(entry->d_name, ".schema.json");

		if (!end)
			continue;
		*end = '\0';
		found |= fnmatch(word, entry->d_name, 0) == 0;
		nearest_offer(&nearest, entry->d_name);
		if (nearest.best == entry->d_name)
			(void)snprintf(hint, 64, "%.63s", entry->d_name);
	}
	(void)closedir(dir);
	free(path);
	return found;
}

void
types_check(
    struct file *file, const struct section *s, enum key key, const char *kind)
{
	const char *list = s->value[key].text;
	char hint[64];

	for (char *word; list && (word = file_word(&list, FILE_LIST));
	     free(word))
		if (!is_type(word, kind, hint))
			file_wrong(file, s->value[key].line,
			    "%s: no such type: %s%s", key_rows[key].name, word,
			    file_hint(*hint ? hint : NULL));
}

void
types_check_commands(struct file *file)
{
	const char *list = file->sections[0].value[COMMANDS].text;

	for (char *word; list && (word = file_word(&list, FILE_LIST));
	     free(word)) {
		size_t handlers = 0;

		for (size_t i = 1; i < file->count; i++) {
			const char *handles =
			    file->sections[i].value[HANDLES].text;

			handlers += handles && strcmp(handles, word) == 0;
		}
		if (handlers == 0)
			file_wrong(file, file->sections[0].value[COMMANDS].line,
			    "nobody handles %s: wants one [handler] with "
			    "handles = %s",
			    word, word);
	}
}

void
types_check_handler(struct file *file, const struct section *s)
{
	const char *type = s->value[HANDLES].text;

	types_check(file, s, HANDLES, "schemas/commands");
	for (const struct section *o = file->sections + 1; type && o < s; o++)
		if (o->value[HANDLES].text &&
		    strcmp(o->value[HANDLES].text, type) == 0)
			file_wrong(file, s->value[HANDLES].line,
			    "handles = %s: %s on line %u does already", type,
			    o->name, o->value[HANDLES].line);
}
