#!/bin/bash
# emgen and a real Laravel application share queues, failed jobs and limits: on
# SQLite, PostgreSQL, MariaDB and Redis.
. "${0%/*}/lib.sh"
. "$top/tests/pgsql.sh"
. "$top/tests/mariadb.sh"
. "$top/tests/redis.sh"

laravel=${LARAVEL:-$top/build/laravel}
"$top/tests/laravel/application.sh" "$laravel-app" || exit 1
"$top/tests/laravel/predis.sh" "$laravel-predis" || exit 1
cp -a "$laravel-app" app
cd app || exit 1

# A handler of the name that emgen's jobs have, and a client of Redis.
cat >app/Providers/Provider.php <<P
<?php

namespace App\Providers;

require '$laravel-predis/vendor/autoload.php';

class Provider extends \Illuminate\Support\ServiceProvider
{
    public function register(): void
    {
        \$this->app->bind('emgen', fn () => new class {
            public function fire(\$job, array \$data): void
            {
                if (getenv('BREAKS')) {
                    throw new \RuntimeException('it broke there');
                }
                if (getenv('DIES')) {
                    posix_kill(getmypid(), SIGKILL);
                }
                file_put_contents('events', \$data['event']."\n", FILE_APPEND);
                \$job->delete();
            }
        });
    }
}
P
echo '<?php return [App\Providers\Provider::class];' >bootstrap/providers.php
export APP_KEY=base64:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA= CACHE_STORE=array CACHE_PREFIX='' LOG_CHANNEL=stderr
export REDIS_CLIENT=predis REDIS_HOST=127.0.0.1 REDIS_PORT=$redis_port REDIS_PREFIX=app_ REDIS_DB=1
artisan() { php artisan "$@" 2>&1; }
php_queue() { php "$top/tests/laravel/queue.php" "$@"; }
# work ARGUMENT...: until nothing is left; what the handlers said, sorted.
work() {
	local code
	emgen queue work ${failed:+--failed "$failed"} --stop-when-empty --sleep 1 "$@" >worked
	code=$?
	grep -v '^{"type":"Job' worked | sort
	return "$code"
}
# pruned: no batch is left.
pruned() {
	emgen queue prune-batches ${failed:+--failed "$failed"} --hours 0 &&
		[ "$(emgen queue batches ${failed:+--failed "$failed"} --json)" = "[]" ]
}
# tool COMMAND...: each of them is done by workers of ours.
tool() { printf '%s\n' "$@" | "$build/tools/queue" "$EMGEN_DATABASE" ${failed:+"$failed"} 2>&1; }

# What a decoder in between would spoil: big numbers, empty objects and lists,
# slashes, escapes, letters beyond the first plane, blanks around.
hard=$scratch/hard.ndjson
cat >"$hard" <<'J'
{"type":"AnalyzeModel","specversion":"1.0","id":"0194b7f0-1c5a-7d0e-9a51-000000000001","source":"t","data":{"o":{},"l":[],"big":9007199254740993,"f":1.0,"u":"\u00e9é𝄞","s":"a/b\/c","attempts":7}}
 {"data":{"x" : "\\\" \t"},"type":"AnalyzeModel","id":"0194b7f0-1c5a-7d0e-9a51-000000000002","specversion":"1.0","source":"t"} 
J
none=$(EMGEN_HOME=$scratch/none emgen queue failed --json)
first=$(sed -n 1p "$hard")

