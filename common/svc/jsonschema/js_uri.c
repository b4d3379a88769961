/* js_uri - references between schemas (js_uri.h). */
#include "js_uri.h"

#include <ctype.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

/* Where the parts of a URI begin. */
struct parts {
	size_t authority; /* after "scheme:", 0 without a scheme */
	size_t path;      /* after "//authority" */
	size_t query;     /* at '?' */
	size_t end;       /* at '#' */
};

static struct parts
split(const char *uri)
{
	struct parts p = { 0, 0, 0, strcspn(uri, "#") };
	size_t colon = strcspn(uri, ":/?#");

	if (uri[colon] == ':' && isalpha((unsigned char)uri[0]))
		p.authority = colon + 1;
	p.path = p.authority;
	if (strncmp(uri + p.path, "//", 2) == 0)
		p.path += 2 + strcspn(uri + p.path + 2, "/?#");
	p.query = p.path + strcspn(uri + p.path, "?#");
	return p;
}

/* Appends a path that begins with '/', without its "." and ".." segments. */
static void
add_path(struct buf *buf, const char *path, size_t len)
{
	const char *end = path + len;
	size_t begin = buf->len;
	bool dots = false;

	for (size_t n; path < end; path += n) {
		for (n = 1; path + n < end && path[n] != '/';)
			n++;
		dots = (n == 2 && memcmp(path, "/.", 2) == 0) ||
		       (n == 3 && memcmp(path, "/..", 3) == 0);
		if (!dots)
			buf_add(buf, path, n);
		if (dots && n == 3)
			while (
			    buf->len > begin && buf->data[buf->len - 1] != '/')
				buf_truncate(buf, buf->len - 1);
		if (dots && n == 3 && buf->len > begin)
			buf_truncate(buf, buf->len - 1);
	}
	if (dots)
		buf_addc(buf, '/');
}

/* The path of the reference after the folder of base's path. */
static void
add_merged(struct buf *buf, const char *base, struct parts b,
    const char *reference, size_t len)
{
	struct buf path = BUF_INIT;
	size_t folder = b.query;

	while (folder > b.path && base[folder - 1] != '/')
		folder--;
	if (len && reference[0] == '/')
		folder = b.path;
	buf_add(&path, base + b.path, folder - b.path);
	if (folder == b.path && reference[0] != '/')
		buf_addc(&path, '/');
	buf_add(&path, reference, len);
	add_path(buf, path.data, path.len);
	buf_clear(&path);
}

char *
js_uri_resolve(const char *base, const char *reference)
{
	struct parts b = split(base), r = split(reference);
	struct buf buf = BUF_INIT;

	if (r.authority == 0 && r.path > 0)
		buf_add(&buf, base, b.authority);
	else if (r.authority == 0 && r.query > 0)
		buf_add(&buf, base, b.path);
	else if (r.authority == 0 && r.end > 0)
		buf_add(&buf, base, b.query);
	else if (r.authority == 0)
		buf_add(&buf, base, b.end);

	if (r.authority == 0 && r.path == 0 && r.query > 0) {
		add_merged(&buf, base, b, reference, r.query);
		buf_add(&buf, reference + r.query, r.end - r.query);
	} else {
		buf_add(&buf, reference, r.end);
	}
	return buf_detach(&buf);
}

char *
js_uri_of_path(const char *path)
{
	static const char hex[] = "0123456789ABCDEF";
	struct buf uri = BUF_INIT;

	buf_adds(&uri, "file://");
	for (const char *s = path; *s; s++) {
		unsigned char c = (unsigned char)*s;

		if (isalnum(c) || strchr("/-._~", c)) {
			buf_addc(&uri, *s);
		} else {
			buf_addc(&uri, '%');
			buf_addc(&uri, hex[c >> 4]);
			buf_addc(&uri, hex[c & 15]);
		}
	}
	return buf_detach(&uri);
}

void
js_uri_decode(char *s)
{
	char *to = s;

	for (; *s; s++) {
		char digits[3] = { 0 };

		if (s[0] == '%' && isxdigit((unsigned char)s[1]) &&
		    isxdigit((unsigned char)s[2])) {
			digits[0] = s[1];
			digits[1] = s[2];
			*to++ = (char)strtol(digits, NULL, 16);
			s += 2;
		} else {
			*to++ = *s;
		}
	}
	*to = '\0';
}

char *
js_uri_to_path(const char *uri)
{
	char *path;

	if (strncmp(uri, "file:///", 8) != 0)
		return NULL;
	path = mem_strdup(uri + 7);
	js_uri_decode(path);
	return path;
}

void
js_pointer_add(struct buf *pointer, const char *token)
{
	buf_addc(pointer, '/');
	for (; *token; token++)
		if (*token == '~' || *token == '/')
			buf_adds(pointer, *token == '~' ? "~0" : "~1");
		else
			buf_addc(pointer, *token);
}
