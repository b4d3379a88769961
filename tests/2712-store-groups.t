#!/bin/bash
# emgen store subscribe --member: several share a subscription by streams, each
# event is at one of them, each stream in order, on both databases alike.
. "${0%/*}/lib.sh"
. "$top/tests/pgsql.sh"

id() { printf '00000000-0000-7000-8000-%012d' "$1"; }
# notes FROM TO: events of twenty streams.
notes() {
	for ((n = $1; n <= $2; n++)); do
		printf '{"type":"Noted","specversion":"1.0","id":"%s","source":"tests","correlationid":"%s","data":{"n":%d}}\n' "$(id "$n")" "$(printf '0194B7F0-1C5A-7D0E-9A51-%012X' $((n * 7 % 20 * 12345)))" "$n"
	done
}
# database NAME: a new one of that kind, for the programs that follow.
database() {
	if [ "$kind" = SQLite ]; then
		export EMGEN_DATABASE="sqlite:$scratch/$1.db"
	else
		pg_create "$1"
		export EMGEN_DATABASE="pgsql:///$1?host=$pg_dir&port=$pg_port&user=postgres"
	fi
}
ask() { if [ "$kind" = SQLite ]; then sqlite3 "$name.db" "$1"; else pg "$name" -c "$1"; fi; }
subscribe() { emgen store subscribe --stop-when-empty --backoff 0 "$@"; }
# together NAME N: all members, at once, to the end.
together() {
	local i pids=()
	for ((i = 1; i <= $2; i++)); do
		subscribe --batch 3 --member "$i/$2" "$1" -- cat >>"$1.$i" & pids[i]=$!
	done
	for ((i = 1; i <= $2; i++)); do wait "${pids[i]}" || echo "member $i: $?"; done
}
streams() { jq -r .correlationid "$@" | sort -u; }
# in_order FILE: the events of each stream are in the order of the store.
in_order() { diff <(jq -rs 'group_by(.correlationid)[][].id' all) <(jq -rs 'group_by(.correlationid)[][].id' "$1"); }

