#!/bin/bash
# emgen cache on SQLite: what a miss produced is what a hit replays.
. "${0%/*}/lib.sh"
. "$top/tests/cache.sh"

export EMGEN_HOME=$scratch/home TMPDIR=$scratch
unset EMGEN_CACHE
number=0
new_cache() {
	number=$((number + 1))
	export EMGEN_CACHE=sqlite:$scratch/c$number.db
	client=(sqlite3 "$scratch/c$number.db")
}
ask() { "${client[@]}" "$1"; }

# --- remember ---

sqlite3 app.db <"$data/golden/schema.sqlite.sql"
cat >source <<'S'
#!/bin/sh
echo run >>runs
exec emgen introspect "$@"
S
chmod +x source
exits "a miss" 0 emgen cache remember app --tag schema --ttl 24h -- ./source sqlite:app.db
mv out miss
ok "is the analysis" emgen validate miss
like "whole" miss '^\{"type":"SchemaAnalyzed"'
exits "a hit" 0 emgen cache remember app --tag schema --ttl 24h -- ./source sqlite:app.db
same "is the same to the byte" out miss
is "the command ran once" "$(cat runs)" run
is "what follows from it is the same" "$(emgen relations out | emgen define | jq -c 'del(.time)' | md5sum)" \
	"$(emgen relations miss | emgen define | jq -c 'del(.time)' | md5sum)"
is "the folder is its owner's" "$(stat -c %a "$EMGEN_HOME")" 700
is "and so is the file" "$(stat -c %a "$EMGEN_HOME/cache.db")" 600
exits "flush --tag" 0 emgen cache flush --tag schema
exits "a miss again" 0 emgen cache remember app --tag schema -- ./source sqlite:app.db
is "runs the command" "$(wc -l <runs)" 2
exits "--tag that it has not" 0 emgen cache remember app --tag schema --tag more -- ./source sqlite:app.db
is "is a miss" "$(wc -l <runs)" 3
exits "other order of tags" 0 emgen cache remember app --tag more --tag schema -- ./source sqlite:app.db
is "is a hit" "$(wc -l <runs)" 3
exits "a command that writes what is no event" 100 emgen cache remember odd -- echo odd
is "is named" "$(cat err)" "emgen-cache: echo: line 1: not a JSON object"
line in | emgen cache remember stdin -- cat >out
is "the command reads our input" "$(cat out)" "$(line in)"

new_cache
while read -r code command; do
	exits "a command that does: $command" "$code" emgen cache remember k -- sh -c "$command"
	exits "  is not stored" 1 emgen cache get k
	cp out got
	exits "  and runs again" "$code" emgen cache remember k -- sh -c "$command"
done <<'C'
7 echo '{"type":"X"}'; exit 7
1 exit 1
100 echo '{"type":"SchemaAnalysisStarted"}'; exit 100
111 echo '{"type":"SchemaAnalysisStarted"}'
0 echo '{"type":"SchemaAnalysisStarted"}'; echo '{"type":"SchemaAnalysisFailed"}'
137 echo '{"type":"X"}'; kill -9 $$
111 echo '{"type":"X"}'; printf '{"type":'
100 echo '{"type":"X"}'; echo no event; yes '{"type":"Y"}'
100 printf '{"type":"X"}\n{"a":"\0"}\n'
3 printf '{"type":'; exit 3
C
exits "what it wrote is passed on" 7 emgen cache remember k -- sh -c 'echo "{\"type\":\"X\"}"; exit 7'
is "all of it" "$(cat out)" '{"type":"X"}'
like "its code is said" err '^emgen-cache: sh ended with 7: nothing is stored$'
exits "a command that is not there" 127 emgen cache remember k -- ./nowhere
exits "one that cannot run" 126 emgen cache remember k -- ./app.db
exits "a reader that goes away" 141 bash -c 'emgen cache remember k -- yes "{\"type\":\"X\"}" | head -n1 >/dev/null; exit ${PIPESTATUS[0]}'
exits "stores nothing" 1 emgen cache get k
is "nothing at all" "$(emgen cache list)" ""
exits "a full disk below it" 111 bash -c 'emgen cache remember k -- echo "{}" >/dev/full'
for verb in "remember k -- true" "put k /dev/null"; do
	line old | emgen cache put k
	[[ $verb != remember* ]] || emgen cache forget k
	# shellcheck disable=SC2086
	exits "$verb" 0 emgen cache $verb
	like "stores no value without an event" err '^emgen-cache: k: no event came: nothing is stored$'
done
is "nor replaces one by it" "$(emgen cache get k)" "$(line old)"
exits "put of an analysis that failed" 111 emgen cache put k <<<'{"type":"SchemaAnalysisStarted"}
{"type":"SchemaAnalysisFailed"}'
like "says so" err '^emgen-cache: k: the analysis failed: nothing is stored$'
exits "put of one that is unfinished" 111 emgen cache put k <<<'{"type":"SchemaAnalysisStarted"}'
is "what was there stays" "$(emgen cache get k)" "$(line old)"
exits "get of a stranger" 1 emgen cache get stranger
is "says nothing" "$(cat out err)" ""

