/* sql_pattern - what texts a CHECK wants (sql_pattern.h). */
#include "sql_pattern.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum {
	ATOMS_MAX = 48,
	CLASS_MAX = 48,
	SOME = 6,         /* as many as are made where any number will do */
	TIMES_MAX = 1000, /* of one atom */
};

enum syntax { LIKE, GLOB, REGEX };

/* One character, or one of several, so many times. */
struct atom {
	char text[CLASS_MAX + 3];
	int least, most;
	bool is_any; /* nothing is said of it but what it is not */
};

struct atoms {
	struct atom list[ATOMS_MAX];
	size_t count;
	enum syntax syntax;
	bool has_escapes; /* a backslash in LIKE takes the next as itself */
	bool is_bare;     /* what a group may be without is left out */
};

/* --- one atom --- */

static const char any[] = "[a-z0-9]";

static void
set_any(struct atom *atom, int least, int most)
{
	(void)snprintf(atom->text, sizeof(atom->text), "%s", any);
	atom->least = least;
	atom->most = most;
	atom->is_any = true;
}

/*
 * A character as itself; false for one that Faker would take for more: brackets
 * open something, whatever is in front.  At an end of the whole Faker takes a
 * slash and a $ off, but not in brackets.
 */
static bool
set_literal(struct atom *atom, char c)
{
	bool is_plain = isalnum((unsigned char)c) || strchr(" _-@:,#=%&;<>", c);
	bool is_cut = strchr("/$", c) != NULL;

	if (!c || strchr("\\([", c) || (unsigned char)c > 126 || c < ' ')
		return false;
	(void)snprintf(atom->text, sizeof(atom->text), "%s%c%s",
	    is_cut     ? "["
	    : is_plain ? ""
		       : "\\",
	    c, is_cut ? "]" : "");
	atom->least = atom->most = 1;
	return true;
}

/* Whether a character of a class is a letter or digit that is meant as one. */
static bool
is_plain(const char *s)
{
	return isalnum((unsigned char)*s) && s[-1] != '\\';
}

/*
 * [:alpha:] or \d in a class: its end, and in ranges those of its letters and
 * digits; NULL for an unknown one.  Anything else ends where it begins.
 */
static const char *
read_named(const char *s, const char **ranges)
{
	static const char *const classes[][2] = {
		{ "[:alnum:]", "A-Za-z0-9" },
		{ "[:alpha:]", "A-Za-z" },
		{ "[:blank:]", "" },
		{ "[:cntrl:]", "" },
		{ "[:digit:]", "0-9" },
		{ "[:lower:]", "a-z" },
		{ "[:punct:]", "" },
		{ "[:space:]", "" },
		{ "[:upper:]", "A-Z" },
		{ "[:xdigit:]", "0-9a-f" },
		{ "\\d", "0-9" },
		{ "\\w", "a-z0-9" },
	};

	for (size_t i = 0; i < sizeof(classes) / sizeof(*classes); i++) {
		size_t len = strlen(classes[i][0]);

		if (strncmp(s, classes[i][0], len) != 0)
			continue;
		*ranges = classes[i][1];
		return s + len - 1;
	}
	return *s == '[' ? NULL : s;
}

/* A sign of a class that stands for itself. */
static bool
is_sign(char c)
{
	return ispunct((unsigned char)c) && !strchr("]\\", c);
}

/* Whether it is of a range between two letters or digits, or one of them. */
static bool
is_kept(const char *s)
{
	return is_plain(s) ||
	       (*s == '-' && is_plain(s - 1) && isalnum((unsigned char)s[1]));
}

/*
 * [...] from behind the bracket on: of what is in it, letters and digits; one
 * sign where there are none.
 */
static const char *
read_class(struct atom *atom, const char *s)
{
	enum { RANGES = sizeof("A-Za-z0-9") };
	bool is_negated = *s == '^' || *s == '!';
	size_t len = 1;
	char sign = '\0';

	atom->least = atom->most = 1;
	atom->text[0] = '[';
	for (s += is_negated; *s && *s != ']'; s++) {
		const char *ranges = "";

		s = read_named(s, &ranges);
		if (!s || (is_negated && (*ranges || is_plain(s))))
			return NULL;
		if (*ranges)
			len += (size_t)snprintf(
			    atom->text + len, RANGES, "%s", ranges);
		else if (is_kept(s))
			atom->text[len++] = *s;
		else if (is_sign(*s))
			sign = *s;
		if (len + RANGES > CLASS_MAX)
			return NULL;
	}
	if (!*s || (len == 1 && !is_negated && !set_literal(atom, sign)))
		return NULL;
	if (len > 1)
		(void)snprintf(atom->text + len, 2, "]");
	if (is_negated)
		set_any(atom, 1, 1);
	return s + 1;
}

