/* js_format_uri - URIs, IRIs and URI templates (js_format.h). */
#include <arpa/inet.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "js_format.h"
#include "mem.h"

#define UNRESERVED                                                             \
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
#define SUB_DELIMS "!$&'()*+,;="

/* Which characters beyond ASCII are allowed. */
enum beyond { ASCII, UCSCHAR, UCSCHAR_PRIVATE };

/* The code point at s, which is UTF-8, and its length. */
static size_t
decode(const char *s, unsigned long *c)
{
	unsigned char lead = (unsigned char)*s;
	size_t n = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;

	*c = lead & (0xffU >> (n + 1));
	for (size_t i = 1; i < n; i++)
		*c = *c << 6 | ((unsigned char)s[i] & 0x3f);
	return n;
}

/* ucschar and iprivate of RFC 3987 */
static bool
is_allowed(unsigned long c, enum beyond beyond)
{
	bool private = (c >= 0xe000 && c <= 0xf8ff) || c >= 0xf0000;

	if (c < 0xa0 || (c & 0xfffe) == 0xfffe || (c >= 0xfdd0 && c <= 0xfdef))
		return false;
	if (c >= 0xfff0 && c < 0x10000)
		return false;
	return private ? beyond == UCSCHAR_PRIVATE : beyond != ASCII;
}

static bool
is_percent(const char *s)
{
	return s[0] == '%' && isxdigit((unsigned char)s[1]) &&
	       isxdigit((unsigned char)s[2]);
}

/* Length of the characters of the set, %XX, and what is allowed beyond. */
static size_t
span(const char *s, const char *set, enum beyond beyond)
{
	size_t i = 0, n;
	unsigned long c;

	while (s[i]) {
		if (is_percent(s + i)) {
			i += 3;
		} else if (!(s[i] & 0x80)) {
			if (!strchr(set, s[i]))
				break;
			i++;
		} else {
			n = decode(s + i, &c);
			if (!is_allowed(c, beyond))
				break;
			i += n;
		}
	}
	return i;
}

/* [IPv6] or [vX.future]: its length, 0 if it is none. */
static size_t
literal(const char *s)
{
	unsigned char address[16];
	size_t n = strcspn(s, "]"), hex;
	char *inside;
	bool good;

	if (s[0] != '[' || s[n] != ']')
		return 0;
	inside = mem_strndup(s + 1, n - 1);
	good = inet_pton(AF_INET6, inside, address) == 1;
	if (inside[0] == 'v' || inside[0] == 'V') {
		hex = strspn(inside + 1, "0123456789abcdefABCDEF");
		good = hex > 0 && inside[1 + hex] == '.' && inside[2 + hex] &&
		       strspn(inside + 2 + hex, UNRESERVED SUB_DELIMS ":") ==
			   strlen(inside + 2 + hex);
	}
	free(inside);
	return good ? n + 1 : 0;
}

/* The authority behind "//": [user@]host[:port]; its length by *s. */
static bool
take_authority(const char **s, enum beyond beyond)
{
	const char *p = *s;
	size_t n = span(p, UNRESERVED SUB_DELIMS ":", beyond);

	if (p[n] == '@')
		p += n + 1;
	if (*p == '[') {
		n = literal(p);
		if (n == 0)
			return false;
	} else {
		n = span(p, UNRESERVED SUB_DELIMS, beyond);
	}
	p += n;
	if (*p == ':')
		p += 1 + strspn(p + 1, "0123456789");
	*s = p;
	return *p == '\0' || strchr("/?#", *p);
}

static size_t
scheme(const char *s)
{
	size_t n =
	    strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
		      "0123456789+-.");

	return n && isalpha((unsigned char)s[0]) && s[n] == ':' ? n + 1 : 0;
}

static bool
is_reference(const char *s, size_t len, bool absolute, enum beyond beyond)
{
	const char *end = s + len;
	size_t n = scheme(s);

	if (absolute && n == 0)
		return false;
	s += n;
	if (strncmp(s, "//", 2) == 0) {
		s += 2;
		if (!take_authority(&s, beyond))
			return false;
	} else if (n == 0 &&
		   s[span(s, UNRESERVED SUB_DELIMS "@", beyond)] == ':') {
		return false; /* it would read as a scheme */
	}
	s += span(s, UNRESERVED SUB_DELIMS ":@/", beyond);
	if (*s == '?')
		s += 1 + span(s + 1, UNRESERVED SUB_DELIMS ":@/?",
			     beyond ? UCSCHAR_PRIVATE : ASCII);
	if (*s == '#')
		s += 1 + span(s + 1, UNRESERVED SUB_DELIMS ":@/?", beyond);
	return s == end;
}

bool
js_format_uri(const char *s, size_t len)
{
	return is_reference(s, len, true, ASCII);
}

bool
js_format_uri_reference(const char *s, size_t len)
{
	return is_reference(s, len, false, ASCII);
}

bool
js_format_iri(const char *s, size_t len)
{
	return is_reference(s, len, true, UCSCHAR);
}

bool
js_format_iri_reference(const char *s, size_t len)
{
	return is_reference(s, len, false, UCSCHAR);
}

/* A name with dots between its parts, then :length or *. */
static bool
take_variable(const char **s)
{
	static const char name[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				   "abcdefghijklmnopqrstuvwxyz0123456789_";
	size_t n;

	do {
		n = span(*s, name, ASCII);
		*s += n;
		if (n == 0)
			return false;
	} while (**s == '.' && ++*s);
	if (**s == '*')
		return *++*s != ':';
	if (**s != ':')
		return true;
	n = strspn(++*s, "0123456789");
	if (n == 0 || n > 4 || **s == '0')
		return false;
	*s += n;
	return true;
}

/* What stands between { and }. */
static bool
take_expression(const char **s)
{
	*s += **s && strchr("+#./;?&=,!@|", **s);
	do {
		if (!take_variable(s))
			return false;
	} while (**s == ',' && ++*s);
	return *(*s)++ == '}';
}

bool
js_format_uri_template(const char *s, size_t len)
{
	const char *end = s + len;

	for (;;) {
		s += span(s, UNRESERVED SUB_DELIMS ":/?#[]@", UCSCHAR_PRIVATE);
		if (*s != '{')
			return s == end;
		s++;
		if (!take_expression(&s))
			return false;
	}
}
