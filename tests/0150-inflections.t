#!/usr/bin/env bash
# Words are inflected as Laravel 12 does it: its own results are in
# tests/data/inflections*.tsv, and doc/naming.md lists every difference.
# shellcheck source=tests/lib.sh
. "${0%/*}/lib.sh"

inflect=$build/unit/svc/inflect

# COLUMNS of FILE as we have them, against the file.
compare() {
	"$inflect" words <"$data/$1" | cut -f "1-$2" >got
	diff "$data/$1" got | grep '^[<>]' | LC_ALL=C sort >differences
}

columns=(word singular plural class camel snake table)

# rate FILE COLUMN: at least 99.5 % of the column must agree.
rate() {
	local total wrong
	total=$(wc -l <"$data/$1")
	wrong=$(paste <(cut -f "$2" "$data/$1") <(cut -f "$2" got) |
		awk -F '\t' '$1 != $2' | wc -l)
	ok "$1: ${columns[$2 - 1]}, $wrong of $total differ" \
		test $((wrong * 1000)) -le $((total * 5))
}

# expect FILE: the differences must be those on stdin, line by line.
expect() {
	LC_ALL=C sort >expected
	same "$1: no differences but those in doc/naming.md" \
		differences expected
}

compare inflections.tsv 6
is "inflections.tsv has its 6,034 rows" "$(wc -l <got)" 6034
for column in 2 3 4 5 6; do
	rate inflections.tsv $column
done
expect inflections.tsv <<'END'
< dice	dice	dices	Dice	dice	dice
> dice	die	dices	Die	dice	dice
< die	die	dies	Die	die	die
> die	die	dice	Die	die	die
< stadium	stadium	stadia	Stadium	stadium	stadium
> stadium	stadium	stadiums	Stadium	stadium	stadium
END

compare inflections-compounds.tsv 7
for column in 2 3 4 5 6 7; do
	rate inflections-compounds.tsv $column
done
expect inflections-compounds.tsv <<'END'
< aliaseses	alias	aliaseses	Alias	aliaseses	aliaseses	aliases
> aliaseses	aliasese	aliaseses	Aliasese	aliaseses	aliaseses	aliaseses
END
