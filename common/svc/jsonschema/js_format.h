/*
 * js_format - what JSON Schema's "format" asserts of strings.  Layer svc.
 * All formats of the 2020-12 specification; an unknown one asserts nothing.
 */
#ifndef EMGEN_JS_FORMAT_H
#define EMGEN_JS_FORMAT_H

#include <stdbool.h>
#include <stddef.h>

/* Is the UTF-8 text, NUL behind it, of the format? */
typedef bool js_format_fn(const char *s, size_t len);

/* NULL for an unknown format. */
js_format_fn *js_format_find(const char *name);

/* js_format_time.c: RFC 3339 */
bool js_format_date(const char *s, size_t len);
bool js_format_time(const char *s, size_t len);
bool js_format_date_time(const char *s, size_t len);
bool js_format_duration(const char *s, size_t len);

/* js_format_net.c: RFC 1123, 5321, 6531, 2673, 4291 */
bool js_format_hostname(const char *s, size_t len);
bool js_format_idn_hostname(const char *s, size_t len);
bool js_format_email(const char *s, size_t len);
bool js_format_idn_email(const char *s, size_t len);
bool js_format_ipv4(const char *s, size_t len);
bool js_format_ipv6(const char *s, size_t len);

/* js_format_uri.c: RFC 3986, 3987, 6570 */
bool js_format_uri(const char *s, size_t len);
bool js_format_uri_reference(const char *s, size_t len);
bool js_format_iri(const char *s, size_t len);
bool js_format_iri_reference(const char *s, size_t len);
bool js_format_uri_template(const char *s, size_t len);

#endif
