#!/bin/bash
# many-databases.sh DIR [OPTION ...] - models of many databases: reads names of
# connections, one a line, makes each an AnalyzeSchema on the queue schemas, and
# works these off, four at a time; an option is one of emgen queue work.  Models
# go into DIR/NAME, events to stdout.
#
# What a name means is in emgen.ini, [connections]: a DSN with its password is in
# no event and in no job.
set -euo pipefail

[ $# -ge 1 ] || {
	echo "usage: many-databases.sh DIR [OPTION ...]" >&2
	exit 100
}
export MODELS=$1
shift

jq -Rc --arg run "$(uuidgen)" 'select(test("^[A-Za-z0-9_.-]+$") and (test("^\\.") | not)) |
	{type: "AnalyzeSchema", specversion: "1.0", source: "many-databases",
	subject: ., correlationid: $run, data: {connection: .}}' |
	while IFS= read -r command; do
		printf '%s\n' "${command/'"source"'/"\"id\":\"$(uuidgen)\",\"source\""}"
	done | emgen queue push schemas >/dev/null

handler='set -o pipefail
IFS= read -r command
name=$(printf "%s\n" "$command" | jq -r .data.connection)
printf "%s\n" "$command" | emgen introspect - | emgen relations | emgen define |
	emgen render --out "$MODELS/$name" --lock "$MODELS/$name/emgen.lock"'

exec emgen queue work --queue schemas --workers 4 --stop-when-empty --tries 3 "$@" -- \
	bash -c "$handler"
