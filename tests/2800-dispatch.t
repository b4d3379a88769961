#!/bin/bash
# emgen-dispatch: a command to its one handler, events to all who asked; and
# whatever those do with their pipes, nothing hangs and nothing is lost.
. "${0%/*}/lib.sh"

export EMGEN_DSN=sqlite:app.db
sqlite3 app.db "
	create table users (id integer primary key, name text not null);
	create table posts (id integer primary key, user_id int not null references users, title text)"
emgen introspect >run.ndjson
lines=$(wc -l <run.ndjson)
# More than all pipes and buffers hold.
awk 'BEGIN { for (i = 1; i <= 6000; i++)
	printf "{\"type\":\"%s\",\"specversion\":\"1.0\",\"id\":\"%08d-0000-4000-8000-000000000000\",\"source\":\"test\",\"data\":{\"text\":\"%0200d\"}}\n",
		i % 3 ? "Other" : "Third", i, i }' >big.ndjson
mkfifo fifo input tap

# A sleep that no other test has.
export nap="sleep 1000.$$"

dispatch() {
	timeout 60 "$build/libexec/emgen-dispatch" "$@"
}

# types FILE: how often each type is in it.
types() {
	jq -r .type "$1" | sort | uniq -c | awk '{ printf "%s%s %s", sep, $1, $2; sep = ", " }'
}

# --- Making a command ---

exits "a command" 0 emgen dispatch GenerateModel table=users option.factories=factories option.laravel=11 option.fillable=no
ok "it keeps its schema" emgen validate out
is "its data" "$(jq -c .data out)" '{"table":"users","options":{"factories":"factories","laravel":11,"fillable":false}}'
is "its head" "$(jq -c '[.type, .source, .subject, .id == .correlationid, .id == .causationid, .id[14:15]]' out)" \
	'["GenerateModel","emgen-dispatch","users",true,true,"7"]'
cp out first
exits "the same again" 0 emgen dispatch GenerateModel table=users
ok "is another command" test "$(jq -r .id out)" != "$(jq -r .id first)"
exits "a list, and any JSON" 0 emgen dispatch AnalyzeSchema connection:=null tables=users,posts
is "are in its data" "$(jq -c .data out)" '{"connection":null,"tables":["users","posts"]}'
exits "of a run" 0 env EMGEN_CORRELATION_ID=00000000-0000-4000-8000-000000000001 emgen dispatch GenerateModel table=users
is "it has the id of the run" "$(jq -r .correlationid out)" 00000000-0000-4000-8000-000000000001
exits "a run that is none" 100 env EMGEN_CORRELATION_ID=1 emgen dispatch GenerateModel table=users
exits "no such command" 100 emgen dispatch GenerateNothing
like "is said" err 'there is no command GenerateNothing; did you mean GenerateModel\?$'
exits "an event is no command" 100 emgen dispatch TableAnalyzed
exits "a member is missing" 100 emgen dispatch GenerateModel
is "which, and of what" "$(cat err)" 'emgen-dispatch: GenerateModel: /data: "table" is missing'
exits "a slip" 100 emgen dispatch GenerateModels table=users
like "what may be meant" err 'no command GenerateModels; did you mean GenerateModel\?$'
for option in '--on * -' '--on * x --spool -' '--handle GenerateModel -' '--to - x'; do
	exits "$option" 100 bash -fc "emgen dispatch $option </dev/null"
	like "is refused" err '^emgen-dispatch: --[a-z]*: stdout is for the stream: name a file$'
