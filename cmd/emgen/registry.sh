#!/bin/bash
# registry.sh - what follows from commands.list and from the commands' pages.
#
#	registry.sh table	rows for the front: { name, class, summary },
#	registry.sh bash|zsh|fish	completions for a shell
set -euo pipefail
cd "$(dirname "$0")/../.."

# name, class and summary of each command; emgen itself is none.
rows() {
	sed -n 's/^\([a-z][a-z-]*\)[ 	][ 	]*\([a-z]*\).*/\1 \2/p' commands.list |
		while read -r name class; do
			[ "$name" = emgen ] && continue
			printf '%s\t%s\t%s\n' "$name" "$class" \
				"$(sed -n 's/^\.Nd //p' "doc/emgen-$name.1")"
		done
}

# What emgen does without a program, and without a page.
own() {
	printf 'help\town\tlist the commands, or show the page of one\n'
	printf 'version\town\tprint the version\n'
}

# What a person types behind emgen: name and summary.
commands() {
	{ rows; own; } | awk -F '\t' '$2 != "driver" { print $1 "\t" $3 }'
}

# The long options of a command, from its page; generate hands on those of the
# source.
options() {
	local pages=("doc/emgen-$1.1")
	[ -e "${pages[0]}" ] || return 0
	[[ $1 != @(generate|drift) ]] || pages+=(doc/emgen-introspect.1)
	awk 'BEGIN { print "--help" }
		/^\.It Fl/ {
			for (i = 2; i < NF - 1; i++)
				if ($i == "Fl" && $(i + 1) == "Fl")
					print "--" $(i + 2)
		}' "${pages[@]}" | sort -u
}

words() {
	tr '\n' ' ' | sed 's/ $//'
}

to_table() {
	{ own; rows; } | awk -F '\t' '{ printf "{ \"%s\", \"%s\", \"%s\" },\n", $1, $2, $3 }'
}

to_bash() {
	local name
	echo "# bash completion for emgen
_emgen() {
	local words
	if [ \"\$COMP_CWORD\" = 1 ]; then
		words='$(commands | cut -f 1 | words)'
	else
		case \${COMP_WORDS[1]} in"
	commands | cut -f 1 | while read -r name; do
		echo "		$name) words='$(options "$name" | words)' ;;"
	done
	echo "		*) words= ;;
		esac
	fi
	mapfile -t COMPREPLY < <(compgen -W \"\$words\" -- \"\$2\")
}
complete -o default -F _emgen emgen"
}

to_zsh() {
	local name summary
	echo "#compdef emgen
if ((CURRENT == 2)); then
	local -a commands=("
	commands | while IFS=$'\t' read -r name summary; do
		echo "		'$name:${summary//\'/\'\\\'\'}'"
	done
	echo "	)
	_describe command commands
elif [[ \$PREFIX == -* ]]; then
	case \$words[2] in"
	commands | cut -f 1 | while read -r name; do
		echo "	$name) compadd -- $(options "$name" | words) ;;"
	done
	echo "	esac
else
	_files
fi"
}

to_fish() {
	local name summary option
	echo "# fish completion for emgen"
	commands | while IFS=$'\t' read -r name summary; do
		echo "complete -c emgen -n __fish_use_subcommand -f -a $name -d '${summary//\'/\\\'}'"
		options "$name" | while read -r option; do
			echo "complete -c emgen -n '__fish_seen_subcommand_from $name' -l ${option#--}"
		done
	done
}

case ${1-} in
table | bash | zsh | fish)
	"to_$1"
	;;
*)
	echo "usage: registry.sh table | bash | zsh | fish" >&2
	exit 100
	;;
esac
