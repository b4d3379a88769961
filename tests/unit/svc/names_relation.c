/* names_relation - unit test of the names of relations (names.h). */
#include "names.h"

#include <stdlib.h>

#include "../tap.h"
#include "buf.h"

/* The list as text, "a b c", against wanted. */
static void
list_is(struct names_list *list, const char *wanted, const char *what)
{
	struct buf text = BUF_INIT;

	for (size_t i = 0; i < list->count; i++)
		buf_addf(&text, "%s%s", i ? " " : "", list->item[i]);
	is(buf_peek(&text), wanted, what);
	buf_clear(&text);
	names_list_clear(list);
}

/* A key in the words of its tables and columns; clear_words() frees them. */
struct words {
	struct names_noun child, parent;
	struct names_role role;
};

static struct names_key
make_key(struct words *words, const char *child, const char *column,
    const char *parent, const char *referenced)
{
	*words = (struct words){ names_noun(child), names_noun(parent),
		names_role(column, referenced) };
	return (struct names_key){ .child = &words->child,
		.parent = &words->parent,
		.role = &words->role,
		.self = strcmp(child, parent) == 0 };
}

static void
clear_words(struct words *words)
{
	names_noun_clear(&words->child);
	names_noun_clear(&words->parent);
	free(words->role.text);
}

static void
role_is(const char *column, const char *referenced, const char *parent,
    const char *wanted)
{
	struct words words;
	struct names_key key =
	    make_key(&words, "orders", column, parent, referenced);
	struct names_list list = NAMES_LIST_INIT;

	names_belongs_to(&list, &key);
	list_is(&list, wanted, column);
	clear_words(&words);
}

static void
test_belongs_to(void)
{
	role_is("customer_id", "id", "users", "customer");
	role_is("sales_rep_id", "id", "users", "salesRep");
	role_is("CUSTOMER_ID", "ID", "USERS", "customer");
	role_is("SALES_REP_ID", "ID", "USERS", "salesRep");
	role_is("ArtistId", "ArtistId", "Artist", "artist");
	role_is("artistID", "id", "artists", "artist");
	role_is("SKUId", "id", "skus", "sku");
	role_is("user2ID", "id", "users", "user2");
	role_is("paid", "id", "payments", "paid");
	role_is("PAID", "id", "payments", "paid");
	role_is("currency_code", "code", "currencies", "currency");
	role_is("CURRENCY_CODE", "code", "currencies", "currency");
	role_is("country_code", "country_code", "countries", "countryCode");
	role_is("owner_uuid", "uuid", "users", "owner");
	role_is("ReportsTo", "EmployeeId", "Employee", "reportsTo");
	role_is("torrent", "id", "torrents", "torrent");
	role_is("id", "id", "user_accounts", "userAccount");
	role_is("_id", "id", "USERS", "user");
	role_is("id", "id", "+", "relation");
	role_is("2fa_token_id", "id", "tokens", "relation2faToken");
	role_is("sold to id", "id", "users", "soldTo");
	role_is("\xC3\x89TAT_ID", "id", "etats", "\xC3\x89tat");
}

static void
inverse_is(const char *child, const char *column, const char *parent,
    bool several, bool many, const char *wanted)
{
	struct words words;
	struct names_key key = make_key(&words, child, column, parent, "id");
	struct names_list list = NAMES_LIST_INIT;

	key.several = several;
	names_inverse(&list, &key, many);
	names_inverse_by_role(&list, &key, many);
	list_is(&list, wanted, child);
	clear_words(&words);
}

static void
test_inverse(void)
{
	inverse_is("orders", "customer_id", "users", false, true,
	    "orders customerOrders");
	inverse_is("ticket_comments", "ticket_id", "tickets", false, true,
	    "comments ticketComments ticketTicketComments");
	inverse_is("InvoiceLine", "InvoiceId", "Invoice", false, true,
	    "lines invoiceLines invoiceInvoiceLines");
	inverse_is("ORDER_LINES", "ORDER_ID", "ORDERS", false, true,
	    "lines orderLines orderOrderLines");
	inverse_is("Order Details", "OrderID", "Orders", false, true,
	    "details orderDetails orderOrderDetails");
	inverse_is("user_profiles", "user_id", "users", false, false,
	    "profile userProfile userUserProfile");
	inverse_is("order_2", "order_id", "orders", false, true,
	    "order2s orderOrder2s");
	inverse_is("ordering", "order_id", "orders", false, true,
	    "orderings orderOrderings");
}

