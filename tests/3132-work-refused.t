#!/bin/bash
# Servers that take nothing for a while, in the middle of a run: replicas, those
# that are read-only, full, or cancel what takes long.  A worker says it once,
# waits, does not spin, and goes on; nothing is lost, or done twice.
. "${0%/*}/lib.sh"
# shellcheck source=work.sh
. "$top/tests/work.sh"
# shellcheck source=pgsql.sh
. "$top/tests/pgsql.sh"
# shellcheck source=mariadb.sh
. "$top/tests/mariadb.sh"
# shellcheck source=redis.sh
. "$top/tests/redis.sh"

cat >handler <<'H'
#!/bin/bash
read -r line
while [ -e hold ]; do read -rt 0.05 <> <(:); done
printf '%s\n' "$line"
H
chmod +x handler
# Hundredths of a second that a process has computed.
ticks() { awk '{ print $14 + $15 }' "/proc/$1/stat"; }
listed() { emgen queue list --database "$dsn" --json "$kind"; }
reserved() { listed | jq -e '[.[].reservedAt] | any'; }

# starts: a worker has the first of three jobs, and waits for leave to end it.
starts() {
	notes 3 >lines
	emgen queue push --database "$dsn" "$kind" lines >/dev/null
	: >hold
	emgen queue work --database "$dsn" --failed sqlite:failed.db --queue "$kind" --tries 0 --timeout 0 \
		--retry-after 60 --sleep 0.2 --stop-when-done -- ./handler >went 2>went.err &
	worker=$!
	ok "$kind: a worker has a job" until_ok reserved
}
# waits PATTERN [FIRST]: it is told no by the server, and takes it for away; FIRST
# is what it hears at first, when that is something else.
waits() {
	local before
	rm hold
	ok "$kind: the worker waits" until_ok grep -q "${2:-$1}.*tried again every second" went.err
	before=$(ticks "$worker")
	read -rt 3 <> <(:)
	ok "$kind: and does not spin" [ $(($(ticks "$worker") - before)) -lt 50 ]
	note 3 >another
	exits "$kind: a push is to be tried again" 111 emgen queue push --database "$dsn" "$kind" another
	is "$kind: it passes nothing on" "$(cat out)" ""
	like "$kind: and says why" err "$1"
}
ends() {
	wait "$worker"
	is "$kind: then the worker comes to the end of its jobs" "$?" 0
	is "$kind: each is done, once" "$(jq -r 'select(.type == "Noted").data.n' went | sort | paste -sd' ')" "0 1 2"
	is "$kind: and acknowledged" "$(jq -r 'select(.type == "JobProcessed").subject' went | sort -u | wc -l)" 3
	is "$kind: none is left" "$(listed)" "[]"
}
back() { is "$kind: it says once that the database was away, and that it is back" \
	"$(grep -c 'every second' went.err) $(grep -c 'is back' went.err)" "1 1"; }
# guards CONNECTIONS KILL...: what holds jobs back has connections of its own, which
# somebody may end alone; the second command does.
guards() {
	kind=guarded
	emgen queue work --database "$dsn" --failed sqlite:failed.db --queue "$kind" --throttle all:9/1000 --no-overlap '{id}' \
		--sleep 0.2 -- ./handler >went 2>went.err &
	worker=$!
	ok "$kind: a worker waits" until_ok eval "[ \"\$($1)\" = 3 ]"
	"${@:2}" >said
	note 0 | emgen queue push --database "$dsn" "$kind" >line
	ok "$kind: its job is done when they have ended" until_ok grep -q JobProcessed went
	is "$kind: at the first attempt" "$(jq 'select(.type == "JobProcessed").data.job.attempts' went)" 1
	kill -TERM "$worker"
	wait "$worker"
	is "$kind: the worker ends well" "$?" 0
	back
}
reads() { is "$kind: who only looks sees the jobs" "$(listed | jq length)" 3; }

# --- PostgreSQL ---

pg_create q
dsn=$(pg_dsn q)
setting() { pg postgres -c "ALTER SYSTEM $1" -c 'SELECT pg_reload_conf()'; }
# shown NAME VALUE: new sessions have it.
shown() { [ "$(pg q -c "SHOW $1")" = "$2" ]; }

kind=read-only
starts
setting 'SET default_transaction_read_only = on' >said
ok "$kind: sessions are" until_ok shown default_transaction_read_only on
waits 'read-only transaction'
reads
pg postgres -c 'SET default_transaction_read_only = off' -c 'ALTER SYSTEM RESET ALL' -c 'SELECT pg_reload_conf()' >said
ends
back

kind=standby
starts
pg_stop INT
"${pg_as[@]}" touch "$pg_dir/data/standby.signal"
pg_run
waits 'read-only transaction' connection
reads
pg postgres -c 'SELECT pg_promote()' >said
ends
back

kind=cancelled
starts
mkfifo to
pg q <to >said 2>&1 &
exec 7>to
echo "BEGIN; LOCK TABLE jobs; SELECT 'has it';" >&7
ok "$kind: somebody has all jobs for a while" until_ok grep -q 'has it' said
pg postgres -c 'ALTER DATABASE q SET statement_timeout = 2000' # for what is locked, and nothing else
# those that are there already keep what they had
pg postgres -c "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'q' AND state <> 'idle in transaction'" >said.too
waits 'statement timeout' connection
exec 7>&-
ends
back
pg postgres -c 'ALTER DATABASE q RESET statement_timeout'

