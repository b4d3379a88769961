#!/bin/bash
# Bad input, full disks, closed pipes, death at any time: what every filter
# does about them, and that nothing is torn, half-written or lost.
. "${0%/*}/lib.sh"

export EMGEN_CORRELATION_ID=00000000-0000-4000-8000-000000000001
filters="relations define analyze render"

# stream NAME: what each filter reads, NAME.relations and so on, for a database.
stream() {
	emgen introspect "sqlite:$1.db" 2>/dev/null >"$1.relations"
	emgen relations <"$1.relations" >"$1.define"
	emgen define <"$1.define" >"$1.render"
	cp "$1.render" "$1.analyze"
}

# prepare FILTER [OPTION...]: its command; the folder that it writes is new.
prepare() {
	command=("$build/libexec/emgen-$1")
	if [ "$1" = render ]; then
		rm -rf made
		command+=(--out made/Models --factories made/factories)
	fi
	shift
	command+=("$@")
}

filter() {
	prepare "$@"
	"${command[@]}"
}

# Without what differs from run to run.
plain() {
	sed 's/"time":"[^"]*"/"time":""/; s/"durationUs":[0-9]*/"durationUs":0/' "$1"
}

# whole FILE: it ends with the end of a line, and is not empty.
whole() {
	[ -s "$1" ] && [ -z "$(tail -c 1 "$1")" ]
}

