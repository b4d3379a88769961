#!/bin/bash
# emgen queue: push and the verbs that people use, on SQLite.
. "${0%/*}/lib.sh"

jobs=$top/schemas/jobs/UpdateDocumentation.good.ndjson
home() { rm -rf home && export EMGEN_HOME=$PWD/home; }
ask() { sqlite3 home/emgen.db "$1"; }

# --- push ---

home
exits "push" 0 emgen queue push docs "$jobs"
same "passes every line on" out "$jobs"
ask "SELECT json_extract(payload, '\$.data.event') FROM jobs ORDER BY id" >events
same "a job has its event to the byte" events "$jobs"
is "it waits" "$(ask 'SELECT queue, attempts, reserved_at IS NULL, available_at = created_at FROM jobs')" \
	"docs|0|1|1
docs|0|1|1"
is "its payload has Laravel's keys" "$(ask 'SELECT payload FROM jobs LIMIT 1' | jq -c 'keys_unsorted')" \
	'["uuid","displayName","job","maxTries","maxExceptions","failOnTimeout","backoff","timeout","retryUntil","data","createdAt"]'
exits "push again" 0 emgen queue push docs "$jobs"
same "passes the lines on" out "$jobs"
is "and adds no job" "$(ask 'SELECT count(*) FROM jobs')" 2
exits "push to another queue" 0 emgen queue push other "$jobs"
is "adds jobs with uuids of their own" \
	"$(ask "SELECT count(DISTINCT json_extract(payload, '\$.uuid')) FROM jobs")" 4
