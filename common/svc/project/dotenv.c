/* dotenv - Laravel's .env, as vlucas/phpdotenv 5 reads it (dotenv.h). */
#include "dotenv.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "buf.h"
#include "mem.h"
#include "slurp.h"

enum { VALUE_MAX = 1 << 20 }; /* bytes: A=${A}${A} doubles with each line */

struct variable {
	char *name, *value;
};

struct dotenv {
	struct variable *vars;
	size_t n, cap;
};

/* --- the variables --- */

static struct variable *
find(const struct dotenv *env, const char *name)
{
	for (size_t i = 0; i < env->n; i++)
		if (strcmp(env->vars[i].name, name) == 0)
			return &env->vars[i];
	return NULL;
}

static void
set_take(struct dotenv *env, const char *name, char *value)
{
	struct variable *var = find(env, name);

	if (var) {
		free(var->value);
		var->value = value;
		return;
	}
	env->vars = mem_grow(env->vars, &env->cap, env->n, sizeof(*env->vars));
	env->vars[env->n++] = (struct variable){ mem_strdup(name), value };
}

static void
unset(struct dotenv *env, const char *name)
{
	struct variable *var = find(env, name);

	if (!var)
		return;
	free(var->name);
	free(var->value);
	env->n--;
	memmove(
	    var, var + 1, (size_t)(env->vars + env->n - var) * sizeof(*var));
}

const char *
dotenv_get(const struct dotenv *env, const char *name)
{
	const char *ours = getenv(name);
	const struct variable *var = ours ? NULL : find(env, name);

	return var ? var->value : ours;
}

bool
dotenv_at(
    const struct dotenv *env, size_t i, const char **name, const char **value)
{
	if (i >= env->n)
		return false;
	*name = env->vars[i].name;
	*value = env->vars[i].value;
	return true;
}

void
dotenv_free(struct dotenv *env)
{
	if (!env)
		return;
	for (size_t i = 0; i < env->n; i++) {
		free(env->vars[i].name);
		free(env->vars[i].value);
	}
	free(env->vars);
	free(env);
}

/* --- values --- */

/* The state machine of Dotenv\Parser\EntryParser. */
enum state {
	INITIAL,
	LEADING,
	UNQUOTED,
	SINGLE,
	DOUBLE,
	ESCAPE,
	BLANK,
	COMMENT
};

struct value {
	struct buf text;
	size_t *vars; /* where in text each $ that may begin a ${VAR} is */
	size_t n, cap;
	const char *error;
};

static void
add_dollar(struct value *v)
{
	v->vars = mem_grow(v->vars, &v->cap, v->n, sizeof(*v->vars));
	v->vars[v->n++] = v->text.len;
	buf_addc(&v->text, '$');
}

static enum state
add_unquoted(struct value *v, char c)
{
	if (c == '$')
		add_dollar(v);
	else
		buf_addc(&v->text, c);
	return UNQUOTED;
}

static enum state
after_initial(struct value *v, char c)
{
	switch (c) {
	case '\'':
		return SINGLE;
	case '"':
		return DOUBLE;
	case '#':
		return COMMENT;
	default:
		(void)add_unquoted(v, c);
		return isspace((unsigned char)c) ? LEADING : UNQUOTED;
	}
}

static enum state
after_unquoted(struct value *v, char c)
{
	if (c == '#')
		return COMMENT;
	if (isspace((unsigned char)c))
		return BLANK;
	return add_unquoted(v, c);
}

/* Blanks that no trimming took off are one word, and the first. */
static enum state
after_leading(struct value *v, char c)
{
	if (!isspace((unsigned char)c) || c == '\n' || c == '\r')
		return after_unquoted(v, c);
	buf_addc(&v->text, c);
	return LEADING;
}

static enum state
after_double(struct value *v, char c)
{
	switch (c) {
	case '"':
		return BLANK;
	case '\\':
		return ESCAPE;
	case '$':
		add_dollar(v);
		return DOUBLE;
	default:
		buf_addc(&v->text, c);
		return DOUBLE;
	}
}

static enum state
after_escape(struct value *v, char c)
{
	static const char names[] = "fnrtv\"\\$", bytes[] = "\f\n\r\t\v\"\\$";
	const char *p = strchr(names, c);

	if (p)
		buf_addc(&v->text, bytes[p - names]);
	else
		v->error = "an unexpected escape sequence";
	return DOUBLE;
}

