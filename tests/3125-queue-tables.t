#!/bin/bash
# The queue on tables of others, and with very many jobs in them.
. "${0%/*}/lib.sh"
. "$top/tests/pgsql.sh"
. "$top/tests/mariadb.sh"

tool() { "$build/tools/queue" "$1" 2>&1; }

# --- tables that Laravel 11's migration made ---

sqlite3 app.db <<'S'
create table "jobs" ("id" integer primary key autoincrement not null, "queue" varchar not null, "payload" text not null, "attempts" integer not null, "reserved_at" integer, "available_at" integer not null, "created_at" integer not null);
create index "jobs_queue_index" on "jobs" ("queue");
create table "failed_jobs" ("id" integer primary key autoincrement not null, "uuid" varchar not null, "connection" text not null, "queue" text not null, "payload" text not null, "exception" text not null, "failed_at" datetime not null default CURRENT_TIMESTAMP);
create unique index "failed_jobs_uuid_unique" on "failed_jobs" ("uuid");
S
cat >pgsql.sql <<'S'
create table "jobs" ("id" bigserial not null primary key, "queue" varchar(255) not null, "payload" text not null, "attempts" smallint not null, "reserved_at" integer null, "available_at" integer not null, "created_at" integer not null);
create index "jobs_queue_index" on "jobs" ("queue");
create table "failed_jobs" ("id" bigserial not null primary key, "uuid" varchar(255) not null, "connection" text not null, "queue" text not null, "payload" text not null, "exception" text not null, "failed_at" timestamp(0) without time zone not null default CURRENT_TIMESTAMP);
alter table "failed_jobs" add constraint "failed_jobs_uuid_unique" unique ("uuid");
S
cat >mysql.sql <<'S'
create table `jobs` (`id` bigint unsigned not null auto_increment primary key, `queue` varchar(255) not null, `payload` longtext not null, `attempts` tinyint unsigned not null, `reserved_at` int unsigned null, `available_at` int unsigned not null, `created_at` int unsigned not null) default character set utf8mb4 collate 'utf8mb4_unicode_ci';
alter table `jobs` add index `jobs_queue_index`(`queue`);
create table `failed_jobs` (`id` bigint unsigned not null auto_increment primary key, `uuid` varchar(255) not null, `connection` text not null, `queue` text not null, `payload` longtext not null, `exception` longtext not null, `failed_at` timestamp not null default CURRENT_TIMESTAMP) default character set utf8mb4 collate 'utf8mb4_unicode_ci';
alter table `failed_jobs` add unique `failed_jobs_uuid_unique`(`uuid`);
S
pg_create app pgsql.sql
load app mysql.sql
theirs() { # what their two tables look like
	sqlite3 app.db "SELECT sql FROM sqlite_master WHERE tbl_name IN ('jobs', 'failed_jobs') ORDER BY name"
	pg app -c "SELECT table_name, column_name, data_type FROM information_schema.columns
		WHERE table_name IN ('jobs', 'failed_jobs') ORDER BY 1, 2;
		SELECT indexdef FROM pg_indexes WHERE tablename IN ('jobs', 'failed_jobs') ORDER BY 1"
	sql app -e 'SHOW CREATE TABLE jobs; SHOW CREATE TABLE failed_jobs' | sed 's/AUTO_INCREMENT=[0-9]* //'
}
theirs >before
printf '%s\n' 'push q 1' 'push q 2 3600' 'claim a q 90' 'release a 0' 'claim b q 90' 'fail b' 'failed q' 'retry 1' \
	'claim a q 90' 'ack a' 'count q' >story
for place in sqlite:app.db "$(pg_dsn app)" "$(dsn app)"; do
	is "their tables are used, ${place%%:*}" "$(tool "$place" <story | tr '\n' ';')" \
		"pushed;pushed;1 attempt 1;ok;1 attempt 2;ok;failed 1;ok;1 attempt 1;ok;0 1 0;"
done
theirs >after
same "as they are" after before

# A tiny integer holds 255: what has been tried that often blocks nobody.
printf '%s\n' 'push full 1' 'push full 2' | tool "$(dsn app)" >said
sql app -e "UPDATE jobs SET attempts = 255 WHERE queue = 'full' ORDER BY id LIMIT 1"
is "attempts do not run over" "$(printf '%s\n' 'claim a full 90' 'fail a' 'claim b full 90' 'ack b' 'count full' | tool "$(dsn app)" | tr '\n' ';')" \
	"1 attempt 255;ok;2 attempt 1;ok;0 0 0;"

