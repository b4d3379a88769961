#!/bin/bash
# The pages: mandoc finds nothing, sections come in one order, each example
# runs, and what they say about options is true.
. "${0%/*}/lib.sh"
. "$top/tests/pgsql.sh"
. "$top/tests/mariadb.sh"
doc=$top/doc
pages=("$doc"/*.[157])

is "mandoc -Tlint finds nothing" "$(mandoc -T lint -W warning "${pages[@]}")" ""

for page in "${pages[@]}"; do
	if [ "${page##*.}" = 1 ]; then
		sed -n 's/^\.Sh //p' "$page" | paste -sd/ >sections
		like "${page##*/}: its sections, in their order" sections \
			'^NAME/SYNOPSIS/DESCRIPTION(/OPTIONS)?(/ENVIRONMENT)?(/FILES)?/EXIT STATUS/EXAMPLES/SEE ALSO$'
	fi
	# The catalogue of events also names programs that are still to come.
	[ "${page##*/}" != emgen-events.5 ] || continue
	missing=$(sed -n 's/^\.Xr \(emgen[^ ]*\) \([157]\).*/\1.\2/p' "$page" | sort -u | while read -r other; do
		[ -e "$doc/$other" ] || echo "$other"
	done)
	is "${page##*/}: the pages of ours it names are there" "$missing" ""
done

# Every setting can be set by a flag, and each flag is described.
sed -n '/^static const struct setting rows/,/^};/p' "$top/common/svc/project/settings.c" |
	tr -d '\n' | grep -o '{ "[A-Za-z0-9]*", [A-Z_]*, *"[a-z0-9-]*"' |
	sed 's/.*"\([^"]*\)"$/\1/' | sort >flags
ok "the table of settings was read" test "$(wc -l <flags)" -gt 15
grep '^\.It Fl' "$doc/emgen-introspect.1" | grep -o 'Fl Fl [a-z0-9-]*' | sed 's/Fl Fl //' | sort -u >described
is "emgen-introspect(1) describes the flag of each setting" "$(comm -23 flags described)" ""
is "emgen.ini(5) has the key of each setting" \
	"$(grep -vx 'class\|morph\|relation\|rule' flags | while read -r key; do
		grep -q "^\.It .*\b$key\b" "$doc/emgen.ini.5" || echo "$key"
	done)" ""

# A word of a title that is a macro of mdoc's, such as In, has another look.
is "titles of sections are what is written" \
	"$(for page in "$doc"/*.[157]; do
		comm -13 <(mandoc -T ascii "$page" | col -bx | sed 's/^ *//' | sort -u) \
			<(sed -n 's/^\.S[hs] //p' "$page" | sed 's/\\&//' | sort -u)
	done)" ""

ok "emgen.pipeline(5) shows a file without a mistake" emgen supervise --check \
	<(sed -n '/^\.Bd/,/^\.Ed/p' "$doc/emgen.pipeline.5" | sed '1d;$d')
is "and has each key" "$(sed -n '/^const struct pipeline_key_row/,/^};/s/^\t{ "\([a-z-]*\)",.*/\1/p' \
	"$top/common/svc/pipeline/pipeline.c" | while read -r key; do
		sed -n '/^\.It Cm/p; /^Can have/,/^for all/p' "$doc/emgen.pipeline.5" | grep -qw -- "$key" || echo "$key"
	done)" ""

