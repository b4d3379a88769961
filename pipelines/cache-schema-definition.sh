#!/bin/bash
# cache-schema-definition.sh KEY [FILE ...] - the listener CacheSchemaDefinition:
# keeps an analysis with its relations under KEY for 24 hours, with the tag
# schema.  Events come from FILE or stdin, and go to stdout.
#
#	emgen cache get KEY | emgen define
set -euo pipefail

[ $# -ge 1 ] || {
	echo "usage: cache-schema-definition.sh KEY [FILE ...]" >&2
	exit 100
}
export KEY=$1
shift

exec emgen dispatch \
	--on SchemaAnalysisStarted,TableAnalyzed,RelationshipsDetected,SchemaAnalyzed \
	'|emgen cache put "$KEY" --tag schema --ttl 24h' "$@"
