/* shell - which words of a script are commands. */
#include "shell.h"

#include <stdlib.h>
#include <string.h>

#include "../tap.h"
#include "buf.h"

/* The commands, with a ! behind those that are the first, "" as "?". */
static bool
add(const struct shell_command *command, void *ctx)
{
	buf_addf(ctx, "%s%s%s", ((struct buf *)ctx)->len > 0 ? " " : "",
	    *command->name ? command->name : "?", command->first ? "!" : "");
	return strcmp(command->name, "stop") != 0;
}

static void
commands(const char *script, const char *want)
{
	struct buf got = BUF_INIT;

	shell_each(script, add, &got);
	is(buf_peek(&got), want, script);
	buf_clear(&got);
}

static void
test_commands(void)
{
	commands("", "");
	commands("a b", "a!");
	commands("a | b; c && d & e\nf", "a! b c d e f");
	commands("x=1 y='a b' a", "a!");
	commands("a # b\nc", "a! c");
	commands("'a' b", "?!");
	commands("$a b; c", "?! c");
	commands("a 'b; c' \"d; e\" f\\;g", "a!");
	commands(">x a; 2>&1 b; c >&2 d", "a! b c");
	commands("if a; then b; fi", "a b fi");
	commands("! a", "a");
	commands("a || b", "a b");
	commands("a >&2 || b", "a b");
	commands("{ a; }; b", "a! ? b");
	commands("(a; b) c", "a! b");
	commands("case $x in a) b ;; c | d) e ;; esac", "case! b c e esac");
	commands("a; stop; b", "a! stop");
	commands("x() { a; }; x", "");
	commands("a <<E\nb\nE", "");
}

static void
test_expansions(void)
{
	commands("a $(b c) d", "a! b");
	commands("a \"$(b c)\" '$(d)' \"it's $(e)\"", "a! b e");
	commands("a \"it's\"'$(b)'", "a!");
	commands("x=$(a)/b; c", "a c");
	commands("x=$((y + 1)); a", "a!");
	commands("x=${y:-a b} c", "c!");
	commands("a $(b $(c) d) e", "a! b c");
	commands("a `b` c", "a!");
	commands("a 'b", "a!");
	commands("a \"b", "a!");
	commands("a $(b", "a! b");
	commands("a $((", "a!");
	commands("a ${", "a!");
	commands("a \\", "a!");
	commands("a )", "a!");
	commands(") a", "a!");
	commands("a <(b) c", "a! b");
}

static void
test_prefixes(void)
{
	commands("exec a", "exec! a!");
	commands("exec >x; a", "exec! a");
	commands("exec 3<x a", "exec!");
	commands("command -v a", "command!");
	commands("nice a b", "nice! a!");
	commands("nice -n 5 a b", "nice! a");
	commands("nice -5 a b", "nice! a");
	commands("env -i -u X A=1 \"B=$b\" a", "env! ?");
	commands("env -i -u X A=1 B=\"$b\" a", "env! a");
	commands("env -S 'a b' c", "env!");
	commands("timeout 5 a b", "timeout! a");
	commands("timeout -k 1 -sTERM 5 a b", "timeout! a");
	commands("timeout --foreground 5 a", "timeout!");
	commands("timeout 5", "timeout!");
	commands("flock -n -E 99 \"$x.y\" a b", "flock! a");
	commands("flock -n 9; a", "flock! a");
	commands("flock x -c a", "flock!");
	commands("nohup nice timeout 5 a; b", "nohup! nice! timeout! a b");
	commands("a | exec b", "a! exec b");
	commands("time { a; }", "time! a! ?");
}

static void
test_settings(void)
{
	ok(shell_sets("PATH=x a", "PATH"), "a setting");
	ok(shell_sets("a; export PATH=x", "PATH"), "behind a word");
	ok(!shell_sets("MYPATH=x", "PATH"), "not of another");
	ok(shell_sets("MYPATH=x PATH=y", "PATH"), "and one of it");
	ok(!shell_sets("echo PATH", "PATH"), "not its name alone");
	is(shell_skip_word("a'b c'\"d \"$(e f)${g:-h i} j"), " j", "a word");
}

int
main(void)
{
	test_commands();
	test_expansions();
	test_prefixes();
	test_settings();
	return done();
}
