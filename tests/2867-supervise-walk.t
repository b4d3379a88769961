#!/bin/bash
# The supervisor is killed before each call that makes, changes or opens a file,
# from the first to the last: who starts it again has what an undisturbed run has.
# With a correlationid that is given it is one run until the supervisor has left,
# when only the folder is there: who starts it then wants another.
. "${0%/*}/lib.sh"

sqlite3 app.db "
	create table users (id integer primary key, name text not null);
	create table posts (id integer primary key, user_id int not null references users)"
cat >line.pipeline <<'E2'
[pipeline]
env = EMGEN_DSN=sqlite:../app.db
backoff = 0
minimum = 0
[stage introspect]
exec = emgen introspect --out models
to = relations
[stage relations]
exec = emgen relations
to = f
[fifo f]
to = define
[stage define]
exec = emgen define
to = render
[stage render]
exec = flock -n -E 99 alone emgen render
to = store
[stage store]
exec = emgen store append
to = none
[stage after]
after = introspect
exec = echo "$EMGEN_CORRELATION_ID" >>after
E2
# run FOLDER [KILL_AT]: the supervisor in a folder of its own; its code.
run() (
	mkdir -p "$1" && cd "$1" || exit
	[ -z "${2-}" ] || export LD_PRELOAD="$build/fault/kill_at.so" ASAN_OPTIONS=verify_asan_link_order=0 \
		KILL_PROGRAM=emgen-supervise KILL_AT="$2"
	exec timeout --foreground -s KILL 60 emgen supervise ../line.pipeline 2>>err
)
# What is in the store of a folder: a line for each run, which only its times and
# ids tell from another.
runs() {
	emgen store read --database "sqlite:$1/.emgen/emgen.db" 2>/dev/null | jq -cS -n '
		[inputs | select(.type != "GenerationConfigured")] | group_by(.correlationid)[] |
		map(del(.id, .time, .correlationid, .causationid, .data.metrics)) | unique' |
		sed 's/"position":[0-9]*,*//g'
}
left() {
	for proc in /proc/[1-9]*; do
		[[ $(readlink "$proc/cwd") != $scratch/walk ]] || tr '\0' ' ' <"$proc/cmdline"
	done 2>/dev/null
	ls walk/.emgen/run
}

exits "an undisturbed run" 0 run calm
runs calm >once
exits "and another" 0 run calm
runs calm >twice
is "is told apart" "$(wc -l <once) $(wc -l <twice)" "1 2"

# walk WANTED...: how often it was killed in n, what was wrong then in wrong; the
# events are to be those of one of the files.
walk() {
	wrong=
	n=0
	until rm -rf walk && run walk $((n += 1)) 2>/dev/null; do
		[ -z "${EMGEN_CORRELATION_ID-}" ] || [ ! -d walk/models ] || [ -e walk/.emgen/run/line/supervisor ] || continue
		again=$(run walk; echo $?)
		runs walk >walked
		got=$({ [ "$again" = 0 ] || echo "ended with $again"; left; diff walk/models calm/models
			for want; do cmp -s walked "$want" && exit; done; diff "$1" walked; } 2>&1 | cut -c1-600)
		[ -z "$got" ] || wrong="$wrong$n: $got
"
	done
	echo "# $n calls"
}
walk once twice
ok "the supervisor is killed at many places" test "$n" -gt 12
is "and each time the next has the same files and events" "$wrong" ""
export EMGEN_CORRELATION_ID=01a214f4-eb05-7e90-91e6-1d1cf9d1185b
walk once
ok "as many where an id is given" test "$n" -gt 12
is "where it is the same run each time" "$wrong" ""
