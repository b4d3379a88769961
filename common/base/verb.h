/*
 * verb - programs that can be told to do several things, as emgen queue push.
 * Layer base.
 */
#ifndef EMGEN_VERB_H
#define EMGEN_VERB_H

/* Its arguments are those behind its name; argv[0] is for getopt's messages. */
struct verb {
	const char *name;
	int (*run)(int argc, char *argv[]);
};

/*
 * Runs the one that argv[1] names, and returns what it does; --help, --version
 * and what is no verb end the process.  A verb without a name ends verbs; usage
 * has a paragraph "emgen PROGRAM VERB ..." for each of them.  Both are borrowed
 * for the life of the process.
 */
int verb_main(
    const struct verb verbs[], const char *usage, int argc, char *argv[]);

/* The one that runs. */
const char *verb_name(void);

/* How the one that runs is used, as die_help() and die_usage() say it. */
_Noreturn void verb_help(void);
_Noreturn void verb_usage(void);

#endif
