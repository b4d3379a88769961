#!/bin/bash
# emgen-introspect, and its driver on a schema that makes it ask for more: each
# allocation fails once, for each of them.
. "${0%/*}/lib.sh"

library=$build/fault/fail_alloc.so
export ASAN_OPTIONS=verify_asan_link_order=0:detect_leaks=0
# Sanitizers make each of some thousand runs slow: there, every seventh.
step=1
nm -D "$build/libexec/emgen-introspect" | grep -q __asan && step=7

steady() {
	sed 's/"time":"[^"]*"//; s/"[a-z]*id":"[^"]*"//g; s/"durationMs":[0-9]*//' "$@"
}

# each NAME COMMAND...: for each n until the run has no n-th allocation.
each() {
	local name=$1 n failed=0 wrong=
	shift
	"$@" <commands 2>/dev/null | steady >want
	ok "$name: with all its memory it is done" test -s want
	for ((n = 1; ${#wrong} < 200; n += step)); do
		LD_PRELOAD=$library EMGEN_FAIL_ALLOC=$n "$@" <commands >out 2>err
		case $? in
		0) steady out | cmp -s - want || wrong+=" $n (other output)" ;;
		111)
			failed=$((failed + 1))
			grep -q '"type":"SchemaAnalyzed"' out && wrong+=" $n (complete)"
			[ ! -s out ] || [ -z "$(tail -c 1 out)" ] || wrong+=" $n (torn)"
			;;
		*) wrong+=" $n ($(tail -n 1 err))" ;;
		esac
		grep -q '^fail_alloc' err || break
	done
	is "$name: each failure ends it 111, and none is taken for success" "$wrong" ""
	ok "$name: many did" test $((failed * step)) -gt 100
}

sqlite3 app.db 'CREATE TABLE parent (a INT, b INT, PRIMARY KEY (a, b)); CREATE TABLE Other (id INTEGER PRIMARY KEY, c TEXT UNIQUE);
	CREATE TABLE child (s TEXT CHECK (s IN (1, 2)) DEFAULT 3, a INT, b INT, o INT REFERENCES other (ID),
		x INT REFERENCES other (C), CONSTRAINT f FOREIGN KEY (a, b) REFERENCES Parent);
	CREATE INDEX i ON child (s, lower(s)); CREATE VIEW v AS SELECT s FROM child;
	CREATE TABLE gone (a); CREATE VIEW broken AS SELECT * FROM gone; DROP TABLE gone'
: >commands
EMGEN_DSN=sqlite:app.db each "the driver" "$build/libexec/emgen-introspect-sqlite" --views --tables '*' --exclude none

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
each "one analysis" "$build/libexec/emgen-introspect" --out x --class a=B
echo '{"type":"AnalyzeSchema","data":{"connection":"main","tables":["a"],"options":{"views":true}}}' >commands
each "commands" "$build/libexec/emgen-introspect" -
