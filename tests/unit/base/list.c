/* list - texts in an array that NULL ends. */
#include "list.h"

#include <stddef.h>

#include "../tap.h"

int
main(void)
{
	static const char *const words[] = { "yes", "On", "", NULL };
	static const char *const none[] = { NULL };

	ok(list_has(words, "yes"), "the first");
	ok(list_has(words, "On"), "another");
	ok(list_has(words, ""), "an empty one");
	ok(!list_has(words, "ye"), "not what it begins with");
	ok(!list_has(words, "yes."), "nor what begins so");
	ok(!list_has(words, "on"), "nor in another case");
	ok(!list_has(none, ""), "nothing has none");
	ok(list_has_nocase(words, "yEs"), "in any case");
	ok(list_has_nocase(words, "on"), "in small letters, too");
	ok(!list_has_nocase(words, "o"), "but all of it");
	ok(!list_has_nocase(none, ""), "nothing has none");
	return done();
}
