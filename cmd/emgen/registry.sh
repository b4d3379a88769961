#!/bin/sh
# registry.sh - what follows from commands.list and the pages' .Nd lines.
#
#	registry.sh table	rows for the front: { name, class, summary },
#	registry.sh names	what can stand behind "emgen", one a line
set -eu
cd "$(dirname "$0")/../.."

# name, class and summary of each command; emgen itself is none.
rows() {
	sed -n 's/^\([a-z][a-z-]*\)[ 	][ 	]*\([a-z]*\).*/\1 \2/p' commands.list |
	while read -r name class; do
		[ "$name" != emgen ] || continue
		summary=$(sed -n 's/^\.Nd //p' "doc/emgen-$name.1")
		printf '%s\t%s\t%s\n' "$name" "$class" "$summary"
	done
}

case ${1-} in
table)
	rows | awk -F '\t' '{ printf "{ \"%s\", \"%s\", \"%s\" },\n", $1, $2, $3 }'
	;;
names)
	rows | cut -f 1
	;;
*)
	echo "usage: registry.sh table | names" >&2
	exit 100
	;;
esac
