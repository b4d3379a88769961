#!/bin/bash
# Batches on servers, and beside Redis: pushed, worked, failed, tried again and
# cancelled by programs that are killed before and after each call that a
# database sees.  Counts end right, and what is to follow is there once.
. "${0%/*}/lib.sh"
# shellcheck source=work.sh
. "$top/tests/work.sh"
. "$top/tests/pgsql.sh"
. "$top/tests/mariadb.sh"
. "$top/tests/redis.sh"

faulty=$build-fault/libexec/emgen-queue
[ -x "$faulty" ] || { echo "make FAULT=1 faulty makes $faulty" >&2; exit 1; }
notes 2 >lines
cat >second-fails <<'H'
#!/bin/bash
read -r line
[[ $line != *'"n":1}'* ]] || exit 100
H
chmod +x second-fails
pg_create q
sql -e 'CREATE DATABASE q'

# What follows is for $kind, whose files are in the working directory.
queue() { emgen queue "$1" --database "$jobs" "${failed[@]}" "${@:2}"; }
# ask SQL: of the database that has batches and failed jobs.
ask() {
	case $kind in
	pgsql) pg q -c "$1" ;;
	mysql) sql q -e "$1" | tr '\t' '|' ;;
	redis) sqlite3 -cmd '.timeout 5000' failed.db "$1" ;;
	esac
}
# counts: "queue|number" of all that have jobs, reserved ones as well.
counts() {
	case $kind in
	redis) emgen queue list --database "$jobs" --json --limit 10000 | jq -r '.[].queue' | sort | uniq -c | sed 's/ *\([0-9]*\) \(.*\)/\2|\1/' ;;
	*) ask 'SELECT queue, count(*) FROM jobs GROUP BY queue' ;;
	esac
}
# overdue: all reservations are over.
overdue() {
	case $kind in
	redis) redis eval "for _, key in ipairs(redis.call('KEYS', 'queues:*:reserved')) do
		for _, job in ipairs(redis.call('ZRANGE', key, 0, -1)) do redis.call('ZADD', key, 1, job) end end" 0 >said ;;
	*) ask 'UPDATE jobs SET reserved_at = 1 WHERE reserved_at IS NOT NULL' ;;
	esac
}
has() { sed -n "s/^$2|//p" "$1" | grep . || echo 0; }

# killed NAME BEFORE VERB ARGUMENT...: the command is killed at each place, @ being
# the run's name; BEFORE comes before each.  The runs are NAME1 to NAME$n.
killed() {
	local name=$1 before=$2 verb=$3 code=137
	shift 3
	n=0
	while [ $code = 137 ]; do
		n=$((n + 1))
		$before "$name$n" >said 2>said.err
		{ EMGEN_FAULT_AT=$n "$faulty" "$verb" --database "$jobs" "${failed[@]}" "${@//@/$name$n}" >said 2>err; } 2>/dev/null
		code=$?
	done
	[ $code = 0 ] || cat err
	is "$kind: $verb of $name ends well when it is not killed" "$code" 0
	ok "$kind: it was killed $((n - 1)) times" [ "$n" -gt 4 ]
}
# every NAME WANTED COMMAND...: of each run the command says what is wanted.
every() {
	local name=$1 wanted=$2 wrong='' i got
	shift 2
	for i in $(seq "$n"); do
		got=$("$@" "$name$i")
		[ "$got" = "$wanted" ] || wrong+="$i: $got; "
	done
	is "$kind: $name: $wanted" "$wrong" ""
}
# stands: of the one batch of that name, its counts and jobs, and what was told.
look() {
	ask "SELECT name, count(*), sum(total_jobs), sum(pending_jobs), sum(failed_jobs), sum(CASE WHEN finished_at IS NULL THEN 0 ELSE 1 END) FROM job_batches GROUP BY name" >batches
	counts >counted
}
stands() { echo "$(has batches "$1") jobs $(has counted "$1") told $(has counted "t-$1") $(has counted "c-$1") $(has counted "f-$1")"; }
names() { seq -s, -f "$1%g" "$n"; }

nothing() { :; }
batch() { queue push --batch "$1" --allow-failures --then "t-$1" --catch "c-$1" --finally "f-$1" "$1" ../lines; }
failing() {
	batch "$1"
	queue work --queue "$1" --stop-when-empty -- ../second-fails
}
# again NAME: retry-batch is killed, and run once more.
again() {
	local name=$1 code=137 i
	n=0
	while [ $code = 137 ]; do
		n=$((n + 1))
		failing "$name$n" >said 2>said.err
		{ EMGEN_FAULT_AT=$n "$faulty" retry-batch --database "$jobs" "${failed[@]}" "$(id_of "$name$n")" >said 2>err; } 2>/dev/null
		code=$?
	done
	is "$kind: retry-batch ends well when it is not killed" "$code" 0
	ok "$kind: it was killed $((n - 1)) times" [ "$n" -gt 4 ]
	for i in $(seq "$n"); do queue retry-batch "$(id_of "$name$i")" >said 2>err; done
}
id_of() { ask "SELECT id FROM job_batches WHERE name = '$1'"; }

walk() {
	kind=$1
	jobs=$2
	failed=()
	[ "$kind" != redis ] || failed=(--failed sqlite:failed.db)
	mkdir -p "$kind" && cd "$kind" || exit
	queue batches >said

	killed p nothing push --batch @ --allow-failures --then t-@ --catch c-@ --finally f-@ @ ../lines
	for i in $(seq "$n"); do batch "p$i" >said 2>&1; done
	look
	every p "1|2|2|0|0 jobs 2 told 0 0 0" stands

	killed w batch work --queue @ --stop-when-empty -- true
	overdue
	queue work --queue "$(names w)" --tries 0 --stop-when-empty -- true >said 2>err
	look
	every w "1|2|0|0|1 jobs 0 told 1 0 1" stands

	killed x batch work --queue @ --tries 0 --stop-when-empty -- ../second-fails
	overdue
	queue work --queue "$(names x)" --tries 0 --stop-when-empty -- ../second-fails >said 2>err
	look
	every x "1|2|1|1|0 jobs 0 told 0 1 1" stands
	ask "SELECT queue, count(*) FROM failed_jobs GROUP BY queue" >failures
	every x 1 has failures

	# A job that failed is tried again, and completes its batch.
	again y
	overdue
	queue work --queue "$(names y)" --tries 0 --stop-when-empty -- true >said 2>err
	look
	every y "1|2|0|1|1 jobs 0 told 1 1 1" stands
	ask "SELECT queue, count(*) FROM failed_jobs GROUP BY queue" >failures
	every y 0 has failures
}

# What each says is told once more, as one test each.
(walk pgsql "$(pg_dsn q)") >pgsql.tap &
walks=($!)
(walk mysql "$(dsn q)") >mysql.tap &
walks+=($!)
(walk redis "$(redis_dsn 0)") >redis.tap &
walks+=($!)
wait "${walks[@]}"
for kind in pgsql mysql redis; do
	sed 's/^/# /' $kind.tap
	is "$kind: none is wrong" "$(grep '^not' $kind.tap)" ""
	is "$kind: all was looked at" "$(grep -c '^ok' $kind.tap)" "$(grep -c '^ok' redis.tap)"
	ok "$kind: which was much" grep "^ok 14 - " $kind.tap
done
