/*
 * die - messages on stderr, exit codes, and errors that travel as values.
 * Layer base.  One message is one line, "emgen-NAME: what: why", with control
 * bytes made visible, since names from a database end up in messages.
 */
#ifndef EMGEN_DIE_H
#define EMGEN_DIE_H

#include <stdarg.h>

/* What an exit code tells a worker or supervisor; the table is in emgen(7). */
enum em_exit {
	EM_OK = 0,         /* done: acknowledge */
	EM_NO = 1,         /* the "no" of a predicate that people run */
	EM_PERM = 100,     /* bad usage, bad input: a retry is useless */
	EM_TEMP = 111,     /* server away, disk full, lock, memory: retry */
	EM_MISUSE = 125,   /* must not run: misconfigured */
	EM_NOEXEC = 126,   /* found, but cannot be executed */
	EM_NOTFOUND = 127, /* no such program */
};

/* Why something failed, and whether a retry may help; filled when -1 returns */
struct em_err {
	int code; /* EM_PERM or EM_TEMP */
	char msg[1024];
};

/*
 * The name in front of each message; borrowed for the life of the process.  The
 * first that each program calls: none of 0, 1 and 2 is free after it.
 */
void die_setname(const char *name);
const char *die_name(void);

/* EM_TEMP or EM_PERM for an errno: the one place where that is decided. */
int die_code_of_errno(int errnum);

/* The message, and exit. */
_Noreturn void die(int code, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* The same with ": strerror(errno)" after it and the code of errno. */
_Noreturn void die_errno(const char *fmt, ...)
    __attribute__((format(printf, 1, 2)));

_Noreturn void die_err(const struct em_err *err);

/*
 * Writes what stdout still holds, and returns; ends the program if that failed,
 * or what was written before.
 */
void die_flush(void);

/* Usage on stdout, exit 0; on stderr, exit EM_PERM. */
_Noreturn void die_help(const char *usage);
_Noreturn void die_usage(const char *usage);

/* "emgen-NAME VERSION" on stdout, exit 0. */
_Noreturn void die_version(void);

/* "emgen-NAME: warning: ..." and "emgen-NAME: ..."; both return. */
void die_warn(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void die_note(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* A note on what is as it should be: not for who sets $EMGEN_QUIET. */
void die_remark(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void die_no_remarks(void); /* from here on, and from our children */

/* Fill err and return -1, so that a function can "return err_set(...)". */
int err_set(struct em_err *err, int code, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
int err_errno(struct em_err *err, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/*
 * Copies src to dst with each byte of a control character (C0, DEL, C1, those
 * that turn text around) and each that is not UTF-8 as \xNN: the one escaping
 * function for terminals.  At most size - 1 bytes and a NUL, nothing cut in
 * half; returns dst.
 */
char *die_printable(char *dst, unsigned long size, const char *src);

#endif
