/* buf - the invariants of buf.h. */
#include "buf.h"

#include <stdint.h>
#include <stdlib.h>

#include "../child.h"
#include "../tap.h"
#include "die.h"

static void
check_empty(void)
{
	struct buf buf = BUF_INIT;
	char *text;

	is(buf_peek(&buf), "", "an empty buffer is the empty text");
	buf_truncate(&buf, 0);
	ok(!buf.data, "truncating it allocates nothing");
	text = buf_detach(&buf);
	is(text, "", "what is detached from it is the empty text");
	free(text);
	buf_add(&buf, "", 0);
	ok(buf.data && buf.len == 0 && !*buf.data, "no bytes can be added");
	buf_clear(&buf);
	ok(!buf.data && !buf.len && !buf.cap, "clear leaves BUF_INIT");
	buf_clear(&buf);
	ok(!buf.data, "and may be repeated");
}

/* Each length up to a few doublings ends in a NUL and holds its bytes. */
static void
check_growth(void)
{
	struct buf buf = BUF_INIT;
	bool good = true;

	for (size_t i = 0; i < 5000; i++) {
		buf_addc(&buf, (char)('a' + i % 26));
		good = good && buf.len == i + 1 && buf.cap > buf.len &&
		       buf.data[buf.len] == '\0';
	}
	for (size_t i = 0; i < 5000; i++)
		good = good && buf.data[i] == (char)('a' + i % 26);
	ok(good, "5000 characters, one by one");
	buf_clear(&buf);
}

static void
check_adding(void)
{
	struct buf buf = BUF_INIT;
	char *text;

	buf_adds(&buf, "ab");
	buf_add(&buf, "c\0d", 3);
	ok(buf.len == 5 && memcmp(buf.data, "abc\0d", 6) == 0,
	    "bytes may hold NUL");
	buf_truncate(&buf, 9);
	ok(buf.len == 5, "truncating never lengthens");
	buf_truncate(&buf, 2);
	is(buf_peek(&buf), "ab", "truncate forgets the end");
	buf_addf(&buf, "-%d-%s", 17, "x");
	is(buf_peek(&buf), "ab-17-x", "addf appends");
	buf_addf(&buf, "%s", "");
	is(buf_peek(&buf), "ab-17-x", "nothing, too");
	buf_addu(&buf, 0);
	buf_addu(&buf, UINT64_MAX);
	is(buf_peek(&buf), "ab-17-x018446744073709551615", "addu, digits");
	buf_truncate(&buf, 7);
	text = buf_detach(&buf);
	is(text, "ab-17-x", "detach gives the text away");
	ok(!buf.data && !buf.len && !buf.cap, "and leaves BUF_INIT");
	free(text);
}

/* Formatted text that is longer than any guess. */
static void
check_long_format(void)
{
	struct buf buf = BUF_INIT;

	buf_addc(&buf, '<');
	buf_addf(&buf, "%*s>", 100000, "x");
	ok(buf.len == 100002 && buf.data[100000] == 'x' &&
		buf.data[100001] == '>' && !buf.data[buf.len],
	    "addf makes the room it needs");
	buf_clear(&buf);
}

static int
reserve_too_much(void *arg)
{
	struct buf buf = BUF_INIT;

	buf_adds(&buf, "x");
	buf_reserve(&buf, *(size_t *)arg);
	buf_clear(&buf);
	return 0;
}

static void
check_overflow(void)
{
	static const size_t sizes[] = { SIZE_MAX, SIZE_MAX - 1 };
	struct child child;

	for (size_t i = 0; i < 2; i++) {
		size_t size = sizes[i];

		child = child_run(reserve_too_much, &size, STDERR_FILENO);
		ok(child.code == EM_TEMP, "room for SIZE_MAX - %zu: no memory",
		    i);
		is(child.said, "emgen: out of memory\n", "which is said");
	}
}

int
main(void)
{
	check_empty();
	check_growth();
	check_adding();
	check_long_format();
	check_overflow();
	return done();
}