# --- emgen introspect --cached ---

new_cache
run=0194b7f0-1c5a-7d0e-9a51-6c3e2f1d8b47
# Without what differs between two readings.
facts() { jq -c 'del(.time, .data.metrics)' "$1"; }
introspect() { EMGEN_CORRELATION_ID=$run emgen introspect "$@"; }
cp app.db moved.db
introspect sqlite:app.db >fresh
exits "introspect --cached, a miss" 0 introspect --cached sqlite:app.db
is "is an analysis like any" "$(facts out)" "$(facts fresh)"
rm app.db
run=0194b7f0-1c5a-7d0e-9a51-000000000000
introspect sqlite:moved.db >fresh
ln -s "$PWD" there
touch app.db
exits "a hit" 0 introspect --cached "sqlite://$PWD/there/app.db"
is "needs no database, and is an analysis of this run" "$(facts out)" "$(facts fresh)"
exits "a run without an id" 0 emgen introspect --cached sqlite:app.db
is "has one" "$(jq -r .correlationid out | sort | uniq -c | awk '{ print $1 }')" "$(wc -l <fresh)"
ok "in events that keep their schemas" emgen validate out
is "all is under the tag" "$(emgen cache list --tag schema | wc -l)" 1
cp moved.db app.db
for option in --views --tables=orders --exclude=orders --prefix=x --connection=other; do
	emgen introspect --cached "$option" sqlite:app.db >one
	emgen introspect --cached "$option" sqlite:app.db >two
	emgen introspect "$option" sqlite:app.db >three
	is "$option: is an analysis of its own" "$(facts two | jq -c .data)" "$(facts three | jq -c .data)"
done
is "options that shape it are of its key" "$(emgen cache list | wc -l)" 6
emgen introspect --cached --timeout 3 --namespace X sqlite:app.db >one
is "those that do not are not" "$(emgen cache list | wc -l)" 6
is "but are of the run" "$(jq -r 'select(.type == "GenerationConfigured").data.options.namespace.value' one)" X
exits "a database that is not there" 100 emgen introspect --cached sqlite:nowhere.db
is "is not remembered" "$(emgen cache list | wc -l)" 6
exits "a cache that is not there" 111 env EMGEN_CACHE=pgsql://127.0.0.1:1/x emgen introspect --cached sqlite:app.db
is "a driver's password is nowhere" "$(EMGEN_DSN='pgsql://u:hunter2@127.0.0.1:1/x' PGPASSWORD=hunter3 emgen introspect --cached 2>&1 | grep hunter)" ""
emgen dispatch AnalyzeSchema connection:=null >analyze
EMGEN_DSN=sqlite:app.db exits "AnalyzeSchema" 0 emgen introspect --cached - <analyze
is "is a hit" "$(emgen cache list | wc -l)" 6
is "that its command caused" "$(jq -r 'select(.type != "AnalyzeSchema").causationid' out | sort -u)" "$(jq -r .id analyze)"
printf '{"type":"Odd","id":"%s","correlationid":"%s","causationid":"x"}\n{"type":"Odd","causationid":"%s"}\n{"type":"Odd"}\n' \
	"${run/%0/1}" "${run/%0/2}" "${run/%0/1}" >odd
emgen cache put odd odd
EMGEN_CORRELATION_ID=$run emgen cache remember odd --restamp -- false >out
is "events of strangers get new ids, too, and stay linked" \
	"$(jq -sc '[.[0].id == .[1].causationid, .[0].correlationid, .[0].causationid, (.[0].id | length), .[2]]' out)" \
	"[true,\"$run\",\"x\",36,{\"type\":\"Odd\"}]"
EMGEN_CORRELATION_ID=$run emgen cache remember odd --restamp -- false >again
same "the same ones in the same run" again out

# What is stored of one run after the other, with other settings, is no conflict.
emgen introspect --cached sqlite:app.db | emgen relations | emgen define >one
emgen introspect --cached --namespace Other sqlite:app.db | emgen relations | emgen define >two
exits "the store takes both" 0 emgen store import one two

emgen generate --cached sqlite:app.db --out Models >out
sqlite3 app.db 'ALTER TABLE orders ADD COLUMN brand_new TEXT'
exits "generate --cached" 0 emgen generate --cached sqlite:app.db --out Models --check
exits "generate without it" 1 emgen generate sqlite:app.db --out Models --check
emgen cache flush --tag schema
exits "generate --cached after a flush" 1 emgen generate --cached sqlite:app.db --out Models --check

# --- names and times ---