done
exits "a slip of who handles it" 100 emgen dispatch --handle GenerateModels cat
like "is answered so, too" err '^emgen-dispatch: --handle: there is no command GenerateModels; did you mean GenerateModel\?$'
exits "a member too many" 100 emgen dispatch GenerateModel table=users colour=red
exits "an option that is none" 100 emgen dispatch GenerateModel table=users option.colour=red
exits "a value that it does not take" 100 emgen dispatch GenerateModel table=users option.laravel=4
exits "what is no JSON" 100 emgen dispatch GenerateModel table:=users
like "is said with its name" err '^emgen-dispatch: table:=users: not JSON: '
exits "what is no member" 100 emgen dispatch GenerateModel users
exits "--to a file" 0 emgen dispatch GenerateModel table=a --to file
exits "appends" 0 emgen dispatch --to file GenerateModel table=b
is "a line each" "$(jq -r .data.table file)" "a
b"
exits "--to a place that is not there" 100 emgen dispatch --to no/file GenerateModel table=a
exits "--to a full disk" 111 emgen dispatch --to /dev/full GenerateModel table=a

# Several write long lines into one FIFO: none is torn.
long=$(printf '%020000d' 0)
cat fifo >got &
exec 7>fifo
for i in {1..8}; do emgen dispatch --to fifo GenerateModel "table=$long$i" 7>&- & writers[i]=$!; done
wait "${writers[@]}"
exec 7>&-
wait
is "several write into one FIFO" "$(jq -r .data.table got | sort | cut -c 20001-)" "$(seq 8)"

# --- Passing ---

exits "without anybody all passes" 0 dispatch <run.ndjson
same "byte for byte" out run.ndjson
cp first mixed
cat run.ndjson >>mixed
exits "without a handler, commands too" 0 dispatch --on X '|cat' mixed
same "in order" out mixed
exits "several files" 0 dispatch --on X '|cat' run.ndjson first run.ndjson
is "are one stream" "$(md5sum <out)" "$(cat run.ndjson first run.ndjson | md5sum)"
dispatch --on '*' '|cat' <input >out &
exec 7>input
head -n 1 run.ndjson >&7
is "a line is there though more may come" "$(tail -f out --pid=$! | head -n 1)" "$(head -n 1 run.ndjson)"
exec 7>&-
wait

# --- Handlers ---

cat first <(emgen dispatch AnalyzeSchema connection:=null tables=users) >commands
echo '{"type":"AnalyzeSchema","specversion":"1.0","id":"42","source":"x","data":{}}' >>commands
exits "a handler" 0 dispatch --handle AnalyzeSchema 'emgen introspect -' --on '*' all commands
ok "all keeps the schemas" emgen validate out
is "it answers, and what nobody does is rejected" "$(types out)" \
	"2 CommandRejected, 1 GenerationConfigured, 1 SchemaAnalysisStarted, 1 SchemaAnalyzed, 1 TableAnalyzed"
is "with the command as the cause" \
	"$(jq -r 'select(.type == "SchemaAnalyzed" or .type == "SchemaAnalysisStarted").causationid' out | uniq)" \
	"$(sed -n 2p commands | jq -r .id)"
same "listeners see the answers" all out
is "the reasons" "$(jq -r 'select(.type == "CommandRejected").data.reason' out)" \
'nobody handles GenerateModel
/id: "42" is not a uuid'
is "a rejected command is whole" "$(jq -c 'select(.type == "CommandRejected").data.command' out)" "$(sed -n '1p;3p' commands | jq -c .)"
is "its rejection follows from it" "$(jq -r 'select(.type == "CommandRejected").causationid' out | head -n 1)" "$(jq -r .id first)"
is "each has an id" "$(jq -r 'select(.type == "CommandRejected").id' out | sort -u | wc -l)" 2
exits "a handler that passes commands on" 0 dispatch --handle GenerateModel cat first
is "does not give them back" "$(cat out)" ""
exits "a command that a handler writes" 0 dispatch --handle GenerateModel 'sed -u "s/GenerateModel/AnalyzeSchema/; s/{\"table.*/{\"connection\":null}}/"' \
	--handle AnalyzeSchema 'emgen introspect -' first
is "goes to the handler behind it" "$(types out)" \
	"1 GenerationConfigured, 1 SchemaAnalysisStarted, 1 SchemaAnalyzed, 2 TableAnalyzed"
