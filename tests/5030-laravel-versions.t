#!/bin/bash
# Every other Laravel on what was generated for it.
. "${0%/*}/lib.sh"
# shellcheck source=laravel/lib.sh
. "$top/tests/laravel/lib.sh"

# check NAME OPTION...: generated with them, and right.
check() {
	rm -rf "$1"
	exits "$1: generate for Laravel $version ${*:2}" 0 generate "$@"
	right "$1"
}

# Where Laravel looks for no factory.
away=(--namespace 'Shop\Domain' --enums-namespace 'Shop\Words' --factories-namespace 'Shop\Rows')

# The names of members.php's rows, but those that a rule of its own keeps from relations.
names_in() {
	sed -n 's/^{ "\(.*\)",.*/\1/p' | grep -v '^initialize' | LC_ALL=C sort
}

for other in $versions; do
	[ "$other" != 12 ] || continue
	use_laravel "$other"
	is "it is Laravel $other" "$(php -r 'require $argv[1]; echo (int) Illuminate\Foundation\Application::VERSION;' "$laravel/vendor/autoload.php")" "$other"
	[ "$other" != 13 ] || ok "on a PHP that it asks for" php -r 'exit(PHP_VERSION_ID >= 80300 ? 0 : 1);'
	php "$top/tests/laravel/members.php" "$laravel/vendor/autoload.php" | names_in >wanted
	ok "its models have hundreds of members" test "$(wc -l <wanted)" -gt 500
	is "no relation is called like one" "$(names_in <"$top/common/svc/naming/members.inc" | LC_ALL=C comm -13 - wanted)" ''
	for name in golden constructs chinook; do check "$name"; done
	check golden --mode split
	for mode in all split; do
		rm -rf golden
		exits "golden: generate --mode $mode elsewhere" 0 generate golden "${away[@]}" --mode "$mode"
		right golden "${away[@]}"
	done
done

# A list of a base would be joined with that of the class below: it could take
# nothing out.
narrow='s/^{$/{\n    protected $fillable = ["name"];\n\n    protected $hidden = ["email"];\n/'
sqlite3 narrow.db 'create table users (id integer primary key, name text, email text, password text, remember_token text)'
generate narrow --mode split >/dev/null
sed -i "$narrow" narrow/Models/User.php
is "a user's class narrows what can be filled, and what is hidden" "$(php -r '
	require $argv[1];
	spl_autoload_register(fn ($c) => require "narrow/".strtr(substr($c, 4), "\\", "/").".php");
	$user = new App\Models\User;
	echo json_encode([$user->getFillable(), $user->getHidden()]);' "$laravel/vendor/autoload.php" 2>&1)" '[["name"],["email"]]'
