/* js_format - what JSON Schema's "format" asserts of strings (js_format.h). */
#include "js_format.h"

#include <ctype.h>
#include <string.h>

#include "js_pattern.h"

static bool
is_uuid(const char *s, size_t len)
{
	if (len != 36)
		return false;
	for (size_t i = 0; i < len; i++) {
		bool dash = i == 8 || i == 13 || i == 18 || i == 23;

		if (dash ? s[i] != '-' : !isxdigit((unsigned char)s[i]))
			return false;
	}
	return true;
}

static bool
is_json_pointer(const char *s, size_t len)
{
	if (len > 0 && s[0] != '/')
		return false;
	for (size_t i = 0; i < len; i++)
		if (s[i] == '~' && s[i + 1] != '0' && s[i + 1] != '1')
			return false;
	return true;
}

static bool
is_relative_json_pointer(const char *s, size_t len)
{
	size_t n = strspn(s, "0123456789");

	if (n == 0 || (s[0] == '0' && n > 1))
		return false;
	return (s[n] == '#' && n + 1 == len) || is_json_pointer(s + n, len - n);
}

static bool
is_regex(const char *s, size_t len)
{
	return strlen(s) == len && js_pattern_valid(s);
}

js_format_fn *
js_format_find(const char *name)
{
	static const struct {
		const char *name;
		js_format_fn *fn;
	} formats[] = {
		{ "date", js_format_date },
		{ "date-time", js_format_date_time },
		{ "duration", js_format_duration },
		{ "email", js_format_email },
		{ "hostname", js_format_hostname },
		{ "idn-email", js_format_idn_email },
		{ "idn-hostname", js_format_idn_hostname },
		{ "ipv4", js_format_ipv4 },
		{ "ipv6", js_format_ipv6 },
		{ "iri", js_format_iri },
		{ "iri-reference", js_format_iri_reference },
		{ "json-pointer", is_json_pointer },
		{ "regex", is_regex },
		{ "relative-json-pointer", is_relative_json_pointer },
		{ "time", js_format_time },
		{ "uri", js_format_uri },
		{ "uri-reference", js_format_uri_reference },
		{ "uri-template", js_format_uri_template },
		{ "uuid", is_uuid },
	};

	for (size_t i = 0; i < sizeof(formats) / sizeof(*formats); i++)
		if (strcmp(formats[i].name, name) == 0)
			return formats[i].fn;
	return NULL;
}
