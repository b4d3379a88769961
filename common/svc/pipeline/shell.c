/* shell - the commands in a script for sh (shell.h). */
#include "shell.h"

#include <stdlib.h>
#include <string.h>

#include "list.h"
#include "mem.h"

#define BLANKS    " \t"
#define WORD_ENDS " \t\n|&;()<>"
#define NAME      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"
#define PLAIN     NAME "-./+:[!{"

/* A script as far as it was read; between the two is what is still to be. */
struct script {
	const char *at, *end;
	bool command; /* what comes next is one */
	bool first;
	int depth; /* of brackets */
	shell_seen_fn *seen;
	void *ctx;
};

/* --- words --- */

static const char *skip_part(const char *at);

/* Behind the bracket that closes the one here. */
static const char *
skip_brackets(const char *at)
{
	char open = *at++, close = open == '(' ? ')' : '}';

	while (*at && *at != close)
		at = *at == open ? skip_brackets(at) : skip_part(at);
	return *at ? at + 1 : at;
}

/* Behind the same quote as the one here. */
static const char *
skip_quoted(const char *at)
{
	char quote = *at++;

	while (*at && *at != quote) {
		bool literal = quote == '\'' || strchr("'\"`", *at);

		at = literal ? at + 1 : skip_part(at);
	}
	return *at ? at + 1 : at;
}

static const char *
skip_part(const char *at)
{
	if (*at == '\\' && at[1])
		return at + 2;
	if (strchr("'\"`", *at))
		return skip_quoted(at);
	if (*at == '$' && (at[1] == '(' || at[1] == '{'))
		return skip_brackets(at + 1);
	return at + 1;
}

const char *
shell_skip_word(const char *at)
{
	while (*at && !strchr(WORD_ENDS, *at))
		at = skip_part(at);
	return at;
}

/* NAME=VALUE, before a command. */
static bool
is_assignment(const char *word)
{
	return word[strspn(word, NAME)] == '=';
}

/* The 2 of 2>FILE. */
static bool
is_descriptor(const char *word)
{
	size_t digits = strspn(word, "0123456789");

	return digits && (word[digits] == '<' || word[digits] == '>');
}

bool
shell_sets(const char *script, const char *name)
{
	size_t len = strlen(name);

	for (const char *at = script; (at = strstr(at, name)); at += len)
		if (at[len] == '=' && (at == script || !strchr(NAME, at[-1])))
			return true;
	return false;
}

/* --- commands that run another one --- */

/* "timeout -k 1 5 emgen": what stands between the two. */
struct prefix {
	const char *name;
	const char *alone, *valued; /* options, without and with a value */
	bool assigns;               /* NAME=VALUE */
	int operands;
};

static const struct prefix prefixes[] = {
	{ "command", "p", "", false, 0 },
	{ "env", "i", "uC", true, 0 },
	{ "exec", "cl", "a", false, 0 },
	{ "flock", "eFnosux", "Ew", false, 1 },
	{ "ionice", "t", "cn", false, 0 },
	{ "nice", "0123456789", "n", false, 0 },
	{ "nohup", "", "", false, 0 },
	{ "setsid", "cfw", "", false, 0 },
	{ "stdbuf", "", "eio", false, 0 },
	{ "time", "apqv", "fo", false, 0 },
	{ "timeout", "fpv", "ks", false, 1 },
};

/* Behind the options in a word, and the value of the last; NULL: unknown. */
static const char *
skip_options(const struct prefix *prefix, const char *word)
{
	const char *end = shell_skip_word(word);

	for (const char *p = word + 1; p < end; p++) {
		if (!strchr(prefix->valued, *p)) {
			if (!strchr(prefix->alone, *p))
				return NULL;
			continue;
		}
		if (p + 1 < end)
			break;
		end += strspn(end, BLANKS);
		return shell_skip_word(end);
	}
	return end;
}

