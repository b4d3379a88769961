#!/bin/bash
# generate-queued.sh DSN DIR [OPTION ...] - the main job now, and what can wait as
# jobs: AnalyzeModel for each model that is new or has changed, on the queue
# analysis, and UpdateDocumentation, one for the run, on the queue documentation.
# work-jobs.sh does them, on this host or on others.  Events go to stdout.
#
# The queues are in EMGEN_DATABASE, by default in .emgen/emgen.db.
set -euo pipefail

[ $# -ge 2 ] || {
	echo "usage: generate-queued.sh DSN DIR [OPTION ...]" >&2
	exit 100
}
here=${0%/*}
events=$(mktemp "${TMPDIR:-/tmp}/emgen-run.XXXXXX")
trap 'rm -f "$events" "$events.jobs"' EXIT

"$here/generate.sh" "$@" | tee "$events"
"$here/trigger-model-analysis.sh" "$events.jobs" "$events" >/dev/null
[ ! -e "$events.jobs" ] || emgen queue push analysis "$events.jobs" >/dev/null

# Same run, same id: a job that is repeated is seen to be.
models=$(jq -c 'select(.type == "ModelGenerated").data.model' "$events" | jq -cs .)
[ "$models" = "[]" ] || {
	run=$(jq -r '.correlationid // empty' "$events" | head -n 1)
	id=$(uuidgen --sha1 --namespace a813a154-56d4-5a26-8c4e-f4b3d454d6af \
		--name "$run"$'\ngenerate-queued\nUpdateDocumentation\n')
	jq -cn --arg id "$id" --arg run "$run" --argjson models "$models" '{
		type: "UpdateDocumentation", specversion: "1.0", id: $id,
		source: "generate-queued", correlationid: $run, causationid: $run,
		data: {models: $models}}' | emgen queue push documentation >/dev/null
}