/* userss, childrens, persons: a plural stays as it was written. */
static void
test_plurals(void)
{
	inverse_is("users", "team_id", "teams", false, true, "users teamUsers");
	inverse_is("children", "team_id", "teams", false, true,
	    "children teamChildren");
	inverse_is(
	    "persons", "team_id", "teams", false, true, "persons teamPersons");
	inverse_is(
	    "person", "team_id", "teams", false, true, "people teamPeople");
	inverse_is("order_status", "team_id", "teams", false, true,
	    "orderStatuses teamOrderStatuses");
	inverse_is("customer_data", "team_id", "teams", false, true,
	    "customerData teamCustomerData");
	inverse_is(
	    "people", "team_id", "teams", false, false, "person teamPerson");
}

static void
test_nouns(void)
{
	struct names_noun noun = names_noun("TICKET_PERSONS");

	is(noun.words, "ticket_persons", "words");
	is(noun.singular, "ticket_person", "one of them");
	is(noun.one, "ticketPerson", "one in camel case");
	is(noun.many, "ticketPersons", "a plural stays");
	names_noun_clear(&noun);
	noun = names_noun("ticket_persons");
	is(noun.plural, "ticketPeople", "or is that of the rule");
	names_noun_clear(&noun);
}

static void
test_several(void)
{
	inverse_is("requests", "user_id", "users", true, true,
	    "requests userRequests");
	inverse_is("requests", "approved_by_id", "users", true, true,
	    "approvedByRequests");
	inverse_is("user_notes", "author_id", "users", true, true,
	    "authorNotes authorUserNotes");
}

static void
test_self(void)
{
	inverse_is("orders", "parent_id", "orders", false, true,
	    "children orders parentOrders");
	inverse_is("orders", "parent_id", "orders", true, true,
	    "children orders parentOrders");
	inverse_is("orders", "parent_id", "orders", false, false,
	    "child order parentOrder");
	inverse_is("Employee", "ReportsTo", "Employee", false, true,
	    "employees reportsToEmployees");
	inverse_is("employees", "mentor_id", "employees", true, true,
	    "mentorEmployees");
}

static void
test_key_kinds(void)
{
	struct words words;
	struct names_key key =
	    make_key(&words, "posts", "UserID", "USERS", "id");

	ok(names_key_is_conventional(&key), "UserID to USERS");
	clear_words(&words);
	key = make_key(&words, "posts", "author_id", "USERS", "id");
	ok(!names_key_is_conventional(&key), "author_id to USERS is not");
	clear_words(&words);
	ok(names_is_audit("created_by"), "created_by is for the record");
	ok(names_is_audit("CREATED_BY"), "CREATED_BY is");
	ok(names_is_audit("CreatedBy"), "CreatedBy is");
	ok(!names_is_audit("created_by_id"), "created_by_id is not");
	ok(!names_is_audit("baby"), "baby is not");
	ok(!names_is_audit("ruby"), "ruby is not");
	ok(!names_is_audit(""), "nothing is not");
}

static void
through_is(const char *between, const char *near, bool near_several,
    const char *last, const char *far, bool far_several, const char *wanted)
{
	struct words words[2];
	struct names_key one =
	    make_key(&words[0], between, near, "users", "id");
	struct names_key other = make_key(&words[1], last, far, between, "id");
	struct names_list list = NAMES_LIST_INIT;

	one.several = near_several;
	other.several = far_several;
	names_through(&list, &one, &other, true);
	list_is(&list, wanted, last);
	clear_words(&words[0]);
	clear_words(&words[1]);
}

static void
test_through(void)
{
	through_is("posts", "user_id", false, "comments", "post_id", false,
	    "comments postComments");
	through_is("posts", "user_id", true, "comments", "post_id", true,
	    "comments postComments");
	through_is("posts", "editor_id", true, "comments", "post_id", false,
	    "editorComments editorPostComments");
	through_is("posts", "editor_id", true, "comments", "reply_id", true,
	    "editorReplyComments editorPostReplyComments");
	through_is("posts", "writer", false, "comments", "on", false,
	    "comments postComments");
}

static void
many_is(const char *pivot, const char *parent, const char *related,
    const char *column, bool several, const char *wanted)
{
	struct words words;
	struct names_key other = make_key(&words, pivot, column, related, "id");
	struct names_noun noun = names_noun(parent);
	struct names_pivot names = { .pivot = other.child,
		.parent = &noun,
		.related = other.parent,
		.role = other.role,
		.several = several };
	struct names_list list = NAMES_LIST_INIT;

	names_many_to_many(&list, &names);
	list_is(&list, wanted, pivot);
	names_noun_clear(&noun);
	clear_words(&words);
}

