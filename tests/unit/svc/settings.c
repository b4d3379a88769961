/* settings - options from flags, files and events, and which of them wins. */
#include "settings.h"

#include <stdlib.h>

#include "../tap.h"

static struct em_err err;

static bool
set(struct settings *s, const char *name, const char *text,
    enum settings_source source)
{
	err.msg[0] = '\0';
	return settings_set(s, name, text, source, &err) == 0;
}

static void
refuses(const char *name, const char *text, const char *message)
{
	struct settings *s = settings_default();

	ok(!set(s, name, text, SETTINGS_FLAG) && err.code == EM_PERM,
	    "%s does not take \"%s\"", name, text);
	is(err.msg, message, "and says what it takes");
	settings_free(s);
}

static void
check_globs(void)
{
	static const struct {
		const char *glob, *text;
		bool matches;
	} cases[] = {
		{ "pin", "pin", true },
		{ "pin", "pit", false },
		{ "pin", "bin", false },
		{ "p?n", "pan", true },
		{ "*", "", true },
		{ "", "", true },
		{ "", "a", false },
		{ "a", "", false },
		{ "*_token", "api_token", true },
		{ "*_token", "api_tokens", false },
		{ "*[np]", "pin", true },
		{ "*[!n]", "pin", false },
		{ "[pb]in", "bin", true },
		{ "pi\\n", "pin", true },
		{ "\\*n", "*n", true },
		{ "\\*n", "pin", false },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		json_t *globs = json_pack("[s, s]", "none", cases[i].glob);

		ok(settings_match(globs, cases[i].text) == cases[i].matches,
		    "\"%s\" and \"%s\"", cases[i].glob, cases[i].text);
		json_decref(globs);
	}
}

static void
check_defaults(void)
{
	struct settings *s = settings_default();

	is(settings_string(s, "namespace"), "App\\Models", "namespace");
	is(settings_string(s, "out"), NULL, "out");
	is(settings_string(s, "prefix"), "", "prefix");
	is(settings_string(s, "lock"), "emgen.lock", "lock");
	is(settings_string(s, "dates"), "mutable", "dates");
	ok(settings_int(s, "laravel") == 12, "laravel");
	ok(settings_bool(s, "enumCasts") && !settings_bool(s, "views"),
	    "switches");
	ok(settings_matches(s, "hidden", "api_token") &&
		settings_matches(s, "hidden", "two_factor_secret") &&
		!settings_matches(s, "hidden", "tokens"),
	    "hidden");
	check_globs();
	ok(json_object_size(settings_map(s, "classes")) == 0, "classes");
	ok(!settings_lock(s), "no lock");
	ok(settings_source(s, "out") == SETTINGS_DEFAULT, "the source");
	settings_free(s);
}

static void
check_values(void)
{
	struct settings *s = settings_default();

	ok(set(s, "namespace", "\\Acme\\Shop_1\\", SETTINGS_FLAG), "a name");
	is(settings_string(s, "namespace"), "Acme\\Shop_1", "as PHP has it");
	ok(set(s, "views", "yes", SETTINGS_FLAG) && settings_bool(s, "views"),
	    "yes");
	ok(set(s, "views", "off", SETTINGS_FLAG) && !settings_bool(s, "views"),
	    "off");
	ok(set(s, "hidden", " pin , secret_* ,,", SETTINGS_FLAG), "a list");
	ok(json_array_size(settings_list(s, "hidden")) == 2 &&
		settings_matches(s, "hidden", "pin") &&
		!settings_matches(s, "hidden", "password"),
	    "replaces");
	ok(set(s, "classes", "orders=Purchase", SETTINGS_FLAG) &&
		set(s, "classes", "a=b=c", SETTINGS_FLAG),
	    "a map");
	is(settings_lookup(s, "classes", "orders"), "Purchase", "adds");
	is(settings_lookup(s, "classes", "a"), "b=c", "up to the first =");
	is(settings_lookup(s, "classes", "users"), NULL, "and no others");
	ok(set(s, "docs", "", SETTINGS_FLAG) && !settings_string(s, "docs"),
	    "no folder");
	settings_free(s);
}

