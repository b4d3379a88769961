#!/bin/bash
# emgen-introspect-mysql: what a server refuses, breaks off, holds or hides.
. "${0%/*}/lib.sh"
. "$top/tests/events.sh"
. "$top/tests/mariadb.sh"

# fails NAME CODE EXCEPTION PATTERN [OPTION...] DSN: the analysis fails so, says
# so in its last event, and never looks complete to what follows.
fails() {
	local name=$1 code=$2 exception=$3 pattern=$4
	shift 4
	exits "$name" "$code" emgen introspect "$@"
	is "$name: why" "$(tail -n 1 out | jq -r '[.type, .data.exception, .data.temporary] | @tsv')" \
		"SchemaAnalysisFailed	$exception	$([ "$code" = 111 ] && echo true || echo false)"
	like "$name: in words" err "$pattern"
	is "$name: in one line" "$(grep -vc warning: err)" 1
	unlike "$name: no password is told" err 'geh[e]im'
	unlike "$name: nor written" out 'geh[e]im'
	emgen relations <out >relations.out 2>/dev/null
	unlike "$name: nothing looks whole" relations.out 'SchemaAnalyzed|TableAnalyzed'
}

# at NAME[:PASSWORD] DATABASE: a DSN of a user over TCP.
at() {
	printf 'mysql://%s@127.0.0.1:%s/%s' "$1" "$mariadb_port" "$2"
}

sql <<'S'
CREATE DATABASE app;
CREATE TABLE app.parents (id int PRIMARY KEY);
CREATE TABLE app.children (id int PRIMARY KEY, parent_id int NOT NULL,
	FOREIGN KEY (parent_id) REFERENCES parents (id) ON DELETE CASCADE);
CREATE DATABASE empty;
CREATE USER reader IDENTIFIED BY 'geheim@:/?';
GRANT SELECT ON app.* TO reader;
GRANT SELECT ON empty.* TO reader;
CREATE USER stranger;
CREATE USER runner;
GRANT EXECUTE ON app.* TO runner;
CREATE USER single WITH MAX_USER_CONNECTIONS 1;
GRANT SELECT ON app.* TO single;
CREATE USER locked ACCOUNT LOCK;
S

# --- Not let in ---

fails "a closed port" 111 unreachable "Can't connect" "mysql://u:geheim@127.0.0.1:1/app"
fails "no socket" 111 unreachable "Can't connect" "mysql://u@localhost/app?unix_socket=$PWD/none"
fails "no such host" 111 unreachable "nowhere.invalid" "mysql://u:geheim@nowhere.invalid/app"
fails "a wrong password" 100 refused 'Access denied.*1045' "$(at reader:gehe%69m app)"
fails "a user who is not there" 100 refused 'Access denied' "$(at nobody:geheim app)"
fails "a locked account" 100 refused 'locked' "$(at locked app)"
fails "no such database" 100 no-such-database 'Unknown database' "$(dsn nothing)"
fails "no right on the database" 100 permission 'Access denied.*1044' "$(at stranger app)"
fails "no right on a table" 100 no-tables 'no rights' "$(at runner app)"
fails "no tables" 100 no-tables 'has no tables' "$(dsn empty)"
fails "no database" 100 bad-dsn 'names no database' "mysql://u:geheim@h"
fails "a bad port" 100 bad-dsn 'port' "mysql://u:geheim@h:x/db"
fails "no URL" 100 bad-dsn 'SCHEME://user@host' "mysql:host=h;password=geheim"
fails "a TLS mode that is none" 100 bad-dsn 'ssl-mode.*sometimes' "$(dsn app ssl-mode=sometimes)"
fails "TLS that the server has not" 100 tls 'SSL|TLS' "$(at reader:geheim%40%3A%2F%3F app)?ssl-mode=required"

# A server that accepts and says nothing.
mkfifo silent
python3 - <<'P' >silent &
import socket, sys
s = socket.socket()
s.bind(("127.0.0.1", 0))
s.listen()
print(s.getsockname()[1], flush=True)
sys.stdin = s.accept()
s.accept()
P
silent=$!
read -r port <silent
began=$SECONDS
fails "a server that says nothing" 111 connection-lost 'Lost connection' --timeout 1 "mysql://u@127.0.0.1:$port/app"
ok "it is given up in time" test $((SECONDS - began)) -lt 30
kill $silent

exits "an unknown parameter" 0 emgen introspect "$(dsn app sslmod=required)"
like "an unknown parameter is warned of" err 'warning: .*sslmod'
exits "what Laravel keeps there" 0 emgen introspect "$(dsn app 'charset=utf8mb4&collation=utf8mb4_bin&ssl_mode=DISABLED')"
is "what Laravel keeps there is passed over" "$(cat err)" ""
exits "--schema" 100 emgen introspect --schema x "$(dsn app)"
like "--schema is PostgreSQL's" err 'MySQL has no schemas'

# --- The places of a password ---

