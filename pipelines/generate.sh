#!/bin/bash
# generate.sh DSN DIR [OPTION ...] - the main job as a pipe of its four stages.
# The events of the run go to stdout, messages to stderr; an option is one of
# emgen introspect.  The exit code is that of the last stage that failed.
set -euo pipefail

[ $# -ge 2 ] || {
	echo "usage: generate.sh DSN DIR [OPTION ...]" >&2
	exit 100
}
dsn=$1 dir=$2
shift 2

# The environment, since a DSN may hold a password.
EMGEN_DSN=$dsn emgen introspect --out "$dir" "$@" |
	emgen relations |
	emgen define |
	emgen render