# Two programs that come at the same time make them once: the second finds, when
# its turn comes, what was not there when it looked.
pg_create race
turns() { [ "$(pg race -c "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted = $1")" = 1 ]; }
{
	echo "BEGIN; SELECT pg_advisory_xact_lock(hashtext('emgen_migrations'));"
	until_ok turns true
	emgen queue failed --failed "$(pg_dsn race)" --json >raced 2>&1 &
	until_ok turns false
	grep failed_jobs pgsql.sql
	echo 'COMMIT;'
	wait $!
	echo $? >>raced
} | pg race >race.out 2>&1
is "who comes second finds the table" "$(cat raced)" "[]
0"

# --- payloads that are no text ---

echo 'count q' | tool sqlite:poison.db >said # makes the tables
pg_create poison
sql -e 'CREATE DATABASE poison'
for failed in "$(pg_dsn poison)" "$(dsn poison)" sqlite:poison.db; do
	sqlite3 poison.db "INSERT INTO jobs (queue, payload, attempts, available_at, created_at)
		VALUES ('q', CAST(x'7b22ff0041c3a4' AS TEXT), 0, 1, 1), ('q', '{\"uuid\":\"00000000-0000-7000-8000-000000000007\"}', 0, 2, 2)"
	is "junk does not block the queue, ${failed%%:*}" \
		"$(printf '%s\n' 'claim a q 90 junk' 'fail a' 'claim a q 90' 'ack a' 'count q' | "$build/tools/queue" sqlite:poison.db "$failed" | tr '\n' ';')" \
		"junk attempt 1;ok;7 attempt 1;ok;0 0 0;"
	emgen queue failed --database sqlite:poison.db --failed "$failed" --json >said
	is "and is kept, as far as it is text" "$(jq -c '.[] | [.queue, .error]' said)" '["q","it broke\nat once"]'
	emgen queue show --database sqlite:poison.db --failed "$failed" "$(jq -r '.[0].uuid' said)" >shown
	like "and shown" shown '^state +failed$'
	is "line by line" "$(grep -A1 '^error' shown | tr -s ' ' | paste -sd/)" 'error it broke/ at once'
done
is "bad bytes are written as what they are" "$(pg poison -c 'SELECT payload FROM failed_jobs')" '{"\xFF\x00Aä'

# --- very many jobs ---

payload='{"uuid":"00000000-0000-7000-8000-000000000001","data":{"event":"{}"}}'
many=200000
echo 'count q' | tool sqlite:many.db >said # makes the tables
sqlite3 many.db "INSERT INTO jobs (queue, payload, attempts, available_at, created_at)
	WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $many)
	SELECT 'q', '$payload', 0, 1000000000 + i % 1000, 1 FROM n; ANALYZE"
pg_create many
emgen queue list --database "$(pg_dsn many)"
pg many -c "INSERT INTO jobs (queue, payload, attempts, available_at, created_at)
	SELECT 'q', '$payload', 0, 1000000000 + i % 1000, 1 FROM generate_series(1, $many) AS i" -c 'VACUUM ANALYZE jobs'
sql -e 'CREATE DATABASE many'
emgen queue list --database "$(dsn many)"
sql many -e "INSERT INTO jobs (queue, payload, attempts, available_at, created_at)
	SELECT 'q', '$payload', 0, 1000000000 + seq % 1000, 1 FROM seq_1_to_$many; ANALYZE TABLE jobs" >said

echo 'plan q' | tool sqlite:many.db >plan
like "SQLite finds a ready job by its index" plan 'SEARCH jobs USING (COVERING )?INDEX emgen_jobs_ready \(queue=\? AND available_at<\?\)'
like "and one that is over by its own" plan 'SEARCH jobs USING (COVERING )?INDEX emgen_jobs_reserved \(queue=\? AND reserved_at<\?\)'
unlike "and sorts nothing" plan 'TEMP B-TREE|SCAN jobs'
echo 'plan q' | tool "$(pg_dsn many)" >plan
like "PostgreSQL finds a ready job by its index" plan 'Index Scan using emgen_jobs_ready on jobs'
like "and one that is over by its own" plan 'Index Scan using emgen_jobs_reserved on jobs'
unlike "and sorts nothing" plan 'Sort|Seq Scan on jobs|Bitmap'
# its guess is that none are reserved, so that their index, unswept, looks short
echo plan-ack | tool "$(pg_dsn many)" >plan
like "what has ended is found by its id" plan 'Index Scan using jobs_pkey on jobs'
echo 'plan q' | tool "$(dsn many)" >plan
is "MariaDB finds both by theirs" "$(grep -c '^jobs key=emgen_jobs_ready ' plan)" 2
unlike "and sorts nothing" plan 'filesort|temporary'

# What is read does not grow with what waits.
reads() { sql -e "SHOW GLOBAL STATUS LIKE 'Handler_read%'" | awk '{ n += $2 } END { print n }'; }
before=$(reads)
for _ in $(seq 20); do printf 'claim a q 90\nack a\n'; done | tool "$(dsn many)" >said
after=$(reads)
ok "20 claims of $many read little ($((after - before)) rows)" [ $((after - before)) -lt 2000 ]
