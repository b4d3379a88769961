/*
 * mem - allocation that cannot fail: when memory is exhausted the program
 * says so and exits EM_TEMP.  Layer base.  Results are owned by the caller
 * and released with free().
 */
#ifndef EMGEN_MEM_H
#define EMGEN_MEM_H

#include <stddef.h>

void *mem_alloc(size_t size);
void *mem_zalloc(size_t count, size_t size);
void *mem_realloc(void *ptr, size_t count, size_t size);
char *mem_strdup(const char *s);
char *mem_strndup(const char *s, size_t len);
char *mem_printf(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/*
 * Room for one more element in an array that doubles: *cap counts elements.
 *	list = mem_grow(list, &cap, n, sizeof(*list)); list[n++] = x;
 */
void *mem_grow(void *array, size_t *cap, size_t count, size_t size);

#endif