static enum state
after_blank(struct value *v, char c)
{
	if (c == '#')
		return COMMENT;
	if (!isspace((unsigned char)c))
		v->error = "unexpected whitespace";
	return BLANK;
}

static enum state
after(enum state state, struct value *v, char c)
{
	switch (state) {
	case INITIAL:
		return after_initial(v, c);
	case LEADING:
		return after_leading(v, c);
	case UNQUOTED:
		return after_unquoted(v, c);
	case SINGLE:
		if (c == '\'')
			return BLANK;
		buf_addc(&v->text, c);
		return SINGLE;
	case DOUBLE:
		return after_double(v, c);
	case ESCAPE:
		return after_escape(v, c);
	case BLANK:
		return after_blank(v, c);
	case COMMENT:
		break;
	}
	return COMMENT;
}

static void
scan_value(struct value *v, const char *text)
{
	enum state state = INITIAL;

	for (; *text && !v->error; text++)
		state = after(state, v, *text);
	if (!v->error &&
	    (state == SINGLE || state == DOUBLE || state == ESCAPE))
		v->error = "a missing closing quote";
}

/* The value of a ${NAME} that text begins with, and its length; or NULL. */
static const char *
variable_at(const struct dotenv *env, const char *text, size_t *len)
{
	const char *p = text + 2, *value;
	char *name;

	if (text[1] != '{')
		return NULL;
	while (isalnum((unsigned char)*p) || *p == '_' || *p == '.')
		p++;
	if (p == text + 2 || *p != '}')
		return NULL;
	name = mem_strndup(text + 2, (size_t)(p - text) - 2);
	value = dotenv_get(env, name);
	free(name);
	*len = (size_t)(p - text) + 1;
	return value;
}

/*
 * Replaces variables from the last to the first, so that what one gives can
 * complete the name of the one before it, as in phpdotenv.
 */
static char *
resolve(const struct dotenv *env, struct value *v)
{
	struct buf *text = &v->text;

	while (v->n > 0 && !v->error) {
		size_t at = v->vars[--v->n], len;
		const char *value = variable_at(env, text->data + at, &len);
		char *tail;

		if (!value)
			continue;
		tail = mem_strdup(text->data + at + len);
		buf_truncate(text, at);
		buf_adds(text, value);
		buf_adds(text, tail);
		free(tail);
		if (text->len > VALUE_MAX)
			v->error = "a value that grows without end";
	}
	return v->error ? NULL : buf_detach(text);
}

/* --- entries --- */

static bool
is_trimmed(char c)
{
	return c && strchr(" \n\r\t\v", c);
}

static char *
trim(char *s)
{
	size_t len;

	while (is_trimmed(*s))
		s++;
	len = strlen(s);
	while (len && is_trimmed(s[len - 1]))
		len--;
	s[len] = '\0';
	return s;
}

/* Takes "export" and quotes off; NULL if what is left is not a name. */
static const char *
parse_name(char *name)
{
	size_t len;

	if (strncmp(name, "export", 6) == 0 && isspace((unsigned char)name[6]))
		for (name += 6; isspace((unsigned char)*name); name++)
			;
	len = strlen(name);
	if (len > 2 && (*name == '"' || *name == '\'') &&
	    name[len - 1] == *name) {
		name[len - 1] = '\0';
		name++;
	}
	for (const char *p = name; *p; p++)
		if (!isalnum((unsigned char)*p) && *p != '_' && *p != '.' &&
		    (unsigned char)*p < 0x80)
			return NULL;
	return *name ? name : NULL;
}

/* One assignment, which is changed; NULL, or what is wrong with it. */
static const char *
parse_entry(struct dotenv *env, char *entry)
{
	char *equals = strchr(entry, '='), *resolved;
	struct value value = { BUF_INIT, NULL, 0, 0, NULL };
	const char *name;

	if (equals) {
		*equals = '\0';
		entry = trim(entry);
		if (!*entry)
			return "an unexpected equals";
	}
	name = parse_name(entry);
	if (!name)
		return "an invalid name";
	if (!equals) {
		unset(env, name);
		return NULL;
	}
	scan_value(&value, trim(equals + 1));
	resolved = resolve(env, &value);
	if (resolved)
		set_take(env, name, resolved);
	buf_clear(&value.text);
	free(value.vars);
	return value.error;
}

