#!/bin/bash
# Memory that runs out, for the filters: each allocation of a run fails once.
# The run ends 111 and says so, or does without and gives the usual result; no
# line is torn, no file is there by half.  (For sources: 2130-introspect-memory.)
. "${0%/*}/lib.sh"

export EMGEN_CORRELATION_ID=00000000-0000-4000-8000-000000000001
library=$build/fault/fail_alloc.so
# Preloading puts us in front of the sanitizer, which does not mind.
export ASAN_OPTIONS=verify_asan_link_order=0:detect_leaks=0
step=1
# A sanitized program takes ten times as long to start.
if nm -D "$build/libexec/emgen-render" | grep -q __asan; then
	step=7
fi

sqlite3 t.db "CREATE TABLE members (id INTEGER PRIMARY KEY,
	boss_id INT REFERENCES members, state TEXT NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'gone')),
	name VARCHAR(20) UNIQUE, balance DECIMAL(8, 2) NOT NULL DEFAULT 1.5, born DATE, odd FROBNICATE,
	created_at DATETIME, updated_at DATETIME);
	CREATE INDEX by_birth ON members (born, lower(name)) WHERE born > 0"
emgen introspect sqlite:t.db >relations.in 2>err
emgen relations <relations.in >define.in
emgen define <define.in >render.in

# Without what differs from run to run.
plain() {
	sed 's/"time":"[^"]*"/"time":""/; s/"durationUs":[0-9]*/"durationUs":0/' "$1"
}

# begin: the folder as the run finds it, where the program writes one.
begin() {
	[ "$folder" ] || return 0
	rm -rf made
	cp -r made.before made
}

# Several programs may speak at the same time: they append.
run() {
	: >said
	"${command[@]}" <"$name.in" >got 2>>said
}

# Each file is as it was before, or as the good run leaves it.
changed_files() {
	local file
	! diff -rq made made.before >/dev/null || return 0
	find made -type f ! -name '.emgen-*.tmp' ! -name '.*.part' | while read -r file; do
		cmp -s "$file" "made.good${file#made}" || cmp -s "$file" "made.before${file#made}" ||
			echo "$file is neither old nor new"
	done
}

# judge CODE: what is wrong about a run that ended so.
judge() {
	local out
	IFS= read -r -d '' out <got
	case $1 in
	111) [[ $said == *$'\nemgen-'"$name: "* ]] || echo "no message" ;;
	0)
		[ "$(plain got)" = "$(plain good)" ] || echo "another result"
		[ -z "$folder" ] || diff -rq made made.good
		;;
	*) echo "ends with $1" ;;
	esac
	[ -z "$out" ] || [ "${out: -1}" = $'\n' ] || echo "a torn line"
	[ -z "$folder" ] || changed_files
}

# exhaust WHAT COMMAND...: fails its allocations one after the other, until one
# is asked for that is not reached.
exhaust() {
	local what=$1 n failed=0 code said
	shift
	command=("$@")
	begin
	run
	is "$what: a good run" $? 0
	mv got good
	[ -z "$folder" ] || { rm -rf made.good && mv made made.good; }
	: >wrong
	for ((n = 1; ; n += step)); do
		begin
		LD_PRELOAD=$library EMGEN_FAIL_ALLOC=$n run
		code=$?
		IFS= read -r -d '' said <said
		[[ $said == *"fail_alloc: this one"* ]] || break
		[ $code != 111 ] || failed=$((failed + 1))
		judge $code >found
		[ ! -s found ] || sed "s/^/allocation $n: /" found >>wrong
	done
	echo "# $what: $failed of $(((n - 1) / step)) runs ended"
	is "$what: each failure is said, and does no harm" "$(head -n 20 wrong)" ""
	ok "$what: many were" test $failed -gt $((200 / step))
	is "$what: the last run, in which none failed" "$(judge $code)" ""
}

mkfifo tap
for name in relations define; do
	folder=
	exhaust $name "$build/libexec/emgen-$name"
done
# Its programs run out of memory at the same call.
name=dispatch folder=
{ emgen dispatch GenerateModel table=members && echo '{"type":"GenerateModel"}' && cat define.in; } >dispatch.in
exhaust dispatch "$build/libexec/emgen-dispatch" --handle GenerateModel 'cat >/dev/null' \
	--on 'Table*' '|cat' --on SchemaAnalyzed given --tap tap

# What is in a cache stays whole; its database has memory of its own to run out of.
name=cache
folder=
one=$step
step=$((3 * one))
export EMGEN_CACHE=sqlite:$scratch/cache.db
cp define.in cache.in
exhaust "cache, a miss" "$build/libexec/emgen-cache" remember --ttl 0 k -- cat
exhaust "cache put" "$build/libexec/emgen-cache" put --tag a k
is "cache put: it is there" "$(emgen cache get k | md5sum)" "$(md5sum <cache.in)"
exhaust "cache, a hit" "$build/libexec/emgen-cache" remember --tag a k -- false
is "cache: nothing else is" "$(sqlite3 cache.db 'SELECT count(*) FROM cache_entries; SELECT count(*) FROM cache_tags;
	SELECT count(*) FROM cache_chunks; PRAGMA integrity_check' | paste -sd' ')" "1 1 1 ok"
step=$one

name=render
render=("$build/libexec/emgen-render" --out made/Models --factories made/factories --docs made/docs --enums made/Enums)
folder=made
mkdir made.before
exhaust "render" "${render[@]}"

# Once more, where a file is edited, one is gone, and one is of an older state.
rm -rf made.before
cp -r made.good made.before
rm made.before/Enums/*.php
echo '// mine' >>made.before/factories/MemberFactory.php
sed 's/"born"/"birth"/g' render.in | "${render[@]/made/made.before}" >got 2>said
echo '// mine' >>made.before/factories/MemberFactory.php
exhaust "render again" "${render[@]}"
like "render again: one was edited" good '"ModelGenerationSkipped".*edited by hand'
unlike "render again: the model was not as before" good 'ModelGenerated.*Member.php.*"changed":false'
