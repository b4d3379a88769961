#!/bin/bash
# Stages of strangers in a supervised line, those that misbehave included: what
# becomes of each is in doc/SUPERVISE.md.
. "${0%/*}/lib.sh"

python3 -c '
for i in range(150):
    print(f"create table t{i} (id integer primary key, name text);")' | sqlite3 app.db

# line STAGE [KEYS]: runs the stage between relations and define.
line() {
	cat >x.pipeline <<E2
[pipeline]
env = EMGEN_DSN=sqlite:app.db
backoff = 0
minimum = 0
$(printf '%s\n' "${@:2}")
[stage introspect]
exec = emgen introspect --out models
to = relations
[stage relations]
exec = emgen relations
to = custom
[stage custom]
exec = $1
to = define
[stage define]
exec = emgen define
to = render
[stage render]
exec = emgen render
E2
	timeout --foreground -s KILL 60 emgen supervise x.pipeline >out 2>err
}
parked() { sed -n 's/.*Z \([a-z]*: parked: .*\)/\1/p' err; }
files() { find models -name '*.php' 2>/dev/null | wc -l; }

# --- Five languages ---

cat >custom.py <<'E2'
import sys
for line in sys.stdin.buffer:
    sys.stdout.buffer.write(line)
    sys.stdout.buffer.flush()
E2
for stage in 'while IFS= read -r l; do printf "%s\n" "$l"; done' 'python3 custom.py' \
	'perl -pe "BEGIN { \$| = 1 }"' "awk '{ print; fflush() }'" 'jq -c --unbuffered .'; do
	rm -rf models
	exits "${stage%% *}" 0 line "$stage"
	is "${stage%% *}: all models come out" "$(files)" 150
done

# --- What goes wrong ---

rm -rf models
exits "one that ends with 1" 1 line 'exit 1'
is "parks the line" "$(parked)" "custom: parked: 3 tries, at the last one custom ended with 1"
is "and nothing was rendered" "$(files)" 0

cat >crashing <<'E2'
#!/bin/bash
# Crashes at every 100th event that it has not seen before.
n=0
while IFS= read -r line; do
	n=$((n + 1))
	[ $((n % 100)) != 0 ] || [ -e "seen.$n" ] || { : >"seen.$n"; kill -SEGV $$; }
	printf '%s\n' "$line"
done
E2
chmod +x crashing
exits "one that crashes every 100th event" 0 line ./crashing 'tries = 10' 'burst = 0'
is "gets through, with enough tries" "$(files) $(grep -c 'killed by SIGSEGV: again' err)" "150 3"
rm -rf models seen.*
exits "without" 111 line ./crashing 'tries = 3'
is "it is parked" "$(parked)" "custom: parked: 3 tries, at the last one custom was killed by SIGSEGV"

rm -rf models seen.*
slow='while IFS= read -r l; do sleep 0.002; printf "%s\n" "$l"; done'
exits "one that is slow" 0 line "$slow"
is "is waited for" "$(files)" 150
exits "but no longer than timeout" 111 line "$slow" 'timeout = 0.2' 'tries = 1' 'grace = 1'
is "which is said" "$(parked)" "introspect: parked: 1 try, at the last one took too long"

rm -rf models
bad='cat; echo "{\"type\":\"TableAnalyzed\",\"data\":7}"'
exits "one that writes bad lines" 100 line "$bad"
is "stops the next that looks at them" "$(parked)" "define: parked: define ended with 100: a retry is useless"
like "which says where" err 'define: emgen-define: stdin: line [0-9]+: TableAnalyzed: '
exits "with a file of rejects" 0 line "$bad" 'rejects = rejected'
is "they go there" "$(jq -r '[.type, .data.stage, (.data.original | @base64d)] | join(" ")' rejected)" \
	'EventRejected emgen-define {"type":"TableAnalyzed","data":7}'
is "and the run goes on" "$(files)" 150

rm -rf models
exits "one that never reads, and ends with 0" 0 line 'exit 0'
is "is one that had enough, as in a shell: nothing is written, or removed" "$(files)" 0
exits "one that reads a little, and ends with 0" 111 line 'head -20' 'tries = 2'
is "those behind it have no whole stream" "$(parked)" "define: parked: 2 tries, at the last one define ended with 111"
exits "one that never reads, and stays" 111 line 'sleep 1000' 'timeout = 0.3' 'tries = 1' 'grace = 0.3'
is "is killed after the timeout" "$(parked)" "introspect: parked: 1 try, at the last one took too long"
exits "one that closes its output and stays" 111 line 'head -20; exec >&-; sleep 0.2' 'tries = 1'
is "the same" "$(parked)" "define: parked: 1 try, at the last one define ended with 111"
exits "one that does not exist" 127 line './no-such-program'
is "is said" "$(parked)" "custom: parked: custom ended with 127: it cannot be run as it is"
is "nothing is left" "$(pgrep -fa "$scratch" | grep -v custom.t)" ""