static void
check_bad_values(void)
{
	refuses("namespace", "App/Models",
	    "namespace: \"App/Models\" is not a PHP namespace");
	refuses("namespace", "", "namespace: \"\" is not a PHP namespace");
	refuses("namespace", "A\\\\B",
	    "namespace: \"A\\\\B\" is not a PHP namespace");
	refuses("namespace", "1A", "namespace: \"1A\" is not a PHP namespace");
	refuses("laravel", "9", "laravel: \"9\" is not 10..13");
	refuses("laravel", "12x", "laravel: \"12x\" is not 10..13");
	refuses("mode", "al", "mode: \"al\" is not all|new|split");
	refuses("mode", "all|new", "mode: \"all|new\" is not all|new|split");
	refuses("views", "2", "views: \"2\" is not yes or no");
	refuses("out", "", "out: \"\" is not a folder");
	refuses("classes", "orders", "class: \"orders\" is not KEY=VALUE");
	refuses("classes", "=x", "class: \"=x\" is not KEY=VALUE");
	refuses("rules", "a=fatal",
	    "rule: \"a=fatal\" is not off|info|warning|error");
	refuses("classes", "x=", "class: \"x=\" is not KEY=VALUE");
	refuses("prefix", "\xff", "prefix: \"\xff\" is not UTF-8");
	refuses("docs", "-", "docs: \"-\" is not a path");
	refuses("hidden", "\xff", "hidden: \"\xff\" is not a list in UTF-8");
}

static void
check_precedence(void)
{
	struct settings *s = settings_default(), *flags = settings_default();

	(void)set(s, "out", "ini", SETTINGS_INI);
	(void)set(s, "out", "composer", SETTINGS_COMPOSER_JSON);
	is(settings_string(s, "out"), "ini", "emgen.ini beats composer.json");
	(void)set(s, "out", "env", SETTINGS_ENVIRONMENT);
	is(settings_string(s, "out"), "env", "the environment beats emgen.ini");
	(void)set(s, "out", "flag", SETTINGS_FLAG);
	(void)set(s, "out", "env", SETTINGS_ENVIRONMENT);
	is(settings_string(s, "out"), "flag", "a flag beats them all");
	(void)set(s, "classes", "a=Flag", SETTINGS_FLAG);
	(void)set(s, "classes", "a=Ini", SETTINGS_INI);
	(void)set(s, "classes", "b=Ini", SETTINGS_INI);
	is(settings_lookup(s, "classes", "a"), "Flag", "in maps key by key");
	is(settings_lookup(s, "classes", "b"), "Ini", "and the rest stays");

	(void)set(flags, "namespace", "Filter", SETTINGS_FLAG);
	(void)set(flags, "classes", "c=Filter", SETTINGS_FLAG);
	settings_override(s, flags);
	is(settings_string(s, "namespace"), "Filter", "a filter's flag wins");
	is(settings_lookup(s, "classes", "c"), "Filter", "in maps too");
	is(settings_lookup(s, "classes", "b"), "Ini", "which keep the rest");
	is(settings_string(s, "out"), "flag", "what it does not say stays");
	settings_free(s);
	settings_free(flags);
}

static void
check_ini(void)
{
	struct settings *s = settings_default();

	ok(!settings_set_ini(s, "emgen", "enum-casts", "no", &err) &&
		!settings_bool(s, "enumCasts"),
	    "a key of [emgen]");
	ok(!settings_set_ini(s, "classes", "orders", "Purchase", &err),
	    "a line of [classes]");
	is(settings_lookup(s, "classes", "orders"), "Purchase", "is a class");
	ok(!settings_set_ini(s, "relations", "o.c_id", "buyer", &err),
	    "a line of [relations]");
	is(settings_lookup(s, "relationNames", "o.c_id"), "buyer", "is a name");
	ok(settings_source(s, "classes") == SETTINGS_INI, "from emgen.ini");
	ok(settings_set_ini(s, "emgen", "enumCasts", "no", &err) < 0,
	    "a key that is none");
	is(err.msg,
	    "[emgen] has no key \"enumCasts\"; did you mean enum-casts?",
	    "is said");
	ok(settings_set_ini(s, "other", "x", "y", &err) < 0, "a section");
	ok(settings_set_ini(s, "emgen", "classes", "a=b", &err) < 0,
	    "a map is a section, not a key");
	settings_free(s);
}

