/* utf8 - is it UTF-8?  Layer core. */
#ifndef EMGEN_UTF8_H
#define EMGEN_UTF8_H

#include <stddef.h>

/*
 * The number of leading bytes that are well-formed UTF-8 (Unicode 15, table
 * 3-7: no overlong forms, no surrogates): len when all are.
 */
size_t utf8_valid(const char *bytes, size_t len);

#endif
