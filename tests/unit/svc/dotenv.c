/* dotenv - .env is read as phpdotenv reads it. */
#include "dotenv.h"

#include <jansson.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../tap.h"
#include "buf.h"

/* True when env has exactly those [name, value] pairs, in that order. */
static bool
has(const struct dotenv *env, const json_t *pairs)
{
	const char *name, *value;
	size_t i;
	json_t *pair;

	json_array_foreach (pairs, i, pair) {
		if (!dotenv_at(env, i, &name, &value) ||
		    strcmp(name, json_string_value(json_array_get(pair, 0))) ||
		    strcmp(value, json_string_value(json_array_get(pair, 1))))
			return false;
	}
	return !dotenv_at(env, json_array_size(pairs), &name, &value);
}

static void
check_case(const json_t *line, unsigned number)
{
	const json_t *text = json_array_get(line, 0);
	const json_t *pairs = json_array_get(line, 1);
	struct em_err err;
	struct dotenv *env = dotenv_parse(
	    json_string_value(text), json_string_length(text), &err);
	bool same = json_is_null(pairs) ? !env : env && has(env, pairs);

	if (!same)
		printf("# case %u: %s\n", number, env ? "read" : err.msg);
	ok(same, "case %u is as phpdotenv says", number);
	dotenv_free(env);
}

static void
check_cases(const char *path)
{
	FILE *f = fopen(path, "r");
	unsigned n = 0;
	json_t *line;

	while (f && (line = json_loadf(f, JSON_DISABLE_EOF_CHECK, NULL))) {
		check_case(line, ++n);
		json_decref(line);
	}
	ok(n > 0, "%s has cases", path);
	if (f)
		(void)fclose(f);
}

static struct dotenv *
read_text(const char *text)
{
	struct em_err err;

	return dotenv_parse(text, strlen(text), &err);
}

static void
fails(const char *text, size_t len, const char *want)
{
	struct em_err err = { 0, "" };
	struct dotenv *env = dotenv_parse(text, len, &err);

	ok(!env && err.code == EM_PERM, "is an error: %s", want);
	is(err.msg, want, "the message names the line and quotes nothing");
	dotenv_free(env);
}

static void
check_errors(void)
{
	fails("A=1\n\n# c\nB=\"pass\nword", 21,
	    "line 4: a missing closing quote");
	fails("A=1\r\nB=\"x\\y\"", 12, "line 2: an unexpected escape sequence");
	fails("A=secret word", 13, "line 1: unexpected whitespace");
	fails("A-B=1", 5, "line 1: an invalid name");
	fails("=1", 2, "line 1: an unexpected equals");
	fails("A=1\0", 4, "not a text: it has a NUL byte");
}

static void
check_growth(void)
{
	struct buf text = BUF_INIT;
	struct em_err err;

	buf_adds(&text, "A=xxxxxxxx\n");
	for (int i = 0; i < 40; i++)
		buf_adds(&text, "A=${A}${A}\n");
	ok(!dotenv_parse(text.data, text.len, &err),
	    "a value that doubles 40 times is an error");
	buf_clear(&text);
}

static void
check_environment(void)
{
	struct dotenv *env;

	(void)setenv("EMGEN_T", "outside", 1);
	env = read_text("EMGEN_T=inside\nB=${EMGEN_T}\nC=${C_MISSING}");
	is(dotenv_get(env, "EMGEN_T"), "outside", "the environment beats it");
	is(dotenv_get(env, "B"), "outside", "in ${VAR} too");
	is(dotenv_get(env, "C"), "${C_MISSING}", "a missing ${VAR} stays");
	is(dotenv_get(env, "D"), NULL, "a variable of neither");
	dotenv_free(env);
	(void)setenv("EMGEN_T", "", 1);
	env = read_text("EMGEN_T=inside");
	is(dotenv_get(env, "EMGEN_T"), "", "empty is set");
	dotenv_free(env);
	(void)unsetenv("EMGEN_T");
}

static void
env_is(const char *text, const char *want)
{
	struct dotenv *env = read_text(text);
	char *value = dotenv_env(env, "EMGEN_V");

	is(value, want, "a value as env() gives it");
	free(value);
	dotenv_free(env);
}

/* Illuminate\Support\Env::get() */
static void
check_env(void)
{
	env_is("EMGEN_V=null", NULL);
	env_is("EMGEN_V=(NULL)", NULL);
	env_is("EMGEN_V=Empty", "");
	env_is("EMGEN_V=(empty)", "");
	env_is("EMGEN_V=", "");
	env_is("", NULL);
	env_is("EMGEN_V='\"x y\"'", "x y");
	env_is("EMGEN_V=\"'x'\"", "x");
	env_is("EMGEN_V='\"x'", "\"x");
	env_is("EMGEN_V=\"\\\"a\nb\\\"\"", "\"a\nb\"");
}

static void
check_files(void)
{
	static const char path[] = "emgen-unit.env";
	struct em_err err = { 0, "" };
	struct dotenv *env = dotenv_load(path, &err);
	const char *name, *value;
	FILE *f;

	ok(env && !dotenv_at(env, 0, &name, &value), "no file is an empty one");
	dotenv_free(env);
	f = fopen(path, "w");
	(void)fputs("\xef\xbb\xbf"
		    "EMGEN_V=bom\n",
	    f);
	(void)fclose(f);
	env = dotenv_load(path, &err);
	is(dotenv_get(env, "EMGEN_V"), "bom", "a byte order mark is skipped");
	dotenv_free(env);
	f = fopen(path, "w");
	(void)fputs("x y", f);
	(void)fclose(f);
	ok(!dotenv_load(path, &err), "a malformed file is an error");
	is(err.msg, "emgen-unit.env: line 1: an invalid name", "that names it");
	(void)unlink(path);
	(void)mkdir(path, 0700);
	ok(!dotenv_load(path, &err), "a folder is an error");
	is(err.msg, "emgen-unit.env: Is a directory", "that says so");
	(void)rmdir(path);
}

int
main(int argc, char *argv[])
{
	check_cases(argc > 1 ? argv[1] : "tests/data/dotenv/cases.ndjson");
	check_errors();
	check_growth();
	check_environment();
	check_env();
	check_files();
	return done();
}
