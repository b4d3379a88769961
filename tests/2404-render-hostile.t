#!/bin/bash
# Whatever names, values and comments are: PHP reads them back, and runs nothing.
. "${0%/*}/lib.sh"
# shellcheck source=data/render/lib.sh
. "$data/render/lib.sh"

# Each of them stands in every place where a text of the database can be.
attacks=(
	"'; pwned(); //"
	"\\'; pwned(); //"
	"\\"
	'*/ pwned(); /*'
	'?> pwned() <?php pwned();'
	'{$pwned()} ${pwned()} "'
	$'line\n */ pwned();\r\n// \t'
	$'\x1b[2J\x7f\u009b\u202epwned\u2066'
	'@property pwned() $x'
	'{{#a}}{{{pwned}}}{{/b}}'
	'<<<X'
	'Größe 🚀 ü'
	''
)


number=0
for attack in "${attacks[@]}"; do
	number=$((number + 1))
	shown=$(printf '%s' "$attack" | jq -Rs .)
	definition t T | jq -c --arg s "$attack" '.data.attributes |= (
		.table.name = $s | .tableName = $s | .tableDefault = false | .comment = $s | .connection = $s | .dateFormat = $s |
		.key = {kind: "none", columns: [], type: "string", incrementing: false, default: false} |
		.fillable = [$s, "b"] | .hidden = [$s] |
		.defaults = [{column: $s, kind: "string", value: $s}, {column: "i", kind: "integer", value: $s},
			{column: "f", kind: "float", value: $s}, {column: "d", kind: "decimal", value: $s}] |
		.columns += [.columns[1] | .name = $s | .comment = $s | .cast = $s | .type = $s] |
		.relations = [{kind: "belongsToMany", name: "others", class: "App\\Models\\Other", foreignKey: null, localKey: null,
			nullable: false, many: true, lockKey: $s, pivot: {table: $s, class: null, foreignPivotKey: $s,
			relatedPivotKey: $s, parentKey: $s, relatedKey: $s, columns: [$s, "c"], timestamps: true}}] |
		.enums = [{class: "App\\Enums\\E", name: "E", source: $s, cases: [{name: "X", value: $s}]}])' >in
	rm -rf Models Enums F D emgen.lock
	exits "$number $shown" 0 emgen render --out Models --enums Enums --factories F --docs D in
	for file in Models/T.php Enums/E.php F/TFactory.php; do
		ok "$number $file is PHP" php -l "$file"
	done
	ok "$number the model runs" bash -c 'php "$1" "App\Models\T" Models/T.php >dump.json' - "$data/render/dump.php"
	is "$number as text all over" "$(jq --arg s "$attack" '[.properties.table, .properties.connection, .properties.dateFormat,
		.properties.fillable[0], .properties.hidden[0], .properties.attributes[$s], .properties.attributes.d,
		.casts[$s], .calls[1], .calls[2], .calls[3], .calls[4], .calls[5], .calls[7], .properties.attributes.i,
		.properties.attributes.f] | map(. == $s) | all' dump.json)" true
	is "$number in the exception" "$(jq --arg s "$attack" '.thrown == $s + " has no primary key: use query()->where(...)."' dump.json)" true
	is "$number and no code" "$(jq .tokens dump.json)" 0
	is "$number a tag of its own in no docblock" "$(jq -r .doc dump.json | grep -c '^ \* @[a-z-]* pwned')" 0
	php "$data/render/dump.php" 'App\Enums\E' Enums/E.php >dump.json
	is "$number as the value of a case" "$(jq --arg s "$attack" '.cases == [["X", $s]]' dump.json)" true
	is "$number nothing that cannot be seen" "$(LC_ALL=C.UTF-8 grep -cP '[\x{0}-\x{8}\x{b}-\x{1f}\x{7f}-\x{9f}\x{200e}\x{200f}\x{202a}-\x{202e}\x{2066}-\x{2069}]' \
		Models/T.php Enums/E.php F/TFactory.php D/T.md | grep -cv ':0$')" 0
	is "$number a table of the page has its columns" "$(sed -n '/^## Columns/,/^## Rel/p' D/T.md | grep '^|' | awk -F'[^\\\\]\\|' '{ print NF }' | sort -u | wc -l)" 1
done

# --- Names that stand in source without quotes ---

rm -rf Models Enums F D emgen.lock
for name in 'T; pwned()' '../T' '/tmp/T' 'T/../../x' '' '1T' $'T\n' $'T\u202e' 'T.php' "$(printf 'T%.0s' {1..300})"; do
	shown=$(printf '%.20s' "$name" | jq -Rs .)
	for place in .class '.enums[0].name' '.enums[0].cases[0].name' '.relations[0].name' '.relations[0].class' .namespace; do
		definition t T | jq -c --arg s "$name" '.data.attributes |= (
			.relations = [{kind: "belongsTo", name: "other", class: "App\\Models\\Other", foreignKey: "other_id", ownerKey: null,
				nullable: false, many: false, pivot: null, lockKey: "t.other_id"}] |
			.enums = [{class: "App\\Enums\\E", name: "E", source: "t.e", cases: [{name: "X", value: "x"}]}] |
			'"$place"' = $s)' >in
		exits "$place $shown" 100 emgen render --out Models --enums Enums in
		is "$place $shown is refused" "$(jq -r 'select(.source == "emgen-render") | .type' out)" ModelGenerationFailed
	done
done
is "nothing was written, here or elsewhere" "$(find . -name '*.php' -o -name '*.lock' -size +0; ls /tmp/T.php ../T.php ../x.php 2>/dev/null)" ""
ok "a class may have letters of any script" emgen render --out Models <(definition t Größe)
ok "and its file" test -e Models/Größe.php
