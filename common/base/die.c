/* die - messages, exit codes, errors as values (die.h). */
#include "die.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MESSAGE_MAX = 4096 };

static const char *program = "emgen";

void
die_setname(const char *name)
{
	program = name;
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

/* Length of a control character at s: a C0 byte or DEL, or C1 in UTF-8. */
static size_t
control_len(const unsigned char *s)
{
	if (s[0] < 0x20 || s[0] == 0x7f)
		return 1;
	return s[0] == 0xc2 && s[1] >= 0x80 && s[1] <= 0x9f ? 2 : 0;
}

char *
die_printable(char *dst, unsigned long size, const char *src)
{
	static const char hex[] = "0123456789abcdef";
	const unsigned char *s = (const unsigned char *)src;
	unsigned long n = 0;

	for (size_t c = control_len(s); *s; c = control_len(s)) {
		if (n + 4 * (c ? c : 1) >= size)
			break;
		if (!c)
			dst[n++] = (char)*s++;
		for (; c; c--, s++) {
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
die_err(const struct em_err *err)
{
	die(err->code, "%s", err->msg);
}

void
die_help(const char *usage)
{
	exit(fputs(usage, stdout) < 0 || fflush(stdout) ? EM_TEMP : EM_OK);
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
	exit(printf("%s %s\n", program, EMGEN_VERSION) < 0 || fflush(stdout)
		 ? EM_TEMP
		 : EM_OK);
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
