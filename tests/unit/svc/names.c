/*
 * names - unit test.  With an argument, "class" or "case", it is a filter
 * instead: it prints the class of each table, or the case of each value (of
 * one enum), on stdin.
 */
#include "names.h"

#include <stdlib.h>

#include "../tap.h"
#include "mem.h"

static void
class_is(const char *table, const char *wanted)
{
	char *class = names_class(table);

	is(class, wanted, table);
	free(class);
}

static void
test_class(void)
{
	class_is("order_lines", "OrderLine");
	class_is("OrderDetails", "OrderDetail");
	class_is("order details", "OrderDetail");
	class_is("people", "Person");
	class_is("CUSTOMERS", "CUSTOMER");
	class_is("social-media", "SocialMedium");
	class_is("auth.users", "AuthUser");
	class_is("$price; drop table", "PriceDropTable");
	class_is("2fa_tokens", "Model2faToken");
	class_is("--", "Table");
	class_is("", "Table");
	class_is("classes", "ClassModel");
	class_is("lists", "ListModel");
	class_is("string", "StringModel");
	class_is("FN", "FNModel");
	class_is("enums", "Enum");
	class_is("\xC3\xA9tats", "\xC3\x89tat");
	class_is("\xE6\xBC\xA2\xE5\xAD\x97", "\xE6\xBC\xA2\xE5\xAD\x97");
	/* a right-to-left override and a zero width space part words */
	class_is("a\xE2\x80\xAE"
		 "b\xE2\x80\x8B"
		 "c",
	    "ABC");
	class_is("a\xFF\xC3", "A");
}

static void
test_php_names(void)
{
	ok(names_is_class("Order"), "Order is a class");
	ok(names_is_class("_Order2"), "_Order2 is a class");
	ok(names_is_class("\xC3\x89tat"), "letters beyond ASCII are");
	ok(names_is_class("Enum"), "Enum is a class");
	ok(!names_is_class(""), "nothing is none");
	ok(!names_is_class("2nd"), "2nd is none");
	ok(!names_is_class("App\\Order"), "App\\Order is none");
	ok(!names_is_class("Order "), "a space is none");
	ok(!names_is_class("Readonly"), "Readonly is none");
	ok(!names_is_class("__halt_compiler"), "the first word is none");
	ok(!names_is_class("yield"), "the last word is none");
	ok(names_is_label("list"), "list is a label");
}

static void
test_default_table(void)
{
	ok(names_table_is_default("OrderLine", "order_lines"), "order_lines");
	ok(!names_table_is_default("OrderLine", "order_line"), "order_line");
	ok(!names_table_is_default("OrderLine", "OrderLines"), "OrderLines");
	ok(names_table_is_default("Person", "people"), "people");
	ok(!names_table_is_default("ListModel", "lists"), "lists");
}

static void
test_prefix(void)
{
	is(names_unprefixed("wp_posts", "wp_"), "posts", "wp_posts");
	is(names_unprefixed("posts", "wp_"), "posts", "no prefix");
	is(names_unprefixed("wp_", "wp_"), "wp_", "only the prefix");
	is(names_unprefixed("posts", ""), "posts", "an empty prefix");
}

/* Classes of the tables, forwards and backwards. */
static void
classes_are(struct names_table *tables, size_t count, const char *prefix,
    const char *const wanted[])
{
	struct names_table *back = mem_zalloc(count, sizeof(*back));
	struct em_err err;

	for (size_t i = 0; i < count; i++)
		back[count - 1 - i] = tables[i];
	ok(names_classes(tables, count, prefix, &err) == 0, "classes");
	ok(names_classes(back, count, prefix, &err) == 0, "backwards");
	for (size_t i = 0; i < count; i++) {
		is(tables[i].class, wanted[i], tables[i].name);
		is(back[count - 1 - i].class, wanted[i], "backwards");
	}
	names_classes_clear(tables, count);
	names_classes_clear(back, count);
	free(back);
}

static void
test_collisions(void)
{
	struct names_table tables[] = {
		{ .name = "user" },
		{ .name = "users" },
		{ .name = "Users" },
		{ .name = "lists" },
		{ .name = "list_models" },
		{ .name = "-" },
		{ .name = "+" },
	};
	static const char *const wanted[] = { "User2", "User", "Users", "Lists",
		"ListModel", "Table2", "Table" };

	classes_are(tables, 7, "", wanted);
}

static void
test_schemas(void)
{
	struct names_table tables[] = {
		{ .name = "app_users" },
		{ .schema = "auth", .name = "users" },
		{ .schema = "old", .name = "lists" },
		{ .name = "lists" },
		{ .schema = "old", .name = "list" },
	};
	static const char *const wanted[] = { "User", "AuthUser", "OldLists",
		"ListModel", "OldList" };

	classes_are(tables, 5, "app_", wanted);
}

