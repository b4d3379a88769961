/* factory_guess - what Faker makes for a name (factory.h). */
#include <stddef.h>
#include <string.h>

#include "factory.h"
#include "words.h"

/* The last words of a name, what Faker has for it, and how long that can be. */
static const struct {
	const char *words;
	const char *fake;
	int length;
	bool distinct; /* there are enough of them */
} guesses[] = {
	{ "email", "safeEmail()", 64, true },
	{ "email_address", "safeEmail()", 64, true },
	{ "username", "userName()", 40, true },
	{ "user_name", "userName()", 40, true },
	{ "first_name", "firstName()", 24, false },
	{ "firstname", "firstName()", 24, false },
	{ "last_name", "lastName()", 24, false },
	{ "lastname", "lastName()", 24, false },
	{ "surname", "lastName()", 24, false },
	{ "full_name", "name()", 64, false },
	{ "company", "company()", 64, false },
	{ "company_name", "company()", 64, false },
	{ "job_title", "jobTitle()", 80, false },
	{ "phone", "e164PhoneNumber()", 16, true },
	{ "phone_number", "e164PhoneNumber()", 16, true },
	{ "mobile", "e164PhoneNumber()", 16, true },
	{ "street", "streetAddress()", 64, false },
	{ "address", "streetAddress()", 64, false },
	{ "city", "city()", 40, false },
	{ "country", "country()", 64, false },
	{ "country_code", "countryCode()", 2, false },
	{ "postcode", "postcode()", 10, false },
	{ "postal_code", "postcode()", 10, false },
	{ "zip", "postcode()", 10, false },
	{ "zip_code", "postcode()", 10, false },
	{ "currency", "currencyCode()", 3, false },
	{ "currency_code", "currencyCode()", 3, false },
	{ "language_code", "languageCode()", 2, false },
	{ "locale", "locale()", 16, false },
	{ "timezone", "timezone()", 40, false },
	{ "url", "url()", 200, true },
	{ "website", "url()", 200, true },
	{ "slug", "slug(3)", 64, true },
	{ "title", "sentence(4)", 100, false },
	{ "description", "paragraph()", 1000, false },
	{ "summary", "paragraph()", 1000, false },
	{ "body", "paragraph()", 1000, false },
	{ "content", "paragraph()", 1000, false },
	{ "ip", "ipv4()", 15, true },
	{ "ip_address", "ipv4()", 15, true },
	{ "mac_address", "macAddress()", 17, true },
	{ "user_agent", "userAgent()", 255, false },
	{ "mime_type", "mimeType()", 120, false },
	{ "color", "hexColor()", 7, false },
	{ "colour", "hexColor()", 7, false },
	{ "iban", "iban()", 34, true },
	{ "isbn", "isbn13()", 13, true },
	{ "ean", "ean13()", 13, true },
	{ "uuid", "uuid()", 36, true },
	{ "token", "sha256()", 64, true },
	{ "sha256", "sha256()", 64, true },
	{ "md5", "md5()", 32, true },
};

/* A name is that of a person where there is an address of one. */
static const char *
guess_name(
    const struct definition *def, const struct column *column, int length)
{
	if (strcmp(column->name, "name") != 0 ||
	    (length != NO_NUMBER && length < 64))
		return NULL;
	return definition_has(def, "email") ? "name()" : "words(3, true)";
}

const char *
factory_guess(const struct definition *def, const struct column *column,
    int length, bool distinct)
{
	for (size_t i = 0; i < sizeof(guesses) / sizeof(*guesses); i++) {
		const char *const words[] = { guesses[i].words, NULL };

		if ((length == NO_NUMBER || length >= guesses[i].length) &&
		    (guesses[i].distinct || !distinct) &&
		    words_end(column->name, words))
			return guesses[i].fake;
	}
	return distinct ? NULL : guess_name(def, column, length);
}