fits() { # what, environment..., DSN
	local name=$1
	shift
	exits "a password from $name" 0 env "${@:1:$#-1}" emgen introspect "${@: -1}"
}
password=geheim%40%3A%2F%3F
fits "the DSN" "$(at reader:$password app)"
cp out got
events got
fits "the environment" MYSQL_PWD='geheim@:/?' "$(at reader app)"
mkdir home
printf '[client]\nuser=reader\npassword="geheim@:/?"\n' >home/.my.cnf
fits "the option file" HOME="$PWD/home" "mysql://127.0.0.1:$mariadb_port/app"
printf '[client]\npassword=wrong\nsocket=/nowhere\n' >home/.my.cnf
fits "the DSN before all others" HOME="$PWD/home" MYSQL_PWD=wrong "$(at reader:$password app)"
fits "the environment before the file" HOME="$PWD/home" MYSQL_PWD='geheim@:/?' "$(at reader app)"
printf 'DB_CONNECTION=mysql\nDB_HOST=127.0.0.1\nDB_PORT=%s\nDB_DATABASE=app\nDB_USERNAME=reader\nDB_PASSWORD="geheim@:/?"\n' \
	"$mariadb_port" >.env
exits "a password from .env" 0 emgen introspect
printf 'DB_CONNECTION=mariadb\nDB_SOCKET=%s\nDB_DATABASE=app\n' "$mariadb_socket" >.env
exits "a socket from .env" 0 emgen introspect
is "the driver is called as Laravel calls it" \
	"$(jq -r 'select(.data.driver).data.driver, select(.type == "SchemaAnalyzed").data.schema.driver' out | uniq)" mariadb
rm .env

# --- A role that may only read ---

same "a reader sees the same tables" \
	<(jq -c 'select(.type == "TableAnalyzed").data.table | del(.foreignKeys[].onUpdate, .foreignKeys[].onDelete)' got) \
	<(emgen introspect "$(dsn app)" | jq -c 'select(.type == "TableAnalyzed").data.table | del(.foreignKeys[].onUpdate, .foreignKeys[].onDelete)')
emgen introspect "$(at reader:$password app)" >out 2>err
is "what it does not see is warned of once" "$(grep -c 'ON UPDATE and ON DELETE' err)" 1

# --- One connection too many ---

# hold [ARGUMENT...]: a client that stays, until release.
hold() {
	rm -f hold held
	mkfifo hold held
	mariadb --no-defaults --socket="$mariadb_socket" --unbuffered --skip-column-names "$@" <hold >held 2>&1 &
	exec 7>hold 5<held
	held 'SELECT 1'
}
held() { # SQL: and wait until it is done
	local line
	echo "$1; SELECT 'done';" >&7
	while read -r line <&5 && [ "$line" != 'done' ]; do :; done
}
release() {
	exec 7>&- 5<&-
}
hold --user=single app
fails "one connection too many of a user" 111 too-many-connections 'max_user_connections' "$(at single app)"
release

# --- Broken off ---

sql -e 'CREATE DATABASE large'
{
	echo 'CREATE TABLE t0 (id int PRIMARY KEY, a int, b int, c int, d int, e int, f int, g int, h int, i int);'
	for n in $(seq 1400); do echo "CREATE TABLE t$n LIKE t0;"; done
} | sql large # more than is read at once

# begin [OPTION...] DSN: an analysis that has come some way and waits for its
# reader; its pid is in driver, the rest of its events comes with end.
begin() {
	rm -f pipe && mkfifo pipe
	emgen introspect "$@" >pipe 2>err &
	driver=$!
	exec 6<pipe
	for n in $(seq 20); do read -r line <&6 && echo "$line"; done >out
}
end() {
	cat <&6 >>out
	exec 6<&-
	wait $driver
	code=$?
}

fails "a database without a right" 100 permission 'Access denied' "$(at reader:$password large)"
sql -e 'GRANT SELECT ON large.* TO reader'
begin "$(at reader:$password large)"
unlike "no argument holds the password" <(tr '\0' '\n' <"/proc/$driver/cmdline") 'geh[e]im'
is "it is in the middle" "$(grep -c TableAnalyzed out)" 18
sql large -e 'DROP TABLE t299; ALTER TABLE t298 DROP COLUMN i'
end
is "a table that is dropped when it has been read: exit code" "$code" 0
is "it is read whole, as it was" \
	"$(jq -c 'select(.subject == "t298" or .subject == "t299").data.table.columns | length' out)" "10
10"
begin "$(dsn large)"
sql large -e 'DROP TABLE t99; ALTER TABLE t98 DROP COLUMN i'
end
is "a table that is dropped before it is read: exit code" "$code" 111
is "it is said" "$(tail -n 1 out | jq -r '[.type, .data.exception] | @tsv')" "SchemaAnalysisFailed	schema-changed"
is "the other is read as it is now" "$(jq -c 'select(.subject == "t98").data.table.columns | length' out)" 9

