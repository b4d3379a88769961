/* templates - those that are built in, and a folder's (templates.h). */
#include "templates.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "outdir.h"

static const struct {
	const char *name, *text;
} builtin[] = {
#include "templates.inc"
};

/* The text of NAME.mustache in the folder; NULL with code 0 without. */
static char *
load_file(const char *folder, const char *name, struct em_err *err)
{
	char *file = mem_printf("%s.mustache", name);
	struct buf text = BUF_INIT;
	struct outdir dir;
	int found = outdir_open(&dir, folder, false, err);

	if (found == 0) {
		found = outdir_read(&dir, file, &text, err);
		outdir_close(&dir);
		if (found != OUTDIR_FILE) {
			buf_clear(&text);
			if (found >= 0)
				err->code = 0;
		}
	}
	free(file);
	return found == OUTDIR_FILE ? buf_detach(&text) : NULL;
}

static char *
load(void *folder, const char *name, struct em_err *err)
{
	char *text;

	err->code = 0;
	text = folder ? load_file(folder, name, err) : NULL;
	if (text || err->code)
		return text;
	for (size_t i = 0; i < sizeof(builtin) / sizeof(*builtin); i++)
		if (strcmp(builtin[i].name, name) == 0)
			return mem_strdup(builtin[i].text);
	return NULL;
}

struct mustache *
templates_open(const char *folder)
{
	return mustache_open(load, (void *)(uintptr_t)folder);
}