static void
test_lock(void)
{
	struct names_table tables[] = {
		{ .name = "users", .locked = "Member" },
		{ .name = "members" },
		{ .name = "orders", .override = "Purchase" },
		{ .name = "purchases", .locked = "purchase" },
		{ .name = "gone", .locked = "Item" },
		{ .name = "items" },
		{ .name = "things", .locked = "No Class" },
	};
	static const char *const wanted[] = { "Member", "Members", "Purchase",
		"Purchases", "Item", "Items", "Thing" };

	classes_are(tables, 7, "", wanted);
}

static void
test_bad_overrides(void)
{
	struct names_table bad[] = { { .name = "a", .override = "Class" } };
	struct names_table twice[] = {
		{ .name = "a", .override = "Item" },
		{ .name = "b", .override = "ITEM" },
	};
	struct em_err err;

	ok(names_classes(bad, 1, "", &err) == -1, "a reserved word");
	is(err.msg, "class of table a: Class is no name for a PHP class",
	    "it says so");
	ok(err.code == EM_PERM, "a retry is useless");
	ok(names_classes(twice, 2, "", &err) == -1, "one class twice");
	is(err.msg, "class of table b: ITEM is another table's", "it says so");
	ok(!twice[0].class && !twice[1].class, "no class is set");
}

/* Of ten thousand tables each two want one class. */
static void
test_many_tables(void)
{
	enum { MANY = 10000 };
	struct names_table *tables = mem_zalloc(MANY, sizeof(*tables));
	struct names_set *seen = names_set_open();
	static char text[MANY][16];
	struct em_err err;
	size_t fresh = 0;

	for (size_t i = 0; i < MANY; i++) {
		(void)snprintf(text[i], sizeof(text[i]), "t%s%zu",
		    i % 2 ? "_" : "", i / 2);
		tables[i].name = text[i];
	}
	ok(names_classes(tables, MANY, "", &err) == 0, "10,000 tables");
	for (size_t i = 0; i < MANY; i++)
		fresh += names_set_add(seen, tables[i].class);
	ok(fresh == MANY, "all have a class of their own");
	is(tables[8].class, "T4", "the first has the plain name");
	is(tables[9].class, "T4_2", "the second a number");
	names_set_close(seen);
	names_classes_clear(tables, MANY);
	free(tables);
}

static void
cases_are(const char *const values[], size_t count, const char *const wanted[])
{
	char **names = names_enum_cases(values, count);

	for (size_t i = 0; i < count; i++) {
		is(names[i], wanted[i], values[i]);
		free(names[i]);
	}
	free(names);
}

static void
test_cases(void)
{
	static const char *const values[] = { "draft", "on-hold", "ON_HOLD",
		"1", "-1", "1.5", "15", "", " ", "!", "a", "A", "A+", "A-",
		">=", "class", "CLASS", "it's", "don\\'t; }",
		"\xC3\xA9t\xC3\xA9" };
	static const char *const wanted[] = { "Draft", "OnHold", "ONHOLD",
		"Value1", "Minus1", "Value15", "Value15_2", "Empty", "Value",
		"Value2", "A", "A2", "APlus", "AMinus", "GreaterEqual",
		"Class2", "CLASS2", "ItS", "DonT", "\xC3\x89t\xC3\xA9" };

	cases_are(values, sizeof(values) / sizeof(*values), wanted);
	cases_are(NULL, 0, NULL);
}

/* A value at the end of the list changes no name before it. */
static void
test_stable_cases(void)
{
	static const char *const values[] = { "A", "a", "A2" };
	static const char *const wanted[] = { "A", "A2", "A2_2" };

	cases_are(values, 2, wanted);
	cases_are(values, 3, wanted);
}

static void
test_enum_class(void)
{
	char *class = names_enum_class("order_lines", "tax_kind");
	char *other = names_enum_class("2fa", "kind");

	is(class, "OrderLineTaxKind", "order_lines.tax_kind");
	is(other, "Model2faKind", "2fa.kind");
	free(class);
	free(other);
}

/* Lines of stdin, without their ends; *count says how many. */
static char **
read_lines(size_t *count)
{
	char **lines = NULL, *line = NULL;
	size_t cap = 0, room = 0;

	*count = 0;
	while (getline(&line, &room, stdin) > 0) {
		line[strcspn(line, "\n")] = '\0';
		lines = mem_grow(lines, &cap, *count, sizeof(*lines));
		lines[(*count)++] = mem_strdup(line);
	}
	free(line);
	return lines;
}

static int
filter(const char *what)
{
	size_t count;
	char **lines = read_lines(&count);
	char **cases = names_enum_cases((const char *const *)lines, count);

	for (size_t i = 0; i < count; i++) {
		char *class = names_class(lines[i]);

		printf("%s\n", strcmp(what, "class") == 0 ? class : cases[i]);
		free(class);
		free(cases[i]);
		free(lines[i]);
	}
	free(cases);
	free(lines);
	return 0;
}

int
main(int argc, char *argv[])
{
	if (argc > 1)
		return filter(argv[1]);
	test_class();
	test_php_names();
	test_default_table();
	test_prefix();
	test_collisions();
	test_schemas();
	test_lock();
	test_bad_overrides();
	test_many_tables();
	test_cases();
	test_stable_cases();
	test_enum_class();
	return done();
}
