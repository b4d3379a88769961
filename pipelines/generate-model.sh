#!/bin/bash
# generate-model.sh [--cached] DIR - the handler of GenerateModel: reads
# commands, and for each writes the model of its table into DIR.  The whole
# schema is read, since relations and class names follow from all of it; with
# --cached an analysis of the last 24 hours will do, and the database is not
# asked again for each command.
#
#	emgen dispatch --handle GenerateModel 'generate-model.sh app/Models'
set -uo pipefail

cached=()
[ "${1-}" != --cached ] || { cached=(--cached) && shift; }
[ $# = 1 ] || {
	echo "usage: generate-model.sh [--cached] DIR" >&2
	exit 100
}

# Its events follow from the command that we were given.
analysis='{type: "AnalyzeSchema", specversion, id, source, correlationid: (.correlationid // .id),
	data: {connection: .data.connection, options: (.data.options // {})}}'
only='select((.type | startswith("ModelDefinition") | not) or .subject == $table)'

generate() {
	jq -c "$analysis" <<<"$1" |
		emgen introspect "${cached[@]}" - |
		emgen relations |
		emgen define |
		jq -c --unbuffered --arg table "$(jq -r .data.table <<<"$1")" "$only" |
		emgen render --out "$2" --artifact model --artifact enum
}

code=0
while IFS= read -r command; do
	generate "$command" "$1" || { result=$? && [ "$code" = 111 ] || code=$result; }
done
exit "$code"
