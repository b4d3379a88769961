#!/bin/bash
# The queue: each state and move of doc/QUEUE.md, on every kind of database.
. "${0%/*}/lib.sh"
. "$top/tests/pgsql.sh"
. "$top/tests/mariadb.sh"
. "$top/tests/redis.sh"

# cells: "from move to" of the table of moves.
cells() {
	awk -F' *[|] *' '/^\| from / { for (i = 3; i < NF; i++) move[i] = $i; on = 1; next }
		on && /^\|---/ { next }
		on && /^\|/ { for (i = 3; i < NF; i++) print $2, move[i], $i; next }
		{ on = 0 }' "$top/doc/QUEUE.md"
}

# For how long A and B claim a job that C is to have, or is not: in SQL who claims
# says when the one before is overdue, in Redis each says so of itself.
spans() { # STATE MOVE
	for_a=90 for_b=0 for_c=0
	[ "$where" = Redis ] || return 0
	for_b=90 for_c=90
	[ "$2" != overdue ] || for_a=0 for_b=0
	[ "$1" != taken ] || for_a=0
}

# into STATE QUEUE NUMBER: the commands that bring a job there.
into() {
	printf '%s\n' "push $2 $3 0 event-$3" "claim a $2 $for_a"
	case $1 in
	gone) echo "ack a" ;;
	ready) echo "release a 0" ;;
	delayed) echo "release a 3600" ;;
	reserved) ;;
	taken) echo "claim b $2 $for_b" ;;
	failed) echo "fail a" ;;
	esac
}

# move MOVE QUEUE NUMBER
move() {
	case $1 in
	push) echo "push $2 $3 0 event-$3" ;;
	claim) echo "claim c $2 90" ;;
	overdue) echo "claim c $2 $for_c" ;;
	beat | ack | fail) echo "$1 a" ;;
	release) echo "release a 0" ;;
	delay) echo "release a 3600" ;;
	refund) echo "refund a 0" ;;
	retry | forget) echo "$1 $3" ;;
	clear) echo "clear $2" ;;
	esac
}

# What the tool calls a state, for the job of a number.
shown() {
	case $1 in
	taken) echo reserved ;;
	failed) echo "failed $2" ;;
	*) echo "$1" ;;
	esac
}

# walk DATABASE DSN [FAILED-DSN]: all cells in one go.
walk() {
	local name=$1 n=0 from move to start
	where=$1
	shift
	: >commands
	while read -r from move to; do
		n=$((n + 1))
		spans "$from" "$move"
		{
			into "$from" "q$n" "$n"
			echo "state q$n"
			move "$move" "q$n" "$n"
			echo "state q$n"
		} >>commands
	done < <(cells)
	"$build/tools/queue" "$@" <commands >answers 2>err
	is "$name: the commands are obeyed" "$?" 0
	sed 's/^/# /' err
	paste -d'|' commands answers >both
	n=0
	while read -r from move to; do
		n=$((n + 1))
		start=$(shown "$from" $n)
		[ "$to" != = ] || to=$from
		is "$name: $from, $move" "$(grep "^state q$n|" both | cut -d'|' -f2)" "$start
$(shown "$to" $n)"
	done < <(cells)
}

is "the table has all cells" "$(cells | wc -l)" $((6 * 12))
pg_create jobs
pg_create failed
sql -e 'CREATE DATABASE jobs; CREATE DATABASE failed'
walk SQLite sqlite:jobs.db
walk PostgreSQL "$(pg_dsn jobs)"
walk MariaDB "$(dsn jobs)"
walk "SQLite, failed jobs in MariaDB" sqlite:other.db "$(dsn failed)"
walk Redis "$(redis_dsn 1)" sqlite:failed.db
walk "MariaDB, failed jobs in PostgreSQL" "$(dsn failed)" "$(pg_dsn failed)"

# --- what the table does not say, told by the same script on each ---

