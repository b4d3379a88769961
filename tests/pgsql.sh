# pgsql.sh - a PostgreSQL server of the test's own.  Source it behind lib.sh:
# . "$top/tests/pgsql.sh".  It listens on a socket in $pg_dir, where everybody
# is trusted, and on 127.0.0.1:$pg_port, where passwords are asked for, and
# ends with the test.  Databases are made with pg_create.
# shellcheck shell=bash

for name in ${!PG@}; do unset "$name"; done
export PGPASSFILE=/nowhere
# The newest that is installed, unless whoever sources this has another.
[ -v pg_bin ] || pg_bin=$(printf '%s\n' /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
[ -x "$pg_bin/initdb" ] || pg_bin=$(dirname "$(readlink -f "$(command -v initdb)")")
pg_dir=$(mktemp -d "${TMPDIR:-/tmp}/emgen-pg.XXXXXX")
pg_pid=
[ -v pg_options ] || pg_options=() # more of the server's, by whoever sources this

# As somebody who may run a server: it refuses root.
pg_as=(setpriv --pdeathsig INT)
[ "$(id -u)" != 0 ] || pg_as+=(--reuid=nobody --regid=nogroup --clear-groups)

# pg_try: starts the server, and waits until it can be asked.
pg_try() {
	: >"$pg_dir/log"
	"${pg_as[@]}" "$pg_bin/postgres" -D "$pg_dir/data" -k "$pg_dir" -p "$pg_port" \
		-c listen_addresses=127.0.0.1 -c fsync=off -c full_page_writes=off \
		-c synchronous_commit=off -c lc_messages=C -c timezone=UTC -c shared_buffers=32MB \
		-c max_connections=20 -c jit=on -c password_encryption=scram-sha-256 \
		"${pg_options[@]}" >>"$pg_dir/log" 2>&1 &
	pg_pid=$!
	grep -q -m1 'ready to accept.* connections' \
		<(tail -n +1 -F --pid="$pg_pid" "$pg_dir/log" 2>/dev/null) && return
	cat "$pg_dir/log"
	return 1
}

pg_run() { pg_try || exit 1; }

pg_start() {
	[ "$(id -u)" != 0 ] || chown nobody:nogroup "$pg_dir"
	(cd "$pg_dir" && "${pg_as[@]}" "$pg_bin/initdb" -D data -U postgres -N \
		-E UTF8 --locale=C -A trust) >"$scratch/initdb.out" 2>&1 || {
		cat "$scratch/initdb.out"
		exit 1
	}
	printf '%s\n' 'local all all trust' 'host all all 127.0.0.1/32 scram-sha-256' \
		>"$pg_dir/data/pg_hba.conf"
	for pg_port in $(free_port) $(free_port); do
		pg_try && return
	done
	exit 1
}

# pg_family: all processes of the server, whoever their parent is by now.
pg_family() {
	find /proc/[1-9]*/cwd -maxdepth 0 -lname "$pg_dir/data" -printf '%h\n' 2>/dev/null |
		cut -d/ -f3
}

# pg_stop SIGNAL: INT ends it in order, KILL as a crash of the machine would.
pg_stop() {
	local family=
	[ -z "$pg_pid" ] && return
	[ "$1" != KILL ] || family=$(pg_family)
	# shellcheck disable=SC2086 # several
	kill -"$1" "$pg_pid" $family 2>/dev/null
	wait "$pg_pid" 2>/dev/null
	# One that was only just made, or is not dead yet, lets no other server begin.
	while [ "$1" = KILL ] && family=$(pg_family) && [ "$family" ]; do
		# shellcheck disable=SC2086 # several
		kill -KILL $family 2>/dev/null
		sleep 0.02
	done
	pg_pid=
}

# pg DATABASE [OPTION...]: SQL from standard input or -c.
pg() {
	local database=$1
	shift
	psql -X -q -A -t -v ON_ERROR_STOP=1 -h "$pg_dir" -p "$pg_port" \
		-U postgres -d "$database" "$@"
}

# pg_create DATABASE [FILE...]: a new one, with what the files hold in it.
pg_create() {
	local database=$1
	shift
	pg postgres -c "CREATE DATABASE \"$database\""
	for file; do
		pg "$database" -f "$file" >"$scratch/load.out" 2>&1 || {
			cat "$scratch/load.out"
			exit 1
		}
	done
}

# pg_dsn DATABASE [USER]: its DSN over the socket.
pg_dsn() {
	echo "pgsql://${2:-postgres}@${pg_dir//\//%2F}:$pg_port/$1"
}

pg_finish() {
	pg_stop INT
	rm -rf "$pg_dir"
}
# A test may have several kinds of servers.
stops+=(pg_finish)
trap 'code=$?; for stop in "${stops[@]}"; do $stop; done; (exit $code); finish' EXIT
pg_start