/* A backslash of a regular expression. */
static const char *
read_escape(struct atom *atom, const char *s)
{
	if (*s == 'd')
		(void)snprintf(atom->text, sizeof(atom->text), "[0-9]");
	else if (*s == 'w' || *s == 'S')
		(void)snprintf(atom->text, sizeof(atom->text), "%s", any);
	else if (!ispunct((unsigned char)*s) || !set_literal(atom, *s))
		return NULL;
	atom->least = atom->most = 1;
	return s + 1;
}

/* {2}, {2,}, {2,5}; the end, or NULL. */
static const char *
read_braces(struct atom *atom, const char *s)
{
	char *end;
	long least = strtol(s, &end, 10), most = least;

	if (end == s || least < 0 || least > TIMES_MAX)
		return NULL;
	if (*end == ',' && end[1] == '}') {
		most = least + SOME;
		end++;
	} else if (*end == ',') {
		most = strtol(end + 1, &end, 10);
	}
	if (*end != '}' || most < least || most > TIMES_MAX)
		return NULL;
	atom->least = (int)least;
	atom->most = (int)most;
	return end + 1;
}

/* How many times, behind an atom of a regular expression. */
static const char *
read_times(struct atom *atom, const char *s)
{
	if (*s == '{')
		return read_braces(atom, s + 1);
	if (!*s || !strchr("?*+", *s))
		return s;
	atom->least = *s == '+';
	atom->most = *s == '?' ? 1 : SOME;
	return s + 1;
}

static const char *
read_regex_atom(struct atom *atom, const char *s)
{
	if (*s == '[') {
		s = read_class(atom, s + 1);
	} else if (*s == '\\') {
		s = read_escape(atom, s + 1);
	} else if (*s == '.') {
		set_any(atom, 1, 1);
		s++;
	} else if (strchr("(){}|^$?*+", *s) || !set_literal(atom, *s)) {
		return NULL;
	} else {
		s++;
	}
	return s ? read_times(atom, s) : NULL;
}

static const char *
read_wild_atom(struct atom *atom, const char *s, const struct atoms *atoms)
{
	enum syntax syntax = atoms->syntax;
	char many = syntax == LIKE ? '%' : '*',
	     one = syntax == LIKE ? '_' : '?';

	if (*s == many)
		set_any(atom, 0, SOME);
	else if (*s == one)
		set_any(atom, 1, 1);
	else if (*s == '[' && syntax == GLOB) /* which knows no [:alpha:] */
		return strstr(s, "[:") ? NULL : read_class(atom, s + 1);
	else if (!set_literal(atom, *s))
		return *s == '\\' && atoms->has_escapes &&
			       set_literal(atom, s[1])
			   ? s + 2
			   : NULL;
	return s + 1;
}

/* --- groups of a regular expression --- */

/* Behind the class, or the character, that begins here. */
static const char *
skip_one(const char *s)
{
	struct atom atom;

	if (*s == '[')
		return read_class(&atom, s + 1);
	return *s == '\\' && s[1] ? s + 2 : s + 1;
}

/* The end of the group that s is in, or NULL. */
static const char *
group_end(const char *s)
{
	int depth = 0;

	while (s && *s && (depth || *s != ')')) {
		depth += (*s == '(') - (*s == ')');
		s = skip_one(s);
	}
	return s && *s ? s : NULL;
}

/* Makes so many of the atoms from there on, in place of once. */
static bool
repeat(struct atoms *atoms, size_t from, int times)
{
	size_t count = atoms->count - from;

	if (!times)
		atoms->count = from;
	for (int i = 1; i < times; i++) {
		if (atoms->count + count > ATOMS_MAX)
			return false;
		memcpy(&atoms->list[atoms->count], &atoms->list[from],
		    count * sizeof(*atoms->list));
		atoms->count += count;
	}
	return true;
}

static const char *read_sequence(
    struct atoms *atoms, const char *s, const char *end);

