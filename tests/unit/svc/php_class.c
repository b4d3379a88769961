/* php_class - which class a PHP file declares, and the table of its model. */
#include "php_class.h"

#include <stdio.h>
#include <string.h>

#include "../tap.h"

/* "name parent table", - for what is not there, "abstract" behind it. */
static void
reads(const char *source, const char *want, const char *what)
{
	struct php_class class;
	char got[512] = "none";

	if (php_class_read(&class, source, strlen(source)))
		(void)snprintf(got, sizeof(got), "%s %s %s%s", class.name,
		    class.parent ? class.parent : "-",
		    class.table ? class.table : "-",
		    class.abstract ? " abstract" : "");
	is(got, want, what);
	php_class_clear(&class);
}

static void
test_names(void)
{
	reads("<?php class A {}", "A - -", "a class");
	reads("<?php namespace N; class A extends B {}", "N\\A N\\B -",
	    "names are of the namespace");
	reads("<?php namespace N\\M { class A extends \\B {} }", "N\\M\\A B -",
	    "or of none");
	reads("<?php namespace N; use M\\B; class A extends B {}",
	    "N\\A M\\B -", "an import");
	reads("<?php namespace N; use M\\B as C; class A extends c {}",
	    "N\\A M\\B -", "an alias, in any case");
	reads("<?php namespace N; use M\\{X, Y as B, Z}; class A extends B {}",
	    "N\\A M\\Y -", "one of a group");
	reads("<?php namespace N; use P\\Q, M\\B; class A extends B {}",
	    "N\\A M\\B -", "one of a list");
	reads("<?php namespace N; use M; class A extends M\\B {}",
	    "N\\A M\\B -", "a qualified name");
	reads("<?php namespace N; class A extends namespace\\B {}",
	    "N\\A N\\B -", "namespace\\B");
	reads("<?php namespace N; use function M\\B; class A extends B {}",
	    "N\\A N\\B -", "a function is no class");
	reads("<?php abstract class A {}", "A - - abstract", "abstract");
	reads("<?php final readonly class A {}", "A - -", "final, readonly");
	reads("<?php /* class X */ // class Y\n# class Z\nclass A {}", "A - -",
	    "comments are none");
	reads("<?php return new class extends B { public $table = 'x'; };",
	    "none", "a class without a name");
	reads("<?php return X::class; enum E {} interface I {} trait T {}",
	    "none", "other things");
}

static void
test_ends(void)
{
	reads("", "none", "nothing");
	reads("class A {}", "none", "no PHP");
	reads("<?php class", "none", "an end in the middle");
	reads("<?php class A extends", "A - -", "or later");
	reads("<?php namespace", "none", "of a namespace");
	reads("<?php use A\\{", "none", "of an import");
	reads("<?php use A\\{B", "none", "in it");
	reads("<?php use A as", "none", "before an alias");
	reads("<?php #[", "none", "of an attribute");
	reads("<?php class A { var $table =", "A - -", "of a table");
	reads(
	    "<?php class A extends B extends C {}", "A B -", "no PHP, either");
}

static void
test_tables(void)
{
	reads("<?php class A { protected $table = 'x'; }", "A - x", "$table");
	reads("<?php class A { protected string $table = \"x\"; }", "A - x",
	    "typed, in double quotes");
	reads("<?php class A { public $a = ['table' => 'y']; function b() { "
	      "$table = 'z'; } /* $table = 'c'; */ var $table='x'; }",
	    "A - x", "nothing else is it");
	reads("<?php class A { public $Table = 'y'; }", "A - -",
	    "variables have case");
	reads("<?php class A { public $table; }", "A - -", "no value");
	reads("<?php class A { public $table = self::T; }", "A - -",
	    "a value that is no literal");
	reads("<?php class A { public $table = \"x$y\"; }", "A - -",
	    "or has variables");
	reads("<?php class A { public $table = 'it\\'s \\\\ x'; }",
	    "A - it's \\ x", "escapes");
	reads("<?php class A { function getTable(): string { return 'x'; } }",
	    "A - x", "getTable()");
	reads("<?php class A { function getTable() { return x(); } function b()"
	      " { return 'y'; } }",
	    "A - -", "that does more");
	reads("<?php class A { use T { a as b; } public function c() { if (1) "
	      "{ } } public $table = 'x'; } class B { var $table = 'y'; }",
	    "A - x", "the first class counts");
}

#define ATTRIBUTES "Illuminate\\Database\\Eloquent\\Attributes"

static void
test_attributes(void)
{
	reads("<?php use " ATTRIBUTES "\\Table; #[Table('x')] class A {}",
	    "A - x", "#[Table]");
	reads("<?php use " ATTRIBUTES " as At; #[At\\Fillable(['a', 'b']), "
	      "At\\Table(key: 'k', name: 'x')] #[Other] final class A {}",
	    "A - x", "among others");
	reads("<?php use " ATTRIBUTES "\\Table; #[Table(key: 'k')] class A {}",
	    "A - -", "without a name");
	reads("<?php namespace N; #[Table('x')] class A {}", "N\\A - -",
	    "another Table");
	reads("<?php #[\\" ATTRIBUTES "\\Table('x')] class A { var $table = "
	      "'y'; }",
	    "A - y", "the property wins");
}

int
main(void)
{
	test_names();
	test_ends();
	test_tables();
	test_attributes();
	return done();
}
