#!/bin/bash
# templates.sh - the built-in templates as rows of C: { name, text }.
set -euo pipefail
cd "$(dirname "$0")/templates"

for file in *.mustache; do
	printf '{ "%s",\n' "${file%.mustache}"
	sed -e 's/\\/\\\\/g' -e 's/"/\\"/g' -e 's/?/\\?/g' -e 's/.*/"&\\n"/' "$file"
	printf '},\n'
done
