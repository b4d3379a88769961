# mysql.sh - a MySQL of one's own; sourced after tests/lib.sh.
#
# Debian has it in its unstable release only.  It is unpacked into build/mysql, and
# runs with its own libraries; all else is as in mariadb.sh, names too.
# shellcheck shell=bash disable=SC2034,SC2154

mysql_at=$top/build/mysql
"$top/.ci/foreign" sid "$mysql_at" mysql-server-core >&2 || exit
mysql_share=$mysql_at/root/usr/share/mysql

mysql_server=("$mysql_at/bin/mysqld" --no-defaults --user="$(id -un)" --secure-file-priv=
	--lc-messages-dir="$mysql_share" --character-sets-dir="$mysql_share/charsets"
	--innodb-redo-log-capacity=8M --skip-innodb-doublewrite --innodb-flush-log-at-trx-commit=2)

mariadb_kind=mysql
mariadb_install() {
	"${mysql_server[@]}" --initialize-insecure --datadir="$mariadb_dir/data"
}
mariadb_run() {
	exec "${mysql_server[@]}" --mysqlx=OFF --performance-schema=OFF "$@"
}

# shellcheck source=mariadb.sh
. "$top/tests/mariadb.sh"
