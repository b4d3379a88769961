/*
 * js_pattern - regular expressions of ECMA-262 in Unicode mode, as JSON Schema
 * wants them, by libpcre2.  Layer svc; the one place that includes pcre2.h.
 *
 * The syntax is checked and translated token by token; what PCRE2 cannot do
 * (lookbehind of a variable width) is an error of js_pattern_new().
 */
#ifndef EMGEN_JS_PATTERN_H
#define EMGEN_JS_PATTERN_H

#include <stdbool.h>
#include <stddef.h>

#include "die.h"

struct js_pattern;

/* Freed by js_pattern_free(); NULL with err filled when it is no pattern. */
struct js_pattern *js_pattern_new(const char *text, struct em_err *err);
void js_pattern_free(struct js_pattern *pattern);

/* 1 when it matches somewhere in s, 0 when not, -1 when it gave up. */
int js_pattern_match(
    const struct js_pattern *pattern, const char *s, size_t len);

/* Is the text a pattern of ECMA-262? */
bool js_pattern_valid(const char *text);

#endif
