#!/bin/bash
# Batches on each kind of database: pushed, worked, failed, tried again,
# cancelled and pruned by programs that are killed before and after each call
# that a database sees.  Counts end right, and what is to follow is there once.
. "${0%/*}/lib.sh"
# shellcheck source=work.sh
. "$top/tests/work.sh"
. "$top/tests/pgsql.sh"
. "$top/tests/mariadb.sh"
. "$top/tests/redis.sh"
# shellcheck source=queue-kills.sh
. "$top/tests/queue-kills.sh"

notes 2 >lines
cat >second-fails <<'H'
#!/bin/bash
read -r line
[[ $line != *'"n":1}'* ]] || exit 100
H
chmod +x second-fails
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
# again VERB NAME BEFORE: the verb is killed at each place, given the batch that
# BEFORE has made, and is run once more.
again() {
	local verb=$1 name=$2 before=$3 code=137 i
	n=0
	while [ $code = 137 ]; do
		n=$((n + 1))
		$before "$name$n" >said 2>said.err
		{ EMGEN_FAULT_AT=$n "$faulty" "$verb" --database "$jobs" "${failed[@]}" "$(id_of "$name$n")" >said 2>err; } 2>/dev/null
		code=$?
	done
	is "$kind: $verb ends well when it is not killed" "$code" 0
	ok "$kind: it was killed $((n - 1)) times" [ "$n" -gt 4 ]
	for i in $(seq "$n"); do queue "$verb" "$(id_of "$name$i")" >said 2>err; done
}
# ended NAME: a batch that has ended long ago, with a job that is remembered.
ended() {
	batch "$1"
	queue work --queue "$1" --stop-when-empty -- true
	ask "UPDATE job_batches SET finished_at = 1 WHERE name = '$1'"
}
id_of() { ask "SELECT id FROM job_batches WHERE name = '$1'"; }

walk() {
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
	again retry-batch y failing
	overdue
	queue work --queue "$(names y)" --tries 0 --stop-when-empty -- true >said 2>err
	look
	every y "1|2|0|1|1 jobs 0 told 1 1 1" stands
	ask "SELECT queue, count(*) FROM failed_jobs GROUP BY queue" >failures
	every y 0 has failures

	# Of one that is cancelled no job runs, and its end is told all the same.
	again cancel-batch c batch
	queue work --queue "$(names c)" --tries 0 --stop-when-empty -- false >said 2>err
	look
	every c "1|2|0|0|1 jobs 0 told 0 0 1" stands

	# Of those that are pruned nothing stays, and another is as it was.
	batch living >said 2>&1
	killed z ended prune-batches --hours 1
	queue prune-batches --hours 1 >said
	look
	is "$kind: none of them is left" "$(grep -c '^z' batches)" 0
	is "$kind: nor what was remembered of their jobs" \
		"$(ask 'SELECT count(*) FROM emgen_batch_jobs WHERE batch NOT IN (SELECT id FROM job_batches)')" 0
	is "$kind: one that is under way stays" "$(stands living)" "1|2|2|0|0 jobs 2 told 0 0 0"
	queue work --queue living --stop-when-empty -- true >said 2>err
	look
	is "$kind: and ends" "$(stands living)" "1|2|0|0|1 jobs 0 told 1 0 1"
}

on_each walk
