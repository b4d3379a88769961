#!/bin/bash
# record-replay.sh DSN FILE DIR - record what a database is like in FILE, then
# write the models from the recording alone, as another machine could.
set -euo pipefail

[ $# = 3 ] || {
	echo "usage: record-replay.sh DSN FILE DIR" >&2
	exit 100
}
dsn=$1 file=$2 dir=$3

# Under another name until it is whole: a recording that was cut off is none.
EMGEN_DSN=$dsn emgen introspect >"$file.part"
mv "$file.part" "$file"

emgen relations "$file" | emgen define | emgen render --out "$dir"
