#!/bin/bash
# A build on a machine without the client libraries of servers: SQLite works,
# and what asks for a server is told.
. "${0%/*}/lib.sh"

# What pkg-config finds here, without them.
mkdir pc
IFS=: read -ra folders <<<"$(pkg-config --variable pc_path pkg-config)"
find "${folders[@]}" -name '*.pc' ! -name 'libpq.pc' ! -name '*mariadb*.pc' \
	! -name 'hiredis*.pc' -exec ln -sft pc {} + 2>/dev/null

# The flags that cost a compiler time are for what is installed.
ok "it builds" env PKG_CONFIG_LIBDIR="$PWD/pc" MAKEFLAGS='' \
	make -C "$top" --no-print-directory -j2 all BUILD="$PWD/build" \
	CFLAGS=-O0 HARDEN=-fPIE SAN='' FAULT='' DEV=''
export EMGEN_EXEC_PATH="$PWD/build/libexec" PATH="$PWD/build/bin:$PATH"
is "no driver of a server" "$(cd build/libexec && echo emgen-introspect-*)" \
	emgen-introspect-sqlite

sqlite3 a.db 'CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT)'
exits "models of SQLite" 0 emgen generate sqlite:a.db --out Models
like "one" Models/User.php '^class User extends Model'

for scheme in pgsql mysql mariadb; do
	exits "schema of $scheme" 127 emgen introspect "$scheme://u@localhost/d"
	like "no driver of $scheme" err '^emgen-introspect: this build has no driver for '
	exits "store on $scheme" 100 \
		emgen store read --database "$scheme://u@localhost/d"
	like "no library of $scheme" err \
		"^emgen-store: $scheme: this build has no client library for it$"
done
exits "cache on Redis" 100 emgen cache get --database redis://localhost key
like "no library of Redis" err \
	"^emgen-cache: redis: this build has no Redis: hiredis was not there$"
