/* js_pattern - ECMA-262's regular expressions by libpcre2 (js_pattern.h). */
#include "js_pattern.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdlib.h>

#include "buf.h"
#include "js_regex.h"
#include "mem.h"

struct js_pattern {
	pcre2_code *code;
	pcre2_match_data *match;
};

/* Dies like mem_alloc() does. */
_Noreturn static void
die_of_memory(void)
{
	die(EM_TEMP, "out of memory");
}

/* NULL with *why, PCRE2's number of the error. */
static pcre2_code *
compile(const struct buf *regex, int *why)
{
	PCRE2_SIZE at;
	pcre2_code *code =
	    pcre2_compile((PCRE2_SPTR)buf_peek(regex), regex->len,
		PCRE2_UTF | PCRE2_DOLLAR_ENDONLY | PCRE2_MATCH_UNSET_BACKREF,
		why, &at, NULL);

	if (!code && *why == PCRE2_ERROR_HEAP_FAILED)
		die_of_memory();
	return code;
}

struct js_pattern *
js_pattern_new(const char *text, struct em_err *err)
{
	struct buf regex = BUF_INIT;
	struct js_pattern *pattern = mem_zalloc(1, sizeof(*pattern));
	unsigned char why[128];
	int code, bad = js_regex_translate(text, &regex, err);

	if (!bad) {
		pattern->code = compile(&regex, &code);
		if (!pattern->code) {
			(void)pcre2_get_error_message(code, why, sizeof(why));
			bad = err_set(err, EM_PERM, "not a pattern: %s: %s",
			    (const char *)why, text);
		}
	}
	if (!bad) {
		pattern->match =
		    pcre2_match_data_create_from_pattern(pattern->code, NULL);
		if (!pattern->match)
			die_of_memory();
	}
	buf_clear(&regex);
	if (!bad)
		return pattern;
	js_pattern_free(pattern);
	return NULL;
}

void
js_pattern_free(struct js_pattern *pattern)
{
	if (!pattern)
		return;
	pcre2_match_data_free(pattern->match);
	pcre2_code_free(pattern->code);
	free(pattern);
}

int
js_pattern_match(const struct js_pattern *pattern, const char *s, size_t len)
{
	int n = pcre2_match(pattern->code, (PCRE2_SPTR)s, len, 0,
	    PCRE2_NO_UTF_CHECK, pattern->match, NULL);

	if (n == PCRE2_ERROR_NOMEMORY)
		die_of_memory();
	return n >= 0 ? 1 : n == PCRE2_ERROR_NOMATCH ? 0 : -1;
}

bool
js_pattern_valid(const char *text)
{
	struct buf regex = BUF_INIT;
	struct em_err ignored;
	pcre2_code *code = NULL;
	int why = 0;

	if (js_regex_translate(text, &regex, &ignored) == 0)
		code = compile(&regex, &why);
	pcre2_code_free(code);
	buf_clear(&regex);
	return code || why == PCRE2_ERROR_LOOKBEHIND_NOT_FIXED_LENGTH;
}
