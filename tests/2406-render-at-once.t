#!/bin/bash
# Two emgen-render at once on one emgen.lock: neither forgets the other's files.
. "${0%/*}/lib.sh"

sqlite3 app.db "create table users (id integer primary key, name text); create table posts (id integer primary key, user_id int references users);
	create table a (id integer primary key); create table b (id integer primary key); create table c (id integer primary key);
	create table d (id integer primary key); create table e (id integer primary key); create table f (id integer primary key)"
definitions() { emgen introspect sqlite:app.db --out Models "$@" 2>/dev/null | emgen relations 2>/dev/null | emgen define 2>/dev/null; }
files() { jq -r 'select(.[0] == "file") | .[2]' emgen.lock; }

declare -A pids ins outs
# start NAME FILE: a run that has rendered all of the file, and has not ended.
start() {
	local in out
	mkfifo "$1.in" "$1.out"
	( # the ends of others' pipes would keep them open
		for fd in "${ins[@]}" "${outs[@]}"; do exec {fd}>&-; done
		exec emgen render <"$1.in" >"$1.out" 2>"$1.err"
	) &
	pids[$1]=$!
	exec {in}>"$1.in" {out}<"$1.out"
	ins[$1]=$in outs[$1]=$out
	cat "$2" >&"${ins[$1]}"
	grep -q -m1 '"SchemaAnalyzed"' <&"${outs[$1]}"
}
end() {
	local in=${ins[$1]} out=${outs[$1]}
	exec {in}>&-
	cat <&"$out" >/dev/null
	wait "${pids[$1]}" || echo "$1 ended with $?"
	exec {out}<&-
	unset "ins[$1]" "outs[$1]"
}

definitions --tables users >users.ndjson
definitions --tables posts >posts.ndjson
start one users.ndjson
start two posts.ndjson
{ end one; end two; } >ended
is "both end well" "$(cat ended)" ""
is "and both files are known" "$(files)" "Models/Post.php
Models/User.php"
is "with their classes" "$(jq -r 'select(.[0] == "class") | .[2]' emgen.lock)" "Post
User"

# What one has found as it was, the other has written meanwhile.
definitions --tables users,posts >both.ndjson
emgen render both.ndjson >/dev/null
sqlite3 app.db 'alter table posts add column title text'
definitions --tables users,posts >changed.ndjson
rm -f ./*.in ./*.out
start one both.ndjson
start two changed.ndjson
end two
end one
is "the later text is the one that is known" "$(emgen render changed.ndjson | jq -r 'select(.type == "ModelGenerationSkipped") | .data.reason' | sort -u)" unchanged

# What a person makes in a folder that a run has seen without it stays; other
# settings would have it look again.
grep -v '"type":"GenerationConfigured"' posts.ndjson >more.ndjson
rm -rf emgen.lock Models ./*.in ./*.out
start one users.ndjson
echo '<?php // mine' >Models/Post.php
cat more.ndjson >&"${ins[one]}"
grep -m1 'Models/Post.php' <&"${outs[one]}" >told
end one
is "a file that somebody has made meanwhile is left alone" "$(cat Models/Post.php)" "<?php // mine"
is "and the run says so" "$(jq -r 'select(.type == "ModelGenerationSkipped") | .data.reason' told)" "written by hand"

# A table that one run sees gone, and whose file is gone, stays forgotten.
rm -rf emgen.lock Models
for name in a b c d e f users posts; do
	definitions --tables "$name" >"$name.ndjson"
done
for name in a b c d e f users posts; do
	emgen render "$name.ndjson" >/dev/null 2>&1 &
	pids[$name]=$!
done
for name in a b c d e f users posts; do wait "${pids[$name]}" || echo "$name: $?"; done >failed
is "eight at once end well" "$(cat failed)" ""
is "with all files known" "$(files | wc -l) $(jq -r 'select(.[0] == "class") | .[2]' emgen.lock | wc -l)" "8 8"
is "and nothing left behind" "$(find . -name '.*' -type f)" ""
