/* lock - emgen.lock is read, merged and written as it is documented. */
#include "lock.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../tap.h"

static void
write_file(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	if (!file || fputs(text, file) < 0 || fclose(file) < 0)
		ok(false, "%s is written", path);
}

static void
text_is(const struct lock *lock, const char *want, const char *what)
{
	struct buf text = BUF_INIT;

	lock_text(lock, &text);
	is(buf_peek(&text), want, what);
	buf_clear(&text);
}

static void
locates(const char *given, const char *out, const char *want)
{
	char *path = lock_locate(given, out);

	is(path, want, out);
	free(path);
}

static void
test_place(void)
{
	locates(NULL, "app/Models", "app/emgen.lock");
	locates(NULL, "/tmp/app/Models//", "/tmp/app/emgen.lock");
	locates(NULL, "Models", "emgen.lock");
	locates(NULL, "/Models", "/emgen.lock");
	locates(NULL, ".", "./../emgen.lock");
	locates(NULL, "a/..", "a/../../emgen.lock");
	locates("x/y", "app/Models", "x/y");
	write_file("composer.json", "{}");
	locates(NULL, "app/Models", "emgen.lock");
	locates("x/y", "app/Models", "x/y");
}

static const char entries[] =
    "[\"class\",\"a\\\"b\\n\",\"AB\"]\n"
    "[\"class\",\"orders\",\"Order\"]\n"
    "[\"class\",\"orders.old\",\"OldOrder\"]\n"
    "[\"file\",\"orders\",\"Models/Order.php\",\"0123456789abcdef\"]\n"
    "[\"relation\",\"orders.customer_id\",\"customer\"]\n"
    "[\"relation\",\"orders.old.a_id\",\"a\"]\n"
    "[\"relation\",\"orders.old<b.c\",\"bs\"]\n"
    "[\"relation\",\"users<orders.customer_id\",\"orders\"]\n";

static void
test_round_trip(void)
{
	struct em_err err = { 0, "" };
	struct lock *lock;
	json_t *names;

	write_file("emgen.lock", entries);
	lock = lock_read("emgen.lock", &err);
	if (!ok(lock != NULL, "a lock is read: %s", err.msg))
		return;
	text_is(lock, entries, "... and written as it was");
	is(lock_digest(lock, "orders", "Models/Order.php"), "0123456789abcdef",
	    "a digest");
	is(lock_digest(lock, "orders", "Models/Other.php"), NULL,
	    "... of a file that is not there");
	is(lock_digest(lock, "others", "Models/Order.php"), NULL,
	    "... of another table");
	lock_set_file(lock, "orders", "Models/Orders.php", "1");
	lock_set_file(lock, "orders", "Models/Order.php", "2");
	is(lock_digest(lock, "orders", "Models/Order.php"), "2",
	    "... that is set anew");
	is(lock_digest(lock, "orders", "Models/Orders.php"), "1",
	    "... of another file of the table");
	is(lock_digest_of_any(lock, "Models/Orders.php"), "1",
	    "... of whichever table");
	names = lock_names(lock);
	is(json_string_value(
	       json_object_get(json_object_get(names, "classes"), "orders")),
	    "Order", "classes for the event");
	is(json_string_value(json_object_get(
	       json_object_get(names, "relations"), "orders.customer_id")),
	    "customer", "relations for the event");
	json_decref(names);
	lock_free(lock);
}

static void
test_inherit(void)
{
	struct em_err err = { 0, "" };
	struct lock *old = lock_read("emgen.lock", &err), *new = lock_open();
	struct map done = MAP_INIT;

	map_add(&done, "orders.old");
	lock_set_class(new, "orders.old", "Ancient");
	lock_set_relation(new, "orders.old<b.c", "bees");
	lock_set_file(new, "orders.old", "Ancient.php", "1");
	lock_inherit(new, old, &done);
	text_is(new,
	    "[\"class\",\"a\\\"b\\n\",\"AB\"]\n"
	    "[\"class\",\"orders\",\"Order\"]\n"
	    "[\"class\",\"orders.old\",\"Ancient\"]\n"
	    "[\"file\",\"orders.old\",\"Ancient.php\",\"1\"]\n"
	    "[\"relation\",\"orders.customer_id\",\"customer\"]\n"
	    "[\"relation\",\"orders.old<b.c\",\"bees\"]\n"
	    "[\"relation\",\"users<orders.customer_id\",\"orders\"]\n",
	    "what a table no longer has is gone, other tables stay");
	map_clear(&done);
	lock_free(old);
	lock_free(new);
}

static void
refuses(const char *text, const char *message, const char *what)
{
	struct em_err err = { 0, "" };
	struct lock *lock;

	write_file("bad.lock", text);
	lock = lock_read("bad.lock", &err);
	ok(!lock && err.code == EM_PERM, "%s is refused", what);
	is(err.msg, message, "... with the line");
	lock_free(lock);
}

static void
test_bad(void)
{
	static const char second[] = "bad.lock: line 2 is no entry "
				     "(a merge conflict? see emgen.lock(5))";
	static const char first[] = "bad.lock: line 1 is no entry "
				    "(a merge conflict? see emgen.lock(5))";
	struct em_err err = { 0, "" };
	struct lock *lock = lock_read("none.lock", &err);

	text_is(lock, "", "a missing file is an empty lock");
	lock_free(lock);
	refuses(
	    "[\"class\",\"a\",\"A\"]\n<<<<<<< HEAD\n", second, "a conflict");
	refuses("[\"class\",\"a\"]\n", first, "a short entry");
	refuses("[\"class\",\"a\",1]\n", first, "a number");
	refuses("[\"kind\",\"a\",\"b\"]\n", first, "an unknown kind");
	refuses("[\"file\",\"a\",\"b\"]\n", first, "a file without digest");
	refuses("[\"class\",\"a\",\"A\",\"x\"]\n", first, "a long entry");
	refuses("[\"class\",\"a\\xff\",\"A\"]\n", first, "what is not UTF-8");
	refuses("[\"class\",\"a\\u0000\",\"A\"]\n", first, "a NUL");
	refuses("[\"class\",\"a\",\"A\"] x\n", first, "more than an entry");
	refuses("[\"class\",\"a\",\"A\"]\n[\"cla", second, "a torn line");
	ok(mkdir("dir.lock", 0777) == 0 && !lock_read("dir.lock", &err),
	    "a folder is refused: %s", err.msg);
}

int
main(void)
{
	char dir[] = "/tmp/emgen-lock.XXXXXX";

	if (!mkdtemp(dir) || chdir(dir) < 0)
		return 1;
	test_place();
	test_round_trip();
	test_inherit();
	test_bad();
	(void)unlink("composer.json");
	(void)unlink("emgen.lock");
	(void)unlink("bad.lock");
	(void)rmdir("dir.lock");
	ok(rmdir(dir) == 0, "nothing else was written");
	return done();
}
