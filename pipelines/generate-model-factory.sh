#!/bin/bash
# generate-model-factory.sh DIR [FILE ...] - the listener GenerateModelFactory:
# for each model that was generated, its factory into DIR.  Events come from
# FILE or stdin, and go to stdout with what became of the factories.
#
#	generate.sh sqlite:app.db app/Models | generate-model-factory.sh factories
set -euo pipefail

[ $# -ge 1 ] || {
	echo "usage: generate-model-factory.sh DIR [FILE ...]" >&2
	exit 100
}
export FACTORIES=$1 FILTER="${0%/*}/when-generated.jq"
shift

# A lock of its own: the run that writes the models has the other one open.
listener='jq -cn --unbuffered --arg types ModelGenerated -f "$FILTER" |
	emgen render --artifact factory --factories "$FACTORIES" \
		--lock "$FACTORIES/emgen.lock"'

exec emgen dispatch --on 'GenerationConfigured,SchemaAnal*,ModelDefinition*,ModelGenerat*' \
	"|$listener" "$@"