# Long options on .It lines are known to the programs.
for page in "$doc"/emgen-*.1; do
	name=$(basename "$page" .1)
	name=${name#emgen-}
	unknown=$(grep '^\.It Fl' "$page" | grep -o 'Fl Fl [a-z0-9-]*' | sed 's/Fl Fl //' | while read -r option; do
		emgen "$name" "--$option" --no-such-option </dev/null 2>&1 |
			grep -E "(unrecognized|ambiguous) option '--$option'"
	done)
	is "${page##*/}: the program knows the options" "$unknown" ""
done

# --- Each example runs, as it is printed, in a folder with app.db ---

# examples PAGE: the literal blocks of EXAMPLES, or of all of section 7, as
# files example.N.
examples() {
	awk -v all="$([[ $1 == *.7 ]] && echo 1)" '
		/^\.Sh/ { on = all ? $2 ~ /REJECTS|COMPOSING|WRITING/ : $2 == "EXAMPLES" }
		/^\.Bd -literal/ && on { file = "example." ++n; next }
		/^\.Ed/ { if (file) close(file); file = "" }
		file { gsub(/\\e/, "\\"); print > file }' "$1"
}

# The server of the examples that need one.
pg_environment() {
	pg_create app
	pg app -c 'CREATE TABLE users (id bigserial PRIMARY KEY); CREATE SCHEMA shop'
	export PGHOST=$pg_dir PGPORT=$pg_port PGUSER=postgres
}

mysql_environment() {
	sql -e 'CREATE DATABASE shop; CREATE TABLE shop.orders (id int PRIMARY KEY)'
	printf '[client]\nsocket=%s\nuser=root\n' "$mariadb_socket" >.my.cnf
	export HOME=$PWD
}

for page in "${pages[@]}"; do
	[ "${page##*/}" != emgen-introspect-mysql.1 ] || mysql_environment
	[ "${page##*/}" != emgen.ini.5 ] || continue # it is a file, not a command
	[ "${page##*/}" != emgen.lock.5 ] || continue
	[ "${page##*/}" != emgen.pipeline.5 ] || continue
	rm -f example.*
	examples "$page"
	for example in example.*; do
		[ -e "$example" ] || continue
		n=${example#example.}
		mkdir "run.$n"
		sqlite3 "run.$n/app.db" "
			create table users (id integer primary key, name text not null, is_admin boolean not null default false,
				published_at datetime, created_at datetime, updated_at datetime);
			create table posts (id integer primary key, user_id int not null references users, title text not null)"
		[ "${page##*/}" != emgen-introspect-pgsql.1 ] || pg_environment
		exits "${page##*/}, example $n" 0 bash -c "cd run.$n && . ../$example"
		is "${page##*/}, example $n: a pipe has pipefail" \
			"$(grep -E '[^|]\|( |$)' "$example" | grep -v pipefail | grep -cv '^ *--stage\|^ *\(if\|then\|else\) ' >pipes
			[ "$(cat pipes)" = 0 ] || grep -qx 'set -o pipefail' "$example" || echo missing)" ""
		case ${page##*/}.$n in
		emgen-define.1.1)
			unlike "no is_admin" run.1/app/Models/User.php "^ .*fillable.*is_admin|^ +'is_admin',$"
			;;
		emgen.7.*) mv "run.$n" "kept.$n" && cp out "kept.$n/out" ;;
		esac
		rm -rf "run.$n"
	done
done

# What the examples of emgen(7) are for.
like "rejects: the reason and the line" kept.1/out 'TableAnalyzed.*:7|"data":7'
ok "recording: the models and the stream" test -s kept.2/run.ndjson -a -s kept.2/app/Models/User.php
ok "replay: elsewhere" test -s kept.3/elsewhere/User.php
ok "a stage swapped: the definitions" grep -q ModelDefinitionCreated kept.4/definitions.ndjson
like "stale models" kept.5/out '^models are stale$'
ok "jq: the models" test -s kept.6/app/Models/User.php
unlike "jq: no date is fillable" <(awk '/fillable/ { on = 1 } on; /\];/ { on = 0 }' kept.6/app/Models/User.php) published_at
is "shell: all tables but one" "$(cat kept.7/out)" "posts
users"
like "Python: another name" kept.8/out 'function author\(\): BelongsTo'
for data in 7 '{"relationships":[7]}' '{"relationships":[],"text":"\ud800"}' '{'; do
	exits "Python: a bad line, $data" 100 kept.8/authors <<<'{"type":"RelationshipsDetected","data":'"$data}"
	like "Python: is said in one line" err '^authors: line 1: '
	is "Python: and that is all" "$(cat err out | wc -l)" 1
done
