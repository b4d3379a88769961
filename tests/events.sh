# events.sh - every event that a program writes in a test keeps its schema.
# Source it behind lib.sh:  . "$top/tests/events.sh"
# shellcheck shell=bash

# events FILE [OPTION...]: each line of the file keeps the schema of its type
# (emgen validate; --allow-unknown for streams with types of strangers).
events() {
	local file=$1
	shift
	ok "the events in $file keep their schemas" emgen validate "$@" "$file"
}
