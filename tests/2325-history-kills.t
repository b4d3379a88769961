#!/bin/bash
# emgen define --since-store and emgen history, killed before and after each call
# that their database sees: they only read, so nothing is lost by it.
. "${0%/*}/lib.sh"

export EMGEN_HOME=home EMGEN_CORRELATION_ID=00000000-0000-7000-8000-000000000001
faulty=$build-fault/libexec
types=ModelDefinitionCreated,ModelDefinitionChanged,ModelDefinitionRemoved

# analysis SQL: what define is told of app.db behind these statements.
analysis() { sqlite3 app.db "$1" && emgen introspect sqlite:app.db | emgen relations; }
define() { "$faulty/emgen-define" --since-store; }
history() { "$faulty/emgen-history" User; }
stored() { emgen store export | jq -c 'del(.id, .time)'; }

# killed PROGRAM CODE NAME VARIABLE: runs it to each boundary, or row, and CODE
# behind it; $n is the number of runs, of which the last was whole.
killed() {
	local program=$1 code=137
	n=0
	while [ $code = 137 ]; do
		n=$((n + 1))
		rm -rf home && cp -r start home
		{ (export "$4=$n" && "$program" <analysed >part); } 2>/dev/null
		code=$?
		$2
	done
	is "$3: and ended when nothing killed it" "$code" 0
	ok "$3: it was killed ($((n - 1)) times)" [ "$n" -gt 3 ]
}

# What a killed define has said is stored, and it is run again.
again() {
	emgen store append --type "$types" part >/dev/null 2>"err.$n" || failed+="$n: $(cat "err.$n"); "
	define <analysed 2>"err.$n" | emgen store append --type "$types" >/dev/null || failed+="$n: $(cat "err.$n"); "
	stored | cmp -s - want || failed+="$n: another store; "
	emgen store verify >/dev/null || failed+="$n: not in order; "
}
# A killed history has said the truth as far as it went, and changed nothing.
told() {
	cmp -s part <(head -c "$(wc -c <part)" life) || failed+="$n: other words; "
	history 2>"err.$n" | cmp -s - life || failed+="$n: $(cat "err.$n"); "
	stored | cmp -s - want || failed+="$n: another store; "
}

# survives NAME [VARIABLE]: define --since-store over the store in start.
survives() {
	local failed=
	rm -rf home && cp -r start home
	define <analysed | emgen store append --type "$types" >/dev/null
	stored >want
	killed define again "$1" "${2-EMGEN_FAULT_ROW}"
	is "$1: ends as if nothing had happened" "$failed" ""
}

mkdir start
analysis 'CREATE TABLE users (id INTEGER PRIMARY KEY, team_id INTEGER REFERENCES teams);
	CREATE TABLE teams (id INTEGER PRIMARY KEY); CREATE TABLE notes (id INTEGER PRIMARY KEY)' >analysed
survives "tables are made" EMGEN_FAULT_AT
survives "the first definitions"
rm -rf start && cp -r home start
analysis 'ALTER TABLE users ADD COLUMN age INTEGER; DROP TABLE notes' >analysed
survives "a change, and an end"
is "both are there" "$(jq -r .type want | sort | uniq -c | sed 's/ *//')" "1 ModelDefinitionChanged
3 ModelDefinitionCreated
1 ModelDefinitionRemoved"

rm -rf start && cp -r home start
history >life
like "a life" life 'column age'
failed=
killed history told "history" EMGEN_FAULT_ROW
is "history: is told as if nothing had happened" "$failed" ""
