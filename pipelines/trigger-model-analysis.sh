#!/bin/bash
# trigger-model-analysis.sh JOBS [FILE ...] - the listener TriggerModelAnalysis:
# for each definition that is new or has changed, a job AnalyzeModel into JOBS,
# a file or a FIFO that leads to the queue.  Events come from FILE or stdin, and
# go to stdout.
set -euo pipefail

[ $# -ge 1 ] || {
	echo "usage: trigger-model-analysis.sh JOBS [FILE ...]" >&2
	exit 100
}
jobs=$1
shift

# Same run, same model, same id: a job that is repeated is seen to be.
make_jobs() {
	jq -r --unbuffered '[.correlationid, .data.modelId, ({
		type: "AnalyzeModel", specversion: "1.0", id: "",
		source: "trigger-model-analysis", subject, time, correlationid,
		causationid: .id,
		data: {modelId: .data.modelId, name: .data.name,
			attributes: .data.attributes}} | tojson)] | join("\t")' |
	while IFS=$'\t' read -r run model job; do
		id=$(uuidgen --sha1 --namespace a813a154-56d4-5a26-8c4e-f4b3d454d6af \
			--name "$run"$'\ntrigger-model-analysis\nAnalyzeModel\n'"$model") || exit
		printf '%s\n' "${job/'"id":""'/"\"id\":\"$id\""}"
	done
}

code=0
emgen dispatch --on ModelDefinitionCreated,ModelDefinitionChanged \
	>(make_jobs >>"$jobs") "$@" || code=$?
wait $! || code=$?
exit "$code"
