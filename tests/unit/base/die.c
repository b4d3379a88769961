/* die - messages, the exit codes of errno, and text made safe for terminals. */
#include "die.h"

#include <errno.h>
#include <signal.h>

#include "../child.h"
#include "../tap.h"

/* --- which errors a retry may help --- */

static void
check_codes(void)
{
	static const int temporary[] = { EAGAIN, EBUSY, ECONNABORTED,
		ECONNREFUSED, ECONNRESET, EDQUOT, EHOSTUNREACH, EINTR, EIO,
		EMFILE, ENETUNREACH, ENFILE, ENOBUFS, ENOLCK, ENOMEM, ENOSPC,
		EPIPE, ESTALE, ETIMEDOUT, ETXTBSY };
	static const int permanent[] = { EACCES, EBADF, EEXIST, EFBIG, EINVAL,
		EISDIR, ELOOP, ENAMETOOLONG, ENOENT, ENOTDIR, ENOTEMPTY, EPERM,
		EROFS, EXDEV, 0 };

	for (size_t i = 0; i < sizeof(temporary) / sizeof(int); i++)
		ok(die_code_of_errno(temporary[i]) == EM_TEMP,
		    "%s is temporary", strerrorname_np(temporary[i]));
	for (size_t i = 0; i < sizeof(permanent) / sizeof(int); i++)
		ok(die_code_of_errno(permanent[i]) == EM_PERM,
		    "%s is permanent", strerrorname_np(permanent[i]));
}

/* --- the terminal --- */

struct printable {
	const char *what, *text, *want;
};

static const struct printable printables[] = {
	{ "plain text", "orders.customer_id", "orders.customer_id" },
	{ "nothing", "", "" },
	{ "accents, CJK and an emoji",
	    "caf\xc3\xa9 \xe8\xa1\xa8 \xf0\x9f\x98\x80",
	    "caf\xc3\xa9 \xe8\xa1\xa8 \xf0\x9f\x98\x80" },
	{ "a colour", "\033[31mred\033[0m", "\\x1b[31mred\\x1b[0m" },
	{ "a window title", "\033]0;owned\007", "\\x1b]0;owned\\x07" },
	{ "a clipboard", "\033]52;c;cm0gLXJm\033\\",
	    "\\x1b]52;c;cm0gLXJm\\x1b\\" },
	{ "a new line", "one\ntwo\r", "one\\x0atwo\\x0d" },
	{ "tab, backspace and DEL", "a\tb\bc\177", "a\\x09b\\x08c\\x7f" },
	{ "C1: CSI in UTF-8",
	    "\xc2\x9b"
	    "31mred",
	    "\\xc2\\x9b31mred" },
	{ "C1: its first and last", "\xc2\x80\xc2\x9f",
	    "\\xc2\\x80\\xc2\\x9f" },
	{ "behind C1: no-break space", "\xc2\xa0", "\xc2\xa0" },
	{ "C1: CSI as one byte",
	    "\x9b"
	    "31mred",
	    "\\x9b31mred" },
	{ "a continuation byte of a letter is none", "\xc3\x9b \xe4\x9b\x9b",
	    "\xc3\x9b \xe4\x9b\x9b" },
	{ "a letter cut off", "a\xc3", "a\\xc3" },
	{ "CSI behind a letter cut off",
	    "\xe8\xa1\x9b\x9b"
	    "1m",
	    "\xe8\xa1\x9b\\x9b1m" },
	{ "CSI behind a first byte",
	    "\xf0\x9b"
	    "1m",
	    "\\xf0\\x9b1m" },
	{ "ESC behind a first byte", "\xe8\033[1m", "\\xe8\\x1b[1m" },
	{ "ESC and CSI in more bytes than they take",
	    "\xc0\x9b\xe0\x82\x9b\xf0\x80\x82\x9b",
	    "\\xc0\\x9b\\xe0\\x82\\x9b\\xf0\\x80\\x82\\x9b" },
	{ "a surrogate and what is beyond Unicode",
	    "\xed\xa0\x80\xf4\x90\x80\x80",
	    "\\xed\\xa0\\x80\\xf4\\x90\\x80\\x80" },
	{ "text turned around",
	    "\xe2\x80\xae"
	    "evil\xe2\x81\xa6",
	    "\\xe2\\x80\\xaeevil\\xe2\\x81\\xa6" },
	{ "punctuation beside those", "\xe2\x80\xa6\xe2\x80\xa9\xe2\x81\xaa",
	    "\xe2\x80\xa6\xe2\x80\xa9\xe2\x81\xaa" },
};

static void
check_printable(void)
{
	char text[256];

	for (size_t i = 0; i < sizeof(printables) / sizeof(*printables); i++)
		is(die_printable(text, sizeof(text), printables[i].text),
		    printables[i].want, printables[i].what);
}

/* Each byte, alone and between letters, comes out as text for a terminal. */
static void
check_every_byte(void)
{
	int bad = 0;

	for (int c = 1; c < 256; c++) {
		char in[] = { 'a', (char)c, 'b', '\0' }, out[32];

		die_printable(out, sizeof(out), in);
		if (c >= 0x20 && c < 0x7f)
			bad += strcmp(out, in) != 0;
		else
			bad += strlen(out) != 6 || out[1] != '\\';
	}
	ok(bad == 0, "every byte that is no ASCII text is written as \\xNN");
}

