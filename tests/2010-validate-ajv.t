#!/bin/bash
# emgen-validate and ajv agree on our lines, good and bad, and on lines that
# differ from the good ones in any one place.
. "${0%/*}/lib.sh"
ajv=$top/tests/schemas-ajv
node=$("$top/tests/npm.sh")/node_modules || exit 1
export NODE_PATH=$node

for schema in "$top"/schemas/*/*.schema.json; do
	type=${schema%.schema.json}
	type=${type#"$top"/schemas/}
	cp "$top/schemas/$type.good.ndjson" good
	cp "$top/schemas/$type.bad.ndjson" bad
	node "$ajv/mutants.js" <good >mutants
	ok "$type: ajv takes the schema" bash -c '
		node "$1" "$2/schemas" "$3" good bad mutants >theirs' - \
		"$ajv/verdicts.js" "$top" "$type"
	emgen validate good bad mutants 2>&1 |
		sed 's/^emgen-validate: \([a-z]*:[0-9]*\): .*/\1/' | uniq >ours
	same "$type: the verdicts agree" ours theirs
	is "$type: ajv finds every bad line" "$(grep -c '^bad:' theirs)" "$(wc -l <bad)"
	ok "$type: most changes matter" \
		[ "$(grep -c '^mutants:' theirs)" -gt $(($(wc -l <mutants) * 2 / 3)) ]
done
