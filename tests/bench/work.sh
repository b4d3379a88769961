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
export REDIS_PORT=$redis_port REDIS_PREFIX='' REDIS_DB=1

# floor KIND DSN WAITING: jobs a second of the bare loop.
floor() {
	case $1 in
	redis) "$build/bench/redis" "$(redis_dsn 0)" "$redis_socket" "$jobs" "$3" ;;
	*) "$build/bench/queue" "$2" "$jobs" "$3" ;;
	esac | sed -n "s|^claim.*bare loop *\([0-9]*\)\( jobs\)*/s.*|\1|p"
}

for kind in "${kinds[@]}"; do
	for n in 0 "$waiting"; do
		export DB_CONNECTION=$kind QUEUE_CONNECTION=database
		unset DB_HOST DB_PORT DB_SOCKET DB_DATABASE DB_USERNAME DB_PASSWORD
		case $kind in
		sqlite)
			dsn=sqlite:$scratch/w$n.db
			export DB_DATABASE=$scratch/w$n.db
			;;
		pgsql)
			pg_create "w$n"
			dsn=$(pg_dsn "w$n")
			export DB_HOST=$pg_dir DB_PORT=$pg_port DB_DATABASE=w$n DB_USERNAME=postgres
			;;
		mysql)
			sql -e "CREATE DATABASE w$n"
			dsn=$(dsn "w$n")
			export DB_SOCKET=$mariadb_socket DB_DATABASE=w$n DB_USERNAME=root DB_PASSWORD=
			;;
		redis)
			dsn=$(redis_dsn 1)
			export DB_CONNECTION=sqlite QUEUE_CONNECTION=redis
			redis flushall >/dev/null
			;;
		esac
		bare=$(floor "$kind" "$dsn" "$n")
		[ "$kind" != redis ] || redis flushall >/dev/null
		python3 "$top/tests/bench/work.py" "$build" "$kind" "$dsn" "$bare" "$jobs" "$n"
	done
done
