#!/bin/bash
# asyncapi.sh - the schemas and programs.json as an AsyncAPI 3 document, on
# stdout.  asyncapi.json is what it wrote last.
set -euo pipefail
cd "$(dirname "$0")"
version=$(sed -n 's/^VERSION[[:space:]]*= *//p' ../Makefile)

# A schema under the name of its type, references made to fit its new place.
schema='
	def place: capture("^(?:\\.\\./)?(?<file>[a-z]*)(?:\\.schema\\.json)?#?(?<in>.*)$")
		| "#/components/schemas/" + (if .file == "" then $name else .file end)
		+ "/schema" + .in;
	{($name): {
		schemaFormat: "application/schema+json;version=draft-2020-12",
		schema: walk(if type == "object" and (.["$ref"] | type) == "string"
			then .["$ref"] |= place else . end)}}'

# shellcheck disable=SC2016 # these are the variables of jq
document='
	def kind: {events: "what has happened", commands: "what is to be done",
		jobs: "work that waits in a queue"};
	def message: "#/components/messages/" + .;
	{asyncapi: "3.0.0",
	info: {title: "emgen", version: $version, license: {name: "MIT"},
		description: "Events, commands and jobs of emgen, one JSON object a line, over pipes, FIFOs and queues. Made from schemas/ by asyncapi.sh."},
	defaultContentType: "application/cloudevents+json",
	channels: (kind | with_entries(.key as $kind | .value = {
		address: null,
		description: "Lines on a pipe or FIFO: \(.value).",
		messages: ($types | map(select(.kind == $kind)
			| {(.name): {"$ref": .name | message}}) | add)})),
	operations: ($programs[0] | to_entries | map(.key as $program
		| (.value | to_entries[] | .key as $verb
			| .value as $names | kind | keys_unsorted[] as $kind
			| [$types[] | select(.kind == $kind)
				| .name | select(IN($names[]))]
			| select(length > 0)
			| {("\($program).\($verb).\($kind)"): {
				action: $verb[:-1],
				title: "emgen-\($program) \($verb) \($kind)",
				channel: {"$ref": "#/channels/\($kind)"},
				messages: map({"$ref":
					"#/channels/\($kind)/messages/\(.)"})}}))
		| add),
	components: {
		messages: ($types | map({(.name): {
			name: .name, summary: .about,
			payload: {"$ref": "#/components/schemas/\(.name)"},
			examples: [{payload: .example}]}}) | add),
		schemas: ($schemas | add)}}'

schemas() {
	for f in cloudevents envelope defs; do
		jq -c --arg name "$f" "$schema" "$f.schema.json"
	done
	for f in events/*.schema.json commands/*.schema.json jobs/*.schema.json; do
		name=${f##*/}
		jq -c --arg name "${name%.schema.json}" "$schema" "$f"
	done
}

types() {
	for f in events/*.schema.json commands/*.schema.json jobs/*.schema.json; do
		sed 1q "${f%.schema.json}.good.ndjson" |
		jq -c --arg kind "${f%%/*}" --slurpfile schema "$f" '{kind: $kind,
			name: $schema[0].title, about: $schema[0].description,
			example: .}'
	done
}

schemas | jq -s . |
jq --indent 1 -n --arg version "$version" --argjson types "$(types | jq -s .)" \
	--slurpfile programs programs.json --slurpfile all /dev/stdin \
	'$all[0] as $schemas | '"$document"
