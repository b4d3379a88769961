#!/bin/bash
# A network that drops packets and says nothing: whoever asks a server gives up
# in time, says so, and a repeat completes what was under way; workers that wait
# notice it, come back when the network does, and no job is lost, or done twice.
#
# The servers have a network namespace, and their clients another one.  A cut
# is a neighbour of whom both sides have a wrong address.
[ -v apart ] || exec env apart=1 unshare --net "$0"
. "${0%/*}/lib.sh"
ip link set lo up
setpriv --pdeathsig KILL unshare --net sleep infinity &
guest=$!
own() { readlink "/proc/$1/ns/net"; }
until [ "$(own $guest)" != "$(own $$)" ] && ! grep -q unshare /proc/$guest/comm; do :; done
stops=("kill $guest")
there() { nsenter --net="/proc/$guest/ns/net" "$@"; }
ok "a host" bash -ec '
	ip link add wire address 02:00:00:00:00:01 type veth peer name eth0 address 02:00:00:00:00:02 netns "$1"
	ip address add 10.0.0.1/24 dev wire
	ip link set wire up
	nsenter --net="/proc/$1/ns/net" ip address add 10.0.0.2/24 dev eth0
	nsenter --net="/proc/$1/ns/net" ip link set eth0 up' - $guest
neighbours() {
	ip neighbour replace 10.0.0.2 lladdr "02:00:00:00:00:${1}2" dev wire nud permanent
	there ip neighbour replace 10.0.0.1 lladdr "02:00:00:00:00:${1}1" dev eth0 nud permanent
}
cut() { neighbours f; }
mend() { neighbours 0; }

pg_options=(-c 'listen_addresses=*')
mariadb_options=(--bind-address=0.0.0.0)
redis_options=('bind 0.0.0.0' 'protected-mode no')
# shellcheck source=work.sh
. "$top/tests/work.sh"
. "$top/tests/pgsql.sh"
. "$top/tests/mariadb.sh"
. "$top/tests/redis.sh"
echo 'host all all 10.0.0.0/24 trust' >>"$pg_dir/data/pg_hba.conf"
pg postgres -c 'SELECT pg_reload_conf()' >pg.out
pg_create q
sql -e "CREATE DATABASE q; CREATE USER guest@'10.0.0.2'; GRANT ALL ON *.* TO guest@'10.0.0.2'"

limits='connect_timeout=2&tcp_user_timeout=5000'
kinds=(pgsql mysql redis)
declare -A far=([pgsql]="pgsql://postgres@10.0.0.1:$pg_port/q?$limits"
	[mysql]="mysql://guest@10.0.0.1:$mariadb_port/q?$limits&read_timeout=3"
	[redis]="redis://10.0.0.1:$redis_port/0?$limits&read_timeout=60")
declare -A near=([pgsql]=$(pg_dsn q) [mysql]=$(dsn q) [redis]=$(redis_dsn 0))
# far PROGRAM [VERB] -- ARGUMENT...: of emgen's, on the other host, on $kind.
# timeout(1) sends SIGCONT behind SIGTERM unless it is in the foreground; a
# program whose LeakSanitizer has just stopped it would hang then.
far() {
	local command=(emgen-"$1")
	shift
	while [ "$1" != -- ]; do command+=("$1") && shift; done
	there timeout --foreground 200 "$EMGEN_EXEC_PATH/${command[0]}" "${command[@]:1}" --database "${far[$kind]}" "${@:2}"
}
near() { emgen queue "$1" --database "${near[$kind]}" "${@:2}"; }
for kind in "${kinds[@]}"; do
	mkdir "$kind"
	exits "$kind: it is there" 0 far queue list -- q
	exits "$kind: so is the throttle" 0 far throttle -- --allow 100 --every 1000 room /dev/null
done

# each NAME COMMAND...: of each kind at once, with its output in $kind/NAME.
each() {
	local name=$1
	shift
	for kind in "${kinds[@]}"; do
		(
			"$@" >"$kind/$name.out" 2>"$kind/$name.err"
			echo $? >"$kind/$name.code"
		) &
		trying+=($!)
	done
}
# gave_up NAME...: what they came to.
gave_up() {
	local name
	wait "${trying[@]}"
	trying=()
	for name; do
		for kind in "${kinds[@]}"; do
			is "$kind: $name gives up" "$(cat "$kind/$name.code")" 111
			is "$kind: in one line" "$(wc -l <"$kind/$name.err")" 1
			like "$kind: that says why" "$kind/$name.err" 'does not answer|has not answered|timed out|[Cc]onnect'
			sed 's/^/# /' "$kind/$name.err"
		done
	done
}

# --- no connection ---

notes 2 >two
trying=()
cut
each push far queue push -- q two
each list far queue list -- q
each monitor far queue monitor -- q
each throttle far throttle -- room two
each work far queue work -- --failed sqlite:failed.db --queue q -- cat
each cache far cache get -- key
gave_up push list monitor throttle work cache
mend

# --- within a stream of lines ---

for kind in "${kinds[@]}"; do mkfifo "$kind/push.in" "$kind/throttle.in"; done
pushes() { far queue push -- --commit 1 q <"$kind/push.in"; }
throttles() { far throttle -- --allow 100 --every 1000 room <"$kind/throttle.in"; }
each push pushes
each throttle throttles
declare -A in
for name in push throttle; do
	for kind in "${kinds[@]}"; do
		exec {fd}>"$kind/$name.in"
		in[$kind.$name]=$fd
		sed -n 1p two >&"$fd"
	done
