#!/bin/bash
# npm.sh - install the packages of tests/schemas-ajv/package.json into
# $BUILD/node once, and say where that is.  $NODE_PATH=$(tests/npm.sh)/node_modules
set -euo pipefail
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
dir=${BUILD:-$top/build}/node
want=$top/tests/schemas-ajv/package.json

mkdir -p "$dir"
exec 9>"$dir/lock"
flock 9 # tests run at the same time
if ! cmp -s "$want" "$dir/installed.json"; then
	cp "$want" "$dir/package.json"
	(cd "$dir" && npm install --silent --no-audit --no-fund \
		--no-package-lock) >&2
	cp "$want" "$dir/installed.json"
fi
echo "$dir"