exits "but not to one before it" 0 dispatch --handle AnalyzeSchema 'emgen introspect -' \
	--handle GenerateModel 'sed -u "s/GenerateModel/AnalyzeSchema/; s/{\"table.*/{\"connection\":null}}/"' first
like "which is said" out 'CommandRejected.*AnalyzeSchema is handled before what sent it'
exits "two handlers" 100 dispatch --handle GenerateModel cat --handle GenerateModel cat
like "are an error" err '^emgen-dispatch: --handle: two handlers of GenerateModel$'
exits "a command that must have one" 100 dispatch --commands GenerateModel,AnalyzeSchema --handle GenerateModel cat
like "and has none" err '^emgen-dispatch: --commands: no handler of AnalyzeSchema$'
exits "a handler of what is no command" 100 dispatch --handle TableAnalyzed cat
exits "a handler that is empty" 100 dispatch --handle GenerateModel ''
exits "a handler that is not there" 100 dispatch --handle GenerateModel ./nowhere first
like "rejects its commands" out 'CommandRejected.*handler of GenerateModel: (ended with 127|closed)'
exits "a handler that dies" 111 dispatch --handle GenerateModel 'kill -9 $$' first
like "too" out 'CommandRejected.*handler of GenerateModel: (was killed by SIGKILL|closed)'
long='{"type":"GenerateModel","data":{"table":["'$(printf '%05000d' 0)'"]}}'
exits "a command that is too long for an event" 0 dispatch --handle GenerateModel cat --max-line 6000 --rejects long.rejects <<<"$long"
is "is put aside" "$(jq -r '.data.reason, (.data.original | @base64d)' long.rejects)" "the command: \"id\" is missing
$long"
exits "a command that is no JSON" 100 dispatch --handle GenerateModel cat <<<'{"type":"GenerateModel","type":""}'

# --- Listeners ---

cat fifo >by-fifo &
exits "a file, a FIFO, a descriptor, a program" 0 bash -c 'timeout 60 "$0" --on "Table*,SchemaAnalyzed" file.ndjson --on TableAnalyzed fifo \
	--on "*" >(cat >by-fd; echo >fd.end) --on SchemaAnalysisStarted "|cat >by-program" run.ndjson; code=$?; wait $!; exit $code' "$build/libexec/emgen-dispatch"
wait
same "all passes" out run.ndjson
is "the file has what was asked for" "$(cat file.ndjson)" "$(grep -E '"type":"(TableAnalyzed|SchemaAnalyzed)"' run.ndjson)"
is "so has the FIFO" "$(cat by-fifo)" "$(grep '"type":"TableAnalyzed"' run.ndjson)"
same "the descriptor" by-fd run.ndjson
is "and the program" "$(cat by-program)" "$(grep SchemaAnalysisStarted run.ndjson)"
exits "a file is appended to" 0 dispatch --on TableAnalyzed file.ndjson run.ndjson
is "and kept" "$(wc -l <file.ndjson)" 5
exits "what a listener adds" 0 dispatch --on TableAnalyzed '|sed -u "p; s/TableAnalyzed/TableSeen/"' --on TableSeen '|sed -u "s/TableSeen/TableHeard/"' \
	--on 'Table*' seen.ndjson run.ndjson
is "is merged, what it gives back is not" "$(types out)" \
	"1 GenerationConfigured, 1 SchemaAnalysisStarted, 1 SchemaAnalyzed, 2 TableAnalyzed, 2 TableHeard, 2 TableSeen"
is "and reaches those behind it" "$(types seen.ndjson)" "2 TableAnalyzed, 2 TableHeard, 2 TableSeen"
exits "the order of the stream stays" 0 dispatch --on Third '|sed -u s/Third/Fourth/' big.ndjson
is "among what passes" "$(grep -v '"Fourth"' out | md5sum)" "$(md5sum <big.ndjson)"
is "and among what is added" "$(grep '"Fourth"' out | sed s/Fourth/Third/ | md5sum)" "$(grep '"Third"' big.ndjson | md5sum)"
exits "stdout as a listener" 100 bash -c '"$0" --on "*" /dev/stdout run.ndjson | cat; exit ${PIPESTATUS[0]}' "$build/libexec/emgen-dispatch"
exits "a folder as a listener" 100 dispatch --on '*' / run.ndjson
exits "a listener without a program" 100 dispatch --on '*' '|' run.ndjson
exits "--on without a target" 100 dispatch --on '*'
exits "--spool of nobody" 100 dispatch --spool x --on '*' y

