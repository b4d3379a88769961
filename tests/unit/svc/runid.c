/* runid - the id of a run is kept until the run is complete. */
#include "runid.h"

#include <stdlib.h>
#include <unistd.h>

#include "../tap.h"
#include "rundir.h"

static const char given[] = "01a214f4-eb05-7e90-91e6-1d1cf9d1185b";

static void
find_again(struct runid *run, const char *path)
{
	free(run->written);
	runid_find(run, path);
}

int
main(void)
{
	char folder[] = "/tmp/emgen-run-XXXXXX/a/b", first[ID_TEXT];
	char *end = strstr(folder, "/a/b");
	const char *path;
	struct runid run, next = { .path = NULL };
	struct em_err err;

	(void)unsetenv("EMGEN_CORRELATION_ID");
	*end = '\0';
	if (!mkdtemp(folder))
		return 1;
	*end = '/';
	ok(rundir_take(folder, given, &err) == 0,
	    "a folder is made, and taken");
	ok(rundir_take(folder, given, &err) < 0 && err.code == EM_TEMP, "once");
	is(err.msg, "b: is running already", "and says so");
	if (chdir(folder) < 0)
		return 1;

	path = "line.lock";
	runid_find(&run, path);
	ok(!*run.id && !run.goes_on, "there is no run");
	ok(runid_begin(&run, &err) == 0 && id_valid(run.id), "one begins");
	memcpy(first, run.id, ID_TEXT);
	ok(runid_begin(&run, &err) == 0, "once more");
	is(run.id, first, "under the same id");
	find_again(&next, path);
	is(next.id, first, "who comes after finds it");
	ok(next.goes_on, "and goes on with it");
	(void)setenv("EMGEN_CORRELATION_ID", given, 1);
	find_again(&next, path);
	is(next.id, given, "an id that is given comes before");
	ok(!next.goes_on, "and is of another run");
	(void)unsetenv("EMGEN_CORRELATION_ID");
	runid_end(&run);
	ok(!*run.id, "it is complete");
	find_again(&next, path);
	ok(!*next.id, "which is found, too");

	free(next.written);
	runid_remove(&run);
	rundir_leave(folder);
	ok(access(folder, F_OK) < 0, "nothing is left of the folder");
	end[2] = '\0';
	(void)rmdir(folder);
	*end = '\0';
	ok(rmdir(folder) == 0, "nor anywhere else");
	return done();
}
