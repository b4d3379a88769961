#!/bin/bash
# Programs that can be told to do several things: each says how it is used.
. "${0%/*}/lib.sh"

# paragraph PROGRAM VERB: its part of what PROGRAM -h says.
paragraph() {
	emgen "$1" -h | awk -v key="emgen $1 $2 " '
		/^ *(usage: )?emgen / { on = index($0 " ", key) > 0 }
		on' | sed '1s/^ *\(usage: \)*/usage: /'
}

for program in queue store cache; do
	emgen "$program" -h >whole
	emgen "$program" -h | sed -n "s/^.* emgen $program \([a-z-]*\).*/\1/p" >verbs
	ok "$program can do several things" test "$(wc -l <verbs)" -ge 7
	while read -r verb; do
		exits "$program $verb -h" 0 emgen "$program" "$verb" -h
		is "says how this is used, and no more" "$(cat out)" "$(paragraph "$program" "$verb")"
		exits "$program $verb with a wrong option" 100 emgen "$program" "$verb" --nosuch
		is "says so, and the same" "$(cat err)" \
			"emgen $program $verb: unrecognized option '--nosuch'
$(paragraph "$program" "$verb")"
	done <verbs
	exits "$program alone" 100 emgen "$program"
	same "says all that it can do" err whole
	verb=$(head -n 1 verbs)
	exits "$program with a slip" 100 emgen "$program" "${verb}x"
	is "says what may be meant" "$(cat err)" \
		"emgen-$program: ${verb}x: no such command; did you mean $verb?"
	exits "$program with something else" 100 emgen "$program" --everything
	is "says where they are listed" "$(cat err)" \
		"emgen-$program: --everything: no such command (emgen $program --help lists them)"
	exits "$program --version" 0 emgen "$program" --version
done

# --- Who only looks ---

mkdir bare && cd bare || exit 1
sqlite3 ../app.db 'create table t (a int)'
while read -r code command; do
	# shellcheck disable=SC2086 # words
	EMGEN_HOME='' emgen $command >../out 2>../err
	is "$command where nothing is: exit code" "$?" "$code"
	is "$command makes nothing" "$(find . | tr '\n' ' ')" ". "
	rm -rf .emgen
done <<'L'
0 queue list
0 queue failed
100 queue show 3f0b5c52-8d0e-5b7a-9d6f-5f3f0e0b7a11
0 queue monitor default
0 queue batches
100 queue batch 3f0b5c52-8d0e-5b7a-9d6f-5f3f0e0b7a11
0 store read
0 store stats
0 store verify
0 store list-parked mails
100 history Post
0 models
1 drift sqlite:../app.db
0 cache list
1 cache get x
111 status
0 queue list --database sqlite:none/jobs.db
L
cd ..