pg_create app
sql -e 'CREATE DATABASE app'
: >database/database.sqlite
for kind in sqlite pgsql mysql redis; do
	export DB_CONNECTION=$kind QUEUE_CONNECTION=database failed=
	unset DB_HOST DB_PORT DB_SOCKET DB_DATABASE DB_USERNAME DB_PASSWORD
	case $kind in
	sqlite)
		EMGEN_DATABASE=sqlite:database/database.sqlite
		;;
	pgsql)
		EMGEN_DATABASE=$(pg_dsn app)
		export DB_HOST=$pg_dir DB_PORT=$pg_port DB_DATABASE=app DB_USERNAME=postgres
		;;
	mysql)
		EMGEN_DATABASE=$(dsn app)
		export DB_SOCKET=$mariadb_socket DB_DATABASE=app DB_USERNAME=root DB_PASSWORD=
		;;
	redis)
		EMGEN_DATABASE=$(redis_dsn 1 prefix=app_) failed=sqlite:database/database.sqlite
		export DB_CONNECTION=sqlite QUEUE_CONNECTION=redis
		;;
	esac
	export EMGEN_DATABASE
	exits "$kind: Laravel makes its tables" 0 artisan migrate --force

	# ours, done there
	rm -f events
	exits "$kind: push" 0 emgen queue push ours "$hard"
	exits "$kind: Laravel works" 0 artisan queue:work --queue=ours --stop-when-empty
	same "$kind: each event reaches its handler to the byte" events "$hard"
	is "$kind: nothing is left" "$(tool 'count ours')" "0 0 0"

	# theirs, done here
	exits "$kind: Laravel pushes jobs, and payloads" 0 php_queue push theirs,fails raw <"$hard"
	exits "$kind: our worker works" 0 work --queue raw,theirs -- cat
	same "$kind: each event reaches its handler to the byte" out <(sort "$hard" "$hard")

	# fails here, is tried again there, and comes here again
	exits "$kind: they fail here" 0 work --queue fails --tries 1 -- sh -c 'echo no >&2; exit 100'
	exits "$kind: queue:failed" 0 artisan queue:failed
	is "$kind: lists them" "$(grep -c 'fails' out)" 2
	exits "$kind: queue:retry" 0 artisan queue:retry all
	exits "$kind: gives them back" 0 work --queue fails -- cat
	same "$kind: their events to the byte" out <(sort "$hard")
	is "$kind: and forgets them" "$(emgen queue failed ${failed:+--failed "$failed"} --queue fails --json)" "$none"

	# fails there
	exits "$kind: push what will break" 0 emgen queue push breaks "$hard"
	exits "$kind: Laravel's worker has it break" 0 env BREAKS=1 php artisan queue:work --queue=breaks --tries=1 --stop-when-empty
	exits "$kind: our retry" 0 emgen queue retry ${failed:+--failed "$failed"} --queue breaks
	exits "$kind: gives them back, too" 0 work --queue breaks -- cat
	same "$kind: their events to the byte" out <(sort "$hard")

	# a batch of ours, as Laravel sees it, and one of Laravel's
	exits "$kind: push --batch" 0 emgen queue push ${failed:+--failed "$failed"} --batch nightly --allow-failures --then told batch "$hard"
	batch=$(sed -n 's/^emgen-queue: batch \(.*\): 2 jobs$/\1/p' err)
	is "$kind: Laravel finds it" "$(php_queue batch "$batch")" "nightly 2 2 0 0 running allows batch"
	exits "$kind: one of its jobs fails" 0 work --queue batch -- sh -c 'read -r line; case $line in *000002*) exit 100 ;; esac'
	is "$kind: Laravel sees the counts" "$(php_queue batch "$batch")" "nightly 2 1 1 50 running allows batch"
	exits "$kind: queue:retry-batch" 0 artisan queue:retry-batch "$batch"
	exits "$kind: gives the job back" 0 work --queue batch -- cat
	is "$kind: its event to the byte" "$(grep -v '"type":"Batch' out)" "$(sed -n 2p "$hard")"
	is "$kind: which ends the batch" "$(php_queue batch "$batch")" "nightly 2 0 1 100 finished allows batch"
	exits "$kind: and is told" 0 work --queue told -- cat
	is "$kind: once" "$(jq -r .type out)" BatchCompleted
	theirs=$(php_queue add theirs batch2 <"$hard")
	exits "$kind: a batch of Laravel's" 0 work --queue batch2 -- sh -c 'read -r line; case $line in *000002*) exit 100 ;; esac'
	is "$kind: is counted here" "$(php_queue batch "$theirs")" "theirs 2 1 1 50 running allows none"
	exits "$kind: retry-batch" 0 emgen queue retry-batch ${failed:+--failed "$failed"} "$theirs"
	exits "$kind: gives the job back, too" 0 work --queue batch2 -- cat
	is "$kind: which ends that batch" "$(php_queue batch "$theirs")" "theirs 2 0 1 100 finished allows none"
	exits "$kind: queue:prune-batches" 0 artisan queue:prune-batches --hours=1
	like "$kind: keeps what is new" out '\b0 entries deleted'
	is "$kind: batches" "$(emgen queue batches ${failed:+--failed "$failed"} --json | jq -r '[.[].name] | sort | join(" ")')" "nightly theirs"
	ok "$kind: prune-batches deletes what ended before this second" until_ok pruned

	# whoever dies, the other gets it when its reservation is over
	exits "$kind: push once more" 0 emgen queue push dies <<<"$first"
	tool 'claim a dies 1 x' >got
	rm -f events
	exits "$kind: Laravel waits for a job that we hold" 0 env DB_QUEUE_RETRY_AFTER=1 REDIS_QUEUE_RETRY_AFTER=1 \
		timeout 60 php artisan queue:work --queue=dies --max-jobs=1 --sleep=1 --tries=3
	is "$kind: and gets it" "$(cat events)" "$first"
	emgen queue push dies2 <<<"$first" >/dev/null
	DIES=1 DB_QUEUE_RETRY_AFTER=1 REDIS_QUEUE_RETRY_AFTER=1 timeout 60 php artisan queue:work --queue=dies2 --once >/dev/null 2>&1
	is "$kind: Laravel's worker is killed" "$?" 137
	until tool 'claim a dies2 1 x' 'event a' 'ack a' >got && ! grep -q none got; do :; done
	is "$kind: we get its job" "$(cat got)" "x attempt 2
