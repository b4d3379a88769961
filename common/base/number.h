/*
 * number - numbers as people write them: decimal digits, and nothing before or
 * behind them.  Layer base.
 */
#ifndef EMGEN_NUMBER_H
#define EMGEN_NUMBER_H

#include <stddef.h>
#include <stdint.h>

/* The number that text is; -1 if it is none, or a larger one than most. */
int64_t number_parse(const char *text, int64_t most);

/* That which text begins with, and text is moved behind it; else -1. */
int64_t number_take(const char **text, int64_t most);

/*
 * "1,5,10": fills list, and returns how many they are; 0 if text is no such
 * list, has more than max or one that is larger than most.
 */
size_t number_list(const char *text, int64_t most, int64_t list[], size_t max);

/* The value of an option, "tries"; ends the program if it is no such number. */
int64_t number_option(
    const char *option, const char *text, int64_t least, int64_t most);

/* Seconds, which may have a fraction. */
double number_seconds(const char *option, const char *text, double most);

#endif
