#!/bin/bash
# .ci/packages: installs what is missing and nothing else, as root or by sudo.
. "${0%/*}/lib.sh"

# A machine of its own: these stand in front of the real programs.
mkdir machine
fake() { # NAME SCRIPT
	printf '#!/bin/sh\n%s\n' "$2" >"machine/$1"
	chmod +x "machine/$1"
}
fake dpkg-query 'for last; do :; done; grep -qx "$last" has && echo installed'
fake apt-get 'echo "apt-get $*" >>calls'
fake id 'echo 0'
printf 'gcc\nlibjansson-dev\n' >has

packages() {
	rm -f calls
	touch calls
	PATH=$scratch/machine:$PATH "$top/.ci/packages" "$@"
}

exits "all is there" 0 packages "to build" gcc libjansson-dev
is "nothing is said" "$(cat out err)" ""
is "nothing is called" "$(cat calls)" ""

exits "something is missing" 0 packages "to build" gcc libpcre2-dev uuid-dev
is "it says what, and why" "$(cat out)" "Installing what is needed to build: libpcre2-dev uuid-dev"
is "the lists are read once, then the packages installed" "$(sed 's/ -.* lib/ lib/' calls)" \
	"apt-get -qq update
apt-get libpcre2-dev uuid-dev"

exits "a command that came from elsewhere" 0 packages "to test" sh=dash-of-mine
is "needs no package" "$(cat calls)" ""
exits "a command that is not there" 0 packages "to test" no-such-command=its-package
like "needs it" calls 'install .* its-package$'

fake apt-get 'exit 100'
exits "apt-get fails" 100 packages "to build" uuid-dev
fake apt-get 'echo "apt-get $*" >>calls'

fake id 'echo 1000'
fake sudo 'echo "sudo $*" >>calls; exec "$@"'
exits "a user with sudo" 0 packages "to build" uuid-dev
like "installs through it" calls '^sudo env .*apt-get .*install .* uuid-dev$'
rm machine/sudo

# Neither root nor sudo: a PATH without any sudo.
for program in sh env grep; do ln -s "$(command -v "$program")" machine; done
exits "a user without" 1 env PATH="$scratch/machine" "$top/.ci/packages" "to build" uuid-dev
like "is told what to install" err '^Needed to build, and installing takes root or sudo: uuid-dev$'
exits "who needs nothing" 0 env PATH="$scratch/machine" "$top/.ci/packages" "to build" gcc
rm machine/apt-get
exits "no Debian" 0 env PATH="$scratch/machine" "$top/.ci/packages" "to build" uuid-dev
like "is told the names" out "Debian's names of what is needed to build: uuid-dev$"
