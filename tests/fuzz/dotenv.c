/* dotenv - any bytes as a .env: read or refused, and no message quotes them. */
#include "dotenv.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *name, *value;
	struct dotenv *env;
	struct em_err err;

	env = dotenv_parse((const char *)data, size, &err);
	if (!env) {
		if (err.code != EM_PERM || !err.msg[0] || strlen(err.msg) > 80)
			abort();
		return 0;
	}
	for (size_t i = 0; dotenv_at(env, i, &name, &value); i++) {
		if (!*name || strpbrk(name, " =\n"))
			abort();
		free(dotenv_env(env, name));
	}
	dotenv_free(env);
	return 0;
}
