#!/bin/bash
# emgen-validate: which lines are bad and why, exit codes, --pass, --schema.
. "${0%/*}/lib.sh"
schemas=$top/schemas/events
sed 1q "$schemas/StageStarted.good.ndjson" >good
sed -n 2p "$schemas/StageStarted.good.ndjson" >also

# complains NAME WANTED [OPTION...]: exit code 1, and this on stderr.
complains() {
	local name=$1 want=$2
	shift 2
	exits "$name" 1 emgen validate "$@"
	is "$name" "$(cat err)" "$want"
}

# --- Events ---

cat good also >two
exits "a good stream" 0 emgen validate two
is "says nothing" "$(cat out err)" ""
exits "no line at all is good" 0 emgen validate /dev/null
exits "stdin" 0 emgen validate <two
exits "stdin by name, and a file" 0 emgen validate - two <good

jq -c '.data.starts = 0 | del(.data.pid)' good >bad
cat good bad also bad >mixed
complains "what is wrong, where, and on to the next" \
"emgen-validate: mixed:2: /data: required: \"pid\" is missing
emgen-validate: mixed:2: /data/starts: minimum: 0 is beyond 1
emgen-validate: mixed:4: /data: required: \"pid\" is missing
emgen-validate: mixed:4: /data/starts: minimum: 0 is beyond 1
emgen-validate: bad:1: /data: required: \"pid\" is missing
emgen-validate: bad:1: /data/starts: minimum: 0 is beyond 1" mixed two bad
complains "a bad line of stdin" \
"emgen-validate: stdin:1: /data: required: \"pid\" is missing
emgen-validate: stdin:1: /data/starts: minimum: 0 is beyond 1" <bad

{ cat good; printf '{"type":'; } >torn
complains "a torn line" \
	"emgen-validate: torn:2: \"\": the line is torn: no newline at its end" torn
head -c -1 good >almost
complains "a whole event without its newline is torn" \
	"emgen-validate: almost:1: \"\": the line is torn: no newline at its end" almost
exits "a torn file does not run into the next" 1 emgen validate almost good
is "a torn file: one complaint" "$(wc -l <err)" 1

printf '%s\n' '' '[]' 'null' '{"a":1,"a":2}' '{"a":"\ud800"}' '{} {}' >junk
printf '{"a":"\xff"}\n{"a":"\\u0000"}\n' >>junk
cat good >>junk
exits "lines that are no JSON objects" 1 emgen validate junk
is "each is named" "$(sed 's/ at byte.*//' err)" \
"emgen-validate: junk:1: \"\": not JSON
emgen-validate: junk:2: \"\": type: object expected, not array
emgen-validate: junk:3: \"\": not JSON
emgen-validate: junk:4: \"\": not JSON
emgen-validate: junk:5: \"\": not JSON
emgen-validate: junk:6: \"\": not JSON
emgen-validate: junk:7: \"\": not JSON
emgen-validate: junk:8: \"\": not JSON"

{ head -c 300000 /dev/zero | tr '\0' x; echo; cat good; } >long
complains "a line that is too long, and the next" \
	"emgen-validate: long:1: \"\": the line is too long" --max-line 1000 long
head -c 300000 /dev/zero | tr '\0' x >long
complains "a line that is too long, and torn" \
	"emgen-validate: long:1: \"\": the line is too long" --max-line 1000 long
exits "a line as long as allowed" 0 emgen validate --max-line "$(wc -c <good)" good
exits "a byte more" 1 emgen validate --max-line $(($(wc -c <good) - 1)) good

# --- Types that are not ours ---

jq -c '.type = "ColumnsCounted" | .data = {n: 1}' good >theirs
complains "an unknown type" \
	"emgen-validate: theirs:1: /type: there is no schema for this type" theirs
exits "an unknown type, allowed" 0 emgen validate --allow-unknown theirs good
jq -c 'del(.id)' theirs >noid
complains "its envelope is CloudEvents all the same" \
	"emgen-validate: noid:1: \"\": required: \"id\" is missing" -u noid
for type in ../cloudevents events/StageStarted . '' 'Stage Started' \
	"$(head -c 5000 /dev/zero | tr '\0' x)"; do
	jq -c --arg t "$type" '.type = $t' good >odd
	exits "the type '${type:0:20}' is no path" 1 emgen validate odd
done
jq -c 'del(.type)' good >untyped
complains "no type" \
	"emgen-validate: untyped:1: \"\": required: \"type\" is missing" untyped

# --- In a pipe ---

printf ' { "type" : "StageParked",' >spaced
sed -n 's/^{"type":"StageParked",//p' "$schemas/StageParked.good.ndjson" |
	sed 1q >>spaced
