/* mem - allocation succeeds or ends the program with EM_TEMP. */
#include "mem.h"

#include <stdint.h>
#include <stdlib.h>

#include "../child.h"
#include "../tap.h"
#include "die.h"

/* Let the sanitizer's malloc fail as that of libc does. */
const char *__asan_default_options(void);
const char *
__asan_default_options(void)
{
	return "allocator_may_return_null=1";
}

static int
exhaust(void *arg)
{
	const char *how = arg;
	volatile size_t most = SIZE_MAX / 2;
	size_t cap = most;

	if (strcmp(how, "alloc") == 0)
		free(mem_alloc(most));
	else if (strcmp(how, "zalloc") == 0)
		free(mem_zalloc(most, 2));
	else if (strcmp(how, "zalloc, overflowing") == 0)
		free(mem_zalloc(most, 4));
	else if (strcmp(how, "realloc") == 0)
		free(mem_realloc(NULL, most, 1));
	else if (strcmp(how, "realloc, overflowing") == 0)
		free(mem_realloc(NULL, most, 3));
	else if (strcmp(how, "grow") == 0)
		free(mem_grow(NULL, &cap, cap, 1));
	return 0;
}

static void
check_exhaustion(void)
{
	static char ways[][32] = { "alloc", "zalloc", "zalloc, overflowing",
		"realloc", "realloc, overflowing", "grow" };

	for (size_t i = 0; i < sizeof(ways) / sizeof(*ways); i++) {
		struct child child = child_run(exhaust, ways[i], STDERR_FILENO);

		ok(child.code == EM_TEMP, "%s of too much ends 111", ways[i]);
		ok(strstr(child.said, "emgen: out of memory\n") != NULL,
		    "and says why");
	}
}

static void
check_nothing(void)
{
	void *p = mem_alloc(0), *q = mem_zalloc(0, 8), *r;

	ok(p && q, "room for nothing is not NULL");
	r = mem_realloc(p, 0, 8);
	ok(r != NULL, "nor is it after realloc");
	free(r);
	free(q);
}

static void
check_text(void)
{
	char *a = mem_strdup("orders"), *b = mem_strndup("orders", 5);
	char *c = mem_printf("%s.%d", "t", 42);

	is(a, "orders", "strdup");
	is(b, "order", "strndup takes that many");
	is(c, "t.42", "printf");
	free(a);
	free(b);
	free(c);
}

static void
check_growth(void)
{
	int *list = NULL;
	size_t cap = 0, moves = 0;
	bool good = true;

	for (size_t n = 0; n < 1000; n++) {
		size_t before = cap;

		list = mem_grow(list, &cap, n, sizeof(*list));
		moves += cap != before;
		good = good && cap > n;
		list[n] = (int)n;
	}
	for (size_t n = 0; n < 1000; n++)
		good = good && list[n] == (int)n;
	ok(good, "grow keeps what was there and has room for one more");
	ok(moves <= 8, "and doubles: %zu times for 1000", moves);
	free(list);
}

int
main(void)
{
	int *zeroed = mem_zalloc(100, sizeof(*zeroed));
	bool zero = true;

	for (size_t i = 0; i < 100; i++)
		zero = zero && zeroed[i] == 0;
	ok(zero, "zalloc zeroes");
	free(zeroed);
	check_nothing();
	check_text();
	check_growth();
	check_exhaustion();
	return done();
}
