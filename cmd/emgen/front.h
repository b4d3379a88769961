/* front - the parts of the front command. */
#ifndef EMGEN_FRONT_H
#define EMGEN_FRONT_H

/* emgen help [NAME]; does not return to its caller's work. */
_Noreturn void help_main(int argc, char *argv[]);

/* Ends for a command that there is not, with the one that may be meant. */
_Noreturn void help_unknown(const char *name);

/* emgen generate, emgen drift; the exit code. */
int generate_main(int argc, char *argv[]);
int drift_main(int argc, char *argv[]);

/* The end of their usage. */
#define FRONT_OPTIONS                                                          \
	"\nEach OPTION shapes the models, such as --mode, --namespace and "    \
	"--relation:\nemgen introspect --help lists them.  Without DSN, "      \
	"Laravel's .env says it.\n"

#endif