# --- Bad behaviour ---

ten='for i in 1 2 3 4 5 6 7 8 9 10; do IFS= read -r line; printf "%s\n" "$line"; done >taken'

# behaves NAME CODE PROGRAM REASON: as a listener to a stream that is larger than
# all buffers, it gives that code; the other listener and stdout get everything,
# and each line is accounted for.
behaves() {
	local name=$1 want=$2 program=$3 reason=$4 patience=30
	case $program in *\$nap*) patience=1 ;; esac
	for place in rejects spool; do
		rm -f other put.aside taken
		options=(--rejects put.aside)
		[ $place = rejects ] || options=()
		spool=()
		[ $place = rejects ] || spool=(--spool put.aside)
		exits "$name ($place)" "$want" dispatch --stall $patience --grace $patience "${options[@]}" \
			--on '*' "|$program" "${spool[@]}" --on '*' other big.ndjson
		is "$name: all passes" "$(md5sum <out)" "$(md5sum <big.ndjson)"
		is "$name: the others get everything" "$(md5sum <other)" "$(md5sum <big.ndjson)"
		[ ! "$reason" ] || is "$name: it is said, once" "$(grep -cE "^emgen-dispatch: listener .*: $reason" err)" 1
		[ -e put.aside ] || : >put.aside
		if [ $place = rejects ]; then
			jq -r '.data.original | @base64d' put.aside | sed '/^$/d' >spooled
		else
			cp put.aside spooled
		fi
		ok "$name: what is put aside is the end of the stream" cmp spooled <(tail -n "$(wc -l <spooled)" big.ndjson)
		[ ! -e taken ] || ok "$name: what was taken and what was put aside is all" \
			test "$(($(wc -l <taken) + $(wc -l <spooled)))" = 6000
	done
}
behaves "one that never reads" 111 'exec $nap' "gave no sign of life for 1 s"
is "never reads: everything is put aside" "$(wc -l <put.aside)" 6000
behaves "one that reads and never writes" 0 'cat >taken' ""
is "reads and never writes: nothing is put aside" "$(wc -l <put.aside)" 0
behaves "one that reads slowly" 0 'while IFS= read -r line; do printf "%s\n" "$line"; done >taken' ""
behaves "one that closes its stdin" 111 'exec <&-; exec $nap' "closed its standard input and takes no more lines"
behaves "one that closes its stdout" 0 'exec >&-; while IFS= read -r line; do echo "$line" >&3; done 3>taken' ""
behaves "one that dies at once" 111 'exit 7' "ended with 7"
behaves "one that cannot be run" 100 './nowhere' "ended with 127"
behaves "one that is killed" 111 "$ten; kill -9 \$\$" "was killed by SIGKILL"
behaves "one that dies in the middle of a line" 111 'head -n 10 >/dev/null; printf "{\"type\":"' "torn: its output ends inside line 1"
behaves "one that has enough" 111 "$ten" "ended with 0 and takes no more lines"
behaves "one that ignores SIGTERM" 111 'trap "" TERM; while :; do $nap; done' "gave no sign of life"
behaves "one whose child keeps the pipe" 111 'cat >taken; $nap & exit 0' "has ended, but what it started keeps its output open"
behaves "one that stays" 111 'cat >taken; exec $nap' "gave no sign of life for 1 s"
ok "none of them still runs" until_ok bash -c '! pgrep -fx "$nap"'

