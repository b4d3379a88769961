#!/bin/bash
# emgen-introspect and its driver: each allocation fails once, for each of them.
. "${0%/*}/lib.sh"

# Sanitizers bring an allocator of their own: then the programs are built plain.
plain=$build
if nm -D "$build/libexec/emgen-introspect" | grep -q __asan; then
	plain=$scratch/build
	make -s -C "$top" SAN= BUILD="$plain" "$plain"/libexec/emgen-introspect{,-sqlite} >make.out 2>&1
fi
gcc -D_GNU_SOURCE -shared -fPIC -o alloc.so "$top/tests/fault/alloc.c"

steady() {
	sed 's/"time":"[^"]*"//; s/"[a-z]*id":"[^"]*"//g; s/"durationMs":[0-9]*//' "$@"
}

# each NAME COMMAND...: for n = 1, 2, ... until ten in a row do no harm.
each() {
	local name=$1 n harmless=0 failed=0 wrong=
	shift
	"$@" <commands 2>/dev/null | steady >want
	ok "$name: with all its memory it is done" test -s want
	for ((n = 1; harmless < 10 && ${#wrong} < 200; n++)); do
		LD_PRELOAD=$PWD/alloc.so EMGEN_FAIL_ALLOC=$n "$@" <commands >out 2>err
		case $? in
		0)
			harmless=$((harmless + 1))
			steady out | cmp -s - want || wrong+=" $n (other output)"
			;;
		111)
			harmless=0 failed=$((failed + 1))
			grep -q '"type":"SchemaAnalyzed"' out && wrong+=" $n (complete)"
			[ ! -s out ] || [ -z "$(tail -c 1 out)" ] || wrong+=" $n (torn)"
			;;
		*) wrong+=" $n ($(head -1 err))" ;;
		esac
	done
	is "$name: each failure ends it 111, and none is taken for success" "$wrong" ""
	ok "$name: many did" test $failed -gt 100
}

sqlite3 app.db 'CREATE TABLE parent (a INT, b INT, PRIMARY KEY (a, b)); CREATE TABLE Other (id INTEGER PRIMARY KEY, c TEXT UNIQUE);
	CREATE TABLE child (s TEXT CHECK (s IN (1, 2)) DEFAULT 3, a INT, b INT, o INT REFERENCES other (ID),
		x INT REFERENCES other (C), CONSTRAINT f FOREIGN KEY (a, b) REFERENCES Parent);
	CREATE INDEX i ON child (s, lower(s)); CREATE VIEW v AS SELECT s FROM child'
: >commands
EMGEN_DSN=sqlite:app.db each "the driver" "$plain/libexec/emgen-introspect-sqlite" --views --tables '*' --exclude none

mkdir drivers
ln -s "$(type -P true)" drivers/emgen-introspect-true
export EMGEN_EXEC_PATH=$PWD/drivers
printf '[emgen]\nlaravel = 11\n[connections]\nmain = true:x\n' >emgen.ini
printf '%s\n' '{"autoload":{"psr-4":{"Shop\\":"app/"}}}' >composer.json
mkdir -p app/Models
echo '<?php' >app/Models/User.php
touch artisan
printf 'B="u"\nDB_CONNECTION="tr${B}e"\n' >.env
echo '["class","orders","Buy"]' >emgen.lock
each "one analysis" "$plain/libexec/emgen-introspect" --out x --class a=B
echo '{"type":"AnalyzeSchema","data":{"connection":"main","tables":["a"],"options":{"views":true}}}' >commands
each "commands" "$plain/libexec/emgen-introspect" -
