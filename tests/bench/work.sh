#!/bin/bash
# work.sh - the benchmark of the worker: on each kind of database, with few jobs
# waiting and with very many, against a bare loop and against Laravel's worker on
# the same tables.
# work.sh [JOBS [WAITING [KIND...]]]; servers are the benchmark's own.
# shellcheck source=lib.sh
. "${0%/*}/../lib.sh"
pg_options=(-c fsync=on -c full_page_writes=on)
# shellcheck source=pgsql.sh
. "$top/tests/pgsql.sh"
# shellcheck source=mariadb.sh
. "$top/tests/mariadb.sh"
mariadb_stop
mariadb_options=(--innodb-flush-method=fsync --innodb-flush-log-at-trx-commit=1)
mariadb_start
# shellcheck source=redis.sh
. "$top/tests/redis.sh"
# shellcheck source=bench/jobs.sh
. "$top/tests/bench/jobs.sh"
trap 'pg_finish; mariadb_stop; redis_finish; cd /; rm -rf "$scratch"' EXIT

jobs=${1:-2000} waiting=${2:-1000000} kinds=("${@:3}")
[ "${#kinds[@]}" != 0 ] || kinds=(sqlite pgsql mysql redis)

# An application whose handler does nothing but say how many a second it saw.
"$top/tests/laravel/application.sh" "${LARAVEL:-$build/laravel}-app" || exit 1
"$top/tests/laravel/predis.sh" "${LARAVEL:-$build/laravel}-predis" || exit 1
cp -a "${LARAVEL:-$build/laravel}-app" app
cat >app/app/Providers/Provider.php <<P
<?php

namespace App\Providers;

require '${LARAVEL:-$build/laravel}-predis/vendor/autoload.php';

class Provider extends \Illuminate\Support\ServiceProvider
{
    public function register(): void
    {
        \$this->app->singleton('emgen', fn () => new class {
            private int \$done = 0;
            private float \$first, \$last;

            public function fire(\$job, array \$data): void
            {
                \$job->delete();
                \$this->last = microtime(true);
                \$this->first ??= \$this->last;
                \$this->done++;
            }

            public function __destruct()
            {
                if (\$this->done > 1) {
                    file_put_contents('rate', (\$this->done - 1) / (\$this->last - \$this->first));
                }
            }
        });
    }
}
P
echo '<?php return [App\Providers\Provider::class];' >app/bootstrap/providers.php
export APP=$scratch/app APP_KEY=base64:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=
export CACHE_STORE=array LOG_CHANNEL=stderr REDIS_CLIENT=predis REDIS_HOST=127.0.0.1
export REDIS_PORT=$redis_port REDIS_PREFIX='' REDIS_DB=0

# Each of four modes has two bare loops around it, and Laravel's worker half as many.
enough=$((jobs * 13))
for kind in "${kinds[@]}"; do
	for n in 0 "$waiting"; do
		export DB_CONNECTION=$kind QUEUE_CONNECTION=database
		unset DB_HOST DB_PORT DB_SOCKET DB_DATABASE DB_USERNAME DB_PASSWORD
		name=w$n
		case $kind in
		sqlite)
			name=$scratch/w$n.db
			dsn=sqlite:$name
			export DB_DATABASE=$name
			;;
		pgsql)
			pg_create "$name"
			dsn=$(pg_dsn "$name")
			export DB_HOST=$pg_dir DB_PORT=$pg_port DB_DATABASE=$name DB_USERNAME=postgres
			;;
		mysql)
			sql -e "CREATE DATABASE $name"
			dsn=$(dsn "$name")
			export DB_SOCKET=$mariadb_socket DB_DATABASE=$name DB_USERNAME=root DB_PASSWORD=
			;;
		redis)
			name=0
			dsn=$(redis_dsn 0)
			export DB_CONNECTION=sqlite QUEUE_CONNECTION=redis
			redis flushall >/dev/null
			;;
		esac
		floor=("$build/bench/queue" "$dsn" "$jobs" many)
		[ "$kind" != redis ] || floor=("$build/bench/redis" "$dsn" "$redis_socket" "$jobs" many)
		jobs_make "$kind" "$name" many $((enough + n))
		python3 "$top/tests/bench/work.py" "$build" "$kind" "$dsn" "$jobs" "$n" "${floor[@]}"
	done
done
