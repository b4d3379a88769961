/* markdown - nothing breaks out of a line of Markdown. */
#include "markdown.h"

#include "../tap.h"

static void
shows(const char *text, const char *want, const char *what)
{
	struct buf out = BUF_INIT;

	markdown_text(&out, text, strlen(text));
	is(buf_peek(&out), want, what);
	buf_clear(&out);
}

int
main(void)
{
	shows("Customer orders, 2 on-hold.", "Customer orders, 2 on-hold.",
	    "plain text stays as it is");
	shows("order_id", "order\\_id", "a name with an underscore");
	shows("<script>alert(1)</script>",
	    "&lt;script&gt;alert\\(1\\)&lt;/script&gt;", "HTML");
	shows("&lt;", "&amp;lt;", "an entity");
	shows("a | b\n| c |", "a \\| b \\| c \\|", "a cell of a table");
	shows("[x](javascript:y)", "\\[x\\]\\(javascript\\:y\\)", "a link");
	shows("![x][y]", "\\!\\[x\\]\\[y\\]", "an image");
	shows("```\nx", "\\`\\`\\` x", "a block of code");
	shows("\\", "\\\\", "a backslash cannot take the next character");
	shows("**b** ~~s~~", "\\*\\*b\\*\\* \\~\\~s\\~\\~", "emphasis");
	shows("# h\n\n- i", "\\# h - i", "a heading");
	shows("- item", "\\- item", "a list");
	shows("12. item", "12\\. item", "... with numbers");
	shows("12.5", "12\\.5", "... or what looks like one");
	shows("v1.2", "v1.2", "a version");
	shows("===", "\\===", "an underline");
	shows("a\x1b[2J\xe2\x80\xae", "a\\[2J", "control characters");
	shows("Gr\xc3\xb6\xc3\x9f"
	      "e",
	    "Gr\xc3\xb6\xc3\x9f"
	    "e",
	    "letters of any script");
	shows("", "", "nothing");
	return done();
}
