#!/bin/bash
# update-model-documentation.sh DIR [FILE ...] - the listener
# UpdateModelDocumentation: a page for each model that is there, and an index,
# into DIR.  Events come from FILE or stdin, and go to stdout with
# DocumentationUpdated behind them.
set -euo pipefail

[ $# -ge 1 ] || {
	echo "usage: update-model-documentation.sh DIR [FILE ...]" >&2
	exit 100
}
export DOCS=$1 FILTER="${0%/*}/when-generated.jq"
shift

# The index has all models, also those that did not change.
listener='jq -cn --unbuffered --arg types ModelGenerated,ModelGenerationSkipped -f "$FILTER" |
	emgen render --artifact documentation --docs "$DOCS" \
		--lock "$DOCS/emgen.lock"'

exec emgen dispatch --on 'GenerationConfigured,SchemaAnal*,ModelDefinition*,ModelGenerat*' \
	"|$listener" "$@"
