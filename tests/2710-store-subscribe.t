#!/bin/bash
# emgen store subscribe: each event once at the handler that digests it, a
# checkpoint that survives, and a place for what cannot be digested.
. "${0%/*}/lib.sh"
# shellcheck source=events.sh
. "$top/tests/events.sh"

export EMGEN_HOME=$scratch/home
id() { printf '00000000-0000-7000-8000-%012d' "$1"; }
note() { printf '{"type":"%s","specversion":"1.0","id":"%s","source":"tests","data":{"n":%s}}\n' "${2:-Noted}" "$(id "$1")" "$1"; }
subscribe() { emgen store subscribe --stop-when-empty --backoff 0 "$@"; }
numbers() { jq -r .data.n "$@" | tr '\n' ' '; }
sql() { sqlite3 "$EMGEN_HOME/emgen.db" "$1"; }

for n in 1 2 3 4 5; do note $n; done | emgen store import

# --- going on ---

exits "a subscriber" 0 subscribe all -- cat
is "gets everything" "$(numbers out)" "1 2 3 4 5 "
exits "again" 0 subscribe all -- cat
is "gets nothing" "$(cat out)" ""
note 6 | emgen store import
exits "later" 0 subscribe all -- cat
is "gets what is new" "$(numbers out)" "6 "
exits "another" 0 subscribe --batch 4 other -- cat
is "gets everything" "$(numbers out)" "1 2 3 4 5 6 "
note 7 Other | emgen store import
exits "one that asks for a type" 0 subscribe --type Other typed -- cat
is "gets that" "$(numbers out)" "7 "

# shellcheck disable=SC2016 # the handler's shell expands it
exits "a handler" 0 subscribe told -- sh -c 'echo "{\"n\":\"$EMGEN_SUBSCRIPTION $EMGEN_POSITION $EMGEN_ATTEMPT\"}"; cat >/dev/null'
is "is told what it is run for" "$(jq -r .n out | tail -1)" "told 7 1"
exits "a batch" 0 subscribe --batch 3 batched -- sh -c 'wc -l | sed "s/.*/{\"n\":\"&\"}/"'
is "is as large as was asked for" "$(jq -r .n out | tr '\n' ' ')" "3 3 1 "

# --- failures ---

cat >picky <<'P'
#!/bin/sh
# digests all but 3, and 5 from the third attempt on
line=$(cat)
n=$(printf %s "$line" | jq .data.n)
case $n in
3) echo "no 3" >&2; exit "${CODE:-1}" ;;
5) [ "$EMGEN_ATTEMPT" -ge 3 ] || exit 111 ;;
esac
printf '%s\n' "$line"
P
chmod +x picky
exits "a handler that fails" 0 subscribe --park-after 4 picky -- ./picky
is "digests the rest, in order" "$(numbers out)" "1 2 4 5 6 7 "
like "each attempt is said" err '^emgen-store: position 3: attempt 1: ended with 1$'
like "and that it is parked" err '^emgen-store: position 3 is parked after 4 attempts: ended with 1$'
exits "list-parked" 0 emgen store list-parked --json picky
is "has it" "$(jq -c '[.position, .attempts, .error]' out)" '[3,4,"ended with 1"]'
exits "for people, too" 0 emgen store list-parked picky
like "with the reason" out '^ +3  20.*  +4 attempts  ended with 1$'
is "another subscription has none" "$(emgen store list-parked all)" ""
for bad in 111 1 3; do
	exits "replay-parked, not yet mended, $bad" 111 env CODE=$bad emgen store replay-parked picky -- ./picky
done
is "keeps it" "$(emgen store list-parked --json picky | jq -c '[.position, .attempts]')" "[3,7]"
exits "replay-parked, for good" 100 env CODE=100 emgen store replay-parked picky -- ./picky
exits "replay-parked" 0 emgen store replay-parked picky -- cat
is "gives it to the handler" "$(numbers out)" "3 "
is "and forgets it" "$(emgen store list-parked picky)" ""
exits "100 is for good" 0 env CODE=100 emgen store subscribe --stop-when-empty permanent -- ./picky
like "parked at once" err 'position 3 is parked after 1 attempts: ended with 100$'

