# jobs.sh - very many jobs, made by the database itself: for the benchmarks.
# Source it behind lib.sh and those of the servers.
# shellcheck shell=bash disable=SC2154

# As Laravel's; # stands for twelve digits of the job's number.
jobs_event='{\"type\":\"Noted\",\"specversion\":\"1.0\",\"id\":\"00000000-0000-7000-8000-#\",\"source\":\"bench\",\"data\":{}}'
jobs_payload='{"uuid":"00000000-0000-7000-8000-#","displayName":"Noted","job":"emgen@fire","maxTries":null,'
jobs_payload+='"maxExceptions":null,"failOnTimeout":false,"backoff":null,"timeout":null,"retryUntil":null,'
jobs_payload+='"data":{"event":"'$jobs_event'"},"createdAt":1700000000,"id":"#","attempts":0}'
jobs_into='INSERT INTO jobs (queue, payload, attempts, available_at, created_at)'

# jobs_make KIND NAME QUEUE N: the table jobs, and N jobs in it that are ready;
# NAME is the database's, the file's, or the number in Redis.  What is known of
# the table is brought up to date, as it is after a while wherever a server runs.
jobs_make() {
	case $1 in
	sqlite)
		emgen queue list --database "sqlite:$2" >/dev/null
		sqlite3 "$2" "WITH RECURSIVE i(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM i WHERE n < $4)
			$jobs_into SELECT '$3', replace('$jobs_payload', '#', printf('%012d', n)), 0, 1700000000, 1700000000 FROM i;
			ANALYZE"
		;;
	pgsql)
		emgen queue list --database "$(pg_dsn "$2")" >/dev/null
		pg "$2" -c "$jobs_into SELECT '$3', replace('$jobs_payload', '#', lpad(n::text, 12, '0')), 0, 1700000000, 1700000000
			FROM generate_series(1, $4) AS n" -c 'VACUUM ANALYZE jobs' -c CHECKPOINT
		;;
	mysql)
		emgen queue list --database "$(dsn "$2")" >/dev/null
		sql "$2" -e "SET sql_mode = 'NO_BACKSLASH_ESCAPES';
			$jobs_into SELECT '$3', replace('$jobs_payload', '#', lpad(seq, 12, '0')), 0, 1700000000, 1700000000
			FROM seq_1_to_$4; ANALYZE TABLE jobs" >/dev/null
		;;
	redis)
		redis -n "$2" eval "for first = 1, ARGV[1], 1000 do
				local jobs, told = {}, {}
				for n = first, math.min(first + 999, ARGV[1]) do
					jobs[#jobs + 1] = string.gsub(ARGV[2], '#', string.format('%012d', n))
					told[#told + 1] = 1
				end
				redis.call('RPUSH', KEYS[1], unpack(jobs))
				redis.call('RPUSH', KEYS[2], unpack(told))
			end" 2 "queues:$3" "queues:$3:notify" "$4" "$jobs_payload" >/dev/null
		;;
	esac
}