$first
ok"

	# one lock
	store=database
	[ $kind != redis ] || store=redis
	emgen queue push locked <<<"$first" >/dev/null
	owner=$(php_queue lock $store emgen-overlap:one)
	overlap=(--queue locked --no-overlap one --release 0 --tries 5 --max-jobs 1)
	exits "$kind: a job whose lock Laravel has" 0 work "${overlap[@]}" -- cat
	is "$kind: is put back" "$(cat out; jq -r .type worked)" JobReleased
	php_queue unlock $store emgen-overlap:one "$owner"
	exits "$kind: it is done when Laravel has let go" 0 work "${overlap[@]}" -- \
		sh -c 'php "$0" lock "$1" emgen-overlap:one >while; cat' "$top/tests/laravel/queue.php" $store
	is "$kind: once" "$(cat out)" "$first"
	is "$kind: Laravel does not get the lock meanwhile" "$(cat while)" ""
	like "$kind: but it does behind" <(php_queue lock $store emgen-overlap:one) .
done

# --- one window of a limit ---

note() { printf '{"type":"Noted","data":{"n":%s}}\n' "$1"; }
passes() { timeout 2 emgen throttle --allow 3 --every 500 "$1" | wc -l; }
is "two pass here" "$({ note 1; note 2; } | passes shared)" 2
is "then one passes there" "$(php_queue throttle shared 3 500 4)" 1
is "none here" "$(note 3 | passes shared)" 0
is "all tries are counted" "$(redis -n 1 hget app_shared count)" 7
is "one passes there" "$(php_queue throttle other 3 500 1)" 1
is "then two here" "$(for n in 1 2 3 4; do note "$n"; done | passes other)" 2
is "the key looks as Laravel left it" "$(redis -n 1 hkeys app_other | sort | paste -sd ' ') $(redis -n 1 type app_other)" "count end start hash"
