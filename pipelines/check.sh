#!/bin/bash
# check.sh DSN DIR [OPTION ...] - for CI: 0 if the models in DIR are what the
# database asks for, else 1 and the difference.
set -euo pipefail

[ $# -ge 2 ] || {
	echo "usage: check.sh DSN DIR [OPTION ...]" >&2
	exit 100
}
export EMGEN_DSN=$1
dir=$2
shift 2

exec emgen generate --check --out "$dir" "$@"
