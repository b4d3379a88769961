#!/bin/bash
# A disk that really is full, under SQLite, PostgreSQL and MariaDB: what is passed
# on is stored, the rest is worth another try, and with room again it goes on.
# The disk is a file system of the test's own: it asks for root.
[ -v on_own_mounts ] || on_own_mounts=1 exec unshare --mount "$0"
. "${0%/*}/lib.sh"
disk=$scratch/disk
mkdir "$disk" && mount -t tmpfs -o size=200m,mode=1777 emgen-test "$disk" || exit
chmod 711 "$scratch"
export TMPDIR=$disk
let_go() { umount -l "$disk"; }
stops=(let_go)
. "$top/tests/pgsql.sh"
mariadb_at=$disk/mariadb
. "$top/tests/mariadb.sh"

id() { printf '00000000-0000-7000-8000-%012d' "$1"; }
# Events of 10 kB each, which no database packs.
for n in $(seq 500); do
	printf '{"type":"DocumentationUpdated","specversion":"1.0","id":"%s","source":"tests","time":"2026-01-01T00:00:00.000000Z","correlationid":"%s","data":{"path":"%s"}}\n' \
		"$(id "$n")" "$(id $((900000 + n % 5)))" "$(head -c 7500 /dev/urandom | base64 -w0 | tr '+/' '-_')"
done >lines

# fill KIB: until no more than that is left on the disk.
fill() {
	local free
	free=$(($(stat -f -c '%a * %S / 1024' "$disk")))
	fallocate -l $((free - $1))K "$disk/filler"
}

# run FILE: the program of which it is.
# shellcheck disable=SC2086 # words
run() { emgen $verb "$1"; }

for kind in SQLite PostgreSQL MariaDB; do
	case $kind in
	SQLite) EMGEN_DATABASE=sqlite:$disk/app.db ;;
	PostgreSQL)
		pg_create app
		EMGEN_DATABASE=$(pg_dsn app)
		;;
	MariaDB)
		sql -e 'CREATE DATABASE app'
		EMGEN_DATABASE=$(dsn app)
		;;
	esac
	export EMGEN_DATABASE
	for verb in "store append --batch 20" "queue push --commit 20 q"; do
		case $verb in
		store*)
			kept() { emgen store read | wc -l; }
			all() { emgen store read; }
			;;
		queue*)
			kept() { emgen queue list --json --limit 1000 q | jq length; }
			all() { emgen queue work --queue q --stop-when-empty -- cat | grep -v '"type":"JobProcessed"'; }
			;;
		esac
		run /dev/null
		fill 1500
		exits "$kind: $verb, on a full disk" 111 run lines
		cp out passed
		# a server that cannot write its log ends, and cannot say why
		like "$kind: which is said" err 'No space left|wrote only|is full|(closed|lost|terminating) .*connection|Lost connection|gone away|recovery mode'
		rm "$disk/filler"
		case $kind in # a server may end for that, or take its time to recover
		PostgreSQL) pg_stop INT && pg_run ;;
		MariaDB) mariadb_stop && mariadb_start ;;
		esac
		ok "$kind: not all was passed on: $(wc -l <passed)" [ "$(wc -l <passed)" -lt 500 ]
		ok "$kind: what was is as it came" cmp passed <(head -n "$(wc -l <passed)" lines)
		ok "$kind: and kept" [ "$(kept)" -ge "$(wc -l <passed)" ]
		exits "$kind: with room again" 0 run lines
		is "$kind: each is there once" "$(kept)" 500
		all >after
		ok "$kind: in order, to the byte" cmp after lines
	done
done
