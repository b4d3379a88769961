/* run - the correlationid that a line runs under (run.h). */
#include "run.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tell.h"

void
run_find(struct group *g)
{
	const char *given = getenv("EMGEN_CORRELATION_ID");
	char text[ID_TEXT] = "";
	int fd = open(g->lock, O_RDONLY | O_CLOEXEC);

	if (fd >= 0) {
		(void)!read(fd, text, ID_TEXT - 1);
		(void)close(fd);
	}
	if (given && id_valid(given))
		memcpy(g->run, given, ID_TEXT);
	else if (id_valid(text))
		memcpy(g->run, text, ID_TEXT);
	g->goes_on = *g->run && strcmp(g->run, text) == 0;
}

void
run_begin(struct group *g)
{
	int fd = open(g->lock, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

	if (!*g->run)
		id_new(g->run);
	if (fd < 0 || pwrite(fd, g->run, ID_TEXT - 1, 0) < 0)
		tell("supervise", "%s: %s", g->lock, strerror(errno));
	if (fd >= 0)
		(void)close(fd);
}

void
run_end(struct group *g)
{
	*g->run = '\0';
	g->goes_on = false;
	(void)!truncate(g->lock, 0);
}
