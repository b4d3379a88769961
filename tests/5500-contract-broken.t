#!/bin/bash
# emgen-contract: each broken copy of a small filter in Python breaks exactly
# one rule.
. "${0%/*}/lib.sh"
export TMPDIR=$scratch/tmp
mkdir "$TMPDIR"

cp "$top/tests/fault/relations.py" .
python=$(python3 -c 'import sys; print(sys.executable)')

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
is "no scratch folder is left" "$(ls "$TMPDIR")" ""
