/* emgen-contract - does a program keep the rules of the role it plays? */
#include <fnmatch.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "contract.h"
#include "mem.h"
#include "number.h"

static const char usage[] =
    "usage: emgen contract [--check GLOB] [--cases DIR] [--timeout SECONDS]\n"
    "           ROLE -- COMMAND [ARG ...]\n"
    "       emgen contract --list [--cases DIR] [ROLE]\n";

struct options {
	const char *only; /* glob of the checks to make, or NULL */
	const char *cases;
	int timeout; /* seconds */
	bool list;
};

/* --- TAP --- */

struct report {
	unsigned count, broken;
};

/* Each line of the explanation, safe for terminals, behind "# ". */
static void
say_why(const struct buf *why)
{
	enum { SHOWN = 2048 };
	const char *at = buf_peek(why);
	char line[SHOWN], safe[4 * SHOWN];

	for (size_t len; *at; at += len + 1) {
		len = strcspn(at, "\n");
		(void)snprintf(line, sizeof(line), "%.*s", (int)len, at);
		(void)printf("# %s\n", die_printable(safe, sizeof(safe), line));
	}
}

static void
say(struct report *report, struct contract *c, bool kept, const char *name,
    const char *what)
{
	report->count++;
	report->broken += !kept;
	(void)printf("%sok %u - %s: %s\n", kept ? "" : "not ", report->count,
	    name, what);
	if (!kept)
		say_why(&c->why);
	buf_truncate(&c->why, 0);
	die_flush();
}

/* --- the checks --- */

static bool
is_wanted(const struct options *options, const char *name)
{
	return !options->only || fnmatch(options->only, name, 0) == 0;
}

static bool
applies(const struct check *check, const struct role *role)
{
	return check->kinds & role->kinds;
}

/* What others write is theirs to say. */
static bool
has_goldens(const struct role *role)
{
	return role->kinds & ROLE_FILTER;
}

static void
make_checks(struct contract *c, const struct goldens *goldens,
    const struct options *options, struct report *report)
{
	for (const struct check *check = checks; check->name; check++)
		if (applies(check, c->role) && is_wanted(options, check->name))
			say(report, c, check->run(c), check->name, check->what);
	for (size_t i = 0; has_goldens(c->role) && i < goldens->count; i++) {
		const struct golden *golden = &goldens->list[i];
		char *name = mem_printf("golden-%s", golden->name);

		if (is_wanted(options, name))
			say(report, c, check_golden(c, golden), name,
			    "the golden case has its golden output");
		free(name);
	}
	(void)printf("1..%u\n", report->count);
}

static void
list_role(const struct role *role, const struct options *options)
{
	struct goldens goldens = { NULL, 0, 0 };
	struct em_err err;

	if (role_read(role, options->cases, &goldens, &err) < 0)
		die_err(&err);
	(void)printf("%s: %s\n", role->name, role->what);
	for (const struct check *check = checks; check->name; check++)
		if (applies(check, role))
			(void)printf("  %-12s %s\n", check->name, check->what);
	for (size_t i = 0; has_goldens(role) && i < goldens.count; i++)
		(void)printf("  golden-%s\n", goldens.list[i].name);
	role_clear(&goldens);
}

static const struct role *
get_role(const char *name)
{
	const struct role *role = role_find(name);

	if (!role)
		die(EM_PERM, "there is no role %s (emgen contract --list)",
		    name);
	return role;
}

static int
list(const char *name, const struct options *options)
{
	if (name)
		list_role(get_role(name), options);
	else
		for (const struct role *role = roles; role->name; role++)
			list_role(role, options);
	die_flush();
	return EM_OK;
}

static int
check_command(
    const char *name, char *const command[], const struct options *options)
{
	struct contract c = { .role = get_role(name) };
	struct goldens goldens = { NULL, 0, 0 };
	struct report report = { 0, 0 };
	struct em_err err;

	if (role_read(c.role, options->cases, &goldens, &err) < 0)
		die_err(&err);
	c.basic = role_basic(&goldens);
	(void)unsetenv("EMGEN_REJECT_FD");
	(void)unsetenv("EMGEN_CORRELATION_ID");
	runner_open(&c.runner, command, options->timeout * 1000);
	make_checks(&c, &goldens, options, &report);
	if (report.count == 0)
		die(EM_PERM, "there is no check %s", options->only);
	runner_close(&c.runner);
	role_clear(&goldens);
	buf_clear(&c.why);
	return report.broken ? EM_NO : EM_OK;
}

int
main(int argc, char *argv[])
{
	static const struct option longopts[] = {
		{ "cases", required_argument, NULL, 'd' },
		{ "check", required_argument, NULL, 'c' },
		{ "help", no_argument, NULL, 'h' },
		{ "list", no_argument, NULL, 'l' },
		{ "timeout", required_argument, NULL, 't' },
		{ "version", no_argument, NULL, 'V' },
		{ NULL, 0, NULL, 0 },
	};
	struct options options = { NULL, NULL, 10, false };
	int c;

	die_setname("emgen-contract");
	while (
	    (c = getopt_long(argc, argv, "+c:d:hlt:V", longopts, NULL)) != -1) {
		switch (c) {
		case 'c':
			options.only = optarg;
			break;
		case 'd':
			options.cases = optarg;
			break;
		case 'h':
			die_help(usage);
		case 'l':
			options.list = true;
			break;
		case 't':
			options.timeout =
			    (int)number_option("timeout", optarg, 1, 3600);
			break;
		case 'V':
			die_version();
		default:
			die_usage(usage);
		}
	}
	argv += optind;
	if (options.list && (!argv[0] || !argv[1]))
		return list(argv[0], &options);
	if (!argv[0] || !argv[1] || strcmp(argv[1], "--") != 0 || !argv[2])
		die_usage(usage);
	return check_command(argv[0], argv + 2, &options);
}
