/*
 * js_value - JSON values as JSON Schema compares them: numbers by value (1 and
 * 1.0 are equal, both are integers), objects without order.  Layer svc.
 */
#ifndef EMGEN_JS_VALUE_H
#define EMGEN_JS_VALUE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

bool js_equal(const json_t *a, const json_t *b);

/* Below, at or above zero as the number a is less than, equal to or more than
 * b; exact, although one may be an integer and the other a double. */
int js_compare(const json_t *a, const json_t *b);

/* A number without a fraction. */
bool js_is_integer(const json_t *value);

/*
 * Is the number a multiple of the positive number unit?  Doubles stand for
 * their shortest decimal text, so that 0.0075 is a multiple of 0.0001.
 */
bool js_is_multiple(const json_t *value, const json_t *unit);

/* Code points in UTF-8. */
size_t js_length(const char *s, size_t len);

/* Are two items equal?  Puts their positions into pair, the lesser first. */
bool js_repeats(const json_t *array, size_t pair[2]);

#endif
