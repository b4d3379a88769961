/* js_value - JSON values as JSON Schema compares them (js_value.h). */
#include "js_value.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

static int
compare_integer_real(json_int_t i, double d)
{
	json_int_t whole;
	double rest;

	if (d >= 0x1p63)
		return -1;
	if (d < -0x1p63)
		return 1;
	whole = (json_int_t)d;
	if (i != whole)
		return i < whole ? -1 : 1;
	rest = d - (double)whole;
	return rest > 0 ? -1 : rest < 0;
}

int
js_compare(const json_t *a, const json_t *b)
{
	if (json_is_integer(a) && json_is_integer(b)) {
		json_int_t i = json_integer_value(a), j = json_integer_value(b);

		return i < j ? -1 : i > j;
	}
	if (json_is_integer(a))
		return compare_integer_real(
		    json_integer_value(a), json_real_value(b));
	if (json_is_integer(b))
		return -compare_integer_real(
		    json_integer_value(b), json_real_value(a));
	return json_real_value(a) < json_real_value(b)
		   ? -1
		   : json_real_value(a) > json_real_value(b);
}

static bool
equal_arrays(const json_t *a, const json_t *b)
{
	size_t n = json_array_size(a);

	if (n != json_array_size(b))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!js_equal(json_array_get(a, i), json_array_get(b, i)))
			return false;
	return true;
}

static bool
equal_objects(json_t *a, const json_t *b)
{
	const char *key;
	json_t *value;

	if (json_object_size(a) != json_object_size(b))
		return false;
	json_object_foreach (a, key, value) {
		const json_t *other = json_object_get(b, key);

		if (!other || !js_equal(value, other))
			return false;
	}
	return true;
}

bool
js_equal(const json_t *a, const json_t *b)
{
	if (json_is_number(a) && json_is_number(b))
		return js_compare(a, b) == 0;
	if (json_typeof(a) != json_typeof(b))
		return false;
	switch (json_typeof(a)) {
	case JSON_STRING:
		return json_equal(a, b);
	case JSON_ARRAY:
		return equal_arrays(a, b);
	case JSON_OBJECT:
		return equal_objects((json_t *)(uintptr_t)a, b);
	default:
		return true;
	}
}

bool
js_is_integer(const json_t *value)
{
	static const double no_fraction = 9007199254740992.0; /* 2^53 */
	double d = json_real_value(value);

	if (!json_is_real(value))
		return json_is_integer(value);
	if (d >= no_fraction || d <= -no_fraction)
		return true;
	return (double)(json_int_t)d == d;
}

/* mantissa x 10^exponent; the mantissa does not end in 0, or it is 0. */
struct decimal {
	uint64_t mantissa;
	int exponent;
};

/* The shortest text that reads back as the same double has 17 digits at most.
 */
static struct decimal
decimal_of_real(double d)
{
	struct decimal x = { 0, 0 };
	char text[32];
	char *s;

	d = d < 0 ? -d : d;
	for (int digits = 14; digits < 17; digits++) {
		(void)snprintf(text, sizeof(text), "%.*e", digits, d);
		if (strtod(text, NULL) == d)
			break;
	}
	for (s = text; *s != 'e'; s++) {
		if (*s == '.')
			continue;
		x.mantissa = x.mantissa * 10 + (uint64_t)(*s - '0');
		x.exponent--;
	}
	x.exponent += 1 + (int)strtol(s + 1, NULL, 10);
	return x;
}

static struct decimal
decimal_of(const json_t *number)
{
	struct decimal x = { 0, 0 };
	json_int_t i = json_integer_value(number);

	if (json_is_real(number))
		x = decimal_of_real(json_real_value(number));
	else
		x.mantissa = i < 0 ? -(uint64_t)i : (uint64_t)i;
	for (; x.mantissa && x.mantissa % 10 == 0; x.exponent++)
		x.mantissa /= 10;
	return x;
}

__extension__ typedef unsigned __int128 wide;

/* value x 10^exponent modulo unit */
static uint64_t
remainder_of(uint64_t value, int exponent, uint64_t unit)
{
	wide rest = value % unit, power = 10 % unit;

	for (; exponent; exponent >>= 1) {
		if (exponent & 1)
			rest = rest * power % unit;
		power = power * power % unit;
	}
	return (uint64_t)rest;
}

bool
js_is_multiple(const json_t *value, const json_t *unit)
{
	struct decimal x = decimal_of(value), u = decimal_of(unit);

	if (x.mantissa == 0)
		return true;
	if (u.mantissa == 0 || x.exponent < u.exponent)
		return false; /* no 10 in x's mantissa to make it up */
	return remainder_of(x.mantissa, x.exponent - u.exponent, u.mantissa) ==
	       0;
}

size_t
js_length(const char *s, size_t len)
{
	size_t n = 0;

	for (size_t i = 0; i < len; i++)
		n += ((unsigned char)s[i] & 0xc0) != 0x80;
	return n;
}

static uint64_t
mix(uint64_t hash, uint64_t value)
{
	hash = (hash ^ value) * 0x9e3779b97f4a7c15U;
	return hash ^ (hash >> 29);
}

static uint64_t
hash_bytes(const char *s, size_t len)
{
	uint64_t hash = len;

	for (size_t i = 0; i < len; i++)
		hash = mix(hash, (unsigned char)s[i]);
	return hash;
}

/* Equal values have equal hashes. */
static uint64_t
hash_of(const json_t *value)
{
	uint64_t hash = json_typeof(value), bits;
	double d = json_number_value(value) + 0.0; /* -0.0 becomes 0.0 */
	const char *key;
	json_t *item;

	switch (json_typeof(value)) {
	case JSON_INTEGER:
	case JSON_REAL:
		memcpy(&bits, &d, sizeof(bits));
		return mix(JSON_REAL, bits);
	case JSON_STRING:
		return mix(hash, hash_bytes(json_string_value(value),
				     json_string_length(value)));
	case JSON_ARRAY:
		for (size_t i = 0; i < json_array_size(value); i++)
			hash = mix(hash, hash_of(json_array_get(value, i)));
		return hash;
	case JSON_OBJECT:
		json_object_foreach ((json_t *)(uintptr_t)value, key, item)
			hash +=
			    mix(hash_bytes(key, strlen(key)), hash_of(item));
		return hash;
	default:
		return hash;
	}
}

struct item {
	uint64_t hash;
	size_t position;
};

static int
by_hash(const void *a, const void *b)
{
	const struct item *x = a, *y = b;

	if (x->hash != y->hash)
		return x->hash < y->hash ? -1 : 1;
	return x->position < y->position ? -1 : x->position > y->position;
}

/* The first item after i that is equal to it, or n. */
static size_t
find_equal(const json_t *array, const struct item *items, size_t n, size_t i)
{
	const json_t *value = json_array_get(array, items[i].position);
	size_t j = i + 1;

	for (; j < n && items[j].hash == items[i].hash; j++)
		if (js_equal(value, json_array_get(array, items[j].position)))
			return j;
	return n;
}

bool
js_repeats(const json_t *array, size_t pair[2])
{
	size_t n = json_array_size(array), other = n;
	struct item *items = mem_zalloc(n + 1, sizeof(*items));

	for (size_t i = 0; i < n; i++) {
		items[i].hash = hash_of(json_array_get(array, i));
		items[i].position = i;
	}
	qsort(items, n, sizeof(*items), by_hash);
	for (size_t i = 0; i < n && other == n; i++) {
		other = find_equal(array, items, n, i);
		if (other < n) {
			pair[0] = items[i].position;
			pair[1] = items[other].position;
		}
	}
	free(items);
	return other < n;
}