new_cache
key=$(printf 'k%.0s' {1..255})
line x | emgen cache put "$key" --tag "$key"
exits "a key of 255 bytes" 0 emgen cache get "$key" --tag "$key"
evil=$'a\e[31m\nb\xe2\x80\xae'
line x | emgen cache put "$evil" --tag "$evil"
emgen cache list >out
like "list shows names as they can be shown" out 'Z  a\\x1b\[31m\\x0ab\\xe2\\x80\\xae  \[a\\x1b' 
is "--json has them as they are" "$(emgen cache list --json | jq -r --arg k "$evil" 'select(.key == $k).tags[0] == $k')" true
for bad in "" "k$key" $'\xff'; do
	exits "a bad key ($(printf %q "${bad:0:9}"))" 100 emgen cache get "$bad"
	exits "a bad tag" 100 emgen cache get k --tag "$bad"
done
# shellcheck disable=SC2046
exits "too many tags" 100 emgen cache put k $(printf -- '--tag t%d ' {1..33})
for ttl in "" x 1w 5mm -h 99999999999999999999 40000d 1.5h; do
	exits "--ttl '$ttl'" 100 emgen cache put k --ttl "$ttl"
done
while read -r ttl seconds; do
	emgen cache put t --ttl "$ttl" <<<'{}'
	is "--ttl $ttl" "$(ask "SELECT expires_on - stored_on FROM cache_entries WHERE cache_key = 't'")" "$seconds"
done <<'T'
90 90
90s 90
15m 900
24h 86400
7d 604800
T
exits "--ttl 0" 0 emgen cache put t --ttl 0 /dev/null
exits "removes what was there" 1 emgen cache get t
for bad in "" nonsense get "get a b" forget "forget a b" flush "flush --all --tag a" "flush x" "list x" "sweep x" \
	"remember k" "remember k echo" "remember -- echo" "remember k --" put "get k --ttl 5" "put k --json" "forget k --tag a" "get --nonsense k"; do
	# shellcheck disable=SC2086
	exits "emgen cache $bad" 100 emgen cache $bad
done
for verb in remember put get forget flush list sweep; do exits "$verb --help" 0 emgen cache $verb --help; done

# --- expiry ---

new_cache
for n in $(seq 30); do line "$n" | emgen cache put "k$n" --tag a --ttl 1h; done
ask "UPDATE cache_entries SET expires_on = expires_on - 3600 WHERE cache_key <> 'k7'"
exits "what has expired" 1 emgen cache get k1
is "is not listed" "$(emgen cache list --json | jq -r .key)" k7
line new | emgen cache put other
is "each put sweeps some" "$(ask 'SELECT count(*) FROM cache_entries')" 21
exits "sweep" 0 emgen cache sweep
is "sweeps the rest" "$(ask 'SELECT count(*) FROM cache_entries') $(ask 'SELECT count(*) FROM cache_tags') $(ask 'SELECT count(*) FROM cache_chunks')" "2 1 2"

yes "$(line long)" | head -n 20000 | emgen cache put damaged
ask "DELETE FROM cache_chunks WHERE n = 2"
exits "a value that somebody has damaged" 100 emgen cache get damaged
like "is not taken for a whole one" err '^emgen-cache: the value is not whole$'

# --- a model, and many at once ---

cache_model $((RANDOM * 32768 + RANDOM)) 500
cache_flush_while_made
cache_storm 25
cache_large 100

# --- no room ---

new_cache
yes "$(line old)" | head -n 20000 | emgen cache put k --tag a
emgen cache get k >old
yes "$(line new)" | head -n 200000 >big
for blocks in 100 1000 8400; do
	# 111 from the database, 100 where the waiting output may not grow
	bash -c 'trap "" XFSZ; ulimit -f "$0"; emgen cache put k big' $blocks 2>err
	is "a file that may not grow over $blocks KiB" "$?" "$([ $blocks -lt 8000 ] && echo 100 || echo 111)"
	emgen cache get k >out
	same "leaves what was there" out old
	cache_is_clean "$blocks KiB"
	is "and the file whole" "$(ask 'PRAGMA integrity_check')" ok
done
exits "what a miss wrote is passed on, though it cannot be kept" 100 bash -c \
	'set -o pipefail; trap "" XFSZ; { ulimit -f 100; emgen cache remember new -- cat big; } | cmp - big'
exits "and is not" 1 emgen cache get new
exits "then there is room" 0 emgen cache put k big
emgen cache get k >out
same "for all of it" out big

# --- other databases ---

exits "a folder that cannot be made" 100 emgen cache sweep --database sqlite:/proc/none/cache.db
echo "no database" >text.db
exits "a file that is no database" 100 emgen cache list --database sqlite:text.db
exits "a database of a kind that it does not take" 100 emgen cache list --database oracle:x
exits "the database of the store, too" 0 emgen cache put k --database "sqlite:$EMGEN_HOME/emgen.db" old
exits "may be the same" 0 emgen store stats
for n in $(seq 8); do emgen cache list --database sqlite:first.db & pids[n]=$!; done
for n in $(seq 8); do wait "${pids[n]}" || echo "$?"; done >failed
is "eight that start at once make the tables once" "$(cat failed)" ""