/* However little room there is, whole characters and escapes come out. */
static void
check_room(void)
{
	static const char in[] = "a\xc3\xa9\033\xc2\x9b\xf0\x9f\x98\x80z";
	static const char want[] = "a\xc3\xa9\\x1b\\xc2\\x9b\xf0\x9f\x98\x80z";
	static const size_t ends[] = { 0, 1, 3, 7, 15, 19, 20 };
	int bad = 0;

	for (size_t size = 1; size <= sizeof(want) + 3; size++) {
		char out[sizeof(want) + 8];
		size_t fits = 0;

		memset(out, '#', sizeof(out));
		die_printable(out, size, in);
		for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++)
			if (ends[i] < size)
				fits = ends[i];
		bad += strlen(out) != fits || memcmp(out, want, fits) != 0 ||
		       out[size] != '#';
	}
	ok(bad == 0, "it stops before what does not fit whole");
}

/* --- messages --- */

static int
die_plain(void *arg)
{
	(void)arg;
	die_setname("emgen-test");
	die(EM_PERM, "table %s: %d", "a\nb\033[1m", 7);
}

static int
die_of_errno(void *arg)
{
	errno = *(int *)arg;
	die_errno("cannot write %s", "x");
}

static int
die_of_err(void *arg)
{
	struct em_err err;

	(void)arg;
	errno = ENOSPC;
	if (err_errno(&err, "rename %s", "m.php") != -1)
		return 1;
	die_err(&err);
}

static int
die_long(void *arg)
{
	char name[9000];

	(void)arg;
	memset(name, '\001', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	die(EM_TEMP, "%s", name);
}

static int
warn_and_go_on(void *arg)
{
	(void)arg;
	die_warn("%s: odd", "orders");
	die_note("%s", "so it is");
	return 42;
}

/* SIGPIPE ignored: a message that nobody reads must not change the code. */
static int
die_unheard(void *arg)
{
	(void)arg;
	(void)signal(SIGPIPE, SIG_IGN);
	(void)close(STDERR_FILENO);
	die(EM_PERM, "nobody hears this");
}

static void
check_messages(void)
{
	int full = ENOSPC, refused = EACCES;
	struct child child = child_run(die_plain, NULL, STDERR_FILENO);

	ok(child.code == EM_PERM, "die() exits with its code");
	is(child.said, "emgen-test: table a\\x0ab\\x1b[1m: 7\n",
	    "and says one line, without control bytes");
	child = child_run(die_of_errno, &full, STDERR_FILENO);
	ok(child.code == EM_TEMP, "die_errno() of a full disk: 111");
	is(child.said, "emgen: cannot write x: No space left on device\n",
	    "and says why");
	child = child_run(die_of_errno, &refused, STDERR_FILENO);
	ok(child.code == EM_PERM, "die_errno() of a refusal: 100");
	child = child_run(die_of_err, NULL, STDERR_FILENO);
	ok(child.code == EM_TEMP, "die_err() exits with the error's code");
	is(child.said, "emgen: rename m.php: No space left on device\n",
	    "and says its message");
	child = child_run(die_long, NULL, STDERR_FILENO);
	ok(child.code == EM_TEMP && strlen(child.said) < 4096 &&
		child.said[strlen(child.said) - 1] == '\n',
	    "a message that is too long is cut, and still a line");
	child = child_run(warn_and_go_on, NULL, STDERR_FILENO);
	ok(child.code == 42, "die_warn() and die_note() return");
	is(child.said, "emgen: warning: orders: odd\nemgen: so it is\n",
	    "having said a line each");
	child = child_run(die_unheard, NULL, STDOUT_FILENO);
	ok(child.code == EM_PERM, "without stderr the code is the message");
}

/* --- usage and version --- */

static int
help(void *arg)
{
	(void)arg;
	die_help("usage: x\n");
}

static int
usage(void *arg)
{
	(void)arg;
	die_usage("usage: x\n");
}

static int
version(void *arg)
{
	(void)arg;
	die_setname("emgen-test");
	die_version();
}

static int
help_on_full_disk(void *arg)
{
	(void)arg;
	if (!freopen("/dev/full", "w", stdout))
		return 1;
	die_help("usage: x\n");
}

static void
check_usage(void)
{
	struct child child = child_run(help, NULL, STDOUT_FILENO);

	ok(child.code == EM_OK, "help: 0");
	is(child.said, "usage: x\n", "on stdout");
	child = child_run(usage, NULL, STDERR_FILENO);
	ok(child.code == EM_PERM, "wrong use: 100");
	is(child.said, "usage: x\n", "on stderr");
	child = child_run(version, NULL, STDOUT_FILENO);
	ok(child.code == EM_OK, "version: 0");
	is(child.said, "emgen-test " EMGEN_VERSION "\n", "on stdout");
	child = child_run(help_on_full_disk, NULL, STDERR_FILENO);
	ok(child.code == EM_TEMP, "help that cannot be written: 111");
}

static void
check_errors(void)
{
	struct em_err err;
	char name[2000];

	ok(err_set(&err, EM_PERM, "no %s", "way") == -1, "err_set() gives -1");
	ok(err.code == EM_PERM, "and keeps the code");
	is(err.msg, "no way", "and the message");
	memset(name, 'x', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	errno = EBUSY;
	ok(err_errno(&err, "%s", name) == -1 && err.code == EM_TEMP &&
		strlen(err.msg) == sizeof(err.msg) - 1,
	    "a message that is too long is cut");
}

int
main(void)
{
	check_codes();
	check_printable();
	check_every_byte();
	check_room();
	check_messages();
	check_usage();
	check_errors();
	return done();
}
