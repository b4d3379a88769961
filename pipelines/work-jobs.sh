#!/bin/bash
# work-jobs.sh DSN DOCS [OPTION ...] - does the jobs of generate-queued.sh:
# AnalyzeModel by emgen analyze, UpdateDocumentation by writing the pages of the
# database at DSN into DOCS.  Events go to stdout; an option is one of emgen
# queue work.  Run it on as many hosts as there are, with EMGEN_DATABASE naming
# the same server.
set -euo pipefail

[ $# -ge 2 ] || {
	echo "usage: work-jobs.sh DSN DOCS [OPTION ...]" >&2
	exit 100
}
export EMGEN_DSN=$1 DOCS=$2 # not in arguments: a DSN may hold a password
shift 2

handler='set -o pipefail
IFS= read -r job
case $job in
*\"type\":\"AnalyzeModel\"*) printf "%s\n" "$job" | emgen analyze ;;
*\"type\":\"UpdateDocumentation\"*) emgen introspect | emgen relations | emgen define |
	emgen render --artifact documentation --out "$DOCS" --docs "$DOCS" --lock "$DOCS/emgen.lock" |
	jq -c "select(.type == \"DocumentationUpdated\")" ;;
*) echo "no job of ours" >&2; exit 100 ;;
esac'

exec emgen queue work --queue analysis,documentation --tries 3 --backoff 1,5,10 "$@" -- \
	bash -c "$handler"
