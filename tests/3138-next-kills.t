#!/bin/bash
# A worker that has a job acknowledged and the next one claimed in one exchange
# (queue_next()), killed before and after each call and each row: of two jobs the
# first is done and the second taken, or neither; none is lost or done twice.
. "${0%/*}/lib.sh"
# shellcheck source=work.sh
. "$top/tests/work.sh"
pg_options=(-c log_statement=all)
. "$top/tests/pgsql.sh"
. "$top/tests/mariadb.sh"
. "$top/tests/redis.sh"
# shellcheck source=queue-kills.sh
. "$top/tests/queue-kills.sh"

tool() { "$build/tools/queue" "$jobs" sqlite:beside.db; }

# two PLACE: killed anywhere between their push and the second's claim.
two() {
	local place=$1 n=0 code=137 name wrong='' stands
	while [ $code = 137 ]; do
		n=$((n + 1)) name=$place$n
		{ printf '%s\n' "push $name 1" "push $name 2" "claim a $name 90" "next a $name 90" |
			env "$place=$n" "$build-fault/tools/queue" "$jobs" sqlite:beside.db >said 2>err; } 2>/dev/null
		code=$?
	done
	is "$kind: the next one is taken" "$code $(tail -n 1 said)" "0 ok 2 attempt 1"
	kills=$((kills + n - 1))
	for n in $(seq "$n"); do
		stands=$(printf '%s\n' "list $place$n" "count $place$n" | tool | paste -sd,)
		case $stands in
		'jobs,0 0 0' | 'jobs 1,1 0 0' | 'jobs 1 2,2 0 0' | 'jobs 1 2,1 0 1' | 'jobs 2,0 0 1') ;;
		*) wrong+="$n: $stands; " ;;
		esac
	done
	is "$kind: both moves were made, or none" "$wrong" ""
}

cat >run <<'H'
#!/bin/bash
read -r line
echo "${line//[!0-9]/}" >>ran
printf '%s\n' "$line"
H
chmod +x run

# works PLACE WORKERS: a worker is killed anywhere among three jobs, and another
# goes on when its reservations are over.
works() {
	local place=$1 workers=$2 n=0 code=137 name all='' i
	: >told && : >ran
	while [ $code = 137 ]; do
		n=$((n + 1)) name=$place-$workers-$n
		all+=${all:+,}$name
		for i in 1 2 3; do note "$i"; done >lines
		queue push "$name" lines >said
		{ env "$place=$n" "$faulty" work --database "$jobs" "${failed[@]}" --queue "$name" --workers "$workers" \
			--stop-when-empty --name "$name" -- ../run >>told 2>err; } 2>/dev/null
		code=$?
	done
	is "$kind: $workers at once: the worker ends well when it is not killed" "$code" 0
	kills=$((kills + n - 1))
	for i in $(seq "$n"); do echo "list $place-$workers-$i"; done | tool >there
	is "$kind: at most one for each handler was in hand" \
		"$(for i in $(seq "$n"); do echo "count $place-$workers-$i"; done | tool | awk -v max="$workers" '$3 > max')" ""
	overdue
	queue work --queue "$all" --tries 0 --stop-when-empty -- ../run >>told 2>err
	is "$kind: no job is left, and no reservation" "$(for i in $(seq "$n"); do echo "count $place-$workers-$i"; done | tool | sort -u)" "0 0 0"
	is "$kind: none is acknowledged twice" "$(jq -r 'select(.type == "JobProcessed") | .subject' told | sort | uniq -d)" ""
	is "$kind: each was done" "$(sort -u ran | wc -l)" "$((3 * n))"
	ok "$kind: and only those in hand were done again" [ "$(wc -l <ran)" -le $((3 * n + workers * (n - 1))) ]
}

walk() {
	local place kills=0
	for place in EMGEN_FAULT_AT EMGEN_FAULT_ROW; do
		two $place
		works $place 1
		works $place 2
	done
	ok "$kind: it was killed $kills times" [ $kills -gt 30 ]
}
on_each walk
like "PostgreSQL was asked for both in one statement" "$pg_dir/log" 'WITH done AS'
