#!/bin/bash
# emgen generate: only starts the stages, swaps and records them, and reports.
. "${0%/*}/lib.sh"

sqlite3 app.db "
	create table users (id integer primary key, name varchar(50) not null, email varchar(80) not null unique);
	create table posts (id integer primary key, user_id int not null references users, title text not null,
		status text not null default 'draft' check (status in ('draft', 'published')));
	create table tags (id integer primary key, name text);
	create table post_tag (post_id int references posts, tag_id int references tags);
	create table lonely (a int references nowhere)"

exits "the main job" 0 emgen generate sqlite:app.db --out a/Models
cp out a.out
like "a line a file" a.out '^wrote a/Models/User\.php$'
like "enums have a place beside" a.out '^wrote a/Models/Enums/PostStatus\.php$'
like "a summary" a.out '^4 models, 4 relations; 5 files written, 0 unchanged, 0 skipped; [0-9]+ warnings?; [0-9.]+ s$'
like "warnings are said" err 'emgen-relations: warning: lonely \(a\) to nowhere'

mkdir b
emgen introspect sqlite:app.db --out b/Models 2>/dev/null | emgen relations 2>/dev/null | emgen define 2>/dev/null |
	emgen render >b.events 2>/dev/null
ok "the same as the pipe that a person types" diff -r a b

exits "again" 0 emgen generate sqlite:app.db --out a/Models
like "nothing changes" out '^4 models, 4 relations; 0 files written, 5 unchanged, 0 skipped;'
unlike "and no file is named" out '^wrote'

exits "a report that nobody can read" 111 bash -c 'emgen generate sqlite:app.db --out full/Models >/dev/full'
like "which is said" err '^emgen: cannot write to stdout: No space left on device$'
ok "but the files are there" diff -r a/Models full/Models
exits "--quiet has none" 0 bash -c 'emgen generate sqlite:app.db --out full/Models --quiet >/dev/full'
exits "a list of the commands, too" 111 bash -c 'emgen help >/dev/full'
like "and says so" err '^emgen: cannot write to stdout: No space left on device$'

exits "recorded" 0 emgen generate sqlite:app.db --out c/Models --events c.ndjson
ok "what is recorded keeps its schemas" emgen validate c.ndjson
for stage in relations define render; do
	rm -rf a/Models a/emgen.lock
	case $stage in
	relations) emgen relations c.ndjson 2>/dev/null | emgen define 2>/dev/null | emgen render --out a/Models ;;
	define) emgen define c.ndjson 2>/dev/null | emgen render --out a/Models ;;
	render) emgen render --out a/Models c.ndjson ;;
	esac >/dev/null 2>err
	ok "replayed from $stage on" diff -r a b
done

cat >swap.py <<'P'
import json, sys
for line in sys.stdin:
    event = json.loads(line)
    if event["type"] == "RelationshipsDetected":
        for relation in event["data"]["relationships"]:
            if relation["name"] == "user":
                relation["name"] = "author"
        line = json.dumps(event) + "\n"
    sys.stdout.write(line)
    sys.stdout.flush()
P
exits "a stage is swapped" 0 emgen generate sqlite:app.db --out d/Models --stage 'relations=emgen relations | python3 swap.py'
like "and does its work" d/Models/Post.php 'public function author\(\): BelongsTo'

exits "--json" 0 emgen generate sqlite:app.db --out e/Models --json
is "only events on stdout" "$(jq -r .type out | sort -u | tr '\n' ' ')" \
	"GenerationConfigured ModelDefinitionCreated ModelGenerated ModelGenerationStarted RelationshipsDetected SchemaAnalysisStarted SchemaAnalyzed TableAnalyzed "
ok "they keep their schemas" emgen validate out
exits "--events -" 0 emgen generate sqlite:app.db --out e/Models --events -
is "means --json" "$(jq -r .type out | sort -u | wc -l) $(ls -d ./- 2>&1)" "8 ls: cannot access './-': No such file or directory"
for option in --json "--events x.ndjson"; do
	for prints in --diff "--out -" --check; do
		[ "$prints" = --check ] && [ "$option" = --json ] && continue
		# shellcheck disable=SC2086 # words
		exits "$option $prints" 100 emgen generate sqlite:app.db --out e/Models $option $prints
		is "is refused" "$(cat out err; cat x.ndjson 2>/dev/null)" \
			"emgen: ${option% *}: there are no events where files or diffs are printed"
	done
done
exits "EMGEN_OUT=-" 0 env EMGEN_OUT=- emgen generate sqlite:app.db
is "prints the files" "$(grep -c '^==>' out) $(grep ^emgen: err)" "5 "
printf '[emgen]\nout = -\n' >emgen.ini
exits "out = - in emgen.ini" 100 emgen generate sqlite:app.db
is "is no folder" "$(cat out err)" 'emgen-introspect: emgen.ini: line 2: out: "-" is not a path'
rm emgen.ini
exits "--quiet" 0 emgen generate sqlite:app.db --out f/Models --quiet
is "nothing on stdout" "$(cat out)" ""

sqlite3 old.db "create table users (id integer primary key); create table migrations (id integer primary key, migration text, batch int);
	create table lonely (a int references nowhere)"
