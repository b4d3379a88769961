#!/bin/bash
# analyze.sh DSN [SEVERITY [OPTION ...]] - for CI: what is wrong with a database,
# in words; 1 if anything is of that severity (warning) or worse, else 0.  An
# option is one of emgen introspect, such as --rule foreign-key-name=off.
set -euo pipefail

[ $# -ge 1 ] || {
	echo "usage: analyze.sh DSN [SEVERITY [OPTION ...]]" >&2
	exit 100
}
export EMGEN_DSN=$1
severity=${2:-warning}
shift $(($# < 2 ? $# : 2))

# Models with nothing to say of them are not shown.
emgen introspect "$@" |
	emgen relations |
	emgen define |
	emgen analyze --fail-on "$severity" |
	sed -u '/"results":\[\]/d' |
	emgen log --type 'ModelAnaly*'
