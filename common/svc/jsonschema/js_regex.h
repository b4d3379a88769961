/*
 * js_regex - from the regular expressions of ECMA-262 (Unicode mode) to those
 * of PCRE2.  Layer svc.
 */
#ifndef EMGEN_JS_REGEX_H
#define EMGEN_JS_REGEX_H

#include "buf.h"
#include "die.h"

/* Appends the translation; -1 with err filled when text is no pattern. */
int js_regex_translate(const char *text, struct buf *out, struct em_err *err);

#endif
