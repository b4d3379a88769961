#!/bin/bash
# .ci/foreign: packages of another release, unpacked beside the system, from the
# mirror that apt has.
. "${0%/*}/lib.sh"

# A machine of its own: these stand in front of the real programs.
mkdir machine
fake() { # NAME SCRIPT
	printf '#!/bin/sh\n%s\n' "$2" >"machine/$1"
	chmod +x "machine/$1"
}
fake id '[ "$1" = -un ] && echo nobody || echo 1000'
fake sudo 'echo "sudo $*" >>calls; exec "$@"'
fake apt-get 'echo "apt-get $*" >>calls
for word; do case $word in Dir::Cache::archives=*) archives=${word#*=} ;; Dir::Etc::SourceList=*) cp "${word#*=}" sources ;; esac; done
case " $* " in
*" indextargets "*) cat mirrors 2>/dev/null ;;
*" install "*) [ -e refuse ] && exit 100; for last; do :; done; : >"$archives/$last.deb" ;;
*" update "*) [ -n "$archives" ] || echo http://mirror.example/debian/ >mirrors ;;
esac'
fake dpkg-deb 'mkdir -p "$3/usr/bin" "$3/usr/lib/z-linux-gnu"; cd "$3/usr" && touch bin/tool && chmod +x bin/tool &&
printf "#!/bin/sh\necho \"\$*\"\n" >lib/z-linux-gnu/ld-linux-z.so.2 && chmod +x lib/z-linux-gnu/ld-linux-z.so.2'

foreign() {
	rm -f calls
	touch calls
	PATH=$scratch/machine:$PATH "$top/.ci/foreign" "$@"
}

exits "no list is there yet" 0 foreign next dir tool
is "it says what it unpacks" "$(cat out)" "Unpacking of Debian's next, into $PWD/dir: tool"
like "a user reads the system's lists through sudo" calls '^sudo apt-get -qq update$'
is "and nothing else" "$(grep -c ^sudo calls)" 1
is "packages are the mirror's that apt has" "$(cat sources)" "deb http://mirror.example/debian/ next main"
is "their archives and lists do not stay" "$(cd dir && echo .[a-z]* *)" ".installed .lock bin root run"
is "a program runs by its own loader, from its own libraries, under its own name" "$(dir/bin/tool -a 'b c')" \
	"--argv0 dir/bin/tool --library-path dir/bin/../root/usr/lib/z-linux-gnu dir/bin/../root/usr/bin/tool -a b c"
is "and finds itself there, wherever links lead" "$(readlink -f dir/bin/tool)" "$(readlink -f dir)/bin/tool"
exits "once more" 0 foreign next dir tool
is "calls nothing" "$(cat out err calls)" ""

exits "another release" 0 foreign later dir tool
is "is unpacked anew" "$(cat sources)" "deb http://mirror.example/debian/ later main"
touch refuse
exits "a package that is not there" 100 foreign later dir other
is "leaves no stamp" "$(ls -A dir/.installed 2>/dev/null)" ""
rm refuse
exits "and is asked for again" 0 foreign later dir other

fake apt-get 'case $1 in indextargets) ;; *) exit 0 ;; esac'
exits "another distribution" 1 foreign next dir tool
like "is told so" err '^foreign: apt has no mirror of Debian.s to take of next: tool$'
exits "too few words" 1 foreign next dir
like "are told" err '^foreign: usage: '
