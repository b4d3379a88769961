/* die - messages, exit codes, errors as values (die.h). */
#include "die.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MESSAGE_MAX = 4096 };

static const char *program = "emgen";

/*
 * Where one is closed, a file of ours would be opened under its number, and get
 * what is meant for it.  What is opened here refuses that.
 */
static void
hold_standard(void)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) < 0)
			/* cppcheck-suppress leakReturnValNotUsed */
			(void)open("/dev/null",
			    fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
}

void
die_setname(const char *name)
{
	program = name;
	hold_standard();
}

const char *
die_name(void)
{
	return program;
}

int
die_code_of_errno(int errnum)
{
	switch (errnum) {
	case EAGAIN:
	case EBUSY:
	case ECONNABORTED:
	case ECONNREFUSED:
	case ECONNRESET:
	case EDQUOT:
	case EHOSTUNREACH:
	case EINTR:
	case EIO:
	case EMFILE:
	case ENETUNREACH:
	case ENFILE:
	case ENOBUFS:
	case ENOLCK:
	case ENOMEM:
	case ENOSPC:
	case EPIPE:
	case ESTALE:
	case ETIMEDOUT:
	case ETXTBSY:
		return EM_TEMP;
	default:
		return EM_PERM;
	}
}

/* Length of the UTF-8 character at s, which is *c; 0 if there is none. */
static size_t
decode(const unsigned char *s, uint32_t *c)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	size_t len = s[0] < 0x80             ? 1
		     : (s[0] & 0xe0) == 0xc0 ? 2
		     : (s[0] & 0xf0) == 0xe0 ? 3
		     : (s[0] & 0xf8) == 0xf0 ? 4
					     : 0;

	*c = len == 1 ? s[0] : s[0] & (0x7fU >> len);
	for (size_t i = 1; i < len; i++) {
		if ((s[i] & 0xc0) != 0x80)
			return 0;
		*c = *c << 6 | (s[i] & 0x3f);
	}
	if (*c < least[len] || *c > 0x10ffff || (*c >= 0xd800 && *c <= 0xdfff))
		return 0;
	return len;
}

/* C0, DEL, C1, and what turns the direction of text around. */
static bool
is_control(uint32_t c)
{
	return c < 0x20 || (c >= 0x7f && c <= 0x9f) ||
	       (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

char *
die_printable(char *dst, unsigned long size, const char *src)
{
	static const char hex[] = "0123456789abcdef";
	const unsigned char *s = (const unsigned char *)src;
	unsigned long n = 0;

	while (*s) {
		uint32_t c;
		size_t len = decode(s, &c);
		bool plain = len && !is_control(c);

		len = len ? len : 1;
		if (n + (plain ? len : 4 * len) >= size)
			break;
		for (; len; len--, s++) {
			if (plain) {
				dst[n++] = (char)*s;
				continue;
			}
			dst[n++] = '\\';
			dst[n++] = 'x';
			dst[n++] = hex[*s >> 4];
			dst[n++] = hex[*s & 15];
		}
	}
	dst[n] = '\0';
	return dst;
}

/* One write(2) a message, so that lines of several stages do not mix. */
static void
say(const char *kind, const char *fmt, va_list ap, const char *why)
{
	char text[MESSAGE_MAX / 4], safe[MESSAGE_MAX - 128], line[MESSAGE_MAX];
	int n;

	(void)vsnprintf(text, sizeof(text), fmt, ap);
	if (why) {
		size_t len = strlen(text);

		(void)snprintf(text + len, sizeof(text) - len, ": %s", why);
	}
	die_printable(safe, sizeof(safe), text);
	n = snprintf(line, sizeof(line), "%.64s: %s%s\n", program, kind, safe);
	if (n > 0 && write(STDERR_FILENO, line, (size_t)n) < 0)
		return; /* nobody reads stderr: nothing better to do */
}

void
die(int code, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say("", fmt, ap, NULL);
	va_end(ap);
	exit(code);
}

void
die_errno(const char *fmt, ...)
{
	int errnum = errno;
	va_list ap;

	va_start(ap, fmt);
	say("", fmt, ap, strerror(errnum));
	va_end(ap);
	exit(die_code_of_errno(errnum));
}

void
die_flush(void)
{
	if (fflush(stdout))
		die_errno("cannot write to stdout");
	if (ferror(stdout)) /* before, of which errno tells no more */
		die(EM_TEMP, "cannot write to stdout");
}

void
die_err(const struct em_err *err)
{
	die(err->code, "%s", err->msg);
}

void
die_help(const char *usage)
{
	(void)fputs(usage, stdout);
	die_flush();
	exit(EM_OK);
}

void
die_usage(const char *usage)
{
	(void)fputs(usage, stderr);
	exit(EM_PERM);
}

void
die_version(void)
{
	(void)printf("%s %s\n", program, EMGEN_VERSION);
	die_flush();
	exit(EM_OK);
}

void
die_warn(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say("warning: ", fmt, ap, NULL);
	va_end(ap);
}

void
die_note(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say("", fmt, ap, NULL);
	va_end(ap);
}

void
die_remark(const char *fmt, ...)
{
	const char *quiet = getenv("EMGEN_QUIET");
	va_list ap;

	if (quiet && *quiet)
		return;
	va_start(ap, fmt);
	say("", fmt, ap, NULL);
	va_end(ap);
}

void
die_no_remarks(void)
{
	if (setenv("EMGEN_QUIET", "1", 1) < 0)
		die_errno("setenv");
}

int
err_set(struct em_err *err, int code, const char *fmt, ...)
{
	va_list ap;

	err->code = code;
	va_start(ap, fmt);
	(void)vsnprintf(err->msg, sizeof(err->msg), fmt, ap);
	va_end(ap);
	return -1;
}

int
err_errno(struct em_err *err, const char *fmt, ...)
{
	int errnum = errno;
	size_t len;
	va_list ap;

	err->code = die_code_of_errno(errnum);
	va_start(ap, fmt);
	(void)vsnprintf(err->msg, sizeof(err->msg), fmt, ap);
	va_end(ap);
	len = strlen(err->msg);
	(void)snprintf(
	    err->msg + len, sizeof(err->msg) - len, ": %s", strerror(errnum));
	return -1;
}