/* Where the other command begins; NULL when that is not sure. */
static const char *
skip_prefix(const char *name, const char *at)
{
	const struct prefix *prefix = prefixes;
	size_t n = sizeof(prefixes) / sizeof(*prefixes);
	int operands;

	while (n > 0 && strcmp(prefix->name, name) != 0)
		prefix++, n--;
	operands = n > 0 ? prefix->operands : 0;
	while (n > 0 && at) {
		at += strspn(at, BLANKS);
		if (!*at || strchr(WORD_ENDS, *at) || is_descriptor(at))
			return NULL;
		if (*at == '-')
			at = skip_options(prefix, at);
		else if ((prefix->assigns && is_assignment(at)) ||
			 operands-- > 0)
			at = shell_skip_word(at);
		else
			return at;
	}
	return NULL;
}

/* --- scripts --- */

static bool read_script(struct script *script);

/* What a word holds between $( and ). */
static bool
look_inside(struct script *script, const char *word, const char *end)
{
	bool quoted = false;

	while (word < end) {
		const char *behind = skip_part(word);

		if (*word == '"') {
			quoted = !quoted;
			word++;
		} else if (*word == '\'' && quoted) {
			word++;
		} else if (strncmp(word, "$(", 2) == 0 && word[2] != '(') {
			struct script inner = *script;

			inner.at = word + 2;
			inner.end = behind - (behind[-1] == ')');
			inner.depth = 1;
			inner.command = true;
			script->first = inner.first = false;
			if (!read_script(&inner))
				return false;
			word = behind;
		} else {
			word = behind;
		}
	}
	return true;
}

/* False when its failing leads to something else. */
static bool
must_succeed(const char *at)
{
	while (*at && !strchr("\n|&;()", *at))
		at = strchr("<>", *at)     ? at + strspn(at, "<>&|")
		     : strchr(BLANKS, *at) ? at + 1
					   : shell_skip_word(at);
	return strncmp(at, "||", 2) != 0;
}

/* Tells of the word before script->at; false when no more is wanted. */
static bool
tell(struct script *script, const char *name)
{
	const struct shell_command command = { name, script->at,
		script->first && must_succeed(script->at) };
	const char *other = skip_prefix(name, script->at);

	script->command = other;
	script->first &= other == script->at + strspn(script->at, BLANKS);
	if (!script->seen(&command, script->ctx))
		return false;
	script->at = other ? other : script->at;
	return true;
}

/* A word where a command can be. */
static bool
read_command(struct script *script, const char *word)
{
	static const char *const go_on[] = { "if", "then", "elif", "else",
		"while", "until", "do", "!", "{", NULL };
	size_t plain = strspn(word, PLAIN);
	bool whole = word + plain == script->at, more = true;
	char *name = mem_strndup(word, whole ? plain : 0);

	if (!list_has(go_on, name))
		more = tell(script, name);
	else
		script->first &= *name == '{';
	free(name);
	return more;
}

/* At a byte that ends words. */
static void
read_operator(struct script *script)
{
	char c = *script->at;

	if (strchr("<>", c)) { /* and where to */
		script->at += strspn(script->at, "<>&|");
		script->at += strspn(script->at, BLANKS);
		script->at = shell_skip_word(script->at);
		return;
	}
	/* Behind a bracket that was opened no command can be; others are those
	 * of case. */
	script->command = c != ')' || script->depth == 0;
	if (c == '(')
		script->depth++;
	else if (c == ')' && script->depth > 0)
		script->depth--;
	script->at++;
}

/* The word that was read is what case looks for. */
static bool
is_pattern(const struct script *script)
{
	return *script->at == ')' && script->depth == 0;
}

/* False when no more is wanted. */
static bool
read_script(struct script *script)
{
	while ((script->at += strspn(script->at, BLANKS)) < script->end) {
		const char *word = script->at;

		if (*word == '#') {
			script->at += strcspn(word, "\n");
			continue;
		}
		if (strchr(WORD_ENDS, *word)) {
			read_operator(script);
			continue;
		}
		script->at = shell_skip_word(word);
		if (!look_inside(script, word, script->at))
			return false;
		if (script->command && !is_assignment(word) &&
		    !is_descriptor(word) && !is_pattern(script) &&
		    !read_command(script, word))
			return false;
	}
	return true;
}

void
shell_each(const char *text, shell_seen_fn *seen, void *ctx)
{
	struct script script = { text, text + strlen(text), true, true, 0, seen,
		ctx };

	/* Functions and texts in the script would be taken for commands. */
	if (!strstr(text, "()") && !strstr(text, "<<"))
		(void)read_script(&script);
}
