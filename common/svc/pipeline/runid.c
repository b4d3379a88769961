/* runid - the correlationid that something runs under (runid.h). */
#include "runid.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "mem.h"

/* From the root: stages have folders of their own. */
static char *
beside(const char *path)
{
	const char *slash = strrchr(path, '/');
	char *folder = mem_strndup(path, slash ? (size_t)(slash - path) : 0);
	char *root = realpath(slash ? folder : ".", NULL);
	char *written = mem_printf(
	    "%s/%s.written", root ? root : ".", slash ? slash + 1 : path);

	free(root);
	free(folder);
	return written;
}

const char *
runid_given(void)
{
	const char *given = getenv("EMGEN_CORRELATION_ID");

	return given && id_valid(given) ? given : "";
}

void
runid_find(struct runid *run, const char *path)
{
	const char *given = runid_given();
	char text[ID_TEXT] = "";
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	*run = (struct runid){ .path = path, .written = beside(path) };
	if (fd >= 0) {
		(void)!read(fd, text, ID_TEXT - 1);
		(void)close(fd);
	}
	if (*given)
		memcpy(run->id, given, ID_TEXT);
	else if (id_valid(text))
		memcpy(run->id, text, ID_TEXT);
	run->goes_on = *run->id && strcmp(run->id, text) == 0;
}

int
runid_begin(struct runid *run, struct em_err *err)
{
	int first = run->goes_on ? 0 : O_TRUNC; /* an id has what it wrote */
	int fd = open(run->path, O_WRONLY | O_CREAT | O_CLOEXEC | first, 0600);
	int rc = 0;

	if (!*run->id)
		id_new(run->id);
	if (!run->goes_on)
		(void)unlink(run->written);
	if (fd < 0 || pwrite(fd, run->id, ID_TEXT - 1, 0) < 0)
		rc = err_errno(err, "%s", run->path);
	if (fd >= 0)
		(void)close(fd);
	return rc;
}

void
runid_end(struct runid *run)
{
	*run->id = '\0';
	run->goes_on = false;
	(void)!truncate(run->path, 0);
}

void
runid_remove(struct runid *run)
{
	(void)unlink(run->path); /* first: no run goes on without the other */
	(void)unlink(run->written);
	free(run->written);
	run->written = NULL;
}
