/* number - numbers as people write them. */
#include "number.h"

#include "../tap.h"

static void
test_parse(void)
{
	ok(number_parse("0", 9) == 0, "nought");
	ok(number_parse("0012", 12) == 12, "noughts in front");
	ok(number_parse("12", 11) == -1, "one more than there may be");
	ok(number_parse("5", 1) == -1, "of one digit, too");
	ok(number_parse("1", 1) == 1, "just as large");
	ok(number_parse("9223372036854775807", INT64_MAX) == INT64_MAX,
	    "the largest");
	ok(number_parse("9223372036854775808", INT64_MAX) == -1,
	    "one more than that");
	ok(number_parse("99999999999999999999", INT64_MAX) == -1,
	    "a digit more than that");
	ok(number_parse("", 9) == -1, "nothing");
	ok(number_parse("-1", 9) == -1, "a sign");
	ok(number_parse("+1", 9) == -1, "the other sign");
	ok(number_parse(" 1", 9) == -1, "a blank in front");
	ok(number_parse("1 ", 9) == -1, "a blank behind");
	ok(number_parse("1.0", 9) == -1, "a point");
	ok(number_parse("0x1", 9) == -1, "another base");
}

static void
test_take(void)
{
	const char *text = "12-34";

	ok(number_take(&text, 99) == 12 && *text == '-', "stops behind it");
	ok(number_take(&text, 99) == -1 && *text == '-', "stays where none is");
	text++;
	ok(number_take(&text, 33) == -1 && *text == '3',
	    "stays before one too large");
}

static void
test_list(void)
{
	int64_t list[3] = { 7, 7, 7 };

	ok(number_list("1,50,0", 50, list, 3) == 3 && list[0] == 1 &&
		list[1] == 50 && list[2] == 0,
	    "three of three");
	ok(number_list("8", 50, list, 3) == 1 && list[0] == 8, "one");
	ok(number_list("1,2,3,4", 50, list, 3) == 0, "one more than fit");
	ok(number_list("1,51", 50, list, 3) == 0, "one too large");
	ok(number_list("", 50, list, 3) == 0, "nothing");
	ok(number_list("1,", 50, list, 3) == 0, "nothing behind a comma");
	ok(number_list(",1", 50, list, 3) == 0, "nothing before one");
	ok(number_list("1;2", 50, list, 3) == 0, "another separator");
	ok(number_list("1, 2", 50, list, 3) == 0, "a blank");
}

int
main(void)
{
	test_parse();
	test_take();
	test_list();
	return done();
}