exits "without it" 0 emgen generate sqlite:old.db --out old/Models
like "what is left out is said" err "left out as Laravel's .*: migrations$"
exits "with it" 0 emgen generate sqlite:old.db --out old/Models --quiet
is "warnings are" "$(cat out err)" "emgen-relations: warning: lonely (a) to nowhere: the table was not read: no relation"

exits "--help" 0 emgen generate --help
like "says where the other options are" out '^emgen introspect --help lists them'

exits "--check when nothing would change" 0 emgen generate sqlite:app.db --out a/Models --check
sqlite3 app.db 'alter table users add column age int'
exits "--check when something would" 1 emgen generate sqlite:app.db --out a/Models --check
like "it says what" out 'a/Models/User\.php'
exits "--check --quiet" 1 emgen generate sqlite:app.db --out a/Models --check --quiet
is "does not say what" "$(cat out)" ""
exits "--check --json" 1 emgen generate sqlite:app.db --out a/Models --check --json
is "has the events" "$(jq -r 'select(.type == "ModelGenerated").data.path' out)" a/Models/User.php
exits "--check --history --quiet" 100 emgen generate sqlite:app.db --out a/Models --check --history --quiet
unlike "and changes nothing" a/Models/User.php age
sqlite3 app.db 'alter table users drop column age'

exits "--out -" 0 emgen generate sqlite:app.db --out -
like "prints the files" out '^class User extends Model$'
ok "and nothing else" bash -c '! grep -q specversion out'

exits "no such file" 100 emgen generate sqlite:nothing.db --out g/Models
is "says only that" "$(cat out err)" "emgen-introspect-sqlite: nothing.db: No such file or directory"
ok "nothing is written" test ! -e g
exits "a stage that does not exist" 100 emgen generate sqlite:app.db --stage dance=./x
exits "a stage that cannot run" 127 emgen generate sqlite:app.db --out g/Models --stage define=./missing
exits "a stage that crashes is a temporary failure" 111 emgen generate sqlite:app.db --out g/Models --stage 'define=kill -9 $$'
like "and is named" err 'was killed by SIGKILL'
exits "a source that dies in the middle" 111 emgen generate sqlite:app.db --out g/Models --stage 'introspect=emgen introspect sqlite:app.db | head -5'
exits "a stage without sh(1)" 127 env PATH= "$build/bin/emgen" generate sqlite:app.db --out g/Models --stage define=x
like "it is sh that is missing" err '^emgen: sh: not found in '
exits "wrong use" 100 emgen generate --nonsense
exits "two databases" 100 emgen generate sqlite:app.db sqlite:app.db
like "are said to be one too many" err '^emgen: one DSN at most: sqlite:app.db$'
exits "help on a command that there is not" 100 emgen help genrate
like "says which is meant" err 'no such command; did you mean generate?'
exits "the page of what emgen itself does" 0 emgen help version
like "is its own" out 'emgen'
for name in generate log version; do
	case $name in version) want=COMMAND ;; *) want=$name ;; esac
	exits "without man(1), $name" 0 env PATH= "$build/bin/emgen" help $name
	like "has its usage" out "^usage: emgen $want "
done
exits "a mistyped one of these" 100 emgen versoin
like "is known, too" err 'did you mean version?'

# A reader that goes is no failure of ours, as of no filter's.  It is gone before
# anything is written, which else might all be in the pipe by then.
sqlite3 wide.db "$(for i in {1..100}; do echo "create table t$i (id integer primary key, a text, b text, c text);"; done)"
export -f until_ok
for option in '--diff' '--check' '--out -'; do
	rm -f gone
	exits "$option with a reader that goes" 141 bash -c '{ until_ok test -e gone; emgen generate sqlite:wide.db --out w/Models $1; } |
		{ exec <&- && : >gone; }; exit ${PIPESTATUS[0]}' - "$option"
	is "says nothing of that" "$(cat err)" ""
done
rm -f gone
exits "as of the pipe that a person types" 141 bash -c 'emgen introspect sqlite:wide.db --out w/Models | emgen relations | emgen define |
	{ until_ok test -e gone; emgen render --diff; } | { exec <&- && : >gone; }; exit ${PIPESTATUS[3]}'
is "which does not, either" "$(cat err)" ""

# A password stays out of the arguments of every child.  One that is just being
# made still has those of emgen itself.
cat >spy <<'S'
#!/bin/sh
for args in /proc/[0-9]*/cmdline; do
	tr '\0' ' ' <"$args" && echo
done 2>/dev/null | sort -u >args
exec emgen-driverless
S
chmod +x spy
cp spy emgen-introspect-spy
PATH=.:$PATH emgen generate spy://me:verysecret@host/db --out g/Models >out 2>err
ok "the driver ran" test -s args
is "a password is only where the user wrote it" "$(grep verysecret args)" \
	"emgen generate spy://me:verysecret@host/db --out g/Models "

# On a terminal there is a bar.
script -qec "emgen generate sqlite:app.db --out h/Models" typescript >/dev/null
like "a progress bar on a terminal" typescript '\] [0-9]+/5 '
