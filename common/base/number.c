/* number - numbers as people write them (number.h). */
#include "number.h"

#include <stdlib.h>

#include "die.h"

int64_t
number_take(const char **text, int64_t most)
{
	const char *p = *text;
	int64_t number = 0;

	if (*p < '0' || *p > '9')
		return -1;
	for (; *p >= '0' && *p <= '9'; p++) {
		int digit = *p - '0';

		if (number > most / 10 || number * 10 > most - digit)
			return -1;
		number = number * 10 + digit;
	}
	*text = p;
	return number;
}

int64_t
number_parse(const char *text, int64_t most)
{
	int64_t number = number_take(&text, most);

	return *text ? -1 : number;
}

size_t
number_list(const char *text, int64_t most, int64_t list[], size_t max)
{
	size_t n = 0;

	do {
		int64_t number = number_take(&text, most);

		if (number < 0 || n == max)
			return 0;
		list[n++] = number;
	} while (*text++ == ',');
	return text[-1] ? 0 : n;
}

int64_t
number_option(const char *option, const char *text, int64_t least, int64_t most)
{
	int64_t number = number_parse(text, most);

	if (number >= least)
		return number;
	if (most == INT64_MAX)
		die(EM_PERM, "--%s: not a number from %lld on: %s", option,
		    (long long)least, text);
	die(EM_PERM, "--%s: not a number from %lld to %lld: %s", option,
	    (long long)least, (long long)most, text);
}

double
number_seconds(const char *option, const char *text, double most)
{
	char *end;
	double seconds = strtod(text, &end);

	if (*text < '0' || *text > '9' || *end || !(seconds <= most))
		die(EM_PERM, "--%s: not a number of seconds: %s", option, text);
	return seconds;
}
