# lib.sh - what every test script starts with: `. "${0%/*}/lib.sh"`.
# TAP on stdout; a new scratch directory as the working directory, removed at
# the end; the programs of this tree first in $PATH.
# shellcheck shell=bash

set -u
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
build=${BUILD:-$top/build}
data=$top/tests/data
export PATH="$build/bin:$PATH"
export EMGEN_EXEC_PATH="$build/libexec"
export EMGEN_SHARE="$top"
export LC_ALL=C.UTF-8
unset EMGEN_QUIET EMGEN_CORRELATION_ID EMGEN_REJECT_FD EMGEN_DSN EMGEN_WRITTEN
# Freed memory that is kept, to see who still uses it, counts as a worker's.
export ASAN_OPTIONS=quarantine_size_mb=16
started=$SECONDS
count=0
failures=0
scratch=$(mktemp -d "${TMPDIR:-/tmp}/emgen-test.XXXXXX")
cd "$scratch" || exit 1

finish() {
	code=$?
	cd / && rm -rf "$scratch"
	[ "$code" = 0 ] || { echo "# ended early with $code"; exit "$code"; }
	echo "1..$count"
	echo "# ${0##*/}: $((SECONDS - started)) s"
	[ "$failures" = 0 ]
}
trap finish EXIT

# ok NAME COMMAND...: the command must succeed.
ok() {
	local name=$1
	shift
	count=$((count + 1))
	if "$@" >ok.out 2>&1; then
		echo "ok $count - $name"
	else
		failures=$((failures + 1))
		echo "not ok $count - $name"
		sed 's/^/# /' ok.out
	fi
}

# is NAME GOT WANTED: two texts must be equal.
is() {
	count=$((count + 1))
	if [ "$2" = "$3" ]; then
		echo "ok $count - $1"
	else
		failures=$((failures + 1))
		echo "not ok $count - $1"
		diff <(printf '%s\n' "$3") <(printf '%s\n' "$2") | sed 's/^/# /'
	fi
}

# same NAME GOT-FILE WANTED-FILE: two files must be equal to the byte.
same() {
	ok "$1" diff -u "$3" "$2"
}

# exits NAME CODE COMMAND...: the exit code; output in out, err.
exits() {
	local name=$1 want=$2 got
	shift 2
	"$@" >out 2>err
	got=$?
	is "$name: exit code" "$got" "$want"
	[ "$got" = "$want" ] || sed 's/^/# /' err
}

# like NAME FILE PATTERN: a line of the file matches the extended pattern.
like() {
	ok "$1" grep -E -e "$3" "$2"
}

unlike() {
	ok "$1" bash -c '! grep -E -e "$2" "$1"' - "$2" "$3"
}

# until_ok COMMAND...: it succeeds within a minute, which is for a machine that
# does very much else.
until_ok() {
	local end=$((SECONDS + 60))
	until "$@" >/dev/null 2>&1; do
		[ $SECONDS -lt $end ] || return 1
		sleep 0.05
	done
}

# nobody COMMAND...: as a user without rights.
nobody() {
	if [ "$(id -u)" = 0 ]; then
		setpriv --reuid=65534 --regid=65534 --clear-groups "$@"
	else
		"$@"
	fi
}

# free_port: of 127.0.0.1, that is nobody's now, and is given to no client while
# its server is away.
free_port() {
	python3 -c '
import random, socket
while True:
    port = random.randrange(20000, 32000)
    try:
        socket.socket().bind(("127.0.0.1", port))
        break
    except OSError:
        pass
print(port)'
}
