#!/bin/bash
# README.md tells the truth: its schema gives its model, and its tour runs.
. "${0%/*}/lib.sh"
readme=$top/README.md

block() { # LANGUAGE
	sed -n "/^\`\`\`$1\$/,/^\`\`\`\$/p" "$readme" | sed '1d;$d'
}

block sql | sqlite3 app.db
block php >Post.php
exits "the main job" 0 emgen generate sqlite:app.db --out app/Models
same "the model is the one that is shown" app/Models/Post.php Post.php
ok "the enum lies beside it" test -f app/Models/Enums/PostStatus.php
ok "emgen.lock lies beside the models" test -f app/emgen.lock
rm -rf app

# --check at the end of the tour compares with what the stage wrote.
block sh >tour
printf 'set -euo pipefail\n' | cat - tour >tour.sh
sed -i 's/ --check$/ --check || [ $? = 1 ]/' tour.sh
exits "the tour" 0 bash tour.sh
like "drift is what the database has" out '^    column slug '
unlike "and no other name" out '^    relation '
like "the stage in place has its way" app/Models/Post.php 'function author\(\): BelongsTo'
ok "tee recorded" emgen validate run.ndjson

# shellcheck disable=SC2013 # words are what is wanted
for path in $(grep -oE '\]\([^)]*\)' "$readme" | tr -d ']()' | sort -u); do
	ok "$path is there" test -e "$top/$path"
done
# shellcheck disable=SC2013
for target in $(sed -n 's/^    make \([a-z]*\).*/\1/p' "$readme"); do
	ok "make $target is a target" grep -q "^$target:" "$top/Makefile"
done