static void
test_many_to_many(void)
{
	many_is("order_product", "orders", "products", "product_id", false,
	    "products orderProductProducts");
	many_is("order_product", "products", "orders", "order_id", false,
	    "orders orderProducts orderProductOrders");
	many_is("post_authors", "posts", "users", "author_id", false,
	    "authors postAuthorAuthors");
	many_is("follows", "users", "users", "followed_id", false,
	    "followeds follows followFolloweds");
	many_is("project_user", "projects", "users", "user_id", true,
	    "users projectUserUsers");
	many_is("project_watchers", "projects", "users", "user_id", true,
	    "watchers projectWatcherUsers");
	many_is("FilmActor", "Film", "Actor", "ActorNo", false,
	    "actors filmActorActors");
	many_is("tag_person", "tags", "persons", "person_id", false,
	    "persons people tagPersonPersons");
}

static void
take_is(struct names_scope *scope, const char *wanted, const char *first,
    const char *second)
{
	char *items[] = { strdup(first), second ? strdup(second) : NULL };
	struct names_list list = { items, second ? 2 : 1, 2 };
	char *name = names_scope_take(scope, &list);

	is(name, wanted, first);
	free(name);
	free(items[0]);
	free(items[1]);
}

static void
test_scope(void)
{
	struct names_scope *scope = names_scope_open(false);

	names_scope_column(scope, "torrent");
	names_scope_column(scope, "ReportsTo");
	names_scope_column(scope, "item");
	names_scope_column(scope, "itemRelation");
	take_is(scope, "torrentRelation", "torrent", NULL);
	take_is(scope, "reportsTo", "reportsTo", NULL);
	take_is(scope, "comments", "comments", "ticketComments");
	take_is(scope, "ticketComments", "Comments", "ticketComments");
	take_is(scope, "commentsRelation", "comments", "ticketComments");
	take_is(scope, "comments2", "comments", "ticketComments");
	take_is(scope, "comments3", "comments", "ticketComments");
	take_is(scope, "item2", "item", NULL);
	names_scope_close(scope);
}

static void
test_members(void)
{
	struct names_scope *scope = names_scope_open(false);
	struct names_scope *user = names_scope_open(true);

	take_is(scope, "connectionRelation", "connection", NULL);
	take_is(scope, "deleteRelation", "delete", NULL);
	take_is(scope, "firstRelation", "first", NULL);
	take_is(scope, "orderByRelation", "orderBy", NULL);
	/* the Builder has a whereRelation too */
	take_is(scope, "where2", "where", NULL);
	take_is(scope, "factoryRelation", "factory", NULL);
	take_is(scope, "trashedRelation", "trashed", NULL);
	take_is(scope, "getNameAttributeRelation", "getNameAttribute", NULL);
	take_is(scope, "relationScopeItem", "scopeItem", NULL);
	take_is(scope, "relationScopeItem2", "scopeItem", NULL);
	take_is(scope, "relation2nd", "2nd", NULL);
	take_is(scope, "orders", "orders", NULL);
	take_is(scope, "class", "class", NULL);
	take_is(scope, "notifications", "notifications", NULL);
	take_is(user, "notificationsRelation", "notifications", NULL);
	names_scope_close(scope);
	names_scope_close(user);
}

static void
test_keep(void)
{
	struct names_scope *scope = names_scope_open(false);

	names_scope_column(scope, "buyer");
	ok(names_scope_keep(scope, "Buyer"), "a column of other case is none");
	ok(!names_scope_keep(scope, "bUYER"), "a relation of other case is");
	is(names_scope_why_not(scope, "bUYER"), "is another relation", "why");
	is(names_scope_why_not(scope, "buyer"), "is a column", "why");
	is(names_scope_why_not(scope, "2nd"), "is no name for a PHP method",
	    "why");
	is(names_scope_why_not(scope, "__get"), "has a meaning to Eloquent",
	    "why");
	is(names_scope_why_not(scope, "save"),
	    "is a method of Eloquent's models", "why");
	is(names_scope_why_not(scope, "table"),
	    "is a property of Eloquent's models", "why");
	is(names_scope_why_not(scope, "orderBy"),
	    "is a method of Laravel's query builder", "why");
	is(names_scope_why_not(scope, "notify"), NULL, "not for users only");
	names_scope_close(scope);
}

static void
test_column_members(void)
{
	ok(names_column_is_member("exists"), "exists");
	ok(names_column_is_member("timestamps"), "timestamps");
	ok(names_column_is_member("incrementing"), "incrementing");
	ok(names_column_is_member("wasRecentlyCreated"), "the last ones");
	ok(names_column_is_member("appends"), "the first ones");
	ok(!names_column_is_member("Exists"), "Exists is not");
	ok(!names_column_is_member("save"), "save, a method, is not");
	ok(!names_column_is_member("name"), "name is not");
}

int
main(void)
{
	test_belongs_to();
	test_inverse();
	test_plurals();
	test_nouns();
	test_several();
	test_self();
	test_key_kinds();
	test_through();
	test_many_to_many();
	test_scope();
	test_members();
	test_keep();
	test_column_members();
	return done();
}