for kind in SQLite PostgreSQL; do
	echo "# $kind"
	name=while_$kind
	database "$name"
	rm -f shared.?

	# --- while writers write ---

	writers=()
	for w in 1 2 3; do
		notes $((w * 1000 + 1)) $((w * 1000 + 100)) | emgen store append --batch 7 >/dev/null & writers+=($!)
	done
	for again in 1 2 3; do together shared 3; done >failed
	for pid in "${writers[@]}"; do wait "$pid" || echo "writer: $?"; done >>failed
	together shared 3 >>failed
	is "$kind: three members and three writers end well" "$(cat failed)" ""
	emgen store read >all
	cat shared.1 shared.2 shared.3 >seen
	is "$kind: each event is seen once" "$(jq -r .id seen | sort)" "$(jq -r .id all | sort)"
	ok "$kind: each stream in order" in_order seen
	is "$kind: each at one member" "$(for i in 1 2 3; do streams shared.$i; done | sort)" "$(streams all)"
	for i in 1 2 3; do ok "$kind: member $i has some" [ -s shared.$i ]; done
	for i in 1 2 3; do streams shared.$i | sed "s/^/$i /"; done >"split.$kind"
	is "$kind: what is read, the checkpoints say" \
		"$(ask "SELECT member, members, position FROM emgen_subscriptions WHERE name = 'shared' ORDER BY 1")" \
		"$(for i in 1 2 3; do echo "$i|3|$(ask 'SELECT max(position) FROM domain_events')"; done)"

	# --- another number of members ---

	notes 5001 5040 | emgen store import
	subscribe --member 2/3 shared -- cat >>shared.2
	for other in 1/2 1/1; do
		exits "$kind: $other while some of three have more to read" 100 subscribe --member "$other" shared -- cat
		like "$kind: is said" err '^emgen-store: shared: shared by 3 members, which are at positions [0-9]+ to [0-9]+: it can be shared by [12] when all are at the same$'
	done
	exits "$kind: nor alone" 100 subscribe shared -- cat
	is "$kind: it is not touched" "$(cat out)" ""
	together shared 3
	notes 6001 6040 | emgen store import
	is "$kind: when all have read everything" "$(together shared 2)" ""
	emgen store read >all
	cat shared.? >seen
	is "$kind: two go on from there" "$(jq -r .id seen | sort)" "$(jq -r .id all | sort)"
	notes 7001 7010 | emgen store import
	exits "$kind: of two" 0 subscribe --member 1/2 shared -- cat
	exits "$kind: both" 0 subscribe --member 2/2 shared -- cat
	notes 7011 7020 | emgen store import
	exits "$kind: then one is alone again" 0 subscribe shared -- cat
	is "$kind: and reads the rest" "$(jq .data.n out | tr '\n' ' ')" "$(seq -s' ' 7011 7020) "

	# One that has been running when the others were shared anew.
	mkfifo "hold.$kind"
	notes 7021 7040 | emgen store import
	subscribe shared -- sh -c "cat hold.$kind >/dev/null; cat" >first 2>first.err &
	exec 8>"hold.$kind"
	exits "$kind: shared by two, while one reads" 0 subscribe --member 1/2 shared -- cat
	exec 8>&-
	wait $!
	is "$kind: that one notices" "$? $(cat first.err)" "111 emgen-store: shared: another subscriber of this name has gone on"

	# --- what cannot be digested ---

	for i in 1 2; do subscribe --park-after 1 --member $i/2 --batch 50 picky -- sh -c 'lines=$(cat); case $lines in *:500[1-4]}*) exit 1; esac; printf "%s\n" "$lines"'; done >out 2>err
	is "$kind: what any member parks, the subscription has" \
		"$(emgen store list-parked --json picky | jq .position)" "$(jq -r 'select(.data.n >= 5001 and .data.n <= 5004).id' all |
			while read -r event; do ask "SELECT position FROM domain_events WHERE event_id = '$event'"; done)"
	exits "$kind: and gives it to a handler" 0 emgen store replay-parked picky -- cat
	is "$kind: once more" "$(jq .data.n out | tr '\n' ' ')" "5001 5002 5003 5004 "

	# --- --append ---

	# shellcheck disable=SC2016 # jq's
	derive='{type: "Derived", specversion: "1.0", id: (.id | sub("-7000-"; "-8000-")), source: "derive", data: {n: .data.n}}'
	for i in 1 2; do subscribe --type Noted --append --batch 20 --member $i/2 derive -- jq -c "$derive" & pids[i]=$!; done >/dev/null
	for i in 1 2; do wait "${pids[i]}" || echo "$?"; done >failed
	is "$kind: what members append is there once" "$(cat failed; emgen store read --type Derived | jq .data.n | sort -n)" \
		"$(emgen store read --type Noted | jq .data.n | sort -n)"

	# --- a store of before ---

	name=old_$kind
	database "$name"
	notes 1 20 | emgen store import
	ask "DROP TABLE emgen_subscriptions; UPDATE emgen_migrations SET version = 3 WHERE part = 'store';
		CREATE TABLE emgen_subscriptions (name VARCHAR(255) NOT NULL PRIMARY KEY, position BIGINT NOT NULL, updated_on TIMESTAMP);
		INSERT INTO emgen_subscriptions (name, position) VALUES ('old', 15)"
	exits "$kind: a subscription that knew no members" 0 subscribe old -- cat
	is "$kind: goes on from where it was" "$(jq .data.n out | tr '\n' ' ')" "16 17 18 19 20 "
	exits "$kind: list-parked of a name that is not there" 0 emgen store list-parked nobody
	is "$kind: makes none" "$(ask "SELECT name FROM emgen_subscriptions")" old
done
same "the streams of a member are the same on each database" split.PostgreSQL split.SQLite

for bad in 0/3 4/3 3 1/ /3 1/0 a/b 1/3x -1/3 1/-3 1/1001 ""; do
	exits "--member '$bad'" 100 subscribe --member "$bad" name -- cat
	like "is said" err '^emgen-store: --member: not I/N'
done
