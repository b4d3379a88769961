/*
 * inflect - unit test.  With an argument it is a filter instead: for each
 * line on stdin it prints the word, its singular, plural, class, camel and
 * snake case and the table of the class, separated by tabs.
 */
#include "inflect.h"

#include <stdlib.h>

#include "../tap.h"

static void
print_word(const char *word)
{
	char *singular = inflect_singular(word);
	char *plural = inflect_plural(word);
	char *class = inflect_studly(singular);
	char *camel = inflect_camel(word);
	char *snake = inflect_snake(word);
	char *table = inflect_table(class);

	printf("%s\t%s\t%s\t%s\t%s\t%s\t%s\n", word, singular, plural, class,
	    camel, snake, table);
	free(table);
	free(snake);
	free(camel);
	free(class);
	free(plural);
	free(singular);
}

static int
filter(void)
{
	char *line = NULL;
	size_t cap = 0;

	while (getline(&line, &cap, stdin) > 0) {
		line[strcspn(line, "\t\n")] = '\0';
		print_word(line);
	}
	free(line);
	return 0;
}

/* Where function(word) must be wanted. */
static void
becomes(char *(*function)(const char *), const char *word, const char *wanted)
{
	char *got = function(word);

	is(got, wanted, word);
	free(got);
}

static void
test_numbers(void)
{
	becomes(inflect_singular, "order_lines", "order_line");
	becomes(inflect_singular, "people", "person");
	becomes(inflect_singular, "axes", "axe");
	becomes(inflect_singular, "taxes_and_faxes", "tax_and_fax");
	becomes(inflect_singular, "address", "address");
	becomes(inflect_singular, "regatta", "regatta");
	becomes(inflect_singular, "", "");
	becomes(inflect_plural, "order_line", "order_lines");
	becomes(inflect_plural, "quiz", "quizzes");
	becomes(inflect_plural, "software", "software");
	becomes(inflect_plural, "related", "related");
	becomes(inflect_plural, "a-", "a-");
	becomes(inflect_plural, "\xF0\x9F\x98\x80", "\xF0\x9F\x98\x80");
	becomes(inflect_plural, "", "");
}

static void
test_case_of_word(void)
{
	becomes(inflect_singular, "CHILDREN", "CHILD");
	becomes(inflect_singular, "Children", "Child");
	becomes(inflect_plural, "PERSON", "PEOPLE");
	becomes(inflect_plural,
	    "\xC3\x89"
	    "COLE",
	    "\xC3\x89"
	    "COLES");
	becomes(inflect_singular, "OrderSTATUSES", "OrderStatus");
}

static void
test_spelling(void)
{
	becomes(inflect_studly, "order-line_item two", "OrderLineItemTwo");
	becomes(inflect_studly, "\xC3\xA9tat", "\xC3\x89tat");
	becomes(inflect_studly, "\xC3\x9F", "SS");
	becomes(inflect_studly, "\xCF\x89_\xD0\xB6", "\xCE\xA9\xD0\x96");
	becomes(inflect_studly, "a\xC2\xA0z", "AZ");
	becomes(inflect_studly, "", "");
	becomes(inflect_camel, "order_line", "orderLine");
	becomes(inflect_snake, "OrderLineID", "order_line_i_d");
	becomes(inflect_snake, "order  line", "order_line");
	becomes(inflect_snake,
	    "\xD0\x96"
	    "A",
	    "\xD0\xB6_a");
}

static void
test_tables(void)
{
	becomes(inflect_plural_studly, "OrderPerson", "OrderPeople");
	becomes(inflect_plural_studly, "orderLine", "orderLines");
	becomes(inflect_table, "OrderLine", "order_lines");
	becomes(inflect_table, "Person", "people");
	becomes(inflect_table, "", "");
}

/* Names are events' text, hence UTF-8; other bytes must do no harm. */
static void
test_bad_bytes(void)
{
	becomes(inflect_studly, "\xFF_\xC3", "\xFF\xC3");
	becomes(inflect_plural, "a\xE2\x82", "a\xE2\x82");
	becomes(inflect_snake,
	    "\x80\xF4"
	    "A",
	    "\x80\xF4_a");
}

int
main(int argc, char *argv[])
{
	(void)argv;
	if (argc > 1)
		return filter();
	test_numbers();
	test_case_of_word();
	test_spelling();
	test_tables();
	test_bad_bytes();
	return done();
}