# A transaction in which nothing is said, since the program was stopped.
kind=idle
pg postgres -c 'ALTER DATABASE q SET idle_in_transaction_session_timeout = 2000'
mkfifo tool
"$build/tools/queue" "$dsn" <tool >tool.out 2>tool.err &
tool=$!
exec 8>tool
printf 'begin a\npush idle 1\n' >&8
ok "$kind: a transaction begins" until_ok grep -q pushed tool.out
alone() { [ "$(pg postgres -c "SELECT count(*) FROM pg_stat_activity WHERE datname = 'q'")" = 0 ]; }
ok "$kind: and is ended by the server" until_ok alone
{ echo 'push idle 2' >&8; exec 8>&-; } 2>/dev/null
wait $tool
is "$kind: that is worth another try" "$?" 111
like "$kind: and is said" tool.err 'idle-in-transaction timeout'
is "$kind: nothing is kept" "$(listed)" "[]"
pg postgres -c 'ALTER DATABASE q RESET ALL'

# With --store nothing is passed on that is not stored: the handler ends while the
# server is away, and when it is back another has the job.
kind=stored
notes 1 >line
emgen queue push --database "$dsn" "$kind" line >/dev/null
: >hold
emgen queue work --database "$dsn" --store "$dsn" --queue "$kind" --tries 0 --timeout 0 --retry-after 7 \
	--max-jobs 1 -- ./handler >went 2>went.err &
worker=$!
ok "$kind: a worker has a job" until_ok reserved
pg_stop INT
ok "$kind: the worker waits for its server" until_ok grep -q 'tried again every second' went.err
rm hold
ok "$kind: its handler ends meanwhile" until_ok eval '! pgrep -P "$worker"'
port=$pg_port
pg_port=$(free_port) # where the worker does not look
pg_run
pg q -c "UPDATE jobs SET attempts = attempts + 1 WHERE queue = '$kind'"
pg_stop INT
pg_port=$port
pg_run
wait "$worker"
is "$kind: it ends well when the server is back" "$?" 0
like "$kind: without the job" went.err 'reservation is lost'
is "$kind: and has passed nothing on" "$(cat went)" ""

pg_others() {
	pg postgres -c "SELECT pg_terminate_backend(pid) FROM (SELECT pid FROM pg_stat_activity WHERE datname = 'q'
		ORDER BY backend_start OFFSET 1) AS others"
}
guards "pg postgres -c \"SELECT count(*) FROM pg_stat_activity WHERE datname = 'q'\"" pg_others

# --- MariaDB ---

sql -e "CREATE DATABASE q; CREATE USER plain@localhost; GRANT ALL ON q.* TO plain@localhost"
dsn=$(dsn q | sed 's/root@/plain@/')
kind=read_only
starts
sql -e 'SET GLOBAL read_only = 1'
waits 'read-only'
reads
sql -e 'SET GLOBAL read_only = 0'
ends
back

sessions() { sql -Ne "SELECT id FROM information_schema.processlist WHERE db = 'q' ORDER BY id"; }
sql_others() { sessions | sed '1d; s/^/kill /; s/$/;/' | sql; }
guards 'sessions | wc -l' sql_others

# A node of a cluster that does not take part for a while.
mariadb_stop
mariadb_options=(--wsrep-on=ON --wsrep-provider=/usr/lib/galera/libgalera_smm.so --wsrep-cluster-address=gcomm://
	--wsrep-node-address=127.0.0.1 --binlog-format=ROW --innodb-autoinc-lock-mode=2
	"--wsrep-provider-options=gmcast.listen_addr=tcp://127.0.0.1:$(free_port);gcache.size=1M;socket.ssl=no")
mariadb_start || exit
kind=galera
starts
sql -e 'SET GLOBAL wsrep_reject_queries = ALL'
waits 'WSREP has not yet prepared node'
sql -e 'SET GLOBAL wsrep_reject_queries = NONE'
ends
back

# --- Redis ---

redis_stop TERM
mkdir "$redis_dir/saved"
redis_options=("dir $redis_dir/saved" 'save 1 1')
redis_run
dsn=$(redis_dsn 0)
kind=replica
starts
redis replicaof 127.0.0.1 1 >said
waits READONLY
reads
redis replicaof no one >said
ends
back

kind=unsaved
starts
until rm -rf "$redis_dir/saved"; do :; done 2>/dev/null # it may be saving
saves_no_more() { redis bgsave; redis info persistence | grep -q rdb_last_bgsave_status:err; }
ok "$kind: it cannot save" until_ok saves_no_more
waits MISCONF
mkdir "$redis_dir/saved"
redis config set stop-writes-on-bgsave-error no >said
ends
back

# What is full takes no new jobs, and lets go of those that it has.
kind=full
starts
redis config set maxmemory 1 >said
note 3 >another
exits "$kind: a push is to be tried again" 111 emgen queue push --database "$dsn" "$kind" another
like "$kind: and says why" err OOM
rm hold
ends
is "$kind: nobody complains" "$(cat went.err)" ""
redis config set maxmemory 0 >said

# What was not saved is gone, jobs and reservations: that is the server's.
kind=forgetful
redis config set save '' >said
starts
redis_stop KILL
redis_options=()
redis_run
rm hold
wait "$worker"
is "$kind: the worker ends well all the same" "$?" 0
is "$kind: with the job that it had" "$(jq -r .type went | paste -sd' ')" Noted
like "$kind: the reservation of which is lost" went.err 'reservation is lost, to another worker or with the job'
is "$kind: none is left" "$(listed)" "[]"
