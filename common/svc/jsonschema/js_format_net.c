/* js_format_net - names and addresses of hosts and people (js_format.h). */
#include <arpa/inet.h>
#include <string.h>

#include "js_format.h"
#include "js_idna.h"

#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
#define DIGITS  "0123456789"

enum { NAME_MAX_BYTES = 253, LABEL_MAX = 63, LOCAL_MAX = 64 };

/* Labels of letters, digits and inner hyphens, and of what is beyond ASCII if
 * that is allowed. */
static bool
is_ldh(const char *s, size_t len, bool beyond)
{
	if (len == 0 || len > NAME_MAX_BYTES || strlen(s) < len)
		return false;
	for (const char *end = s + len;; s++) {
		size_t n = 0;

		while (s + n < end && (strchr(LETTERS DIGITS "-", s[n]) ||
					  (beyond && s[n] & 0x80)))
			n++;
		if (n == 0 || n > LABEL_MAX || s[0] == '-' || s[n - 1] == '-')
			return false;
		s += n;
		if (s == end)
			return true;
		if (*s != '.')
			return false;
	}
}

bool
js_format_hostname(const char *s, size_t len)
{
	return is_ldh(s, len, false) &&
	       (!strcasestr(s, "xn--") || js_idna_valid(s));
}

bool
js_format_idn_hostname(const char *s, size_t len)
{
	return strlen(s) == len && js_idna_valid(s);
}

bool
js_format_ipv4(const char *s, size_t len)
{
	struct in_addr address;

	return strlen(s) == len && inet_pton(AF_INET, s, &address) == 1;
}

bool
js_format_ipv6(const char *s, size_t len)
{
	struct in6_addr address;

	return strlen(s) == len && inet_pton(AF_INET6, s, &address) == 1;
}

/* Length of "quoted" at s, 0 if it is none. */
static size_t
quoted(const char *s, bool beyond)
{
	size_t i = 1;

	if (s[0] != '"')
		return 0;
	for (; s[i] && s[i] != '"'; i++) {
		i += s[i] == '\\';
		if ((s[i] < ' ' || s[i] == 0x7f) && !(beyond && s[i] & 0x80))
			return 0;
	}
	return s[i] ? i + 1 : 0;
}

/* Length of words with dots between them at s, 0 if there are none. */
static size_t
dotted(const char *s, bool beyond)
{
	size_t i = 0, begin;

	for (;; i++) {
		begin = i;
		while (s[i] &&
		       (strchr(LETTERS DIGITS "!#$%&'*+-/=?^_`{|}~", s[i]) ||
			   (beyond && s[i] & 0x80)))
			i++;
		if (i == begin)
			return 0;
		if (s[i] != '.')
			return i;
	}
}

/* [IPv4] or [IPv6:...] */
static bool
is_address(const char *s, size_t len)
{
	static const char tag[] = "[IPv6:";
	char inside[INET6_ADDRSTRLEN];
	size_t skip = strncmp(s, tag, sizeof(tag) - 1) ? 1 : sizeof(tag) - 1;

	if (len < skip + 2 || s[len - 1] != ']' ||
	    len - skip - 1 >= sizeof(inside))
		return false;
	memcpy(inside, s + skip, len - skip - 1);
	inside[len - skip - 1] = '\0';
	return skip > 1 ? js_format_ipv6(inside, strlen(inside))
			: js_format_ipv4(inside, strlen(inside));
}

static bool
is_mailbox(const char *s, size_t len, bool beyond)
{
	size_t local = s[0] == '"' ? quoted(s, beyond) : dotted(s, beyond);

	if (local == 0 || local > LOCAL_MAX || s[local] != '@')
		return false;
	s += local + 1;
	len -= local + 1;
	return s[0] == '[' ? is_address(s, len) : is_ldh(s, len, beyond);
}

bool
js_format_email(const char *s, size_t len)
{
	return is_mailbox(s, len, false);
}

bool
js_format_idn_email(const char *s, size_t len)
{
	return is_mailbox(s, len, true);
}
