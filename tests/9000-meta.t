#!/bin/bash
# The house: what each command must have, layers, headers, sizes, words.
. "${0%/*}/lib.sh"
cd "$top" || exit 1

# yes NAME COMMAND...: the command succeeds; it leaves nothing in the tree.
yes() {
	local name=$1
	shift
	is "$name" "$("$@" >/dev/null 2>&1 && echo yes)" yes
}

# rows of commands.list as "name class"
rows() {
	sed -n 's/^\([a-z][a-z-]*\)[ \t]*\([a-z]*\).*/\1 \2/p' commands.list
}

sources() { # class name
	case $1.$2 in
	front.*) ls "cmd/emgen/$2.c" ;;
	*) ls "cmd/emgen-$2.c" || ls "cmd/emgen-$2"/*.c ;;
	esac 2>/dev/null
}

page() { # name
	[ "$1" = emgen ] && echo doc/emgen.1 || echo "doc/emgen-$1.1"
}

# The text that follows "usage:" or stands in SYNOPSIS, on one line.
one_line() {
	tr '\n' ' ' | sed 's/usage://; s/  */ /g; s/^ //; s/ $//'
}

synopsis() { # page
	mandoc -T ascii "$1" | col -bx | sed -n '/^SYNOPSIS/,/^DESCRIPTION/p' |
		sed '1d;$d' | one_line
}

said() { # name
	if [ "$1" = emgen ]; then emgen -h; else emgen "$1" -h; fi |
		sed '/^$/,$d' | one_line
}

# --- The registry ---

while read -r name class; do
	case $class in
	front | source | driver | filter | sink | tool) ;;
	*) is "$name: a class that is known" "$class" "one of the classes" ;;
	esac
	yes "$name has its source" sources "$class" "$name"
	yes "$name has a page that says what it does" grep '^\.Nd ' "$(page "$name")"
	# shellcheck disable=SC2016 # expanded by the inner shell
	yes "$name has a test" bash -c 'ls tests/[0-9]*-"$1"[.-]*' - "${name#introspect-}"
	[ "$class" = driver ] ||
		yes "$name is in the map of emgen(1)" grep "^\.It .*emgen-$name 1" doc/emgen.1
	is "$name: what -h says is SYNOPSIS" "$(said "$name")" "$(synopsis "$(page "$name")")"
	is "$name: operands are in capitals" "$(said "$name" | grep -o '\[[a-z]* \.\.\.\]')" ""
done < <(rows | grep -v '^emgen ')
is "emgen: what -h says is SYNOPSIS" "$(said emgen)" "$(synopsis doc/emgen.1)"
is "each folder and file of cmd/ has its row" \
	"$(for f in cmd/*; do f=${f#cmd/} && echo "${f%.c}"; done)" \
	"$(rows | awk '$2 != "front" { print "emgen-" $1 } $1 == "emgen"' | sed 's/ .*//' | LC_ALL=C sort)"
is "the rows come in one order: front, sources, filters, sinks, tools" \
	"$(rows | awk '{ print $2 == "driver" ? "source" : $2 }' | uniq | tr '\n' ' ')" "front source filter sink tool "

# --- Layers, from the includes ---

includes() { # files: "file header" for each of our own headers
	grep -o '^#include "[^"]*\.h"' "$@" /dev/null |
		sed 's/:#include "\(.*\)"/ \1/'
}

# What a file may include: headers beside it, and those of the layers given.
crossing() { # folder layers...
	local folder=$1 file header found layer
	shift
	while read -r file header; do
		found=
		[ -e "${file%/*}/$header" ] && found=1
		for layer; do
			found+=$(find "common/$layer" -name "$header")
		done
		[ "$found" ] || echo "$file includes $header"
	done < <(find "$folder" -name '*.[ch]' -print0 | xargs -0 grep -l include | sort | while read -r f; do includes "$f"; done)
}
is "base includes nothing above it" "$(crossing common/base base)" ""
is "core includes base and core" "$(crossing common/core base core)" ""
is "svc includes base, core and svc" "$(crossing common/svc base core svc)" ""
is "cmd includes its own folder and common" "$(crossing cmd base core svc)" ""
is "no two files of common have one name" "$(find common -type f | sed 's/.*\///' | sort | uniq -d)" ""

