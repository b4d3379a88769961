/* expand - variables in a text. */
#include "expand.h"

#include <stdlib.h>

#include "../tap.h"

static void
gives(
    const char *text, const char *settings, const char *want, const char *what)
{
	struct buf out = BUF_INIT;
	struct em_err err = { 0, "" };

	if (expand(&out, text, settings, &err) < 0) {
		buf_truncate(&out, 0);
		buf_adds(&out, err.msg);
	}
	is(buf_peek(&out), want, what);
	buf_clear(&out);
}

int
main(void)
{
	(void)setenv("SET", "value", 1);
	(void)setenv("EMPTY", "", 1);
	(void)unsetenv("UNSET");
	gives("", NULL, "", "nothing");
	gives("a $b {c} $", NULL, "a $b {c} $", "no variable");
	gives("<${SET}><${SET}>", NULL, "<value><value>", "one, twice");
	gives("${SET:-x}", NULL, "value", "a default that is not needed");
	gives("${UNSET:-x y}", NULL, "x y", "one that is");
	gives("${UNSET:-}", NULL, "", "an empty one");
	gives("[${EMPTY}]", NULL, "[]", "an empty variable");
	gives("${EMPTY:-x}", NULL, "x", "has its default, as in a shell");
	gives("${SET}", "SET=1\nA=2\nSET=3", "3", "the last setting");
	gives("${A}", "AB=1\nA=2", "2", "one of this name exactly");
	gives("${SET}", "SET", "value", "a line that sets nothing");
	gives("${UNSET}", "A=1",
	    "UNSET is not set, and has no default: ${UNSET:-...}", "none");
	gives("x ${SET", NULL, "neither ${NAME} nor ${NAME:-DEFAULT}: ${SET",
	    "no end");
	gives("${}", NULL, "neither ${NAME} nor ${NAME:-DEFAULT}: ${}",
	    "no name");
	gives("${SET-x}", NULL,
	    "neither ${NAME} nor ${NAME:-DEFAULT}: ${SET-x}",
	    "another notation");
	return done();
}
