#!/bin/bash
# Jobs whose workers, handlers and database are killed at random: with --store
# none is lost, and none is done twice.
. "${0%/*}/lib.sh"
# shellcheck source=work.sh
. "$top/tests/work.sh"
# shellcheck source=storm.sh
. "$top/tests/storm.sh"
# shellcheck source=pgsql.sh
. "$top/tests/pgsql.sh"
jobs=${STORM_JOBS:-2000} seconds=${STORM_SECONDS:-8}

dsn=sqlite:$EMGEN_HOME/emgen.db
storm "$seconds" "$jobs" "$dsn" left
storm_holds sql

# --- PostgreSQL, which is killed, too ---

pg_create storm
# what it said is durable must be so
pg storm -c 'alter database storm set synchronous_commit = on'
dsn=$(pg_dsn storm)
pg_sql() { pg storm -c "$1"; }
pg_left() { pg_sql 'select count(*) from jobs'; }
pg_again() {
	pg_stop KILL
	pg_run
}
# one that nobody kills, so that it lives to say what it saw
emgen queue work --database "$dsn" --store "$dsn" --tries 0 --timeout 1 --retry-after 7 \
	--sleep 0.2 --name spare -- ./effect >/dev/null 2>spare.err &
spare=$!
storm "$seconds" "$jobs" "$dsn" pg_left pg_again
ok "a worker says that the database is back" until_ok grep -q 'the database is back' spare.err
like "and that it was away" spare.err 'tried again every second'
kill $spare && wait $spare
storm_holds pg_sql
