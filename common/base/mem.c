/* mem - allocation that dies EM_TEMP when memory is exhausted (mem.h). */
#include "mem.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "die.h"

static void *
alive(void *ptr)
{
	if (!ptr)
		die(EM_TEMP, "out of memory");
	return ptr;
}

void *
mem_alloc(size_t size)
{
	return alive(malloc(size ? size : 1));
}

void *
mem_zalloc(size_t count, size_t size)
{
	return alive(calloc(count ? count : 1, size));
}

void *
mem_realloc(void *ptr, size_t count, size_t size)
{
	if (size && count > SIZE_MAX / size)
		die(EM_TEMP, "out of memory");
	return alive(realloc(ptr, count && size ? count * size : 1));
}

char *
mem_strdup(const char *s)
{
	return mem_strndup(s, strlen(s));
}

char *
mem_strndup(const char *s, size_t len)
{
	char *copy = mem_alloc(len + 1);

	memcpy(copy, s, len);
	copy[len] = '\0';
	return copy;
}

char *
mem_printf(const char *fmt, ...)
{
	char *s;
	va_list ap;

	va_start(ap, fmt);
	if (vasprintf(&s, fmt, ap) < 0)
		s = NULL;
	va_end(ap);
	return alive(s);
}

void *
mem_grow(void *array, size_t *cap, size_t count, size_t size)
{
	if (count < *cap)
		return array;
	*cap = *cap ? *cap * 2 : 8;
	return mem_realloc(array, *cap, size);
}