cat spaced bad theirs good >stream
cat spaced good >want
exits "--pass" 1 emgen validate --pass stream
same "--pass: the good lines, byte for byte" out want
exits "--pass: all good" 0 emgen validate -p two
same "--pass: all lines" out two

coproc emgen validate --pass
pid=$COPROC_PID
cat good >&"${COPROC[1]}"
IFS= read -r -t 20 line <&"${COPROC[0]}"
is "--pass: a line goes on while the pipe is idle" "$line" "$(cat good)"
eval "exec ${COPROC[1]}>&-"
wait "$pid"
is "--pass: then the end" $? 0

exits "--pass: the disk is full" 111 bash -c 'emgen validate --pass two >/dev/full'
like "--pass: says so" err 'cannot write to stdout: No space left on device'
for _ in $(seq 2000); do cat good; done >many
bash -c 'emgen validate --pass many 2>/dev/null; echo $? >code' | sed 1q >/dev/null
is "--pass: a closed pipe ends it by SIGPIPE" "$(cat code)" 141

# --- Any JSON ---

cat >shop.json <<'EOF'
{"$ref": "parts/defs.json#/$defs/order", "required": ["id"]}
EOF
mkdir parts
cat >parts/defs.json <<'EOF'
{"$defs": {
	"order": {"properties": {"id": {"type": "integer"}, "lines": {"items": {"$ref": "line.json"}}}}
}}
EOF
echo '{"properties": {"price": {"multipleOf": 0.01}}}' >parts/line.json

cat >order.json <<'EOF'
{
	"id": 12345678901234567890123,
	"lines": [{"price": 19.99}, {"price": 0.07}]
}
EOF
exits "--schema: a document of several lines" 0 emgen validate --schema shop.json order.json
exits "--schema: on stdin" 0 emgen validate -s shop.json <order.json
sed 's/0\.07/0.075/' order.json >wrong.json
complains "--schema: references to other files" \
"emgen-validate: wrong.json:1: /lines/1/price: multipleOf: 0.075 is no multiple of 0.01" \
	-s shop.json wrong.json
printf '%s\n' '{"id":1}' '{"id":"1"}' '{"id":1.0}' '{}' >lines
complains "--schema: lines" \
"emgen-validate: lines:2: /id: type: integer expected, not string
emgen-validate: lines:4: \"\": required: \"id\" is missing" -s shop.json lines
exits "--schema: --pass" 1 emgen validate -p -s shop.json lines
is "--schema: --pass: the good ones" "$(cat out)" '{"id":1}
{"id":1.0}'
printf '"a\\u0000b"' >nul
echo '{"minLength": 3, "maxLength": 3}' >three.json
exits "--schema: a text without newline, with a NUL" 0 emgen validate -s three.json nul
printf '{\n"id": 1\n' >half
exits "--schema: half a document" 1 emgen validate -s shop.json half
like "--schema: half a document" err '^emgen-validate: half:1: "": not JSON at byte'

# refused FILE MESSAGE: a schema that is none is no verdict.
refused() {
	exits "a schema that is wrong: $1" 100 emgen validate -s "$1" lines
	like "a schema that is wrong: $1" err "$2"
}
echo '{"properties": {"a": {"minimun": 1}}}' >misspelt.json
refused misspelt.json 'misspelt.json/properties/a: minimun: the keyword is not supported'
printf '{\n"type": }\n' >nojson.json
refused nojson.json 'nojson.json:2: not JSON'
echo '{"$ref": "gone.json"}' >dangling.json
refused dangling.json 'gone.json: No such file or directory'
refused absent.json 'absent.json: No such file or directory'
echo '{"$ref": "#"}' >loop.json
refused loop.json 'a \$ref leads to itself'

# --- How it is called ---

exits "a file that is not there" 100 emgen validate absent
like "a file that is not there" err '^emgen-validate: absent: No such file'
exits "a folder" 100 emgen validate parts
exits "an unknown option" 100 emgen validate --frobnicate
exits "a length that is none" 100 emgen validate --max-line 16M two
EMGEN_SHARE=$scratch exits "no schemas" 100 emgen validate two
like "no schemas" err "there is no $scratch/schemas/cloudevents.schema.json"
mkdir -p share/schemas/events
cp "$top/schemas/cloudevents.schema.json" share/schemas
echo '{"type": "thing"}' >share/schemas/events/StageStarted.schema.json
EMGEN_SHARE=share exits "a schema of ours that is wrong" 100 emgen validate two
like "a schema of ours that is wrong" err 'StageStarted.schema.json: type: there is no such type'
exits "--help" 0 emgen validate --help
like "--help" out '^usage: emgen validate '
exits "--version" 0 emgen validate --version
like "--version" out '^emgen-validate [0-9]'
