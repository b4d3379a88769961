#!/bin/bash
# manpage.sh - emgen-events(5) out of the schemas and programs.json, on stdout.
# ../doc/emgen-events.5 is what it wrote last.
set -euo pipefail
cd "$(dirname "$0")"

# jq: a schema as the items of a list.  $defs are those of defs.schema.json,
# $own those of the schema itself; parts with members of their own that several
# types share are described once, see parts.
# shellcheck disable=SC2016 # these are the variables of jq
library='
	def parts: ["attributes", "job"];
	def escaped: gsub("\\\\"; "\\e") | gsub("(?<dot>[.]) (?=[A-Z])"; .dot + "\n");
	def part: (.["$ref"] // "") | sub("^.*\\$defs/"; "");
	def local: (.["$ref"] // "") | startswith("#");
	def resolved($defs; $own): if .["$ref"]
		then (part as $name | if local and $own[$name] then $own[$name]
			else $defs[$name] end | resolved($defs; $own))
			+ del(.["$ref"]) else . end;
	def literal: if type == "string" then . else tojson end;
	def types: if .const then .const | literal
		elif .enum then "one of " + (.enum | map(literal) | join(", "))
		elif .anyOf then [.anyOf[] | types] | join(" or ")
		elif .type then [.type] | flatten | join(" or ")
		else "anything" end;
	def limits: [
		if .format then .format else empty end,
		if .minimum and .maximum then "\(.minimum) to \(.maximum)"
		elif .minimum then "at least \(.minimum)" else empty end,
		if .minLength == 1 or .minItems == 1 then "not empty" else empty end]
		| if length > 0 then " (" + join(", ") + ")" else "" end;

	# The members of the schema $it, which is at $path.
	def members($it; $defs; $own; $path):
		# the schema there, whether it must be there
		def item($path; $required):
			part as $part | resolved($defs; $own) as $it
			| (if $it.items then $it.items | part else $part end) as $shared
			| ($it.items // {} | resolved($defs; $own)) as $items
			| ($it.properties // {} | keys == ["source", "value"]) as $setting
			| ".It Li \($path | escaped)",
			((if $setting then $it.properties.value else $it end | types) + ($it | limits)
				+ (if $it.items and ($items.properties | not)
					then " of " + ($items | types) + ($items | limits)
					else "" end)
				+ (if $required then "" else ", optional" end) + "."
				| escaped),
			($it.description // empty | escaped),
			(if $shared | IN(parts[])
			then "See", ".Sx \($shared) ."
			elif $setting then empty
			else members($it; $defs; $own; $path),
				members($items; $defs; $own; $path + "[]") end);
		$it | select(.properties) | (.required // []) as $required
		| .properties | to_entries[] | .key as $key
		| .value | item(if $path == "" then $key else $path + "." + $key end;
			$key | IN($required[]));
	def list($defs; $own): [members(.; $defs; $own; "")]
		| if length > 0 then ".Bl -tag -width Ds", .[], ".El" else empty end;
'

defs() {
	jq -r --slurpfile schema defs.schema.json -n "$library"'
		$schema[0]["$defs"] as $defs | parts[] as $part | ".Ss \($part)",
		($defs[$part] | (.description | escaped), list($defs; {}))'
}

envelope() {
	jq -r --slurpfile schema defs.schema.json "$library"'list({}; {})' \
		envelope.schema.json
}

# type FILE
type() {
	jq -r --slurpfile schema defs.schema.json \
		--slurpfile programs programs.json "$library"'
		def by($verb; $title; $words): [$programs[0] | to_entries[]
			| select(.value[$verb] | index($title)) | .key]
			| select(length > 0)
			| $words + " by", (.[:-1][] | ".Xr emgen-\(.) 1 ,"),
			".Xr emgen-\(.[-1]) 1 .";
		$schema[0]["$defs"] as $defs | (.["$defs"] // {}) as $own
		| .title as $title | ".Ss \($title)", (.description | escaped),
		by("sends"; $title; "Written"), by("receives"; $title; "Read"),
		(.properties.data | list($defs; $own))' "$1"
}

types() {
	for f in "$1"/*.schema.json; do
		type "$f"
	done
}

# New lines for long ones, but in macros.
wrapped() {
	awk '/^[.]/ || length <= 78 { print; next }
	{
		line = ""
		n = split($0, words, / +/)
		for (i = 1; i <= n; i++) {
			if (line != "" && length(line) + length(words[i]) > 77) {
				print line
				line = ""
			}
			line = line (line == "" ? "" : " ") words[i]
		}
		print line
	}'
}

{
	cat <<-'EOF'
	.\" Made by schemas/manpage.sh out of schemas/: change those.
	.Dd November 23, 2026
	.Dt EMGEN-EVENTS 5
	.Os
	.Sh NAME
	.Nm emgen-events
	.Nd the lines that the programs of emgen exchange
	.Sh DESCRIPTION
	One event is one JSON object is one line: UTF-8, ended by a newline, at most
	16 MiB long.
	Its envelope is CloudEvents 1.0 in structured JSON.
	What comes first is
	.Li type ,
	so that a filter can tell what a line is without parsing the rest of it:
	.Bd -literal
	{"type":"ModelGenerated","specversion":"1.0","id":"<uuid>",
	 "source":"emgen-render","subject":"public.users",
	 "time":"2026-01-31T12:00:00.123456Z","correlationid":"<the run>",
	 "causationid":"<what caused it>","data":{...}}
	.Ed
	.Pp
	Events say in the past tense what has happened, commands in the imperative
	what is to be done; jobs wait in a queue.
	A program passes lines that it does not consume as they came, byte for byte,
	so there may be others than these.
	.Pp
	Each type has a JSON Schema (2020-12),
	.Pa schemas/events/TYPE.schema.json ,
	.Pa schemas/commands/TYPE.schema.json
	or
	.Pa schemas/jobs/TYPE.schema.json ,
	and beside it lines that keep it
	.Pq Pa TYPE.good.ndjson
	and that do not
	.Pq Pa TYPE.bad.ndjson .
	.Xr emgen-validate 1
	checks lines against them.
	.Pa schemas/asyncapi.json
	has all of them as one AsyncAPI 3 document.
	.Pp
	Below, an item is the place of a value in
	.Li data :
	.Li a.b
	is member b of object a,
	.Li a[].b
	that of each object in array a.
	Members that are not listed are not allowed.
	.Sh ENVELOPE
	EOF
	envelope
	echo .Sh EVENTS
	types events
	echo .Sh COMMANDS
	types commands
	echo .Sh JOBS
	types jobs
	echo .Sh SHARED PARTS
	defs
	cat <<-'EOF'
	.Sh SEE ALSO
	.Xr emgen-validate 1 ,
	.Xr emgen 7
	.Rs
	.%T CloudEvents 1.0.2
	.%U https://github.com/cloudevents/spec
	.Re
	EOF
} | wrapped
