#!/bin/bash
# emgen-contract: our filters keep their contracts, so does a small one in
# Python.  Its broken copies are in 5500-contract-broken.t.
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
