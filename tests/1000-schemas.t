#!/bin/bash
# schemas/: a schema, good and bad lines for each type; what is made of them.
. "${0%/*}/lib.sh"
schemas=$top/schemas
node=$("$top/tests/npm.sh")/node_modules || exit 1
export NODE_PATH=$node

# --- What there is ---

is "the types are those of the architecture" \
	"$(cd "$schemas" && find events commands jobs -name '*.schema.json' |
		sed 's/\.schema\.json//' | LC_ALL=C sort)" \
"commands/AnalyzeSchema
commands/GenerateModel
events/Barrier
events/BatchCompleted
events/BatchFailed
events/BatchFinished
events/ChainFailed
events/CommandRejected
events/DocumentationUpdateFailed
events/DocumentationUpdated
events/EventRejected
events/GenerationConfigured
events/JobFailed
events/JobProcessed
events/JobReleased
events/ModelAnalysisFailed
events/ModelAnalyzed
events/ModelDefinitionChanged
events/ModelDefinitionCreated
events/ModelDefinitionRemoved
events/ModelFactoryGenerated
events/ModelGenerated
events/ModelGenerationFailed
events/ModelGenerationSkipped
events/ModelGenerationStarted
events/RelationshipsDetected
events/SchemaAnalysisFailed
events/SchemaAnalysisStarted
events/SchemaAnalyzed
events/StageExited
events/StageParked
events/StageStarted
events/TableAnalyzed
jobs/AnalyzeModel
jobs/UpdateDocumentation"

# One thing: a member or item that is another, or is there in one line only.
one_thing='
	def differences($a; $b):
		if ([$a, $b] | map(type)) == ["object", "object"] then
			[($a + $b) | keys[] | . as $k
				| if ($a | has($k)) and ($b | has($k))
				then differences($a[$k]; $b[$k]) else 1 end]
			| add // 0
		elif ([$a, $b] | map(type)) == ["array", "array"]
			and (($a | length) == ($b | length)) then
			[range($a | length) as $i | differences($a[$i]; $b[$i])]
			| add // 0
		elif $a == $b then 0 else 1 end;
	[inputs] | map(. as $bad | [$good[] | differences(.; $bad)] | min == 1)
	| all'

for schema in "$schemas"/*/*.schema.json; do
	file=${schema%.schema.json} name=${schema##*/}
	name=${name%.schema.json}
	is "$name says its name" \
		"$(jq -r '.title, .properties.type.const' "$schema")" "$name
$name"
	ok "$name: several good lines" [ "$(wc -l <"$file.good.ndjson")" -ge 2 ]
	exits "$name: the good lines are good" 0 \
		emgen validate "$file.good.ndjson"
	emgen validate "$file.bad.ndjson" 2>&1 |
		sed -n 's/^emgen-validate: [^:]*:\([0-9]*\): .*/\1/p' | uniq >bad
	is "$name: each bad line is bad" "$(cat bad)" \
		"$(seq "$(wc -l <"$file.bad.ndjson")")"
	ok "$name: several bad lines" [ "$(wc -l <bad)" -ge 5 ]
	is "$name: each bad line differs from a good one in one thing" \
		"$(jq -n --slurpfile good "$file.good.ndjson" "$one_thing" \
			"$file.bad.ndjson")" true
done

# --- What they are ---

# What is wrong below a schema: members without description, objects that let
# in what they do not name.
careless='
	def schemas: .. | objects | select((.properties | objects)
		and (.properties | to_entries | all(.value | type == "object"
			or type == "boolean")));
	def described: .description or ((.["$ref"] // "") as $ref
		| ($ref | sub("^.*\\$defs/"; "")) as $name
		| ((if $ref | startswith("#") then $own else $defs end)[$name]
			| .description) or ($name | IN("count", "size")));
	paths(objects | select(.properties | objects)) as $p
	| select($p | map(select(. == "if" or . == "then" or . == "else"))
		| length == 0)
	| getpath($p) as $it | ($p | join("/")) as $at
	| (select($it.additionalProperties != false and ($p != []))
		| "\($at): lets in anything"),
	($it.properties | to_entries[]
		| select(.value | type == "object" and (described | not))
		| "\($at)/\(.key): no description")'
for schema in "$schemas"/defs.schema.json "$schemas"/*/*.schema.json; do
	jq -r --slurpfile all "$schemas/defs.schema.json" \
		'.["$defs"] as $own | $all[0]["$defs"] as $defs
		| del(.properties.type) | .properties |= (.data // {})
		| '"$careless" "$schema"
done >careless 2>&1
is "every member is described, and no other is let in" "$(cat careless)" ""

is "the settings are those of the program" \
	"$(jq -r '.properties.data.properties.options.properties | keys_unsorted[]' \
		"$schemas/events/GenerationConfigured.schema.json")" \
	"$(sed -n 's/^\t{ "\([A-Za-z0-9]*\)", SETTING_.*/\1/p' \
		"$top/common/svc/project/settings.c")"

jq 'walk(if type == "object" then del(.contentEncoding)
		| with_entries(if .key == "definitions" then .key = "$defs" else . end)
		else . end)
	| walk(if type == "string" then sub("^#/definitions/"; "#/$defs/") else . end)
	| .["$schema"] = "https://json-schema.org/draft/2020-12/schema"' \
	"$data/cloudevents/cloudevents.schema.json" | jq -S . >want
jq -S 'del(.["$comment"])' "$schemas/cloudevents.schema.json" >got
same "the schema of CloudEvents is the original, but for the dialect" got want

# --- What is made of them ---

is "programs.json knows every type, and no other" \
	"$(jq -r '[.[] | .receives[], .sends[]] | unique[]' "$schemas/programs.json")" \
	"$(cd "$schemas" && find events commands jobs -name '*.schema.json' |
		sed 's/.*\///; s/\.schema\.json//' | LC_ALL=C sort)"
# shellcheck disable=SC2016 # expanded by the inner shell
ok "programs.json knows programs only" bash -c 'for p in $(jq -r keys[] "$1"); do
	grep -q "emgen-$p" "$2" || exit 1; done' - "$schemas/programs.json" \
	"$schemas/../doc/emgen-events.5"

ok "asyncapi.sh works" bash -c '"$1" >new.json' - "$schemas/asyncapi.sh"
same "asyncapi.json is fresh" "$schemas/asyncapi.json" new.json
judge=$top/tests/schemas-ajv/asyncapi.js
exits "it is an AsyncAPI document" 0 node "$judge" <"$schemas/asyncapi.json"
jq 'del(.channels.events.messages.TableAnalyzed)' new.json >broken.json
exits "one with a reference to nothing is not" 1 node "$judge" <broken.json
jq '.operations["relations.sends.events"].action = "write"' new.json >broken.json
exits "one with a wrong operation is not" 1 node "$judge" <broken.json
is "every type is a message" \
	"$(jq -r '.components.messages | length' new.json)" \
	"$(find "$schemas"/*/ -name '*.schema.json' | wc -l)"

ok "manpage.sh works" bash -c '"$1" >new.5' - "$schemas/manpage.sh"
same "emgen-events(5) is fresh" "$top/doc/emgen-events.5" new.5
is "mandoc finds nothing wrong with it" \
	"$(mandoc -Tlint new.5 | grep -v 'referenced manual not found')" ""
