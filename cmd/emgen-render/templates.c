/* templates - those that are built in, and a folder's (templates.h). */
#include "templates.h"

#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "graphviz.h"
#include "jsonw.h"
#include "markdown.h"
#include "mem.h"
#include "php.h"
#include "slurp.h"

static const struct {
	const char *name, *text;
} builtin[] = {
#include "templates.inc"
};

static const char suffix[] = ".mustache";
static const char marker[] = "{{class}}";

/* --- loading --- */

static const char *
find_builtin(const char *name)
{
	for (size_t i = 0; i < sizeof(builtin) / sizeof(*builtin); i++)
		if (strcmp(builtin[i].name, name) == 0)
			return builtin[i].text;
	return NULL;
}

/* The text of a file in the folder; NULL with code 0 when it is not there. */
static char *
load_file(const char *folder, const char *name, struct em_err *err)
{
	char *path = mem_printf("%s/%s%s", folder, name, suffix);
	struct buf text = BUF_INIT;
	int rc = slurp(path, &text, err);

	if (rc < 0 && errno == ENOENT)
		err->code = 0;
	else if (rc == 0 && strlen(buf_peek(&text)) != text.len)
		rc = err_set(err, EM_PERM, "%s is no text", path);
	free(path);
	if (rc == 0)
		return buf_detach(&text);
	buf_clear(&text);
	return NULL;
}

static char *
load(void *arg, const char *name, struct em_err *err)
{
	const struct templates *templates = arg;
	char *text = NULL;

	err->code = 0;
	if (templates->folder && !strchr(name, '/'))
		text = load_file(templates->folder, name, err);
	if (!text && !err->code && find_builtin(name))
		text = mem_strdup(find_builtin(name));
	return text;
}

/* --- the user's own files --- */

static bool
ends_with(const char *text, const char *end)
{
	size_t len = strlen(text), tail = strlen(end);

	return len >= tail && strcmp(text + len - tail, end) == 0;
}

static int
is_template(const struct dirent *entry)
{
	return *entry->d_name != '.' && ends_with(entry->d_name, suffix);
}

/* Lower case, hyphens for all but letters and digits, a letter in front. */
static void
make_kind(char *text)
{
	bool gap = false;
	size_t n = 0;

	for (const char *p = text; *p; p++) {
		char c = *p >= 'A' && *p <= 'Z' ? (char)(*p + 32) : *p;
		bool letter = c >= 'a' && c <= 'z';

		if (!letter && !(n && c >= '0' && c <= '9')) {
			gap = n > 0;
			continue;
		}
		if (gap)
			text[n++] = '-';
		gap = false;
		text[n++] = c;
	}
	text[n] = '\0';
}

/* "resource" of "{{class}}Resource.php", "ts" of "{{class}}.ts". */
static char *
kind_of(const char *template)
{
	const char *mark = strstr(template, marker);
	const char *behind = mark + strlen(marker);
	size_t len = strcspn(behind, ".");

	char *kind = mark == template && len == 0
			 ? mem_strdup(behind)
			 : mem_printf("%.*s%.*s", (int)(mark - template),
			       template, (int)len, behind);
	make_kind(kind);
	return kind;
}

static int
add_extra(struct templates *templates, const char *name, struct em_err *err)
{
	struct extra *extra = &templates->extra[templates->extras++];

	extra->template = mem_strdup(name);
	extra->kind = kind_of(name);
	if (!*extra->kind)
		return err_set(err, EM_PERM, "%s/%s%s: says no kind of file",
		    templates->folder, name, suffix);
	return 0;
}

/* What makes files is compiled, with the partials that it names. */
static int
take_template(struct templates *templates, const char *name, struct em_err *err)
{
	bool is_extra = strstr(name, marker);

	if (is_extra && add_extra(templates, name, err) < 0)
		return -1;
	return (is_extra || find_builtin(name)) &&
		       !mustache_get(templates->set, name, err)
		   ? -1
		   : 0;
}

static int
take_folder(struct templates *templates, struct em_err *err)
{
	struct dirent **entries;
	int n = scandir(templates->folder, &entries, is_template, alphasort);
	int rc = 0;

	if (n < 0)
		return err_errno(err, "%s", templates->folder);
	templates->extra = mem_zalloc((size_t)n, sizeof(*templates->extra));
	for (int i = 0; i < n; i++) {
		char *name = entries[i]->d_name;

		name[strlen(name) - strlen(suffix)] = '\0';
		if (rc == 0)
			rc = take_template(templates, name, err);
	}
	for (int i = 0; i < n; i++) {
		if (rc == 0 &&
		    !mustache_knows(templates->set, entries[i]->d_name))
			die_warn("%s/%s%s: replaces no template, and none "
				 "includes it",
			    templates->folder, entries[i]->d_name, suffix);
		free(entries[i]);
	}
	free(entries);
	return rc;
}

int
templates_open(
    struct templates *templates, const char *folder, struct em_err *err)
{
	*templates = (struct templates){ .set = mustache_open(load, templates),
		.folder = folder ? mem_strdup(folder) : NULL };
	return folder ? take_folder(templates, err) : 0;
}

void
templates_close(struct templates *templates)
{
	for (size_t i = 0; i < templates->extras; i++) {
		free(templates->extra[i].template);
		free(templates->extra[i].kind);
	}
	free(templates->extra);
	free(templates->folder);
	mustache_close(templates->set);
}

char *
templates_file(const struct extra *extra, const char *class)
{
	const char *mark = strstr(extra->template, marker);

	return mem_printf("%.*s%s%s", (int)(mark - extra->template),
	    extra->template, class, mark + strlen(marker));
}

/* --- escaping --- */

static void
escape_json(struct buf *out, const char *text, size_t len)
{
	struct buf quoted = BUF_INIT;

	jsonw_stringn(&quoted, text, len);
	buf_add(out, quoted.data + 1, quoted.len - 2);
	buf_clear(&quoted);
}

void (*templates_escape(const char *template))(
    struct buf *out, const char *text, size_t len)
{
	if (ends_with(template, ".php"))
		return php_quote;
	if (ends_with(template, ".dot"))
		return graphviz_label;
	return ends_with(template, ".md") ? markdown_text : escape_json;
}
