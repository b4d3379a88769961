/* scratch - a folder of its own for a unit test. */
#ifndef EMGEN_SCRATCH_H
#define EMGEN_SCRATCH_H

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>

static char scratch[] = "/tmp/emgen-unit.XXXXXX";

static int
scratch_drop(const char *path, const struct stat *st, int flag, struct FTW *at)
{
	(void)st;
	(void)flag;
	(void)at;
	return remove(path);
}

static void
scratch_close(void)
{
	(void)nftw(scratch, scratch_drop, 16, FTW_DEPTH | FTW_PHYS);
}

/* Makes the folder; it is removed when the test exits. */
__attribute__((unused)) static void
scratch_open(void)
{
	if (!mkdtemp(scratch) || atexit(scratch_close))
		abort();
}

#endif