done
passed() { for kind in "${kinds[@]}"; do [ -s "$kind/$1.out" ] || return 1; done; }
ok "a line is pushed on each" until_ok passed push
ok "and one let through" until_ok passed throttle
cut
for fd in "${in[@]}"; do sed -n 2p two >&"$fd"; done
gave_up push throttle
for fd in "${in[@]}"; do exec {fd}>&-; done
mend
for kind in "${kinds[@]}"; do
	is "$kind: nothing was passed on that was not kept" "$(cat "$kind/push.out")" "$(sed -n 1p two)"
	exits "$kind: the same lines again" 0 far queue push -- q two
	is "$kind: are each one job" "$(near list --json q | jq -s 'flatten | length')" 2
done

# --- a statement under way ---

# Somebody has locked the table; the answer comes when the network is gone.
soon() { # COMMAND...: within a minute
	local until=$((SECONDS + 60))
	until "$@"; do [ $SECONDS -lt $until ] || return 1; read -rt 0.1 <> <(:); done
	return 0
}
mkfifo lock.pgsql lock.mysql
pg q <lock.pgsql >lock.out & exec 5>lock.pgsql
sql --unbuffered q <lock.mysql >lock2.out & exec 6>lock.mysql
echo "BEGIN; LOCK TABLE jobs IN EXCLUSIVE MODE; SELECT 'locked';" >&5
echo "LOCK TABLES jobs WRITE; SELECT 'locked';" >&6
redis client pause 60000 write >/dev/null
ok "PostgreSQL's table is locked" until_ok grep locked lock.out
ok "and MariaDB's" until_ok grep locked lock2.out
notes 3 >three
each late far queue push -- q three

# Whoever was too slow to see it has given up already.
waits_or_ended() { "$1_waits" || [ -e "$1/late.code" ]; }
pgsql_waits() { [ "$(pg q -c 'select count(*) from pg_locks where not granted')" = 1 ]; }
mysql_waits() { sql -e 'show processlist' | grep -q 'Waiting for table metadata lock'; }
redis_waits() { redis client list | grep -q 'flags=b'; }
for kind in "${kinds[@]}"; do ok "$kind: a push waits for an answer" until_ok waits_or_ended "$kind"; done
cut
echo 'COMMIT;' >&5
echo 'UNLOCK TABLES;' >&6
exec 5>&- 6>&-
redis client unpause >/dev/null
gave_up late
pg_misses() { [ "$(pg q -c "select count(*) from pg_stat_activity where client_addr = '10.0.0.2'")" = 0 ]; }
ok "PostgreSQL ends the connection, too" soon pg_misses
for kind in "${kinds[@]}"; do
	ok "$kind: the server misses it, too, and others can push the same lines" soon near push q three
	is "$kind: each is one job" "$(near list --json q | jq -s 'flatten | length')" 3
done
mend

# --- workers that wait ---

works() { far queue work -- --failed "sqlite:$kind/failed.db" --queue q --sleep 100 --block-for 100 "$@"; }
each worker works -- cat
all() { for kind in "${kinds[@]}"; do "$@" || return 1; done; }
did() { [ "$(grep -c '"type":"JobProcessed"' "$kind/worker.out")" -ge "$1" ]; }
said() { grep -q "$1" "$kind/worker.err"; }
ok "workers do the jobs" soon all did 3
# Behind the last that it asks for before it waits.
pg_listens() {
	[ "$(pg q -c "select count(*) from pg_stat_activity join pg_locks using (pid) where locktype = 'advisory' and state = 'idle'
		and query like '%ORDER BY available_at LIMIT 1'")" = 1 ]
}
redis_listens() { redis info clients | grep -q 'blocked_clients:1'; }
ok "and wait for more, on PostgreSQL" soon pg_listens
ok "and on Redis" soon redis_listens
cut
ok "the cut is noticed" soon all said 'tried again every second'
notes 4 >four
for kind in "${kinds[@]}"; do near push q four >/dev/null; done
mend
ok "and that it is over" soon all said 'the database is back'
ok "the job is done" soon all did 4
for pid in "${trying[@]}"; do pkill -TERM -P "$pid"; done
wait "${trying[@]}"
for kind in "${kinds[@]}"; do
	is "$kind: the worker ends well" "$(cat "$kind/worker.code")" 0
	is "$kind: each is done" "$(jq -r 'select(.type == "Noted").data.n' "$kind/worker.out" | sort -nu | paste -sd' ')" "0 1 2 3"
	is "$kind: none is left" "$(near list --json q | jq -s 'flatten | length')" 0
done

# --- a worker that is told to end ---

# It could wait for an answer for a minute, and has nothing to ask; one on
# MariaDB is always about to ask for jobs.
kinds=(pgsql)
for kind in "${kinds[@]}"; do far[$kind]=${far[$kind]/tcp_user_timeout=*/"tcp_user_timeout=600000&read_timeout=600"}; done
each worker works --retry-after 1000 -- cat
ok "a worker waits on PostgreSQL" soon pg_listens
cut
for pid in "${trying[@]}"; do pkill -TERM -P "$pid"; done
begun=$SECONDS
wait "${trying[@]}"
for kind in "${kinds[@]}"; do is "$kind: it ends" "$(cat "$kind/worker.code")" 0; done
ok "at once: $((SECONDS - begun)) s" test $((SECONDS - begun)) -lt 30
