/* ini - any bytes as an emgen.ini: read into settings or refused by line. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "inifile.h"
#include "mem.h"
#include "settings.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int
use(void *ctx, const char *section, const char *key, const char *value,
    struct em_err *err)
{
	return settings_set_ini(ctx, section, key, value, err);
}

/* What settings hold can always be written and read back. */
static void
check(const struct settings *s)
{
	json_t *ev = json_pack("{s:o}", "data", settings_to_json(s));
	struct settings *back;
	struct em_err err;

	back = settings_from_event(ev, &err);
	if (!back)
		abort();
	settings_free(back);
	json_decref(ev);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = mem_strndup((const char *)data, size);
	struct settings *s = settings_default();
	const struct inifile_user user = { use, s, NULL, false };
	struct em_err err;

	if (inifile_parse(text, &user, &err) < 0 &&
	    strncmp(err.msg, "line ", 5) != 0)
		abort();
	check(s);
	settings_free(s);
	free(text);
	return 0;
}