/* From behind the parenthesis on: the first of what its bars divide. */
static const char *
read_group(struct atoms *atoms, const char *s)
{
	size_t from = atoms->count;
	const char *end = group_end(s);
	struct atom times = { .least = 1, .most = 1 };

	if (!end || (*s == '?' && s[1] != ':'))
		return NULL;
	s = read_sequence(atoms, *s == '?' ? s + 2 : s, end);
	if (s && (s == end || *s == '|'))
		s = read_times(&times, end + 1);
	if (!times.least && times.most && !atoms->is_bare)
		times.least = 1;
	return s && repeat(atoms, from, times.least) ? s : NULL;
}

/* Up to the end, or to a bar. */
static const char *
read_sequence(struct atoms *atoms, const char *s, const char *end)
{
	while (s && s < end && *s != '|') {
		struct atom *atom = &atoms->list[atoms->count];

		if (*s == '(') {
			s = read_group(atoms, s + 1);
			continue;
		}
		if (atoms->count++ == ATOMS_MAX)
			return NULL;
		*atom = (struct atom){ .text = "" };
		s = read_regex_atom(atom, s);
	}
	return s;
}

/* --- all of them --- */

static const char *
read_wild(struct atoms *atoms, const char *s)
{
	while (s && *s) {
		struct atom *atom = &atoms->list[atoms->count];

		if (atoms->count++ == ATOMS_MAX)
			return NULL;
		*atom = (struct atom){ .text = "" };
		s = read_wild_atom(atom, s, atoms);
	}
	return s;
}

static bool
read_atoms(struct atoms *atoms, const char *s)
{
	bool is_regex = atoms->syntax == REGEX;
	bool is_open = is_regex;
	const char *end;

	s += is_regex && *s == '^';
	end = s + strlen(s);
	if (is_regex && end > s && end[-1] == '$' &&
	    (end - s < 2 || end[-2] != '\\')) {
		is_open = false;
		end--;
	}
	atoms->count = 0;
	s = is_regex ? read_sequence(atoms, s, end) : read_wild(atoms, s);
	if (is_open && atoms->count > 0 && atoms->count < ATOMS_MAX)
		set_any(&atoms->list[atoms->count++], 0, SOME);
	return s == end && atoms->count > 0;
}

/* No more characters than there is room for; false if there is too little. */
static bool
fit(struct atoms *atoms, int limit)
{
	int room = limit;

	for (size_t i = 0; i < atoms->count; i++)
		room -= atoms->list[i].least;
	for (size_t i = 0; i < atoms->count && room >= 0; i++) {
		struct atom *atom = &atoms->list[i];

		if (atom->most - atom->least > room)
			atom->most = atom->least + room;
		room -= atom->most - atom->least;
	}
	return room >= 0;
}

/* Where there is room, with what may be left out. */
static bool
make(struct atoms *atoms, const char *s, int limit)
{
	if (read_atoms(atoms, s) && fit(atoms, limit))
		return true;
	atoms->is_bare = true;
	return read_atoms(atoms, s) && fit(atoms, limit);
}

/* Whether it is one of several characters. */
static bool
is_choice(const struct atom *atom)
{
	return *atom->text == '[' && strlen(atom->text) > strlen("[/]");
}

static void
measure(struct sql_pattern *pattern, const struct atoms *atoms)
{
	bool is_address = true, has_at = false;

	pattern->is_fixed = true;
	for (size_t i = 0; i < atoms->count; i++) {
		const struct atom *atom = &atoms->list[i];
		bool is_at = strcmp(atom->text, "@") == 0;

		pattern->least += atom->least;
		pattern->most += atom->most;
		pattern->is_fixed &=
		    atom->most == 0 ||
		    (!is_choice(atom) && atom->least == atom->most);
		has_at |= is_at;
		is_address &=
		    atom->is_any || is_at || strcmp(atom->text, "\\.") == 0;
	}
	pattern->is_address = is_address && has_at;
}

/* As Faker reads it. */
static const char *
print(struct arena *arena, const struct atoms *atoms)
{
	size_t size = atoms->count * (CLASS_MAX + 16) + 1, len = 0;
	char *text = arena_alloc(arena, size, 1);

	for (size_t i = 0; i < atoms->count; i++) {
		const struct atom *atom = &atoms->list[i];
		char times[32] = "";

		if (atom->most == 0)
			continue;
		if (atom->least != atom->most)
			(void)snprintf(times, sizeof(times), "{%d,%d}",
			    atom->least, atom->most);
		else if (atom->most > 1)
			(void)snprintf(
			    times, sizeof(times), "{%d}", atom->most);
		len += (size_t)snprintf(
		    text + len, size - len, "%s%s", atom->text, times);
	}
	return text;
}