static void
check_environment(void)
{
	struct settings *s = settings_default();

	(void)setenv("EMGEN_ENUMS_NAMESPACE", "My\\Enums", 1);
	(void)setenv("EMGEN_VIEWS", "1", 1);
	ok(settings_set_environment(s, &err) == 0, "the environment");
	is(settings_string(s, "enumsNamespace"), "My\\Enums", "gives a name");
	ok(settings_bool(s, "views") &&
		settings_source(s, "views") == SETTINGS_ENVIRONMENT,
	    "and a switch");
	(void)setenv("EMGEN_VIEWS", "maybe", 1);
	ok(settings_set_environment(s, &err) < 0, "or an error");
	(void)unsetenv("EMGEN_VIEWS");
	(void)unsetenv("EMGEN_ENUMS_NAMESPACE");
	settings_free(s);
}

/* Runs getopt_long over the words; the c that no option had, or 0. */
static int
parse_flags(
    struct settings *s, const char *const names[], int argc, char *argv[])
{
	static const struct option own[] = { { "own", no_argument, NULL, 'o' },
		{ NULL, 0, NULL, 0 } };
	struct option *options = settings_longopts(own, names);
	int c, rest = 0, known;

	optind = 0;
	opterr = 0;
	while ((c = getopt_long(argc, argv, "", options, NULL)) != -1) {
		known = settings_option(s, c, optarg, &err);
		if (known < 0)
			rest = -1;
		else if (!known)
			rest = c;
	}
	free(options);
	return rest;
}

static void
check_flags(void)
{
	static const char *const only_out[] = { "out", NULL };
	char program[] = "x", own[] = "--own", out[] = "--out=dir";
	char no_views[] = "--no-views", views[] = "--views";
	char class[] = "--class", pair[] = "a=B", laravel[] = "--laravel=5";
	char *all[] = { program, own, out, views, no_views, class, pair, NULL };
	char *bad[] = { program, laravel, NULL };
	struct settings *s = settings_default();

	ok(parse_flags(s, NULL, 7, all) == 'o', "own options are kept");
	is(settings_string(s, "out"), "dir", "a folder");
	is(settings_lookup(s, "classes", "a"), "B", "a pair");
	ok(!settings_bool(s, "views") &&
		settings_source(s, "views") == SETTINGS_FLAG,
	    "the last switch counts");
	ok(parse_flags(s, NULL, 2, bad) == -1, "a bad value is an error");
	ok(parse_flags(s, only_out, 2, bad) == '?',
	    "only those that are named");
	settings_free(s);
}

static void
check_event(void)
{
	struct settings *s = settings_default(), *back, *copy;
	json_t *ev;

	(void)set(s, "out", "app/Models", SETTINGS_COMPOSER_JSON);
	(void)set(s, "laravel", "11", SETTINGS_COMPOSER_LOCK);
	(void)set(s, "classes", "a=B", SETTINGS_INI);
	(void)set(s, "views", "true", SETTINGS_FLAG);
	settings_set_lock_take(
	    s, json_pack("{s:{s:s}}", "classes", "orders", "Order"));
	ev = json_pack("{s:o}", "data", settings_to_json(s));
	back = settings_from_event(ev, &err);
	copy = settings_copy(s);
	settings_free(s);
	ok(back != NULL, "an event gives settings");
	for (s = back; s; s = s == back ? copy : NULL) {
		is(settings_string(s, "out"), "app/Models", "as they were");
		ok(settings_int(s, "laravel") == 11, "numbers");
		is(settings_lookup(s, "classes", "a"), "B", "maps");
		ok(settings_bool(s, "views"), "switches");
		ok(settings_source(s, "laravel") == SETTINGS_COMPOSER_LOCK,
		    "with their sources");
		ok(json_object_get(settings_lock(s), "classes") != NULL,
		    "and the lock");
	}
	settings_free(back);
	settings_free(copy);
	json_decref(ev);
}