# The folders of svc are its subjects: "one another" for each that includes of another.
subjects=(common/svc/*/)
find common/svc -name '*.[ch]' -print0 | xargs -0 grep -l include | while read -r file; do
	includes "$file"
done | while read -r file header; do
	for other in "${subjects[@]}"; do
		[ ! -e "$other$header" ] || echo "$(basename "${file%/*}") $(basename "$other")"
	done
done | sort -u >"$scratch/uses"
is "each file of svc has a subject" "$(find common/svc -maxdepth 1 -type f)" ""
yes "subjects use each other, such as the queue the database" grep -qx 'queue db' "$scratch/uses"
is "and never in a circle" "$(tsort "$scratch/uses" 2>&1 >"$scratch/sorted")" ""
for header in 'uuid\/uuid\|uuid' ini pcre2 'hiredis\/hiredis'; do
	is "$header.h is included in one place" "$(grep -l "^#include <\($header\)\.h>" -r cmd common | wc -l)" 1
done
while read -r header places; do
	is "<$header> is included in its driver, and in common where it must be" \
		"$(grep -l "<$header>" -r cmd common | LC_ALL=C sort | tr '\n' ' ')" "$places "
done <<'E'
sqlite3.h cmd/emgen-introspect-sqlite/database.h common/svc/db/libsqlite3.h
mysql.h common/svc/db/libmariadb.h
libpq-fe.h cmd/emgen-introspect-pgsql/server.h common/svc/db/libpq.h
E

is "only drivers are linked with what another program loads when it needs it" \
	"$(for f in "$build"/libexec/emgen-*; do
		readelf -d "$f" | grep -q 'NEEDED.*\(libsqlite3\|libpq\|libmariadb\)' && echo "${f##*/}"
	done | tr '\n' ' ')" "emgen-introspect-mysql emgen-introspect-pgsql emgen-introspect-sqlite "

# --- Headers ---

alone() { # header: does it compile by itself, and once more behind itself?
	echo "#include \"$1\"
#include \"$1\"" >"$scratch/alone.c"
	gcc -std=c11 -D_GNU_SOURCE -Wall -Wextra -Werror -fsyntax-only -include common/base/banned.h \
		-Icommon/base -Icommon/core "${subjects[@]/#/-I}" -I. -I"${1%/*}" \
		"${cflags[@]}" "$scratch/alone.c" || echo "$1"
}
read -ra cflags < <(pkg-config --cflags jansson uuid inih libpcre2-8 sqlite3 libpq libmariadb hiredis)
is "each header compiles alone" "$(find cmd common -name '*.h' | sort | while read -r h; do alone "$h" 2>&1; done)" ""
is "each has its guard" "$(find cmd common -name '*.h' ! -name banned.h -print0 | xargs -0 grep -L '^#ifndef EMGEN_[A-Z0-9_]*_H$')" ""
is "no two have the same one" "$(find cmd common -name '*.h' -print0 | xargs -0 sed -n 's/^#ifndef \(EMGEN_.*_H\)$/\1/p' | sort | uniq -d)" ""
is "x.c includes x.h first" "$(find common cmd -name '*.c' | while read -r c; do
	h=${c%.c}.h
	[ ! -e "$h" ] || [ "$(includes "$c" | head -1)" = "$c ${h##*/}" ] || echo "$c"
done)" ""

# --- Sizes ---

functions() {
	find cmd common -name '*.c' -print0 | xargs -0 ctags -x --kinds-C=f --_xformat='%N %n %e %F' |
		awk '{ print $3 - $2 + 1, $4, $1 }'
}
functions >"$scratch/functions"
is "ctags sees the functions" "$(grep -c ' main$' "$scratch/functions")" "$(rows | grep -c -v -E '^(generate|drift) ')"
is "no function has more than 100 lines" "$(awk '$1 > 100' "$scratch/functions")" ""
yes "half have fewer than 20" awk '{ n[NR] = $1 } END { for (i in n) below += n[i] < 20; exit !(below * 2 > NR) }' "$scratch/functions"
is "no file of cmd/ is longer than 300 lines" "$(find cmd -name '*.[ch]' -print0 | xargs -0 wc -l | awk '$1 > 300 && $2 != "total"')" ""
is "no file of common/ is longer than 600" "$(find common -name '*.[ch]' -print0 | xargs -0 wc -l | awk '$1 > 600 && $2 != "total"')" ""
is "the supervisor is small: no more than 1,500 lines with everything (doc/SUPERVISE.md)" \
	"$(cat cmd/emgen-supervise/* | awk 'END { if (NR > 1500) print NR }')" ""

# --- Words ---

is "each file says in its first lines what it is for" "$(find cmd common tests -name '*.[ch]' | while read -r f; do
	base=${f##*/}
	head -3 "$f" | grep -qE "^(/\*|//| \*) ${base%.[ch]} - " || echo "$f"
done)" ""
is "exit numbers are those of die.h" "$(grep -nE '\b(exit|_exit|die|err_set)\(([a-z]+, )?[0-9]+[,)]|return (100|111|12[567]);' -r cmd common --include='*.[ch]')" ""
# In two pieces, so that this file passes.
is "nothing is left for later" "$(git ls-files | grep -v '^tests/data/\|^tests/contract/\|^LICENSE' | xargs grep -nIE 'TO''DO|FIX''ME|HA''CK|[Nn]ot imple''mented|for n''ow\b')" ""
is "tests can be run by themselves" "$(find tests -maxdepth 1 -name '*.t' ! -perm -u+x)" ""
is "and start with lib.sh" "$(grep -L '^\. "${0%/\*}/lib.sh"$' tests/*.t)" ""
is "each pipeline is run by a test" "$(for f in pipelines/*; do grep -qr -- "${f##*/}" tests/*.t Makefile || echo "$f"; done)" ""
