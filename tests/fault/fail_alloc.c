/*
 * fail_alloc - memory that runs out, to be preloaded (tests/2060-alloc.t).
 *
 * The allocation whose number is $EMGEN_FAIL_ALLOC, counted from the start of
 * main(), returns NULL, and stderr says so; those after it succeed again, since
 * a program that goes on as if nothing had been is what we look for.
 */
#include <dlfcn.h>
#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef int main_fn(int argc, char **argv, char **envp);
typedef int start_fn(main_fn *run, int argc, char **argv, void (*init)(void),
    void (*fini)(void), void (*rtld_fini)(void), void *stack_end);

/* Called by the program's startup code, which has no header for it. */
start_fn __libc_start_main;
int posix_memalign(void **ptr, size_t alignment, size_t size);

static struct {
	void *(*malloc)(size_t size);
	void *(*calloc)(size_t count, size_t size);
	void *(*realloc)(void *ptr, size_t size);
	int (*posix_memalign)(void **ptr, size_t alignment, size_t size);
} next;

static main_fn *real_main;
static unsigned long left; /* allocations up to the one that fails; 0: none */

/* Object pointers of dlsym() as pointers to functions, without a cast. */
static void
find(void *pointer, const char *name)
{
	void *symbol = dlsym(RTLD_NEXT, name);

	if (!symbol)
		abort();
	memcpy(pointer, &symbol, sizeof(symbol));
}

static bool
fails(void)
{
	static const char said[] = "fail_alloc: this one\n";

	if (left == 0 || --left > 0)
		return false;
	if (write(STDERR_FILENO, said, sizeof(said) - 1) < 0)
		abort();
	errno = ENOMEM;
	return true;
}

/* What dlsym() itself allocates while it is asked; never freed. */
static void *
bootstrap(size_t size)
{
	static _Alignas(max_align_t) char pool[4096];
	static size_t used;
	void *ptr = pool + used;

	used += (size + 15) & ~(size_t)15;
	if (used > sizeof(pool))
		abort();
	return ptr;
}

static bool
is_ready(void)
{
	static bool asked;

	if (!asked) {
		asked = true;
		find(&next.posix_memalign, "posix_memalign");
		find(&next.realloc, "realloc");
		find(&next.calloc, "calloc");
		find(&next.malloc, "malloc");
	}
	return next.malloc != NULL;
}

void *
malloc(size_t size)
{
	if (!is_ready())
		return bootstrap(size);
	return fails() ? NULL : next.malloc(size);
}

void *
calloc(size_t count, size_t size)
{
	if (!is_ready())
		return bootstrap(count * size);
	return fails() ? NULL : next.calloc(count, size);
}

void *
realloc(void *ptr, size_t size)
{
	if (!is_ready())
		abort();
	return fails() ? NULL : next.realloc(ptr, size);
}

int
posix_memalign(void **ptr, size_t alignment, size_t size)
{
	if (!is_ready())
		abort();
	return fails() ? ENOMEM : next.posix_memalign(ptr, alignment, size);
}

static int
counted_main(int argc, char **argv, char **envp)
{
	const char *number = getenv("EMGEN_FAIL_ALLOC");

	left = number ? strtoul(number, NULL, 10) : 0;
	return real_main(argc, argv, envp);
}

int
__libc_start_main(main_fn *run, int argc, char **argv, void (*init)(void),
    void (*fini)(void), void (*rtld_fini)(void), void *stack_end)
{
	start_fn *start;

	find(&start, "__libc_start_main");
	real_main = run;
	return start(
	    counted_main, argc, argv, init, fini, rtld_fini, stack_end);
}
