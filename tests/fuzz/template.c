/*
 * template - any bytes as Mustache templates that include each other: they are
 * refused with a reason, or they render.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "mem.h"
#include "mustache.h"
#include "php.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Templates "0", "1" and so on, with a NUL between. */
struct texts {
	const uint8_t *data;
	size_t size;
};

static char *
load(void *arg, const char *name, struct em_err *err)
{
	const struct texts *texts = arg;
	const uint8_t *at = texts->data, *end = at + texts->size, *nul;

	err->code = 0;
	if (name[0] < '0' || name[0] > '9' || name[1])
		return NULL;
	for (int n = name[0] - '0'; n > 0; n--) {
		nul = at < end ? memchr(at, 0, (size_t)(end - at)) : NULL;
		if (!nul)
			return NULL;
		at = nul + 1;
	}
	nul = at < end ? memchr(at, 0, (size_t)(end - at)) : NULL;
	return mem_strndup((const char *)at, (size_t)((nul ? nul : end) - at));
}

/* Something of each kind, and names that the seeds use. */
static const struct view *
make_view(struct arena *arena)
{
	struct view *root = view_new(arena, VIEW_OBJECT), *list, *item;

	view_text(arena, root, "a", "it's <&> \\ \"q\"\n\xe2\x80\xae");
	view_text(arena, root, "empty", "");
	view_flag(arena, root, "yes", true);
	list = view_add(arena, root, "list", VIEW_LIST);
	for (int i = 0; i < 2; i++) {
		item = view_add(arena, list, NULL, VIEW_OBJECT);
		view_text(arena, item, "x", i ? "one" : "zero");
		view_flag(arena, item, "last", i == 1);
	}
	(void)view_add(arena, root, "none", VIEW_LIST);
	item = view_add(arena, root, "o", VIEW_OBJECT);
	item = view_add(arena, item, "p", VIEW_OBJECT);
	view_text(arena, item, "q", "deep");
	return root;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct texts texts = { data, size };
	struct arena arena = ARENA_INIT;
	struct buf out = BUF_INIT;
	struct em_err err = { 0, "" };
	struct mustache *set = mustache_open(load, &texts);
	const struct mustache_template *tpl = mustache_get(set, "0", &err);

	if (!tpl && (err.code == 0 || !*err.msg))
		abort();
	err = (struct em_err){ 0, "" };
	if (tpl &&
	    mustache_render(tpl, make_view(&arena), php_quote, &out, &err) <
		0 &&
	    (err.code == 0 || !*err.msg))
		abort();
	mustache_close(set);
	arena_clear(&arena);
	buf_clear(&out);
	return 0;
}
