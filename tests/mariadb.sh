# mariadb.sh - a MariaDB of one's own; sourced after tests/lib.sh.
#
# The server has a scratch directory, a socket in it and a free port of
# 127.0.0.1, reads no option files, and ends with the test.  No service of the
# system is asked for, started or stopped.
# shellcheck shell=bash disable=SC2034,SC2154

mariadb_dir=${mariadb_at:-$scratch/mariadb} # elsewhere, by whoever sources this
mariadb_socket=$mariadb_dir/socket
mariadb_port=
mariadb_pid=
[ -v mariadb_options ] || mariadb_options=() # more of the server's, by whoever sources this

# The server refuses to run as root.
as_nobody=()
[ "$(id -u)" != 0 ] || as_nobody=(setpriv --reuid=nobody --regid=nogroup --clear-groups)

# What a relation of it (mysql.sh) has of its own: its name, how it makes its system
# tables, and how it runs with options.
[ -v mariadb_kind ] || {
	mariadb_kind=mariadb
	mariadb_install() {
		[ "$(id -u)" != 0 ] || chown nobody "$mariadb_dir"
		"${as_nobody[@]}" mariadb-install-db --no-defaults --datadir="$mariadb_dir/data" \
			--auth-root-authentication-method=normal --skip-test-db \
			--innodb-log-file-size=4M --innodb-flush-method=nosync
	}
	mariadb_run() {
		exec "${as_nobody[@]}" mariadbd --no-defaults --innodb-flush-method=nosync \
			--innodb-log-file-size=4M --key-buffer-size=1M --table-open-cache=400 "$@"
	}
}

# mariadb_make: an empty set of system tables, made once for all tests.
mariadb_make() {
	local template=$build/$mariadb_kind/template.tar
	mkdir -p "${template%/*}" "$mariadb_dir" && chmod 711 "$scratch" || return 1
	(
		flock 9
		[ -e "$template" ] && exit 0
		mariadb_install >"$scratch/install-db.log" 2>&1 || exit 1
		tar -C "$mariadb_dir" -cf "$template.new" data && mv "$template.new" "$template"
		rm -r "$mariadb_dir/data"
	) 9>"${template%/*}/lock" || { cat "$scratch/install-db.log" >&2; return 1; }
	# A server that starts removes what it takes for left over in its tmpdir.
	tar -C "$mariadb_dir" -xf "$template" && mkdir "$mariadb_dir/tmp" || return 1
	[ "$(id -u)" != 0 ] || chown -R nobody "$mariadb_dir"
}

# mariadb_ready: reads the server's log until it says that it listens.
mariadb_ready() {
	local line
	while read -r line; do
		echo "$line"
		[[ $line != *'ready for connections'* ]] || return 0
	done
	return 1
}

# mariadb_start: runs it, with mariadb_options, and waits until it listens.
mariadb_start() {
	local log=$mariadb_dir/log
	for mariadb_port in $(shuf -i 20000-32000 -n 20); do
		rm -f "$log.fifo" && mkfifo "$log.fifo"
		mariadb_run --datadir="$mariadb_dir/data" \
			--socket="$mariadb_socket" --bind-address=127.0.0.1 --port="$mariadb_port" \
			--pid-file="$mariadb_dir/pid" --tmpdir="$mariadb_dir/tmp" --character-set-server=utf8mb4 \
			--innodb-buffer-pool-size=24M --skip-log-bin --skip-name-resolve \
			--max-connections=40 "${mariadb_options[@]}" \
			>"$log.fifo" 2>&1 &
		mariadb_pid=$!
		exec 8<"$log.fifo"
		if mariadb_ready <&8 >>"$log"; then
			cat <&8 >>"$log" &
			return 0
		fi
		grep -Eq 'another (mysqld )?server running on port' "$log" || break
	done
	cat "$log" >&2
	return 1
}

mariadb_stop() {
	[ -n "$mariadb_pid" ] || return 0
	kill "$mariadb_pid" 2>/dev/null
	wait "$mariadb_pid" 2>/dev/null
	mariadb_pid=
}

# mariadb_kill: as a crash of the machine would; mariadb_start after it.
mariadb_kill() {
	kill -9 "$mariadb_pid" 2>/dev/null
	wait "$mariadb_pid" 2>/dev/null
	mariadb_pid=
}

# sql [ARGUMENT...]: the client, as root.
sql() {
	mariadb --no-defaults --socket="$mariadb_socket" --user=root \
		--default-character-set=utf8mb4 --skip-column-names --raw "$@"
}

# load NAME FILE: a new database with what the file makes.
load() {
	sql -e "DROP DATABASE IF EXISTS \`$1\`; CREATE DATABASE \`$1\`" && sql "$1" <"$2"
}

# dsn NAME [PARAMETERS]: over the socket.
dsn() {
	printf 'mysql://root@localhost/%s?unix_socket=%s%s' "$1" "$mariadb_socket" "${2:+&$2}"
}

# A test may have several kinds of servers.
stops+=(mariadb_stop)
trap 'code=$?; for stop in "${stops[@]}"; do $stop; done; (exit $code); finish' EXIT
if ! { mariadb_make && mariadb_start; }; then
	echo "Bail out! $mariadb_kind does not start"
	exit 1
fi