/* --- lines --- */

/* How many double quotes of the line no backslash stands before. */
static unsigned
count_quotes(const char *line)
{
	unsigned n = 0;

	for (const char *p = line; *p; p++) {
		if (p[0] == '\\' && p[1])
			p++;
		else if (*p == '"')
			n++;
	}
	return n;
}

static bool
opens_lines(const char *line)
{
	const char *quote = strstr(line, "=\""), *hash = strchr(line, '#');

	return quote && !(hash && hash < quote) && count_quotes(line) <= 1;
}

static bool
is_skipped(const char *line)
{
	while (is_trimmed(*line))
		line++;
	return !*line || *line == '#';
}

struct lines {
	char *text;            /* what is still to be read, or NULL */
	unsigned number;       /* of the line read last */
	struct buf entry;      /* which may be several lines */
	unsigned entry_number; /* of its first line */
};

static char *
next_line(struct lines *in)
{
	char *line = in->text, *end = line + strcspn(line, "\r\n");

	if (!*end)
		in->text = NULL;
	else
		in->text = end + (strncmp(end, "\r\n", 2) == 0 ? 2 : 1);
	*end = '\0';
	in->number++;
	return line;
}

static bool
next_entry(struct lines *in)
{
	struct buf *entry = &in->entry;

	buf_truncate(entry, 0);
	while (in->text) {
		char *line = next_line(in);
		bool opened = entry->len > 0;

		if (!opened && is_skipped(line))
			continue;
		if (opened)
			buf_addc(entry, '\n');
		else
			in->entry_number = in->number;
		buf_adds(entry, line);
		if (opened ? count_quotes(line) >= 1 : !opens_lines(line))
			return true;
	}
	return entry->len > 0;
}

static int
parse(struct dotenv *env, char *text, struct em_err *err)
{
	struct lines in = { text, 0, BUF_INIT, 0 };
	const char *wrong = NULL;

	while (!wrong && next_entry(&in))
		wrong = parse_entry(env, in.entry.data);
	buf_clear(&in.entry);
	if (!wrong)
		return 0;
	return err_set(err, EM_PERM, "line %u: %s", in.entry_number, wrong);
}

struct dotenv *
dotenv_parse(const char *text, size_t len, struct em_err *err)
{
	static const char bom[] = "\xef\xbb\xbf";
	struct dotenv *env;
	char *copy;
	int rc;

	if (memchr(text, '\0', len)) {
		err_set(err, EM_PERM, "not a text: it has a NUL byte");
		return NULL;
	}
	if (len >= 3 && memcmp(text, bom, 3) == 0) {
		text += 3;
		len -= 3;
	}
	env = mem_zalloc(1, sizeof(*env));
	copy = mem_strndup(text, len);
	rc = parse(env, copy, err);
	free(copy);
	if (rc == 0)
		return env;
	dotenv_free(env);
	return NULL;
}

struct dotenv *
dotenv_load(const char *path, struct em_err *err)
{
	struct buf text = BUF_INIT;
	struct dotenv *env = NULL;
	struct em_err why = { EM_PERM, "" };

	if (slurp(path, &text, err) < 0 && errno != ENOENT)
		goto out;
	env = dotenv_parse(buf_peek(&text), text.len, &why);
	if (!env)
		err_set(err, why.code, "%s: %s", path, why.msg);
out:
	buf_clear(&text);
	return env;
}

/* --- Laravel's env() --- */

static bool
is_word(const char *value, const char *bare, const char *bracketed)
{
	return strcasecmp(value, bare) == 0 ||
	       strcasecmp(value, bracketed) == 0;
}

char *
dotenv_env(const struct dotenv *env, const char *name)
{
	const char *value = dotenv_get(env, name);
	size_t len;

	if (!value || is_word(value, "null", "(null)"))
		return NULL;
	if (is_word(value, "empty", "(empty)"))
		return mem_strdup("");
	len = strlen(value);
	if (len >= 2 && (*value == '"' || *value == '\'') &&
	    value[len - 1] == *value && !strchr(value, '\n'))
		return mem_strndup(value + 1, len - 2);
	return mem_strdup(value);
}
