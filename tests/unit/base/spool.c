/* spool - what is added is what is read, in memory and behind it. */
#include "spool.h"

#include <stdlib.h>
#include <unistd.h>

#include "../tap.h"

enum { PIECE = 100003, PIECES = 25 }; /* 2.4 MiB, over the edge by half */

static void
fill(char piece[PIECE], int n)
{
	for (int i = 0; i < PIECE; i++)
		piece[i] = (char)(i * 7 + n);
}

static bool
reads_all(struct spool *spool, size_t max)
{
	static char piece[PIECE];
	struct buf out = BUF_INIT;
	struct em_err err;
	bool same;

	spool_rewind(spool);
	while (spool_read(spool, &out, max, &err) > 0)
		;
	same = out.len == (size_t)PIECE * PIECES;
	for (int n = 0; n < PIECES && same; n++) {
		fill(piece, n);
		same = memcmp(out.data + (size_t)n * PIECE, piece, PIECE) == 0;
	}
	buf_clear(&out);
	return same;
}

int
main(void)
{
	static char piece[PIECE];
	struct spool spool = SPOOL_INIT;
	struct buf out = BUF_INIT;
	struct em_err err;
	bool added = true;

	ok(spool_read(&spool, &out, 10, &err) == 0, "an empty one has no byte");
	for (int n = 0; n < PIECES; n++) {
		fill(piece, n);
		added = added && spool_add(&spool, piece, PIECE, &err) == 0;
		if (n == 0)
			ok(spool.fd < 0, "little is in memory");
	}
	ok(added && spool.size == (uint64_t)PIECE * PIECES,
	    "much can be added");
	ok(spool.fd >= 0 && spool.held.len <= 1 << 20, "most of it to a file");
	ok(reads_all(&spool, 4096), "it is read in small pieces");
	ok(reads_all(&spool, 1 << 24), "in large ones");
	ok(reads_all(&spool, 99991), "and in odd ones");
	ok(spool_read(&spool, &out, 1, &err) == 0, "the end stays the end");
	spool_clear(&spool);
	ok(spool.size == 0 && spool.fd < 0, "clear leaves SPOOL_INIT");

	(void)setenv("TMPDIR", "/nowhere", 1);
	for (int n = 0; n < 10; n++)
		added = spool_add(&spool, piece, PIECE, &err) == 0;
	ok(added, "no file is asked for before it is needed");
	ok(spool_add(&spool, piece, PIECE, &err) < 0,
	    "one that cannot be made");
	is(err.msg, "no file in /nowhere: No such file or directory",
	    "is said");
	ok(spool.size == (uint64_t)PIECE * 10, "and what was there is there");
	spool_clear(&spool);
	buf_clear(&out);
	return done();
}