begin "$(dsn large)"
sql -e "SELECT CONCAT('KILL ', id, ';') FROM information_schema.PROCESSLIST WHERE db = 'large'" | sql --force 2>/dev/null
end
is "a connection that is killed: exit code" "$code" 111
is "it is said" "$(tail -n 1 out | jq -r '[.type, .data.exception] | @tsv')" "SchemaAnalysisFailed	connection-lost"
begin "$(dsn large)"
mariadb_stop
end
is "a server that is shut down: exit code" "$code" 111
is "it is said" "$(tail -n 1 out | jq -r '[.type, .data.exception] | @tsv')" "SchemaAnalysisFailed	connection-lost"
mariadb_start
begin "$(dsn large)"
kill -KILL "$mariadb_pid"
wait "$mariadb_pid" 2>/dev/null
end
is "a server that is killed: exit code" "$code" 111
is "it is said" "$(tail -n 1 out | jq -r '[.type, .data.exception] | @tsv')" "SchemaAnalysisFailed	connection-lost"
is "SchemaAnalyzed never came" "$(grep -c '"SchemaAnalyzed"' out)" 0

# --- Locks ---

mariadb_start
sql app -e "CREATE TABLE made AS SELECT SLEEP(1000) AS x" >/dev/null 2>&1 &
until [ "$(sql -e "SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE state = 'User sleep'")" = 1 ]; do :; done
fails "a table that is locked" 111 locked 'Lock wait timeout' --timeout 1 "$(dsn app)"
exits "but not when it is not to be read" 0 emgen introspect --timeout 10 --exclude made "$(dsn app)"
sql -e "SELECT CONCAT('KILL ', id) FROM information_schema.PROCESSLIST WHERE state = 'User sleep'" | sql
wait $!

hold --user=root app
held 'LOCK TABLES parents WRITE'
exits "a table that others write" 0 emgen introspect --timeout 10 "$(dsn app)"
release

# --- Statements ---

count_statements() { # tables [SQL]
	sql -e "DROP DATABASE IF EXISTS counted; CREATE DATABASE counted"
	for n in $(seq "$1"); do
		echo "CREATE TABLE t$n (id int PRIMARY KEY, p int REFERENCES t1 (id), c int CHECK (c > 0), KEY (c));"
	done | sql counted
	sql counted -e "${2:-}"
	sql -e "SET GLOBAL log_output = 'TABLE', general_log = ON; TRUNCATE mysql.general_log"
	emgen introspect "$(dsn counted)" >out 2>err
	sql -e "SET GLOBAL general_log = OFF;
		SELECT COUNT(*) FROM mysql.general_log WHERE command_type IN ('Query', 'Execute') AND thread_id IN
		(SELECT thread_id FROM mysql.general_log WHERE command_type = 'Connect' AND argument LIKE '%counted%')"
}
few=$(count_statements 10)
is "90 tables take as many statements as 10" "$(count_statements 90)" "$few"
is "of two sessions, 900 as many as 100" "$(count_statements 900)" "$(count_statements 100)"
ok "and these are few" test "$few" -gt 4 -a "$few" -lt 15
is "one more tells Laravel's tables from others of these names" \
	"$(count_statements 10 'CREATE TABLE cache (id int, expiration int); CREATE TABLE jobs (id int); CREATE TABLE sessions (id int)')" \
	$((few + 1))
is "it tells them" "$(jq -r 'select(.type == "TableAnalyzed").subject' out | grep -v '^t[0-9]*$')" "jobs
sessions"

# --- TLS ---

certificate() { # NAME: and its key, signed by itself
	openssl req -x509 -newkey rsa:2048 -nodes -keyout "$1.key" -out "$1.pem" -days 2 -subj "/CN=$1" \
		-addext 'subjectAltName=IP:127.0.0.1' 2>/dev/null
	chmod 644 "$1.key"
}
certificate server
certificate stranger
mariadb_stop
mariadb_options=(--ssl-cert="$PWD/server.pem" --ssl-key="$PWD/server.key")
mariadb_start
sql -e "CREATE USER secure IDENTIFIED BY 'x' REQUIRE SSL; GRANT SELECT ON app.* TO secure"
fails "no TLS where the server demands it" 100 refused 'Access denied' "$(at secure:x app)?ssl-mode=disabled"
for parameters in ssl-mode=required "ssl-ca=$PWD/server.pem" "sslmode=verify-full&sslrootcert=$PWD/server.pem" \
	"verify=true&ssl_ca=$PWD/server.pem" "ssl-ca=$PWD/stranger.pem&verify=false"; do
	exits "TLS with ${parameters//$PWD\//}" 0 emgen introspect "$(at secure:x app)?$parameters"
done
fails "a certificate of nobody known" 100 tls 'TLS|SSL' "$(at secure:x app)?ssl-ca=$PWD/stranger.pem"
fails "no such file" 100 tls 'TLS|SSL|file' "$(at secure:x app)?ssl-ca=$PWD/none.pem"
printf 'DB_CONNECTION=mysql\nDB_HOST=127.0.0.1\nDB_PORT=%s\nDB_DATABASE=app\nDB_USERNAME=secure\nDB_PASSWORD=x\nMYSQL_ATTR_SSL_CA=%s\n' \
	"$mariadb_port" "$PWD/server.pem" >.env
exits "a certificate from .env" 0 emgen introspect
