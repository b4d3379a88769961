/* slurp - a file is read whole, or the error is kept. */
#include "slurp.h"

#include <errno.h>
#include <unistd.h>

#include "../scratch.h"
#include "../tap.h"

int
main(void)
{
	static const char path[] = "emgen-unit.slurp";
	struct buf bytes = BUF_INIT;
	struct em_err err;
	FILE *f;

	scratch_open();
	if (chdir(scratch) < 0)
		return 1;
	f = fopen(path, "w");
	for (int i = 0; f && i < 300000; i++)
		(void)fputc(i % 251, f);
	if (f)
		(void)fclose(f);
	buf_adds(&bytes, "ab");
	ok(slurp(path, &bytes, &err) == 0 && bytes.len == 300002,
	    "a file is appended whole");
	ok(memcmp(bytes.data, "ab\0\1\2", 5) == 0 &&
		(unsigned char)bytes.data[300001] == 299999 % 251 &&
		!bytes.data[300002],
	    "to the byte, with a NUL behind");
	(void)unlink(path);
	errno = 0;
	ok(slurp(path, &bytes, &err) < 0 && errno == ENOENT, "no file");
	is(err.msg, "emgen-unit.slurp: No such file or directory", "is said");
	ok(slurp(".", &bytes, &err) < 0 && errno == EISDIR, "a folder");
	buf_clear(&bytes);
	return done();
}