/* --- the comparison --- */

/* The tokens without parentheses and casts; the count. */
static size_t
strip(struct sql_token *tokens, size_t n)
{
	size_t kept = 0;

	for (size_t i = 0; i < n;) {
		size_t cast = sql_cast_len(tokens, n, i);

		if (!cast && !sql_is_char(&tokens[i], '(') &&
		    !sql_is_char(&tokens[i], ')'))
			tokens[kept++] = tokens[i];
		i += cast ? cast : 1;
	}
	return kept;
}

static bool
is_column(struct arena *arena, const struct sql_token *token, const char *name)
{
	return (token->kind == SQL_WORD || token->kind == SQL_QUOTED) &&
	       strcasecmp(sql_text(arena, token), name) == 0;
}

static enum sql_letters
letters_of(const struct sql_token *token)
{
	if (sql_is(token, "UPPER") || sql_is(token, "UCASE"))
		return SQL_UPPER;
	return sql_is(token, "LOWER") || sql_is(token, "LCASE")
		   ? SQL_LOWER
		   : SQL_ANY_LETTERS;
}

/* a = upper(a), upper(a) = a */
static enum sql_letters
find_letters(struct arena *arena, const struct sql_token *tokens, size_t n,
    const char *column)
{
	bool is_first = n == 4 && sql_is_char(&tokens[2], '=');
	size_t call = is_first ? 0 : 2, equals = is_first ? 2 : 1;

	if (n != 4 || !sql_is_char(&tokens[equals], '=') ||
	    !is_column(arena, &tokens[call + 1], column) ||
	    !is_column(arena, &tokens[is_first ? 3 : 0], column))
		return SQL_ANY_LETTERS;
	return letters_of(&tokens[call]);
}

/* Of the n tokens between the column and the text. */
static bool
read_sign(const struct sql_token *tokens, size_t n, enum syntax *syntax)
{
	if (n == 1 && (sql_is(tokens, "REGEXP") || sql_is(tokens, "RLIKE") ||
			  sql_is(tokens, "REGEXP_LIKE")))
		*syntax = REGEX;
	else if (n == 1 && sql_is(tokens, "GLOB"))
		*syntax = GLOB;
	else if (n == 1 && sql_is(tokens, "LIKE"))
		*syntax = LIKE;
	else if (!n || n > 3 || !sql_is_char(tokens, '~'))
		return false;
	else
		*syntax = n > 1 && sql_is_char(&tokens[1], '~') ? LIKE : REGEX;
	return true;
}

/* Puts regexp_like(c, 'x'), as MySQL keeps it, as c regexp 'x'; the count. */
static size_t
turn_call(struct sql_token *tokens, size_t n)
{
	struct sql_token call;

	if (n != 4 || !sql_is(&tokens[0], "REGEXP_LIKE") ||
	    !sql_is_char(&tokens[2], ','))
		return n;
	call = tokens[0];
	tokens[0] = tokens[1];
	tokens[1] = call;
	tokens[2] = tokens[3];
	return n - 1;
}

bool
sql_pattern_find(struct sql_pattern *pattern, struct arena *arena,
    enum sql_dialect dialect, const char *expression, const char *column,
    int limit)
{
	struct atoms atoms = { .has_escapes = dialect != SQL_SQLITE };
	struct sql_token *tokens;
	size_t n = sql_tokens(arena, dialect, expression, &tokens);

	n = turn_call(tokens, strip(tokens, n));
	*pattern = (struct sql_pattern){ .letters = find_letters(
					     arena, tokens, n, column) };
	if (pattern->letters != SQL_ANY_LETTERS)
		return true;
	if (n < 3 || !is_column(arena, &tokens[0], column) ||
	    !sql_is_string(&tokens[n - 1]) ||
	    !read_sign(&tokens[1], n - 2, &atoms.syntax) ||
	    !make(&atoms, sql_text(arena, &tokens[n - 1]), limit))
		return false;
	measure(pattern, &atoms);
	pattern->regex = print(arena, &atoms);
	return true;
}