/* What is wrong with the options of an event; NULL for nothing. */
static void
event_says(const char *options, const char *wrong)
{
	json_t *ev = json_pack(
	    "{s:{s:o}}", "data", "options", json_loads(options, 0, NULL));
	struct settings *s = settings_from_event(ev, &err);

	is(s ? NULL : err.msg, wrong, options);
	settings_free(s);
	json_decref(ev);
}

static void
check_strange_events(void)
{
	event_says("{}", NULL);
	event_says("{\"future\":{\"value\":1}}", NULL);
	event_says("{\"out\":{\"value\":null}}", NULL);
	event_says("{\"lock\":{\"value\":null}}", NULL);
	event_says("{\"out\":{\"value\":1}}", "option out: 1 is not a string");
	event_says("{\"out\":{}}", "option out has no value");
	event_says("{\"prefix\":{\"value\":null}}",
	    "option prefix: null is not a string");
	event_says(
	    "{\"laravel\":{\"value\":99}}", "option laravel: 99 is not 10..13");
	event_says("{\"naming\":{\"value\":2}}", "option naming: 2 is not 1");
	event_says("{\"mode\":{\"value\":\"x\"}}",
	    "option mode: \"x\" is not all|new|split");
	event_says("{\"namespace\":{\"value\":\"a;b\"}}",
	    "option namespace: \"a;b\" is not a PHP namespace");
	event_says("{\"hidden\":{\"value\":[1]}}",
	    "option hidden: [1] is not a list of strings");
	event_says(
	    "{\"out\":{\"value\":[\"a folder whose name is of no use to\","
	    "\"who is told that a list cannot be one\"]}}",
	    "option out: its value is not a string");
	event_says("{\"views\":{\"value\":\"no\"}}",
	    "option views: \"no\" is not true or false");
	event_says("{\"classes\":{\"value\":{\"a\":1}}}",
	    "option classes: {\"a\":1} is not a map of strings");
}

static void
check_command(void)
{
	struct settings *s = settings_default();
	json_t *good = json_pack("{s:s,s:b}", "out", "x", "views", 1);
	json_t *bad = json_pack("{s:i}", "out", 1);
	json_t *unknown = json_pack("{s:s}", "OUT", "x");

	ok(settings_set_options(s, good, &err) == 0, "options of a command");
	is(settings_string(s, "out"), "x", "are settings");
	ok(settings_set_options(s, bad, &err) < 0, "a wrong kind is an error");
	is(err.msg, "option out: 1 is not a string", "is said");
	ok(settings_set_options(s, unknown, &err) < 0, "a wrong name too");
	is(err.msg, "emgen has no option OUT", "which");
	ok(settings_set_options(s, NULL, &err) == 0, "none is fine");
	json_decref(good);
	json_decref(bad);
	json_decref(unknown);
	settings_free(s);
}

static void
enums_are(const char *namespace, const char *enums, const char *enums_namespace,
    const char *want_name)
{
	struct settings *s = settings_default();
	char *name;

	(void)set(s, "namespace", namespace, SETTINGS_FLAG);
	(void)set(s, "enums", enums, SETTINGS_FLAG);
	if (enums_namespace)
		(void)set(s, "enumsNamespace", enums_namespace, SETTINGS_FLAG);
	name = settings_enums_namespace(s);
	is(name, want_name, "the namespace of enums");
	free(name);
	settings_free(s);
}

static void
check_enums(void)
{
	enums_are("App\\Models", "", NULL, "App\\Models\\Enums");
	enums_are("App\\Models", "e", NULL, "App\\Enums");
	enums_are("Acme\\Models", "e", NULL, "Acme\\Enums");
	enums_are("Models", "e", NULL, "Models\\Enums");
	enums_are("Acme", "e", NULL, "Acme\\Enums");
	enums_are("Acme", "", "Other", "Other");
}

int
main(void)
{
	check_defaults();
	check_values();
	check_bad_values();
	check_precedence();
	check_ini();
	check_environment();
	check_flags();
	check_event();
	check_strange_events();
	check_command();
	check_enums();
	return done();
}
