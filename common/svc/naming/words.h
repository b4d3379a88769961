/*
 * words - what the name of a column says, however it is written.  Layer svc.
 * Letters beyond ASCII are part of a word, in the case they have.
 */
#ifndef EMGEN_WORDS_H
#define EMGEN_WORDS_H

#include <stdbool.h>

/* The case of a name: neither says anything when it is one word. */
enum words_case {
	WORDS_ONE,
	WORDS_SNAKE, /* unit_price, UNIT_PRICE */
	WORDS_CAMEL, /* unitPrice, UnitPrice */
};

enum words_case words_case(const char *name);

/*
 * True when one of the list, which NULL ends, is among the words of the name
 * ("price" of UnitPrice and unit_price), or is the first or last of them.
 * What is looked for is in snake case and can be several words.
 */
bool words_have(const char *name, const char *const list[]);
bool words_begin(const char *name, const char *const list[]);
bool words_end(const char *name, const char *const list[]);

/* True when names differ in the last word only, which is last in other's. */
bool words_are_siblings(const char *name, const char *other, const char *last);

/* The name without its last word, as far as it is written; NULL for one word.
 * The caller frees it.
 */
char *words_but_last(const char *name);

#endif
