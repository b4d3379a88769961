/*
 * lease - who has a lock, also with several processes at once.
 * lease [DSN ...]: in these places, else in a file of its own.
 */
#include "lease.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../scratch.h"
#include "../tap.h"
#include "clock.h"
#include "mem.h"

enum { PROCESSES = 4, TURNS = 25, SECOND = 1000000, LONG = 60 };

static const char *dsn;

static struct lease *
open_lease(void)
{
	struct em_err err;
	struct lease *lease = lease_open(dsn, 5, &err);

	if (!lease) {
		printf("Bail out! %s\n", err.msg);
		exit(EM_TEMP);
	}
	return lease;
}

static int
said(int rc, const struct em_err *err)
{
	if (rc < 0)
		printf("# %s\n", err->msg);
	return rc;
}

static int
take(struct lease *lease, const char *key, const char *owner, int64_t ttl)
{
	struct em_err err;

	return said(lease_take(lease, key, owner, ttl, &err), &err);
}

static int
renew(struct lease *lease, const char *key, const char *owner)
{
	struct em_err err;

	return said(lease_renew(lease, key, owner, LONG, &err), &err);
}

static int
release(struct lease *lease, const char *key, const char *owner)
{
	struct em_err err;

	return said(lease_release(lease, key, owner, &err), &err);
}

static void
test_owner(struct lease *lease)
{
	static const char key[] = "k'\xc3\xa9";

	ok(take(lease, key, "a", LONG) == 1, "one takes it");
	ok(take(lease, key, "b", LONG) == 0, "another does not");
	ok(take(lease, "other", "b", LONG) == 1, "but another key");
	ok(take(lease, key, "a", LONG) == 1, "the owner takes it again");
	ok(renew(lease, key, "a") == 1, "or prolongs it");
	ok(renew(lease, key, "a") == 1, "at once, too");
	ok(renew(lease, key, "b") == 0, "which no other can");
	ok(release(lease, key, "b") == 0, "nor release it");
	ok(release(lease, key, "a") == 1, "the owner can");
	ok(release(lease, key, "a") == 0, "once");
	ok(renew(lease, key, "a") == 0, "what is gone cannot be prolonged");
	ok(take(lease, key, "b", LONG) == 1, "then another takes it");
}

static void
test_time(struct lease *lease)
{
	int64_t start = clock_monotonic_us(), us;
	int rc;

	ok(take(lease, "short", "a", 2) == 1, "for two seconds");
	while ((rc = take(lease, "short", "b", LONG)) == 0)
		if (clock_monotonic_us() - start > 30 * (int64_t)SECOND)
			break;
	us = clock_monotonic_us() - start;
	/* its clock has whole seconds */
	ok(rc == 1 && us > SECOND, "then it is over: after %lld us",
	    (long long)us);
	ok(renew(lease, "short", "a") == 0, "and lost");
	ok(release(lease, "short", "a") == 0, "it cannot be given back");
}

/* --- several processes --- */

static void
work(int *inside, int *total)
{
	struct lease *lease = open_lease();
	char owner[16];
	int bad = 0;

	(void)snprintf(owner, sizeof(owner), "%d", (int)getpid());
	for (int turns = 0; turns < TURNS;) {
		if (take(lease, "turn", owner, LONG) != 1)
			continue;
		bad += __atomic_add_fetch(inside, 1, __ATOMIC_SEQ_CST) != 1;
		*total += 1; /* by one at a time */
		turns++;
		(void)__atomic_sub_fetch(inside, 1, __ATOMIC_SEQ_CST);
		bad += release(lease, "turn", owner) != 1;
	}
	lease_close(lease);
	_exit(bad ? EM_PERM : EM_OK);
}

static void
test_many(void)
{
	int *shared = mmap(NULL, 2 * sizeof(*shared), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	int bad = 0, status;

	(void)fflush(stdout);
	for (int i = 0; i < PROCESSES; i++)
		if (fork() == 0)
			work(&shared[0], &shared[1]);
	for (int i = 0; i < PROCESSES; i++)
		bad += wait(&status) < 0 || status != 0;
	ok(bad == 0, "%d processes are never in it together", PROCESSES);
	ok(shared[1] == PROCESSES * TURNS, "each had its turns");
	(void)munmap(shared, 2 * sizeof(*shared));
}

static void
test_place(const char *place)
{
	struct lease *lease;

	dsn = place;
	lease = open_lease();
	test_owner(lease);
	test_time(lease);
	lease_close(lease);
	test_many();
}

int
main(int argc, char *argv[])
{
	char *own;

	for (int i = 1; i < argc; i++)
		test_place(argv[i]);
	if (argc > 1)
		return done();
	scratch_open();
	own = mem_printf("sqlite:%s/leases.db", scratch);
	test_place(own);
	free(own);
	return done();
}
