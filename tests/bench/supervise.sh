#!/bin/bash
# supervise.sh [TABLES] - what the supervisor costs: a pipeline under it and
# under bash, the start of ten stages, and its memory.  Medians of 11 runs, in
# turn.
set -euo pipefail
top=$(cd "$(dirname "$0")/../.." && pwd)
build=${BUILD:-$top/build}
tables=${1:-1000}
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

by_bash() { emgen introspect --out models | emgen relations | emgen define | emgen render; }
by_supervisor() { emgen supervise line.pipeline; }
ten_by_bash() {
	echo x | sh -c 'exec cat' | sh -c 'exec cat' | sh -c 'exec cat' | sh -c 'exec cat' | sh -c 'exec cat' |
		sh -c 'exec cat' | sh -c 'exec cat' | sh -c 'exec cat' | sh -c 'exec cat'
}
ten_by_supervisor() { emgen supervise ten.pipeline; }

TIMEFORMAT='%R %U %S'
seconds() { # COMMAND: of the clock, and of the processors
	{ time "$1" >/dev/null 2>&1; } 2>&1 | awk '{ print $1, $2 + $3 }'
}
median() { cut -d ' ' -f "$1" "$2.s" | sort -n | sed -n 6p; }
compare() { # WHAT A B
	for _ in 1 2 3 4 5 6 7 8 9 10 11; do
		seconds "$2" >>"$2.s"
		seconds "$3" >>"$3.s"
	done
	for field in 1 2; do
		awk -v what="$1" -v a="$(median $field "$2")" -v b="$(median $field "$3")" -v of="$field" '
			BEGIN { printf "%s, %s: bash %.3f s, supervisor %.3f s: %+.1f %%\n", what, of == 1 ? "clock" : "processor", a, b, (b / a - 1) * 100 }'
	done
}
by_bash >/dev/null 2>&1
compare "$tables tables, nothing changed" by_bash by_supervisor
compare "ten stages, one line" ten_by_bash ten_by_supervisor

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