# complete FOLDER WANTED: each file in it is one of the wanted ones, to the byte.
complete() {
	local file
	for file in "$1"/*/*.php; do
		[ -e "$file" ] || continue
		cmp "$file" "$2${file#"$1"}" || return 1
	done
}

sqlite3 small.db <"$data/corpora/chinook/sqlite.sql"
stream small
for i in {1..60}; do
	echo "CREATE TABLE things_$i (id INTEGER PRIMARY KEY,
		owner_id INT REFERENCES things_$((i > 1 ? i - 1 : 1)),
		$(printf "column_number_%d VARCHAR(100) NOT NULL DEFAULT 'some words'," {1..60})
		last INT);"
done | sqlite3 big.db
stream big
for name in $filters; do
	filter "$name" <"small.$name" >"small.out.$name"
	filter "$name" <"big.$name" >"big.out.$name"
done
mv made big.made
for name in $filters; do
	ok "$name: the stream is larger than pipes and buffers" test "$(wc -c <"big.out.$name")" -gt 600000
done

# --- Bad lines ---

consumed() {
	case $1 in
	relations | define) echo TableAnalyzed ;;
	render | analyze) echo ModelDefinitionCreated ;;
	esac
}

# bad FILTER NAME REASON: the line in bad stands before the last line of a good
# stream; it is put aside, and said, and all else is as without it.
bad() {
	local name=$1 what="$1: $2" reason=$3 number offset
	head -n -1 "small.$name" >in
	number=$(($(wc -l <in) + 1))
	offset=$(wc -c <in)
	cat bad >>in
	tail -n 1 "small.$name" >>in

	exits "$what" 100 filter "$name" <in
	like "$what: which line it is" err "^emgen-$name: stdin: line $number: .*$reason"
	ok "$what: what came before is out" whole out

	rm -f rejects
	exits "$what, with --rejects" 0 filter "$name" --rejects rejects <in
	is "$what: the rest is as ever" "$(plain out | md5sum)" "$(plain "small.out.$name" | md5sum)"
	is "$what: one line is put aside" "$(wc -l <rejects)" 1
	like "$what: why" rejects "\"reason\":\".*$reason"
	is "$what: where" "$(jq -c '[.type, .data.stage, .data.line, .data.offset]' rejects)" \
		"[\"EventRejected\",\"emgen-$name\",$number,$offset]"
	is "$what: the line itself" "$(jq -r .data.original rejects | base64 -d | md5sum)" "$(head -c 65536 bad | md5sum)"
	ok "$what: the reject is an event" emgen validate rejects

	prepare "$name"
	exits "$what, with EMGEN_REJECT_FD" 0 env EMGEN_REJECT_FD=7 \
		bash -c 'exec "$@" 7>by-fd' - "${command[@]}" <in
	is "$what: the same is put aside" "$(plain by-fd)" "$(plain rejects)"
}

for name in $filters; do
	{
		printf '{"type":"Other","data":{"text":"'
		head -c $((17 << 20)) /dev/zero | tr '\0' x
		echo '"}}'
	} >bad
	bad "$name" "a line of 17 MiB" "longer than 16777216 bytes"
	printf '{"type":"Other","data":{"text":"\xc3\x28"}}\n' >bad
	bad "$name" "bytes that are not UTF-8" "not UTF-8 at byte 33"
	printf '["Other"]\n' >bad
	bad "$name" "no object" "not a JSON object"
	type=$(consumed "$name")
	echo "{\"type\":\"$type\",\"data\":{\"a\":1},\"data\":{}}" >bad
	bad "$name" "a key that comes twice" "duplicate key"
	echo "{\"type\":\"$type\",\"data\":{\"text\":\"\\ud800\"}}" >bad
	bad "$name" "a lone surrogate" "lone surrogate"
	echo "{\"type\":\"$type\",\"data\":{}" >bad
	bad "$name" "an object without an end" "unfinished"
	echo "{\"type\":\"$type\",\"data\":[]}" >bad
	bad "$name" "data of another shape" "data is not an object"

	# What is not for this filter passes as it is.
	printf '%s\n' '{ "data":{"a":1,"a":2,"text":"\ud800"},  "type":"Other" }' >bad
	{ cat bad && cat "small.$name"; } >in
	exits "$name: a stranger's line" 0 filter "$name" <in
	is "$name: it passes to the byte" "$(head -1 out | md5sum)" "$(md5sum <bad)"
	exits "$name: rejects that cannot be opened" 100 filter "$name" --rejects no/rejects <in
	exits "$name: rejects on stdout" 100 filter "$name" --rejects - <in
	is "$name: is said" "$(cat err)" "emgen-$name: --rejects: stdout is for what is good: name a file"
	echo '[]' >bad
	exits "$name: no room for rejects" 111 filter "$name" --rejects /dev/full <bad
	like "$name: is said" err "cannot write to rejects: No space left on device"
	exits "$name: a descriptor that is not there" 100 env EMGEN_REJECT_FD=77 "$build/libexec/emgen-$name" <bad
done

# --- Input that ends too early ---

for name in $filters; do
	head -c -1 "small.$name" >in
	rm -f rejects
	exits "$name: a line without its end" 111 filter "$name" --rejects rejects <in
	like "$name: which one" err "^emgen-$name: stdin: line $(wc -l <"small.$name"): torn"
	is "$name: it is not put aside" "$(cat rejects)" ""
	head -c 100 "small.$name" >in
	exits "$name: a first line without its end" 111 filter "$name" <in
	is "$name: nothing is written" "$(cat out)" ""

	head -n -1 "small.$name" >in
	exits "$name: an end between two lines" 111 filter "$name" <in
	like "$name: is said" err "the analysis is unfinished"
	ok "$name: whole lines are out" whole out
	exits "$name: an end after the first line" 111 filter "$name" <<<"$(grep SchemaAnalysisStarted "small.$name")"
	exits "$name: nothing at all" 0 filter "$name" </dev/null
done

filter render <small.render >/dev/null
cp -r made small.made
grep -v '"subject":"Album"' small.render | head -n -1 >in
exits "render: a source that died" 111 "${command[@]}" <in
unlike "render: calls no table gone" err "is gone"
ok "render: no file and no line of emgen.lock is lost" diff -r small.made made
exits "render: --check judges nothing" 111 "${command[@]}" --check <in

# --- Where nothing can be written ---

for name in introspect $filters; do
	case $name in
	introspect) command=(emgen introspect sqlite:big.db) ;;
	render) command=(emgen render --out closed/Models --factories closed/factories big.render) ;;
	*) command=(emgen "$name" "big.$name") ;;
	esac
	exits "$name: a full disk" 111 bash -c '"$@" >/dev/full' - "${command[@]}"
	like "$name: is said" err "cannot write to stdout: No space left on device"
	# Though whoever started it ignores SIGPIPE.
	rm -rf closed
	(trap '' PIPE; "${command[@]}" 2>err; echo $? >code) | head -c 100000 >/dev/null
	is "$name: a closed pipe" "$(cat code)" 141
	is "$name: says nothing" "$(cat err)" ""
done
ok "render: there are files" test -s closed/Models/Things1.php
ok "render: files are whole behind a closed pipe" complete closed big.made
exits "render: files to a full disk" 111 bash -c 'emgen render --out - big.render >/dev/full'
like "render: is said" err "cannot write to stdout: No space left on device"
exits "render: a small file to a full disk" 111 bash -c 'emgen render --out - small.render >/dev/full'
like "render: is said" err "cannot write to stdout: No space left on device"

printf '[stage a]\nexec = a\n' >a.pipeline
while read -r command; do
	# shellcheck disable=SC2086 # words
	exits "$command: a full disk" 111 bash -c '"$@" >/dev/full' - emgen $command
	is "$command: is said" "$(cat err)" "emgen-${command%% *}: cannot write to stdout: No space left on device"
done <<'L'
render --help
queue push --help
store --version
analyze --list
contract --list
run --print a|b
supervise --graph dot a.pipeline
validate --pass small.define
L

# A limit on files kills inside of write(2).  A new file has no name by then, and
# what replaces one has a name of its own.
killed() {
	(ulimit -c 0 -f "$1"; "${command[@]}") <big.render 2>err | cat >/dev/null
	is "render: killed inside a write after $1 KiB" "${PIPESTATUS[0]}" $((128 + $(kill -l XFSZ)))
}
for blocks in 1 2 4 8; do
	prepare render
	killed $blocks
	ok "render: no file is there by half" complete made big.made
	is "render: nor anything else" "$(find made -name '.emgen-*' | wc -l)" 0
	exits "render: the next run" 0 "${command[@]}" <big.render
	ok "render: makes it as if nothing had been" diff -r made big.made
done
for blocks in 1 2 4; do
	prepare render --force
	cp -r big.made made
	find made -name '*.php' -exec cp <(:) {} \;
	killed $blocks
	find made -name '*.php' -empty -delete
	ok "render: no file is replaced by half" complete made big.made
	is "render: but on its way" "$(find made -name '.emgen-*.tmp' -size ${blocks}k | wc -l)" 1
	exits "render: the next run" 0 "${command[@]}" <big.render
	ok "render: makes it as if nothing had been" diff -r -x '.emgen-*.tmp' made big.made
done
prepare render
exits "render: files that may not grow" 100 bash -c 'trap "" XFSZ; ulimit -f 1; "$@" < <(cat big.render) | cat >/dev/null; exit ${PIPESTATUS[0]}' \
	- "${command[@]}"
is "render: leave no part of one" "$(find made -type f ! -name emgen.lock)" ""

# --- SIGTERM ---

# terminated FILTER BYTES: the reader has taken that many bytes when it kills;
# leaves got and code.
terminated() {
	prepare "$1"
	"${command[@]}" <"big.$1" >pipe 2>/dev/null &
	local pid=$!
	{
		head -c "$2"
		kill -TERM $pid 2>/dev/null
		cat
	} <pipe >got
	wait $pid 2>/dev/null
	code=$?
}

# starved FILTER LINES: the same when it has been given that many lines.
starved() {
	prepare "$1"
	"${command[@]}" <feed >got 2>/dev/null &
	local pid=$!
	{
		head -n "$2" "big.$1"
		kill -TERM $pid 2>/dev/null
	} >feed
	wait $pid 2>/dev/null
	code=$?
}

# Each line that came is one of the complete run.
no_torn() {
	[ ! -s got ] || whole got || return 1
	plain got | cmp - <(plain "$1" | head -n "$(wc -l <got)")
}

mkfifo pipe feed
for name in $filters; do
	size=$(wc -c <"big.out.$name") lines=$(wc -l <"big.$name")
	torn=0 unfinished=0 half=0 other=0 points=24
	for ((i = 0; i < 2 * points; i++)); do
		if ((i < points)); then
			terminated "$name" $((size * i / points + 1))
		else
			starved "$name" $((lines * (i - points) / points + 1))
		fi
		no_torn "big.out.$name" 2>>torn.err || torn=$((torn + 1))
		case $code in
		143) unfinished=$((unfinished + 1)) ;;
		0 | 111) ;;
		*) other=$code ;;
		esac
		if [ "$name" = render ]; then
			complete made big.made 2>>half.err || half=$((half + 1))
		fi
	done
	is "$name: killed at $i points, no line is torn" $torn 0
	[ "$name" != render ] || is "render: no file is there by half" $half 0
	is "$name: each ended by the signal, or had ended" $other 0
	ok "$name: most by the signal" test $unfinished -ge $points
done

prepare render
"${command[@]}" <big.render | head -n 20 >/dev/null
head -c 200 big.made/Models/Things1.php >made/Models/.emgen-0123456789abcdef.tmp
exits "render: what a dead run left behind" 0 "${command[@]}" <big.render
ok "render: disturbs no later one" diff -r -x '.emgen-*.tmp' made big.made
ok "render: which wrote all its lines" whole out
