# store-kills.sh - emgen store, killed before and after each call that its
# database sees: what is run once more ends as if nothing had happened.  Source
# it behind lib.sh, with these of the database at hand defined:
#
#	wipe		an empty database for $EMGEN_DATABASE
#	keep, back	remembers what it holds, and puts that back
#	ask SQL		an answer on standard output
# shellcheck shell=bash

faulty=$build-fault/libexec/emgen-store
[ -x "$faulty" ] || { echo "make FAULT=1 faulty makes $faulty" >&2; exit 1; }
id() { printf '00000000-0000-7000-8000-%012d' "$1"; }
for n in $(seq "${notes:-12}"); do
	printf '{"type":"Noted","specversion":"1.0","id":"%s","source":"tests","correlationid":"%s","data":{"n":%d}}\n' "$(id "$n")" "$(id $((90 + n % 3)))" "$n"
done >notes.ndjson
sqlite3 app.db 'CREATE TABLE users (id INTEGER PRIMARY KEY, team_id INTEGER REFERENCES teams); CREATE TABLE teams (id INTEGER PRIMARY KEY)'
EMGEN_CORRELATION_ID=$(id 500) emgen introspect sqlite:app.db | emgen relations | emgen define >models.ndjson
cat >derive <<'P'
#!/bin/sh
jq -c '{type: "Derived", specversion: "1.0", id: (.id | sub("-7000-"; "-8000-")), source: "derive", time: "2026-01-01T00:00:00Z", data: {n: .data.n}}'
P
chmod +x derive

# Everything that the database holds but the time of the clock.  Positions rise,
# and a repeated event may leave a gap in them: what counts is their order.
state() {
	ask "SELECT part, version FROM emgen_migrations ORDER BY 1;
		SELECT event_id, stream_id, stream_version, event_type, event_data FROM domain_events ORDER BY position;
		SELECT name, (SELECT count(*) FROM domain_events e WHERE e.position <= s.position) FROM emgen_subscriptions s ORDER BY 1, 2;
		SELECT name, event_id, attempts FROM emgen_parked JOIN domain_events USING (position) ORDER BY 1, 2;
		SELECT * FROM model_catalog ORDER BY 1; SELECT * FROM relationship_catalog ORDER BY 1, 2"
}

# begin FILE...: a store with these events, kept as the state to begin from.
begin() {
	wipe
	[ $# = 0 ] || cat "$@" | emgen store import
	keep || exit
}

# survives NAME VERB...: killed at each boundary, and run again.
survives() {
	local name=$1 n=0 code=137 failed=0
	shift
	"$faulty" "$@" <notes.ndjson >want.out 2>err || { sed 's/^/# /' err; failed=1; }
	state >want
	while [ $code = 137 ]; do
		n=$((n + 1))
		back
		{ EMGEN_FAULT_AT=$n "$faulty" "$@" <notes.ndjson >part; } 2>/dev/null
		code=$?
		# no line torn, none that is not stored when it is passed on
		[ ! -s part ] || [ "$(tail -c1 part | wc -l)" = 1 ] || { echo "# $n: a torn line"; failed=1; }
		if [ -s part ] && [ "$1" = append ]; then
			emgen store read | grep -qxF -f part || { echo "# $n: passed on before it was stored"; failed=1; }
		fi
		"$faulty" "$@" <notes.ndjson >again 2>err || { echo "# $n: the next run:"; sed 's/^/# /' err; failed=1; }
		state >got
		cmp -s got want || { echo "# killed at $n:"; diff want got | head -5 | sed 's/^/# /'; failed=1; }
	done
	is "$name: ends as if nothing had happened" "$failed" 0
	ok "$name: it was killed ($((n - 1)) times)" [ "$n" -gt "${least:-8}" ]
	is "$name: and ended when nothing killed it" "$code" 0
}

begin
survives "append into nothing" append --batch 5
begin notes.ndjson
survives "append again" append --batch 5
begin notes.ndjson
survives "subscribe" subscribe --stop-when-empty --batch 4 s -- sh -c 'cat >/dev/null'
begin notes.ndjson
survives "subscribe --append" subscribe --stop-when-empty --batch 4 --append s -- ./derive
begin notes.ndjson
survives "subscribe --member" subscribe --stop-when-empty --batch 4 --member 1/2 --append s -- ./derive
begin notes.ndjson
survives "subscribe, and park" subscribe --stop-when-empty --batch 4 s -- sh -c '! grep -q "\"n\":7" || exit 100'
begin models.ndjson
survives "project" project
begin models.ndjson
emgen store project
keep
survives "project --rebuild" project --rebuild