cat >script <<'S'
push high 1
push low 2
push low 3 3600
claim a high,low 90
claim b high,low 90
claim c high,low 90
count low
beat a
refund a 0
claim d high 90
refund a 0
beat a
ack a
beat d
release d 0
claim a high 90
release a 0 2 1
claim a high 90
memory a
release a 0 3 0
claim a high 90
claim d high 0
memory d
ack a
ack d
push high 1
claim a high 90
release a 0
claim a high 90
memory a
fail a
retry 1
claim a high 90
release a 0
claim a high 90
memory a
ack a
pause low
release b 0
claim b low 90
count low
resume low
claim b low 90
claim c low 0
ack b
fail b
release b 0
beat b
fail c
failed low
retry 2
claim c low 90
failed low
ack c
push once 4 0 -  key-one 60
push once 5 0 -  key-one 60
push once 6 0 -  key-two 60
claim a once 90
push once 7 0 -  key-one 60
ack a
push once 8 0 -  key-one 60
claim a once 90
fail a
push once 9 0 -  key-two 60
push once 10 0 -  key-nine 0
push once 11 0 -  key-nine 60
list once
clear once
push once 12 0 -  key-one 60
push same 20 0 event
push same 21 0 event
push other 22 0 event
list same
restarts
restart
restart
restarts
raw bad not-json
claim a bad 90 unnamed
fail a
count bad
flush 1
flush -1
failed once
S
cat >want <<'S'
pushed
pushed
pushed
1 attempt 1
2 attempt 1
none
0 1 1
ok
ok
1 attempt 1
lost
lost
lost
ok
ok
1 attempt 2
ok
1 attempt 3
attempt 3, 2 exceptions, 1 crashes
ok
1 attempt 4
1 attempt 5
attempt 5, 3 exceptions, 0 crashes
lost
ok
pushed
1 attempt 1
ok
1 attempt 2
attempt 2, 0 exceptions, 0 crashes
ok
ok
1 attempt 1
ok
1 attempt 2
attempt 2, 0 exceptions, 0 crashes
ok
ok
ok
none
1 1 0 paused
ok
2 attempt 2
2 attempt 3
lost
lost
lost
lost
ok
failed 2
ok
2 attempt 1
failed
ok
pushed
not
pushed
4 attempt 1
not
ok
pushed
6 attempt 1
ok
pushed
pushed
pushed
jobs 8 9 10 11
4
pushed
pushed
not
pushed
jobs 20
0
ok
ok
2
pushed
unnamed attempt 1
ok
0 0 0
0
2
failed
S

# tells NAME DSN [FAILED-DSN]: the same story everywhere.
tells() {
	"$build/tools/queue" "${@:2}" <script >answers 2>err
	is "$1: the story is obeyed" "$?" 0
	sed 's/^/# /' err
	same "$1: and told" answers want
}
pg_create story
sql -e 'CREATE DATABASE story'
tells SQLite sqlite:story.db
tells PostgreSQL "$(pg_dsn story)"
tells MariaDB "$(dsn story)"
# There the one who is to be late says so.
sed -i '/^resume low/ { n; s/90/0/; }; s/^claim c low 0/claim c low 90/; /^release a 0 3 0/ { n; s/90/0/; }; s/^claim d high 0/claim d high 90/' script
tells Redis "$(redis_dsn 2)" sqlite:story-failed.db

# --- who waits is woken ---

# wakes NAME DSN: a worker waits for half a minute at most, unless it is told.
wakes() {
	local answer started input
	coproc worker { "$build/tools/queue" "$2" 2>&1; }
	for command in 'claim a q 90' 'wait a q 30'; do
		echo "$command" >&"${worker[1]}"
		read -r answer <&"${worker[0]}"
	done
	is "$1: the first wait only makes itself known" "$answer" woken
	started=$SECONDS
	echo 'wait a q 30' >&"${worker[1]}"
	echo 'push q 1' | "$build/tools/queue" "$2" >pushed
	read -r answer <&"${worker[0]}"
	# on MySQL it is asked to look, perhaps before the job is there
	while echo 'claim a q 90' >&"${worker[1]}" && read -r answer <&"${worker[0]}" && [ "$answer" = none ] && [ $((SECONDS - started)) -lt 15 ]; do
		echo 'wait a q 30' >&"${worker[1]}"
		read -r answer <&"${worker[0]}"
	done
	is "$1: a push wakes who waits" "$answer" "1 attempt 1"
	ok "$1: at once" [ $((SECONDS - started)) -lt 15 ]
	echo 'push q 2 1' | "$build/tools/queue" "$2" >pushed
	while echo 'claim a q 90' >&"${worker[1]}" && read -r answer <&"${worker[0]}" && [ "$answer" = none ] && [ $((SECONDS - started)) -lt 25 ]; do
		echo 'wait a q 30' >&"${worker[1]}"
		read -r answer <&"${worker[0]}"
	done
	is "$1: a job that was delayed needs nobody" "$answer" "2 attempt 1"
	input=${worker[1]}
	exec {input}>&-
	wait "$worker_PID"
}
pg_create wait
sql -e 'CREATE DATABASE wait'
wakes SQLite sqlite:wait.db
wakes PostgreSQL "$(pg_dsn wait)"
wakes MariaDB "$(dsn wait)"

# Nobody is told while nobody waits.
mkfifo listener
psql -X -q -A -t -h "$pg_dir" -p "$pg_port" -U postgres -d wait <listener >heard 2>&1 &
listener=$!
exec 7>listener
printf '%s\n' 'LISTEN emgen_queue;' "SELECT 'listens';" >&7
until grep -qs listens heard; do :; done
echo 'push q 3' | "$build/tools/queue" "$(pg_dsn wait)" >pushed
printf '%s\n' "SELECT 'still';" >&7
exec 7>&-
wait "$listener"
unlike "a push tells nobody when nobody waits" heard 'Asynchronous notification'
