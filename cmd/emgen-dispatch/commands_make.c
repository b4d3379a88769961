/* commands_make - a command out of words (commands.h). */
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "commands.h"
#include "ev.h"
#include "id.h"
#include "mem.h"
#include "settings.h"

/* --- its data --- */

/* The value of an option as emgen.ini would have it. */
static json_t *
option_value(const char *name, const char *text, struct em_err *err)
{
	struct settings *s = settings_default();
	json_t *all = settings_to_json(s), *value = NULL;
	const json_t *options = json_object_get(all, "options");

	if (!json_object_get(options, name)) {
		(void)err_set(err, EM_PERM, "there is no option %s", name);
	} else if (settings_set(s, name, text, SETTINGS_FLAG, err) == 0) {
		json_decref(all);
		all = settings_to_json(s);
		options = json_object_get(all, "options");
		value = json_incref(
		    json_object_get(json_object_get(options, name), "value"));
	}
	json_decref(all);
	settings_free(s);
	return value;
}

static json_t *
list_value(const char *text)
{
	json_t *list = json_array();

	for (size_t len; *text; text += len + (text[len] == ',')) {
		len = strcspn(text, ",");
		if (len)
			(void)json_array_append_new(
			    list, json_stringn(text, len));
	}
	return list;
}

/* Text is a list where the schema says that there is one. */
static json_t *
text_value(const struct commands *commands, const char *type, const char *name,
    const char *text)
{
	return commands_takes_list(commands, type, name) ? list_value(text)
							 : json_string(text);
}

/* Of NAME:=JSON. */
static json_t *
json_value(const char *word, struct em_err *err)
{
	json_error_t why;
	json_t *value = json_loads(strchr(word, '=') + 1,
	    JSON_DECODE_ANY | JSON_REJECT_DUPLICATES, &why);

	if (!value)
		(void)err_set(err, EM_PERM, "%s: not JSON: %s", word, why.text);
	return value;
}

/* NAME=TEXT, NAME:=JSON, option.NAME=TEXT, option.NAME:=JSON. */
static int
add_word(const struct commands *commands, const char *type, json_t *data,
    const char *word, struct em_err *err)
{
	static const char prefix[] = "option.";
	const char *text = strchr(word, '=');
	bool is_json = text && text > word && text[-1] == ':';
	bool is_option = strncmp(word, prefix, sizeof(prefix) - 1) == 0;
	const char *start = is_option ? word + sizeof(prefix) - 1 : word;
	json_t *value, *into = data;
	char *name;
	int rc;

	if (!text || text - is_json <= start)
		return err_set(err, EM_PERM,
		    "not NAME=TEXT, NAME:=JSON or option.NAME=TEXT: %s", word);
	name = mem_strndup(start, (size_t)(text - is_json - start));
	text++;
	value = is_json     ? json_value(word, err)
		: is_option ? option_value(name, text, err)
			    : text_value(commands, type, name, text);
	if (is_option) {
		into = json_object_get(data, "options");
		if (!into) {
			into = json_object();
			(void)json_object_set_new(data, "options", into);
		}
	}
	rc = value ? json_object_set_new(into, name, value) : -1;
	if (value && rc < 0)
		(void)err_set(err, EM_PERM, "not UTF-8: %s", word);
	free(name);
	return rc;
}

/* --- around it --- */

static json_t *
envelope(const char *type, json_t *data, struct em_err *err)
{
	const char *run = getenv("EMGEN_CORRELATION_ID");
	const char *subject = ev_str(data, "table");
	char id[ID_TEXT], now[CLOCK_TEXT];

	(void)id_new(id);
	if (!run || !*run)
		run = id;
	if (!id_valid(run)) {
		(void)err_set(
		    err, EM_PERM, "EMGEN_CORRELATION_ID: not a UUID: %s", run);
		return NULL;
	}
	if (!*subject)
		subject = ev_str(data, "connection");
	return json_pack("{s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:O}", "type", type,
	    "specversion", "1.0", "id", id, "source", die_name(), "subject",
	    *subject ? subject : die_name(), "time",
	    clock_format(clock_now_us(), now), "correlationid", run,
	    "causationid", run, "data", data);
}

json_t *
commands_make(struct commands *commands, const char *type, char *const words[],
    struct em_err *err)
{
	json_t *data = json_object(), *command = NULL;
	struct em_err why;
	int rc = 0;

	if (!commands_has(commands, type))
		rc = commands_unknown(commands, type, err);
	for (size_t i = 0; rc == 0 && words[i]; i++)
		rc = add_word(commands, type, data, words[i], err);
	if (rc == 0)
		command = envelope(type, data, err);
	json_decref(data);
	if (command && commands_check(commands, command, &why) < 0) {
		(void)err_set(err, why.code, "%s: %s", type, why.msg);
		json_decref(command);
		command = NULL;
	}
	return command;
}