exits "one that writes what is no event" 100 dispatch --on Other '|yes' big.ndjson
like "is said" err 'listener of Other: line 1 of its output: not a JSON object$'
same "it disturbs nobody" out big.ndjson
exits "with a place for it, the first lines go there" 100 dispatch --on Other '|yes' --rejects yes.rejects big.ndjson
is "and not without end" "$(jq -r 'select(.data.original == "eQo=").type' yes.rejects | wc -l)" 101
exits "half a line" 111 dispatch --on X '|printf "{}"; cat' run.ndjson
same "is not passed on" out run.ndjson
exits "a line that is too long" 100 dispatch --max-line 1000 --on X '|head -c 100000 /dev/zero | tr "\\0" x; cat' big.ndjson
same "neither" out big.ndjson

# A stream that is much larger than what may be held, and a listener in no hurry.
# shellcheck disable=SC2046 # several files
/usr/bin/time -f %M -o peak "$build/libexec/emgen-dispatch" --on '*' '|dd bs=256 2>/dev/null >slowly' \
	--on '*' quick $(yes big.ndjson | head -n 20) >out
is "a slow listener gets everything" "$(md5sum <slowly)" "$(md5sum <out)"
same "so does a quick one" quick out
most=10240
nm -D "$build/libexec/emgen-dispatch" | grep -q __asan && most=20480 # with its shadow
ok "in little memory: $(cat peak) KiB for $(($(wc -c <out) / 1024))" test "$(cat peak)" -lt $most
rm slowly quick

# Writing without reading, without end, until nobody listens.
flood='while :; do echo "{\"type\":\"Flood\",\"data\":{}}"; done'
timeout 60 "$build/libexec/emgen-dispatch" --on Other "|$flood" big.ndjson 2>err | head -n 20000 >out
is "one that floods ends with its reader" "${PIPESTATUS[0]}" 141
is "that says nothing" "$(cat err)" ""
ok "and the stream was between" grep -q '"Other"' out
exits "a flood that ends" 0 dispatch --on X '|i=0; while [ $i -lt 30000 ]; do echo "{\"type\":\"Flood\",\"data\":{}}"; i=$((i + 1)); done; cat >/dev/null' big.ndjson
is "comes whole" "$(grep -c '"Flood"' out)" 30000
is "beside the stream" "$(grep -v '"Flood"' out | md5sum)" "$(md5sum <big.ndjson)"
exits "two that answer each other's size" 0 dispatch --on Other '|sed "s/Other/Answer/;p;p;p"' --on Answer '|sed "s/Answer/Echo/;p;p;p"' big.ndjson
is "do not wait in a circle" "$(types out)" "16000 Answer, 64000 Echo, 4000 Other, 2000 Third"

head -n 10 fifo >taken &
exits "the reader of a FIFO dies" 111 dispatch --on '*' fifo --spool fifo.spool big.ndjson
wait
like "which is said" err 'listener fifo: has no reader any more and takes no more lines$'
same "all is there, taken or put aside" <(cat big.ndjson) <(head -n $((6000 - $(wc -l <fifo.spool))) big.ndjson; cat fifo.spool)
exits "a FIFO that nobody reads" 111 dispatch --stall 1 --on '*' fifo --spool unread.spool big.ndjson
like "is waited for in vain" err 'listener fifo: had no reader for 1 s$'
same "nothing is lost" unread.spool big.ndjson
exits "a spool is given again" 0 dispatch --on '*' again unread.spool
same "as it was" again big.ndjson
exits "a full disk" 111 dispatch --on Third /dev/full big.ndjson
like "is said once" err '^emgen-dispatch: listener /dev/full: cannot write: No space left on device$'
like "without a place, the loss is counted" err '^emgen-dispatch: listener /dev/full: 2000 events lost$'
exits "a file that may not grow" 100 bash -c 'trap "" XFSZ; ulimit -f 1; "$0" --on "*" limited big.ndjson | cat >/dev/null; exit ${PIPESTATUS[0]}' "$build/libexec/emgen-dispatch"
ok "it has whole lines" cmp limited <(head -n "$(wc -l <limited)" big.ndjson)
exits "no room for a spool" 111 dispatch --on '*' '|exit 0' --spool /dev/full big.ndjson
like "is counted, too" err ': 6000 events lost$'

