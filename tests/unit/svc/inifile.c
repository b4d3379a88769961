/* inifile - sections and keys, and what libinih would get wrong. */
#include "inifile.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../tap.h"
#include "buf.h"

/* Writes "section.key=value;" of each key; refuses the key "no". */
static int
note(void *ctx, const char *section, const char *key, const char *value,
    struct em_err *err)
{
	if (strcmp(key, "no") == 0)
		return err_set(err, EM_PERM, "not that one");
	buf_addf(ctx, "%s.%s=%s;", section, key, value);
	return 0;
}

static void
reads(const char *text, const char *want, const char *what)
{
	struct buf got = BUF_INIT;
	const struct inifile_user user = { note, &got, NULL, false };
	struct em_err err = { 0, "" };

	if (inifile_parse(text, &user, &err) < 0)
		buf_adds(&got, err.msg);
	is(buf_peek(&got), want, what);
	buf_clear(&got);
}

static void
check_text(void)
{
	reads("", "", "nothing");
	reads("[a]\nx = 1\ny=two words \n\n[b]\nx: 3\n",
	    "a.x=1;a.y=two words;b.x=3;", "sections and keys");
	reads("; c\n# c\n[a]\nx = 1 ; c\ny = 1;2#3\n", "a.x=1;a.y=1;2#3;",
	    "comments");
	reads("[a]\n  x = 1\n\ty = 2\n  z = 3\n", "a.x=1;a.y=2;a.z=3;",
	    "indentation means nothing");
	reads("\xef\xbb\xbf[a]\r\nx = 1\r\n", "a.x=1;",
	    "a byte order mark, and lines of Windows");
	reads("[a]\nx =\n", "a.x=;", "an empty value");
	reads("[a]\nu<o.c = buyer\no<>p.a.b=c", "a.u<o.c=buyer;a.o<>p.a.b=c;",
	    "keys of relations");
	reads("[a]\nx = 1\nno = 2\nz = 3\n", "a.x=1;line 3: not that one",
	    "a key that is refused ends it");
	reads("[a]\nx = 1\nnonsense\n",
	    "a.x=1;line 3: neither [section] nor KEY = VALUE",
	    "a line that is neither");
	reads("[a\nx = 1\n", "line 1: neither [section] nor KEY = VALUE",
	    "a section that is not closed");
}

/* Writes "[section]" of each heading, and "line.key;" of each key. */
static int
note_all(void *ctx, const char *section, const char *key, const char *value,
    struct em_err *err)
{
	(void)value;
	if (key)
		buf_addf(ctx, "%s;", key);
	else
		buf_addf(ctx, "[%s]", section);
	return section[0] == '!' ? err_set(err, EM_PERM, "not that one") : 0;
}

static void
check_headings(void)
{
	struct buf got = BUF_INIT;
	unsigned line = 0;
	const struct inifile_user user = { note_all, &got, &line, true };
	struct em_err err = { 0, "" };

	ok(inifile_parse("[a]\n[b]\n\nx=1\n [a b c d e f g h i j k l m n o p q "
			 "r s t u v w x y z 0 1 2 3 4 5]\ny=1\n",
	       &user, &err) == 0,
	    "headings are told, too");
	is(buf_peek(&got),
	    "[a][b]x;[a b c d e f g h i j k l m n o p q r s t u v w x y z 0 1 "
	    "2 3 4 5]y;",
	    "also of what has no key, and whole");
	ok(line == 6, "with their lines");
	ok(inifile_parse("[a]\n[!]\n[b]\n", &user, &err) < 0,
	    "one can be refused");
	is(err.msg, "line 2: not that one", "with its line");
	buf_clear(&got);
}

/* libinih's buffer has some 200 bytes; it would go on in the middle. */
static void
check_long_line(void)
{
	struct buf text = BUF_INIT;

	buf_adds(&text, "[a]\nx = ");
	for (int i = 0; i < 100; i++)
		buf_adds(&text, "y = 1234 ");
	reads(text.data, "line 2: too long for libinih", "a long line");
	buf_clear(&text);
}

static int
load(const char *path, struct buf *got, struct em_err *err)
{
	const struct inifile_user user = { note, got, NULL, false };

	return inifile_load(path, &user, err);
}

static void
write_file(const char *path, const char *bytes, size_t len)
{
	FILE *f = fopen(path, "w");

	if (!f || fwrite(bytes, 1, len, f) != len || fclose(f))
		ok(false, "%s is written", path);
}

static void
check_files(void)
{
	static const char path[] = "emgen-unit.ini";
	struct buf got = BUF_INIT;
	struct em_err err = { 0, "" };

	ok(load(path, &got, &err) == 0 && !got.len, "no file says nothing");
	write_file(path, "[a]\nx=1", 7);
	ok(load(path, &got, &err) == 0, "a file is read");
	is(buf_peek(&got), "a.x=1;", "with its keys");
	write_file(path, "[a]\nno=1", 8);
	ok(load(path, &got, &err) < 0, "a refused key");
	is(err.msg, "emgen-unit.ini: line 2: not that one",
	    "names file and line");
	write_file(path, "[a]\nx\0=1", 8);
	ok(load(path, &got, &err) < 0, "no text");
	is(err.msg, "emgen-unit.ini: not a text: it has a NUL byte", "is said");
	(void)unlink(path);
	(void)mkdir(path, 0700);
	ok(load(path, &got, &err) < 0, "a folder");
	is(err.msg, "emgen-unit.ini: Is a directory", "is an error");
	(void)rmdir(path);
	buf_clear(&got);
}

int
main(void)
{
	check_text();
	check_headings();
	check_long_line();
	check_files();
	return done();
}
