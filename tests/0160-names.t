#!/usr/bin/env bash
# Names for PHP are names to PHP itself, and the table of Eloquent's members
# is that of the Laravel which the tests run on.
# PHP in single quotes is meant:
# shellcheck disable=SC2016 source=tests/lib.sh
. "${0%/*}/lib.sh"

names=$build/unit/svc/names
laravel=${LARAVEL:-$top/build/laravel}
"$top/tests/laravel/setup.sh" "$laravel" || exit 1
autoload=$laravel/vendor/autoload.php

# Every word of PHP's own, in three cases, and what hostile tables are called.
words() {
	php -r 'foreach (get_defined_constants(true)["tokenizer"] as $n => $id)
		if (preg_match("/^T_([A-Z_]+)$/", $n, $m)) echo strtolower($m[1]), "\n";'
	printf '%s\n' self parent static true false null void never mixed int \
		float bool string iterable object enum readonly fn match \
		__CLASS__ __PROPERTY__ die list isset unset halt_compiler
	printf '%s\n' '' ' ' - 2fa_tokens "it's" '$x' 'a;b' 'a\b' 'a"b' '*/ a' \
		'?>' '{' état 漢字 'a b' $'a\tb' + +- '<b>' "x';system('id');'"
}

{
	words
	words | LC_ALL=C tr '[:lower:]' '[:upper:]'
	words | sed 's/^./\U&/'
} >given

# Each name declares something in a namespace of its own, as names repeat.
"$names" class <given >classes
is "as many classes as words" "$(wc -l <classes)" "$(wc -l <given)"
{
	echo '<?php'
	awk '{
		printf "namespace N%d { class %s extends \\stdClass {} ", NR, $0
		printf "function f(%s $x): %s { return new %s; } }\n", $0, $0, $0
		printf "namespace E%d { enum %s: string { case A = \"a\"; } }\n",
			NR, $0
	}' classes
} >classes.php
exits "PHP takes all classes and enums" 0 php classes.php

"$names" case <given >cases
is "as many cases as values" "$(wc -l <cases)" "$(wc -l <given)"
{
	echo '<?php enum All: int {'
	awk '{ printf "case %s = %d;\n", $0, NR }' cases
	echo '} foreach (All::cases() as $case) echo $case->value, PHP_EOL;'
} >cases.php
exits "PHP takes all cases of an enum" 0 php cases.php
is "and they are as many" "$(wc -l <out)" "$(wc -l <given)"

exits "Laravel says what its members are" 0 \
	php "$top/tests/laravel/members.php" "$autoload"
LC_ALL=C sort out >wanted
LC_ALL=C sort "$top/common/svc/naming/members.inc" >ours
ok "there are hundreds" test "$(wc -l <wanted)" -gt 800
is "common/svc/naming/members.inc has them all" \
	"$(LC_ALL=C comm -13 ours wanted)" ''
