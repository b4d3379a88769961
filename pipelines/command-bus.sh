#!/bin/bash
# command-bus.sh DIR [FILE ...] - carries out AnalyzeSchema and GenerateModel:
# models go into DIR, and what happened to stdout.  The database is that of the
# command's connection, else of EMGEN_DSN or Laravel's .env.
#
#	mkfifo commands
#	command-bus.sh app/Models <commands >events.ndjson &
#	emgen dispatch GenerateModel table=users --to commands
set -euo pipefail

[ $# -ge 1 ] || {
	echo "usage: command-bus.sh DIR [FILE ...]" >&2
	exit 100
}
export MODELS=$1 HANDLERS="${0%/*}"
shift

exec emgen dispatch --commands AnalyzeSchema,GenerateModel \
	--handle AnalyzeSchema 'emgen introspect -' \
	--handle GenerateModel '"$HANDLERS/generate-model.sh" "$MODELS"' "$@"
