#!/bin/bash
# naming-rules.sh DSN DIR RULES - the main job with a stage of one's own, which
# names relations by a file of lines such as
#
#	posts.user_id		author
#	users<posts.user_id	articles
#
# The first word is the key of a relation as emgen.lock has it.
set -euo pipefail

[ $# = 3 ] || {
	echo "usage: naming-rules.sh DSN DIR RULES" >&2
	exit 100
}
dsn=$1 dir=$2
rules=$(grep -v '^#' "$3" | jq -Rn '[inputs | [splits("[ \t]+")] | select(length > 1)
	| {(.[0]): .[1]}] | add // {}')

# What is not about relations passes; --unbuffered, so that nothing waits here.
name_relations() {
	jq -c --unbuffered --argjson rules "$rules" '
		if .type == "RelationshipsDetected" then
			.data.relationships |= map(.name = ($rules[.key] // .name))
		else . end'
}

EMGEN_DSN=$dsn emgen introspect --out "$dir" |
	emgen relations |
	name_relations |
	emgen define |
	emgen render
