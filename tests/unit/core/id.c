/*
 * id - shape of version 7; version 5 against vectors computed by Python:
 * uuid.uuid5(uuid.UUID('a813a154-56d4-5a26-8c4e-f4b3d454d6af'), NAME).
 */
#include "id.h"

#include <stdlib.h>

#include "../tap.h"
#include "clock.h"

static const char run[] = "01890a5d-ac96-774b-bcce-b302099a8057";

static int64_t
milliseconds(const char *id)
{
	char hex[13];

	memcpy(hex, id, 8);
	memcpy(hex + 8, id + 9, 4);
	hex[12] = '\0';
	return strtoll(hex, NULL, 16);
}

static bool
has_shape(const char *id, char version)
{
	return strlen(id) == 36 && strspn(id, "0123456789abcdef-") == 36 &&
	       id[8] == '-' && id[13] == '-' && id[18] == '-' &&
	       id[23] == '-' && id[14] == version && strchr("89ab", id[19]);
}

static int
by_text(const void *a, const void *b)
{
	return strcmp(a, b);
}

static void
check_new(void)
{
	enum { IDS = 2000 };
	static char ids[IDS][ID_TEXT];
	int64_t before = clock_now_us() / 1000, last = before;
	int shapeless = 0, backwards = 0, repeated = 0;

	for (int i = 0; i < IDS; i++) {
		id_new(ids[i]);
		shapeless += !has_shape(ids[i], '7');
		backwards += milliseconds(ids[i]) < last;
		last = milliseconds(ids[i]);
	}
	ok(shapeless == 0, "version 7, variant of RFC 9562, lower case");
	ok(backwards == 0 && last <= clock_now_us() / 1000,
	    "begins with the milliseconds of now, and never goes back");
	qsort(ids, IDS, ID_TEXT, by_text);
	for (int i = 1; i < IDS; i++)
		repeated += strcmp(ids[i - 1], ids[i]) == 0;
	ok(repeated == 0, "%d of them are all different", IDS);
}

static void
check_derived(void)
{
	char id[ID_TEXT];

	is(id_derive("", 0, id), "3ea6a159-b4b0-5b96-9667-b0516b32bc44",
	    "of the empty name");
	is(id_derive("orders", 6, id), "56a7f462-5521-5f6c-a991-706b40a29fc6",
	    "of a name");
	is(id_derive("caf\xc3\xa9", 5, id),
	    "b0952a60-d635-5612-9503-1760b2729da7", "of bytes");
	ok(has_shape(id, '5'), "version 5");
	is(id_event(run, "emgen-define", "ModelDefinitionCreated",
	       "public.orders", 3, id),
	    "073a020d-74e9-5c6e-9bd6-c0a2e2de2d1d", "of an event");
	is(id_event(run, "emgen-define", "ModelDefinitionCreated", NULL, 0, id),
	    "9eec016c-e8b4-5cb0-9e38-d25a73278264",
	    "of an event without subject");
	is(id_model("mysql", "shop", "orders", id),
	    "2587e3ea-34b6-529e-84c8-f1d0140d9faf", "of a model");
	is(id_model("sqlite", NULL, "orders", id),
	    "623ebca7-3a99-56d7-aa4f-dcd5efd149dd",
	    "of a model without schema");
}

static void
check_valid(void)
{
	ok(id_valid(run), "a UUID is one");
	ok(id_valid("01890A5D-AC96-774B-BCCE-B302099A8057"), "upper case too");
	ok(!id_valid(""), "nothing is none");
	ok(!id_valid("01890a5d-ac96-774b-bcce-b302099a805"), "nor 35 letters");
	ok(!id_valid("01890a5d-ac96-774b-bcce-b302099a80570"), "nor 37");
	ok(!id_valid("01890a5dac96774bbcceb302099a8057"), "nor bare digits");
	ok(!id_valid("01890a5d-ac96-774b-bcce-b302099a805g"), "nor other ones");
	ok(!id_valid("{1890a5d-ac96-774b-bcce-b302099a805}"), "nor brackets");
}

int
main(void)
{
	check_new();
	check_derived();
	check_valid();
	return done();
}
