/* words - names in every case. */
#include "words.h"

#include <stdlib.h>

#include "../tap.h"

static const char *const price[] = { "unit_price", "price", NULL };
static const char *const id[] = { "id", NULL };

static void
stem(const char *name, const char *want)
{
	char *got = words_but_last(name);

	is(got, want, name);
	free(got);
}

int
main(void)
{
	ok(words_have("price", price), "alone");
	ok(words_have("list_price_net", price), "in the middle");
	ok(words_have("UnitPrice", price), "studly");
	ok(words_have("unitPriceNet", price), "camel");
	ok(words_have("UNIT_PRICE", price), "capitals");
	ok(words_have("unit price", price), "a blank");
	ok(!words_have("priceless", price), "not a part of a word");
	ok(!words_have("", price), "nothing");
	ok(words_end("user_id", id), "at the end");
	ok(words_end("userID", id), "a short form");
	ok(words_end("HTMLId", id), "behind one");
	ok(words_end("id", id), "all of it");
	ok(!words_end("id_user", id), "not at the start");
	ok(!words_end("grid", id), "nor in a word");
	ok(words_begin("id_user", id), "at the start");
	ok(!words_begin("user_id", id), "not at the end");
	stem("owner_type", "owner");
	stem("ownerType", "owner");
	stem("the owner_id", "the owner");
	stem("owner", NULL);
	stem("_id", NULL);
	stem("", NULL);
	ok(words_are_siblings("owner_id", "owner_type", "type"), "siblings");
	ok(words_are_siblings("ownerId", "ownerType", "type"), "in camel case");
	ok(!words_are_siblings("tag_id", "tag_type_id", "id"),
	    "not of one with a word more");
	ok(!words_are_siblings("owner_id", "owners_type", "type"),
	    "nor of another word");
	ok(!words_are_siblings("owner_id", "owner_kind", "type"),
	    "nor with another last word");
	ok(!words_are_siblings("id", "type", "type"), "nor without a stem");
	ok(words_case("unit_price") == WORDS_SNAKE, "snake");
	ok(words_case("UNIT_PRICE") == WORDS_SNAKE, "in capitals");
	ok(words_case("unitPrice") == WORDS_CAMEL, "camel");
	ok(words_case("UnitPrice") == WORDS_CAMEL, "studly");
	ok(words_case("price") == WORDS_ONE, "one word");
	ok(words_case("HTML") == WORDS_ONE, "a short form");
	ok(words_case("_price") == WORDS_ONE, "a bar in front");
	return done();
}
