/* php - nothing breaks out of PHP source; tokens and digests. */
#include "php.h"

#include <stdlib.h>

#include "../tap.h"

static void
quotes(const char *text, const char *want, const char *what)
{
	struct buf out = BUF_INIT;

	php_literal(&out, text);
	is(out.data, want, what);
	buf_clear(&out);
}

static void
documents(const char *text, const char *want, const char *what)
{
	struct buf out = BUF_INIT;

	php_doc(&out, text);
	is(buf_peek(&out), want, what);
	buf_clear(&out);
}

static void
test_literals(void)
{
	quotes("plain", "'plain'", "a literal");
	quotes("", "''", "an empty literal");
	quotes("it's", "'it\\'s'", "a quote");
	quotes("\\", "'\\\\'", "a backslash cannot eat the closing quote");
	quotes(
	    "\\'; evil();//", "'\\\\\\'; evil();//'", "a backslash, a quote");
	quotes("<?php $x ?> {$y} */", "'<?php $x ?> {$y} */'",
	    "tags, variables and comments mean nothing in a literal");
	quotes("a\nb", "'a'.\"\\n\".'b'", "a line break is shown");
	quotes("\r\n\t", "''.\"\\r\\n\\t\".''", "a run of them");
	quotes("\x1b[2J$x", "''.\"\\u{1b}\".'[2J$x'",
	    "an escape sequence, and no variable after it");
	quotes("\xc2\x9b\xe2\x80\xae!", "''.\"\\u{9b}\\u{202e}\".'!'",
	    "C1 and a change of direction");
	quotes("Gr\xc3\xb6\xc3\x9f"
	       "e \xf0\x9f\x9a\x80",
	    "'Gr\xc3\xb6\xc3\x9f"
	    "e \xf0\x9f\x9a\x80'",
	    "letters of any script");
}

static void
test_docblocks(void)
{
	documents("ISO 4217", "ISO 4217", "a comment");
	documents("*/ evil(); /*", "* / evil(); /*", "the end of a comment");
	documents("**//*/", "** //* /", "... when it is hidden");
	documents("*\n/", "* /", "... over two lines");
	documents("*\x01/", "* /", "... with a control byte in it");
	documents("*\xe2\x80\xae/", "* /", "... or an invisible character");
	documents(" a\n\n\t b \n", "a b", "white space is one blank");
	documents("a\xe2\x80\xa8@b\xc2\x85"
		  "c",
	    "a @b c", "line ends of Unicode");
	documents("@property int $x", "\\@property int $x", "no tag in front");
	documents("\n @var", "\\@var", "... after white space");
	documents("mail a@b", "mail a@b", "an @ that is no tag");
	documents("a\x1b[2Jb", "a[2Jb", "no terminal sequence");
	documents("", "", "nothing");
}

static void
test_names(void)
{
	ok(php_is_name("Order"), "a name");
	ok(php_is_name("_x1"), "... with _ and digits");
	ok(php_is_name("Stra\xc3\x9f"
		       "e"),
	    "... with letters of Unicode");
	ok(!php_is_name(""), "empty is none");
	ok(!php_is_name("1a"), "a digit in front");
	ok(!php_is_name("a-b"), "a hyphen");
	ok(!php_is_name("../a"), "a path");
	ok(!php_is_name("a/b"), "a slash");
	ok(!php_is_name("a\\b"), "a backslash");
	ok(!php_is_name("a\n"), "a line break");
	ok(!php_is_name("a\xe2\x80\xae"), "an invisible character");
	ok(!php_is_name("a\xc2\x85"), "a control character of C1");
	ok(php_is_namespace("App\\Models"), "a namespace");
	ok(!php_is_namespace("\\App"), "a backslash in front");
	ok(!php_is_namespace("App\\"), "... at the end");
	ok(!php_is_namespace("App; evil()"), "code in a namespace");
	is(php_short_name("App\\Models\\Order"), "Order", "a short name");
	is(php_short_name("Order"), "Order", "... of a global class");
}

