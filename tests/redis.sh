# redis.sh - a Redis of the test's own; sourced behind lib.sh:
# . "$top/tests/redis.sh".  It listens on a socket in $redis_dir and on
# 127.0.0.1:$redis_port, and ends with the test.  No service of the system is
# asked for, started or stopped: Debian's redis-server would bring one, so the
# server is what redis-tools has under another name.
# shellcheck shell=bash disable=SC2034,SC2154

redis_dir=$(mktemp -d "${TMPDIR:-/tmp}/emgen-redis.XXXXXX")
redis_socket=$redis_dir/socket
redis_port=
redis_pid=
[ -v redis_options ] || redis_options=() # more of the server's, by whoever sources this
redis_as=()

# redis_run: starts it, by redis_as and with redis_options, and waits until it can be asked.
redis_run() {
	: >"$redis_dir/log"
	setpriv --pdeathsig KILL "${redis_as[@]}" bash -c 'exec -a redis-server redis-check-rdb -' \
		>>"$redis_dir/log" 2>&1 < <(
		printf '%s\n' "dir $redis_dir" "unixsocket $redis_socket" "port $redis_port" \
			'bind 127.0.0.1' 'save ""' 'daemonize no' 'databases 16' "${redis_options[@]}"
	) &
	redis_pid=$!
	grep -q -m1 -i 'ready to accept connections' \
		<(tail -n +1 -F --pid="$redis_pid" "$redis_dir/log" 2>/dev/null) && return
	cat "$redis_dir/log"
	return 1
}

redis_start() {
	for redis_port in $(free_port) $(free_port); do
		redis_run && return
	done
	exit 1
}

# redis_stop SIGNAL: TERM ends it in order, KILL as a crash would.
redis_stop() {
	[ -n "$redis_pid" ] || return 0
	kill -"$1" "$redis_pid" 2>/dev/null
	wait "$redis_pid" 2>/dev/null
	redis_pid=
}

# redis [ARGUMENT...]: the client.
redis() {
	redis-cli -s "$redis_socket" "$@"
}

# redis_dsn [NUMBER [PARAMETERS]]: its DSN over the socket.
redis_dsn() {
	printf 'redis:///%s?unix_socket=%s%s' "${1:-0}" "$redis_socket" "${2:+&$2}"
}

redis_finish() {
	redis_stop KILL
	rm -rf "$redis_dir"
}
# A test may have several kinds of servers.
stops+=(redis_finish)
trap 'code=$?; for stop in "${stops[@]}"; do $stop; done; (exit $code); finish' EXIT
redis_start