cat >whole <<'P'
#!/bin/sh
# a batch with 3 in it fails whole
lines=$(cat)
case $lines in *'"n":3}'*) exit 100 ;; esac
printf '%s\n' "$lines"
P
chmod +x whole
exits "a batch that fails" 0 subscribe --batch 5 halves -- ./whole
is "is tried one by one" "$(numbers out)" "1 2 4 5 6 7 "
is "and only the culprit is parked" "$(emgen store list-parked --json halves | jq .position)" 3

exits "a handler that is killed" 0 subscribe --park-after 2 --type Other killed -- sh -c 'kill -9 $$'
is "is no different" "$(emgen store list-parked --json killed | jq -r .error)" "was killed by SIGKILL"
exits "half a line" 0 subscribe --park-after 2 --type Other half -- sh -c 'printf half'
is "is no output" "$(cat out)" ""
like "is said" err 'its output ends inside a line'
exits "a handler that is not there" 127 emgen store subscribe --stop-when-empty none -- ./nowhere
echo "no program" >text
exits "a handler that is no program" 126 emgen store subscribe --stop-when-empty none -- ./text

# --- effects in the same database ---

cat >derive <<'P'
#!/bin/sh
# one Derived for each Noted; its id follows from that of the event
jq -c '{type: "Derived", specversion: "1.0", id: (.id | sub("-7000-"; "-8000-")), source: "derive", data: {n: .data.n}}'
P
chmod +x derive
exits "--append" 0 subscribe --type Noted --append derive -- ./derive
is "stores what the handler says" "$(emgen store read --type Derived | jq .data.n | tr '\n' ' ')" "1 2 3 4 5 6 "
is "and writes it" "$(numbers out)" "1 2 3 4 5 6 "
exits "no event" 0 subscribe --type Other --append nonsense -- echo nonsense
is "is not stored" "$(emgen store list-parked --json nonsense | jq -r .error)" "not JSON at byte 1: neither an object nor an array"

# --- killed ---

for n in $(seq 100 160); do note "$n" Counted; done | emgen store import
cat >count <<'P'
#!/bin/sh
cat >/dev/null
echo "$EMGEN_POSITION" >>counted
P
chmod +x count
: >counted
for kill in 1 2 3 4 5 6; do
	emgen store subscribe --stop-when-empty --type Counted count -- ./count &
	pid=$!
	want=$((kill * 8))
	while [ "$(wc -l 2>/dev/null <counted)" -lt $want ] && kill -0 $pid 2>/dev/null; do read -rt 0.01 _ <> <(:) || :; done
	kill -9 $pid 2>/dev/null
	wait $pid 2>/dev/null
done
exits "after six kills" 0 subscribe --type Counted count -- ./count
is "every event has been digested" "$(sort -un counted | wc -l)" 61
ok "and none twice but for a kill each" [ "$(wc -l <counted)" -le $((61 + 6)) ]

mkfifo hold
emgen store subscribe --stop-when-empty --type Other race -- sh -c 'cat hold >/dev/null; cat' >first 2>first.err &
exec 8>hold
exits "a second subscriber of one name" 0 subscribe --type Other race -- cat
exec 8>&-
wait $!
is "the first notices" "$? $(cat first.err)" "111 emgen-store: race: another subscriber of this name has gone on"

for bad in "" "name" "name --" "name cat" "-- cat"; do
	# shellcheck disable=SC2086
	exits "subscribe $bad" 100 emgen store subscribe $bad
done
for bad in "--batch 0" "--park-after x" "--backoff 1,,2" "--backoff -1"; do
	# shellcheck disable=SC2086
	exits "$bad" 100 emgen store subscribe $bad name -- cat
done