/* The tokens but space, joined by '|'. */
static void
tokens(const char *source, const char *want, const char *what)
{
	struct php_lexer lx = { source, source + strlen(source), false };
	struct buf out = BUF_INIT;
	struct php_token t;

	while (php_next(&lx, &t)) {
		if (t.kind == PHP_SPACE)
			continue;
		if (out.len)
			buf_addc(&out, '|');
		buf_add(&out, t.text, t.len);
	}
	is(buf_peek(&out), want, what);
	buf_clear(&out);
}

static void
test_tokens(void)
{
	tokens("a <b> <?xml ?>", "a <b> <?xml ?>", "no PHP: all text");
	tokens("a<?php b?>c<?= d", "a|<?php|b|?>|c|<?=|d", "text and PHP");
	tokens("<?php $a=>1.5e-3;", "<?php|$a|=>|1.5e-3|;", "words, operators");
	tokens("<?php \\A\\B::class", "<?php|\\A\\B|::|class", "a class name");
	tokens("<?php 1 ...$a?->b", "<?php|1|...|$a|?->|b", "long operators");
	tokens("<?php 'a\\'b' 'c\\\\'", "<?php|'a\\'b'|'c\\\\'", "strings");
	tokens("<?php \"a{$b[\"c}\"]}d\"e", "<?php|\"a{$b[\"c}\"]}d\"|e",
	    "a string in a string");
	tokens("<?php `ls \"a\"` x", "<?php|`ls \"a\"`|x", "a command");
	tokens("<?php <<<A\n b A1\n  A;c", "<?php|<<<A\n b A1\n  A|;|c",
	    "a heredoc, indented");
	tokens(
	    "<?php <<<'A'\n'\"\nA\n.d", "<?php|<<<'A'\n'\"\nA|.|d", "a nowdoc");
	tokens("<?php 1<<<2", "<?php|1|<<|<|2", "not a heredoc");
	tokens("<?php /* 'a */ 'b' // \"c\n#d\nf",
	    "<?php|/* 'a */|'b'|// \"c|"
	    "#d|f",
	    "comments");
	tokens("<?php // a ?>b", "<?php|// a |?>|b", "a comment ends with PHP");
	tokens("<?php #[A]", "<?php|#[|A|]", "an attribute");
	tokens("<?php 'open", "<?php|'open", "a string without end");
	tokens("<?php \"{$a", "<?php|\"{$a", "... and one with a brace");
	tokens("<?php /* open", "<?php|/* open", "a comment without end");
	tokens("<?php <<<A\nb", "<?php|<<<A\nb", "a heredoc without end");
}

static bool
same_digest(const char *a, const char *b)
{
	char one[PHP_DIGEST], two[PHP_DIGEST];

	php_digest(a, strlen(a), one);
	php_digest(b, strlen(b), two);
	return strcmp(one, two) == 0;
}

static void
test_digests(void)
{
	const char *source = "<?php\nclass A\n{\n    /** x  y */\n"
			     "    public $b = ['c  d', 1];\n}\n";

	ok(same_digest(source, "<?php\r\n\r\nclass A {\r\n\t/**   x y */\r\n"
			       "\tpublic $b=[ 'c  d',1 ];}"),
	    "a formatter does not change the digest");
	ok(!same_digest(source, "<?php\nclass A\n{\n    /** x  y */\n"
				"    public $b = ['c d', 1];\n}\n"),
	    "white space in a string does");
	ok(!same_digest("<?php ab", "<?php a b"), "so does the end of a word");
	ok(!same_digest("<?php $a+ +$b", "<?php $a++ $b"), "... an operator");
	ok(!same_digest("<?php /* a */", "<?php /* b */"), "... a comment");
	ok(!same_digest("<?php a;", "<?php a,"), "... a character");
	ok(!same_digest("# A\n", "#  A\n"), "text is compared to the byte");
	ok(same_digest("# A\n\nb\n", "# A\r\n\r\nb\r\n"),
	    "but for the ends of its lines");
	ok(!same_digest("a\n", "a\r") && !same_digest("a\n", "\ra\n"),
	    "which are no others");
}

int
main(void)
{
	test_literals();
	test_docblocks();
	test_names();
	test_tokens();
	test_digests();
	return done();
}
