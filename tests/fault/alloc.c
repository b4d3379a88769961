/*
 * alloc - a library to preload: the EMGEN_FAIL_ALLOC-th allocation of the
 * process fails; with a + behind the number every one after it, too.
 */
#include <dlfcn.h>
#include <errno.h>
#include <stddef.h>
#include <stdlib.h>

static long left = -1; /* allocations to go; -1: not yet read */
static int for_good;

static int
fails(void)
{
	const char *n;
	char *end;

	if (left < 0) {
		n = getenv("EMGEN_FAIL_ALLOC");
		left = n ? strtol(n, &end, 10) : 0;
		for_good = n && *end == '+';
	}
	if (!left || --left)
		return 0;
	if (for_good)
		left = 1;
	errno = ENOMEM;
	return 1;
}

void *
malloc(size_t size)
{
	static void *(*next)(size_t);

	if (!next)
		*(void **)&next = dlsym(RTLD_NEXT, "malloc");
	return fails() ? NULL : next(size);
}

void *
calloc(size_t count, size_t size)
{
	static void *(*next)(size_t, size_t);

	if (!next)
		*(void **)&next = dlsym(RTLD_NEXT, "calloc");
	return fails() ? NULL : next(count, size);
}

void *
realloc(void *ptr, size_t size)
{
	static void *(*next)(void *, size_t);

	if (!next)
		*(void **)&next = dlsym(RTLD_NEXT, "realloc");
	return fails() ? NULL : next(ptr, size);
}
