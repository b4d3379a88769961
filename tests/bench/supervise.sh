#!/bin/bash
# supervise.sh [TABLES [RUNS]] - what the supervisor costs: a pipeline under it
# and under bash, the start of ten stages, and its memory.
set -euo pipefail
top=$(cd "$(dirname "$0")/../.." && pwd)
build=${BUILD:-$top/build}
tables=${1:-1000} runs=${2:-31}
export PATH="$build/bin:$PATH" EMGEN_EXEC_PATH="$build/libexec" EMGEN_SHARE="$top"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"

python3 -c '
import sys
for i in range(int(sys.argv[1])):
    print(f"create table t{i} (id integer primary key, name text not null,"
          f" parent_id int references t{i // 2}, at datetime);")' "$tables" | sqlite3 app.db
export EMGEN_DSN=sqlite:app.db
{
	printf '[stage introspect]\nexec = emgen introspect --out models\n'
	for stage in relations define render; do
		printf 'to = %s\n[stage %s]\nexec = emgen %s\n' $stage $stage $stage
	done
} >line.pipeline
{
	printf '[stage s1]\nexec = echo x\n'
	for n in 2 3 4 5 6 7 8 9 10; do
		printf 'to = s%s\n[stage s%s]\nexec = cat\n' $n $n
	done
} >ten.pipeline

by_bash='set -o pipefail; emgen introspect --out models | emgen relations | emgen define | emgen render'
ten_by_bash='echo x'
for _ in 2 3 4 5 6 7 8 9 10; do ten_by_bash+=' | cat'; done
pairs() { python3 "$top/tests/bench/pairs.py" "$@"; }
pairs "$runs" "$tables tables, nothing changed, by bash and by the supervisor" "$by_bash" 'emgen supervise line.pipeline'
pairs "$((runs * 2))" "ten stages, by bash and by the supervisor" "$ten_by_bash" 'emgen supervise ten.pipeline'
pairs "$((runs * 2))" "bash twice: what is only chance" "$ten_by_bash" "$ten_by_bash"

printf '[stage wait]\nexec = sleep 100\n' >wait.pipeline
emgen supervise wait.pipeline 2>/dev/null &
pid=$!
until emgen status wait >/dev/null 2>&1; do sleep 0.05; done
holder=$(pgrep -P $pid)
for who in $pid "$holder"; do
	awk -v who="$([ "$who" = $pid ] && echo supervisor || echo holder)" \
		'/^(VmRSS|RssAnon)/ { n[$1] = $2 } END { printf "memory of the %s: %d KiB, %d of its own\n", who, n["VmRSS:"], n["RssAnon:"] }' "/proc/$who/status"
done
kill $pid
wait $pid || test $? = 111
