#!/bin/bash
# make install and uninstall: what lies where, and that it works from there.
. "${0%/*}/lib.sh"

# A copy of what is built, so that another PREFIX does not disturb the tests
# that run beside this one.
mkdir build
cp -a "$build"/*.a "$build"/cmd "$build"/common "$build"/gen "$build"/bin "$build"/libexec build
install_to() { # PREFIX DESTDIR TARGET
	make -s -C "$top" BUILD="$scratch/build" PREFIX="$1" DESTDIR="$2" "$3"
}

# --- Files ---

exits "make install DESTDIR" 0 install_to /opt/emgen "$scratch/root" install
(cd root/opt/emgen && find . -type f ! -path './share/emgen/*' | sed 's/^..//' | LC_ALL=C sort) >installed
{
	echo bin/emgen
	awk '!/^#/ && $2 != "front" { print "libexec/emgen/emgen-" $1 }' "$top/commands.list"
	echo share/bash-completion/completions/emgen
	echo share/fish/vendor_completions.d/emgen.fish
	echo share/zsh/site-functions/_emgen
	(cd "$top/doc" && for page in *.[157]; do echo "share/man/man${page##*.}/$page"; done)
} | LC_ALL=C sort >wanted
same "programs, pages and completions" installed wanted
for folder in schemas pipelines cmd/emgen-render/templates tests/contract; do
	ok "share/emgen/${folder##*/}" diff -r "$top/$folder" "root/opt/emgen/share/emgen/${folder##*/}"
done
ok "nothing outside of DESTDIR" test ! -e /opt/emgen
exits "make uninstall" 0 install_to /opt/emgen "$scratch/root" uninstall
is "nothing is left" "$(find root -type f)" ""

# --- It works from there, without the tree ---

exits "make install PREFIX" 0 install_to "$scratch/usr" "" install
unset EMGEN_EXEC_PATH EMGEN_SHARE
PATH=$scratch/usr/bin:/usr/local/bin:/usr/bin:/bin
is "the emgen in PATH" "$(command -v emgen)" "$scratch/usr/bin/emgen"
sqlite3 shop.db <"$data/corpora/chinook/sqlite.sql"
exits "the main job" 0 emgen generate sqlite:shop.db --out new/Models --events run.ndjson
PATH=$build/bin:$PATH EMGEN_EXEC_PATH=$build/libexec EMGEN_SHARE=$top \
	emgen generate sqlite:shop.db --out old/Models --quiet
ok "gives what the tree gives" diff -r old new
exits "emgen validate finds the schemas" 0 emgen validate run.ndjson
exits "emgen contract finds its cases" 0 emgen contract relations -- emgen relations
exits "a pipeline" 0 usr/share/emgen/pipelines/generate.sh sqlite:shop.db piped/Models
ok "gives the same" diff -r old piped

# --- Completions ---

completed() { # WORD...: what bash offers for the last word
	bash -c '. "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
		_emgen emgen "${!#}" && printf "%s\n" "${COMPREPLY[@]}"' - \
		usr/share/bash-completion/completions/emgen "$@"
}
is "bash completes commands" "$(completed emgen re | paste -sd' ')" "relations render"
is "and options" "$(completed emgen relations --r)" "--rejects"
is "and those that generate hands on" "$(completed emgen generate --fact | paste -sd' ')" "--factories --factories-namespace"
is "fish completes commands" "$(fish --no-config -c \
	'source usr/share/fish/vendor_completions.d/emgen.fish; complete -C "emgen val"' | cut -f 1)" validate
is "and options" "$(fish --no-config -c \
	'source usr/share/fish/vendor_completions.d/emgen.fish; complete -C "emgen relations --rej"' | cut -f 1)" --rejects
ok "zsh can read its completion" zsh -fn usr/share/zsh/site-functions/_emgen
for name in introspect relations define render validate contract log generate; do
	emgen "$name" --help 2>&1 | grep -oE -- '--[a-z][a-z0-9-]+' | sort -u >said
	completed emgen "$name" -- | sort -u >offered
	is "every option that emgen $name -h names is offered" "$(comm -23 said offered)" ""
done
