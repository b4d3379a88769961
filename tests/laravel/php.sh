#!/bin/sh
# php.sh DIR - put a PHP that Laravel 13 runs on into DIR/php: the system's own if it
# is 8.3 or newer, else that of a later Debian, which leaves the system as it is.
set -eu

if [ $# -ne 1 ]; then
	echo "usage: php.sh DIR" >&2
	exit 1
fi
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$1"
dir=$(cd "$1" && pwd)
exec 9>"$dir/.lock"
flock 9
if php -r 'exit(PHP_VERSION_ID >= 80300 ? 0 : 1);'; then
	ln -sf "$(command -v php)" "$dir/php"
	exit 0
fi
"$here/../../.ci/foreign" trixie "$dir/debian" php8.4-cli php8.4-sqlite3 php8.4-pgsql \
	php8.4-mysql php8.4-xml php8.4-mbstring >&2 9>&-

# Its own settings, and none of the system's; each extension after those it needs.
{
	echo "memory_limit = -1" # Debian's, for a command line
	echo "extension_dir = $(echo "$dir"/debian/root/usr/lib/php/2*)"
	printf 'extension = %s\n' ctype fileinfo iconv mbstring phar posix tokenizer \
		pdo pdo_pgsql pdo_sqlite mysqlnd pdo_mysql dom simplexml xml xmlreader xmlwriter
} >"$dir/php.ini.new"
mv "$dir/php.ini.new" "$dir/php.ini"
cat >"$dir/php.new" <<S
#!/bin/sh
PHPRC='$dir/php.ini' PHP_INI_SCAN_DIR='' exec '$dir/debian/bin/php8.4' "\$@"
S
chmod +x "$dir/php.new"
mv "$dir/php.new" "$dir/php"
