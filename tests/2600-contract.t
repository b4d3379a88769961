#!/bin/bash
# emgen-contract: our filters keep their contracts, so does a small one in
# Python, and each of its broken copies breaks exactly one rule.
. "${0%/*}/lib.sh"
export TMPDIR=$scratch/tmp
mkdir "$TMPDIR"

keeps() { # role command...
	exits "$2 keeps the contract of $1" 0 emgen contract "$1" -- "${@:2}"
	unlike "no rule is broken" out '^not ok'
	is "as many as planned" "$(grep -c '^ok ' out)" "$(sed -n 's/^1\.\.//p' out)"
}

for role in relations define render analyze; do
	keeps $role emgen-$role
	is "$role: each rule has a name in --list" "$(sed 's/^ok [0-9]* - \(.*\): .*/\1/' out | grep -v '^1\.\.')" \
		"$(emgen contract --list $role | sed -n 's/^  \([^ ]*\).*/\1/p')"
done
keeps relations emgen relations
for role in sink=store\ import listener=relations job=analyze; do
	# shellcheck disable=SC2086 # several words
	keeps "${role%=*}" emgen ${role#*=}
	is "${role%=*}: each rule has a name in --list" "$(sed 's/^ok [0-9]* - \(.*\): .*/\1/' out | grep -v '^1\.\.')" \
		"$(emgen contract --list "${role%=*}" | sed -n 's/^  \([^ ]*\).*/\1/p')"
done
cp "$top/tests/fault/relations.py" .
python=$(python3 -c 'import sys; print(sys.executable)')
keeps relations "$python" -IS relations.py

# --- Broken by one edit ---

# breaks CHECK EDIT: the copy differs in one place, and breaks that rule only.
breaks() {
	sed "$2" relations.py >broken.py
	is "$1: one edit" "$(diff relations.py broken.py | grep -c '^[0-9,]*[acd][0-9,]*$')" 1
	exits "$1: a broken filter" 1 emgen contract relations -- "$python" -IS broken.py
	is "$1: breaks this rule only: $2" "$(sed -n 's/^not ok [0-9]* - \([^:]*\):.*/\1/p' out)" "$1"
	ok "$1: and is told why" grep -A1 '^not ok' out
	is "$1: in words" "$(grep -A1 '^not ok' out | tail -n 1 | cut -c 1-2)" "# "
}

breaks exit 's/return TEMPORARY if is_open else 0/return TEMPORARY if is_open else analyses/'
breaks empty 's/return TEMPORARY if is_open else 0/return TEMPORARY if is_open or not number else 0/'
breaks usage 's/        return PERMANENT/        return 2/'
breaks order 's/waiting.append(line)/waiting.insert(0, line)/'
breaks bytes 's/waiting.append(line)/waiting.append(json.dumps(peeked, separators=(",", ":")).encode() + b"\\n")/'
breaks long 's/1 << 24/1 << 25/'
breaks flush 's/if not select.select(.*/if len(waiting) > 1000:/'
breaks barrier 's/        if kind not in KNOWN:/        if kind == "Barrier":\n            continue\n&/'
breaks bad-input 's/sys.exit(PERMANENT)/return/'
breaks rejects 's/"line": number/"line": number - 1/'
breaks strict 's/json.loads(line, object_pairs_hook=no_duplicates)/json.loads(line)/'
breaks utf8 's/line.decode()/line = line.decode(errors="replace").encode()/'
breaks unfinished 's/return TEMPORARY if is_open else 0/return 0/'
breaks failed 's/is_open = False$/is_open = kind != "SchemaAnalyzed"/'
breaks torn 's/sys.exit(TEMPORARY)/return/'
breaks epipe 's/os._exit(TEMPORARY)/os.dup2(os.open("\/dev\/null", os.O_WRONLY), 1)/'
breaks envelope 's/T%H:%M:%S.000000Z/ %H:%M:%S/'
breaks ids 's/str(uuid.uuid5(NAMESPACE, name))/str(uuid.uuid4())/'
breaks replay 's/if kind == "RelationshipsDetected" and .*/if kind == "RelationshipsSuspected":/'
breaks golden-unusable 's/found\["data"\]))/dict(found["data"], warnings=[])))/'
breaks golden-two 's/settings = line/settings = settings or line/'

# --- Roles that pass nothing on ---

# broken ROLE CHECKS COMMAND...: it breaks these rules and no others.
broken() {
	exits "$1: $3" 1 emgen contract "$1" -- "${@:3}"
	is "$1: $3: breaks $2" "$(sed -n 's/^not ok [0-9]* - \([^:]*\):.*/\1/p' out | tr '\n' ' ')" "$2 "
}
cat >sink.py <<'P'
import json, sys
if sys.argv[1:]: sys.exit(100)
reader = open(0, "rb")
for line in reader:
    if not line.endswith(b"\n"): sys.exit(111)
P
broken sink "bad-input rejects strict utf8" "$python" -IS sink.py
broken sink "usage bad-input rejects strict utf8 torn" sh -c 'cat >/dev/null' sh
sed '$a\    print(line)' sink.py >loud.py
broken sink "bad-input rejects strict utf8 silent" "$python" -IS loud.py
sed '$a\    if json.loads(line)["type"] == "EmgenContractNoted": sys.exit(100)' sink.py >narrow.py
broken sink "bad-input rejects strict utf8 unknown" "$python" -IS narrow.py
sed 's/        if kind not in KNOWN:/        if kind == "EmgenContractNoted":\n            sys.exit(PERMANENT)\n&/' relations.py >narrow.py
broken listener "unknown" "$python" -IS narrow.py
sed 's/str(uuid.uuid5(NAMESPACE, name))/str(uuid.uuid4())/' relations.py >random.py
broken listener "ids" "$python" -IS random.py
cat >job.sh <<'P'
#!/bin/sh
[ $# = 0 ] || exit 100
emgen analyze | jq -c "$FILTER"
P
chmod +x job.sh
FILTER='.' broken job "bad-input torn" ./job.sh
FILTER='if .type == "ModelAnalyzed" then .subject = "" else . end' broken job "bad-input torn envelope" ./job.sh

# --- What else can go wrong ---

exits "a program that does nothing" 1 emgen contract relations -- true
like "loses lines" out '^not ok [0-9]* - golden-basic'
exits "cat makes no relations" 1 emgen contract relations -- cat
is "but keeps the rules of one that passes lines" \
	"$(sed -n 's/^not ok [0-9]* - \([^:]*\):.*/\1/p' out | grep -cE '^(exit|empty|order|bytes|flush|barrier|failed|epipe)$')" 0
exits "one that never ends" 1 emgen contract --timeout 1 --check exit relations -- sleep 1000
like "is told so" out '^# it gave no sign of life for 1 s'
exits "one that writes without end" 1 emgen contract --check exit relations -- yes
like "is told so, too" out '^# it wrote without end'
printf '#!/bin/sh\nexec "$(dirname "$0")/two" "$@"\n' >one
printf '#!/bin/sh\nexec emgen relations "$@"\n' >two
chmod +x one two
keeps relations ./one
printf '#!/bin/sh\nprintf "\\033]0;owned\\007" >&2; exit 7\n' >rude
chmod +x rude
exits "what it says is shown" 1 emgen contract --check exit relations -- ./rude
like "made safe for a terminal" out '^# the last it said: \\x1b\]0;owned\\x07$'
is "no scratch folder is left" "$(ls "$TMPDIR")" ""

# --- Usage ---

exits "one check" 0 emgen contract -c order define -- emgen-define
is "is one line and the plan" "$(cat out)" "ok 1 - order: unknown lines keep their order
1..1"
exits "no such check" 100 emgen contract -c nonsense define -- emgen-define
exits "no such role" 100 emgen contract cook -- true
like "says which" err 'there is no role cook'
exits "no command" 100 emgen contract relations --
exits "no --" 100 emgen contract relations true
exits "a program that is not there" 127 emgen contract relations -- ./nowhere
exits "one that cannot be run" 126 emgen contract relations -- "$top/README.md"
exits "a timeout that is none" 100 emgen contract -t soon relations -- true
mkdir -p cases/define
exits "cases of one's own need a basic one" 100 emgen contract -d cases define -- emgen-define
like "which is said" err 'cases/define: no case "basic"'
cp "$top"/tests/contract/define/basic.* cases/define
cp cases/define/basic.in.ndjson cases/define/mine.in.ndjson
sed 's/"class":"Post"/"class":"Entry"/' cases/define/basic.out.ndjson >cases/define/mine.out.ndjson
exits "one's own case" 1 emgen contract -d cases -c 'golden-*' define -- emgen-define
is "is held against the program" "$(sed -n 2,3p out)" \
"not ok 2 - golden-mine: the golden case has its golden output
# line 5, ModelDefinitionCreated posts: /data/attributes/class: expected \"Entry\", got \"Post\""
for file in "$top"/tests/contract/*/*.ndjson; do
	ok "${file#"$top"/tests/contract/} keeps the schemas" emgen validate "$file"
done
