#!/bin/bash
# emgen cache, killed before and after each call that its database sees: what
# was there is there whole, or what was to be, and nothing in between.
. "${0%/*}/lib.sh"
. "$top/tests/cache.sh"

faulty=$build-fault/libexec/emgen-cache
[ -x "$faulty" ] || { echo "make FAULT=1 faulty makes $faulty" >&2; exit 1; }
export EMGEN_HOME=home
ask() { sqlite3 home/cache.db "$1"; }
state() { emgen cache list --json | jq -c 'del(.storedOn, .expiresOn)' && emgen cache get k; emgen cache get other; }

for n in $(seq 9000); do line "old $n"; done >old
for n in $(seq 9000); do line "new $n"; done >new
emgen cache put k --tag a --tag b old
line other | emgen cache put other --tag b
line expired | emgen cache put gone --tag a
ask "UPDATE cache_entries SET expires_on = 0 WHERE cache_key = 'gone'"
cp -r home start
state >before

# survives VERB...: killed at each boundary; the state before or behind it.
survives() {
	local n=0 code=137 failed=0
	rm -rf home && cp -r start home
	"$faulty" "$@" >/dev/null
	state >behind
	while [ $code = 137 ]; do
		n=$((n + 1))
		rm -rf home && cp -r start home
		{ EMGEN_FAULT_AT=$n "$faulty" "$@" >/dev/null; } 2>/dev/null
		code=$?
		state >got
		cmp -s got before || cmp -s got behind || { echo "# $n: neither the old state nor the new"; failed=1; }
		cache_is_clean "$n" | grep -q '^ok' || { echo "# $n: something is left"; failed=1; }
		[ "$(ask 'PRAGMA integrity_check')" = ok ] || { echo "# $n: the file"; failed=1; }
	done
	is "$*: all or nothing" "$failed" 0
	ok "it was killed ($((n - 1)) times)" [ "$n" -gt 8 ]
	is "and ended when nothing killed it" "$code" 0
	same "as it does without" got behind
}

survives put k --tag b new
survives remember fresh --tag a -- cat new
survives forget k
survives flush --tag b --tag a
survives flush --all
survives sweep
