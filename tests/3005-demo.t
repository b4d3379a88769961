#!/bin/bash
# What make demo shows: the main job, then a database that changes.
. "${0%/*}/lib.sh"
column=Lyrics

exits "the demo" 0 "$top/pipelines/demo.sh" "$data/corpora/chinook/sqlite.sql" demo Track "ALTER TABLE Track ADD COLUMN $column TEXT"
is "says nothing on stderr that is wrong" "$(grep -iE 'error|warning:' err)" ""
models=$(find demo/Models -maxdepth 1 -name '*.php' -exec basename {} \; | sort)
is "shows every model that is written" "$(sed -n 's|^wrote Models/||p' out | grep -v / | sort -u)" "$models"
like "the database has moved away from what is stored" out "column $column \(TEXT, nullable\) is new"
is "then one model alone is written" "$(sed -n '/ALTER TABLE/,$s/^wrote //p' out)" Models/Track.php
like "with the new column" demo/Models/Track.php "'$column'"
is "and its history tells both" "$(sed -n '/emgen history/,$s/^ *[0-9]*  [^ ]* [^ ]*  //p' out)" \
	"$(printf '%s\n' 'created as Track, with 9 columns and 5 relations' 'wrote Models/Track.php' changed "column $column (TEXT, nullable) is new" 'wrote Models/Track.php')"