# --- Taps ---

dispatch --tap tap <input >out 2>err &
exec 7>input
cat run.ndjson >&7
head -n 2 tap >first.tap 7>&- &
reader=$!
# One more line at a time, until the reader has had its two.
while kill -0 $reader 2>/dev/null; do head -n 1 run.ndjson >&7; done
wait $reader
cat tap >second.tap 7>&- &
until [ -s second.tap ]; do head -n 1 run.ndjson >&7; done
cat run.ndjson >&7
exec 7>&-
wait
is "a tap gives whole lines" "$(grep -cFxf run.ndjson first.tap)" 2
is "the next reader gets what comes then" "$(tail -n "$lines" second.tap | md5sum)" "$(md5sum <run.ndjson)"
is "all passes" "$(tail -n "$lines" out | md5sum)" "$(md5sum <run.ndjson)"
for i in {1..4}; do cat big.ndjson; done >bigger.ndjson
exec 8<>tap
exits "a tap that nobody empties" 0 dispatch --grace 1 --tap tap bigger.ndjson
same "holds nothing up" out bigger.ndjson
exec 8>&-
exits "a tap that is no FIFO" 100 dispatch --tap run.ndjson
exits "a tap that is not there" 100 dispatch --tap no

# --- The stream itself ---

head -c -1 run.ndjson >in
exits "an end inside a line" 111 dispatch --on '*' '|cat >given' in
like "is said" err '^emgen-dispatch: in: line [0-9]*: torn'
same "what came before reaches everybody" given <(head -n -1 run.ndjson)
sed '2a []' run.ndjson >in
exits "a bad line" 100 dispatch --on '*' '|cat >given' <(cat in run.ndjson)
like "which" err 'line 3: not a JSON object$'
same "what came before reaches everybody" given <(head -n 2 run.ndjson)
exits "with --rejects" 0 dispatch --on '*' '|cat >given' --rejects bad in
is "it is put aside" "$(jq -r '.data | [.line, (.original | @base64d)] | join(" ")' bad | head -n 1)" "3 []"
is "and all else passes" "$(md5sum <given)" "$(grep -v '^\[' in | md5sum)"
exits "an analysis without its end" 111 dispatch --on '*' '|cat >given' <(head -n -1 run.ndjson)
exits "a full disk behind us" 111 bash -c '"$0" --on X "|cat" big.ndjson >/dev/full' "$build/libexec/emgen-dispatch"
like "is said" err 'cannot write to stdout: No space left on device'

# stopped SIGNAL BYTES: sent when that much has come out; leaves got and code.
stopped() {
	"$build/libexec/emgen-dispatch" --grace 1 --on '*' '|cat' --on Third '|sed -u s/Third/Fourth/' big.ndjson >fifo 2>/dev/null &
	local pid=$!
	{
		head -c "$2"
		kill "-$1" $pid 2>/dev/null
		cat
	} <fifo >got
	wait $pid 2>/dev/null
	code=$?
}
torn=0 other=0
for i in 1 100 1000 5000 10000 30000 60000 70000 100000 200000 500000 1000000; do
	stopped TERM $i
	[ -z "$(tail -c 1 got)" ] && jq -e . got >/dev/null 2>&1 || torn=$((torn + 1))
	[ $code = 143 ] || other=$code
done
is "stopped at 12 points, no line is torn" $torn 0
is "each ended by the signal" $other 0
exits "programs that do not mind are ended, too" 143 bash -c '
	"$0" --grace 1 --on "*" "|trap \"\" TERM; while :; do \$nap; done" <input >fifo & pid=$!
	exec 7>input; cat run.ndjson >&7; head -n 1 fifo >/dev/null; kill -TERM $pid; wait $pid' "$build/libexec/emgen-dispatch"
ok "with what they started" until_ok bash -c '! pgrep -fx "$nap"'
